import numpy as np
import pytest

from keras.src.utils import argument_validation


@pytest.mark.parametrize(
    "value, allow_zero, expected",
    [
        (2, False, (2, 2)),
        ((1, 2), False, (1, 2)),
        ([1, 2], False, (1, 2)),
        (np.array([1, 2]), False, (1, 2)),
        (0, True, (0, 0)),
        (0, False, None),
        (-1, True, None),
        ((1, -1), False, None),
        ((1, 2, 3), False, None),
        ("ab", False, None),
        (1.5, False, None),
        (None, False, None),
        ((1, "a"), False, None),
    ],
)
def test_standardize_tuple(value, allow_zero, expected):
    if expected is not None:
        assert argument_validation.standardize_tuple(value, 2, "strides", allow_zero) == expected
        return
    with pytest.raises(ValueError, match="strides=") as error:
        argument_validation.standardize_tuple(value, 2, "strides", allow_zero)
    assert repr(value) in str(error.value)


def test_standardize_padding():
    assert argument_validation.standardize_padding("SAME") == "same"
    assert argument_validation.standardize_padding("causal", allow_causal=True) == "causal"
    assert argument_validation.standardize_padding((1, 2)) == (1, 2)
    for value in ("causal", "other", None):
        with pytest.raises(ValueError, match="padding="):
            argument_validation.standardize_padding(value)


@pytest.mark.parametrize(
    "value, options, accepted",
    [
        ("a", {}, True),
        ("z", {}, False),
        (None, {}, False),
        (None, {"allow_none": True}, True),
        (len, {}, False),
        (len, {"allow_callables": True}, True),
    ],
)
def test_validate_string_arg(value, options, accepted):
    arguments = (value, ("a", "b"), "Layer", "mode")
    if accepted:
        argument_validation.validate_string_arg(*arguments, **options)
    else:
        with pytest.raises(ValueError, match="`mode` of Layer must be one of 'a', 'b'"):
            argument_validation.validate_string_arg(*arguments, **options)
