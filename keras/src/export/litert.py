"""Models for LiteRT, once TensorFlow Lite."""
import contextlib
import importlib
import sys
import tempfile

from keras.src import backend
from keras.src.export import elsewhere, export_utils
from keras.src.export.saved_model import export_saved_model
from keras.src.utils.module_utils import tensorflow as tf


def export_litert(model, filepath, input_signature=None, verbose=None, **kwargs):
    """Writes a model for LiteRT, on phones and small devices.

    Recurrent layers are unrolled where LiteRT cannot run their loops: where they return sequences, for batches of any
    size. What LiteRT's own operations cannot express is kept as operations of TensorFlow, which need its delegate to
    run. On torch a process with the tensorflow backend does it.

    Args:
        model: Built `keras.Model`.
        filepath: Path that ends in `.tflite`.
        input_signature: List with one structure of specs for each positional argument of the model. Default None:
            those of the model.
        verbose: Boolean, whether to print where it was written. Default None: yes.
        **kwargs: Attributes of `tf.lite.TFLiteConverter`, as `optimizations=[tf.lite.Optimize.DEFAULT]`.

    Raises:
        ValueError: On another backend than tensorflow and torch, or if the path or an attribute is wrong.
        ImportError: If TensorFlow is not installed.
    """
    if backend.backend() not in ("tensorflow", "torch"):
        raise ValueError(
            f"The format 'litert' is written on the tensorflow and torch backends, not on {backend.backend()}."
        )
    path = export_utils.check_ending(filepath, ".tflite", "litert")
    export_utils.require(tf)
    signature = export_utils.signature_for(model, input_signature)
    if backend.backend() == "torch":
        elsewhere.export(model, "tensorflow", path, signature, format="litert", **kwargs)
    else:
        content = _convert(model, signature, kwargs)
        with open(path, "wb") as file:
            file.write(content)
    export_utils.say_saved(path, verbose)


@contextlib.contextmanager
def _preserve_jax_x64_state():
    """Afterwards jax has 64 bits or not as before; converters switch them on. The name is one that libraries import."""
    jax = sys.modules.get("jax")
    before = None if jax is None else jax.config.jax_enable_x64
    try:
        yield
    finally:
        if jax is not None:
            jax.config.update("jax_enable_x64", before)


def _convert(model, signature, options):
    recurrent = [layer for layer in model._flatten_layers() if getattr(layer, "unroll", None) is False]
    try:
        return _converted(model, signature, options)
    except _converter_error():  # It lacks operations, as for sequences of outputs in batches of any size.
        if recurrent:
            with contextlib.suppress(ValueError, _converter_error()), _unrolled(recurrent):
                return _converted(model, signature, options)
        return _converted(model, signature, options, [tf.lite.OpsSet.SELECT_TF_OPS])


@contextlib.contextmanager
def _unrolled(layers):
    """Inside, recurrent layers run without loops."""
    for layer in layers:
        layer.unroll = True
    try:
        yield
    finally:
        for layer in layers:
            layer.unroll = False


def _converted(model, signature, options, more_operations=()):
    with tempfile.TemporaryDirectory() as folder:
        export_saved_model(model, folder, verbose=False, input_signature=signature)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder, signature_keys=["serving_default"])
        for name, value in options.items():
            if not hasattr(converter, name):
                raise ValueError(f"`tf.lite.TFLiteConverter` has no such attribute. Received: {name}={value!r}")
            setattr(converter, name, value)
        converter.target_spec.supported_ops = {*converter.target_spec.supported_ops, *more_operations}
        return converter.convert()


def _converter_error():
    return importlib.import_module("tensorflow.lite.python.convert_phase").ConverterError
