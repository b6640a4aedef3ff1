"""Names of losses and metrics that only `tf.keras` still has."""
# ruff: noqa: F401 - a table of contents
from keras.src.api_export import keras_export
from keras.src.losses.losses import (
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
)

LAZY_EXPORTS = {
    "keras._legacy.losses.KLD": "kl_divergence",
    "keras._legacy.losses.kld": "kl_divergence",
    "keras._legacy.losses.kullback_leibler_divergence": "kl_divergence",
    "keras._legacy.losses.logcosh": "log_cosh",
    "keras._legacy.losses.MAE": "mean_absolute_error",
    "keras._legacy.losses.mae": "mean_absolute_error",
    "keras._legacy.losses.MAPE": "mean_absolute_percentage_error",
    "keras._legacy.losses.mape": "mean_absolute_percentage_error",
    "keras._legacy.losses.MSE": "mean_squared_error",
    "keras._legacy.losses.mse": "mean_squared_error",
    "keras._legacy.losses.MSLE": "mean_squared_logarithmic_error",
    "keras._legacy.losses.msle": "mean_squared_logarithmic_error",
    "keras._legacy.metrics.KLD": "kl_divergence",
    "keras._legacy.metrics.kld": "kl_divergence",
    "keras._legacy.metrics.kullback_leibler_divergence": "kl_divergence",
    "keras._legacy.metrics.logcosh": "log_cosh",
    "keras._legacy.metrics.MAE": "mean_absolute_error",
    "keras._legacy.metrics.mae": "mean_absolute_error",
    "keras._legacy.metrics.MAPE": "mean_absolute_percentage_error",
    "keras._legacy.metrics.mape": "mean_absolute_percentage_error",
    "keras._legacy.metrics.MSE": "mean_squared_error",
    "keras._legacy.metrics.mse": "mean_squared_error",
    "keras._legacy.metrics.MSLE": "mean_squared_logarithmic_error",
    "keras._legacy.metrics.msle": "mean_squared_logarithmic_error",
}


@keras_export("keras._legacy.losses.Reduction")
class Reduction:
    """The names of a loss's `reduction`, as constants."""

    AUTO = "auto"
    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"

    @classmethod
    def all(cls):
        """All of them."""
        return (cls.AUTO, cls.NONE, cls.SUM, cls.SUM_OVER_BATCH_SIZE)

    @classmethod
    def validate(cls, key):
        """Raises a ValueError if `key` is none of them."""
        if key not in cls.all():
            raise ValueError(f"Argument `key` must be one of {cls.all()}. Received: key={key!r}")
