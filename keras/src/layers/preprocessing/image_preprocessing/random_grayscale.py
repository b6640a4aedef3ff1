from keras.src.api_export import keras_export
from keras.src.layers.arguments import fraction
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomGrayscale")
class RandomGrayscale(PixelwiseLayer):
    """Turns a random part of the images gray; they keep their three channels.

    Images are left alone with `training=False`.

    Args:
        factor: Float in [0, 1], the probability of an image to become gray. Default 0.5.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, 3)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Raises:
        ValueError: If `factor` is not between 0 and 1.

    Example:

    >>> layer = keras.layers.RandomGrayscale(factor=1.0)
    >>> [round(float(x), 3) for x in layer(keras.ops.array([[[100.0, 0.0, 0.0]]]))[0, 0]]
    [29.89, 29.89, 29.89]
    """

    _USE_BASE_FACTOR = False
    _CONFIG = ("factor", "seed")

    def __init__(self, factor=0.5, data_format=None, seed=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = fraction(self, factor=factor)
        self._set_seed(seed)

    def get_random_transformation(self, images, training=True, seed=None):
        count = self._batch_size(self._images_of(images))
        drawn = self.backend.random.uniform((count,), minval=0, maxval=1, seed=seed)
        return self.backend.numpy.reshape(drawn < self.factor, (count, 1, 1, 1))

    def transform_images(self, images, transformation, training=True):
        if not training:
            return images
        images = self.backend.cast(images, self.compute_dtype)
        gray = self.backend.image.rgb_to_grayscale(images, data_format=self.data_format)
        return self.backend.numpy.where(transformation, gray, images)

    def transform_labels(self, labels, transformations=None, **kwargs):
        return labels

    def transform_bounding_boxes(self, bounding_boxes, **kwargs):
        return bounding_boxes

    def transform_segmentation_masks(self, segmentation_masks, transformations=None, **kwargs):
        return segmentation_masks

    def compute_output_spec(self, inputs, **kwargs):
        return super().compute_output_spec(inputs, **kwargs)
