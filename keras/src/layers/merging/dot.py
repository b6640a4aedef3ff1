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
        summed_axes(self.axes, check_shapes(self, input_shape, 2, exactly=2))
        self.built = True

    def _merge_function(self, inputs):
        x, y = check_pair(self, inputs)
        if self.normalize:
            axes = summed_axes(self.axes, [x.shape, y.shape])
            x = ops.normalize(x, axis=axes[0])
            y = ops.normalize(y, axis=axes[1])
        return batch_dot(x, y, self.axes)

    def compute_output_shape(self, input_shape):
        shapes = check_shapes(self, input_shape, 2, exactly=2)
        axes = summed_axes(self.axes, shapes)
        first, second = (list(shape) for shape in shapes)
        del first[axes[0]], second[axes[1]]
        output = (*first, *second[1:])
        return (*output, 1) if len(output) == 1 else output

    def compute_mask(self, inputs, mask=None):
        return None

    def get_config(self):
        return super().get_config() | config_of(self, "axes", "normalize")


def summed_axes(axes, shapes):
    """The summed axis of each of two tensors, counted from the front, checked."""
    pair = (axes, axes) if isinstance(axes, int) else axes
    for axis, shape in zip(pair, shapes, strict=True):
        if not -len(shape) <= axis < len(shape):
            raise IndexError(f"Argument `axes` must name axes of the shapes {shapes}. Received: axes={axes}")
    pair = [axis % len(shape) for axis, shape in zip(pair, shapes)]
    if 0 in pair:
        raise ValueError(f"Axis 0 is that of the batch, which is not summed over. Received: axes={axes}")
    sizes = [shape[axis] for axis, shape in zip(pair, shapes)]
    if None not in sizes and sizes[0] != sizes[1]:
        raise ValueError(f"The sum would run over axes {tuple(pair)}, which differ in size. Received: shapes {shapes}")
    return pair


def batch_dot(x, y, axes=None):
    """Multiplies two batches of tensors and sums over one axis of each, sample by sample.

    Args:
        x: Tensor `(batch, ...)`.
        y: Tensor `(batch, ...)`.
        axes: Integer or pair of integers, the axis of each to sum over. Default None: the last axis of `x` and the one
            before the last of `y`, as in a product of matrices; with two axes the last.

    Returns:
        Tensor of the axes of `x` that are left, then those of `y`; `(batch, 1)` if none are left.
    """
    shapes = [tuple(x.shape), tuple(y.shape)]
    if min(map(len, shapes)) < 2:
        raise ValueError(f"batch_dot takes tensors of two axes or more. Received: shapes {shapes}")
    if len({shape[0] for shape in shapes} - {None}) > 1:
        raise ValueError(f"batch_dot takes two batches of one size. Received: shapes {shapes}")
    axes = summed_axes((-1, max(1, len(shapes[1]) - 2)) if axes is None else axes, shapes)
    letters = iter(string.ascii_lowercase[2:])
    terms = [["a", *(next(letters) for _ in shape[1:])] for shape in shapes]
    for term, axis in zip(terms, axes):
        term[axis] = "b"
    kept = [letter for letter in terms[0] + terms[1][1:] if letter != "b"]
    output = ops.einsum(f"{''.join(terms[0])},{''.join(terms[1])}->{''.join(kept)}", x, y)
    return ops.expand_dims(output, -1) if len(kept) == 1 else output


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
