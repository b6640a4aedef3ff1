import pytest

import keras
from keras.src import backend


@pytest.mark.parametrize(
    ("arguments", "shape", "dtype"),
    [
        ({"shape": (3,)}, (None, 3), "float32"),
        ({"shape": [3, None], "batch_size": 4}, (4, 3, None), "float32"),
        ({"batch_shape": (2, 3), "dtype": "int32"}, (2, 3), "int32"),
        ({"shape": ()}, (None,), "float32"),
        ({"tensor": keras.KerasTensor((2, 3), dtype="int8")}, (2, 3), "int8"),
    ],
)
def test_input(arguments, shape, dtype):
    x = keras.Input(**arguments)
    assert (x.shape, x.dtype) == (shape, dtype)
    layer = x._keras_history.operation
    assert layer.built
    assert layer.output is x
    config = layer.get_config()
    assert (config["batch_shape"], config["dtype"]) == (shape, dtype)
    assert type(layer).from_config(config).get_config() == config


def test_the_name_is_that_of_tensor_and_layer():
    x = keras.Input((3,), name="words", optional=True)
    assert x.name == "words"
    assert x._keras_history.operation.name == "words"
    assert x._keras_history.operation.optional


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "shape"),
        ({"shape": 3}, "shape"),
        ({"shape": (-2,)}, "shape"),
        ({"shape": (2,), "batch_shape": (1, 2)}, "batch_shape"),
        ({"batch_size": 1, "batch_shape": (1, 2)}, "batch_size"),
        ({"shape": (2,), "dtype": "bogus"}, "bogus"),
        ({"shape": (2,), "name": 3}, "name"),
        ({"tensor": 3}, "tensor"),
        ({"shape": (2,), "tensor": keras.KerasTensor((2, 3))}, "shape"),
        ({"dtype": "int32", "tensor": keras.KerasTensor((2, 3))}, "dtype"),
    ],
)
def test_contradictory_arguments(arguments, words):
    with pytest.raises(ValueError, match=words):
        keras.Input(**arguments)


@pytest.mark.skipif(backend.backend() in ("tensorflow", "jax"), reason="these have sparse tensors")
def test_sparse_needs_a_backend_that_has_them():
    with pytest.raises(ValueError, match="sparse"):
        keras.Input((2,), sparse=True)
