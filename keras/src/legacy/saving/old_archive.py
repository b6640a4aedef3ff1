"""`.keras` archives that Keras 2 wrote: the format of today with layers, calls and optimizers as they were then."""
import warnings

from keras.src.legacy.saving import legacy_config, old_optimizers
from keras.src.saving import safety
from keras.src.saving.state import Selection, load_state

_METADATA = "metadata.json"


def modern_config(config, metadata, custom_objects=None):
    """The config of a model as it is written today, and whether it was one of Keras 2.

    Args:
        config: Dict, the content of `config.json`.
        metadata: Text of `metadata.json`, or None if there is none.
        custom_objects: Dict from names to your own classes.

    Returns:
        Tuple `(config, of_keras_2)`.
    """
    version = safety.read_json(metadata, f"The member {_METADATA!r}") if metadata is not None else None
    version = version.get("keras_version") if isinstance(version, dict) else None
    if not isinstance(version, str) or not legacy_config.is_of_keras_2(version):
        return config, False
    compile_config = config.get("compile_config")
    rest = {key: value for key, value in config.items() if key != "compile_config"}
    modern = legacy_config.with_modules(rest, custom_objects, version)
    if not isinstance(compile_config, dict):
        return modern, True
    return {**modern, "compile_config": _modern_compile(compile_config)}, True


def _modern_compile(config):
    kept = {key: value for key, value in config.items() if value is not None and key != "jit_compile"}
    for key in ("loss", "metrics", "weighted_metrics"):
        kept[key] = _without_functions(config.get(key))
    return {**kept, "optimizer": old_optimizers.modern(config.get("optimizer"))}


def _without_functions(value):
    """Losses and metrics without the function that their class computes, which it knows itself."""
    if isinstance(value, (list, tuple)):
        return [_without_functions(item) for item in value]
    if not isinstance(value, dict):
        return value
    entries = {key: _without_functions(item) for key, item in value.items()}
    if value.get("class_name") == "MeanMetricWrapper" or not isinstance(value.get("config"), dict):
        return entries
    inner = {key: item for key, item in entries["config"].items() if key != "fn"}
    if inner.get("reduction") == "auto":
        inner["reduction"] = "sum_over_batch_size"
    return {**entries, "config": inner}


def load(model, weights, assets):
    """Gives a model its state.

    Args:
        model: The model.
        weights: The store of the archive's weights.
        assets: The store of its assets, or None.
    """
    optimizer = getattr(model, "optimizer", None)
    load_state(model, _Renamed(weights), assets, selection=Selection(skip=[optimizer] if optimizer else None))
    if optimizer:
        _load_optimizer(optimizer, weights)


class _Renamed:
    """A store, in which parts of a layer may have been private once: `key_dense` was `_key_dense`.

    Args:
        store: The store of the archive.
    """

    def __init__(self, store):
        self.store = store

    def get(self, path):
        """The arrays of an object."""
        found = self.store.get(path)
        if len(found):
            return found
        folder, _, last = path.rpartition("/")
        return self.store.get(f"{folder}/_{last}") if folder else found

    def keys(self):
        """The paths of the objects that the archive holds."""
        return self.store.keys()


def _load_optimizer(optimizer, weights):
    """Gives an optimizer its state; one that does not fit is left out with a warning."""
    optimizer = getattr(optimizer, "inner_optimizer", optimizer)
    store = weights.get("optimizer")
    arrays = [store[str(i)] for i in range(len(store.keys()))]
    pairs = old_optimizers.by_place(optimizer, arrays)
    if pairs is not None:
        old_optimizers.assign(optimizer, pairs)
    elif arrays:
        warnings.warn(
            f"The state of the optimizer {optimizer.name!r} was not loaded: the file holds arrays of the shapes "
            f"{[a.shape for a in arrays]}, which do not fit. Training starts with a fresh state.",
            stacklevel=5,
        )
