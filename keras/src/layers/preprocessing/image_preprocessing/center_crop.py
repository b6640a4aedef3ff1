from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing.sizing import SizingLayer


@keras_export("keras.layers.CenterCrop")
class CenterCrop(SizingLayer):
    """Cuts the middle out of images.

    Images that are smaller than the target are resized to it, after cutting them to its proportions.

    Args:
        height: Positive integer, height of the output.
        width: Positive integer, width of the output.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same with the target's height and width, in the compute dtype.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(5, dtype="float32"), (1, 5, 1))
    >>> keras.ops.convert_to_numpy(keras.layers.CenterCrop(1, 3)(x))[0, :, 0].tolist()
    [1.0, 2.0, 3.0]
    """

    _CONFIG = ("height", "width")

    def __init__(self, height, width, data_format=None, **kwargs):
        super().__init__(height, width, data_format=data_format, **kwargs)

    def get_random_transformation(self, data, training=True, seed=None):
        return {"input_shape": self.backend.shape(self._images_of(data))}

    def transform_images(self, images, transformation=None, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        shape = self.backend.shape(images)
        return self._either(
            self._is_inside(shape),
            lambda: self._window(images, *self._corner(shape)),
            lambda: self._to_aspect(images),
        )

    def _corner(self, shape):
        return tuple(margin // 2 for margin in self._margins(shape))

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        return self.transform_images(segmentation_masks, transformation, training=training)

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        shape = transformation["input_shape"]
        return self._either(
            self._is_inside(shape),
            lambda: self._cut_boxes(bounding_boxes, shape, *self._corner(shape)),
            lambda: self._boxes_to_aspect(bounding_boxes, shape),
        )
