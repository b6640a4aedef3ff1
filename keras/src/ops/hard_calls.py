"""Calls of operations that a backend did not answer at once: of sparse tensors, and faulty ones."""
import functools
import inspect
import re

from keras.src import backend, tree
from keras.src.backend.common.keras_tensor import any_symbolic_tensors


class OutOfRange(ValueError, IndexError):
    """An index, or a number of dimensions, that an argument has not."""


def recover(error, operation, args, kwargs):
    """What is to be done where the backend raised `error`: the sparse way, or a clearer error."""
    if any_symbolic_tensors(args, kwargs):
        raise error
    if any_sparse(args, kwargs):
        return evaluate_sparse(operation, args, kwargs)
    if any(callable(a) for a in (*args, *kwargs.values())):
        raise error
    given = dict(zip(operation._signature.parameters, args)) | kwargs
    names = operation._operands if operation._leads else ()
    leading = [given[key] for key in names if key in given]
    static = {key: value for key, value in given.items() if key not in names}
    explain(error, operation._function.__name__, given, functools.partial(operation._spec, *leading, **static))


def explain(error, name, given, spec=None):
    """Raises `error`, of a call of an operation, so that it says which call it was and what was wrong.

    Args:
        error: The exception.
        name: Name of the operation.
        given: Dict of the arguments.
        spec: The operation's symbolic rule, bound to them, whose error counts more than the framework's.
    """
    clear = isinstance(error, (ValueError, TypeError)) and "Received:" in str(error)  # Those are our own.
    reason = None if clear else (_foretold(spec) if spec else None) or _rank_fault(error)
    kind = ValueError if reason else OutOfRange if type(error) is IndexError else backend.core.argument_fault(error)
    if clear or kind is None:
        raise_named(error, name, given)
    reason = _sentence(reason or error)
    raise kind(f"The arguments of {name} do not fit. {reason} Received: {_listed(given)}") from error


def explained(function):
    """Decorator of operations that are written out by hand: their errors name the call."""
    names = list(inspect.signature(function).parameters)

    @functools.wraps(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception as e:
            explain(e, function.__name__, dict(zip(names, args)) | kwargs)

    return call


def raise_named(error, name, given):
    """Raises an error with the call added, if it does not name the operation and what it got."""
    text = str(error)
    told = re.search(rf"\b{name}\b", text) and re.search(r"Received:| \(in ", text)
    if isinstance(error, (ValueError, TypeError)) and len(error.args) == 1 and not told:
        error.args = (f"{text} (in {name}({_listed(given)}))",)
    raise error


def _foretold(spec):
    """The error that the symbolic rule has for arguments of these shapes; None if there is none."""
    try:
        spec()
    except ValueError as fault:
        return fault
    except Exception as fault:
        return _rank_fault(fault)  # None: there is no rule for such arguments at all.
    return None


def _rank_fault(error):
    """What Python's own error about a tuple means, which was a shape; None for others."""
    if isinstance(error, IndexError) and str(error).endswith(" index out of range"):
        return "An argument has too few dimensions."
    if isinstance(error, ZeroDivisionError):
        return "An argument has a size, or a step, of 0."
    if isinstance(error, KeyError) and type(error.args[0]) is int:  # of a table with an entry for each rank
        return "An argument has too many dimensions."
    return None


def _listed(given):
    return ", ".join(f"{key}={_brief(value)}" for key, value in given.items())


def _sentence(error):
    text = str(error).strip().split("\n")[0].split(" Received:")[0]
    text = text.split("}}", 1)[-1].split(" [Op:", 1)[0].strip()  # around it, TensorFlow names its own operation
    return text if text.endswith(".") else f"{text}."


def _brief(value):
    """A tensor by shape and dtype, other values as they are, long ones by their beginning."""
    if isinstance(value, (list, tuple)) and any(hasattr(x, "shape") for x in value):
        return f"[{', '.join(map(_brief, value))}]"
    shape = getattr(value, "shape", None)
    if shape is None:
        text = repr(value)
        return text if len(text) < 200 else f"{text[:200]}..."
    shape = tuple(shape) if getattr(shape, "rank", 0) is not None else "(...)"  # a rank that TensorFlow does not know
    return f"{getattr(value.dtype, 'name', value.dtype)}{shape}".removeprefix("torch.")


# Sparse tensors


def any_sparse(args, kwargs):
    """Whether a sparse tensor is among the arguments, or in a list among them."""
    if not backend.SUPPORTS_SPARSE_TENSORS:
        return False
    return any(map(backend.core.is_sparse, tree.flatten((args, kwargs))))


def evaluate_sparse(operation, args, kwargs):
    """An operation on sparse tensors.

    Functions that map zero to zero work on the values that are there. Others have a form of their own in the backend's
    `sparse`, which returns None where it keeps nothing sparse; else tensors become dense.
    """
    function, sparse = operation._function, backend.sparse
    if getattr(operation._spec, "maps_values", False):
        return sparse.map_values(lambda values: function(values, *args[1:], **kwargs), args[0])
    form = getattr(sparse, function.__name__, None)
    result = None if form is None else form(*args, **kwargs)
    if result is not None:
        return result
    args, kwargs = tree.map_structure(_dense, (list(args), kwargs))
    return function(*args, **kwargs)


def _dense(x):
    return backend.sparse.dense(x) if backend.core.is_sparse(x) else x
