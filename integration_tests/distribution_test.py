"""Training over several devices and processes gives what one gives; a killed process ends all, and the run goes on.

On torch see `torch_distribution_test.py`.
"""
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

import keras

BACKEND = keras.backend.backend()
WORKER = pathlib.Path(__file__).with_name("distribution_worker.py")
LIMIT = 600  # seconds for one start of processes; they need 5 to 20 on a quiet machine

# How variables and data are spread, over how many processes, and over how many devices in each.
RUNS = {
    "jax": [("data", 1, 4), ("model", 1, 4), ("data", 2, 1), ("model", 4, 1)],
    "tensorflow": [("data", 1, 2), ("data", 4, 1), ("data", 2, 1)],
}.get(BACKEND, [])
pytestmark = pytest.mark.skipif(not RUNS, reason="jax and tensorflow only: numpy does not train, torch has its own test")


def run(folder, scenario, kind, processes=1, devices=1, **environment):
    """Runs the worker; returns its exit code and what it printed."""
    command = [sys.executable, str(WORKER), scenario, kind, str(folder)]
    if processes > 1:
        launcher = ["-m", "keras.distribution.launch", "--nproc", str(processes), "--timeout", str(LIMIT)]
        command[1:1] = launcher
    flags = f"--xla_force_host_platform_device_count={devices} --xla_backend_optimization_level=0"
    root = str(pathlib.Path(keras.__file__).parents[1])
    environment |= {"XLA_FLAGS": flags, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": root}
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=LIMIT + 60
    )
    return done.returncode, done.stdout + done.stderr


def succeed(*args, **kwargs):
    code, output = run(*args, **kwargs)
    assert code == 0, output


def found(folder, scenario, kind, processes, rank):
    return np.load(folder / f"{scenario}-{kind}-{processes}-{rank}.npz")


def assert_equal(ours, expected, tolerance):
    assert set(ours) == set(expected)
    for name in expected:
        np.testing.assert_allclose(ours[name], expected[name], rtol=tolerance, atol=tolerance, err_msg=name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("distribution")


@pytest.fixture(scope="module")
def one_device(folder):
    """What one process with one device finds."""
    return trained(folder, "none", 1, 1)[0]


def trained(folder, kind, processes, devices):
    """What each process finds in `train`; each run is made once."""
    if not (folder / f"train-{kind}-{processes}-0.npz").exists():
        succeed(folder, "train", kind, processes, devices)
    return [found(folder, "train", kind, processes, rank) for rank in range(processes)]


@pytest.mark.parametrize("kind,processes,devices", RUNS)
def test_many_devices_find_what_one_finds(folder, one_device, kind, processes, devices):
    for ours in trained(folder, kind, processes, devices):
        assert_equal(ours, one_device, 1e-5)


def test_a_checkpoint_loads_under_another_layout(folder, one_device):
    """Saved where variables lie in parts, if there is such a way, and loaded on one device; and the other way round."""
    kind, processes, devices = RUNS[-1]
    trained(folder, kind, processes, devices)
    succeed(folder, "load", "none", SAVED=f"{kind}-{processes}-0.keras")
    loaded = found(folder, "load", "none", 1, 0)
    assert_equal(loaded, {name: one_device[name] for name in loaded}, 1e-5)
    if BACKEND == "jax":  # a model is made in the scope of its strategy on tensorflow
        succeed(folder, "load", "model", 1, 4, SAVED="none-1-0.keras")
        loaded = found(folder, "load", "model", 1, 0)
        assert_equal(loaded, {name: one_device[name] for name in loaded}, 1e-5)


def test_a_killed_process_ends_the_others_and_the_run_resumes_exactly(folder):
    code, output = run(folder, "interrupted", "data", 2)
    assert code == 128 + 9, output
    assert "process 1 of 2 was ended by signal 9" in output
    succeed(folder, "interrupted", "data", 2)
    for rank, whole in enumerate(trained(folder, "data", 2, 1)):
        assert_equal(found(folder, "interrupted", "data", 2, rank), whole, 0)


def test_a_loop_of_ones_own(folder):
    succeed(folder, "custom_loop", "none")
    expected = dict(found(folder, "custom_loop", "none", 1, 0))
    kind = "data" if BACKEND == "tensorflow" else "none"  # on jax the worker spreads the arrays itself
    succeed(folder, "custom_loop", kind, devices=4)
    assert_equal(found(folder, "custom_loop", kind, 1, 0), expected, 1e-5)
