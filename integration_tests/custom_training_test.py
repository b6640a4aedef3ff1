"""Training loops of one's own: one stateful `train_step(self, data)` per model, the same on every backend that trains."""
import numpy as np
import pytest

import keras
from keras import layers, losses, ops

pytestmark = pytest.mark.skipif(keras.backend.backend() == "numpy", reason="the numpy backend does not train")

rng = np.random.default_rng(0)
X = rng.normal(size=(16, 4)).astype("float32")
LABELS = rng.integers(0, 3, size=16)


def mlp(*widths, inputs=4, name=None):
    *hidden, last = widths
    return keras.Sequential(
        [keras.Input((inputs,)), *[layers.Dense(w, "tanh") for w in hidden], layers.Dense(last)], name=name
    )


def weights(model):
    return [np.array(w) for w in model.get_weights()]


def moved(before, after):
    return all(np.isfinite(b).all() and np.abs(a - b).max() > 0 for a, b in zip(before, after))


class GAN(keras.Model):
    """Two networks with an optimizer and a metric each; the model itself is never called."""

    def __init__(self):
        super().__init__()
        self.generator, self.discriminator = mlp(5, 4, inputs=2), mlp(5, 1)
        self.noise = keras.random.SeedGenerator(7)
        self.d_loss, self.g_loss = keras.metrics.Mean(name="d_loss"), keras.metrics.Mean(name="g_loss")

    def compile(self, d_optimizer, g_optimizer):
        super().compile()
        self.d_optimizer, self.g_optimizer = d_optimizer, g_optimizer
        self.loss_of = losses.BinaryCrossentropy(from_logits=True)

    @property
    def metrics(self):
        return [self.d_loss, self.g_loss]

    def train_step(self, real):
        def d_loss():
            fake = self.generator(keras.random.normal((real.shape[0], 2), seed=self.noise))
            of_real, of_fake = self.discriminator(real), self.discriminator(fake)
            return self.loss_of(ops.ones_like(of_real), of_real) + self.loss_of(ops.zeros_like(of_fake), of_fake)

        def g_loss():
            of_fake = self.discriminator(self.generator(keras.random.normal((real.shape[0], 2), seed=self.noise)))
            return self.loss_of(ops.ones_like(of_fake), of_fake)

        for loss_of, metric, optimizer, network in (
            (d_loss, self.d_loss, self.d_optimizer, self.discriminator),
            (g_loss, self.g_loss, self.g_optimizer, self.generator),
        ):
            loss, gradients = ops.value_and_grad(loss_of, variables=network.trainable_variables)()
            optimizer.apply(gradients, network.trainable_variables)
            metric.update_state(loss)
        return {"d_loss": self.d_loss.result(), "g_loss": self.g_loss.result()}


@pytest.mark.parametrize("built", [True, False])
def test_gan_with_two_optimizers(built):
    keras.utils.set_random_seed(0)
    model = GAN()
    model.compile(keras.optimizers.Adam(0.01), keras.optimizers.SGD(0.05, momentum=0.5))
    if built:
        model.d_optimizer.build(model.discriminator.trainable_variables)
        model.g_optimizer.build(model.generator.trainable_variables)
    before = weights(model.generator) + weights(model.discriminator)
    history = model.fit(X, batch_size=8, epochs=2, verbose=0).history
    assert set(history) == {"d_loss", "g_loss"} and np.isfinite([history["d_loss"], history["g_loss"]]).all()
    assert moved(before, weights(model.generator) + weights(model.discriminator))
    assert int(model.d_optimizer.iterations) == int(model.g_optimizer.iterations) == 4
    assert np.abs(np.array(model.d_optimizer.variables[2])).max() > 0  # Adam's moments are kept
    assert int(np.array(model.noise.state).ravel()[1]) > 0  # each draw has moved the generator of noise


class VAE(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = mlp(6, 4), mlp(6, 4, inputs=2)
        self.noise = keras.random.SeedGenerator(3)
        self.trackers = [keras.metrics.Mean(name=name) for name in ("loss", "reconstruction", "kl")]

    @property
    def metrics(self):
        return self.trackers

    def train_step(self, x):
        def loss_of():
            mean, log_variance = ops.split(self.encoder(x), 2, axis=-1)
            noise = keras.random.normal(ops.shape(mean), seed=self.noise)
            decoded = self.decoder(mean + ops.exp(0.5 * log_variance) * noise)
            reconstruction = ops.mean(ops.sum((decoded - x) ** 2, axis=-1))
            kl = -0.5 * ops.mean(ops.sum(1 + log_variance - mean**2 - ops.exp(log_variance), axis=-1))
            return reconstruction + kl, (reconstruction, kl)

        gradient = ops.value_and_grad(loss_of, has_aux=True, variables=self.trainable_variables)
        (loss, parts), gradients = gradient()
        self.optimizer.apply(gradients, self.trainable_variables)
        for tracker, value in zip(self.trackers, (loss, *parts)):
            tracker.update_state(value)
        return {tracker.name: tracker.result() for tracker in self.trackers}


def test_vae():
    keras.utils.set_random_seed(0)
    model = VAE()
    model.compile("sgd")
    model.optimizer.learning_rate = 0.05
    before = weights(model)
    history = model.fit(X, batch_size=16, epochs=8, verbose=0).history
    assert moved(before, weights(model))
    assert history["loss"][-1] < history["loss"][0]
    np.testing.assert_allclose(np.add(history["reconstruction"], history["kl"]), history["loss"], rtol=1e-5)


class Distiller(keras.Model):
    def __init__(self, student, teacher, alpha, temperature):
        super().__init__()
        teacher.trainable = False
        self.student, self.teacher = student, teacher
        self.alpha, self.temperature = alpha, temperature

    def call(self, x):
        return self.student(x)

    def train_step(self, data):
        x, y = data
        soft = ops.softmax(self.teacher(x, training=False) / self.temperature)

        def loss_of():
            logits = self.student(x, training=True)
            hard_loss = self.compute_loss(x, y, logits)
            soft_loss = -ops.mean(ops.sum(soft * ops.log_softmax(logits / self.temperature), axis=-1))
            return self.alpha * hard_loss + (1 - self.alpha) * soft_loss, logits

        (loss, logits), gradients = ops.value_and_grad(loss_of, has_aux=True, variables=self.trainable_variables)()
        self.optimizer.apply(gradients, self.trainable_variables)
        for metric in self.metrics:
            metric.update_state(*([loss] if metric.name == "loss" else [y, logits]))
        return {metric.name: metric.result() for metric in self.metrics}


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


@pytest.mark.parametrize("steps_per_execution", [1, 2])
def test_distillation_is_the_step_by_hand(steps_per_execution):
    keras.utils.set_random_seed(0)
    student, teacher, alpha, temperature, rate = mlp(3), mlp(5, 3), 0.3, 2.0, 0.1
    model = Distiller(student, teacher, alpha, temperature)
    model.compile(
        keras.optimizers.SGD(rate),
        losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=steps_per_execution,
    )
    (kernel, bias), kept = (w.astype("float64") for w in weights(student)), weights(teacher)
    model.fit(X, LABELS, batch_size=8, shuffle=False, verbose=0)
    (hidden, b1, out, b2) = kept
    for x, y in ((X[:8], LABELS[:8]), (X[8:], LABELS[8:])):
        z = x @ kernel + bias
        taught = softmax((np.tanh(x @ hidden + b1) @ out + b2) / temperature)
        dz = alpha * (softmax(z) - np.eye(3)[y]) + (1 - alpha) / temperature * (softmax(z / temperature) - taught)
        kernel, bias = kernel - rate * x.T @ dz / 8, bias - rate * dz.mean(0)
    np.testing.assert_allclose(weights(student)[0], kernel, atol=1e-5)
    np.testing.assert_allclose(weights(student)[1], bias, atol=1e-5)
    for now, then in zip(weights(teacher), kept):
        np.testing.assert_array_equal(now, then)


class Contrastive(keras.Model):
    """Two noisy views of a sample are to be near each other; validation by a stateful `test_step` too."""

    def __init__(self):
        super().__init__()
        self.encoder = keras.Sequential([layers.GaussianNoise(0.1, seed=1), layers.Dense(6), layers.BatchNormalization()])
        self.loss_tracker = keras.metrics.Mean(name="loss")

    @property
    def metrics(self):
        return [self.loss_tracker]

    def call(self, x, training=False):
        return ops.normalize(self.encoder(x, training=training))

    def loss_of(self, x):
        a, b = self(x, training=True), self(x, training=True)
        logits = ops.matmul(a, ops.transpose(b)) / 0.5
        return ops.mean(ops.sparse_categorical_crossentropy(ops.arange(x.shape[0]), logits, from_logits=True))

    def train_step(self, x):
        loss, gradients = ops.value_and_grad(self.loss_of, variables=self.trainable_variables)(x)
        self.optimizer.apply(gradients, self.trainable_variables)
        self.loss_tracker.update_state(loss)
        return {"loss": self.loss_tracker.result()}

    def test_step(self, x):
        self.loss_tracker.update_state(self.loss_of(x))
        return {"loss": self.loss_tracker.result()}


def test_contrastive():
    keras.utils.set_random_seed(0)
    model = Contrastive()
    model.compile(keras.optimizers.Adam(0.03))
    history = model.fit(X, batch_size=16, epochs=6, verbose=0, validation_data=(X,)).history
    assert history["loss"][-1] < history["loss"][0] and np.isfinite(history["val_loss"]).all()
    moving_mean = model.encoder.layers[2].moving_mean
    assert np.abs(np.array(moving_mean)).max() > 0  # what layers assign inside of the gradient is kept
    assert model.predict(X, verbose=0).shape == (16, 6)


class Hidden(keras.Model):
    """Counts steps in a variable that the model does not know of."""

    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)
        variable = keras.Variable(0.0, name="hidden_count")
        self.count = lambda: variable.assign_add(1.0)

    def call(self, x):
        return self.dense(x)


class HiddenStateful(Hidden):
    def train_step(self, data):
        self.count()
        return {"loss": 0.0}


class HiddenPure(Hidden):
    def train_step(self, state, data):
        self.count()
        return super().train_step(state, data)


class HiddenMetric(HiddenStateful):
    def __init__(self):
        super().__init__()
        metric = keras.metrics.Mean(name="hidden_count")
        self.count = lambda: metric.update_state(1.0)


@pytest.mark.skipif(keras.backend.backend() != "jax", reason="jax keeps the state of steps outside of variables")
@pytest.mark.parametrize("kind", [HiddenStateful, HiddenPure, HiddenMetric])
def test_variables_that_jax_would_lose_are_named(kind):
    model = kind()
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match=rf"{kind.__name__}.train_step.*does not keep.*hidden_count"):
        model.fit(X, X[:, :1], verbose=0)


def doubled(logs):
    return {**logs, "twice": 2 * logs["loss"]}


class AsOnItsBackend(keras.Model):
    """The three steps overridden by the contract of the backend: on jax they hand the state through."""

    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)

    def call(self, x):
        return self.dense(x)

    if keras.backend.backend() == "jax":

        def train_step(self, state, data):
            logs, state = super().train_step(state, data)
            return doubled(logs), state

        def test_step(self, state, data):
            logs, state = super().test_step(state, data)
            return doubled(logs), state

        def predict_step(self, state, data):
            outputs, state = super().predict_step(state, data)
            return -outputs, state

    else:

        def train_step(self, data):
            return doubled(super().train_step(data))

        def test_step(self, data):
            return doubled(super().test_step(data))

        def predict_step(self, data):
            return -super().predict_step(data)


def test_steps_by_the_contract_of_the_backend():
    model = AsOnItsBackend()
    model.compile("sgd", "mse")
    history = model.fit(X, X[:, :1], batch_size=8, epochs=2, verbose=0, validation_data=(X, X[:, :1])).history
    for name in ("", "val_"):
        np.testing.assert_allclose(history[f"{name}twice"], 2 * np.array(history[f"{name}loss"]), rtol=1e-6)
    assert history["loss"][1] < history["loss"][0]
    np.testing.assert_allclose(model.predict(X, verbose=0), -keras.ops.convert_to_numpy(model(X)), atol=1e-6)
    assert sorted(model.train_on_batch(X, X[:, :1], return_dict=True)) == ["loss", "twice"]
