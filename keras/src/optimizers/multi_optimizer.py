"""Different optimizers for different variables."""
import re
from collections.abc import MutableMapping

from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.optimizers import optimizer

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.optimizers.OptimizerMap")
class OptimizerMap(MutableMapping):
    """Maps paths of variables to optimizers.

    A key is a path or a regular expression for one; the first key that matches a whole path
    decides, the default optimizer takes the rest.

    Args:
        default_optimizer: The optimizer of the variables that no key matches.
        optimizer_map: Dict from keys to optimizers. Defaults to None.

    Raises:
        TypeError: If an argument is of another type.

    Example:

    >>> optimizers = keras.optimizers.OptimizerMap(keras.optimizers.SGD(), {"head/.*": keras.optimizers.Adam()})
    >>> type(optimizers["head/kernel"]).__name__, type(optimizers["body/kernel"]).__name__
    ('Adam', 'SGD')
    """

    def __init__(self, default_optimizer, optimizer_map=None):
        if not isinstance(default_optimizer, optimizer.Optimizer):
            raise TypeError(
                f"Argument `default_optimizer` must be a Keras optimizer. Received: {default_optimizer!r}."
            )
        if optimizer_map is not None and not isinstance(optimizer_map, dict):
            raise TypeError(f"Argument `optimizer_map` must be a dict. Received: {optimizer_map!r}.")
        self._default_optimizer = default_optimizer
        self._optimizers = {}
        for key, value in (optimizer_map or {}).items():
            self[key] = value

    @property
    def default_optimizer(self):
        """The optimizer of the variables that no key matches."""
        return self._default_optimizer

    def __getitem__(self, key):
        if key in self._optimizers:
            return self._optimizers[key]
        for pattern, value in self._optimizers.items():
            if re.fullmatch(pattern, key):
                return value
        return self._default_optimizer

    def __setitem__(self, key, value):
        if not isinstance(key, str):
            raise ValueError(f"A key of OptimizerMap must be a string. Received: {key!r}.")
        if key in self._optimizers:
            raise ValueError(f"The key {key!r} is in the OptimizerMap already, with {self._optimizers[key]}.")
        if not isinstance(value, optimizer.Optimizer):
            raise ValueError(f"A value of OptimizerMap must be a Keras optimizer. Received: {value!r}.")
        self._optimizers[key] = value

    def __delitem__(self, key):
        del self._optimizers[key]

    def __contains__(self, key):
        return key in self._optimizers

    def __len__(self):
        return len(self._optimizers)

    def __iter__(self):
        return iter(self._optimizers)

    def get_config(self):
        """The arguments of the constructor, as a dict of JSON values."""
        serialize = serialization_lib.serialize_keras_object
        return {
            "default_optimizer": serialize(self._default_optimizer),
            "optimizer_map": {key: serialize(value) for key, value in self._optimizers.items()},
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """An OptimizerMap from the dict that `get_config` gave.

        Args:
            config: Dict.
            custom_objects: Dict from names to classes that are looked up first. Defaults to None.

        Returns:
            An OptimizerMap.
        """

        def read(value):
            return serialization_lib.deserialize_keras_object(value, custom_objects=custom_objects)

        members = {key: read(value) for key, value in config["optimizer_map"].items()}
        return cls(read(config["default_optimizer"]), members)


@keras_export("keras.optimizers.MultiOptimizer")
class MultiOptimizer(optimizer.Optimizer):
    """Updates groups of variables by optimizers of their own.

    Args:
        optimizer_map: `keras.optimizers.OptimizerMap`.
        loss_scale_factor: See `keras.optimizers.Optimizer`. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.

    Example:

    >>> a, b = keras.Variable(1.0, name="a"), keras.Variable(1.0, name="b")
    >>> optimizers = keras.optimizers.OptimizerMap(keras.optimizers.SGD(0.5), {"b": keras.optimizers.SGD(0.25)})
    >>> one = keras.ops.array(1.0)
    >>> keras.optimizers.MultiOptimizer(optimizers).apply([one, one], [a, b])
    >>> float(a), float(b)
    (0.5, 0.75)
    """

    def __init__(self, optimizer_map, loss_scale_factor=None, name=None):
        self._shared_loss_scale_factor = loss_scale_factor
        super().__init__(learning_rate=0.0, name=name)
        if not isinstance(optimizer_map, OptimizerMap):
            raise TypeError(
                f"Argument `optimizer_map` must be an OptimizerMap. Received: optimizer_map={optimizer_map!r}."
            )
        self.optimizer_map = optimizer_map

    @property
    def optimizers(self):
        """List of the optimizers, the default one last."""
        members = []
        for member in [*self.optimizer_map.values(), self.optimizer_map.default_optimizer]:
            if not any(member is other for other in members):
                members.append(member)
        return members

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        for member, variables in self._groups(self._trainable_variables):
            member.build(variables)
            member._gradients_come_prepared = True

    def _groups(self, variables, *parallel):
        """`[(optimizer, variables, ...), ...]`: lists cut up by the optimizer of each variable."""
        groups = [(member, [], *([] for _ in parallel)) for member in self.optimizers]
        positions = {id(group[0]): group for group in groups}
        for row in zip(variables, *parallel):
            group = positions[id(self.optimizer_map[row[0].path])]
            for column, value in zip(group[1:], row):
                column.append(value)
        return [group for group in groups if group[1]]

    def apply(self, grads, trainable_variables=None):
        grads = self._joined(list(grads))
        if not grads:
            return
        variables = self._checked_variables(grads, trainable_variables)
        if self.loss_scale_factor is not None and not self._gradients_come_prepared:
            grads = self._map_derivatives(lambda g: ops.divide(g, self.loss_scale_factor), grads, variables)
        for member, members_variables, members_grads in self._groups(variables, grads):
            member.apply(members_grads, members_variables)
        self._count()

    @property
    def variables(self):
        own = list(self._variables)
        for member in self.optimizers:
            own.extend(member.variables)
        return own

    @property
    def iterations(self):
        """How many updates were made."""
        return self._iterations

    @property
    def learning_rate(self):
        """Not there: each of `optimizers` has its own."""
        raise AttributeError("A MultiOptimizer has no learning rate of its own: ask one of its `optimizers`.")

    @learning_rate.setter
    def learning_rate(self, learning_rate):
        raise AttributeError(
            "A MultiOptimizer has no learning rate of its own: set that of one of its `optimizers`. "
            f"Received: learning_rate={learning_rate}."
        )

    @property
    def loss_scale_factor(self):
        """The factor by which the loss is multiplied, or None."""
        return self._shared_loss_scale_factor

    @loss_scale_factor.setter
    def loss_scale_factor(self, factor):
        # The base class sets its own, None, which is not meant here.
        if factor is not None:
            self._shared_loss_scale_factor = factor

    def finalize_variable_values(self, var_list):
        """Lets each optimizer give its variables their final values.

        Args:
            var_list: List of the model's trainable variables.
        """
        for member, variables in self._groups(var_list):
            member.finalize_variable_values(variables)

    def get_config(self):
        return {
            "optimizer_map": serialization_lib.serialize_keras_object(self.optimizer_map),
            "loss_scale_factor": self.loss_scale_factor,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        optimizer_map = serialization_lib.deserialize_keras_object(
            config["optimizer_map"], custom_objects=custom_objects
        )
        return cls(**(config | {"optimizer_map": optimizer_map}))
