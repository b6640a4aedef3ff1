"""The features of a FeatureSpace, and crosses of them: how each is preprocessed and encoded."""
from keras.src.backend.common.late import LateModule
from keras.src.layers.preprocessing.category_encoding import CategoryEncoding

serialization_lib = LateModule("keras.src.saving.serialization_lib")
# What a layer that learns from data has been given instead, where it has been.
_GIVEN = ("input_vocabulary", "input_mean", "input_bin_boundaries")


def needs_adapt(preprocessor):
    """Whether a layer learns from data, and has not been given what it would learn."""
    owner = getattr(preprocessor, "_lookup_layer", preprocessor)
    for name in _GIVEN:
        if hasattr(owner, name):
            return getattr(owner, name) is None
    return hasattr(preprocessor, "adapt")


def check_output_mode(name, output_mode, allowed):
    """Refuses an unknown output mode of a feature or cross."""
    if output_mode not in allowed:
        raise ValueError(
            f"Argument `output_mode` of {name} must be one of {', '.join(map(repr, allowed))}. "
            f"Received: output_mode={output_mode!r}"
        )


def encoder_of(name, feature, preprocessor, dtype):
    """The layer that encodes a preprocessed feature as vectors; None if it stays as it is.

    Args:
        name: Name of the feature or cross.
        feature: The Feature or Cross.
        preprocessor: Its layer.
        dtype: Dtype of what the layer gives.

    Raises:
        ValueError: If the feature is to be encoded and is no integer, or has an unknown number of categories.
    """
    if feature.output_mode != "one_hot":
        return None
    if not dtype.startswith(("int", "uint")):
        raise ValueError(
            f"Feature {name!r} has output_mode='one_hot', for which its preprocessor must give integers. "
            f"Received: dtype {dtype}"
        )
    if hasattr(preprocessor, "vocabulary_size"):
        depth = preprocessor.vocabulary_size()
    else:
        depth = getattr(preprocessor, "num_bins", None) or getattr(preprocessor, "num_tokens", None)
        if depth is None and getattr(preprocessor, "bin_boundaries", None):
            depth = len(preprocessor.bin_boundaries) + 1
    if depth is None:
        raise ValueError(
            f"Feature {name!r} cannot be encoded: its preprocessor {preprocessor.name!r} does not say how many "
            "categories there are."
        )
    return CategoryEncoding(num_tokens=depth, output_mode="multi_hot")


def column(data, name):
    """The values of one feature in data, as batches of shape `(batch, 1)`."""
    return (as_column(batch[name]) for batch in data)


def as_column(x):
    """Values with a batch axis and a last axis: `()` becomes `(1, 1)`, `(batch,)` becomes `(batch, 1)`."""
    rank = len(x.shape)
    x = x[None] if rank == 0 else x
    return x[..., None] if rank < 2 else x


class Described:
    """What has a config made of its fields."""

    _fields = ()

    def get_config(self):
        """The fields as a JSON-ready dict."""
        serialize = serialization_lib.serialize_keras_object
        return {name: serialize(getattr(self, name)) for name in self._fields}

    @classmethod
    def from_config(cls, config):
        """Makes the object that `get_config` described."""
        return cls(**{name: _restored(value) for name, value in config.items()})


def _restored(value):
    return serialization_lib.deserialize_keras_object(value) if isinstance(value, dict) else value
