"""Declared operations and the graphs that they are recorded in."""
import importlib
import inspect
import pickle

import numpy as np
import pytest

import keras
from keras import ops
from keras.src import backend
from keras.src.backend.common import dtypes
from keras.src.ops import declare
from keras.src.ops.core import ForiLoop, VectorizedMap, WhileLoop
from keras.src.ops.function import Function
from keras.src.ops.numpy import Full


@declare.op(spec=declare.reduction(dtypes.mean_rule))
def spread(x, axis=None, keepdims=False):
    """Largest minus smallest."""
    return ops.max(x, axis=axis, keepdims=keepdims) - ops.min(x, axis=axis, keepdims=keepdims)


Spread = spread.operation
X = np.arange(6, dtype="float32").reshape(2, 3)


def value(x):
    return ops.convert_to_numpy(x)


def test_the_function_runs_on_tensors():
    np.testing.assert_array_equal(value(spread(X, axis=1)), [2, 2])
    np.testing.assert_array_equal(value(spread(x=X)), 5)
    assert spread.__name__ == "spread" and spread.__doc__ == "Largest minus smallest."


def test_the_class_is_derived():
    operation = Spread(axis=1, keepdims=True, name="s")
    assert (operation.axis, operation.keepdims, operation.name) == (1, True, "s")
    assert operation.get_config() == {"name": "s", "axis": 1, "keepdims": True}
    again = Spread.from_config(operation.get_config())
    np.testing.assert_array_equal(value(again(X)), [[2], [2]])
    with pytest.raises(TypeError):
        Spread(bogus=1)


def test_public_operations_are_where_files_name_them():
    from keras.src.ops import numpy as home

    assert (home.Mean.__module__, home.Mean.__name__) == ("keras.src.ops.numpy", "Mean")
    assert ops.mean.__module__ == "keras.src.ops.numpy"
    assert pickle.loads(pickle.dumps(ops.mean)) is ops.mean


def test_symbolic_calls_are_recorded():
    x = keras.Input((3,))
    y = spread(x, axis=1)
    assert (y.shape, y.dtype) == ((None,), "float32")
    history = y._keras_history
    assert type(history.operation) is Spread
    assert history.operation.input is x
    assert history.operation.output is y
    function = Function(x, y)
    np.testing.assert_array_equal(value(function(X)), [2, 2])


def test_symbolic_tensors_in_lists_and_keywords():
    x = keras.Input((3,))
    assert ops.concatenate([x, x], axis=-1).shape == (None, 6)
    assert ops.add(x1=x, x2=1).shape == (None, 3)
    assert ops.where(x > 0, x, 0.0).shape == (None, 3)


def test_shapes_that_do_not_broadcast():
    with pytest.raises(ValueError, match=r"\(2, 3\).*\(4,\)"):
        ops.add(keras.KerasTensor((2, 3)), keras.KerasTensor((4,)))


class TestFunction:
    def graph(self):
        a, b = keras.KerasTensor((2,), name="a"), keras.KerasTensor((2,), name="b")
        hidden = a * 2 + b
        return a, b, hidden, [hidden - a, ops.sum(hidden)]

    def test_structures(self):
        a, b, _, outputs = self.graph()
        function = Function({"a": a, "b": b}, outputs)
        difference, total = function({"a": np.ones(2, "float32"), "b": np.zeros(2, "float32")})
        np.testing.assert_array_equal(value(difference), [1, 1])
        assert float(total) == 4
        assert function.compute_output_shape({"a": (2,), "b": (2,)}) == [(2,), ()]
        with pytest.raises(ValueError, match="structure"):
            function([np.ones(2)])

    def test_parts_of_a_graph(self):
        _, b, hidden, outputs = self.graph()
        with pytest.raises(ValueError, match="not among the inputs"):
            Function(b, outputs)
        tail = Function(hidden, outputs[1])
        assert float(tail(np.ones(2, "float32"))) == 2

    def test_other_sizes(self):
        x = keras.KerasTensor((None, 2))
        function = Function(x, ops.sum(x, axis=1))
        assert function(keras.KerasTensor((5, 2))).shape == (5,)
        with pytest.raises(ValueError, match="incompatible"):
            function(np.ones((2, 3), "float32"))

    def test_a_deep_graph_needs_no_recursion(self):
        x = y = keras.KerasTensor((1,))
        for _ in range(3000):
            y = y + 1
        assert float(value(Function(x, y)(np.zeros(1, "float32")))[0]) == 3000

    def test_operations_come_in_order_of_depth(self):
        a, b, _, outputs = self.graph()
        names = [type(operation).__name__ for operation in Function([a, b], outputs).operations]
        assert names == ["Multiply", "Add", "Subtract", "Sum"]


def test_user_operations_are_traced():
    class Twice(keras.Operation):
        def call(self, x):
            return {"twice": x * 2, "first": x[:, 0]}

    found = Twice()(keras.Input((3,)))
    assert found["twice"].shape == (None, 3)
    assert found["first"].shape == (None,)
    with pytest.raises(AttributeError, match="never called"):
        Twice().input


def test_config_of_user_operations():
    class Scale(keras.Operation):
        def __init__(self, factor, shift=0.0, name=None):
            super().__init__(name=name)
            self.factor = factor

    assert Scale(3).get_config() == {"name": "scale", "factor": 3, "shift": 0.0}
    assert Scale.from_config(Scale(3).get_config()).factor == 3
    with pytest.raises(NotImplementedError, match="factor"):
        Scale(object()).get_config()


def test_operands_need_not_lead():
    double = WhileLoop(lambda x: x < 10, lambda x: x * 2)
    assert int(double(1)) == 16 and double.symbolic_call(keras.KerasTensor((), "int32")).dtype == "int32"
    assert int(ForiLoop(0, 4, lambda i, total: total + i)(0)) == 6
    np.testing.assert_array_equal(value(VectorizedMap(ops.sum)(X)), [3, 12])
    full = Full((2, 3), dtype="int32")
    np.testing.assert_array_equal(value(full(5)), np.full((2, 3), 5))
    assert full.symbolic_call(keras.KerasTensor(())).shape == (2, 3)
    assert list(inspect.signature(Full.compute_output_spec).parameters) == ["self", "fill_value"]


# Parameters are named after those of 3.15.1's backends, of one function for two operations, or of jax's own functions.
OTHER_NAMES = {
    "bitwise_and", "bitwise_left_shift", "bitwise_or", "bitwise_right_shift", "bitwise_xor", "left_shift",
    "multi_hot", "polar", "right_shift", "unfold", "vectorized_map",
}
if backend.backend() == "jax":
    OTHER_NAMES |= {"broadcast_to", "diag", "moveaxis", "nan_to_num", "roll", "swapaxes", "tril", "triu"}


@pytest.mark.parametrize("module", ["image", "linalg", "math", "nn", "numpy"])
def test_backend_functions_have_the_parameters_of_the_operations(module):
    functions = importlib.import_module(f"keras.src.ops.{module}")
    own = getattr(backend, module)
    for name in set(dir(functions)) & set(dir(own)) - OTHER_NAMES:
        function = getattr(functions, name)
        if inspect.isfunction(function) and function.__module__ == functions.__name__ and not name.startswith("_"):
            parameters = inspect.signature(function).parameters
            wanted = [key for key, p in parameters.items() if p.kind is not p.VAR_KEYWORD]
            assert list(inspect.signature(getattr(own, name)).parameters)[: len(wanted)] == wanted, name
