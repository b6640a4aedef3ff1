# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.ops.image_sampling import affine_transform as affine_transform
from keras.src.ops.image_filters import gaussian_blur as gaussian_blur
from keras.src.ops.image_colours import hsv_to_rgb as hsv_to_rgb
from keras.src.ops.image_sampling import map_coordinates as map_coordinates
from keras.src.ops.image_resizing import resize as resize
from keras.src.ops.image_colours import rgb_to_grayscale as rgb_to_grayscale
from keras.src.ops.image_colours import rgb_to_hsv as rgb_to_hsv
from keras.src.ops.image_resizing import scale_and_translate as scale_and_translate

__all__ = [
    "affine_transform",
    "gaussian_blur",
    "hsv_to_rgb",
    "map_coordinates",
    "resize",
    "rgb_to_grayscale",
    "rgb_to_hsv",
    "scale_and_translate",
]
