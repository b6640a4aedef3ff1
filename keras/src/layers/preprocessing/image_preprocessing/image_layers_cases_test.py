"""Every image layer at settings where what it gives is known, run in every way."""
import numpy as np

from keras.src import layers
from keras.src.layers.layer_cases import LayerTests, case, parametrize

X = np.random.default_rng(0).integers(0, 256, (2, 4, 4, 3)).astype("float32")
GRAY = (X @ np.array([0.2989, 0.5870, 0.1140], "float32"))[..., None].repeat(3, axis=-1)


def same(x):
    return x


def equalized(x):
    """The rank of each pixel within its channel, from 0 to 255."""
    x = x.transpose(0, 3, 1, 2).reshape(-1, 16)
    below = np.array([[(row <= v).sum() for v in row] for row in x])
    least = below.min(axis=1, keepdims=True)
    values = np.round((below - least) / (16 - least) * 255)
    return values.reshape(2, 3, 4, 4).transpose(0, 2, 3, 1)


def stretched(x):
    low, high = x.min(axis=(1, 2), keepdims=True), x.max(axis=(1, 2), keepdims=True)
    return (x - low) * (255 / (high - low))


def smooth(x):
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    total = sum(padded[:, i : i + 4, j : j + 4] for i in range(3) for j in range(3))
    return (total + 4 * x) / 13


def zoomed_in(x):
    """The middle of 3 pixels, at double size."""
    weights = np.array([[0.5, 0.5, 0], [0, 1, 0], [0, 0.5, 0.5]])
    return np.einsum("ih,bhwc,jw->bijc", weights, x, weights)


CASES = [
    case("AutoContrast", X, stretched, grad=False),
    case("CenterCrop", X, lambda x: x[:, 1:3, 1:3], height=2, width=2),
    case(
        "ContrastLimitedAdaptiveHistogramEqualization",
        X * 0 + 9,
        lambda x: x * 0 + 255,
        clip_limit=0,
        tile_grid_size=(2, 2),
        grad=False,
    ),
    case("Equalization", X, equalized, grad=False),
    case("RandomBrightness", X, lambda x: np.clip(x + 25.5, 0, 255), factor=(0.1, 0.1), grad=False),
    case("RandomColorDegeneration", X, GRAY, factor=(1.0, 1.0), grad=False, tolerance=1e-4),
    case("RandomColorJitter", X, same),
    case("RandomContrast", X, same, factor=0.0, grad=False),
    case("RandomCrop", X, same, height=4, width=4),
    case("RandomElasticTransform", X, same, factor=(0, 0), jit=False, grad=False),
    case("RandomErasing", X, lambda x: x * 0 + 7, factor=(1, 1), scale=(1, 1), fill_value=7.0, grad=False),
    case("RandomFlip", X + X[:, :, ::-1], same, mode="horizontal", grad=False),
    case("RandomGaussianBlur", X, same, factor=(1, 1), kernel_size=1, sigma=(1, 1), grad=False),
    case("RandomGrayscale", X, GRAY, factor=1.0, grad=False, tolerance=1e-4),
    case("RandomHue", X, same, factor=0.0, grad=False, tolerance=1e-4),
    case("RandomInvert", X, lambda x: 255 - x, factor=(1, 1)),
    case("RandomPerspective", X, same, scale=0.0, grad=False, tolerance=1e-3),
    case("RandomPosterization", X, lambda x: x // 64 * 64, factor=(2, 3), grad=False),
    case("RandomRotation", X, lambda x: np.rot90(x, axes=(1, 2)), factor=(0.25, 0.25), grad=False, tolerance=1e-3),
    case("RandomSaturation", X, same, factor=(0.5, 0.5), grad=False, tolerance=1e-4),
    case("RandomSharpness", X, smooth, factor=(0, 0), grad=False, tolerance=1e-4),
    case("RandomShear", X, same, x_factor=0.0, grad=False),
    case(
        "RandomTranslation",
        X,
        lambda x: np.roll(x, (1, -2), (1, 2)),
        height_factor=(0.25, 0.25),
        width_factor=(-0.5, -0.5),
        fill_mode="wrap",
        grad=False,
    ),
    case("RandomZoom", X[:, :3, :3], zoomed_in, height_factor=(-0.5, -0.5), fill_mode="constant", grad=False),
    case("Resizing", X, lambda x: x.repeat(2, 1).repeat(3, 2), height=8, width=12, interpolation="nearest"),
    case("Solarization", X, lambda x: np.where(x < 127.5, x, 255 - x), threshold_factor=(0.5, 0.5), grad=False),
]
CASES.append(
    case(
        "Pipeline",
        X,
        lambda x: 255 - 0.5 * x,
        layers=[layers.Rescaling(0.5), layers.RandomInvert((1, 1))],
        mixed=False,
        jit=False,
    )
)


@parametrize(CASES)
class TestImageLayers(LayerTests):
    pass


def test_a_layer_of_ones_own_sets_its_factor():
    layer = layers.RandomBrightness(0.2)
    layer._set_factor(0.3)
    assert layer.factor == (-0.3, 0.3)
