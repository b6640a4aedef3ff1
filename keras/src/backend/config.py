"""Which backend runs, and the numeric defaults: `~/.keras/keras.json`, then environment variables."""
import importlib.util
import json
import os
import sys

from keras.src.api_export import keras_export

PACKAGES = {  # backend: what to ask pip for
    "tensorflow": "tensorflow",
    "jax": "jax",
    "torch": "torch",
    "numpy": "numpy",
}
_FLOATS = ("float16", "bfloat16", "float32", "float64")
_DATA_FORMATS = ("channels_last", "channels_first")
_floatx_hooks = []


class _Settings:
    """The one copy of every setting of this module."""

    floatx = "float32"
    epsilon = 1e-7
    image_data_format = "channels_last"
    backend = None
    max_epochs = None
    max_steps_per_epoch = None
    nnx_enabled = False
    flash_attention = None


_settings = _Settings()


@keras_export(["keras.config.floatx", "keras.backend.floatx"])
def floatx():
    """The default float dtype, a name such as `"float32"`.

    Example:

    >>> keras.config.floatx()
    'float32'
    """
    return _settings.floatx


@keras_export(["keras.config.set_floatx", "keras.backend.set_floatx"])
def set_floatx(value):
    """Sets the default float dtype.

    For training in reduced precision prefer a dtype policy
    (`keras.config.set_dtype_policy("mixed_bfloat16")`): with `float16` weights small updates vanish.

    Args:
        value: `"float16"`, `"bfloat16"`, `"float32"` or `"float64"`.

    Raises:
        ValueError: If `value` is another dtype.

    Example:

    >>> keras.config.set_floatx("float64")
    >>> keras.ops.zeros(2).dtype == keras.ops.zeros(2, "float64").dtype
    True
    >>> keras.config.set_floatx("float32")
    """
    _one_of("set_floatx", "value", value, _FLOATS)
    _settings.floatx = str(value)
    for hook in _floatx_hooks:
        hook()


def on_floatx_change(hook):
    """Registers a function without arguments to be run after `set_floatx`; returns it."""
    _floatx_hooks.append(hook)
    return hook


@keras_export(["keras.config.epsilon", "keras.backend.epsilon"])
def epsilon():
    """The small number that keeps divisions and logarithms finite (a float, `1e-07` by default).

    Example:

    >>> keras.config.epsilon()
    1e-07
    """
    return _settings.epsilon


@keras_export(["keras.config.set_epsilon", "keras.backend.set_epsilon"])
def set_epsilon(value):
    """Sets the small number used to avoid divisions by zero.

    Args:
        value: Float.

    Example:

    >>> keras.config.set_epsilon(1e-5)
    >>> keras.config.epsilon()
    1e-05
    >>> keras.config.set_epsilon(1e-7)
    """
    _settings.epsilon = value


@keras_export(["keras.config.image_data_format", "keras.backend.image_data_format"])
def image_data_format():
    """The default place of the channels axis: `"channels_last"` or `"channels_first"`.

    Example:

    >>> keras.config.image_data_format()
    'channels_last'
    """
    return _settings.image_data_format


@keras_export(["keras.config.set_image_data_format", "keras.backend.set_image_data_format"])
def set_image_data_format(data_format):
    """Sets the default place of the channels axis.

    Args:
        data_format: `"channels_last"` for `(batch, height, width, channels)` or `"channels_first"` for
            `(batch, channels, height, width)`; case does not matter.

    Raises:
        ValueError: If `data_format` is something else.

    Example:

    >>> keras.config.set_image_data_format("channels_first")
    >>> keras.layers.Conv2D(2, 3).compute_output_shape((1, 3, 8, 8))
    (1, 2, 6, 6)
    >>> keras.config.set_image_data_format("channels_last")
    """
    _settings.image_data_format = standardize_data_format(str(data_format))


def standardize_data_format(data_format):
    """`data_format` checked and in lower case; None gives the default."""
    if data_format is None:
        return _settings.image_data_format
    data_format = str(data_format).lower()
    _one_of("a layer or operation", "data_format", data_format, _DATA_FORMATS)
    return data_format


@keras_export("keras.config.enable_flash_attention")
def enable_flash_attention():
    """Uses flash attention wherever the backend and the inputs allow it.

    Reference: [Dao et al., 2022](https://arxiv.org/abs/2205.14135).

    Example:

    >>> keras.config.enable_flash_attention()
    >>> keras.config.is_flash_attention_enabled()
    True
    >>> keras.utils.clear_session()  # leaves it to the backend again
    """
    _settings.flash_attention = True


@keras_export("keras.config.disable_flash_attention")
def disable_flash_attention():
    """Never uses flash attention.

    Example:

    >>> keras.config.disable_flash_attention()
    >>> keras.config.is_flash_attention_enabled()
    False
    >>> keras.utils.clear_session()  # leaves it to the backend again
    """
    _settings.flash_attention = False


@keras_export("keras.config.is_flash_attention_enabled")
def is_flash_attention_enabled():
    """Whether flash attention was enabled (True), disabled (False), or left to the backend (None).

    Example:

    >>> print(keras.config.is_flash_attention_enabled())
    None
    """
    return _settings.flash_attention


def leave_flash_attention_to_backend():
    """Forgets what was said about flash attention; `clear_session` does this."""
    _settings.flash_attention = None


@keras_export("keras.config.is_nnx_enabled")
def is_nnx_enabled():
    """Whether layers and variables on jax are also Flax NNX objects (`KERAS_NNX_ENABLED`).

    Example:

    >>> keras.config.is_nnx_enabled()
    False
    """
    return _settings.nnx_enabled


def set_nnx_enabled(value):
    """Switches the Flax NNX integration of the jax backend; takes effect before the backend loads."""
    _settings.nnx_enabled = bool(value)


@keras_export("keras.config.max_epochs")
def max_epochs():
    """The most epochs that any `fit` runs, or None for no limit (`KERAS_MAX_EPOCHS`).

    Example:

    >>> print(keras.config.max_epochs())
    None
    """
    return _settings.max_epochs


@keras_export("keras.config.set_max_epochs")
def set_max_epochs(max_epochs):
    """Limits the epochs of every `fit`, so that a script can be tried out quickly.

    Args:
        max_epochs: Positive integer, or None for no limit.

    Example:

    >>> keras.config.set_max_epochs(1)
    >>> keras.config.max_epochs()
    1
    >>> keras.config.set_max_epochs(None)
    """
    _settings.max_epochs = max_epochs


@keras_export("keras.config.max_steps_per_epoch")
def max_steps_per_epoch():
    """The most steps of any epoch, or None for no limit (`KERAS_MAX_STEPS_PER_EPOCH`).

    Example:

    >>> print(keras.config.max_steps_per_epoch())
    None
    """
    return _settings.max_steps_per_epoch


@keras_export("keras.config.set_max_steps_per_epoch")
def set_max_steps_per_epoch(max_steps_per_epoch):
    """Limits the steps of every epoch in `fit`, `evaluate` and `predict`.

    Args:
        max_steps_per_epoch: Positive integer, or None for no limit.

    Example:

    >>> keras.config.set_max_steps_per_epoch(2)
    >>> keras.config.max_steps_per_epoch()
    2
    >>> keras.config.set_max_steps_per_epoch(None)
    """
    _settings.max_steps_per_epoch = max_steps_per_epoch


@keras_export(["keras.config.backend", "keras.backend.backend"])
def backend():
    """The name of the backend in use: `"jax"`, `"tensorflow"`, `"torch"` or `"numpy"`.

    Example:

    >>> keras.config.backend() in ("jax", "tensorflow", "torch", "numpy")
    True
    """
    return _settings.backend


def keras_home():
    """The folder of Keras's own files: `$KERAS_HOME`, else `~/.keras`, else a folder under `/tmp`."""
    if "KERAS_HOME" in os.environ:
        return os.environ["KERAS_HOME"]
    home = os.path.expanduser("~")
    return os.path.join(home if os.access(home, os.W_OK) else "/tmp", ".keras")


def _one_of(where, argument, value, allowed):
    if value not in allowed:
        choices = ", ".join(map(repr, allowed))
        raise ValueError(f"Argument `{argument}` of {where} must be one of {choices}. Received: {argument}={value!r}")


def _installed(name):
    return importlib.util.find_spec(name) is not None


def _read_file(path):
    """The settings of keras.json; an unreadable file counts as empty, as a wrong home must not stop work."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_file(path):
    """Leaves a keras.json with the present values, so that a user has something to edit.

    The backend is not among them: what one run was told in its environment is no choice for all later ones.
    """
    content = {k: getattr(_settings, k) for k in ("floatx", "epsilon", "image_data_format")}
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(json.dumps(content, indent=4))
    except OSError:
        pass  # A read-only home is no reason to fail.


def _choose_backend(named, source):
    """Checks the named backend, or picks the first installed one."""
    if named is None:
        if _installed("tensorflow"):
            return "tensorflow"
        chosen = next(b for b in ("jax", "torch", "numpy") if _installed(b))
        print(
            f"Keras: no backend was named and tensorflow is not installed; using {chosen}. "
            "Set KERAS_BACKEND to choose.",
            file=sys.stderr,
        )
        return chosen
    if named not in PACKAGES:
        raise ImportError(f"{source} must be one of {', '.join(map(repr, PACKAGES))}. Received: {named!r}")
    if not _installed(named):
        raise ImportError(
            f"{source} names the backend {named!r}, which is not installed. "
            f"Install it with `pip install {PACKAGES[named]}`, or choose another backend."
        )
    return named


def _positive_integer(name):
    text = os.environ.get(name)
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{name} must be an integer. Received: {name}={text!r}") from None


def _load():
    """Reads keras.json and the environment, once, when Keras is imported."""
    path = os.path.join(keras_home(), "keras.json")
    found = _read_file(path)
    if "floatx" in found:
        set_floatx(found["floatx"])
    if "epsilon" in found:
        _settings.epsilon = float(found["epsilon"])
    if "image_data_format" in found:
        set_image_data_format(found["image_data_format"])
    named, source = os.environ.get("KERAS_BACKEND"), "KERAS_BACKEND"
    if not named:
        named, source = found.get("backend"), f"backend in {path}"
    _settings.backend = _choose_backend(named or None, source)
    _settings.max_epochs = _positive_integer("KERAS_MAX_EPOCHS") or found.get("max_epochs")
    _settings.max_steps_per_epoch = _positive_integer("KERAS_MAX_STEPS_PER_EPOCH") or found.get(
        "max_steps_per_epoch"
    )
    nnx = os.environ.get("KERAS_NNX_ENABLED", str(found.get("nnx_enabled", ""))).lower()
    _settings.nnx_enabled = nnx in ("true", "1")
    if not os.path.exists(path) and named:
        _write_file(path)


_load()
