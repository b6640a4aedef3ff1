from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing.mixing import MixingLayer


@keras_export("keras.layers.CutMix")
class CutMix(MixingLayer):
    """Pastes into each image a random rectangle of another image of the batch, and mixes their labels.

    A weight `w` is drawn for each image from a Beta(a, a) distribution, with an `a` drawn for the call from the range
    of `factor`. The rectangle has `sqrt(1 - w)` of the height and width; the label becomes `w * label + (1 - w) *
    other`. An image has its own bounding boxes, around what the rectangle leaves of them, and those of the other image,
    cut at the rectangle. Single images, and all with `training=False`, are left alone.

    Args:
        factor: Number in [0, 1], or pair of them; a number `x` stands for `(0, x)`. Default 1.0.
        seed: Integer to fix the draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: The arguments of every layer.

    Input: batch of images, or dict with the keys `images` and `labels` (float, one-hot), and others.

    Output: the same shape, in the compute dtype.

    Reference: CutMix (Yun et al., 2019), https://arxiv.org/abs/1905.04899

    Example:

    >>> data = {"images": keras.ops.ones((2, 4, 4, 3)), "labels": keras.ops.eye(2)}
    >>> mixed = keras.layers.CutMix(seed=1)(data)
    >>> keras.ops.convert_to_numpy(keras.ops.round(keras.ops.sum(mixed["labels"], axis=1))).tolist()
    [1.0, 1.0]
    """

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("factor", "seed")

    def __init__(self, factor=1.0, seed=None, data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = self._factor("factor", factor)
        self._set_seed(seed)

    def get_random_transformation(self, data, training=True, seed=None):
        images = self._images_of(data)
        if not training or len(images.shape) == 3:
            return None
        random, dtype, (low, high) = self.backend.random, self.compute_dtype, self.factor
        alpha = random.uniform((), minval=low, maxval=high, dtype=dtype, seed=seed)
        weight = random.beta((self._batch_size(images),), alpha, alpha, dtype=dtype, seed=seed)
        part = self.backend.numpy.sqrt(1.0 - weight)
        masks = self._draw_rectangles(images, part, part, seed)
        return {"permutation_order": self._draw_order(images, seed), "batch_masks": masks, "mix_weight": weight}

    def transform_images(self, images, transformation=None, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        return self._paste(images, transformation) if self._applies(transformation, training) else images

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        if not self._applies(transformation, training):
            return segmentation_masks
        return self._paste(segmentation_masks, transformation)

    def _paste(self, images, transformation):
        others = self._others(images, transformation)
        return self.backend.numpy.where(transformation["batch_masks"], others, images)

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        if not self._applies(transformation, training):
            return bounding_boxes
        numpy, masks = self.backend.numpy, transformation["batch_masks"]
        axes = ((self.height_axis, self.channel_axis), (self.width_axis, self.channel_axis))
        columns, rows = (self._extent(numpy.any(masks, axis=axis)) for axis in axes)
        left, right, top, bottom = (numpy.expand_dims(end, 1) for end in (*columns, *rows))

        def shown(x1, y1, x2, y2):
            most, least = numpy.maximum, numpy.minimum
            return most(x1, left), most(y1, top), least(x2, right), least(y2, bottom)

        def left_over(x1, y1, x2, y2):
            across = numpy.logical_and(left <= x1, x2 <= right)
            down = numpy.logical_and(top <= y1, y2 <= bottom)
            (x1, x2), (y1, y2) = self._without(x1, x2, left, right, down), self._without(y1, y2, top, bottom, across)
            return x1, y1, x2, y2

        shape = self.backend.shape(masks)
        others = tree.map_structure(lambda x: self._others(x, transformation), bounding_boxes)
        own, others = self._move_boxes(bounding_boxes, shape, left_over), self._move_boxes(others, shape, shown)
        return tree.map_structure(lambda *both: numpy.concatenate(both, axis=1), own, others)

    def _without(self, start, end, low, high, hidden):
        """The span from `start` to `end` without what that from `low` to `high` takes off its ends, where `hidden`."""
        numpy, both = self.backend.numpy, self.backend.numpy.logical_and
        begun = numpy.where(both(hidden, low <= start), numpy.clip(high, start, end), start)
        return begun, numpy.where(both(hidden, high >= end), numpy.clip(low, begun, end), end)
