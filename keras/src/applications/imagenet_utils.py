import json
import warnings

import numpy as np

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.utils import file_utils

CLASS_INDEX_PATH = (
    "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json"
)
CLASS_INDEX = None

MODES = ("caffe", "tf", "torch")
CAFFE_MEANS = (103.939, 116.779, 123.68)  # of blue, green and red
TORCH_MEANS = (0.485, 0.456, 0.406)
TORCH_DEVIATIONS = (0.229, 0.224, 0.225)


@keras_export("keras.applications.imagenet_utils.preprocess_input")
def preprocess_input(x, data_format=None, mode="caffe"):
    """Brings images into the range that an architecture was trained on.

    Args:
        x: Array or tensor of shape `(..., height, width, 3)`, or channels first: red, green and blue from 0 to
            255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.
        mode: `"caffe"`: to blue, green, red, less ImageNet's means. `"tf"`: to -1 to 1. `"torch"`: to 0 to 1,
            less ImageNet's means, over its standard deviations. Defaults to `"caffe"`.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Raises:
        ValueError: If `mode` or `data_format` is none of these.

    Example:

    >>> keras.applications.imagenet_utils.preprocess_input(np.array([[[0.0, 127.5, 255.0]]]), mode="tf").tolist()
    [[[-1.0, 0.0, 1.0]]]
    """
    if mode not in MODES:
        raise ValueError(f"Argument `mode` of preprocess_input must be one of {MODES}. Received: mode={mode!r}")
    if data_format is None:
        data_format = backend.image_data_format()
    elif data_format not in ("channels_first", "channels_last"):
        raise ValueError(
            "Argument `data_format` of preprocess_input must be 'channels_first' or 'channels_last'. "
            f"Received: data_format={data_format!r}"
        )
    axis = len(x.shape) - 3 if data_format == "channels_first" else len(x.shape) - 1
    return _of_array(x, axis, mode) if isinstance(x, np.ndarray) else _of_tensor(x, axis, mode)


def _along(axis, rank, values, dtype):
    shape = [1] * rank
    shape[axis] = len(values)
    return np.asarray(values, dtype).reshape(shape)


def _of_array(x, axis, mode):
    if not np.issubdtype(x.dtype, np.floating):
        x = x.astype(backend.floatx())
    if mode == "tf":
        x /= 127.5
        x -= 1.0
        return x
    if mode == "torch":
        x /= 255.0
        x -= _along(axis, x.ndim, TORCH_MEANS, x.dtype)
        x /= _along(axis, x.ndim, TORCH_DEVIATIONS, x.dtype)
        return x
    x = np.flip(x, axis)
    x -= _along(axis, x.ndim, CAFFE_MEANS, x.dtype)
    return x


def _of_tensor(x, axis, mode):
    rank = len(x.shape)
    if not backend.is_float_dtype(backend.standardize_dtype(x.dtype)):
        x = ops.cast(x, backend.floatx())
    dtype = "float32" if x.dtype == "bfloat16" else backend.standardize_dtype(x.dtype)
    if mode == "tf":
        return x / 127.5 - 1.0
    if mode == "torch":
        means, deviations = (_along(axis, rank, v, dtype) for v in (TORCH_MEANS, TORCH_DEVIATIONS))
        return (x / 255.0 - means) / deviations
    return ops.flip(x, axis) - _along(axis, rank, CAFFE_MEANS, dtype)


@keras_export("keras.applications.imagenet_utils.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable ImageNet classes.

    The table of names is downloaded at the first call.

    Args:
        preds: Array or tensor of shape `(batch, 1000)`.
        top: Integer, how many classes to name. Defaults to 5.

    Returns:
        A list with one list per image, of tuples `(WordNet id, name, score)`, best first.

    Raises:
        ValueError: If `preds` has another shape.
    """
    global CLASS_INDEX
    preds = backend.convert_to_numpy(preds)
    if preds.ndim != 2 or preds.shape[1] != 1000:
        raise ValueError(
            "Argument `preds` of decode_predictions must have the shape (batch, 1000). "
            f"Received: preds of shape {preds.shape}"
        )
    if CLASS_INDEX is None:
        path = file_utils.get_file(
            "imagenet_class_index.json", CLASS_INDEX_PATH, cache_subdir="models",
            file_hash="c2c37ea517e94d9795004a39431a14cb",
        )
        with open(path, encoding="utf-8") as file:
            CLASS_INDEX = json.load(file)
    best = np.argsort(preds, axis=1)[:, ::-1][:, :top]
    return [
        [(*CLASS_INDEX[str(i)], scores[i]) for i in row]
        for row, scores in zip(best, preds, strict=True)
    ]


def obtain_input_shape(
    input_shape, default_size, min_size, data_format, require_flatten, weights=None, any_channels=False
):
    """The shape of an architecture's images.

    Args:
        input_shape: What the caller wants, or None.
        default_size: Height and width that the architecture was made for.
        min_size: The least height and width.
        data_format: `"channels_last"` or `"channels_first"`.
        require_flatten: Boolean, whether height and width must be known.
        weights: The argument of the architecture: weights of ImageNet need three channels.
        any_channels: Boolean, whether other numbers of channels than 1 and 3 need no warning.

    Returns:
        A tuple of three integers or None.

    Raises:
        ValueError: If the architecture has no use for images of `input_shape`.
    """
    first = data_format == "channels_first"

    def shape(height, width, channels):
        return (channels, height, width) if first else (height, width, channels)

    channels = 3
    if input_shape is not None and len(input_shape) == 3:
        channels = input_shape[0 if first else -1]
        if weights != "imagenet" and channels not in (1, 3) and not any_channels:
            warnings.warn(
                f"Images have 1 or 3 channels. Received: input_shape={input_shape}", stacklevel=4
            )
    default = shape(default_size, default_size, 3 if weights == "imagenet" else channels)
    if weights == "imagenet" and require_flatten:
        if input_shape is not None and tuple(input_shape) != default:
            raise ValueError(
                f"Argument `input_shape` must be {default} for the top with the weights of ImageNet. "
                f"Received: input_shape={input_shape}"
            )
        return default
    if input_shape is None:
        return default if require_flatten else shape(None, None, 3)
    if len(input_shape) != 3:
        raise ValueError(f"Argument `input_shape` must have three entries. Received: input_shape={input_shape}")
    if weights == "imagenet" and channels != 3:
        raise ValueError(
            f"Argument `input_shape` must have 3 channels for the weights of ImageNet. Received: {input_shape}"
        )
    rows, columns = input_shape[1:] if first else input_shape[:2]
    if any(side is not None and side < min_size for side in (rows, columns)):
        raise ValueError(
            f"Argument `input_shape` must be of at least {min_size} x {min_size} pixels. "
            f"Received: input_shape={input_shape}"
        )
    if require_flatten and None in tuple(input_shape):
        raise ValueError(
            f"Argument `input_shape` must be known for a model with its top. Received: input_shape={input_shape}"
        )
    return tuple(input_shape)


def correct_pad(inputs, kernel_size):
    """Padding of an image for a convolution of stride 2, so that its windows lie as TensorFlow lays them.

    Args:
        inputs: Tensor of images.
        kernel_size: Integer, or tuple of two integers.
    """
    kernel = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    axis = 2 if backend.image_data_format() == "channels_first" else 1
    sides = inputs.shape[axis : axis + 2]
    even = [1 if side is None else 1 - side % 2 for side in sides]
    return tuple((size // 2 - less, size // 2) for size, less in zip(kernel, even, strict=True))
