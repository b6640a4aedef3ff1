import contextlib
import os
import subprocess
import sys

import numpy as np
import pytest

import keras
from keras.src import backend, tree
from keras.src.export import elsewhere, export_utils, litert
from keras.src.export import onnx as export_onnx
from keras.src.export import openvino as export_openvino
from keras.src.utils import module_utils

BACKEND = backend.backend()
SPEC = keras.InputSpec(shape=(None, 3), dtype="float32", name="x")
WRITES_GRAPHS = pytest.mark.skipif(BACKEND not in ("tensorflow", "jax"), reason="other backends hold no graphs of TensorFlow")
ON_TORCH = pytest.mark.skipif(BACKEND != "torch", reason="programs of torch.export")
ON_TENSORFLOW = pytest.mark.skipif(BACKEND != "tensorflow", reason="tables and strings are TensorFlow's")
NOT_ON_NUMPY = pytest.mark.skipif(BACKEND == "numpy", reason="it writes nothing")


def mlp():
    layers = [keras.Input((3,), name="x"), keras.layers.Dense(4, "relu"), keras.layers.BatchNormalization()]
    return keras.Sequential([*layers, keras.layers.Dropout(0.5), keras.layers.Dense(2)])


def convnet():
    layers = [keras.Input((6, 6, 2), name="x"), keras.layers.Conv2D(3, 3, padding="same"), keras.layers.MaxPooling2D()]
    return keras.Sequential([*layers, keras.layers.Flatten(), keras.layers.Dense(2)])


def recurrent():
    return keras.Sequential([keras.Input((None, 3), name="x"), keras.layers.LSTM(4)])


def images_of_any_size():
    convolution = keras.layers.Conv2D(3, 3, strides=2, padding="same")
    layers = [keras.Input((None, None, 2), name="x"), keras.layers.Rescaling(0.5), convolution]
    pooling = [keras.layers.AveragePooling2D(3, 2, padding="same"), keras.layers.MaxPooling2D(2, padding="same")]
    return keras.Sequential([*layers, *pooling, keras.layers.GlobalAveragePooling2D()])


def attention():
    x = keras.Input((5, 4), name="x")
    return keras.Model(x, keras.layers.LayerNormalization()(x + keras.layers.MultiHeadAttention(2, 3)(x, x)))


def quantized():
    model = keras.Sequential([keras.Input((16,), name="x"), keras.layers.Dense(8, "relu"), keras.layers.Dense(8)])
    model.quantize("int8")
    return model


def several():
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    return keras.Model({"a": a, "b": b}, {"sum": keras.layers.Dense(2)(a) + b, "both": keras.ops.concatenate([a, b], 1)})


MODELS = {
    mlp: {"x": (7, 3)},
    convnet: {"x": (2, 6, 6, 2)},
    recurrent: {"x": (2, 4, 3)},  # other sizes than those that models are traced with
    images_of_any_size: {"x": (2, 13, 18, 2)},
    attention: {"x": (2, 5, 4)},
    quantized: {"x": (7, 16)},
    several: {"a": (5, 3), "b": (5, 2)},
}
every_model = pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)


def inputs_of(make):
    rng = np.random.default_rng(0)
    return {name: rng.standard_normal(shape).astype("float32") for name, shape in MODELS[make].items()}


def outputs_of(model, inputs):
    """What the model computes, by the names of the outputs."""
    inputs = inputs if len(inputs) > 1 else inputs["x"]
    outputs = model(tree.map_structure(keras.ops.convert_to_tensor, inputs))
    flat = tree.flatten(tree.map_structure(keras.ops.convert_to_numpy, outputs))
    return dict(zip(export_utils.output_names(outputs), flat))


def assert_same(found, wanted, atol=1e-5):
    assert sorted(found) == sorted(wanted)
    for name, value in wanted.items():
        np.testing.assert_allclose(np.asarray(found[name]), value, atol=atol)


# SavedModels


@WRITES_GRAPHS
@every_model
def test_saved_model(make, tmp_path):
    tf = pytest.importorskip("tensorflow")
    model, inputs = make(), inputs_of(make)
    without_gradients = BACKEND == "jax" and make is images_of_any_size
    with pytest.warns(UserWarning, match="no gradients") if without_gradients else contextlib.nullcontext():
        model.export(tmp_path / "folder", verbose=False)
    loaded = tf.saved_model.load(str(tmp_path / "folder"))
    assert sorted(loaded.signatures) == ["serve", "serving_default"]
    assert len(loaded.variables) == len(model.variables)
    assert len(loaded.trainable_variables) == len(model.trainable_variables)
    tensors = {name: tf.constant(value) for name, value in inputs.items()}
    assert_same(loaded.signatures["serving_default"](**tensors), outputs_of(model, inputs))
    called = loaded.serve(inputs if len(inputs) > 1 else inputs["x"])
    assert_same(called if isinstance(called, dict) else {"output_0": called}, outputs_of(model, inputs))


@pytest.mark.slow
@WRITES_GRAPHS
def test_saved_model_without_keras(tmp_path):
    pytest.importorskip("tensorflow")
    model, x = mlp(), np.ones((2, 3), "float32")
    model.export(tmp_path / "folder")
    script = (
        "import sys; sys.modules.update(keras=None, jax=None, torch=None); import tensorflow as tf; "
        f"model = tf.saved_model.load({str(tmp_path / 'folder')!r}); print(model.serve(tf.ones((2, 3))).numpy().tolist())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    np.testing.assert_allclose(eval(done.stdout), outputs_of(model, {"x": x})["output_0"], atol=1e-5)


@WRITES_GRAPHS
def test_archive_of_several_endpoints(tmp_path):
    tf = pytest.importorskip("tensorflow")
    model, archive = mlp(), keras.export.ExportArchive()
    archive.track(model)
    assert len(archive.variables) == len(archive.trainable_variables) + len(archive.non_trainable_variables)
    archive.add_endpoint("call", model.call, [SPEC])
    twice = archive.add_endpoint("twice", lambda x, y: {"sum": 2 * model(x) + y}, input_signature=[SPEC, tf.TensorSpec(())])
    assert isinstance(twice, tf.types.experimental.GenericFunction)
    archive.add_variable_collection("kernels", [model.layers[0].kernel])
    with pytest.raises(ValueError, match="'call' already"):
        archive.add_endpoint("call", model.call, [SPEC])
    archive.write_out(tmp_path / "folder", verbose=False)
    loaded = tf.saved_model.load(str(tmp_path / "folder"))
    x = np.ones((2, 3), "float32")
    wanted = outputs_of(model, {"x": x})["output_0"]
    assert sorted(loaded.signatures) == ["call", "serving_default", "twice"]
    np.testing.assert_allclose(loaded.call(x), wanted, atol=1e-5)
    np.testing.assert_allclose(loaded.twice(x, 1.0)["sum"], 2 * wanted + 1, atol=1e-5)
    np.testing.assert_allclose(loaded.kernels[0], keras.ops.convert_to_numpy(model.layers[0].kernel))


@WRITES_GRAPHS
def test_endpoints_write_variables(tmp_path):
    tf = pytest.importorskip("tensorflow")
    layer = keras.layers.Dropout(0.5, seed=1)
    model = keras.Sequential([keras.Input((64,)), layer])
    archive = keras.export.ExportArchive()
    archive.track(model)
    spec = keras.InputSpec(shape=(None, 64), dtype="float32")
    archive.add_endpoint("draw", lambda x: model(x, training=True), [spec])
    if BACKEND == "jax":
        options = {"is_static": True, "jax2tf_kwargs": {"polymorphic_shapes": ["(n, 64)"]}}
        archive.add_endpoint("same", lambda x: model(x, training=True), [spec], **options)
    archive.write_out(tmp_path / "folder", verbose=False)
    loaded, x = tf.saved_model.load(str(tmp_path / "folder")), np.ones((1, 64), "float32")
    first, second = loaded.draw(x).numpy(), loaded.draw(x).numpy()
    assert 0 < (first == 0).sum() < 64 and (first != second).any()
    if BACKEND == "jax":
        np.testing.assert_array_equal(loaded.same(x), loaded.same(x))


@ON_TENSORFLOW
def test_strings_in_tf_functions_and_layers_of_saved_models(tmp_path):
    import tensorflow as tf

    text = keras.Input((), dtype="string", name="text")
    vectors = keras.layers.TextVectorization(vocabulary=["small", "cat"], output_sequence_length=3)
    model = keras.Model(text, keras.layers.Embedding(5, 2)(vectors(text)))
    model.export(tmp_path / "text", verbose=False)
    words = tf.constant(["a small cat", "cat"])
    loaded = tf.saved_model.load(str(tmp_path / "text"))
    np.testing.assert_allclose(loaded.serve(words), model(words))

    several().export(tmp_path / "several", verbose=False)
    layer = keras.layers.TFSMLayer(tmp_path / "several")
    assert layer({"a": np.ones((2, 3), "float32"), "b": np.ones((2, 2), "float32")})["both"].shape == (2, 5)

    archive, dense = keras.export.ExportArchive(), mlp()
    archive.track(dense)
    with pytest.raises(ValueError, match="no shapes yet"):
        archive.add_endpoint("f", tf.function(dense.call))
    archive.add_endpoint("f", tf.function(dense.call, input_signature=[tf.TensorSpec((None, 3))]))
    archive.write_out(tmp_path / "function")
    loaded = tf.saved_model.load(str(tmp_path / "function"))
    assert loaded.f(np.ones((4, 3), "float32")).shape == (4, 2)


# Other formats


class Twice(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(2)

    def call(self, x, y):
        return [self.dense(x) + y, self.dense(x) - y]


@pytest.mark.slow
@NOT_ON_NUMPY
@pytest.mark.parametrize("make", [*MODELS, Twice] if BACKEND != "jax" else [several], ids=lambda make: make.__name__)
def test_onnx(make, tmp_path):
    runtime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnxscript" if BACKEND == "torch" else "tf2onnx")
    model, path = make(), str(tmp_path / "model.onnx")
    if make is Twice:
        inputs = {"a": np.ones((5, 3), "float32"), "b": np.ones((5, 2), "float32")}
        signature = [keras.InputSpec(shape=(None, n), dtype="float32", name=name) for name, n in (("a", 3), ("b", 2))]
        wanted = [keras.ops.convert_to_numpy(x) for x in model(*map(keras.ops.convert_to_tensor, inputs.values()))]
        wanted = dict(zip(["output_0", "output_1"], wanted))
    else:
        inputs, signature = inputs_of(make), None
        wanted = outputs_of(model, inputs)
    model.export(path, format="onnx", verbose=False, input_signature=signature)
    session = runtime.InferenceSession(path)
    names = [output.name for output in session.get_outputs()]
    assert_same(dict(zip(names, session.run(None, inputs))), wanted, atol=1e-4)


@pytest.mark.slow
@NOT_ON_NUMPY
@pytest.mark.parametrize("make", [several, recurrent] if BACKEND != "jax" else [several], ids=lambda make: make.__name__)
def test_openvino(make, tmp_path):
    openvino = pytest.importorskip("openvino")
    model, inputs, path = make(), inputs_of(make), str(tmp_path / "model.xml")
    model.export(path, format="openvino", verbose=False)
    compiled = openvino.compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    result, wanted = compiled(inputs), outputs_of(model, inputs)
    assert_same({name: result[compiled.output(name)] for name in wanted}, wanted, atol=1e-4)


@pytest.mark.slow
@ON_TENSORFLOW
def test_litert(tmp_path):
    interpreter = pytest.importorskip("ai_edge_litert.interpreter")
    x = np.random.default_rng(0).standard_normal((4, 5, 3)).astype("float32")
    model = keras.Sequential([keras.Input((5, 3), name="x"), keras.layers.GRU(4, return_sequences=True)])
    model.export(tmp_path / "model.tflite", format="litert", verbose=False)
    run = interpreter.Interpreter(str(tmp_path / "model.tflite")).get_signature_runner()
    np.testing.assert_allclose(run(x=x)["output_0"], model(x), atol=1e-5)
    assert not model.layers[0].unroll
    with pytest.raises(ValueError, match="bogus"):
        mlp().export(tmp_path / "model.tflite", format="litert", bogus=1)


@ON_TORCH
@every_model
def test_torch_program(make, tmp_path):
    import torch

    model, inputs, path = make(), inputs_of(make), tmp_path / "model.pt2"
    model.export(path, format="torch", verbose=False)
    tensors = {name: torch.from_numpy(value) for name, value in inputs.items()}
    with torch.no_grad():
        outputs = torch.export.load(path).module()(tensors if len(tensors) > 1 else tensors["x"])
    assert_same(outputs if isinstance(outputs, dict) else {"output_0": outputs}, outputs_of(model, inputs))


@ON_TORCH
def test_torch_program_of_one_size(tmp_path):
    import torch

    class Fixed(keras.Model):
        def call(self, x):
            return x * int(x.shape[0])

    model = Fixed()
    model(np.ones((3, 2), "float32"))
    with pytest.warns(UserWarning, match=r"\(3, 2\)"):
        model.export(tmp_path / "model.pt2", format="torch", verbose=False)
    assert torch.export.load(tmp_path / "model.pt2").module()(torch.ones(3, 2))[0, 0] == 3


# By a process with the tensorflow backend

CUSTOM = """
import keras
@keras.saving.register_keras_serializable("exported")
class Plus(keras.layers.Layer):
    def call(self, x):
        return x + 1.0
"""


@pytest.mark.slow
@ON_TORCH
def test_models_travel_with_their_classes(tmp_path, monkeypatch):
    tf = pytest.importorskip("tensorflow")
    (tmp_path / "exported_classes.py").write_text(CUSTOM)
    monkeypatch.syspath_prepend(tmp_path)
    plus = __import__("exported_classes").Plus
    model = keras.Sequential([keras.Input((3,), name="x"), plus(), keras.layers.Dense(2)])
    archive = keras.export.ExportArchive()
    archive.track_and_add_endpoint("plus", model, [SPEC])
    archive.track_and_add_endpoint("other", mlp(), [SPEC])
    archive.write_out(tmp_path / "folder", verbose=False)
    loaded, x = tf.saved_model.load(str(tmp_path / "folder")), np.ones((2, 3), "float32")
    assert loaded.other(x).shape == (2, 2)
    np.testing.assert_allclose(loaded.plus(x), outputs_of(model, {"x": x})["output_0"], atol=1e-5)


def test_errors_of_the_other_process(tmp_path):
    for format, error in (("bogus", ValueError), ("onnx", NotImplementedError)):
        with pytest.raises(error, match="numpy backend.* failed"):
            elsewhere.export(mlp(), "numpy", tmp_path / "x", [SPEC], format=format)
    with pytest.raises(RuntimeError, match="KERAS_BACKEND"):
        elsewhere.export(mlp(), "bogus", tmp_path / "x", [SPEC], format="onnx")


def test_classes_that_cannot_travel():
    class Local(keras.layers.Layer):
        pass

    with pytest.raises(ValueError, match="Local"):
        elsewhere._custom_classes(keras.Sequential([keras.Input((3,)), Local()]))


# What is refused

REFUSALS = {  # format and file: what is raised on which backend
    ("bogus", "x"): {"*": ValueError},
    ("torch", "x.pt2"): {"numpy": ValueError, "jax": ValueError, "tensorflow": ValueError},
    ("torch", "x"): {"*": ValueError},
    ("litert", "x.tflite"): {"numpy": ValueError, "jax": ValueError},
    ("litert", "x"): {"*": ValueError},
    ("openvino", "x"): {"*": ValueError},
    ("openvino", "x.xml"): {"numpy": NotImplementedError},
    ("onnx", "x.onnx"): {"numpy": NotImplementedError},
    ("tf_saved_model", "x"): {"numpy": NotImplementedError},
}


@pytest.mark.parametrize("format, name", REFUSALS)
def test_refusals(format, name, tmp_path):
    error = REFUSALS[format, name].get(BACKEND, REFUSALS[format, name].get("*"))
    if error is not None:
        with pytest.raises(error):
            mlp().export(tmp_path / name, format=format)
        assert not os.listdir(tmp_path)


@NOT_ON_NUMPY
@pytest.mark.parametrize("format, package", [("openvino", "openvino"), ("onnx", "onnx")])
def test_missing_packages(format, package, tmp_path, monkeypatch):
    monkeypatch.setattr(module_utils, "_installed", lambda package: False)
    for module in (*export_onnx._NEEDED[BACKEND], export_openvino.openvino):
        monkeypatch.setattr(module, "module", None)
    with pytest.raises(ImportError, match=f"pip install .*{package if BACKEND == 'torch' else ''}"):
        mlp().export(tmp_path / "model.xml", format=format)


def test_signatures():
    unbuilt = keras.Sequential([keras.layers.Dense(2)])
    with pytest.raises(ValueError, match="must be built"):
        unbuilt.export("folder")
    with pytest.raises(ValueError, match="must be built"):
        export_utils.signature_for(unbuilt, [SPEC])
    with pytest.raises(TypeError, match="list"):
        export_utils.signature_for(mlp(), SPEC)
    with pytest.raises(TypeError, match="'x'"):
        export_utils.signature_for(mlp(), ["x"])
    with pytest.raises(ValueError, match="shape and a dtype"):
        export_utils.signature_for(mlp(), [keras.InputSpec(shape=(None, 3))])
    (spec,) = export_utils.signature_for(mlp(), [keras.KerasTensor((4, 3), name="y")])
    assert (spec.shape, spec.dtype, spec.name) == ((None, 3), "float32", "y")
    model = Twice()
    model(np.ones((4, 3), "float32"), np.ones((4, 2), "float32"))
    assert export_utils.get_input_signature(model)[0].shape == (None, 3)
    (structure,) = export_utils.get_input_signature(several())
    assert {key: spec.name for key, spec in structure.items()} == {"a": "a", "b": "b"}


def test_archives_refuse():
    with pytest.raises(ValueError, match="format"):
        keras.export.ExportArchive("other")
    archive = keras.export.ExportArchive()
    with pytest.raises(ValueError, match="no endpoint"):
        archive.write_out("folder")
    with pytest.raises(ValueError, match="list"):
        archive.add_variable_collection("x", keras.Variable(1.0))
    with pytest.raises(ValueError, match="variables"):
        archive.add_variable_collection("x", [3])
    if BACKEND not in ("tensorflow", "jax"):
        with pytest.raises(NotImplementedError, match=BACKEND):
            archive.track(mlp())
        return
    with pytest.raises(ValueError, match="trackable"):
        archive.track(3)
    with pytest.raises(ValueError, match="input_signature"):
        archive.add_endpoint("f", lambda x: x)
    if BACKEND == "tensorflow":
        with pytest.raises(ValueError, match="jax"):
            archive.add_endpoint("f", lambda x: x, [SPEC], is_static=True)


def test_converters_leave_the_64_bits_of_jax_alone():
    jax = pytest.importorskip("jax")
    before = jax.config.jax_enable_x64
    with litert._preserve_jax_x64_state():
        jax.config.update("jax_enable_x64", not before)
    assert jax.config.jax_enable_x64 == before
