"""GPTQ and AWQ: integers whose roundings come from calibration data."""
from keras.src import ops
from keras.src.quantizers.affine import dequantize_with_sz_map, quantize_with_sz_map
from keras.src.quantizers.modes.mode import Mode, add, grouped_by, value_of
from keras.src.quantizers.packing import pack_int4, unpack_int4


class GPTQ(Mode):
    """The transposed matrix of a weight in unsigned integers, with a scale and a zero point for each group of inputs.

    Until `assign_calibrated` the layer works with its float weight.
    """

    keeps_float = True  # until it is calibrated
    looks_up = False
    flag = "is_gptq_calibrated"
    observe = None  # called with the inputs while calibration data run through
    extras = ("g_idx",)  # variables with a number for each input

    def __init__(self, config, policy):
        super().__init__(config, policy)
        source = config or policy
        self._bits, self._group_size = source.weight_bits, source.group_size

    @staticmethod
    def policy_prefix(config):
        return config.dtype_policy_string()

    @classmethod
    def spec(cls, name):
        return [f"quantized_{name}", f"{name}_scale", f"{name}_zero", *cls.extras]

    def build(self, layer, operand):
        rows, columns = operand.matrix_shape
        groups = 1 if self._group_size == -1 else -(-rows // self._group_size)
        packed = -(-columns // 2) if self._bits == 4 else columns
        zero_name = layer._zero_name or f"{operand.name}_zero"
        add(layer, f"quantized_{operand.name}", (packed, rows), "uint8", name=operand.name)
        add(layer, f"{operand.name}_scale", (columns, groups), initializer="ones")
        add(layer, f"{operand.name}_zero", (columns, groups), "uint8", name=zero_name)
        for attribute in self.extras:
            start = "ones" if attribute == "awq_scales" else grouped_by(self._group_size)
            add(layer, attribute, (rows,), "float32", initializer=start)
        setattr(layer, self.flag, False)

    def is_ready(self, layer):
        return getattr(layer, self.flag)

    def assign_calibrated(self, layer, operand, values, scale, zero, **extras):
        """Gives up the float weight for integers `(columns, rows)`."""
        getattr(layer, f"quantized_{operand.name}").assign(self._packed(values))
        getattr(layer, f"{operand.name}_scale").assign(scale)
        getattr(layer, f"{operand.name}_zero").assign(zero)
        for attribute, value in extras.items():
            getattr(layer, attribute).assign(value)
        self.loaded(layer, operand)

    def loaded(self, layer, operand):
        """The variables hold calibrated values from now on."""
        setattr(layer, self.flag, True)
        layer._drop(operand.attribute)

    def product(self, layer, operand, inputs, transposed=None, training=None):
        if self.observe is not None:
            self.observe(inputs)
        return operand.forward(inputs, ops.cast(self.dequantized(layer, operand), layer.compute_dtype))

    def merged(self, layer, operand, value):
        """Rounds to the scales that are there; new ones would need the data."""
        matrix = self._scaled(layer, operand.to_matrix(value))
        scale, zero = (value_of(layer, f"{operand.name}_{part}") for part in ("scale", "zero"))
        values = quantize_with_sz_map(
            ops.transpose(matrix), scale, zero, value_of(layer, "g_idx"), 2**self._bits - 1
        )
        return {f"quantized_{operand.name}": self._packed(values)}

    def dequantized(self, layer, operand):
        if not getattr(layer, self.flag) and hasattr(layer, operand.attribute):
            return value_of(layer, operand.attribute)
        scale, zero = (value_of(layer, f"{operand.name}_{part}") for part in ("scale", "zero"))
        matrix = dequantize_with_sz_map(self.integers(layer, operand), scale, zero, value_of(layer, "g_idx"))
        return operand.from_matrix(self._unscaled(layer, ops.transpose(matrix)))

    def _scaled(self, layer, matrix):
        return matrix

    def _unscaled(self, layer, matrix):
        return matrix

    def _packed(self, values):
        values = ops.cast(values, "uint8")
        return pack_int4(values, axis=0, dtype="uint8")[0] if self._bits == 4 else values

    def integers(self, layer, operand):
        """The integers, `(columns, rows)`."""
        stored = value_of(layer, f"quantized_{operand.name}")
        return unpack_int4(stored, operand.matrix_shape[1], axis=0, dtype="uint8") if self._bits == 4 else stored

    def shown(self, layer, operand):
        if not getattr(layer, self.flag) and hasattr(layer, operand.attribute):
            return getattr(layer, operand.attribute)
        return self.integers(layer, operand)


class AWQ(GPTQ):
    """As GPTQ, of a weight whose rows were multiplied by `awq_scales` before rounding."""

    flag = "is_awq_calibrated"

    extras = ("awq_scales", "g_idx")

    def _scaled(self, layer, matrix):
        return ops.multiply(matrix, ops.expand_dims(value_of(layer, "awq_scales"), -1))

    def _unscaled(self, layer, matrix):
        return ops.divide(matrix, ops.expand_dims(value_of(layer, "awq_scales"), -1))
