"""Models in `.keras` archives, and weights in files of their own."""
import contextlib
import datetime
import gc
import json
import os
import pathlib
import shutil
import tempfile
import warnings
import zipfile

from keras.src.backend.common.variables import DeferredInitialization
from keras.src.saving import safety
from keras.src.saving.archive import USER_BLOCK, archive_around
from keras.src.saving.serialization_lib import (
    ObjectSharingScope,
    SafeModeScope,
    deserialize_keras_object,
    serialize_keras_object,
)
from keras.src.saving.state import load_state, save_state
from keras.src.saving.stores import DiskIOStore, H5IOStore, NpzIOStore, ShardedH5IOStore, add_folder
from keras.src.saving.walk import walk_saveable as _walk_saveable  # noqa: F401 - a name others import
from keras.src.version import __version__

_CONFIG_FILENAME = "config.json"
_METADATA_FILENAME = "metadata.json"
_VARS_FNAME = "model.weights"
_VARS_FNAME_H5 = _VARS_FNAME + ".h5"
_VARS_FNAME_NPZ = _VARS_FNAME + ".npz"
_ASSETS_DIRNAME = "assets"
_MEMORY_UPPER_BOUND = 0.5  # kept for code that reads it; archives are read in place and need no bound
_STORES = {"h5": (H5IOStore, _VARS_FNAME_H5), "npz": (NpzIOStore, _VARS_FNAME_NPZ)}


@contextlib.contextmanager
def replacing(filepath):
    """A path to write to; at the end it takes the place of `filepath`, at once and whole, or is removed."""
    filepath = pathlib.Path(filepath)
    handle, temporary = tempfile.mkstemp(prefix=f".{filepath.name}.", suffix=".tmp", dir=filepath.parent or ".")
    os.close(handle)
    try:
        yield temporary
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, filepath)
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        raise


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Whole models


def save_model(model, filepath, weights_format="h5", zipped=True):
    """Writes a model, or another object with state, as an archive or as a folder.

    Args:
        model: The object.
        filepath: Path of the `.keras` file, or of the folder.
        weights_format: `"h5"` or `"npz"`.
        zipped: Boolean, whether to write one archive.
    """
    filepath = pathlib.Path(str(filepath))
    if not getattr(model, "built", True):
        warnings.warn(
            "You are saving a model that has not yet been built. It might not contain any weights yet. Consider "
            "building the model first by calling it on some data.",
            stacklevel=2,
        )
    if not zipped:
        _save_model_to_dir(model, filepath, weights_format)
        return
    with replacing(filepath) as temporary:
        if weights_format == "h5":
            _save_model_to_path(model, temporary)
        else:
            with open(temporary, "wb") as file:
                _save_model_to_fileobj(model, file, weights_format)


def _save_model_to_path(model, path):
    """Writes an archive of which HDF5 writes its part itself, without a copy in memory."""
    with tempfile.TemporaryDirectory(prefix="keras_assets_") as folder:
        _write_state(model, H5IOStore(path, mode="w", user_block=USER_BLOCK), DiskIOStore(folder))
        with archive_around(path, _VARS_FNAME_H5) as archive:
            _write_description(model, archive)
            add_folder(archive, folder, _ASSETS_DIRNAME)


def _save_model_to_fileobj(model, fileobj, weights_format):
    make_store, filename = _STORES[weights_format]
    with zipfile.ZipFile(fileobj, "w") as archive:
        _write_description(model, archive)
        _write_state(
            model,
            make_store(filename, archive, mode="w"),
            DiskIOStore(_ASSETS_DIRNAME, archive, mode="w"),
        )


def _save_model_to_dir(model, dirpath, weights_format):
    """Writes beside the folder first, so that a failure leaves a former folder whole."""
    config, metadata = _describe(model)
    make_store, filename = _STORES[weights_format]
    dirpath = pathlib.Path(dirpath)
    fresh = pathlib.Path(tempfile.mkdtemp(prefix=f".{dirpath.name}.", dir=dirpath.parent))
    try:
        (fresh / _METADATA_FILENAME).write_text(metadata)
        (fresh / _CONFIG_FILENAME).write_text(config)
        _write_state(model, make_store(fresh / filename, mode="w"), DiskIOStore(fresh / _ASSETS_DIRNAME, mode="w"))
        if dirpath.exists():
            shutil.rmtree(dirpath)
        os.chmod(fresh, 0o777 & ~_umask())
        os.replace(fresh, dirpath)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _write_description(model, archive):
    config, metadata = _describe(model)
    archive.writestr(_METADATA_FILENAME, metadata)
    archive.writestr(_CONFIG_FILENAME, config)


def _describe(model):
    """The texts of config.json and metadata.json."""
    with ObjectSharingScope():
        config = serialize_keras_object(model)
    now = datetime.datetime.now().strftime("%Y-%m-%d@%H:%M:%S")
    return json.dumps(config), json.dumps({"keras_version": __version__, "date_saved": now})


def _write_state(model, weights, assets):
    try:
        save_state(model, weights, assets)
    finally:
        weights.close()
        assets.close()


def load_model(filepath, custom_objects=None, compile=True, safe_mode=True):
    """Reads what `save_model` wrote.

    Args:
        filepath: Path of the `.keras` file or of the folder.
        custom_objects: Dict from names to classes and functions that the file may name.
        compile: Boolean, whether to compile the model as it was.
        safe_mode: Boolean; `False` allows code from the file to run.

    Returns:
        The object.

    Raises:
        ValueError: If the file is not whole, not of Keras, or not safe.
    """
    filepath = pathlib.Path(str(filepath))
    if filepath.is_dir():
        return _load_model_from_dir(filepath, custom_objects, compile, safe_mode)
    if not filepath.is_file():
        raise ValueError(f"There is no file to load. Received: filepath={filepath}")
    with open(filepath, "rb") as file:
        return _load_model_from_fileobj(file, custom_objects, compile, safe_mode)


def _load_model_from_fileobj(fileobj, custom_objects, compile, safe_mode):
    with safety.open_archive(fileobj) as archive, contextlib.ExitStack() as stores:
        config = _read_config(safety.read_member(archive, _CONFIG_FILENAME), compile)
        names = archive.namelist()
        weights = assets = None
        for make_store, member in _STORES.values():
            if weights is None and member in names:
                weights = stores.enter_context(contextlib.closing(make_store(member, archive, mode="r")))
        if any(name.startswith(_ASSETS_DIRNAME + "/") for name in names):
            assets = stores.enter_context(contextlib.closing(DiskIOStore(_ASSETS_DIRNAME, archive, mode="r")))
        return _make_model(config, weights, assets, custom_objects, safe_mode)


def _load_model_from_dir(dirpath, custom_objects, compile, safe_mode):
    path = dirpath / _CONFIG_FILENAME
    if not path.is_file():
        raise ValueError(f"The folder {dirpath} holds no saved model: it has no {_CONFIG_FILENAME}.")
    config = _read_config(path.read_text(), compile)
    make_store, name = _STORES["h5" if (dirpath / _VARS_FNAME_H5).exists() else "npz"]
    assets = DiskIOStore(dirpath / _ASSETS_DIRNAME) if (dirpath / _ASSETS_DIRNAME).is_dir() else None
    with contextlib.closing(make_store(dirpath / name, mode="r")) as weights:
        return _make_model(config, weights, assets, custom_objects, safe_mode)


def _read_config(text, compile):
    config = safety.read_json(text, f"The member {_CONFIG_FILENAME!r}")
    if not isinstance(config, dict):
        raise ValueError(f"The member {_CONFIG_FILENAME!r} must describe one object. Received: {type(config).__name__}")
    if not compile:
        config.pop("compile_config", None)
    return config


@contextlib.contextmanager
def _collector_paused():
    """Loading makes many objects and no garbage; looking for it takes up to half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _make_model(config, weights, assets, custom_objects, safe_mode):
    """The object of a config, with its state."""
    with DeferredInitialization(), SafeModeScope(safe_mode), _collector_paused():
        with ObjectSharingScope():
            model = deserialize_keras_object(config, custom_objects, safe_mode=safe_mode)
        if weights is None:
            raise ValueError(f"The archive has no weights: it has no member {_VARS_FNAME_H5!r}.")
        load_state(model, weights, assets)
    return model


# Weights alone


def save_weights_only(model, filepath, max_shard_size=None, objects_to_skip=None, beside=None):
    """Writes weights and optimizer state.

    Args:
        model: The object.
        filepath: Path ending in `.weights.h5`, or in `.weights.json` with `max_shard_size`.
        max_shard_size: Size of a shard in gigabytes, or None for one file.
        objects_to_skip: Objects whose state is left out.
        beside: Dict `{group: {name: array}}` of what else one file holds; see `read_beside`.
    """
    if max_shard_size is not None:
        _write_state(model, ShardedH5IOStore(filepath, max_shard_size, mode="w"), _NoAssets())
        return
    with replacing(filepath) as temporary:
        weights = H5IOStore(temporary, mode="w")
        try:
            save_state(model, weights, None, skip=objects_to_skip)
            for group, arrays in (beside or {}).items():
                place = weights.make(group)
                for name, array in arrays.items():
                    place[name] = array
        finally:
            weights.close()


def read_beside(filepath, group):
    """The arrays that `save_weights_only` wrote into a group beside the weights, by name; empty if there are none."""
    with contextlib.closing(H5IOStore(filepath, mode="r")) as weights:
        return dict(weights.get(group).items())


class _NoAssets:
    """Stands for a store of assets where weights are written alone."""

    def make(self, path):
        """No folder."""
        return

    def close(self):
        """Nothing to end."""


def load_weights_only(model, filepath, skip_mismatch=False, objects_to_skip=None):
    """Reads weights and optimizer state into a built model.

    Args:
        model: The object.
        filepath: Path of a `.weights.h5`, `.weights.json` or `.keras` file.
        skip_mismatch: Boolean, whether to leave alone what does not fit, with a warning.
        objects_to_skip: Objects that are left alone.

    Raises:
        ValueError: If something does not fit; the message lists it path by path.
    """
    filepath = pathlib.Path(str(filepath))
    archive = None
    if filepath.name.endswith(".weights.json"):
        weights = ShardedH5IOStore(filepath, mode="r")
    elif filepath.suffix == ".keras":
        archive = safety.open_archive(filepath)
        weights = H5IOStore(_VARS_FNAME_H5, archive, mode="r")
    else:
        weights = H5IOStore(filepath, mode="r")
    try:
        load_state(model, weights, None, skip_mismatch=skip_mismatch, skip=objects_to_skip)
    finally:
        weights.close()
        if archive is not None:
            archive.close()
