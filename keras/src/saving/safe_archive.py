"""Archives, JSON and arrays of strangers: nothing is allocated, written or followed before it was looked at."""
import collections
import io
import json
import math
import os
import re
import stat
import zipfile
import zlib

import ml_dtypes
import numpy as np

from keras.src.saving.archive import StoredMember
from keras.src.saving.refusals import FLOOR, MAX_JSON_BYTES, NoArchive, Refused
from keras.src.saving.safe_hdf5 import is_number

_SHARD = re.compile(r"[^/\\:\0]+\.weights\.h5")
_LARGEST_ARCHIVE_RATIO = 16
_LARGEST_MEMBER_RATIO = 32


def open_archive(path, stored=None):
    """A `.keras` archive for reading.

    Args:
        path: Path of the archive, or an open file.
        stored: Integer, how many bytes of a file it was unpacked from; None if it is the file.

    Raises:
        ValueError: If it is no zip file, or its members have unsafe or repeated names or add up to far more than
            the file's size.
    """
    try:
        archive = zipfile.ZipFile(path, "r")
    except (zipfile.BadZipFile, OSError) as e:
        name = getattr(path, "name", path)
        raise NoArchive(
            f"This is no whole `.keras` file (a zip archive). {e}. Received: filepath={str(name)!r}"
        ) from e
    try:
        _check_members(archive, path, stored)
    except ValueError:
        archive.close()
        raise
    return archive


def _check_members(archive, path, stored):
    counts = collections.Counter(info.filename for info in archive.infolist())
    repeated = [name for name, count in counts.items() if count > 1]
    if repeated:
        raise Refused(f"The archive {path} has several members of one name: {sorted(repeated)[:5]}")
    for info in archive.infolist():
        name = info.filename
        parts = name.replace("\\", "/").split("/")
        if name.startswith("/") or "\\" in name or ".." in parts or ":" in parts[0] or "\0" in name:
            raise Refused(f"The archive {path} has a member with an unsafe name: {name!r}")
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused(f"The archive {path} has a member that is a link or a device: {name!r}")
    total = sum(info.file_size for info in archive.infolist())
    if stored is None:
        stored = archive.fp.seek(0, io.SEEK_END)
    packed = min(stored, sum(info.compress_size for info in archive.infolist()))  # members may share bytes
    if total > max(64 * FLOOR, _LARGEST_ARCHIVE_RATIO * packed):
        raise Refused(f"The archive {path} holds {packed} bytes that claim to unpack to {total}. It is not read.")


def read_member(archive, name, limit=None):
    """The bytes of a small member; without a limit of its own it may not unpack to far more than is stored.

    Raises:
        ValueError: If there is no such member, it is damaged, or larger than `limit`.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise ValueError(f"The archive has no member {name!r}; it was not written by Keras.") from None
    if limit is None:
        limit = min(MAX_JSON_BYTES, max(8 * FLOOR, _LARGEST_MEMBER_RATIO * info.compress_size))
    if info.file_size > limit:
        raise Refused(f"The member {name!r} is too large: {info.file_size} bytes, where {limit} are allowed.")
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as e:
        raise ValueError(f"The member {name!r} of the archive is damaged. {e}") from e


def read_text(path):
    """The text of a small file.

    Raises:
        ValueError: If it is too large, or no text.
    """
    if os.path.getsize(path) > MAX_JSON_BYTES:
        raise Refused(f"The file {path} is too large: {MAX_JSON_BYTES} bytes are allowed.")
    with open(path, encoding="utf-8") as file:
        return file.read()


def read_json(text, what):
    """JSON of limited depth.

    Raises:
        ValueError: If it is no JSON, or too deep.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as e:
        raise json.JSONDecodeError(f"{what} is no readable JSON. {e.msg}", e.doc, e.pos) from e
    except (ValueError, RecursionError) as e:
        raise ValueError(f"{what} is no readable JSON. {type(e).__name__}: {e}") from e


def open_member(archive, name):
    """A large member as a file of its own: checked in the background if it is stored plainly, else unpacked in memory.

    Returns:
        An object with `open()`, which gives what `open_h5` reads, and `close()`.

    Raises:
        ValueError: If there is no such member, or it is damaged.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise ValueError(f"The archive has no member {name!r}; it was not written by Keras.") from None
    on_disk = isinstance(archive.fp, io.BufferedIOBase) and not isinstance(archive.fp, io.BytesIO)
    if on_disk and info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1:
        return StoredMember(archive, info)
    return _UnpackedMember(read_member(archive, name, limit=info.file_size))


class _UnpackedMember:
    """A member in memory."""

    def __init__(self, content):
        self.content = content

    def open(self):
        return io.BytesIO(self.content)

    def stretch(self):
        """None: it is in no file."""

    def check(self):
        """Its checksum was looked at when it was unpacked."""

    def close(self):
        self.content = None


def inside(folder, path):
    """`folder/path`, which must not lead out of the folder.

    Raises:
        ValueError: If it would.
    """
    root = os.path.realpath(folder)
    target = os.path.realpath(os.path.join(root, path.replace("\\", "/").lstrip("/")))
    if target != root and not target.startswith(root.rstrip(os.sep) + os.sep):
        raise Refused(f"The path {path!r} leads out of the folder of its file.")
    return target


def refuse_links_out(folder, home):
    """Looks for links below a folder that lead out of its home: assets are texts, and may be shown to others.

    Files of Hugging Face's cache are links to its `blobs`.

    Raises:
        ValueError: If there is one.
    """
    home = os.path.realpath(home)
    snapshots = os.path.dirname(home)
    homes = [home]
    if os.path.basename(snapshots) == "snapshots":
        homes.append(os.path.join(os.path.dirname(snapshots), "blobs"))
    for place, folders, files in os.walk(folder):
        for path in [place, *(os.path.join(place, name) for name in folders + files)]:
            target = os.path.realpath(path)
            if not any(os.path.commonpath([known, target]) == known for known in homes):
                raise Refused(f"The asset {path!r} is a link that leads out of the model's folder. It is not read.")


def extract_assets(archive, prefix, folder):
    """Writes the files directly under `prefix` of an archive into a folder."""
    prefix = prefix.rstrip("/") + "/"
    for info in archive.infolist():
        name = info.filename.removeprefix(prefix)
        if not info.filename.startswith(prefix) or not name or info.is_dir():
            continue
        target = inside(folder, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(read_member(archive, info.filename))


def shard_map(path):
    """The weight map of sharded weights, whose shards all lie beside it.

    Raises:
        ValueError: If the file is malformed or names other files.
    """
    index = read_json(read_text(path), f"The file {path}")
    weight_map = index.get("weight_map") if isinstance(index, dict) else None
    if not isinstance(weight_map, dict):
        raise ValueError(f"The file {path} has no `weight_map`.")
    for shards in weight_map.values():
        for shard in shards if isinstance(shards, list) else [shards]:
            if not isinstance(shard, str) or not _SHARD.fullmatch(shard):
                raise Refused(f"The file {path} names a shard that is no file of weights beside it: {shard!r}")
    return weight_map


def read_npz(path, archive=None):
    """Arrays of an `.npz` file, by name. Pickled members are refused.

    Raises:
        ValueError: If the file is malformed or a member claims far more than is stored.
    """
    file, contents, stored = path, {}, None
    if archive is not None:
        file, stored = io.BytesIO(read_member(archive, str(path), 2**62)), archive.getinfo(str(path)).compress_size
    with open_archive(file, stored) as npz:
        for info in npz.infolist():
            array = _read_npy(read_member(npz, info.filename, 2**62), info.filename)
            array = array.view(ml_dtypes.bfloat16) if array.dtype == "V2" else array
            contents[info.filename.removesuffix(".npy")] = array
    return contents


def _read_npy(content, name):
    """The array of a member of an `.npz` file; its header is compared with what follows it first."""
    file = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(file)
        shape, fortran_order, dtype = _NPY_HEADERS[version](file)
    except (ValueError, KeyError, TypeError, SyntaxError, RecursionError, MemoryError) as e:
        raise Refused(f"The member {name!r} is no array of numbers. {type(e).__name__}: {e}") from e
    if dtype.hasobject or not is_number(dtype):
        raise Refused(f"The member {name!r} does not hold numbers but {dtype}. Pickles are never read.")
    if math.prod(shape) * dtype.itemsize != len(content) - file.tell():
        raise Refused(f"The member {name!r} claims the shape {shape}, but holds {len(content) - file.tell()} bytes.")
    return np.frombuffer(content, dtype, offset=file.tell()).reshape(shape, order="F" if fortran_order else "C")


_NPY_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
