"""Operations on images: the table of contents of `keras.src.ops.image`."""
# ruff: noqa: F401
from keras.src.ops.image_colours import (
    HSVToRGB,
    RGBToGrayscale,
    RGBToHSV,
    hsv_to_rgb,
    rgb_to_grayscale,
    rgb_to_hsv,
)
from keras.src.ops.image_filters import GaussianBlur, gaussian_blur
from keras.src.ops.image_resizing import Resize, ScaleAndTranslate, resize, scale_and_translate
from keras.src.ops.image_sampling import (
    AffineTransform,
    MapCoordinates,
    affine_transform,
    map_coordinates,
)
