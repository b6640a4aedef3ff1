"""Products of arrays, on NumPy."""

import functools
import sys

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linear
from keras.src.backend.numpy.core import DTYPES
from keras.src.backend.numpy.kernels import binary
from keras.src.backend.numpy.linalg import slogdet  # noqa: F401
from keras.src.backend.numpy.numpy_arrays import as_tensor, common, moveaxis, stack  # noqa: F401  (formulas)

_here = sys.modules[__name__]
_PAIR_PATH = ["einsum_path", (0, 1)]

matmul = binary(np.matmul, dtypes.matmul_rule, scalars=False, explain=linear.explain_product)
dot = binary(np.dot, scalars=False, explain=linear.explain_product)
inner = binary(np.inner, scalars=False, explain=linear.leave_error)
outer = binary(np.outer, scalars=False, explain=linear.leave_error)
vdot = binary(np.vdot, scalars=False, explain=linear.leave_error)
kron = binary(np.kron, scalars=False, explain=linear.leave_error)
cross = functools.partial(linear.cross, _here)


def tensordot(x1, x2, axes=2):
    x1, x2 = common((x1, x2))
    return np.tensordot(x1, x2, tuple(axes) if isinstance(axes, list) else axes)


def einsum(subscripts, *operands, **kwargs):
    operands = [as_tensor(x) for x in operands]
    target = DTYPES[dtypes.matmul_rule(*(x.dtype for x in operands))]
    compute = DTYPES["float32"] if target.name == "bfloat16" else target
    operands = [x if x.dtype is compute else x.astype(compute) for x in operands]
    # With one pair there is one path: looking for it costs more than small products do.
    optimize = _PAIR_PATH if len(operands) == 2 else True
    result = np.einsum(subscripts, *operands, **{"optimize": optimize, **kwargs})
    return result if compute is target else result.astype(target)


def trace(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    return np.trace(x, offset, axis1, axis2, dtype=DTYPES[dtypes.sum_rule(x.dtype)])


def vander(x, N=None, increasing=False):
    x = as_tensor(x)
    linear.check_vander(x.shape, N)
    return np.vander(x, N, increasing).astype(x.dtype, copy=False)
