"""Symbolic calls that Keras 3.15.1 refuses, or answers otherwise: here they foretell what the eager call gives.

docs/differences.md names these tests.
"""
import numpy as np
import pytest

from keras.src import backend, ops, tree
from keras.src.backend.common.keras_tensor import KerasTensor

F = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -3.0], [0.0, 4.0, 1.0]], "float32")
M = F @ F.T + 3 * np.eye(3, dtype="float32")
I = np.array([[3, 1, 0], [2, 5, 4], [1, 1, 2]], "int32")  # noqa: E741
V = np.array([-1.0, 0.5, 2.0], "float32")
B = F > 0
Z = (F + 1j * F.T).astype("complex64")
IMAGE = np.arange(48, dtype="float32").reshape(1, 4, 4, 3)
S = np.float32(2)

# Calls on arrays, whose symbols have an unknown first size.
PARTLY_UNKNOWN = {
    "cholesky": ([M], ops.cholesky),
    "cholesky_inverse": ([M], ops.cholesky_inverse),
    "det": ([M], ops.det),
    "inv": ([M], ops.inv),
    "qr": ([M], ops.qr),
    "svd": ([M], ops.svd),
    "eigh": ([M], ops.eigh),
    "lu_factor": ([M], ops.lu_factor),
    "solve": ([M, V], ops.solve),
    "solve_triangular": ([M, V], ops.solve_triangular),
    "fft2": ([F], lambda x: ops.fft2((x, x))),
    "ifft2": ([F], lambda x: ops.ifft2((x, x))),
    "unfold": ([IMAGE], lambda x: ops.unfold(x, 2)),
    "sparse_categorical_crossentropy": ([I, M], lambda i, x: ops.sparse_categorical_crossentropy(i[0] % 3, x)),
    "rearrange": ([F], lambda x: ops.rearrange(x, "a b -> (a b)")),
    "append": ([F, M], lambda x, y: ops.append(x, y, axis=0)),
    "correlate": ([V, V], lambda x, y: ops.correlate(x, y, mode="same")),
    "bincount with weights": ([I], lambda i: ops.bincount(i[0], weights=i[0])),
    "corrcoef": ([F], ops.corrcoef),
}
SLICES = {
    "x[:1]": ([F], lambda x: x[:1]),
    "x[None]": ([F], lambda x: x[None]),
    "get_item of a negative step": ([F], lambda x: ops.get_item(x, slice(None, None, -1))),
    "conv of slices": ([F, M], lambda x, k: ops.conv(x[None], ops.reshape(k[:2], (2, 3, 1)))),
    "x[..., 1:]": ([F], lambda x: x[..., 1:]),
    "get_item of a list": ([F], lambda x: ops.get_item(x, [0, 1])),
    "slice_update": ([F], lambda x: ops.slice_update(x, (0, 0), x[:1])),
}
LISTS_AND_NUMBERS = {
    "heaviside(x, number)": ([F], lambda x: ops.heaviside(x, 0.5)),
    "heaviside(list, x)": ([V], lambda x: ops.heaviside([0.0, 1.0, -1.0], x)),
    "bitwise_and(x, number)": ([I], lambda x: ops.bitwise_and(x, 3)),
    "kron(x, number)": ([F], lambda x: ops.kron(x, 2)),
    "convert_to_tensor(list)": ([F], lambda x: ops.convert_to_tensor([x, x])),
    "array(list)": ([F], lambda x: ops.array([x, x])),
    "append(x, number)": ([F], lambda x: ops.append(x, 3.0)),
    "in_top_k(list, x)": ([F], lambda x: ops.in_top_k([0, 2, 1], x, 1)),
    "sparse_categorical_crossentropy(list, x)": ([M], lambda x: ops.sparse_categorical_crossentropy([0, 1, 2], x)),
    "average with a list": ([F], lambda x: ops.average(x, axis=1, weights=[1.0, 3.0, 2.0])),
    "average of axes": ([F], lambda x: ops.average(x, axis=(0, 1))),
    "digitize": ([F], lambda x: ops.digitize(x, [-1.0, 1.0])),
    "divide_no_nan": ([F], lambda x: ops.divide_no_nan(x, [0.0, 1.0, 2.0])),
    "searchsorted": ([V], lambda x: ops.searchsorted(x, [0.0, 5.0])),
    "select": ([B], lambda b: ops.select([b], [1.0], default=-1.0)),
    "correlate(list, x)": ([V], lambda v: ops.correlate([1.0, 2.0], v)),
    "isclose(lists of nothing, x)": ([F[:, :0]], lambda x: ops.isclose([[], [], []], x)),
    "select of lists": ([V], lambda v: ops.select([v > 0], [[1.0, 2.0, 3.0]], default=0)),
    "stack": ([S], lambda s: ops.stack([s, 1.0])),
    "take_along_axis": ([F], lambda x: ops.take_along_axis(x, [[0], [1], [2]], axis=1)),
    "tensordot": ([F, M], lambda x, y: ops.tensordot(x, y, [0, 0])),
    "adaptive_average_pool": ([IMAGE], lambda x: ops.adaptive_average_pool(x, 2)),
    "adaptive_max_pool": ([IMAGE], lambda x: ops.adaptive_max_pool(x, (2, 3))),
    "quantile": ([F], lambda x: ops.quantile(x, [0.1], keepdims=True)),
    "meshgrid of one": ([V], ops.meshgrid),
    "meshgrid of several dtypes": ([I, V], ops.meshgrid),
    "hstack of vectors": ([V], lambda v: ops.hstack([v, v])),
    "hstack of scalars": ([S], lambda s: ops.hstack([s, s])),
    "vstack of vectors": ([V], lambda v: ops.vstack([v, v])),
    "vstack of scalars": ([S], lambda s: ops.vstack([s, s])),
}
OTHERS = {
    "abs": ([Z], ops.abs),
    "angle": ([Z], ops.angle),
    "imag": ([Z], ops.imag),
    "real": ([Z], ops.real),
    "polar": ([F, F], lambda x, y: ops.polar(ops.abs(x), y)),
    "rot90 by half a turn": ([F[:2]], lambda x: ops.rot90(x, k=2)),
    "categorical_crossentropy along another axis": ([M, M], lambda t, p: ops.categorical_crossentropy(t, p, axis=0)),
    "histogram": ([V], lambda x: ops.histogram(x, bins=2)),
}
ALL = PARTLY_UNKNOWN | SLICES | LISTS_AND_NUMBERS | OTHERS


def test_a_window_of_unknown_size_that_keeps_the_sizes():
    kernel = KerasTensor((None, None, 2, 4))
    assert ops.conv(KerasTensor((None, 5, 5, 2)), kernel, padding="same").shape == (None, 5, 5, 4)


def test_attention_of_partly_unknown_sizes():
    query, key, value = KerasTensor((1, None, None, 4)), KerasTensor((None, 3, 1, 4)), KerasTensor((1, None, None, 2))
    assert ops.dot_product_attention(query, key, value).shape == (1, None, None, 2)


@pytest.mark.parametrize("name", ALL)
def test_symbols_foretell_what_comes_out(name):
    arrays, call = ALL[name]
    wanted = tree.flatten(call(*map(backend.convert_to_tensor, arrays)))
    unknown = [KerasTensor((None, *x.shape[1:]) if x.ndim else (), x.dtype.name) for x in arrays]
    known = [KerasTensor(x.shape, x.dtype.name) for x in arrays]
    for symbols in (unknown, known):
        found = tree.flatten(call(*symbols))
        assert len(found) == len(wanted)
        for symbol, value in zip(found, wanted):
            assert symbol.dtype == backend.standardize_dtype(value.dtype)
            sizes = tuple(backend.convert_to_numpy(value).shape)
            assert len(symbol.shape) == len(sizes)
            assert all(a is None or a == b for a, b in zip(symbol.shape, sizes)), (symbol.shape, sizes)
