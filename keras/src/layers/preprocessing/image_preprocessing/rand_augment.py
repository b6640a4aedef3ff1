import functools

from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.layers.arguments import positive_integer
from keras.src.layers.preprocessing.image_preprocessing.augmentations import (
    LAYERS,
    AugmentationPolicy,
)


@keras_export("keras.layers.RandAugment")
class RandAugment(AugmentationPolicy):
    """Applies a few randomly chosen augmentations, one after the other.

    The choice is the same for all images of a batch, the amount is drawn for each image. Images are left alone with
    `training=False`.

    Args:
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        num_ops: Positive integer, how many augmentations an image gets. Default 2.
        factor: Number in [0, 1], or pair of them, the strength of all augmentations; a number `x` stands for `(0, x)`.
            Default 0.5.
        interpolation: `"bilinear"` or `"nearest"`, for augmentations that move pixels.
        seed: Integer to fix the draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, 3)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Reference: RandAugment (Cubuk et al., 2019), https://arxiv.org/abs/1909.13719

    Example:

    >>> keras.layers.RandAugment(num_ops=1)(keras.ops.ones((1, 4, 4, 3))).shape == (1, 4, 4, 3)
    True
    """

    _CONFIG = ("value_range", "num_ops", "factor", "interpolation", "seed")
    _AUGMENT_LAYERS = (
        "random_shear", "random_translation", "random_rotation", "random_brightness",
        "random_color_degeneration", "random_contrast", "random_sharpness", "random_posterization",
        "solarization", "auto_contrast", "equalization",
    )

    def __init__(
        self, value_range=(0, 255), num_ops=2, factor=0.5, interpolation="bilinear", seed=None,
        data_format=None, **kwargs,
    ):
        super().__init__(value_range, factor, interpolation, seed, data_format, **kwargs)
        self.num_ops = positive_integer(self, num_ops=num_ops)
        self._make_layers(*LAYERS)

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        chosen = self.backend.random.randint((self.num_ops,), 0, len(self._AUGMENT_LAYERS), seed=seed)
        drawn = {
            name: self._layer(name).get_random_transformation(data, training=training, seed=seed)
            for name in self._AUGMENT_LAYERS
        }
        return {"transforms": drawn, "layer_idxes": chosen}

    def _apply(self, method, value, transformation):
        """`value` after `method` of each chosen layer."""
        drawn = transformation["transforms"]
        for turn in range(self.num_ops):
            place = transformation["layer_idxes"][turn]
            changes = [functools.partial(self._change, method, name, drawn[name]) for name in self._AUGMENT_LAYERS]
            try:
                change = changes[int(place)]
            except TypeError:  # Traced: the choice is made when the graph runs.
                value = self.backend.core.switch(place, changes, value)
            else:
                value = change(value)
        return value

    def _change(self, method, name, drawn, value):
        """`method` of a layer on `value`, in the dtypes of `value`."""
        changed = getattr(self._layer(name), method)(value, drawn, training=True)
        return tree.map_structure(lambda new, old: self.backend.cast(new, old.dtype), changed, value)

    def transform_images(self, images, transformation, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        return self._apply("transform_images", images, transformation) if training else images

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        return self._apply("transform_bounding_boxes", bounding_boxes, transformation) if training else bounding_boxes

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        if not training:
            return segmentation_masks
        return self._apply("transform_segmentation_masks", segmentation_masks, transformation)
