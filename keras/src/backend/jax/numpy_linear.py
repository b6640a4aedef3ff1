"""Products of arrays, on JAX."""
import functools

import jax.numpy as jnp

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linear
from keras.src.backend.jax.core import DTYPES
from keras.src.backend.jax.kernels import adopt, binary
from keras.src.backend.jax.numpy_arrays import ARRAY, as_tensor

_INT8 = DTYPES["int8"]


_matmul = binary(jnp.matmul, dtypes.matmul_rule, scalars=False, explain=linear.explain_product)


def matmul(x1, x2):
    if type(x1) is ARRAY and type(x2) is ARRAY and x1.dtype is _INT8 and x2.dtype is _INT8:
        return jnp.matmul(x1, x2, preferred_element_type="int32")  # Not widened before.
    return _matmul(x1, x2)


scaled = jnp.multiply  # integers by floats, converted on the way


def int8_matmul(x, weight):
    return jnp.matmul(x, weight, preferred_element_type="int32")


def _numeric(fn):
    """JAX has no products of booleans here: `fn` computes them as integers."""

    @functools.wraps(fn)
    def product(x, *args):
        if x.dtype != "bool":
            return fn(x, *args)
        return fn(*(a.astype("int8") if hasattr(a, "astype") else a for a in (x, *args))).astype(
            "bool"
        )

    return product


affine = adopt(linear.affine)
einsum_affine = adopt(linear.einsum_affine)
dot = binary(jnp.dot, scalars=False, explain=linear.explain_product)
inner = binary(jnp.inner, scalars=False, explain=linear.leave_error)
outer = binary(jnp.outer, scalars=False, explain=linear.leave_error)
vdot = binary(jnp.vdot, scalars=False, explain=linear.leave_error)
kron = binary(_numeric(jnp.kron), scalars=False, explain=linear.leave_error)
cross = adopt(linear.cross)


def tensordot(x1, x2, axes=2):
    return jnp.tensordot(as_tensor(x1), as_tensor(x2), axes)


def einsum(subscripts, *operands, **kwargs):
    operands = [as_tensor(x) for x in operands]
    if all(x.dtype == "int8" for x in operands):
        kwargs.setdefault("preferred_element_type", "int32")
    return jnp.einsum(subscripts, *operands, **kwargs)


def trace(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    return jnp.trace(x, offset, axis1, axis2, dtype=dtypes.sum_rule.wide(x.dtype))


def vander(x, N=None, increasing=False):
    x = as_tensor(x)
    linear.check_vander(x.shape, N)
    return _numeric(jnp.vander)(x, N, increasing)
