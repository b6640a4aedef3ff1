"""Models in the Open Neural Network Exchange format."""
from keras.src import backend, tree
from keras.src.backend.common.late import LateModule
from keras.src.export import elsewhere, export_utils
from keras.src.utils.module_utils import LazyModule, tf2onnx
from keras.src.utils.module_utils import tensorflow as tf

_torch_glue = LateModule("keras.src.backend.torch.export")
torch_onnx = LazyModule("torch.onnx", pip_name="torch")
torch = LazyModule("torch")
onnxscript = LazyModule("onnxscript")
_NEEDED = {
    "torch": (LazyModule("onnx"), onnxscript),
    "tensorflow": (tf2onnx,),
    "jax": (tf, tf2onnx),
}


def export_onnx(model, filepath, verbose=None, input_signature=None, opset_version=None, **kwargs):
    """Writes a model for runtimes of ONNX.

    On torch through `torch.onnx`, on tensorflow through tf2onnx; on jax a process with the tensorflow backend does it.

    Args:
        model: Built `keras.Model`.
        filepath: Path of the file.
        verbose: Boolean, whether to print where it was written. Default None: yes.
        input_signature: List with one structure of specs for each positional argument of the model. Default None:
            those of the model. Names and unknown sizes stay in the file.
        opset_version: Integer, version of the set of operations. Default None: the converter's.
        **kwargs: Further arguments of `torch.onnx.export` or `tf2onnx.convert.from_function`.

    Raises:
        NotImplementedError: On the numpy backend.
        ImportError: If a converter is not installed.
    """
    if input_signature is None:
        export_utils.check_built(model)
    write = _WRITERS.get(backend.backend())
    if write is None:
        raise NotImplementedError(f"ONNX files are not written on the {backend.backend()} backend.")
    export_utils.require(*_NEEDED[backend.backend()])
    write(model, str(filepath), export_utils.signature_for(model, input_signature), opset_version, kwargs)
    export_utils.say_saved(str(filepath), verbose)


def _from_torch(model, path, signature, opset_version, options):
    samples, flat = export_utils.samples(signature), tree.flatten(signature)
    module, others = _torch_glue.Flat(model, signature), export_utils.samples(flat, export_utils.OTHER_SIZE)
    torch_onnx.export(
        _torch_glue.program(module, flat, tree.flatten(samples), others),
        (),
        path,
        **{
            "dynamo": True,
            "verbose": False,
            "external_data": False,
            "input_names": export_utils.names_of(signature),
            "output_names": export_utils.output_names(model(*samples)),
            "opset_version": opset_version,
            "custom_translation_table": {torch.ops.aten._int_mm.default: _integer_product},
            **options,
        },
    )


def _integer_product(self, mat2):
    """What torch's converter lacks: the product of quantized matrices."""
    return onnxscript.opset18.MatMulInteger(self, mat2)


def _from_tensorflow(model, path, signature, opset_version, options):
    def flat(*tensors):
        outputs = model(*tree.pack_sequence_as(signature, list(tensors)))
        return dict(zip(export_utils.output_names(outputs), tree.flatten(outputs)))

    names = export_utils.names_of(signature)
    specs = [tf.TensorSpec(s.shape, s.dtype, name=name) for s, name in zip(tree.flatten(signature), names)]
    function = tf.function(flat, input_signature=specs, autograph=False)
    tf2onnx.convert.from_function(function, specs, opset=opset_version, output_path=path, **options)


def _from_jax(model, path, signature, opset_version, options):
    elsewhere.export(model, "tensorflow", path, signature, format="onnx", opset_version=opset_version, **options)


_WRITERS = {"torch": _from_torch, "tensorflow": _from_tensorflow, "jax": _from_jax}
