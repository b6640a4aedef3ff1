"""MNIST: handwritten digits."""
from keras.src.api_export import keras_export
from keras.src.datasets.npz_utils import load_npz
from keras.src.datasets.sources import fetch


@keras_export("keras.datasets.mnist.load_data")
def load_data(path="mnist.npz"):
    """Loads 60,000 images of handwritten digits to train on and 10,000 to test with.

    Args:
        path: Name of the file in the cache. Default `"mnist.npz"`.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: uint8 arrays, images `(n, 28, 28)` of grey values from 0 to 255 and
        labels `(n,)` from 0 to 9.

    Example:

    ```python
    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    x_train = x_train[..., None] / 255
    ```

    Reference:
        - [LeCun et al., 1998](http://yann.lecun.com/exdb/publis/pdf/lecun-01a.pdf)
    """
    arrays = load_npz(fetch("mnist.npz", path))
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])
