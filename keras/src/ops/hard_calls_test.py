"""What the backend refuses is told in the same words on every backend, and as for symbolic tensors."""
import numpy as np
import pytest

from keras.src import backend, ops

F = np.ones((2, 3), "float32")
C = np.ones((2, 3, 4), "float32")

SHAPES = [
    ("add", [F, C], {}),
    ("logical_and", [F, C], {}),
    ("where", [F, F, C], {}),
    ("clip", [F, C, C], {}),
    ("matmul", [F, F], {}),
    ("inner", [F, C], {}),
    ("vdot", [F, C], {}),
    ("tensordot", [F, F], {"axes": 1}),
    ("broadcast_to", [F], {"shape": (3, 3)}),
    ("reshape", [F], {"newshape": (4, 2)}),
    ("transpose", [C], {"axes": (0, 1)}),
    ("concatenate", [[F, C]], {}),
    ("stack", [[F, C]], {}),
    ("split", [F], {"indices_or_sections": 5}),
    ("diag", [C], {}),
    ("pad", [F], {"pad_width": ((1, 1),) * 3}),
    *((name, [F], {"axis": 7}) for name in (
        "sum", "mean", "std", "amax", "argmax", "cumsum", "sort", "argsort", "flip", "expand_dims", "diff", "squeeze",
        "nansum", "median", "unstack",
    )),
    ("repeat", [F], {"repeats": 2, "axis": 4}),
    ("roll", [F], {"shift": 1, "axis": 6}),
    ("quantile", [F, 0.5], {"axis": 4}),
    ("sum", [C], {"axis": (0, 0)}),
    ("moveaxis", [C], {"source": 3, "destination": 0}),
    ("swapaxes", [F], {"axis1": 0, "axis2": 2}),
]


@pytest.mark.parametrize("symbolic", [False, True], ids=["eager", "symbolic"])
@pytest.mark.parametrize("name, arguments, static", SHAPES, ids=lambda x: x if isinstance(x, str) else "")
def test_shapes_and_axes(name, arguments, static, symbolic):
    def given(x):
        if isinstance(x, list):
            return [given(e) for e in x]
        if not isinstance(x, np.ndarray):
            return x
        return backend.KerasTensor(x.shape, "float32") if symbolic else backend.convert_to_tensor(x)

    with pytest.raises(ValueError, match=r"[Aa]rgument|[Ss]hapes|dimension"):
        getattr(ops, name)(*map(given, arguments), **static)


@pytest.mark.parametrize("name", ["bitwise_and", "gcd"])
def test_dtypes(name):
    with pytest.raises((TypeError, ValueError)):  # jax takes it for a matter of values
        getattr(ops, name)(F, F)


def test_the_error_names_function_arguments_and_shapes():
    with pytest.raises(ValueError, match=r"cumsum.*Argument `axis`.*x=float32\(2, 3\), axis=7") as raised:
        ops.cumsum(backend.convert_to_tensor(F), axis=7)
    assert raised.value.__cause__ is not None


def test_letters_and_shapes_of_einsum():
    with pytest.raises(ValueError, match="ij,j"):
        ops.einsum("ij,j", F, C)


def test_errors_of_functions_that_an_operation_calls_stay():
    def fail(x):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        ops.scan(lambda carry, x: fail(x), backend.convert_to_tensor(F[0]), backend.convert_to_tensor(F))


def test_indices_out_of_range_are_an_error_of_both_kinds():
    if backend.backend() not in ("numpy", "torch"):
        pytest.skip("tensorflow: an error of its own; jax: no error")
    for kind in (IndexError, ValueError):
        with pytest.raises(kind, match=r"\btake\b.*Received: x="):
            ops.take(np.ones(2, "float32"), 5)


@pytest.mark.parametrize("function", [ops.conv, ops.depthwise_conv, ops.conv_transpose])
def test_sizes_of_zero(function):
    with pytest.raises(ValueError, match="0"):
        function(np.zeros((1, 4, 4, 0), "float32"), np.zeros((2, 2, 0, 0), "float32"))


@pytest.mark.skipif(backend.backend() != "numpy", reason="the other backends wrap such numbers around")
def test_numbers_out_of_range():
    with pytest.raises(ValueError, match="add.*out of bounds for uint8"):
        ops.add(np.ones(2, "uint8"), 300)


@pytest.mark.skipif(backend.backend() in ("numpy", "jax"), reason="numpy and jax pool any number of dimensions")
def test_pools_of_too_many_dimensions():
    with pytest.raises((ValueError, TypeError), match="max_pool"):
        ops.max_pool(np.ones((1,) * 6, "float32"), 1, padding="valid")
