"""State and configuration of optimizers, to be saved and restored."""
import warnings

from keras.src import backend
from keras.src.backend.common.late import LateModule
from keras.src.optimizers.schedules import learning_rate_schedule

serialization_lib = LateModule("keras.src.saving.serialization_lib")


class Persistence:
    """Part of the base class of optimizers."""

    def set_weights(self, weights):
        """Sets the optimizer's variables.

        Args:
            weights: List of arrays, in the order of `variables`.
        """
        if not self.built:
            raise ValueError("`set_weights` needs a built optimizer: call `build(trainable_variables)` before.")
        for variable, weight in zip(self.variables, weights):
            if tuple(variable.shape) != tuple(weight.shape):
                raise ValueError(
                    f"Argument `weights` has another shape for the variable {variable.path}: "
                    f"{tuple(weight.shape)} instead of {tuple(variable.shape)}."
                )
            variable.assign(weight)

    def save_own_variables(self, store):
        """Writes the variables into a dict of arrays, under `"0"`, `"1"` and so on."""
        for i, variable in enumerate(self.variables):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store):
        """Reads the variables from what `save_own_variables` wrote."""
        variables = self.variables
        if len(store.keys()) != len(variables):
            message = f"The state of optimizer '{self.name}' was not loaded: the file holds "
            message += f"{len(store.keys())} variables, the optimizer {len(variables)}."
            if len(variables) <= 2:
                message += " It is not built: build it, or make the first update, before loading."
            warnings.warn(message, stacklevel=2)
            return
        for i, variable in enumerate(variables):
            variable._take_from(store, str(i))

    def get_config(self):
        """The arguments of the constructor, as a dict of JSON values."""
        rate = self._learning_rate
        if isinstance(rate, learning_rate_schedule.LearningRateSchedule):
            rate = learning_rate_schedule.serialize(rate)
        elif isinstance(rate, backend.Variable):
            rate = float(rate.numpy())
        else:
            rate = serialization_lib.serialize_keras_object(rate)
        config = {
            "name": self.name,
            "learning_rate": rate,
            "weight_decay": self.weight_decay,
            "clipnorm": self.clipnorm,
            "global_clipnorm": self.global_clipnorm,
            "clipvalue": self.clipvalue,
            "use_ema": self.use_ema,
            "ema_momentum": self.ema_momentum,
            "ema_overwrite_frequency": self.ema_overwrite_frequency,
            "loss_scale_factor": self.loss_scale_factor,
            "gradient_accumulation_steps": self.gradient_accumulation_steps,
        }
        return config | {field: getattr(self, field) for field in self._fields}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """An optimizer from the dict that `get_config` gave.

        Args:
            config: Dict.
            custom_objects: Dict from names to classes and functions that are looked up first. Defaults to None.

        Returns:
            An optimizer of this class.
        """
        rate = config.get("learning_rate") if isinstance(config, dict) else None
        if isinstance(rate, dict):
            rate = serialization_lib.deserialize_keras_object(rate, custom_objects=custom_objects)
            config = config | {"learning_rate": rate}
        return cls(**config)
