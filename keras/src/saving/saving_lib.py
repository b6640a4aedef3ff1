"""Models in `.keras` archives, and weights in files of their own."""
import contextlib
import datetime
import gc
import json
import pathlib
import tempfile
import warnings
import zipfile

from keras.src.backend.common.late import LateModule
from keras.src.backend.common.variables import DeferredInitialization
from keras.src.saving import safety
from keras.src.saving.archive import USER_BLOCK, ChecksumsOfArrays, archive_around
from keras.src.saving.atomic import replacing, replacing_folder
from keras.src.saving.safetensors_store import SafetensorsStore
from keras.src.saving.serialization_lib import (
    ObjectSharingScope,
    SafeModeScope,
    deserialize_keras_object,
    serialize_keras_object,
)
from keras.src.saving.sharded_store import ShardedH5IOStore
from keras.src.saving.state import Selection, load_all, load_part, load_state, save_state
from keras.src.saving.stores import DiskIOStore, H5IOStore, NpzIOStore, add_folder
from keras.src.saving.walk import walk_saveable as _walk_saveable  # noqa: F401 - a name others import
from keras.src.version import __version__

_old_archive = LateModule("keras.src.legacy.saving.old_archive")
_OF_KERAS_3 = b'{"keras_version": "3'  # as all its versions write it: nothing has to be read to know it
_CONFIG_FILENAME = "config.json"
_METADATA_FILENAME = "metadata.json"
_VARS_FNAME = "model.weights"
_VARS_FNAME_H5 = _VARS_FNAME + ".h5"
_VARS_FNAME_NPZ = _VARS_FNAME + ".npz"
_ASSETS_DIRNAME = "assets"
_MEMORY_UPPER_BOUND = 0.5  # kept for code that reads it; archives are read in place and need no bound
_STORES = {"h5": (H5IOStore, _VARS_FNAME_H5), "npz": (NpzIOStore, _VARS_FNAME_NPZ)}


# Whole models


def save_model(model, filepath, weights_format="h5", zipped=True):
    """Writes a model, or another object with state, as an archive or as a folder.

    Args:
        model: The object.
        filepath: Path of the `.keras` file, or of the folder.
        weights_format: `"h5"` or `"npz"`.
        zipped: Boolean, whether to write one archive.
    """
    if not getattr(model, "built", True):
        warnings.warn(
            "You are saving a model that has not yet been built. It might not contain any weights yet. Consider "
            "building the model first by calling it on some data.",
            stacklevel=2,
        )
    if hasattr(filepath, "write"):
        _save_model_to_fileobj(model, filepath, weights_format)
        return
    filepath = pathlib.Path(str(filepath))
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
    checksums = ChecksumsOfArrays()
    with tempfile.TemporaryDirectory(prefix="keras_assets_") as folder:
        weights = H5IOStore(path, mode="w", user_block=USER_BLOCK, checksums=checksums)
        _write_state(model, weights, DiskIOStore(folder))
        with archive_around(path, _VARS_FNAME_H5, checksums.known) as archive:
            _write_description(model, archive)
            add_folder(archive, folder, _ASSETS_DIRNAME)


def _save_model_to_fileobj(model, fileobj, weights_format):
    make_store, filename = _store_of(weights_format)
    with zipfile.ZipFile(fileobj, "w") as archive:
        _write_description(model, archive)
        _write_state(
            model,
            make_store(filename, archive, mode="w"),
            DiskIOStore(_ASSETS_DIRNAME, archive, mode="w"),
        )


def _save_model_to_dir(model, dirpath, weights_format):
    config, metadata = _serialize_model_as_json(model)
    make_store, filename = _store_of(weights_format)
    with replacing_folder(dirpath) as fresh:
        (fresh / _METADATA_FILENAME).write_text(metadata)
        (fresh / _CONFIG_FILENAME).write_text(config)
        _write_state(model, make_store(fresh / filename, mode="w"), DiskIOStore(fresh / _ASSETS_DIRNAME, mode="w"))


def _store_of(weights_format):
    if weights_format not in _STORES:
        raise ValueError(f"Argument `weights_format` must be h5 or npz. Received: weights_format={weights_format!r}")
    return _STORES[weights_format]


def _write_description(model, archive):
    config, metadata = _serialize_model_as_json(model)
    archive.writestr(_METADATA_FILENAME, metadata)
    archive.writestr(_CONFIG_FILENAME, config)


def _serialize_model_as_json(model):
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
        filepath: Path of the `.keras` file or of the folder, or an open binary file.
        custom_objects: Dict from names to classes and functions that the file may name.
        compile: Boolean, whether to compile the model as it was.
        safe_mode: Boolean; `False` allows code from the file to run.

    Returns:
        The object.

    Raises:
        ValueError: If the file is not whole, not of Keras, or not safe.
    """
    if hasattr(filepath, "read"):
        return _load_model_from_fileobj(filepath, custom_objects, compile, safe_mode)
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
        metadata = safety.read_member(archive, _METADATA_FILENAME) if _METADATA_FILENAME in names else None
        weights = assets = None
        make_store, member = _member_of_weights(archive)
        if member in names:
            weights = stores.enter_context(contextlib.closing(make_store(member, archive, mode="r")))
        if any(name.startswith(_ASSETS_DIRNAME + "/") for name in names):
            assets = stores.enter_context(contextlib.closing(DiskIOStore(_ASSETS_DIRNAME, archive, mode="r")))
        return _make_model(config, metadata, weights, assets, custom_objects, safe_mode)


def _load_model_from_dir(dirpath, custom_objects, compile, safe_mode):
    path = dirpath / _CONFIG_FILENAME
    if not path.is_file():
        raise ValueError(f"The folder {dirpath} holds no saved model: it has no {_CONFIG_FILENAME}.")
    config = _read_config(safety.read_text(path), compile)
    make_store, name = _STORES["h5" if (dirpath / _VARS_FNAME_H5).exists() else "npz"]
    assets = DiskIOStore(dirpath / _ASSETS_DIRNAME) if (dirpath / _ASSETS_DIRNAME).is_dir() else None
    if assets is not None:
        safety.refuse_links_out(assets.root_path, dirpath)
    with contextlib.closing(make_store(dirpath / name, mode="r")) as weights:
        return _make_model(config, None, weights, assets, custom_objects, safe_mode)


def _read_config(text, compile):
    config = safety.read_json(text, f"The member {_CONFIG_FILENAME!r}")
    if not isinstance(config, dict):
        raise ValueError(f"The member {_CONFIG_FILENAME!r} must describe one object. Received: {type(config).__name__}")
    if not compile:
        config.pop("compile_config", None)
    return config


@contextlib.contextmanager
def _collector_paused():
    """Loading makes many objects and no garbage; looking for it takes up to half of the time.

    What was made counts as old afterwards, else the next object that anybody makes would have all of it looked at.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # nothing that others froze would thaw
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _make_model(config, metadata, weights, assets, custom_objects, safe_mode):
    """The object of a config, with its state."""
    load = load_state
    if metadata is not None and not metadata.startswith(_OF_KERAS_3):
        config, load = _old_archive.modern(config, metadata, custom_objects)
    if isinstance(weights, H5IOStore):
        weights.read_ahead(left_out=() if "compile_config" in config else ("optimizer/",))
    with DeferredInitialization(), SafeModeScope(safe_mode), _collector_paused():
        with ObjectSharingScope():
            model = deserialize_keras_object(config, custom_objects, safe_mode=safe_mode)
        if weights is None:
            raise ValueError(f"The archive has no weights: it has no member {_VARS_FNAME_H5!r}.")
        load(model, weights, assets)
    return model


# Weights alone


def _weights_format(filepath):
    """The store for a file of weights; its kind follows from the name."""
    name = pathlib.Path(filepath).name
    if name.endswith(".weights.json"):
        return ShardedH5IOStore
    if name.endswith(".safetensors"):
        return SafetensorsStore
    if not name.endswith((".npz", ".h5", ".keras")):
        raise ValueError(f"Files of weights end in `.weights.h5`. Received: filepath={str(filepath)!r}")
    return NpzIOStore if name.endswith(".npz") else H5IOStore


def save_weights_only(model, filepath, max_shard_size=None, objects_to_skip=None, beside=None, only=None):
    """Writes weights and optimizer state.

    Args:
        model: The object.
        filepath: Path ending in `.weights.h5`, `.weights.json`, `.npz` or `.safetensors`.
        max_shard_size: Size of a shard in gigabytes, or None for one file.
        objects_to_skip: Objects whose state is left out.
        beside: Dict `{group: {name: array}}` of what else one file holds; see `read_beside`.
        only: Pattern of paths, or list of patterns: which objects are written. Default: all.
    """
    selection = Selection(objects_to_skip, only)
    if max_shard_size is not None:
        _save_shards(model, filepath, max_shard_size, selection)
        return
    make_store = _weights_format(filepath)
    with replacing(filepath) as temporary, contextlib.closing(make_store(temporary, mode="w")) as weights:
        save_state(model, weights, None, selection)
        for group, arrays in (beside or {}).items():
            place = weights.make(group)
            for name, array in arrays.items():
                place[name] = array


def _save_shards(model, filepath, max_shard_size, selection):
    store = ShardedH5IOStore(filepath, max_shard_size, mode="w")
    try:
        save_state(model, store, None, selection)
        store.commit()
    except BaseException:
        store.discard()
        raise


def read_beside(filepath, group):
    """The arrays that `save_weights_only` wrote into a group beside the weights, by name; empty if there are none."""
    with contextlib.closing(H5IOStore(filepath, mode="r")) as weights:
        return dict(weights.get(group).items())


def load_weights_only(model, filepath, skip_mismatch=False, objects_to_skip=None, only=None, strict=False):
    """Reads weights and optimizer state into a built model.

    Args:
        model: The object.
        filepath: Path of a `.weights.h5`, `.weights.json`, `.npz`, `.safetensors` or `.keras` file.
        skip_mismatch: Boolean, whether to leave alone what does not fit, with a warning.
        objects_to_skip: Objects that are left alone.
        only: Pattern of paths, or list of patterns: which objects are read. Default: all.
        strict: Boolean, whether weights of the file that the model has no place for are a misfit, too.

    Raises:
        ValueError: If something does not fit; the message lists it path by path.
    """
    filepath = pathlib.Path(str(filepath))
    with contextlib.ExitStack() as opened:
        if filepath.suffix == ".keras":
            archive = opened.enter_context(safety.open_archive(filepath))
            make_store, member = _member_of_weights(archive)
            weights = opened.enter_context(contextlib.closing(make_store(member, archive, mode="r")))
            if isinstance(weights, H5IOStore):
                weights.check()  # before the model is changed
        else:
            weights = opened.enter_context(contextlib.closing(_weights_format(filepath)(filepath, mode="r")))
        load_state(model, weights, None, skip_mismatch, Selection(objects_to_skip, only), strict)


def _member_of_weights(archive):
    """The store for an archive's weights and the member's name, which is that of HDF5 if there is none."""
    names = archive.namelist()
    found = [(make_store, member) for make_store, member in _STORES.values() if member in names]
    return found[0] if found else _STORES["h5"]


def _save_state(saveable, weights_store, assets_store, inner_path, visited_saveables):
    """Writes an object as `inner_path`, and those in it whose ids `visited_saveables` lacks."""
    save_state(saveable, weights_store, assets_store, start=(inner_path, visited_saveables))


def _load_state(
    saveable, weights_store, assets_store, inner_path, skip_mismatch=False, visited_saveables=None,
    failed_saveables=None, error_msgs=None
):  # fmt: skip
    """Reads what `_save_state` wrote. A set of ids and a dict from ids to objects and errors take in what misfits."""
    start = (inner_path, visited_saveables)
    if failed_saveables is None or error_msgs is None:
        load_part(saveable, weights_store, assets_store, skip_mismatch, start)
        return
    for _, part, error in load_all(saveable, weights_store, assets_store, Selection(), start)[1]:
        failed_saveables.add(id(part))
        error_msgs[id(part)] = (part, error)


def _save_container_state(
    container, weights_store, assets_store, inner_path, visited_saveables, visited_containers=None
):  # fmt: skip
    """As `_save_state`, for the objects in a list, tuple, set or dict. Containers in themselves need no set of ids."""
    _save_state(container, weights_store, assets_store, inner_path, visited_saveables)


def _load_container_state(
    container, weights_store, assets_store, inner_path, skip_mismatch, visited_saveables,
    failed_saveables, error_msgs, visited_containers=None
):  # fmt: skip
    """As `_load_state`, for the objects in a list, tuple, set or dict."""
    _load_state(
        container, weights_store, assets_store, inner_path, skip_mismatch, visited_saveables, failed_saveables,
        error_msgs,
    )


def _raise_loading_failure(error_msgs, warn_only=False):
    """Raises, or warns of, what `_load_state` put into its dict of objects and errors."""
    lines = [f"  {saveable}: {error}" for saveable, error in error_msgs.values()]
    message = f"The states of {len(lines)} objects were not loaded:\n" + "\n".join(lines)
    if not warn_only:
        raise ValueError(message)
    warnings.warn(message, stacklevel=2)


def _model_from_config(config_json, custom_objects, compile, safe_mode):
    """A model without its weights, from what `_serialize_model_as_json` gave."""
    with SafeModeScope(safe_mode), ObjectSharingScope():
        return deserialize_keras_object(_read_config(config_json, compile), custom_objects, safe_mode=safe_mode)


def _safe_zip_read(archive, name):
    """The bytes of a member; the name that other libraries import."""
    return safety.read_member(archive, name)


def safe_get_h5_dataset(group, name):
    """A dataset that lies in its own file; the name that other libraries import."""
    return safety.checked_dataset(group, name)


def safe_get_h5_group(parent, name):
    """A group that lies in its own file.

    Raises:
        ValueError: If it is reached by a link, or is no group.
    """
    found = safety.checked_group(parent, name)
    if found is None:
        raise ValueError(f"The file holds no group {name!r} in {parent.name!r}.")
    return found
