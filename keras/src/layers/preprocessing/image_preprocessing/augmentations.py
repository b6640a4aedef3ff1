from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.auto_contrast import AutoContrast
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)
from keras.src.layers.preprocessing.image_preprocessing.equalization import Equalization
from keras.src.layers.preprocessing.image_preprocessing.random_brightness import RandomBrightness
from keras.src.layers.preprocessing.image_preprocessing.random_color_degeneration import (
    RandomColorDegeneration,
)
from keras.src.layers.preprocessing.image_preprocessing.random_contrast import RandomContrast
from keras.src.layers.preprocessing.image_preprocessing.random_posterization import (
    RandomPosterization,
)
from keras.src.layers.preprocessing.image_preprocessing.random_rotation import RandomRotation
from keras.src.layers.preprocessing.image_preprocessing.random_sharpness import RandomSharpness
from keras.src.layers.preprocessing.image_preprocessing.random_shear import RandomShear
from keras.src.layers.preprocessing.image_preprocessing.random_translation import RandomTranslation
from keras.src.layers.preprocessing.image_preprocessing.solarization import Solarization

_MOST_BITS = 8
_MOVING, _COLORING = ("seed", "interpolation"), ("seed", "value_range")
LAYERS = {  # class of the layer, how many arguments are its strength, and what else it takes
    "random_shear": (RandomShear, 2, _MOVING),
    "random_translation": (RandomTranslation, 2, _MOVING),
    "random_rotation": (RandomRotation, 1, _MOVING),
    "random_brightness": (RandomBrightness, 1, _COLORING),
    "random_color_degeneration": (RandomColorDegeneration, 1, _COLORING),
    "random_contrast": (RandomContrast, 1, _COLORING),
    "random_sharpness": (RandomSharpness, 1, _COLORING),
    "solarization": (Solarization, 2, _COLORING),
    "random_posterization": (RandomPosterization, 1, _COLORING),
    "auto_contrast": (AutoContrast, 0, ("value_range",)),
    "equalization": (Equalization, 0, ("value_range",)),
}


class AugmentationPolicy(BaseImagePreprocessingLayer):
    """Base of the layers that apply a random choice of other layers, all of one strength."""

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)

    def __init__(self, value_range, factor, interpolation, seed, data_format, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.value_range = factors.value_range(self, value_range)
        self.factor = self._factor("factor", factor)
        self.interpolation = factors.known(self, factors.INTERPOLATIONS, interpolation=interpolation)
        self._set_seed(seed)

    def _make_layers(self, *names):
        """Makes layers under the names of `LAYERS`, in this order."""
        common = {
            "seed": self.seed,
            "value_range": self.value_range,
            "interpolation": self.interpolation,
            "data_format": self.data_format,
            "bounding_box_format": self.bounding_box_format,
            "dtype": self.dtype_policy,
        }
        for name in names:
            kind, strengths, options = LAYERS[name]
            factor = self.factor
            if kind is RandomPosterization:
                factor = (1, max(1, int(_MOST_BITS * factor[1])))
            options = (*options, "data_format", "bounding_box_format", "dtype")
            setattr(self, name, kind(*[factor] * strengths, **{option: common[option] for option in options}))

    def build(self, input_shape):
        self.built = True

    def _layer(self, name):
        """The layer of a name, on the backend that this one runs on."""
        layer = getattr(self, name)
        layer.backend = self.backend
        return layer

    def transform_labels(self, labels, transformation, training=True):
        return labels
