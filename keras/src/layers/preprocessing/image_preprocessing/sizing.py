from keras.src.layers.arguments import positive_integer
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)


class SizingLayer(BaseImagePreprocessingLayer):
    """Base of the layers that bring images to a size, by cutting a window out of them or by resizing."""

    _USE_BASE_FACTOR = False

    def __init__(self, height, width, **kwargs):
        super().__init__(**kwargs)
        self.height = positive_integer(self, height=height)
        self.width = positive_integer(self, width=width)

    def transform_labels(self, labels, transformation, training=True):
        return labels

    def _margins(self, shape):
        """How much higher and wider than the target images of a shape are."""
        height, width = self._image_size(shape)
        return height - self.height, width - self.width

    def _is_inside(self, shape):
        """Whether images of a shape are at least as large as the target: boolean, or a tensor if that is not known."""
        down, across = self._margins(shape)
        if isinstance(down, int) and isinstance(across, int):
            return down >= 0 and across >= 0
        return self.backend.numpy.logical_and(down >= 0, across >= 0)

    def _either(self, condition, first, second):
        """What one of two functions gives, by a boolean or a tensor of one."""
        if isinstance(condition, bool):
            return first() if condition else second()
        return self.backend.core.cond(condition, first, second)

    def _window(self, images, top, left):
        """The part of `(self.height, self.width)` that begins at a place."""
        if isinstance(top, int) and isinstance(left, int):
            window = [slice(None)] * len(images.shape)
            window[self.height_axis] = slice(top, top + self.height)
            window[self.width_axis] = slice(left, left + self.width)
            return images[tuple(window)]
        starts = [0] * len(images.shape)
        sizes = list(self.backend.shape(images))
        starts[self.height_axis], starts[self.width_axis] = top, left
        sizes[self.height_axis], sizes[self.width_axis] = self.height, self.width
        starts = self.backend.numpy.stack([self.backend.cast(start, "int32") for start in starts])
        return self.backend.core.slice(images, starts, tuple(sizes))

    def _to_aspect(self, images, interpolation="bilinear"):
        """The greatest middle part with the target's proportions, resized to the target."""
        size = (self.height, self.width)
        return self.backend.image.resize(
            images, size, interpolation=interpolation, data_format=self.data_format, crop_to_aspect_ratio=True
        )

    def _cut_boxes(self, bounding_boxes, shape, top, left):
        def move(x1, y1, x2, y2):
            across, down = (self.backend.cast(offset, x1.dtype) for offset in (left, top))
            return x1 - across, y1 - down, x2 - across, y2 - down

        return self._move_boxes(bounding_boxes, shape, move, (float(self.height), float(self.width)))

    def _boxes_to_aspect(self, bounding_boxes, shape):
        """Boxes that follow `_to_aspect`."""
        height, width = self._image_size(shape)
        part = (
            self._extreme("minimum", height, width * self.height // self.width),
            self._extreme("minimum", width, height * self.width // self.height),
        )
        return self._scale_boxes(bounding_boxes, shape, part)

    def _scale_boxes(self, bounding_boxes, shape, part):
        """Boxes that follow when a middle part, or a frame, of some height and width is resized to the target."""
        size = (float(self.height), float(self.width))
        top, left = ((old - new) // 2 for old, new in zip(self._image_size(shape), part))
        part = [self.backend.cast(length, "float32") for length in part]

        def move(x1, y1, x2, y2):
            x, y = self.backend.cast(left, x1.dtype), self.backend.cast(top, y1.dtype)
            across, down = size[1] / part[1], size[0] / part[0]
            return (x1 - x) * across, (y1 - y) * down, (x2 - x) * across, (y2 - y) * down

        return self._move_boxes(bounding_boxes, shape, move, size)

    def compute_output_shape(self, input_shape):
        if isinstance(input_shape, dict):
            sized = ("images", "segmentation_masks")
            return {key: self._sized(shape) if key in sized else shape for key, shape in input_shape.items()}
        return self._sized(input_shape)

    def _sized(self, shape):
        if len(shape) not in (3, 4):
            raise ValueError(
                f"Argument `input_shape` of {type(self).__name__} must be the shape of an image or of a batch of them. "
                f"Received: input_shape={tuple(shape)}"
            )
        shape = list(shape)
        shape[self.height_axis], shape[self.width_axis] = self.height, self.width
        return tuple(shape)
