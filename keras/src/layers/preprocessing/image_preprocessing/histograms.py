from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


class HistogramLayer(PixelwiseLayer):
    """Base of the image layers that count how often values occur.

    They work on planes, a float tensor `(images * channels, height, width)`.
    """

    _USE_BASE_FACTOR = False

    def _to_planes(self, images):
        if self.channel_axis == -1:
            images = self.backend.numpy.transpose(images, (0, 3, 1, 2))
        _, _, height, width = self.backend.shape(images)
        return self.backend.cast(self.backend.numpy.reshape(images, (-1, height, width)), "float32")

    def _from_planes(self, planes, channels):
        _, height, width = self.backend.shape(planes)
        images = self.backend.numpy.reshape(planes, (-1, channels, height, width))
        return self.backend.numpy.transpose(images, (0, 2, 3, 1)) if self.channel_axis == -1 else images

    def _places(self, bins, number):
        """Bins of planes as places in the histograms of all planes, one after the other."""
        planes = self.backend.numpy.arange(0, self.backend.shape(bins)[0], dtype="int32")
        return bins + self.backend.numpy.reshape(planes, (-1, 1, 1)) * number

    def _histograms(self, bins, number):
        """How often each of a number of bins occurs in each plane: float tensor `(planes, number)`."""
        places = self.backend.numpy.reshape(self._places(bins, number), (-1,))
        ones = self.backend.cast(self.backend.numpy.ones_like(places), "float32")
        size = self.backend.shape(bins)[0] * number
        return self.backend.numpy.reshape(self.backend.math.segment_sum(ones, places, num_segments=size), (-1, number))

    def _look_up(self, tables, bins):
        """For each element of the planes the entry of its bin in the table `(planes, bins)` of its plane."""
        places = self._places(bins, tables.shape[-1])
        return self.backend.numpy.take(self.backend.numpy.reshape(tables, (-1,)), places, axis=0)
