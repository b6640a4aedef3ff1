"""CIFAR-100: small colour images of 100 classes in 20 groups."""
from keras.src.api_export import keras_export
from keras.src.datasets.cifar import load_part
from keras.src.datasets.sources import fetch_cifar


@keras_export("keras.datasets.cifar100.load_data")
def load_data(label_mode="fine"):
    """Loads 50,000 colour images to train on and 10,000 to test with.

    The files are pickles; they are read without running anything that a pickle may ask for.

    Args:
        label_mode: `"fine"` for the 100 classes, `"coarse"` for their 20 groups. Default `"fine"`.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: uint8 images `(n, 32, 32, 3)`, or `(n, 3, 32, 32)` if the image data
        format is `"channels_first"`, and int64 labels `(n, 1)`.

    Raises:
        ValueError: If `label_mode` is another one, or a file is not what was published.

    Example:

    ```python
    (x_train, y_train), (x_test, y_test) = keras.datasets.cifar100.load_data(label_mode="coarse")
    ```

    Reference:
        - [Krizhevsky, 2009](https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf)
    """
    if label_mode not in ("fine", "coarse"):
        raise ValueError(f"Argument `label_mode` must be 'fine' or 'coarse'. Received: label_mode={label_mode!r}")
    folder = fetch_cifar("cifar-100-python.tar.gz", "cifar-100-python")
    key = f"{label_mode}_labels"
    return load_part(folder, ["train"], key), load_part(folder, ["test"], key)
