"""The variables of a model as nested dicts of values."""
from keras.src import backend

_GROUPS = ("trainable_variables", "non_trainable_variables", "optimizer_variables", "metrics_variables")
_VALUE_FORMATS = ("numpy_array", "backend_tensor")


class StateTree:
    """The part of `Model` that takes its state out and puts it in."""

    def get_state_tree(self, value_format="backend_tensor"):
        """All variables as nested dicts, following their paths.

        Args:
            value_format: `"backend_tensor"` or `"numpy_array"`, the kind of the values.

        Returns:
            Dict with the keys `"trainable_variables"`, `"non_trainable_variables"`, `"optimizer_variables"` and
            `"metrics_variables"`. That of the optimizer is empty where there is none, as before `compile`.

        Raises:
            ValueError: If two variables have the same path, or the format is unknown.

        Example:

        >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="d")], name="m")
        >>> model.compile("sgd", "mse")
        >>> list(model.get_state_tree()["trainable_variables"]["m"]["d"])
        ['kernel', 'bias']
        """
        if value_format not in _VALUE_FORMATS:
            raise ValueError(
                f"Argument `value_format` must be one of {list(_VALUE_FORMATS)}. Received: {value_format!r}"
            )
        return {group: _nested(self._state_group(group), value_format) for group in _GROUPS}

    def set_state_tree(self, state_tree):
        """Sets variables from nested dicts, as `get_state_tree` returns them.

        Args:
            state_tree: Dict of groups; what it does not hold stays as it is.

        Raises:
            ValueError: If a group is unknown.
        """
        for group, values in state_tree.items():
            if group not in _GROUPS:
                raise ValueError(f"Argument `state_tree` may hold the groups {list(_GROUPS)}. Received: {group!r}")
            _assign(self._state_group(group), values)

    def _state_group(self, group):
        if group == "optimizer_variables":
            optimizer = getattr(self, "optimizer", None)
            return optimizer.variables if optimizer is not None else []
        if group == "non_trainable_variables":  # without the states of stateful layers, which share their paths
            known = {id(variable) for variable in self.variables}
            return [variable for variable in self.non_trainable_variables if id(variable) in known]
        return getattr(self, group)


def _nested(variables, value_format):
    root = {}
    for variable in variables:
        value = variable.value
        if value_format == "numpy_array":
            value = backend.convert_to_numpy(value)
        *scopes, name = variable.path.split("/")
        place = root
        for scope in scopes:
            place = place.setdefault(scope, {})
        if name in place:
            raise ValueError(f"Two variables have the same path, {variable.path!r}: rename one of their layers.")
        place[name] = value
    return root


def _assign(variables, values):
    flat = dict(_flat(values))
    for variable in variables:
        if variable.path in flat:
            variable.assign(flat[variable.path])


def _flat(values, prefix=""):
    for key, value in values.items():
        path = f"{prefix}/{key}" if prefix else key
        if isinstance(value, dict):
            yield from _flat(value, path)
        else:
            yield path, value
