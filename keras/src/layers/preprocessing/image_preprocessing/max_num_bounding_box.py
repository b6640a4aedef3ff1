from keras.src.api_export import keras_export
from keras.src.layers.arguments import positive_integer
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.MaxNumBoundingBoxes")
class MaxNumBoundingBoxes(PixelwiseLayer):
    """Gives every image the same number of bounding boxes: those beyond it are dropped, missing ones filled in.

    Args:
        max_number: Positive integer, the number of boxes.
        fill_value: Number that fills the boxes and labels that are missing. Default -1.
        **kwargs: `bounding_box_format`, `data_format`, and the arguments of every layer.

    Input: dict with the keys `images` and `bounding_boxes`, the latter a dict of `boxes` `(batch, boxes, 4)` and
    `labels` `(batch, boxes)`.

    Output: the same with `max_number` boxes.

    Example:

    >>> layer = keras.layers.MaxNumBoundingBoxes(2, bounding_box_format="xyxy")
    >>> boxes = {"boxes": keras.ops.ones((1, 1, 4)), "labels": keras.ops.array([[3]])}
    >>> found = layer({"images": keras.ops.ones((1, 4, 4, 3)), "bounding_boxes": boxes})
    >>> keras.ops.convert_to_numpy(found["bounding_boxes"]["labels"]).tolist()
    [[3, -1]]
    """

    _CONFIG = ("max_number", "fill_value")

    def __init__(self, max_number, fill_value=-1, **kwargs):
        super().__init__(**kwargs)
        self.max_number = positive_integer(self, max_number=max_number)
        self.fill_value = fill_value

    def transform_images(self, images, transformation=None, training=True):
        return images

    def transform_labels(self, labels, transformation=None, training=True):
        return labels

    def transform_segmentation_masks(self, segmentation_masks, transformation=None, training=True):
        return segmentation_masks

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        boxes = {**bounding_boxes, "boxes": self.backend.cast(bounding_boxes["boxes"], "float32")}
        return {name: self._fitted(value) for name, value in boxes.items()}

    def _fitted(self, x):
        """`(batch, boxes, ...)` with `max_number` boxes."""
        numpy, number = self.backend.numpy, self.max_number
        x = x[:, :number]
        missing = number - self.backend.shape(x)[1]
        if isinstance(missing, int) and missing == 0:
            return x
        padding = [(0, 0), (0, missing)] + [(0, 0)] * (len(x.shape) - 2)
        x = numpy.pad(x, padding, "constant", constant_values=self.fill_value)
        return numpy.reshape(x, (-1, number, *x.shape[2:]))

    def compute_output_shape(self, input_shape):
        if not isinstance(input_shape, dict) or "bounding_boxes" not in input_shape:
            return input_shape
        boxes = {
            name: [shape[0], self.max_number, *shape[2:]] for name, shape in input_shape["bounding_boxes"].items()
        }
        return {**input_shape, "bounding_boxes": boxes}
