"""Runs that begin alike end with the same bits, in one process and in two."""
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

import keras
from keras.src import backend, layers, ops

TRAINS = backend.backend() != "numpy"


def run():
    """Training with what sums in varying orders elsewhere: scatters, convolutions, many rows; or a forward pass."""
    keras.config.enable_determinism(seed=5)
    try:
        model = keras.Sequential(
            [keras.Input((16,), dtype="int32"), layers.Embedding(7, 8), layers.Conv1D(8, 3, activation="relu"),
             layers.Dropout(0.2), layers.GlobalAveragePooling1D(), layers.Dense(3, "softmax")]
        )
        x, y = np.random.randint(0, 7, (256, 16)), np.random.randint(0, 3, 256)
        found = []
        if TRAINS:
            model.compile(keras.optimizers.Adam(1e-2), "sparse_categorical_crossentropy")
            found.append(model.fit(x, y, epochs=2, batch_size=64, verbose=0).history["loss"])
        found += [model.predict(x, verbose=0), keras.random.normal((5,)), *model.get_weights()]
        return np.concatenate([np.ravel(ops.convert_to_numpy(part)).astype("float64") for part in found])
    finally:
        keras.config.disable_determinism()


def test_two_runs_in_one_process_and_one_in_another_give_the_same_bits(tmp_path):
    assert not keras.config.is_determinism_enabled()
    first = run()
    np.testing.assert_array_equal(run(), first)
    root = str(pathlib.Path(keras.__file__).parent.parent)
    command = [sys.executable, __file__, str(tmp_path / "other.npy")]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": root}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    np.testing.assert_array_equal(np.load(tmp_path / "other.npy"), first)


def test_the_switch_reaches_the_framework():
    def is_set():
        if backend.backend() == "torch":
            import torch

            return torch.are_deterministic_algorithms_enabled()
        if backend.backend() == "tensorflow":
            from tensorflow.python.framework import config

            return config.is_op_determinism_enabled()
        if backend.backend() == "jax":
            return "deterministic" in os.environ.get("XLA_FLAGS", "")
        return keras.config.is_determinism_enabled()

    for enabled in (True, False):
        (keras.config.enable_determinism if enabled else keras.config.disable_determinism)()
        assert is_set() == keras.config.is_determinism_enabled() == enabled


@pytest.mark.skipif(backend.backend() != "jax", reason="only jax reads the setting once")
def test_too_late_for_a_gpu_that_is_in_use(monkeypatch):
    import jax

    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    ops.ones(2)
    with pytest.raises(RuntimeError, match="must be called before"):
        keras.config.enable_determinism()


if __name__ == "__main__":
    np.save(sys.argv[1], run())
