"""Control flow, scattering and slicing, on NumPy."""
import builtins
import functools

import numpy as np

from keras.src.backend.common.formulas import control_flow
from keras.src.backend.numpy.kernels import adopt
from keras.src.backend.numpy.numpy_arrays import (
    as_tensor,
    convert_to_tensor,
)


def cond(pred, true_fn, false_fn):
    return true_fn() if pred else false_fn()


switch = adopt(control_flow.switch)
while_loop = adopt(control_flow.while_loop)
fori_loop = adopt(control_flow.fori_loop)
scan = adopt(control_flow.scan)
associative_scan = adopt(control_flow.associative_scan)
map = adopt(control_flow.map)
vectorized_map = adopt(control_flow.map)

_REDUCTIONS = {"add": np.add, "max": np.maximum, "min": np.minimum, "mul": np.multiply}


def _coordinates(indices):
    return tuple(np.moveaxis(as_tensor(indices), -1, 0))


def scatter(indices, values, shape):
    values = convert_to_tensor(values)
    result = np.zeros(shape, values.dtype)
    np.add.at(result, _coordinates(indices), values)
    return result


def scatter_update(inputs, indices, updates, reduction=None):
    control_flow.check_reduction(reduction)
    result = np.array(as_tensor(inputs))
    updates = as_tensor(updates).astype(result.dtype, copy=False)
    if reduction is None:
        result[_coordinates(indices)] = updates
    else:
        _REDUCTIONS[reduction].at(result, _coordinates(indices), updates)
    return result


def _window(start_indices, sizes, shape):
    """The slices of a window, which must lie within an array."""
    starts = [int(s) + (shape[axis] if s < 0 else 0) for axis, s in enumerate(start_indices)]
    for start, size, whole in zip(starts, sizes, shape):
        if start < 0 or start + size > whole:
            raise IndexError(
                f"The slice does not lie within the array. Received: start_indices={starts}, "
                f"shape={tuple(sizes)} for an array of shape {shape}"
            )
    return tuple(builtins.slice(start, start + max(size, 0)) for start, size in zip(starts, sizes, strict=True))


def slice(inputs, start_indices, shape):
    inputs = as_tensor(inputs)
    return inputs[_window(start_indices, shape, inputs.shape)]


def slice_update(inputs, start_indices, updates):
    result, updates = np.array(as_tensor(inputs)), as_tensor(updates)
    result[_window(start_indices, updates.shape, result.shape)] = updates
    return result


def unstack(x, num=None, axis=0):
    x = as_tensor(x)
    control_flow.check_num(num, x.shape, axis)
    return list(np.moveaxis(x, axis, 0))


def stop_gradient(variable):
    return as_tensor(variable)


def custom_gradient(f):
    """There are no gradients here: the function without its gradient."""

    @functools.wraps(f)
    def forward(*args, **kwargs):
        return f(*args, **kwargs)[0]

    return forward
