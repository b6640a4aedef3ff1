"""For each dtype, the symbolic result of an operation on arrays has the dtype of the eager one."""
import numpy as np
import pytest

from keras.src import backend, ops, tree
from keras.src.backend.common.keras_tensor import KerasTensor

DTYPES = ["bool", "int8", "uint8", "int16", "int32", "float16", "bfloat16", "float32"]
ROWS = np.array([0, 1], "int32")

CALLS = {
    "shape": lambda x: [ops.copy(x), ops.ravel(x), ops.squeeze(x), ops.transpose(x), ops.expand_dims(x, 0),
                        ops.broadcast_to(x, (2, 2, 2)), ops.moveaxis(x, 0, 1), ops.swapaxes(x, 0, 1)],
    "creation": lambda x: [ops.zeros_like(x), ops.ones_like(x), ops.empty_like(x), ops.full_like(x, 2.5), ops.array(x),
                           ops.linspace(0, x, 3), ops.linspace(x, x, 3), ops.logspace(0, x, 3), ops.full((2, 2), x)],
    "joining": lambda x: [ops.concatenate([x, x]), ops.stack([x, x]), ops.append(x, x), ops.pad(x, 1), ops.tile(x, 2),
                          ops.repeat(x, 2), ops.roll(x, 1), ops.flip(x), ops.rot90(x), *ops.split(x, 2)],
    "diagonals": lambda x: [ops.diag(x), ops.diagflat(x), ops.diagonal(x), ops.tril(x), ops.triu(x), ops.trace(x)],
    "indexing": lambda x: [x[0], ops.take(x, 0), ops.take_along_axis(x, ROWS[None], 0), ops.isin(x, x), ops.unique(x),
                           ops.sort(x), ops.argsort(x), ops.argpartition(x, 1), ops.top_k(x, 1), ops.searchsorted(x[0], x)],
    "products": lambda x: [ops.matmul(x, x), ops.dot(x, x), ops.einsum("ij,jk->ik", x, x), ops.inner(x, x), ops.vdot(x, x),
                           ops.outer(x, x), ops.tensordot(x, x), ops.kron(x, x), ops.vander(x[0])],
    "core": lambda x: [ops.cast(x, "float16"), ops.saturate_cast(x, "int8"), ops.slice(x, (0, 0), (1, 1)),
                       ops.slice_update(x, (0, 0), x[:1]), ops.scatter_update(x, [[0, 0]], x[0, :1]), *ops.unstack(x),
                       ops.stop_gradient(x), ops.map(lambda row: row, x)],
    "special": lambda x: [ops.erf(x), ops.erfc(x), ops.erfinv(x), ops.rsqrt(x), ops.logsumexp(x), ops.cdist(x, x),
                          ops.logdet(x), ops.slogdet(x), ops.rfft(x), ops.extract_sequences(x, 2, 1), ops.view_as_real(x)],
    "linalg": lambda x: [ops.cholesky(x), ops.cholesky_inverse(x), ops.det(x), ops.inv(x), ops.norm(x), ops.norm(x, "nuc"),
                         ops.pinv(x), ops.qr(x), ops.svd(x), ops.eigh(x), ops.lu_factor(x), ops.matrix_rank(x),
                         ops.solve(x, x), ops.lstsq(x, x)],
}


def names(results):
    return [backend.standardize_dtype(r.dtype) for r in tree.flatten(results)]


@pytest.mark.parametrize("family", CALLS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_symbolic_dtypes_are_the_eager_ones(family, dtype):
    if backend.backend() == "jax" and dtype not in ("bool", "int8", "bfloat16", "float32"):
        pytest.skip("jax: every dtype compiles all of them anew")
    x = backend.convert_to_tensor(np.eye(2), dtype=dtype)
    assert names(CALLS[family](KerasTensor((2, 2), dtype))) == names(CALLS[family](x))


@pytest.mark.parametrize("first", DTYPES)
def test_two_dtypes_meet(first):
    for second in DTYPES:
        x, y = (backend.convert_to_tensor(np.eye(2), dtype=d) for d in (first, second))
        wanted = backend.result_type(first, second)
        assert backend.standardize_dtype(ops.concatenate([x, y]).dtype) == wanted
        assert backend.standardize_dtype(ops.dot(x, y).dtype) == wanted
        wide = "int32" if first == second == "int8" else wanted
        assert backend.standardize_dtype(ops.matmul(x, y).dtype) == wide
        assert ops.matmul(KerasTensor((2, 2), first), KerasTensor((2, 2), second)).dtype == wide
