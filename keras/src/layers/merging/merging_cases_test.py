import numpy as np

from keras.src.layers.layer_cases import LayerTests, case, parametrize

A = np.random.default_rng(0).uniform(-1, 1, (2, 3, 4)).astype("float32")
B = np.random.default_rng(1).uniform(-1, 1, (2, 3, 4)).astype("float32")
ROW = np.random.default_rng(2).uniform(-1, 1, (2, 1, 4)).astype("float32")
FLAT = np.random.default_rng(3).uniform(-1, 1, (2, 4)).astype("float32")


def cosine(x, y):
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    y = y / np.linalg.norm(y, axis=1, keepdims=True)
    return np.sum(x * y, axis=1, keepdims=True)


CASES = [
    case("Add", [A, B], lambda xs: xs[0] + xs[1], mask="same"),
    case("Add", [A, ROW, B], lambda xs: xs[0] + xs[1] + xs[2]),
    case("Add", [A, FLAT], lambda xs: xs[0] + xs[1][:, None]),
    case("Subtract", [A, ROW], lambda xs: xs[0] - xs[1]),
    case("Multiply", [A, B, ROW], lambda xs: xs[0] * xs[1] * xs[2]),
    case("Average", [A, B, ROW], lambda xs: (xs[0] + xs[1] + xs[2]) / 3),
    case("Maximum", [A, B], lambda xs: np.maximum(*xs)),
    case("Minimum", [A, ROW], lambda xs: np.minimum(*xs)),
    case("Concatenate", [A, B], lambda xs: np.concatenate(xs, -1), mask="same"),
    case("Concatenate", [A, ROW], lambda xs: np.concatenate(xs, 1), axis=1),
    case("Dot", [FLAT, FLAT + 1], lambda xs: np.sum(xs[0] * xs[1], 1, keepdims=True), axes=1),
    case("Dot", [FLAT, FLAT + 1], lambda xs: cosine(*xs), axes=-1, normalize=True),
    case("Dot", [A, B], lambda xs: np.einsum("bij,bkj->bik", *xs), axes=2, mask="none"),
    case("Dot", [A, FLAT], lambda xs: np.einsum("bij,bj->bi", *xs), axes=(2, 1)),
]


@parametrize(CASES)
class TestMerging(LayerTests):
    pass
