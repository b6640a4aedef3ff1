"""What a file may name and hold. Every reader asks here; the rule for names is an allow-list.

How files are read stands in `safe_archive` and `safe_hdf5`.
"""
import builtins
import importlib
import re
import types

from keras.src._namespace import NAMESPACE
from keras.src.api_export import export_path
from keras.src.backend.common import dtypes
from keras.src.backend.common.global_state import state
from keras.src.saving.keras_saveable import KerasSaveable
from keras.src.saving.refusals import MAX_JSON_BYTES as MAX_JSON_BYTES
from keras.src.saving.refusals import Foreign as Foreign
from keras.src.saving.refusals import Refused as Refused
from keras.src.saving.refusals import Unreadable as Unreadable
from keras.src.saving.safe_archive import extract_assets as extract_assets
from keras.src.saving.safe_archive import inside as inside
from keras.src.saving.safe_archive import open_archive as open_archive
from keras.src.saving.safe_archive import open_member as open_member
from keras.src.saving.safe_archive import read_json as read_json
from keras.src.saving.safe_archive import read_member as read_member
from keras.src.saving.safe_archive import read_npz as read_npz
from keras.src.saving.safe_archive import read_text as read_text
from keras.src.saving.safe_archive import refuse_links_out as refuse_links_out
from keras.src.saving.safe_archive import shard_map as shard_map
from keras.src.saving.safe_hdf5 import Allowance as Allowance
from keras.src.saving.safe_hdf5 import Overview as Overview
from keras.src.saving.safe_hdf5 import StoredArray as StoredArray
from keras.src.saving.safe_hdf5 import check_depth as check_depth
from keras.src.saving.safe_hdf5 import checked_dataset as checked_dataset
from keras.src.saving.safe_hdf5 import checked_group as checked_group
from keras.src.saving.safe_hdf5 import names_attribute as names_attribute
from keras.src.saving.safe_hdf5 import names_of as names_of
from keras.src.saving.safe_hdf5 import open_h5 as open_h5
from keras.src.saving.safe_hdf5 import text_attribute as text_attribute

# Public packages whose classes and functions are parts of models.
_CLASS_PACKAGES = (
    "keras",
    "keras.constraints",
    "keras.distillation",
    "keras.dtype_policies",
    "keras.initializers",
    "keras.layers",
    "keras.losses",
    "keras.metrics",
    "keras.mixed_precision",
    "keras.models",
    "keras.optimizers",
    "keras.optimizers.schedules",
    "keras.quantizers",
    "keras.random",
    "keras.regularizers",
    "keras.utils",  # its classes only: FeatureSpace and the like are layers
)
_FUNCTION_PACKAGES = (
    "keras.activations", "keras.constraints", "keras.initializers", "keras.losses", "keras.metrics",
    "keras.ops", "keras.regularizers", "keras.src.legacy.saving.old_functions",
)
_MODELLING_PACKAGES = {*_CLASS_PACKAGES, *_FUNCTION_PACKAGES} - {"keras.utils"}
_SIZED_TEXT = re.compile(r"[<>=|]?[SUVaO]\d*$")
_LARGEST = {  # arguments of which Keras's constructors make as many things at once
    "fft_length": 2**20,
    "frame_length": 2**20,
    "max_tokens": 2**26,
    "ngrams": 2**10,
    "num_classes": 2**13,  # of the metrics: their matrix has the square of it
    "num_oov_indices": 2**20,
    "num_thresholds": 2**20,
}
MOST_METRIC_NUMBERS = 2**26 + 2**20  # in all metrics of a file together: 260 MB
_LONGEST_NAME = 400
_PATTERNS = ("exclude_layers", "optimizer_map", "policy_map")  # arguments that are matched with the paths of variables
_REPEAT = re.compile(r"[*+?{]")
_REPEATED_GROUP = re.compile(r"\)[*+{]")
_MOST_REPEATS = 3  # the time of a match grows with this power of a path's length
_TORCH_OPTIMIZERS = "keras.src.backend.torch.optimizers.torch_"  # where Keras on torch says that its Adam lies
_NOT_MODELLING = {"get", "serialize", "deserialize"}  # functions of these packages that act on configs
_INTERNAL = "keras.src."
_METRICS = "keras.src.metrics."
_INTERNAL_PACKAGES = tuple(
    f"{_INTERNAL}{name}"
    for name in (
        "applications", "constraints", "distillation", "dtype_policies", "initializers", "layers",
        "losses", "metrics", "models", "ops", "optimizers", "quantizers", "random", "regularizers",
    )
)


def public_home(cls):
    """`(module, class_name)` by which a config names a class: its public path where it has one."""
    path = export_path(cls)
    if path is not None:
        module, _, name = path.rpartition(".")
        return module, name
    module = cls.__module__
    return (None if module in ("builtins", "__main__") else module), cls.__name__


def is_public(cls):
    """Whether a class has a public path."""
    return export_path(cls) is not None


def is_reachable(cls):
    """Whether a config may name a class by the place where it lies in Keras."""
    return is_public(cls) or cls.__module__.startswith(_INTERNAL_PACKAGES)


def allowed_object(module, name, kind):
    """A class or function of Keras that configs may name, or None if Keras has none of this name there.

    Args:
        module: The config's `module`, such as `"keras.layers"`, `"keras.src.ops.numpy"` or `"builtins"`.
        name: The name in it.
        kind: `"class"` or `"function"`.

    Raises:
        ValueError: If the name exists but is not a part of models.
    """
    if not isinstance(name, str) or not name.isidentifier():
        return None
    if kind == "function":
        return _allowed_function(name)
    if not isinstance(module, str):
        return None
    if module.startswith(_TORCH_OPTIMIZERS):
        module = "keras.optimizers"
    if module in _CLASS_PACKAGES or module.startswith(_INTERNAL_PACKAGES):
        found = _attribute(module, name)
    elif name in NAMESPACE.get(module, ()):  # known without importing anything
        raise _refused(module, name)
    else:
        return None
    if found is None and module.startswith("keras"):
        raise ValueError(f"{module}.{name} does not exist, or is no part of a model. Update Keras if it is newer.")
    if not _is_modelling_class(found):
        raise _refused(module, name)
    return found


def _attribute(module, name):
    """`module.name`, only if the module belongs to Keras."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def _allowed_function(name):
    if name in _NOT_MODELLING or name.startswith("_"):
        return None
    for package in _FUNCTION_PACKAGES:
        found = getattr(importlib.import_module(package), name, None)
        if isinstance(found, types.FunctionType):
            return found
    return None


def _is_modelling_class(found):
    """Whether instances of a class are made from configs: it says so by its methods and stems from Keras."""
    if not isinstance(found, type) or not found.__module__.startswith("keras.src."):
        return False
    return issubclass(found, KerasSaveable) or hasattr(found, "from_config") and hasattr(found, "get_config")


def _refused(module, name):
    return Refused(
        f"A config may not name {module}.{name}: it is no layer, model, loss, metric, optimizer, initializer, "
        "operation or other part of a model. Only such parts and registered custom objects are made from files."
    )


def not_found(module, name, kind):
    """The error about a class or function that is neither Keras's nor registered.

    Args:
        module: The config's `module`.
        name: The name in it.
        kind: `"class"` or `"function"`.
    """
    advice = (
        "If it is your own, register it with `@keras.saving.register_keras_serializable()` in a module that is "
        "imported before loading, or pass it in `custom_objects`."
    )
    if module in (None, "builtins", "__main__") and not _is_known_elsewhere(name):
        return TypeError(f"The {kind} {name!r} of a config was not found. {advice}")
    return Foreign(
        f"A config names the {kind} {name!r} of the module {module!r}, which is not registered. Nothing is imported or "
        f"called for a file. {advice}"
    )


def _is_known_elsewhere(name):
    """Whether Python or Keras has something of this name that is no part of models."""
    homes = {package for package, names in NAMESPACE.items() if name in names}
    return hasattr(builtins, str(name)) or bool(homes) and homes.isdisjoint(_MODELLING_PACKAGES)


def checked_dtype(dtype):
    """The name of a numeric dtype of Keras; other dtype strings, such as huge string types, are refused."""
    try:
        name = dtypes.standardize(dtype) if isinstance(dtype, str) else None
    except ValueError:
        name = None
    if name is None or name == "string":
        raise Refused(f"A config may only hold arrays of numbers. Received: dtype={dtype!r}")
    return name


def check_arguments(cls, config):
    """Looks at a constructor's arguments of which it would take much memory or time to make an object.

    Args:
        cls: The class.
        config: Dict of the arguments.

    Raises:
        ValueError: If `dtype` is a text type of NumPy with a size, of which each element takes that many bytes, things
            are asked for in millions, or a regular expression could take for ever.
    """
    dtype, name = config.get("dtype"), config.get("name")
    if isinstance(dtype, str) and _SIZED_TEXT.match(dtype):
        raise Refused(f"A config may not name a dtype of sized text or bytes. Received: dtype={dtype!r}")
    if isinstance(name, str) and len(name) > _LONGEST_NAME:
        raise Refused(f"A config may not give names of more than {_LONGEST_NAME} letters. Received: {len(name)}")
    for argument in _LARGEST.keys() & config.keys() if cls.__module__.startswith(_INTERNAL) else ():
        count, most = config[argument], _LARGEST[argument]
        if isinstance(count, (int, float)) and count > most:
            raise Refused(f"A config may ask for {argument}={most} at most. Received: {argument}={count}")
    if cls.__module__.startswith(_METRICS) and state.metric_numbers_left is not None:
        state.metric_numbers_left -= _numbers_of_metric(config)
        if state.metric_numbers_left < 0:
            raise Refused(
                f"The metrics of a config may keep {MOST_METRIC_NUMBERS} numbers together. The one that is too much "
                f"is a {cls.__name__}"
            )
    for argument in _PATTERNS:
        for pattern in config.get(argument) or ():
            _check_pattern(argument, pattern)


def _numbers_of_metric(config):
    """How many numbers a metric keeps: a matrix of classes, or four counts by threshold and label."""
    thresholds, labels, classes = (config.get(key) for key in ("thresholds", "num_labels", "num_classes"))
    count = len(thresholds) if isinstance(thresholds, (list, tuple)) else config.get("num_thresholds")
    count, labels, classes = (max(n, 0) if isinstance(n, int) else 0 for n in (count, labels, classes))
    # 64: Python's lists of thresholds take more than a few counts.
    return classes**2 + (count or 200) * max(4 * labels, 64)


def _check_pattern(argument, pattern):
    if isinstance(pattern, str) and (
        _REPEATED_GROUP.search(pattern) or len(_REPEAT.findall(pattern)) > _MOST_REPEATS
    ):
        raise Refused(
            f"A config may not bring regular expressions that repeat groups, or repeat over {_MOST_REPEATS} times: "
            f"matching them could take for ever. Received: {argument} with {pattern[:100]!r}"
        )


def type_spec(module, name, parts):
    """A TensorFlow type spec, one of the three kinds that describe model inputs."""
    if not str(module).startswith("tensorflow.") or name not in ("TensorSpec", "SparseTensorSpec", "RaggedTensorSpec"):
        raise Refused(f"A config may not name the type spec {module}.{name}.")
    if not isinstance(parts, (list, tuple)) or not 2 <= len(parts) <= 4:
        raise Refused(f"The parts of a type spec must be a list of 2 to 4. Received: {parts!r}")
    import tensorflow as tf  # The subject is TensorFlow; such configs exist only with it.

    shape, dtype, *rest = parts
    if name == "RaggedTensorSpec" and len(rest) == 2:
        rest = [int(rest[0]), tf.as_dtype(checked_dtype(rest[1]))]
    return getattr(tf, name)(tf.TensorShape(shape), tf.as_dtype(checked_dtype(dtype)), *rest)
