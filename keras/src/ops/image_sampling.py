"""Operations of `keras.src.ops.image`: images read at other places."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas import image_family, image_sampling
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of

op = declare("keras.src.ops.image")


def _transformed(images, transform, interpolation="bilinear", fill_mode="constant", fill_value=0, data_format=None):
    image_sampling.check_modes("affine_transform", interpolation, fill_mode)
    image_family.check_images("affine_transform", shape_of(images), data_format=data_format)
    return KerasTensor(shape_of(images), dtype=dtype_of(images))


def _mapped(inputs, coordinates, order, fill_mode="constant", fill_value=0):
    image_sampling.check_map(shape_of(inputs), shape_of(coordinates), order, fill_mode)
    return KerasTensor(shape_of(coordinates)[1:], dtype=dtype_of(inputs))


@keras_export("keras.ops.image.affine_transform")
@op(spec=_transformed, tensors=2)
def affine_transform(
    images, transform, interpolation="bilinear", fill_mode="constant", fill_value=0, data_format=None
):
    """Images moved, turned, scaled and sheared.

    Formula: the element at `(x, y)` of the result is read from `images` at
    `((a0 * x + a1 * y + a2) / k, (b0 * x + b1 * y + b2) / k)`, where `k = c0 * x + c1 * y + 1` and
    `transform = (a0, a1, a2, b0, b1, b2, c0, c1)`.

    Args:
        images: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height.
        transform: Tensor of shape `(8,)`, or `(batch, 8)` for a transformation of each image.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_mode: What lies outside images: `"constant"` (`fill_value`), `"nearest"` (their edge), `"wrap"` (they
            again), `"reflect"` or `"mirror"` (they backwards, with or without their edge).
        fill_value: Number, for `"constant"`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the shape and dtype of `images`; integers are rounded.

    Raises:
        ValueError: If a shape does not fit, or a name is unknown.

    Example:

    >>> x = keras.ops.reshape(keras.ops.array([1.0, 2.0, 3.0]), (1, 3, 1))
    >>> move = keras.ops.array([1.0, 0.0, 0.5, 0.0, 1.0, 0.0, 0.0, 0.0])
    >>> moved = keras.ops.image.affine_transform(x, move, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(moved)[0, :, 0].tolist()
    [1.5, 2.5, 1.5]
    """
    return backend.image.affine_transform(images, transform, interpolation, fill_mode, fill_value, data_format)


AffineTransform = affine_transform.operation


@keras_export("keras.ops.image.map_coordinates")
@op(spec=_mapped, tensors=2)
def map_coordinates(inputs, coordinates, order, fill_mode="constant", fill_value=0):
    """Values of a tensor at places between its elements.

    Args:
        inputs: Tensor of rank `n`.
        coordinates: Tensor of shape `(n, ...)`, the places.
        order: 0 takes the nearest element (of two equally near ones the later), 1 interpolates linearly.
        fill_mode: What lies outside: `"constant"` (`fill_value`), `"nearest"` (the edge), `"wrap"` (`inputs` again),
            `"reflect"` or `"mirror"` (`inputs` backwards, with or without the edge).
        fill_value: Number, for `"constant"`.

    Returns:
        Tensor of shape `coordinates.shape[1:]` and the dtype of `inputs`; integers are rounded.

    Raises:
        ValueError: If the shapes do not go together, or `order` or `fill_mode` is unknown.

    Example:

    >>> x = keras.ops.array([1.0, 2.0, 4.0])
    >>> found = keras.ops.image.map_coordinates(x, [[0.5, 1.5, 2.5]], 1, fill_mode="nearest")
    >>> keras.ops.convert_to_numpy(found).tolist()
    [1.5, 3.0, 4.0]
    """
    return backend.image.map_coordinates(inputs, coordinates, order, fill_mode, fill_value)


MapCoordinates = map_coordinates.operation


def _seen(images, start_points, end_points, interpolation="bilinear", fill_value=0, data_format=None):
    image_sampling.check_modes("perspective_transform", interpolation)
    image_family.check_images("perspective_transform", shape_of(images), data_format=data_format)
    image_sampling.check_points("start_points", shape_of(start_points))
    image_sampling.check_points("end_points", shape_of(end_points))
    return KerasTensor(shape_of(images), dtype=dtype_of(images))


@keras_export("keras.ops.image.perspective_transform")
@op(spec=_seen, tensors=3)
def perspective_transform(
    images, start_points, end_points, interpolation="bilinear", fill_value=0, data_format=None
):
    """Images seen from another side: four points of them go to four others.

    Args:
        images: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height.
        start_points: Tensor of shape `(4, 2)`, or `(batch, 4, 2)` for points of each image: `(x, y)` in `images`.
        end_points: Tensor of the same shape: `(x, y)` in the result.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_value: Number, what lies outside `images`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the shape and dtype of `images`; integers are rounded.

    Raises:
        ValueError: If a shape does not fit, or `interpolation` is unknown.

    Example:

    >>> x = keras.ops.reshape(keras.ops.array([1.0, 2.0, 3.0, 4.0]), (2, 2, 1))
    >>> start = keras.ops.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> seen = keras.ops.image.perspective_transform(x, start, start, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(keras.ops.round(seen, 3))[:, :, 0].tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    """
    return backend.image.perspective_transform(
        images, start_points, end_points, interpolation, fill_value, data_format
    )


PerspectiveTransform = perspective_transform.operation


def _bent(
    images, alpha=20.0, sigma=5.0, interpolation="bilinear", fill_mode="reflect", fill_value=0.0, seed=None,
    data_format=None
):
    image_sampling.check_modes("elastic_transform", interpolation, fill_mode)
    image_family.check_images("elastic_transform", shape_of(images), data_format=data_format)
    return KerasTensor(shape_of(images), dtype=dtype_of(images))


@keras_export("keras.ops.image.elastic_transform")
@op(spec=_bent)
def elastic_transform(
    images, alpha=20.0, sigma=5.0, interpolation="bilinear", fill_mode="reflect", fill_value=0.0, seed=None,
    data_format=None
):
    """Images bent at random: every element is read a random way off, smoothly different from its neighbours'.

    Reference: [Simard et al., 2003](https://doi.org/10.1109/ICDAR.2003.1227801).

    Args:
        images: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height.
        alpha: Number, how far elements move.
        sigma: Number, over how many elements the ways are smoothed.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_mode: What lies outside images: `"constant"` (`fill_value`), `"nearest"` (their edge), `"wrap"` (they
            again), `"reflect"` or `"mirror"` (they backwards, with or without their edge).
        fill_value: Number, for `"constant"`.
        seed: Integer or `keras.random.SeedGenerator`, for the ways.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the shape and dtype of `images`; integers are rounded.

    Raises:
        ValueError: If `images` has another rank, or a name is unknown.

    Example:

    >>> x = keras.ops.ones((4, 4, 1))
    >>> bent = keras.ops.image.elastic_transform(x, seed=0, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(keras.ops.round(bent, 3))[0, :, 0].tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    return backend.image.elastic_transform(
        images, alpha, sigma, interpolation, fill_mode, fill_value, seed, data_format
    )


ElasticTransform = elastic_transform.operation
