from keras.src.api_export import keras_export
from keras.src.visualization.arrays import need, to_images
from keras.src.visualization.draw_bounding_boxes import draw_bounding_boxes
from keras.src.visualization.plot_image_gallery import plot_image_gallery


@keras_export("keras.visualization.plot_bounding_box_gallery")
def plot_bounding_box_gallery(
    images, bounding_box_format, y_true=None, y_pred=None, value_range=(0, 255), true_color=(0, 188, 212),
    pred_color=(255, 235, 59), line_thickness=2, font_scale=1.0, text_thickness=None, class_mapping=None,
    ground_truth_mapping=None, prediction_mapping=None, legend=False, legend_handles=None, rows=None, cols=None,
    data_format=None, **kwargs
):
    """Plots images with their true and their predicted bounding boxes.

    Needs Matplotlib and Pillow.

    Args:
        images: Tensor of shape `(batch, height, width, 3)`, or `(batch, 3, height, width)` with `"channels_first"`.
        bounding_box_format: String, format of the boxes; see `keras.utils.bounding_boxes.convert_format`.
        y_true: Dict of the true boxes; see `draw_bounding_boxes`. Default: none are drawn.
        y_pred: Dict of the predicted boxes. Default: none are drawn.
        value_range: Pair, least and greatest value in `images`.
        true_color: Tuple `(red, green, blue)` of the true boxes.
        pred_color: Tuple `(red, green, blue)` of the predicted boxes.
        line_thickness: Integer, of the boxes.
        font_scale: Number, size of the names.
        text_thickness: Integer, of the names. Default: 1, or more with a large `font_scale`.
        class_mapping: Dict from labels to names.
        ground_truth_mapping: The same for the true boxes. Default: `class_mapping`.
        prediction_mapping: The same for the predicted boxes. Default: `class_mapping`.
        legend: Boolean, whether to explain the colours.
        legend_handles: List of Matplotlib artists to explain in place of the colours.
        rows: Integer, number of rows.
        cols: Integer, number of columns.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: Further arguments of `plot_image_gallery`.

    Raises:
        ImportError: If a package is not installed.
        ValueError: If a shape is another one, the format is unknown, or both `legend` and `legend_handles` are given.

    Example:

    >>> import os, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "boxes.png")
    >>> boxes = {"boxes": keras.ops.ones((1, 1, 4)), "labels": keras.ops.zeros((1, 1), "int32")}
    >>> keras.visualization.plot_bounding_box_gallery(
    ...     keras.ops.ones((1, 8, 8, 3)), "xywh", y_true=boxes, path=path, data_format="channels_last")
    >>> os.path.exists(path)
    True
    """
    function = "plot_bounding_box_gallery"
    if legend and legend_handles is not None:
        raise ValueError(f"{function} takes either `legend` or `legend_handles`. Received: both")
    pictures = to_images(images, data_format, function, value_range)
    thickness = max(int(font_scale), 1) if text_thickness is None else text_thickness
    kinds = (
        ("Ground truth", y_true, true_color, ground_truth_mapping),
        ("Prediction", y_pred, pred_color, prediction_mapping),
    )
    for _, boxes, color, mapping in kinds:
        if boxes is not None:
            mapping = class_mapping if mapping is None else mapping
            style = (color, line_thickness, thickness, font_scale)
            pictures = draw_bounding_boxes(pictures, boxes, bounding_box_format, mapping, *style, "channels_last")
    if legend:
        patches = need("matplotlib.patches", "matplotlib", function)
        legend_handles = [
            patches.Patch(color=[n / 255 for n in color], label=label) for label, _, color, _ in kinds
        ]
    plot_image_gallery(
        pictures, rows=rows, cols=cols, legend_handles=legend_handles, data_format="channels_last", **kwargs
    )
