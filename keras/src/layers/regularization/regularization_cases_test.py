import numpy as np

from keras.src.layers.layer_cases import LayerTests, case, parametrize

F3 = np.random.default_rng(1).uniform(-1, 1, (2, 3, 4)).astype("float32")
IMAGE = np.random.default_rng(2).uniform(-1, 1, (1, 2, 3, 2)).astype("float32")
VOLUME = np.random.default_rng(3).uniform(-1, 1, (1, 2, 2, 2, 2)).astype("float32")


def same(x):
    return x


CASES = [
    case("ActivityRegularization", F3, same, l1=0.1, l2=0.2, mask="same"),
    case("AlphaDropout", F3, same, rate=0.5, mask="same"),
    case("AlphaDropout", F3, same, rate=0, trained=same),
    case("Dropout", F3, same, rate=0.5, mask="same"),
    case("Dropout", F3, same, rate=0.0, trained=same),
    case("Dropout", F3, same, rate=1.0, trained=lambda x: 0 * x),
    case("GaussianDropout", F3, same, rate=0.5, mask="same"),
    case("GaussianNoise", F3, same, stddev=0.5, mask="same"),
    case("GaussianNoise", F3, same, stddev=0, trained=same),
    case("SpatialDropout1D", F3, same, rate=0.5, mask="same"),
    case("SpatialDropout2D", IMAGE, same, rate=0.5, data_format="channels_first"),
    case("SpatialDropout3D", VOLUME, same, rate=0.5),
]


@parametrize(CASES)
class TestRegularization(LayerTests):
    pass
