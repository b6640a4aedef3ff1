"""Rows of reductions, of reductions that leave NaN out, and of statistics."""
import math

import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(1)
F = R.uniform(-2, 2, (2, 3)).astype("float32")
C = R.uniform(-2, 2, (2, 3, 4)).astype("float32")
W, V = R.uniform(-2, 2, 4).astype("float32"), R.uniform(0, 2, 3).astype("float32")
P = R.uniform(0.1, 0.9, (2, 3)).astype("float32")
I = np.array([[3, -2, 0], [7, 5, -6]], "int32")  # noqa: E741
U = np.array([[3, 250, 0], [7, 5, 6]], "uint8")
B = np.array([[True, False, True], [False, False, True]])
E = np.zeros((0, 3), "float32")
HALF = F.astype("float16")
O = np.array([[np.nan, 1.0, 4.0], [2.0, np.nan, 0.5]], "float32")  # noqa: E741
NOTHING = np.array([[np.nan, np.nan], [1.0, np.nan]], "float32")
TIES = np.array([[2.0, 1.0, 2.0, 3.0], [0.0, 3.0, -1.0, 3.0]], "float32")
A = np.array([4, 1, 3, 1, 0], "int32")

INFINITE = dict.fromkeys(("numpy", "jax"), "its own quantile takes the difference of infinities")
AXES = [{}, {"axis": 0}, {"axis": -1, "keepdims": True}]
FOLDS = [
    ("sum", np.sum), ("mean", np.mean), ("prod", np.prod), ("var", np.var), ("std", np.std), ("max", np.max),
    ("min", np.min), ("amax", np.max), ("amin", np.min), ("ptp", np.ptp), ("median", np.median),
]
RUNNING = [
    (name, lambda x, axis, dtype, o=o: o(x, axis)) for name, o in [("cumsum", np.cumsum), ("nancumprod", np.cumprod)]
]
NAN_FOLDS = [
    ("nansum", np.nansum), ("nanmean", np.nanmean), ("nanprod", np.nanprod), ("nanvar", np.nanvar),
    ("nanstd", np.nanstd), ("nanmax", np.nanmax), ("nanmin", np.nanmin), ("nanmedian", np.nanmedian),
]


def wide(oracle):
    return lambda x, **static: oracle(x.astype("float64"), **static)


def bins_of(x, weights=None, minlength=0):
    return np.bincount(x, weights, minlength)


CASES = [
    *(case(n, [F], o, dtype="float32", grad=n != "median", **axes) for n, o in FOLDS for axes in AXES),
    *(case(n, [C], o, axis=(0, 2)) for n, o in FOLDS),
    *(case(n, [C], lambda x, o=o, **s: o(x, axis=1, keepdims=True), axis=[1], keepdims=True) for n, o in FOLDS),
    *(case(n, [I], o, axis=1) for n, o in FOLDS),
    *(case(n, [HALF], wide(o), axis=1, dtype="float16", tolerance=5e-3) for n, o in FOLDS),
    *(case(n, [B], lambda x, o=o, **s: o(x.astype("int32"), **s), axis=0) for n, o in FOLDS if n != "ptp"),
    case("sum", [B], np.sum, dtype="int32"),
    case("sum", [E], np.sum, axis=0),
    case("sum", [C], lambda x, axis: x, axis=()),
    case("sum", [U], np.sum, dtype="int32" if backend.backend() == "torch" else "uint32", symbolic=backend.backend() != "torch"),
    case("mean", [U], np.mean, dtype="float32"),
    case("prod", [F], lambda x, dtype: np.prod(x), dtype_="float16", dtype="float16", tolerance=1e-2),
    case("max", [F], np.max, initial=1.0),
    case("max", [E], np.max, axis=0, initial=-3.0, dynamic=False),
    case("min", [F], np.min, axis=0, initial=-9.0),
    case("max", [np.float32([1, np.nan])], np.max),
    *(case("all", [x], np.all, dtype="bool", **axes) for x in (B, I, F, U) for axes in AXES),
    *(case("any", [x], np.any, dtype="bool", **axes) for x in (B, I, F, U) for axes in AXES),
    case("all", [C], np.all, axis=(0, 2)),
    case("any", [E], np.any),
    *(case("count_nonzero", [x], np.count_nonzero, dtype="int32", **a) for x in (I, B, F) for a in AXES[:2]),
    *(case(n, [x], o, dtype="int32", **a) for n, o in [("argmax", np.argmax), ("argmin", np.argmin)] for x in (F, I, TIES, B) for a in AXES),
    *(case(n, [F], o, axis=()) for n, o in [("var", np.var), ("std", np.std), ("sum", np.sum), ("max", np.max)]),
    case("count_nonzero", [I], I != 0, axis=()),
    case("argmax", [F], np.argmax, keepdims=True),
    *(case(n, [x], o, **a) for n, o in [("cumsum", np.cumsum), ("cumprod", np.cumprod)] for x in (F, I) for a in AXES[:2]),
    case("cumsum", [F], np.cumsum, axis=1, grad=True, dtype="float32"),
    case("cumprod", [F], np.cumprod, axis=1, grad=True),
    case("cumsum", [B], np.cumsum, axis=1, dtype="int32"),
    case("cumsum", [U], lambda x, axis: np.cumsum(x, axis, "uint8"), axis=1, dtype="uint8"),
    case("cumsum", [F], lambda x, axis, dtype: np.cumsum(x.astype("int32"), axis), axis=-1, dtype_="int32", dtype="int32"),
    *(case(n, [I], o, axis=1, dtype_="bool", dtype="int32") for n, o in RUNNING),
    # NaN left out
    *(case(n, [O], o, dtype="float32", **axes) for n, o in NAN_FOLDS for axes in AXES),
    *(case(n, [I], lambda x, o=o, **s: o(x.astype("float64"), **s), axis=0) for n, o in NAN_FOLDS),
    *(case(n, [O], o, axis=(0, 1)) for n, o in NAN_FOLDS),
    *(case(n, [NOTHING], lambda x, axis: np.array([np.nan, 1.0]), axis=1) for n in ("nanmax", "nanmin", "nanmean", "nanmedian")),
    case("nanmedian", [np.float32([[np.inf, np.nan, 1, 2]])], lambda x, axis: [2.0], axis=1),
    *(case(n, [O], o, dtype="int32", **a) for n, o in [("nanargmax", np.nanargmax), ("nanargmin", np.nanargmin)] for a in AXES),
    *(case(n, [NOTHING], lambda x, axis: np.array([-1, 0]), axis=1, dtype="int32") for n in ("nanargmax", "nanargmin")),
    *(case(n, [x], o, **a) for n, o in [("nancumsum", np.nancumsum), ("nancumprod", np.nancumprod)] for x in (O, I) for a in AXES[:2]),
    case("nancumsum", [np.float32([1, np.inf, np.nan])], np.nancumsum),
    case("nancumprod", [np.float32([2, np.nan, np.inf, 1])], np.nancumprod),
    # Quantiles
    *(case("quantile", [F, 0.35], np.quantile, method=m) for m in ("linear", "lower", "higher", "midpoint", "nearest")),
    *(case("quantile", [F, q], np.quantile, dtype="float32", **a) for q in (0.4, np.float32([0.25, 0.75])) for a in AXES),
    case("quantile", [C, 0.5], np.quantile, axis=(0, 2)),
    case("quantile", [I, 0.3], np.quantile, dtype="float32"),
    case("quantile", [np.float32([1, np.nan, 2]), 0.5], np.quantile),
    case("quantile", [np.float32([1, np.inf, np.inf]), 0.75], lambda x, q: np.inf, skip=INFINITE),
    *(case("percentile", [F, q], np.percentile, **a) for q in (40, 95.0) for a in AXES),
    *(case("nanquantile", [O, q], np.nanquantile, **a) for q in (0.4, np.float32([0.25, 0.75])) for a in AXES),
    case("nanquantile", [O, 0.5], np.nanquantile, method="lower"),
    case("nanpercentile", [O, 40], np.nanpercentile, axis=1),
    # Statistics
    *(case("average", [F], np.average, grad=True, **a) for a in AXES[:2]),
    case("average", [F], np.average, axis=1, weights=V, symbolic=False),
    case("average", [F], np.average, weights=P, symbolic=False),
    case("average", [I], np.average, axis=-1, dtype="float32"),
    case("bincount", [A], bins_of, dtype="int32", jit=False),
    case("bincount", [A], bins_of, minlength=8, jit=False),
    case("bincount", [A], bins_of, weights=np.float32([1, 2, 3, 4, 5]), dtype="float32", jit=False, symbolic=False),
    case("bincount", [A[None]], lambda x, **s: bins_of(x[0])[None], jit=False),
    case("digitize", [F, np.float32([-1, 0, 1])], np.digitize, dtype="int32", dynamic=False),
    case("digitize", [I, np.float32([0, 5])], np.digitize, dynamic=False),
    case("histogram", [W], lambda x: np.histogram(x), jit=False),
    case("histogram", [W], lambda x, bins: np.histogram(x, bins), bins=3, dtype=("float32", "float32"), jit=False),
    case("histogram", [W], lambda x, **s: np.histogram(x, **s), bins=4, range=(-1.0, 1.0), jit=False),
    case("histogram", [A], lambda x, bins: np.histogram(x, bins), bins=2, jit=False),
    case("histogram", [np.float32([2, 2])], lambda x, bins: np.histogram(x, bins), bins=2, jit=False),
    *(case("correlate", xs, np.correlate, mode=m, dynamic=False, jit=False) for m in ("valid", "same", "full") for xs in ([W, V], [V, W], [W, W[:2]], [W[:2], W])),
    case("correlate", [A, A[:3]], np.correlate, mode="same", dynamic=False, jit=False, dtype="float32"),
    case("corrcoef", [F], np.corrcoef, dtype="float32", tolerance=1e-5),
    case("corrcoef", [I], np.corrcoef, dtype="float32"),
    case("corrcoef", [V], np.corrcoef, jit=False),
    *(case("diff", [F], np.diff, grad=True, axis=axis, n=n) for axis, n in ((0, 1), (-1, 1), (1, 2), (1, 0))),
    case("diff", [I], np.diff, dtype="int32"),
    case("diff", [B], np.diff, dtype="bool"),
    *(case("trapezoid", [F], np.trapezoid, grad=True, **s) for s in ({}, {"dx": 0.5}, {"axis": 0}, {"x": V})[:3]),
    case("trapezoid", [F], np.trapezoid, x=V, symbolic=False),
    case("trapezoid", [I], np.trapezoid, dtype="float32"),
]


@parametrize(CASES)
class TestReductions(OperationTests):
    pass


@pytest.mark.parametrize(
    "name, arguments, static, error",
    [
        ("quantile", (F, 0.5), {"method": "odd"}, ValueError),
        ("quantile", (F, 1.5), {}, ValueError),
        ("percentile", (F, 120), {}, ValueError),
        ("histogram", (W,), {"bins": 0}, ValueError),
        ("histogram", (W,), {"bins": [0.0, 1.0]}, TypeError),
        ("histogram", (F,), {}, ValueError),
        ("histogram", (W,), {"range": (1.0, -1.0)}, ValueError),
        ("correlate", (W, V), {"mode": "other"}, ValueError),
        ("correlate", (F, V), {}, ValueError),
        ("diff", (F,), {"n": -1}, ValueError),
        ("average", (F,), {"weights": V}, ValueError),
        ("bincount", (F,), {}, TypeError),
        ("max", (E,), {}, (ValueError, TypeError)),
    ],
)
def test_bad_arguments(name, arguments, static, error):
    if name in ("max", "bincount") and backend.backend() == "tensorflow":
        pytest.skip("tensorflow: the largest of nothing is -inf, floats are counted by their integer parts")
    with pytest.raises(error):
        getattr(ops, name)(*map(_tensor, arguments), **static)


def _tensor(x):
    return backend.convert_to_tensor(x) if isinstance(x, np.ndarray) else x


@pytest.mark.parametrize("name", [n for n, _ in FOLDS])
def test_axis_out_of_range_is_refused(name):
    for x in (backend.KerasTensor((2, 3)), backend.convert_to_tensor(F)):
        with pytest.raises(ValueError, match="axis"):
            getattr(ops, name)(x, axis=5)


@pytest.mark.skipif(backend.backend() == "numpy", reason="numpy: no gradients")
def test_gradients_of_nan_reductions_are_finite():
    from keras.src.ops.op_cases import _gradients

    (found,) = _gradients(lambda x: ops.sum(ops.nanmean(x, axis=1)), [O])
    np.testing.assert_allclose(found, np.where(np.isnan(O), 0, 0.5))


def test_average_with_symbolic_weights():
    spec = ops.average(backend.KerasTensor((None, 3)), axis=1, weights=backend.KerasTensor((3,), "float16"))
    assert spec.shape == (None,) and spec.dtype == "float32"


def test_median_of_an_even_number_is_between_the_two_in_the_middle():
    assert math.isclose(float(ops.median([4.0, 1.0, 2.0, 8.0])), 3.0)
