"""How much bounding boxes overlap."""
import math

from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.backend import epsilon
from keras.src.layers.preprocessing.image_preprocessing.bounding_boxes.converters import (
    convert_format,
)


def _corners(boxes, bounding_box_format, image_shape):
    """Boxes as `xyxy`."""
    relative = str(bounding_box_format).lower().startswith("rel")
    if relative and image_shape is None:
        raise ValueError(
            "Argument `image_shape` is needed with relative formats of bounding boxes. "
            f"Received: bounding_box_format={bounding_box_format!r}, image_shape=None"
        )
    height, width = (None, None) if image_shape is None else (image_shape[0], image_shape[1])
    return convert_format(ops.convert_to_tensor(boxes), bounding_box_format, "xyxy", height, width)


def _overlap(first, second):
    """Areas of intersection and union of boxes `(x1, y1, x2, y2)`, each a tensor; they broadcast."""
    left, top = ops.maximum(first[0], second[0]), ops.maximum(first[1], second[1])
    right, bottom = ops.minimum(first[2], second[2]), ops.minimum(first[3], second[3])
    both = ops.maximum(right - left, 0) * ops.maximum(bottom - top, 0)
    areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (first, second)]
    return both, areas[0] + areas[1] - both


def _sides(boxes):
    return [boxes[..., i] for i in range(4)]


@keras_export("keras.utils.bounding_boxes.compute_iou")
def compute_iou(boxes1, boxes2, bounding_box_format, use_masking=False, mask_val=-1, image_shape=None):
    """Intersection over union of all pairs of boxes.

    Args:
        boxes1: Tensor of shape `(n, 4)` or `(batch, n, 4)`.
        boxes2: Tensor of shape `(m, 4)` or `(batch, m, 4)`.
        bounding_box_format: String, format of both; see `convert_format`.
        use_masking: Boolean, whether to put `mask_val` where a box is none: all its numbers are negative.
        mask_val: Number.
        image_shape: Tuple `(height, width, ...)`; relative formats need it.

    Returns:
        Tensor of shape `(n, m)`, or `(batch, n, m)`; 0 where the union is empty.

    Raises:
        ValueError: If a rank is another one, the format is unknown, or `image_shape` is missing.

    Example:

    >>> boxes = keras.ops.array([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.0]])
    >>> keras.ops.convert_to_numpy(keras.utils.bounding_boxes.compute_iou(boxes, boxes, "xyxy")).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    for name, boxes in (("boxes1", boxes1), ("boxes2", boxes2)):
        if len(boxes.shape) not in (2, 3):
            raise ValueError(
                f"Argument `{name}` of compute_iou must be of rank 2 or 3. Received: {name}.shape={tuple(boxes.shape)}"
            )
    first = ops.expand_dims(_corners(boxes1, bounding_box_format, image_shape), -2)
    second = ops.expand_dims(_corners(boxes2, bounding_box_format, image_shape), -3)
    both, either = _overlap(_sides(first), _sides(second))
    result = ops.where(either > 0, both / ops.where(either > 0, either, 1.0), 0.0)
    if not use_masking:
        return result
    none = ops.logical_or(ops.max(first, -1) < 0, ops.max(second, -1) < 0)
    return ops.where(none, ops.cast(mask_val, result.dtype), result)


@keras_export("keras.utils.bounding_boxes.compute_ciou")
def compute_ciou(boxes1, boxes2, bounding_box_format, image_shape=None):
    """Complete intersection over union of boxes, one by one.

    Formula: `iou - d**2 / c**2 - a * v`, with the distance `d` of the centers, the diagonal `c` of the box around both,
    `v = 4 / pi**2 * (atan(w2 / h2) - atan(w1 / h1))**2` and `a = v / (v - iou + 1)`.

    Reference: [Zheng et al., 2020](https://arxiv.org/abs/2005.03572).

    Args:
        boxes1: Tensor of shape `(..., 4)`.
        boxes2: Tensor of the same shape.
        bounding_box_format: String, format of both; see `convert_format`.
        image_shape: Tuple `(height, width, ...)`; relative formats need it.

    Returns:
        Tensor of shape `(...)`: 1 where boxes are equal, less the less they are alike.

    Raises:
        ValueError: If the format is unknown or `image_shape` is missing.

    Example:

    >>> boxes = keras.ops.array([[0.0, 0.0, 2.0, 2.0]])
    >>> round(float(keras.utils.bounding_boxes.compute_ciou(boxes, boxes, "xyxy")[0]), 3)
    1.0
    """
    first = _sides(_corners(boxes1, bounding_box_format, image_shape))
    second = _sides(_corners(boxes2, bounding_box_format, image_shape))
    both, either = _overlap(first, second)
    iou = both / (either + epsilon())
    width = ops.maximum(first[2], second[2]) - ops.minimum(first[0], second[0])
    height = ops.maximum(first[3], second[3]) - ops.minimum(first[1], second[1])
    apart_x = (first[0] + first[2] - second[0] - second[2]) / 2
    apart_y = (first[1] + first[3] - second[1] - second[3]) / 2
    distance = (apart_x**2 + apart_y**2) / (width**2 + height**2 + epsilon())
    angles = [ops.arctan((x2 - x1) / (y2 - y1 + epsilon())) for x1, y1, x2, y2 in (first, second)]
    unlike = 4 / math.pi**2 * (angles[1] - angles[0]) ** 2
    return iou - distance - unlike * unlike / (unlike - iou + 1 + epsilon())
