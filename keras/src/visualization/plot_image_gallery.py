import math

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.visualization.arrays import need, to_images


def _grid(count, rows, cols):
    """As many rows and columns as `count` images need, of which the given ones are kept."""
    if rows is None:
        rows = math.ceil(math.sqrt(count)) if cols is None else math.ceil(count / cols)
    return rows, math.ceil(count / rows) if cols is None else cols


def _titles(y_true, y_pred, label_map, count):
    if y_true is None and y_pred is None:
        return [""] * count
    if label_map is None:
        raise ValueError("plot_image_gallery needs `label_map`, the names of labels, with `y_true` or `y_pred`.")
    columns = []
    for word, labels in (("Label", y_true), ("Pred", y_pred)):
        if labels is not None:
            labels = np.asarray(backend.convert_to_numpy(labels)).tolist()
            columns.append([f"{word}: {label_map[label]}" for label in labels])
    return ["  ".join(words) for words in zip(*columns)]


@keras_export("keras.visualization.plot_image_gallery")
def plot_image_gallery(
    images, y_true=None, y_pred=None, label_map=None, rows=None, cols=None, value_range=(0, 255), scale=2, path=None,
    show=None, transparent=True, dpi=60, legend_handles=None, data_format=None
):
    """Plots images side by side, with their labels.

    Needs Matplotlib.

    Args:
        images: Tensor of shape `(batch, height, width, channels)`, or `(batch, channels, height, width)` with
            `"channels_first"`.
        y_true: Tensor of shape `(batch,)`, the true labels. Default: none are written.
        y_pred: Tensor of shape `(batch,)`, the predicted labels. Default: none are written.
        label_map: Dict from labels to names.
        rows: Integer, number of rows. Default: nearly as many as columns.
        cols: Integer, number of columns. Default: what the images need. Images that do not fit are left out.
        value_range: Pair, least and greatest value in `images`.
        scale: Number, inches of each image.
        path: String, file to save the plot in.
        show: Boolean, whether to show the plot. Default: unless there is a `path`.
        transparent: Boolean, whether the saved plot has no background.
        dpi: Integer, elements per inch of the saved plot.
        legend_handles: List of Matplotlib artists to explain in a legend.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Raises:
        ImportError: If Matplotlib is not installed.
        ValueError: If `images` is no batch, `label_map` is missing, or both `path` and `show` are given.

    Example:

    >>> import os, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "images.png")
    >>> keras.visualization.plot_image_gallery(keras.ops.ones((4, 2, 2, 3)), path=path, data_format="channels_last")
    >>> os.path.exists(path)
    True
    """
    pyplot = need("matplotlib.pyplot", "matplotlib", "plot_image_gallery")
    show = path is None if show is None else show
    if path is not None and show:
        raise ValueError(
            f"plot_image_gallery either saves the plot in `path` or shows it. Received: path={path!r}, show=True"
        )
    images = to_images(images, data_format, "plot_image_gallery", value_range).astype("uint8")
    titles = _titles(y_true, y_pred, label_map, len(images))
    rows, cols = _grid(len(images), rows, cols)
    size = cols * scale, rows * scale
    figure, axes = pyplot.subplots(rows, cols, figsize=size, squeeze=False, layout="constrained")
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles):
        axis.imshow(image[..., 0] if image.shape[-1] == 1 else image, cmap="gray", vmin=0, vmax=255)
        axis.set_title(title, fontsize=8)
    if legend_handles is not None:
        figure.legend(handles=legend_handles, loc="outside lower center")
    if path is not None:
        figure.savefig(path, transparent=transparent, dpi=dpi)
        pyplot.close(figure)
    elif show:
        pyplot.show()
        pyplot.close(figure)
