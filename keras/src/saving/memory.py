"""Memory into which the bytes of files are read."""
import ctypes
import math
import mmap
import os

import numpy as np

_ALIGNMENT = 64  # bytes; frameworks take over memory that begins at such an address as it is
_BLOCK = 2**23  # how much is asked of the system at once for small arrays ...
_OWN = 2**22  # ... while those from here on have memory of their own, which goes when they go
_SMALL = 2**16  # biases must not hold on to the blocks of kernels
_LARGE_PAGE = 2**21
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
        target, place = memoryview(array.reshape(-1).view("u1")), self.start + offset
        while len(target):
            count = os.preadv(self.descriptor, [target], place)
            if not count:
                raise ValueError("The file became shorter while it was read.")
            target, place = target[count:], place + count
