"""Tables of the operations that rearrange, join, split, repeat and pad arrays."""
import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(0)
F = R.uniform(-2, 2, (2, 3)).astype("float32")
G = R.uniform(-2, 2, (2, 3)).astype("float32")
C = R.uniform(-2, 2, (2, 3, 4)).astype("float32")
M = R.uniform(-2, 2, (3, 3)).astype("float32")
V, W = F[0], C[0, 0]
S = np.array(0.7, "float32")
N = np.array([[3, -2, 0], [7, 5, -6]], "int32")
B = np.array([[True, False, True], [False, False, True]])
H = F.astype("float16")

SHAPE = [
    case("reshape", [F], F.reshape(3, 2), newshape=(3, 2), dtype="float32"),
    case("reshape", [C], lambda x, newshape: x.reshape(newshape), newshape=(2, -1), grad=True),
    case("reshape", [F], F.reshape(-1), newshape=-1),
    case("reshape", [S], S.reshape(1, 1), newshape=(1, 1)),
    case("ravel", [C], np.ravel),
    case("ravel", [S], np.ravel),
    case("transpose", [C], np.transpose, grad=True),
    case("transpose", [C], np.transpose, axes=(1, 0, 2)),
    case("transpose", [C], np.transpose, axes=(2, -3, 1)),
    case("moveaxis", [C], np.moveaxis, source=0, destination=-1),
    case("moveaxis", [C], np.moveaxis, source=(0, 2), destination=(1, 0)),
    case("swapaxes", [C], np.swapaxes, axis1=0, axis2=2),
    case("squeeze", [F[:, None]], F, axis=1),
    case("squeeze", [F[:, None, :, None]], F, axis=(1, -1)),
    case("squeeze", [F[:, None]], np.squeeze),
    case("expand_dims", [F], np.expand_dims, axis=0),
    case("expand_dims", [F], np.expand_dims, axis=-1),
    case("expand_dims", [F], F[None, :, None], axis=(0, 2)),
    case("expand_dims", [F], F[..., None, None], axis=(-1, -2)),
    case("broadcast_to", [V], np.broadcast_to, shape=(2, 3), grad=True, dynamic=False, jit=False),
    case("broadcast_to", [S], np.broadcast_to, shape=(2, 2)),
    case("copy", [N], np.copy, dtype="int32"),
    case("view", [F], F.view("int32"), dtype_="int32", dtype="int32"),
    case("view", [F], F.view("uint8"), dtype_="uint8"),
    case("view", [F.T], np.ascontiguousarray(F.T).view("uint8"), dtype_="uint8"),
    case("view", [F.view("uint8")], F, dtype_="float32"),
]

JOINING = [
    case("concatenate", [[F, G]], lambda xs, axis: np.concatenate(xs, axis), axis=1, jit=False),
    case("concatenate", [[F, N]], np.concatenate([F, N]), jit=False, dtype="float32"),
    case(
        "concatenate",
        [[B, N, N.astype("uint8")]],
        np.concatenate([B, N, N.astype("uint8")]),
        jit=False,
        dtype="int32",
    ),
    case("concatenate", [[H, N]], np.concatenate([H, N]), jit=False, dtype="float16"),
    case("stack", [[F, G]], np.stack, jit=False),
    case("stack", [[F, N]], lambda x, axis: np.stack(x, axis), axis=-1, jit=False, dtype="float32"),
    case("vstack", [[F, G]], np.vstack, jit=False),
    case("vstack", [[V, V]], np.vstack, jit=False, dynamic=False),
    case("hstack", [[F, G]], np.hstack, jit=False),
    case("hstack", [[V, W]], np.hstack, jit=False),
    case("hstack", [[S, S]], np.hstack, jit=False),
    case("dstack", [[F, G]], np.dstack, jit=False),
    case("dstack", [[V, V]], np.dstack, jit=False),
    case("dstack", [[C, C]], np.dstack, jit=False),
    case("append", [F, G], np.append),
    case("append", [F, G], np.append, axis=-1, grad=True),
    case("append", [N, F], np.append, axis=0, dtype="float32"),
]

SPLITTING = [
    case("split", [C], np.split, indices_or_sections=2, axis=2),
    case("split", [C], np.split, indices_or_sections=(1, 3), axis=-1),
    case("split", [C], np.split, indices_or_sections=(1, -1), axis=2),
    case("split", [W], np.split, indices_or_sections=(0, 2), jit=False, dynamic=False),
    case("array_split", [C], np.array_split, indices_or_sections=3, axis=2),
    case("array_split", [W], np.array_split, indices_or_sections=5, jit=False, dynamic=False),
    case("hsplit", [C], np.hsplit, indices_or_sections=3),
    case("hsplit", [W], np.hsplit, indices_or_sections=(1,), jit=False, dynamic=False),
    case("vsplit", [C], np.vsplit, indices_or_sections=2, jit=False),
    case("dsplit", [C], np.dsplit, indices_or_sections=(1, 3)),
]


def _pad(x, pad_width, mode="constant", constant_values=0):
    if mode == "constant":
        return np.pad(x, pad_width, constant_values=constant_values)
    return np.pad(x, pad_width, mode)


ORDER = [
    case("repeat", [F], np.repeat, repeats=2),
    case("repeat", [F], np.repeat, repeats=2, axis=1, grad=True),
    case("repeat", [F], np.repeat, repeats=[2, 1, 0], axis=-1),
    case("repeat", [F], np.repeat, repeats=[1, 2], axis=0, jit=False),
    case("tile", [F], lambda x, repeats: np.tile(x, repeats), repeats=(2, 1), grad=True),
    case("tile", [C], lambda x, repeats: np.tile(x, repeats), repeats=2),
    case("tile", [V], lambda x, repeats: np.tile(x, repeats), repeats=(2, 2), jit=False),
    case("pad", [F], _pad, pad_width=1, grad=True),
    case("pad", [F], _pad, pad_width=((1, 0), (0, 2)), constant_values=7),
    case("pad", [F], _pad, pad_width=(1, 2), constant_values=-1.5),
    case("pad", [N], _pad, pad_width=[[1, 1]], dtype="int32"),
    case("pad", [B], _pad, pad_width=1, dtype="bool"),
    case("pad", [C], _pad, pad_width=((0, 0), (1, 1), (2, 1)), mode="reflect", grad=True),
    case("pad", [C], _pad, pad_width=((0, 0), (2, 2), (3, 1)), mode="symmetric"),
    case("pad", [C], _pad, pad_width=((0, 0), (1, 1), (0, 0)), mode="edge"),
    case("pad", [W], _pad, pad_width=3, mode="wrap", jit=False),
    case("flip", [F], lambda x: np.flip(x), grad=True),
    case("flip", [C], np.flip, axis=(0, 2)),
    case("fliplr", [C], np.fliplr),
    case("flipud", [F], np.flipud),
    *[case("rot90", [C], np.rot90, k=k, axes=(0, 2)) for k in (-1, 0, 1, 2, 3)],
    case("rot90", [F], lambda array: np.rot90(array)),
    case("roll", [F], np.roll, shift=1),
    case("roll", [F], np.roll, shift=-2, axis=1),
    case("roll", [F], np.roll, shift=(1, 2), axis=(0, 1)),
    case("roll", [F], np.roll, shift=1, axis=(0, 1)),
    *[case("diag", [M], np.diag, k=k) for k in (-1, 0, 2)],
    case("diag", [V], np.diag, k=1, jit=False),
    case("diagflat", [F], np.diagflat, k=-1, jit=False),
    case("diagonal", [C], np.diagonal, axis1=1, axis2=2, grad=True),
    case("diagonal", [C], np.diagonal, offset=-1, axis1=-1, axis2=0),
    case("diagonal", [M], np.diagonal, offset=3, jit=False),
    *[case(name, [C], getattr(np, name), k=k) for name in ("tril", "triu") for k in (-1, 0, 1)],
    case("tril", [B], np.tril, dtype="bool"),
]


@parametrize(SHAPE + JOINING + SPLITTING + ORDER)
class TestManipulation(OperationTests):
    pass


def test_sizes():
    assert ops.ndim(C) == 3
    assert int(ops.size(C)) == 24
    assert int(ops.size(S)) == 1
    assert ops.size(backend.KerasTensor((None, 3))).shape == ()


def test_a_copy_is_a_tensor_of_its_own():
    x = backend.convert_to_tensor(F)
    assert ops.copy(x) is not x


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: ops.reshape(backend.KerasTensor((2, 3)), (4, 2)), ValueError, "newshape"),
        (lambda: ops.reshape(backend.KerasTensor((2, 3)), (-1, -1)), ValueError, "only once"),
        (
            lambda: ops.transpose(backend.KerasTensor((2, 3)), (0,)),
            ValueError,
            "`axes` of transpose",
        ),
        (lambda: ops.squeeze(F, 0), ValueError, "`axis` of squeeze|size not equal|not 1|squeeze"),
        (lambda: ops.expand_dims(backend.KerasTensor((2,)), (0, 0)), ValueError, "repeat"),
        (
            lambda: ops.concatenate([backend.KerasTensor((2, 3)), backend.KerasTensor((2, 4))]),
            ValueError,
            "concatenate",
        ),
        (
            lambda: ops.stack([backend.KerasTensor((2, 3)), backend.KerasTensor((2, 4))]),
            ValueError,
            "stack",
        ),
        (
            lambda: ops.split(backend.KerasTensor((3, 4)), 2),
            ValueError,
            "indices_or_sections` of split",
        ),
        (lambda: ops.array_split(F, 0), ValueError, "positive integer"),
        (lambda: ops.array_split(F, [1]), TypeError, "must be an integer"),
        (lambda: ops.vsplit(V, 1), ValueError, "`x` of vsplit"),
        (lambda: ops.pad(F, 1, mode="bogus"), ValueError, "bogus"),
        (lambda: ops.pad(F, 1, mode="reflect", constant_values=1), ValueError, "constant_values"),
        (lambda: ops.pad(F, ((1, 1),) * 3), ValueError, "pad_width"),
        (lambda: ops.rot90(V), ValueError, "2 dimensions"),
        (lambda: ops.rot90(F, axes=(0, 0)), ValueError, "different axes"),
        (lambda: ops.fliplr(V), ValueError, "2 dimensions"),
        (lambda: ops.diagonal(V), ValueError, "out of range|out of bounds"),
        (lambda: ops.view(F[:, :1].astype("uint8"), "float32"), ValueError, "dtype` of view"),
        (lambda: ops.broadcast_to(backend.KerasTensor((2, 3)), (3, 3)), ValueError, "broadcast"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
