"""Output shapes of user code: run it on stand-ins, with two sizes for every unknown dimension."""
from keras.src import tree
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.backend.common.stateless_scope import StatelessScope
from keras.src.backend.common.symbolic_scope import SymbolicScope

# Two sizes that rarely occur as real ones; a result dimension that differs between them is unknown.
FILL_SIZES = (83, 89)


def compute_output_spec(evaluate, fn, args, kwargs, scope=StatelessScope, fill_sizes=FILL_SIZES):
    """KerasTensors in the structure of `fn(*args, **kwargs)`, found by running `fn` on stand-ins.

    Args:
        evaluate: `evaluate(fn, args, kwargs, stand_in) -> outputs`; `stand_in(keras_tensor)` gives the shape
            to use; outputs are anything with `shape` and `dtype`.
        fn: Function to trace.
        args: Its positional arguments, KerasTensors anywhere inside.
        kwargs: Its keyword arguments.
        scope: The StatelessScope class to run in.
        fill_sizes: Two sizes for unknown dimensions.
    """
    unknown = any(isinstance(leaf, KerasTensor) and None in leaf.shape for leaf in tree.flatten((args, kwargs)))
    with scope(), SymbolicScope():
        first = evaluate(fn, args, kwargs, _filled(fill_sizes[0]))
        if not unknown:
            return tree.map_structure(_symbolic, first)
        second = evaluate(fn, args, kwargs, _filled(fill_sizes[1]))
    return tree.map_structure(_merged, first, second)


def _filled(size):
    return lambda keras_tensor: tuple(size if d is None else d for d in keras_tensor.shape)


def _symbolic(value):
    if not hasattr(value, "shape") or not hasattr(value, "dtype"):
        return value
    return KerasTensor(tuple(value.shape), dtype=value.dtype)


def _merged(first, second):
    if not hasattr(first, "shape") or not hasattr(first, "dtype"):
        return first
    shape = tuple(a if a == b else None for a, b in zip(first.shape, second.shape))
    return KerasTensor(shape, dtype=first.dtype)
