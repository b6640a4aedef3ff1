"""Windows, and functions made to work on stacks of tensors."""
import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.backend.common.keras_tensor import KerasTensor

F = np.arange(6, dtype="float32").reshape(2, 3)
G = F[::-1].copy()


@pytest.mark.parametrize("name", ["bartlett", "blackman", "hamming", "hanning"])
@pytest.mark.parametrize("size", [0, 1, 4, 5])
def test_windows(name, size):
    result = backend.convert_to_numpy(getattr(ops, name)(size))
    assert result.dtype == "float32"
    np.testing.assert_allclose(result, getattr(np, name)(size), atol=1e-6)


@pytest.mark.parametrize("size, beta", [(5, 14.0), (1, 2.0), (4, 0.0)])
def test_kaiser(size, beta):
    np.testing.assert_allclose(
        backend.convert_to_numpy(ops.kaiser(size, beta)), np.kaiser(size, beta), rtol=1e-5
    )
    assert ops.kaiser(KerasTensor((), "int32"), beta).shape == (None,)


def check(result, expected):
    np.testing.assert_allclose(backend.convert_to_numpy(result), expected, rtol=1e-6)


def test_vectorize():
    check(ops.vectorize(lambda x, y: x * y + 1)(F, G), F * G + 1)
    check(ops.vectorize(lambda x, y: x + y)(F, G[0]), F + G[0])
    check(ops.vectorize(lambda x, y: x + y, excluded={1})(F, 2.0), F + 2)
    check(ops.vectorize(lambda x, scale: x * scale, excluded={"scale"})(F, scale=3.0), F * 3)
    check(ops.vectorize(lambda x: x * 2)(np.float32(4)), 8)


def test_vectorize_with_a_signature():
    check(ops.vectorize(ops.dot, signature="(i),(i)->()")(F, G), (F * G).sum(1))
    check(
        ops.vectorize(ops.matmul, signature="(m,n),(n)->(m)")(np.stack([F, G]), G),
        np.stack([F @ G[0], G @ G[1]]),
    )


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: ops.vectorize(1), TypeError, "`pyfunc` of vectorize"),
        (lambda: ops.vectorize(ops.dot, signature="i,i"), ValueError, "signature='i,i'"),
        (lambda: ops.vectorize(ops.dot, signature="(i),(i)->()")(F), ValueError, "do not fit"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
