from keras.src.layers.arguments import config_of, positive_integer, set_objects
from keras.src.layers.convolutional.spatial_conv import SpatialConv
from keras.src.ops.operation_utils import compute_conv_output_shape


class BaseDepthwiseConv(SpatialConv):
    """Convolution of each channel by itself, over `rank` spatial axes.

    Args:
        rank: Integer, the number of spatial axes.
        depth_multiplier: Positive integer, the number of output channels for each input channel.
        kernel_size: Positive integer or `rank` of them, the size of the window.
        strides: Positive integer or `rank` of them, the step of the window. Default 1.
        padding: `"valid"` or `"same"`. Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        dilation_rate: Positive integer or `rank` of them, the spacing of the window's points. Default 1.
        activation: Function or name of one. Default None: linear.
        use_bias: Boolean, whether to add a bias. Default True.
        depthwise_initializer: Initializer of the kernel. Default `"glorot_uniform"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        depthwise_regularizer: Regularizer of the kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        depthwise_constraint: Constraint on the kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        trainable: Boolean, whether the weights are trained. Default True.
        name: String. Default None, a name from the class.
    """

    def __init__(
        self, rank, depth_multiplier, kernel_size, strides=1, padding="valid", data_format=None,
        dilation_rate=1, activation=None, use_bias=True, depthwise_initializer="glorot_uniform",
        bias_initializer="zeros", depthwise_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, depthwise_constraint=None, bias_constraint=None, trainable=True,
        name=None, **kwargs,
    ):
        super().__init__(trainable=trainable, name=name, activity_regularizer=activity_regularizer, **kwargs)
        self._set_geometry(rank, kernel_size, strides, padding, data_format, dilation_rate)
        self._set_output(activation, use_bias, bias_initializer, bias_regularizer, bias_constraint)
        self.depth_multiplier = positive_integer(self, depth_multiplier=depth_multiplier)
        set_objects(
            self, depthwise_initializer=depthwise_initializer,
            depthwise_regularizer=depthwise_regularizer, depthwise_constraint=depthwise_constraint,
        )

    def build(self, input_shape):
        channels = self._fix_input_channels(input_shape)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        self._add_bias(self.depth_multiplier * channels)
        self.built = True

    def call(self, inputs):
        return self._run("depthwise_conv", inputs, self.kernel.value)

    def compute_output_shape(self, input_shape):
        return compute_conv_output_shape(
            input_shape,
            self.depth_multiplier * input_shape[self._channel_axis],
            self.kernel_size,
            strides=self.strides,
            padding=self.padding,
            data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )

    def get_config(self):
        config = super().get_config() | self._geometry_config() | self._output_config()
        return config | config_of(
            self, "depth_multiplier", "depthwise_initializer", "depthwise_regularizer",
            "depthwise_constraint",
        )
