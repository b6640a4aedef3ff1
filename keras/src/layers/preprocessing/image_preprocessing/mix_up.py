from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.layers.arguments import non_negative_float
from keras.src.layers.preprocessing.image_preprocessing.mixing import MixingLayer


@keras_export("keras.layers.MixUp")
class MixUp(MixingLayer):
    """Blends each image with another image of the batch, and their labels likewise.

    `output = w * image + (1 - w) * other`, where `w` is drawn for each image from a Beta(alpha, alpha) distribution. An
    image has the bounding boxes of both. All are left alone with `training=False`.

    Args:
        alpha: Positive number; the greater, the more evenly images are mixed. Default 0.2.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: batch of images, or dict with the keys `images` and `labels` (float, one-hot), and others.

    Output: the same shape, in the compute dtype.

    Reference: mixup: Beyond Empirical Risk Minimization (Zhang et al., 2017), https://arxiv.org/abs/1710.09412

    Example:

    >>> data = {"images": keras.ops.ones((2, 4, 4, 3)), "labels": keras.ops.eye(2)}
    >>> mixed = keras.layers.MixUp(seed=1)(data)
    >>> keras.ops.convert_to_numpy(keras.ops.round(keras.ops.sum(mixed["labels"], axis=1))).tolist()
    [1.0, 1.0]
    """

    _USE_BASE_FACTOR = False
    _CONFIG = ("alpha", "seed")

    def __init__(self, alpha=0.2, data_format=None, seed=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.alpha = non_negative_float(self, alpha=alpha)
        self._set_seed(seed)

    def get_random_transformation(self, data, training=True, seed=None):
        images = self._images_of(data)
        order = self._draw_order(images, seed)
        weight = self.backend.random.beta((self._batch_size(images),), self.alpha, self.alpha, seed=seed)
        return {"mix_weight": weight, "permutation_order": order}

    def transform_images(self, images, transformation=None, training=True):
        if not self._applies(transformation, training):
            return images
        images = self.backend.cast(images, self.compute_dtype)
        return self.backend.cast(self._mix(images, transformation), self.compute_dtype)

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        if not self._applies(transformation, training):
            return segmentation_masks
        return self._mix(self._float(segmentation_masks), transformation)

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        if not self._applies(transformation, training):
            return bounding_boxes

        def both(x):
            return self.backend.numpy.concatenate([x, self._others(x, transformation)], axis=1)

        return tree.map_structure(both, bounding_boxes)
