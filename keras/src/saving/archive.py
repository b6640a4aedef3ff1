"""Weights inside a `.keras` archive, written and read by HDF5 in place.

HDF5 leaves a *user block* free at the beginning of a file if asked to, and finds a file that begins behind one. The
header of a zip member fits in there. So HDF5 writes the weights straight to where they lie in the archive, as its first
member, and reads them from there: nothing is copied, and other programs see an ordinary zip file.
"""
import collections
import contextlib
import functools
import io
import mmap
import os
import struct
import time
import zipfile
import zlib

import numpy as np

from keras.src.backend.common.late import LateModule
from keras.src.saving.memory import Stretch
from keras.src.utils.background import Background

h5py = LateModule("h5py")
USER_BLOCK = 512  # bytes; the smallest that HDF5 offers
_ADDRESSES = 24  # where a superblock of version 0 keeps: base, free space, end of file
_ZIP64_FIELD = 20  # bytes that `ZipInfo.FileHeader` adds for sizes of 64 bits
_PADDING = 0x6B65  # id of the extra field that fills the block; it begins with the member's two checksums
_LANES = 509  # a prime, so that pages that changed places are noticed
_WINDOW = 2**22  # bytes of a file that are looked at at once
_THREADS = 2 if (os.cpu_count() or 1) > 2 else 1  # that compute a checksum; who reads or writes needs a core, too
_POLYNOMIAL = 0xEDB88320  # of the CRC-32 of zip files, lowest power in the highest bit


@contextlib.contextmanager
def archive_around(path, name, known=()):
    """An archive, open for writing, whose first member is the HDF5 file that was written behind a user block.

    The member's checksum is computed in the background while others are written.

    Args:
        path: Path of the HDF5 file, which becomes the archive.
        name: Name of the member.
        known: `ChecksumsOfArrays.known` of those arrays that were summed up while they were written.

    Yields:
        `zipfile.ZipFile`.
    """
    with open(path, "r+b") as file:
        _forget_user_block(file)
        size = file.seek(0, io.SEEK_END) - USER_BLOCK
        sums, checksum = Checksum(file, USER_BLOCK, size, summary=_sums), Checksum(file, USER_BLOCK, size, known)
        with sums, checksum, zipfile.ZipFile(file, "w") as archive:
            yield archive
            member = zipfile.ZipInfo(name, time.localtime()[:6])
            member.file_size = member.compress_size = size
            member.header_offset = 0
            member.CRC = checksum.result()
            archive.filelist.insert(0, member)
            archive.NameToInfo[name] = member
            header = _header_of(member, sums.result())
        file.seek(0)
        file.write(header)


def _forget_user_block(file):
    """Makes the addresses count from the HDF5 file's own beginning, as they would without the block."""
    file.seek(USER_BLOCK + _ADDRESSES)
    base, free, end = struct.unpack("<QQQ", file.read(24))
    if base != USER_BLOCK:
        raise RuntimeError(f"HDF5 wrote a superblock of another kind: its base address is {base}.")
    file.seek(USER_BLOCK + _ADDRESSES)
    file.write(struct.pack("<QQQ", 0, free, end - USER_BLOCK))


def _header_of(member, sums):
    filled = 30 + len(member.filename.encode()) + _ZIP64_FIELD + 4
    padding = struct.pack("<LL", member.CRC, sums).ljust(USER_BLOCK - filled, b"\0")
    member.extra = struct.pack("<HH", _PADDING, len(padding)) + padding
    return member.FileHeader(zip64=True)


class ChecksumsOfArrays:
    """The CRC-32 of each array, computed in the background while HDF5 writes it.

    Attributes: `known`, a list of `(offset in the file, size in bytes, checksum)`.
    """

    def __init__(self):
        self.known = []

    def write(self, dataset, array):
        """Writes an array.

        Args:
            dataset: `h5py.h5d.DatasetID` of one piece.
            array: The contiguous array for the whole of it.
        """
        checksum = Background(zlib.crc32, array.reshape(-1).view("u1"))
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, array)
        self.known.append((dataset.get_offset(), array.nbytes, checksum.result()))


class Checksum:
    """The checksum of a stretch of a file, computed in the background, and at the end by who waits for it as well.

    Args:
        file: File open for reading, with a file descriptor.
        start: Offset of the first byte.
        size: Number of bytes.
        known: List of `(offset, size, checksum)` of parts that need not be looked at.
        summary: `zlib.crc32` for the CRC-32, or `_sums` for one that takes an eighth of its time.
    """

    def __init__(self, file, start, size, known=(), summary=zlib.crc32):
        self.descriptor, self.summary, end = file.fileno(), summary, start + size
        self.found = {offset: checksum for offset, _, checksum in known}
        self.parts = []  # pairs of an offset and a size
        for offset, length, _ in [*sorted(known), (end, 0, 0)]:
            self.parts += [(place, min(_WINDOW, offset - place)) for place in range(start, offset, _WINDOW)]
            self.parts += [(offset, length)]
            start = offset + length
        self.waiting = collections.deque(part for part in self.parts if part[1] and part[0] not in self.found)
        self.work = [Background(self._work) for _ in range(_THREADS)]

    def _work(self):
        with contextlib.suppress(IndexError):  # nothing is left
            while True:
                place, size = self.waiting.popleft()
                self.found[place] = _seen(self.summary, self.descriptor, place, size)

    def result(self):
        """The checksum."""
        self._work()
        for work in self.work:
            work.result()
        if self.summary is _sums:
            return zlib.crc32(struct.pack(f"<{len(self.found)}L", *(self.found[place] for place in sorted(self.found))))
        crc = 0
        for place, size in self.parts:
            crc = joined_crc32(crc, self.found.get(place, 0), size)
        return crc

    def close(self):
        """Ends the work."""
        self.waiting.clear()
        for work in self.work:
            work.wait()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _seen(summary, descriptor, start, size):
    """Looks at the file through a small window, so that it does not count as memory in use."""
    page = start % mmap.ALLOCATIONGRANULARITY
    memory = mmap.mmap(descriptor, page + size, access=mmap.ACCESS_READ, offset=start - page)
    with memory, memoryview(memory)[page:] as stretch:
        return summary(stretch)


def _sums(stretch):
    """The CRC-32 of the sums of every 509th word: as quick as memory."""
    rows = len(stretch) // (8 * _LANES)
    words = np.frombuffer(stretch, "<u8", rows * _LANES).reshape(rows, _LANES)
    return zlib.crc32(stretch[8 * words.size :], zlib.crc32(np.add.reduce(words)))


def joined_crc32(first, second, length):
    """CRC-32 of two stretches in a row.

    A CRC is a remainder of polynomials over GF(2): `length` bytes more multiply the first by `x ** (8 * length)`.

    Args:
        first: CRC-32 of the first stretch.
        second: CRC-32 of the second.
        length: Number of bytes in the second.
    """
    for bit in range(length.bit_length()):
        if length >> bit & 1:
            first = _times(first, _power(bit))
    return first ^ second


@functools.cache
def _power(bit):
    """`x ** (8 * 2 ** bit)`."""
    return _times(_power(bit - 1), _power(bit - 1)) if bit else 1 << 23


def _times(a, b):
    """Product of two polynomials over GF(2), modulo that of the CRC."""
    product, bit = 0, 1 << 31
    while bit:
        if a & bit:
            product ^= b
        b = b >> 1 ^ (_POLYNOMIAL if b & 1 else 0)
        bit >>= 1
    return product


class StoredMember:
    """A member that lies in an archive on disk as it is; its checksum is computed in the background.

    That is the quick one if the header has it, for the CRC-32 that the archive's directory tells.

    Args:
        archive: `zipfile.ZipFile` over a file with a file descriptor.
        info: `zipfile.ZipInfo` of the member.

    Raises:
        ValueError: If the member's header is damaged, or it reaches beyond the end of the file.
    """

    def __init__(self, archive, info):
        self.file, self.info = archive.fp, info
        self.file.seek(max(info.header_offset, 0))  # damaged directories count from before the file
        header = self.file.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise ValueError(f"The member {info.filename!r} of the archive is damaged.")
        name_size, extra_size = struct.unpack("<HH", header[26:30])
        extra = self.file.read(name_size + extra_size)[name_size:]
        self.start = info.header_offset + 30 + name_size + extra_size
        if self.start + info.file_size > os.fstat(self.file.fileno()).st_size:
            raise ValueError(f"The member {info.filename!r} of the archive is cut off.")
        kind, _, crc, sums = struct.unpack("<HHLL", extra[:12].ljust(12))
        quick = (kind, crc) == (_PADDING, info.CRC)
        self.expected, summary = (sums, _sums) if quick else (info.CRC, zlib.crc32)
        self.checksum = Checksum(self.file, self.start, info.file_size, summary=summary)

    def open(self):
        """What HDF5 opens: the archive's own path if it finds the member there, else a window into the file."""
        return self.file.name if self._is_found_by_hdf5() else _Window(self.file, self.start, self.info.file_size)

    def stretch(self):
        """The `Stretch` in which the places that HDF5 tells count from the beginning of what it opened."""
        return Stretch(self.file.fileno(), 0 if self._is_found_by_hdf5() else self.start)

    def check(self):
        """Waits for the checksum.

        Raises:
            ValueError: If it is wrong.
        """
        if self.checksum.result() != self.expected:
            raise ValueError(f"The member {self.info.filename!r} of the archive is damaged: its checksum is wrong.")

    def _is_found_by_hdf5(self):
        """HDF5 looks at the offsets 0, 512, 1024, 2048, ...; ours lies at the first where it can."""
        path = self.file.name
        if (self.info.header_offset, self.start) != (0, USER_BLOCK) or not isinstance(path, (str, os.PathLike)):
            return False
        return os.path.samestat(os.stat(path), os.fstat(self.file.fileno()))

    def close(self):
        """Ends the work in the background."""
        self.checksum.close()


class _Window(io.RawIOBase):
    """A stretch of a file as a file of its own."""

    def __init__(self, file, start, size):
        self.file, self.start, self.size, self.position = file, start, size, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.position

    def seek(self, offset, whence=io.SEEK_SET):
        self.position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.size}[whence]
        return self.position

    def readinto(self, buffer):
        count = max(0, min(len(buffer), self.size - self.position))
        self.file.seek(self.start + self.position)
        count = self.file.readinto(memoryview(buffer)[:count])
        self.position += count
        return count
