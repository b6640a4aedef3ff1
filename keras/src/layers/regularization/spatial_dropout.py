from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.regularization.dropout import Dropout


class BaseSpatialDropout(Dropout):
    """Dropout of whole feature maps; a subclass sets `_rank`, the number of spatial axes, or has its own
    `_get_noise_shape(inputs)`, a shape with 1 where a decision is shared."""

    _rank = None

    def __init__(self, rate, seed=None, name=None, dtype=None, data_format="channels_last"):
        super().__init__(rate, seed=seed, name=name, dtype=dtype)
        self.data_format = backend.standardize_data_format(data_format)
        if self._rank is not None:
            self.input_spec = InputSpec(ndim=self._rank + 2)

    def _get_noise_shape(self, inputs):
        shape = ops.shape(inputs)
        shared = (1,) * self._rank
        if self.data_format == "channels_first":
            return (shape[0], shape[1], *shared)
        return (shape[0], *shared, shape[-1])

    def get_config(self):
        return {"rate": self.rate, "seed": self.seed, "name": self.name, "dtype": self.dtype_policy.name}


@keras_export("keras.layers.SpatialDropout1D")
class SpatialDropout1D(BaseSpatialDropout):
    """Dropout of whole features of a sequence: a feature is dropped at all steps or at none.

    Args:
        rate: Number from 0 to 1, the part of features that is dropped.
        seed: Integer that makes the choice repeatable. Default None.

    Call arguments:
        inputs: Tensor `(batch, steps, features)`.
        training: Boolean; without it nothing is dropped. Default False.

    Output: the input's shape, in the compute dtype.

    Reference: [Tompson et al., 2014](https://arxiv.org/abs/1411.4280).

    Example:

    >>> keras.layers.SpatialDropout1D(0.5)(keras.ops.ones((1, 2, 3))).shape
    (1, 2, 3)
    """

    _rank = 1

    def __init__(self, rate, seed=None, name=None, dtype=None):
        super().__init__(rate, seed=seed, name=name, dtype=dtype)


@keras_export("keras.layers.SpatialDropout2D")
class SpatialDropout2D(BaseSpatialDropout):
    """Dropout of whole channels of an image: a channel is dropped at all pixels or at none.

    Args:
        rate: Number from 0 to 1, the part of channels that is dropped.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        seed: Integer that makes the choice repeatable. Default None.

    Call arguments:
        inputs: Tensor `(batch, height, width, channels)`, or with the channels second.
        training: Boolean; without it nothing is dropped. Default False.

    Output: the input's shape, in the compute dtype.

    Reference: [Tompson et al., 2014](https://arxiv.org/abs/1411.4280).

    Example:

    >>> keras.layers.SpatialDropout2D(0.5)(keras.ops.ones((1, 2, 2, 3))).shape
    (1, 2, 2, 3)
    """

    _rank = 2

    def __init__(self, rate, data_format=None, seed=None, name=None, dtype=None):
        super().__init__(rate, seed, name, dtype, data_format)

    def get_config(self):
        return super().get_config() | {"data_format": self.data_format}


@keras_export("keras.layers.SpatialDropout3D")
class SpatialDropout3D(BaseSpatialDropout):
    """Dropout of whole channels of a volume: a channel is dropped at all voxels or at none.

    Args:
        rate: Number from 0 to 1, the part of channels that is dropped.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        seed: Integer that makes the choice repeatable. Default None.

    Call arguments:
        inputs: Tensor `(batch, depth, height, width, channels)`, or with the channels second.
        training: Boolean; without it nothing is dropped. Default False.

    Output: the input's shape, in the compute dtype.

    Reference: [Tompson et al., 2014](https://arxiv.org/abs/1411.4280).

    Example:

    >>> keras.layers.SpatialDropout3D(0.5)(keras.ops.ones((1, 2, 2, 2, 3))).shape
    (1, 2, 2, 2, 3)
    """

    _rank = 3

    def __init__(self, rate, data_format=None, seed=None, name=None, dtype=None):
        super().__init__(rate, seed, name, dtype, data_format)

    def get_config(self):
        return super().get_config() | {"data_format": self.data_format}
