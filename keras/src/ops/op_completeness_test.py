"""Every public operation has rows or a test of its own, and the rules hold for every dtype."""
import ast
import functools
import importlib
import itertools
import pathlib
import re

import numpy as np
import pytest

from keras.src import backend, ops, tree
from keras.src._namespace import NAMESPACE
from keras.src.ops import (
    numpy_comparison_test,
    numpy_elementwise_test,
    numpy_reductions_test,
    op_cases,
)

HERE = pathlib.Path(__file__).parent
# What no row can say has a test of its own, which is named here; the test's text names the operation.
TESTS = {
    "cond": "control_flow_test.test_cond",
    "switch": "control_flow_test.test_switch",
    "while_loop": "control_flow_test.test_while_loop",
    "fori_loop": "control_flow_test.test_fori_loop",
    "scan": "control_flow_test.test_scan",
    "associative_scan": "control_flow_test.test_associative_scan",
    **dict.fromkeys(["map", "vectorized_map"], "control_flow_test.test_maps"),
    "custom_gradient": "core_test.test_custom_gradient",
    **dict.fromkeys(["shape", "dtype", "is_tensor", "convert_to_numpy"], "core_test.test_conversion"),
    **dict.fromkeys(["grad", "value_and_grad", "vjp", "jvp"], "gradients_test.TestGradients"),
    "qr": "linalg_test.test_qr",
    "svd": "linalg_test.test_svd",
    "eigh": "linalg_test.test_eigh",
    "eig": "linalg_test.test_eig",
    "lu_factor": "linalg_test.test_lu_factor",
    **dict.fromkeys(["fft", "fft2", "ifft2"], "math_test.test_complex_transforms"),
    "irfft": "math_test.test_irfft",
    **dict.fromkeys(["stft", "istft"], "math_test.test_stft_and_back"),
    "conv_transpose": "nn_test.test_conv_transpose_is_the_adjoint_of_conv",
    "batch_normalization": "nn_test.test_batch_normalization",
    **dict.fromkeys(["fold", "space_to_depth"], "nn_test.test_space_to_depth_and_fold_invert"),
    **dict.fromkeys(
        ["arange", "empty", "eye", "full", "identity", "ones", "tri", "zeros"], "numpy_creation_test.PLAIN"
    ),
    "empty_like": "numpy_creation_test.test_empty_has_the_asked_shape_and_dtype",
    "meshgrid": "numpy_creation_test.test_meshgrid",
    "argpartition": "numpy_indexing_test.test_argpartition_parts_at_the_element",
    "get_item": "numpy_indexing_test.test_get_item",
    "einsum": "numpy_linear_test.test_einsum",
    **dict.fromkeys(["ndim", "size"], "numpy_manipulation_test.test_sizes"),
    **dict.fromkeys(["bartlett", "blackman", "hamming", "hanning"], "numpy_windows_test.test_windows"),
    "kaiser": "numpy_windows_test.test_kaiser",
    "vectorize": "numpy_windows_test.test_vectorize",
}

TABLES = {
    numpy_elementwise_test: ("numpy_arithmetic", "numpy_elementwise", "numpy_rounding", "numpy_selection"),
    numpy_comparison_test: ("numpy_comparison",),
    numpy_reductions_test: ("numpy_reductions", "numpy_nan_reductions", "numpy_statistics"),
}


def exported(file):
    """Names of the functions that a file exports, read from its text."""
    source = HERE.joinpath(f"{file}.py").read_text()
    functions = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    return {f.name for f in functions if any("keras_export" in ast.unparse(d) for d in f.decorator_list)}


def text_of(test):
    """Source of a test function or class, with that of the parameters above it, or of a table that one runs over."""
    module, name = test.split(".")
    tree = ast.parse(HERE.joinpath(f"{module}.py").read_text())
    (found,) = [n for n in tree.body if name in (getattr(n, "name", None), *map(ast.unparse, getattr(n, "targets", ())))]
    return ast.unparse(found)


def rows():
    """Names of the operations that stand in a table."""
    for file in HERE.glob("*_test.py"):
        if "op_cases import" in file.read_text():
            importlib.import_module(f"keras.src.ops.{file.stem}")
    return {row.name for table in op_cases.Table.all for row in table.rows}


def public(package):
    """Names of the functions that a public package defines; other names, modules and the functions of images apart."""
    homes = {name: home.rpartition(".")[2] for name, home in NAMESPACE[package].items()}
    return [n for n, home in homes.items() if ":" not in home and n != home and not home.startswith("image")]


def test_every_public_operation_is_tested():
    assert sorted(set(public("keras.ops")) - rows() - set(TESTS)) == []


@pytest.mark.parametrize("name", TESTS)
def test_the_tests_named_here_call_the_operation(name):
    assert name in public("keras.ops")
    assert re.search(rf"\bops\.{name}\b|'{name}'", text_of(TESTS[name]))


def test_every_draw_is_tested():
    text = HERE.parent.joinpath("random", "random_test.py").read_text()
    assert [n for n in public("keras.random") if f"{n}(" not in text] == []


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


def test_names_that_libraries_import():
    """Classes as files name them, and what stands in packages that are no public ones."""
    from keras.src.backend import common
    from keras.src.ops import linalg, math

    assert ops.svd.operation is linalg.SVD and ops.cdist.operation is math.CDist
    assert [linalg.SVD().name.partition("_")[0], math.CDist().name[:6]] == ["svd", "c_dist"]
    assert common.standardize_dtype(None) == backend.floatx() and common.is_int_dtype("int8")
    assert common.result_type("int8", "float32") == "float32" and issubclass(backend.Variable, common.KerasVariable)


def test_configs_name_what_the_reference_takes():
    x = backend.KerasTensor((2, 3))
    assert set(ops.pad(x, 1)._keras_history.operation.get_config()) == {"name", "pad_width", "mode"}
    filled = ops.pad(x, 1, constant_values=2.0)._keras_history.operation
    assert type(filled).from_config(filled.get_config()).constant_values == 2.0
    assert set(ops.isclose(x, x)._keras_history.operation.get_config()) == {"name", "equal_nan"}


def test_constructors_and_calls_take_what_those_of_the_reference_take():
    x = backend.KerasTensor((2, 3))
    assert ops.numpy.Add("sum").name == "sum" and ops.numpy.Isclose(True).equal_nan is True
    padded = ops.numpy.Pad(1)(np.ones(1, "float32"), constant_values=2.0)
    assert backend.convert_to_numpy(padded).tolist() == [2, 1, 2]
    assert backend.convert_to_numpy(ops.numpy.Isclose()([1.0], [1.5], 0.5)).tolist() == [True]
    assert ops.numpy.Isclose().compute_output_spec(x, x, 0.5).dtype == "bool"
    for wrong in (lambda: ops.numpy.Add("sum", 2), lambda: ops.numpy.Add()(x, x, x)):
        with pytest.raises(TypeError):
            wrong()


NARROW = ["bool", "int8", "uint8", "int16", "int32", "float16", "bfloat16", "float32"]
OWN = ["uint16", "uint32", "int64", "float64", "complex64"]  # which the backends treat each in their own way
BINARY = [
    "add", "multiply", "divide", "floor_divide", "mod", "power", "maximum", "fmin", "arctan2", "equal",
    "less", "logical_and", "where",
]


def eager_dtypes(call):
    """Dtypes of all results; jax tells them without compiling anything."""
    if backend.backend() == "jax":
        import jax

        call = functools.partial(jax.eval_shape, call)
    return dtypes_of(call())


def dtypes_of(results):
    """Dtypes of all results; the type's name of a Python number, as `allclose` gives on numpy."""
    return [backend.standardize_dtype(getattr(r, "dtype", type(r).__name__)) for r in tree.flatten(results)]


def calls():
    """One row of the tables for every operation and choice of arguments."""
    rows()
    found = {}
    for row in itertools.chain.from_iterable(table.rows for table in op_cases.Table.all):
        if row.symbolic and row.jit and row.arrays and backend.backend() not in row.skip:
            found.setdefault((row.name, *sorted(row.static)), row)
    return found.values()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("dtype", [*NARROW, *OWN])
def test_symbolic_dtypes_are_the_eager_ones(dtype):
    """Wherever there are eager ones: no framework computes everything in every dtype."""
    compared, differing = 0, []
    for row in calls():
        if (row.name, dtype, backend.backend()) == ("view", "uint16", "torch"):
            continue  # its numbers lie in an int32, of another size
        places = row.floats or [i for i, x in enumerate(row.inputs) if hasattr(x, "shape")]
        tensors, symbols = list(row.inputs), list(row.inputs)
        for i in places:
            values = np.abs(row.inputs[i]) if dtype[0] == "u" else row.inputs[i]
            tensors[i] = backend.convert_to_tensor(np.asarray(values, dtype if dtype in OWN else None), dtype=dtype)
            symbols[i] = backend.KerasTensor(np.shape(values), dtype)
        try:
            eager = eager_dtypes(functools.partial(row.function, *tensors, **row.static))
        except Exception:  # of the framework's own kinds
            continue
        symbolic = dtypes_of(row.function(*symbols, **row.static))
        compared += 1
        if eager != symbolic:
            differing.append((str(row), eager, symbolic))
    assert compared > (200 if dtype in OWN else 250) and not differing


@pytest.mark.parametrize("name", BINARY)
def test_symbolic_dtype_of_two_is_the_eager_one(name):
    function = getattr(ops, name) if name != "where" else lambda x, y: ops.where(True, x, y)
    dtypes = [*NARROW, "uint32", "int64", "float64"]
    for first in dtypes:
        for second in (*dtypes, 2, 2.5):
            ones = [_ones(first), _ones(second)]
            found = eager_dtypes(functools.partial(function, *ones))
            assert dtypes_of(function(*map(_symbol, (first, second)))) == found, (first, second)


def _ones(dtype):
    return backend.convert_to_tensor(np.ones(2), dtype=dtype) if isinstance(dtype, str) else dtype


def _symbol(dtype):
    return backend.KerasTensor((2,), dtype) if isinstance(dtype, str) else dtype
