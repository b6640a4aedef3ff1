"""HDF5 files of strangers: nothing is allocated or followed before it was looked at."""
import functools
import math
import mmap
import struct
import zlib

import numpy as np

from keras.src.backend.common.late import LateModule
from keras.src.saving.refusals import EXPANSION, FLOOR, MAX_JSON_BYTES, Refused, Unreadable

h5py = LateModule("h5py")  # 50 ms, and only files need it

_MOST_NAMES = 2**16
_HEAP = b"GCOL\1\0\0\0"
_ANY_LENGTH = 9  # the class of dtypes to which texts of any length belong
_DEEPEST_GROUP = 100
_USUAL = np.dtype("float32")
_DEFLATE, _SHUFFLE, _FLETCHER = 1, 2, 3  # the filters of HDF5 that packed arrays may have passed through
_PADDING = 4  # how many times larger than an array its pieces may be


def open_h5(path_or_io):
    """An HDF5 file for reading.

    Raises:
        Unreadable: If it is not an HDF5 file.
        FileNotFoundError: If there is no file.
    """
    try:
        return h5py.File(path_or_io, "r")
    except FileNotFoundError:
        raise
    except OSError as e:
        raise Unreadable(f"This is no readable HDF5 file. {e}. Received: filepath={str(path_or_io)!r}") from e


def _child(group, name):
    """The low-level id of a member of a group, or None; only hard links are followed."""
    key = name.encode("utf-8", "surrogateescape")
    kind = _link_kinds(group).get(key)
    if kind is None:
        return None
    if kind != h5py.h5l.TYPE_HARD:
        raise Refused(
            f"The file holds a link at {group.name}/{name}. Soft and external links of HDF5 are not followed."
        )
    return h5py.h5o.open(group.id, getattr(group, "prefix", b"") + key)


def names_of(group):
    """Names of the members of a group."""
    return [name.decode("utf-8", "surrogateescape") for name in _link_kinds(group)]


def _link_kinds(group):
    """The kind of each link in a group that is read, found at once: asking HDF5 name by name takes longer."""
    kinds = vars(group).get("_keras_link_kinds")
    if kinds is None:
        kinds = group._keras_link_kinds = {}
        group.id.links.iterate(lambda name, info: kinds.__setitem__(name, info.type), info=True)
    return kinds


def checked_group(file, path):
    """The group at a path reached over hard links only, or None if there is none."""
    group = file
    for name in path.split("/"):
        found = _child(group, name)
        if not isinstance(found, h5py.h5g.GroupID):
            return None
        group = h5py.Group(found)
    return group


class Overview:
    """What lies where in a file, found in one pass: opening group after group takes longer.

    Groups are known by the first path of hard links that leads to them, as HDF5 does not visit them again.

    Args:
        file: `h5py.File`.
    """

    def __init__(self, file):
        self.file = file
        self.kinds = {}  # path of a group -> {name: kind of link}
        self.known, self.places = set(), set()
        try:
            self.complete = file.id.links.visit(self._note, info=True) is None
        except (RuntimeError, KeyError, OSError, ValueError):  # a damaged file, somewhere
            self.complete = False

    def _note(self, path, info):
        around, _, name = path.rpartition(b"/")
        self.kinds.setdefault(around, {})[name] = info.type
        if info.type == h5py.h5l.TYPE_HARD and info.u not in self.places:
            self.places.add(info.u)
            self.known.add(path)
        return True if len(self.places) > _MOST_NAMES else None

    def paths_with(self, name):
        """Paths of the groups that hold a group of that name; none if the overview does not tell."""
        end = f"/{name}"
        paths = [key.decode("utf-8", "surrogateescape") for key in self.kinds if self.complete]
        return [path.removesuffix(name).rstrip("/") for path in paths if f"/{path}".endswith(end)]

    def group(self, path):
        """A group as `names_of` and `StoredArray` take it, not opened; None if the overview does not tell."""
        key = path.encode("utf-8", "surrogateescape")
        if not self.complete or key not in self.known:
            return None
        return _SeenGroup(self.file, path, key, self.kinds.get(key, {}))


class _SeenGroup:
    """A group that an `Overview` found."""

    def __init__(self, file, path, key, kinds):
        self.id, self.name, self.prefix = file.id, f"/{path}", key + b"/"
        self._keras_link_kinds = kinds


def check_depth(path):
    """Refuses groups in groups without end, as links to a group around make them."""
    if path.count("/") > _DEEPEST_GROUP:
        raise Refused("The groups of the file are nested too deeply, or one of them holds itself.")


def checked_dataset(group, name):
    """A dataset of a group, of which the array lies in this file and is no larger than its storage tells.

    Raises:
        ValueError: If it is a link, external, virtual, no array of numbers, or far larger than what is stored.
    """
    found, shape, dtype, _ = _array_of(group, name)
    _check_storage(group, name, found, math.prod(shape) * dtype.itemsize)
    return h5py.Dataset(found)


def _array_of(group, name):
    """A dataset of numbers: its low-level id, shape and dtype, and whether its numbers lie there as in memory."""
    found = _child(group, name)
    shape = found.shape if isinstance(found, h5py.h5d.DatasetID) else None
    if shape is None:
        raise ValueError(f"The file holds no array at {_place(group, name)}.")
    kind = found.get_type()
    if kind.equal(_type_of(_USUAL)):  # h5py takes four times as long to say what the dtype is
        return found, shape, _USUAL, True
    dtype = found.dtype
    if not is_number(dtype):
        raise Refused(f"The array at {_place(group, name)} does not hold numbers. Its dtype is {dtype}.")
    return found, shape, dtype, kind.equal(_type_of(dtype))


def _check_storage(group, name, found, claimed):
    options = found.get_create_plist()
    if options.get_layout() == h5py.h5d.VIRTUAL or options.get_external_count():
        raise Refused(f"The array at {_place(group, name)} lies in other files. Such arrays are not read.")
    stored = min(found.get_storage_size(), h5py.h5i.get_file_id(found).get_filesize())  # pieces may share bytes
    if claimed > max(FLOOR, EXPANSION * stored):
        raise Refused(
            f"The array at {_place(group, name)} claims {claimed} bytes, but {stored} are stored. It is not read."
        )
    if options.get_layout() == h5py.h5d.CHUNKED and not _is_well_packed(found, options, claimed):
        raise Refused(
            f"The pieces of the array at {_place(group, name)} unpack to far more than it is, or are packed by filters "
            "other than gzip. It is not read."
        )


def _is_well_packed(found, options, claimed):
    """Looks at the pieces of an array before HDF5 does, which takes memory for whatever they unpack to."""
    shape, filters = options.get_chunk(), [options.get_filter(i)[0] for i in range(options.get_nfilters())]
    count = math.prod(-(-size // part) for size, part in zip(found.shape, shape))
    size = math.prod(shape) * found.dtype.itemsize
    if size * max(count, 1) > max(FLOOR, _PADDING * claimed):
        return False
    if not {_DEFLATE, _SHUFFLE, _FLETCHER}.issuperset(filters) or len(set(filters)) < len(filters):
        return False
    pieces = []
    found.chunk_iter(lambda piece: pieces.append(piece) or len(pieces) > count)
    return len(pieces) <= count and all(_unpacks_to(found, piece, size) for piece in pieces)


def _unpacks_to(found, piece, size):
    if piece.size > 2 * size + 64:
        return False
    skipped, packed = found.read_direct_chunk(piece.chunk_offset)
    try:
        return bool(skipped) or len(zlib.decompressobj().decompress(packed, size + 5)) < size + 5
    except zlib.error:
        return True  # not packed, or damaged, as HDF5 will find


class StoredArray:
    """A dataset that was checked as `checked_dataset` does.

    Attributes: `shape`; `dtype`; `size` in bytes; `offset`, where its bytes lie in the file as they are in memory, or
    None if only HDF5 can read it.

    Args:
        group: `h5py.Group`.
        name: String.
        stretch: `Stretch` of the file that HDF5 reads, or None.
    """

    def __init__(self, group, name, stretch):
        found, self.shape, self.dtype, as_in_memory = _array_of(group, name)
        self.size = size = math.prod(self.shape) * self.dtype.itemsize
        self.offset = None
        if stretch is not None and as_in_memory:
            self.offset = found.get_offset()  # None if in several pieces, packed, or in other files
        if self.offset is None:
            _check_storage(group, name, found, size)
            self._dataset = found  # HDF5 takes long to close a file of which many datasets are open
        elif not stretch.holds(self.offset, size):
            raise Refused(f"The array at {_place(group, name)} reaches beyond the end of the file. It is not read.")
        self._stretch, self._ahead = stretch, None

    def begin(self, memory):
        """An array that is filled by who called, for the next `read`.

        Its pages come from this thread: what a core gave back waits there, while another core gets new memory of the
        system, which may take it ten times as long.
        """
        self._ahead = memory.empty(self.shape, self.dtype)
        content = self._ahead.reshape(-1).view("u1")
        content[:: mmap.PAGESIZE << 9] = content[-1] = 0  # a byte of each large page
        return self._ahead

    def read(self, memory):
        """The array, in memory from a `Memory`."""
        if self._ahead is not None:
            array, self._ahead = self._ahead, None
            return array
        array = memory.empty(self.shape, self.dtype)
        if self.offset is not None:
            self._stretch.read_into(array, self.offset)
        elif array.size:
            self._dataset.read(h5py.h5s.ALL, h5py.h5s.ALL, array)
        return array


@functools.cache
def _type_of(dtype):
    """How HDF5 stores a dtype if it lies in the file as in memory."""
    return h5py.h5t.py_create(dtype)


def _place(group, name):
    return repr(f"{group.name}/{name}")


def is_number(dtype):
    """Whether a dtype is one of numbers, or of the raw bytes in which floats of 8 and 16 bits are written."""
    if dtype.kind == "V":
        return dtype.names is None and dtype.subdtype is None and dtype.itemsize == 2
    return dtype.kind in "biufc" and not dtype.hasobject


class Allowance:
    """Limits how much memory the arrays of one file take together.

    Args:
        size: Bytes of the file.
    """

    def __init__(self, size):
        self.left = max(64 * FLOOR, EXPANSION * size)

    def take(self, size):
        """Notes so many bytes more.

        Raises:
            ValueError: If the arrays are far larger than the file.
        """
        self.left -= size
        if self.left < 0:
            raise Refused("The arrays of the file claim far more bytes than the file has. It is not read.")


def text_attribute(group, name):
    """A text of a group's attributes, or None if there is none.

    Raises:
        ValueError: If it is no text, or too long.
    """
    texts = _texts(group, name, 1)
    if texts is not None and len(texts) != 1:
        raise ValueError(f"The attribute {name!r} of {group.name} must be one text. It has {len(texts)}.")
    return None if texts is None else texts[0]


def names_attribute(group, name):
    """A list of names of a group's attributes, or None; a long one lies in `<name>0`, `<name>1`, ...

    Raises:
        ValueError: If it holds something else.
    """
    names = _texts(group, name, _MOST_NAMES)
    part = 0
    while (more := _texts(group, f"{name}{part}", _MOST_NAMES)) is not None:
        names = (names or []) + more
        part += 1
    return names


def _texts(group, name, most):
    if name not in group.attrs:
        return None
    attribute = group.attrs.get_id(name)
    count = int(np.prod(attribute.shape, dtype="int64"))
    if not count:
        return []
    if attribute.dtype.kind not in "SUO" or h5py.check_string_dtype(attribute.dtype) is None:
        raise ValueError(f"The attribute {name!r} of {group.name} must hold text. Its dtype is {attribute.dtype}.")
    if count > most or count * attribute.dtype.itemsize > MAX_JSON_BYTES:
        raise ValueError(f"The attribute {name!r} of {group.name} is too long: {count} texts.")
    if h5py.check_string_dtype(attribute.dtype).length is None:
        _check_texts(group.file, name.encode(), count)
    values = np.asarray(group.attrs[name], dtype=object).reshape(-1)
    return [value.decode("utf-8") if isinstance(value, bytes) else str(value) for value in values]


def _check_texts(file, name, count):
    """Looks at texts of any length before HDF5 does, which believes every size that it finds.

    Args:
        name: Bytes, the name of the attribute.
        count: Integer, how many texts it holds.

    Raises:
        ValueError: If HDF5 would never end, or take more memory than any text needs.
    """
    if file.driver != "sec2" or not file.id.get_filesize():
        return
    if file.mode != "r":
        file.flush()  # what is looked at are the bytes on the disk
    with mmap.mmap(file.id.get_vfd_handle(), 0, access=mmap.ACCESS_READ) as memory:
        sizes = [size for place in _values(memory, name, count) for size in _lengths(memory, place, count)]
        if not sizes or max(sizes) > MAX_JSON_BYTES:
            raise Unreadable("This is no readable HDF5 file. Texts of its attributes are damaged.")
        _check_heaps(memory)


def _values(memory, name, count):
    """Where the values of the attributes of a name lie in a file, of those with so many texts of any length."""
    place = memory.find(name + b"\0")
    while place >= 0:
        for version, front in ((1, 8), (2, 8), (3, 9)):
            start = place - front
            if start >= 0 and memory[start] == version:
                name_size, *sizes = struct.unpack("<HHH", memory[start + 2 : start + 8])
                if version == 1:  # pads each part
                    name_size, *sizes = (-(-size // 8) * 8 for size in (name_size, *sizes))
                dtype = place + name_size
                shape = dtype + sizes[0]
                if shape + 8 <= len(memory) and memory[dtype] % 16 == _ANY_LENGTH and _count(memory, shape) == count:
                    yield shape + sizes[1]
        place = memory.find(name + b"\0", place + 1)


def _count(memory, place):
    """How many elements a stored shape has."""
    version, rank = memory[place : place + 2]
    start = place + (8 if version == 1 else 4)
    sizes = memory[start : start + 8 * rank]
    return math.prod(size for (size,) in struct.iter_unpack("<Q", sizes[: len(sizes) // 8 * 8]))


def _lengths(memory, place, count):
    """The lengths of texts of which each has length, address and number in 16 bytes."""
    stored = memory[place : place + 16 * count]
    return [length for length, _, _ in struct.iter_unpack("<LQL", stored[: len(stored) // 16 * 16])]


def _check_heaps(memory):
    """Looks at the heaps in which HDF5 keeps texts of any length.

    HDF5 walks from object to object by their sizes, and never ends at one that says to take no space, or so much
    that its numbers overflow.
    """
    start = memory.find(_HEAP)
    while start >= 0:
        end = min(start + int.from_bytes(memory[start + 8 : start + 16], "little"), len(memory))
        place = start + 16
        while place + 16 <= end:
            index, size = struct.unpack("<HxxxxxxQ", memory[place : place + 16])
            step = 16 + -(-size // 8) * 8 if index else size
            if not 0 < step <= end - place:
                raise Unreadable("This is no readable HDF5 file. The heap of its texts is damaged.")
            place += step
        start = memory.find(_HEAP, start + 4)
