import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing.bounding_boxes.converters import (
    convert_format,
)
from keras.src.visualization.arrays import need, to_images

_FONT_SIZE = 14  # in elements of the image, at `font_scale` 1


@keras_export("keras.visualization.draw_bounding_boxes")
def draw_bounding_boxes(
    images, bounding_boxes, bounding_box_format, class_mapping=None, color=(128, 128, 128), line_thickness=2,
    text_thickness=1, font_scale=1.0, data_format=None
):
    """Images with bounding boxes, and the names of what is in them.

    Needs Pillow.

    Args:
        images: Tensor of shape `(batch, height, width, 3)`, or `(batch, 3, height, width)` with `"channels_first"`, of
            numbers in [0, 255].
        bounding_boxes: Dict of `"boxes"`, of shape `(batch, boxes, 4)`, and `"labels"`, of shape `(batch, boxes)`.
            Boxes with label -1 are left out. Numbers in `"confidences"`, of the same shape, are written behind names.
        bounding_box_format: String, format of the boxes; see `keras.utils.bounding_boxes.convert_format`.
        class_mapping: Dict from labels to names; labels that it lacks are not written.
        color: Tuple `(red, green, blue)`.
        line_thickness: Integer, of the boxes.
        text_thickness: Integer, of the names.
        font_scale: Number, size of the names.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        NumPy array of dtype uint8 and shape `(batch, height, width, 3)`.

    Raises:
        ImportError: If Pillow is not installed.
        ValueError: If `images` is of another shape, the format is unknown, or a key is missing.

    Example:

    >>> boxes = {"boxes": keras.ops.array([[[1.0, 1.0, 3.0, 3.0]]]), "labels": keras.ops.array([[0]])}
    >>> drawn = keras.visualization.draw_bounding_boxes(
    ...     keras.ops.zeros((1, 5, 5, 3)), boxes, "xyxy", line_thickness=1, data_format="channels_last")
    >>> drawn[0, 1, :, 0].tolist()
    [0, 128, 128, 128, 0]
    """
    function = "draw_bounding_boxes"
    image_module = need("PIL.Image", "pillow", function)
    images = to_images(images, data_format, function).astype("uint8")
    if not isinstance(bounding_boxes, dict) or not {"boxes", "labels"} <= set(bounding_boxes):
        raise ValueError(
            f"Argument `bounding_boxes` of {function} must be a dict with 'boxes' and 'labels'. "
            f"Received: {type(bounding_boxes).__name__} {list(bounding_boxes)[:3]}"
        )
    height, width = images.shape[1:3]
    boxes = backend.convert_to_tensor(bounding_boxes["boxes"])
    boxes = convert_format(boxes, bounding_box_format, "xyxy", height, width)
    boxes, labels = backend.convert_to_numpy(boxes), backend.convert_to_numpy(bounding_boxes["labels"])
    confidences = bounding_boxes.get("confidences")
    confidences = None if confidences is None else backend.convert_to_numpy(confidences)
    style = (color, line_thickness, text_thickness, font_scale)
    drawn = []
    for i, image in enumerate(images):
        canvas = image_module.fromarray(image)
        texts = _texts(labels[i], class_mapping or {}, None if confidences is None else confidences[i])
        _draw(canvas, boxes[i][labels[i] != -1], texts, *style)
        drawn.append(np.asarray(canvas))
    return np.stack(drawn)


def _texts(labels, class_mapping, confidences):
    """What to write at each box that is not left out."""
    texts = []
    for i, label in enumerate(labels):
        if label == -1:
            continue
        text = str(class_mapping.get(int(label), ""))
        texts.append(text if confidences is None or not text else f"{text}|{confidences[i]:.2f}")
    return texts


def _draw(canvas, boxes, texts, color, line_thickness, text_thickness, font_scale):
    """Boxes onto an image, each text above its box, or inside it where there is no room."""
    function = "draw_bounding_boxes"
    draw = need("PIL.ImageDraw", "pillow", function).Draw(canvas)
    font = need("PIL.ImageFont", "pillow", function).load_default(max(round(_FONT_SIZE * font_scale), 1))
    color = tuple(map(int, color))
    for box, text in zip(np.round(boxes).astype(int), texts):
        x1, y1, x2, y2 = map(int, box)
        if x2 < x1 or y2 < y1:
            continue
        draw.rectangle((x1, y1, x2, y2), outline=color, width=line_thickness)
        if text:
            top = draw.textbbox((0, 0), text, font=font)[3] + line_thickness
            place = (x1, y1 - top if y1 >= top else y1 + line_thickness)
            draw.text(place, text, fill=color, font=font, stroke_width=max(text_thickness - 1, 0))
