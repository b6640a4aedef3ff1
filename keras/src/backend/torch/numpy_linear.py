"""Products of arrays, on PyTorch."""
import functools
import math

import torch

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linear
from keras.src.backend.common.kernels import pair
from keras.src.backend.torch.core import cast, to_torch_dtype
from keras.src.backend.torch.kernels import NUMPY, adopt, binary, table
from keras.src.backend.torch.numpy_arrays import NATIVE, as_tensor

_FUSED = frozenset((torch.float32, torch.float64))  # in 16 bits a product is rounded before the bias is added


def _numeric(fn):
    """PyTorch has no products of booleans: `fn` computes them as integers."""

    @functools.wraps(fn)
    def product(x1, x2):
        if x1.dtype is torch.bool:
            return fn(x1.to(torch.int32), x2.to(torch.int32)).to(torch.bool)
        return fn(x1, x2)

    return product


def _dot(x1, x2):
    if not x1.ndim or not x2.ndim:
        return x1 * x2
    if x2.ndim <= 2:
        return torch.matmul(x1, x2)
    return torch.tensordot(x1, x2, ([x1.ndim - 1], [x2.ndim - 2]))


def _inner(x1, x2):
    if not x1.ndim or not x2.ndim:
        return x1 * x2
    return torch.tensordot(x1, x2, ([x1.ndim - 1], [x2.ndim - 1]))


def _outer(x1, x2):
    return torch.outer(x1.reshape(-1), x2.reshape(-1))


def _vdot(x1, x2):
    return torch.vdot(x1.reshape(-1), x2.reshape(-1))


matmul = binary(
    _numeric(torch.matmul), dtypes.matmul_rule.narrow, scalars=False, explain=linear.explain_product
)


def affine(x, kernel, bias):
    """Fused for matrices, as in `torch.nn.Linear`; not without storage: torch's stand-in for `addmm` leaves cycles."""
    if x.dtype is kernel.dtype is bias.dtype and x.dtype in _FUSED and not x.is_meta:
        if x.ndim == 2:
            return torch.addmm(bias, x, kernel)
        if x.ndim > 2 and x.numel() and x.shape[-1] == kernel.shape[0] and not torch.compiler.is_compiling():
            rows = torch.addmm(bias, x.reshape(-1, x.shape[-1]), kernel)
            return rows.view(*x.shape[:-1], rows.shape[-1])
    return linear.affine(NUMPY, x, kernel, bias)


scaled = torch.mul  # integers by floats, converted on the way


def int8_matmul(x, weight):
    """int8 into int32. The kernel of GPUs wants more than 16 rows, and multiples of 8."""
    rows = x.reshape(-1, x.shape[-1])
    device, eights = x.device.type, not (weight.shape[0] % 8 or weight.shape[1] % 8)
    if device == "cpu" or device == "cuda" and eights and rows.shape[0] > 16:
        return torch._int_mm(rows, weight).reshape(*x.shape[:-1], weight.shape[1])
    return linear.int8_matmul(torch.matmul, cast, x, weight)


dot = binary(_numeric(_dot), dtypes.promote.narrow, scalars=False, explain=linear.explain_product)
inner = binary(_numeric(_inner), scalars=False, explain=linear.leave_error)
outer = binary(_outer, scalars=False, explain=linear.leave_error)
vdot = binary(_numeric(_vdot), scalars=False, explain=linear.leave_error)
kron = binary(torch.kron, scalars=False, explain=linear.leave_error)
cross = adopt(linear.cross)


_meet = binary(pair, dtypes.promote.narrow, scalars=False)


def tensordot(x1, x2, axes=2):
    x1, x2 = _meet(x1, x2)
    if not isinstance(axes, int):
        axes = linear.tensordot_axes(axes, x1.ndim, x2.ndim)
    if x1.dtype is torch.bool:
        return torch.tensordot(x1.to(torch.int32), x2.to(torch.int32), axes).to(torch.bool)
    return torch.tensordot(x1, x2, axes)


@functools.cache
def _contracted(subscripts):
    """The number of axes that such an einsum sums over, if they end the first operand and begin the second; else 0."""
    inputs, _, output = subscripts.replace(" ", "").partition("->")
    first, _, second = inputs.partition(",")
    count = len({*first} & {*second})
    if not count or "." in inputs or len({*first, *second}) != len(first) + len(second) - count:
        return 0
    return count if first[-count:] == second[:count] and first[:-count] + second[count:] == output else 0


def _product_of_rows(subscripts, x, y, bias=None):
    """An einsum that comes to one product of matrices, in two thirds of the time; None if it does not.

    A bias of the shape of what is left of `y` goes into the product.
    """
    count = _contracted(subscripts)
    if not count or torch.compiler.is_compiling() or x.ndim <= count or x.shape[-count:] != y.shape[:count]:
        return None
    if type(y) not in NATIVE:  # a weight in parts, which has its own einsum
        return None
    inner = math.prod(y.shape[:count])
    if not inner or not x.numel():
        return None
    if bias is None:
        rows = torch.mm(x.reshape(-1, inner), y.reshape(inner, -1))
    else:
        rows = torch.addmm(bias.reshape(-1), x.reshape(-1, inner), y.reshape(inner, -1))
    return rows.view(*x.shape[:-count], *y.shape[count:])


_einsum_dtypes = table(dtypes.matmul_rule)


def einsum(subscripts, *operands, **kwargs):
    operands = [as_tensor(x) for x in operands]
    key = tuple(x.dtype for x in operands)
    target = _einsum_dtypes.get(key) or _einsum_dtypes.fill(key)
    compute = torch.int32 if target is torch.bool else target
    operands = [x if x.dtype is compute else x.to(compute) for x in operands]
    result = _product_of_rows(subscripts, *operands) if len(operands) == 2 else None
    if result is None:
        result = torch.einsum(subscripts, *operands)
    return result if compute is target else result.to(target)


def einsum_affine(subscripts, x, kernel, bias):
    """Fused where the einsum is one product of matrices and the bias has all axes that the kernel adds."""
    fits = x.dtype is kernel.dtype is bias.dtype and x.dtype in _FUSED and type(bias) in NATIVE
    if fits and bias.shape == kernel.shape[_contracted(subscripts) :]:
        result = _product_of_rows(subscripts, x, kernel, bias)
        if result is not None:
            return result
    return linear.einsum_affine(NUMPY, subscripts, x, kernel, bias)


def trace(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    dtype = to_torch_dtype(dtypes.sum_rule.wide(x.dtype))
    return torch.diagonal(x, offset, axis1, axis2).sum(-1, dtype=dtype)


def vander(x, N=None, increasing=False):
    x = as_tensor(x)
    columns = linear.check_vander(x.shape, N)
    compute = x.to(torch.int32) if x.dtype is torch.bool else x
    exponents = torch.arange(columns, device=x.device)  # torch.vander has no gradient
    powers = compute.unsqueeze(-1) ** (exponents if increasing else exponents.flip(0))
    return powers.to(to_torch_dtype(dtypes.promote.narrow(x.dtype)))
