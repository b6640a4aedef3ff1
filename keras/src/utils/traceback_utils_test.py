import traceback

import numpy as np
import pytest

from keras.src.utils import traceback_utils


@pytest.fixture
def library_function():
    """A function that fails in a frame of Keras itself."""
    source = "def inner(x):\n    return 1 / x\n\ndef outer(x):\n    return inner(x)\n"
    values = {}
    file = traceback_utils.__file__.replace("traceback_utils", "some_module")
    exec(compile(source, file, "exec"), values)
    return values["outer"]


def frames(function, argument):
    with pytest.raises(ZeroDivisionError) as error:
        function(argument)
    return [frame.name for frame in traceback.extract_tb(error.value.__traceback__)]


def test_frames_of_keras_are_left_out(library_function):
    function = traceback_utils.filter_traceback(library_function)
    assert "inner" not in frames(function, 0) and "outer" not in frames(function, 0)
    assert function(2) == 0.5 and function.__name__ == "outer"
    traceback_utils.disable_traceback_filtering()
    try:
        assert not traceback_utils.is_traceback_filtering_enabled()
        assert frames(function, 0)[-2:] == ["outer", "inner"]
    finally:
        traceback_utils.enable_traceback_filtering()


def test_frames_of_users_stay(library_function):
    def of_a_user(x):
        return 1 / x

    assert frames(traceback_utils.filter_traceback(of_a_user), 0)[-1] == "of_a_user"


def test_cause_is_kept():
    @traceback_utils.filter_traceback
    def function():
        try:
            return {}["a"]
        except KeyError as e:
            raise ValueError("no a") from e

    with pytest.raises(ValueError) as error:
        function()
    assert isinstance(error.value.__cause__, KeyError)


def test_argument_info_is_added_once():
    @traceback_utils.inject_argument_info_in_traceback
    def inner(x, factor=2):
        raise ValueError("broken")

    outer = traceback_utils.inject_argument_info_in_traceback(inner, "Outer.call()")
    with pytest.raises(ValueError, match="broken") as error:
        outer(np.ones((2, 3)), factor=[1, None])
    (note,) = error.value.__notes__
    assert "Arguments received by inner" in note
    assert "x=np.ndarray(shape=(2, 3), dtype=float64)" in note
    assert "factor=['1', 'None']" in note
