import math

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, integer, non_negative_float, set_objects
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.normalization.affine import AffineNormalization, axis_size


@keras_export("keras.layers.BatchNormalization")
class BatchNormalization(AffineNormalization):
    """Gives each feature mean 0 and variance 1 over the batch: `gamma * (x - mean) / sqrt(var + epsilon) + beta`.

    In training, mean and variance are those of the batch, and running averages of them are kept; elsewhere the
    running averages are used. A layer with `trainable=False` always uses the running averages.

    Args:
        axis: Integer, the axis of the features. Default -1.
        momentum: Number, how much of the running averages stays at each step. Default 0.99.
        epsilon: Number added to the variance. Default 0.001.
        center: Boolean, whether to add `beta`. Default True.
        scale: Boolean, whether to multiply by `gamma`. Default True.
        beta_initializer: Initializer of `beta`. Default `"zeros"`.
        gamma_initializer: Initializer of `gamma`. Default `"ones"`.
        moving_mean_initializer: Initializer of the running mean. Default `"zeros"`.
        moving_variance_initializer: Initializer of the running variance. Default `"ones"`.
        beta_regularizer: Regularizer of `beta`. Default None.
        gamma_regularizer: Regularizer of `gamma`. Default None.
        beta_constraint: Constraint on `beta`. Default None.
        gamma_constraint: Constraint on `gamma`. Default None.
        renorm: Boolean, whether to correct the batch's statistics towards running ones (batch renormalization), which
            helps with small batches. Default False.
        renorm_clipping: Dict with limits of the correction, any of `"rmax"`, `"rmin"`, `"dmax"`. Default None.
        renorm_momentum: Number, momentum of the statistics used by the correction. Default 0.99.
        synchronized: Boolean, whether to take statistics over the batches of all devices; tensorflow only.
            Default False.

    Call arguments:
        inputs: Tensor of any shape.
        training: Boolean, whether to use the batch's own statistics. Default None, False outside of training.
        mask: Boolean tensor `(batch, steps)`; steps where it is false do not count in the statistics. Default None.

    Output: the input's shape, in the compute dtype.

    Raises:
        ValueError: If `renorm_clipping` has other keys or limits that contradict each other.

    References:
        - [Ioffe & Szegedy, 2015](https://arxiv.org/abs/1502.03167).
        - [Ioffe, 2017](https://arxiv.org/abs/1702.03275), batch renormalization.

    Example:

    >>> layer = keras.layers.BatchNormalization(epsilon=0.0)
    >>> layer(keras.ops.array([[1.0], [3.0]]), training=True).tolist()
    [[-1.0], [1.0]]
    """

    def __init__(
        self, axis=-1, momentum=0.99, epsilon=1e-3, center=True, scale=True,
        beta_initializer="zeros", gamma_initializer="ones", moving_mean_initializer="zeros",
        moving_variance_initializer="ones", beta_regularizer=None, gamma_regularizer=None,
        beta_constraint=None, gamma_constraint=None, renorm=False, renorm_clipping=None,
        renorm_momentum=0.99, synchronized=False, **kwargs,
    ):
        super().__init__(**kwargs)
        if synchronized and backend.backend() != "tensorflow":
            raise ValueError(
                "Argument `synchronized` of BatchNormalization needs the tensorflow backend; on jax, statistics of "
                f"sharded batches are global anyway. Received: synchronized={synchronized}"
            )
        self.axis = integer(self, axis=axis)
        self.momentum = float(non_negative_float(self, momentum=momentum))
        self.epsilon = float(non_negative_float(self, epsilon=epsilon))
        set_objects(
            self,
            moving_mean_initializer=moving_mean_initializer,
            moving_variance_initializer=moving_variance_initializer,
        )
        self.synchronized = synchronized
        self.renorm = renorm
        self.renorm_clipping = _checked_clipping(renorm_clipping or {}) if renorm else renorm_clipping
        self.renorm_momentum = renorm_momentum
        self._set_affine(
            center, scale, beta_initializer, gamma_initializer, beta_regularizer, gamma_regularizer,
            beta_constraint, gamma_constraint,
        )
        self.moving_mean = None
        self.moving_variance = None

    def build(self, input_shape):
        size = axis_size(self, input_shape, self.axis)
        self._add_affine((size,), gamma=self.scale, beta=self.center)
        self.moving_mean = self._add_statistic("moving_mean", size, self.moving_mean_initializer)
        self.moving_variance = self._add_statistic("moving_variance", size, self.moving_variance_initializer)
        if self.renorm:
            self.moving_stddev = self._add_statistic("moving_stddev", size, self._initial_stddev)
            self.renorm_mean = self._add_statistic("renorm_mean", size, self.moving_mean_initializer)
            self.renorm_stddev = self._add_statistic("renorm_stddev", size, self._initial_stddev)
        rank = len(input_shape)
        self.input_spec = InputSpec(ndim=rank, axes={self.axis: size})
        self._reduced_axes = tuple(axis for axis in range(rank) if axis != self.axis % rank)
        self.built = True

    def _add_statistic(self, name, size, initializer):
        return self.add_weight(
            name=name, shape=(size,), initializer=initializer, trainable=False, autocast=False
        )

    def _initial_stddev(self, shape, dtype=None):
        return ops.sqrt(self.moving_variance_initializer(shape, dtype=dtype))

    def call(self, inputs, training=None, mask=None):
        if mask is not None and len(mask.shape) != len(inputs.shape) - 1:
            mask = None  # of other axes than those of the inputs without features
        x, gamma, beta = self._widened(inputs)
        if training and self.trainable and mask is None and not (self.renorm or self.synchronized):
            outputs, mean, variance = backend.nn.normalize_batch(x, self.axis, beta, gamma, self.epsilon)
            self._update(self.moving_variance, variance, self.momentum)
            self._update(self.moving_mean, mean, self.momentum)
            return self._narrowed(outputs)
        if training and self.trainable:
            mean, variance = self._moments(x, mask)
            if self.renorm:
                gamma, beta = self._renormalized_affine(mean, variance, gamma, beta)
            else:
                self._update(self.moving_variance, variance, self.momentum)
            self._update(self.moving_mean, mean, self.momentum)
        else:
            mean, variance = self.moving_mean.value, self.moving_variance.value
        outputs = backend.nn.batch_normalization(x, mean, variance, self.axis, beta, gamma, self.epsilon)
        return self._narrowed(outputs)

    def _update(self, average, value, momentum):
        kept = ops.multiply(ops.cast(average.value, value.dtype), momentum)
        moved = ops.add(kept, ops.multiply(value, 1.0 - momentum))
        average.assign(moved)
        return moved  # not yet rounded to 16 bits

    def _moments(self, x, mask):
        if mask is None:
            return ops.moments(x, axes=self._reduced_axes, synchronized=self.synchronized)
        weights = ops.broadcast_to(ops.expand_dims(ops.cast(mask, x.dtype), -1), ops.shape(x))
        count = ops.sum(weights, self._reduced_axes, keepdims=True) + backend.config.epsilon()
        mean = ops.sum(weights * x, self._reduced_axes, keepdims=True) / count
        variance = ops.sum(weights * (x - mean) ** 2, self._reduced_axes, keepdims=True) / count
        return ops.squeeze(mean, self._reduced_axes), ops.squeeze(variance, self._reduced_axes)

    def _renormalized_affine(self, mean, variance, gamma, beta):
        """Scale and shift with the correction in them; updates what it is computed from."""
        stddev = ops.sqrt(ops.add(variance, self.epsilon))
        limits = self.renorm_clipping
        running_stddev = ops.maximum(self.renorm_stddev, math.sqrt(self.epsilon))
        r = ops.divide(stddev, running_stddev)
        d = ops.divide(ops.subtract(mean, self.renorm_mean), running_stddev)
        if "rmin" in limits:
            r = ops.maximum(r, limits["rmin"])
        if "rmax" in limits:
            r = ops.minimum(r, limits["rmax"])
        if "dmax" in limits:
            d = ops.clip(d, -limits["dmax"], limits["dmax"])
        r, d = ops.stop_gradient(r), ops.stop_gradient(d)
        shift = d if gamma is None else ops.multiply(d, gamma)
        beta = shift if beta is None else ops.add(shift, beta)
        gamma = r if gamma is None else ops.multiply(r, gamma)
        self._update(self.renorm_mean, mean, self.renorm_momentum)
        self._update(self.renorm_stddev, stddev, self.renorm_momentum)
        moved = self._update(self.moving_stddev, stddev, self.momentum)
        self.moving_variance.assign(ops.subtract(ops.square(moved), self.epsilon))
        return gamma, beta

    def get_config(self):
        config = super().get_config() | config_of(
            self, "axis", "momentum", "epsilon", "moving_mean_initializer",
            "moving_variance_initializer", "synchronized", "renorm", "renorm_clipping",
            "renorm_momentum",
        )
        return config | self._affine_config()


def _checked_clipping(limits):
    unknown = set(limits) - {"rmax", "rmin", "dmax"}
    if unknown:
        raise ValueError(
            "Argument `renorm_clipping` of BatchNormalization may have the keys 'rmax', 'rmin' and 'dmax'. "
            f"Received: renorm_clipping={limits}"
        )
    if limits.get("rmax", 1) < limits.get("rmin", 0) or limits.get("dmax", 0) < 0:
        raise ValueError(
            "Argument `renorm_clipping` of BatchNormalization needs rmax >= rmin and dmax >= 0. "
            f"Received: renorm_clipping={limits}"
        )
    return limits
