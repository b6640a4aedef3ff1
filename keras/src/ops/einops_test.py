"""Rearranging in the notation of einops."""
import numpy as np
import pytest

from keras.src import ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(0)
F = R.uniform(-2, 2, (2, 3)).astype("float32")
C = R.uniform(-2, 2, (2, 3, 4)).astype("float32")
IMAGE = R.uniform(-2, 2, (2, 5, 4, 3)).astype("float32")

CASES = [
    case("rearrange", [F], F.T, pattern="a b -> b a"),
    case("rearrange", [C], C.reshape(6, 4), pattern="a b c -> (a b) c"),
    case(
        "rearrange",
        [C],
        C.reshape(2, 3, 1, 4).transpose(1, 0, 2, 3),
        pattern="a (b1 b2) c -> b1 a b2 c",
        b1=3,
    ),
    case(
        "rearrange",
        [IMAGE],
        IMAGE.transpose(0, 3, 1, 2).reshape(2, 60),
        pattern="b h w c -> b (c h w)",
    ),
    case(
        "rearrange",
        [IMAGE],
        IMAGE.reshape(2, 5, 2, 2, 3).transpose(0, 3, 1, 2, 4).reshape(4, 5, 2, 3),
        pattern="b h (w v) c -> (b v) h w c",
        v=2,
    ),
]


@parametrize(CASES)
class TestRearrange(OperationTests):
    pass


def test_unknown_sizes():
    assert ops.rearrange(KerasTensor((None, 6, 4)), "b (h w) c -> (b h) w c", h=2).shape == (
        None,
        3,
        4,
    )


@pytest.mark.parametrize(
    "pattern, words",
    [
        ("a b -> a", "same names"),
        ("a b", "one '->'"),
        ("a b c -> c b a", "names 3 dimensions"),
        ("a b -> b * a", "parentheses"),
        ("a (b c) -> a b c", "does not split"),
    ],
)
def test_bad_patterns(pattern, words):
    with pytest.raises(ValueError, match=words):
        ops.rearrange(F, pattern)
