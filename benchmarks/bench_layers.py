"""Layers against the framework's own functions in one process: eager calls, and loss with gradients.

    KERAS_BACKEND=torch python benchmarks/bench_layers.py

On jax the raw max-pooling is XLA's, with XLA's gradient.
"""
import numpy as np
from bench_recurrent import call_of, gradients_of
from harness import backend, paired, report

import keras
from keras import layers

BUDGET = {"jax": 1.05, "tensorflow": 1.05, "torch": 1.1}
CALL_BUDGET = {"jax": 10, "tensorflow": 25, "torch": 8}  # us above raw code, of a layer's eager call
SHORT = 100e-6
IMAGES = np.random.default_rng(0).normal(size=(16, 32, 32, 16)).astype("float32")
WORDS = np.random.default_rng(1).normal(size=(16, 64, 64)).astype("float32")
IDS = np.random.default_rng(2).integers(0, 1000, (32, 64)).astype("int32")
HEADS, EPSILON = 4, 1e-3


class Jax:
    """jax.numpy, jax.nn and lax, eager, and compiled for gradients."""

    def __init__(self):
        import jax

        self.jax, self.np, self.lax = jax, jax.numpy, jax.lax

    def tensor(self, x):
        return self.np.asarray(x)

    def conv(self, x, kernel, bias):
        layout = ("NHWC", "HWIO", "NHWC")
        return self.lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=layout) + bias

    def pool(self, x):
        return self.lax.reduce_window(x, -np.inf, self.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")

    def batch_norm(self, x, gamma, beta, mean, variance):
        return (x - mean) * (gamma * self.lax.rsqrt(variance + EPSILON)) + beta

    def layer_norm(self, x, gamma, beta):
        mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) * self.lax.rsqrt(variance + EPSILON) * gamma + beta

    def attention(self, x, *weights):
        q, k, v = (self.np.einsum("btd,dhk->bthk", x, w) + b for w, b in zip(weights[0:6:2], weights[1:6:2]))
        found = self.jax.nn.dot_product_attention(q, k, v)
        return self.np.einsum("bthk,hkd->btd", found, weights[6]) + weights[7]

    def embedding(self, x, table):
        return self.np.take(table, x, axis=0)

    def eager(self, function, x, weights):
        return lambda: self.jax.block_until_ready(function(x, *weights))

    def gradients(self, function, x, weights, trained):
        loss = lambda w, x: (function(x, *w, *weights[trained:]) ** 2).mean()
        if not trained:  # with respect to the input
            loss = lambda w, x: (function(w) ** 2).mean()
        graded = self.jax.jit(self.jax.value_and_grad(loss))
        first = weights[:trained] if trained else x
        return lambda: self.jax.block_until_ready(graded(first, x))


class TensorFlow(Jax):
    """tf.nn, eager, and a tf.function for gradients."""

    def __init__(self):
        import tensorflow as tf

        self.np = self.tf = tf

    def tensor(self, x):
        return self.tf.constant(x)

    def conv(self, x, kernel, bias):
        return self.tf.nn.conv2d(x, kernel, 1, "SAME") + bias

    def pool(self, x):
        return self.tf.nn.max_pool2d(x, 2, 2, "VALID")

    def batch_norm(self, x, gamma, beta, mean, variance):
        return self.tf.nn.batch_normalization(x, mean, variance, beta, gamma, EPSILON)

    def layer_norm(self, x, gamma, beta):
        mean, variance = self.tf.nn.moments(x, -1, keepdims=True)
        return self.tf.nn.batch_normalization(x, mean, variance, beta, gamma, EPSILON)

    def attention(self, x, *weights):
        tf = self.tf
        q, k, v = (tf.einsum("btd,dhk->bhtk", x, w) + b[:, None] for w, b in zip(weights[0:6:2], weights[1:6:2]))
        scores = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) / q.shape[-1] ** 0.5)
        return tf.einsum("bhtk,hkd->btd", tf.matmul(scores, v), weights[6]) + weights[7]

    def embedding(self, x, table):
        return self.tf.gather(table, x)

    def eager(self, function, x, weights):
        return lambda: function(x, *weights)

    def gradients(self, function, x, weights, trained):
        def graded(x):
            with self.tf.GradientTape() as tape:
                first = weights[:trained] if trained else [x]
                tape.watch(first)
                loss = self.tf.reduce_mean(function(x, *weights) ** 2)
            return loss, tape.gradient(loss, first)

        compiled = self.tf.function(graded, autograph=False)
        return lambda: compiled(x)


class Torch:
    """torch.nn.functional, on images as torch lays them out through a view."""

    def __init__(self):
        import torch

        self.torch, self.f = torch, torch.nn.functional

    def tensor(self, x):
        return self.torch.from_numpy(x)

    def conv(self, x, kernel, bias):
        kernel = kernel.permute(3, 2, 0, 1)
        return self.f.conv2d(x.permute(0, 3, 1, 2), kernel, bias, padding="same").permute(0, 2, 3, 1)

    def pool(self, x):
        return self.f.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)

    def batch_norm(self, x, gamma, beta, mean, variance):
        found = self.f.batch_norm(x.permute(0, 3, 1, 2), mean, variance, gamma, beta, False, 0.0, EPSILON)
        return found.permute(0, 2, 3, 1)

    def layer_norm(self, x, gamma, beta):
        return self.f.layer_norm(x, x.shape[-1:], gamma, beta, EPSILON)

    def attention(self, x, *weights):
        torch = self.torch
        q, k, v = (torch.einsum("btd,dhk->bhtk", x, w) + b[:, None] for w, b in zip(weights[0:6:2], weights[1:6:2]))
        return torch.einsum("bhtk,hkd->btd", self.f.scaled_dot_product_attention(q, k, v), weights[6]) + weights[7]

    def embedding(self, x, table):
        return self.f.embedding(x, table)

    def eager(self, function, x, weights):
        def call():
            with self.torch.no_grad():
                return function(x, *weights)

        return call

    def gradients(self, function, x, weights, trained):
        first = [w.requires_grad_() for w in weights[:trained]]

        def graded():
            for one in first:
                one.grad = None
            start = x if trained else x.clone().requires_grad_()
            (function(start, *weights) ** 2).mean().backward()

        return graded


CASES = {  # layer, input, name of the raw function
    "Conv2D": (lambda: layers.Conv2D(32, 3, padding="same"), IMAGES, "conv"),
    "MaxPooling2D": (lambda: layers.MaxPooling2D(2), IMAGES, "pool"),
    "BatchNormalization": (layers.BatchNormalization, IMAGES, "batch_norm"),
    "LayerNormalization": (layers.LayerNormalization, WORDS, "layer_norm"),
    "MultiHeadAttention": (lambda: layers.MultiHeadAttention(HEADS, 16), WORDS, "attention"),
    "Embedding": (lambda: layers.Embedding(1000, 64), IDS, "embedding"),
}


def input_gradients(layer):
    """Loss and gradient with respect to the input, of a layer without weights."""
    if backend() == "jax":
        import jax

        graded = jax.jit(jax.value_and_grad(lambda x: (layer(x) ** 2).mean()))
        return lambda x: jax.block_until_ready(graded(x))
    if backend() == "tensorflow":
        import tensorflow as tf

        def graded(x):
            with tf.GradientTape() as tape:
                tape.watch(x)
                loss = tf.reduce_mean(layer(x) ** 2)
            return loss, tape.gradient(loss, x)

        return tf.function(graded, autograph=False)

    def graded(x):
        x = x.clone().requires_grad_()
        (layer(x) ** 2).mean().backward()

    return graded


def report_call(name, pair):
    """The row of an eager call: the design gives it a time above raw code, which says little of a long one."""
    if pair.raw < SHORT:
        note = f"raw {pair.raw * 1e6:.0f} us, ratio {pair.ratio:.3g}"
        report(f"{name}, eager call, us above raw", CALL_BUDGET[backend()], pair.above * 1e6, "us", note)
    else:
        report(f"{name}, eager call, ratio", BUDGET[backend()], pair.ratio, "x", f"raw {pair.raw * 1e6:.0f} us")


def measure(name, raw):
    """Reports the two rows of a layer."""
    make, x, function = CASES[name]
    keras.utils.set_random_seed(0)
    layer, x = make(), raw.tensor(x)
    model = _with_one_input(layer, x) if name == "MultiHeadAttention" else layer
    model(x)
    weights = [raw.tensor(np.array(w)) for w in layer.get_weights()]
    trained = len(layer.trainable_weights)
    own, budget = getattr(raw, function), BUDGET[backend()]
    mine = call_of(model)
    pair = paired(raw.eager(own, x, weights), lambda: mine(x))
    report_call(name, pair)
    graded = gradients_of(model) if trained else input_gradients(layer)
    pair = paired(raw.gradients(own, x, weights, trained), lambda: graded(x))
    report(f"{name}, forward and backward, ratio", budget, pair.ratio, "x", f"raw {pair.raw * 1e6:.0f} us")


def main():
    if backend() != "numpy":
        raw = {"jax": Jax, "tensorflow": TensorFlow, "torch": Torch}[backend()]()
        for name in CASES:
            measure(name, raw)


def _with_one_input(layer, x):
    inputs = keras.Input(tuple(x.shape[1:]))
    return keras.Model(inputs, layer(inputs, inputs))


if __name__ == "__main__":
    main()
