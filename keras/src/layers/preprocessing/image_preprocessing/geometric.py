from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)


class GeometricLayer(BaseImagePreprocessingLayer):
    """Base of the layers that move pixels by a projective map.

    A subclass defines `_matrix(transformation)`: for each image the 8 coefficients of the map that leads from a pixel
    of the result to the place it is taken from, as `keras.ops.image.affine_transform` takes them. Bounding boxes follow
    by its inverse.
    """

    _USE_BASE_FACTOR = False

    def __init__(self, interpolation, fill_mode, fill_value, seed, data_format, factor=None, **kwargs):
        super().__init__(factor=factor, data_format=data_format, **kwargs)
        self._set_seed(seed)
        self.interpolation = factors.known(self, factors.INTERPOLATIONS, interpolation=interpolation)
        self.fill_mode = factors.known(self, factors.FILL_MODES, fill_mode=fill_mode)
        self.fill_value = fill_value

    def _matrix(self, transformation):
        raise NotImplementedError

    def _sizes(self, data):
        """Shape of the images, how many they are, and their height and width."""
        images = self._images_of(data)
        shape = self.backend.shape(images)
        return shape, self._batch_size(images), *self._float_size(shape)

    def _transform_images(self, images, transformation, interpolation):
        return self.backend.image.affine_transform(
            images, self._matrix(transformation), interpolation=interpolation,
            fill_mode=self.fill_mode, fill_value=self.fill_value, data_format=self.data_format,
        )

    def transform_labels(self, labels, transformation, training=True):
        return labels

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        if not training:
            return bounding_boxes
        matrix = self._matrix(transformation)
        return self._move_boxes(
            bounding_boxes, transformation["input_shape"], lambda *corners: self._enclose(matrix, *corners)
        )

    def _enclose(self, matrix, x1, y1, x2, y2):
        """The boxes around boxes that went through the inverse of the map."""
        numpy = self.backend.numpy
        x, y = numpy.stack((x1, x2, x1, x2), axis=-1), numpy.stack((y1, y1, y2, y2), axis=-1)
        matrix = numpy.reshape(self.backend.cast(matrix, x.dtype), (-1, 1, 1, 8))
        a0, a1, a2, b0, b1, b2, c0, c1 = (matrix[..., i] for i in range(8))
        depth = (b0 * c1 - b1 * c0) * x + (a1 * c0 - a0 * c1) * y + a0 * b1 - a1 * b0
        to_x = ((b1 - b2 * c1) * x + (a2 * c1 - a1) * y + a1 * b2 - a2 * b1) / depth
        to_y = ((b2 * c0 - b0) * x + (a0 - a2 * c0) * y + a2 * b0 - a0 * b2) / depth
        least, most = numpy.min, numpy.max
        return least(to_x, axis=-1), least(to_y, axis=-1), most(to_x, axis=-1), most(to_y, axis=-1)

    def get_transformed_x_y(self, x, y, transform):
        """Where points `(x, y)` go by a map of 8 coefficients, the last axis of `transform`."""
        a0, a1, a2, b0, b1, b2, c0, c1 = self.backend.numpy.split(transform, 8, axis=-1)
        depth = c0 * x + c1 * y + 1
        return (a0 * x + a1 * y + a2) / depth, (b0 * x + b1 * y + b2) / depth

    def _shift(self, bounding_boxes, x, y):
        """Boxes given from corner to corner, moved by `(-x, -y)`."""
        numpy = self.backend.numpy
        x1, y1, x2, y2 = numpy.split(bounding_boxes["boxes"], 4, axis=-1)
        return {**bounding_boxes, "boxes": numpy.concatenate([x1 - x, y1 - y, x2 - x, y2 - y], axis=-1)}
