from keras.src.api_export import keras_export
from keras.src.layers.arguments import one_of
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)

_MODES = ("horizontal", "vertical", "horizontal_and_vertical")


@keras_export("keras.layers.RandomFlip")
class RandomFlip(BaseImagePreprocessingLayer):
    """Flips images left to right, upside down, or both, each with probability 1/2.

    Images are left alone with `training=False`.

    Args:
        mode: `"horizontal"` (left to right), `"vertical"` (upside down) or `"horizontal_and_vertical"` (both at once).
        seed: Integer to fix the draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Raises:
        ValueError: If there is no such `mode`.

    Example:

    >>> x = keras.layers.RandomFlip("horizontal")(keras.ops.array([[[1.0], [2.0]]]))
    >>> sorted(keras.ops.convert_to_numpy(x)[0, :, 0].tolist())
    [1.0, 2.0]
    """

    _USE_BASE_FACTOR = False
    _CONFIG = ("seed", "mode")

    def __init__(self, mode="horizontal_and_vertical", seed=None, data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self._set_seed(seed)
        self.mode = one_of(self, _MODES, mode=mode)

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        images = self._images_of(data)
        drawn = self.backend.random.uniform(self._shape_per_image(images), seed=seed)
        return {"flips": drawn <= 0.5, "input_shape": self.backend.shape(images)}

    def transform_images(self, images, transformation, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        if not training:
            return images
        axes = [axis for axis, name in ((self.width_axis, "hor"), (self.height_axis, "ver")) if name in self.mode]
        flipped = self.backend.numpy.flip(images, axis=tuple(axes))
        return self._choose(transformation["flips"], flipped, images)

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        return self.transform_images(segmentation_masks, transformation, training=training)

    def transform_labels(self, labels, transformation, training=True):
        return labels

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        if not training:
            return bounding_boxes
        where, shape = self.backend.numpy.where, transformation["input_shape"]
        flips = self.backend.numpy.reshape(transformation["flips"], (-1, 1))
        height, width = self._float_size(shape)

        def flip(x1, y1, x2, y2):
            if "hor" in self.mode:
                x1, x2 = where(flips, width - x2, x1), where(flips, width - x1, x2)
            if "ver" in self.mode:
                y1, y2 = where(flips, height - y2, y1), where(flips, height - y1, y2)
            return x1, y1, x2, y2

        return self._move_boxes(bounding_boxes, shape, flip)
