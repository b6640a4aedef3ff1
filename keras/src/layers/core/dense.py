from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers._calling import TENSOR
from keras.src.layers.arguments import config_of, positive_integer, set_objects
from keras.src.layers.core.kernel_mixin import KernelMixin
from keras.src.layers.core.quantization_mixin import operands
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer


@keras_export("keras.layers.Dense")
class Dense(KernelMixin, Layer):
    """Fully connected layer: `activation(inputs @ kernel + bias)`.

    Inputs of more than two axes are multiplied along their last one.

    Args:
        units: Positive integer, the number of features of the output.
        activation: Function or name of one. Default None: linear.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel. Default `"glorot_uniform"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        lora_rank: Positive integer: freeze the kernel and train an update of this rank instead (LoRA, see
            `enable_lora`). Default None, no update.
        lora_alpha: Number, strength of that update. Default None, which stands for `lora_rank`.
        quantization_config: Settings for `quantize`. Default None.

    Input: `(batch, ..., features)`. Output: `(batch, ..., units)` in the compute dtype.

    Raises:
        ValueError: If `units` is not a positive integer.

    Example:

    >>> keras.layers.Dense(4)(keras.ops.ones((2, 3))).shape
    (2, 4)
    """

    _quantizable = _has_bias = True

    def __init__(
        self, units, activation=None, use_bias=True, kernel_initializer="glorot_uniform",
        bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, kernel_constraint=None, bias_constraint=None, lora_rank=None,
        lora_alpha=None, quantization_config=None, **kwargs,
    ):
        units = positive_integer(self, units=units)
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.units = units
        self.use_bias = use_bias
        set_objects(
            self, activation=activation, kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
        )
        self.quantization_config = self._read_quantization_config(quantization_config)
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True
        self._set_lora(lora_rank, lora_alpha)

    def build(self, input_shape):
        self._add_kernel((input_shape[-1], self.units))
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias", shape=(self.units,), initializer=self.bias_initializer,
                regularizer=self.bias_regularizer, constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(min_ndim=2, axes={-1: input_shape[-1]})
        self._finish_build()

    @property
    def kernel(self):
        """The kernel as `call` uses it, `(features, units)`; with LoRA the update is in it."""
        return self._shown_kernel()

    def call(self, inputs, training=None):
        kernel = self._adapted_kernel() if self.lora_enabled else self._kernel.value
        if self.bias is None or type(inputs) is not TENSOR:
            return self._finish_outputs(ops.matmul(inputs, kernel), self.bias)
        outputs = backend.numpy.affine(inputs, kernel, self.bias.value)
        return outputs if self.activation is None else self.activation(outputs)

    def _make_operands(self, shape):
        return [operands.MatrixProduct("kernel", shape)]

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        config = super().get_config()
        config |= config_of(
            self, "units", "activation", "use_bias", "kernel_initializer", "bias_initializer",
            "kernel_regularizer", "bias_regularizer", "kernel_constraint", "bias_constraint",
            "quantization_config",
        )
        return config | self._lora_config()
