"""Weights as the modes of quantization see them: a name, a shape, and how the weight meets the inputs."""
import math
import string

from keras.src import backend, ops


class MatrixProduct:
    """A matrix `(rows, columns)` that inputs are multiplied by: `inputs @ weight`.

    Args:
        name: What the weight is called; its parts are called after it.
        shape: The weight's shape.
        attribute: Where the layer keeps it. Default None, `"_" + name`.
        packed_axis: Along which axis of the matrix two values share a byte.
        zero_dtype: Dtype of the zero points of weights in blocks.
        has_index: Whether a weight in blocks keeps for each place the number of its block.

    Attributes:
        summed: Axes of the weight that are summed over.
        input_axes: Axes of the inputs that are summed over.
        matrix_shape: Shape of the weight as a matrix, its summed axes as rows.
    """

    summed, input_axes = (0,), -1
    summed_lead = True  # whether the summed axes come first
    block_axis = 0  # of the matrix: its places are put into blocks
    is_product = True  # of the inputs, their axes in order, and the matrix

    def __init__(self, name, shape, attribute=None, packed_axis=-1, zero_dtype="int8", has_index=True):
        self.name, self.attribute = name, attribute or f"_{name}"
        self.shape = self.matrix_shape = tuple(shape)
        self.packed_axis, self.zero_dtype, self.has_index = packed_axis, zero_dtype, has_index

    def forward(self, inputs, weight):
        """The product."""
        return ops.matmul(inputs, weight)

    def integer_forward(self, inputs, weight):
        """The product of int8 tensors as int32."""
        return backend.numpy.int8_matmul(inputs, weight)

    def by_matrix(self, inputs, multiply):
        """The product, if it is one, by `multiply(inputs)` that multiplies by the weight's matrix."""
        return multiply(inputs)

    def backward(self, upstream, weight):
        """The gradient of the product with respect to the inputs."""
        return ops.matmul(upstream, ops.transpose(weight))

    def low_rank(self, inputs, a, b):
        """The product with the weight `a @ b`."""
        return ops.matmul(ops.matmul(inputs, a), b)

    def to_matrix(self, weight):
        """The weight as a matrix."""
        return weight

    def from_matrix(self, matrix):
        """The weight of a matrix that `to_matrix` made."""
        return matrix

    def flat(self, weight):
        """The weight as a matrix, its values in the order in which they lie. As `to_matrix` where summed axes lead."""
        return weight

    def from_flat(self, matrix):
        """The weight of a matrix that `flat` made."""
        return matrix

    def samples(self, inputs):
        """Inputs as a matrix `(samples, rows)` whose product with the weight's matrix is the layer's."""
        return ops.reshape(inputs, (-1, self.matrix_shape[0]))

    # Scales have size 1 on summed axes, so that they broadcast to the weight; or they broadcast to the outputs.

    def output_scale(self, scale):
        """From the weight's axes to those of the outputs."""
        return ops.squeeze(scale, 0)

    def weight_scale(self, scale):
        """From the axes of the outputs to the weight's."""
        return ops.expand_dims(scale, 0)

    def column_scale(self, columns):
        """From one number for each column of the matrix to the weight's axes, if the summed ones lead."""
        return ops.expand_dims(columns, 0)

    def input_scale(self, scale):
        """From the axes of the inputs to those of the outputs."""
        return scale


class EinsumOperand(MatrixProduct):
    """The second operand of an einsum.

    Args:
        name: What the weight is called.
        shape: The weight's shape.
        equation: Einsum equation, with an ellipsis or without.
        rank: Integer, number of axes of the inputs.
    """

    def __init__(self, name, shape, equation, rank):
        super().__init__(name, shape)
        self._letters = inputs, weight, outputs = _without_ellipsis(equation, rank)
        self._forward = f"{inputs},{weight}->{outputs}"
        self._backward = f"{outputs},{weight}->{inputs}"
        self.summed = tuple(i for i, letter in enumerate(weight) if letter not in outputs)
        self.input_axes = tuple(inputs.index(weight[i]) for i in self.summed)
        kept = tuple(i for i in range(len(weight)) if i not in self.summed)
        self._order = self.summed + kept
        self.summed_lead = self._order == tuple(range(len(weight)))
        unsummed = "".join(letter for i, letter in enumerate(inputs) if i not in self.input_axes)
        in_line = inputs == unsummed + weight[: len(self.summed)]
        self.is_product = self.summed_lead and in_line and outputs == unsummed + weight[len(self.summed) :]
        self._back = [self._order.index(i) for i in range(len(weight))]
        rows, self._kept_shape = ([self.shape[i] for i in axes] for axes in (self.summed, kept))
        self._ordered_shape = [*rows, *self._kept_shape]
        self.matrix_shape = (math.prod(rows), math.prod(self._kept_shape))

    def forward(self, inputs, weight):
        return ops.einsum(self._forward, inputs, weight)

    def integer_forward(self, inputs, weight):
        if not self.is_product:
            return self.forward(inputs, weight)
        return self.by_matrix(inputs, lambda samples: backend.numpy.int8_matmul(samples, self.flat(weight)))

    def by_matrix(self, inputs, multiply):
        found = multiply(self.samples(inputs))
        return ops.reshape(found, (*ops.shape(inputs)[: -len(self.summed)], *self._kept_shape))

    def backward(self, upstream, weight):
        return ops.einsum(self._backward, upstream, weight)

    def low_rank(self, inputs, a, b):
        return self.forward(inputs, ops.matmul(a, b))

    def to_matrix(self, weight):
        return ops.reshape(ops.transpose(weight, self._order), self.matrix_shape)

    def from_matrix(self, matrix):
        return ops.transpose(ops.reshape(matrix, self._ordered_shape), self._back)

    def flat(self, weight):
        return ops.reshape(weight, self.matrix_shape)

    def from_flat(self, matrix):
        return ops.reshape(matrix, self.shape)

    def samples(self, inputs):
        kept = [i for i in range(len(inputs.shape)) if i not in self.input_axes]
        return super().samples(ops.transpose(inputs, (*kept, *self.input_axes)))

    def output_scale(self, scale):
        return _arranged(scale, self._letters[1], self._letters[2])

    def weight_scale(self, scale):
        return _arranged(scale, self._letters[2], self._letters[1])

    def column_scale(self, columns):
        return ops.reshape(columns, [1] * len(self.summed) + self._kept_shape)

    def input_scale(self, scale):
        return _arranged(scale, self._letters[0], self._letters[2])


class RowTable(MatrixProduct):
    """A matrix whose rows are looked up: `weight[inputs]`. The values of a row share scales."""

    summed, block_axis = (-1,), -1
    is_product = False

    def forward(self, inputs, weight):
        return ops.take(weight, inputs, axis=0)

    def low_rank(self, inputs, a, b):
        return ops.matmul(ops.take(a, inputs, axis=0), b)

    def output_scale(self, scale):
        return ops.squeeze(scale, -1)

    def weight_scale(self, scale):
        return ops.expand_dims(scale, -1)

    column_scale = weight_scale


def _without_ellipsis(equation, rank):
    """The terms of an equation, with letters in the place of an ellipsis."""
    left, outputs = equation.split("->")
    inputs, weight = left.split(",")
    if "..." in equation:
        free = (letter for letter in string.ascii_letters if letter not in equation)
        letters = "".join(next(free) for _ in range(rank - len(inputs) + 3))
        inputs, outputs = inputs.replace("...", letters), outputs.replace("...", letters)
    return inputs, weight, outputs


def _arranged(scale, letters, target):
    """A scale whose axes are `letters`, with the axes `target`. What one of the two lacks has size 1."""
    kept = [letters.index(letter) for letter in target if letter in letters]
    lost = [i for i in range(len(letters)) if letters[i] not in target]
    scale = ops.transpose(scale, kept + lost)
    scale = ops.squeeze(scale, tuple(range(len(kept), len(letters)))) if lost else scale
    new = [i for i, letter in enumerate(target) if letter not in letters]
    return ops.expand_dims(scale, new) if new else scale
