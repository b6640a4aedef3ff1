"""`save_model`, `load_model`, `save_weights`, `load_weights`: the format follows from the path."""
import os
import warnings
import zipfile

from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.saving import saving_lib
from keras.src.utils import io_utils

_legacy_h5 = LateModule("keras.src.legacy.saving.legacy_h5_format")
_orbax = LateModule("keras.src.saving.orbax")
_hub = LateModule("keras.src.saving.hub")
_HUB = "hf://"
_LEGACY = (".h5", ".hdf5")
_WEIGHTS = (".weights.h5", ".weights.json", ".npz", ".safetensors", ".keras")


@keras_export(["keras.saving.save_model", "keras.models.save_model"])
def save_model(model, filepath, overwrite=True, zipped=None, **kwargs):
    """Writes a model with its architecture, weights, compile arguments and optimizer state.

    The file is written whole or not at all: if something fails, a former file stays as it was.

    Args:
        model: Keras model, or another Keras object with state.
        filepath: Path ending in `.keras`. A path ending in `.h5` or `.hdf5` writes the legacy format, one like
            `hf://user/repository` to the Hugging Face hub.
        overwrite: Boolean, whether an existing file is replaced without asking.
        zipped: Boolean, whether to write one archive (the default) or a folder.
        **kwargs: `include_optimizer`, for the legacy format.

    Raises:
        ValueError: If the path has another ending or an argument is unknown.

    Example:

    >>> import os, tempfile
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> path = os.path.join(tempfile.mkdtemp(), "model.keras")
    >>> keras.saving.save_model(model, path)
    >>> keras.saving.load_model(path).output_shape
    (None, 1)
    """
    include_optimizer = kwargs.pop("include_optimizer", True)
    save_format = kwargs.pop("save_format", None)
    if kwargs:
        raise ValueError(f"save_model got arguments that it does not know: {list(kwargs)}")
    path = str(filepath)
    is_legacy = path.endswith(_LEGACY) or save_format == "h5"
    if save_format not in (None, "keras", "h5"):
        warnings.warn(f"The path decides the format. Received: save_format={save_format!r}", stacklevel=2)
    if path.startswith(_HUB):
        if zipped or path.endswith(".keras"):
            raise ValueError(f"A repository of the hub holds a folder, no `.keras` file. Received: filepath={path!r}")
        return _hub.save_model(model, path)
    if not isinstance(filepath, (str, os.PathLike)) or not (path.endswith(".keras") or is_legacy or zipped is False):
        raise ValueError(
            "Argument `filepath` must end in `.keras` (or in `.h5` for the legacy format). Received: "
            f"filepath={filepath!r}. To write a SavedModel, use `model.export(filepath)`."
        )
    if is_legacy and zipped is False:
        raise ValueError("A `.h5` file is no folder. Received: zipped=False")
    if zipped is False and path.endswith(".keras"):
        raise ValueError(f"A path that ends in `.keras` is an archive: zipped=False needs another. filepath={path!r}")
    if os.path.exists(path) and not overwrite and not io_utils.ask_to_proceed_with_overwrite(path):
        return None
    if is_legacy:
        _make_folder_of(path)
        return _legacy_h5.save_model_to_hdf5(model, path, overwrite, include_optimizer)
    return saving_lib.save_model(model, path, zipped=zipped is not False)


@keras_export(["keras.saving.load_model", "keras.models.load_model"])
def load_model(filepath, custom_objects=None, compile=True, safe_mode=True):
    """Reads a model that `model.save()` wrote, by this or an older Keras, on any backend.

    Nothing in the file runs: only Keras's own parts of models and the classes and functions that you registered or pass
    are made.

    Args:
        filepath: Path of a `.keras` file, of a folder with its contents, of a legacy `.h5` file, of an Orbax
            checkpoint, or `hf://user/repository` on the Hugging Face hub.
        custom_objects: Dict from names to classes and functions that the file may name.
        compile: Boolean, whether to compile the model as it was when it was saved.
        safe_mode: Boolean. `False` allows code from the file, such as lambdas, to run; only for files that you trust.

    Returns:
        The model.

    Raises:
        ValueError: If the file is missing, damaged, foreign, or names what files must not name.

    Example:

    >>> import os, tempfile
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> path = os.path.join(tempfile.mkdtemp(), "model.keras")
    >>> model.save(path)
    >>> keras.saving.load_model(path).count_params()
    3
    """
    path = _path(filepath)
    if str(path).startswith(_HUB):
        return _hub.load_model(path, custom_objects, compile, safe_mode)
    is_folder = os.path.isdir(path) and os.path.exists(os.path.join(path, "config.json"))
    if str(path).endswith(".keras") or is_folder or _is_archive(path):
        if not is_folder and not os.path.isfile(path):
            raise ValueError(f"There is no such `.keras` file. Received: filepath={path!r}")
        return saving_lib.load_model(path, custom_objects, compile, safe_mode)
    if str(path).endswith(_LEGACY):
        return _legacy_h5.load_model_from_hdf5(path, custom_objects, compile, safe_mode)
    if _orbax.is_checkpoint(path):
        return _orbax.load_model(path, custom_objects, compile, safe_mode)
    raise ValueError(
        f"Argument `filepath` must be a `.keras` or `.h5` file that is there. Received: filepath={path!r}. For a "
        "TensorFlow SavedModel, use `keras.layers.TFSMLayer`."
    )


def _path(filepath):
    try:
        return os.fspath(filepath)
    except TypeError:
        error = TypeError if filepath is None else ValueError
        raise error(f"Argument `filepath` must be a path. Received: filepath={filepath!r}") from None


def _is_archive(path):
    return os.path.isfile(path) and zipfile.is_zipfile(path)


@keras_export("keras.saving.save_weights")
def save_weights(model, filepath, overwrite=True, max_shard_size=None, **kwargs):
    """Writes the weights of a model, and the state of its optimizer.

    Args:
        model: Built Keras model or layer.
        filepath: Path ending in `.weights.h5`, `.npz` or `.safetensors`; in `.weights.json` or `.weights.h5` with
            `max_shard_size`, which writes an index `<name>.weights.json` with the shards beside it.
        overwrite: Boolean, whether an existing file is replaced without asking.
        max_shard_size: Size of the largest file in gigabytes. Default: one file of any size.
        **kwargs: `only`, a pattern of paths such as `"layers/dense*"` or a list of patterns: which objects are written;
            `objects_to_skip`, a list of objects that are left out.

    Raises:
        ValueError: If the path has another ending, the model is not built, or a weight is larger than
            `max_shard_size`.

    Example:

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> keras.saving.save_weights(model, "dense.weights.h5")
    """
    path = str(filepath)
    endings = (".weights.h5", ".weights.json") if max_shard_size else (".weights.h5", ".npz", ".safetensors")
    if not path.endswith(endings):
        raise ValueError(f"Argument `filepath` must end in {' or '.join(endings)}. Received: filepath={path!r}")
    _check_kwargs("save_weights", kwargs, ("only", "objects_to_skip", "beside"))
    _check_built(model, "save the weights of")
    if os.path.exists(path) and not overwrite and not io_utils.ask_to_proceed_with_overwrite(path):
        return
    _make_folder_of(path)
    saving_lib.save_weights_only(model, path, max_shard_size, **kwargs)


def _make_folder_of(path):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)


def _check_kwargs(function, given, known):
    if not set(given) <= set(known):
        raise ValueError(f"{function} got arguments that it does not know: {sorted(set(given) - set(known))}")


@keras_export("keras.saving.load_weights")
def load_weights(model, filepath, skip_mismatch=False, **kwargs):
    """Reads weights into a built model.

    Args:
        model: Built Keras model or layer.
        filepath: Path of a `.weights.h5`, `.weights.json`, `.npz`, `.safetensors`, `.keras` or legacy `.h5` file.
        skip_mismatch: Boolean, whether to leave alone what does not fit, with a warning.
        **kwargs: `only`, a pattern of paths such as `"layers/dense*"` or a list of patterns: which objects are read;
            `objects_to_skip`, a list of objects that are left alone; `strict`, whether surplus weights of the file are
            an error, too. For legacy files: `by_name`.

    Raises:
        ValueError: If something does not fit; the message lists it path by path.
        FileNotFoundError: If there is no such file.

    Example:

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> model.save_weights("dense.weights.h5")
    >>> other = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> keras.saving.load_weights(other, "dense.weights.h5")
    >>> bool((other.get_weights()[0] == model.get_weights()[0]).all())
    True
    """
    path = str(filepath)
    if path.endswith(_WEIGHTS):
        if "by_name" in kwargs:
            raise ValueError(f"Argument `by_name` is for legacy `.h5` files. Received: filepath={path!r}, {kwargs}")
        _check_kwargs("load_weights", kwargs, ("only", "objects_to_skip", "strict"))
        _check_built(model, "load weights into")
        if not os.path.exists(path):
            raise FileNotFoundError(f"There is no such file. Received: filepath={path!r}")
        saving_lib.load_weights_only(model, path, skip_mismatch, **kwargs)
    elif path.endswith(_LEGACY):
        _check_kwargs("load_weights", kwargs, ("by_name",))
        _legacy_h5.load_weights(model, path, skip_mismatch=skip_mismatch, **kwargs)
    elif _orbax.is_checkpoint(path):
        _check_built(model, "load weights into")
        _orbax.load_weights(model, path, skip_mismatch)
    else:
        raise ValueError(
            f"Argument `filepath` must end in {', '.join(_WEIGHTS)} or `.h5`. Received: filepath={path!r}"
        )


def _check_built(model, deed):
    if not getattr(model, "built", True):
        raise ValueError(
            f"You cannot {deed} a model that is not built. Call it on some data first, or use `build()`. "
            f"Received: {model!r}"
        )
