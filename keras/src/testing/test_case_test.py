import os

import numpy as np
import pytest

from keras.src import backend, layers, losses, ops, testing
from keras.src.testing import test_case, test_utils


class Case(testing.TestCase):
    def runTest(self):
        pass


@pytest.fixture
def case():
    case = Case()
    case.setUp()
    yield case
    case.doCleanups()


def tensor(x, dtype="float32"):
    return ops.convert_to_tensor(x, dtype=dtype)


PASSING = [
    lambda c: c.assertAllClose([1.0, 2.0], [1.0, 2.0 + 1e-7]),
    lambda c: c.assertAllClose(tensor([1.0, 2.0]), np.array([1.0, 2.0])),
    lambda c: c.assertAllClose(backend.Variable([1.0]), [1.0]),
    lambda c: c.assertAllClose([tensor(1.0), tensor(2.0)], [1.0, 2.0]),
    lambda c: c.assertAllClose([np.nan], [np.nan]),
    lambda c: c.assertAllClose([1.0], [1.1], atol=0.2),
    lambda c: c.assertNotAllClose([1.0], tensor([2.0])),
    lambda c: c.assertAlmostEqual(1.0001, 1.0),
    lambda c: c.assertAllEqual(tensor([1, 2], "int32"), [1, 2]),
    lambda c: c.assertAllEqual(["a"], ["a"]),
    lambda c: c.assertLen([1, 2], 2),
    lambda c: c.assertSparse(tensor([1.0]), False),
    lambda c: c.assertRagged(tensor([1.0]), False),
    lambda c: c.assertSparse(backend.KerasTensor((2,), sparse=True)),
    lambda c: c.assertDType(tensor([1.0]), "float32"),
    lambda c: c.assertDType(backend.KerasTensor((2,), "int8"), "int8"),
    lambda c: c.assertFileExists(__file__),
]
FAILING = [
    lambda c: c.assertAllClose([1.0, 2.0], [1.0, 2.1]),
    lambda c: c.assertAllClose([1.0, 2.0], [[1.0, 2.0]]),
    lambda c: c.assertNotAllClose([1.0], [1.0]),
    lambda c: c.assertAlmostEqual(1.01, 1.0),
    lambda c: c.assertAllEqual([1, 2], [1, 3]),
    lambda c: c.assertLen([1, 2], 3),
    lambda c: c.assertSparse(tensor([1.0])),
    lambda c: c.assertRagged(tensor([1.0])),
    lambda c: c.assertDType(tensor([1.0]), "int32"),
    lambda c: c.assertFileExists(os.path.dirname(__file__)),
]


@pytest.mark.parametrize("check", PASSING)
def test_passing_assertions(case, check):
    check(case)


@pytest.mark.parametrize("check", FAILING)
def test_failing_assertions(case, check):
    with pytest.raises(AssertionError):
        check(case)


def test_temporary_folders_go_after_the_test():
    case = Case()
    folder = case.get_temp_dir()
    assert os.path.isdir(folder)
    case.doCleanups()
    assert not os.path.exists(folder)


def test_setup_begins_a_session(case):
    assert layers.Dense(1).name == "dense"
    case.setUp()
    assert layers.Dense(1).name == "dense"


def test_which_devices():
    assert testing.uses_gpu() in (True, False)
    assert not testing.uses_tpu()
    others = {"jax": testing.torch_uses_gpu, "torch": testing.jax_uses_gpu}
    if backend.backend() in others:
        assert not others[backend.backend()]()


def test_serialization(case):
    revived = case.run_class_serialization_test(losses.MeanSquaredError(name="named"))
    assert isinstance(revived, losses.MeanSquaredError) and revived.name == "named"


class Scale(layers.Layer):
    """A layer with everything in its config."""

    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs, other=None):
        return inputs * self.factor if other is None else inputs * self.factor + other

    def get_config(self):
        return super().get_config() | {"factor": self.factor}


class ForgetsItsFactor(Scale):
    """What the config forgets shows in the names of what the layer holds."""

    def __init__(self, factor=2.0, **kwargs):
        super().__init__(factor, **kwargs)
        if factor > 2.0:
            self.is_large = True

    def get_config(self):
        config = super().get_config()
        del config["factor"]
        return config


CUSTOM = {"Scale": Scale, "ForgetsItsFactor": ForgetsItsFactor}


def test_layer_test(case):
    case.run_layer_test(
        layers.Dense,
        {"units": 3},
        input_shape=(2, 4),
        expected_output_shape=(2, 3),
        expected_output_dtype="float32",
        expected_num_trainable_weights=2,
        expected_num_non_trainable_weights=0,
        expected_num_non_trainable_variables=0,
        expected_num_seed_generators=0,
        expected_num_losses=0,
        supports_masking=True,
    )


@pytest.mark.parametrize(
    "expected",
    [
        {"expected_output_shape": (2, 5)},
        {"expected_output_shape": [(2, 3)]},
        {"expected_output_dtype": "int32"},
        {"expected_output_dtype": ["float32"]},
        {"expected_num_trainable_weights": 3},
        {"expected_num_non_trainable_weights": 1},
        {"expected_num_non_trainable_variables": 1},
        {"expected_num_seed_generators": 1},
        {"expected_num_losses": 1},
        {"supports_masking": False},
        {"expected_output_sparse": True},
        {"assert_built_after_instantiation": True},
    ],
)
def test_layer_test_finds_what_is_wrong(case, expected):
    with pytest.raises(AssertionError):
        case.run_layer_test(layers.Dense, {"units": 3}, input_shape=(2, 4), **expected)


def test_values_are_compared(case):
    arguments = {"input_data": tensor([[1.0, 2.0]]), "custom_objects": CUSTOM}
    arguments["run_training_check"] = False
    case.run_layer_test(Scale, {"factor": 3.0}, expected_output=[[3.0, 6.0]], **arguments)
    with pytest.raises(AssertionError):
        case.run_layer_test(Scale, {"factor": 3.0}, expected_output=[[3.0, 7.0]], **arguments)


class Pair(layers.Layer):
    def call(self, inputs):
        return {"a": inputs, "b": inputs + 1.0}


def test_values_of_several_outputs_are_compared(case):
    arguments = {"input_data": tensor([[1.0]]), "custom_objects": {"Pair": Pair}, "run_training_check": False}
    case.run_layer_test(Pair, {}, expected_output={"a": [[1.0]], "b": [[2.0]]}, **arguments)
    for wrong in ({"a": [[1.0]], "b": [[1.0]]}, [[1.0]]):
        with pytest.raises((AssertionError, ValueError)):
            case.run_layer_test(Pair, {}, expected_output=wrong, **arguments)


class LeavesWeightsToTheCall(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(2)

    def build(self, input_shape):
        pass

    def call(self, inputs):
        return self.dense(inputs)


class SaysAnotherDtype(layers.Layer):
    def call(self, inputs):
        return ops.cast(inputs, "int32")

    def compute_output_shape(self, input_shape):
        return input_shape


@pytest.mark.parametrize("layer_cls", [LeavesWeightsToTheCall, SaysAnotherDtype])
def test_faulty_layers_are_found(case, layer_cls):
    if layer_cls is SaysAnotherDtype and backend.backend() == "torch":
        pytest.skip("torch: no mixed precision on a CPU")
    arguments = {"custom_objects": {layer_cls.__name__: layer_cls}, "run_training_check": False}
    with pytest.raises(AssertionError):
        case.run_layer_test(layer_cls, {}, input_shape=(2, 3), **arguments)


def test_without_inputs(case):
    case.run_layer_test(layers.Dense, {"units": 2}, supports_masking=True, assert_built_after_instantiation=True)
    with pytest.raises(AssertionError):
        case.run_layer_test(layers.Dense, {"units": 2}, supports_masking=False)


def test_inputs_of_layers():
    shapes, dtypes = {"query_shape": (2, 3), "value_shape": (2, 4)}, {"query_shape": "int32", "value_shape": "float32"}
    for make in (test_case.create_keras_tensors, test_case.create_eager_tensors):
        found = make(shapes, dtypes, sparse=False, ragged=False)
        assert {k: (tuple(x.shape), backend.standardize_dtype(x.dtype)) for k, x in found.items()} == {
            "query": ((2, 3), "int32"), "value": ((2, 4), "float32")
        }
        assert [tuple(x.shape) for x in make([(2,), (3,)], ("int32", "int8"), False, False)] == [(2,), (3,)]
    assert test_case.map_shape_dtype_structure(lambda *pair: pair, ([2], (3,)), "int8") == (((2,), "int8"), ((3,), "int8"))
    assert len(test_case.get_seed_generators(layers.Bidirectional(layers.LSTM(1, dropout=0.5)))) == 2


def test_an_incomplete_config_is_found(case):
    with pytest.raises(AssertionError):
        case.run_class_serialization_test(ForgetsItsFactor(5.0), custom_objects=CUSTOM)


def test_several_inputs(case):
    case.run_layer_test(
        Scale,
        {"factor": 1.0},
        input_shape={"inputs_shape": (2, 3), "other_shape": (2, 3)},
        expected_output_shape=(2, 3),
        custom_objects=CUSTOM,
        run_training_check=False,
    )
    case.run_layer_test(
        layers.Add,
        {},
        input_shape=[(2, 3), (2, 3)],
        expected_output_shape=(2, 3),
        run_training_check=False,
    )


def test_integer_inputs(case):
    case.run_layer_test(
        layers.Embedding,
        {"input_dim": 4, "output_dim": 3},
        input_shape=(2,),
        input_dtype="int32",
        expected_output_shape=(2, 3),
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {"input_shape": (2, 3), "input_data": np.ones((2, 3))},
        {"input_shape": (2, 3), "expected_output": np.ones((2, 3))},
        {"input_data": np.ones((2, 3)), "expected_output": np.ones((2, 3)), "expected_output_shape": (2, 3)},
        {"input_shape": (2, 3), "expected_mask_shape": (2,)},
    ],
)
def test_contradicting_arguments(case, arguments):
    with pytest.raises(ValueError):
        case.run_layer_test(layers.Dense, {"units": 3}, **arguments)


@pytest.mark.parametrize(
    "arguments, factors, expected",
    [
        (
            [],
            {"a": [1, 2], "b": ["x", None]},
            [("1_x", 1, "x"), ("2_x", 2, "x"), ("1_none", 1, None), ("2_none", 2, None)],
        ),
        (
            [[{"testcase_name": "p", "a": 1}, {"testcase_name": "", "a": 2}]],
            {"b": [True, int]},
            [("p_true", 1, True), ("true", 2, True), ("p_int", 1, int), ("int", 2, int)],
        ),
        ([], {"a": [1], "b": ["X", ""]}, [("1_x", 1, "X"), ("1_", 1, "")]),
    ],
)
def test_named_product(arguments, factors, expected):
    found = test_utils.named_product(*arguments, **factors)
    assert [(c["testcase_name"], c["a"], c["b"]) for c in found] == expected


def test_get_test_data():
    (x, y), (x_test, y_test) = test_utils.get_test_data(7, 3, (2, 4), 3, random_seed=1)
    assert x.shape == (6, 2, 4) and x.dtype == "float32" and x_test.shape == (4, 2, 4)
    assert sorted(y.tolist()) == [0, 0, 1, 1, 2, 2] and sorted(y_test.tolist()) == [0, 0, 1, 2]
    again = test_utils.get_test_data(7, 3, (2, 4), 3, random_seed=1)
    np.testing.assert_array_equal(again[0][0], x)


@pytest.mark.skipif(backend.backend() not in ("jax", "tensorflow"), reason="numpy and torch have no sparse tensors")
def test_sparse_inputs(case):
    case.run_layer_test(layers.Dense, {"units": 3}, input_shape=(4, 3), input_sparse=True)
    shapes = {"input_shape": [(4, 3), (4, 3)], "run_training_check": False, "run_mixed_precision_check": False}
    case.run_layer_test(layers.Add, {}, input_sparse=True, expected_output_sparse=True, **shapes)


def test_wrappers_give_their_own_dtype(case):
    for wrapper, shape in ((layers.Bidirectional, (2, 3, 4)), (layers.SpectralNormalization, (2, 4))):
        inner = layers.SimpleRNN(3) if wrapper is layers.Bidirectional else layers.Dense(3)
        case.run_layer_test(wrapper, {"layer": inner}, input_shape=shape, run_training_check=False)
        assert wrapper(inner, dtype="mixed_float16")(np.ones(shape, "float32")).dtype == tensor(1, "float16").dtype
