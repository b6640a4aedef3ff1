"""Checks that layers make of their arguments."""
import operator


def standardize_tuple(value, n, name, allow_zero=False):
    """`value`, an integer or `n` integers, as a tuple of `n` positive integers.

    Args:
        value: Integer, or iterable of `n` integers.
        n: Length of the tuple.
        name: Name of the argument, for the error.
        allow_zero: Boolean, whether 0 is accepted.

    Raises:
        ValueError: If it is something else.
    """
    if type(value) is int:
        values = (value,) * n
    else:
        try:
            values = tuple(value)
        except TypeError:
            values = ()
    least = 0 if allow_zero else 1
    if len(values) == n and all(_is_integer(v) and v >= least for v in values):
        return values
    kind = "non-negative" if allow_zero else "positive"
    raise ValueError(
        f"Argument `{name}` must be one {kind} integer or a tuple of {n} of them. "
        f"Received: {name}={value!r}"
    )


def _is_integer(value):
    try:
        operator.index(value)
    except TypeError:
        return False
    return True


def standardize_padding(value, allow_causal=False):
    """`value` in lower case, one of `"valid"`, `"same"` and perhaps `"causal"`; a list or tuple as it is."""
    if isinstance(value, (list, tuple)):
        return value
    allowed = ("valid", "same", "causal") if allow_causal else ("valid", "same")
    if not isinstance(value, str) or value.lower() not in allowed:
        raise ValueError(
            f"Argument `padding` must be one of {', '.join(map(repr, allowed))}. "
            f"Received: padding={value!r}"
        )
    return value.lower()


def validate_string_arg(
    value, allowable_strings, caller_name, arg_name, allow_none=False, allow_callables=False
):
    """Raises a ValueError unless `value` is one of the strings, or None or a callable where allowed."""
    if allow_none and value is None or allow_callables and callable(value):
        return
    if isinstance(value, str) and value in allowable_strings:
        return
    choices = ", ".join(map(repr, sorted(allowable_strings)))
    raise ValueError(
        f"Argument `{arg_name}` of {caller_name} must be one of {choices}"
        f"{' or None' if allow_none else ''}{' or a callable' if allow_callables else ''}. "
        f"Received: {arg_name}={value!r}"
    )
