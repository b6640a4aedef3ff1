"""Makers of table lines over `jax.numpy` and `jax.lax` functions."""
import functools

import jax
from jax._src.array import (
    ArrayImpl,  # jax.Array is abstract; making one here would start the devices
)

from keras.src.backend.common.kernels import Kernels
from keras.src.backend.jax.core import convert_to_tensor, to_native_dtype


def _number(x, dtype):
    """Python numbers go in as they are: jax reads them in the dtype of the array beside them."""
    return x


KERNELS = Kernels(
    native=(ArrayImpl,),
    convert=convert_to_tensor,
    cast=jax.lax.convert_element_type,
    scalar=_number,
    scalar_tensor=jax.numpy.asarray,
    to_native=to_native_dtype,
    numpy="keras.src.backend.jax.numpy",
    wide=True,  # in 32-bit mode `to_native` narrows
)
unary = KERNELS.unary
leading = KERNELS.leading
reduction = KERNELS.reduction
binary = KERNELS.binary
adopt = KERNELS.adopt
formula = KERNELS.formula
binary_formula = KERNELS.binary_formula
table = KERNELS.table
joining = KERNELS.joining
choice = KERNELS.choice
NUMPY = KERNELS.numpy  # the whole `numpy` module, for shared formulas


def whole(function, **options):
    """A function as one program, where an eager call would walk through its parts; larger programs see the parts."""
    return jax.jit(function, inline=True, **options)


def compiled(formula, *pieces, **options):
    """A shared formula over this backend as one program; `options` are those of `jax.jit`."""
    return jax.jit(functools.partial(formula, NUMPY, *pieces), **options)
