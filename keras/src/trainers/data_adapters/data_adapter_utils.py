"""Tuples of inputs, targets and weights; class weights; splits."""
import numpy as np

from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.trainers.data_adapters.conversions import numpy_array


@keras_export("keras.utils.unpack_x_y_sample_weight")
def unpack_x_y_sample_weight(data):
    """Splits what a `train_step` receives into inputs, targets and sample weights.

    Args:
        data: `x` alone, or a tuple `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

    Returns:
        Tuple `(x, y, sample_weight)`; what is missing is `None`.

    Raises:
        ValueError: If a tuple has more than three items.

    Example:

    >>> keras.utils.unpack_x_y_sample_weight((1, 2))
    (1, 2, None)
    """
    if isinstance(data, list):
        data = tuple(data)
    if not isinstance(data, tuple):
        return (data, None, None)
    if not 1 <= len(data) <= 3:
        raise ValueError(
            "Argument `data` must be `x`, `(x,)`, `(x, y)` or `(x, y, sample_weight)`. "
            f"Received a tuple of {len(data)} items: {data}"
        )
    return data + (None,) * (3 - len(data))


@keras_export("keras.utils.pack_x_y_sample_weight")
def pack_x_y_sample_weight(x, y=None, sample_weight=None):
    """Joins inputs, targets and sample weights into what a `train_step` receives.

    Args:
        x: Inputs, any structure of tensors.
        y: Targets, or `None`.
        sample_weight: Weights of the samples, or `None`.

    Returns:
        `x` itself if it is all there is and neither a tuple nor a list; else a tuple of one, two or three items.

    Example:

    >>> keras.utils.pack_x_y_sample_weight(1, 2)
    (1, 2)
    """
    if y is None:
        return (x,) if isinstance(x, (tuple, list)) else x
    return (x, y) if sample_weight is None else (x, y, sample_weight)


def list_to_tuple(maybe_list):
    """A list as a tuple; anything else as it is."""
    return tuple(maybe_list) if isinstance(maybe_list, list) else maybe_list


def class_weight_to_sample_weights(y, class_weight):
    """The weight of each sample's class.

    Args:
        y: Array of class indices `(samples,)` or `(samples, 1)`, or of one-hot rows `(samples, classes)`.
        class_weight: Dict from class index to weight. Classes that it lacks weigh 1.

    Returns:
        Float array `(samples,)`.
    """
    y = numpy_array(y)
    if y.ndim > 1:
        y = np.argmax(y, axis=-1) if y.shape[-1] != 1 else np.squeeze(y, axis=-1)
    y = np.round(y).astype("int32")
    classes, position = np.unique(y, return_inverse=True)
    weights = np.array([class_weight.get(int(c), 1.0) for c in classes], dtype="float32")
    return weights[position].reshape(y.shape)


def check_data_cardinality(data):
    """Raises a ValueError unless all arrays have the same number of samples; returns that number.

    Args:
        data: `x`, or a tuple `(x,)`, `(x, y)` or `(x, y, sample_weight)`, of structures of arrays.
    """
    if type(data) is tuple and len(data) == 2:  # often two arrays, with nothing to walk
        x, y = data
        if type(x) is type(y) is np.ndarray and x.ndim and y.ndim and len(x) == len(y):
            return len(x)
    sizes = {}
    for label, part in zip(("x", "y", "sample_weight"), data if isinstance(data, tuple) else (data,)):
        leaves = (part,) if type(part) is np.ndarray else tree.flatten(part)
        sizes[label] = [a.shape[0] if a.shape else 1 for a in leaves if a is not None]
    distinct = {size for part in sizes.values() for size in part}
    if len(distinct) > 1:
        listed = ", ".join(f"{label}: {', '.join(map(str, part))}" for label, part in sizes.items() if part)
        raise ValueError(
            f"Arguments `x`, `y` and `sample_weight` must hold the same number of samples. Received: {listed}"
        )
    return distinct.pop() if distinct else 0
