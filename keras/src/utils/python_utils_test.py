import json

import numpy as np
import pytest

from keras.src.utils import python_utils


@pytest.mark.parametrize(
    "axis, expected",
    [
        (3, True),
        (-1, True),
        ((0, 1), True),
        ((2, 1), True),
        ((-1, -2), True),
        ([-1], True),
        ((0, 2), False),
        ((-1, 0), False),
        ([], True),
    ],
)
def test_is_continuous_axis(axis, expected):
    assert python_utils.is_continuous_axis(axis) == expected


class Taken:
    def __init__(self, **arguments):
        self.arguments = arguments


class Passing(Taken):
    def __init__(self, a, b=2, c=3, **kwargs):
        super().__init__(rank=1, **python_utils.given(locals(), without=("c",)))


def test_arguments_are_passed_on_by_name():
    assert Passing(1, c=4, d=5).arguments == {"rank": 1, "a": 1, "b": 2, "d": 5}
    with pytest.raises(TypeError, match="rank"):
        Passing(1, rank=2)


def test_functions_survive_a_dump():
    offset = 10

    def function(x, y=2):
        return x + y + offset

    dump = python_utils.func_dump(function)
    assert python_utils.func_load(*dump)(1) == 13
    code, defaults, closure = json.loads(json.dumps(dump))
    assert max(map(len, code.splitlines())) == 76 and code.endswith("\n")  # the reference's notation
    assert python_utils.func_load((code, defaults, closure))(1) == 13
    assert python_utils.func_load(code, tuple(defaults), closure, {})(1, y=0) == 11


def test_default_marks_a_method():
    class Base:
        @python_utils.default
        def method(self):
            pass

    class Child(Base):
        def method(self):
            pass

    assert python_utils.is_default(Base().method) and not python_utils.is_default(Child().method)


def test_pythonify_logs():
    logs = {"b": np.float32(1.5), "a": {"c": np.array(2.0)}, "d": "text", "e": None}
    assert python_utils.pythonify_logs(logs) == {"b": 1.5, "c": 2.0, "d": "text", "e": None}
    assert python_utils.pythonify_logs(None) == {}


def test_small_helpers():
    assert python_utils.to_list(1) == [1] and python_utils.to_list([1]) == [1]
    assert python_utils.removeprefix("abc", "ab") == "c"
    assert python_utils.removesuffix("abc", "") == "abc"
    assert python_utils.remove_long_seq(3, [[1], [1, 2], [1, 2, 3]], "abc") == ([[1], [1, 2]], ["a", "b"])
    first, second = [1], [1]
    values = [first, second]
    python_utils.remove_by_id(values, second)
    assert values[0] is first and len(values) == 1
