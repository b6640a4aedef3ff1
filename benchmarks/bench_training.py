"""Training, evaluation and prediction against hand-written code of the framework, in one process.

    KERAS_BACKEND=torch python benchmarks/bench_training.py [--rounds 7] [--only fit-mlp,predict-one]

Prints for each case a row of `harness.report`: the ratio of median times (or their difference) and the budget of the
design. Keras and raw code are measured in turns.
"""
import argparse
import os
import statistics
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("--backend", default=None)
parser.add_argument("--rounds", type=int, default=9)
parser.add_argument("--only", default="")
options = parser.parse_args()
if options.backend:
    os.environ["KERAS_BACKEND"] = options.backend
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np  # noqa: E402
from harness import report  # noqa: E402

import keras  # noqa: E402
from keras import layers  # noqa: E402

BACKEND = keras.backend.backend()
BUDGETS = {  # per case: (what, jax, tensorflow, torch, numpy)
    "fit-mlp": ("ratio", 1.05, 1.05, 1.20, None),
    "fit-cnn": ("ratio", 1.05, 1.05, 1.10, None),
    "fit-one-step": ("ratio", 1.5, 2.0, 1.5, None),
    "train_on_batch": ("ratio", 1.3, 1.3, 1.3, None),
    "predict-one": ("us", 60, 100, 60, 60),
    "evaluate": ("ratio", 1.2, 1.2, 1.6, 3.0),
    "predict": ("ratio", 1.2, 1.2, 1.6, 3.0),
}
rng = np.random.default_rng(0)
STEPS, BATCH = 100, 32
X = rng.normal(size=(STEPS * BATCH, 64)).astype("float32")
Y = rng.integers(0, 10, STEPS * BATCH).astype("int32")
IMAGES = rng.normal(size=(20 * BATCH, 16, 16, 3)).astype("float32")


def mlp():
    model = keras.Sequential(
        [keras.Input((64,)), layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(10)]
    )
    if BACKEND != "numpy":
        model.compile(keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    else:
        model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def cnn():
    model = keras.Sequential([
        keras.Input((16, 16, 3)), layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"), layers.GlobalAveragePooling2D(), layers.Dense(10),
    ])
    model.compile(keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


class RawJax:
    """The same training in plain JAX."""

    def __init__(self, model):
        import jax
        import jax.numpy as jnp

        params = [jnp.array(w) for w in model.get_weights()]
        zeros = lambda: [jnp.zeros_like(p) for p in params]
        self.state = (params, zeros(), zeros(), jnp.zeros((), "int32"))
        conv = params[0].ndim == 4

        def forward(p, x):
            if conv:
                dims = ("NHWC", "HWIO", "NHWC")
                x = jax.nn.relu(jax.lax.conv_general_dilated(x, p[0], (1, 1), "VALID", dimension_numbers=dims) + p[1])
                x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
                x = jax.nn.relu(jax.lax.conv_general_dilated(x, p[2], (1, 1), "VALID", dimension_numbers=dims) + p[3])
                return x.mean((1, 2)) @ p[4] + p[5]
            x = jax.nn.relu(x @ p[0] + p[1])
            x = jax.nn.relu(x @ p[2] + p[3])
            return x @ p[4] + p[5]

        def loss_of(p, x, y):
            return -jnp.take_along_axis(jax.nn.log_softmax(forward(p, x)), y[:, None], 1).mean()

        def step(state, x, y):
            p, m, v, t = state
            loss, g = jax.value_and_grad(loss_of)(p, x, y)
            t = t + 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
            rate = 1e-3 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            p = [a - rate * b / (jnp.sqrt(c) + 1e-7) for a, b, c in zip(p, m, v)]
            return (p, m, v, t), loss

        self.step, self.forward = jax.jit(step, donate_argnums=0), jax.jit(forward)
        self.loss_of = jax.jit(loss_of)

    def train(self, x, y):
        self.state, loss = self.step(self.state, x, y)
        return loss

    def test(self, x, y):
        return self.loss_of(self.state[0], x, y)

    def predict(self, x):
        return self.forward(self.state[0], x)


class RawTorch:
    """The same training in plain PyTorch."""

    def __init__(self, model):
        import torch
        from torch import nn

        self.torch = torch
        if len(model.get_weights()[0].shape) == 4:
            self.net = nn.Sequential(
                nn.Conv2d(3, 16, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3), nn.ReLU(),
                nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10),
            )
        else:
            self.net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
        self.optimizer = torch.optim.Adam(self.net.parameters(), 1e-3)
        self.loss = nn.CrossEntropyLoss()

    def _x(self, x):
        x = self.torch.from_numpy(x)
        return x.permute(0, 3, 1, 2) if x.ndim == 4 else x

    def train(self, x, y):
        self.optimizer.zero_grad()
        loss = self.loss(self.net(self._x(x)), self.torch.from_numpy(y).long())
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def test(self, x, y):
        with self.torch.no_grad():
            return self.loss(self.net(self._x(x)), self.torch.from_numpy(y).long())

    def predict(self, x):
        with self.torch.no_grad():
            return self.net(self._x(x))


class RawTensorflow:
    """The same training in plain TensorFlow."""

    def __init__(self, model):
        import tensorflow as tf

        p = [tf.Variable(w) for w in model.get_weights()]
        m, v = [[tf.Variable(tf.zeros_like(w)) for w in p] for _ in range(2)]
        t = tf.Variable(0.0)
        conv = len(p[0].shape) == 4

        def forward(x):
            if conv:
                x = tf.nn.relu(tf.nn.conv2d(x, p[0], 1, "VALID") + p[1])
                x = tf.nn.max_pool2d(x, 2, 2, "VALID")
                x = tf.nn.relu(tf.nn.conv2d(x, p[2], 1, "VALID") + p[3])
                return tf.reduce_mean(x, (1, 2)) @ p[4] + p[5]
            x = tf.nn.relu(x @ p[0] + p[1])
            x = tf.nn.relu(x @ p[2] + p[3])
            return x @ p[4] + p[5]

        def loss_of(x, y):
            return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, forward(x)))

        @tf.function
        def step(x, y):
            with tf.GradientTape() as tape:
                loss = loss_of(x, y)
            gradients = tape.gradient(loss, p)
            t.assign_add(1.0)
            rate = 1e-3 * tf.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            for a, b, c, g in zip(p, m, v, gradients):
                b.assign(0.9 * b + 0.1 * g)
                c.assign(0.999 * c + 0.001 * g * g)
                a.assign_sub(rate * b / (tf.sqrt(c) + 1e-7))
            return loss

        self.tf, self.step, self.forward, self.loss = tf, step, tf.function(forward), tf.function(loss_of)

    def train(self, x, y):
        return self.step(self.tf.constant(x), self.tf.constant(y))

    def test(self, x, y):
        return self.loss(self.tf.constant(x), self.tf.constant(y))

    def predict(self, x):
        return self.forward(self.tf.constant(x))


class RawNumpy:
    """The same computation in plain NumPy."""

    def __init__(self, model):
        self.p = model.get_weights()

    def predict(self, x):
        p = self.p
        x = np.maximum(x @ p[0] + p[1], 0)
        x = np.maximum(x @ p[2] + p[3], 0)
        return x @ p[4] + p[5]

    def test(self, x, y):
        z = self.predict(x)
        z = z - z.max(1, keepdims=True)
        return -(z[np.arange(len(y)), y] - np.log(np.exp(z).sum(1))).mean()


RAW = {"jax": RawJax, "torch": RawTorch, "tensorflow": RawTensorflow, "numpy": RawNumpy}[BACKEND]


def loop(function, count, *arrays):
    """A raw loop over shuffled or plain batches that keeps the running loss and reads it at the end."""

    def run():
        order, total = np.random.permutation(count * BATCH), 0.0
        for i in range(count):
            index = order[i * BATCH : i * BATCH + BATCH]
            total = total + function(*[a[index] for a in arrays])
        return float(total)

    return run


def shuffled(function, *arrays):
    """One step on the samples of a batch in a new order, as `fit` visits them; reads the loss."""

    def run():
        index = np.random.permutation(len(arrays[0]))
        return float(function(*[a[index] for a in arrays]))

    return run


def plain_loop(function, count, *arrays, read=float):
    def run():
        results = [function(*[a[i * BATCH : i * BATCH + BATCH] for a in arrays]) for i in range(count)]
        return [read(r) for r in results]

    return run


def cases():
    """Per case `(keras function, raw function, calls per measurement, steps per call)`."""
    x1, x32, y32 = X[:1], X[:BATCH], Y[:BATCH]
    model, raw = mlp(), RAW(mlp())
    read = lambda t: np.array(t.numpy() if hasattr(t, "numpy") else t)
    found = {
        "predict-one": (lambda: model.predict(x1, verbose=0), lambda: read(raw.predict(x1)), 200, 1),
        "evaluate": (lambda: model.evaluate(X, Y, verbose=0), plain_loop(raw.test, STEPS, X, Y), 2, STEPS),
        "predict": (lambda: model.predict(X, verbose=0), plain_loop(raw.predict, STEPS, X, read=read), 2, STEPS),
    }
    if BACKEND != "numpy":
        found |= {
            "fit-mlp": (lambda: model.fit(X, Y, verbose=0), loop(raw.train, STEPS, X, Y), 2, STEPS),
            "fit-one-step": (lambda: model.fit(x32, y32, verbose=0), shuffled(raw.train, x32, y32), 50, 1),
            "train_on_batch": (lambda: model.train_on_batch(x32, y32), lambda: float(raw.train(x32, y32)), 100, 1),
        }
        images, image_model = Y[: len(IMAGES)], cnn()
        image_raw = RAW(cnn())
        found["fit-cnn"] = (
            lambda: image_model.fit(IMAGES, images, verbose=0), loop(image_raw.train, 20, IMAGES, images), 1, 20
        )
    return found


def seconds(function, calls):
    start = time.perf_counter()
    for _ in range(calls):
        function()
    return (time.perf_counter() - start) / calls


def main():
    chosen = [name for name in options.only.split(",") if name]
    column = ["jax", "tensorflow", "torch", "numpy"].index(BACKEND) + 1
    print(f"backend {BACKEND}, Python {sys.version.split()[0]}, {os.cpu_count()} cores, {options.rounds} rounds")
    missed = 0
    for name, (ours, raw, calls, steps) in sorted(cases().items()):
        if chosen and name not in chosen:
            continue
        for function in (ours, raw):
            seconds(function, 2)
        times = [(seconds(ours, calls), seconds(raw, calls)) for _ in range(options.rounds)]
        kind, budget = BUDGETS[name][0], BUDGETS[name][column]
        a, b = (statistics.median(t[i] for t in times) * 1e6 / steps for i in (0, 1))
        value = statistics.median(t[0] / t[1] for t in times) if kind == "ratio" else a - b
        missed += value > budget
        unit = "x" if kind == "ratio" else kind
        report(name, budget, value, unit, f"keras {a:.1f} us, raw {b:.1f} us")
    return missed


if __name__ == "__main__":
    main()
