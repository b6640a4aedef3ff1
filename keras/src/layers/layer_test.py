import warnings

import numpy as np
import pytest

import keras
from keras.src import backend, layers, ops
from keras.src.backend.common import masking

X = np.ones((2, 3), "float32")


def tensor(value=X):
    return ops.convert_to_tensor(value)


class Scale(layers.Layer):
    """`x * factor`, with all the arguments that a call can have."""

    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.supports_masking = True
        self.seen = []

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="kernel")

    def call(self, x, training=None, mask=None):
        self.seen.append(training)
        self.mask = mask
        return x * self.kernel * self.factor

    def compute_output_shape(self, input_shape):
        return input_shape


class Outer(layers.Layer):
    def __init__(self, *inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = list(inner)

    def call(self, x):
        for layer in self.inner:
            x = layer(x)
        return x


class TrainedOuter(Outer):
    def call(self, x, training=True):
        return super().call(x)


# The call


@pytest.mark.parametrize(
    ("outer", "options", "seen"),
    [
        (None, {}, None),
        (None, {"training": True}, True),
        (None, {"training": False}, False),
        (Outer, {}, None),
        (Outer, {"training": True}, True),
        (TrainedOuter, {}, True),
        (TrainedOuter, {"training": False}, False),
        (TrainedOuter, {"training": None}, None),
    ],
)
@pytest.mark.parametrize("calls", [1, 3])  # the later ones take the short way where there is one
def test_training_reaches_inner_layers(outer, options, seen, calls):
    layer = Scale()
    called = outer(layer) if outer else layer
    called(tensor())
    for _ in range(calls):
        called(tensor(), **options)
        assert layer.seen[-1] is seen


def test_explicit_training_does_not_leak_to_siblings():
    class First(Outer):
        def call(self, x):
            return self.inner[1](self.inner[0](x, training=False))

    first, second = Scale(), Scale()
    First(first, second)(tensor(), training=True)
    assert (first.seen[-1], second.seen[-1]) == (False, True)


def test_context_ends_with_the_call_even_after_an_error():
    class Failing(layers.Layer):
        def call(self, x):
            raise ArithmeticError("no")

    with pytest.raises(ArithmeticError) as error:
        Outer(Failing(name="failing"))(tensor(), training=True)
    assert "'failing'" in error.value.__notes__[0]
    assert "(2, 3)" in error.value.__notes__[0]
    assert len(error.value.__notes__) == 1
    layer = Scale()
    layer(tensor())
    assert layer.seen[-1] is None


def test_registered_context_argument():
    class Inner(layers.Layer):
        def __init__(self):
            super().__init__()
            self._register_call_context_args("phase")

        def call(self, x, phase=None):
            self.phase = phase
            return x

    inner = Inner()
    outer = Outer(inner)
    outer._register_call_context_args("phase")
    outer(tensor(), phase="late")
    assert inner.phase == "late"


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (X, None, "float32"),
        (X.astype("float64"), None, "float32"),
        (X.astype("int32"), None, "int32"),
        (X, "float16", "float16"),
        (X.astype("int32"), "float16", "int32"),
        (X, "mixed_float16", "float16"),
    ],
)
def test_inputs_are_cast_to_the_compute_dtype(value, dtype, expected):
    layer = layers.Identity(dtype=dtype)
    assert backend.standardize_dtype(layer(value).dtype) == expected
    assert backend.standardize_dtype(layer(tensor(value)).dtype) == expected
    symbolic = layer(backend.KerasTensor((2, 3), dtype=backend.standardize_dtype(tensor(value).dtype)))
    assert symbolic.dtype == expected


def test_autocast_off_leaves_inputs_alone():
    layer = layers.Identity(dtype="float16", autocast=False)
    assert backend.standardize_dtype(layer(tensor()).dtype) == "float32"


def test_weights_are_read_in_the_compute_dtype_inside_the_call():
    layer = Scale(dtype="mixed_float16")
    assert backend.standardize_dtype(layer(X).dtype) == "float16"
    assert layer.kernel.dtype == "float32"


def test_a_float32_layer_inside_a_float16_layer_computes_in_float32():
    inner = Scale(dtype="float32")
    outer = Outer(inner, dtype="mixed_float16")
    for _ in range(3):
        assert backend.standardize_dtype(outer(tensor()).dtype) == "float32"


@pytest.mark.parametrize(
    ("args", "options", "error", "words"),
    [
        ((), {}, TypeError, "missing"),
        ((X,), {"bogus": 1}, TypeError, "bogus"),
        ((X, X, X, X), {}, TypeError, "too many"),
        ((3,), {}, ValueError, "3"),
        (("text",), {}, ValueError, "'text'"),
        (([1.0, 2.0],), {}, ValueError, "1.0"),
    ],
)
def test_arguments_that_do_not_fit(args, options, error, words):
    with pytest.raises(error, match=words):
        Scale()(*args, **options)


def test_training_is_accepted_where_call_does_not_take_it():
    assert Outer(layers.Identity())(tensor(), training=True).shape == (2, 3)


def test_forgotten_super_init():
    class Forgetful(layers.Layer):
        def __init__(self):
            self.value = 1

        def call(self, x):
            return x

    with pytest.raises(RuntimeError, match="super"):
        Forgetful()(X)


@pytest.mark.parametrize("options", [{"bogus": 1}, {"trainable": "yes"}, {"name": "a/b"}, {"dtype": "bogus"}])
def test_invalid_constructor_arguments(options):
    (argument,) = options
    with pytest.raises(ValueError, match=argument):
        Scale(**options)


# The short way


def test_short_way_opens_after_a_plain_call_and_gives_the_same():
    layer = Scale()
    first = ops.convert_to_numpy(layer(tensor()))
    assert layer._known_signatures
    np.testing.assert_array_equal(ops.convert_to_numpy(layer(tensor())), first)
    assert layer(tensor(np.ones((5, 3), "float32"))).shape == (5, 3)


@pytest.mark.parametrize(
    "change",
    [
        lambda layer: setattr(layer, "activity_regularizer", keras.regularizers.L2(1.0)),
        lambda layer: setattr(layer, "input_spec", layers.InputSpec(ndim=3)),
        lambda layer: setattr(layer, "dtype_policy", "float16"),
        lambda layer: layer.add_loss(tensor(np.float32(1.0))),
    ],
)
def test_short_way_closes_when_the_layer_changes(change):
    layer = Scale()
    layer(tensor())
    assert layer._known_signatures
    change(layer)
    assert not layer._known_signatures


def test_short_way_still_checks_inputs():
    layer = layers.Dense(2)
    layer(tensor())
    for shape in [(2, 4), (3,)]:
        with pytest.raises(ValueError, match="incompatible"):
            layer(tensor(np.ones(shape, "float32")))


def test_short_way_is_not_taken_with_a_mask():
    layer = Scale()
    layer(tensor())
    x = tensor(X + 1)
    masking.set_keras_mask(x, tensor(np.array([True, False])))
    y = layer(x)
    assert masking.get_keras_mask(y) is not None
    assert layer.mask is not None


def test_lists_of_tensors_take_it_too():
    class Sum(layers.Layer):
        def call(self, xs):
            return xs[0] + xs[1]

    layer = Sum()
    layer([tensor(), tensor()])
    assert layer._known_signatures
    np.testing.assert_array_equal(layer([tensor(), tensor()]), 2 * X)


# Masks


class TwoInputs(layers.Layer):
    def __init__(self):
        super().__init__()
        self.supports_masking = True

    def call(self, a, b, a_mask=None, b_mask=None, mask=None):
        self.masks = [m is not None for m in (a_mask, b_mask, mask)]
        return a + b


def masked(value=X):
    x = tensor(value + 0)
    masking.set_keras_mask(x, tensor(np.array([True, False])))
    return x


@pytest.mark.parametrize(
    ("inputs", "seen", "passed_on"),
    [
        ((masked, masked), [True, True, False], True),
        ((tensor, masked), [False, True, False], False),
        ((masked, tensor), [True, False, False], True),
        ((tensor, tensor), [False, False, False], False),
    ],
)
def test_masks_of_several_inputs(inputs, seen, passed_on):
    layer = TwoInputs()
    y = layer(*[make() for make in inputs])
    assert layer.masks == seen
    assert (masking.get_keras_mask(y) is not None) == passed_on


def test_explicit_mask_wins():
    layer = Scale()
    mask = tensor(np.array([False, True]))
    y = layer(masked(), mask=mask)
    np.testing.assert_array_equal(masking.get_keras_mask(y), mask)


def test_layer_without_masking_warns():
    class Turning(layers.Layer):
        def call(self, x):
            return ops.flip(x, 0)

    with pytest.warns(UserWarning, match="mask"):
        y = Turning()(masked())
    assert masking.get_keras_mask(y) is None


def test_no_warning_where_the_outputs_have_a_mask_all_the_same(recwarn):
    y = Outer()(masked())
    assert masking.get_keras_mask(y) is not None and not len(recwarn)


def test_compute_mask_is_asked_without_a_mask_as_well():
    class Marking(layers.Layer):
        def call(self, x):
            return x * 1.0

        def compute_mask(self, inputs, previous_mask):
            return tensor(np.ones(2, bool))

    layer = Marking()
    assert layer.supports_masking
    for _ in range(2):
        assert masking.get_keras_mask(layer(tensor())) is not None


def test_own_compute_mask_of_a_subclass_is_asked_too():
    class Marking(layers.Add):
        def compute_mask(self, inputs, mask=None):
            return tensor(np.ones(2, bool))

    layer = Marking()
    for _ in range(2):
        assert masking.get_keras_mask(layer([tensor(), tensor()])) is not None
    assert not layer._known_signatures


class Recorded(layers.Layer):
    supports_masking = True

    def call(self, x, other=None, mask=None, training=False):
        return x


@pytest.mark.parametrize(
    "call, names",
    [
        (lambda layer, x: layer(x), ["training", "mask"]),
        (lambda layer, x: layer(x, training=True), ["training"]),
        (lambda layer, x: layer(x, x), []),
        (lambda layer, x: layer([x, x]), []),
        (lambda layer, x: layer(x=x), ["x"]),
    ],
)
def test_nodes_record_what_was_passed(call, names):
    x = layers.Masking()(keras.Input((3, 2)))
    layer = Recorded()
    call(layer, x)
    assert sorted(layer._inbound_nodes[0].arguments.kwargs) == sorted(names)


def test_masks_of_arrays_end_with_them():
    x = np.ones(3)
    masking.set_keras_mask(x, "mask")
    assert masking.get_keras_mask(x) == "mask"
    masking.set_keras_mask(x, None)
    assert masking.get_keras_mask(x) is None


# Building


class Shapes(layers.Layer):
    def call(self, a, b=None, training=False):
        return a


@pytest.mark.parametrize(
    ("parameters", "given", "config"),
    [
        ("input_shape", [(2, 3)], {"input_shape": (2, 3)}),
        ("anything", [(2, 3)], {"input_shape": (2, 3)}),
        ("b_shape", [(2, 3)], {"input_shape": (2, 3)}),
        ("a_shape, b_shape", [(2, 3), (4, 5)], {"shapes_dict": {"a_shape": (2, 3), "b_shape": (4, 5)}}),
        ("", [], {"shapes_dict": {}}),
        ("**shapes", [], {"shapes_dict": {}}),
    ],
)
def test_build_gets_shapes_by_its_parameters(parameters, given, config):
    names = [name.strip() for name in parameters.split(",") if name and not name.startswith("*")]
    namespace = {}
    exec(f"def build(self, {parameters}):\n self.given = [{', '.join(names)}]", namespace)
    layer = type("Parametrized", (Shapes,), {"build": namespace["build"]})()
    layer(tensor(), b=tensor(np.ones((4, 5), "float32")))
    assert list(layer.given) == given
    assert layer.built
    assert layer.get_build_config() == config


def test_build_with_parameters_of_other_names_is_refused():
    class Wrong(Shapes):
        def build(self, first, second):
            pass

    with pytest.raises(ValueError, match="_shape"):
        Wrong()(tensor())


@pytest.mark.parametrize("way", ["call", "build", "symbolic call"])
def test_layers_without_build_build_what_is_inside(way):
    layer = Outer(Scale(name="a"), layers.Dense(2, name="b"), name="outer")
    if way == "call":
        layer(tensor())
    elif way == "build":
        layer.build((None, 3))
    else:
        assert layer(keras.Input((3,))).shape == (None, 2)
    assert layer.built
    assert [w.path for w in layer.weights] == ["outer/a/kernel", "outer/b/kernel", "outer/b/bias"]
    assert layer.path == "outer"


def test_new_state_after_build_is_refused():
    layer = Scale()
    layer(tensor())
    for value in (layers.Dense(1), keras.Variable(1.0)):
        with pytest.raises(ValueError, match="built"):
            layer.more = value
    with pytest.raises(ValueError, match="built"):
        layer.add_weight(shape=(2,))


def test_a_weight_made_early_does_not_settle_where_the_layer_lies():
    class Early(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.seed = self.add_weight(shape=(1,), name="seed")
            self.inner = layers.Dense(1, use_bias=False, name="inner")

        def build(self, input_shape):
            self.inner.build(input_shape)

        def call(self, inputs):
            return self.inner(inputs)

    outer = Outer(Early(name="early"), layers.Dense(1, use_bias=False, name="b"), name="outer")
    outer(tensor())
    assert [w.path for w in outer.weights] == ["early/seed", "outer/early/inner/kernel", "outer/b/kernel"]


def test_build_of_a_parent_class_is_one_build():
    class Child(Scale):
        def build(self, input_shape):
            super().build(input_shape)
            self.more = self.add_weight(shape=(1,), name="more")

    layer = Child(name="child")
    layer.build((None, 3))
    assert [w.path for w in layer.weights] == ["child/kernel", "child/more"]
    assert layer.get_build_config() == {"input_shape": (None, 3)}


def test_output_shapes():
    class ByName(Shapes):
        def compute_output_shape(self, a_shape, b_shape=None):
            return [a_shape, {"b": b_shape}]

    outputs = ByName(dtype="float16")(keras.Input((3,)), b=keras.Input((4,)))
    assert outputs[0].shape == (None, 3)
    assert outputs[1]["b"].shape == (None, 4)
    assert outputs[0].dtype == "float16"
    with pytest.raises(NotImplementedError, match="compute_output_shape"):
        Outer().compute_output_shape((2, 3))


# Variables


class Holder(layers.Layer):
    def __init__(self):
        super().__init__(name="holder")
        self.own = self.add_weight(shape=(2,), name="own")
        self.state = self.add_weight(shape=(), name="state", trainable=False)
        self.nested = [[layers.Dense(1, name="first")], {"k": (layers.Dense(1, name="second"),)}]
        self.seed = keras.random.SeedGenerator(1, name="seed")
        self.metric = keras.metrics.Mean(name="mean")

    def build(self, input_shape):
        for layer in (self.nested[0][0], self.nested[1]["k"][0]):
            layer.build(input_shape)

    def call(self, x):
        return x


def names(variables):
    return [v.name for v in variables]


def test_variables_of_nested_containers_in_order():
    layer = Holder()
    layer(tensor())
    weights = ["own", "state", "kernel", "bias", "kernel", "bias"]
    assert names(layer.weights) == weights
    assert names(layer.variables) == [*weights[:2], layer.seed.state.name, *weights[2:]]
    assert names(layer.trainable_weights) == ["own", "kernel", "bias", "kernel", "bias"]
    assert names(layer.non_trainable_weights) == ["state"]
    assert [metric.name for metric in layer.metrics] == ["mean"]
    assert len(layer.metrics_variables) == 2
    assert [inner.name for inner in layer._flatten_layers()] == ["holder", "first", "second"]


def test_layers_deeper_inside_are_told_from_the_last_to_the_first_but_their_variables_in_order():
    class Nest(layers.Layer):
        def __init__(self, name, inside=()):
            super().__init__(name=name)
            self.inside = list(inside)
            self.scale = self.add_weight(shape=(), name=name)

        def call(self, x):
            for inner in self.inside:
                x = inner(x)
            self.add_loss(ops.convert_to_tensor(float(ord(self.name))))
            return x

    layer = Nest("a", [Nest("b", [Nest("c"), Nest("d")]), Nest("e", [Nest("f"), Nest("g")])])
    layer(tensor())
    assert "".join(inner.name for inner in layer._flatten_layers()) == "abdcegf"
    assert "".join(inner.name for inner in layer._flatten_layers(recursive=False)) == "abe"
    assert "".join(chr(int(loss)) for loss in layer.losses) == "abdcegf"
    assert "".join(names(layer.variables)) == "abcdefg"


def test_freezing_reaches_inner_layers_and_variables():
    layer = Holder()
    layer(tensor())
    layer.trainable = False
    assert layer.trainable_weights == []
    assert len(layer.non_trainable_weights) == 6
    assert not layer.nested[0][0].trainable
    layer.trainable = True
    assert names(layer.non_trainable_weights) == ["state"]
    layer.nested[0][0].kernel.trainable = False
    assert len(layer.trainable_weights) == 4


def test_a_layer_may_begin_frozen():
    layer = layers.Dense(2, trainable=False)
    layer(tensor())
    assert layer.trainable_weights == []
    layer.trainable = True
    assert len(layer.trainable_weights) == 2


def test_removed_attributes_are_forgotten():
    layer = Holder()
    del layer.own
    del layer.nested
    assert names(layer.weights) == ["state"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"name": "a/b"}, "name"),
        ({"shape": (None,)}, "shape"),
        ({"shape": "a"}, "shape"),
        ({"initializer": "bogus"}, "bogus"),
        ({"dtype": "bogus"}, "bogus"),
        ({"aggregation": "bogus"}, "aggregation"),
        ({"regularizer": "bogus"}, "bogus"),
        ({"initializer": np.ones(3)}, "initializer"),
    ],
)
def test_add_weight_refuses(options, words):
    with pytest.raises(ValueError, match=words):
        layers.Layer().add_weight(**{"shape": (2,), **options})


def test_add_weight_arguments():
    layer = layers.Layer(name="layer")
    weight = layer.add_weight((2,), "ones", regularizer="l2", constraint="non_neg", aggregation="mean", name="w")
    assert (weight.path, weight.shape, weight.dtype, weight.aggregation) == ("layer/w", (2,), "float32", "mean")
    np.testing.assert_array_equal(weight.numpy(), [1, 1])
    assert layer.add_weight().shape == ()
    assert layer.add_weight(shape=(2,), dtype="int32").numpy().tolist() == [0, 0]
    assert layer.add_weight(shape=(2,), initializer=np.array([3.0, 4.0])).numpy().tolist() == [3, 4]
    with pytest.raises(ValueError, match="keyword"):
        layer.add_weight("name", (2,))


def test_get_and_set_weights():
    layer = layers.Dense(2)
    layer.build((None, 3))
    layer.set_weights([np.ones((3, 2)), np.zeros(2)])
    np.testing.assert_array_equal(layer.get_weights()[0], np.ones((3, 2)))
    with pytest.raises(ValueError, match="2 arrays"):
        layer.set_weights([np.ones((3, 2))])
    with pytest.raises(ValueError, match=r"\(3, 2\)"):
        layer.set_weights([np.ones((2, 2)), np.zeros(2)])
    assert layer.count_params() == 8
    with pytest.raises(ValueError, match="built"):
        layers.Dense(2).count_params()


def test_own_variables_go_into_a_store_and_back():
    layer, store = Holder(), {}
    layer.save_own_variables(store)
    assert sorted(store) == ["0", "1"]
    layer.load_own_variables({"0": np.full(2, 5.0), "1": np.float32(7.0)})
    assert layer.own.numpy().tolist() == [5.0, 5.0]
    for target, words in [(layer, "1 variables in the file"), (layers.Dense(2), "never built")]:
        with pytest.raises(ValueError, match=words):
            target.load_own_variables({"0": np.ones(2)})


def test_a_layer_may_check_files_itself():
    class Lenient(layers.Dense):
        def _check_load_own_variables(self, store):
            asked.append(sorted(store.keys()))

    asked, layer = [], Lenient(2)
    layer.build((None, 3))
    layer.load_own_variables({"0": np.ones((3, 2)), "1": np.ones(2), "2": np.ones(2)})
    assert asked == [["0", "1", "2"]]
    np.testing.assert_array_equal(layer.bias, np.ones(2))


# Losses


class Losing(layers.Layer):
    def call(self, x):
        self.add_loss(ops.sum(x))
        return x


def values(losses):
    return [float(ops.convert_to_numpy(loss)) for loss in losses]


def test_losses_are_those_of_the_last_call():
    layer = Outer(Losing(), Losing())
    for _ in range(3):
        layer(tensor())
        assert values(layer.losses) == [6.0, 6.0]
    with pytest.raises(ValueError, match="scalar"):
        layer.add_loss(3.0)


def test_losses_of_activity_and_weights():
    layer = layers.Dense(
        2, kernel_initializer="ones", kernel_regularizer=keras.regularizers.L1(0.01),
        activity_regularizer=keras.regularizers.L2(0.01),
    )
    for _ in range(2):
        layer(tensor())
        np.testing.assert_allclose(values(layer.losses), [0.18, 0.06], rtol=1e-5)
    layer.trainable = False
    np.testing.assert_allclose(values(layer.losses), [0.18], rtol=1e-5)


def test_symbolic_calls_leave_no_losses():
    layer = Losing()
    layer(keras.Input((3,)))
    assert layer.losses == []


# Pure calls


class Counting(layers.Layer):
    def build(self, input_shape):
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False, name="count")
        self.kernel = self.add_weight(shape=(3,), initializer="ones", name="kernel")

    def call(self, x, training=False):
        self.count.assign_add(2.0 if training else 1.0)
        self.add_loss(ops.sum(x))
        return x * self.kernel * self.count


def test_stateless_call():
    layer = Counting()
    layer.build((None, 3))
    outputs, state, losses = layer.stateless_call(
        [tensor(np.full(3, 2.0, "float32"))], [tensor(np.float32(4.0))], tensor(), training=True, return_losses=True
    )
    np.testing.assert_allclose(ops.convert_to_numpy(outputs), 12 * X)
    assert values(state) == [6.0]
    assert values(losses) == [6.0]
    assert float(layer.count) == 0.0
    regularized = layers.Identity(activity_regularizer=keras.regularizers.L1(1.0))
    *_, losses = regularized.stateless_call([], [], tensor(), return_losses=True)
    assert values(losses) == pytest.approx([np.abs(X).sum() / len(X)])
    with pytest.raises(ValueError, match="trainable_variables"):
        layer.stateless_call([], [], tensor())
    with pytest.raises(ValueError, match="built"):
        Counting().stateless_call([], [], tensor())


@pytest.mark.parametrize(
    "options",
    [
        {"mode": "full"},
        {"mode": "activations"},
        {"mode": "larger_than", "output_size_threshold": 1},
        {"mode": "larger_than", "output_size_threshold": 100},
        {"mode": "list_of_layers", "layer_names": ["d"]},
        {"mode": None},
    ],
)
def test_rematerialized_calls_give_the_same(options):
    arguments = {"activation": "tanh", "kernel_initializer": "ones", "name": "d"}
    with keras.RematScope(**options):
        layer = layers.Dense(2, **arguments)
    expected = ops.convert_to_numpy(layers.Dense(2, **arguments)(tensor()))
    for _ in range(2):
        np.testing.assert_allclose(ops.convert_to_numpy(layer(tensor())), expected, rtol=1e-6)


# Configs


class Configured(layers.Layer):
    def __init__(self, units, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x


def test_config_without_get_config_holds_the_constructor_arguments():
    config = Configured(3, name="c", trainable=False, dtype="float16").get_config()
    assert (config["units"], config["rate"], config["trainable"]) == (3, 0.5, False)
    assert config["dtype"]["config"] == {"name": "float16"}
    copy = Configured.from_config(config)
    assert (copy.units, copy.trainable, copy.compute_dtype) == (3, False, "float16")


def test_config_of_what_cannot_be_written_is_refused():
    with pytest.raises(NotImplementedError, match="get_config"):
        Configured(object()).get_config()


def test_own_get_config_begins_with_the_base_config():
    config = layers.Dense(2, activity_regularizer="l2", name="d").get_config()
    assert list(config)[:4] == ["name", "trainable", "dtype", "activity_regularizer"]


def test_serialize_and_deserialize():
    layer = layers.deserialize(layers.serialize(layers.Dense(3, name="d")))
    assert (layer.name, layer.units) == ("d", 3)
    with pytest.raises(ValueError, match="layer"):
        layers.deserialize(keras.saving.serialize_keras_object(keras.initializers.Zeros()))


def test_dtype_policy_and_flags():
    layer = layers.Dense(2, dtype="mixed_bfloat16")
    assert (layer.dtype, layer.compute_dtype, layer.variable_dtype) == ("float32", "bfloat16", "float32")
    layer.dtype_policy = "float64"
    assert layer.compute_dtype == "float64"
    assert layer.quantization_mode is None
    for attribute in ("dtype", "compute_dtype", "variable_dtype"):
        with pytest.raises(AttributeError):
            setattr(layer, attribute, "float32")
    assert repr(layers.Layer(name="q")) == "<Layer name=q, built=False>"


def test_quantize_of_a_layer_that_has_no_quantized_form():
    layer = Scale()
    with pytest.raises(ValueError, match="built"):
        layer.quantize("int8")
    layer(tensor())
    with pytest.raises(ValueError, match="bogus"):
        layer.quantize("bogus")
    with pytest.raises(NotImplementedError, match="Scale"):
        layer.quantize("int8")


def test_call_override_and_names():
    class Doubling(Scale):
        def __call__(self, *args, **kwargs):
            return super().__call__(*args, **kwargs) * 2

    keras.utils.clear_session()
    np.testing.assert_allclose(ops.convert_to_numpy(Doubling()(tensor())), 4 * X)
    assert [layers.Dense(1).name, layers.Dense(1).name, Doubling().name] == ["dense", "dense_1", "doubling_1"]


def test_nothing_of_a_plain_call_warns():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layers.Dense(2)(X)


# Frameworks


@pytest.mark.skipif(backend.backend() != "torch", reason="parameters are torch's")
def test_a_layer_is_a_torch_module():
    import torch

    layer = Outer(layers.Dense(2, name="d"), name="outer")
    layer(tensor())
    names = ["_torch_params.outer/d/bias", "_torch_params.outer/d/kernel"]
    assert [f"_torch_params.{path}" for path in layer.torch_params] == names
    assert [name for name, _ in layer.named_parameters()] == names
    assert list(layer.state_dict()) == names
    layer.load_state_dict({name: torch.ones_like(p) for name, p in layer.state_dict().items()})
    np.testing.assert_array_equal(layer.get_weights()[1], [1, 1])
    assert torch.nn.Sequential(layer, torch.nn.ReLU())(tensor()).shape == (2, 2)
    layer.trainable = False
    assert not any(p.requires_grad for p in layer.parameters())
    layer.to(torch.float64)
    assert {p.dtype for p in layer.parameters()} == {torch.float64}


@pytest.mark.skipif(backend.backend() != "torch", reason="hooks are torch's")
def test_torch_hooks_run():
    layer, ran = Scale(), []
    layer(tensor())
    layer.register_forward_hook(lambda module, args, output: ran.append(output.shape))
    layer(tensor())
    layer(tensor())
    assert len(ran) == 2


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="checkpoints are TensorFlow's")
def test_tensorflow_sees_variables(tmp_path):
    import tensorflow as tf

    layer = Outer(layers.Dense(2, kernel_initializer="ones"))
    layer(tensor())
    path = tf.train.Checkpoint(layer).save(tmp_path / "state")
    layer.set_weights([np.zeros((3, 2)), np.zeros(2)])
    tf.train.Checkpoint(layer).restore(path)
    np.testing.assert_array_equal(layer.get_weights()[0], np.ones((3, 2)))
