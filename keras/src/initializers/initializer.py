"""Base of initializers."""
from keras.src.api_export import keras_export


@keras_export(["keras.Initializer", "keras.initializers.Initializer"])
class Initializer:
    """Gives the first values of a weight: a callable of shape and dtype.

    Subclasses implement `__call__(self, shape, dtype=None)`, and `get_config` if they have arguments.

    Example:

    >>> class Alternating(keras.initializers.Initializer):
    ...     def __call__(self, shape, dtype=None):
    ...         signs = keras.ops.arange(shape[-1], dtype=dtype) % 2 * 2 - 1
    ...         return keras.ops.broadcast_to(signs, shape)
    >>> keras.layers.Dense(2, kernel_initializer=Alternating()).units
    2
    """

    def __call__(self, shape, dtype=None):
        """The first values of a weight.

        Args:
            shape: Tuple of integers.
            dtype: Name of the dtype. Default: `keras.config.floatx()`.

        Returns:
            Tensor of that shape and dtype.
        """
        raise NotImplementedError(f"{type(self).__name__} must implement `__call__(self, shape, dtype=None)`.")

    def get_config(self):
        """The arguments of the constructor, a dict of JSON values."""
        return {}

    @classmethod
    def from_config(cls, config):
        """The initializer that `get_config` described."""
        return cls(**config)

    def clone(self):
        """A new initializer with the same arguments."""
        return type(self).from_config(self.get_config())
