"""Models, layers and tensors are freed when their last user lets go, without the garbage collector."""
import copy
import gc
import pickle
import weakref

import numpy as np
import pytest

import keras
from keras import layers, ops

BACKEND = keras.backend.backend()
X, Y = np.ones((4, 3), "float32"), np.ones((4, 1), "float32")


def sequential():
    return keras.Sequential([keras.Input((3,)), layers.Dense(2, activation="relu"), layers.Dropout(0.1), layers.Dense(1)])


def unbuilt():
    return keras.Sequential([layers.Dense(2), layers.Dense(1)])


def functional():
    x = keras.Input((3,))
    h = ops.relu(layers.Dense(3)(x)) + 1.0
    return keras.Model(x, layers.Dense(1)(layers.Concatenate()([h, x])))


def shared():
    """A layer is called on what its own call led to."""
    x, dense = keras.Input((3,)), layers.Dense(3)
    h = dense(x)
    for _ in range(3):
        h = dense(ops.tanh(h))
    return keras.Model(x, layers.Dense(1)(h))


def nested():
    x, inner = keras.Input((3,)), functional()
    return keras.Model(x, inner(inner(x) * x))


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.body, self.head = [layers.Dense(2)], layers.Dense(1)

    def call(self, inputs, training=False):
        return self.head(self.body[0](inputs))


MODELS = (sequential, unbuilt, functional, shared, nested, Subclassed)


@pytest.fixture(scope="module")
def warm():
    Subclassed()(X)  # What a framework imports at its first call leaves frames behind.
    gc.collect()


@pytest.fixture
def no_collector(warm):
    gc.disable()
    yield
    gc.enable()


def parts(model):
    objects = [model, *model.layers, *(model.optimizer.variables if getattr(model, "optimizer", None) else ())]
    return [weakref.ref(x) for x in objects]


@pytest.mark.parametrize("make", MODELS, ids=lambda f: f.__name__)
def test_models_end_with_del(make, no_collector):
    model = make()
    if model.built:
        model.summary(print_fn=lambda text: None)
        assert model.output.shape == (None, 1)
    model(X)
    references = parts(model)
    del model
    assert not any(r() for r in references)


@pytest.mark.parametrize("make", (sequential, functional, Subclassed), ids=lambda f: f.__name__)
def test_trained_models_end_with_del(make, no_collector):
    model = make()
    model.compile("sgd" if BACKEND != "numpy" else None, "mse", metrics=["mae"])
    if BACKEND != "numpy":
        history = model.fit(X, Y, batch_size=2, verbose=0)
        assert history.history["loss"]
    model.evaluate(X, Y, verbose=0)
    model.predict(X, verbose=0)
    references = parts(model)
    del model
    assert not any(r() for r in references)


def test_little_things_end_with_del(no_collector):
    layer, x = layers.Dense(2), keras.Input((3,))
    y = ops.exp(layer(x))
    optimizer = keras.optimizers.Adam()
    optimizer.build(layer.trainable_variables)
    metric = keras.metrics.MeanSquaredError()
    metric.update_state(Y, Y)
    references = [weakref.ref(thing) for thing in (layer, x, y, optimizer, metric, y._keras_history.operation)]
    del layer, x, y, optimizer, metric
    assert not any(r() for r in references)


# What nobody holds is made again


def test_a_layer_alone_knows_its_tensors(no_collector):
    layer = layers.Dense(2)
    layer(keras.Input((3,), name="a"))
    assert layer.output.shape == (None, 2) and layer.input.name == "a"
    assert layer.output is not None and layer.output._keras_history.operation is layer
    names = layer.output.name, layer._inbound_nodes[0].outputs[0].name
    assert names[0] == names[1]
    model = keras.Model(layer.input, ops.relu(layer.output))
    assert model(X).shape == (4, 2)


def test_masks_of_tensors_that_are_made_again():
    layer = layers.Embedding(4, 2, mask_zero=True)
    layer(keras.Input((3,), dtype="int32"))
    assert layer.output._keras_mask.shape == (None, 3)


def test_parts_of_a_model_that_is_gone(no_collector):
    head = functional().layers[-1]
    model = keras.Model(head.input._keras_history.operation.input[1], head.output)
    assert [layer.name for layer in model.layers if isinstance(layer, layers.InputLayer)]
    assert model(X).shape == (4, 1)


def test_nodes_hold_their_operations(no_collector):
    nodes = functional()._nodes_by_depth
    assert all(node.operation.name for same in nodes.values() for node in same)
    last = nodes[0][0]
    assert last.parent_nodes[0] is last.parent_nodes[0].outputs[0]._keras_history.operation._inbound_nodes[0]


def test_further_calls_live_as_long_as_their_outputs(no_collector):
    layer = layers.Dense(3)
    first, second = layer(keras.Input((3,))), layer(keras.Input((3,), name="b"))
    del first
    assert [node.index for node in layer._inbound_nodes] == [0, 1]
    assert layer._inbound_nodes[1].outputs[0] is second
    del second
    assert [node.index for node in layer._inbound_nodes] == [0] and len(layer._inbound_nodes) == 2
    third = layer(keras.Input((3,)))
    assert third._keras_history.node_index == 2 and layer._inbound_nodes[2].output_tensors[0] is third


@pytest.mark.parametrize("make", (sequential, functional, shared, nested), ids=lambda f: f.__name__)
@pytest.mark.parametrize("copied", (copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m)), keras.models.clone_model))
def test_copies(make, copied, no_collector):
    model = make()
    expected = [type(layer) for layer in model.layers]
    other = copied(model)
    del model
    assert [type(layer) for layer in other.layers] == expected
    assert other(X).shape == (4, 1)


# Long chains


def chain(length):
    x = h = keras.Input((3,))
    for _ in range(length):
        h = ops.negative(h)
    return keras.Model(x, h)


def test_a_long_chain_is_built_copied_run_and_freed(no_collector):
    model = chain(6000)
    copied = keras.models.clone_model(model)
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(copied(X)), X)
    references = [weakref.ref(model), weakref.ref(copied.operations[3000])]
    del model, copied
    assert not any(r() for r in references)


def test_a_long_chain_of_tensors_alone_is_freed(no_collector):
    h = keras.Input((3,))
    first = weakref.ref(h)
    for _ in range(20000):
        h = ops.negative(h)
    del h
    assert first() is None
