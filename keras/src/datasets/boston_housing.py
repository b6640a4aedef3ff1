"""Boston housing prices of the 1970s."""
from keras.src.api_export import keras_export
from keras.src.datasets import _housing


@keras_export("keras.datasets.boston_housing.load_data")
def load_data(path="boston_housing.npz", test_split=0.2, seed=113):
    """Loads 506 rows about the suburbs of Boston and the median price of a house there.

    One of the 13 features was computed from the share of Black inhabitants, on the assumption that it lowers prices.
    Take `keras.datasets.california_housing` unless you study this data set itself.

    Args:
        path: Name of the file in the cache. Default `"boston_housing.npz"`.
        test_split: Float in [0, 1), the fraction that is set apart to test with. Default 0.2.
        seed: Integer that determines the order of the rows. Default 113.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: float64 arrays, rows `(n, 13)` and prices `(n,)` in 1,000 dollars.

    Raises:
        ValueError: If `test_split` is out of range.

    Example:

    ```python
    (x_train, y_train), (x_test, y_test) = keras.datasets.boston_housing.load_data()
    ```
    """
    return _housing.load("boston_housing.npz", path, test_split, seed)
