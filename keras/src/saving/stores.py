"""Stores: where weights and assets lie. Each gives mappings by path, whatever the format.

`make(path)` opens a place for writing, `get(path)` one for reading. A place for weights is a mapping from names to
arrays; a place for assets is a folder.
"""
import contextlib
import functools
import os
import pathlib
import shutil
import tempfile

import h5py
import ml_dtypes
import numpy as np

from keras.src import backend
from keras.src.saving import safety
from keras.src.saving.memory import Memory, Stretch
from keras.src.utils.background import Background

VARIABLES = "vars"
_WRITTEN_AS_BYTES = {2: ml_dtypes.bfloat16}  # HDF5 has no such type: raw bytes, with a note in the attribute `dtype`
_LARGE = 2**22  # bytes of an array from which on a thread of its own computes its checksum
_AHEAD = 2**27  # bytes of the arrays that are read before they are asked for
_MEMORY_BLOCK = 2**24  # by how many bytes a file in memory grows


class H5Group:
    """A group of datasets as a mapping from names to arrays.

    Args:
        group: `h5py.Group`, or None for one that is not there: an empty mapping.
        stretch: `Stretch` of the file that HDF5 reads, or None: arrays that lie in one piece are read past it.
        memory: `Memory` for what is read.
        checksums: `ChecksumsOfArrays` by which large arrays are written, or None.
    """

    gives_away = True  # an array that was read belongs to who asked

    def __init__(self, group, stretch=None, memory=None, checksums=None):
        self.group, self.stretch, self.memory = group, stretch, memory or Memory()
        self.checksums = checksums
        self.checked = {}
        self.names = None

    def _stored(self, name):
        if name not in self.checked:
            self.checked[name] = safety.StoredArray(self.group, name, self.stretch)
        return self.checked[name]

    def keys(self):
        """Names of the arrays."""
        if self.names is None:
            self.names = safety.names_of(self.group) if self.group is not None else []
        return self.names

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
        return name in self.keys()

    def shape(self, name):
        """Shape of an array, without reading it."""
        return self._stored(name).shape

    def __getitem__(self, name):
        if name not in self:
            raise KeyError(name)
        array = self._stored(name).read(self.memory)
        return array.view(_WRITTEN_AS_BYTES[array.dtype.itemsize]) if array.dtype.kind == "V" else array

    def __setitem__(self, name, value):
        array = as_array(value)
        self.names = None
        if array.dtype == ml_dtypes.bfloat16:
            h5py.Dataset(self._write(name, array.view("V2"))).attrs["dtype"] = "bfloat16"
        elif array.dtype.kind in "iuf" and array.size:
            self._write(name, array)
        else:
            self.group.create_dataset(name, data=array)

    def _write(self, name, array):
        """What `Group.create_dataset` does in the end; what it asks itself before takes longer."""
        kind, space = h5py.h5t.py_create(array.dtype, logical=True), h5py.h5s.create_simple(array.shape)
        dataset = h5py.h5d.create(self.group.id, name.encode(), kind, space, lcpl=_with_groups_around())
        array = np.ascontiguousarray(array)
        if self.checksums is not None and array.nbytes >= _LARGE:
            self.checksums.write(dataset, array)
        else:
            dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, array)
        return dataset


def close_h5(file):
    """Closes an HDF5 file.

    Raises:
        OSError: If what is left to write cannot be written, as on a full disk; h5py raises a RuntimeError then.
    """
    try:
        file.close()
    except RuntimeError as e:
        raise OSError(f"The file could not be written whole. {e}") from e


class H5IOStore:
    """Weights in one HDF5 file, a group `<path>/vars` for each object.

    Args:
        path_or_io: Path of the file, or a file object.
        archive: `zipfile.ZipFile` in which `path_or_io` is a member, or None. A member is looked at in the background
            from now on, and opened when something is asked of it.
        mode: `"r"` or `"w"`.
        user_block: Bytes that are left free at the beginning of a new file.
        checksums: `ChecksumsOfArrays` by which large arrays are written, or None.
    """

    def __init__(self, path_or_io, archive=None, mode="r", user_block=0, checksums=None):
        if mode not in ("r", "w"):
            raise ValueError(f"Argument `mode` of H5IOStore must be 'r' or 'w'. Received: mode={mode!r}")
        self.mode, self.archive, self.checksums = mode, archive, checksums
        self.path = str(path_or_io) if isinstance(path_or_io, (str, pathlib.Path)) else None
        self.member, self.groups = None, {}
        self.reading, self.ahead = None, {}
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
        group = make_group(self.h5_file, _joined(path, VARIABLES), metadata or {})
        return H5Group(group, checksums=self.checksums)

    @functools.cached_property
    def _stretch(self):
        return stretch_of(self.h5_file) if self.member is None else self.member.stretch()

    @functools.cached_property
    def _memory(self):
        return Memory(safety.Allowance(self.h5_file.id.get_filesize()))

    def read_ahead(self, left_out=()):
        """Begins to read all arrays that lie in one piece, while the objects are made that ask for them.

        Of far larger files the reading takes most of the time, and who waits for it does it best: new memory is
        cheapest for the core that gave some back. What is wrong with a file is said when it is asked for.

        Args:
            left_out: Beginnings of paths, as a tuple.
        """
        with contextlib.suppress(ValueError, OSError, RuntimeError, KeyError):
            paths = [path for path in self._overview.paths_with(VARIABLES) if not f"{path}/".startswith(left_out)]
            groups = {path: self.get(path) for path in paths}
            found = [group._stored(name) for group in groups.values() for name in group.keys()]
            found = [stored for stored in found if stored.offset is not None and stored.size]
            if 0 < sum(stored.size for stored in found) <= min(self.h5_file.id.get_filesize(), _AHEAD):
                places = [(stored.offset, stored.begin(self._memory)) for stored in found]
                self.reading = Background(self._stretch.read_all, places)
            self.ahead = groups

    def get(self, path):
        """The mapping of an object's arrays; empty if there are none."""
        if path in self.ahead:
            if self.reading is not None:
                self.reading.result()
            return self.ahead.pop(path)
        path = _joined(path, VARIABLES)
        return H5Group(self._overview.group(path) or self._group(path), self._stretch, self._memory)

    @functools.cached_property
    def _overview(self):
        return safety.Overview(self.h5_file)

    def _group(self, path):
        """A group, or None; those on the way are looked up once."""
        if path not in self.groups:
            place, _, name = path.rpartition("/")
            around = self._group(place) if place else self.h5_file
            self.groups[path] = None if around is None else safety.checked_group(around, name)
        return self.groups[path]

    def has_path(self, path):
        """Whether there is anything at a path."""
        return safety.checked_group(self.h5_file, path.strip("/")) is not None

    def keys(self):
        """Paths of all objects that have arrays."""
        return list(_variable_groups(self.h5_file, ""))

    def check(self):
        """Waits for the checksum of an archive's member, which is computed while it is read.

        Raises:
            ValueError: If it is wrong.
        """
        if self.member is not None:
            self.member.check()

    def close(self):
        """Ends writing or reading; of what was read from an archive the checksum must be right."""
        if self.mode == "w" and self.archive is not None:
            self.h5_file.flush()
            self.archive.writestr(self.path, self.h5_file.id.get_file_image())
        if self.reading is not None:
            self.reading.wait()
        if "h5_file" in vars(self):
            close_h5(self.h5_file)
        if self.member is not None:
            try:
                self.member.check()
            finally:
                self.member.close()


def make_group(file, path, metadata):
    """A new group, and those around it, with texts as attributes; as h5py does, and in half of the time."""
    group = h5py.h5g.create(file.id, path.encode(), _with_groups_around())
    for key, value in metadata.items():
        attribute = h5py.h5a.create(group, key.encode(), _text_type(), h5py.h5s.create(h5py.h5s.SCALAR))
        attribute.write(np.array(value, dtype=object))
    return h5py.Group(group)


@functools.cache
def _with_groups_around():
    options = h5py.h5p.create(h5py.h5p.LINK_CREATE)
    options.set_create_intermediate_group(True)
    options.set_char_encoding(h5py.h5t.CSET_UTF8)
    return options


@functools.cache
def _text_type():
    return h5py.h5t.py_create(h5py.string_dtype(), logical=True)


def stretch_of(file):
    """The `Stretch` that an `h5py.File` reads from its own descriptor; None if it reads in another way."""
    return Stretch(file.id.get_vfd_handle()) if file.driver == "sec2" else None


def _joined(path, name):
    return f"{path.strip('/')}/{name}" if path.strip("/") else name


def _variable_groups(group, path):
    """Paths of the objects below a group whose `vars` hold arrays."""
    safety.check_depth(path)
    for name in group.keys():
        child = safety.checked_group(group, name)
        if child is None:
            continue
        if name == VARIABLES:
            if len(child):
                yield path
        else:
            yield from _variable_groups(child, _joined(path, name))


class KeptStore:
    """A store that keeps, by the path of an object, a mapping of its arrays in `contents`."""

    def make(self, path, metadata=None):
        """A mapping to write an object's arrays into."""
        return self.contents.setdefault(path.strip("/"), {})

    def get(self, path):
        """The mapping of an object's arrays; empty if there are none."""
        return self.contents.get(path.strip("/"), {})

    def has_path(self, path):
        """Whether there is anything at a path."""
        return is_prefix(path, self.contents)

    def keys(self):
        """Paths of all objects that have arrays."""
        return [path for path, arrays in self.contents.items() if arrays]


class NpzIOStore(KeptStore):
    """Weights in one `.npz` file: plain arrays, named by their path, as `layers/dense/vars/0`.

    Args:
        root_path: Path of the file, or name of the member of `archive`.
        archive: `zipfile.ZipFile` or None.
        mode: `"r"` or `"w"`.
    """

    def __init__(self, root_path, archive=None, mode="r"):
        self.root_path, self.archive, self.mode = str(root_path), archive, mode
        self.contents = {}
        for path, array in (safety.read_npz(root_path, archive) if mode == "r" else {}).items():
            place, name = split_name(path)
            self.contents.setdefault(place, {})[name] = array

    def close(self):
        """Ends writing or reading."""
        if self.mode == "w":
            arrays = {
                joined_name(path, name): _plain_bytes(value)
                for path, entry in self.contents.items()
                for name, value in entry.items()
            }
            if self.archive is None:
                with open(self.root_path, "wb") as file:
                    np.savez(file, **arrays)
            else:
                with self.archive.open(self.root_path, "w", force_zip64=True) as member:
                    np.savez(member, **arrays)


def joined_name(path, name):
    """The name of an object's array where a file has no folders: `layers/dense/vars/0`."""
    return f"{_joined(path, VARIABLES)}/{name}"


def split_name(joined):
    """`(path, name)` of a name that `joined_name` made."""
    path, _, name = joined.rpartition("/")
    return path.removesuffix(VARIABLES).strip("/"), name


def is_prefix(path, paths):
    """Whether one of the paths is `path` or lies below it."""
    path = path.strip("/")
    return any(known == path or known.startswith(path + "/") for known in paths)


def as_array(value):
    """The NumPy array of a variable or tensor, for writing at once: it may share memory."""
    return np.asarray(value._borrow_numpy() if isinstance(value, backend.Variable) else backend.convert_to_numpy(value))


def _plain_bytes(value):
    array = as_array(value)
    return array.view("V2") if array.dtype == ml_dtypes.bfloat16 else array


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
