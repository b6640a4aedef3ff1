"""What is random: how much is dropped, what is shared, and that a seed repeats it."""
import numpy as np
import pytest

import keras
from keras.src import backend, layers
from keras.src.layers.regularization.spatial_dropout import BaseSpatialDropout

ONES = np.ones((40, 50), "float32")


def trained(layer, x):
    return backend.convert_to_numpy(layer(x, training=True))


@pytest.mark.skipif(backend.backend() == "jax", reason="jax: computes in 32 bits")
@pytest.mark.parametrize("name", ["Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D"])
def test_float64_stays(name):
    x = backend.convert_to_tensor(np.ones((2, 3, 4)), dtype="float64")
    y = getattr(layers, name)(0.5, dtype="float64")(x, training=True)
    assert backend.standardize_dtype(y.dtype) == "float64"


def test_dropout_keeps_the_mean():
    y = trained(layers.Dropout(0.25, seed=1), ONES)
    assert set(np.unique(y)) <= {0.0, np.float32(1 / 0.75)}
    assert abs(np.mean(y == 0) - 0.25) < 0.04


def test_a_seed_repeats_the_choice_and_calls_differ():
    first, second = layers.Dropout(0.5, seed=3), layers.Dropout(0.5, seed=3)
    y = trained(first, ONES)
    np.testing.assert_array_equal(y, trained(second, ONES))
    assert not np.array_equal(y, trained(first, ONES))


def test_noise_shape_shares_the_choice():
    y = trained(layers.Dropout(0.5, noise_shape=(None, 1), seed=1), ONES)
    assert np.array_equal(y, np.broadcast_to(y[:, :1], y.shape))
    assert len(np.unique(y)) == 2


@pytest.mark.parametrize("name, shape, shared", [
    ("SpatialDropout1D", (6, 4, 5), (1,)),
    ("SpatialDropout2D", (6, 3, 4, 5), (1, 2)),
    ("SpatialDropout3D", (6, 2, 2, 3, 5), (1, 2, 3)),
])
def test_spatial_dropout_drops_whole_features(name, shape, shared):
    y = trained(getattr(layers, name)(0.5, seed=1), np.ones(shape, "float32"))
    assert np.array_equal(y.min(axis=shared), y.max(axis=shared))
    assert len(np.unique(y)) == 2


def test_spatial_dropout_channels_first():
    y = trained(layers.SpatialDropout2D(0.5, "channels_first", seed=1), np.ones((6, 5, 3, 4), "float32"))
    assert np.array_equal(y.min(axis=(2, 3)), y.max(axis=(2, 3)))


def test_alpha_dropout_keeps_mean_and_variance():
    x = np.random.default_rng(0).normal(size=(200, 200)).astype("float32")
    y = trained(layers.AlphaDropout(0.3, seed=1), x)
    assert abs(y.mean()) < 0.03
    assert abs(y.std() - 1) < 0.03


def test_alpha_dropout_shares_along_noise_shape():
    y = trained(layers.AlphaDropout(0.5, noise_shape=(None, 1), seed=1), ONES)
    assert np.array_equal(y, np.broadcast_to(y[:, :1], y.shape))


def test_gaussian_dropout_has_the_variance_of_dropout():
    y = trained(layers.GaussianDropout(0.2, seed=1), ONES)
    assert abs(y.mean() - 1) < 0.05
    assert abs(y.var() - 0.25) < 0.03


def test_gaussian_noise_adds_its_deviation():
    y = trained(layers.GaussianNoise(0.3, seed=1), 0 * ONES)
    assert abs(y.std() - 0.3) < 0.03


def test_seed_state_is_no_weight():
    layer = layers.Dropout(0.5, seed=1)
    assert layer.weights == []
    assert [v.path for v in layer.variables] == ["seed_generator/seed_generator_state"]
    assert layers.Dropout(0.0).variables == []


def test_activity_regularization_adds_its_loss():
    layer = layers.ActivityRegularization(l1=0.1, l2=0.2)
    layer(np.array([[1.0, -2.0], [0.0, 2.0]], "float32"))
    np.testing.assert_allclose(backend.convert_to_numpy(layer.losses[0]), (0.1 * 5 + 0.2 * 9) / 2, rtol=1e-6)


@pytest.mark.parametrize("make, words", [
    (lambda: layers.Dropout(-0.1), "Argument `rate` of Dropout must be a number between 0 and 1. Received: rate=-0.1"),
    (lambda: layers.GaussianNoise(2), "Argument `stddev` of GaussianNoise"),
    (lambda: layers.Dropout(0.5, noise_shape=(0, 1)), "Argument `noise_shape` of Dropout"),
    (lambda: layers.SpatialDropout2D(0.5, data_format="bogus"), "bogus"),
    (lambda: keras.Sequential([layers.SpatialDropout1D(0.5)])(np.ones((2, 3))), "ndim=3"),
])
def test_bad_arguments(make, words):
    with pytest.raises(ValueError) as e:
        make()
    assert words in str(e.value)


def test_what_is_shared_may_be_ones_own():
    class DropsRows(layers.SpatialDropout1D):
        def _get_noise_shape(self, inputs):
            return (inputs.shape[0], inputs.shape[1], 1)

    class DropsFaces(BaseSpatialDropout):
        def _get_noise_shape(self, inputs):
            return (inputs.shape[0], 1, 1)

    for layer, axis in ((DropsRows(0.5, seed=1), -1), (DropsFaces(0.5, 1), (1, 2))):
        output = trained(layer, ONES[:, :, None] * np.ones(3, "float32"))
        assert set(np.unique(output)) == {0.0, 2.0} and (output.max(axis) == output.min(axis)).all()


@pytest.mark.parametrize("make", [layers.Dropout, layers.AlphaDropout, layers.GaussianDropout, layers.GaussianNoise])
def test_refused_layers_count_among_names(make):
    """As layers of all other kinds and of 3.15.1 do."""
    keras.backend.clear_session()
    with pytest.raises(ValueError, match="Received: .*=2"):
        make(2)
    assert make(0.5).name.endswith("_1")
