from keras.src.backend.common import dtypes
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)


class MixingLayer(BaseImagePreprocessingLayer):
    """Base of the layers that mix every sample of a batch with another; the transformation has its `mix_weight`."""

    def _mix(self, x, transformation):
        """`weight * x + (1 - weight) * other`, one weight for each sample."""
        numpy = self.backend.numpy
        dtype = dtypes.result_type(x.dtype, transformation["mix_weight"].dtype)
        x, weight = (self.backend.cast(a, dtype) for a in (x, transformation["mix_weight"]))
        weight = numpy.reshape(weight, (-1,) + (1,) * (len(x.shape) - 1))
        return weight * x + (1 - weight) * self._others(x, transformation)

    def _others(self, x, transformation):
        return self.backend.numpy.take(x, transformation["permutation_order"], axis=0)

    def _draw_order(self, images, seed):
        order = self.backend.numpy.arange(0, self._batch_size(images), dtype="int32")
        return self.backend.random.shuffle(order, seed=seed)

    def transform_labels(self, labels, transformation, training=True):
        return self._mix(self._float(labels), transformation) if self._applies(transformation, training) else labels

    def _applies(self, transformation, training):
        return training and transformation is not None

    def _float(self, x):
        """Integers as floats; floats as they are."""
        return x if "float" in dtypes.standardize(x.dtype) else self.backend.cast(x, self.compute_dtype)
