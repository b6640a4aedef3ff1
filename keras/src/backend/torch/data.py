"""What the training loop feeds to a step on the torch backend: tensors on the device."""
import numpy as np
import torch

from keras.src import tree
from keras.src.backend.torch.core import convert_to_tensor, get_device, to_torch_dtype
from keras.src.trainers.data_adapters.rows import NumpyRows, TextRows, float_target, numpy_rows

READS_LIKE_TF_DATA = False
# On an accelerator the training thread only begins a step and then reads the next batch itself. On the CPU a step and
# another thread would draw from one random generator by chance, and a reused array would change under the step.
READS_AHEAD = False
_ARRAYS = (np.ndarray, torch.Tensor)
_PIECES = 64  # how many views of a tensor are made at once, which takes half the time


class TorchRows:
    """Rows of a tensor; on an accelerator each batch is moved there by itself.

    Args:
        tensor: The tensor.
        dtype: Torch dtype of the batches.
        device: Device of the batches.
    """

    __slots__ = ("tensor", "dtype", "device", "ready")

    def __init__(self, tensor, dtype, device):
        self.tensor = tensor
        self.dtype = dtype
        self.device = device
        self.ready = tensor.dtype is dtype and tensor.device == device

    def cut(self, start, stop):
        """Rows `start` to `stop`."""
        return self._moved(self.tensor[start:stop])

    def pieces(self, size):
        """All rows in order, so many at a time."""
        many = _PIECES * size
        for start in range(0, len(self.tensor), many):
            for part in self.tensor[start : start + many].split(size):
                yield self._moved(part)

    def take(self, index):
        """The rows of these indices, in their order."""
        return self._moved(self.tensor[index])

    def _moved(self, part):
        return part if self.ready else part.to(self.device, self.dtype, non_blocking=True)


class StoredRows:
    """Rows that NumPy reads, as tensors."""

    __slots__ = ("rows",)

    def __init__(self, rows):
        self.rows = rows

    def cut(self, start, stop):
        """Rows `start` to `stop`."""
        return convert_to_tensor(self.rows.cut(start, stop))

    def take(self, index):
        """The rows of these indices, in their order."""
        return convert_to_tensor(self.rows.take(np.asarray(index)))


def rows(array):
    """Rows of an array-like."""
    if not isinstance(array, torch.Tensor):
        found = numpy_rows(array)
        array = found.array
        if type(found) is TextRows:
            return found
        if type(found) is not NumpyRows or not array.flags.writeable or min(array.strides, default=0) < 0:
            return StoredRows(found)
        try:
            array = torch.from_numpy(array)
        except TypeError:  # a dtype that torch lacks, as bfloat16 of ml_dtypes
            return StoredRows(found)
    target = float_target(array.dtype)
    dtype = to_torch_dtype(target) if target else array.dtype
    return TorchRows(array, dtype, torch.device(get_device()))


def batch(structure):
    """A batch of any framework's tensors as tensors on the device."""
    if type(structure) is tuple and all(type(part) in _ARRAYS for part in structure):  # the common case
        return tuple([_leaf(part) for part in structure])
    return tree.map_structure(_leaf, structure)


def _leaf(value):
    if value is None or (type(value) is np.ndarray and value.dtype.kind in "USO"):
        return value
    return convert_to_tensor(value)


def _draw():
    return int(torch.empty((), dtype=torch.int64).random_())


class Order:
    """Random orders as a torch DataLoader draws them from the global generator."""

    @staticmethod
    def permutation(count):
        """An order of all samples, from a generator of its own that the global one seeds."""
        generator = torch.Generator()
        generator.manual_seed(_draw())
        return torch.randperm(count, generator=generator)

    @staticmethod
    def within_batch(count):
        """An order of the samples of one batch."""
        return torch.randperm(count)


# A DataLoader draws a seed for its workers whenever it is iterated over. The same draws are made here, so that
# what comes after them is random in the same way.


def before_pass(adapter):
    """Draws what a DataLoader would when a pass begins; one that a user made draws by itself."""
    if not hasattr(adapter, "_dataloader"):
        _draw()


def after_pass(adapter=None):
    """Draws what preparing the next pass would."""
    _draw()
