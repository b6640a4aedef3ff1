"""int8, and int4 with a scale for each output: integers divided by a scale."""
from keras.src import backend, ops
from keras.src.quantizers.modes.mode import Mode, add, value_of
from keras.src.quantizers.packing import pack_int4, unpack_int4
from keras.src.quantizers.quantization_config import QuantizationConfig
from keras.src.quantizers.quantizers import AbsMaxQuantizer


class Int8(Mode):
    """Weights in 8 bits; inputs too, if the config has a quantizer of activations.

    `outputs = round(inputs * a) @ round(weight * b) / (a * b)`, a scale `a` for each sample and `b` for each output.
    """

    value_range = (-127, 127)
    default_activation = staticmethod(AbsMaxQuantizer)

    def __init__(self, config, policy):
        super().__init__(config, policy)
        self._weight_quantizer = QuantizationConfig.weight_quantizer_or_default(
            config, AbsMaxQuantizer(value_range=self.value_range)
        )
        self._input_quantizer = QuantizationConfig.activation_quantizer_or_default(config, self.default_activation())

    @staticmethod
    def spec(name):
        return [name, f"{name}_scale"]

    def build(self, layer, operand):
        summed = [axis % len(operand.shape) for axis in operand.summed]
        scale = backend.KerasTensor([1 if i in summed else size for i, size in enumerate(operand.shape)])
        add(layer, operand.attribute, self._stored_shape(operand), "int8")
        add(layer, f"{operand.name}_scale", self._stored_scale(operand, scale).shape, initializer="ones")

    def quantized(self, operand, value):
        quantizer = self._weight_quantizer
        without_axes = getattr(quantizer, "axis", ()) is None
        values, scale = quantizer(value, to_numpy=True, **({"axis": operand.summed} if without_axes else {}))
        stored = values, self._stored_scale(operand, scale)
        return dict(zip((operand.attribute, f"{operand.name}_scale"), stored))

    # How it is stored; int4 does it in other ways.

    def _stored_shape(self, operand):
        return operand.shape

    def _values(self, operand, stored):
        """Stored values, or rows of them, as integers."""
        return stored

    def _stored_scale(self, operand, scale):
        return operand.output_scale(scale)

    def _weight_scale(self, operand, stored):
        return operand.weight_scale(stored)

    def _output_scale(self, operand, stored):
        return stored

    # How it is used.

    def product(self, layer, operand, inputs, transposed=None, training=None):
        weight = self.shown(layer, operand)
        scale = value_of(layer, f"{operand.name}_scale")
        scale = self._output_scale(operand, scale) if transposed is None else scale
        if transposed is not None:
            operand, weight = transposed, ops.transpose(weight)
        dtype = layer.compute_dtype
        if self._input_quantizer is None:
            return ops.divide(operand.forward(inputs, ops.cast(weight, dtype)), ops.cast(scale, dtype))
        return self._integer_product(operand, inputs, weight, scale, dtype)

    def _integer_product(self, operand, inputs, weight, scale, dtype):
        quantizer = self._input_quantizer

        @ops.custom_gradient
        def multiply(inputs):
            def grad(*args, upstream=None):
                upstream = ops.divide(args[0] if upstream is None else upstream, scale)
                return operand.backward(upstream, ops.cast(weight, upstream.dtype))

            values, input_scale = quantizer(inputs, axis=operand.input_axes)
            found = ops.cast(operand.integer_forward(values, weight), dtype)
            factor = ops.multiply(operand.input_scale(input_scale), scale)
            return ops.cast(ops.divide(found, factor), dtype), grad

        return multiply(inputs)

    def rows(self, layer, operand, inputs):
        values = self._values(operand, ops.take(value_of(layer, operand.attribute), inputs, axis=0))
        scale = ops.take(value_of(layer, f"{operand.name}_scale"), inputs, axis=0)
        dtype = layer.compute_dtype
        return ops.divide(ops.cast(values, dtype), ops.cast(ops.expand_dims(scale, -1), dtype))

    def dequantized(self, layer, operand):
        scale = self._weight_scale(operand, value_of(layer, f"{operand.name}_scale"))
        return ops.divide(ops.cast(self.shown(layer, operand), scale.dtype), scale)

    def shown(self, layer, operand):
        return self._values(operand, value_of(layer, operand.attribute))


class Int4PerChannel(Int8):
    """Weights in 4 bits, two in a byte, with a scale for each output: int8 with packed matrices."""

    value_range = (-7, 7)
    default_activation = staticmethod(lambda: None)

    @staticmethod
    def policy_prefix(config):
        return "int4/-1"

    @staticmethod
    def spec(name):
        return [name, f"{name}_scale", f"{name}_zero", "g_idx"]  # The last two are there in blocks only.

    def _stored_shape(self, operand):
        return packed_shape(operand)

    def quantized(self, operand, value):
        quantizer = self._weight_quantizer
        axis = {"axis": operand.block_axis} if hasattr(quantizer, "axis") else {}
        values, scale = quantizer(operand.flat(value), to_numpy=True, **axis)
        packed = pack_int4(values, axis=operand.packed_axis)[0]
        return {operand.attribute: packed, f"{operand.name}_scale": self._stored_scale(operand, scale)}

    def product(self, layer, operand, inputs, transposed=None, training=None):
        if operand.summed_lead:
            return super().product(layer, operand, inputs, transposed, training)
        # A column of the matrix is no output: one scale does not fit the other.
        weight = ops.cast(self.dequantized(layer, operand), layer.compute_dtype)
        return operand.forward(self._rounded(operand, inputs), weight)

    def _rounded(self, operand, inputs):
        quantizer = self._input_quantizer
        if quantizer is None:
            return inputs
        values, scale = quantizer(inputs, axis=operand.input_axes)
        rounded = ops.divide(ops.cast(values, inputs.dtype), scale)
        return ops.add(inputs, ops.stop_gradient(ops.subtract(rounded, inputs)))

    def _values(self, operand, stored):
        return operand.from_flat(unpack(operand, stored))

    def _stored_scale(self, operand, scale):
        return ops.reshape(scale, (-1,))

    def _output_scale(self, operand, stored):
        return operand.output_scale(operand.column_scale(stored))

    def dequantized(self, layer, operand):
        if not operand.summed_lead:
            scale = value_of(layer, f"{operand.name}_scale")
            matrix = unpack(operand, value_of(layer, operand.attribute))
            return operand.from_flat(ops.divide(ops.cast(matrix, scale.dtype), scale))
        return super().dequantized(layer, operand)

    def _weight_scale(self, operand, stored):
        return operand.column_scale(stored)


def packed_shape(operand):
    """The shape of a weight's matrix with two values in a byte."""
    shape = list(operand.matrix_shape)
    shape[operand.packed_axis] = -(-shape[operand.packed_axis] // 2)
    return tuple(shape)


def unpack(operand, stored):
    """The matrix of a packed one, or its rows."""
    axis = operand.packed_axis
    return unpack_int4(stored, operand.matrix_shape[axis], axis=axis)
