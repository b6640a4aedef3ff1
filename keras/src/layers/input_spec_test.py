import numpy as np
import pytest

from keras.src import backend
from keras.src.layers.input_spec import InputSpec, assert_input_compatibility

X = np.ones((2, 3), "float32")


@pytest.mark.parametrize(
    ("spec", "accepts", "refuses"),
    [
        ({"ndim": 2}, (4, 5), (4,)),
        ({"min_ndim": 2}, (4, 5, 6), (4,)),
        ({"max_ndim": 2}, (4,), (4, 5, 6)),
        ({"axes": {-1: 3}}, (7, 7, 3), (3, 7)),
        ({"axes": {1: 3}}, (7, 3), (3,)),
        ({"shape": (None, 3)}, (9, 3), (9, 4)),
        ({"shape": (2, 3)}, (None, 3), (2, 3, 1)),
        ({"shape": (None, 1), "allow_last_axis_squeeze": True}, (5,), (5, 2)),
        ({"shape": (None, 3), "allow_last_axis_squeeze": True}, (5, 3, 1), (5, 3, 2)),
        ({"shape": (None, None), "allow_last_axis_squeeze": True}, (2, 1), (2, 1, 3)),
    ],
)
def test_shapes(spec, accepts, refuses):
    assert_input_compatibility(InputSpec(**spec), backend.KerasTensor(accepts), "it")
    with pytest.raises(ValueError, match="'it'") as error:
        assert_input_compatibility(InputSpec(**spec), backend.KerasTensor(refuses), "it")
    assert str(refuses) in str(error.value)


def test_dtype():
    spec = InputSpec(dtype="int32")
    assert_input_compatibility(spec, backend.KerasTensor((2,), dtype="int32"), "it")
    with pytest.raises(ValueError, match="dtype=int32"):
        assert_input_compatibility(spec, X, "it")


@pytest.mark.parametrize(
    ("specs", "inputs", "words"),
    [
        ([{"ndim": 2}, {"ndim": 2}], [X], "2 input"),
        ([{"ndim": 2}, {"ndim": 3}], [X, X], "Input 1"),
        ([{"ndim": 2, "name": "a"}], {"b": X}, "'b'"),
        ([{"ndim": 2, "name": "a"}, {"ndim": 2, "name": "b"}], [X], "'a', 'b'"),
        ([{"ndim": 2}], None, "None"),
        ([{"ndim": 2}], "text", "'text'"),
    ],
)
def test_structures_that_do_not_fit(specs, inputs, words):
    with pytest.raises(ValueError, match=words):
        assert_input_compatibility([InputSpec(**spec) for spec in specs], inputs, "it")


@pytest.mark.parametrize(
    ("specs", "inputs"),
    [
        (None, X),
        ([InputSpec(ndim=2), None], [X, 3]),
        ([InputSpec(ndim=2)], X),
        ([InputSpec(ndim=2, optional=True)], None),
        ([InputSpec(ndim=2, name="a")], {"a": X, "more": 3}),
        ({"a": InputSpec(ndim=2)}, {"a": X}),
    ],
)
def test_structures_that_fit(specs, inputs):
    assert_input_compatibility(specs, inputs, "it")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"shape": 3}, ValueError),
        ({"axes": {"a": 1}}, TypeError),
        ({"ndim": 2, "axes": {2: 3}}, ValueError),
        ({"max_ndim": 2, "axes": {2: 3}}, ValueError),
        ({"dtype": "bogus"}, ValueError),
    ],
)
def test_contradictory_specs(arguments, error):
    with pytest.raises(error):
        InputSpec(**arguments)


def test_text_and_config():
    spec = InputSpec(shape=(None, 3), dtype="int32", axes={-1: 3})
    assert str(spec) == "InputSpec(dtype=int32, shape=(None, 3), ndim=2, axes={-1: 3})"
    assert InputSpec(min_ndim=2).get_config()["min_ndim"] == 2
