import numpy as np
import scipy.ndimage

from keras.src.layers.layer_cases import LayerTests, case, parametrize

F = np.random.default_rng(0).uniform(-1, 1, (2, 3)).astype("float32")
F3 = np.random.default_rng(1).uniform(-1, 1, (2, 3, 4)).astype("float32")
IMAGE = np.random.default_rng(2).uniform(-1, 1, (2, 3, 4, 2)).astype("float32")
VOLUME = np.random.default_rng(3).uniform(-1, 1, (1, 3, 3, 4, 2)).astype("float32")
INTS = np.arange(12, dtype="int32").reshape(2, 6)


def pad(*pairs):
    return lambda x: np.pad(x, ((0, 0), *pairs))


def repeat(first, *factors):
    def repeated(x):
        for axis, factor in enumerate(factors, first):
            x = np.repeat(x, factor, axis)
        return x

    return repeated


def larger(*factors):
    return lambda x: scipy.ndimage.zoom(x, factors, order=1, mode="nearest", grid_mode=True)


CASES = [
    case("Flatten", F3, lambda x: x.reshape(2, 12), mask="none"),
    case("Flatten", IMAGE, lambda x: x.transpose(0, 2, 3, 1).reshape(2, 24), data_format="channels_first"),
    case("Flatten", F[:, 0], lambda x: x[:, None]),
    case("Flatten", INTS, lambda x: x, dtype="int32", grad=False, mixed=False),
    case("Reshape", F3, lambda x: x.reshape(2, 2, 6), target_shape=(2, 6), mask="none"),
    case("Reshape", F3, lambda x: x.reshape(2, 6, 2), target_shape=[-1, 2]),
    case("Reshape", INTS, lambda x: x.reshape(2, 3, 2), target_shape=(3, None), dtype="int32", grad=False, mixed=False),
    case("Permute", F3, lambda x: x.transpose(0, 2, 1), dims=(2, 1), mask="none"),
    case("RepeatVector", F, lambda x: np.stack([x] * 4, 1), n=4),
    case("Cropping1D", F3, lambda x: x[:, 1:2], mask="none"),
    case("Cropping1D", F3, lambda x: x[:, 2:], cropping=(2, 0)),
    case("Cropping2D", IMAGE, lambda x: x[:, 1:, 1:-2], cropping=((1, 0), (1, 2))),
    case("Cropping2D", IMAGE, lambda x: x[:, :, 1:-1], cropping=(1, 0), data_format="channels_first"),
    case("Cropping3D", VOLUME, lambda x: x[:, 1:-1, 1:-1, 1:-1]),
    case("ZeroPadding1D", F3, pad((2, 1), (0, 0)), padding=(2, 1), mask="none"),
    case("ZeroPadding1D", F3, pad((0, 0), (1, 1)), data_format="channels_first"),
    case("ZeroPadding2D", IMAGE, pad((1, 0), (2, 1), (0, 0)), padding=((1, 0), (2, 1))),
    case("ZeroPadding2D", IMAGE, pad((0, 0), (1, 1), (2, 2)), padding=(1, 2), data_format="channels_first"),
    case("ZeroPadding3D", VOLUME, pad((1, 1), (1, 1), (1, 1), (0, 0))),
    case("UpSampling1D", F3, repeat(1, 3), size=3, mask="none"),
    case("UpSampling2D", IMAGE, repeat(1, 2, 3), size=(2, 3)),
    case("UpSampling2D", IMAGE, repeat(2, 2, 2), data_format="channels_first"),
    case("UpSampling2D", IMAGE, larger(1, 2, 3, 1), size=(2, 3), interpolation="bilinear"),
    case("UpSampling2D", IMAGE, larger(1, 1, 2, 2), data_format="channels_first", interpolation="bilinear"),
    case("UpSampling3D", VOLUME, repeat(1, 1, 2, 2), size=(1, 2, 2)),
]


@parametrize(CASES)
class TestReshaping(LayerTests):
    pass
