"""Initializers: figures of the reference, Keras 3.15.1, and what holds for all of them."""
import numpy as np
import pytest

from keras.src import backend, initializers
from keras.src.initializers.constant_initializers import STFT, Constant, Identity, Ones, Zeros
from keras.src.initializers.initializer import Initializer
from keras.src.initializers.random_initializers import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    compute_fans,
)
from keras.src.random.seed_generator import SeedGenerator
from keras.src.utils.rng_utils import set_random_seed


def unseeded():
    set_random_seed(3)
    return RandomUniform()((2,))


DRAWS = {
    "glorot_uniform": lambda: GlorotUniform(seed=1)((2, 3)),
    "he_normal": lambda: HeNormal(seed=1)((2, 3)),
    "orthogonal": lambda: Orthogonal(seed=1)((2, 2)),
    "fan_avg": lambda: VarianceScaling(1.0, "fan_avg", "untruncated_normal", seed=3)((2, 2)),
    "default_initializer": lambda: unseeded(),
}
FIGURES = {
    "glorot_uniform": {
        "numpy": [[0.025899881, 0.9869165, -0.77960724], [0.9829417, -0.41225663, -0.16798334]],
        "jax": [[-0.7970293, 0.40010205, 0.670309], [-0.5728037, 0.21872318, -0.76418555]],
        "tensorflow": [[0.82922614, -0.08767891, 0.21972716], [-0.23530674, -0.5407265, -0.12203431]],
        "torch": [[0.56444263, -0.48350567, -0.21236461], [0.5141679, -1.0312924, 0.6569574]],
    },
    "he_normal": {
        "numpy": [[0.39287645, 0.9340543, 0.3756565], [-1.4814907, 1.0292513, 0.5074597]],
        "jax": [[-1.1648895, 0.5136845, 0.92481554], [-0.76518965, 0.27418008, -1.0979804]],
        "tensorflow": [[0.14398205, -0.5604845, 0.71756744], [-0.896798, -1.0343677, -0.45378962]],
        "torch": [[-1.7343695, -0.11387478, 0.49923688], [0.1584441, -0.9077041, -0.063822225]],
    },
    "orthogonal": {
        "numpy": [[0.722769, 0.6910897], [0.6910897, -0.722769]],
        "jax": [[-0.7860596, -0.61815053], [0.61815053, -0.78605974]],
        "tensorflow": [[0.19673169, -0.98045737], [0.98045737, 0.19673169]],
        "torch": [[0.9956796, -0.09285641], [0.09285641, 0.9956795]],
    },
    "fan_avg": {
        "numpy": [[1.4431478, -1.8071281], [0.29564053, -0.40147373]],
        "jax": [[0.7514037, -0.028319716], [0.21172772, 0.7192143]],
        "tensorflow": [[-0.47488216, 1.1851466], [-0.66768235, 0.42987776]],
        "torch": [[0.568002, 0.123625875], [0.06291702, -0.43396416]],
    },
    "default_initializer": {
        "numpy": [0.04587575, -0.019215893],
        "jax": [0.048840415, -0.0039909366],
        "tensorflow": [-0.00020685047, -0.048407316],
        "torch": [0.007874377, -0.031792104],
    },
}


def figures(x):
    return backend.convert_to_numpy(x)


@pytest.mark.parametrize("name", DRAWS)
def test_reference_figures(name):
    found = figures(DRAWS[name]())
    wanted = np.asarray(FIGURES[name][backend.backend()], "float32")
    if name == "orthogonal":  # its decomposition rounds differently from one LAPACK to the next
        np.testing.assert_allclose(found, wanted, rtol=1e-6)
    else:
        np.testing.assert_array_equal(found, wanted)


# Class, arguments, the largest size an element may have in a weight of shape (6, 4), its variance.
RANDOM = {
    "RandomNormal": (RandomNormal, {"mean": 0.0, "stddev": 0.5}, None, 0.25),
    "TruncatedNormal": (TruncatedNormal, {"stddev": 0.5}, 1.0, 0.25 * 0.7737),
    "RandomUniform": (RandomUniform, {"minval": -1.0, "maxval": 1.0}, 1.0, 1 / 3),
    "GlorotUniform": (GlorotUniform, {}, (6 / 10) ** 0.5, 0.2),
    "GlorotNormal": (GlorotNormal, {}, None, 0.2),
    "LecunUniform": (LecunUniform, {}, (3 / 6) ** 0.5, 1 / 6),
    "LecunNormal": (LecunNormal, {}, None, 1 / 6),
    "HeUniform": (HeUniform, {}, 1.0, 1 / 3),
    "HeNormal": (HeNormal, {}, None, 1 / 3),
    "VarianceScaling": (VarianceScaling, {"scale": 3.0, "mode": "fan_out", "distribution": "uniform"}, 1.5, 0.75),
}


@pytest.mark.parametrize("cls, arguments, limit, variance", RANDOM.values(), ids=RANDOM)
def test_distribution(cls, arguments, limit, variance):
    fans = {} if cls in (RandomNormal, TruncatedNormal, RandomUniform) else {"input_axes": (1,), "output_axes": (2,)}
    drawn = figures(cls(**arguments, **fans, seed=3)((500, 6, 4)))
    assert drawn.dtype == np.float32
    assert abs(drawn.mean()) < 0.05
    assert drawn.var() == pytest.approx(variance, rel=0.05)
    if limit is not None:
        assert np.abs(drawn).max() <= limit * (1 + 1e-6)


ALL = {
    "Constant": Constant(2.5),
    "Zeros": Zeros(),
    "Ones": Ones(),
    "Identity": Identity(0.5),
    "Orthogonal": Orthogonal(2.0, seed=1),
    **{name: cls(**arguments, seed=1) for name, (cls, arguments, _, _) in RANDOM.items()},
}


@pytest.mark.parametrize("initializer", ALL.values(), ids=ALL)
def test_config_round_trip(initializer):
    wanted = figures(initializer((3, 3)))
    for again in (
        initializer.clone(),
        type(initializer).from_config(initializer.get_config()),
        initializers.deserialize(initializers.serialize(initializer)),
        initializers.get({"class_name": type(initializer).__name__, "config": initializer.get_config()}),
    ):
        assert type(again) is type(initializer)
        np.testing.assert_array_equal(figures(again((3, 3))), wanted)


@pytest.mark.parametrize("initializer", [v for k, v in ALL.items() if k != "Orthogonal"], ids=lambda i: type(i).__name__)
def test_dtype(initializer):
    assert backend.standardize_dtype(initializer((2, 2), dtype="float16").dtype) == "float16"


NAMES = {
    "glorot_uniform": GlorotUniform,
    "he_normal": HeNormal,
    "normal": RandomNormal,
    "uniform": RandomUniform,
    "random_uniform": RandomUniform,
    "zeros": Zeros,
    "Ones": Ones,
    "constant": Constant,
    "identity": Identity,
    "IdentityInitializer": Identity,
    "orthogonal": Orthogonal,
    "stft": STFT,
}


@pytest.mark.parametrize("name", NAMES)
def test_get_by_name(name):
    assert type(initializers.get(name)) is NAMES[name]


def test_get_other_identifiers():
    ones = Ones()
    assert initializers.get(None) is None
    assert initializers.get(ones) is ones
    assert type(initializers.get(Zeros)) is Zeros
    values = np.array([1.0, 2.0], "float32")
    np.testing.assert_array_equal(figures(initializers.get(values)((2,), dtype="float32")), values)
    with pytest.raises(ValueError, match="glorot_uniform"):
        initializers.get("glorot_unifrom")
    with pytest.raises(ValueError, match="3"):
        initializers.get(3)


def test_constants():
    np.testing.assert_array_equal(figures(Constant([1.0, 2.0])((3, 2))), [[1.0, 2.0]] * 3)
    assert figures(Constant([1.0, 2.0])(())).tolist() == figures(Constant([1.0, 2.0])((1,))).tolist() == [1.0, 2.0]
    if backend.backend() != "jax":  # whose values are of 32 bits
        assert figures(Constant(1.1)((2,), dtype="float64")).tolist() == [1.1, 1.1]
        assert figures(Constant(2**40)((1,), dtype="int64")).tolist() == [2**40]
    np.testing.assert_array_equal(figures(Identity(2.0)((2, 3))), 2 * np.eye(2, 3))
    assert figures(Zeros()((), dtype="int32")).tolist() == 0


def test_orthogonal():
    for shape in [(5, 3), (3, 5), (2, 2, 3)]:
        flat = figures(Orthogonal(seed=1)(shape)).reshape(-1, shape[-1])
        product = flat.T @ flat if flat.shape[0] >= flat.shape[1] else flat @ flat.T
        np.testing.assert_allclose(product, np.eye(len(product)), atol=1e-5)


def test_orthogonal_in_half_precision():
    drawn = np.asarray(figures(Orthogonal(2.0, seed=1)((3, 3), dtype="float16")), "float32")
    np.testing.assert_allclose(drawn.T @ drawn, 4 * np.eye(3), atol=0.02)


def test_stft_is_the_fourier_transform_of_a_windowed_frame():
    frame = np.array([0.5, -1.0, 2.0, 0.25, 1.0, -0.5])
    window = np.hanning(6)
    wanted = np.fft.rfft(frame * window) / np.sqrt(np.sum(window**2))
    for side, part in (("real", wanted.real), ("imag", wanted.imag)):
        kernel = figures(STFT(side)((6, 1, 4)))
        np.testing.assert_allclose(frame @ kernel[:, 0], part, atol=1e-5)


@pytest.mark.parametrize(
    "shape, axes, fans",
    [
        ((), {}, (1, 1)),
        ((3,), {}, (3, 3)),
        ((2, 5), {}, (2, 5)),
        ((2, 2, 3, 4), {}, (12, 16)),
        ((2, 3, 4, 5), {"input_axes": (1, 2), "output_axes": (-1,)}, (12, 5)),
    ],
)
def test_compute_fans(shape, axes, fans):
    assert compute_fans(shape, **axes) == fans


def test_seeds():
    fixed = GlorotUniform(seed=1)
    np.testing.assert_array_equal(figures(fixed((4,))), figures(fixed((4,))))
    moving = GlorotUniform(seed=SeedGenerator(1))
    assert (figures(moving((4,))) != figures(moving((4,)))).all()
    assert RandomNormal().get_config()["seed"] is None
    assert (figures(RandomNormal()((4,))) != figures(RandomNormal()((4,)))).all()


BAD = {
    "scale": lambda: VarianceScaling(-1.0),
    "mode": lambda: VarianceScaling(mode="bogus"),
    "distribution": lambda: VarianceScaling(distribution="bogus"),
    "seed": lambda: HeNormal(seed="text"),
    "rank 2": lambda: Identity()((3,)),
    "rank 2 or more": lambda: Orthogonal()((3,)),
    "side": lambda: STFT("bogus"),
    "scaling": lambda: STFT(scaling="bogus"),
    "frame_length": lambda: STFT()((2, 3)),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_arguments(message):
    with pytest.raises(ValueError, match=message):
        BAD[message]()


def test_base_class_wants_a_call():
    with pytest.raises(NotImplementedError, match="__call__"):
        Initializer()((2,))
