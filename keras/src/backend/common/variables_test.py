"""Variables: making, assigning, scopes, description, operators, protocols."""
import numpy as np
import pytest

import keras
from keras import ops
from keras.src import backend
from keras.src.backend.common.variables import AutocastScope, DeferredInitialization

ARRAY = np.array([[1.0, 2.0], [3.0, 4.0]], "float32")


def value(x):
    return ops.convert_to_numpy(x)


@pytest.mark.parametrize(
    ("initializer", "dtype"),
    [(ARRAY, "float32"), (ARRAY.astype("int32"), "int32"), (True, "bool"), (1, "int32"), (1.5, "float32"), ([1, 2], "int32")],
)
def test_dtype_comes_with_the_value(initializer, dtype):
    variable = keras.Variable(initializer, trainable=False)
    assert variable.dtype == dtype
    np.testing.assert_array_equal(value(variable), np.asarray(initializer))


@pytest.mark.parametrize("read", [value, lambda v: value(v.value), lambda v: value(ops.cast(v, "float32"))])
def test_what_was_read_stays_when_the_variable_changes(read):
    variable = keras.Variable(ARRAY)
    array = read(variable)
    variable.assign(ARRAY * 2)
    np.testing.assert_array_equal(array, ARRAY)


def test_names_and_paths():
    with keras.name_scope("outer"), keras.name_scope("inner"):
        variable = keras.Variable(1.0, name="v")
    assert (variable.name, variable.path) == ("v", "outer/inner/v")
    assert keras.Variable(1.0).name == "variable"
    assert keras.Variable(1.0).name == "variable_1"
    assert "path=outer/inner/v" in repr(variable)


def test_none_is_a_way_to_join_replicas():
    variable = keras.Variable(1.0, aggregation=None, synchronization=None)
    assert (variable.aggregation, variable.synchronization) == ("none", "none")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"initializer": 1.0, "name": "a/b"}, "name='a/b'"),
        ({"initializer": 1.0, "aggregation": "median"}, "aggregation='median'"),
        ({"initializer": 1.0, "synchronization": "never"}, "synchronization='never'"),
        ({"initializer": lambda shape, dtype: None}, "shape=None"),
        ({"initializer": "ones", "shape": (None, 2)}, "shape"),
        ({"initializer": "ones", "shape": (-1,)}, "shape"),
        ({"initializer": "ones", "shape": (2,), "dtype": "float31"}, "dtype='float31'"),
        ({"initializer": None}, "initializer"),
    ],
)
def test_bad_arguments_are_named(arguments, named):
    with pytest.raises(ValueError) as error:
        keras.Variable(**arguments)
    assert named in str(error.value)


def test_assignments():
    variable = keras.Variable(ARRAY)
    np.testing.assert_array_equal(value(variable.assign(ARRAY * 2)), ARRAY * 2)
    np.testing.assert_array_equal(value(variable.assign_add(ARRAY)), ARRAY * 3)
    np.testing.assert_array_equal(value(variable.assign_sub(np.ones((2, 2)))), ARRAY * 3 - 1)
    with pytest.raises(ValueError, match=r"\(2, 2\).*\(3,\)"):
        variable.assign(np.zeros(3))
    with pytest.raises((TypeError, ValueError)):
        variable.assign("text")
    np.testing.assert_array_equal(value(variable), ARRAY * 3 - 1)


def test_memory_is_not_shared():
    array = ARRAY.copy()
    variable = keras.Variable(array)
    array[:] = 0
    np.testing.assert_array_equal(value(variable), ARRAY)
    snapshot = variable.numpy()
    variable.assign(np.zeros((2, 2)))
    np.testing.assert_array_equal(snapshot, ARRAY)


def test_stateless_scope_reads_and_writes_its_mapping():
    variable = keras.Variable(ARRAY)
    with keras.StatelessScope([(variable, ARRAY * 10)]) as scope:
        np.testing.assert_array_equal(value(variable.value), ARRAY * 10)
        variable.assign_add(ARRAY)
    np.testing.assert_array_equal(value(scope.get_current_value(variable)), ARRAY * 11)
    np.testing.assert_array_equal(value(variable), ARRAY)
    with keras.StatelessScope(), pytest.raises(ValueError, match="StatelessScope"):
        keras.Variable(1.0)
    with pytest.raises(ValueError, match="state_mapping"):
        keras.StatelessScope([(1, 2)])


def test_variables_made_in_a_stateless_scope_start_at_its_end():
    with keras.StatelessScope():
        variable = keras.Variable("ones", shape=(2,))
        np.testing.assert_array_equal(value(variable.value), [1, 1])
        assert variable._value is None
    np.testing.assert_array_equal(value(variable), [1, 1])


def test_deferred_variables_are_drawn_only_if_nobody_assigned():
    drawn = []

    def initializer(shape, dtype=None):
        drawn.append(shape)
        return ops.ones(shape, dtype)

    with DeferredInitialization():
        first = keras.Variable(initializer, shape=(2,))
        second = keras.Variable(initializer, shape=(3,))
        first.assign([5.0, 6.0])
    assert drawn == [(3,)]
    np.testing.assert_array_equal(value(first), [5, 6])
    np.testing.assert_array_equal(value(second), [1, 1, 1])


def test_autocast():
    variable, fixed = keras.Variable(ARRAY), keras.Variable(ARRAY, autocast=False)
    with AutocastScope("float16"):
        assert (variable.dtype, fixed.dtype) == ("float16", "float32")
        assert backend.standardize_dtype(variable.value.dtype) == "float16"
        with AutocastScope(None):
            assert variable.dtype == "float32"
    assert variable.dtype == "float32"
    with pytest.raises(ValueError, match="dtype=int32"):
        AutocastScope("int32")


OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "**": lambda a, b: a**b,
    "@": lambda a, b: a @ b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=OPERATORS)
def test_operators(operator):
    variable, other = keras.Variable(ARRAY), ops.convert_to_tensor(ARRAY + 1)
    np.testing.assert_allclose(value(operator(variable, other)), operator(ARRAY, ARRAY + 1), rtol=1e-6)
    np.testing.assert_allclose(value(operator(variable, keras.Variable(ARRAY))), operator(ARRAY, ARRAY), rtol=1e-6)


def test_reflected_and_unary_operators():
    variable = keras.Variable(ARRAY)
    np.testing.assert_allclose(value(2 - variable), 2 - ARRAY)
    np.testing.assert_allclose(value(-variable), -ARRAY)
    np.testing.assert_allclose(value(abs(-1 * variable)), ARRAY)
    np.testing.assert_allclose(value(variable[0]), ARRAY[0])
    assert float(keras.Variable(2.5)) == 2.5
    assert int(keras.Variable(2, trainable=False)) == 2
    with pytest.raises(TypeError):
        bool(variable)
    symbolic = keras.Input((2,))
    assert (variable + symbolic).shape == (2, 2) or (variable + symbolic).shape == (None, 2)


def test_attributes_are_checked():
    variable = keras.Variable(1.0)
    variable.trainable = False
    assert variable.trainable is False
    with pytest.raises(ValueError, match="constraint"):
        variable.constraint = 3
    with pytest.raises(ValueError, match="regularizer"):
        variable.regularizer = "l2"
    with pytest.raises(TypeError, match="overwrite_with_gradient"):
        variable.overwrite_with_gradient = 1


def test_shape_is_a_tuple_on_every_backend():
    assert type(backend.Variable([1.0, 2.0]).shape) is tuple
