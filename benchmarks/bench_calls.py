"""Eager calls: operations, one Dense layer, and models of 20 layers, against the framework's own functions."""
from functools import partial

import numpy as np
from harness import backend, paired, report

import keras

OP_BUDGET_US = {"jax": 1, "tensorflow": 2, "torch": 1, "numpy": 1}
LAYER_BUDGET_US = {"jax": 10, "tensorflow": 25, "torch": 8, "numpy": 8}
MODEL_BUDGET = {"jax": 1.5, "tensorflow": 1.5, "torch": 1.8, "numpy": 6}
WIDTH = 32


def raw_functions():
    """`{op: framework function}` and the framework's dense layer with relu."""
    if backend() == "jax":
        import jax
        import jax.numpy as jnp

        ops = {
            "add": jnp.add, "multiply": jnp.multiply, "matmul": jnp.matmul, "sin": jnp.sin, "exp": jnp.exp,
            "sum": jnp.sum, "mean": jnp.mean, "maximum": jnp.maximum, "relu": jax.nn.relu,
            "reshape": lambda x: jnp.reshape(x, (-1,)), "transpose": jnp.transpose,
        }  # fmt: skip
        return ops, lambda x, w, b: jnp.add(jnp.matmul(x, w), b), jax.nn.relu
    if backend() == "tensorflow":
        import tensorflow as tf

        ops = {
            "add": tf.add, "multiply": tf.multiply, "matmul": tf.matmul, "sin": tf.sin, "exp": tf.exp,
            "sum": tf.reduce_sum, "mean": tf.reduce_mean, "maximum": tf.maximum, "relu": tf.nn.relu,
            "reshape": lambda x: tf.reshape(x, (-1,)), "transpose": tf.transpose,
        }  # fmt: skip
        return ops, lambda x, w, b: tf.nn.bias_add(tf.matmul(x, w), b), tf.nn.relu
    if backend() == "torch":
        import torch

        ops = {
            "add": torch.add, "multiply": torch.multiply, "matmul": torch.matmul, "sin": torch.sin, "exp": torch.exp,
            "sum": torch.sum, "mean": torch.mean, "maximum": torch.maximum, "relu": torch.relu,
            "reshape": lambda x: torch.reshape(x, (-1,)), "transpose": lambda x: torch.permute(x, (1, 0)),
        }  # fmt: skip
        return ops, lambda x, w, b: torch.add(torch.matmul(x, w), b), torch.relu
    ops = {
        "add": np.add, "multiply": np.multiply, "matmul": np.matmul, "sin": np.sin, "exp": np.exp,
        "sum": np.sum, "mean": np.mean, "maximum": np.maximum, "relu": lambda x: np.maximum(x, np.float32(0)),
        "reshape": lambda x: np.reshape(x, (-1,)), "transpose": np.transpose,
    }  # fmt: skip
    return ops, lambda x, w, b: np.add(np.matmul(x, w), b), ops["relu"]


def bench_operations(raw, x):
    above = []
    for name, function in raw.items():
        ours = getattr(keras.ops, name)
        arguments = (x, x) if name in ("add", "multiply", "matmul", "maximum") else (x,)
        ours_arguments = (x, (-1,)) if name == "reshape" else arguments
        pair = paired(partial(function, *arguments), partial(ours, *ours_arguments))
        above.append(pair.above * 1e6)
        report(f"op {name}, us above raw", OP_BUDGET_US[backend()], above[-1], "us", f"raw {pair.raw * 1e6:.1f} us")
    report("eager op above raw, us (median)", OP_BUDGET_US[backend()], float(np.median(above)), "us")


def bench_layer(dense, x):
    layer = keras.layers.Dense(WIDTH)
    layer(x)
    weights = [v.value for v in layer.weights]
    pair = paired(lambda: dense(x, *weights), lambda: layer(x))
    note = f"raw {pair.raw * 1e6:.1f} us"
    report("eager layer call above raw, us (Dense)", LAYER_BUDGET_US[backend()], pair.above * 1e6, "us", note)


def bench_models(dense, relu, x):
    for kind, model in (("Sequential", sequential()), ("Functional", functional())):
        model(x)
        weights = [[v.value for v in layer.weights] for layer in model.layers if layer.weights]
        pair = paired(partial(raw_model, dense, relu, weights, x), partial(model, x))
        note = f"raw {pair.raw * 1e6:.0f} us"
        report(f"20-layer {kind}, eager, ratio", MODEL_BUDGET[backend()], pair.ratio, "x", note)


def raw_model(dense, relu, weights, x):
    for w, b in weights:
        x = relu(dense(x, w, b))
    return x


def sequential():
    layers = [keras.layers.Dense(WIDTH, activation="relu") for _ in range(20)]
    return keras.Sequential([keras.Input((WIDTH,)), *layers])


def functional():
    inputs = x = keras.Input((WIDTH,))
    for _ in range(20):
        x = keras.layers.Dense(WIDTH, activation="relu")(x)
    return keras.Model(inputs, x)


def main():
    raw, dense, relu = raw_functions()
    x = keras.ops.convert_to_tensor(np.ones((WIDTH, WIDTH), "float32"))
    if backend() == "torch":
        import torch

        torch.set_num_threads(1)
        with torch.no_grad():
            bench_operations(raw, x)
            bench_layer(dense, x)
            bench_models(dense, relu, x)
        return
    bench_operations(raw, x)
    bench_layer(dense, x)
    bench_models(dense, relu, x)


if __name__ == "__main__":
    main()
