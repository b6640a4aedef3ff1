"""`vectorize`: a function of small tensors made one of stacks of them."""
import functools
import re

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.ops.operation_utils import broadcast_shapes

_ARGUMENT = r"\((?:\w+(?:,\w+)*)?\)"
_SIGNATURE = re.compile(f"{_ARGUMENT}(?:,{_ARGUMENT})*->{_ARGUMENT}(?:,{_ARGUMENT})*")


def _input_ranks(signature):
    """How many dimensions the function itself takes of each argument.

    Raises:
        ValueError: If the signature is malformed.
    """
    signature = signature.replace(" ", "")
    if not _SIGNATURE.fullmatch(signature):
        raise ValueError(
            "Argument `signature` of vectorize must look like '(m,n),(n)->(m)'. "
            f"Received: signature={signature!r}"
        )
    inputs = re.findall(_ARGUMENT, signature.split("->")[0])
    return [len(re.findall(r"\w+", term)) for term in inputs]


@keras_export(["keras.ops.vectorize", "keras.ops.numpy.vectorize"])
def vectorize(pyfunc, *, excluded=None, signature=None):
    """A function that calls another for each position of its arguments, which are broadcast against each other.

    Args:
        pyfunc: Function of tensors: scalars, unless `signature` says otherwise.
        excluded: Set of positions or names of arguments that are passed on as they are.
        signature: String such as `"(m,n),(n)->(m)"`: the dimensions that `pyfunc` itself takes and returns.
            Default: none.

    Returns:
        Function of the arguments of `pyfunc`.

    Raises:
        TypeError: If `pyfunc` is no function.
        ValueError: If the signature is malformed, or does not fit the arguments.

    Example:

    >>> inner = keras.ops.vectorize(keras.ops.dot, signature="(n),(n)->()")
    >>> keras.ops.convert_to_numpy(inner([[1, 2], [3, 4]], [1, 10])).tolist()
    [21, 43]
    """
    if not callable(pyfunc):
        raise TypeError(f"Argument `pyfunc` of vectorize must be callable. Received: pyfunc={pyfunc}")
    excluded = frozenset(excluded or ())
    ranks = None if signature is None else _input_ranks(signature)

    @functools.wraps(pyfunc)
    def vectorized(*args, **kwargs):
        free = [i for i in range(len(args)) if i not in excluded]
        named = [name for name in kwargs if name not in excluded]
        tensors = [backend.convert_to_tensor(args[i]) for i in free]
        tensors += [backend.convert_to_tensor(kwargs[name]) for name in named]

        def call(*values):
            filled, options = list(args), dict(kwargs)
            for i, value in zip(free, values):
                filled[i] = value
            options.update(zip(named, values[len(free) :]))
            return pyfunc(*filled, **options)

        return _map_over_leading_axes(call, tensors, ranks, signature)

    return vectorized


vectorize.__module__ = "keras.src.ops.numpy"


def _map_over_leading_axes(call, tensors, ranks, signature):
    """`call` for each position of the leading axes, laid out in the shape in which these meet."""
    ranks = [0] * len(tensors) if ranks is None else ranks
    if len(ranks) != len(tensors) or any(len(x.shape) < r for x, r in zip(tensors, ranks)):
        raise ValueError(
            "The arguments do not fit the `signature` of vectorize. Received: "
            f"signature={signature!r} with arguments of shapes {[tuple(x.shape) for x in tensors]}"
        )
    shapes = [tuple(x.shape) for x in tensors]
    leads = [shape[: len(shape) - r] for shape, r in zip(shapes, ranks)]
    lead = functools.reduce(broadcast_shapes, leads, ())
    if not lead:
        return call(*tensors)
    numpy = backend.numpy
    flat = []
    for x, shape, own in zip(tensors, shapes, leads):
        core = shape[len(own) :]
        x = numpy.reshape(x, (1,) * (len(lead) - len(own)) + shape)
        flat.append(numpy.reshape(numpy.broadcast_to(x, (*lead, *core)), (-1, *core)))
    results = backend.core.vectorized_map(lambda values: call(*values), tuple(flat))
    return tree.map_structure(lambda y: numpy.reshape(y, (*lead, *y.shape[1:])), results)
