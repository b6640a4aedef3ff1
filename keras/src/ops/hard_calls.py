"""Calls of operations that a backend did not answer at once: of sparse tensors, and faulty ones."""
from keras.src import backend, tree
from keras.src.backend.common.keras_tensor import any_symbolic_tensors


def recover(error, operation, args, kwargs):
    """What is to be done where the backend raised `error`: the sparse way, or a clearer error."""
    if any_symbolic_tensors(args, kwargs):
        raise error
    if any_sparse(args, kwargs):
        return evaluate_sparse(operation, args, kwargs)
    if _is_clear(error) or any(callable(a) for a in (*args, *kwargs.values())):
        raise error
    given = dict(zip(operation._signature.parameters, args)) | kwargs
    reason = _foretold(operation, given)
    kind = ValueError if reason else backend.core.argument_fault(error)
    if kind is None:
        raise error
    received = ", ".join(f"{key}={_brief(value)}" for key, value in given.items())
    name = operation._function.__name__
    raise kind(f"The arguments of {name} do not fit. {_sentence(reason or error)} Received: {received}") from error


def _is_clear(error):
    """Errors of our own say what was received."""
    return isinstance(error, (ValueError, TypeError)) and "Received:" in str(error)


def _foretold(operation, given):
    """The error that the symbolic rule has for arguments of these shapes; None if there is none."""
    leading = list(operation._signature.parameters)[: operation._tensors]
    static = {key: value for key, value in given.items() if key not in leading}
    try:
        operation._spec(*(given[key] for key in leading if key in given), **static)
    except ValueError as fault:
        return fault
    except Exception:
        return None  # No rule for such arguments at all.
    return None


def _sentence(error):
    text = str(error).strip().split("\n")[0].split(" Received:")[0]
    text = text.split("}}", 1)[-1].split(" [Op:", 1)[0].strip()  # around it, TensorFlow names its own operation
    return text if text.endswith(".") else f"{text}."


def _brief(value):
    """A tensor by shape and dtype, other values as they are."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_brief, value))}]"
    shape = getattr(value, "shape", None)
    return repr(value) if shape is None else f"{backend.standardize_dtype(value.dtype)}{tuple(shape)}"


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
