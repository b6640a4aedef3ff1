from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)


class PixelwiseLayer(BaseImagePreprocessingLayer):
    """Base of the image layers that leave every pixel at its place: labels, boxes and masks stay as they are."""

    def transform_labels(self, labels, transformation, training=True):
        return labels

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        return bounding_boxes

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        return segmentation_masks

    def _in_hsv(self, images, factor, change):
        """RGB images changed by `change(hue, saturation, value, factor)`, one factor for each image."""
        numpy, dtype = self.backend.numpy, self._float_dtype
        images = self.backend.cast(images, dtype)
        images = self._transform_value_range(images, self.value_range, (0, 1), dtype=dtype)
        images = self.backend.image.rgb_to_hsv(images, data_format=self.data_format)
        hue, saturation, value = numpy.split(images, 3, axis=self.channel_axis)
        factor = numpy.reshape(self.backend.cast(factor, dtype), (-1, 1, 1, 1))
        images = numpy.concatenate(change(hue, saturation, value, factor), axis=self.channel_axis)
        images = self.backend.image.hsv_to_rgb(images, data_format=self.data_format)
        images = self._transform_value_range(images, (0, 1), self.value_range, dtype=dtype)
        return self.backend.cast(images, self.compute_dtype)
