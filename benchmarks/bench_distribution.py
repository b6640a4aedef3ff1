"""A data-parallel step of 2 processes against that of 1, for a convnet whose time is computing.

    KERAS_BACKEND=jax python benchmarks/bench_distribution.py [--epochs 4]

The global batch is the same, so half the time is the best there is. Each process is held to one core and one thread.
A machine that lacks free cores shows nothing by the clock; what is compared is the CPU time of a step, the least of
some epochs: one process's, and that of the slower of two, which its part of the batch, the sum of the gradients and the
update take. That is the schedule on a machine with a free core for each process, waiting for the network left out.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

RANK, COUNT = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
BATCH, STEPS, SIDE, FILTERS = 128, 3, 24, 64
BUDGET = 1 / 1.6


def main(epochs):
    """Runs one and two processes and reports."""
    from harness import report

    with tempfile.TemporaryDirectory() as folder:
        times = [measured(folder, count, epochs) for count in (1, 2)]
    note = f"CPU {times[0] * 1e3:.0f} ms with 1, {times[1] * 1e3:.0f} ms with 2: {times[0] / times[1]:.2f} x throughput"
    report("data-parallel step, 2 processes against 1", BUDGET, times[1] / times[0], "x", note)


def measured(folder, count, epochs):
    """CPU seconds for a step in the slowest of `count` processes."""
    command = [sys.executable, "-m", "keras.distribution.launch", "--nproc", str(count), "--timeout", "500"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}
    subprocess.run([*command, __file__, "--epochs", str(epochs), "--out", folder], env=environment, check=True)
    return max(float(pathlib.Path(folder, f"{count}-{rank}").read_text()) for rank in range(count))


def scope(backend):
    """Joins the processes; what a model is made and trained in."""
    import contextlib

    from keras import distribution

    distribution.initialize()
    if COUNT == 1:
        return contextlib.nullcontext()
    if backend == "tensorflow":
        import tensorflow as tf

        return tf.distribute.MultiWorkerMirroredStrategy().scope()
    return distribution.DataParallel().scope()


def worker(epochs, folder):
    """Trains, and writes the CPU seconds of a step in this process."""
    os.sched_setaffinity(0, [sorted(os.sched_getaffinity(0))[RANK % len(os.sched_getaffinity(0))]])
    import numpy as np

    import keras
    from keras import layers

    class Clock(keras.callbacks.Callback):
        found = []

        def on_epoch_begin(self, epoch, logs=None):
            self.start = time.process_time()

        def on_epoch_end(self, epoch, logs=None):
            float(logs["loss"])
            self.found.append((time.process_time() - self.start) / STEPS)

    with scope(keras.backend.backend()):
        keras.utils.set_random_seed(0)
        blocks = [layers.Conv2D(FILTERS, 3, padding="same", activation="relu") for _ in range(3)]
        model = keras.Sequential(
            [keras.Input((SIDE, SIDE, 3)), *blocks, layers.GlobalAveragePooling2D(), layers.Dense(10)]
        )
        model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        rng = np.random.default_rng(0)
        x = rng.normal(size=(BATCH * STEPS, SIDE, SIDE, 3)).astype("float32")
        y = rng.integers(0, 10, BATCH * STEPS)
        model.fit(x, y, batch_size=BATCH, epochs=epochs, verbose=0, callbacks=[Clock()])
    pathlib.Path(folder, f"{COUNT}-{RANK}").write_text(str(min(Clock.found[1:])))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--out", help="set in the processes that are measured")
    options = parser.parse_args()
    if options.out:
        worker(options.epochs, options.out)
    elif os.environ["KERAS_BACKEND"] != "numpy":  # which does not train
        main(options.epochs)
