"""LSTM and GRU against the framework's own code in one process: eager calls, forward and backward, steps of `fit`.

    KERAS_BACKEND=torch python benchmarks/bench_recurrent.py [--rounds 15] [--only eager]

Raw code is `torch.nn.LSTM` and `torch.nn.GRU` on torch, one compiled `lax.scan` on jax, one `tf.while_loop` in a
`tf.function` on tensorflow (in eager calls its loop in Python), a loop on numpy. On jax and tensorflow it has the
products of the inputs before the loop, as Keras has it.
"""
import argparse

import numpy as np
from harness import backend, paired, report

import keras
from keras import layers

parser = argparse.ArgumentParser()
parser.add_argument("--rounds", type=int, default=15)
parser.add_argument("--only", default="", help="part of the names of the rows to measure")
options = parser.parse_args()

BATCH, STEPS, FEATURES, UNITS = 32, 50, 32, 64
X = np.random.default_rng(0).normal(size=(BATCH, STEPS, FEATURES)).astype("float32")
MANY = np.concatenate([X] * 30)
RATE = 1e-3
BUDGETS = {  # of the ratio: eager call, forward and backward, fit step
    "jax": (1.05, 1.05, 1.05),
    "tensorflow": (1.05, 1.05, 1.05),
    "torch": (1.1, 1.1, 1.1),
    "numpy": (1.2, None, None),
}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Numpy:
    """The recurrence on NumPy; other frameworks give their functions."""

    tanh, sigmoid, split = staticmethod(np.tanh), staticmethod(sigmoid), staticmethod(np.split)

    def __init__(self, kind, weights):
        self.kind = kind
        self.weights = [self.variable(w) for w in weights]

    def variable(self, value):
        return value

    def project(self, x, w):
        bias = w[2] if self.kind == "LSTM" else w[2][0]
        return np.swapaxes(x, 0, 1) @ w[0] + bias

    def step(self, states, x, w):
        inner = states[0] @ w[1]
        if self.kind == "LSTM":
            i, f, g, o = self.split(x + inner, 4, -1)
            c = self.sigmoid(f) * states[1] + self.sigmoid(i) * self.tanh(g)
            return [self.sigmoid(o) * self.tanh(c), c]
        x_z, x_r, x_g = self.split(x, 3, -1)
        h_z, h_r, h_g = self.split(inner + w[2][1], 3, -1)
        z, r = self.sigmoid(x_z + h_z), self.sigmoid(x_r + h_r)
        return [z * states[0] + (1 - z) * self.tanh(x_g + r * h_g)]

    def start(self):
        return [np.zeros((BATCH, UNITS), "float32")] * (2 if self.kind == "LSTM" else 1)

    def forward(self, x, w):
        states = self.start()
        for row in self.project(x, w):
            states = self.step(states, row, w)
        return states[0]

    def call(self, x):
        return self.forward(x, self.weights)


class Jax(Numpy):
    """The recurrence as one `lax.scan`."""

    def __init__(self, kind, weights):
        import jax
        import jax.numpy as jnp

        self.jax, self.jnp = jax, jnp
        self.tanh, self.sigmoid, self.split = jnp.tanh, jax.nn.sigmoid, jnp.split
        super().__init__(kind, weights)
        self.compiled = jax.jit(self.forward)
        self.graded = jax.jit(jax.value_and_grad(lambda w, x: (self.forward(x, w) ** 2).mean()))
        self.trained = jax.jit(self.train, donate_argnums=0)

    def variable(self, value):
        return self.jnp.array(value)

    def project(self, x, w):
        bias = w[2] if self.kind == "LSTM" else w[2][0]
        return self.jnp.swapaxes(x, 0, 1) @ w[0] + bias

    def start(self):
        return [self.jnp.zeros((BATCH, UNITS))] * (2 if self.kind == "LSTM" else 1)

    def forward(self, x, w):
        run = lambda states, row: (self.step(states, row, w), None)
        return self.jax.lax.scan(run, self.start(), self.project(x, w))[0][0]

    def call(self, x):
        return self.jax.block_until_ready(self.compiled(x, self.weights))

    def gradients(self, x):
        return self.jax.block_until_ready(self.graded(self.weights, x))

    def train(self, w, x):
        loss, gradients = self.graded(w, x)
        return [a - RATE * b for a, b in zip(w, gradients)], loss

    def fit(self, xs):
        for i in range(0, len(xs), BATCH):
            self.weights, loss = self.trained(self.weights, xs[i : i + BATCH])
        return float(loss)


class TensorFlow(Numpy):
    """The recurrence as one `tf.while_loop`."""

    def __init__(self, kind, weights):
        import tensorflow as tf

        self.tf = tf
        self.tanh, self.sigmoid, self.split = tf.tanh, tf.sigmoid, tf.split
        super().__init__(kind, weights)
        self.graded = tf.function(self.loss_and_gradients, autograph=False)
        self.trained = tf.function(self.train, autograph=False)

    def variable(self, value):
        return self.tf.Variable(value)

    def project(self, x, w):
        bias = w[2] if self.kind == "LSTM" else w[2][0]
        return self.tf.transpose(x, (1, 0, 2)) @ w[0] + bias

    def start(self):
        return [self.tf.zeros((BATCH, UNITS))] * (2 if self.kind == "LSTM" else 1)

    def forward(self, x, w):
        tf = self.tf
        rows = self.project(x, w)
        if tf.executing_eagerly():
            states = self.start()
            for row in tf.unstack(rows):
                states = self.step(states, row, w)
            return states[0]
        array = tf.TensorArray(tf.float32, STEPS, element_shape=rows.shape[1:]).unstack(rows)
        run = lambda i, states: (i + 1, self.step(states, array.read(i), w))
        return tf.while_loop(lambda i, _: i < STEPS, run, (0, self.start()), maximum_iterations=STEPS)[1][0]

    def loss_and_gradients(self, x):
        with self.tf.GradientTape() as tape:
            loss = self.tf.reduce_mean(self.forward(x, self.weights) ** 2)
        return loss, tape.gradient(loss, self.weights)

    def gradients(self, x):
        return self.graded(x)

    def train(self, x):
        loss, gradients = self.loss_and_gradients(x)
        for w, g in zip(self.weights, gradients):
            w.assign_sub(RATE * g)
        return loss

    def fit(self, xs):
        for i in range(0, len(xs), BATCH):
            loss = self.trained(self.tf.constant(xs[i : i + BATCH]))
        return float(loss)


class Torch:
    """`torch.nn.LSTM` or `torch.nn.GRU`."""

    def __init__(self, kind, weights):
        import torch

        self.torch = torch
        self.layer = getattr(torch.nn, kind)(FEATURES, UNITS, batch_first=True)
        self.optimizer = torch.optim.SGD(self.layer.parameters(), RATE)

    def call(self, x):
        with self.torch.no_grad():
            return self.layer(x)[0][:, -1]

    def gradients(self, x):
        self.optimizer.zero_grad()
        loss = (self.layer(x)[0][:, -1] ** 2).mean()
        loss.backward()
        return loss

    def fit(self, xs):
        for i in range(0, len(xs), BATCH):
            loss = self.gradients(self.torch.from_numpy(xs[i : i + BATCH]))
            self.optimizer.step()
        return float(loss.detach())


def call_of(layer):
    """A plain call of the layer."""
    if backend() == "torch":
        import torch

        def call(x):
            with torch.no_grad():
                return layer(x)

        return call
    if backend() == "jax":
        import jax

        return lambda x: jax.block_until_ready(layer(x))
    return layer


def gradients_of(layer):
    """Loss and gradients through the layer, compiled where the framework compiles."""
    if backend() == "jax":
        import jax

        weights = [v.value for v in layer.trainable_variables]
        others = [v.value for v in layer.non_trainable_variables]
        loss = lambda w, x: (layer.stateless_call(w, others, x)[0] ** 2).mean()
        graded = jax.jit(jax.value_and_grad(loss))
        return lambda x: jax.block_until_ready(graded(weights, x))
    if backend() == "tensorflow":
        import tensorflow as tf

        variables = [v.value for v in layer.trainable_variables]

        def graded(x):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(layer(x) ** 2)
            return loss, tape.gradient(loss, variables)

        return tf.function(graded, autograph=False)

    parameters = list(layer.parameters())

    def graded(x):
        for parameter in parameters:
            parameter.grad = None
        loss = (layer(x) ** 2).mean()
        loss.backward()
        return loss

    return graded


def cases(kind, raw_class):
    """Pairs of functions, the raw one first, for eager calls, gradients and fitting."""
    layer = getattr(layers, kind)(UNITS)
    layer.build((BATCH, STEPS, FEATURES))
    raw = raw_class(kind, [np.array(w) for w in layer.get_weights()])
    x, call = keras.ops.convert_to_tensor(X), call_of(layer)
    yield "eager call", lambda: raw.call(x), lambda: call(x)
    if backend() == "numpy":
        return
    graded = gradients_of(layer)
    yield "forward and backward", lambda: raw.gradients(x), lambda: graded(x)
    model = keras.Sequential([keras.Input((STEPS, FEATURES)), getattr(layers, kind)(UNITS)])
    model.compile(keras.optimizers.SGD(RATE), lambda y, y_pred: keras.ops.mean(y_pred**2))
    targets = np.zeros((len(MANY), UNITS), "float32")
    fit = lambda: model.fit(MANY, targets, batch_size=BATCH, shuffle=False, verbose=0)
    yield "fit step", lambda: raw.fit(MANY), fit


def main():
    raw_class = {"jax": Jax, "tensorflow": TensorFlow, "torch": Torch, "numpy": Numpy}[backend()]
    note = f"batch {BATCH}, {STEPS} steps, {FEATURES} -> {UNITS}"
    for kind in ("LSTM", "GRU"):
        for budget, (what, raw, ours) in zip(BUDGETS[backend()], cases(kind, raw_class)):
            if options.only in what:
                found = paired(raw, ours, rounds=options.rounds)
                report(f"{kind}, {what}", budget, found.ratio, "x", note)


if __name__ == "__main__":
    main()
