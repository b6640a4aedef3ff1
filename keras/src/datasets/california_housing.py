"""California housing prices of 1990."""
from keras.src.api_export import keras_export
from keras.src.datasets import _housing

_COUNTS = {"small": 600, "large": None}


@keras_export("keras.datasets.california_housing.load_data")
def load_data(version="large", path="california_housing.npz", test_split=0.2, seed=113):
    """Loads 20,640 rows about districts of California and the median price of a house there.

    The features are longitude, latitude, median age of the houses, number of rooms, of bedrooms, of inhabitants, of
    households, and median income.

    Args:
        version: `"large"` for all rows, `"small"` for the first 600. Default `"large"`.
        path: Name of the file in the cache. Default `"california_housing.npz"`.
        test_split: Float in [0, 1), the fraction that is set apart to test with. Default 0.2.
        seed: Integer that determines the order of the rows. Default 113.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: float32 arrays, rows `(n, 8)` and prices `(n,)` in dollars.

    Raises:
        ValueError: If `test_split` is out of range or `version` another one.

    Example:

    ```python
    (x_train, y_train), (x_test, y_test) = keras.datasets.california_housing.load_data(version="small")
    ```
    """
    if version not in _COUNTS:
        raise ValueError(f"Argument `version` must be 'small' or 'large'. Received: version={version!r}")
    return _housing.load("california_housing.npz", path, test_split, seed, _COUNTS[version])
