"""GPTQ: weights are rounded one input after another, and each error is made good by the inputs that follow."""
import numpy as np

from keras.src import backend
from keras.src.quantizers.affine import compute_quantization_parameters
from keras.src.quantizers.observer import Observer


class GPTQ(Observer):
    """Gathers the second moments of a layer's inputs, and rounds its weight by them.

    Args:
        layer: A layer that is quantized with `"gptq"` and not calibrated yet.
        config: A `GPTQConfig`. Default None, that of the layer.

    Reference: [Frantar et al., 2022](https://arxiv.org/abs/2210.17323).
    """

    def __init__(self, layer, config=None):
        super().__init__(layer, config)
        self.hessian = np.zeros((self.rows, self.rows), "float32")

    def update_hessian_with_batch(self, input_batch):
        """Takes the inputs of one call into the mean of `2 * x.T @ x`."""
        samples = _array(self._operand.samples(input_batch))
        total = self.num_samples + len(samples)
        self.hessian = self.hessian * (self.num_samples / total) + (2.0 / total) * (samples.T @ samples)
        self.num_samples = total

    observe = update_hessian_with_batch

    def quantize_and_correct_layer(self, blocksize=128):
        """Rounds the layer's weight and gives up the float one."""
        config, layer = self.config, self.layer
        weights = _array(self._operand.to_matrix(layer._base_kernel.value)).T.copy()
        hessian = self.hessian.astype("float64")
        unused = np.diag(hessian) == 0
        hessian[unused, unused] = 1.0
        weights[:, unused] = 0.0
        order_metric = np.diag(hessian).copy()
        hessian[np.diag_indices(self.rows)] += config.hessian_damping * order_metric.mean()
        values, scale, zero, index = gptq_quantize_matrix(
            weights,
            np.linalg.inv(hessian),
            blocksize=blocksize,
            group_size=config.group_size,
            activation_order=config.activation_order,
            order_metric=order_metric,
            compute_scale_zero=lambda x: compute_quantization_parameters(
                x, bits=config.weight_bits, symmetric=config.symmetric, per_channel=config.per_channel
            ),
        )
        layer._mode.assign_calibrated(layer, self._operand, values, scale, zero, g_idx=index)

    calibrate = quantize_and_correct_layer

    def free(self):
        """Lets go of the second moments."""
        del self.hessian


def gptq_quantize_matrix(
    weights_transpose, inv_hessian, *, blocksize=128, group_size=-1, activation_order=False,
    order_metric=None, compute_scale_zero=compute_quantization_parameters,
):
    """Rounds a matrix column by column: with the error `e` of a column, the columns after it become `w - e @ u`.

    The rows `u` are those of the Cholesky factor of the inverse second moments, divided by their diagonal.

    Args:
        weights_transpose: Matrix `(outputs, inputs)`.
        inv_hessian: Inverse of the second moments, `(inputs, inputs)`.
        blocksize: Integer, after how many columns the errors are carried to the rest. Default 128.
        group_size: Integer, how many columns share a scale. Default -1, all of them.
        activation_order: Boolean, whether to take columns by falling `order_metric`. Default False.
        order_metric: Vector with a number for each column. Default None.
        compute_scale_zero: Function from a matrix to its scale, zero point and largest integer.

    Returns:
        Tuple of NumPy arrays `(values, scale, zero, index)`: integers `(outputs, inputs)`, scale and zero point
        `(outputs, groups)`, and the group of each input.
    """
    weights, inverse = _array(weights_transpose).copy(), _array(inv_hessian, "float64")
    columns = weights.shape[1]
    order = _stable_permutation(order_metric) if activation_order else np.arange(columns)
    weights = weights[:, order]
    factor = np.linalg.cholesky(inverse[np.ix_(order, order)]).T.astype("float32")
    size = columns if group_size == -1 else group_size
    blocksize = size * max(1, blocksize // size)  # A group's range is known when its first column is rounded.
    values, scales, zeros = np.zeros_like(weights, "uint8"), [], []
    for start in range(0, columns, blocksize):
        end = min(start + blocksize, columns)
        errors = np.zeros((len(weights), end - start), "float32")
        for i in range(start, end):
            if i % size == 0:
                group = backend.convert_to_tensor(weights[:, i : i + size])
                scale, zero, largest = map(_array, compute_scale_zero(group))
                scales.append(scale)
                zeros.append(zero)
            column = weights[:, i : i + 1]
            found = np.clip(np.round(column / scale) + zero, 0, largest)
            values[:, i : i + 1] = found
            error = (column - (found - zero) * scale) / factor[i, i]
            weights[:, i + 1 : end] -= error * factor[i, i + 1 : end]
            errors[:, i - start : i - start + 1] = error
        weights[:, end:] -= errors @ factor[start:end, end:]
    back = _inverse(order)
    index = (np.arange(columns) // size)[back].astype("float32")
    return values[:, back], np.concatenate(scales, 1), np.concatenate(zeros, 1).astype("uint8"), index


def _stable_permutation(metric):
    """The order of falling values; equal ones stay in theirs."""
    return np.argsort(-_array(metric), kind="stable").astype("int32")


def _inverse(order):
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    return inverse


def _array(x, dtype="float32"):
    return backend.convert_to_numpy(x).astype(dtype)
