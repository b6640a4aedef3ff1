"""Metrics. Known names: the classes' own, the same in snake case, and the short ones below."""
from keras.src.api_export import keras_export
from keras.src.lazy import attach
from keras.src.saving.object_kinds import ObjectKind, class_and_snake_case

__getattr__, __dir__, __all__ = attach(__name__)

KIND = ObjectKind(
    "metric",
    __name__,
    base="Metric",
    spelling=class_and_snake_case,
    aliases={
        "bce": "BinaryCrossentropy",
        "BCE": "BinaryCrossentropy",
        "mae": "MeanAbsoluteError",
        "MAE": "MeanAbsoluteError",
        "mape": "MeanAbsolutePercentageError",
        "MAPE": "MeanAbsolutePercentageError",
        "mse": "MeanSquaredError",
        "MSE": "MeanSquaredError",
        "msle": "MeanSquaredLogarithmicError",
        "MSLE": "MeanSquaredLogarithmicError",
    },
)
ALL_OBJECTS_DICT, ALL_OBJECTS = KIND, KIND.members


@keras_export("keras.metrics.get")
def get(identifier):
    """The metric that an identifier stands for.

    Args:
        identifier: A known name such as `"mse"` or `"AUC"`, a config, a class, a metric, a callable
            `(y_true, y_pred) -> values`, or None.

    Returns:
        A metric or a callable, None for None.

    Raises:
        ValueError: If nothing is known by `identifier`; the message lists the nearest names.

    Example:

    >>> keras.metrics.get("mse").name
    'mean_squared_error'
    """
    return KIND.resolve(identifier)


@keras_export("keras.metrics.serialize")
def serialize(metric):
    """The config of a metric.

    Args:
        metric: A metric, a function or None.

    Returns:
        A dict of JSON values, None for None.

    Example:

    >>> keras.metrics.serialize(keras.metrics.BinaryAccuracy(threshold=0.25))["config"]["threshold"]
    0.25
    """
    return KIND.serialize(metric)


@keras_export("keras.metrics.deserialize")
def deserialize(config, custom_objects=None):
    """The metric of a config.

    Args:
        config: A dict as `serialize` gives it, or a name.
        custom_objects: Dict from names to classes and functions that are looked up first. Defaults to None.

    Returns:
        A metric, or a function.

    Raises:
        ValueError: If nothing is known by the name.

    Example:

    >>> config = keras.metrics.serialize(keras.metrics.BinaryAccuracy(threshold=0.25))
    >>> keras.metrics.deserialize(config).get_config()["threshold"]
    0.25
    """
    return KIND.deserialize(config, custom_objects)
