"""Bad input gives an error of the right type that names the argument and the value, on every backend."""
import importlib.util
import os
import subprocess
import sys
import zipfile

import numpy as np
import pytest

import keras
from keras import layers

BACKEND = keras.config.backend()
NAN = float("nan")
X = np.zeros((4, 3), "float32")
Y = np.zeros((4, 2), "float32")


def model(units=2, compiled=False):
    """A small model: two dense layers of known names."""
    made = keras.Sequential(
        [keras.Input((3,)), layers.Dense(units, name="first"), layers.Dense(2, name="second")], name="small"
    )
    if compiled:
        made.compile("sgd", "mse")
    return made


def called(layer, *inputs):
    """Calls a layer on several inputs, one after the other."""
    for x in inputs:
        layer(x)


def refused(error, *parts):
    """Expects an error whose message has all the parts."""

    class Expectation:
        def __enter__(self):
            return self

        def __exit__(self, kind, value, trace):
            assert kind is not None, f"nothing was raised; expected {error}"
            if not issubclass(kind, error):
                return False
            message = str(value)
            for part in parts:
                assert part in message, f"{part!r} is not in: {message}"
            return True

    return Expectation()


def images(*shape):
    """Zeros of a shape."""
    return np.zeros(shape, "float32")


# What is done, the error's type, and what its message must hold.
SHAPES = {
    "dense_size": (lambda: called(layers.Dense(2), X, images(4, 5)), ValueError, ["Input 0", "size 3", "(4, 5)"]),
    "dense_rank": (lambda: layers.Dense(2)(images(4)), ValueError, ["Input 0", "min_ndim=2", "(4,)"]),
    "dense_symbolic": (
        lambda: called(layers.Dense(2), keras.Input((3,)), keras.Input((4,))),
        ValueError,
        ["Input 0", "size 3", "(None, 4)"],
    ),
    "conv_rank": (lambda: layers.Conv2D(2, 3)(X), ValueError, ["Input 0", "min_ndim=4", "(4, 3)"]),
    "conv_channels": (
        lambda: called(layers.Conv2D(2, 3, data_format="channels_last"), images(1, 5, 5, 3), images(1, 5, 5, 4)),
        ValueError,
        ["Input 0", "size 3", "(1, 5, 5, 4)"],
    ),
    "pooling_rank": (lambda: layers.MaxPooling2D()(X), ValueError, ["Input 0", "ndim=4", "(4, 3)"]),
    "global_pooling_rank": (lambda: layers.GlobalAveragePooling2D()(X), ValueError, ["Input 0", "ndim=4", "(4, 3)"]),
    "batch_norm_size": (
        lambda: called(layers.BatchNormalization(), X, images(4, 5)),
        ValueError,
        ["Input 0", "size 3", "(4, 5)"],
    ),
    "batch_norm_axis": (
        lambda: layers.BatchNormalization(axis=5)(X),
        (ValueError, IndexError),
        ["`axis`", "axis=5", "(4, 3)"],
    ),
    "layer_norm_axis": (
        lambda: layers.LayerNormalization(axis=5)(X),
        (ValueError, IndexError),
        ["`axis`", "axis=5", "(4, 3)"],
    ),
    "einsum_equation": (
        lambda: layers.EinsumDense("abc,cd->abd", output_shape=(None, 4))(X),
        ValueError,
        ["equation='abc,cd->abd'", "einsum_dense"],
    ),
    "concatenate": (
        lambda: layers.Concatenate()([images(2, 3), images(3, 3)]),
        ValueError,
        ["concatenate", "(2, 3)", "(3, 3)"],
    ),
    "add": (lambda: layers.Add()([images(2, 3), images(2, 4)]), ValueError, ["add", "(2, 3)", "(2, 4)"]),
    "reshape": (lambda: layers.Reshape((4,))(X), ValueError, ["`target_shape`", "(3,)", "target_shape=(4,)"]),
    "reshape_symbolic": (
        lambda: layers.Reshape((4,))(keras.Input((3,))),
        ValueError,
        ["`target_shape`", "(3,)", "target_shape=(4,)"],
    ),
    "model_call": (lambda: model()(images(4, 5)), ValueError, ["Input 0", "size 3", "(4, 5)"]),
    "model_predict": (
        lambda: model().predict(images(4, 5), verbose=0),
        ValueError,
        ["Input 0", "size 3", "5)"],
    ),
    "input_negative": (lambda: keras.Input((-3,)), ValueError, ["`shape`", "(-3,)"]),
    "input_nan": (lambda: keras.Input((NAN,)), ValueError, ["`shape`", "nan"]),
    "input_text": (lambda: keras.Input("abc"), ValueError, ["`shape`", "'a'"]),
    "weight_negative": (lambda: layers.Layer().add_weight(shape=(-1,)), ValueError, ["`shape`", "(-1,)"]),
    "weight_nan": (lambda: layers.Layer().add_weight(shape=(NAN,)), ValueError, ["`shape`", "nan"]),
    "variable_negative": (
        lambda: keras.Variable(shape=(-1, 2), initializer="zeros"),
        ValueError,
        ["`shape`", "(-1, 2)"],
    ),
}

_DTYPE = (ValueError, ["float32", "'flaot32'"])
DTYPES = {
    "layer": (lambda: layers.Dense(2, dtype="flaot32"), *_DTYPE),
    "weight": (lambda: layers.Layer().add_weight(shape=(2,), dtype="flaot32"), *_DTYPE),
    "variable": (lambda: keras.Variable(X, dtype="flaot32"), *_DTYPE),
    "input": (lambda: keras.Input((3,), dtype="flaot32"), *_DTYPE),
    "cast": (lambda: keras.ops.cast(X, "flaot32"), ValueError, ["`dtype`", *_DTYPE[1]]),
    "zeros": (lambda: keras.ops.zeros((2,), dtype="flaot32"), ValueError, ["`dtype`", *_DTYPE[1]]),
    "random": (lambda: keras.random.normal((2,), dtype="flaot32"), ValueError, ["`dtype`", *_DTYPE[1]]),
    "floatx": (lambda: keras.config.set_floatx("flaot32"), *_DTYPE),
    "policy": (lambda: keras.DTypePolicy("mixed_flaot16"), ValueError, ["mixed_float16", "'mixed_flaot16'"]),
    "global_policy": (
        lambda: keras.config.set_dtype_policy("mixed_flaot16"),
        ValueError,
        ["mixed_float16", "'mixed_flaot16'"],
    ),
}

_LOSS = (ValueError, ["loss", "'mean_sqared_error'", "'mean_squared_error'"])
_OPTIMIZER = (ValueError, ["optimizer", "'adma'", "'adam'", "'adamw'"])
_METRIC = (ValueError, ["metric", "'acuracy'", "'accuracy'", "'binary_accuracy'"])
_ACTIVATION = (ValueError, ["activation", "'rellu'", "'relu'", "'selu'"])
_INITIALIZER = (ValueError, ["initializer", "'glorot_unifrom'", "'glorot_uniform'", "'glorot_normal'"])


def evaluated(**options):
    """Compiles a model and evaluates it, which is when losses and metrics are looked up."""
    made = model()
    made.compile(**options)
    made.evaluate(X, Y, verbose=0)


NAMES = {
    "loss": (lambda: keras.losses.get("mean_sqared_error"), *_LOSS),
    "loss_compiled": (lambda: evaluated(loss="mean_sqared_error"), *_LOSS),
    "optimizer": (lambda: keras.optimizers.get("adma"), *_OPTIMIZER),
    "optimizer_compiled": (lambda: model().compile("adma", "mse"), *_OPTIMIZER),
    "metric": (lambda: keras.metrics.get("acuracy"), *_METRIC),
    "metric_compiled": (lambda: evaluated(loss="mse", metrics=["acuracy"]), *_METRIC),
    "activation": (lambda: keras.activations.get("rellu"), *_ACTIVATION),
    "activation_of_dense": (lambda: layers.Dense(2, activation="rellu"), *_ACTIVATION),
    "activation_layer": (lambda: layers.Activation("rellu"), *_ACTIVATION),
    "initializer": (lambda: keras.initializers.get("glorot_unifrom"), *_INITIALIZER),
    "initializer_of_dense": (lambda: layers.Dense(2, kernel_initializer="glorot_unifrom"), *_INITIALIZER),
    "initializer_of_conv": (lambda: layers.Conv2D(2, 3, kernel_initializer="glorot_unifrom"), *_INITIALIZER),
    "initializer_of_weight": (
        lambda: layers.Layer().add_weight(shape=(2,), initializer="glorot_unifrom"),
        *_INITIALIZER,
    ),
    "regularizer": (lambda: layers.Dense(2, kernel_regularizer="l3"), ValueError, ["regularizer", "'l3'", "'l2'"]),
    "constraint": (
        lambda: layers.Dense(2, kernel_constraint="non_ngative"),
        ValueError,
        ["constraint", "'non_ngative'", "'non_neg'"],
    ),
    "layer": (lambda: model().get_layer("thrid"), ValueError, ["name='thrid'", "'first'", "'second'"]),
}

# An argument of a layer: how the layer is made with it, and values that it refuses.
_SIZE = (-1, 0, NAN, 1.5, "3", None)
ARGUMENTS = {
    ("Dense", "units"): (lambda v: layers.Dense(v), _SIZE),
    ("EinsumDense", "output_shape"): (lambda v: layers.EinsumDense("ab,bc->ac", output_shape=v), _SIZE),
    ("Embedding", "input_dim"): (lambda v: layers.Embedding(v, 2), _SIZE),
    ("Embedding", "output_dim"): (lambda v: layers.Embedding(2, v), _SIZE),
    ("Conv2D", "filters"): (lambda v: layers.Conv2D(v, 3), _SIZE),
    ("", "kernel_size"): (lambda v: layers.Conv2D(2, v), (*_SIZE, (3, -1), (3, NAN), (3, 1.5), (3, "3"), (3, 3, 3))),
    ("", "strides"): (lambda v: layers.Conv2D(2, 3, strides=v), (*_SIZE, (1, -1), (1,))),
    ("", "dilation_rate"): (lambda v: layers.Conv2D(2, 3, dilation_rate=v), _SIZE),
    ("Conv2D", "groups"): (lambda v: layers.Conv2D(2, 3, groups=v), _SIZE),
    ("", "padding"): (lambda v: layers.Conv2D(2, 3, padding=v), ("vald", 3, None)),
    ("", "data_format"): (lambda v: layers.Conv2D(2, 3, data_format=v), ("chanels_last",)),
    ("", "pool_size"): (lambda v: layers.MaxPooling2D(v), (*_SIZE, (2, -1), (2, NAN))),
    ("strides=", "strides"): (lambda v: layers.MaxPooling2D(2, strides=v), (-1, 0, NAN, 1.5, "3")),
    ("Dropout", "rate"): (lambda v: layers.Dropout(v), (-1, 1.5, NAN, "0.5", None)),
    ("Reshape", "target_shape"): (lambda v: layers.Reshape(v), ((NAN,), (-2,), (-1, -1), (1.5,), 3, ("a",))),
    ("BatchNormalization", "momentum"): (lambda v: layers.BatchNormalization(momentum=v), (-1, NAN, "1", None)),
    ("BatchNormalization", "epsilon"): (lambda v: layers.BatchNormalization(epsilon=v), (-1, NAN, "1", None)),
    ("LayerNormalization", "epsilon"): (lambda v: layers.LayerNormalization(epsilon=v), (-1, NAN, "1", None)),
    ("", "learning_rate"): (lambda v: keras.optimizers.SGD(v), (NAN, "a")),
    ("SGD", "momentum"): (lambda v: keras.optimizers.SGD(momentum=v), (-1, 2, NAN)),
    ("", "steps_per_execution"): (
        lambda v: model().compile("sgd", "mse", steps_per_execution=v),
        (0, -1),
    ),
    ("", "batch_size"): (lambda v: model().predict(X, batch_size=v, verbose=0), (0, -1, NAN, "2")),
}

_COMPILE = (ValueError, ["compile()", "'small'"])
_LENGTHS = (ValueError, ["`x`", "`y`", "x: 4", "y: 5"])
LONG = np.zeros((5, 2), "float32")
needs_gradients = pytest.mark.skipif(BACKEND == "numpy", reason="numpy: no training")
TRAINING = {
    "fit_lengths": (lambda: model(compiled=True).fit(X, LONG, verbose=0), *_LENGTHS),
    "batch_lengths": (lambda: model(compiled=True).train_on_batch(X, LONG), *_LENGTHS),
    "weight_lengths": (
        lambda: model(compiled=True).fit(X, Y, sample_weight=np.ones(3), verbose=0),
        ValueError,
        ["`sample_weight`", "sample_weight: 3"],
    ),
    "fit_before_compile": (lambda: model().fit(X, Y, verbose=0), *_COMPILE, "fit()"),
    "batch_before_compile": (lambda: model().train_on_batch(X, Y), *_COMPILE, "train_on_batch()"),
    "epochs": (lambda: model(compiled=True).fit(X, Y, epochs="a", verbose=0), TypeError, ["`epochs`", "epochs='a'"]),
    "validation_split": (
        lambda: model(compiled=True).fit(X, Y, validation_split=1.5, verbose=0),
        ValueError,
        ["`validation_split`", "validation_split=1.5"],
    ),
}
EVALUATION = {
    "evaluate_lengths": (lambda: model(compiled=True).evaluate(X, LONG, verbose=0), *_LENGTHS),
    "test_batch_lengths": (lambda: model(compiled=True).test_on_batch(X, LONG), *_LENGTHS),
    "evaluate_before_compile": (lambda: model().evaluate(X, Y, verbose=0), *_COMPILE, "evaluate()"),
    "test_batch_before_compile": (lambda: model().test_on_batch(X, Y), *_COMPILE, "test_on_batch()"),
}


def rows(*tables):
    """All rows of tables as parameters."""
    return [pytest.param(*row, id=name) for table in tables for name, row in table.items()]


@pytest.mark.parametrize("act, error, parts", rows(SHAPES, DTYPES, NAMES))
def test_refusals(act, error, parts):
    with refused(error, *parts):
        act()


@pytest.mark.parametrize(
    "owner, argument, make, value",
    [(*names, make, value) for names, (make, values) in ARGUMENTS.items() for value in values],
)
def test_arguments(owner, argument, make, value):
    with refused((ValueError, TypeError), f"`{argument}`", owner, f"{argument}={value!r}"):
        make(value)


@pytest.mark.parametrize("row", EVALUATION.values(), ids=EVALUATION)
def test_evaluation(row):
    act, error, parts, *more = row
    with refused(error, *parts, *more):
        act()


@needs_gradients
@pytest.mark.parametrize("row", TRAINING.values(), ids=TRAINING)
def test_training(row):
    act, error, parts, *more = row
    with refused(error, *parts, *more):
        act()


@pytest.mark.skipif(BACKEND != "numpy", reason="numpy: the backend without gradients")
@pytest.mark.parametrize("method", ["fit", "train_on_batch"])
def test_fitting_on_numpy(method):
    with refused(NotImplementedError, f"`{method}()`", "numpy", "KERAS_BACKEND"):
        getattr(model(compiled=True), method)(X, Y)


# Backends


def started(backend):
    """What `import keras` writes in a process of its own."""
    environment = dict(os.environ, KERAS_BACKEND=backend, PYTHONPATH=os.pathsep.join(sys.path))
    if backend != BACKEND and importlib.util.find_spec(backend) is not None:
        blocked = f"import sys; sys.modules[{backend!r}] = None; import importlib.util; find = importlib.util.find_spec\n"
        blocked += f"importlib.util.find_spec = lambda n, *a: None if n == {backend!r} else find(n, *a)\n"
    else:
        blocked = ""
    done = subprocess.run([sys.executable, "-c", blocked + "import keras"], env=environment, capture_output=True, text=True)
    return done.returncode, done.stderr


def test_backend_that_is_not_installed():
    missing = "jax" if BACKEND != "jax" else "torch"
    code, text = started(missing)
    assert code != 0
    for part in ("ImportError", "KERAS_BACKEND", repr(missing), f"pip install {missing}"):
        assert part in text


def test_backend_that_does_not_exist():
    code, text = started("theano")
    assert code != 0
    for part in ("ImportError", "KERAS_BACKEND", "'theano'", "'jax'", "'torch'"):
        assert part in text


# A framework's own functions on symbolic tensors


def foreign_calls():
    """Functions of NumPy and of the backend's framework that compute the sine and join tensors."""
    calls = [(np.sin, "sin"), (np.mean, "mean"), (lambda x: np.concatenate([x, x]), "concatenate")]
    if BACKEND == "jax":
        import jax.numpy as jnp

        calls += [(jnp.sin, "sin"), (lambda x: jnp.concatenate([x, x]), "concatenate")]
    if BACKEND == "tensorflow":
        import tensorflow as tf

        calls += [(tf.sin, "sin"), (tf.reduce_sum, "sum"), (lambda x: tf.concat([x, x], 0), "concatenate")]
    if BACKEND == "torch":
        import torch

        calls += [(torch.sin, "sin"), (torch.sum, "sum"), (lambda x: torch.cat([x, x]), "concatenate")]
    return calls


@pytest.mark.parametrize("function, name", foreign_calls())
def test_functions_of_frameworks(function, name):
    with refused((ValueError, TypeError), "KerasTensor", f"`keras.ops.{name}`"):
        function(keras.Input((3,)))


def test_values_of_symbolic_tensors():
    x = keras.Input((3,))
    for act in (bool, float, int, list, np.asarray):
        with refused((ValueError, TypeError, NotImplementedError), "KerasTensor"):
            act(x)


def test_arrays_compute_with_symbolic_tensors():
    for y in (np.ones(3, "float32") * keras.Input((3,)), keras.Input((3,)) * np.ones(3, "float32")):
        assert isinstance(y, keras.KerasTensor)
        assert y.shape == (None, 3)


# Files


def test_truncated_files(tmp_path):
    whole, cut = tmp_path / "whole.keras", tmp_path / "cut.keras"
    model().save(whole)
    data = whole.read_bytes()
    for size in range(0, len(data), max(1, len(data) // 20)):
        cut.write_bytes(data[:size])
        with refused(ValueError, "cut.keras" if size < len(data) // 2 else ""):
            keras.saving.load_model(cut)


def test_truncated_weights(tmp_path):
    whole, cut = tmp_path / "whole.weights.h5", tmp_path / "cut.weights.h5"
    model().save_weights(whole)
    data = whole.read_bytes()
    for size in range(0, len(data), max(1, len(data) // 20)):
        cut.write_bytes(data[:size])
        with refused(ValueError, "cut.weights.h5"):
            model().load_weights(cut)


@pytest.mark.parametrize(
    "content, part",
    [
        (b"", "foreign.keras"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "foreign.keras"),
        (b"\x89HDF\r\n\x1a\n" + bytes(200), "foreign.keras"),
        ({"readme.txt": "hello"}, "config.json"),
        ({"config.json": "{"}, "config.json"),
        ({"config.json": "[]"}, "config.json"),
        ({"config.json": '{"a": 1}'}, "model.weights.h5"),
        ({"config.json": '{"module": "os", "class_name": "Popen", "config": {}}'}, "Popen"),
    ],
)
def test_foreign_files(tmp_path, content, part):
    path = tmp_path / "foreign.keras"
    if isinstance(content, dict):
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in content.items():
                archive.writestr(name, text)
    else:
        path.write_bytes(content)
    with refused((ValueError, TypeError), part):
        keras.saving.load_model(path)


def test_paths(tmp_path):
    with refused(ValueError, "`filepath`", "notes.txt"):
        keras.saving.load_model(tmp_path / "notes.txt")
    with refused(ValueError, "filepath", "none.keras"):
        keras.saving.load_model(tmp_path / "none.keras")
    with refused(TypeError, "`filepath`", "filepath=None"):
        keras.saving.load_model(None)
    with refused(FileNotFoundError, "filepath", "none.weights.h5"):
        model().load_weights(tmp_path / "none.weights.h5")
    with refused(ValueError, "`filepath`", "model.foo"):
        model().save(tmp_path / "model.foo")


def test_weights_of_another_architecture(tmp_path):
    path = tmp_path / "small.weights.h5"
    model().save_weights(path)
    with refused(
        ValueError,
        "'small'",
        "other shape  small/first/kernel (3, 5), in the file (3, 2)",
        "other shape  small/first/bias (5,), in the file (2,)",
        "other shape  small/second/kernel (5, 2), in the file (2, 2)",
    ):
        model(5).load_weights(path)
    longer = keras.Sequential([keras.Input((3,)), *(layers.Dense(2, name=f"l{i}") for i in range(3))], name="longer")
    with refused(
        ValueError,
        "'longer'",
        "missing      longer/l2/kernel (2, 2), at layers/dense_2/vars/0",
        "missing      longer/l2/bias (2,), at layers/dense_2/vars/1",
    ):
        longer.load_weights(path)
    without_bias = keras.Sequential([keras.Input((3,)), layers.Dense(2, use_bias=False)], name="bare")
    with refused(
        ValueError,
        "'bare'",
        "surplus      layers/dense/vars/1 (2,)",
        "surplus      layers/dense_1/vars/0 (2, 2)",
    ):
        without_bias.load_weights(path)
