"""Makers of table lines over TensorFlow functions."""
import functools

import tensorflow as tf
from tensorflow.python.eager import record
from tensorflow.python.framework.ops import EagerTensor as EAGER
from tensorflow.python.framework.ops import SymbolicTensor
from tensorflow.python.ops.resource_variable_ops import ResourceVariable

from keras.src.backend.common import dtypes
from keras.src.backend.common.kernels import Kernels
from keras.src.backend.tensorflow.core import Variable, convert_to_tensor, to_native_dtype

FLOATS = frozenset((tf.float16, tf.bfloat16, tf.float32, tf.float64))
# What TensorFlow raises where arguments do not fit. The short ways below let the general one say what was wrong.
REFUSALS = (ValueError, TypeError, tf.errors.OpError)


def number(x, dtype):
    """TensorFlow makes no numbers of booleans, and no booleans of numbers."""
    if dtype is tf.bool:
        x = bool(x)
    elif x.__class__ is bool:
        x = int(x)
    return tf.constant(x, dtype)


KERNELS = Kernels(
    native=(EAGER, SymbolicTensor), convert=convert_to_tensor, cast=tf.cast, scalar=number,
    scalar_tensor=number, to_native=to_native_dtype, numpy="keras.src.backend.tensorflow.numpy",
    wide=True,
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

HELD = frozenset((EAGER, ResourceVariable))

# TensorFlow's functions convert, name and dispatch their arguments, and read variables in Python; that costs as much
# as a small operation itself. Its raw operations do what they need of that in C++: eager floats go there directly.


def elementary(fn, op, rule=dtypes.to_float):
    """A function of one tensor, which eager floats reach by the raw operation.

    Args:
        fn: TensorFlow's function, for everything else.
        op: Name of the raw operation, or a function `op(x=x)`, of a tensor or variable.
        rule: Dtype rule, which leaves floats alone.
    """
    general = unary(fn, rule)
    op = getattr(tf.raw_ops, op) if isinstance(op, str) else op

    def kernel(x):
        if type(x) in HELD and x.dtype in FLOATS:
            return op(x=x)
        return general(x)

    return functools.wraps(general)(kernel)


def recorded(fn, formula, *pieces):
    """`formula` over `fn` where gradients may be asked for, which makes them right; else `fn` alone."""
    formula = functools.partial(formula, NUMPY, fn, *pieces)

    def call(*args, **kwargs):
        if tf.executing_eagerly() and not record.could_possibly_record():
            return fn(*args, **kwargs)
        return formula(*args, **kwargs)

    return call


@functools.lru_cache(maxsize=1024, typed=True)
def index(value):
    """An integer or tuple as an eager tensor that is made once: making it costs more than a small operation."""
    with tf.init_scope():
        return tf.constant(value, tf.int32)


def folding(fn, op, rule=dtypes.same, of=FLOATS):
    """A reduction, which eager floats reach by the raw operation.

    Args:
        fn: TensorFlow's function, for everything else.
        op: Name of the raw operation.
        rule: Dtype rule, which leaves floats alone.
        of: Dtypes that the raw operation is right for.
    """
    general, op = reduction(fn, rule), getattr(tf.raw_ops, op)

    def kernel(x, axis=None, keepdims=False):
        if type(x) is EAGER and x.dtype in of and x._num_elements():
            try:
                axes = index(tuple(range(x.ndim)) if axis is None else axis)
                return op(input=x, axis=axes, keep_dims=keepdims)
            except REFUSALS:
                pass
        return general(x, axis, keepdims)

    return functools.wraps(general)(kernel)


def arithmetic(fn, op, rule=dtypes.promote, **options):
    """A function of two tensors, which eager floats of one dtype reach by the raw operation.

    Args:
        fn: TensorFlow's function, for everything else.
        op: Name of the raw operation, or a function `op(x=x1, y=x2)`, of tensors or variables.
        rule: Dtype rule of two dtypes, which leaves two equal floats alone.
        **options: Further arguments of `binary`.
    """
    general = binary(fn, rule, **options)
    op = getattr(tf.raw_ops, op) if isinstance(op, str) else op
    numbers = (float, int) if options.get("scalars", True) else ()

    def kernel(x1, x2):
        if type(x1) in HELD:
            other = type(x2)
            if other is Variable:
                x2 = x2.value
                other = type(x2)
            dtype = x1.dtype
            if dtype in FLOATS:
                if other in HELD:
                    if x2.dtype is dtype:
                        try:
                            return op(x=x1, y=x2)
                        except REFUSALS:
                            return general(x1, x2)
                elif other in numbers:
                    return op(x=x1, y=x2)
        return general(x1, x2)

    return functools.wraps(general)(kernel)
