from keras.src import ops
from keras.src.layers.arguments import config_of, positive_integer, set_objects
from keras.src.layers.convolutional.spatial_conv import SpatialConv
from keras.src.layers.core.kernel_mixin import KernelMixin
from keras.src.ops.operation_utils import compute_conv_output_shape


class BaseConv(KernelMixin, SpatialConv):
    """Convolution over `rank` spatial axes: `activation(conv(inputs, kernel) + bias)`.

    Args:
        rank: Integer, the number of spatial axes.
        filters: Positive integer, the number of output channels.
        kernel_size: Positive integer or `rank` of them, the size of the window.
        strides: Positive integer or `rank` of them, the step of the window. Default 1.
        padding: `"valid"`, `"same"`, or `"causal"` where `rank` is 1. Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        dilation_rate: Positive integer or `rank` of them, the spacing of the window's points. Default 1.
        groups: Positive integer, the number of groups of channels that are convolved apart. Default 1.
        activation: Function or name of one. Default None: linear.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel. Default `"glorot_uniform"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        lora_rank: Positive integer: freeze the kernel and train an update of this rank instead (LoRA). Default None.
        lora_alpha: Number, strength of that update. Default None, which stands for `lora_rank`.
    """

    def __init__(
        self, rank, filters, kernel_size, strides=1, padding="valid", data_format=None,
        dilation_rate=1, groups=1, activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, lora_rank=None, lora_alpha=None, **kwargs,
    ):
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self._set_geometry(
            rank, kernel_size, strides, padding, data_format, dilation_rate, allow_causal=rank == 1
        )
        self._set_output(activation, use_bias, bias_initializer, bias_regularizer, bias_constraint)
        self.filters = positive_integer(self, filters=filters)
        self.groups = positive_integer(self, groups=groups)
        if self.filters % self.groups:
            raise ValueError(
                f"Argument `filters` of {type(self).__name__} must be a multiple of `groups`. "
                f"Received: filters={filters}, groups={groups}"
            )
        set_objects(
            self, kernel_initializer=kernel_initializer, kernel_regularizer=kernel_regularizer,
            kernel_constraint=kernel_constraint,
        )
        self._set_lora(lora_rank, lora_alpha)

    def build(self, input_shape):
        channels = self._fix_input_channels(input_shape)
        if channels % self.groups:
            raise ValueError(
                f"Layer {self.name!r} has {self.groups} groups, so the number of input channels must be a multiple of "
                f"that. Received: input_shape={tuple(input_shape)}"
            )
        self.compute_output_shape(input_shape)  # raises if nothing is left of a spatial axis
        self._add_kernel((*self.kernel_size, channels // self.groups, self.filters))
        self._add_bias(self.filters)
        self._finish_build()

    @property
    def kernel(self):
        """The kernel as `call` uses it, `(*kernel_size, channels, filters)`; with LoRA the update is in it."""
        return self._adapted_kernel()

    def convolution_op(self, inputs, kernel):
        """The convolution itself, without bias and activation; subclasses may override it."""
        return ops.conv(inputs, kernel, **self._options())

    def call(self, inputs):
        kernel = self._adapted_kernel() if self.lora_enabled else self._kernel.value
        if type(self).convolution_op is BaseConv.convolution_op:
            return self._run("conv", inputs, kernel)
        return self._finish_output(self.convolution_op(inputs, kernel))

    def compute_output_shape(self, input_shape):
        return compute_conv_output_shape(
            input_shape, self.filters, self.kernel_size, strides=self.strides, padding=self.padding,
            data_format=self.data_format, dilation_rate=self.dilation_rate,
        )

    def get_config(self):
        config = super().get_config() | self._geometry_config() | self._output_config()
        config |= config_of(
            self, "filters", "groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint"
        )
        return config | self._lora_config()
