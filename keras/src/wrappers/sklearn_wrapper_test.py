"""The wrappers, by scikit-learn's own checks (once, on torch: they are slow) and by themselves."""
import pickle

import numpy as np
import pytest

from keras.src import backend, initializers, layers, models, optimizers

pytest.importorskip("sklearn", minversion="1.6")
if backend.backend() == "numpy":
    pytest.skip("The numpy backend does not train.", allow_module_level=True)

from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import check_estimator

from keras.src.wrappers.sklearn_wrapper import (
    SKLBase,
    SKLearnClassifier,
    SKLearnRegressor,
    SKLearnTransformer,
)

X = np.random.default_rng(0).normal(size=(24, 3))
Y = X @ [1.0, -2.0, 0.5]
LABELS = np.array(["b", "a", "c"])[np.digitize(X[:, 0], [-0.5, 0.5])]
SILENT = {"verbose": 0}


def make_model(X, y, loss, units=4):
    x = layers.Input((X.shape[1],))
    h = layers.Dense(units, activation="relu")(x)
    activation = "softmax" if loss == "categorical_crossentropy" else None
    model = models.Model(x, layers.Dense(y.shape[1], activation=activation)(h))
    model.compile("sgd", loss)
    return model


def compiled(rate=0.1):
    model = models.Sequential([layers.Input((3,)), layers.Dense(1)])
    model.compile(optimizers.SGD(rate), "mse")
    return model


def make_able_model(X, y, loss, units=16):
    """A model that learns the checks' data sets, the same way each time."""

    def dense(units, activation=None):
        return layers.Dense(units, activation, kernel_initializer=initializers.GlorotUniform(seed=units))

    x = layers.Input((X.shape[1],))
    outputs = dense(y.shape[1], "softmax" if loss == "categorical_crossentropy" else None)
    model = models.Model(x, outputs(dense(units, "relu")(x)))
    model.compile(optimizers.Adam(0.05), loss)
    return model


@pytest.mark.skipif(backend.backend() != "torch", reason="The checks are slow, and the same everywhere.")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("wrapper", [SKLearnClassifier, SKLearnRegressor, SKLearnTransformer])
def test_checks_of_sklearn(wrapper, monkeypatch):
    # scikit-learn leaves out some checks of estimators that call themselves random; with this model they are not.
    monkeypatch.setattr(SKLBase, "__sklearn_tags__", BaseEstimator.__sklearn_tags__)
    loss = "categorical_crossentropy" if wrapper is SKLearnClassifier else "mse"
    fit_kwargs = {**SILENT, "epochs": 20, "shuffle": False}
    estimator = wrapper(make_able_model, model_kwargs={"loss": loss}, fit_kwargs=fit_kwargs)
    results = check_estimator(estimator, on_skip=None, on_fail=None)
    assert {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"} == {}
    assert {r["check_name"] for r in results if r["status"] == "skipped"} <= {"check_array_api_input"}
    assert len(results) > 40


def test_classifier():
    kwargs = {"loss": "categorical_crossentropy"}
    estimator = SKLearnClassifier(make_model, model_kwargs=kwargs, fit_kwargs={**SILENT, "epochs": 3})
    assert estimator.fit(X, LABELS) is estimator
    assert estimator.classes_.tolist() == ["a", "b", "c"]
    outputs = estimator.decision_function(X)
    np.testing.assert_allclose(outputs.sum(-1), np.ones(24), rtol=1e-5)
    assert estimator.predict(X).tolist() == [["a", "b", "c"][i] for i in outputs.argmax(-1)]
    assert len(estimator.history_.history["loss"]) == 3


def test_two_classes_have_one_score():
    kwargs = {"loss": "categorical_crossentropy"}
    estimator = SKLearnClassifier(make_model, model_kwargs=kwargs, fit_kwargs=SILENT).fit(X, LABELS == "a")
    scores, outputs = estimator.decision_function(X), estimator.model_.predict(X, verbose=0)
    np.testing.assert_allclose(scores, outputs[:, 1] - outputs[:, 0], rtol=1e-5)
    assert scores.shape == (24,) and estimator.predict(X).tolist() == (scores > 0).tolist()


def test_regressor_and_transformer():
    estimator = SKLearnRegressor(compiled(), fit_kwargs={**SILENT, "epochs": 20}).fit(X, Y, batch_size=8)
    assert estimator.predict(X).shape == (24,) and estimator.score(X, Y) > 0.9
    copy = pickle.loads(pickle.dumps(estimator))
    np.testing.assert_allclose(copy.predict(X), estimator.predict(X), rtol=1e-5)
    features = SKLearnTransformer(compiled(), fit_kwargs=SILENT).fit_transform(X, Y)
    assert features.shape == (24, 1)


def test_a_model_is_cloned_at_each_fit():
    model = compiled()
    before = model.get_weights()
    estimator = SKLearnRegressor(model, fit_kwargs=SILENT).fit(X, Y)
    first = estimator.model_
    estimator.fit(X, Y)
    assert estimator.model is model and estimator.model_ is not first and first is not model
    np.testing.assert_array_equal(model.get_weights()[0], before[0])
    assert clone(estimator).model.compiled


@pytest.mark.parametrize("model", [compiled(), lambda X, y: compiled()], ids=["model", "function"])
def test_warm_start_goes_on_with_the_model(model):
    estimator = SKLearnRegressor(model, warm_start=True, fit_kwargs=SILENT).fit(X, Y)
    first, loss = estimator.model_, estimator.history_.history["loss"][0]
    assert first is model or not isinstance(model, models.Model)
    assert estimator.fit(X, Y).model_ is first
    assert estimator.history_.history["loss"][0] < loss


def test_refused():
    with pytest.raises(NotFittedError):
        SKLearnRegressor(compiled()).predict(X)
    with pytest.raises(RuntimeError, match="compiled"):
        SKLearnRegressor(models.Sequential([layers.Dense(1)])).fit(X, Y)
    classifier = SKLearnClassifier(make_model, model_kwargs={"loss": "mse"})
    with pytest.raises(ValueError, match="continuous"):
        classifier.fit(X, Y)
    with pytest.raises(ValueError, match="more than one class"):
        classifier.fit(X, np.ones(24, int))
