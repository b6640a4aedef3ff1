"""Symbolic dtypes of what backends treat each in their own way: 64 bits, complex numbers, unsigned integers on torch.

Dtype rules hold for all backends. Of 64 bits, Keras has results in other widths on every backend, operation by
operation, jax has none unless `jax_enable_x64` is set, and torch computes uint16 and uint32 in wider integers. So for
these the backend is asked: the call is traced.
"""
import functools

from keras.src import backend, tree
from keras.src.backend.common.keras_tensor import KerasTensor

_OWN = {"int64", "uint64", "float64", "complex64", "complex128"}
_OWN_ON_TORCH = _OWN | {"uint16", "uint32"}


def as_computed(rule):
    """Decorator of an operation's `compute_output_spec`: its dtypes are those that `call` gives on this backend."""

    @functools.wraps(rule)
    def compute_output_spec(self, *tensors, **named):
        outputs = rule(self, *tensors, **named)
        own = _OWN_ON_TORCH if backend.backend() == "torch" else _OWN
        symbols = [x for x in tree.flatten((tensors, named, outputs)) if type(x) is KerasTensor]
        if own.isdisjoint(x.dtype for x in symbols) or any(x.sparse or x.ragged for x in symbols):
            return outputs
        return _traced(self.call, outputs, tensors, named)

    return compute_output_spec


def _traced(call, outputs, tensors, named):
    try:
        found = tree.flatten(backend.compute_output_spec(call, *tensors, **named))
    except Exception:  # the framework's own: it asks for values that there are not, or has no kernel; the rule holds
        return outputs
    names = [getattr(x, "dtype", None) for x in found]
    symbols = tree.flatten(outputs)
    if len(names) != len(symbols) or names == [x.dtype for x in symbols]:
        return outputs
    symbols = [x if name in (None, x.dtype) else KerasTensor(x.shape, name) for x, name in zip(symbols, names)]
    return tree.pack_sequence_as(outputs, symbols)
