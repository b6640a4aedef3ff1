"""Loss functions and classes. Known names: those of the functions and classes, and the short ones below."""
from keras.src.api_export import keras_export
from keras.src.lazy import attach
from keras.src.saving.object_kinds import ObjectKind

__getattr__, __dir__, __all__ = attach(
    __name__, LossFunctionWrapper="keras.src.losses.function_wrapper"
)

KIND = ObjectKind(
    "loss",
    __name__,
    base="Loss",
    functions=True,
    aliases={
        "bce": "binary_crossentropy",
        "BCE": "binary_crossentropy",
        "kld": "kl_divergence",
        "KLD": "kl_divergence",
        "mae": "mean_absolute_error",
        "MAE": "mean_absolute_error",
        "mape": "mean_absolute_percentage_error",
        "MAPE": "mean_absolute_percentage_error",
        "mse": "mean_squared_error",
        "MSE": "mean_squared_error",
        "msle": "mean_squared_logarithmic_error",
        "MSLE": "mean_squared_logarithmic_error",
    },
)
ALL_OBJECTS_DICT, ALL_OBJECTS = KIND, KIND.members


@keras_export("keras.losses.get")
def get(identifier):
    """The loss that an identifier stands for.

    Args:
        identifier: A known name of a function (`"mse"`) or class (`"MeanSquaredError"`), a config, a class,
            a loss, a callable `(y_true, y_pred) -> losses`, or None.

    Returns:
        A callable, or None for None.

    Raises:
        ValueError: If nothing is known by `identifier`; the message lists the nearest names.

    Example:

    >>> keras.losses.get("mse").__name__
    'mean_squared_error'
    >>> type(keras.losses.get("Huber")).__name__
    'Huber'
    """
    return KIND.resolve(identifier)


@keras_export("keras.losses.serialize")
def serialize(loss):
    """The config of a loss.

    Args:
        loss: A loss object, a function or None.

    Returns:
        A dict of JSON values, None for None.

    Example:

    >>> keras.losses.serialize(keras.losses.Huber(delta=2.0))["class_name"]
    'Huber'
    """
    return KIND.serialize(loss)


@keras_export("keras.losses.deserialize")
def deserialize(name, custom_objects=None):
    """The loss of a config.

    Args:
        name: A dict as `serialize` gives it, or a name.
        custom_objects: Dict from names to classes and functions that are looked up first. Defaults to None.

    Returns:
        A loss object or function.

    Raises:
        ValueError: If nothing is known by the name.

    Example:

    >>> config = keras.losses.serialize(keras.losses.Huber(delta=2.0))
    >>> keras.losses.deserialize(config).delta
    2.0
    """
    return KIND.deserialize(name, custom_objects)
