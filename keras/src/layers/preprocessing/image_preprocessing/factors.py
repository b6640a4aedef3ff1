"""Checks of what image layers are made with: strengths, ranges of values, ways to fill and interpolate."""

INTERPOLATIONS = ("nearest", "bilinear")
FILL_MODES = ("reflect", "wrap", "constant", "nearest")


def pair(layer, name, value, bounds):
    """A strength, a number or a pair of them, as a pair from lowest to highest within `bounds`."""
    low, high = bounds
    if _is_number(value):
        value = (max(low, -abs(value)), abs(value)) if low < 0 else (low, value)
    return ordered_pair(layer, name, value, bounds)


def ordered_pair(layer, name, value, bounds):
    """A pair of numbers within `bounds`, the lower one first."""
    low, high = bounds
    if not is_pair(value) or min(value) < low or max(value) > high:
        raise ValueError(
            f"Argument `{name}` of {type(layer).__name__} must be a number or a pair of numbers from {low} to {high}. "
            f"Received: {name}={value!r}"
        )
    return tuple(sorted(value))


def value_range(layer, value):
    """The lowest and the highest value of a pixel, checked."""
    if not is_pair(value):
        raise ValueError(
            f"Argument `value_range` of {type(layer).__name__} must be a pair of numbers. "
            f"Received: value_range={value!r}"
        )
    return value


def known(layer, choices, **argument):
    """The one argument given by keyword, checked to be among `choices`."""
    ((name, value),) = argument.items()
    if value not in choices:
        raise NotImplementedError(
            f"Argument `{name}` of {type(layer).__name__} must be one of {', '.join(map(repr, choices))}. "
            f"Received: {name}={value!r}"
        )
    return value


def is_pair(value):
    """Whether `value` is a list or tuple of two numbers."""
    return isinstance(value, (tuple, list)) and len(value) == 2 and all(map(_is_number, value))


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
