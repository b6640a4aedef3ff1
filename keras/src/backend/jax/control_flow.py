"""Control flow, scattering and slicing, on JAX."""
import functools

import jax
import jax.numpy as jnp

from keras.src import tree
from keras.src.backend.common.formulas import control_flow
from keras.src.backend.jax.core import cast, convert_to_tensor
from keras.src.backend.jax.numpy_arrays import as_tensor


def cond(pred, true_fn, false_fn):
    if isinstance(pred, bool):
        return true_fn() if pred else false_fn()
    return jax.lax.cond(jnp.asarray(pred, bool), true_fn, false_fn)


def switch(index, branches, *operands):
    control_flow.check_switch(index, branches, operands)
    return jax.lax.switch(index, branches, *operands)


def while_loop(cond, body, loop_vars, maximum_iterations=None):
    values, several = control_flow.as_structure(loop_vars)
    values = tree.map_structure(convert_to_tensor, values)

    def run(carried):
        after, _ = control_flow.as_structure(body(*carried[1]))
        return carried[0] + 1, tree.map_structure(
            lambda new, old: cast(new, old.dtype), after, carried[1]
        )

    def goes_on(carried):
        more = cond(*carried[1])
        return more if maximum_iterations is None else (carried[0] < maximum_iterations) & more

    values = jax.lax.while_loop(goes_on, run, (0, values))[1]
    return values if several else values[0]


def fori_loop(lower, upper, body_fun, init_val):
    return jax.lax.fori_loop(lower, upper, body_fun, init_val)


def scan(f, init, xs=None, length=None, reverse=False, unroll=1):
    init = tree.map_structure(convert_to_tensor, init)
    xs = None if xs is None else tree.map_structure(convert_to_tensor, xs)
    control_flow.check_scan(f, xs, length, unroll)
    return jax.lax.scan(f, init, xs=xs, length=length, reverse=reverse, unroll=unroll)


def associative_scan(f, elems, reverse=False, axis=0):
    control_flow.check_associative(f)
    elems = tree.map_structure(convert_to_tensor, elems)
    axis = control_flow.check_elems(tree.flatten(elems), axis)
    return jax.lax.associative_scan(f, elems, reverse, axis)


def map(f, xs):
    return jax.lax.map(f, tree.map_structure(convert_to_tensor, xs))


def vectorized_map(function, elements):
    return jax.vmap(function)(tree.map_structure(convert_to_tensor, elements))


def _coordinates(indices):
    return tuple(jnp.moveaxis(as_tensor(indices), -1, 0))


def scatter(indices, values, shape):
    values = as_tensor(values)
    return jnp.zeros(shape, values.dtype).at[_coordinates(indices)].add(values)


def scatter_update(inputs, indices, updates, reduction=None):
    control_flow.check_reduction(reduction)
    inputs = as_tensor(inputs)
    updates = as_tensor(updates).astype(inputs.dtype)
    place = inputs.at[_coordinates(indices)]
    return getattr(place, reduction or "set")(updates)


def slice(inputs, start_indices, shape):
    return jax.lax.dynamic_slice(as_tensor(inputs), start_indices, shape)


def slice_update(inputs, start_indices, updates):
    inputs = as_tensor(inputs)
    return jax.lax.dynamic_update_slice(
        inputs, as_tensor(updates).astype(inputs.dtype), start_indices
    )


def unstack(x, num=None, axis=0):
    x = as_tensor(x)
    control_flow.check_num(num, x.shape, axis)
    return [jax.lax.index_in_dim(x, i, axis, keepdims=False) for i in range(x.shape[axis])]


def stop_gradient(variable):
    return jax.lax.stop_gradient(as_tensor(variable))


def custom_gradient(f):
    return functools.wraps(f)(jax.custom_gradient(f))
