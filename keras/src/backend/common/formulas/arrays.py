"""Arrays, written once: bookkeeping on shapes and axes, and operations composed of a backend's own.

The composed operations take `nb` first, the backend's `numpy` module.
"""
import itertools
import math

import ml_dtypes
import numpy as np

from keras.src.backend.common.backend_utils import canonicalize_axis

PAD_MODES = ("constant", "reflect", "symmetric", "edge", "wrap")


def normalize_axes(axes, ndim):
    """A tuple of axes counted from the front; `axes` may be a single integer."""
    axes = (axes,) if isinstance(axes, int) else tuple(axes)
    return tuple(canonicalize_axis(a, ndim) for a in axes)


def axes_of(axis):
    """Axes in the form that frameworks take; from a config they come as a list."""
    return tuple(axis) if type(axis) is list else axis


def shape_tuple(shape):
    """A shape given as integer, tuple, list, or array, as tuple."""
    if isinstance(shape, (tuple, list)):
        return tuple(shape)
    if hasattr(shape, "__iter__"):
        return tuple(int(d) for d in shape)
    return (shape,)


def moved_axes(ndim, source, destination):
    """The permutation that `moveaxis` applies."""
    source, destination = normalize_axes(source, ndim), normalize_axes(destination, ndim)
    if (
        len(source) != len(destination)
        or len(set(source)) != len(source)
        or len(set(destination)) != len(destination)
    ):
        raise ValueError(
            "Arguments `source` and `destination` of moveaxis must name the same number of different axes. "
            f"Received: source={source}, destination={destination}"
        )
    order = [axis for axis in range(ndim) if axis not in source]
    for new, old in sorted(zip(destination, source)):
        order.insert(new, old)
    return order


def swapped_axes(ndim, axis1, axis2):
    """The permutation that `swapaxes` applies."""
    axis1, axis2 = canonicalize_axis(axis1, ndim), canonicalize_axis(axis2, ndim)
    order = list(range(ndim))
    order[axis1], order[axis2] = axis2, axis1
    return order


def pad_pairs(pad_width, ndim):
    """Padding before and after each axis, from any form that NumPy takes.

    Raises:
        ValueError: If `pad_width` fits no array with `ndim` dimensions.
    """
    if isinstance(pad_width, int):
        return ((pad_width, pad_width),) * ndim
    widths = [w if isinstance(w, int) else tuple(w) for w in pad_width]
    if all(isinstance(w, int) for w in widths) and len(widths) in (1, 2):
        return ((widths[0], widths[-1]),) * ndim
    pairs = tuple((w[0], w[-1]) for w in widths if isinstance(w, tuple) and len(w) in (1, 2))
    if len(pairs) == 1:
        pairs = pairs * ndim
    if len(pairs) != ndim:
        raise ValueError(
            "Argument `pad_width` of pad must hold a pair for each axis. "
            f"Received: pad_width={pad_width} for an array with {ndim} dimensions"
        )
    return pairs


def check_pad(mode, constant_values):
    """Refuses an unknown mode, and a constant for a mode that uses none; returns the constant."""
    if mode not in PAD_MODES:
        raise ValueError(f"Argument `mode` of pad must be one of {PAD_MODES}. Received: mode={mode!r}")
    if mode != "constant" and constant_values is not None:
        raise ValueError(
            "Argument `constant_values` of pad can only be given with mode='constant'. "
            f"Received: mode={mode!r}, constant_values={constant_values}"
        )
    return 0 if constant_values is None else constant_values


def padded_positions(size, pair, mode):
    """Which element stands at each position of a padded axis, for the modes that repeat elements."""
    if size == 0:
        raise ValueError(f"An empty axis cannot be padded with mode={mode!r}.")
    places = np.arange(-pair[0], size + pair[1])
    if mode == "edge":
        return np.clip(places, 0, size - 1)
    if mode == "wrap":
        return places % size
    if mode == "symmetric":
        places = places % (2 * size)
        return np.minimum(places, 2 * size - 1 - places)
    period = max(2 * (size - 1), 1)
    places = places % period
    return np.minimum(places, period - places)


def section_bounds(indices_or_sections, size, function="split"):
    """Begin and end of each part that `split` makes of an axis with `size` elements.

    Raises:
        ValueError: If the axis does not divide into so many equal sections.
    """
    if isinstance(indices_or_sections, int):
        sections = indices_or_sections
        if sections <= 0 or size % sections:
            raise ValueError(
                f"Argument `indices_or_sections` of {function} must divide the size of the axis. "
                f"Received: indices_or_sections={sections} for an axis of size {size}"
            )
        step = size // sections
        return [(i * step, i * step + step) for i in range(sections)]
    cuts = [min(max(c + size, 0) if c < 0 else c, size) for c in map(int, indices_or_sections)]
    return [(b, max(b, e)) for b, e in zip([0, *cuts], [*cuts, size])]


def nearly_equal_cuts(sections, size):
    """Where `array_split` cuts an axis of `size` elements."""
    if not isinstance(sections, int):
        raise TypeError(
            "Argument `indices_or_sections` of array_split must be an integer. "
            f"Received: indices_or_sections={sections}"
        )
    if sections <= 0:
        raise ValueError(
            "Argument `indices_or_sections` of array_split must be a positive integer. "
            f"Received: indices_or_sections={sections}"
        )
    small, larger = divmod(size, sections)
    sizes = [small + 1] * larger + [small] * (sections - larger)
    return list(itertools.accumulate(sizes[:-1]))


def check_view(shape, itemsize, new_itemsize):
    """The shape of an array whose bytes are read as items of another size."""
    if itemsize == new_itemsize:
        return shape
    if not shape:
        raise ValueError(
            "Argument `dtype` of view must keep the size of a scalar's item. "
            f"Received: items of {new_itemsize} bytes for one of {itemsize} bytes"
        )
    if shape[-1] is None:
        return shape
    last, rest = divmod(shape[-1] * itemsize, new_itemsize)
    if rest:
        raise ValueError(
            f"Argument `dtype` of view must have a size that divides the last axis. Received: "
            f"items of {new_itemsize} bytes for shape {tuple(shape)} with items of {itemsize} bytes"
        )
    return (*shape[:-1], last)


# Operations composed of a backend's own


def hsplit(nb, x, indices_or_sections):
    """Splits along the second axis, or along the only one."""
    x = nb.convert_to_tensor(x)
    return nb.split(x, indices_or_sections, 0 if len(x.shape) == 1 else 1)


def vsplit(nb, x, indices_or_sections):
    """Splits along the first axis."""
    x = nb.convert_to_tensor(x)
    require_rank(x, 2, "vsplit")
    return nb.split(x, indices_or_sections, 0)


def dsplit(nb, x, indices_or_sections):
    """Splits along the third axis."""
    x = nb.convert_to_tensor(x)
    require_rank(x, 3, "dsplit")
    return nb.split(x, indices_or_sections, 2)


def array_split(nb, x, indices_or_sections, axis=0):
    """Splits into parts whose sizes differ by one at most."""
    x = nb.as_tensor(x)
    size = x.shape[canonicalize_axis(axis, len(x.shape))]
    return nb.split(x, nearly_equal_cuts(indices_or_sections, size), axis)


def require_rank(x, rank, function):
    """Refuses an array with fewer dimensions than a function needs."""
    if len(x.shape) < rank:
        raise ValueError(
            f"Argument `x` of {function} must have {rank} dimensions or more. Received: x.shape={tuple(x.shape)}"
        )


def fliplr(nb, x):
    """Reverses the second axis."""
    x = nb.as_tensor(x)
    require_rank(x, 2, "fliplr")
    return nb.flip(x, 1)


def flipud(nb, x):
    """Reverses the first axis."""
    x = nb.as_tensor(x)
    require_rank(x, 1, "flipud")
    return nb.flip(x, 0)


def check_rot90(ndim, shape, axes):
    """The plane of a rotation, its axes counted from the front."""
    if ndim < 2:
        raise ValueError(f"Argument `array` of rot90 must have 2 dimensions or more. Received: array.shape={shape}")
    if len(axes) != 2 or len(set(normalize_axes(axes, ndim))) != 2:
        raise ValueError(f"Argument `axes` of rot90 must name two different axes. Received: axes={axes}")
    return normalize_axes(axes, ndim)


def rot90(nb, array, k=1, axes=(0, 1)):
    """Rotates by `k` right angles from the first towards the second axis of `axes`."""
    array = nb.as_tensor(array)
    ndim = len(array.shape)
    first, second = check_rot90(ndim, tuple(array.shape), axes)
    k %= 4
    if k == 0:
        return array
    if k == 2:
        return nb.flip(array, (first, second))
    if k == 1:
        return nb.swapaxes(nb.flip(array, second), first, second)
    return nb.flip(nb.swapaxes(array, first, second), second)


def _atleast(nb, xs, rank):
    xs = [nb.convert_to_tensor(x) for x in xs]
    shapes = {0: (1,) * rank, 1: (1, -1, 1)[3 - rank :] if rank == 3 else (1, -1)}
    lifted = []
    for x in xs:
        ndim = len(x.shape)
        if ndim == 2 and rank == 3:
            x = nb.expand_dims(x, 2)
        elif ndim < rank:
            x = nb.reshape(x, shapes[ndim])
        lifted.append(x)
    return lifted


def vstack(nb, xs):
    """Concatenates along the first axis, vectors as rows."""
    return nb.concatenate(_atleast(nb, xs, 2), 0)


def dstack(nb, xs):
    """Concatenates along the third axis."""
    return nb.concatenate(_atleast(nb, xs, 3), 2)


def hstack(nb, xs):
    """Concatenates along the second axis, vectors along their only one."""
    xs = [nb.convert_to_tensor(x) for x in xs]
    xs = [nb.reshape(x, (1,)) if len(x.shape) == 0 else x for x in xs]
    return nb.concatenate(xs, 0 if xs and len(xs[0].shape) == 1 else 1)


def append(nb, x1, x2, axis=None):
    """Concatenates two arrays, flattened when no axis is given."""
    if axis is None:
        x1, x2 = nb.ravel(x1), nb.ravel(x2)
    return nb.concatenate([x1, x2], 0 if axis is None else axis)


def diagflat(nb, x, k=0):
    """A matrix with the flattened array on a diagonal."""
    return nb.diag(nb.ravel(x), k)


def size_of(shape):
    """Number of elements; None when a dimension is unknown."""
    return None if None in shape else math.prod(shape)


def new_axes(axis, ndim):
    """Where `expand_dims` puts its new axes, counted from the front of the result."""
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    axes = normalize_axes(axes, ndim + len(axes))
    if len(set(axes)) != len(axes):
        raise ValueError(f"Argument `axis` of expand_dims must not repeat an axis. Received: axis={axis}")
    return axes


def check_squeeze(shape, axis):
    """Refuses to drop a dimension that is not 1; returns the axes counted from the front."""
    axes = normalize_axes(axis, len(shape))
    for a in axes:
        if shape[a] is not None and shape[a] != 1:
            raise ValueError(
                f"Argument `axis` of squeeze must name dimensions of size 1. Received: axis={axis}, "
                f"shape={tuple(shape)}"
            )
    return axes


def roll_pairs(shift, axis):
    """Shifts and axes of `roll`, one shift to an axis."""
    if axis is None:
        return (shift if isinstance(shift, int) else sum(shift)), None
    shifts = (shift,) if isinstance(shift, int) else tuple(shift)
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    if len(shifts) == 1:
        shifts *= len(axes)
    if len(axes) == 1:
        axes *= len(shifts)
    return shifts, axes


def item_size(dtype):
    """Bytes of an element of a dtype given by name."""
    if dtype == "bool":
        return 1
    return int(np.dtype(getattr(ml_dtypes, dtype, dtype)).itemsize)
