"""Memory into which the bytes of files are read."""
import ctypes
import math
import mmap
import operator
import os

import numpy as np

_ALIGNMENT = 64  # bytes; frameworks take over memory that begins at such an address as it is
_BLOCK = 2**23  # how much is asked of the system at once for small arrays ...
_OWN = 2**22  # ... while those from here on have memory of their own, which goes when they go
_SMALL = 2**16  # biases must not hold on to the blocks of kernels
_LARGE_PAGE = 2**21
_GAP, _BUFFERS = 2**16, 512  # bytes between two arrays that are read with one call, and how many are at most
_CAN_MAP = all(hasattr(mmap, name) for name in ("MAP_PRIVATE", "MAP_ANONYMOUS", "MADV_HUGEPAGE"))


class Memory:
    """Gives out fresh arrays, aligned, on large pages: the system's work for new pages takes longer than reading does.

    Small arrays share blocks, of which the memory goes when the last of its arrays goes.

    Args:
        allowance: `safety.Allowance` of the file that is read, or None.
    """

    def __init__(self, allowance=None):
        self.allowance = allowance
        self.blocks = {}  # kind of array -> (block, bytes given out)

    def empty(self, shape, dtype):
        """An array that holds anything.

        Args:
            shape: Tuple of integers.
            dtype: NumPy dtype.
        """
        size = math.prod(shape) * dtype.itemsize
        if self.allowance is not None:
            self.allowance.take(size)
        if not _CAN_MAP or not size:
            return np.empty(shape, dtype)
        if size >= _OWN:
            return np.ndarray(shape, dtype, *_mapped(size))
        kind = size > _SMALL
        block, used = self.blocks.get(kind, (b"", 0))
        if used + size > len(block):
            block, used = _mapped(_BLOCK)
        self.blocks[kind] = block, used + -(-size // _ALIGNMENT) * _ALIGNMENT
        return np.ndarray(shape, dtype, block, used)


def _mapped(size):
    """Memory, and where in it so many bytes begin at a large page's begin and reach to the end."""
    block = mmap.mmap(-1, size + _LARGE_PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    start = -ctypes.addressof(ctypes.c_char.from_buffer(block)) % _LARGE_PAGE
    block.resize(start + size)
    block.madvise(mmap.MADV_HUGEPAGE)
    return block, start


class Stretch:
    """A part of a file on disk, read past HDF5.

    Args:
        descriptor: File descriptor, open for reading.
        start: Offset of the part.
    """

    def __init__(self, descriptor, start=0):
        self.descriptor, self.start = descriptor, start
        self.end = os.fstat(descriptor).st_size

    def holds(self, offset, size):
        """Whether so many bytes lie there."""
        return self.start + offset + size <= self.end

    def read_into(self, array, offset):
        """Fills an array with the bytes at an offset.

        Raises:
            ValueError: If the file ends before.
        """
        self._fill([_bytes_of(array)], self.start + offset)

    def read_all(self, places):
        """Fills arrays; those that lie one after the other with one call of the system, in which other threads work.

        Args:
            places: List of pairs of an offset and an array.
        """
        start = end = 0
        buffers = []
        for offset, array in sorted(places, key=operator.itemgetter(0)):
            if not 0 <= offset - end <= _GAP or len(buffers) >= _BUFFERS:
                self._fill(buffers, self.start + start)
                buffers, start, end = [], offset, offset
            if offset > end:
                buffers.append(memoryview(bytearray(offset - end)))
            buffers.append(_bytes_of(array))
            end = offset + array.nbytes
        self._fill(buffers, self.start + start)

    def _fill(self, buffers, place):
        while buffers:
            count = os.preadv(self.descriptor, buffers, place)
            if not count:
                raise ValueError("The file became shorter while it was read.")
            place += count
            while buffers and count >= len(buffers[0]):
                count -= len(buffers.pop(0))
            if count:
                buffers[0] = buffers[0][count:]


def _bytes_of(array):
    return memoryview(array.reshape(-1).view("u1"))
