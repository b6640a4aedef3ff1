import numpy as np

from keras.src.layers.layer_cases import LayerTests, case, parametrize

F = np.random.default_rng(0).uniform(-1, 1, (4, 3)).astype("float32")
F3 = np.random.default_rng(1).uniform(-1, 1, (2, 3, 4)).astype("float32")
IMAGE = np.random.default_rng(2).uniform(-1, 1, (2, 2, 3, 4)).astype("float32")


def normalized(x, axis, epsilon=1e-3):
    return (x - x.mean(axis, keepdims=True)) / np.sqrt(x.var(axis, keepdims=True) + epsilon)


def batch(x, gamma, beta, moving_mean, moving_variance):
    return gamma * (x - moving_mean) / np.sqrt(moving_variance + 1e-3) + beta


def grouped(groups, epsilon=1e-3):
    def of(x, gamma=1.0, beta=0.0):
        parts = x.reshape(*x.shape[:-1], groups, -1)
        axes = (*range(1, x.ndim - 1), x.ndim)
        return gamma * normalized(parts, axes, epsilon).reshape(x.shape) + beta

    return of


BATCH_WEIGHTS = ("gamma", "beta", "moving_mean", "moving_variance")
CASES = [
    case(
        "BatchNormalization",
        F,
        batch,
        weights=dict.fromkeys(BATCH_WEIGHTS, (3,)),
        trained=lambda x, gamma, beta, **others: gamma * normalized(x, 0) + beta,
    ),
    case(
        "BatchNormalization",
        F3,
        lambda x, moving_mean, moving_variance: (
            (x - moving_mean[:, None]) / np.sqrt(moving_variance + 0.1)[:, None]
        ),
        axis=1,
        epsilon=0.1,
        center=False,
        scale=False,
        weights={"moving_mean": (3,), "moving_variance": (3,)},
        trained=lambda x, **others: normalized(x, (0, 2), 0.1),
        mask="same",
    ),
    case("BatchNormalization", IMAGE, batch, trainable=False, trained=batch, weights=dict.fromkeys(BATCH_WEIGHTS, (4,))),
    case(
        "LayerNormalization",
        F3,
        lambda x, gamma, beta: gamma * normalized(x, -1) + beta,
        weights={"gamma": (4,), "beta": (4,)},
        mask="same",
    ),
    case(
        "LayerNormalization",
        F3,
        lambda x, gamma, beta: gamma * normalized(x, (1, 2)) + beta,
        axis=[1, 2],
        weights={"gamma": (3, 4), "beta": (3, 4)},
    ),
    case(
        "LayerNormalization",
        F3,
        lambda x, gamma: gamma[:, None] * normalized(x, 1, 0.1),
        axis=1,
        center=False,
        epsilon=0.1,
        weights={"gamma": (3,)},
    ),
    case("GroupNormalization", IMAGE, grouped(2), groups=2, weights={"gamma": (4,), "beta": (4,)}),
    case("GroupNormalization", F3, grouped(4), groups=-1, scale=False, weights={"beta": (4,)}, mask="same"),
    case(
        "RMSNormalization",
        F3,
        lambda x, scale: scale * x / np.sqrt(np.mean(x**2, -1, keepdims=True) + 1e-6),
        weights={"scale": (4,)},
    ),
    case(
        "RMSNormalization",
        F3,
        lambda x, scale: scale[:, None] * x / np.sqrt(np.mean(x**2, 1, keepdims=True) + 0.1),
        axis=1,
        epsilon=0.1,
        weights={"scale": (3,)},
    ),
    case("UnitNormalization", F3, lambda x: x / np.sqrt(np.sum(x**2, -1, keepdims=True)), mask="same"),
    case("UnitNormalization", F3, lambda x: x / np.sqrt(np.sum(x**2, (1, 2), keepdims=True)), axis=[1, 2]),
]


@parametrize(CASES)
class TestNormalization(LayerTests):
    pass
