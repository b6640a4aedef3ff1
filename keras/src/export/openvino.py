"""Models in the intermediate representation of OpenVINO."""
import os
import tempfile

from keras.src import backend, tree
from keras.src.backend.common.late import LateModule
from keras.src.export import elsewhere, export_utils
from keras.src.export.onnx import export_onnx
from keras.src.export.saved_model import export_saved_model
from keras.src.utils.module_utils import LazyModule
from keras.src.utils.module_utils import tensorflow as tf

_torch_glue = LateModule("keras.src.backend.torch.export")
openvino = LazyModule("openvino")


def export_openvino(model, filepath, verbose=None, input_signature=None, **kwargs):
    """Writes a model for OpenVINO: the file and its weights beside it, in `.bin`.

    On jax a process with the tensorflow backend does it, as OpenVINO does not read programs of XLA.

    Args:
        model: Built `keras.Model`.
        filepath: Path that ends in `.xml`.
        verbose: Boolean, whether to print where it was written. Default None: yes.
        input_signature: List with one structure of specs for each positional argument of the model. Default None:
            those of the model. Names and unknown sizes stay in the file.
        **kwargs: Arguments for `openvino.convert_model`.

    Raises:
        ValueError: If the path has another ending.
        NotImplementedError: On the numpy backend.
        ImportError: If OpenVINO is not installed.
    """
    path = export_utils.check_ending(filepath, ".xml", "openvino")
    convert = _CONVERTERS.get(backend.backend())
    if convert is None and backend.backend() != "jax":
        raise NotImplementedError(f"OpenVINO files are not written on the {backend.backend()} backend.")
    export_utils.require(openvino, *([tf] if convert is None else []))
    signature = export_utils.signature_for(model, input_signature)
    if convert is None:
        elsewhere.export(model, "tensorflow", path, signature, format="openvino", **kwargs)
    else:
        openvino.save_model(convert(model, signature, kwargs), path, compress_to_fp16=False)
    export_utils.say_saved(path, verbose)


def _from_tensorflow(model, signature, options):
    with tempfile.TemporaryDirectory() as folder:
        export_saved_model(model, folder, verbose=False, input_signature=signature)
        converted = openvino.convert_model(folder, **options)
        for port in (*converted.inputs, *converted.outputs):
            port.get_tensor().set_names({name.split(":")[0] for name in port.names})
        return converted


def _from_torch(model, signature, options):
    if any(None in spec.shape[1:] for spec in tree.flatten(signature)):
        # OpenVINO 2026.4 unrolls the loops of a program over as many steps as the samples have.
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.onnx")
            export_onnx(model, path, verbose=False, input_signature=signature)
            return openvino.convert_model(path, **options)
    return _from_program(model, signature, options)


def _from_program(model, signature, options):
    samples, flat = export_utils.samples(signature), tree.flatten(signature)
    program = _torch_glue.program(_torch_glue.Flat(model, signature), flat, tree.flatten(samples), None)
    converted = openvino.convert_model(program, **options)
    shapes = {port: openvino.PartialShape([size or -1 for size in s.shape]) for port, s in zip(converted.inputs, flat)}
    converted.reshape(shapes)
    names = export_utils.names_of(signature) + export_utils.output_names(model(*samples))
    ports = (*converted.inputs, *(result.input_value(0) for result in converted.get_results()))
    for port, name in zip(ports, names):
        port.get_tensor().set_names({name})
    return converted


_CONVERTERS = {"tensorflow": _from_tensorflow, "torch": _from_torch}
