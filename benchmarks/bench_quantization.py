"""Quantized layers against the same layers in float32: time of a call, size of the file and of the weights in memory.

    KERAS_BACKEND=torch python benchmarks/bench_quantization.py [--rounds 15]

Times are those of compiled calls (`predict_on_batch` without its overhead: the layer under jit on jax and tensorflow,
the layer itself on torch and numpy): CPU time of one thread, which on a machine that others use too says more than the
clock. Sizes are those of a model of wide Dense layers.
"""
import argparse
import os
import tempfile
import time

import one_thread  # noqa: F401 - before the frameworks

# isort: split
import numpy as np
from harness import backend, paired, report

import keras
from keras import ops, quantizers

parser = argparse.ArgumentParser()
parser.add_argument("--rounds", type=int, default=15)
options = parser.parse_args()

SIZE, BATCH = 2048, 32
X = ops.convert_to_tensor(np.random.default_rng(0).normal(size=(BATCH, SIZE)).astype("float32"))
CONFIGS = {  # name, config, budget of the time on torch and jax, and elsewhere (PROFILES.md), budget of the sizes
    "int8": (quantizers.Int8QuantizationConfig, 1.0, 1.0, 0.26),
    "int8, float inputs": (lambda: quantizers.Int8QuantizationConfig(activation_quantizer=None), 2.0, 2.0, 0.26),
    "int4, blocks of 128": (quantizers.Int4QuantizationConfig, 5.0, 5.0, 0.15),
    "int4 per channel": (lambda: quantizers.Int4QuantizationConfig(block_size=-1), 5.0, 5.0, 0.15),
}


def dense(config=None):
    """A layer of `SIZE` inputs and outputs, quantized if there is a config."""
    layer = keras.layers.Dense(SIZE)
    layer.build((None, SIZE))
    if config is not None:
        layer.quantize(config=config)
    return layer


def call_of(layer):
    """A function without arguments that runs the layer."""
    if backend() == "jax":
        import jax

        weights = [[v.value for v in part] for part in (layer.trainable_variables, layer.non_trainable_variables)]
        run = jax.jit(lambda trained, fixed, x: layer.stateless_call(trained, fixed, x)[0])
        return lambda: jax.block_until_ready(run(*weights, X))
    if backend() == "tensorflow":
        import tensorflow as tf

        run = tf.function(layer)
        return lambda: run(X).numpy()
    if backend() == "torch":
        import torch

        def call():
            with torch.no_grad():
                return layer(X)

        return call
    return lambda: layer(X)


def sizes(config=None):
    """Bytes of a model's file and of its weights."""
    model = keras.Sequential([keras.Input((512,)), *(keras.layers.Dense(512) for _ in range(4))])
    if config is not None:
        model.quantize(config=config)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        model.save(path)
        file = os.path.getsize(path)
    return file, sum(ops.convert_to_numpy(w.value).nbytes for w in model.weights)


fast = backend() in ("torch", "jax")
floats, (file, memory) = call_of(dense()), sizes()
for name, (make, here, elsewhere, size) in CONFIGS.items():
    pair = paired(floats, call_of(dense(make())), rounds=options.rounds, clock=time.process_time)
    shape = f"{BATCH}x{SIZE} @ {SIZE}x{SIZE}"
    note = f"{pair.keras * 1e3:.2f} ms, float32 {pair.raw * 1e3:.2f} ms"
    report(f"Dense in {name}, {shape}", here if fast else elsewhere, pair.ratio, "x float32", note)
    found = sizes(make())
    report(f"file in {name}", size, found[0] / file, "x float32", f"{found[0]} of {file} bytes")
    report(f"weights in {name}", size, found[1] / memory, "x float32", f"{found[1]} of {memory} bytes")
