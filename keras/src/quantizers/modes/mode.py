"""What the modes of quantization share."""
from keras.src import ops


class Mode:
    """A way to keep and to use the weights of a layer in few bits.

    A layer tells its weights (`layer._operands()`, the main one first) and what it does after the product
    (`layer._finish_outputs`). A mode keeps what it makes in attributes of the layer that are called after the weight.

    Args:
        config: The `QuantizationConfig`, or None for a layer that is made from the name of a dtype policy.
        policy: The layer's `DTypePolicy`.
    """

    keeps_float = False  # whether a layer that is quantized keeps its float weights
    made_with_float = False  # whether a layer that is built in this mode has float weights
    adapts_itself = False  # whether `product` counts low-rank updates in
    looks_up = True  # whether tables of rows can be quantized too

    def __init__(self, config, policy):
        self.config = config

    @staticmethod
    def policy_prefix(config):
        """What the name of a layer's dtype policy begins with."""
        return config.mode

    @staticmethod
    def spec(name):
        """Attributes of the layer that files hold for the weight `name`, in their order."""
        raise NotImplementedError

    def is_ready(self, layer):
        """Whether the layer computes with what the mode made."""
        return True

    def loaded(self, layer, operand):
        """Called when the variables were read from a file."""

    def build(self, layer, operand):
        """Makes the variables for a weight."""
        raise NotImplementedError

    def quantized(self, operand, value):
        """Dict from attributes to their values for a float weight."""
        raise NotImplementedError

    def merged(self, layer, operand, value):
        """As `quantized`, of a weight into which an update was merged."""
        return self.quantized(operand, value)

    def dequantized(self, layer, operand):
        """The weight as floats, of its own shape."""
        raise NotImplementedError

    def product(self, layer, operand, inputs, transposed=None, training=None):
        """The inputs times the weight; times its transpose if that is the operand `transposed`."""
        raise NotImplementedError

    def bias(self, layer):
        """The layer's bias as the outputs get it: a variable, or a tensor."""
        return layer.bias

    def rows(self, layer, operand, inputs):
        """The rows of a table at `inputs`, as floats."""
        raise NotImplementedError

    def shown(self, layer, operand):
        """The integers, as `layer.kernel` shows them."""
        raise NotImplementedError


def add(layer, attribute, shape, dtype=None, initializer="zeros", name=None):
    """Makes a variable that is not trained, and an attribute of the layer."""
    variable = layer.add_weight(
        name=name or attribute.lstrip("_"), shape=shape, dtype=dtype, initializer=initializer,
        trainable=False, autocast=dtype is None,
    )
    setattr(layer, attribute, variable)


def value_of(layer, attribute):
    return getattr(layer, attribute).value


def grouped_by(group_size):
    """An initializer that gives the group of each row; with a size of -1 there is one group."""
    return lambda shape, dtype=None: group_index(shape[0], shape[0] if group_size == -1 else group_size)


def group_index(rows, group_size):
    """The group of each row, as the floats that files hold."""
    return ops.cast(ops.floor_divide(ops.arange(rows, dtype="int32"), group_size), "float32")
