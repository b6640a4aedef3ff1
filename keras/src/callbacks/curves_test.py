"""Figures of training, and the range test for the learning rate."""
import sys

import numpy as np
import pytest

import keras
from keras import callbacks, layers
from keras.src import backend

pytestmark = pytest.mark.skipif(backend.backend() == "numpy", reason="the numpy backend does not train")
X = np.random.default_rng(0).normal(size=(32, 3)).astype("float32")
Y = X.sum(1, keepdims=True)


def model(rate=0.1, **options):
    made = keras.Sequential([keras.Input((3,)), layers.Dense(1, kernel_initializer="zeros")])
    made.compile(keras.optimizers.SGD(rate, momentum=0.5), "mse", **options)
    return made


def test_history_plots_its_curves(tmp_path):
    pytest.importorskip("matplotlib")
    history = model(metrics=["mae"]).fit(
        X, Y, epochs=4, validation_split=0.25, validation_freq=2, verbose=0,
        callbacks=[callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.9)],
    )
    path = tmp_path / "curves.png"
    figure = history.plot(path)
    assert path.read_bytes().startswith(b"\x89PNG") and figure._repr_png_().startswith(b"\x89PNG")
    panels = {axis.get_title(): {line.get_label(): line for line in axis.lines} for axis in figure.axes if axis.lines}
    assert sorted(panels) == ["learning_rate", "loss", "mae"]
    np.testing.assert_allclose(panels["mae"]["training"].get_xydata(), list(zip([1, 2, 3, 4], history.history["mae"])))
    np.testing.assert_allclose(panels["mae"]["validation"].get_xydata(), list(zip([2, 4], history.history["val_mae"])))
    with pytest.raises(ValueError, match="no epoch"):
        callbacks.History().plot()


def test_figures_need_matplotlib(monkeypatch):
    from keras.src.callbacks import curves

    history = model().fit(X, Y, verbose=0)
    monkeypatch.setattr(curves._figures, "module", None)
    for name in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match="pip install matplotlib"):
        history.plot()


def test_range_of_learning_rates(tmp_path):
    finder = callbacks.LearningRateFinder(1e-4, 10.0, steps=40, smoothing=0.5)
    trained = model(rate=0.25)
    before = [*trained.get_weights(), *map(np.array, trained.optimizer.variables)]
    history = trained.fit(X, Y, batch_size=8, epochs=20, shuffle=False, verbose=0, callbacks=[finder])
    np.testing.assert_allclose(finder.rates[:2], [1e-4, 1e-4 * 1e5 ** (1 / 39)])
    assert len(finder.rates) == len(finder.losses) == len(finder.smoothed) < 40  # it diverges before the end
    assert len(history.epoch) < 20
    for value, old in zip([*trained.get_weights(), *map(np.array, trained.optimizer.variables)], before):
        np.testing.assert_array_equal(value, old)
    assert 0.003 < finder.suggest() < 1.0

    w, b, velocity, losses = np.zeros((3, 1)), 0.0, [0.0, 0.0], []
    for i, rate in enumerate(finder.rates[:8]):
        x, y = X[8 * (i % 4) :][:8], Y[8 * (i % 4) :][:8]
        error = x @ w + b - y
        losses.append((error**2).mean())
        velocity = [0.5 * velocity[0] - rate * 2 * x.T @ error / 8, 0.5 * velocity[1] - rate * 2 * error.mean()]
        w, b = w + velocity[0], b + velocity[1]
    np.testing.assert_allclose(finder.losses[:8], losses, rtol=1e-4)  # of single batches, over two epochs

    pytest.importorskip("matplotlib")
    figure = finder.plot(tmp_path / "range.png")
    assert (tmp_path / "range.png").stat().st_size > 1000
    assert figure.axes[0].get_xscale() == "log"


def test_range_that_is_not_reached():
    finder = callbacks.LearningRateFinder(1e-9, 1e-8, steps=10, restore=False)
    trained = model()
    with pytest.warns(UserWarning, match="2 of 10 steps"):
        trained.fit(X, Y, batch_size=16, verbose=0, callbacks=[finder])
    assert float(np.array(trained.optimizer.learning_rate)) == pytest.approx(0.1)
    assert np.abs(trained.get_weights()[0]).max() > 0
    with pytest.raises(ValueError, match="steps only"):
        finder.suggest()


@pytest.mark.parametrize("arguments", [{"min_rate": 2.0}, {"steps": 2}, {"smoothing": 1.0}])
def test_bad_arguments_of_the_finder(arguments):
    (name,) = arguments
    with pytest.raises(ValueError, match=name):
        callbacks.LearningRateFinder(**arguments)
