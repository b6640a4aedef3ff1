from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing.sizing import SizingLayer
from keras.src.random.seed_generator import SeedGenerator, make_default_seed


@keras_export("keras.layers.RandomCrop")
class RandomCrop(SizingLayer):
    """Cuts a window out of images at a random place, the same for all images of a batch.

    Images that are smaller than the target, and all with `training=False`, are cut to the target's proportions in the
    middle and resized.

    Args:
        height: Positive integer, height of the output.
        width: Positive integer, width of the output.
        seed: Integer to fix the draws. Default None: one is drawn.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        name: String, name of the layer.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same with the target's height and width, in the compute dtype.

    Example:

    >>> keras.layers.RandomCrop(2, 2)(keras.ops.ones((1, 4, 5, 3))).shape == (1, 2, 2, 3)
    True
    """

    _CONFIG = ("height", "width", "seed")

    def __init__(self, height, width, seed=None, data_format=None, name=None, **kwargs):
        super().__init__(height, width, data_format=data_format, name=name, **kwargs)
        self.seed = make_default_seed() if seed is None else seed
        self.generator = SeedGenerator(seed)  # begins elsewhere without a seed, as in the reference

    def get_random_transformation(self, data, training=True, seed=None):
        """The upper left corner of the window, whether it is inside of the images, and the shape of these."""
        shape = self.backend.shape(self._images_of(data))
        inside = self._is_inside(shape) if training else False
        corner = (0, 0)
        if inside is not False:
            corner = tuple(self._draw_offset(margin, seed) for margin in self._margins(shape))
        return {"corner": corner, "inside": inside, "input_shape": shape}

    def _draw_offset(self, margin, seed):
        if isinstance(margin, int) and margin == 0:
            return 0
        ends = float(margin + 1) if isinstance(margin, int) else self.backend.cast(margin + 1, "float32")
        return self.backend.cast(self.backend.random.uniform((), 0, maxval=ends, seed=seed), "int32")

    def transform_images(self, images, transformation, training=True):
        return self._cropped(images, transformation, "bilinear")

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        return self._cropped(segmentation_masks, transformation, "nearest")

    def _cropped(self, images, transformation, interpolation):
        images = self.backend.cast(images, self.compute_dtype)
        return self._either(
            transformation["inside"],
            lambda: self._window(images, *transformation["corner"]),
            lambda: self._to_aspect(images, interpolation),
        )

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        shape = transformation["input_shape"]
        return self._either(
            transformation["inside"],
            lambda: self._cut_boxes(bounding_boxes, shape, *transformation["corner"]),
            lambda: self._boxes_to_aspect(bounding_boxes, shape),
        )

    def compute_output_shape(self, input_shape, *args, **kwargs):
        return super().compute_output_shape(input_shape)
