"""Export on the torch backend: models as programs of `torch.export`."""
import contextlib
import warnings

import torch

from keras.src import tree


class Flat(torch.nn.Module):
    """A model as a module from a flat list of tensors to a flat tuple.

    Args:
        model: Keras model.
        signature: List with one structure of specs for each argument of the model.
    """

    def __init__(self, model, signature):
        super().__init__()
        self.model = model
        self.signature = signature
        self.training = False  # of this module alone: the model keeps its state

    def forward(self, *tensors):
        return tuple(tree.flatten(self.model(*tree.pack_sequence_as(self.signature, list(tensors)))))


class Called(torch.nn.Module):
    """A model as a module with the model's own arguments and outputs, called as a layer is, casts included.

    Args:
        model: Keras model.
    """

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.training = False

    def forward(self, *args):
        return self.model(*args)


def program(module, signature, samples, others, **options):
    """A module as an ExportedProgram, with the unknown sizes of the signature unknown where torch can do that.

    Args:
        module: `torch.nn.Module`.
        signature: List with one structure of InputSpecs for each argument.
        samples: Tensors that fit it, in its structure.
        others: The same with other sizes, for which the program is tried out.
        **options: Arguments for `torch.export.export`.
    """
    shapes = options.pop("dynamic_shapes", None) or dynamic_shapes(signature)

    def trace(shapes):
        return torch.export.export(module, tuple(samples), dynamic_shapes=(tuple(shapes),), **options)

    with torch.no_grad(), _recurrent_layers_as_loops(signature):
        try:
            traced = trace(shapes)
            _try_out(traced, module, others, signature)
            return traced
        except Exception as e:  # of many kinds: wherever code needs a size as a number
            warnings.warn(
                f"The program takes inputs of the shapes {[tuple(x.shape) for x in tree.flatten(samples)]} only, as "
                f"torch cannot trace the model with unknown sizes: {_first_line(e)}",
                stacklevel=2,
            )
            return trace([None] * len(shapes))


def _try_out(program, module, others, signature):
    """Raises an error if the program does not take sizes that the module takes: it branched on those of the samples."""
    if any(None in spec.shape[1:] for spec in tree.flatten(signature)):
        try:
            module(*others)
        except Exception:  # The model itself is particular about sizes.
            return
        program.module()(*others)


def _first_line(error):
    return (str(error).splitlines() or [type(error).__name__])[0]


def dynamic_shapes(signature):
    """The unknown sizes as `torch.export` wants them: all unknown first ones are the same."""
    batch = torch.export.Dim("batch")

    def sizes(spec):
        unknown = [axis for axis, size in enumerate(spec.shape) if size is None]
        return {axis: batch if axis == 0 else torch.export.Dim.DYNAMIC for axis in unknown}

    return [tree.map_structure(sizes, argument) for argument in signature]


@contextlib.contextmanager
def _recurrent_layers_as_loops(signature):
    """Where numbers of steps are unknown, LSTM and GRU are traced as loops; torch itself would unroll them."""
    if all(None not in spec.shape[1:] for spec in tree.flatten(signature)):
        yield
        return
    # Of torch 2.13, and private there; torch.onnx does the same. What was dispatched before is remembered elsewhere.
    from torch.export import _patches

    with _patches.register_lstm_while_loop_decomposition(), _patches.register_gru_while_loop_decomposition():
        _forget_dispatched()
        yield
    _forget_dispatched()


def _forget_dispatched():
    for operation in (torch.ops.aten.lstm.input, torch.ops.aten.gru.input):
        operation._dispatch_cache.clear()
