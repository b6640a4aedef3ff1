"""Checkpoints of Orbax: what of a model is in one, and how it comes back.

A checkpoint is a folder with one folder per step. A step holds the `pytree` of variables by their paths and, unless it
has weights only, the `model_config` and the `assets` of layers, arrays of bytes by the names of their files.
"""
import json
import os
import re
import tempfile
import warnings

import numpy as np

from keras.src import backend, tree
from keras.src.backend.common.variables import DeferredInitialization
from keras.src.saving import safety
from keras.src.saving.serialization_lib import (
    ObjectSharingScope,
    SafeModeScope,
    deserialize_keras_object,
    serialize_keras_object,
)
from keras.src.saving.stores import DiskIOStore
from keras.src.saving.walk import state_paths
from keras.src.utils.module_utils import LazyModule

ocp = LazyModule("orbax.checkpoint.experimental.v1", pip_name="orbax-checkpoint")
_WEIGHTS = ("trainable_variables", "non_trainable_variables")
_ASSETS = "assets"
_CONFIG = "model_config"


# Writing


def checkpointables(model, save_weights_only):
    """What a step of a checkpoint holds, by name. Values are copies: training may go on while they are written."""
    copied = "backend_tensor" if backend.backend() == "jax" else "numpy_array"  # Orbax copies arrays of jax itself
    state = model.get_state_tree(copied)
    if copied == "numpy_array":
        state = tree.map_structure(np.array, state)
    if save_weights_only:
        return {"pytree": {group: state[group] for group in _WEIGHTS}}
    with ObjectSharingScope():
        config = json.dumps(serialize_keras_object(model))
    parts = {"pytree": {k: v for k, v in state.items() if v}, _CONFIG: {"config": config}}
    assets = _read_assets(model)
    return {**parts, _ASSETS: assets} if assets else parts


def _read_assets(model):
    """The assets of all objects in a model: nested dicts of arrays of bytes."""
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        store = DiskIOStore(folder)
        for path, saveable in state_paths(model):
            if hasattr(saveable, "save_assets"):
                saveable.save_assets(store.make(path))
        for place, _, names in os.walk(folder):
            for name in names:
                group = files
                for part in os.path.relpath(place, folder).split(os.sep):
                    group = group.setdefault(part, {}) if part != "." else group
                group[name] = np.fromfile(os.path.join(place, name), np.uint8)
                if not group[name].size:
                    raise ValueError(f"Orbax cannot store empty files: the asset {name!r} of {model.name!r} is one.")
    return files


# Reading


def is_checkpoint(path):
    """Whether a path is the folder of a checkpoint of Orbax."""
    return _latest_step(path) is not None


def _latest_step(path):
    """The folder of the last whole step, or None."""
    if not os.path.isdir(path):
        return None
    steps = [int(name) for name in os.listdir(path) if name.isdecimal() and _is_step(os.path.join(path, name))]
    return os.path.join(os.path.abspath(path), str(max(steps))) if steps else None


def _is_step(path):
    return os.path.isfile(os.path.join(path, "_CHECKPOINT_METADATA")) and os.path.isdir(os.path.join(path, "pytree"))


def load_model(path, custom_objects=None, compile=True, safe_mode=True):
    """The model of the last step of a checkpoint, with its state and assets.

    Args:
        path: Path of the checkpoint.
        custom_objects: Dict from names to classes and functions that the config may name.
        compile: Boolean, whether to compile the model as it was.
        safe_mode: Boolean; `False` allows code from the config to run.

    Raises:
        ValueError: If the checkpoint has weights only, does not fit, or holds what is refused.
    """
    step = _latest_step(path)
    known = ocp.checkpointables_metadata(step).metadata
    if _CONFIG not in known:
        raise ValueError(
            f"The checkpoint has no config of a model; it was saved with `save_weights_only=True`. Received: {path!r}"
        )
    if _ASSETS in known:
        _check_assets(step, known[_ASSETS])
    if _size(os.path.join(step, _CONFIG)) > safety.MAX_JSON_BYTES:
        raise safety.Refused("The config in the checkpoint is far too large. It is not read.")
    text = ocp.load_checkpointables(step, {_CONFIG: known[_CONFIG]})[_CONFIG]["config"]
    config = safety.read_json(text, "The config in the checkpoint")
    if not compile:
        config.pop("compile_config", None)
    with DeferredInitialization(), SafeModeScope(safe_mode):
        with ObjectSharingScope():
            model = deserialize_keras_object(config, custom_objects, safe_mode=safe_mode)
        _load_variables(model, step, known["pytree"])
    if _ASSETS in known:
        _load_assets(model, step, known[_ASSETS])
    return model


def load_weights(model, path, skip_mismatch=False):
    """Reads the variables of the last step of a checkpoint into a model, those of a built optimizer, too.

    Args:
        model: Built `keras.Model`.
        path: Path of the checkpoint.
        skip_mismatch: Boolean, whether to leave alone what does not fit, with a warning.

    Raises:
        ValueError: If something does not fit; the message lists it path by path.
    """
    step = _latest_step(path)
    _load_variables(model, step, ocp.checkpointables_metadata(step).metadata["pytree"], skip_mismatch)


def _size(folder):
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(folder) for name in names)


# Variables. Their shapes are compared with those in the checkpoint before anything is read.


def _load_variables(model, step, known, skip_mismatch=False):
    weights = {path: leaf for group in _WEIGHTS for path, leaf in _leaves(known.get(group, {}), (group,))}
    pairs, misfit = _match([v for group in _WEIGHTS for v in model._state_group(group)], weights)
    if misfit:
        message = f"The weights of the checkpoint do not fit {model.name!r}:\n" + "\n".join(misfit)
        if not skip_mismatch:
            raise ValueError(message)
        warnings.warn(f"Some weights were not loaded, as asked by `skip_mismatch`.\n{message}", stacklevel=4)
    optimizer = getattr(model, "optimizer", None)
    if "optimizer_variables" in known and optimizer is not None and optimizer.built:
        found = dict(_leaves(known["optimizer_variables"], ("optimizer_variables",)))
        matched, misfit = _match(optimizer.variables, found)
        pairs += matched if not misfit else []
        if misfit:
            lines = "\n".join(misfit)
            warnings.warn(f"The state of the optimizer was not loaded, as it does not fit:\n{lines}", stacklevel=4)
    wanted = {path: leaf for _, path, leaf in pairs}
    abstract = _mapped(known, lambda path, leaf: _abstract(leaf) if path in wanted else ocp.PLACEHOLDER)
    values = dict(_leaves(ocp.load_checkpointables(step, {"pytree": abstract})["pytree"]))
    for variable, path, _ in pairs:
        variable.assign(values[path])


def _match(variables, leaves):
    """Which variable gets which leaf: by its path.

    A loaded or rebuilt model may leave out its name in front of paths, or have other automatic numbers in them. So what
    is left is matched by the end of the path, and then by order.

    Returns:
        List of `(variable, path, leaf)`, and a list of lines about what does not fit.
    """
    by_name = {"/".join(path[1:]): (path, leaf) for path, leaf in leaves.items()}
    names = {variable.path for variable in variables}
    missing = sorted((v for v in variables if v.path not in by_name), key=lambda v: _natural(v.path))
    surplus = sorted((name for name in by_name if name not in names), key=_natural)
    taken = {v.path: v.path for v in variables if v.path in by_name}
    for same in (_one_ends_with_the_other, _are_alike):
        if len(missing) == len(surplus) and all(same(v, name, by_name) for v, name in zip(missing, surplus)):
            taken.update(zip((v.path for v in missing), surplus))
            missing = surplus = ()
    lines = [f"  missing      {v.path} {tuple(v.shape)}" for v in missing]
    lines += [f"  surplus      {name} {tuple(by_name[name][1].shape)}" for name in surplus]
    pairs = []
    for variable in variables:
        path, leaf = by_name.get(taken.get(variable.path), (None, None))
        if path is not None and tuple(leaf.shape) == tuple(variable.shape):
            pairs.append((variable, path, leaf))
        elif path is not None:
            lines.append(
                f"  other shape  {variable.path} {tuple(variable.shape)}, in the checkpoint {tuple(leaf.shape)}"
            )
    return pairs, lines


def _one_ends_with_the_other(variable, name, by_name):
    """`a/kernel` and `m/a/kernel`; `adam/a_kernel_momentum` and `adam/m_a_kernel_momentum`."""
    ours, theirs = variable.path.split("/"), name.split("/")
    while len(ours) > 1 and len(theirs) > 1 and ours[0] == theirs[0]:
        ours, theirs = ours[1:], theirs[1:]
    ours, theirs = "_" + "_".join(ours), "_" + "_".join(theirs)
    return ours.endswith(theirs) or theirs.endswith(ours)


def _are_alike(variable, name, by_name):
    """The same last word and shape."""
    words = [re.findall(r"[^\W\d_]+", path)[-1:] for path in (variable.path, name)]
    return words[0] == words[1] and tuple(by_name[name][1].shape) == tuple(variable.shape)


def _natural(path):
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", path)]


def _leaves(known, prefix=()):
    """The arrays in nested dicts, by the tuples of their keys."""
    for key, value in known.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*prefix, key))
        elif hasattr(value, "shape"):
            yield (*prefix, key), value


def _mapped(known, function, prefix=()):
    return {
        key: _mapped(value, function, (*prefix, key)) if isinstance(value, dict) else function((*prefix, key), value)
        for key, value in known.items()
    }


def _abstract(leaf):
    """An array that tells the shape and dtype and that NumPy's arrays are wanted; it takes no memory."""
    return np.broadcast_to(np.zeros((), leaf.dtype), leaf.shape)


# Assets


def _load_assets(model, step, known):
    files = dict(_leaves(ocp.load_checkpointables(step, {_ASSETS: _mapped(known, lambda _, x: _abstract(x))})[_ASSETS]))
    with tempfile.TemporaryDirectory() as folder:
        for path, content in files.items():
            target = safety.inside(folder, "/".join(path))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            content.astype(np.uint8, copy=False).tofile(target)
        store = DiskIOStore(folder)
        for path, saveable in state_paths(model):
            found = store.get(path) if hasattr(saveable, "load_assets") else None
            if found is not None:
                saveable.load_assets(found)


def _check_assets(step, known):
    """Refuses names that lead elsewhere, and files that claim more bytes than are stored."""
    allowance = safety.Allowance(_size(os.path.join(step, _ASSETS)))
    for path, leaf in _leaves(known):
        for part in path:
            _check_name(part)
        allowance.take(_abstract(leaf).nbytes)


def _check_name(part):
    if part in ("", ".", "..") or re.search(r"[/\\:\0]", part):
        raise safety.Refused(f"The checkpoint names an asset {part!r}, as no file may be named. It is not read.")
