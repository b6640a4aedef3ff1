"""AWQ: the weights of inputs with large activations are scaled up before rounding, which makes their errors smaller."""
from keras.src import backend, ops
from keras.src.quantizers.affine import (
    compute_quantization_parameters,
    dequantize_with_sz_map,
    quantize_with_sz_map,
)
from keras.src.quantizers.modes.mode import group_index
from keras.src.quantizers.observer import Observer


class AWQ(Observer):
    """Gathers the largest magnitude and the second moments of a layer's inputs, and rounds its weight by them.

    Args:
        layer: A layer that is quantized with `"awq"` and not calibrated yet.
        config: An `AWQConfig`. Default None, that of the layer.

    Reference: [Lin et al., 2023](https://arxiv.org/abs/2306.00978).
    """

    def __init__(self, layer, config=None):
        super().__init__(layer, config)
        self.activation_magnitudes = ops.zeros((self.rows,), "float32")
        self.moments = ops.zeros((self.rows, self.rows), "float32")

    def update_activation_magnitudes(self, input_batch):
        """Takes the inputs of one call into the largest magnitudes and the sums of `x.T @ x`."""
        samples = ops.cast(self._operand.samples(ops.stop_gradient(input_batch)), "float32")
        found = ops.max(ops.abs(samples), axis=0)
        self.activation_magnitudes = ops.maximum(self.activation_magnitudes, found)
        self.moments = ops.add(self.moments, ops.matmul(ops.transpose(samples), samples))
        self.num_samples += samples.shape[0]

    observe = update_activation_magnitudes

    def quantize_layer(self):
        """Rounds the layer's weight and gives up the float one."""
        layer, config = self.layer, self.config
        weights = ops.transpose(ops.cast(self._operand.to_matrix(layer._base_kernel.value), "float32"))
        values, scale, zero, awq_scales, index = awq_quantize_matrix(
            weights,
            self.activation_magnitudes,
            num_grid_points=config.num_grid_points,
            group_size=config.group_size,
            moments=ops.divide(self.moments, max(self.num_samples, 1)),
        )
        layer._mode.assign_calibrated(
            layer, self._operand, values, scale, zero, awq_scales=awq_scales, g_idx=index
        )

    calibrate = quantize_layer

    def free(self):
        """Lets go of what was gathered."""
        del self.activation_magnitudes, self.moments


def awq_search_optimal_scales(weights, activation_magnitudes, *, num_grid_points=20, group_size=-1, moments=None):
    """The scales `magnitude ** ratio` under which rounding does the least harm to the outputs.

    Ratios are `0, 1/n, ... (n-1)/n`. The harm is the mean squared error of the outputs, `mean(e @ moments * e)` for the
    errors `e` of the weights, or without moments, `mean((magnitude * e) ** 2)`.

    Args:
        weights: Matrix `(outputs, inputs)`.
        activation_magnitudes: Vector with a number for each input.
        num_grid_points: Integer `n`. Default 20.
        group_size: Integer, how many inputs share a scale of the integers. Default -1, all of them.
        moments: Matrix `(inputs, inputs)`, the mean of `x.T @ x`. Default None.

    Returns:
        Vector with a scale for each input.
    """
    weights, magnitudes = ops.stop_gradient(weights), ops.convert_to_tensor(activation_magnitudes)
    magnitudes = ops.maximum(magnitudes, 1e-8)
    best, least = ops.ones_like(magnitudes), None
    for i in range(num_grid_points):
        scales = ops.maximum(ops.power(magnitudes, i / num_grid_points), 1e-4)
        scales = ops.divide(scales, ops.sqrt(ops.multiply(ops.max(scales), ops.min(scales))))
        values, scale, zero, index = _rounded(ops.multiply(weights, scales), group_size)
        rounded = ops.divide(dequantize_with_sz_map(values, scale, zero, index), scales)
        harm = _harm(ops.subtract(weights, rounded), magnitudes, moments)
        if least is None or harm < least:
            best, least = scales, harm
    return best


def _harm(errors, magnitudes, moments):
    if moments is None:
        return float(ops.mean(ops.square(ops.multiply(errors, magnitudes))))
    return float(ops.mean(ops.multiply(ops.matmul(errors, moments), errors)))


def awq_quantize_matrix(
    weights_transpose, activation_magnitudes, *, num_grid_points=20, group_size=-1, moments=None
):
    """Rounds a matrix to 4 bits under the best scales.

    Args:
        weights_transpose: Matrix `(outputs, inputs)`.
        activation_magnitudes: Vector with a number for each input.
        num_grid_points: Integer, how many ratios to try. Default 20.
        group_size: Integer, how many inputs share a scale of the integers. Default -1, all of them.
        moments: As in `awq_search_optimal_scales`. Default None.

    Returns:
        Tuple `(values, scale, zero, awq_scales, index)`: integers `(outputs, inputs)` as floats, scale and zero point
        `(outputs, groups)`, the scale of each input and its group.
    """
    scales = awq_search_optimal_scales(
        weights_transpose, activation_magnitudes, num_grid_points=num_grid_points,
        group_size=group_size, moments=moments,
    )
    scaled = ops.multiply(backend.convert_to_tensor(weights_transpose), scales)
    values, scale, zero, index = _rounded(scaled, group_size)
    return values, scale, zero, scales, index


def _rounded(weights, group_size):
    columns = weights.shape[1]
    index = group_index(columns, columns if group_size == -1 else group_size)
    scale, zero, largest = compute_quantization_parameters(weights, bits=4, per_channel=True, group_size=group_size)
    return quantize_with_sz_map(weights, scale, zero, index, largest), scale, zero, index
