import numpy as np

from keras.src.layers.layer_cases import LayerTests, case, parametrize

F = np.array([[-2.1, 0.3, 1.7], [0.45, -0.2, 0.9]], "float32")
F3 = np.random.default_rng(1).uniform(-1, 1, (2, 3, 4)).astype("float32")
MASK = np.array([[True, True, False], [False, False, False]])


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def prelu(x, alpha):
    return np.where(x > 0, x, alpha * x)


def clipped(x):
    return np.where(x >= 1.5, 1.5, np.where(x >= 0.4, x, 0.1 * (x - 0.4)))


CASES = [
    case("Activation", F, np.tanh, activation="tanh", mask="same"),
    case("Activation", F, lambda x: x, activation=None),
    case("ELU", F, lambda x: np.where(x > 0, x, 0.5 * np.expm1(x)), alpha=0.5, mask="same"),
    case("LeakyReLU", F, lambda x: np.where(x > 0, x, 0.3 * x), mask="same"),
    case("ReLU", F, lambda x: np.maximum(x, 0), mask="same"),
    case("ReLU", F, clipped, max_value=1.5, negative_slope=0.1, threshold=0.4),
    case("PReLU", F, prelu, weights={"alpha": (3,)}, mask="same"),
    case("PReLU", F3, prelu, shared_axes=[1], weights={"alpha": (1, 4)}),
    case("Softmax", F, softmax),
    case("Softmax", F3, lambda x: softmax(x, (1, 2)), axis=(1, 2)),
    case(
        "Softmax",
        F,
        lambda x: np.array([[*softmax(x[0, :2]), 0], [0, 0, 0]]),
        call={"mask": MASK},
        dynamic=False,
    ),
]


@parametrize(CASES)
class TestActivations(LayerTests):
    pass
