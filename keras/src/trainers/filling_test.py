"""Filled batches: where they are exact, and that one trace serves a pass with an incomplete batch."""
import numpy as np
import pytest

import keras
from keras import layers
from keras.src import backend
from keras.src.trainers import filling

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(13, 3, 2)).astype("float32"), RNG.integers(0, 2, 13)


def classifier(*inner, loss=None, metrics=(), kind=keras.Sequential):
    model = kind([keras.Input((3, 2)), *inner, layers.Flatten(), layers.Dense(2)])
    options = {} if backend.backend() == "numpy" else {"optimizer": keras.optimizers.SGD(0.1)}
    model.compile(
        loss=loss or keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=list(metrics), **options
    )
    return model


class OwnStep(keras.Sequential):
    def train_step(self, *args):
        return super().train_step(*args)


class OwnCall(keras.Sequential):
    def call(self, inputs, **kwargs):
        return super().call(inputs, **kwargs)


class OwnLayer(layers.Layer):
    def call(self, x):
        return x - keras.ops.mean(x, axis=0)


def sequence():
    x = keras.Input((3, 2))
    y = layers.MultiHeadAttention(1, 2)(x, x)
    y = layers.Bidirectional(layers.LSTM(2, return_sequences=True))(layers.Add()([x, y]))
    model = keras.Model(x, layers.Dense(2)(layers.GlobalAveragePooling1D()(layers.LayerNormalization()(y))))
    model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model


def per_step(loss, *metrics):
    model = keras.Sequential([keras.Input((3, 2)), layers.Dense(4, "sigmoid")])
    options = {} if backend.backend() == "numpy" else {"optimizer": keras.optimizers.SGD(0.1)}
    model.compile(loss=loss, metrics=list(metrics), **options)
    return model


def with_operation():
    x = keras.Input((3, 2))
    model = keras.Model(x, layers.Dense(2)(layers.Flatten()(x - keras.ops.mean(x, axis=0))))
    model.compile(loss="mse")
    return model


def own(function):
    """As if it were defined outside of the package, as this file is not."""
    function.__module__ = "mine"
    return function


OwnCall.call = own(OwnCall.call)
wrong_loss = keras.losses.SparseCategoricalCrossentropy
CASES = {  # a model; exact in training, evaluation, prediction
    "dense": (lambda: classifier(metrics=["accuracy"]), (1, 1, 1)),
    "a convolution": (lambda: classifier(layers.Conv1D(2, 2, activation="relu")), (1, 1, 1)),
    "attention, a recurrence": (sequence, (1, 1, 1)),
    "nested": (lambda: classifier(keras.Sequential([layers.Dense(2)])), (1, 1, 1)),
    "a batch normalization": (lambda: classifier(layers.BatchNormalization()), (0, 0, 0)),
    "one inside": (lambda: classifier(layers.TimeDistributed(layers.BatchNormalization())), (0, 0, 0)),
    "dropout": (lambda: classifier(layers.Dropout(0.5)), (0, 1, 1)),
    "an axis of samples": (lambda: classifier(layers.Softmax(axis=0)), (0, 0, 0)),
    "an activation of one's own": (lambda: classifier(layers.Dense(2, activation=own(lambda x: x))), (0, 0, 0)),
    "a layer of one's own": (lambda: classifier(OwnLayer()), (0, 0, 0)),
    "an operation": (with_operation, (0, 0, 0)),
    "activity": (lambda: classifier(layers.Dense(2, activity_regularizer="l2")), (0, 0, 0)),
    "a mask": (lambda: classifier(layers.Masking()), (0, 0, 0)),
    "a loss with a mask": (lambda: classifier(loss=wrong_loss(from_logits=True, ignore_class=0)), (0, 0, 1)),
    "a sum": (lambda: classifier(loss=wrong_loss(from_logits=True, reduction="sum")), (0, 0, 1)),
    "a loss of one's own": (lambda: classifier(loss=own(lambda y, p: keras.ops.mean(p))), (0, 0, 1)),
    "a metric over samples": (lambda: classifier(metrics=[keras.metrics.MeanIoU(2, sparse_y_pred=False)]), (0, 0, 1)),
    "a sequence": (lambda: per_step("mse", "accuracy", "cosine_similarity"), (1, 1, 1)),
    "counts along a sequence": (lambda: per_step("binary_crossentropy", keras.metrics.Precision()), (0, 0, 1)),
    "a step of one's own": (lambda: classifier(kind=OwnStep), (0, 1, 1)),
    "a call of one's own": (lambda: classifier(kind=OwnCall), (0, 0, 0)),
}


@pytest.mark.parametrize("case", CASES)
def test_where_it_is_exact(case):
    make, expected = CASES[case]
    model = make()
    y = np.zeros((13, *model.output_shape[1:]), "float32") if len(model.output_shape) > 2 else Y
    model._symbolic_build(data_batch=(X, y))
    assert [filling.is_exact(model, kind) for kind in ("train", "test", "predict")] == list(map(bool, expected))


def test_fill():
    data, count = filling.fill((X[:2], Y[:2], None), 4)
    assert count == 2 and data[2] is None
    np.testing.assert_array_equal(data[0], X[[0, 1, 0, 0]])
    np.testing.assert_array_equal(data[1], Y[[0, 1, 0, 0]])


@pytest.mark.skipif(backend.backend() != "jax", reason="the other backends do not compile for each shape")
def test_an_incomplete_batch_is_no_second_trace(monkeypatch):
    traced, call, found = [], layers.Dense.call, []
    monkeypatch.setattr(layers.Dense, "call", lambda self, x, **k: (traced.append(x.shape[0]), call(self, x, **k))[1])
    for fills in (True, False):
        if not fills:
            monkeypatch.setattr(filling, "is_exact", lambda model, kind: False)
        keras.utils.set_random_seed(0)
        model = classifier(metrics=["accuracy"])
        weights = np.linspace(0.5, 2.0, 13).astype("float32")
        history = model.fit(X, Y, batch_size=5, epochs=2, sample_weight=weights, verbose=0).history
        values = model.evaluate(X, Y, batch_size=4, verbose=0)
        found.append(([*history.values(), values], model.predict(X, batch_size=4, verbose=0)))
        assert {5, 4} <= set(traced) and (({3, 1} & set(traced)) == set()) == fills
        model.train_on_batch(X, Y)  # other sizes go through afterwards
    for ours, expected in zip(*found):
        for one, other in zip(ours, expected):
            np.testing.assert_allclose(one, other, rtol=1e-5)
    assert found[0][1].shape == (13, 2)


SEQUENCES = {  # loss, targets for outputs (batch, 3, 4), weights
    "a loss for each step": ("mse", RNG.random((13, 3, 4), "float32"), None),
    "classes": ("sparse_categorical_crossentropy", RNG.integers(0, 4, (13, 3)), None),
    "weights of steps": ("mse", RNG.random((13, 3, 4), "float32"), RNG.random((13, 3), "float32")),
}


@pytest.mark.skipif(backend.backend() == "numpy", reason="the numpy backend does not train")
@pytest.mark.parametrize("case", SEQUENCES)
def test_incomplete_batches_of_sequences(case):
    loss, y, weights = SEQUENCES[case]
    found = []
    for eagerly in (False, True):
        keras.utils.set_random_seed(0)
        model = per_step(loss, "accuracy")
        model.compile(keras.optimizers.SGD(0.1), loss, metrics=["accuracy"], run_eagerly=eagerly)
        history = model.fit(X, y, batch_size=5, sample_weight=weights, shuffle=False, verbose=0).history
        found.append([*history.values(), model.evaluate(X, y, batch_size=5, sample_weight=weights, verbose=0)])
    for compiled, eager in zip(*found):
        np.testing.assert_allclose(compiled, eager, rtol=1e-5)
