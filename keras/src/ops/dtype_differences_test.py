"""Dtypes where the eager and the symbolic results of Keras 3.15.1, or its backends, disagree: here they are one.

docs/differences.md names these tests.
"""
import numpy as np
import pytest

from keras.src import backend, ops, tree
from keras.src.backend.common.keras_tensor import KerasTensor

INTEGERS = ["bool", "int8", "uint8", "int32"]
HALVES = ["float16", "bfloat16"]
JAX = backend.backend() == "jax"  # where every dtype compiles everything anew


def array(values, dtype):
    return backend.convert_to_tensor(np.array(values), dtype=dtype)


def eye(dtype):
    return backend.convert_to_tensor(np.eye(2), dtype=dtype)


def names(results):
    return [backend.standardize_dtype(r.dtype) for r in tree.flatten(results)]


def check(call, dtype, wanted):
    """The dtypes of all results, eager and symbolic."""
    for x in (eye(dtype), KerasTensor((2, 2), dtype)):
        found = names(call(x))
        assert set(found) == {wanted}, (dtype, type(x).__name__, found)


ACTIVATIONS = [
    ops.celu, ops.elu, ops.gelu, ops.glu, ops.hard_shrink, ops.hard_sigmoid, ops.hard_silu, ops.leaky_relu,
    ops.log_sigmoid, ops.log_softmax, ops.selu, ops.sigmoid, ops.silu, ops.soft_shrink, ops.softmax, ops.softplus,
    ops.softsign, ops.sparse_plus, ops.sparse_sigmoid, ops.sparsemax, ops.squareplus, ops.tanh_shrink,
]
SPECIAL = [ops.erf, ops.erfc, ops.erfinv, ops.rsqrt, ops.logsumexp, ops.normalize, ops.reciprocal, ops.rfft]
PLACES = {
    "moments": lambda x: ops.moments(x, [0]),
    "batch_normalization": lambda x: ops.batch_normalization(x, x[0], x[0], -1),
    "average_pool": lambda x: ops.average_pool(x[None, :, :, None], 2, 2),
    "dot_product_attention": lambda x: ops.dot_product_attention(*[x[None, None]] * 3),
    "binary_crossentropy": lambda x: ops.binary_crossentropy(x, x),
    "categorical_crossentropy": lambda x: ops.categorical_crossentropy(x, x),
    "sparse_categorical_crossentropy": lambda x: ops.sparse_categorical_crossentropy(ops.cast(x[0], "int32"), x),
    "psnr": lambda x: ops.psnr(x, x, 1),
    "cdist": lambda x: ops.cdist(x, x),
    "histogram": lambda x: ops.histogram(x[0], 2),
    "linspace": lambda x: ops.linspace(0, x, 3),
    "gelu(approximate=False)": lambda x: ops.gelu(x, approximate=False),
}
FACTORIZATIONS = {
    "cholesky": ops.cholesky, "cholesky_inverse": ops.cholesky_inverse, "det": ops.det, "slogdet": ops.slogdet,
    "logdet": ops.logdet, "inv": ops.inv, "pinv": ops.pinv, "qr": ops.qr, "svd": ops.svd, "eigh": ops.eigh,
    "lu_factor": lambda x: ops.lu_factor(x)[0], "solve": lambda x: ops.solve(x, x),
}
FLOATS_OF_INTEGERS = {f.__name__: f for f in (*ACTIVATIONS, *SPECIAL)} | PLACES | FACTORIZATIONS


@pytest.mark.parametrize("name", FLOATS_OF_INTEGERS)
def test_what_computes_in_floats_gives_floats_of_integers(name):
    for dtype in ["int32"] if JAX else INTEGERS:
        check(FLOATS_OF_INTEGERS[name], dtype, "float32")


@pytest.mark.parametrize("name", FLOATS_OF_INTEGERS)
def test_half_precision_stays(name):
    for dtype in ["bfloat16"] if JAX else HALVES:
        check(FLOATS_OF_INTEGERS[name], dtype, dtype)


@pytest.mark.parametrize("name", [*(f.__name__ for f in (*ACTIVATIONS, *SPECIAL[:-1])), "moments", "cdist", "inv", "qr"])
def test_integers_are_computed_as_their_floats(name):
    """Not cut to integers on the way, as numpy and tensorflow do in 3.15.1."""
    x = np.array([[2, 1], [1, 3]])
    found, wanted = (tree.flatten(FLOATS_OF_INTEGERS[name](array(x, d))) for d in ("int32", "float32"))
    for a, b in zip(found, wanted):
        np.testing.assert_allclose(backend.convert_to_numpy(a), backend.convert_to_numpy(b), rtol=1e-6)


def test_attention_of_integers_is_not_cut_to_zero():
    """The weights, below 1, are integers in 3.15.1, so that all results are zero."""
    x = array([[[[1, 2]], [[3, 1]], [[0, 1]]]], "int32")
    found = backend.convert_to_numpy(ops.dot_product_attention(x, x, x))[0, :, 0]
    values = backend.convert_to_numpy(x)[0, :, 0].astype("float64")
    weights = np.exp(values @ values.T / np.sqrt(2))
    np.testing.assert_allclose(found, weights / weights.sum(-1, keepdims=True) @ values, rtol=1e-5)


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint8", "int32"])
def test_convolutions_of_integers_are_integers(dtype):
    """They wrap around, as products of integers do, on every backend and symbolically; tensorflow refuses most in 3.15.1."""
    x, kernel = np.array([[[100, 2], [3, 4], [5, 6], [7, 8]]]), np.array([[[1, 2], [3, 4]], [[5, -6], [7, 8]]])
    x, kernel = x.astype(dtype), kernel.astype(dtype)
    wide_x, wide = x.astype("int64"), kernel.astype("int64")
    windows = np.stack([wide_x[:, :-1], wide_x[:, 1:]], 2)
    whole = np.zeros((1, 5, 2), "int64")
    for place in (0, 1):
        whole[:, place : place + 4] += wide_x @ wide[place].T
    wanted = {
        ops.conv: np.einsum("bswc,wco->bso", windows, wide),
        ops.depthwise_conv: np.einsum("bswc,wcm->bscm", windows, wide).reshape(1, 3, 4),
        lambda x, k: ops.conv_transpose(x, k, 1): whole,
    }
    for function, expected in wanted.items():
        found = function(array(x, dtype), array(kernel, dtype))
        assert names([found, function(KerasTensor(x.shape, dtype), KerasTensor(kernel.shape, dtype))]) == [dtype] * 2
        np.testing.assert_array_equal(backend.convert_to_numpy(found), expected.astype(dtype))


def test_operands_of_convolutions_meet():
    """As those of products do; in 3.15.1 an error, or on jax the dtype of the kernel."""
    for first, second, wanted in [("int32", "float32", "float32"), ("int8", "int32", "int32")]:
        call = lambda x, k: ops.conv(x, k)
        found = call(backend.convert_to_tensor(np.ones((1, 3, 2)), dtype=first), array(np.ones((2, 2, 2)), second))
        symbol = call(KerasTensor((1, 3, 2), first), KerasTensor((2, 2, 2), second))
        assert names([found, symbol]) == [wanted] * 2


def test_spectra_of_pairs_are_single_precision():
    for dtype in ["int32"] if JAX else [*INTEGERS, *HALVES]:
        check(lambda x: ops.fft((x, x)), dtype, "float32")


MEETING = {
    "select": (lambda x, y: ops.select([ops.greater(x, 0)], [y], x), backend.result_type),
    "clip": (lambda x, y: ops.clip(x, y, y), lambda x, y: "int32" if x == "bool" else x),
    "trapezoid": (lambda y, x: ops.trapezoid(y, x), lambda y, x: backend.result_type(y, float)),
    "linspace": (lambda x, y: ops.linspace(x, y, 3), lambda x, y: backend.result_type(x, y, float)),
    "cdist": (ops.cdist, lambda x, y: backend.result_type(x, y, float)),
    "psnr": (lambda x, y: ops.psnr(x, y, 1), lambda x, y: backend.result_type(x, y, float)),
    "solve": (ops.solve, lambda x, y: backend.result_type(x, y, float)),
    "arctan2": (ops.arctan2, lambda x, y: backend.result_type(x, y, float)),
    "batch_normalization": (
        lambda x, y: ops.batch_normalization(x, y[0], y[0], -1),
        lambda x, y: backend.result_type(x, float),
    ),
    "binary_crossentropy": (ops.binary_crossentropy, lambda x, y: backend.result_type(y, float)),
    "categorical_crossentropy": (ops.categorical_crossentropy, lambda x, y: backend.result_type(y, float)),
    "scatter_update": (lambda x, y: ops.scatter_update(x, [[0, 0]], y[0, :1]), lambda x, y: x),
    "slice_update": (lambda x, y: ops.slice_update(x, (0, 0), y[:1]), lambda x, y: x),
}


@pytest.mark.parametrize("name", MEETING)
def test_two_dtypes_give_one_eager_and_symbolic(name):
    call, rule = MEETING[name]
    dtypes = ["int32", "float16"] if JAX else ["bool", "uint8", "int32", "float16", "bfloat16", "float32"]
    for first in dtypes:
        for second in dtypes:
            if name == "linspace" and backend.backend() == "numpy" and "bfloat16" in (first, second):
                continue  # refused beside another float, as in 3.15.1
            found = names([call(eye(first), eye(second)), call(KerasTensor((2, 2), first), KerasTensor((2, 2), second))])
            assert found == [rule(first, second)] * 2, (first, second, found)


BOOLEANS = {
    "floor_divide": (lambda x: ops.floor_divide(x, True), "int32"),
    "power": (lambda x: ops.power(x, x), "int32"),
    "left_shift": (lambda x: ops.left_shift(x, x), "int32"),
    "right_shift": (lambda x: ops.right_shift(x, x), "int32"),
    "heaviside": (lambda x: ops.heaviside(x, x), "float32"),
    "hypot": (lambda x: ops.hypot(x, x), "float32"),
    "round": (ops.round, "bool"),
    "conj": (ops.conj, "bool"),
    "bincount": (lambda x: ops.bincount(x[0], weights=x[0]), "int32"),
    **{f.__name__: (f, "bool") for f in (ops.add, ops.multiply, ops.maximum, ops.minimum, ops.bitwise_and)},
}


@pytest.mark.parametrize("name", BOOLEANS)
def test_booleans_have_one_dtype(name):
    call, wanted = BOOLEANS[name]
    twice = name in ("add", "multiply", "maximum", "minimum", "bitwise_and")
    check((lambda x: call(x, x)) if twice else call, "bool", wanted)


def test_encodings_have_the_dtype_that_was_asked_for():
    for dtype in ["int32", "float32"] if JAX else ["bool", "uint8", "int32", "float16", "float32"]:
        check(lambda x: ops.multi_hot(x, 3), dtype, "float32")
        check(lambda x: ops.one_hot(x, 3, dtype="int32"), dtype, "int32")
        check(lambda x: ops.prod(x, dtype="float16"), dtype, "float16")


def test_indices_and_pivots_are_int32():
    for dtype in ["int32", "float32"]:
        for x in (eye(dtype), KerasTensor((2, 2), dtype)):
            assert names([ops.top_k(x, 1)[1], ops.argpartition(x, 1), ops.lu_factor(x)[1]]) == ["int32"] * 3


CLIPS = {
    "relu": ops.relu,
    "relu6": ops.relu6,
    "hard_tanh": ops.hard_tanh,
    "threshold": lambda x: ops.threshold(x, 0.5, 1),
    "clip": lambda x: ops.clip(x, 0, 1),
}


@pytest.mark.parametrize("name", CLIPS)
def test_clips_of_booleans_and_integers(name):
    """Booleans count as int32; other dtypes stay, on jax those of `relu6` too."""
    for dtype in ["bool", "uint8", "int32"]:
        check(CLIPS[name], dtype, "int32" if dtype == "bool" else dtype)


def test_bounds_that_the_dtype_has_not():
    """They count as the nearest ones that it has; most backends let them wrap around, or fail."""
    x = array([0, 1, 3], "uint8")
    calls = [
        (ops.hard_tanh, [0, 1, 1]), (lambda x: ops.clip(x, -1, 1), [0, 1, 1]), (lambda x: ops.clip(x, 1, 300), [1, 1, 3]),
        (lambda x: ops.clip(x, None, 1), [0, 1, 1]), (lambda x: ops.clip(x, 1, None), [1, 1, 3]),
        (lambda x: ops.clip(x, None, None), [0, 1, 3]), (lambda x: ops.clip(x, 0.5, float("inf")), [0, 1, 3]),
    ]
    for call, wanted in calls:
        found = call(x)
        assert names([found]) == ["uint8"]
        np.testing.assert_array_equal(backend.convert_to_numpy(found), wanted)
    found = ops.clip(array([-1.0, 5.0], "float32"), None, 4)
    np.testing.assert_array_equal(backend.convert_to_numpy(found), [-1, 4])


def test_a_number_does_not_widen():
    for dtype in ["int8"] if JAX else ["int8", "uint8", "int16"]:
        for call in (lambda x: ops.mod(x, 2), lambda x: ops.gcd(x, 4), lambda x: ops.lcm(x, 4)):
            check(call, dtype, dtype)
    for dtype in HALVES:
        check(lambda x: ops.mod(x, 1.5), dtype, dtype)


def test_ranges_of_any_dtype():
    for dtype in ["int8", "uint8", "int32"]:
        for function in (ops.geomspace, ops.logspace, ops.linspace):
            found = function(1, 4, 3, dtype=dtype)
            assert names([found]) == [dtype]
        np.testing.assert_array_equal(backend.convert_to_numpy(ops.geomspace(1, 4, 3, dtype=dtype)), [1, 2, 4])
        assert names([ops.arange(3, dtype=dtype)]) == [dtype]


def test_polar_is_complex():
    for dtype in ["int32", "float32"] if JAX else ["int32", "bfloat16", "float32"]:
        check(lambda x: ops.polar(ops.abs(x), x), dtype, "complex64")


@pytest.mark.skipif(backend.backend() in ("jax", "numpy"), reason="jax and numpy have no norm in 64 bits")
def test_norm_keeps_float64():
    check(ops.norm, "float64", "float64")
    check(lambda x: ops.norm(x, ord=1), "float64", "float64")


def test_segments_have_the_dtype_of_their_data():
    for dtype in ["int32", "float32"] if JAX else ["int8", "int32", "bfloat16", "float32"]:
        check(lambda x: ops.segment_max(x, np.array([0, 1]), num_segments=2), dtype, dtype)
        check(lambda x: ops.segment_sum(x, np.array([0, 1]), num_segments=2), dtype, dtype)


def test_associative_scan_keeps_the_dtype():
    for dtype in ["int8"] if JAX else ["int8", "float16", "float32"]:
        check(lambda x: ops.associative_scan(lambda a, b: a + b, x), dtype, dtype)


@pytest.mark.skipif(JAX, reason="jax has no 64 bits here")
def test_loops_keep_64_bits():
    for dtype in ("int64", "float64"):
        check(lambda x: ops.map(lambda row: row * 2, x), dtype, dtype)
        check(lambda x: ops.scan(lambda s, row: (s, row), x[0], x)[1], dtype, dtype)


@pytest.mark.skipif(JAX, reason="jax refuses indices that are no integers")
def test_indices_of_any_dtype():
    x, places = array([[1.0, 2.0], [3.0, 4.0]], "float32"), [[1, 0], [0, 1]]
    for dtype in ("bool", "float16", "float32"):
        found = ops.take_along_axis(x, array(places, dtype), 1)
        np.testing.assert_array_equal(backend.convert_to_numpy(found), [[2, 1], [3, 4]])


OTHERS_TAKE = {
    "imag": (ops.imag, "int32", [[0, 0], [0, 0]]),
    "negative": (ops.negative, "uint8", [[255, 0], [0, 255]]),
    "pad": (lambda x: ops.pad(x, ((0, 0), (1, 0))), "bool", [[0, 1, 0], [0, 0, 1]]),
    "unfold": (lambda x: ops.unfold(x[None, None], 2)[0, :, 0], "int32", [1, 0, 0, 1]),
    "resize": (lambda x: ops.image.resize(x[..., None], (1, 1), "nearest", data_format="channels_last"), "uint8", None),
    "sobel_edges": (lambda x: ops.image.sobel_edges(x[None, :, :, None], "channels_last"), "uint8", None),
    "hard_tanh": (lambda x: ops.hard_tanh(x * 3), "int32", [[1, 0], [0, 1]]),
    "sign": (ops.sign, "bool", [[1, 0], [0, 1]]),
    "threshold": (lambda x: ops.threshold(x, 0, 7), "int8", [[1, 7], [7, 1]]),
    "argpartition": (lambda x: ops.argpartition(x, 1), "bool", None),
    "vander": (lambda x: ops.vander(x[0]), "bool", [[1, 1], [0, 1]]),
    "kron": (lambda x: ops.kron(x, x)[:2, :2], "bool", [[1, 0], [0, 1]]),
    "one_hot": (lambda x: ops.one_hot(x, 2), "float32", [[[0, 1], [1, 0]], [[1, 0], [0, 1]]]),
    "matrix_rank": (ops.matrix_rank, "int32", 2),
    "slice_update": (lambda x: ops.slice_update(x, (0, 0), ops.cast(x[1:], "int32")), "float32", [[0, 1], [0, 1]]),
}


@pytest.mark.parametrize("name", OTHERS_TAKE)
def test_dtypes_that_other_backends_take(name):
    """In 3.15.1 some backend raises an error for these dtypes, and another has this result."""
    call, dtype, wanted = OTHERS_TAKE[name]
    found = backend.convert_to_numpy(call(eye(dtype)))
    if wanted is not None:
        np.testing.assert_array_equal(np.asarray(found, "float64"), np.asarray(wanted, "float64"))


def test_fill_values_wrap_around():
    """As casts do; numpy and torch refuse them in some releases."""
    found = ops.unique(array([2, 1, 2], "uint8"), size=3, fill_value=-1)
    np.testing.assert_array_equal(backend.convert_to_numpy(found), [1, 2, 255])
    found = ops.threshold(array([0, 1, 2], "int32"), 0.5, 9.5)
    np.testing.assert_array_equal(backend.convert_to_numpy(found), [9, 1, 2])


@pytest.mark.parametrize("axis", [None, 0])
def test_places_beyond_the_unique_values_hold_zeros(axis):
    filler = 1 if backend.backend() == "jax" else 0  # where they hold the least value
    found = ops.unique(array([3, 1, 3], "int32"), size=4, axis=axis)
    np.testing.assert_array_equal(backend.convert_to_numpy(found), [1, 3, filler, filler])


def test_infinite_imaginary_parts():
    """`1j * inf` has no real part."""
    x = np.array([[1, np.inf], [-np.inf, 2]], "float32")
    found = backend.convert_to_numpy(ops.view_as_complex(x))
    np.testing.assert_array_equal(np.stack([found.real, found.imag], -1), x)


def test_view_without_a_dtype_keeps_it():
    for dtype in [*INTEGERS, *HALVES]:
        check(ops.view, dtype, dtype)


@pytest.mark.skipif(backend.backend() != "numpy", reason="numpy: the other backends' frameworks have one width")
def test_numpy_keeps_the_width_of_variables():
    """As 3.15.1; an array of 64 bits counts as one of 32 in these functions."""
    for dtype in ("float64", "int64"):
        v = backend.Variable(np.array([3, 1, 2]), dtype=dtype, trainable=False)
        for function in (ops.convert_to_tensor, ops.sum, ops.max, ops.sort, ops.abs, ops.ravel, ops.ptp, ops.ones_like):
            assert function(v).dtype == dtype, function
        assert ops.concatenate([v, v]).dtype == dtype


@pytest.mark.skipif(backend.backend() != "numpy", reason="numpy: results that 3.15.1 leaves in float64")
def test_numpy_keeps_float64_where_the_reference_does():
    x = backend.convert_to_tensor(np.array([[0.25, 0.75], [0.5, 0.5]]), dtype="float64")
    assert ops.where(x > 0, x, x).dtype == "float32"
    for call in (
        ops.corrcoef, ops.reciprocal, ops.logdet, ops.soft_shrink, ops.sparse_plus, ops.sparsemax, ops.logsumexp,
        lambda x: ops.slogdet(x)[1], lambda x: ops.top_k(x, 1)[0], *(PLACES[name] for name in PLACES if "cross" in name),
        PLACES["psnr"], PLACES["cdist"],
    ):
        found = call(x)
        assert found.dtype == "float64"
        np.testing.assert_allclose(found, call(x.astype("float32")), rtol=1e-6, atol=1e-7)
