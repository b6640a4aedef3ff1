"""What the architectures share: the checks of their arguments, their input, their head and their weight files."""
import os
import warnings

from keras.src import activations, backend, layers
from keras.src.applications.imagenet_utils import obtain_input_shape
from keras.src.models.functional import Functional
from keras.src.ops.operation_utils import get_source_inputs
from keras.src.utils import file_utils

STORAGE = "https://storage.googleapis.com"


class Architecture:
    """The arguments of one call of an architecture, checked, and what follows from them.

    Attributes:
        input: The symbolic images that the blocks begin with.
        channels: Axis of the channels, 3 or 1.
        channels_last: Axis of the channels counted from the end where it is the last, -1 or 1.
    """

    def __init__(
        self, include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name, size=224, minimum=32, flatten=None, any_channels=False,
    ):
        self.include_top, self.weights, self.input_tensor = include_top, weights, input_tensor
        self.pooling, self.classes, self.activation, self.name = (
            pooling,
            classes,
            classifier_activation,
            name,
        )
        self._check()
        first = backend.image_data_format() == "channels_first"
        self.channels, self.channels_last = (1, 1) if first else (3, -1)
        self.input_shape = obtain_input_shape(
            input_shape,
            default_size=size,
            min_size=minimum,
            data_format=backend.image_data_format(),
            require_flatten=include_top if flatten is None else flatten,
            weights=weights,
            any_channels=any_channels,
        )
        self.input = layers.Input(self.input_shape) if input_tensor is None else input_tensor

    def _check(self):
        weights = self.weights
        if weights not in (None, "imagenet") and not file_utils.exists(weights):
            raise ValueError(
                f"Argument `weights` of {self.name} must be None, 'imagenet' or the path of a file. "
                f"Received: weights={weights!r}"
            )
        if weights == "imagenet" and self.include_top and self.classes != 1000:
            raise ValueError(
                f"Argument `classes` of {self.name} must be 1000 with weights='imagenet' and its top. "
                f"Received: classes={self.classes}"
            )
        if self.input_tensor is not None and not backend.is_keras_tensor(self.input_tensor):
            raise ValueError(
                f"Argument `input_tensor` of {self.name} must be a KerasTensor. "
                f"Received: input_tensor={self.input_tensor} (of type {type(self.input_tensor).__name__})"
            )
        plain = (None, activations.linear, activations.softmax)
        if (
            weights is not None
            and self.include_top
            and activations.get(self.activation) not in plain
        ):
            raise ValueError(
                f"Argument `classifier_activation` of {self.name} must be None or 'softmax' with pretrained "
                f"weights. Received: classifier_activation={self.activation!r}"
            )

    def shape(self, height, width, channels):
        """A shape in the order of the image data format."""
        return (channels, height, width) if self.channels == 1 else (height, width, channels)

    @property
    def height(self):
        return self.input_shape[self.channels % 3]

    def pooled(self, x, average=None, maximum=None):
        """`x` after the pooling that `pooling` asks for, in layers of these names."""
        if self.pooling == "avg":
            return layers.GlobalAveragePooling2D(name=average)(x)
        if self.pooling == "max":
            return layers.GlobalMaxPooling2D(name=maximum)(x)
        return x

    def classifier(self, x, name="predictions", **options):
        """The layer that tells the classes apart."""
        return layers.Dense(self.classes, activation=self.activation, name=name, **options)(x)

    def head(self, x, average="avg_pool", maximum=None, top=None):
        """Average pooling and the classifier, or what `pooling` asks for where there is no top."""
        if not self.include_top:
            return self.pooled(x, None if top else average, maximum)
        return self.classifier(layers.GlobalAveragePooling2D(name=top or average)(x))

    def model(self, outputs, files=None):
        """The model from the input to `outputs`, with its weights loaded.

        Args:
            outputs: Symbolic tensor.
            files: `(folder, name with the top, its hash, name without, its hash)` of the published weights, or
                None where there are none.
        """
        inputs = self.input if self.input_tensor is None else get_source_inputs(self.input_tensor)
        model = Functional(inputs, outputs, name=self.name)
        if self.weights == "imagenet":
            model.load_weights(download(files, self.include_top))
        elif self.weights is not None:
            model.load_weights(os.fspath(self.weights))
        return model


def download(files, include_top):
    """The path of a published weight file, downloaded where it is not there yet."""
    folder, *both = files
    folder = f"tensorflow/keras-applications/{folder}" if folder else "keras-applications"
    name, file_hash = both[:2] if include_top else both[2:]
    return file_utils.get_file(
        name, f"{STORAGE}/{folder}/{name}", cache_subdir="models", file_hash=file_hash
    )


def kernels(folder, name, top, no_top):
    """The `files` of the many architectures whose files are named alike; the last two are the hashes."""
    stem = f"{name}_weights_tf_dim_ordering_tf_kernels"
    return folder, f"{stem}.h5", top, f"{stem}_notop.h5", no_top


def one_of(architecture, allowed, **argument):
    """Raises unless the argument is among those with published weights."""
    ((name, value),) = argument.items()
    if value not in allowed:
        raise ValueError(
            f"Argument `{name}` of {architecture} must be one of {allowed} with weights='imagenet'. "
            f"Received: {name}={value}"
        )


def _square(input_shape, sizes):
    """The side of square images of one of `sizes`, or None for other images."""
    if input_shape is None or len(input_shape) != 3:
        return None
    first = backend.image_data_format() == "channels_first"
    rows, columns = input_shape[1:] if first else input_shape[:2]
    return rows if rows == columns and rows in sizes else None


def trained_size(input_shape, sizes, default):
    """The side of the images: that of `input_shape` where there are weights for it."""
    return _square(input_shape, sizes) or default


def square_size(input_shape, sizes, default):
    """As `trained_size`, with a warning where it is not the side of `input_shape`."""
    size = _square(input_shape, sizes)
    if size is None:
        warnings.warn(
            f"There are pretrained weights for square images of the sizes {list(sizes)} only. "
            f"Those for {default} are loaded. Received: input_shape={input_shape}",
            stacklevel=3,
        )
    return size or default


def shape_of_tensor(architecture, input_shape, input_tensor):
    """`input_shape`, or the shape of `input_tensor`, which must be the same where both are given."""
    if not backend.is_keras_tensor(input_tensor):
        return input_shape
    shape = tuple(input_tensor.shape[1:])
    if input_shape is not None and tuple(input_shape) != shape:
        raise ValueError(
            f"Arguments `input_shape` and `input_tensor` of {architecture} must be of one shape. "
            f"Received: input_shape={input_shape}, input_tensor of shape {shape}"
        )
    return shape


def rounded_channels(channels, divisor=8, minimum=None):
    """`channels` as a multiple of `divisor`, at most a tenth lower."""
    rounded = max(minimum or divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels else rounded
