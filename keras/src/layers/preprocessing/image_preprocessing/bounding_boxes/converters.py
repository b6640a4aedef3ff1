"""Bounding boxes in other formats, cut, moved, and as differences to anchors."""
import math

from keras.src import ops, tree
from keras.src.api_export import keras_export
from keras.src.backend import epsilon
from keras.src.layers.preprocessing.image_preprocessing.bounding_boxes import formats

_DELTA_FORMATS = ("center_xywh", "center_yxhw")


@keras_export("keras.utils.bounding_boxes.convert_format")
def convert_format(boxes, source, target, height=None, width=None, dtype="float32"):
    """Bounding boxes in another format.

    The formats are `"xyxy"` (left, top, right, bottom), `"yxyx"`, `"xywh"` (left, top, width, height),
    `"center_xywh"`, `"center_yxhw"`, and `"rel_xyxy"`, `"rel_yxyx"`, `"rel_xywh"`, `"rel_center_xywh"`, which count in
    widths and heights of the image.

    Args:
        boxes: Tensor of shape `(..., 4)`, or a dict with such a tensor as `"boxes"`.
        source: String, format of `boxes`.
        target: String, format of the result.
        height: Number, height of the images; relative formats need it.
        width: Number, width of the images; relative formats need it.
        dtype: Dtype of the result.

    Returns:
        Tensor of the shape of `boxes`, or the dict with one.

    Raises:
        ValueError: If a format is unknown, `boxes` has another shape, or the size of the images is missing.

    Example:

    >>> boxes = keras.ops.array([[10.0, 20.0, 30.0, 60.0]])
    >>> converted = keras.utils.bounding_boxes.convert_format(boxes, "xyxy", "xywh")
    >>> keras.ops.convert_to_numpy(converted).tolist()
    [[10.0, 20.0, 20.0, 40.0]]
    """
    if isinstance(boxes, dict):
        return {**boxes, "boxes": convert_format(boxes["boxes"], source, target, height, width, dtype)}
    if boxes.shape[-1] != 4:
        raise ValueError(
            "Argument `boxes` of convert_format must have a last dimension of 4. "
            f"Received: boxes.shape={tuple(boxes.shape)}"
        )
    relative = any(str(name).lower().startswith("rel") for name in (source, target))
    if relative and (height is None or width is None):
        raise ValueError(
            "Arguments `height` and `width` of convert_format are needed with relative formats. "
            f"Received: source={source!r}, target={target!r}, height={height}, width={width}"
        )
    boxes = ops.cast(boxes, dtype)
    return ops.cast(formats.convert(ops, boxes, source, target, height, width), dtype)


def _only_xyxy(function, bounding_box_format):
    if bounding_box_format != "xyxy":
        raise NotImplementedError(
            f"Argument `bounding_box_format` of {function} must be 'xyxy'; `convert_format` converts others. "
            f"Received: bounding_box_format={bounding_box_format!r}"
        )


def _sides(boxes):
    return ops.split(boxes, 4, axis=-1)


@keras_export("keras.utils.bounding_boxes.clip_to_image_size")
def clip_to_image_size(bounding_boxes, height=None, width=None, bounding_box_format="xyxy"):
    """Bounding boxes without what lies outside their image; boxes of which nothing is left lose their label.

    Args:
        bounding_boxes: Dict of `"boxes"`, a tensor of shape `(..., 4)`, and perhaps `"labels"`, one for each box.
        height: Number, height of the images; needed with `"xyxy"`.
        width: Number, width of the images; needed with `"xyxy"`.
        bounding_box_format: `"xyxy"` or `"rel_xyxy"`.

    Returns:
        The dict with other boxes; labels of empty boxes are -1.

    Raises:
        NotImplementedError: If the format is another one.
        ValueError: If the size of the images is missing.

    Example:

    >>> boxes = {"boxes": keras.ops.array([[-5.0, 2.0, 6.0, 20.0]]), "labels": keras.ops.array([1])}
    >>> clipped = keras.utils.bounding_boxes.clip_to_image_size(boxes, height=10, width=10)
    >>> keras.ops.convert_to_numpy(clipped["boxes"]).tolist()
    [[0.0, 2.0, 6.0, 10.0]]
    """
    if bounding_box_format not in ("xyxy", "rel_xyxy"):
        raise NotImplementedError(
            "Argument `bounding_box_format` of clip_to_image_size must be 'xyxy' or 'rel_xyxy'. "
            f"Received: bounding_box_format={bounding_box_format!r}"
        )
    if bounding_box_format == "rel_xyxy":
        height = width = 1.0
    elif height is None or width is None:
        raise ValueError(
            "Arguments `height` and `width` of clip_to_image_size are needed with the format 'xyxy'. "
            f"Received: height={height}, width={width}"
        )
    boxes = _clip(bounding_boxes["boxes"], height, width)
    result = {**bounding_boxes, "boxes": boxes}
    if "labels" in result:
        labels = ops.convert_to_tensor(result["labels"])
        x1, y1, x2, y2 = (boxes[..., i] for i in range(4))
        result["labels"] = ops.where((x2 - x1) * (y2 - y1) > 0, labels, ops.cast(-1, labels.dtype))
    return result


def _clip(boxes, height, width):
    x1, y1, x2, y2 = _sides(boxes)
    sizes = (width, height, width, height)
    return ops.concatenate([ops.clip(side, 0, n) for side, n in zip((x1, y1, x2, y2), sizes)], axis=-1)


def _moved(boxes, right, down):
    x1, y1, x2, y2 = _sides(boxes)
    return ops.concatenate([x1 + right, y1 + down, x2 + right, y2 + down], axis=-1)


@keras_export("keras.utils.bounding_boxes.crop")
def crop(boxes, top, left, height, width, bounding_box_format="xyxy"):
    """Bounding boxes in a part of their image that is cut out.

    Args:
        boxes: Tensor of shape `(..., 4)`.
        top: Number, where the part begins.
        left: Number, where the part begins.
        height: Number, height of the part.
        width: Number, width of the part.
        bounding_box_format: `"xyxy"`.

    Returns:
        Tensor of the shape and dtype of `boxes`.

    Raises:
        NotImplementedError: If the format is another one.

    Example:

    >>> boxes = keras.ops.array([[10.0, 20.0, 30.0, 60.0]])
    >>> cropped = keras.utils.bounding_boxes.crop(boxes, 15, 5, 30, 30)
    >>> keras.ops.convert_to_numpy(cropped).tolist()
    [[5.0, 5.0, 25.0, 30.0]]
    """
    _only_xyxy("crop", bounding_box_format)
    return _clip(_moved(boxes, -left, -top), height, width)


@keras_export("keras.utils.bounding_boxes.pad")
def pad(boxes, top, left, height=None, width=None, bounding_box_format="xyxy"):
    """Bounding boxes in their image after rows and columns were added.

    Args:
        boxes: Tensor of shape `(..., 4)`.
        top: Number, how many rows were added at the top.
        left: Number, how many columns were added at the left.
        height: Height of the image; absolute formats do not need it.
        width: Width of the image; absolute formats do not need it.
        bounding_box_format: `"xyxy"`.

    Returns:
        Tensor of the shape and dtype of `boxes`.

    Raises:
        NotImplementedError: If the format is another one.

    Example:

    >>> boxes = keras.ops.array([[10.0, 20.0, 30.0, 60.0]])
    >>> keras.ops.convert_to_numpy(keras.utils.bounding_boxes.pad(boxes, 1, 2)).tolist()
    [[12.0, 21.0, 32.0, 61.0]]
    """
    _only_xyxy("pad", bounding_box_format)
    return _moved(boxes, left, top)


@keras_export("keras.utils.bounding_boxes.affine_transform")
def affine_transform(
    boxes, angle, translate_x, translate_y, scale, shear_x, shear_y, height, width, center_x=None, center_y=None,
    bounding_box_format="xyxy"
):
    """Bounding boxes around what is in them after their images were moved, turned, scaled and sheared.

    Args:
        boxes: Tensor of shape `(batch, boxes, 4)`.
        angle: Tensor of shape `(batch,)`, or number: degrees to turn by, against the clock.
        translate_x: As `angle`, in widths of the image.
        translate_y: As `angle`, in heights of the image.
        scale: As `angle`, a factor.
        shear_x: As `angle`, in degrees.
        shear_y: As `angle`, in degrees.
        height: Number, height of the images.
        width: Number, width of the images.
        center_x: Number, the fixed point, in widths of the image. Default: 0.5.
        center_y: Number, the fixed point, in heights of the image. Default: 0.5.
        bounding_box_format: `"xyxy"`.

    Returns:
        Tensor of the shape of `boxes`.

    Raises:
        NotImplementedError: If the format is another one.

    Example:

    >>> boxes = keras.ops.array([[[0.0, 0.0, 2.0, 1.0]]])
    >>> moved = keras.utils.bounding_boxes.affine_transform(boxes, 0.0, 0.5, 0.0, 1.0, 0.0, 0.0, 11, 11)
    >>> keras.ops.convert_to_numpy(moved).tolist()
    [[[5.0, 0.0, 7.0, 1.0]]]
    """
    _only_xyxy("affine_transform", bounding_box_format)
    boxes = ops.convert_to_tensor(boxes)

    def column(x):
        return ops.reshape(ops.cast(x, boxes.dtype), (-1, 1, 1))

    turn, lean_x, lean_y = (column(a) * (math.pi / 180) for a in (angle, shear_x, shear_y))
    sine, cosine = ops.sin(turn), ops.cos(turn)
    y_of_x, y_of_y = ops.tan(lean_y) * cosine - sine, ops.tan(lean_y) * sine + cosine
    x_of_x, x_of_y = cosine - ops.tan(lean_x) * y_of_x, sine + ops.tan(lean_x) * y_of_y
    middle_x = (0.5 if center_x is None else center_x) * (width - 1)
    middle_y = (0.5 if center_y is None else center_y) * (height - 1)
    x1, y1, x2, y2 = _sides(boxes)
    x = ops.concatenate([x1, x2, x2, x1], -1) - middle_x + column(translate_x) * (width - 1)
    y = ops.concatenate([y1, y1, y2, y2], -1) - middle_y + column(translate_y) * (height - 1)
    to_x = column(scale) * (x_of_x * x + x_of_y * y) + middle_x
    to_y = column(scale) * (y_of_x * x + y_of_y * y) + middle_y
    return ops.stack([ops.min(to_x, -1), ops.min(to_y, -1), ops.max(to_x, -1), ops.max(to_y, -1)], -1)


def _image_size(image_shape):
    return (None, None) if image_shape is None else (image_shape[0], image_shape[1])


def _check_deltas(function, argument, name, variance):
    if name not in _DELTA_FORMATS:
        raise ValueError(f"Argument `{argument}` of {function} must be one of {_DELTA_FORMATS}. Received: {name!r}")
    if variance is None:
        return None
    variance = ops.convert_to_tensor(variance, "float32")
    if variance.shape[-1] != 4:
        raise ValueError(f"Argument `variance` of {function} must be 4 numbers. Received: variance={variance}")
    return variance


@keras_export("keras.utils.bounding_boxes.encode_box_to_deltas")
def encode_box_to_deltas(
    anchors, boxes, anchor_format, box_format, encoding_format="center_yxhw", variance=None, image_shape=None
):
    """Bounding boxes as differences to anchors.

    Formula: `((center - anchor center) / anchor size, log(size / anchor size)) / variance`.

    Args:
        anchors: Tensor of shape `(boxes, 4)` or `(batch, boxes, 4)`.
        boxes: Tensor of shape `(boxes, 4)` or `(batch, boxes, 4)`.
        anchor_format: String, format of `anchors`; see `convert_format`.
        box_format: String, format of `boxes`.
        encoding_format: `"center_yxhw"` or `"center_xywh"`, order of the differences.
        variance: Four numbers to divide by. Default: 1.
        image_shape: Tuple `(height, width, ...)`; relative formats need it.

    Returns:
        Tensor of the broadcast shape.

    Raises:
        ValueError: If a format is unknown, `variance` is not 4 numbers, or `image_shape` is missing.

    Example:

    >>> anchors, boxes = keras.ops.array([[0.0, 0.0, 10.0, 10.0]]), keras.ops.array([[1.0, 2.0, 11.0, 12.0]])
    >>> deltas = keras.utils.bounding_boxes.encode_box_to_deltas(anchors, boxes, "xyxy", "xyxy")
    >>> [round(float(n), 3) for n in keras.ops.convert_to_numpy(deltas)[0]]
    [0.2, 0.1, 0.0, 0.0]
    """
    variance = _check_deltas("encode_box_to_deltas", "encoding_format", encoding_format, variance)
    height, width = _image_size(image_shape)
    anchors = convert_format(ops.convert_to_tensor(anchors), anchor_format, encoding_format, height, width)
    boxes = convert_format(ops.convert_to_tensor(boxes), box_format, encoding_format, height, width)
    anchor_size = ops.maximum(anchors[..., 2:], epsilon())
    size = ops.maximum(boxes[..., 2:], epsilon())
    away = (boxes[..., :2] - anchors[..., :2]) / anchor_size
    deltas = ops.concatenate([away, ops.log(size / anchor_size)], -1)
    return deltas if variance is None else deltas / variance


@keras_export("keras.utils.bounding_boxes.decode_deltas_to_boxes")
def decode_deltas_to_boxes(
    anchors, boxes_delta, anchor_format, box_format, encoded_format="center_yxhw", variance=None, image_shape=None
):
    """Bounding boxes from their differences to anchors; the inverse of `encode_box_to_deltas`.

    Args:
        anchors: Tensor of shape `(boxes, 4)` or `(batch, boxes, 4)`, or a dict of such.
        boxes_delta: Tensor of differences, or a dict of them.
        anchor_format: String, format of `anchors`; see `convert_format`.
        box_format: String, format of the result.
        encoded_format: `"center_yxhw"` or `"center_xywh"`, order of the differences.
        variance: Four numbers to multiply with. Default: 1.
        image_shape: Tuple `(height, width, ...)`; relative formats need it.

    Returns:
        Tensor of the broadcast shape, or the dict with one for each of its keys.

    Raises:
        ValueError: If a format is unknown, `variance` is not 4 numbers, or `image_shape` is missing.

    Example:

    >>> anchors, deltas = keras.ops.array([[0.0, 0.0, 10.0, 10.0]]), keras.ops.array([[0.2, 0.1, 0.0, 0.0]])
    >>> boxes = keras.utils.bounding_boxes.decode_deltas_to_boxes(anchors, deltas, "xyxy", "xyxy")
    >>> keras.ops.convert_to_numpy(boxes).tolist()
    [[1.0, 2.0, 11.0, 12.0]]
    """
    variance = _check_deltas("decode_deltas_to_boxes", "encoded_format", encoded_format, variance)
    height, width = _image_size(image_shape)

    def decode(anchors, deltas):
        anchors = convert_format(ops.convert_to_tensor(anchors), anchor_format, encoded_format, height, width)
        deltas = ops.convert_to_tensor(deltas)
        deltas = deltas if variance is None else deltas * variance
        center = deltas[..., :2] * anchors[..., 2:] + anchors[..., :2]
        size = ops.exp(deltas[..., 2:]) * anchors[..., 2:]
        boxes = ops.concatenate([center, size], -1)
        return convert_format(boxes, encoded_format, box_format, height, width)

    return tree.map_structure(decode, anchors, boxes_delta)
