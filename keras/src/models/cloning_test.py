import numpy as np
import pytest

import keras
from keras.src import layers


def chain():
    return keras.Sequential([keras.Input((3,), name="x"), layers.Dense(4, name="a"), layers.Dense(2, name="b")], name="chain")


def graph():
    x = keras.Input((3,), name="x")
    return keras.Model(x, layers.Dense(1, name="top")(chain()(x)), name="graph")


def wider(layer):
    return layers.Dense(7, name=layer.name) if layer.name == "a" else type(layer).from_config(layer.get_config())


@pytest.mark.parametrize("make", [chain, graph])
def test_clones_have_new_layers_of_the_same_names(make):
    model = make()
    clone = keras.models.clone_model(model)
    assert clone.name == model.name
    assert [(layer.name, type(layer)) for layer in clone.layers] == [(layer.name, type(layer)) for layer in model.layers]
    assert not set(map(id, clone.layers)) & set(map(id, model.layers))
    assert clone(np.ones((2, 3))).shape == model(np.ones((2, 3))).shape


def test_unnamed_inputs_are_called_like_their_tensors():
    x = keras.Input((3,))
    clone = keras.models.clone_model(keras.Model(x, layers.Dense(2)(x)))
    assert [clone.layers[0].name, clone.inputs[0].name] == [x.name, x.name]


class Doubling(keras.optimizers.SGD):
    """Not registered."""


class Own(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(2)

    def call(self, x):
        return self.dense(x)


@pytest.mark.parametrize("make", [chain, graph, lambda: keras.Sequential([layers.Dense(2)]), Own])
def test_clones_of_compiled_models_are_compiled_with_optimizers_and_metrics_of_their_own(make):
    model = make()
    assert not keras.models.clone_model(model).compiled
    metric = keras.metrics.MeanSquaredError(name="error")
    schedule = keras.optimizers.schedules.CosineDecay(0.1, 10)

    def loss(y, y_pred): return keras.ops.mean(keras.ops.square(y - y_pred), axis=-1)
    model.compile(Doubling(schedule, momentum=0.5), loss, metrics=[metric, "mae"], weighted_metrics=[[]])
    model.evaluate(np.ones((4, 3)), np.zeros((4, 2 if make is not graph else 1)), verbose=0)
    clone = keras.models.clone_model(model)
    assert clone.compiled and clone.loss is loss
    assert type(clone.optimizer) is Doubling and clone.optimizer is not model.optimizer
    assert clone.optimizer.momentum == 0.5 and clone.optimizer._learning_rate is schedule
    assert clone.optimizer.built == clone.built
    first = clone._compile_config["metrics"][0]
    assert type(first) is type(metric) and first is not metric and float(first.result()) == 0 != float(metric.result())
    assert not set(map(id, clone.metrics_variables)) & set(map(id, model.metrics_variables))


def test_clones_of_models_that_compile_in_another_way_are_left_to_compile_from_config():
    class Compiled(Own):
        def compile(self, rate, **kwargs):
            super().compile(keras.optimizers.SGD(rate), "mse")

        def get_compile_config(self):
            return {"rate": 0.5}

        def compile_from_config(self, config):
            self.compile(**config)

    model = Compiled()
    model.compile(0.5)
    assert float(keras.models.clone_model(model).optimizer.learning_rate) == 0.5


def test_clone_function():
    assert keras.models.clone_model(chain(), clone_function=wider).get_layer("a").units == 7
    clone = keras.models.clone_model(graph(), clone_function=wider, recursive=True)
    assert clone.get_layer("chain").get_layer("a").units == 7


def test_call_function_and_input_tensors():
    called = []

    def call(layer, *args, **kwargs):
        called.append(layer.name)
        return layer(*args, **kwargs)

    clone = keras.models.clone_model(graph(), call_function=call, input_tensors=keras.Input((3,), name="other"))
    assert called == ["chain", "top"]
    assert clone.layers[0].name == "other"


@pytest.mark.parametrize(
    ("model", "options"),
    [
        (chain, {"call_function": lambda layer, x: x}),
        (chain, {"input_tensors": [keras.Input((3,)), keras.Input((3,))]}),
        (graph, {"input_tensors": 3}),
        (graph, {"input_tensors": [keras.Input((3,)), keras.Input((3,))]}),
        (graph, {"bogus": 3}),
        (keras.Model, {"clone_function": wider}),
        (lambda: 3, {}),
    ],
)
def test_arguments_that_do_not_go_together(model, options):
    with pytest.raises(ValueError):  # each names another argument
        keras.models.clone_model(model(), **options)


def test_clone_function_gets_operations_and_the_clone_leaves_nothing():
    x = keras.Input((3,), name="x")
    model, seen = keras.Model(x, layers.Dense(1, name="top")(x) + 1.0), []

    def make(operation):
        seen.append(type(operation).__name__)
        return type(operation).from_config(operation.get_config())

    clone = keras.models.clone_model(model, clone_function=make)
    assert seen == ["Dense", "Add"] and clone.operations[-1] is not model.operations[-1]
    del clone
    for _ in range(2):
        keras.models.clone_model(model)  # gone at once; operations serve both
        lines = []
        model.summary(print_fn=lambda line, taken=lines, **_: taken.append(line))
        assert "Add" in "".join(lines)


def test_recursion_into_a_subclass_stops_there():
    class Own(keras.Model):
        def call(self, x):
            return x

    assert type(keras.models.clone_model(Own(), recursive=True)) is Own
