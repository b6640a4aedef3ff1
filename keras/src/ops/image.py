"""Operations on images: the table of contents of `keras.src.ops.image`."""
# ruff: noqa: F401, I001
from keras.src.ops.image_colours import (
    HSVToRGB, RGBToGrayscale, RGBToHSV, hsv_to_rgb, rgb_to_grayscale, rgb_to_hsv,
)
from keras.src.ops.image_filters import (
    SSIM, GaussianBlur, SobelEdges, gaussian_blur, sobel_edges, ssim,
)
from keras.src.ops.image_patches import ExtractPatches, extract_patches, extract_patches_3d
from keras.src.ops.image_resizing import (
    CropImages, PadImages, Resize, ScaleAndTranslate, crop_images, pad_images, resize,
    scale_and_translate,
)
from keras.src.ops.image_sampling import (
    AffineTransform, ElasticTransform, MapCoordinates, PerspectiveTransform, affine_transform,
    elastic_transform, map_coordinates, perspective_transform,
)
