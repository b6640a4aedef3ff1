"""What the backends' gradients share."""
from keras.src.backend.common.stateless_scope import StatelessScope, get_stateless_scope


def current_values(variables):
    """What variables hold here: a StatelessScope's values, or their own storage."""
    scope = get_stateless_scope()
    values = []
    for variable in variables:
        value = scope.get_current_value(variable) if scope is not None else None
        values.append(variable._value if value is None else value)
    return values


def known_state():
    """Pairs (variable, value) of the open StatelessScope."""
    scope = get_stateless_scope()
    return list(scope.state_mapping.values()) if scope is not None else []


class PureCall:
    """A stateful computation as a pure function of tensors and of variables' values.

    What it assigns to variables comes out as values; `assign` gives them to the variables.

    Args:
        call: `call(tensors) -> value, aux`.
        variables: Variables whose values are arguments.
    """

    def __init__(self, call, variables):
        self.call, self.variables = call, variables
        self.assigned = []

    def __call__(self, tensors, values):
        """`value, (aux, assigned values)`."""
        state = [*known_state(), *zip(self.variables, values)]
        with StatelessScope(state_mapping=state) as scope:
            before = {key: pair[1] for key, pair in scope.state_mapping.items()}
            value, aux = self.call(tensors)
        changed = [
            pair for key, pair in scope.state_mapping.items() if before.get(key) is not pair[1]
        ]
        self.assigned = [variable for variable, _ in changed]
        return value, (aux, [new for _, new in changed])

    def assign(self, values):
        """Gives variables what was assigned to them during the call."""
        for variable, value in zip(self.assigned, values):
            variable.assign(value)
