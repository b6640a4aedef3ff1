import string

from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.merging.base_merge import Merge, check_shapes


@keras_export("keras.layers.Dot")
class Dot(Merge):
    """Multiplies two tensors and sums over one axis of each, sample by sample.

    Inputs `(batch, n)` and `(batch, n)` with `axes=1` give `(batch, 1)`; inputs `(batch, i, n)` and `(batch, j, n)`
    with `axes=2` give `(batch, i, j)`.

    Args:
        axes: Integer or pair of integers, the axis of each input to sum over.
        normalize: Boolean, whether to scale the inputs along those axes to length 1 first, so that the result is the
            cosine of their angle. Default False.

    Input: a list of two tensors. Output: one tensor in the compute dtype.

    Raises:
        TypeError: If `axes` is no integer and no list.
        ValueError: If `axes` has another form, or the summed axes differ in size.

    Example:

    >>> x = keras.ops.array([[1.0, 2.0]])
    >>> keras.layers.Dot(axes=1)([x, x]).tolist()
    [[5.0]]
    """

    _only_passes_masks_on = True

    def __init__(self, axes, normalize=False, **kwargs):
        super().__init__(**kwargs)
        if not isinstance(axes, int):
            if not isinstance(axes, (list, tuple)):
                raise TypeError(f"Argument `axes` of Dot must be an integer or two. Received: axes={axes!r}")
            if len(axes) != 2 or not all(isinstance(axis, int) for axis in axes):
                raise ValueError(f"Argument `axes` of Dot must be an integer or two. Received: axes={axes!r}")
        self.axes = axes
        self.normalize = normalize

    def build(self, input_shape):
        self._summed_axes(check_shapes(self, input_shape, 2, exactly=2))
        self.built = True

    def _summed_axes(self, shapes):
        """The summed axis of each input, counted from the front."""
        given = (self.axes, self.axes) if isinstance(self.axes, int) else self.axes
        for axis, shape in zip(given, shapes):
            if not -len(shape) <= axis < len(shape):
                raise IndexError(
                    f"Argument `axes` of Dot must name axes of its inputs, of shapes {shapes}. "
                    f"Received: axes={self.axes}"
                )
        axes = [axis % len(shape) for axis, shape in zip(given, shapes)]
        sizes = [shape[axis] for axis, shape in zip(axes, shapes)]
        if None not in sizes and sizes[0] != sizes[1]:
            raise ValueError(
                f"Layer {self.name!r} sums over axes {tuple(axes)} of its inputs, which differ in size. "
                f"Received: shapes {shapes}"
            )
        return axes

    def _merge_function(self, inputs):
        x, y = check_pair(self, inputs)
        axes = self._summed_axes([x.shape, y.shape])
        if self.normalize:
            x = ops.normalize(x, axis=axes[0])
            y = ops.normalize(y, axis=axes[1])
        letters = iter(string.ascii_lowercase[2:])
        x_term = ["a", *(next(letters) for _ in range(len(x.shape) - 1))]
        y_term = ["a", *(next(letters) for _ in range(len(y.shape) - 1))]
        x_term[axes[0]] = y_term[axes[1]] = "b"
        kept = [letter for letter in x_term if letter != "b"] + [letter for letter in y_term[1:] if letter != "b"]
        output = ops.einsum(f"{''.join(x_term)},{''.join(y_term)}->{''.join(kept)}", x, y)
        return ops.expand_dims(output, -1) if len(kept) == 1 else output

    def compute_output_shape(self, input_shape):
        shapes = check_shapes(self, input_shape, 2, exactly=2)
        axes = self._summed_axes(shapes)
        first, second = (list(shape) for shape in shapes)
        del first[axes[0]], second[axes[1]]
        output = (*first, *second[1:])
        return (*output, 1) if len(output) == 1 else output

    def compute_mask(self, inputs, mask=None):
        return None

    def get_config(self):
        return super().get_config() | config_of(self, "axes", "normalize")


def check_pair(layer, inputs):
    """The two inputs of a layer that takes exactly two."""
    if len(inputs) != 2:
        raise ValueError(f"Layer {layer.name!r} must be called on two tensors. Received: {len(inputs)}")
    return inputs


@keras_export("keras.layers.dot")
def dot(inputs, axes=-1, **kwargs):
    """Multiplies two tensors and sums over one axis of each: the layer `Dot` as a function.

    Args:
        inputs: A list of two tensors.
        axes: Integer or pair of integers, the axis of each input to sum over. Default -1.
        **kwargs: Arguments of the layer, such as `normalize` and `name`.

    Returns:
        Tensor, the products summed, in the compute dtype.

    Example:

    >>> x = keras.ops.array([[1.0, 2.0]])
    >>> keras.layers.dot([x, x]).tolist()
    [[5.0]]
    """
    return Dot(axes=axes, **kwargs)(inputs)
