#!/usr/bin/env python3
"""Tries each backend alone: a new virtual environment with only that framework, a model trained in it.

    python tools/fresh_environment.py [numpy jax tensorflow torch]

For each backend it installs this project with the backend's extra, then defines, trains (numpy: predicts),
saves and loads a model, and looks whether another framework got into `sys.modules`. Exit 1 if one fails.
"""
import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKENDS = ["numpy", "jax", "tensorflow", "torch"]

PROGRAM = """
import sys
import numpy as np
import keras
from keras import layers

backend = keras.config.backend()
keras.utils.set_random_seed(0)
inputs = layers.Input((8, 8, 1))
x = layers.Conv2D(4, 3, activation="relu")(inputs)
x = layers.BatchNormalization()(x)
x = layers.Flatten()(layers.MaxPooling2D()(x))
model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
images, classes = np.random.rand(16, 8, 8, 1).astype("float32"), np.arange(16) % 2
if backend != "numpy":
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    losses = model.fit(images, classes, epochs=5, batch_size=8, verbose=0).history["loss"]
    assert losses[-1] < losses[0], losses
predicted = model.predict(images, verbose=0)
model.save("model.keras")
again = keras.models.load_model("model.keras").predict(images, verbose=0)
np.testing.assert_allclose(predicted, again, atol=1e-6)
others = [f for f in ("jax", "tensorflow", "torch") if f in sys.modules and f != backend]
assert not others, f"imported besides {backend}: {others}"
"""


def try_alone(backend):
    """What went wrong with one backend in an environment of its own, or None."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder, "venv/bin/python")
        extra = "" if backend == "numpy" else f"[{backend}]"
        subprocess.run([sys.executable, "-m", "venv", Path(folder, "venv")], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"{ROOT}{extra}"], check=True)
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        environment |= {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_HOME": folder}
        done = subprocess.run(
            [python, "-c", PROGRAM], cwd=folder, env=environment, capture_output=True, text=True
        )
        return None if done.returncode == 0 else done.stderr[-3000:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backends", nargs="*", metavar="backend", help=f"{', '.join(BACKENDS)}; all by default")
    named = parser.parse_args().backends
    if not set(named) <= set(BACKENDS):
        parser.error(f"backends are {', '.join(BACKENDS)}. Received: {' '.join(named)}")
    failed = 0
    for backend in named or BACKENDS:
        problem = try_alone(backend)
        failed += problem is not None
        print(f"{backend} alone: {'works' if problem is None else 'FAILS'}", flush=True)
        if problem:
            print(problem)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
