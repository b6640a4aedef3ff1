"""Bounding boxes of images that have different numbers of them."""
from keras.src import backend as active_backend


def validate_bounding_boxes(bounding_boxes):
    """Refuses what is no dict of `"boxes"` and `"labels"`, as many of one as of the other.

    Raises:
        ValueError: If it is not.
    """
    if not isinstance(bounding_boxes, dict) or not {"boxes", "labels"} <= set(bounding_boxes):
        raise ValueError(
            "Argument `bounding_boxes` must be a dict with the keys 'boxes' and 'labels'. "
            f"Received: bounding_boxes={bounding_boxes}"
        )
    boxes, labels = bounding_boxes["boxes"], bounding_boxes["labels"]
    if isinstance(boxes, list) and isinstance(labels, list) and len(boxes) != len(labels):
        raise ValueError(
            "Argument `bounding_boxes` must have as many 'labels' as 'boxes'. "
            f"Received: {len(labels)} labels and {len(boxes)} boxes"
        )


def densify_bounding_boxes(
    bounding_boxes, is_batched=False, max_boxes=None, boxes_default_value=0, labels_default_value=-1, backend=None
):
    """Bounding boxes as tensors: where images have fewer boxes than others, empty ones are added.

    Args:
        bounding_boxes: Dict of `"boxes"` and `"labels"`: tensors, which stay as they are, nested lists, or TensorFlow's
            ragged tensors.
        is_batched: Boolean, whether lists are of several images.
        max_boxes: Integer, number of boxes of each image in ragged tensors. Default: that of the image with most.
        boxes_default_value: Number, what empty boxes are made of.
        labels_default_value: Number, label of empty boxes.
        backend: The backend that makes the tensors. Default: the active one.

    Returns:
        The dict with tensors.

    Raises:
        ValueError: If it is no dict of boxes and labels.
    """
    validate_bounding_boxes(bounding_boxes)
    convert = (backend or active_backend).convert_to_tensor
    boxes, labels = bounding_boxes["boxes"], bounding_boxes["labels"]
    if is_batched and isinstance(boxes, list) and isinstance(labels, list):
        longest = max(map(len, labels), default=0)
        boxes = [_filled(list(image), longest, [boxes_default_value] * 4) for image in boxes]
        labels = [_filled(list(image), longest, labels_default_value) for image in labels]
    boxes = _evened(boxes, boxes_default_value, max_boxes, (4,))
    labels = _evened(labels, labels_default_value, max_boxes, ())
    return {**bounding_boxes, "boxes": convert(boxes), "labels": convert(labels)}


def _filled(items, count, item):
    return items + [item] * (count - len(items))


def _evened(x, default, max_boxes, rest):
    """A ragged tensor of TensorFlow as a whole one; all else as it is."""
    if type(x).__name__ != "RaggedTensor":
        return x
    lead = () if len(x.shape) == len(rest) + 1 else (None,)
    return x.to_tensor(default, shape=(*lead, max_boxes, *rest))
