"""Weights of layers of Keras 2 in the layout of today."""
import numpy as np


def recurrent(weights, shapes):
    """Which weights are those of a CuDNN layer, in the place of an LSTM's or GRU's.

    A CuDNN layer has a kernel, a recurrent kernel and the biases of both in one vector. Its matrices are transposed,
    gate by gate.

    Args:
        weights: List of the shapes of a layer's variables.
        shapes: List of the shapes of the arrays in the file.

    Returns:
        Dict from places in the list to functions that turn the file's array into the variable's.
    """
    found = {}
    for i in range(2, min(len(weights), len(shapes))):
        kernel, (units, width) = weights[i - 2], weights[i - 1] if len(weights[i - 1]) == 2 else (0, 0)
        gates = width // units if units else 0
        bias = {4: (width,), 3: (2, width)}.get(gates)
        if len(kernel) == 2 and kernel[1] == width and weights[i] == bias and shapes[i] == (2 * width,):
            found |= {
                i - 2: lambda array, gates=gates: _by_gate(array, gates, lambda k: k.T.reshape(k.shape, order="F")),
                i - 1: lambda array, gates=gates: _by_gate(array, gates, np.transpose),
                i: _joined_bias if gates == 4 else lambda array: array.reshape(2, -1),
            }
    return found


def _by_gate(array, gates, transform):
    return np.concatenate([transform(part) for part in np.split(array, gates, axis=1)], axis=1)


def _joined_bias(array):
    return array.reshape(2, -1).sum(axis=0)
