"""fit, evaluate, predict: against training written out in NumPy, and what goes wrong."""
import gc
import pickle
import re
import weakref
from concurrent import futures

import numpy as np
import pytest

import keras
from keras import layers, ops
from keras.src import backend
from keras.src.trainers.epoch_iterator import EpochIterator

trains = pytest.mark.skipif(backend.backend() == "numpy", reason="the numpy backend does not train")
RNG = np.random.default_rng(0)
X = RNG.uniform(-1, 1, (12, 3)).astype("float32")
Y = (X.sum(1, keepdims=True) * 0.5).astype("float32")
SIZES = [12, 3, 7, 12] * 5
WEIGHTS = np.linspace(0.5, 2.0, 12).astype("float32")


def linear(units=1, inputs=3, **options):
    model = keras.Sequential([keras.Input((inputs,)), layers.Dense(units, kernel_initializer="ones")])
    if backend.backend() != "numpy":
        options.setdefault("optimizer", keras.optimizers.SGD(0.1))
    model.compile(**({"loss": "mse"} | options))
    return model


def sgd(batches, epochs=1, rate=0.1):
    """Gradient descent on a linear model, by hand: the mean loss of each epoch, and the weights."""
    w, b, losses = np.ones((3, 1)), np.zeros(1), []
    for _ in range(epochs):
        total = count = 0
        for x, y, weight in batches:
            error = x @ w + b - y
            scale = 2 * weight[:, None] * error / len(x)
            total, count = total + (weight[:, None] * error**2).sum(), count + len(x)
            w, b = w - rate * x.T @ scale, b - rate * scale.sum(0)
        losses.append(total / count)
    return losses, w, b


def in_batches(size, weights=None):
    weights = np.ones(len(X)) if weights is None else weights
    return [(X[i : i + size], Y[i : i + size], weights[i : i + size]) for i in range(0, len(X), size)]


CASES = {
    "whole batches": ({"batch_size": 4}, in_batches(4)),
    "an incomplete last batch": ({"batch_size": 5}, in_batches(5)),
    "sample weights": ({"batch_size": 4, "sample_weight": WEIGHTS}, in_batches(4, WEIGHTS)),
}


@trains
@pytest.mark.parametrize("compiled", [{}, {"run_eagerly": True}, {"jit_compile": False}, {"steps_per_execution": 2}])
@pytest.mark.parametrize("case", CASES)
def test_fit_is_gradient_descent(case, compiled):
    if backend.backend() == "torch" and compiled.get("jit_compile"):
        pytest.skip("torch.compile takes tens of seconds")
    options, batches = CASES[case]
    model = linear(**compiled)
    history = model.fit(X, Y, epochs=3, shuffle=False, verbose=0, **options)
    losses, w, b = sgd(batches, epochs=3)
    np.testing.assert_allclose(history.history["loss"], losses, rtol=1e-4)
    np.testing.assert_allclose(model.get_weights()[0], w, rtol=1e-4)
    np.testing.assert_allclose(model.get_weights()[1], b, rtol=1e-4, atol=1e-6)


@trains
def test_a_seed_repeats_the_training():
    histories = []
    for _ in range(2):
        keras.utils.set_random_seed(3)
        histories.append(linear().fit(X, Y, batch_size=4, epochs=3, verbose=0).history["loss"])
    assert histories[0] == histories[1]


@trains
def test_every_sample_once_per_epoch():
    values = 2.0 ** np.arange(10)[:, None]
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1, kernel_initializer="ones")])
    model.compile(keras.optimizers.SGD(0.0), loss=lambda y, p: p)
    seen = []
    watch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: seen.append(logs["loss"] * (batch + 1)))
    model.fit(values, np.zeros((10, 1)), batch_size=1, verbose=0, callbacks=[watch])
    batches = np.diff([0.0, *seen])
    assert sorted(np.round(batches)) == values.ravel().tolist()
    assert np.round(batches).tolist() != values.ravel().tolist()


@trains
def test_validation():
    model = linear(metrics=["mae"])
    history = model.fit(X, Y, validation_split=0.25, epochs=2, validation_freq=2, verbose=0)
    assert list(history.history) == ["loss", "mae", "val_loss", "val_mae"]
    assert len(history.history["loss"]) == 2 and len(history.history["val_loss"]) == 1
    expected = model.evaluate(X[9:], Y[9:], verbose=0)
    np.testing.assert_allclose([history.history["val_loss"][0], history.history["val_mae"][0]], expected, rtol=1e-5)


@trains
def test_class_weight_is_a_sample_weight():
    classes = np.arange(12) % 3
    results = []
    for options in ({"class_weight": {0: 2.0, 2: 0.5}}, {"sample_weight": np.array([2.0, 1.0, 0.5])[classes]}):
        model = linear(3, loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        results.append(model.fit(X, classes, shuffle=False, verbose=0, **options).history["loss"])
    np.testing.assert_allclose(*results, rtol=1e-5)


@trains
def test_steps_per_epoch_goes_on_where_it_stopped():
    model = linear()
    seen = []
    watch = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: seen.append([]), on_train_batch_end=lambda batch, logs: seen[-1].append(batch)
    )
    with pytest.warns(UserWarning, match="ended before the 2 steps"):
        model.fit(X, Y, batch_size=4, steps_per_epoch=2, epochs=3, verbose=0, callbacks=[watch])
    assert seen == [[0, 1], [0], [0, 1]]


def test_evaluate():
    model = linear(metrics=["mae"])
    error = X.sum(1, keepdims=True) - Y
    expected = [np.mean(error**2), np.mean(np.abs(error))]
    for batch_size in (None, 5):
        np.testing.assert_allclose(model.evaluate(X, Y, batch_size=batch_size, verbose=0), expected, rtol=1e-5)
    found = model.evaluate(X, Y, return_dict=True, verbose=0)
    assert list(found) == ["loss", "mae"]
    np.testing.assert_allclose(model.test_on_batch(X, Y), expected, rtol=1e-5)
    weighted = np.mean(WEIGHTS[:, None] * error**2)
    np.testing.assert_allclose(linear().evaluate(X, Y, sample_weight=WEIGHTS, verbose=0), weighted, rtol=1e-5)


def test_predict():
    model = linear()
    expected = X.sum(1, keepdims=True)
    for batch_size in (None, 5, 1):
        np.testing.assert_allclose(model.predict(X, batch_size=batch_size, verbose=0), expected, rtol=1e-5)
    assert model.predict(X, batch_size=4, steps=2, verbose=0).shape == (8, 1)
    np.testing.assert_allclose(model.predict_on_batch(X), expected, rtol=1e-5)
    found = model.predict(X[:1], verbose=0)
    found[0, 0] = 7.0  # the user's own array
    np.testing.assert_allclose(model.predict(X.astype("float64"), verbose=0), expected, rtol=1e-5)


def test_predict_uncompiled_and_by_structure():
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    model = keras.Model({"a": a, "b": b}, {"sum": layers.Add()([a, b]), "first": layers.Flatten()(a)})
    found = model.predict({"a": X, "b": X}, batch_size=5, verbose=0)
    np.testing.assert_allclose(found["sum"], 2 * X, rtol=1e-6)
    np.testing.assert_allclose(found["first"], X, rtol=1e-6)


@trains
def test_train_on_batch():
    model = linear(metrics=["mae"])
    batches = [(X, Y, np.ones(12))]
    losses, w, _ = sgd(batches, epochs=3)
    found = [model.train_on_batch(X, Y)[0] for _ in range(3)]
    np.testing.assert_allclose(found, losses, rtol=1e-4)
    np.testing.assert_allclose(model.get_weights()[0], w, rtol=1e-4)
    assert sorted(model.train_on_batch(X, Y, return_dict=True)) == ["loss", "mae"]


@trains
def test_trainable_is_seen_without_compiling_again():
    model = linear()
    model.train_on_batch(X, Y)
    before = model.get_weights()[0]
    model.layers[0].trainable = False
    model.train_on_batch(X, Y)
    if backend.backend() != "tensorflow":  # there a graph is traced once
        np.testing.assert_array_equal(model.get_weights()[0], before)
    model.layers[0].trainable = True
    model.train_on_batch(X, Y)
    assert not np.array_equal(model.get_weights()[0], before)


@trains
def test_two_outputs():
    x = keras.Input((3,))
    model = keras.Model(x, {"a": layers.Dense(1, name="a")(x), "b": layers.Dense(2, name="b")(x)})
    model.compile("sgd", {"a": "mse", "b": "mae"}, loss_weights={"a": 1.0, "b": 2.0}, metrics={"b": ["mse"]})
    targets = {"a": Y, "b": np.repeat(Y, 2, axis=1)}
    history = model.fit(X, targets, verbose=0).history
    assert sorted(history) == ["a_loss", "b_loss", "b_mse", "loss"]
    np.testing.assert_allclose(history["loss"][0], history["a_loss"][0] + 2 * history["b_loss"][0], rtol=1e-5)
    values = model.evaluate(X, targets, verbose=0)
    assert len(values) == 4


@pytest.mark.parametrize("names, expected", [(["loss"], {"loss": 11.0}), (["loss", "more"], {"loss": 19.0, "more": 19.0})])
def test_logs_of_an_own_step_with_the_metrics_names_are_their_values_over_the_epoch(names, expected):
    class Own(keras.Model):
        def call(self, x):
            return x

        def test_step(self, data):
            loss = ops.mean(ops.sum(data[0], axis=-1))
            self._loss_tracker.update_state(loss, sample_weight=ops.shape(data[0])[0])
            return dict.fromkeys(names, loss)

    model = Own()
    model.compile()
    x = np.arange(12, dtype="float32").reshape(6, 2)
    assert model.evaluate(x, x, batch_size=4, verbose=0, return_dict=True) == expected


class OwnStep(keras.Model):
    """A training step in the stateful way, the same on all backends."""

    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1, kernel_initializer="ones")
        self.mean = keras.metrics.Mean(name="own")

    @property
    def metrics(self):
        return [self.mean]

    def call(self, x):
        return self.dense(x)

    def train_step(self, data):
        x, y = data
        loss_of = ops.value_and_grad(lambda: ops.mean(ops.square(self(x) - y)), variables=self.trainable_variables)
        loss, gradients = loss_of()
        self.optimizer.apply(gradients, self.trainable_variables)
        self.mean.update_state(loss)
        return {"own": self.mean.result()}


@trains
def test_one_train_step_for_all_backends():
    model = OwnStep()
    model.compile(keras.optimizers.SGD(0.1))
    history = model.fit(X, Y, batch_size=4, epochs=3, shuffle=False, verbose=0)
    losses, w, _ = sgd(in_batches(4), epochs=3)
    np.testing.assert_allclose(history.history["own"], losses, rtol=1e-4)
    np.testing.assert_allclose(model.get_weights()[0], w, rtol=1e-4)


class OwnLoss(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)

    def call(self, x):
        return self.dense(x)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None):
        return ops.mean(ops.abs(y - y_pred)) * 3.0


@trains
def test_compute_loss_of_ones_own():
    model = OwnLoss()
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0)
    expected = 3 * np.mean(np.abs(model.predict(X, verbose=0) - Y))
    np.testing.assert_allclose(model.evaluate(X, Y, verbose=0), expected, rtol=1e-5)


@trains
def test_variables_are_current_in_callbacks():
    model, seen = linear(), []
    watch = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: seen.append(model.get_weights()[0].copy()),
        on_epoch_begin=lambda epoch, logs: setattr(model.optimizer, "learning_rate", 0.1 if epoch == 0 else 0.0),
    )
    model.fit(X, Y, batch_size=6, epochs=2, shuffle=False, verbose=0, callbacks=[watch])
    _, w, _ = sgd(in_batches(6))
    np.testing.assert_allclose(seen[1], w, rtol=1e-4)
    assert not np.array_equal(seen[0], seen[1])
    np.testing.assert_array_equal(seen[3], seen[1])


@trains
def test_stop_training_within_an_epoch():
    model, seen = linear(), []

    class Stop(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            seen.append(batch)
            self.model.stop_training = batch == 1

    history = model.fit(X, Y, batch_size=4, epochs=3, verbose=0, callbacks=[Stop()])
    assert seen == [0, 1] and history.epoch == [0]


@trains
def test_without_an_optimizer():
    model = linear(optimizer=None)
    assert model.evaluate(X, Y, verbose=0) > 0
    for train in (model.fit, model.train_on_batch):
        with pytest.raises(ValueError, match="needs an optimizer"):
            train(X, Y)
    model.trainable = False
    assert model.fit(X, Y, verbose=0).history["loss"][0] > 0


@trains
def test_stopped_before_it_begins():
    """As in 3.15.1: one batch is trained, evaluated, predicted."""
    model, stop = linear(), keras.callbacks.LambdaCallback(on_train_begin=lambda logs: stops("stop_training"))
    stop.on_test_begin = lambda logs: stops("stop_evaluating")
    stop.on_predict_begin = lambda logs: stops("stop_predicting")

    def stops(attribute):
        setattr(model, attribute, True)

    history = model.fit(X, Y, batch_size=4, epochs=3, verbose=0, callbacks=[stop])
    assert history.epoch == [0] and int(model.optimizer.iterations) == 1
    first = model.evaluate(X[:4], Y[:4], verbose=0)
    assert abs(model.evaluate(X, Y, batch_size=4, verbose=0, callbacks=[stop]) - first) < 1e-6
    assert model.predict(X, batch_size=4, verbose=0, callbacks=[stop]).shape == (4, 1)


class ByMetric(keras.Sequential):
    """Its logs hold the compiled metrics as a dict of their own."""

    def get_metrics_result(self):
        return {metric.name: metric.result() for metric in self.metrics}


@trains
@pytest.mark.parametrize(
    "kind,names", [(keras.Sequential, ["loss", "val_loss", "val_z", "z"]), (ByMetric, ["z", "loss", "val_loss", "val_z"])]
)
def test_history_is_in_the_order_of_names(kind, names):
    model = kind([keras.Input((3,)), layers.Dense(1)])
    model.compile("sgd", "mse", metrics=[keras.metrics.MeanAbsoluteError(name="z")])
    assert list(model.fit(X, Y, verbose=0, validation_data=(X, Y)).history) == names


@trains
def test_limits():
    keras.config.set_max_epochs(2)
    keras.config.set_max_steps_per_epoch(1)
    try:
        history = linear().fit(X, Y, batch_size=4, epochs=5, verbose=0)
    finally:
        keras.config.set_max_epochs(None)
        keras.config.set_max_steps_per_epoch(None)
    assert history.epoch == [0, 1] and history.params["steps"] == 1


def two_outputs():
    x = keras.Input((3,))
    model = keras.Model(x, [layers.Dense(1, name="a")(x), layers.Dense(1, name="b")(x)])
    model.compile(loss="mse")
    return model


def test_metrics_of_one_name():
    kinds = keras.metrics.MeanAbsoluteError, keras.metrics.MeanSquaredError
    model = linear(metrics=[kind(name="a") for kind in kinds], weighted_metrics=[kinds[0](name="a")])
    found = model.evaluate(X, Y, verbose=0, return_dict=True)
    error = X.sum(1, keepdims=True) - Y
    expected = {"a": np.mean(np.abs(error)), "a_1": np.mean(error**2), "weighted_a": np.mean(np.abs(error))}
    assert sorted(found) == ["a", "a_1", "loss", "weighted_a"]
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-5)


ERRORS = {
    "no samples": (lambda: linear().evaluate(X[:0], Y[:0], verbose=0), ValueError, "holds no samples"),
    "no samples to predict": (lambda: linear().predict(X[:0], verbose=0), ValueError, "holds no samples"),
    "too many targets": (lambda: two_outputs().evaluate(X, [Y, Y, Y], verbose=0), ValueError, "['a', 'b']. Received 3"),
    "too few targets": (lambda: two_outputs().evaluate(X, Y, verbose=0), ValueError, "['a', 'b']. Received 1"),
    "no number of steps": (lambda: linear().evaluate(X, Y, steps=-1, verbose=0), ValueError, "steps=-1"),
    "a callback that is none": (lambda: linear().evaluate(X, Y, callbacks=[1]), ValueError, "Received: 1 of type int"),
    "negative batch size": (lambda: linear().evaluate(X, Y, batch_size=-2), ValueError, "batch_size=-2"),
    "fit before compile": (lambda: keras.Sequential([layers.Dense(1)]).fit(X, Y), ValueError, "compile"),
    "evaluate before compile": (lambda: keras.Sequential([layers.Dense(1)]).evaluate(X, Y), ValueError, "compile"),
    "lengths": (lambda: linear().evaluate(X, Y[:3], verbose=0), ValueError, "x: 12, y: 3"),
    "no x": (lambda: linear().evaluate(verbose=0), ValueError, "`x` is missing"),
    "no y": (lambda: linear().evaluate(X, verbose=0), ValueError, "y"),
    "batch size": (lambda: linear().predict(X, batch_size=0, verbose=0), ValueError, "batch_size=0"),
    "strings": (lambda: linear().evaluate(np.array(["a"] * 12), Y, verbose=0), ValueError, "str"),
    "unknown metric": (lambda: linear(metrics=["bogus"]).evaluate(X, Y, verbose=0), ValueError, "bogus"),
    "unknown loss": (lambda: linear(loss="bogus").evaluate(X, Y, verbose=0), ValueError, "bogus"),
    "steps_per_execution": (lambda: linear(steps_per_execution=0), ValueError, "steps_per_execution=0"),
    "jit_compile": (lambda: linear(jit_compile="no"), ValueError, "jit_compile='no'"),
    "metrics": (lambda: linear(metrics="mae"), ValueError, "metrics='mae'"),
    "loss weights": (lambda: linear(loss_weights=[1.0, 2.0]).evaluate(X, Y, verbose=0), ValueError, "2 weights for 1 losses"),
    "unknown argument": (lambda: linear().evaluate(X, Y, bogus=1), ValueError, "bogus"),
    "x of a kind": (lambda: linear().predict(object(), verbose=0), ValueError, "type object"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    if backend.backend() == "numpy" and case.startswith("fit"):
        pytest.skip("the numpy backend does not train")
    if backend.backend() == "tensorflow" and case == "strings":
        pytest.skip("tensorflow has tensors of strings; the layer refuses them")
    action, kind, message = ERRORS[case]
    with pytest.raises(kind, match=re.escape(message)):
        action()


@pytest.mark.skipif(backend.backend() != "numpy", reason="other backends train")
@pytest.mark.parametrize("method", ["fit", "train_on_batch", "make_train_function"])
def test_numpy_does_not_train(method):
    with pytest.raises(NotImplementedError, match=method):
        getattr(linear(), method)()


@pytest.mark.parametrize("kind", [pytest.param("train", marks=trains), "test", "predict"])
def test_functions_are_made_when_asked_for(kind):
    model = linear()
    made = getattr(model, f"make_{kind}_function")()
    assert callable(made) and made == getattr(model, f"{kind}_function")


def test_threads_predict_with_one_model():
    model = keras.Sequential([keras.Input((3,)), layers.Dropout(0.5), layers.Dense(2)])
    expected = model.predict(X, verbose=0)
    with futures.ThreadPoolExecutor(4) as pool:
        for size, found in zip(SIZES, pool.map(lambda n: model.predict(X[:n], batch_size=n % 5 + 3, verbose=0), SIZES)):
            np.testing.assert_allclose(found, expected[:size], rtol=1e-5)


def test_a_model_that_is_let_go_of_ends_at_once():
    model = linear()
    if backend.backend() == "numpy":
        model.evaluate(X, Y, verbose=0)
    else:
        history = model.fit(X, Y, verbose=0)
        assert history.model is model and pickle.loads(pickle.dumps(history)).history == history.history
    reference = weakref.ref(model)
    gc.disable()
    try:
        del model
        assert backend.backend() == "tensorflow" or reference() is None  # there its own graphs hold it
    finally:
        gc.enable()


@pytest.mark.parametrize("loss, y", [(["mse", None], Y), ([None, "mse"], [Y]), (["mse", None], [Y, None]), ({"a": "mse"}, Y)])
def test_targets_for_the_outputs_with_a_loss_only(loss, y):
    x = keras.Input((3,))
    a, b = [layers.Dense(1, kernel_initializer="ones", name=name)(x) for name in "ab"]
    model = keras.Model(x, {"a": a, "b": b} if isinstance(loss, dict) else [a, b])
    model.compile("sgd", loss)
    expected = np.mean((X.sum(1, keepdims=True) - Y) ** 2)
    np.testing.assert_allclose(model.evaluate(X, y, verbose=0), expected, rtol=1e-5)
    if backend.backend() != "numpy":
        assert model.fit(X, y, verbose=0).history["loss"][0] > 0


@trains
def test_a_model_without_a_loss_is_not_built_from_a_batch(monkeypatch):
    """As in Keras 3.15.1: reading one would take a shuffle, so that others come after."""
    monkeypatch.setattr(EpochIterator, "first_batch", lambda self: pytest.fail("a batch was read"))
    parts = [keras.layers.Dense(1), keras.layers.ActivityRegularization(l2=0.1)]
    model = keras.Sequential([keras.Input((1,)), *parts])
    model.compile("sgd")
    model.fit(np.ones((4, 1)), batch_size=2, verbose=0)
    assert model.optimizer.built and int(model.optimizer.iterations) == 2


def test_what_callbacks_add_to_the_logs_of_a_test_is_no_result():
    class Adds(keras.callbacks.Callback):
        def on_test_end(self, logs=None):
            logs["extra"] = 7.0

    model = linear()
    assert "extra" not in model.evaluate(X, Y, verbose=0, return_dict=True, callbacks=[Adds()])
