"""Weights in several HDF5 files of limited size."""
import contextlib
import itertools
import json
import os
import pathlib

import h5py

from keras.src.saving import safety
from keras.src.saving.atomic import replacing
from keras.src.saving.memory import Memory
from keras.src.saving.stores import (
    VARIABLES,
    H5Group,
    as_array,
    close_h5,
    is_prefix,
    make_group,
    stretch_of,
)

_GIGABYTE = 1024**3


class ShardedH5IOStore:
    """Weights in several HDF5 files, with a JSON file that says which object is where.

    The JSON file is written last, at once and whole. Shards that a former one names are left alone until then, so that
    a failure leaves the former weights whole.

    Args:
        path_or_io: Path of the JSON file, `<name>.weights.json` (or `<name>.weights.h5`, which stands for it); the
            shards lie beside it.
        max_shard_size: Size of a shard in gigabytes.
        archive: Not supported; for the protocol.
        mode: `"r"` or `"w"`.
    """

    def __init__(self, path_or_io, max_shard_size=5, archive=None, mode="r"):
        if archive is not None:
            raise ValueError("Sharded weights cannot lie in an archive.")
        self.mode = mode
        path = pathlib.Path(path_or_io)
        self.prefix = path.name.removesuffix(".json").removesuffix(".h5").removesuffix(".weights")
        self.path = path.with_name(f"{self.prefix}.weights.json")
        self.limit = max_shard_size * _GIGABYTE
        self.weight_map, self.total_size = {}, 0
        self.shards = []
        self.open_files, self.memory = {}, {}
        if mode == "r":
            self.weight_map = safety.shard_map(self.path)
        else:
            self.former = self._shards_of_former_file()
            self._next_shard()

    def _shards_of_former_file(self):
        with contextlib.suppress(ValueError, OSError):
            found = safety.shard_map(self.path).values()
            return {shard for shards in found for shard in ([shards] if isinstance(shards, str) else shards)}
        return set()

    def _next_shard(self):
        number = f"{len(self.shards):05}.weights.h5"
        others = (f"{self.prefix}_{i}_{number}" for i in itertools.count(1))
        name = next(name for name in itertools.chain([f"{self.prefix}_{number}"], others) if name not in self.former)
        self.shards.append(name)
        self.shard_size = 0
        self.open_files[name] = h5py.File(self.path.with_name(name), "w")

    def make(self, path, metadata=None):
        """A mapping to write an object's arrays into; it goes on in the next shard when one is full."""
        return _ShardedGroup(self, _place(path), metadata or {})

    def get(self, path):
        """The mapping of an object's arrays, from all shards that hold some."""
        shards = self.weight_map.get(_place(path), [])
        groups = [self._group(shard, _place(path)) for shard in ([shards] if isinstance(shards, str) else shards)]
        return _MergedGroups(groups)

    def has_path(self, path):
        """Whether there is anything at a path."""
        return is_prefix(path, [known.strip("/") for known in self.weight_map])

    def keys(self):
        """Paths of all objects that have arrays."""
        paths = [key.strip("/").removesuffix(VARIABLES).strip("/") for key in self.weight_map]
        return [path for path in paths if len(self.get(path))]

    def _group(self, shard, path):
        if shard not in self.open_files:
            file = self.open_files[shard] = safety.open_h5(self.path.with_name(shard))
            self.memory[shard] = Memory(safety.Allowance(file.id.get_filesize()))
        file = self.open_files[shard]
        return H5Group(safety.checked_group(file, path.strip("/")), stretch_of(file), self.memory[shard])

    def close(self):
        """Ends reading, or writing with all that was written."""
        self._close_files() if self.mode == "r" else self.commit()

    def _close_files(self):
        with contextlib.ExitStack() as opened:
            for file in self.open_files.values():
                opened.callback(close_h5, file)

    def commit(self):
        """Ends writing: from now on the path stands for the new weights."""
        self._close_files()
        for shard in self.shards:
            with open(self.path.with_name(shard), "rb") as file:
                os.fsync(file.fileno())
        places = {path: shards[0] if len(shards) == 1 else shards for path, shards in self.weight_map.items()}
        index = {"metadata": {"total_size": float(self.total_size)}, "weight_map": places}
        with replacing(self.path) as temporary:
            pathlib.Path(temporary).write_text(json.dumps(index, indent=4))
        self._remove(self.former - set(self.shards))

    def discard(self):
        """Ends writing without a result."""
        try:
            self._close_files()
        finally:
            self._remove(self.shards)

    def _remove(self, shards):
        for shard in shards:
            self.path.with_name(shard).unlink(missing_ok=True)


def _place(path):
    return f"/{path.strip('/')}/{VARIABLES}" if path.strip("/") else f"/{VARIABLES}"


class _ShardedGroup(H5Group):
    """Writes into the current shard of a store."""

    def __init__(self, store, path, metadata):
        self.store, self.path, self.metadata = store, path, metadata
        self._open()

    def _open(self):
        super().__init__(make_group(self.store.open_files[self.store.shards[-1]], self.path, self.metadata))

    def __setitem__(self, name, value):
        store, size = self.store, as_array(value).nbytes
        if size > store.limit:
            raise ValueError(
                f"The weight {name!r} of {self.path} takes {size} bytes, more than Argument `max_shard_size` allows: "
                f"max_shard_size={store.limit / _GIGABYTE} gigabytes, or {store.limit:.0f} bytes."
            )
        if store.shard_size + size > store.limit:
            store._next_shard()
            self._open()
        super().__setitem__(name, value)
        store.shard_size += size
        store.total_size += size
        shards = store.weight_map.setdefault(self.path, [])
        if store.shards[-1] not in shards:
            shards.append(store.shards[-1])


class _MergedGroups(H5Group):
    """Reads from several groups as from one."""

    def __init__(self, groups):
        self.home = {name: group for group in groups for name in group.keys()}

    def keys(self):
        return list(self.home)

    def __contains__(self, name):
        return name in self.home

    def shape(self, name):
        return self.home[name].shape(name)

    def __getitem__(self, name):
        return self.home[name][name]
