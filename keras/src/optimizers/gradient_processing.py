"""What happens to gradients and variables around the formula: accumulation, clipping, weight decay."""
import re

from keras.src import backend, ops
from keras.src.backend.common.stateless_scope import new_values
from keras.src.optimizers import gradient_clipping


class GradientProcessing:
    """Part of the base class of optimizers."""

    def _is_update_step(self):
        steps = self.gradient_accumulation_steps
        return backend.numpy.equal(
            backend.numpy.mod(backend.numpy.add(self._iterations, 1), steps), 0
        )

    def _accumulate(self, grads, variables):
        """Adds up gradients, and makes an update of their mean at every last step of a round."""
        accumulators = [self._accumulated_gradients[self._get_variable_index(v)] for v in variables]
        steps = self.gradient_accumulation_steps

        def update():
            means = [ops.divide(ops.add(g, a), steps) for g, a in zip(grads, accumulators)]
            self._update_all(means, variables, self.learning_rate)
            for accumulator in self._accumulated_gradients:
                accumulator.assign(ops.zeros_like(accumulator))

        def collect():
            for gradient, accumulator in zip(grads, accumulators):
                accumulator.assign_add(gradient)

        self._when(
            self._is_update_step(), update, [*variables, *self._variables], otherwise=collect
        )

    def _whole(self, grads):
        """Gradients as they are without a distribution; a backend may have them in parts."""
        return grads

    def _when(self, condition, action, touched, otherwise=None):
        """Runs `action` if `condition` holds, else `otherwise`, in a way that can be traced.

        Args:
            condition: Scalar boolean tensor.
            action: Function without arguments that assigns variables.
            touched: List of all variables that it or `otherwise` may assign or read.
            otherwise: The same, or None for nothing.
        """

        def branch(assignments):
            def run():
                values = [v.value for v in touched]
                if assignments is None:
                    return values
                with backend.StatelessScope(state_mapping=list(zip(touched, values))) as scope:
                    assignments()
                return new_values(scope, touched)

            return run

        results = backend.core.cond(condition, branch(action), branch(otherwise))
        for variable, value in zip(touched, results):
            variable.assign(value)

    def _clip_gradients(self, grads):
        if self.clipnorm and self.clipnorm > 0:
            return [gradient_clipping.clip_by_norm(g, self.clipnorm) for g in grads]
        if self.global_clipnorm and self.global_clipnorm > 0:
            return gradient_clipping.clip_by_global_norm(grads, self.global_clipnorm)
        if self.clipvalue and self.clipvalue > 0:
            return [ops.clip(g, -self.clipvalue, self.clipvalue) for g in grads]
        return grads

    def exclude_from_weight_decay(self, var_list=None, var_names=None):
        """Keeps weight decay away from some variables.

        Args:
            var_list: List of `keras.Variable`s. Defaults to None.
            var_names: List of regular expressions; a variable whose name one of them is found in is left
                out. Defaults to None.

        Example:

        >>> optimizer = keras.optimizers.AdamW(weight_decay=0.01)
        >>> optimizer.exclude_from_weight_decay(var_names=["bias", "gamma"])
        """
        self._excluded_from_decay = {id(v) for v in var_list or ()}
        self._excluded_from_decay_pattern = re.compile("|".join(var_names)) if var_names else None
        self._decay_choices = {}

    def _use_weight_decay(self, variable):
        key = id(variable)
        choice = self._decay_choices.get(key)
        if choice is None:
            pattern = self._excluded_from_decay_pattern
            named = pattern is not None and pattern.search(variable.name) is not None
            choice = key not in self._excluded_from_decay and not named
            self._decay_choices[key] = choice
        return choice

    def _apply_weight_decay(self, variables):
        if self.weight_decay is not None:
            self._decay_all([v for v in variables if self._use_weight_decay(v)], self.learning_rate)

    def _decay_all(self, variables, learning_rate):
        for variable in variables:
            self._decay(backend.numpy, variable, backend.cast(learning_rate, variable.dtype))

    def _decay(self, xp, variable, learning_rate):
        """Weight decay of one variable or a group of them, decoupled from the gradient."""
        decay = xp.multiply(variable.value, self.weight_decay)
        variable.assign_sub(xp.multiply(decay, learning_rate))
