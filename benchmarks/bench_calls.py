"""Eager calls: operations, one Dense layer, and models of 20 layers, against the framework's own functions."""
from functools import partial

import numpy as np
from harness import backend, paired, report

import keras

OP_BUDGET_US = {"jax": 1, "tensorflow": 2, "torch": 1, "numpy": 1}
LAYER_BUDGET_US = {"jax": 10, "tensorflow": 25, "torch": 8, "numpy": 8}
MODEL_BUDGET = {"jax": 1.5, "tensorflow": 1.5, "torch": 1.8, "numpy": 6}
WIDTH = 32


IMAGE, KERNEL = (1, 8, 8, 4), (3, 3, 4, 8)
# Arguments of the representative operations: `x` is (32, 32), `ids` (32,), `image` and `kernel` as above.
ARGUMENTS = {
    **dict.fromkeys(["sin", "exp", "relu", "gelu", "sigmoid", "softmax", "log_softmax", "transpose", "argmax"], "x"),
    **dict.fromkeys(["sum", "mean", "max"], "x"),
    **dict.fromkeys(["add", "multiply", "matmul", "maximum", "equal"], "x x"),
    "where": "mask x x",
    "reshape": "x",
    "concatenate": "pair",
    "one_hot": "ids",
    "conv": "image kernel",
    "max_pool": "image",
}
STATIC = {"reshape": {"newshape": (-1,)}, "one_hot": {"num_classes": 8}, "max_pool": {"pool_size": 2}}


def raw_jax():
    import jax
    import jax.numpy as jnp
    from jax import lax, nn

    layout = ("NHWC", "HWIO", "NHWC")
    window = (1, 2, 2, 1)
    return {
        "add": jnp.add, "multiply": jnp.multiply, "matmul": jnp.matmul, "maximum": jnp.maximum, "equal": jnp.equal,
        "where": jnp.where, "sin": jnp.sin, "exp": jnp.exp, "sum": jnp.sum, "mean": jnp.mean, "max": jnp.max,
        "argmax": jnp.argmax, "relu": nn.relu, "gelu": nn.gelu, "sigmoid": nn.sigmoid, "softmax": nn.softmax,
        "log_softmax": nn.log_softmax, "transpose": jnp.transpose, "reshape": lambda x: jnp.reshape(x, (-1,)),
        "concatenate": jnp.concatenate, "one_hot": lambda i: nn.one_hot(i, 8),
        "conv": lambda x, k: lax.conv_general_dilated(x, k, (1, 1), "VALID", dimension_numbers=layout),
        "max_pool": lambda x: lax.reduce_window(x, -jnp.inf, jax.lax.max, window, window, "VALID"),
    }


def raw_tensorflow():
    import tensorflow as tf

    nn = tf.nn
    return {
        "add": tf.add, "multiply": tf.multiply, "matmul": tf.matmul, "maximum": tf.maximum, "equal": tf.equal,
        "where": tf.where, "sin": tf.sin, "exp": tf.exp, "sum": tf.reduce_sum, "mean": tf.reduce_mean,
        "max": tf.reduce_max, "argmax": lambda x: tf.argmax(tf.reshape(x, (-1,)), output_type=tf.int32),
        "relu": nn.relu, "gelu": lambda x: nn.gelu(x, approximate=True), "sigmoid": tf.sigmoid,
        "softmax": nn.softmax, "log_softmax": nn.log_softmax, "transpose": tf.transpose,
        "reshape": lambda x: tf.reshape(x, (-1,)), "concatenate": lambda xs: tf.concat(xs, 0),
        "one_hot": lambda i: tf.one_hot(i, 8), "conv": lambda x, k: nn.conv2d(x, k, 1, "VALID"),
        "max_pool": lambda x: nn.max_pool2d(x, 2, 2, "VALID"),
    }


def raw_torch():
    import torch
    import torch.nn.functional as F

    first, last, oihw = (0, 3, 1, 2), (0, 2, 3, 1), (3, 2, 0, 1)
    return {
        "add": torch.add, "multiply": torch.multiply, "matmul": torch.matmul, "maximum": torch.maximum,
        "equal": torch.eq, "where": torch.where, "sin": torch.sin, "exp": torch.exp, "sum": torch.sum,
        "mean": torch.mean, "max": torch.amax, "argmax": lambda x: torch.argmax(x).to(torch.int32), "relu": torch.relu,
        "gelu": lambda x: F.gelu(x, approximate="tanh"), "sigmoid": torch.sigmoid,
        "softmax": lambda x: torch.softmax(x, -1), "log_softmax": lambda x: torch.log_softmax(x, -1),
        "transpose": lambda x: torch.permute(x, (1, 0)), "reshape": lambda x: torch.reshape(x, (-1,)),
        "concatenate": torch.cat, "one_hot": lambda i: F.one_hot(i.long(), 8).to(torch.float32),
        "conv": lambda x, k: F.conv2d(x.permute(first), k.permute(oihw)).permute(last),
        "max_pool": lambda x: F.max_pool2d(x.permute(first), 2).permute(last),
    }


def raw_numpy():
    """NumPy has neither convolutions nor activations: those of one line stand for them."""
    zero = np.float32(0)

    def max_of_four(x):  # `x.reshape(...).max((2, 4))` takes six times as long on images of the usual size
        rows = np.maximum(x[:, ::2], x[:, 1::2])
        return np.maximum(rows[:, :, ::2], rows[:, :, 1::2])

    return {
        "add": np.add, "multiply": np.multiply, "matmul": np.matmul, "maximum": np.maximum, "equal": np.equal,
        "where": np.where, "sin": np.sin, "exp": np.exp, "sum": np.sum, "mean": np.mean, "max": np.max,
        "argmax": lambda x: np.argmax(x).astype(np.int32), "relu": lambda x: np.maximum(x, zero),
        "softmax": lambda x: (e := np.exp(x - x.max(-1, keepdims=True))) / e.sum(-1, keepdims=True),
        "log_softmax": lambda x: (y := x - x.max(-1, keepdims=True)) - np.log(np.exp(y).sum(-1, keepdims=True)),
        "transpose": np.transpose, "reshape": lambda x: np.reshape(x, (-1,)), "concatenate": np.concatenate,
        "one_hot": lambda i: (i[:, None] == np.arange(8)).astype("float32"),
        "max_pool": max_of_four,
    }


def raw_functions():
    """`{op: framework function}`, and the framework's dense layer and relu."""
    ops = {"jax": raw_jax, "tensorflow": raw_tensorflow, "torch": raw_torch, "numpy": raw_numpy}[backend()]()
    add = ops["add"]
    if backend() == "tensorflow":
        import tensorflow as tf

        add = tf.nn.bias_add
    return ops, lambda x, w, b: add(ops["matmul"](x, w), b), ops["relu"]


def operands(x):
    random = np.random.default_rng(0)
    return {
        "x": x,
        "mask": keras.ops.greater(x, 0),
        "pair": [x, x],
        "ids": keras.ops.convert_to_tensor(np.arange(WIDTH) % 8, dtype="int32"),
        "image": keras.ops.convert_to_tensor(random.normal(size=IMAGE).astype("float32")),
        "kernel": keras.ops.convert_to_tensor(random.normal(size=KERNEL).astype("float32")),
    }


def bench_operations(raw, x):
    above, tensors = [], operands(x)
    for name, function in raw.items():
        arguments = [tensors[which] for which in ARGUMENTS[name].split()]
        ours = partial(getattr(keras.ops, name), **STATIC.get(name, {}))
        pair = paired(partial(function, *arguments), partial(ours, *arguments))
        above.append(pair.above * 1e6)
        report(f"op {name}, us above raw", OP_BUDGET_US[backend()], above[-1], "us", f"raw {pair.raw * 1e6:.1f} us")
    median = float(np.median(above))
    report(f"eager op above raw, us (median of {len(above)})", OP_BUDGET_US[backend()], median, "us")


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
