"""Averages of the variables over updates."""
from keras.src import backend


class Averaging:
    """Part of the base class of optimizers: exponential moving averages, `use_ema`."""

    def _update_averages(self):
        self._update_model_variables_moving_average(self._trainable_variables)
        if self.ema_overwrite_frequency:
            due = backend.numpy.equal(
                backend.numpy.mod(backend.numpy.add(self.iterations, 1), self.ema_overwrite_frequency), 0
            )
            for variable, average in self._averaged(self._trainable_variables):
                variable.assign(backend.numpy.where(due, average.value, variable.value))

    def _averaged(self, variables):
        averages = self._model_variables_moving_average
        pairs = ((v, averages[self._get_variable_index(v)]) for v in variables)
        return [(v, average) for v, average in pairs if average is not None]

    def _update_model_variables_moving_average(self, trainable_variables):
        """Moves the averages towards the variables; at the first update they become equal."""
        started = backend.numpy.not_equal(self.iterations, 0)
        for variable, average in self._averaged(trainable_variables):
            momentum = backend.numpy.multiply(backend.cast(started, variable.dtype), self.ema_momentum)
            kept = backend.numpy.multiply(momentum, average.value)
            added = backend.numpy.multiply(backend.numpy.subtract(1, momentum), variable.value)
            average.assign(backend.numpy.add(kept, added))

    def _overwrite_model_variables_with_average_value(self, trainable_variables):
        for variable, average in self._averaged(trainable_variables):
            variable.assign(average.value)

    def finalize_variable_values(self, var_list):
        """Gives variables their final values at the end of training: their averages, with `use_ema`.

        Args:
            var_list: List of the model's trainable variables.
        """
        if self.use_ema:
            self._overwrite_model_variables_with_average_value(var_list)
