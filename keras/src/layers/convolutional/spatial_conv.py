"""What all convolution layers share: geometry, bias and activation."""
from keras.src import backend, ops
from keras.src.backend.common.formulas import nn_family
from keras.src.layers._calling import TENSOR
from keras.src.layers.arguments import config_of, set_objects
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer
from keras.src.utils.argument_validation import standardize_padding, standardize_tuple


class SpatialConv(Layer):
    """Base of the convolutions, over any number of spatial axes."""

    def _set_geometry(self, rank, kernel_size, strides, padding, data_format, dilation_rate, allow_causal=False):
        self.rank = rank
        self.kernel_size = standardize_tuple(kernel_size, rank, "kernel_size")
        self.strides = standardize_tuple(strides, rank, "strides")
        self.dilation_rate = standardize_tuple(dilation_rate, rank, "dilation_rate")
        self.padding = standardize_padding(padding, allow_causal=allow_causal)
        self.data_format = backend.standardize_data_format(data_format)
        self._channel_axis = -1 if self.data_format == "channels_last" else 1
        self.input_spec = InputSpec(min_ndim=rank + 2)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                f"Arguments `strides` and `dilation_rate` of {type(self).__name__} cannot both be greater than 1. "
                f"Received: strides={strides}, dilation_rate={dilation_rate}"
            )

    def _set_output(self, activation, use_bias, bias_initializer, bias_regularizer, bias_constraint):
        self.use_bias = use_bias
        set_objects(
            self, activation=activation, bias_initializer=bias_initializer,
            bias_regularizer=bias_regularizer, bias_constraint=bias_constraint,
        )

    def _fix_input_channels(self, input_shape):
        """The number of input channels, which the layer insists on from now on."""
        channels = input_shape[self._channel_axis]
        if channels is None:
            raise ValueError(
                f"Layer {self.name!r} needs to know the size of the channels axis of its input. "
                f"Received: input_shape={tuple(input_shape)}"
            )
        self.input_spec = InputSpec(min_ndim=self.rank + 2, axes={self._channel_axis: channels})
        return channels

    def _add_bias(self, channels):
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias", shape=(channels,), initializer=self.bias_initializer,
                regularizer=self.bias_regularizer, constraint=self.bias_constraint,
            )

    def _run(self, name, inputs, *kernels, **options):
        """The convolution that `keras.ops` has under a name, with bias and activation."""
        if type(inputs) is not TENSOR or self.bias is None or not backend.nn.FUSES_BIAS:
            return self._finish_output(getattr(ops, name)(inputs, *kernels, **self._options(**options)))
        x = getattr(backend.nn, name)(inputs, *kernels, **self._options(**options), bias=self.bias.value)
        return x if self.activation is None else self.activation(x)

    def _options(self, **options):
        return dict(
            strides=self.strides, padding=self.padding, data_format=self.data_format,
            dilation_rate=self.dilation_rate, **options,
        )

    def _finish_output(self, x):
        """Bias and activation."""
        if self.bias is not None:
            last = self._channel_axis == -1
            if isinstance(x, backend.KerasTensor):
                x = nn_family.add_bias(ops, x, self.bias.value, last)
            else:
                x = backend.nn.add_bias(x, self.bias.value, last)
        if self.activation is not None:
            x = self.activation(x)
        return x

    def _geometry_config(self):
        return config_of(self, "kernel_size", "strides", "padding", "data_format", "dilation_rate")

    def _output_config(self):
        return config_of(
            self, "activation", "use_bias", "bias_initializer", "bias_regularizer",
            "activity_regularizer", "bias_constraint",
        )
