"""The layout of an einsum that quantizing libraries ask for: bringing both sides along the output and back."""
import numpy as np
import pytest

from keras.src.layers.core.einsum_dense import _analyze_quantization_info

ROWS = [  # equation, input shape, kernel shape, what Keras 3.15.1 answers
    ("ab,bc->ac", (2, 4), (4, 3), ([1], [0], [0, 1], [0, 1], [], [], [], [], "ac,bc->ab", [0, 1])),
    ("abc,cde->adbe", (2, 3, 4), (4, 5, 6), ([2], [0], [0, 2, 1], [0, 1, 2], [3], [2], [], [], "adbe,cde->abc", [0, 1, 2])),
    ("abc,bcd->ad", (2, 3, 4), (3, 4, 5), ([1, 2], [0, 1], [0, 2, 1], [1, 0, 2], [], [], [2], [1], "ad,bcd->abc", [1, 0, 2])),
    ("...x,xy->...y", (2, 3, 4), (4, 5), ([2], [0], [0, 1, 2], [0, 1], [], [1], [], [], "BAy,xy->BAx", [0, 1])),
    ("ab...,bA->aA...", (2, 3, 4, 5), (3, 6), ([1], [0], [0, 1, 2, 3], [0, 1], [], [2, 3], [], [], "aABC,bA->abBC", [0, 1])),
]


@pytest.mark.parametrize("equation, input_shape, kernel_shape, answer", ROWS, ids=[row[0] for row in ROWS])
def test_layout(equation, input_shape, kernel_shape, answer):
    info = _analyze_quantization_info(equation, input_shape)
    assert info == answer
    x, kernel = np.random.random(input_shape), np.random.random(kernel_shape)
    y = np.einsum(equation, x, kernel)
    assert np.einsum(info[8], np.ones_like(y), kernel).shape == x.shape
    assert kernel.transpose(info[3]).transpose(info[9]).shape == kernel.shape
    scale = np.expand_dims(np.abs(kernel).max(axis=tuple(info[1]), keepdims=True).transpose(info[3]), info[5])
    assert np.broadcast_shapes(np.squeeze(scale, tuple(info[7])).shape, y.shape[: y.ndim]) == y.shape


def test_another_form_is_refused():
    with pytest.raises(ValueError, match="equation"):
        _analyze_quantization_info("ab->ab", (2, 3))
