"""int4 in blocks: a scale and a zero point for so many inputs of each output."""
from keras.src import backend, ops
from keras.src.quantizers.affine import dequantize_with_sz_map
from keras.src.quantizers.modes.integer import Int4PerChannel, packed_shape, unpack
from keras.src.quantizers.modes.mode import Mode, add, grouped_by, value_of
from keras.src.quantizers.packing import pack_int4, unpack_int4
from keras.src.quantizers.quantizers import abs_max_quantize_grouped_with_zero_point

_PIECE = 2**19  # elements that become floats at once: fresh memory of many MB takes longer than the product
_MOST_PIECES = 16 if backend.backend() in ("numpy", "torch") else 1  # compilers place memory themselves


class Int4Blocks(Mode):
    """Weights in 4 bits, two in a byte, `weight = (values - zero) * scale` with a scale and a zero for each block."""

    def __init__(self, config, policy):
        super().__init__(config, policy)
        self._block_size = (config or policy).block_size

    @staticmethod
    def policy_prefix(config):
        return f"int4/{config.block_size}"

    spec = Int4PerChannel.spec

    def build(self, layer, operand):
        axis = operand.block_axis
        places = operand.matrix_shape[axis]
        shape = list(operand.matrix_shape)
        shape[axis] = -(-places // self._block_size)
        add(layer, operand.attribute, packed_shape(operand), "int8")
        add(layer, f"{operand.name}_scale", shape, initializer="ones")
        add(layer, f"{operand.name}_zero", shape, operand.zero_dtype)
        if operand.has_index:
            add(layer, "g_idx", (places,), "float32", initializer=grouped_by(self._block_size))

    def quantized(self, operand, value):
        by_rows = operand.block_axis == 0
        turn = (lambda x: x) if by_rows else ops.transpose
        found = abs_max_quantize_grouped_with_zero_point(
            turn(operand.flat(value)), self._block_size, to_numpy=True
        )
        values, scale, zero = map(turn, found)
        stored = pack_int4(values, axis=operand.packed_axis)[0]
        return {operand.attribute: stored, f"{operand.name}_scale": scale, f"{operand.name}_zero": zero}

    def _floats(self, operand, values, scale, zero, index):
        axis, size = operand.block_axis, self._block_size
        if axis or values.shape[0] % size:
            return dequantize_with_sz_map(values, scale, zero, index, group_axis=axis)
        # Whole blocks of a matrix: small integers are subtracted before they become floats.
        blocks = ops.reshape(values, (-1, size, values.shape[1]))
        steps = ops.subtract(blocks, ops.expand_dims(ops.cast(zero, "int8"), 1))
        return ops.reshape(backend.numpy.scaled(steps, ops.expand_dims(scale, 1)), values.shape)

    def dequantized(self, layer, operand):
        scale, zero = (value_of(layer, f"{operand.name}_{part}") for part in ("scale", "zero"))
        matrix = unpack(operand, value_of(layer, operand.attribute))
        return operand.from_flat(self._floats(operand, matrix, scale, zero, value_of(layer, "g_idx")))

    def _columns(self, layer, operand):
        """The matrix in pieces of columns, as floats."""
        parts = (operand.attribute, f"{operand.name}_scale", f"{operand.name}_zero")
        stored, scale, zero = (value_of(layer, part) for part in parts)
        rows, columns = operand.matrix_shape
        count = min(rows * columns // _PIECE, _MOST_PIECES)
        width = max(-(-columns // (2 * max(count, 1))), 1)  # in bytes, of two columns each
        for start in range(0, -(-columns // 2), width):
            end = min(2 * (start + width), columns)
            places = slice(None), slice(2 * start, end)
            values = unpack_int4(stored[:, start : start + width], end - 2 * start, axis=1)
            found = self._floats(operand, values, scale[places], zero[places], value_of(layer, "g_idx"))
            yield ops.cast(found, layer.compute_dtype)

    def product(self, layer, operand, inputs, transposed=None, training=None):
        if transposed is None and operand.is_product and operand.packed_axis == -1:
            pieces = self._columns(layer, operand)
            return operand.by_matrix(
                inputs, lambda x: ops.concatenate([ops.matmul(x, piece) for piece in pieces], axis=-1)
            )
        weight = ops.cast(self.dequantized(layer, operand), layer.compute_dtype)
        if transposed is not None:
            operand, weight = transposed, ops.transpose(weight)
        return operand.forward(inputs, weight)

    def rows(self, layer, operand, inputs):
        parts = (operand.attribute, f"{operand.name}_scale", f"{operand.name}_zero")
        stored, scale, zero = (ops.take(value_of(layer, part), inputs, axis=0) for part in parts)
        found = self._floats(operand, unpack(operand, stored), scale, zero, value_of(layer, "g_idx"))
        return ops.cast(found, layer.compute_dtype)

    def shown(self, layer, operand):
        return operand.from_flat(unpack(operand, value_of(layer, operand.attribute)))
