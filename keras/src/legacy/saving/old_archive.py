"""`.keras` archives that Keras 2 wrote: the format of today with layers, calls and optimizers as they were then."""
import collections
import functools
import warnings

from keras.src import losses, metrics
from keras.src.legacy.saving import legacy_config, old_layers, old_optimizers
from keras.src.saving import safety
from keras.src.saving.state import Selection, load_state
from keras.src.saving.walk import state_paths
from keras.src.utils.naming import to_snake_case

_METADATA = "metadata.json"


def modern(config, metadata, custom_objects=None):
    """The config of a model as it is written today, and what gives the model its state.

    Args:
        config: Dict, the content of `config.json`.
        metadata: Text of `metadata.json`, or None if there is none.
        custom_objects: Dict from names to your own classes.

    Returns:
        Tuple `(config, load)`, of which `load(model, weights, assets)` reads stores.
    """
    version = safety.read_json(metadata, f"The member {_METADATA!r}") if metadata is not None else None
    version = version.get("keras_version") if isinstance(version, dict) else None
    if not isinstance(version, str) or not legacy_config.is_of_keras_2(version):
        return config, load_state
    compile_config = config.get("compile_config")
    rest = {key: value for key, value in config.items() if key != "compile_config"}
    layers = list(_layers(rest))
    _share(layers)
    former = {layer["config"].get("name"): layer["class_name"] for layer in layers if old_layers.is_renamed(layer)}
    found = legacy_config.with_modules(rest, custom_objects, version)
    if isinstance(compile_config, dict):
        found = {**found, "compile_config": _modern_compile(compile_config)}
    return found, functools.partial(_load, former)


def _layers(config):
    """The configs of all layers in a config."""
    if isinstance(config, (list, tuple)):
        for item in config:
            yield from _layers(item)
    elif isinstance(config, dict):
        if isinstance(config.get("class_name"), str) and isinstance(config.get("config"), dict):
            yield config
        for item in config.values():
            yield from _layers(item)


def _share(layers):
    """Marks what was one layer: Keras 2 noted that at one of its places only if another was in an inner model."""
    places = collections.defaultdict(list)
    for layer in layers:
        places[layer["class_name"], layer["config"].get("name")].append(layer)
    for same in places.values():
        known = {layer["shared_object_id"] for layer in same if "shared_object_id" in layer}
        if len(known) == 1 and all(_plain(layer["config"]) == _plain(same[0]["config"]) for layer in same):
            for layer in same:
                layer["shared_object_id"] = min(known)


def _plain(config):
    """A config without the marks of what is shared."""
    if isinstance(config, list):
        return [_plain(item) for item in config]
    if isinstance(config, dict):
        return {key: _plain(value) for key, value in config.items() if key != "shared_object_id"}
    return config


def _modern_compile(config):
    kept = {key: value for key, value in config.items() if value is not None and key != "jit_compile"}
    kept["loss"] = _without_functions(config.get("loss"))
    for key in ("metrics", "weighted_metrics"):
        kept[key] = _with_metrics(_without_functions(config.get(key)))
    return {**kept, "optimizer": old_optimizers.modern(config.get("optimizer"))}


def _with_metrics(value):
    """Metrics, of which some were known by the name of a loss's function."""
    if isinstance(value, (list, tuple)):
        return [_with_metrics(item) for item in value]
    if isinstance(value, dict) and "class_name" not in value:
        return {key: _with_metrics(item) for key, item in value.items()}
    name = {"logcosh": "log_cosh"}.get(value, value) if isinstance(value, str) else None
    if name in metrics.KIND or name not in losses.KIND:
        return value
    function = {"module": "builtins", "class_name": "function", "config": name, "registered_name": name}
    return {
        "module": "keras.metrics",
        "class_name": "MeanMetricWrapper",
        "config": {"name": value, "fn": function},
        "registered_name": None,
    }


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


def _load(former, model, weights, assets):
    """Gives a model its state.

    Args:
        former: Dict from names of layers to the names that their classes had.
        model: The model.
        weights: The store of the archive's weights.
        assets: The store of its assets, or None.
    """
    optimizer = getattr(model, "optimizer", None)
    renamed = _Renamed(weights, _old_paths(model, former))
    load_state(model, renamed, assets, selection=Selection(skip=[optimizer] if optimizer else None))
    if optimizer:
        _load_optimizer(optimizer, weights)


def _old_paths(model, former):
    """Dict from today's paths of layers to those of Keras 2, where they differ.

    There classes had their former names, and a layer that was met before took no number.
    """
    counts, paths = collections.Counter(), {}
    for path, saveable in state_paths(model):
        folder, _, last = path.rpartition("/")
        known = to_snake_case(type(saveable).__name__)
        if not last.startswith(known):
            continue  # an attribute's name
        word = to_snake_case(former.get(getattr(saveable, "name", None), type(saveable).__name__))
        number = counts[folder, word]
        counts[folder, word] += 1
        paths[path] = f"{folder}/{word}_{number}" if number else f"{folder}/{word}"
    return {new: old for new, old in paths.items() if new != old}


class _Renamed:
    """A store, in which parts of a layer may have been private once: `key_dense` was `_key_dense`.

    Args:
        store: The store of the archive.
        paths: Dict from paths of today to those of the archive, where they differ.
    """

    def __init__(self, store, paths):
        self.store, self.paths = store, paths

    def get(self, path):
        """The arrays of an object."""
        path = self.paths.get(path, path)
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
