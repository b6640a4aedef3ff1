import math
import operator

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.layer import Layer


@keras_export("keras.layers.Reshape")
class Reshape(Layer):
    """Gives each sample another shape.

    Args:
        target_shape: Tuple of integers, the shape without the batch axis. One of them may be -1 (or None): it is
            found from the number of elements.

    Input: `(batch, ...)`. Output: `(batch, *target_shape)` in the input's dtype.

    Raises:
        ValueError: If more than one size is left open, or a sample does not have the right number of elements.

    Example:

    >>> keras.layers.Reshape((-1, 2))(keras.ops.ones((3, 4))).shape
    (3, 2, 2)
    """

    def __init__(self, target_shape, **kwargs):
        super().__init__(**kwargs)
        self.target_shape = _checked_sizes(target_shape)
        self._sizes = tuple(-1 if size is None else size for size in self.target_shape)
        if self._sizes.count(-1) > 1:
            raise ValueError(
                "Argument `target_shape` of Reshape may leave one size open (-1), not more. "
                f"Received: target_shape={self.target_shape}"
            )
        self.built = True

    def call(self, inputs):
        batch = inputs.shape[0]
        sizes = self._sizes
        if batch is None:
            sizes = self._resolve(inputs.shape)
            batch = -1
            if None in sizes:
                batch, sizes = ops.shape(inputs)[0], self._sizes
        try:
            return ops.reshape(inputs, (batch, *sizes))
        except Exception:
            self._resolve(inputs.shape)  # Says it better where the number of elements is the cause.
            raise

    def _resolve(self, input_shape):
        """The sizes of a sample, with None for what is not known before the call."""
        sample = tuple(input_shape[1:])
        if None in sample:
            return tuple(None if size == -1 else size for size in self._sizes)
        count = math.prod(sample)
        known = math.prod(size for size in self._sizes if size != -1)
        if -1 not in self._sizes:
            legal, found = count == known, None
        else:
            legal, found = known > 0 and count % known == 0, count // max(known, 1)
        if not legal:
            raise ValueError(
                f"Layer {self.name!r} cannot give samples of shape {sample} its `target_shape`: the number of elements "
                f"differs. Received: target_shape={self.target_shape}"
            )
        return tuple(found if size == -1 else size for size in self._sizes)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], *self._resolve(input_shape))

    def compute_output_spec(self, inputs):
        return backend.KerasTensor(
            self.compute_output_shape(inputs.shape), dtype=inputs.dtype, sparse=inputs.sparse
        )

    def get_config(self):
        return super().get_config() | config_of(self, "target_shape")


def _checked_sizes(target_shape):
    """`target_shape` as a tuple."""
    try:
        sizes = tuple(target_shape)
        legal = all(size is None or operator.index(size) >= -1 for size in sizes)
    except TypeError:
        legal = False
    if not legal:
        raise ValueError(
            "Argument `target_shape` of Reshape must be a tuple of integers, one of which may be -1. "
            f"Received: target_shape={target_shape!r}"
        )
    return sizes
