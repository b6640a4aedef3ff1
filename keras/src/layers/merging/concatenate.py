from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, integer
from keras.src.layers.merging.base_merge import Merge, check_masks, check_shapes


@keras_export("keras.layers.Concatenate")
class Concatenate(Merge):
    """Joins tensors along one axis.

    Args:
        axis: Integer, the axis to join along. Default -1.

    Input: a list of tensors whose shapes agree but for that axis. Output: one tensor in the compute dtype.

    Raises:
        ValueError: If the input is no list, or the shapes do not agree.

    Example:

    >>> x = keras.ops.ones((2, 3))
    >>> keras.layers.Concatenate()([x, x]).shape
    (2, 6)
    """

    _only_passes_masks_on = True

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = integer(self, axis=axis)

    def build(self, input_shape):
        shapes = check_shapes(self, input_shape, 1)
        self.compute_output_shape(shapes)
        self.built = True

    def _merge_function(self, inputs):
        return ops.concatenate(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape):
        shapes = check_shapes(self, input_shape, 1)
        rank = len(shapes[0])
        if not -rank <= self.axis < rank:
            raise IndexError(
                f"Argument `axis` of Concatenate must name an axis of the inputs, which have {rank}. "
                f"Received: axis={self.axis}"
            )
        along = self.axis % rank
        output = []
        for axis in range(rank):
            sizes = [shape[axis] if len(shape) == rank else -1 for shape in shapes]
            if axis == along:
                output.append(None if None in sizes else sum(sizes))
                continue
            known = set(sizes) - {None}
            if len(known) > 1:
                raise ValueError(
                    f"Layer {self.name!r} joins tensors along axis {self.axis}; along the others their shapes must "
                    f"agree. Received: shapes {shapes}"
                )
            output.append(known.pop() if known else None)
        return tuple(output)

    def compute_mask(self, inputs, mask=None):
        check_masks(inputs, mask)
        if mask is None or all(m is None for m in mask):
            return None
        masks = [_full_mask(x, m) for x, m in zip(inputs, mask)]
        return ops.any(ops.concatenate(masks, axis=self.axis), axis=-1)

    def get_config(self):
        return super().get_config() | config_of(self, "axis")


def _full_mask(x, mask):
    """The mask in the shape of `x`; all true if there is none."""
    full = ops.ones_like(x, dtype="bool")
    if mask is None:
        return full
    mask = ops.cast(mask, "bool")
    if len(mask.shape) < len(x.shape):
        mask = ops.expand_dims(mask, tuple(range(len(mask.shape), len(x.shape))))
    return ops.logical_and(mask, full)


@keras_export("keras.layers.concatenate")
def concatenate(inputs, axis=-1, **kwargs):
    """Joins tensors along one axis: the layer `Concatenate` as a function.

    Args:
        inputs: A list of tensors whose shapes agree but for the axis.
        axis: Integer, the axis to join along. Default -1.
        **kwargs: Arguments of the layer, such as `name`.

    Returns:
        Tensor, the joined inputs, in the compute dtype.

    Example:

    >>> x = keras.ops.ones((2, 3))
    >>> keras.layers.concatenate([x, x], axis=0).shape
    (4, 3)
    """
    return Concatenate(axis=axis, **kwargs)(inputs)
