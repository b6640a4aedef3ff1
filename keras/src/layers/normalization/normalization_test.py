"""Running statistics, masks, renormalization, spectral normalization, and what is refused."""
import ml_dtypes  # noqa: F401 - gives NumPy bfloat16
import numpy as np
import pytest

from keras.src import backend, layers

X = np.array([[1.0, 5.0], [2.0, 7.0], [4.0, 12.0]], "float32")
MEAN, VARIANCE = X.mean(0), X.var(0)


def value(x):
    return backend.convert_to_numpy(x)


def test_running_averages():
    layer = layers.BatchNormalization(momentum=0.9)
    layer(X, training=True)
    np.testing.assert_allclose(value(layer.moving_mean.value), 0.1 * MEAN, rtol=1e-5)
    np.testing.assert_allclose(value(layer.moving_variance.value), 0.9 + 0.1 * VARIANCE, rtol=1e-5)


def test_running_averages_of_16_bits_are_moved_in_32():
    """In bfloat16 0.99 of 1 would be 0.9883 or 0.9922, and what a step adds be lost."""
    plain, renormalized = (layers.BatchNormalization(renorm=renorm, dtype="bfloat16") for renorm in (False, True))
    variance = stddev = np.ones(2, "bfloat16")
    for _ in range(3):
        plain(X, training=True)
        renormalized(X, training=True)
        variance = (0.99 * variance.astype("float32") + 0.01 * VARIANCE).astype("bfloat16")
        moved = 0.99 * stddev.astype("float32") + 0.01 * np.sqrt(VARIANCE + 1e-3)
        stddev = moved.astype("bfloat16")
    assert value(plain.moving_variance.value).tolist() == variance.tolist()
    assert value(renormalized.moving_stddev.value).tolist() == stddev.tolist()
    assert value(renormalized.moving_variance.value).tolist() == (moved**2 - 1e-3).astype("bfloat16").tolist()


def test_a_single_axis_is_one_sample():
    """Without a batch each value is its own mean, and the variance is 0."""
    x = np.arange(1, 6, dtype="float32")
    layer = layers.BatchNormalization()
    np.testing.assert_allclose(value(layer(x, training=True)), np.zeros(5), atol=1e-5)
    np.testing.assert_allclose(layer.get_weights()[2], 0.01 * x, rtol=1e-5)
    np.testing.assert_allclose(layer.get_weights()[3], np.full(5, 0.99), rtol=1e-5)


def test_running_averages_stand_still_when_frozen_or_not_training():
    layer = layers.BatchNormalization(momentum=0.9)
    layer(X)
    layer.trainable = False
    layer(X, training=True)
    assert value(layer.moving_mean.value).tolist() == [0.0, 0.0]


def test_masked_steps_do_not_count():
    layer = layers.BatchNormalization(momentum=0.0)
    layer(X[None], training=True, mask=np.array([[True, False, True]]))
    np.testing.assert_allclose(value(layer.moving_mean.value), X[[0, 2]].mean(0), rtol=1e-5)
    np.testing.assert_allclose(value(layer.moving_variance.value), X[[0, 2]].var(0), rtol=1e-5)


@pytest.mark.parametrize(
    "clipping, r_limits, d_limit", [(None, (0, np.inf), np.inf), ({"rmax": 1.2, "rmin": 0.9, "dmax": 0.3}, (0.9, 1.2), 0.3)]
)
def test_renormalization(clipping, r_limits, d_limit):
    layer = layers.BatchNormalization(
        renorm=True, renorm_clipping=clipping, momentum=0.9, renorm_momentum=0.8, epsilon=0.1, center=False, scale=False
    )
    layer.build((3, 2))
    layer.moving_stddev.assign([1.5, 2.5])
    layer.renorm_mean.assign([0.5, 1.0])
    layer.renorm_stddev.assign([2.0, 3.0])
    stddev = np.sqrt(VARIANCE + 0.1)
    r = np.clip(stddev / [2.0, 3.0], *r_limits)
    d = np.clip((MEAN - [0.5, 1.0]) / [2.0, 3.0], -d_limit, d_limit)
    np.testing.assert_allclose(value(layer(X, training=True)), (X - MEAN) / stddev * r + d, rtol=1e-4, atol=1e-5)
    moving = 0.9 * np.array([1.5, 2.5]) + 0.1 * stddev
    np.testing.assert_allclose(value(layer.moving_stddev.value), moving, rtol=1e-5)
    np.testing.assert_allclose(value(layer.moving_variance.value), moving**2 - 0.1, rtol=1e-5)
    np.testing.assert_allclose(value(layer.renorm_mean.value), 0.8 * np.array([0.5, 1.0]) + 0.2 * MEAN, rtol=1e-5)


def test_spectral_normalization_divides_by_the_largest_singular_value():
    kernel = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]], "float32")
    layer = layers.SpectralNormalization(layers.Dense(2), power_iterations=20)
    layer.build((None, 3))
    layer.layer.kernel.assign(kernel)
    x = np.ones((1, 3), "float32")
    np.testing.assert_allclose(value(layer(x)), x @ kernel, rtol=1e-5)
    wanted = kernel / np.linalg.svd(kernel, compute_uv=False)[0]
    np.testing.assert_allclose(value(layer(x, training=True)), x @ wanted, rtol=1e-4)
    np.testing.assert_allclose(value(layer.layer.kernel.value), wanted, rtol=1e-4)


def test_spectral_normalization_config():
    layer = layers.SpectralNormalization(layers.Conv2D(2, 2), power_iterations=2)
    again = layers.SpectralNormalization.from_config(layer.get_config())
    assert again.power_iterations == 2
    assert again.layer.get_config() == layer.layer.get_config()
    assert layer.compute_output_shape((None, 4, 4, 1)) == (None, 3, 3, 2)


@pytest.mark.parametrize(
    "make, error, words",
    [
        (lambda: layers.BatchNormalization(axis=5)(X), IndexError, "Argument `axis` of BatchNormalization"),
        (lambda: layers.BatchNormalization(renorm=True, renorm_clipping={"bogus": 1}), ValueError, "renorm_clipping"),
        (lambda: layers.BatchNormalization().build((None, None)), ValueError, "size of axis -1"),
        (lambda: layers.LayerNormalization(axis="a"), TypeError, "Argument `axis` of LayerNormalization"),
        (lambda: layers.LayerNormalization(axis=3)(X), IndexError, "axis=3"),
        *[
            (lambda layer=layer: layer.compute_output_shape((2, 3)), ValueError, "must name an axis of its input")
            for layer in (
                layers.BatchNormalization(axis=2), layers.GroupNormalization(axis=2), layers.LayerNormalization(axis=[1, 2]),
                layers.RMSNormalization(axis=-3), layers.UnitNormalization(axis=(0, 2)),
            )
        ],
        (lambda: layers.GroupNormalization(0), ValueError, "Argument `groups` of GroupNormalization"),
        (lambda: layers.GroupNormalization(3)(np.ones((2, 4), "float32")), ValueError, "must divide the number of channels, 4"),
        (lambda: layers.SpectralNormalization(3), ValueError, "Argument `layer` of SpectralNormalization"),
        (lambda: layers.SpectralNormalization(layers.Dense(2), 0), ValueError, "`power_iterations`"),
        (lambda: layers.SpectralNormalization(layers.Dropout(0.5))(X), ValueError, "`kernel` or `embeddings`"),
    ],
)
def test_bad_arguments(make, error, words):
    with pytest.raises(error) as e:
        make()
    assert words in str(e.value)
