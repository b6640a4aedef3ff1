# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.ops.image_sampling import affine_transform as affine_transform
from keras.src.ops.image_resizing import crop_images as crop_images
from keras.src.ops.image_sampling import elastic_transform as elastic_transform
from keras.src.ops.image_patches import extract_patches as extract_patches
from keras.src.ops.image_patches import extract_patches_3d as extract_patches_3d
from keras.src.ops.image_filters import gaussian_blur as gaussian_blur
from keras.src.ops.image_colours import hsv_to_rgb as hsv_to_rgb
from keras.src.ops.image_sampling import map_coordinates as map_coordinates
from keras.src.ops.image_resizing import pad_images as pad_images
from keras.src.ops.image_sampling import perspective_transform as perspective_transform
from keras.src.ops.image_resizing import resize as resize
from keras.src.ops.image_colours import rgb_to_grayscale as rgb_to_grayscale
from keras.src.ops.image_colours import rgb_to_hsv as rgb_to_hsv
from keras.src.ops.image_resizing import scale_and_translate as scale_and_translate
from keras.src.ops.image_filters import sobel_edges as sobel_edges
from keras.src.ops.image_filters import ssim as ssim

__all__ = [
    "affine_transform",
    "crop_images",
    "elastic_transform",
    "extract_patches",
    "extract_patches_3d",
    "gaussian_blur",
    "hsv_to_rgb",
    "map_coordinates",
    "pad_images",
    "perspective_transform",
    "resize",
    "rgb_to_grayscale",
    "rgb_to_hsv",
    "scale_and_translate",
    "sobel_edges",
    "ssim",
]
