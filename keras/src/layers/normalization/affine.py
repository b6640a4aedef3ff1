"""The learned scale and shift that the normalization layers share."""
from keras.src import backend, ops
from keras.src.layers.arguments import axis_list, config_of, set_objects
from keras.src.layers.layer import Layer
from keras.src.ops.hard_calls import OutOfRange

_HALF_PRECISION = ("float16", "bfloat16")


class AffineNormalization(Layer):
    """Base of the normalizations with a learned scale `gamma` and shift `beta`."""

    def _set_affine(
        self, center, scale, beta_initializer, gamma_initializer, beta_regularizer,
        gamma_regularizer, beta_constraint, gamma_constraint,
    ):
        self.center = center
        self.scale = scale
        set_objects(
            self, beta_initializer=beta_initializer, gamma_initializer=gamma_initializer,
            beta_regularizer=beta_regularizer, gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint, gamma_constraint=gamma_constraint,
        )
        self.supports_masking = True
        self.gamma = None
        self.beta = None

    def _add_affine(self, shape, gamma=True, beta=True):
        if gamma:
            self.gamma = self.add_weight(
                name="gamma", shape=shape, initializer=self.gamma_initializer,
                regularizer=self.gamma_regularizer, constraint=self.gamma_constraint,
                trainable=True, autocast=False,
            )
        if beta:
            self.beta = self.add_weight(
                name="beta", shape=shape, initializer=self.beta_initializer,
                regularizer=self.beta_regularizer, constraint=self.beta_constraint, trainable=True,
                autocast=False,
            )

    def _widened(self, inputs):
        """Inputs, gamma and beta in a dtype to take statistics in: 16 bits overflow or lose too much."""
        gamma = None if self.gamma is None else self.gamma.value
        beta = None if self.beta is None else self.beta.value
        dtype = self.compute_dtype
        if dtype in _HALF_PRECISION:
            dtype = "float32"
        elif self.autocast or backend.standardize_dtype(inputs.dtype) == dtype:
            return inputs, gamma, beta
        return ops.cast(inputs, dtype), _cast(gamma, dtype), _cast(beta, dtype)

    def _narrowed(self, outputs):
        """The result in the compute dtype."""
        dtype = self.compute_dtype
        return ops.cast(outputs, dtype) if dtype in _HALF_PRECISION else outputs

    def compute_output_shape(self, input_shape):
        return unchanged_shape(self, input_shape)

    def _affine_config(self):
        return config_of(
            self, "center", "scale", "beta_initializer", "gamma_initializer", "beta_regularizer",
            "gamma_regularizer", "beta_constraint", "gamma_constraint",
        )


def _cast(value, dtype):
    return None if value is None else ops.cast(value, dtype)


def axis_size(layer, input_shape, axis):
    """The size of one axis of a layer's input.

    Raises:
        OutOfRange: If the input has no such axis.
        ValueError: If its size is not known.
    """
    _check_axis(layer, input_shape, axis)
    size = input_shape[axis]
    if size is None:
        raise ValueError(
            f"Layer {layer.name!r} needs to know the size of axis {axis} of its input. "
            f"Received: input_shape={tuple(input_shape)}"
        )
    return size


def unchanged_shape(layer, input_shape):
    """The shape of a normalization's output, which is its input's, if that has the layer's axes."""
    for axis in axis_list(layer, layer.axis):
        _check_axis(layer, input_shape, axis)
    return input_shape


def _check_axis(layer, input_shape, axis):
    if not -len(input_shape) <= axis < len(input_shape):
        raise OutOfRange(
            f"Argument `axis` of {type(layer).__name__} must name an axis of its input. "
            f"Received: axis={axis}, input_shape={tuple(input_shape)}"
        )
