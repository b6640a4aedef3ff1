"""Fashion-MNIST: articles of clothing, in MNIST's format."""
import gzip

import numpy as np

from keras.src.api_export import keras_export
from keras.src.datasets.sources import fetch

_SIDE = 28


@keras_export("keras.datasets.fashion_mnist.load_data")
def load_data():
    """Loads 60,000 images of clothing to train on and 10,000 to test with.

    The classes are T-shirt/top, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: uint8 arrays, images `(n, 28, 28)` of grey values from 0 to 255 and
        labels `(n,)` from 0 to 9.

    Raises:
        ValueError: If a file is not of the format that was published.

    Example:

    ```python
    (x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
    ```

    Reference:
        - [Xiao et al., 2017](https://arxiv.org/abs/1708.07747)
    """
    return _part("train"), _part("t10k")


def _part(name):
    labels = _read_idx(f"{name}-labels-idx1-ubyte.gz", header=8)
    images = _read_idx(f"{name}-images-idx3-ubyte.gz", header=16)
    return images.reshape(len(labels), _SIDE, _SIDE), labels


def _read_idx(name, header):
    """The bytes of an IDX file behind its header: a magic number and the sizes."""
    with gzip.open(fetch(name, cache_subdir="datasets/fashion-mnist")) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)
