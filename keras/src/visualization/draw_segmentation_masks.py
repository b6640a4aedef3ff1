import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.visualization.arrays import to_images


def _colours(num_classes, color_mapping):
    """An array of one colour for each class."""
    if color_mapping is None:
        return np.arange(num_classes)[:, None] * [1, 127, 31] % 255
    return np.array([color_mapping[label] for label in range(num_classes)]).reshape(-1, 3)


@keras_export("keras.visualization.draw_segmentation_masks")
def draw_segmentation_masks(
    images, segmentation_masks, num_classes=None, color_mapping=None, alpha=0.8, blend=True, ignore_index=-1,
    data_format=None
):
    """Images under the colours of the classes of their elements.

    Args:
        images: Tensor of shape `(batch, height, width, 3)`, or `(batch, 3, height, width)` with `"channels_first"`, of
            numbers in [0, 255].
        segmentation_masks: Integer tensor of shape `(batch, height, width, 1)`, or `(batch, 1, height, width)` with
            `"channels_first"`: the classes.
        num_classes: Integer, number of classes. Default: as many as the masks name.
        color_mapping: Dict from classes to colours `(red, green, blue)`. Default: colours that tell classes apart.
        alpha: Number in [0, 1], weight of the colours.
        blend: Boolean, whether the images shine through; else the colours cover them.
        ignore_index: Integer, a class that is not coloured.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        NumPy array of shape `(batch, height, width, 3)`: uint8, or float32 without `blend`.

    Raises:
        ValueError: If a shape is another one.
        TypeError: If the masks are no integers.

    Example:

    >>> images, masks = keras.ops.zeros((1, 1, 2, 3)), keras.ops.array([[[[0], [1]]]])
    >>> drawn = keras.visualization.draw_segmentation_masks(images, masks, alpha=1.0, data_format="channels_last")
    >>> drawn[0, 0].tolist()
    [[0, 0, 0], [1, 127, 31]]
    """
    images = to_images(images, data_format, "draw_segmentation_masks")
    masks = np.asarray(backend.convert_to_numpy(segmentation_masks))
    if masks.dtype.kind not in "iu":
        raise TypeError(
            "Argument `segmentation_masks` of draw_segmentation_masks must be integers. "
            f"Received: segmentation_masks.dtype={masks.dtype}"
        )
    first = backend.standardize_data_format(data_format) == "channels_first"
    if masks.ndim != 4 or masks.shape[1 if first else -1] != 1 or images.shape[-1] != 3:
        raise ValueError(
            "draw_segmentation_masks needs images of 3 channels and masks of rank 4 and 1 channel. "
            f"Received: {images.shape[-1]} channels and segmentation_masks.shape={masks.shape}"
        )
    masks = masks[:, 0] if first else masks[..., 0]
    if masks.shape != images.shape[:-1]:
        raise ValueError(
            "Arguments `images` and `segmentation_masks` of draw_segmentation_masks must be of one size. "
            f"Received: {images.shape[:-1]} and {masks.shape}"
        )
    seen = (masks != ignore_index) & (masks >= 0)
    if num_classes is None:
        num_classes = int(masks.max(initial=0, where=seen)) + 1
    colours = _colours(int(num_classes), color_mapping)[np.where(seen, masks, 0)]
    if not blend:
        return np.where(seen[..., None], colours, images).astype("float32")
    blended = alpha * colours + (1 - alpha) * images
    return np.where(seen[..., None], np.clip(blended, 0, 255), images).astype("uint8")
