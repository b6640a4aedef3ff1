"""The functions on bounding boxes as methods of one object."""
from keras.src.layers.preprocessing.image_preprocessing.bounding_boxes import converters
from keras.src.layers.preprocessing.image_preprocessing.bounding_boxes.formats import (
    FORMATS as SUPPORTED_FORMATS,
)


class BoundingBox:
    """Bounding boxes in other formats, cut and moved; see `keras.utils.bounding_boxes`."""

    SUPPORTED_FORMATS = SUPPORTED_FORMATS
    convert_format = staticmethod(converters.convert_format)
    clip_to_image_size = staticmethod(converters.clip_to_image_size)
    affine = staticmethod(converters.affine_transform)
    crop = staticmethod(converters.crop)
    pad = staticmethod(converters.pad)
