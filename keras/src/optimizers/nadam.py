"""Nadam."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Nadam")
class Nadam(optimizer.Optimizer):
    """Adam with Nesterov's momentum.

    The momentum of the next step, which follows a schedule, enters each step.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        beta_1: Float, the decay of the first moments. Defaults to `0.9`.
        beta_2: Float, the decay of the second moments. Defaults to `0.999`.
        epsilon: Float, against division by zero. Defaults to `1e-7`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: Dozat, 2015, http://cs229.stanford.edu/proj2015/054_report.pdf

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Nadam(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    9.4686
    """

    _fields = ("beta_1", "beta_2", "epsilon")

    def __init__(
        self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, weight_decay=None,
        clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99,
        ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None,
        name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Nadam._fields))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        # The product of the momenta of all steps so far.
        self._u_product = backend.Variable(1.0, dtype=backend.floatx())
        self._momentums, self._velocities = self.add_optimizer_variables(
            var_list, ["momentum", "velocity"]
        )
        self._slots = (self._momentums, self._velocities)
        self._track_variable(self._u_product)

    def load_own_variables(self, store):
        """Reads the variables; before Keras 3.10 the product stood in front of the moments."""
        names, moments = list(store.keys()), len(self._momentums) + len(self._velocities) if self.built else 0
        first = len(names) - 1 - moments
        if moments and 0 < first < len(names) and tuple(store[str(first)].shape) != tuple(self._momentums[0].shape):
            order = [i for i in range(len(names)) if i != first] + [first]
            store = {str(place): store[str(i)] for place, i in enumerate(order)}
        super().load_own_variables(store)

    def _backend_update_step(self, grads, trainable_variables, learning_rate):
        dtype = self._u_product.dtype
        step = backend.cast(backend.numpy.add(self.iterations, 1), dtype)
        product = backend.numpy.multiply(self._u_product, self._momentum_at(backend.numpy, step))
        self._u_product.assign(backend.cast(product, dtype))
        super()._backend_update_step(grads, trainable_variables, learning_rate)

    def _momentum_at(self, xp, step):
        """The momentum of a step: it rises from about a half of `beta_1` to `beta_1`."""
        fading = self._power(xp, 0.96, step)
        return xp.multiply(xp.subtract(1.0, xp.multiply(fading, 0.5)), self.beta_1)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        m, v = slots
        now = self._momentum_at(xp, step)
        following = self._momentum_at(xp, xp.add(step, 1))
        product = backend.cast(self._u_product, variable.dtype)
        next_product = xp.multiply(product, following)
        beta_1, beta_2 = (self._beta(beta, step) for beta in (self.beta_1, self.beta_2))
        m.assign_add(xp.multiply(xp.subtract(gradient, m.value), xp.subtract(1, beta_1)))
        v.assign_add(xp.multiply(xp.subtract(xp.square(gradient), v.value), xp.subtract(1, beta_2)))
        first = xp.add(
            xp.divide(xp.multiply(m.value, following), xp.subtract(1, next_product)),
            xp.divide(xp.multiply(gradient, xp.subtract(1, now)), xp.subtract(1, product)),
        )
        second = xp.divide(v.value, xp.subtract(1, self._power(xp, self.beta_2, step)))
        variable.assign_sub(
            xp.divide(xp.multiply(first, learning_rate), xp.add(xp.sqrt(second), self.epsilon))
        )
