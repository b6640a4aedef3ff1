"""Every operation of the `keras.src.ops.numpy` tables below has rows, and the rules hold for every dtype."""
import ast
import pathlib

import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.ops import numpy_comparison_test, numpy_elementwise_test, numpy_reductions_test

TABLES = {
    numpy_elementwise_test: ("numpy_arithmetic", "numpy_elementwise", "numpy_rounding", "numpy_selection"),
    numpy_comparison_test: ("numpy_comparison",),
    numpy_reductions_test: ("numpy_reductions", "numpy_nan_reductions", "numpy_statistics"),
}


def exported(file):
    """Names of the functions that a file exports, read from its text."""
    source = pathlib.Path(__file__).with_name(f"{file}.py").read_text()
    functions = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    return {f.name for f in functions if any("keras_export" in ast.unparse(d) for d in f.decorator_list)}


@pytest.mark.parametrize("table, files", TABLES.items(), ids=lambda x: getattr(x, "__name__", ""))
def test_every_operation_has_a_row(table, files):
    names = set().union(*map(exported, files))
    assert names and not names - {row.name for row in table.CASES}


@pytest.mark.parametrize("file", [f for files in TABLES.values() for f in files])
def test_every_operation_class_has_the_public_home(file):
    from keras.src.ops import numpy as home

    for name in exported(file):
        function = getattr(home, name)
        assert function.__module__ == "keras.src.ops.numpy"
        if hasattr(function, "operation"):
            assert getattr(home, function.operation.__name__) is function.operation
            assert function.operation.__module__ == "keras.src.ops.numpy"


NARROW = ["bool", "int8", "uint8", "int16", "int32", "float16", "bfloat16", "float32"]
UNARY = sorted(
    (exported("numpy_elementwise") | exported("numpy_rounding") | exported("numpy_reductions"))
    - {"arctan2", "logaddexp", "logaddexp2"}
)
BINARY = [
    "add", "multiply", "divide", "floor_divide", "mod", "power", "maximum", "fmin", "arctan2", "equal",
    "less", "logical_and", "where",
]  # fmt: skip


def eager_dtype(function, *inputs):
    """Dtype of a result; jax tells it without compiling anything."""
    if backend.backend() == "jax":
        import jax

        result = jax.eval_shape(lambda: function(*inputs))
    else:
        result = function(*inputs)
    return backend.standardize_dtype(result.dtype)


@pytest.mark.parametrize("name", UNARY)
def test_symbolic_dtype_is_the_eager_one(name):
    for dtype in NARROW:
        x = backend.convert_to_tensor(np.ones((2, 2)), dtype=dtype)
        if name in ("ptp",) and dtype == "bool":
            continue
        if dtype == "uint8" and name in ("sum", "prod") and backend.backend() == "torch":
            continue
        found = eager_dtype(getattr(ops, name), x)
        assert getattr(ops, name)(backend.KerasTensor((2, 2), dtype)).dtype == found, dtype


@pytest.mark.parametrize("name", BINARY)
def test_symbolic_dtype_of_two_is_the_eager_one(name):
    function = getattr(ops, name) if name != "where" else lambda x, y: ops.where(True, x, y)
    for first in NARROW:
        for second in (*NARROW, 2, 2.5):
            ones = [_ones(first), _ones(second)]
            found = eager_dtype(function, *ones)
            assert function(*map(_symbol, (first, second))).dtype == found, (first, second)


def _ones(dtype):
    return backend.convert_to_tensor(np.ones(2), dtype=dtype) if isinstance(dtype, str) else dtype


def _symbol(dtype):
    return backend.KerasTensor((2,), dtype) if isinstance(dtype, str) else dtype
