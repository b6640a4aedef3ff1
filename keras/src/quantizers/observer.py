"""What calibration asks of an object that watches the inputs of a layer."""


class Observer:
    """Watches the inputs of one layer while data run through its model, and rounds the layer's weight by them.

    Subclasses have `observe(inputs)`, `calibrate()` and `free()`.

    Args:
        layer: A layer that is quantized with the subclass's mode and not calibrated yet.
        config: Config of that mode. Default None, that of the layer.
    """

    def __init__(self, layer, config=None):
        self.layer = layer
        self.config = config or layer.quantization_config
        self._operand = layer._operands[0]
        self.kernel_shape = self._operand.shape
        self.rows, self.columns = self._operand.matrix_shape
        self.num_samples = 0
