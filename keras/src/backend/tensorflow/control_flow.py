"""Control flow, scattering and slicing, on TensorFlow."""

import functools

import tensorflow as tf

from keras.src import tree
from keras.src.backend.common.formulas import control_flow
from keras.src.backend.common.formulas.arrays import shape_tuple
from keras.src.backend.tensorflow.core import cast, convert_to_tensor
from keras.src.backend.tensorflow.kernels import NUMPY
from keras.src.backend.tensorflow.numpy_arrays import (
    as_tensor,
)


def cond(pred, true_fn, false_fn):
    if isinstance(pred, bool):
        return true_fn() if pred else false_fn()
    if isinstance(pred, tf.Variable):
        pred = pred.value()
    return tf.cond(tf.cast(pred, "bool"), true_fn, false_fn)


def switch(index, branches, *operands):
    control_flow.check_switch(index, branches, operands)
    index = tf.clip_by_value(convert_to_tensor(index, "int32"), 0, len(branches) - 1)
    return tf.switch_case(index, [functools.partial(b, *operands) for b in branches])


def _loop_value(x):
    """Python numbers stay numbers where loops run eagerly: TensorFlow adds those to tensors of any dtype."""
    return x if isinstance(x, (bool, int, float)) and tf.executing_eagerly() else convert_to_tensor(x)


def while_loop(cond, body, loop_vars, maximum_iterations=None):
    values, several = control_flow.as_structure(loop_vars)
    values = tree.map_structure(_loop_value, values)
    values = tf.while_loop(
        cond,
        lambda *v: control_flow.as_structure(body(*v))[0],
        values,
        maximum_iterations=maximum_iterations,
    )
    return values if several else values[0]


def fori_loop(lower, upper, body_fun, init_val):
    init_val = tree.map_structure(convert_to_tensor, init_val)
    lower = _loop_value(lower)
    return tf.while_loop(
        lambda i, value: i < (tf.cast(upper, i.dtype) if tf.is_tensor(i) else upper),
        lambda i, value: (i + 1, body_fun(i, value)),
        (lower, init_val),
    )[1]


def scan(f, init, xs=None, length=None, reverse=False, unroll=1):
    init = tree.map_structure(convert_to_tensor, init)
    xs = None if xs is None else tree.map_structure(convert_to_tensor, xs)
    steps = control_flow.check_scan(f, xs, length, unroll)
    if steps is None:
        steps = tf.shape(tree.flatten(xs)[0])[0]

    def at(i):
        return None if xs is None else tree.map_structure(lambda x: x[i], xs)

    outputs = _Outputs(functools.partial(_traced_output, f, init, xs), steps)

    def step(i, carry, written):
        here = steps - 1 - i if reverse else i
        carry, y = f(carry, at(here))
        return i + 1, tree.map_structure(convert_to_tensor, carry), outputs.write(written, here, y)

    _, carry, written = tf.while_loop(
        lambda i, *_: i < steps,
        step,
        (tf.constant(0), init, outputs.empty()),
        maximum_iterations=steps,
    )
    return carry, outputs.stack(written)


def _traced_output(f, init, xs):
    """What a step puts out; only traced, so that there need be no first step. (`gather` does not look.)"""
    return f(init, None if xs is None else tree.map_structure(lambda x: tf.gather(x, 0), xs))[1]


class _Outputs:
    """Arrays to which the steps of a scan write their outputs, whatever the structure of these."""

    def __init__(self, output, steps):
        concrete = tf.function(output, autograph=False).get_concrete_function()
        self.structure = concrete.structured_outputs
        self.specs = [s for s in tree.flatten(self.structure) if s is not None]
        self.steps = steps

    def empty(self):
        return [tf.TensorArray(s.dtype, size=self.steps, element_shape=s.shape) for s in self.specs]

    def write(self, written, i, output):
        values = [convert_to_tensor(y) for y in tree.flatten(output) if y is not None]
        return [array.write(i, y) for array, y in zip(written, values)]

    def stack(self, written):
        stacked = iter([array.stack() for array in written])
        return tree.map_structure(lambda s: None if s is None else next(stacked), self.structure)


def associative_scan(f, elems, reverse=False, axis=0):
    return control_flow.associative_scan(NUMPY, f, elems, reverse, axis)


def map(f, xs):
    xs = tree.map_structure(convert_to_tensor, xs)
    return scan(lambda carry, x: (carry, f(x)), tf.constant(0), xs)[1]


def vectorized_map(function, elements):
    return tf.vectorized_map(function, tree.map_structure(convert_to_tensor, elements))


def _indices(indices):
    indices = as_tensor(indices)
    return indices if indices.dtype in (tf.int32, tf.int64) else tf.cast(indices, tf.int32)


def scatter(indices, values, shape):
    indices, values = _indices(indices), as_tensor(values)
    _check_eager("scatter", indices, values, shape_tuple(shape))
    return tf.scatter_nd(indices, values, shape)


def _check_eager(function, indices, values, shape):
    """TensorFlow's kernels end the process where these do not fit; in a graph it is told before."""
    if tf.executing_eagerly():
        control_flow.check_coordinates(function, tuple(indices.shape), tuple(values.shape), tuple(shape))


_UPDATES = {
    None: tf.tensor_scatter_nd_update,
    "add": tf.tensor_scatter_nd_add,
    "max": tf.tensor_scatter_nd_max,
    "min": tf.tensor_scatter_nd_min,
}


def scatter_update(inputs, indices, updates, reduction=None):
    control_flow.check_reduction(reduction)
    inputs, indices = as_tensor(inputs), _indices(indices)
    updates = cast(as_tensor(updates), inputs.dtype)
    _check_eager("scatter_update", indices, updates, inputs.shape)
    if reduction == "mul":
        return _scatter_product(inputs, indices, updates)
    return _UPDATES[reduction](inputs, indices, updates)


def _scatter_product(inputs, indices, updates):
    """TensorFlow scatters no products: those of each place are formed first."""
    depth = indices.shape[-1]
    sizes = tf.shape(inputs, indices.dtype)
    strides = tf.constant([1], indices.dtype)
    if depth > 1:
        strides = tf.math.cumprod(sizes[1:depth], reverse=True)
        strides = tf.concat([strides, [1]], 0)
    places = tf.reduce_sum(tf.reshape(indices, (-1, depth)) * strides, -1)
    rest = sizes[depth:]
    updates = tf.reshape(updates, tf.concat([[-1], rest], 0))
    factors = tf.math.unsorted_segment_prod(updates, places, tf.reduce_prod(sizes[:depth]))
    products = inputs * tf.reshape(factors, sizes)
    return tf.tensor_scatter_nd_update(inputs, indices, tf.gather_nd(products, indices))  # which check the indices


def slice(inputs, start_indices, shape):
    return tf.slice(as_tensor(inputs), start_indices, shape)


def slice_update(inputs, start_indices, updates):
    inputs = as_tensor(inputs)
    updates = cast(as_tensor(updates), inputs.dtype)
    sizes, extents = tf.shape(inputs), tf.shape(updates)
    starts = tf.clip_by_value(tf.cast(tf.stack(start_indices), "int32"), 0, sizes - extents)
    ends, steps = starts + extents, tf.ones_like(starts)
    return tf.raw_ops.TensorStridedSliceUpdate(input=inputs, begin=starts, end=ends, strides=steps, value=updates)


def unstack(x, num=None, axis=0):
    x = as_tensor(x)
    control_flow.check_num(num, x.shape, axis)
    return tf.unstack(x, num, axis)


def stop_gradient(variable):
    return tf.stop_gradient(as_tensor(variable))


def custom_gradient(f):
    return functools.wraps(f)(tf.custom_gradient(f))
