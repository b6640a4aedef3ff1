"""Models and weights in `.h5` files, the format of Keras 1 and 2.

Attributes hold the configs as JSON. Under `model_weights` each layer has a group by its name, with an array for each
weight at the weight's path; under `optimizer_weights` lie the variables of the optimizer.
"""
import contextlib
import json
import os
import warnings

import h5py
import numpy as np

from keras.src import backend
from keras.src.backend.common.variables import DeferredInitialization
from keras.src.legacy.saving import json_utils, legacy_config, old_optimizers, old_weights
from keras.src.models.model import Model
from keras.src.saving import safety
from keras.src.saving.atomic import replacing
from keras.src.saving.memory import Memory
from keras.src.saving.serialization_lib import deserialize_keras_object
from keras.src.saving.stores import H5Group, close_h5
from keras.src.version import __version__

HDF5_OBJECT_HEADER_LIMIT = 64512  # bytes; HDF5 stores no longer ones in an object's header
_TOP_LEVEL = "top_level_model_weights"
_BEFORE_TRAINING = 2  # variables of an optimizer that has not trained: its iteration and its learning rate


# Whole models


def save_model_to_hdf5(model, filepath, overwrite=True, include_optimizer=True):
    """Writes a model, at once and whole.

    Args:
        model: Keras model.
        filepath: Path of the file.
        overwrite: Boolean, kept for callers; whether to replace a file is asked before.
        include_optimizer: Boolean, whether compile arguments and the optimizer's state are written, too.
    """
    warnings.warn(
        "The `.h5` format is kept for older programs. `model.save('model.keras')` writes the format of Keras 3.",
        stacklevel=4,
    )
    with replacing(filepath) as temporary, contextlib.ExitStack() as opened:
        file = h5py.File(temporary, "w")
        opened.callback(close_h5, file)
        _write_versions(file)
        file.attrs["model_config"] = _json(legacy_config.model_config(model))
        save_weights_to_hdf5_group(file.create_group("model_weights"), model)
        if include_optimizer and getattr(model, "compiled", False) and getattr(model, "optimizer", None) is not None:
            file.attrs["training_config"] = _json(legacy_config.training_config(model))
            save_optimizer_weights_to_hdf5_group(file, model.optimizer)


def _json(config):
    return json.dumps(config, default=json_utils.get_json_type)


def _write_versions(group):
    group.attrs["keras_version"] = __version__
    group.attrs["backend"] = backend.backend()


def load_model_from_hdf5(filepath, custom_objects=None, compile=True, safe_mode=True):
    """Reads a model.

    Args:
        filepath: Path of the file.
        custom_objects: Dict from names to classes and functions that the file may name.
        compile: Boolean, whether to compile the model as it was, with the optimizer's state.
        safe_mode: Boolean; `False` allows code from the file to run.

    Returns:
        The model.

    Raises:
        ValueError: If the file is not whole, holds no model, or names what files must not name.
        FileNotFoundError: If there is no such file.
    """
    with _reading(filepath) as file, DeferredInitialization():
        text = safety.text_attribute(file, "model_config")
        if text is None:
            raise ValueError(
                "The file holds no model config. If it holds weights alone, make the model and use "
                f"`model.load_weights(filepath)`. Received: filepath={str(filepath)!r}"
            )
        version = safety.text_attribute(file, "keras_version")
        model = _model_of(text, custom_objects, safe_mode, version)
        load_weights_from_hdf5_group(_group(file, "model_weights"), model)
        if compile:
            _compile(model, file, custom_objects)
    return model


@contextlib.contextmanager
def _reading(filepath):
    """The opened file; what HDF5 finds damaged is told in our words."""
    if not os.path.exists(filepath):
        raise FileNotFoundError(f"There is no such file. Received: filepath={str(filepath)!r}")
    with safety.open_h5(filepath) as file:
        try:
            yield file
        except (OSError, RuntimeError, KeyError, UnicodeError) as e:
            raise safety.Unreadable(f"The file is damaged. {e}. Received: filepath={str(filepath)!r}") from e


def _group(file, name):
    group = safety.checked_group(file, name)
    if group is None:
        raise ValueError(f"The file has no group {name!r}; it was not written by Keras.")
    return group


def _model_of(text, custom_objects, safe_mode, version):
    config = json_utils.decode(text)
    if not isinstance(config, dict):
        raise ValueError(f"The attribute 'model_config' must describe one model. Received: {type(config).__name__}")
    model = deserialize_keras_object(
        legacy_config.with_modules(config, custom_objects, version), custom_objects=custom_objects, safe_mode=safe_mode
    )
    if not isinstance(model, Model):
        raise ValueError(f"The attribute 'model_config' must describe a model. Received: {type(model).__name__}")
    return model


def _compile(model, file, custom_objects):
    text = safety.text_attribute(file, "training_config")
    if text is None:
        warnings.warn("The file holds no compile arguments: the model is not compiled.", stacklevel=4)
        return
    model.compile(**legacy_config.compile_arguments(json_utils.decode(text), custom_objects))
    group = safety.checked_group(file, "optimizer_weights")
    if group is not None:
        model.optimizer.build(model.trainable_variables)
        _load_optimizer(model.optimizer, group)


# Weights of layers


def _weights_of(layer):
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def _own_weights(model):
    return [*model._trainable_variables, *model._non_trainable_variables]


def save_weights_to_hdf5_group(group, model):
    """Writes the weights of a model's layers.

    Args:
        group: `h5py.Group`.
        model: Keras model.
    """
    save_attributes_to_hdf5_group(group, "layer_names", [layer.name for layer in model.layers])
    _write_versions(group)
    for layer in sorted(model.layers, key=lambda layer: layer.name):
        save_subset_weights_to_hdf5_group(group.create_group(layer.name), _weights_of(layer))
    save_subset_weights_to_hdf5_group(group.create_group(_TOP_LEVEL), _own_weights(model))


def save_optimizer_weights_to_hdf5_group(group, optimizer):
    """Writes the variables of an optimizer, if it has any.

    Args:
        group: `h5py.Group`, in which a group `optimizer_weights` is made.
        optimizer: Keras optimizer.
    """
    if optimizer.variables:
        save_subset_weights_to_hdf5_group(group.create_group("optimizer_weights"), optimizer.variables)


def save_subset_weights_to_hdf5_group(group, weights):
    """Writes variables, and the list of their paths."""
    save_attributes_to_hdf5_group(group, "weight_names", [variable.path for variable in weights])
    store = H5Group(group)
    for variable in weights:
        if variable.path in group:
            raise ValueError(f"Two weights have the same path, and would be written to one place: {variable.path!r}")
        store[variable.path] = variable


def save_attributes_to_hdf5_group(group, name, data):
    """Writes a list of names, in several attributes if it is too long for one."""
    total = sum(len(text.encode()) for text in data) + 16 * len(data)
    if total <= HDF5_OBJECT_HEADER_LIMIT:
        group.attrs[name] = data
        return
    parts = np.array_split(np.asarray(data, dtype=object), -(-2 * total // HDF5_OBJECT_HEADER_LIMIT))
    for index, part in enumerate(parts):
        group.attrs[f"{name}{index}"] = list(part)


def load_attributes_from_hdf5_group(group, name):
    """The list of names that `save_attributes_to_hdf5_group` wrote; empty if there is none."""
    return list(safety.names_attribute(group, name) or [])


def load_subset_weights_from_hdf5_group(group):
    """The list of arrays that `save_subset_weights_to_hdf5_group` wrote."""
    saved = _Saved(group.name, group)
    return [saved.read(name) for name in saved.names]


def load_weights(model, filepath, skip_mismatch=False, by_name=False):
    """Reads weights into a built model.

    Args:
        model: Keras model.
        filepath: Path of a file with weights, or with a whole model.
        skip_mismatch: Boolean, whether to leave alone what does not fit, with a warning.
        by_name: Boolean, whether layers are matched by their names instead of their order.

    Raises:
        ValueError: If something does not fit; the message lists it path by path.
        FileNotFoundError: If there is no such file.
    """
    with _reading(filepath) as file:
        group = file
        if "layer_names" not in file.attrs and "model_weights" in file:
            group = _group(file, "model_weights")
        if by_name:
            load_weights_from_hdf5_group_by_name(group, model, skip_mismatch)
        else:
            load_weights_from_hdf5_group(group, model, skip_mismatch)


def load_weights_from_hdf5_group(group, model, skip_mismatch=False):
    """Reads the weights of a model's layers, matched by their order.

    Args:
        group: `h5py.Group`.
        model: Keras model.
        skip_mismatch: Boolean, whether to leave alone what does not fit, with a warning.

    Raises:
        ValueError: If something does not fit; the message lists it path by path.
    """
    layers = [layer for layer in model.layers if _weights_of(layer)]
    saved = [entry for entry in _saved_layers(group) if entry.names and not _learnt(model, entry)]
    misfits = _Misfits(model, skip_mismatch)
    if len(layers) == len(saved):
        pairs = list(zip(layers, saved))
    else:
        by_name = {entry.layer: entry for entry in saved}
        pairs = [(layer, by_name.pop(layer.name, None)) for layer in layers]
        misfits.count(len(layers), len(saved))
        for entry in by_name.values():
            misfits.surplus(entry, entry.names)
    found = [assignment for layer, entry in pairs for assignment in misfits.match(_weights_of(layer), entry)]
    found += misfits.match(_own_weights(model), _top_level(group), partial=True)
    misfits.report()
    _assign(found)
    _finish(model)


def load_weights_from_hdf5_group_by_name(group, model, skip_mismatch=False):
    """Reads the weights of those of a model's layers whose names the file has.

    Args:
        group: `h5py.Group`.
        model: Keras model.
        skip_mismatch: Boolean, whether to leave alone what does not fit, with a warning.

    Raises:
        ValueError: If a layer of the same name has other weights; the message lists them path by path.
    """
    misfits = _Misfits(model, skip_mismatch)
    found = []
    saved = {entry.layer: entry for entry in _saved_layers(group)}
    for layer in model.layers:
        if layer.name in saved:
            found += misfits.match(_weights_of(layer), saved[layer.name])
    found += misfits.match(_own_weights(model), _top_level(group), partial=True)
    misfits.report()
    _assign(found)
    _finish(model)


def _learnt(model, entry):
    """Whether a layer without weights of today took over what Keras 2 kept of the data that it was adapted to."""
    layer = next((layer for layer in model.layers if layer.name == entry.layer), None)
    if layer is None or not hasattr(layer, "adapt") or _weights_of(layer):
        return False
    layer.load_own_variables({str(i): entry.read(name) for i, name in enumerate(entry.names)})
    return True


def _finish(model):
    """Lets layers compute what follows from their weights, as Normalization does."""
    for layer in model._flatten_layers(include_self=False):
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


class _Saved:
    """The weights of one layer in the file.

    Args:
        layer: Name of the layer.
        group: Its `h5py.Group`.
        memory: `Memory` for what is read, or None for one of its own.
    """

    def __init__(self, layer, group, memory=None):
        self.layer, self.group, self.memory = layer, group, memory or _memory_for(group)
        self.names = safety.names_attribute(group, "weight_names") or []
        self.changes = {}  # names of arrays to functions that turn them into today's layout

    def dataset(self, name):
        """The mapping that holds an array, and the array's name in it."""
        folder, _, last = name.rpartition("/")
        group = safety.checked_group(self.group, folder) if folder else self.group
        if group is None or last not in group:
            raise ValueError(f"The file has no array at {self.group.name}/{name}, though it lists one.")
        return H5Group(group, memory=self.memory), last

    def shape(self, name):
        """Shape of an array, without reading it."""
        store, last = self.dataset(name)
        return tuple(store.shape(last))

    def read(self, name):
        """An array."""
        store, last = self.dataset(name)
        return self.changes[name](store[last]) if name in self.changes else store[last]


def _saved_layers(group):
    names = safety.names_attribute(group, "layer_names")
    if names is None:
        raise ValueError("The file holds no weights: it has no list `layer_names`.")
    memory = _memory_for(group)
    return [_Saved(name, _group(group, name), memory) for name in names]


def _memory_for(group):
    return Memory(safety.Allowance(group.file.id.get_filesize()))


def _top_level(group):
    found = safety.checked_group(group, _TOP_LEVEL)
    return None if found is None else _Saved(_TOP_LEVEL, found)


class _Misfits:
    """Pairs weights with arrays of the file and collects what does not fit.

    Args:
        model: The model.
        skip: Boolean, whether misfits are a warning instead of an error.
    """

    def __init__(self, model, skip):
        self.model = model
        self.skip = skip
        self.lines = []

    def count(self, expected, found):
        """Notes that the numbers of layers differ."""
        self.lines.append(f"  The model has {expected} layers with weights, the file {found}.")

    def surplus(self, entry, names):
        """Notes arrays that no weight takes."""
        self.lines += [f"  surplus      {entry.layer}/{name} {entry.shape(name)}" for name in names]

    def match(self, weights, entry, partial=False):
        """Triples of a weight, the file's layer and the array's name, for what fits.

        Args:
            weights: Variables, in the order of the file.
            entry: `_Saved`, or None if the file has no such layer.
            partial: Boolean, whether it is fine that the file has nothing.
        """
        names = entry.names if entry is not None else []
        if partial and not names:
            return []
        found = []
        if names:
            changes = old_weights.recurrent([tuple(v.shape) for v in weights], [entry.shape(name) for name in names])
            entry.changes = {names[i]: change for i, change in changes.items()}
        for variable, name in zip(weights, names):
            if name in entry.changes or entry.shape(name) == tuple(variable.shape):
                found.append((variable, entry, name))
            else:
                self.lines.append(
                    f"  other shape  {variable.path} {tuple(variable.shape)}, in the file {entry.shape(name)}"
                )
        self.lines += [f"  missing      {v.path} {tuple(v.shape)}" for v in weights[len(names) :]]
        if entry is not None:
            self.surplus(entry, names[len(weights) :])
        return found

    def report(self):
        """Raises or warns if something did not fit."""
        if not self.lines:
            return
        message = f"The weights of the file do not fit {self.model.name!r}:\n" + "\n".join(self.lines)
        if not self.skip:
            raise ValueError(message)
        warnings.warn(f"Some weights were not loaded, as asked by `skip_mismatch`.\n{message}", stacklevel=5)


def _assign(found):
    for variable, entry, name in found:
        variable.assign(entry.read(name))


def load_optimizer_weights_from_hdf5_group(group):
    """The arrays of an optimizer.

    Args:
        group: `h5py.Group` that has the group `optimizer_weights`.

    Returns:
        List of NumPy arrays.
    """
    return load_subset_weights_from_hdf5_group(_group(group, "optimizer_weights"))


def _load_optimizer(optimizer, group):
    """Gives an optimizer its state; one that does not fit is left out with a warning."""
    saved = _Saved(optimizer.name, group)
    variables = optimizer.variables
    shapes = [tuple(variable.shape) for variable in variables]
    found = [saved.shape(name) for name in saved.names]
    if shapes == found or shapes[: len(found)] == found and len(found) <= _BEFORE_TRAINING:
        _assign([(variable, saved, name) for variable, name in zip(variables, saved.names)])
        return
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    pairs = old_optimizers.by_name(inner, saved.names, found)
    if pairs is None:
        warnings.warn(
            f"The state of the optimizer {optimizer.name!r} was not loaded: the file holds {saved.names}, where "
            f"{[v.path for v in variables]} are expected. Training starts with a fresh state.",
            stacklevel=5,
        )
    else:
        old_optimizers.assign(inner, [(variable, saved.read(name)) for variable, name in pairs])
