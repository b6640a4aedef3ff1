"""Products of arrays, on NumPy."""
import functools

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linear
from keras.src.backend.numpy.core import DTYPES, convert_to_tensor
from keras.src.backend.numpy.kernels import adopt, binary, table
from keras.src.backend.numpy.numpy_arrays import as_tensor, common

_PAIR_PATH = ["einsum_path", (0, 1)]
_SMALL = 2048  # Elements up to which looping beats reshaping for a matrix product.
_SINGLE, _BFLOAT16 = DTYPES["float32"], DTYPES["bfloat16"]


def _matmul(x1, x2):
    if x1.dtype is _BFLOAT16:  # NumPy would return single precision.
        return np.matmul(x1.astype(_SINGLE), x2.astype(_SINGLE)).astype(_BFLOAT16)
    return np.matmul(x1, x2)


matmul = binary(_matmul, dtypes.matmul_rule, scalars=False, explain=linear.explain_product)
affine = adopt(linear.affine)
einsum_affine = adopt(linear.einsum_affine)
scaled = np.multiply  # integers by floats, converted on the way
int8_matmul = functools.partial(linear.int8_matmul, np.matmul, np.ndarray.astype)
dot = binary(np.dot, scalars=False, explain=linear.explain_product)
inner = binary(np.inner, scalars=False, explain=linear.leave_error)
outer = binary(np.outer, scalars=False, explain=linear.leave_error)
vdot = binary(np.vdot, scalars=False, explain=linear.leave_error)
kron = binary(np.kron, scalars=False, explain=linear.leave_error)
cross = adopt(linear.cross)


def tensordot(x1, x2, axes=2):
    x1, x2 = common(map(convert_to_tensor, (x1, x2)))
    return np.tensordot(x1, x2, tuple(axes) if isinstance(axes, list) else axes)


_einsum_dtypes = table(dtypes.matmul_rule)


def einsum(subscripts, *operands, **kwargs):
    operands = [as_tensor(x) for x in operands]
    key = tuple(x.dtype for x in operands)
    target = _einsum_dtypes.get(key) or _einsum_dtypes.fill(key)
    compute = _SINGLE if target is _BFLOAT16 else target
    operands = [x if x.dtype is compute else x.astype(compute) for x in operands]
    if len(operands) > 1 and sum(x.size for x in operands) > _SMALL:
        # With one pair there is one path: looking for it costs more than the product may.
        kwargs.setdefault("optimize", _PAIR_PATH if len(operands) == 2 else True)
    result = np.einsum(subscripts, *operands, **kwargs)
    return result if compute is target else result.astype(target)


def trace(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    return np.trace(x, offset, axis1, axis2, dtype=DTYPES[dtypes.sum_rule(x.dtype)])


def vander(x, N=None, increasing=False):
    x = as_tensor(x)
    linear.check_vander(x.shape, N)
    compute = x.astype(_SINGLE) if x.dtype is _BFLOAT16 else x
    return np.vander(compute, N, increasing).astype(DTYPES[dtypes.promote(x.dtype)], copy=False)
