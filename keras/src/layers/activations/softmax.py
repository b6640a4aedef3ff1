from keras.src import activations, backend, ops
from keras.src.api_export import keras_export
from keras.src.backend.common import masking
from keras.src.layers.arguments import axis_list
from keras.src.layers.layer import Layer


@keras_export("keras.layers.Softmax")
class Softmax(Layer):
    """Turns numbers into probabilities: `exp(x) / sum(exp(x))`.

    Args:
        axis: Integer or several, the axes over which the result sums to 1. Default -1.

    Call arguments:
        inputs: Tensor.
        mask: Boolean tensor that broadcasts to the inputs, or has their first axes, as a mask of steps; where it is
            false the result is 0. A group that is masked throughout is 0 throughout. Default None, the inputs' own.

    Output: the input's shape, in the compute dtype.

    Example:

    >>> keras.layers.Softmax()(keras.ops.array([2.0, 2.0])).tolist()
    [0.5, 0.5]
    """

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        axis_list(self, axis)
        self.axis = axis
        self.supports_masking = True
        self.built = True

    def call(self, inputs, mask=None):
        if mask is None:
            return self._softmax(inputs)
        mask = ops.cast(_aligned(mask, inputs), "bool")
        lowest = -3e4 if backend.standardize_dtype(inputs.dtype) == "float16" else -1e9
        outputs = self._softmax(ops.where(mask, inputs, ops.cast(lowest, inputs.dtype)))
        return ops.multiply(outputs, ops.cast(mask, outputs.dtype))

    def _softmax(self, inputs):
        axis = self.axis
        if isinstance(axis, (tuple, list)):
            if len(axis) > 1:
                return ops.exp(ops.subtract(inputs, ops.logsumexp(inputs, axis=tuple(axis), keepdims=True)))
            axis = axis[0]
        return activations.softmax(inputs, axis=axis)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | {"axis": self.axis}


def _aligned(mask, inputs):
    """The mask in a shape that broadcasts to the inputs; a mask of steps gets axes behind its own."""
    shape, mask_shape = tuple(inputs.shape), tuple(mask.shape)
    missing = len(shape) - len(mask_shape)
    own = masking.get_keras_mask(inputs)
    is_own = own is not None and tuple(own.shape) == mask_shape
    if _fits(mask_shape, shape[missing:]) and missing >= 0 and not (is_own and missing):
        return mask
    if missing > 0 and _fits(mask_shape, shape[: len(mask_shape)]):
        return ops.expand_dims(mask, tuple(range(len(mask_shape), len(shape))))
    raise ValueError(
        "Argument `mask` of Softmax must broadcast to the inputs, or have their first axes. "
        f"Received: mask of shape {mask_shape}, inputs of shape {shape}"
    )


def _fits(mask_shape, shape):
    return len(mask_shape) == len(shape) and all(m in (1, s) or None in (m, s) for m, s in zip(mask_shape, shape))
