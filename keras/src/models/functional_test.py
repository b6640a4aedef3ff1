import numpy as np
import pytest

import keras
from keras.src import layers, ops
from keras.src.models.functional import Functional

X = np.ones((2, 4), "float32")


def to_numpy(structure):
    return keras.tree.map_structure(ops.convert_to_numpy, structure)


def ones(units, name):
    return layers.Dense(units, kernel_initializer="ones", name=name)


def branches():
    x = keras.Input((4,), name="x")
    y = layers.Add(name="sum")([ones(3, "h")(x), ones(3, "skip")(x)])
    return keras.Model(x, ones(1, "y")(y), name="branches")


def many():
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    c = layers.Concatenate(name="both")([a, b])
    outputs = {"first": ones(1, "first")(c), "second": [ones(2, "second")(c), c]}
    return keras.Model({"a": a, "b": b}, outputs, name="many")


def shared():
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    dense = ones(2, "twice")
    return keras.Model([a, b], layers.Subtract(name="diff")([dense(a), dense(b)]), name="shared")


def nested():
    x = keras.Input((4,), name="x2")
    inner = branches()
    return keras.Model(x, [inner(x), inner(x * 2.0)], name="nested")


def tuples():
    a = keras.Input((4,), name="a")
    return keras.Model((a,), (a + 1.0, ops.relu(a)[:, :2]), name="tuples")


A, B, C = np.ones((2, 3), "float32"), np.ones((2, 2), "float32"), np.zeros((2, 3), "float32")
MODELS = [  # maker, inputs, outputs
    (branches, X, np.full((2, 1), 24.0)),
    (many, {"a": A, "b": B}, {"first": np.full((2, 1), 5.0), "second": [np.full((2, 2), 5.0), np.ones((2, 5))]}),
    (shared, [A, C], np.full((2, 2), 3.0)),
    (nested, X, [np.full((2, 1), 24.0), np.full((2, 1), 48.0)]),
    (tuples, X, (X + 1, X[:, :2])),
]


def assert_same(found, expected):
    keras.tree.map_structure(np.testing.assert_allclose, to_numpy(found), expected)


@pytest.mark.parametrize(("make", "inputs", "outputs"), MODELS)
def test_call(make, inputs, outputs):
    model = make()
    assert type(model) is Functional
    tensors = keras.tree.map_structure(ops.convert_to_tensor, inputs)
    for given in (inputs, tensors, tensors):
        assert_same(model(given), outputs)


@pytest.mark.parametrize(("make", "inputs", "outputs"), MODELS)
@pytest.mark.parametrize("way", ["from_config", "json", "clone"])
def test_copies_by_config(make, inputs, outputs, way):
    model = make()
    if way == "from_config":
        copy = keras.Model.from_config(model.get_config())
    elif way == "json":
        copy = keras.models.model_from_json(model.to_json())
    else:
        copy = keras.models.clone_model(model)
    assert copy.name == model.name
    assert [layer.name for layer in copy.layers] == [layer.name for layer in model.layers]
    assert not set(map(id, copy.weights)) & set(map(id, model.weights))
    copy.set_weights(model.get_weights())
    if way == "json":  # JSON has no tuples.
        outputs = keras.tree.traverse(lambda x: list(x) if isinstance(x, tuple) else None, outputs)
    assert_same(copy(inputs), outputs)
    if way == "from_config":
        assert copy.get_config() == model.get_config()


@pytest.mark.parametrize(("make", "inputs", "outputs"), MODELS)
def test_symbolic_outputs(make, inputs, outputs):
    model = make()
    specs = keras.tree.map_structure(lambda x: keras.KerasTensor((7, *x.shape[1:])), inputs)
    found = keras.tree.map_structure(lambda x: x.shape, model.compute_output_spec(specs))
    assert keras.tree.flatten(found) == keras.tree.flatten(
        keras.tree.map_structure(lambda x: (7, *x.shape[1:]), outputs)
    )


def test_description():
    model = many()
    assert [layer.name for layer in model.layers] == ["a", "b", "both", "first", "second"]
    assert model.input_shape == [(None, 3), (None, 2)]
    assert model.output_shape == [(None, 1), (None, 2), (None, 5)]
    assert list(model.output_names) == ["first", "second", "both"]
    assert set(model.input) == {"a", "b"}
    assert [str(spec) for spec in model.input_spec] == [
        "InputSpec(shape=(None, 3), ndim=2)",
        "InputSpec(shape=(None, 2), ndim=2)",
    ]
    assert [n.operation.name for n in branches()._nodes_by_depth[2]] == ["h", "skip"]


@pytest.mark.parametrize(
    ("stored", "called", "seen"),
    [({}, {}, None), ({"training": True}, {}, True), ({"training": True}, {"training": False}, False),
     ({}, {"training": True}, True), ({"training": False}, {"training": True}, True)],
)
def test_training(stored, called, seen):
    class Noting(layers.Layer):
        def call(self, x, training=None):
            self.seen = training
            return x

    layer, x = Noting(), keras.Input((4,))
    model = keras.Model(x, layer(x, **stored))
    for _ in range(2):
        model(X, **called)
        assert layer.seen is seen


def test_masks_travel_through_the_graph():
    class Noting(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.supports_masking = True

        def call(self, x, mask=None):
            self.seen = mask
            return x

    layer, x = Noting(), keras.Input((3,), dtype="int32")
    model = keras.Model(x, layer(layers.Embedding(4, 2, mask_zero=True)(x)))
    model(np.array([[1, 0, 2]]))
    assert to_numpy(layer.seen).tolist() == [[True, False, True]]
    copy = keras.Model.from_config(model.get_config(), custom_objects={"Noting": Noting})
    copy(np.array([[1, 0, 2]]))
    assert to_numpy(copy.layers[-1].seen).tolist() == [[True, False, True]]


@pytest.mark.parametrize(
    ("make", "inputs", "words"),
    [
        (branches, np.ones((2, 5)), "'branches'"),
        (branches, np.ones((4,)), "rank|shape"),
        (branches, [X, X], "Received: 2 input"),
        (branches, {"other": X}, "'other'"),
        (branches, 3.0, "3.0"),
        (branches, None, "None"),
        (many, {"a": A}, "'b'"),
        (many, [B, A], "'a'"),
        (shared, [A], "'a', 'b'"),
    ],
)
def test_inputs_that_do_not_fit(make, inputs, words):
    with pytest.raises(ValueError, match=words):
        make()(inputs)


@pytest.mark.parametrize(
    ("make", "inputs", "warns"),
    [
        (shared, {"a": A, "b": C}, False),
        (shared, {"a": A, "b": C, "more": A}, False),
        (shared, (A, C), False),
        (many, {"b": B, "a": A}, False),
        (many, [A, B], True),
        (many, {"a": A, "b": B, "more": A}, True),
        (branches, [X], True),
    ],
)
def test_inputs_of_another_structure(make, inputs, warns, recwarn):
    expected = {shared: 3.0, many: 5.0, branches: 24.0}[make]
    found = keras.tree.flatten(to_numpy(make()(inputs)))[0]
    np.testing.assert_allclose(found, np.full_like(found, expected))
    assert any("structure" in str(w.message) for w in recwarn) == warns


@pytest.mark.parametrize(
    ("wrap", "given", "warns"),
    [
        (lambda a: a, lambda x: x, False),
        (lambda a: a, lambda x: [x], True),
        (lambda a: a, lambda x: {"a": x}, True),
        (lambda a: [a], lambda x: x, False),
        (lambda a: [a], lambda x: {"a": x, "more": x}, False),
        (lambda a: (a,), lambda x: x, True),
        (lambda a: (a,), lambda x: [x], False),
        (lambda a: {"a": a}, lambda x: x, True),
    ],
)
def test_an_only_input_of_another_structure(wrap, given, warns, recwarn):
    a = keras.Input((1,), name="a")
    model = keras.Model(wrap(a), layers.Identity()(a))
    model(given(keras.KerasTensor((2, 1))))
    assert not recwarn.list
    model(given(keras.ops.ones((2, 1))))
    assert any("doesn't match the expected structure" in str(w.message) for w in recwarn) == warns


def test_a_last_axis_of_size_one_may_be_missing_or_too_many():
    x = keras.Input((1,))
    assert keras.Model(x, x * 2.0)(np.ones((3,))).shape == (3, 1)
    x = keras.Input((3,))
    assert keras.Model(x, x * 2.0)(np.ones((2, 3, 1))).shape == (2, 3)


def test_inputs_take_the_dtype_of_the_graph():
    x = keras.Input((3,), dtype="int32")
    model = keras.Model(x, x + 1)
    assert keras.backend.standardize_dtype(model(np.ones((2, 3), "int64")).dtype) == "int32"


def test_optional_input():
    class Sum(layers.Layer):
        def call(self, x, y=None):
            return x if y is None else x + y

        def compute_output_shape(self, x_shape, y_shape=None):
            return x_shape

    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b", optional=True)
    model = keras.Model([a, b], Sum()(a, b))
    assert_same(model([A, None]), A)
    assert_same(model([A, A]), 2 * A)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((3, 4), "inputs"),
        ((keras.Input((2,)), 3), "outputs"),
        ((keras.Input((2,)), keras.Input((3,)) * 1.0), "input"),
        ((keras.Input((2,)), keras.Input((3,))), "not computed from the inputs"),
    ],
)
def test_what_is_no_graph(arguments, words):
    with pytest.raises(ValueError, match=words):
        keras.Model(*arguments)


def test_repeated_names_are_refused():
    x = keras.Input((2,))
    with pytest.raises(ValueError, match="same"):
        keras.Model(x, layers.Dense(1, name="same")(layers.Dense(1, name="same")(x)))


def test_parts_of_a_graph():
    model = branches()
    middle = keras.Model(model.inputs, model.get_layer("h").output)
    assert_same(middle(X), np.full((2, 3), 4.0))
    end = keras.Model(model.get_layer("sum").output, model.output)
    assert_same(end(np.ones((2, 3))), np.full((2, 1), 3.0))


def test_layers_that_a_subclass_assigns_first_come_first_with_their_variables():
    class Early(keras.Model):
        def __init__(self):
            x = keras.Input((4,))
            a, self.b, self.spare = ones(3, "a"), ones(2, "b"), ones(1, "spare")
            super().__init__(x, self.b(a(x)))

    model = Early()
    model.spare.build((None, 1))
    assert [layer.name for layer in model.layers] == [model.layers[0].name, "a", "b"]
    assert [v.path.split("/")[0] for v in model.weights[::2]] == ["b", "spare", "a"]


def test_a_subclass_with_inputs_and_outputs_is_functional():
    class Sub(keras.Model):
        def __init__(self, units=3, **kwargs):
            x = keras.Input((4,))
            super().__init__(inputs=x, outputs=ones(units, "d")(x), **kwargs)

    model = Sub(2, name="sub")
    assert isinstance(model, Functional)
    assert model(X).shape == (2, 2)
    assert list(model.get_config()) == ["name", "trainable", "dtype"]
    assert Sub.from_config(model.get_config()).name == "sub"


def test_replay_of_a_config_that_refers_to_nothing():
    config = branches().get_config()
    config["layers"][1]["inbound_nodes"][0]["args"][0]["config"]["keras_history"][0] = "nothing"
    with pytest.raises(ValueError, match="nothing"):
        keras.Model.from_config(config)


@pytest.mark.skipif(keras.backend.backend() != "torch", reason="torch.compile")
def test_torch_compiles_a_model_into_one_graph():
    import torch

    x = keras.Input((4,))
    y = layers.Dropout(0.5)(layers.Dense(3, activation="relu")(x))
    model = keras.Model(x, layers.Add()([y, layers.Dense(3)(x)]))
    inputs = ops.convert_to_tensor(X)
    expected = to_numpy(model(inputs))
    compiled = torch.compile(model, backend="eager", fullgraph=True)
    np.testing.assert_allclose(to_numpy(compiled(inputs)), expected, rtol=1e-6)
    assert compiled(ops.convert_to_tensor(np.ones((7, 4), "float32"))).shape == (7, 3)


def test_losses_and_freezing():
    model = branches()
    with pytest.raises(NotImplementedError):
        model.add_loss(1.0)
    model.get_layer("h").trainable = False
    assert len(model.trainable_weights) == 4
    model.trainable = False
    assert model.trainable_weights == []
    model.get_layer("h").trainable = True  # A loaded model has the layers as they were.
    flags = {layer.name: layer.trainable for layer in model.layers if layer.weights}
    frozen = keras.Model(model.inputs, model.outputs, trainable=False)
    for copy in (keras.Model.from_config(model.get_config()), frozen):
        assert copy.trainable is False and copy.trainable_weights == []
        assert {layer.name: layer.trainable for layer in copy.layers if layer.weights} == flags


def test_dicts_in_a_dict_of_inputs():
    inputs = {"a": keras.Input((2,), name="a"), "b": {"c": keras.Input((3,)), "d": [keras.Input((1,))]}}
    model = keras.Model(inputs, keras.layers.Dense(2)(inputs["b"]["c"]))
    assert model.input_spec is None
    a, c, d = (np.ones((4, n), "float32") for n in (2, 3, 1))
    for data in (
        {"a": a, "b": {"c": c, "d": [d]}},
        {"b": {"d": (d,), "c": c}, "a": a},
        {"a": a, "b": {"c": c, "d": [d], "more": a}, "more": a},
    ):
        assert model(data).shape == (4, 2) and model.predict(data, verbose=0).shape == (4, 2)
    with pytest.raises(ValueError, match="takes 3 inputs"):
        model({"a": a, "b": {"c": c}})


def test_specs_have_the_names_of_the_input_layers():
    a, b = keras.Input((2,)), keras.Input((3,), name="b")
    model = keras.Model([a, b], a + 1)
    assert [spec.name for spec in model.input_spec] == [a._keras_history.operation.name, "b"]
