"""Images read at places between their elements: coordinates, projective maps.

`nb` is the backend's `numpy` module.
"""
import itertools

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas.image_family import (
    LAST,
    check_choice,
    check_images,
    compute_dtype,
    from_batch,
    gaussian_blur,
    to_batch,
    to_dtype,
)
from keras.src.backend.config import standardize_data_format

FILL_MODES = ("constant", "nearest", "wrap", "mirror", "reflect")
INTERPOLATIONS = ("nearest", "bilinear")


def _fold(nb, index, size, fill_mode):
    """Indices beyond an axis of `size` elements, mapped into it."""
    if fill_mode == "wrap":
        return nb.mod(index, size)
    if fill_mode == "mirror" and not (isinstance(size, int) and size == 1):
        turn = size - 1
        return turn - nb.abs(nb.mod(index, 2 * turn) - turn)
    if fill_mode == "reflect":
        index = nb.mod(index, 2 * size)
        return nb.minimum(index, 2 * size - 1 - index)
    return nb.clip(index, 0, size - 1)


def _neighbours(nb, places, size, order, fill_mode):
    """`(index, weight, inside)` of elements next to places on an axis; None for a weight of 1, and for all inside."""
    if order == 0:
        pairs = [(nb.cast(nb.floor(places + 0.5), "int32"), None)]
    else:
        below = nb.floor(places)
        upper, index = places - below, nb.cast(below, "int32")
        pairs = [(index, 1.0 - upper), (index + 1, upper)]
    for index, weight in pairs:
        inside = nb.logical_and(index >= 0, index < size) if fill_mode == "constant" else None
        yield _fold(nb, index, size, fill_mode), weight, inside


def _gather(nb, rows, sizes, coordinates, order, fill_mode, fill_value, offset=0):
    """Weighted sums of the rows around places.

    Args:
        rows: Tensor `(elements, channels)`; the elements of a grid of `sizes`, or of several one after the other.
        coordinates: For each axis of the grid, a tensor of places.
        offset: Where the grid of each place begins among the rows.

    Returns:
        Tensor of the shape of the places, and channels.
    """
    total = None
    for corner in itertools.product(*(_neighbours(nb, p, s, order, fill_mode) for p, s in zip(coordinates, sizes))):
        index, weight, within = offset, None, None
        for (i, w, inside), size in zip(corner, sizes):
            index = index * size + i
            within = inside if within is None else nb.logical_and(within, inside)
            weight = w if weight is None else weight * w
        value = nb.take(rows, index, 0)
        if within is not None:
            value = nb.where(nb.expand_dims(within, -1), value, nb.cast(nb.convert_to_tensor(fill_value), value.dtype))
        if weight is not None:
            value = value * nb.expand_dims(weight, -1)
        total = value if total is None else total + value
    return total


def check_map(inputs_shape, coordinates_shape, order, fill_mode):
    """Refuses coordinates that have not one row for each axis, and unknown ways."""
    check_choice("map_coordinates", "order", order, (0, 1))
    check_choice("map_coordinates", "fill_mode", fill_mode, FILL_MODES)
    if len(coordinates_shape) < 2:
        raise ValueError(
            "Argument `coordinates` of map_coordinates must be of rank 2 or more. "
            f"Received: coordinates.shape={tuple(coordinates_shape)}"
        )
    if coordinates_shape[0] not in (len(inputs_shape), None):
        raise ValueError(
            "Argument `coordinates` of map_coordinates must have one row for each axis of `inputs`. "
            f"Received: inputs.shape={tuple(inputs_shape)}, coordinates.shape={tuple(coordinates_shape)}"
        )


def map_coordinates(nb, inputs, coordinates, order, fill_mode="constant", fill_value=0):
    """The values of a tensor at places, by the nearest element or linearly."""
    inputs, coordinates = nb.convert_to_tensor(inputs), nb.convert_to_tensor(coordinates)
    check_map(inputs.shape, coordinates.shape, order, fill_mode)
    dtype = dtypes.standardize(inputs.dtype)
    rows = nb.reshape(nb.cast(inputs, compute_dtype(dtype)), (-1, 1))
    places = nb.cast(coordinates, compute_dtype(dtype))
    sizes = [nb.shape(inputs)[a] for a in range(len(inputs.shape))]
    places = [places[a] for a in range(len(sizes))]
    found = nb.squeeze(_gather(nb, rows, sizes, places, order, fill_mode, fill_value), -1)
    if "int" in dtype:  # Halves are rounded away from zero here, to the even neighbour elsewhere.
        found = nb.sign(found) * nb.floor(nb.abs(found) + 0.5)
    return to_dtype(nb, found, dtype)


def _read(nb, images, to_y, to_x, interpolation, fill_mode, fill_value):
    """Images `(batch, height, width, channels)` at places of shapes `(batch or 1, rows, columns)`."""
    batch, height, width, channels = nb.shape(images)
    first = nb.reshape(nb.cast(nb.arange(batch), "int32"), (-1, 1, 1))
    rows = nb.reshape(images, (-1, channels))
    order = INTERPOLATIONS.index(interpolation)
    return _gather(nb, rows, (height, width), (to_y, to_x), order, fill_mode, fill_value, first)


def _grid(nb, images, dtype):
    """The places of the elements: `y` of shape `(1, height, 1)`, `x` of shape `(1, 1, width)`."""
    _, height, width, _ = nb.shape(images)
    y = nb.reshape(nb.cast(nb.arange(height), dtype), (1, height, 1))
    return y, nb.reshape(nb.cast(nb.arange(width), dtype), (1, 1, width))


# Projective maps


def check_transform(shape):
    """Refuses what is no vector of 8 parameters, and no batch of them."""
    if len(shape) not in (1, 2) or shape[-1] not in (8, None):
        raise ValueError(
            "Argument `transform` of affine_transform must be of shape (8,) or (batch, 8). "
            f"Received: transform.shape={tuple(shape)}"
        )


def project(nb, images, transforms, interpolation, fill_mode, fill_value):
    """Images `(batch, height, width, channels)` read where maps lead; `transforms` is `(batch or 1, 8)`."""
    y, x = _grid(nb, images, transforms.dtype)
    a0, a1, a2, b0, b1, b2, c0, c1 = (nb.reshape(transforms[:, i], (-1, 1, 1)) for i in range(8))
    depth = c0 * x + c1 * y + 1.0
    to_x, to_y = (a0 * x + a1 * y + a2) / depth, (b0 * x + b1 * y + b2) / depth
    return _read(nb, images, to_y, to_x, interpolation, fill_mode, fill_value)


def affine_transform(
    nb, images, transform, interpolation="bilinear", fill_mode="constant", fill_value=0, data_format=None,
    *, project=project
):
    """`project(nb, images, transforms, interpolation, fill_mode, fill_value)`: a framework may have its own."""
    check_modes("affine_transform", interpolation, fill_mode)
    check_images("affine_transform", images.shape)
    transform = nb.convert_to_tensor(transform)
    check_transform(transform.shape)
    return _through(nb, project, images, transform, interpolation, fill_mode, fill_value, data_format)


def check_modes(function, interpolation, fill_mode="constant"):
    """Refuses unknown names."""
    check_choice(function, "interpolation", interpolation, INTERPOLATIONS)
    check_choice(function, "fill_mode", fill_mode, FILL_MODES)


def _through(nb, project, images, transform, interpolation, fill_mode, fill_value, data_format):
    data_format = standardize_data_format(data_format)
    dtype = dtypes.standardize(images.dtype)
    x = nb.cast(to_batch(nb, images, data_format), compute_dtype(dtype))
    transforms = nb.reshape(nb.cast(transform, compute_dtype(dtype)), (-1, 8))
    x = project(nb, x, transforms, interpolation, fill_mode, fill_value)
    return to_dtype(nb, from_batch(nb, x, len(images.shape), data_format), dtype)


def check_points(argument, shape):
    """Refuses what is not four points, and no batch of them."""
    if len(shape) not in (2, 3) or tuple(shape[-2:]) != (4, 2):
        raise ValueError(
            f"Argument `{argument}` of perspective_transform must be of shape (4, 2) or (batch, 4, 2). "
            f"Received: {argument}.shape={tuple(shape)}"
        )


def map_between(nb, start, end, solve):
    """The projective maps `(batch, 8)` that lead from four points `end` `(batch, 4, 2)` back to the points `start`."""
    x, y = end[..., 0:1], end[..., 1:2]
    one, zero = nb.ones_like(x), nb.zeros_like(x)
    to_x, to_y = start[..., 0:1], start[..., 1:2]
    # a0 * x + a1 * y + a2 - c0 * x * to_x - c1 * y * to_x = to_x, and likewise for y.
    of_x = nb.concatenate([x, y, one, zero, zero, zero, -x * to_x, -y * to_x], -1)
    of_y = nb.concatenate([zero, zero, zero, x, y, one, -x * to_y, -y * to_y], -1)
    transform = solve(nb.concatenate([of_x, of_y], 1), nb.concatenate([to_x, to_y], 1))
    return nb.reshape(transform, (-1, 8))


def perspective_transform(
    nb, images, start_points, end_points, interpolation="bilinear", fill_value=0, data_format=None,
    *, solve, project=project
):
    """The map that leads from `end_points` back to `start_points`, from eight linear equations."""
    check_modes("perspective_transform", interpolation)
    check_images("perspective_transform", images.shape)
    start, end = nb.convert_to_tensor(start_points), nb.convert_to_tensor(end_points)
    for argument, points in (("start_points", start), ("end_points", end)):
        if None not in tuple(points.shape):  # what a graph does not know
            check_points(argument, points.shape)
    dtype = compute_dtype(dtypes.standardize(images.dtype))
    start, end = (nb.reshape(nb.cast(points, dtype), (-1, 4, 2)) for points in (start, end))
    transform = map_between(nb, start, end, solve)
    return _through(nb, project, images, transform, interpolation, "constant", fill_value, data_format)


# Elastic deformation


def _window_of(nb, sigma):
    """Odd number of elements within three standard deviations to each side; a tensor where a graph does not know it."""
    try:
        return int(6 * sigma) | 1
    except TypeError:
        return nb.cast(6 * sigma, "int32") // 2 * 2 + 1


def elastic_transform(
    nb, images, alpha=20.0, sigma=5.0, interpolation="bilinear", fill_mode="reflect", fill_value=0.0, seed=None,
    data_format=None, *, normal, draws, depthwise_conv
):
    """Every element read a random way off, smoothly different from its neighbours'.

    `draws` is 2, or 1 for the same noise both ways, as Keras 3.15.1 has it on some backends.
    """
    check_modes("elastic_transform", interpolation, fill_mode)
    check_images("elastic_transform", images.shape)
    data_format = standardize_data_format(data_format)
    dtype = dtypes.standardize(images.dtype)
    x = nb.cast(to_batch(nb, images, data_format), compute_dtype(dtype))
    size = _window_of(nb, sigma)
    alpha, sigma = nb.cast(alpha, x.dtype), nb.cast(sigma, x.dtype)
    noise = nb.cast(normal((draws, *nb.shape(x)[:3]), seed=seed), x.dtype)
    ways = []
    for way in range(2):
        drawn = nb.expand_dims(noise[way % draws] * sigma, -1)
        blurred = gaussian_blur(nb, drawn, (size, size), (sigma, sigma), LAST, depthwise_conv=depthwise_conv)
        ways.append(nb.squeeze(blurred, -1) * alpha)
    rows, columns = _grid(nb, x, x.dtype)
    x = _read(nb, x, rows + ways[1], columns + ways[0], interpolation, fill_mode, fill_value)
    return to_dtype(nb, from_batch(nb, x, len(images.shape), data_format), dtype)
