import random as python_random

from keras.src.api_export import keras_export
from keras.src.layers.arguments import non_negative_float, positive_integer
from keras.src.layers.preprocessing.image_preprocessing.augmentations import AugmentationPolicy

_LAYERS = (
    "random_shear", "random_translation", "random_rotation", "random_posterization", "solarization",
    "auto_contrast", "equalization",
)
_MADE = (*_LAYERS[:3], "solarization", "random_posterization", *_LAYERS[5:])  # in the order of their seeds
_FURTHER_LAYERS = ("random_brightness", "random_color_degeneration", "random_contrast", "random_sharpness")


@keras_export("keras.layers.AugMix")
class AugMix(AugmentationPolicy):
    """Mixes images with several versions of themselves, each changed by a chain of random augmentations.

    `output = w * image + (1 - w) * sum(v[i] * chain[i](image))`, with the `v` drawn from a Dirichlet and `w` from a
    Beta distribution. The layers of a chain are chosen by Python's generator, which `keras.utils.set_random_seed`
    seeds. Bounding boxes and masks stay those of the image. Images are left alone with `training=False`.

    Args:
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        num_chains: Positive integer, the number of chains. Default 3.
        chain_depth: Positive integer, the most augmentations in a chain. Default 3.
        factor: Number in [0, 1], or pair of them, the strength of all augmentations; a number `x` stands for `(0, x)`.
            Default 0.3.
        alpha: Positive number, the parameter of both distributions. Default 1.0.
        all_ops: Boolean, whether brightness, colour, contrast and sharpness are changed too. Default True.
        interpolation: `"bilinear"` or `"nearest"`, for augmentations that move pixels.
        seed: Integer to fix the other draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, 3)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Reference: AugMix (Hendrycks et al., 2019), https://arxiv.org/abs/1912.02781

    Example:

    >>> keras.layers.AugMix(num_chains=1)(keras.ops.ones((1, 4, 4, 3))).shape == (1, 4, 4, 3)
    True
    """

    _CONFIG = ("value_range", "num_chains", "chain_depth", "factor", "alpha", "all_ops", "interpolation", "seed")

    def __init__(
        self, value_range=(0, 255), num_chains=3, chain_depth=3, factor=0.3, alpha=1.0,
        all_ops=True, interpolation="bilinear", seed=None, data_format=None, **kwargs,
    ):
        super().__init__(value_range, factor, interpolation, seed, data_format, **kwargs)
        self.num_chains = positive_integer(self, num_chains=num_chains)
        self.chain_depth = positive_integer(self, chain_depth=chain_depth)
        self.alpha = non_negative_float(self, alpha=alpha)
        self.all_ops = all_ops
        self._make_layers(*_MADE, *(_FURTHER_LAYERS if all_ops else ()))

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        random, numpy = self.backend.random, self.backend.numpy
        shares = random.gamma((self.num_chains,), alpha=self.alpha, seed=seed)
        weight = random.beta((), alpha=self.alpha, beta=self.alpha, seed=seed)
        return {
            "chain_mixing_weights": shares / numpy.sum(shares),
            "weight_sample": weight,
            "chain_transforms": [self._draw_chain(data, training, seed) for _ in range(self.num_chains)],
        }

    def _draw_chain(self, data, training, seed):
        names = [*_LAYERS, *(_FURTHER_LAYERS if self.all_ops else ()), None]
        chain = []
        for _ in range(self.chain_depth):
            name = python_random.choice(names)
            if name is not None:
                drawn = self._layer(name).get_random_transformation(data, training=training, seed=seed)
                chain.append({"layer_name": name, "transformation": drawn})
        return chain

    def transform_images(self, images, transformation, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        if not training:
            return images
        mixed = self.backend.numpy.zeros_like(images)
        for place, chain in enumerate(transformation["chain_transforms"]):
            changed = images
            for link in chain:
                layer = self._layer(link["layer_name"])
                changed = layer.transform_images(changed, link["transformation"], training=training)
            mixed = mixed + self._share(transformation["chain_mixing_weights"][place]) * changed
        weight = self._share(transformation["weight_sample"])
        return weight * images + (1 - weight) * mixed

    def _share(self, weight):
        return self.backend.cast(weight, self.compute_dtype)

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        return bounding_boxes

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        return segmentation_masks
