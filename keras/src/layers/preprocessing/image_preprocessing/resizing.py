from keras.src.api_export import keras_export
from keras.src.layers.arguments import one_of
from keras.src.layers.preprocessing.image_preprocessing.sizing import SizingLayer

_INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")


@keras_export("keras.layers.Resizing")
class Resizing(SizingLayer):
    """Resizes images.

    Args:
        height: Positive integer, height of the output.
        width: Positive integer, width of the output.
        interpolation: `"bilinear"`, `"nearest"`, `"bicubic"`, `"lanczos3"` or `"lanczos5"`. Masks are resized by the
            nearest pixel.
        crop_to_aspect_ratio: Boolean, whether the image is first cut, in the middle, to the proportions of the output.
        pad_to_aspect_ratio: Boolean, whether it is first put in the middle of a frame that has them. Without both it is
            stretched.
        fill_mode: `"constant"`, how the frame is filled.
        fill_value: Number that fills it. Default 0.0.
        antialias: Boolean, whether a smaller image is smoothed.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same with the given height and width; integers stay what they are.

    Example:

    >>> keras.layers.Resizing(2, 3)(keras.ops.ones((1, 4, 5, 3))).shape == (1, 2, 3, 3)
    True
    """

    _CONFIG = (
        "height", "width", "interpolation", "crop_to_aspect_ratio", "pad_to_aspect_ratio",
        "fill_mode", "fill_value", "antialias",
    )

    def __init__(
        self, height, width, interpolation="bilinear", crop_to_aspect_ratio=False,
        pad_to_aspect_ratio=False, fill_mode="constant", fill_value=0.0, antialias=False,
        data_format=None, **kwargs,
    ):
        super().__init__(height, width, data_format=data_format, **kwargs)
        if crop_to_aspect_ratio and pad_to_aspect_ratio:
            raise ValueError(
                "Only one of the arguments `crop_to_aspect_ratio` and `pad_to_aspect_ratio` of Resizing may be true. "
                f"Received: crop_to_aspect_ratio={crop_to_aspect_ratio}, pad_to_aspect_ratio={pad_to_aspect_ratio}"
            )
        self.interpolation = one_of(self, _INTERPOLATIONS, interpolation=interpolation)
        self.crop_to_aspect_ratio = crop_to_aspect_ratio
        self.pad_to_aspect_ratio = pad_to_aspect_ratio
        self.fill_mode = one_of(self, ("constant",), fill_mode=fill_mode)
        self.fill_value = fill_value
        self.antialias = antialias

    def get_random_transformation(self, data, training=True, seed=None):
        """Height and width of the images."""
        return self._image_size(self.backend.shape(self._images_of(data)))

    def _transform_images(self, images, transformation, interpolation):
        return self.backend.image.resize(
            images, (self.height, self.width), interpolation=interpolation,
            antialias=self.antialias, data_format=self.data_format,
            crop_to_aspect_ratio=self.crop_to_aspect_ratio,
            pad_to_aspect_ratio=self.pad_to_aspect_ratio, fill_mode=self.fill_mode,
            fill_value=self.fill_value,
        )

    def transform_images(self, images, transformation=None, training=True):
        return self._transform_images(images, transformation, self.interpolation)

    def transform_segmentation_masks(self, segmentation_masks, transformation=None, training=True):
        return self._transform_images(segmentation_masks, transformation, "nearest")

    def transform_labels(self, labels, transformation=None, training=True):
        return labels

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        shape = [1, 1, 1]
        shape[self.height_axis], shape[self.width_axis] = transformation
        if self.crop_to_aspect_ratio:
            return self._boxes_to_aspect(bounding_boxes, shape)
        if self.pad_to_aspect_ratio:
            return self._scale_boxes(bounding_boxes, shape, self._frame(*transformation))
        return self._scale_boxes(bounding_boxes, shape, transformation)

    def _frame(self, height, width):
        """Size of the images with the margins that `pad_to_aspect_ratio` puts around them."""
        margins = (
            self._extreme("maximum", width * self.height // self.width - height, 0) // 2,
            self._extreme("maximum", height * self.width // self.height - width, 0) // 2,
        )
        return height + 2 * margins[0], width + 2 * margins[1]
