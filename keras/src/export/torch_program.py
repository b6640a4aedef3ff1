"""Models as programs of `torch.export`, files that end in `.pt2`."""
from keras.src import backend
from keras.src.backend.common.late import LateModule
from keras.src.export import export_utils
from keras.src.utils.module_utils import LazyModule

_glue = LateModule("keras.src.backend.torch.export")
torch_export = LazyModule("torch.export", pip_name="torch")
_OPTIONS = ("dynamic_shapes", "prefer_deferred_runtime_asserts_over_guards", "preserve_module_call_signature", "strict")


def export_torch(model, filepath, input_signature=None, verbose=None, **kwargs):
    """Writes a model as a program that `torch.export.load` reads.

    Args:
        model: Built `keras.Model`.
        filepath: Path that ends in `.pt2`.
        input_signature: List with one structure of specs for each positional argument of the model. Default None:
            those of the model.
        verbose: Boolean, whether to print where it was written. Default None: yes.
        **kwargs: Arguments for `torch.export.export`: `dynamic_shapes` (default: unknown sizes of the signature stay
            unknown), `strict`, `preserve_module_call_signature`, `prefer_deferred_runtime_asserts_over_guards`.

    Raises:
        ValueError: On another backend than torch, or if the path or an option is wrong.
    """
    if backend.backend() != "torch":
        raise ValueError(f"The format 'torch' is written on the torch backend only, not on {backend.backend()}.")
    path = export_utils.check_ending(filepath, ".pt2", "torch")
    unknown = sorted(kwargs.keys() - set(_OPTIONS))
    if unknown:
        raise ValueError(f"The format 'torch' has the options {list(_OPTIONS)}. Received: {unknown}")
    signature = export_utils.signature_for(model, input_signature)
    samples = export_utils.samples(signature), export_utils.samples(signature, export_utils.OTHER_SIZE)
    program = _glue.program(_glue.Called(model), signature, *samples, **kwargs)
    torch_export.save(program, path)
    export_utils.say_saved(path, verbose)
