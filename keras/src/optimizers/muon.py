"""Muon."""
import re

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.optimizers.base_optimizer import is_overwritten
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Muon")
class Muon(optimizer.Optimizer):
    """Orthogonalises the momentum of matrices; all other variables are updated by Adam.

    `m = momentum * m + g`, `w -= learning_rate * U V^T` where `U S V^T` is the singular value decomposition of `m`,
    found by a few Newton-Schulz iterations.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        adam_beta_1: Float, see `keras.optimizers.Adam`. Defaults to `0.9`.
        adam_beta_2: Float, see `keras.optimizers.Adam`. Defaults to `0.999`.
        adam_weight_decay: Float, the weight decay of the variables that Adam updates; None for none.
            Defaults to `0.004`.
        epsilon: Float, against division by zero. Defaults to `1e-7`.
        weight_decay: See `keras.optimizers.Optimizer`, as all that is not named here. Defaults to `0.004`.
        exclude_layers: List of regular expressions; variables in whose path one is found are left to
            Adam. Defaults to None.
        exclude_embeddings: Boolean, whether embeddings are left to Adam. Defaults to `True`.
        muon_a: Float, a coefficient of the iteration. Defaults to `3.4445`.
        muon_b: Float, a coefficient of the iteration. Defaults to `-4.775`.
        muon_c: Float, a coefficient of the iteration. Defaults to `2.0315`.
        adam_lr_ratio: Float, the rate of Adam as a part of the learning rate. Defaults to `1`.
        momentum: Float, the decay of the momentum. Defaults to `0.95`.
        ns_steps: Integer, the number of iterations. Defaults to `5`.
        nesterov: Boolean, whether to apply Nesterov's momentum. Defaults to `True`.
        rms_rate: Float, updates are scaled by `rms_rate * sqrt(larger size)`; None for no scaling. Defaults to `0.2`.
        **kwargs: None are known.

    Reference: Jordan et al., 2024, https://kellerjordan.github.io/posts/muon/; Liu et al., 2025, https://arxiv.org/abs/2502.16982

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Muon(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 3)
    9.48
    """

    _fields = (
        "adam_beta_1", "adam_beta_2", "epsilon", "exclude_layers", "muon_a", "muon_b", "muon_c",
        "adam_lr_ratio", "momentum", "ns_steps", "nesterov", "exclude_embeddings",
        "adam_weight_decay", "rms_rate",
    )

    def __init__(
        self, learning_rate=0.001, adam_beta_1=0.9, adam_beta_2=0.999, adam_weight_decay=0.004,
        epsilon=1e-7, weight_decay=0.004, clipnorm=None, clipvalue=None, global_clipnorm=None,
        use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, loss_scale_factor=None,
        gradient_accumulation_steps=None, name=None, exclude_layers=None, exclude_embeddings=True,
        muon_a=3.4445, muon_b=-4.775, muon_c=2.0315, adam_lr_ratio=1, momentum=0.95, ns_steps=5,
        nesterov=True, rms_rate=0.2, **kwargs,
    ):
        super().__init__(**given(locals(), Muon._fields))
        self.exclude_layers = list(exclude_layers or [])
        self.adam_beta_1 = adam_beta_1
        self.adam_beta_2 = adam_beta_2
        self.adam_weight_decay = adam_weight_decay
        self.epsilon = epsilon
        self.exclude_embeddings = exclude_embeddings
        self.muon_a = muon_a
        self.muon_b = muon_b
        self.muon_c = muon_c
        self.adam_lr_ratio = adam_lr_ratio
        self.momentum = momentum
        self.ns_steps = ns_steps
        self.nesterov = nesterov
        self.rms_rate = rms_rate

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self.adam_momentums, self.adam_velocities = [], []
        for variable in self._trainable_variables:
            momentum = velocity = None
            if not is_overwritten(variable):
                momentum = self.add_variable_from_reference(variable, name="momentum")
                if self._should_use_adamw(variable):
                    velocity = self.add_variable_from_reference(variable, name="velocity")
            self.adam_momentums.append(momentum)
            self.adam_velocities.append(velocity)
        self._slots = (self.adam_momentums, self.adam_velocities)

    def _should_use_adamw(self, variable):
        if len(variable.shape) != 2:
            return True
        if self.exclude_embeddings and "embedding" in variable.path.lower():
            return True
        return any(re.search(pattern, variable.path) for pattern in self.exclude_layers)

    def _update_all(self, grads, variables, learning_rate):
        adam = [v for v in variables if self._should_use_adamw(v)]
        matrices = [v for v in variables if not self._should_use_adamw(v)]
        grads = self._clip_gradients(grads)
        for group, decay in ((adam, self.adam_weight_decay), (matrices, self.weight_decay)):
            for variable in group if decay is not None else ():
                if self._use_weight_decay(variable):
                    rate = backend.cast(learning_rate, variable.dtype)
                    variable.assign_sub(ops.multiply(ops.multiply(variable, decay), rate))
        self._backend_update_step(grads, variables, learning_rate)

    def update_step(self, gradient, variable, learning_rate):
        if self._should_use_adamw(variable):
            super().update_step(gradient, variable, learning_rate)
        else:
            momentum = self.adam_momentums[self._get_variable_index(variable)]
            self._update_matrix(backend.cast(gradient, variable.dtype), variable, momentum, learning_rate)

    def _update_matrix(self, gradient, variable, m, learning_rate):
        m.assign_add(ops.add(gradient, ops.multiply(m.value, self.momentum - 1)))
        direction = m.value
        if self.nesterov:
            momentum = backend.cast(self.momentum, variable.dtype)
            direction = ops.add(gradient, ops.multiply(direction, momentum))
        update = self.zeropower_via_newtonschulz5(direction, self.ns_steps)
        # The rate keeps its dtype, which half precision meets in float32.
        variable.assign_sub(self.lr_adjust(update * learning_rate))

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        rate = xp.multiply(learning_rate, self.adam_lr_ratio)
        self._update_by_adam(xp, gradient, variable, slots, rate, step)

    def _update_by_adam(self, xp, gradient, variable, slots, learning_rate, step):
        m, v = slots
        correction = xp.sqrt(xp.subtract(1, self._power(xp, self.adam_beta_2, step)))
        alpha = xp.divide(
            xp.multiply(learning_rate, correction),
            xp.subtract(1, self._power(xp, self.adam_beta_1, step)),
        )
        m.assign_add(xp.multiply(xp.subtract(gradient, m.value), 1 - self.adam_beta_1))
        v.assign_add(xp.multiply(xp.subtract(xp.square(gradient), v.value), 1 - self.adam_beta_2))
        variable.assign_sub(
            xp.divide(xp.multiply(m.value, alpha), xp.add(xp.sqrt(v.value), self.epsilon))
        )

    def transpose_last_axis(self, X):  # the reference's name
        """Exchanges the last two axes.

        Args:
            X: Tensor of two or more axes.

        Returns:
            Tensor.
        """
        return ops.swapaxes(X, -1, -2)

    def lr_adjust(self, x):
        """Scales an update so that its size agrees with that of Adam's.

        Args:
            x: Tensor of two or more axes.

        Returns:
            Tensor of the shape of `x`.
        """
        if self.rms_rate is None:
            return x
        return x * ops.sqrt(max(x.shape[0], x.shape[1])) * self.rms_rate

    def zeropower_via_newtonschulz5(self, x, steps):
        """Nearest matrix with equal singular values, roughly: `U V^T` for `x = U S V^T`.

        Args:
            x: Tensor of two axes, or of more with matrices in the last two.
            steps: Integer, the number of iterations.

        Returns:
            Tensor of the shape of `x`.
        """
        tall = x.shape[-2] > x.shape[-1]
        if tall:
            x = self.transpose_last_axis(x)
        # Operators, not `keras.ops`: NumPy's scalars raise half precision to float32 here, as in the reference.
        x = x / (ops.norm(x, axis=(-2, -1), keepdims=len(x.shape) > 2) + self.epsilon)
        for _ in range(steps):
            gram = ops.matmul(x, self.transpose_last_axis(x))
            factor = self.muon_b * gram + ops.matmul(self.muon_c * gram, gram)
            x = self.muon_a * x + ops.matmul(factor, x)
        return self.transpose_last_axis(x) if tall else x
