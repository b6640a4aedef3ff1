"""Rows of the operations that work element by element: arithmetic, functions, rounding, complex parts."""
import numpy as np
import pytest
import scipy.special

from keras.src import backend, ops
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(0)


def floats(*shape, low=-2.0, high=2.0):
    return R.uniform(low, high, shape).astype("float32")


F, G, POSITIVE, UNIT = floats(2, 3), floats(2, 3), floats(2, 3, low=0.2, high=3.0), floats(2, 3, low=-0.9, high=0.9)
ABOVE_ONE, ROW, COLUMN = floats(2, 3, low=1.1, high=3.0), floats(3), floats(2, 1)
I = np.array([[3, -2, 0], [7, 5, -6]], "int32")  # noqa: E741
J = np.array([[1, 2, 3], [4, 5, 6]], "int32")
U = np.array([[3, 250, 0], [7, 5, 6]], "uint8")
B = np.array([[True, False, True], [False, False, True]])
D = np.array([[True, True, False], [False, True, False]])
Z = np.array([[1 + 2j, -3j], [0.5, -1 - 1j]], "complex64")
SPECIAL = np.array([[np.nan, 1.0, -np.inf], [np.inf, -2.0, 0.0]], "float32")
HALF = F.astype("float16")

# name, input of the gradient, oracle: functions of one tensor that give floats of floats and of integers
FUNCTIONS = [
    ("exp", F, np.exp), ("exp2", F, np.exp2), ("expm1", F, np.expm1), ("sin", F, np.sin), ("cos", F, np.cos),
    ("tan", UNIT, np.tan), ("sinh", F, np.sinh), ("cosh", F, np.cosh), ("tanh", F, np.tanh),
    ("arctan", F, np.arctan), ("arcsinh", F, np.arcsinh), ("log", POSITIVE, np.log), ("log10", POSITIVE, np.log10),
    ("log1p", POSITIVE, np.log1p), ("log2", POSITIVE, np.log2), ("sqrt", POSITIVE, np.sqrt),
    ("arcsin", UNIT, np.arcsin), ("arccos", UNIT, np.arccos), ("arctanh", UNIT, np.arctanh),
    ("arccosh", ABOVE_ONE, np.arccosh), ("cbrt", POSITIVE, np.cbrt), ("sinc", F, np.sinc),
    ("deg2rad", F, np.deg2rad), ("rad2deg", F, np.rad2deg), ("reciprocal", POSITIVE, np.reciprocal),
    ("fabs", F, np.fabs), ("i0", F, scipy.special.i0),
]


def as_float(oracle):
    return lambda x: oracle(x.astype("float32"))


CASES = [
    *(case(name, [x], oracle, grad=True, dtype="float32") for name, x, oracle in FUNCTIONS),
    *(
        case(name, [J], as_float(oracle), dtype="float32")
        for name, _, oracle in FUNCTIONS
        if name not in ("arcsin", "arccos", "arctanh")
    ),
    case("exp", [HALF], np.exp, dtype="float16", tolerance=2e-3),
    case("log", [np.array([0.0, -1.0], "float32")], lambda x: [-np.inf, np.nan]),
    case("cbrt", [-POSITIVE], np.cbrt),
    case("sinc", [np.zeros(2, "float32")], lambda x: np.ones(2)),
    # Arithmetic
    *(case(name, [F, G], oracle, grad=True, dtype="float32") for name, oracle in [
        ("add", np.add), ("subtract", np.subtract), ("multiply", np.multiply), ("divide", np.divide),
        ("true_divide", np.divide), ("maximum", np.maximum), ("minimum", np.minimum), ("fmax", np.fmax),
        ("fmin", np.fmin), ("hypot", np.hypot), ("arctan2", np.arctan2), ("logaddexp", np.logaddexp),
        ("logaddexp2", np.logaddexp2), ("fmod", np.fmod), ("mod", np.mod), ("divide_no_nan", np.divide),
    ]),
    *(case(name, [F, ROW], oracle) for name, oracle in [("add", np.add), ("hypot", np.hypot), ("mod", np.mod)]),
    *(case(name, [COLUMN, F], oracle, grad=True) for name, oracle in [("multiply", np.multiply), ("logaddexp", np.logaddexp)]),
    *(case(name, [I, J], oracle, dtype="int32") for name, oracle in [
        ("add", np.add), ("subtract", np.subtract), ("multiply", np.multiply), ("floor_divide", np.floor_divide),
        ("mod", np.mod), ("fmod", np.fmod), ("maximum", np.maximum), ("gcd", np.gcd), ("lcm", np.lcm),
    ]),
    case("power", [I, J], lambda x, y: x**y, dtype="int32"),
    case("add", [I, 1.5], np.add, dtype="float32"),
    case("multiply", [2, F], np.multiply),
    case("add", [B, D], np.logical_or, dtype="bool"),
    case("multiply", [B, D], np.logical_and, dtype="bool"),
    case("subtract", [U, 2], lambda x, y: x - np.uint8(2), dtype="uint8"),
    case("subtract", [F, True], lambda x, y: x - 1),
    case("divide", [I, J], np.divide, dtype="float32"),
    case("divide", [HALF, HALF + 3], np.divide, dtype="float16", tolerance=2e-3),
    case("floor_divide", [F, G], np.floor_divide, dtype="float32", grad=False),
    case("floor_divide", [7, J], np.floor_divide, dtype="int32"),
    case("mod", [I, -4], np.mod, dtype="int32"),
    case("fmod", [I, 4], np.fmod, dtype="int32"),
    case("power", [POSITIVE, G], np.power, grad=True, dtype="float32"),
    case("power", [F, 2], np.power, grad=True),
    case("power", [2, J], np.power, dtype="int32"),
    case("divide_no_nan", [F, np.array([0, 1, 2], "float32")], lambda x, y: np.where(y == 0, 0, x / np.where(y == 0, 1, y)), grad=False),
    case("divide_no_nan", [I, 0], lambda x, y: np.zeros(x.shape), dtype="float32"),
    case("hypot", [np.float32([np.inf, np.nan, 3e38]), np.float32([np.nan, -np.inf, 0])], lambda x, y: [np.inf, np.inf, 3e38]),
    case("fmax", [SPECIAL, 0.0], np.fmax),
    case("fmin", [SPECIAL, G], np.fmin),
    case("maximum", [SPECIAL, F], np.maximum),
    case("logaddexp", [np.float32([np.inf, -np.inf, 1000]), np.float32([np.inf, -np.inf, 0])], lambda x, y: [np.inf, -np.inf, 1000]),
    case("heaviside", [SPECIAL, 0.5], np.heaviside, dtype="float32", grad=False),
    case("heaviside", [I, F], np.heaviside, dtype="float32"),
    case("ldexp", [F, J], np.ldexp, dtype="float32"),
    case("ldexp", [np.float32([1.5]), np.int32([127])], np.ldexp),
    case("nextafter", [F, G], np.nextafter, tolerance=0.0, grad=False),
    case("nextafter", [HALF, HALF[::-1]], np.nextafter, tolerance=0.0, dtype="float16", grad=False),
    case("gcd", [J, 6], np.gcd),
    *(case(name, [F], np.abs, grad=True, dtype="float32") for name in ("abs", "absolute")),
    case("abs", [U], np.abs, dtype="uint8"),
    case("abs", [Z], np.abs, dtype="float32"),
    case("negative", [F], np.negative, grad=True),
    case("negative", [U], lambda x: np.negative(x), dtype="uint8"),
    case("square", [F], np.square, grad=True),
    case("square", [B], lambda x: x.astype("int32"), dtype="int32"),
    case("sign", [I], np.sign, dtype="int32"),
    case("sign", [F], np.sign, dtype="float32"),
    # Rounding
    *(case(n, [F], o, dtype="float32") for n, o in [("ceil", np.ceil), ("floor", np.floor), ("trunc", np.trunc), ("round", np.round)]),
    *(case(n, [I], lambda x: x, dtype="float32") for n in ("ceil", "floor")),
    *(case(n, [I], lambda x: x, dtype="int32") for n in ("trunc", "round")),
    case("round", [np.float32([0.5, 1.5, -0.5, 2.5])], lambda x: [0, 2, 0, 2]),
    case("round", [F], np.round, decimals=1),
    case("round", [np.float32([[125.0, 138.0]])], np.round, decimals=-1),
    case("round", [np.int32([1234, -77])], np.round, decimals=-2, dtype="int32"),
    # Complex parts
    *(case(n, [Z], o) for n, o in [("real", np.real), ("imag", np.imag), ("conj", np.conj), ("conjugate", np.conj), ("angle", np.angle)]),
    *(case(n, [F], o, dtype="float32") for n, o in [("real", np.real), ("imag", np.imag), ("conj", np.conj), ("angle", np.angle)]),
    # Choosing and limiting
    case("clip", [F], lambda x, x_min, x_max: np.clip(x, x_min, x_max), x_min=-0.5, x_max=0.5, grad=True),
    case("clip", [I], lambda x, x_min, x_max: np.clip(x, -1, 4), x_min=-1.5, x_max=4.5, dtype="int32"),
    case("clip", [B], lambda x, x_min, x_max: x.astype("int32"), x_min=0, x_max=1, dtype="int32"),
    case("clip", [F], lambda x, x_min, x_max: np.full(x.shape, -1.0), x_min=1.0, x_max=-1.0),
    case("nan_to_num", [SPECIAL], lambda x: np.nan_to_num(x), grad=False),
    case("nan_to_num", [SPECIAL], lambda x, **kw: np.nan_to_num(x, **kw), nan=7.0, posinf=1.0, neginf=-1.0, grad=False),
    case("nan_to_num", [I], lambda x: x, dtype="int32"),
    case("where", [B, F, G], np.where, grad=True, dtype="float32"),
    case("where", [I, F, G], np.where),
    case("where", [B, I, 1.5], np.where, dtype="float32"),
    case("where", [B, 1, 0], np.where, dtype="int32"),
]


@parametrize(CASES)
class TestElementwise(OperationTests):
    pass


def test_where_of_a_condition_alone_gives_indices():
    found = ops.where(backend.convert_to_tensor(B))
    np.testing.assert_array_equal(np.stack([np.asarray(f) for f in found]), np.stack(np.nonzero(B)))


@pytest.mark.parametrize(
    "name, arguments, error",
    [
        ("ldexp", (F, F), TypeError),
        ("where", (B, F, None), (ValueError, TypeError)),
    ],
)
def test_bad_arguments(name, arguments, error):
    with pytest.raises(error):
        getattr(ops, name)(*arguments)


@pytest.mark.parametrize("name", ["add", "divide", "maximum", "logical_and", "greater"])
def test_shapes_that_do_not_broadcast(name):
    with pytest.raises(ValueError, match="broadcast"):
        getattr(ops, name)(backend.KerasTensor((2, 3)), backend.KerasTensor((2, 4)))
    with pytest.raises(ValueError, match="broadcast"):
        getattr(ops, name)(backend.convert_to_tensor(F), backend.convert_to_tensor(np.ones((2, 4), "float32")))


@pytest.mark.skipif(backend.backend() == "numpy", reason="numpy: no gradients")
def test_divide_no_nan_has_a_finite_gradient_at_zero():
    from keras.src.ops.op_cases import _gradients

    x, zero = np.float32([1.0, 2.0]), np.float32([0.0, 4.0])
    found = _gradients(lambda x1, x2: ops.sum(ops.divide_no_nan(x1, x2)), [x, zero])
    np.testing.assert_allclose(found[0], [0.0, 0.25])
    np.testing.assert_allclose(found[1], [0.0, -0.125])


@pytest.mark.slow
@pytest.mark.skipif(backend.backend() != "torch", reason="torch.compile")
def test_torch_compiles_whole_graphs():
    """Also where no table of dtypes has seen the dtype before."""
    import torch

    def formula(x, y):
        limited = ops.where(ops.greater(x, 0), ops.maximum(ops.sin(x), y), ops.mean(y, axis=0))
        return ops.sum(ops.clip(limited, -1, 1) * 2, axis=1)

    for dtype in ("float32", "float64"):
        x, y = (backend.convert_to_tensor(a, dtype) for a in (F, G))
        compiled = torch.compile(formula, backend="eager", fullgraph=True)(x, y)
        np.testing.assert_allclose(compiled, formula(x, y), rtol=1e-6)
