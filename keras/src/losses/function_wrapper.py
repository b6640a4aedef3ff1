"""Makes a loss class of a loss function."""
from keras.src import tree
from keras.src.backend.common.late import LateModule
from keras.src.losses.loss import Loss, squeeze_or_expand_to_same_rank

serialization_lib = LateModule("keras.src.saving.serialization_lib")


class LossFunctionWrapper(Loss):
    """A loss that computes its values per sample by a function.

    Args:
        fn: Function `(y_true, y_pred, **kwargs) -> values per sample`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.losses.Loss`. Defaults to None.
        **kwargs: Further arguments of `fn`.
    """

    # What a class of this package adds to the config: names of its own arguments. A class that leaves this
    # None is saved with its function.
    _fields = None

    def __init__(self, fn, reduction="sum_over_batch_size", name=None, dtype=None, **kwargs):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.fn = fn
        self._fn_kwargs = kwargs
        for field in self._fields or ():
            setattr(self, field, kwargs[field])

    def call(self, y_true, y_pred):
        if isinstance(y_true, (list, tuple, dict)):
            pairs = tree.map_structure(_Pair, y_true, y_pred)
            y_true = tree.map_structure(lambda pair: pair.tensors[0], pairs)
            y_pred = tree.map_structure(lambda pair: pair.tensors[1], pairs)
        elif not isinstance(y_pred, (list, tuple, dict)):
            y_true, y_pred = squeeze_or_expand_to_same_rank(y_true, y_pred)
        return self.fn(y_true, y_pred, **self._fn_kwargs)

    def get_config(self):
        config = super().get_config()
        if self._fields is None:
            config["fn"] = serialization_lib.serialize_keras_object(self.fn)
            return config | serialization_lib.serialize_keras_object(self._fn_kwargs)
        return config | {field: self._fn_kwargs[field] for field in self._fields}

    @classmethod
    def from_config(cls, config):
        if isinstance(config, dict) and isinstance(config.get("fn"), dict):
            from keras.src.losses import deserialize

            config = config | {"fn": deserialize(config["fn"])}
        return cls(**config)

    def __repr__(self):
        return f"<LossFunctionWrapper({self.fn}, kwargs={self._fn_kwargs})>"


class _Pair:
    """Two tensors of one rank, as a leaf of a structure."""

    def __init__(self, y_true, y_pred):
        self.tensors = squeeze_or_expand_to_same_rank(y_true, y_pred)
