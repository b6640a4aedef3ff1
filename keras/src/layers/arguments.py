"""What constructors of layers share: checks of their arguments, and configs made from them."""
import numbers
import operator

from keras.src import activations, constraints, initializers, quantizers, regularizers

_KINDS = {  # last word of an argument's name: how its value is read, and written into a config
    "activation": activations,
    "initializer": initializers,
    "regularizer": regularizers,
    "constraint": constraints,
    "config": quantizers,  # `quantization_config`
}


def config_of(layer, *names):
    """The attributes `names` of a layer as a JSON-ready dict; the name of each tells its kind.

    Example: `config_of(self, "units", "activation", "kernel_initializer")`.
    """
    return {name: _serialize(name, getattr(layer, name)) for name in names}


def _serialize(name, value):
    kind = kind_of(name)
    return value if kind is None or value is None else kind.serialize(value)


def kind_of(name):
    """The package of the objects that an argument of this name stands for, None for other arguments."""
    return _KINDS.get(name.rpartition("_")[2])


def set_objects(layer, prefix="", /, **identifiers):
    """Keeps what the identifiers stand for as attributes of a layer; the name of each tells its kind.

    Example: `set_objects(self, activation=activation, kernel_initializer=kernel_initializer)`.
    """
    for name, identifier in identifiers.items():
        setattr(layer, prefix + name, read_object(layer, name, identifier))


def read_object(layer, name, identifier):
    """The function or object that an argument stands for, given as itself, by a name, or as a config."""
    try:
        return kind_of(name).get(identifier)
    except (TypeError, ValueError) as e:
        error = TypeError if isinstance(e, TypeError) else ValueError
        raise _refused(layer, name, identifier, "a known name, a config or an object", error, f". {e}") from e


def positive_integer(layer, **argument):
    """The one argument given by keyword, checked to be a positive integer."""
    ((name, value),) = argument.items()
    try:
        number = operator.index(value)
    except TypeError:
        number = 0
    if number <= 0:
        raise _refused(layer, name, value, "a positive integer")
    return number


def integer(layer, **argument):
    """The one argument given by keyword, checked to be an integer."""
    ((name, value),) = argument.items()
    try:
        return operator.index(value)
    except TypeError as e:
        raise _refused(layer, name, value, "an integer") from e


def non_negative_float(layer, **argument):
    """The one argument given by keyword, checked to be a number of at least 0."""
    ((name, value),) = argument.items()
    if not isinstance(value, numbers.Real) or not value >= 0:
        raise _refused(layer, name, value, "a number of at least 0")
    return value


def fraction(layer, **argument):
    """The one argument given by keyword, checked to lie between 0 and 1."""
    ((name, value),) = argument.items()
    if value is None or isinstance(value, (str, bytes, tuple, list)):
        raise _refused(layer, name, value, "a number between 0 and 1", TypeError)
    if not 0 <= value <= 1:
        raise _refused(layer, name, value, "a number between 0 and 1")
    return value


def clamped_fraction(layer, **argument):
    """The one argument given by keyword, a number; what is below 0 or above 1 counts as these."""
    ((name, value),) = argument.items()
    if not isinstance(value, numbers.Real):
        raise _refused(layer, name, value, "a number between 0 and 1", TypeError)
    return min(1.0, max(0.0, value))


def one_of(layer, allowed, **argument):
    """The one argument given by keyword, checked to be among `allowed`."""
    ((name, value),) = argument.items()
    if value not in allowed:
        raise _refused(layer, name, value, f"one of {', '.join(map(repr, allowed))}")
    return value


def integer_pairs(layer, rank, **argument):
    """The one argument given by keyword as `rank` pairs (before, after), one for each spatial axis.

    An integer stands for itself before and after on every axis, a flat tuple for one integer per axis. For
    `rank` 1 the result is one pair.
    """
    ((name, value),) = argument.items()
    given = (value,) * rank if isinstance(value, int) else value
    if rank == 1 and _is_pair(given):
        given = (given,)
    try:
        pairs = tuple((v, v) if isinstance(v, int) else tuple(v) for v in given)
    except TypeError:
        pairs = ()
    legal = len(pairs) == rank and all(_is_pair(pair) for pair in pairs)
    if not legal or any(size < 0 for pair in pairs for size in pair):
        expected = "an integer or a pair of integers" if rank == 1 else (
            f"an integer, {rank} integers, or {rank} pairs of integers"
        )
        raise _refused(layer, name, value, expected)
    return pairs[0] if rank == 1 else pairs


def _is_pair(value):
    return (
        isinstance(value, (tuple, list)) and len(value) == 2 and all(isinstance(v, int) for v in value)
    )


def axis_list(layer, axis):
    """`axis` of a layer, an integer or several, as a list."""
    axes = list(axis) if isinstance(axis, (tuple, list)) else [axis]
    if all(isinstance(a, numbers.Integral) for a in axes):
        return [int(a) for a in axes]
    raise _refused(layer, "axis", axis, "an integer or a list of integers", TypeError)


def _refused(layer, name, value, expected, error=ValueError, more=""):
    return error(
        f"Argument `{name}` of {type(layer).__name__} must be {expected}. Received: {name}={value!r}{more}"
    )
