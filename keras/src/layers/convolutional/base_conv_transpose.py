from keras.src.backend.common.backend_utils import compute_conv_transpose_output_shape
from keras.src.layers.arguments import config_of, positive_integer, set_objects
from keras.src.layers.convolutional.spatial_conv import SpatialConv
from keras.src.utils.argument_validation import standardize_tuple


class BaseConvTranspose(SpatialConv):
    """Transposed convolution over `rank` spatial axes, which goes from a convolution's output to its input.

    Args:
        rank: Integer, the number of spatial axes.
        filters: Positive integer, the number of output channels.
        kernel_size: Positive integer or `rank` of them, the size of the window.
        strides: Positive integer or `rank` of them, the factor by which the spatial axes grow. Default 1.
        padding: `"valid"` or `"same"`. Default `"valid"`.
        output_padding: Integer or `rank` of them below `strides`, how much larger the output is than the smallest
            possible one. Default None: as the padding suggests.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        dilation_rate: Positive integer or `rank` of them, the spacing of the window's points. Default 1.
        activation: Function or name of one. Default None: linear.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel. Default `"glorot_uniform"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        trainable: Boolean, whether the weights are trained. Default True.
        name: String. Default None, a name from the class.
    """

    def __init__(
        self, rank, filters, kernel_size, strides=1, padding="valid", output_padding=None,
        data_format=None, dilation_rate=1, activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, trainable=True, name=None, **kwargs,
    ):
        super().__init__(trainable=trainable, name=name, activity_regularizer=activity_regularizer, **kwargs)
        self._set_geometry(rank, kernel_size, strides, padding, data_format, dilation_rate)
        self._set_output(activation, use_bias, bias_initializer, bias_regularizer, bias_constraint)
        self.filters = positive_integer(self, filters=filters)
        self.output_padding = self._checked_output_padding(output_padding)
        set_objects(
            self, kernel_initializer=kernel_initializer, kernel_regularizer=kernel_regularizer,
            kernel_constraint=kernel_constraint,
        )

    def _checked_output_padding(self, output_padding):
        if output_padding is None:
            return None
        sizes = standardize_tuple(output_padding, self.rank, "output_padding", allow_zero=True)
        if any(size >= stride for size, stride in zip(sizes, self.strides)):
            raise ValueError(
                f"Argument `output_padding` of {type(self).__name__} must be less than `strides` along each axis. "
                f"Received: output_padding={output_padding}, strides={self.strides}"
            )
        return sizes

    def build(self, input_shape):
        channels = self._fix_input_channels(input_shape)
        self.kernel = self.add_weight(
            name="kernel", shape=(*self.kernel_size, self.filters, channels),
            initializer=self.kernel_initializer, regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self._add_bias(self.filters)
        self.built = True

    def call(self, inputs):
        return self._run("conv_transpose", inputs, self.kernel.value, output_padding=self.output_padding)

    def compute_output_shape(self, input_shape):
        shape = compute_conv_transpose_output_shape(
            input_shape, self.kernel_size, self.filters, strides=self.strides, padding=self.padding,
            output_padding=self.output_padding, data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )
        return list(shape)  # a list, as in Keras 3

    def get_config(self):
        config = super().get_config() | self._geometry_config() | self._output_config()
        return config | config_of(
            self, "filters", "output_padding", "kernel_initializer", "kernel_regularizer",
            "kernel_constraint",
        )
