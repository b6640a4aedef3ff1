"""StatelessScope: stateful layer code run as a pure function of its variables' values."""
from keras.src.api_export import keras_export
from keras.src.backend.common.global_state import state


@keras_export("keras.StatelessScope")
class StatelessScope:
    """Inside it variables read and write a mapping instead of their own storage.

    Args:
        state_mapping: List of pairs `(variable, value)`: what variables hold on entry.
        collect_losses: Boolean, whether `add_loss` collects into the scope instead of into the layer.
        initialize_variables: Boolean, whether variables that were created inside without storage get it
            when the scope ends.

    Raises:
        ValueError: If a pair does not begin with a variable, or a value has another shape than it.

    Example:

    >>> counter = keras.Variable(1.0)
    >>> with keras.StatelessScope([(counter, keras.ops.zeros(()))]) as scope:
    ...     _ = counter.assign_add(5.0)
    >>> float(scope.get_current_value(counter)), float(counter)
    (5.0, 1.0)
    """

    clears_losses = False  # whether an outermost call begins its losses anew, as it does outside of scopes

    def __init__(self, state_mapping=None, collect_losses=False, initialize_variables=True):
        from keras.src.backend.common.variables import Variable

        self.collect_losses = collect_losses
        self.initialize_variables = initialize_variables
        self.losses = []
        self.loss_owners = []
        self.state_mapping = {}
        for variable, value in state_mapping or ():
            if not isinstance(variable, Variable):
                raise ValueError(
                    "Argument `state_mapping` of StatelessScope must hold pairs (variable, value). "
                    f"Received: {variable!r} of type {type(variable).__name__} as variable"
                )
            self.state_mapping[id(variable)] = (variable, variable._check_value(value))

    def __enter__(self):
        self._outer = state.stateless_scope
        state.stateless_scope = self
        return self

    def add_loss(self, loss, owner=None):
        """Collects a loss and the layer that it belongs to."""
        self.losses.append(loss)
        self.loss_owners.append(owner)

    def add_update(self, update):
        """Notes `(variable, value)` as the variable's new value."""
        variable, value = update
        self.state_mapping[id(variable)] = (variable, value)

    def get_current_value(self, variable):
        """What the variable holds now, or None if the scope knows nothing of it."""
        pair = self.state_mapping.get(id(variable))
        return pair[1] if pair is not None else None

    def __exit__(self, *args):
        state.stateless_scope = self._outer
        if self._outer is None and self.initialize_variables:
            from keras.src.backend.common.variables import initialize_all_variables

            initialize_all_variables()


def in_stateless_scope():
    """Whether a StatelessScope is open in this thread."""
    return state.stateless_scope is not None


def get_stateless_scope():
    """The innermost open StatelessScope, or None."""
    return state.stateless_scope


def new_values(scope, variables):
    """What variables hold after a scope: their own values where it knows none."""
    values = []
    for variable in variables:
        value = scope.get_current_value(variable)
        values.append(variable.value if value is None else value)
    return values
