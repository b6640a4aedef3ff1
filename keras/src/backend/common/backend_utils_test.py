import numpy as np
import pytest

from keras.src.backend.common import backend_utils, windows


def transposed(x, kernel, stride, dilation, padding, output_padding):
    """A transposed convolution along one axis as torch defines it: all that is spread out, then cropped."""
    size = (len(x) - 1) * stride + (len(kernel) - 1) * dilation + 1
    full = np.zeros(size + output_padding)
    for i, value in enumerate(x):
        for j, weight in enumerate(kernel):
            full[i * stride + j * dilation] += value * weight
    return full[padding : len(full) - padding]


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("output_padding", [None, 0, 1])
def test_padding_of_torch_gives_the_size(padding, output_padding):
    for window, stride, dilation in ((3, 2, 1), (4, 2, 1), (2, 3, 1), (3, 2, 2), (5, 3, 1)):
        arguments = (window, stride, dilation, padding, output_padding)
        pads = backend_utils._convert_conv_transpose_padding_args_from_keras_to_torch(*arguments)
        found = transposed(np.ones(4), np.ones(window), stride, dilation, *pads)
        assert len(found) == windows.transpose_output_size(4, window, stride, dilation, padding, output_padding)


def test_paddings_for_every_axis():
    shape, kernel = (1, 5, 5, 3), (3, 4, 2, 3)
    found = backend_utils.compute_conv_transpose_padding_args_for_torch(shape, kernel, (2, 3), "valid", (1, 0), (1, 2))
    assert found == ([0, 0], [1, 0])
    found = backend_utils.compute_conv_transpose_padding_args_for_torch(shape, (3, 3, 2, 3), 2, "same", None, 1)
    assert found == ([1, 1], [1, 1])
    pairs = backend_utils.compute_conv_transpose_padding_args_for_jax(shape, (3, 3, 2, 3), 2, "same", None, 1)
    assert pairs == [(2, 1), (2, 1)]


def test_torch_takes_less_than_the_stride():
    with pytest.warns(UserWarning, match="less than the stride"):
        found = backend_utils._convert_conv_transpose_padding_args_from_keras_to_torch(3, 1, 1, "valid", 1)
    assert found == (0, 0)
