"""Images in other sizes, by weights that say what of each element goes into each new one.

The weights of an axis are a matrix; an image is resized by two matrix products.
"""
import operator

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas.image_family import (
    check_choice,
    check_images,
    compute_dtype,
    spatial_axes,
    to_dtype,
)
from keras.src.backend.common.variables import is_float_dtype
from keras.src.backend.config import standardize_data_format

INTERPOLATIONS = ("bilinear", "nearest", "lanczos3", "lanczos5", "bicubic")


# Kernels: how much an element at a distance counts.


def _triangle(nb, distance):
    return nb.maximum(1.0 - distance, 0.0)


def _cubic(nb, distance):
    """[Keys, 1981](https://doi.org/10.1109/TASSP.1981.1163711) with a = -1/2."""
    near = (1.5 * distance - 2.5) * distance * distance + 1.0
    far = ((-0.5 * distance + 2.5) * distance - 4.0) * distance + 2.0
    return nb.where(distance < 1.0, near, nb.where(distance < 2.0, far, nb.zeros_like(distance)))


def _lanczos(radius):
    def kernel(nb, distance):
        apart = nb.where(distance > 1e-3, distance, nb.ones_like(distance)) * np.pi
        wave = radius * nb.sin(apart) * nb.sin(apart / radius) / (apart * apart)
        value = nb.where(distance > 1e-3, wave, nb.ones_like(distance))
        return nb.where(distance > radius, nb.zeros_like(distance), value)

    return kernel


KERNELS = {
    "linear": _triangle,
    "bilinear": _triangle,
    "trilinear": _triangle,
    "cubic": _cubic,
    "bicubic": _cubic,
    "tricubic": _cubic,
    "lanczos3": _lanczos(3.0),
    "lanczos5": _lanczos(5.0),
}


def _weights(nb, kernel, old, new, scale, translation, antialias, dtype):
    """Matrix `(old, new)`; a column of zeros where a new element lies outside."""
    inverse = 1.0 / scale
    places = (nb.cast(nb.arange(new), dtype) + 0.5) * inverse - translation * inverse - 0.5
    width = nb.maximum(inverse, 1.0) if antialias else 1.0
    elements = nb.expand_dims(nb.cast(nb.arange(old), dtype), 1)
    weights = kernel(nb, nb.abs(places - elements) / width)
    total = nb.sum(weights, 0, True)
    counts = nb.abs(total) > 1000 * float(np.finfo("float32").eps)
    weights = nb.where(counts, weights / nb.where(counts, total, nb.ones_like(total)), nb.zeros_like(weights))
    within = nb.logical_and(places >= -0.5, places <= old - 0.5)
    return nb.where(within, weights, nb.zeros_like(weights))


def _apply(nb, x, weights, axis):
    """The product of one axis with a matrix."""
    return nb.moveaxis(nb.tensordot(x, weights, ((axis,), (0,))), -1, axis)


def check_scaling(method, spatial_dims, *shapes):
    """Refuses an unknown way of scale_and_translate, and a scale or translation without a number for each axis."""
    check_choice("scale_and_translate", "method", method, KERNELS)
    if {tuple(shape) for shape in shapes} - {(len(spatial_dims),), (None,)}:
        raise ValueError(
            "Arguments `scale` and `translation` of scale_and_translate must have a number for each of `spatial_dims`. "
            f"Received: shapes {' and '.join(str(tuple(shape)) for shape in shapes)}, spatial_dims={spatial_dims}"
        )


def scale_and_translate(nb, images, output_shape, scale, translation, spatial_dims, method, antialias=True):
    """Resizes `spatial_dims` by `scale`, then moves them by `translation`."""
    dtype = dtypes.standardize(images.dtype)
    compute = compute_dtype(dtype)
    scale, translation = (nb.cast(nb.convert_to_tensor(v), compute) for v in (scale, translation))
    check_scaling(method, spatial_dims, scale.shape, translation.shape)
    x = nb.cast(images, compute)
    for i, axis in enumerate(spatial_dims):
        weights = _weights(
            nb, KERNELS[method], x.shape[axis], output_shape[axis], scale[i], translation[i], antialias, compute
        )
        x = _apply(nb, x, weights, axis)
    return to_dtype(nb, x, dtype)


def interpolate(nb, x, size, interpolation, antialias, data_format):
    """Floating-point images in another size (of any dtype where the nearest elements are taken)."""
    if interpolation != "nearest":
        x = nb.cast(x, compute_dtype(dtypes.standardize(x.dtype)))
    for axis, new in zip(spatial_axes(data_format), size):
        old = nb.shape(x)[axis]
        if interpolation == "nearest":
            places = np.minimum(((np.arange(new) + 0.5) * (old / new)).astype("int32"), old - 1)
            x = nb.take(x, places, axis)
        else:
            scale = nb.cast(nb.convert_to_tensor(new / old), x.dtype)
            weights = _weights(nb, KERNELS[interpolation], old, new, scale, 0.0, antialias, x.dtype)
            x = _apply(nb, x, weights, axis)
    return x


# Resizing of images


def check_size(size):
    """`size` as a pair of positive integers, or of tensors where a graph does not know them."""
    if not hasattr(size, "__len__"):
        raise TypeError(f"Argument `size` of resize must be a pair (height, width). Received: size={size}")
    if len(size) != 2:
        raise ValueError(f"Argument `size` of resize must be a pair (height, width). Received: size={size}")
    size = tuple(_known(n) for n in size)
    if any(isinstance(n, int) and n <= 0 for n in size):
        raise ValueError(f"Argument `size` of resize must be positive. Received: size={size}")
    return size


def _known(n):
    """A number, or a tensor whose value is at hand, as an integer."""
    if isinstance(n, (int, float, np.number)):
        return int(n)
    try:
        return operator.index(n) if hasattr(n, "dtype") else n
    except TypeError:
        return n


def check_resize(
    shape, interpolation, crop_to_aspect_ratio, pad_to_aspect_ratio, fill_mode, allowed=(*INTERPOLATIONS, "area")
):
    """Refuses unknown names, to both crop and pad, and what is no image."""
    check_choice("resize", "interpolation", interpolation, allowed)
    check_choice("resize", "fill_mode", fill_mode, ("constant",))
    check_images("resize", shape)
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ValueError(
            "Only one of the arguments `crop_to_aspect_ratio` and `pad_to_aspect_ratio` of resize can be True. "
            "Received: both"
        )


def resize(
    nb, images, size, interpolation="bilinear", antialias=False, crop_to_aspect_ratio=False,
    pad_to_aspect_ratio=False, fill_mode="constant", fill_value=0.0, data_format=None,
    *, interpolate, allowed=INTERPOLATIONS
):
    """`interpolate(x, size, interpolation, antialias, data_format)` does what a framework has its own way for.

    It gets batches, floating-point unless the nearest elements are taken.
    """
    data_format = standardize_data_format(data_format)
    size = check_size(size)
    check_resize(images.shape, interpolation, crop_to_aspect_ratio, pad_to_aspect_ratio, fill_mode, allowed)
    if crop_to_aspect_ratio:
        images = _crop_to_aspect(nb, images, size, data_format)
    elif pad_to_aspect_ratio:
        images = _pad_to_aspect(nb, images, size, fill_value, data_format)
    dtype = dtypes.standardize(images.dtype)
    x = images if interpolation == "nearest" or "float" in dtype else nb.cast(images, "float32")
    x = nb.expand_dims(x, 0) if len(images.shape) == 3 else x
    x = interpolate(x, size, interpolation, antialias, data_format)
    x = nb.squeeze(x, 0) if len(images.shape) == 3 else x
    return x if dtypes.standardize(x.dtype) == dtype else to_dtype(nb, x, dtype)


def _extent(nb, images, data_format):
    shape, axes = nb.shape(images), spatial_axes(data_format)
    return [shape[a] for a in axes]


def _of_aspect(extent, size):
    """Height that the width would ask for, and width that the height would."""
    (height, width), (new_height, new_width) = extent, size
    return width * new_height // new_width, height * new_width // new_height


def _choose(nb, fn, framework, a, b):
    """The smaller or greater of two sizes, which may be tensors where a graph does not know them."""
    return fn(a, b) if isinstance(a, int) and isinstance(b, int) else framework(a, b)


def _crop_to_aspect(nb, images, size, data_format):
    """The greatest middle part of the images that has the proportions of `size`."""
    extent = _extent(nb, images, data_format)
    window = []
    for old, asked in zip(extent, _of_aspect(extent, size)):
        new = _choose(nb, min, nb.minimum, old, asked)
        start = (old - new) // 2
        window.append(slice(start, start + new))
    rest = () if data_format == "channels_first" else (slice(None),)
    return images[(..., *window, *rest)]


def _pad_to_aspect(nb, images, size, fill_value, data_format):
    """The images in the middle of a frame that has the proportions of `size`, up to one element."""
    extent = _extent(nb, images, data_format)
    widths = [(0, 0)] * len(images.shape)
    for axis, old, asked in zip(spatial_axes(data_format), extent, _of_aspect(extent, size)):
        margin = (_choose(nb, max, nb.maximum, old, asked) - old) // 2
        widths[axis] = (margin, margin)
    fill_value = fill_value if is_float_dtype(dtypes.standardize(images.dtype)) else int(fill_value)
    return nb.pad(images, widths, "constant", constant_values=fill_value)


# Edges cut off or added


def margins(function, what, sign, size, sides, given):
    """What goes away or comes in front of and behind an axis, and its new size; None for what is unknown.

    Args:
        what: `"cropping"` or `"padding"`.
        sign: What an element of the margins does to the size: -1 or 1.
        size: Size of the axis, or None.
        sides: Names of the sides and of the axis, such as `("top", "bottom", "height")`.
        given: What is asked for in front, behind, and as the size; one of them is None.
    """
    names = f"{sides[0]}_{what}", f"{sides[1]}_{what}", f"target_{sides[2]}"
    if sum(v is None for v in given) != 1:
        received = ", ".join(f"{name}={value}" for name, value in zip(names, given))
        raise ValueError(f"{function} needs exactly two of {', '.join(names)}. Received: {received}")
    front, back, new = given
    if size is not None:
        if new is None:
            new = size + sign * (front + back)
        elif front is None:
            front = sign * (new - size) - back
        else:
            back = sign * (new - size) - front
    elif new is None and sign < 0:
        raise ValueError(f"{function} needs `{names[2]}` where the {sides[2]} of the images is unknown.")
    for name, value in zip(names, (front, back, new)):
        if isinstance(value, int) and value < 0:
            raise ValueError(f"Argument `{name}` of {function} must not be negative. Received or found: {name}={value}")
    return front, back, new
