"""A data-parallel step of 2 processes against that of 1, for a convnet whose time is computing.

    KERAS_BACKEND=jax python benchmarks/bench_distribution.py [--epochs 6] [--rounds 3]

Each process computes 64 samples of a batch, with 1 process as with 2, so twice the throughput is the best there is. (Of
one batch for both, halves fit better into the caches: on a loaded machine that looked like 2.3 and 3.2 times.)
Each process is held to one core and one thread. A machine that lacks free cores shows nothing by the clock; what is
compared is the CPU time of a step, the median of some epochs but the first: that of one process, and that of the slower
of two, which add up gradients besides. That is the schedule on a machine with a free core for each process, waiting
for the network left out. Cores share caches and memory, so the job of one process runs twice at once, each on a core
of its own, as the two processes do. The jobs take turns; told is the median of the rounds' ratios.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

RANK, COUNT = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
BATCH, STEPS, SIDE, FILTERS = 64 * COUNT, 3, 24, 64
BUDGET = 1 / 1.6


def main(epochs, rounds):
    """Runs jobs of one and of two processes by turns and reports."""
    from harness import report

    pairs = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            pairs.append((statistics.mean(measured(folder, 1, epochs)), max(measured(folder, 2, epochs))))
    ratio = statistics.median(two / one / 2 for one, two in pairs)
    one, two = (statistics.median(times) * 1e3 for times in zip(*pairs))
    spread = ", ".join(f"{2 * first / second:.2f}" for first, second in pairs)
    note = f"CPU {one:.0f} ms with 1, {two:.0f} ms with 2: {1 / ratio:.2f} x throughput (rounds: {spread})"
    report("data-parallel step, 2 processes against 1", BUDGET, ratio, "x", note)


def measured(folder, count, epochs):
    """CPU seconds for a step in each of two processes, of one job or of two."""
    launch = [sys.executable, "-m", "keras.distribution.launch", "--nproc", str(count), "--timeout", "500"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}
    command = [*launch, __file__, "--epochs", str(epochs), "--out", folder, "--job"]
    jobs = [subprocess.Popen([*command, str(job)], env=environment) for job in range(2 // count)]
    codes = [job.wait() for job in jobs]
    if any(codes):
        sys.exit(f"a process failed: {codes}")
    return [float(path.read_text()) for path in pathlib.Path(folder).glob(f"{count}-*")]


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


def worker(epochs, folder, job):
    """Trains, and writes the CPU seconds of a step in this process."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, [cores[(job + RANK) % len(cores)]])
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
    pathlib.Path(folder, f"{COUNT}-{job + RANK}").write_text(str(statistics.median(Clock.found[1:])))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", help="set in the processes that are measured")
    parser.add_argument("--job", type=int)
    options = parser.parse_args()
    if options.out:
        worker(options.epochs, options.out, options.job)
    elif os.environ["KERAS_BACKEND"] != "numpy":  # which does not train
        main(options.epochs, options.rounds)
