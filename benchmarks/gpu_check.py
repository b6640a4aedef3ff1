"""Checks on one GPU what a machine without one cannot show, in a few minutes; says "no GPU" where there is none.

    python benchmarks/gpu_check.py [jax] [torch]

One process for each framework: training on the GPU against training on the CPU, mixed precision, flash attention,
torch's LSTM by cuDNN, int8, int4 and float8 layers, and a process group of nccl. Every check prints a line; the exit
code is 1 if one of them fails.
"""
import os
import subprocess
import sys
import time

STEPS, BATCH = 20, 64


def main(backends):
    """Runs the checks of each backend in a process of its own."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])
    codes = []
    for name in backends or ("jax", "torch"):
        environment = {**os.environ, "KERAS_BACKEND": name, "PYTHONPATH": path}
        codes.append(subprocess.run([sys.executable, __file__, "--worker"], env=environment).returncode)
    sys.exit(max(codes))


def has_gpu():
    """Whether the framework of this process sees a GPU."""
    if keras.backend.backend() == "torch":
        import torch

        return torch.cuda.is_available()
    import jax

    return jax.default_backend() == "gpu"


def on_cpu():
    """A scope in which the framework computes on the CPU."""
    if keras.backend.backend() == "torch":
        return keras.device("cpu")
    import jax

    return jax.default_device(jax.devices("cpu")[0])


def net(policy=None):
    """A small convnet, compiled."""
    keras.utils.set_random_seed(0)
    keras.config.set_dtype_policy(policy or "float32")
    parts = [layers.Conv2D(16, 3, activation="relu", padding="same"), layers.BatchNormalization()]
    parts += [layers.MaxPooling2D(), layers.Flatten(), layers.Dense(64, "relu"), layers.Dense(10, dtype="float32")]
    keras.config.set_dtype_policy("float32")
    model = keras.Sequential([keras.Input((16, 16, 3)), *parts])
    model.compile(keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def images():
    rng = np.random.default_rng(0)
    return rng.normal(size=(STEPS * BATCH, 16, 16, 3)).astype("float32"), rng.integers(0, 10, STEPS * BATCH)


def losses(policy=None):
    """The losses of two epochs."""
    return net(policy).fit(*images(), batch_size=BATCH, epochs=2, shuffle=False, verbose=0).history["loss"]


def close(found, expected, tolerance):
    found, expected = (np.asarray(ops.convert_to_numpy(x), "float32") for x in (found, expected))
    worst = float(np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-6))
    assert worst < tolerance, f"off by {worst:.3g}, more than {tolerance:g}"
    return f"off by {worst:.1e}"


def training():
    with on_cpu():
        expected = losses()
    return close(losses(), expected, 2e-2)


def mixed_float16():
    return close(losses("mixed_float16"), losses(), 0.1)


def mixed_bfloat16():
    return close(losses("mixed_bfloat16"), losses(), 0.1)


def flash_attention():
    """The fused kernel against products and a softmax, forward."""
    q, k, v = (keras.random.normal((4, 256, 8, 64), dtype="float16", seed=i) for i in range(3))
    fused = ops.dot_product_attention(q, k, v, flash_attention=True)
    return close(fused, ops.dot_product_attention(q, k, v, flash_attention=False), 2e-2)


def lstm():
    """Whole sequences at once against a cell for each step, and the time of both."""
    cell = layers.LSTM(256, return_sequences=True)
    x = keras.random.normal((32, 200, 128), seed=1)
    fused = cell(x)
    slow = layers.RNN(cell.cell, return_sequences=True)
    text = close(fused, slow(x), 1e-2)
    times = []
    for layer in (cell, slow):
        start = time.perf_counter()
        for _ in range(3):
            result = layer(x)
        ops.convert_to_numpy(result)
        times.append((time.perf_counter() - start) / 3)
    return f"{text}; {times[0] * 1e3:.2f} ms, step by step {times[1] * 1e3:.2f} ms"


def quantized(mode):
    """A quantized Dense against float32."""
    layer = layers.Dense(1024)
    x = keras.random.normal((64, 1024), seed=2)
    expected = layer(x)
    layer.quantize(mode)
    return close(layer(x), expected, {"int8": 3e-2, "int4": 0.3, "float8": 0.1}[mode])


def nccl():
    """A group of one process, and a data-parallel fit in it."""
    import torch.distributed as dist

    dist.init_process_group("nccl", init_method="tcp://127.0.0.1:29511", world_size=1, rank=0)
    try:
        expected = losses()
        keras.distribution.set_distribution(keras.distribution.DataParallel())
        return close(losses(), expected, 1e-2)
    finally:
        keras.distribution.set_distribution(None)
        dist.destroy_process_group()


def worker():
    """All checks of this process's backend; returns how many failed."""
    name = keras.backend.backend()
    if not has_gpu():
        print(f"{name}: no GPU", flush=True)
        return 0
    checks = [training, mixed_float16, mixed_bfloat16, flash_attention, lstm]
    checks += [lambda mode=mode: quantized(mode) for mode in ("int8", "int4", "float8")]
    names = ["training", "mixed_float16", "mixed_bfloat16", "flash attention", "LSTM", "int8", "int4", "float8"]
    if name == "torch":
        checks, names = [*checks, nccl], [*names, "nccl"]
    failed = 0
    for what, check in zip(names, checks):
        start = time.perf_counter()
        try:
            text = check()
        except Exception as e:  # Whatever it is, it is reported, and the other checks still run.
            text, failed = f"FAILED: {type(e).__name__}: {e}", failed + 1
        print(f"{name}, {what}: {text} ({time.perf_counter() - start:.1f} s)", flush=True)
    return failed


if __name__ == "__main__":
    if sys.argv[1:] == ["--worker"]:
        import numpy as np

        import keras
        from keras import layers, ops

        sys.exit(min(worker(), 1))
    main(sys.argv[1:])
