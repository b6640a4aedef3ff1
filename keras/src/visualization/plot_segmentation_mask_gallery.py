import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.visualization.arrays import to_images
from keras.src.visualization.draw_segmentation_masks import draw_segmentation_masks
from keras.src.visualization.plot_image_gallery import plot_image_gallery


@keras_export("keras.visualization.plot_segmentation_mask_gallery")
def plot_segmentation_mask_gallery(
    images, num_classes, value_range=(0, 255), y_true=None, y_pred=None, color_mapping=None, blend=True, alpha=0.8,
    ignore_index=-1, data_format=None, **kwargs
):
    """Plots images and beside each, in the same row, itself under its true and its predicted classes.

    Needs Matplotlib.

    Args:
        images: Tensor of shape `(batch, height, width, 3)`, or `(batch, 3, height, width)` with `"channels_first"`.
        num_classes: Integer, number of classes.
        value_range: Pair, least and greatest value in `images`.
        y_true: Integer tensor of shape `(batch, height, width, 1)`, the true classes. Default: not plotted.
        y_pred: Integer tensor of the same shape, the predicted classes. Default: not plotted.
        color_mapping: Dict from classes to colours; see `draw_segmentation_masks`.
        blend: Boolean, whether the images shine through.
        alpha: Number in [0, 1], weight of the colours.
        ignore_index: Integer, a class that is not coloured.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: Further arguments of `plot_image_gallery`.

    Raises:
        ImportError: If Matplotlib is not installed.
        ValueError: If a shape is another one.

    Example:

    >>> import os, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "masks.png")
    >>> keras.visualization.plot_segmentation_mask_gallery(
    ...     keras.ops.ones((2, 3, 3, 3)), 2, y_true=keras.ops.ones((2, 3, 3, 1), "int32"), path=path,
    ...     data_format="channels_last")
    >>> os.path.exists(path)
    True
    """
    function = "plot_segmentation_mask_gallery"
    plain = to_images(images, data_format, function, value_range)
    first = backend.standardize_data_format(data_format) == "channels_first"
    columns = [plain]
    for masks in (y_true, y_pred):
        if masks is not None:
            source = plain.transpose(0, 3, 1, 2) if first else plain
            columns.append(
                draw_segmentation_masks(
                    source, masks, num_classes, color_mapping, alpha, blend, ignore_index, data_format
                )
            )
    rows = len(plain)
    pictures = np.stack(columns, 1).reshape(-1, *plain.shape[1:])
    plot_image_gallery(pictures, rows=rows, cols=len(columns), data_format="channels_last", **kwargs)
