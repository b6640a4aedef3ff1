"""Stores: where weights and assets lie. Each gives mappings by path, whatever the format.

`make(path)` opens a place for writing, `get(path)` one for reading. A place for weights is a mapping from names to
arrays; a place for assets is a folder.
"""
import functools
import json
import os
import pathlib
import shutil
import tempfile

import h5py
import ml_dtypes
import numpy as np

from keras.src import backend
from keras.src.saving import safety

VARIABLES = "vars"
_MEMORY_BLOCK = 2**24  # by how many bytes a file in memory grows


class H5Group:
    """A group of datasets as a mapping from names to arrays.

    Args:
        group: `h5py.Group`, or None for one that is not there: an empty mapping.
    """

    def __init__(self, group):
        self.group = group
        self.checked = {}

    def _dataset(self, name):
        if name not in self.checked:
            self.checked[name] = safety.checked_dataset(self.group, name)
        return self.checked[name]

    def keys(self):
        """Names of the arrays."""
        return list(self.group.keys()) if self.group is not None else []

    def items(self):
        """Pairs of names and arrays."""
        return [(name, self[name]) for name in self.keys()]

    def values(self):
        """The arrays."""
        return [self[name] for name in self.keys()]

    def __len__(self):
        return len(self.keys())

    def __iter__(self):
        return iter(self.keys())

    def __contains__(self, name):
        return self.group is not None and name in self.group

    def shape(self, name):
        """Shape of an array, without reading it."""
        return self._dataset(name).shape

    def __getitem__(self, name):
        if name not in self:
            raise KeyError(name)
        dataset = self._dataset(name)
        array = np.empty(dataset.shape, dataset.dtype)
        if array.size:
            dataset.read_direct(array)
        elif dataset.shape == ():
            array = np.asarray(dataset[()])
        written_as = dataset.attrs.get("dtype")
        return array.view(ml_dtypes.bfloat16) if written_as == "bfloat16" else array

    def __setitem__(self, name, value):
        array = value._borrow_numpy() if isinstance(value, backend.Variable) else backend.convert_to_numpy(value)
        array = np.asarray(array)
        if array.dtype == ml_dtypes.bfloat16:  # HDF5 has no such type: raw bytes, with a note
            dataset = self.group.create_dataset(name, data=array.view("V2"))
            dataset.attrs["dtype"] = "bfloat16"
        else:
            self.group.create_dataset(name, data=array)


class H5IOStore:
    """Weights in one HDF5 file, a group `<path>/vars` for each object.

    Args:
        path_or_io: Path of the file, or a file object.
        archive: `zipfile.ZipFile` in which `path_or_io` is a member, or None. A member is looked at in the background
            from now on, and opened when something is asked of it.
        mode: `"r"` or `"w"`.
        user_block: Bytes that are left free at the beginning of a new file.
    """

    def __init__(self, path_or_io, archive=None, mode="r", user_block=0):
        self.mode = mode
        self.archive = archive
        self.path = str(path_or_io) if isinstance(path_or_io, (str, pathlib.Path)) else None
        self.member = None
        if archive is not None and mode == "w":
            options = {"driver": "core", "backing_store": False, "block_size": _MEMORY_BLOCK}
            self.h5_file = h5py.File("weights.h5", "w", **options)
        elif archive is not None:
            self.member = safety.open_member(archive, self.path)
        elif mode == "w":
            self.h5_file = h5py.File(path_or_io, "w", userblock_size=user_block)
        else:
            self.h5_file = safety.open_h5(path_or_io)

    @functools.cached_property
    def h5_file(self):
        """The `h5py.File`."""
        return safety.open_h5(self.member.open())

    def make(self, path, metadata=None):
        """A mapping to write an object's arrays into.

        Args:
            path: Path of the object.
            metadata: Dict of strings that is written beside them.
        """
        group = self.h5_file.create_group(_joined(path, VARIABLES))
        for key, value in (metadata or {}).items():
            group.attrs[key] = value
        return H5Group(group)

    def get(self, path):
        """The mapping of an object's arrays; empty if there are none."""
        return H5Group(safety.checked_group(self.h5_file, _joined(path, VARIABLES)))

    def has_path(self, path):
        """Whether there is anything at a path."""
        return safety.checked_group(self.h5_file, path.strip("/")) is not None

    def keys(self):
        """Paths of all objects that have arrays."""
        return list(_variable_groups(self.h5_file, ""))

    def close(self):
        """Ends writing or reading."""
        if self.mode == "w" and self.archive is not None:
            self.h5_file.flush()
            self.archive.writestr(self.path, self.h5_file.id.get_file_image())
        if "h5_file" in vars(self):
            self.h5_file.close()
        if self.member is not None:
            self.member.close()


def _joined(path, name):
    return f"{path.strip('/')}/{name}" if path.strip("/") else name


def _variable_groups(group, path):
    """Paths of the objects below a group whose `vars` hold arrays."""
    for name in group.keys():
        child = safety.checked_group(group, name)
        if child is None:
            continue
        if name == VARIABLES:
            if len(child):
                yield path
        else:
            yield from _variable_groups(child, _joined(path, name))


class ShardedH5IOStore:
    """Weights in several HDF5 files of limited size, with a JSON file that says which object is where.

    Args:
        path_or_io: Path of the JSON file, `<name>.weights.json`; the shards lie beside it.
        max_shard_size: Size of a shard in gigabytes. A single array may be larger.
        archive: Not supported; for the protocol.
        mode: `"r"` or `"w"`.
    """

    def __init__(self, path_or_io, max_shard_size=5, archive=None, mode="r"):
        if archive is not None:
            raise ValueError("Sharded weights cannot lie in an archive.")
        self.mode = mode
        self.path = pathlib.Path(path_or_io)
        self.limit = max_shard_size * 1024**3
        self.prefix = self.path.name.removesuffix(".json").removesuffix(".weights")
        self.weight_map, self.total_size = {}, 0
        self.shards = []
        self.open_files = {}
        if mode == "r":
            self.weight_map = safety.shard_map(self.path)
        else:
            self._next_shard()

    def _next_shard(self):
        name = f"{self.prefix}_{len(self.shards):05}.weights.h5"
        self.shards.append(name)
        self.shard_size = 0
        self.open_files[name] = h5py.File(self.path.with_name(name), "w")

    def make(self, path, metadata=None):
        """A mapping to write an object's arrays into; it goes on in the next shard when one is full."""
        return _ShardedGroup(self, "/" + _joined(path, VARIABLES), metadata or {})

    def get(self, path):
        """The mapping of an object's arrays, from all shards that hold some."""
        path = _joined(path, VARIABLES)
        shards = self.weight_map.get("/" + path, [])
        groups = [self._group(shard, path) for shard in ([shards] if isinstance(shards, str) else shards)]
        return _MergedGroups([group for group in groups if group is not None])

    def has_path(self, path):
        """Whether there is anything at a path."""
        path = "/" + path.strip("/")
        return any(known == path or known.startswith(path + "/") for known in self.weight_map)

    def keys(self):
        """Paths of all objects that have arrays."""
        paths = [key.strip("/").removesuffix(VARIABLES).strip("/") for key in self.weight_map]
        return [path for path in paths if len(self.get(path))]

    def _group(self, shard, path):
        if shard not in self.open_files:
            self.open_files[shard] = safety.open_h5(self.path.with_name(shard))
        return safety.checked_group(self.open_files[shard], path)

    def close(self):
        """Ends writing or reading."""
        for file in self.open_files.values():
            file.close()
        if self.mode == "w":
            index = {"metadata": {"total_size": float(self.total_size)}, "weight_map": self.weight_map}
            self.path.write_text(json.dumps(index, indent=4))


class _ShardedGroup(H5Group):
    """Writes into the current shard of a store."""

    def __init__(self, store, path, metadata):
        self.store, self.path, self.metadata = store, path, metadata
        self._open()

    def _open(self):
        shard = self.store.shards[-1]
        super().__init__(self.store.open_files[shard].create_group(self.path))
        for key, value in self.metadata.items():
            self.group.attrs[key] = value
        self.store.weight_map.setdefault(self.path, shard)

    def __setitem__(self, name, value):
        store = self.store
        size = np.asarray(backend.convert_to_numpy(value)).nbytes
        if store.shard_size and store.shard_size + size > store.limit:
            store._next_shard()
            self._open()
        super().__setitem__(name, value)
        store.shard_size += size
        store.total_size += size
        shards = store.weight_map[self.path]
        shards = [] if isinstance(shards, str) else shards
        if store.shards[-1] not in shards:
            shards.append(store.shards[-1])
        store.weight_map[self.path] = shards


class _MergedGroups(H5Group):
    """Reads from several groups as from one."""

    def __init__(self, groups):
        self.home = {name: H5Group(group) for group in groups for name in group.keys()}

    def keys(self):
        return list(self.home)

    def __contains__(self, name):
        return name in self.home

    def shape(self, name):
        return self.home[name].shape(name)

    def __getitem__(self, name):
        return self.home[name][name]


class NpzIOStore:
    """Weights in one `.npz` file; each object's arrays are a pickled-free dict of members `<path>/<name>`.

    Args:
        root_path: Path of the file, or name of the member of `archive`.
        archive: `zipfile.ZipFile` or None.
        mode: `"r"` or `"w"`.
    """

    def __init__(self, root_path, archive=None, mode="r"):
        self.root_path, self.archive, self.mode = str(root_path), archive, mode
        self.contents = {} if mode == "w" else safety.read_npz(root_path, archive)

    def make(self, path, metadata=None):
        """A dict to write an object's arrays into."""
        return self.contents.setdefault(path.strip("/") or "/", {})

    def get(self, path):
        """The dict of an object's arrays; empty if there are none."""
        return self.contents.get(path.strip("/") or "/", {})

    def has_path(self, path):
        """Whether there is anything at a path."""
        path = path.strip("/")
        return any(known == path or known.startswith(path + "/") for known in self.contents)

    def keys(self):
        """Paths of all objects that have arrays."""
        return ["" if path == "/" else path for path, arrays in self.contents.items() if arrays]

    def close(self):
        """Ends writing or reading."""
        if self.mode == "w":
            arrays = {
                f"{path}::{name}": backend.convert_to_numpy(value)
                for path, entry in self.contents.items()
                for name, value in entry.items()
            }
            if self.archive is None:
                np.savez(self.root_path, **arrays)
            else:
                with self.archive.open(self.root_path, "w", force_zip64=True) as member:
                    np.savez(member, **arrays)


class DiskIOStore:
    """Assets: a folder for each object, inside an archive or on disk.

    Args:
        root_path: Path of the folder, or its name in the archive.
        archive: `zipfile.ZipFile` or None.
        mode: `"r"` or `"w"`; only with an archive.
    """

    def __init__(self, root_path, archive=None, mode=None):
        self.root_path, self.archive, self.mode = str(root_path), archive, mode

    @functools.cached_property
    def folder(self):
        """Where the files lie; for those of an archive a folder that is made when there is something to put there."""
        return self.root_path if self.archive is None else tempfile.mkdtemp(prefix="keras_assets_")

    def make(self, path):
        """A new folder for an object's assets; its path."""
        folder = safety.inside(self.folder, path)
        os.makedirs(folder, exist_ok=True)
        return folder

    def get(self, path):
        """The folder of an object's assets, or None."""
        if self.archive is not None:
            prefix = f"{self.root_path}/{path.strip('/')}"
            if not any(name.startswith(prefix) for name in self.archive.namelist()):
                return None
            safety.extract_assets(self.archive, prefix, safety.inside(self.folder, path))
        folder = safety.inside(self.folder, path)
        return folder if os.path.isdir(folder) else None

    def has_path(self, path):
        """Whether there are assets at a path."""
        return self.get(path) is not None

    def close(self):
        """Ends writing or reading."""
        if self.archive is None or "folder" not in vars(self):
            return
        if self.mode == "w":
            add_folder(self.archive, self.folder, self.root_path)
        shutil.rmtree(self.folder, ignore_errors=True)


def add_folder(archive, folder, prefix):
    """Writes the files of a folder into an archive.

    Args:
        archive: `zipfile.ZipFile`.
        folder: Path of the folder.
        prefix: What stands before their names in the archive.
    """
    for place, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(place, name)
            member = os.path.relpath(path, folder).replace(os.sep, "/")
            archive.write(path, f"{prefix}/{member}")
