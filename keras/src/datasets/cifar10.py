"""CIFAR-10: small colour images of 10 classes."""
from keras.src.api_export import keras_export
from keras.src.datasets.cifar import load_part
from keras.src.datasets.sources import fetch_cifar


@keras_export("keras.datasets.cifar10.load_data")
def load_data():
    """Loads 50,000 colour images to train on and 10,000 to test with.

    The classes are airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck. The files are pickles; they
    are read without running anything that a pickle may ask for.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: uint8 arrays, images `(n, 32, 32, 3)`, or `(n, 3, 32, 32)` if the
        image data format is `"channels_first"`, and labels `(n, 1)` from 0 to 9.

    Raises:
        ValueError: If a file is not what was published.

    Example:

    ```python
    (x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
    ```

    Reference:
        - [Krizhevsky, 2009](https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf)
    """
    folder = fetch_cifar("cifar-10-python.tar.gz", "cifar-10-batches-py")
    batches = [f"data_batch_{i}" for i in range(1, 6)]
    return load_part(folder, batches, "labels", "uint8"), load_part(folder, ["test_batch"], "labels", "uint8")
