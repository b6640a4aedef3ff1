"""Gradients where formulas divide zero by zero: at zeros, infinities, NaN and ties they stay finite and right."""
import numpy as np
import pytest

from keras.src import backend, ops

pytestmark = pytest.mark.skipif(backend.backend() == "numpy", reason="numpy: no gradients")
INF, NAN = float("inf"), float("nan")
ROW = np.array([1.0, 2.0, 3.0], "float32")

# name: function, its argument, the gradient of the sum of its results
TRAPS = {
    "normalize at zero": (lambda x: ops.multiply(ops.normalize(x, order=2, epsilon=0.5), ROW), [0.0] * 3, 2 * ROW),
    "normalize of order 1 at zero": (lambda x: ops.multiply(ops.normalize(x, order=1, epsilon=0.5), ROW), [0.0] * 3, 2 * ROW),
    "normalize of order 3 at zero": (lambda x: ops.multiply(ops.normalize(x, order=3, epsilon=0.5), ROW), [0.0] * 3, 2 * ROW),
    "norm at zero": (ops.norm, [0.0, 0.0], [0, 0]),
    "rows of norm 0": (lambda x: ops.norm(x, axis=-1), [[0.0, 0.0], [3.0, 4.0]], [[0, 0], [0.6, 0.8]]),
    "distance of equal rows": (lambda x: ops.cdist(x, x), [[1.0, 2.0], [1.0, 2.0]], [[0, 0], [0, 0]]),
    "layer_normalization of a constant": (lambda x: ops.layer_normalization(x, epsilon=0.01), [1.0] * 3, [0, 0, 0]),
    "rms_normalization at zero": (lambda x: ops.rms_normalization(x, epsilon=0.01), [0.0] * 3, [10, 10, 10]),
    "moments of a constant": (lambda x: ops.moments(x, [0])[1], [1.0, 1.0], [0, 0]),
    "sqrt at zero": (ops.sqrt, [0.0, 4.0], [INF, 0.25]),
    "sqrt behind where": (lambda x: ops.where(x > 0, ops.sqrt(ops.where(x > 0, x, 1.0)), x), [-1.0, 4.0], [1, 0.25]),
    "divide_no_nan at zero": (lambda x: ops.divide_no_nan(2.0, x), [0.0, 2.0], [0, -0.5]),
    "reductions without NaN": (lambda x: ops.nanmean(x) + ops.nansum(x), [1.0, NAN, 3.0], [1.5, 0, 1.5]),
    "nanmax": (ops.nanmax, [1.0, NAN, 3.0], [0, 0, 1]),
    "nanvar": (ops.nanvar, [1.0, NAN, 3.0], [-1, 0, 1]),
    "nanstd": (ops.nanstd, [1.0, NAN, 3.0], [-0.5, 0, 0.5]),
    "std of a constant": (ops.std, [2.0, 2.0], [0, 0]),
    "std along an axis": (lambda x: ops.std(x, axis=0), [[2.0, 1.0], [2.0, 3.0]], [[0, -0.5], [0, 0.5]]),
    "nanstd of a constant": (ops.nanstd, [2.0, NAN, 2.0], [0, 0, 0]),
    "hypot at the origin": (lambda x: ops.hypot(x[0], x[1]), [[-1.0, 3.0], [0.0, 4.0]], [[-1, 0.6], [0, 0.8]]),
    "hypot of equals": (lambda x: ops.hypot(x[0], x[1]), [3.0, 3.0], [0.5**0.5, 0.5**0.5]),
    "heaviside": (lambda x: ops.heaviside(x[0], x[1]), [[0.0, 2.0], [5.0, 5.0]], [[0, 0], [1, 0]]),
    "cumprod with zeros": (ops.cumprod, [2.0, 0.0, 3.0, 0.0], [1, 8, 0, 0]),
    "cumprod along an axis": (lambda x: ops.cumprod(x, axis=1), [[0.0, 2.0], [3.0, 2.0]], [[3, 0], [3, 3]]),
    "sinc at zero": (ops.sinc, [0.0, 1.0], [0, -1]),
    "prod with a zero": (ops.prod, [0.0, 2.0, 3.0], [6, 0, 0]),
    "square at zero": (lambda x: x**2, [0.0], [0]),
    "relu at zero": (ops.relu, [-1.0, 0.0, 1.0], [0, 0, 1]),
    "relu6 at its bends": (ops.relu6, [0.0, 3.0, 6.0, 7.0], [0, 1, 0, 0]),
    "elu far out": (ops.elu, [-1000.0, 0.0, 1000.0], [0, 1, 1]),
    "celu far out": (ops.celu, [-1000.0, 0.0, 1000.0], [0, 1, 1]),
    "silu far out": (ops.silu, [-1000.0, 0.0, 1000.0], [0, 0.5, 1]),
    "gelu far out": (ops.gelu, [-1000.0, 0.0, 1000.0], [0, 0.5, 1]),
    "softplus far out": (ops.softplus, [-1000.0, 0.0, 1000.0], [0, 0.5, 1]),
    "log_sigmoid far out": (ops.log_sigmoid, [-1000.0, 0.0, 1000.0], [1, 0.5, 0]),
    "squareplus far out": (ops.squareplus, [-1000.0, 0.0, 1000.0], [0, 0.5, 1]),
    "logsumexp with -inf": (ops.logsumexp, [-INF, 0.0, 0.0], [0, 0.5, 0.5]),
    "logsumexp far out": (ops.logsumexp, [1000.0, 1000.0], [0.5, 0.5]),
    "logaddexp of equals": (lambda x: ops.logaddexp(x[0], x[1]), [0.0, 0.0], [0.5, 0.5]),
    "logaddexp with -inf": (lambda x: ops.logaddexp(x[0], x[1]), [-INF, 0.0], [0, 1]),
    "logsumexp of only -inf": (lambda x: ops.logsumexp(x, axis=1), [[-INF, -INF], [0.0, 0.0]], [[0, 0], [0.5, 0.5]]),
    "logaddexp of only -inf": (lambda x: ops.logaddexp(x[0], x[1]), [[-INF, 0.0], [-INF, 0.0]], [[0, 0.5], [0, 0.5]]),
    "logaddexp2 of only -inf": (lambda x: ops.logaddexp2(x[0], x[1]), [[-INF, 0.0], [-INF, 0.0]], [[0, 0.5], [0, 0.5]]),
    "logaddexp of large ones": (lambda x: ops.logaddexp(x[0], x[1]), [100.0, 100.0], [0.5, 0.5]),
    "arctan2 at the origin": (lambda x: ops.arctan2(x[0], x[1]), [[0.0, 3.0], [0.0, 4.0]], [[0, 0.16], [0, -0.12]]),
    "arctan2 on an axis": (lambda x: ops.arctan2(x[0], x[1]), [[0.0, 2.0], [-1.0, 0.0]], [[-1, 0], [0, -0.5]]),
    "angle of zero": (ops.angle, [0.0, -1.0], [0, 0]),
    "zero to the power of zero": (lambda x: ops.power(x[0], x[1]), [[0.0, 2.0], [0.0, 3.0]], [[0, 12], [0, 5.5451775]]),
    "powers of negative numbers": (lambda x: x**3 + x**2.0, [-2.0, 0.0], [8, 0]),
    "softmax with -inf": (lambda x: ops.multiply(ops.softmax(x), ROW), [-INF, 0.0, 0.0], [0, -0.25, 0.25]),
    "equal maxima": (ops.max, [1.0, 3.0, 3.0], [0, 0.5, 0.5]),
    "equal minima along an axis": (lambda x: ops.min(x, axis=0), [1.0, 1.0, 3.0], [0.5, 0.5, 0]),
    "binary_crossentropy of certainty": (lambda p: ops.binary_crossentropy(ROW * 0, p), [0.0, 0.5, 1.0], [0, 2, 0]),
    "crossentropy of large logits": (
        lambda x: ops.categorical_crossentropy(np.eye(3, dtype="float32")[1], x, from_logits=True),
        [1000.0, -1000.0, 0.0],
        [1, -1, 0],
    ),
    "crossentropy of an image, classes last": (
        lambda x: ops.sparse_categorical_crossentropy(np.zeros((1, 2, 2), "int32"), x, from_logits=True),
        np.zeros((1, 2, 2, 2)),
        np.tile([-0.5, 0.5], (1, 2, 2, 1)),
    ),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_gradient(trap):
    function, x, wanted = TRAPS[trap]
    found = ops.grad(lambda x: ops.sum(function(x)))(backend.convert_to_tensor(np.array(x, "float32")))
    np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["arctan2", "logaddexp", "logaddexp2", "power"])
def test_traps_keep_the_values(name):
    function = getattr(ops, name)
    tensor = backend.convert_to_tensor(np.array([0.0, -0.0, -INF, INF, NAN, 1.0], "float32"))
    x1, x2 = ops.repeat(tensor, 6), ops.tile(tensor, 6)
    (_, differentiated), _ = ops.value_and_grad(lambda x1: (ops.sum(x1), function(x1, x2)), has_aux=True)(x1)
    with np.errstate(all="ignore"):
        wanted = getattr(np, name)(backend.convert_to_numpy(x1), backend.convert_to_numpy(x2))
    for found in (function(x1, x2), differentiated):
        np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-5, atol=1e-6)


def test_equal_maxima_share_or_take_the_gradient():
    """Which of two equal operands gets it is the framework's choice; together they get all of it."""
    x, y = (backend.convert_to_tensor(np.array(v, "float32")) for v in ([1, 2, 0], [1, 0, 2]))
    of_x, of_y = ops.grad(lambda x, y: ops.sum(ops.maximum(x, y)), argnums=(0, 1))(x, y)
    np.testing.assert_allclose(backend.convert_to_numpy(of_x + of_y), np.ones(3))
    np.testing.assert_allclose(backend.convert_to_numpy(of_x)[1:], [1, 0])
