from keras.src.layers.arguments import config_of, positive_integer, set_objects
from keras.src.layers.convolutional.spatial_conv import SpatialConv
from keras.src.ops.operation_utils import compute_conv_output_shape


class BaseSeparableConv(SpatialConv):
    """Convolution in two steps over `rank` spatial axes: each channel by itself, then over channels pointwise.

    Args:
        rank: Integer, the number of spatial axes.
        depth_multiplier: Positive integer, the number of intermediate channels for each input channel.
        filters: Positive integer, the number of output channels.
        kernel_size: Positive integer or `rank` of them, the size of the window.
        strides: Positive integer or `rank` of them, the step of the window. Default 1.
        padding: `"valid"` or `"same"`. Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        dilation_rate: Positive integer or `rank` of them, the spacing of the window's points. Default 1.
        activation: Function or name of one. Default None: linear.
        use_bias: Boolean, whether to add a bias. Default True.
        depthwise_initializer: Initializer of the depthwise kernel. Default `"glorot_uniform"`.
        pointwise_initializer: Initializer of the pointwise kernel. Default `"glorot_uniform"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        depthwise_regularizer: Regularizer of the depthwise kernel. Default None.
        pointwise_regularizer: Regularizer of the pointwise kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        depthwise_constraint: Constraint on the depthwise kernel. Default None.
        pointwise_constraint: Constraint on the pointwise kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        trainable: Boolean, whether the weights are trained. Default True.
        name: String. Default None, a name from the class.
    """

    def __init__(
        self, rank, depth_multiplier, filters, kernel_size, strides=1, padding="valid",
        data_format=None, dilation_rate=1, activation=None, use_bias=True,
        depthwise_initializer="glorot_uniform", pointwise_initializer="glorot_uniform",
        bias_initializer="zeros", depthwise_regularizer=None, pointwise_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None,
        pointwise_constraint=None, bias_constraint=None, trainable=True, name=None, **kwargs,
    ):
        super().__init__(trainable=trainable, name=name, activity_regularizer=activity_regularizer, **kwargs)
        self._set_geometry(rank, kernel_size, strides, padding, data_format, dilation_rate)
        self._set_output(activation, use_bias, bias_initializer, bias_regularizer, bias_constraint)
        self.depth_multiplier = positive_integer(self, depth_multiplier=depth_multiplier)
        self.filters = positive_integer(self, filters=filters)
        set_objects(
            self,
            depthwise_initializer=depthwise_initializer,
            pointwise_initializer=pointwise_initializer,
            depthwise_regularizer=depthwise_regularizer,
            pointwise_regularizer=pointwise_regularizer,
            depthwise_constraint=depthwise_constraint,
            pointwise_constraint=pointwise_constraint,
        )

    def build(self, input_shape):
        channels = self._fix_input_channels(input_shape)
        self.depthwise_kernel = self.add_weight(
            name="depthwise_kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        self.pointwise_kernel = self.add_weight(
            name="pointwise_kernel",
            shape=(*(1,) * self.rank, self.depth_multiplier * channels, self.filters),
            initializer=self.pointwise_initializer,
            regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint,
        )
        self._add_bias(self.filters)
        self.built = True

    def call(self, inputs):
        return self._run("separable_conv", inputs, self.depthwise_kernel.value, self.pointwise_kernel.value)

    def compute_output_shape(self, input_shape):
        return compute_conv_output_shape(
            input_shape, self.filters, self.kernel_size, strides=self.strides, padding=self.padding,
            data_format=self.data_format, dilation_rate=self.dilation_rate,
        )

    def get_config(self):
        config = super().get_config() | self._geometry_config() | self._output_config()
        return config | config_of(
            self, "depth_multiplier", "filters", "depthwise_initializer", "pointwise_initializer",
            "depthwise_regularizer", "pointwise_regularizer", "depthwise_constraint",
            "pointwise_constraint",
        )
