"""What the training loop feeds to a step on the tensorflow backend: eager tensors."""
import numpy as np
import tensorflow as tf
from tensorflow.python.eager import context

from keras.src import tree
from keras.src.backend.tensorflow.core import convert_to_tensor
from keras.src.trainers.data_adapters.rows import before_pass, float_target, numpy_rows  # noqa: F401

READS_LIKE_TF_DATA = True
READS_AHEAD = True  # A step is one call, which keeps the training thread waiting and lets another run.
_READY = (tf.Tensor, tf.RaggedTensor, tf.SparseTensor, tf.distribute.DistributedValues)


class TensorRows:
    """Rows of a source that NumPy reads, as tensors.

    Args:
        rows: The source.
    """

    __slots__ = ("rows",)

    def __init__(self, rows):
        self.rows = rows

    def cut(self, start, stop):
        """Rows `start` to `stop`."""
        return tf.convert_to_tensor(self.rows.cut(start, stop))

    def take(self, index):
        """The rows of these indices, in their order."""
        return tf.convert_to_tensor(self.rows.take(index))


class GatheredRows:
    """Rows that TensorFlow itself picks: of strings, ragged and sparse tensors."""

    __slots__ = ("tensor",)

    def __init__(self, tensor):
        self.tensor = tensor

    def cut(self, start, stop):
        """Rows `start` to `stop`."""
        if isinstance(self.tensor, tf.SparseTensor):
            size = [stop - start, *self.tensor.shape[1:]]
            return tf.sparse.slice(self.tensor, [start, *[0] * (len(size) - 1)], size)
        return self.tensor[start:stop]

    def take(self, index):
        """The rows of these indices, in their order."""
        if isinstance(self.tensor, tf.SparseTensor):
            return tf.sparse.concat(0, [self.cut(i, i + 1) for i in index])
        return tf.gather(self.tensor, index)


def rows(array):
    """Rows of an array-like."""
    if isinstance(array, (tf.RaggedTensor, tf.SparseTensor)):
        target = float_target(array.dtype.name)
        return GatheredRows(tf.cast(array, target) if target else array)
    if isinstance(array, tf.Tensor) and array.dtype == tf.string:
        return GatheredRows(array)
    if isinstance(array, np.ndarray) and array.dtype.kind in "USO":
        return GatheredRows(tf.convert_to_tensor(array))
    return TensorRows(numpy_rows(array))


def after_pass(adapter=None):
    """Called when a pass ends: Keras 3 begins another then, so the same seed gives shuffles the same orders."""
    if hasattr(adapter, "skip_pass"):
        adapter.skip_pass()


def batch(structure):
    """A batch of any framework's tensors as tensors."""
    return tree.map_structure(_leaf, structure)


def _leaf(value):
    if value is None or isinstance(value, _READY):
        return value
    return convert_to_tensor(value)


class Order:
    """Random orders as `tf.random.shuffle` draws them in a pipeline: the global seed repeats them each pass."""

    def __init__(self):
        seed = context.global_seed()
        self._generator = None if seed is None else _Philox(seed)

    def permutation(self, count):
        """An order of all samples."""
        return np.random.permutation(count) if self._generator is None else self._generator.shuffled(count)

    within_batch = permutation


class _Philox:
    """The counter-based generator of Salmon et al. (2011) that TensorFlow's random kernels use."""

    def __init__(self, seed):
        # The first random operation of a function has operation seed 0; TensorFlow avoids the pair (0, 0).
        self._seed, self._stream, self._counter = seed % 2**64, 0 if seed else 2**31 - 1, 0

    def shuffled(self, count):
        """The indices below `count`, shuffled by Fisher and Yates' method."""
        if count < 2:
            return np.arange(count)
        draws = self._draws(count - 1)
        remaining = np.arange(count, 1, -1, dtype=np.uint32)
        offsets = (draws % remaining).tolist()
        order = list(range(count))
        for i, offset in enumerate(offsets):
            j = i + offset
            order[i], order[j] = order[j], order[i]
        return np.asarray(order)

    def _draws(self, count):
        """`count` random 32-bit integers; the counter moves on by whole blocks of four."""
        blocks, low, half = -(-count // 4), np.uint64(0xFFFFFFFF), np.uint64(32)
        position = np.arange(self._counter, self._counter + blocks, dtype=np.uint64)
        self._counter += blocks
        stream = np.full(blocks, self._stream, np.uint64)
        c = [position & low, position >> half, stream, np.zeros(blocks, np.uint64)]
        key = [self._seed & 0xFFFFFFFF, self._seed >> 32]
        for _ in range(10):
            p, q = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
            c = [(q >> half) ^ c[1] ^ np.uint64(key[0]), q & low, (p >> half) ^ c[3] ^ np.uint64(key[1]), p & low]
            key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
        return np.stack(c, axis=1).ravel()[:count].astype(np.uint32)
