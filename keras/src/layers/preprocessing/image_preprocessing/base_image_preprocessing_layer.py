import math

from keras.src import backend as active_backend
from keras.src import tree
from keras.src.layers.preprocessing.data_layer import DataLayer
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.bounding_boxes import formats
from keras.src.random.seed_generator import SeedGenerator
from keras.src.utils.backend_utils import in_tf_graph

_TRANSFORMS = {  # key of the data: methods for a batch, and for one sample
    "images": ("transform_images", "transform_single_image"),
    "labels": ("transform_labels", "transform_single_label"),
    "bounding_boxes": ("transform_bounding_boxes", "transform_single_bounding_box"),
    "segmentation_masks": ("transform_segmentation_masks", "transform_single_segmentation_mask"),
}


def _mapped(convert, keep, data):
    """The parts of a dict converted, but bounding boxes: coordinates are not cast to less than they need."""
    return {
        key: tree.map_structure(keep if key == "bounding_boxes" else convert, part) for key, part in data.items()
    }


class BaseImagePreprocessingLayer(DataLayer):
    """Base of the layers that change images, and along with them labels, bounding boxes and segmentation masks.

    The call takes images, `(height, width, channels)` or a batch of them, or a dict with the keys `images`, `labels`,
    `bounding_boxes` (a dict of `boxes` and `labels`) and `segmentation_masks`. It draws one transformation and gives it
    to a method for each kind of data. A subclass defines `get_random_transformation(data, training, seed)`, whose
    result may be anything, and for the kinds it supports `transform_images(images, transformation, training)`,
    `transform_labels`, `transform_bounding_boxes` and `transform_segmentation_masks`; these get batches. It computes
    with `self.backend`, so that it runs inside `tf.data` too.

    Args:
        factor: Number, or pair of numbers from lowest to highest: the strength. A number `x` stands for `(-x, x)`, or
            for `(lower bound, x)` if the lower bound of the class, `_FACTOR_BOUNDS`, is not negative.
        bounding_box_format: String, such as `"xyxy"`, needed where there are bounding boxes.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
    """

    _USE_BASE_FACTOR = True
    _FACTOR_BOUNDS = (-1, 1)
    _CONFIG = ()  # names of the attributes that `get_config` writes besides those of this class

    def __init__(self, factor=None, bounding_box_format=None, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.bounding_box_format = bounding_box_format
        self.data_format = active_backend.standardize_data_format(data_format)
        last = self.data_format == "channels_last"
        self.height_axis, self.width_axis, self.channel_axis = (-3, -2, -1) if last else (-2, -1, -3)
        if self._USE_BASE_FACTOR:
            self._set_factor(factor or 0)

    def _set_factor(self, factor):
        self.factor = self._factor("factor", factor)

    def _factor(self, name, factor):
        """The argument `name`, a number or a pair of them, as a pair from lowest to highest."""
        return factors.pair(self, name, factor, self._FACTOR_BOUNDS)

    def _set_seed(self, seed):
        """Keeps the seed, and makes the generator that the layer draws from."""
        self.seed = seed
        self.generator = SeedGenerator(seed)

    # What a subclass defines

    def get_random_transformation(self, data, training=True, seed=None):
        return None

    def _transform_images(self, images, transformation, interpolation):
        """Moves pixels: of images by `self.interpolation`, of masks by the nearest one."""
        raise NotImplementedError

    def transform_images(self, images, transformation, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        return self._transform_images(images, transformation, self.interpolation) if training else images

    def transform_segmentation_masks(self, segmentation_masks, transformation, training=True):
        if not training:
            return segmentation_masks
        return self._transform_images(segmentation_masks, transformation, "nearest")

    def transform_labels(self, labels, transformation, training=True):
        raise self._has_no_rule("labels")

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        raise self._has_no_rule("bounding_boxes")

    def _has_no_rule(self, key):
        return NotImplementedError(f"{type(self).__name__} does not support the key {key!r} of argument `data`.")

    # One sample is a batch of one

    def transform_single_image(self, image, transformation, training=True):
        return self._alone(self.transform_images, image, transformation, training)

    def transform_single_label(self, label, transformation, training=True):
        return self._alone(self.transform_labels, label, transformation, training)

    def transform_single_bounding_box(self, bounding_box, transformation, training=True):
        return self._alone(self.transform_bounding_boxes, bounding_box, transformation, training)

    def transform_single_segmentation_mask(self, segmentation_mask, transformation, training=True):
        return self._alone(self.transform_segmentation_masks, segmentation_mask, transformation, training)

    def _alone(self, transform, sample, transformation, training):
        numpy = self.backend.numpy
        batch = tree.map_structure(lambda x: numpy.expand_dims(x, 0), sample)
        outputs = transform(batch, transformation=transformation, training=training)
        return tree.map_structure(lambda x: numpy.squeeze(x, 0), outputs)

    # The call

    def _convert_call_argument(self, value, convert):
        if isinstance(value, list):  # an image as nested lists
            value = self.backend.convert_to_tensor(value)
        if not isinstance(value, dict):
            return super()._convert_call_argument(value, convert)
        policy, dtype = self.dtype_policy, self.input_dtype
        return _mapped(convert, lambda x: policy.convert_input(x, False, dtype), value)

    def _as_tf_tensors(self, inputs):
        if not isinstance(inputs, dict):
            return super()._as_tf_tensors(inputs)
        return _mapped(self._as_tf_tensor, self.backend.convert_to_tensor, inputs)

    def call(self, data, training=True):
        if in_tf_graph():
            data = self._with_float_images(data)
        images = self._images_of(data)
        batched = self._is_batched(images)
        seed = self._get_seed_generator(self.backend.name, at_first_draw=True)
        transformation = self.get_random_transformation(data, training=training, seed=seed)
        if not isinstance(data, dict):
            transform = self.transform_images if batched else self.transform_single_image
            return transform(data, transformation=transformation, training=training)
        if "bounding_boxes" in data:
            self._check_bounding_boxes(data["bounding_boxes"])
        outputs = dict(data)
        for key, (of_batch, of_sample) in _TRANSFORMS.items():
            if key in data:
                transform = getattr(self, of_batch if batched else of_sample)
                outputs[key] = transform(data[key], transformation=transformation, training=training)
        return outputs

    def _with_float_images(self, data):
        """The data with its images in the compute dtype: pipelines give one dtype, with `training=False` too."""
        images = self.backend.cast(self._images_of(data), self.compute_dtype)
        return {**data, "images": images} if isinstance(data, dict) else images

    def _images_of(self, data):
        if not isinstance(data, dict):
            return data
        if "images" not in data:
            raise ValueError(f"Argument `data` of {self.name!r} lacks the key 'images'. Received: keys {list(data)}")
        return data["images"]

    def _is_batched(self, images):
        rank = len(images.shape)
        if rank not in (3, 4):
            raise ValueError(
                f"Argument `data` of {self.name!r} must be an image, of rank 3, or a batch of images, of rank 4. "
                f"Received: data.shape={tuple(images.shape)}"
            )
        return rank == 4

    def _check_bounding_boxes(self, boxes):
        if not self.bounding_box_format:
            raise ValueError(
                f"Argument `bounding_box_format` of {type(self).__name__} is needed to transform bounding boxes, such "
                "as bounding_box_format='xyxy'. Received: bounding_box_format=None"
            )
        if not isinstance(boxes, dict) or "boxes" not in boxes or "labels" not in boxes:
            raise ValueError(
                f"The bounding boxes in argument `data` of {self.name!r} must be a dict with the keys 'boxes' and "
                f"'labels'. Received: {boxes}"
            )

    # What subclasses compute with

    @property
    def _float_dtype(self):
        """The compute dtype; of layers that give integers float32."""
        return self.compute_dtype if active_backend.is_float_dtype(self.compute_dtype) else "float32"

    def _batch_size(self, images):
        """How many images there are: 1 if they are no batch."""
        return self.backend.shape(images)[0] if len(images.shape) == 4 else 1

    def _shape_per_image(self, images):
        """Shape of one number for each image, to be broadcast over its pixels."""
        return (self.backend.shape(images)[0], 1, 1, 1) if len(images.shape) == 4 else (1, 1, 1)

    def _image_size(self, shape):
        """Height and width out of the shape of images."""
        return shape[self.height_axis], shape[self.width_axis]

    def _extreme(self, name, a, b):
        """`"minimum"` or `"maximum"` of two sizes, which may be tensors where they are not known."""
        if isinstance(a, (int, float)) and isinstance(b, (int, float)):
            return min(a, b) if name == "minimum" else max(a, b)
        return getattr(self.backend.numpy, name)(a, b)

    def _float_size(self, shape):
        """Height and width as floats: numbers, or tensors where they are not known."""
        return tuple(
            float(size) if isinstance(size, int) else self.backend.cast(size, "float32")
            for size in self._image_size(shape)
        )

    def _move_boxes(self, bounding_boxes, shape, move, new_size=None):
        """Bounding boxes of images of a `shape` after `move`, cut where the images end.

        Args:
            move: Function of `x1, y1, x2, y2`, tensors `(batch, boxes)` in pixels, that gives the same of the result.
            new_size: Height and width of the result, where they change.

        Returns:
            Dict of `boxes` in the layer's format, and `labels`, -1 for boxes of which nothing is left.
        """
        numpy, box_format = self.backend.numpy, self.bounding_box_format
        height, width = self._float_size(shape)
        boxes = self.backend.cast(bounding_boxes["boxes"], "float32")
        boxes = formats.convert(numpy, boxes, box_format, "xyxy", height, width)
        corners = move(*(boxes[..., i] for i in range(4)))
        height, width = new_size or (height, width)
        ends = (width, height, width, height)
        corners = [numpy.minimum(numpy.maximum(corner, 0.0), end) for corner, end in zip(corners, ends)]
        x1, y1, x2, y2 = corners
        labels = self.backend.cast(bounding_boxes["labels"], "int32")
        labels = numpy.where(numpy.logical_or(x2 <= x1, y2 <= y1), -1, labels)
        boxes = formats.convert(numpy, numpy.stack(corners, axis=-1), "xyxy", box_format, height, width)
        return {**bounding_boxes, "boxes": boxes, "labels": labels}

    def _extent(self, flags):
        """Where along the last axis the first True is, and where the last one ends, as floats; 0 and 0 without any."""
        numpy, flags = self.backend.numpy, self.backend.cast(flags, "int32")
        end = self.backend.shape(flags)[-1] - numpy.argmax(numpy.flip(flags, -1), -1)
        end = numpy.where(numpy.any(flags, -1), end, 0)
        return self.backend.cast(numpy.argmax(flags, -1), "float32"), self.backend.cast(end, "float32")

    def _unwrap_value_range(self, value_range, dtype="float32"):
        low, high = value_range
        return self.backend.convert_to_tensor(low, dtype=dtype), self.backend.convert_to_tensor(high, dtype=dtype)

    def _transform_value_range(self, images, original_range, target_range, dtype="float32"):
        """Images scaled and shifted from one range of values to another."""
        if tuple(original_range) == tuple(target_range):
            return images
        low, high = self._unwrap_value_range(original_range, dtype=dtype)
        new_low, new_high = self._unwrap_value_range(target_range, dtype=dtype)
        return (images - low) / (high - low) * (new_high - new_low) + new_low

    def _clipped(self, images):
        """Images limited to `value_range`, in their dtype."""
        return self.backend.cast(self.backend.numpy.clip(images, *self.value_range), images.dtype)

    def _draw_chosen(self, images, seed):
        """For each image whether it is chosen, by a probability that is drawn from the range of `factor`."""
        random, shape, (low, high) = self.backend.random, (self._batch_size(images),), self.factor
        probability = random.uniform(shape, minval=low, maxval=high, seed=seed)
        return random.uniform(shape, minval=0.0, maxval=1.0, seed=seed) < probability

    def _draw_rectangles(self, images, width_part, height_part, seed):
        """Masks over images of rectangles of a size, in parts of the image, at random places."""
        shape, dtype = self.backend.shape(images), self.compute_dtype
        count, rectangles = self._batch_size(images), True
        for axis, part in ((self.width_axis, width_part), (self.height_axis, height_part)):
            size = self._float_size(shape)[axis == self.width_axis]
            draw = self.backend.random.uniform((count,), minval=0, maxval=1, dtype=dtype, seed=seed)
            start = (size - part * size) * draw
            start, stop = (self.backend.numpy.reshape(x, (-1, 1, 1, 1)) for x in (start, start + part * size))
            places = self.backend.numpy.arange(0, shape[axis], dtype=dtype)
            places = self.backend.numpy.reshape(places, [-1 if a == axis + 4 else 1 for a in range(4)])
            inside = self.backend.numpy.logical_and(places >= start, places < stop)
            rectangles = self.backend.numpy.logical_and(rectangles, inside)
        return rectangles

    def _choose(self, chosen, changed, images):
        """The changed images where they are chosen, the others elsewhere."""
        return self.backend.cast(self.backend.image.choose(chosen, changed, images), images.dtype)

    def _compute_affine_matrix(
        self, center_x, center_y, angle, translate_x, translate_y, scale, shear_x, shear_y, height, width
    ):
        """Coefficients that lead from a pixel of the result back to the place it is taken from.

        The image is turned by `angle` and sheared (in degrees) and scaled about a center (in parts of the image), and
        moved (in pixels).

        Args: tensors of shape `(batch,)`, but `height` and `width`, which are numbers.

        Returns:
            Tensor `(batch, 8)`, as `keras.ops.image.affine_transform` takes it.
        """
        numpy = self.backend.numpy
        radians = math.pi / 180
        cosine, sine = numpy.cos(angle * radians), numpy.sin(angle * radians)
        along_x, along_y = numpy.tan(shear_x * radians), numpy.tan(shear_y * radians)
        x, y = center_x * (width - 1), center_y * (height - 1)
        a0, a1 = scale * (cosine + along_x * sine), scale * (along_x * cosine - sine)
        b0, b1 = scale * (along_y * cosine + sine), scale * (cosine - along_y * sine)
        a2, b2 = x - a0 * x - a1 * y + translate_x, y - b0 * x - b1 * y + translate_y
        zero = numpy.zeros_like(a0)
        return numpy.stack((a0, a1, a2, b0, b1, b2, zero, zero), axis=1)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        config = super().get_config() | {"data_format": self.data_format}
        if self.bounding_box_format is not None:
            config["bounding_box_format"] = self.bounding_box_format
        return config | {name: getattr(self, name) for name in self._CONFIG}
