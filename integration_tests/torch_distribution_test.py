"""torch: one process and several give the same; a lost process ends the others, and the run goes on from its backup."""
import contextlib
import os
import pathlib
import signal
import subprocess
import sys

import numpy as np
import pytest

import keras
from keras.src.distribution import launch

pytestmark = pytest.mark.skipif(keras.backend.backend() != "torch", reason="torch.distributed is torch's own")
WORKER = str(pathlib.Path(__file__).with_name("torch_distribution_worker.py"))
LIMIT = 600  # seconds for one start of processes; they need 10 to 40 on a quiet machine
LAUNCH = {
    "keras": ["-m", "keras.distribution.launch", "--timeout", str(LIMIT), "--nproc"],
    "torchrun": ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node"],
}


def environment(**variables):
    root = str(pathlib.Path(keras.__file__).parent.parent)
    return os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": root, "KERAS_DISTRIBUTION_TIMEOUT": "300", **variables}


def run(folder, count, *scenarios, launcher="keras"):
    """Runs scenarios in `count` processes; returns the finished process."""
    command = [*LAUNCH[launcher], str(count), WORKER] if count > 1 else [WORKER]
    return subprocess.run(
        [sys.executable, *command, str(folder), *scenarios],
        env=environment(), capture_output=True, text=True, timeout=LIMIT + 60,
    )


def check_equal(folder, scenario, count):
    """What each of `count` processes found is what one found."""
    expected = np.load(folder / f"{scenario}-1-0.npz")
    for rank in range(count):
        found = np.load(folder / f"{scenario}-{count}-{rank}.npz")
        assert sorted(found) == sorted(expected)
        for name in expected:
            np.testing.assert_allclose(
                found[name], expected[name], rtol=1e-5, atol=1e-6, err_msg=f"{name}, process {rank} of {count}"
            )


SCENARIOS = (
    "sgd", "adam", "model_adam", "optimizers", "loaded", "masked", "several_outputs", "batch_statistics", "own_step",
    "own_step_in_parts", "own_reader", "by_hand", "products", "channels_and_rows", "gathered",
)
IN_FOUR = ("adam", "model_adam", "products", "channels_and_rows", "gathered")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The results of one, two and four processes, each started once for all scenarios."""
    folder = tmp_path_factory.mktemp("runs")
    runs = ((1, SCENARIOS, "keras"), (2, (*SCENARIOS, "resumed"), "keras"), (4, IN_FOUR, "torchrun"))
    for count, scenarios, launcher in runs:
        done = run(folder, count, *scenarios, launcher=launcher)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_two_processes_give_what_one_gives(folder, scenario):
    check_equal(folder, scenario, 2)


@pytest.mark.parametrize("scenario", IN_FOUR)
def test_four_processes_under_torchrun_give_what_one_gives(folder, scenario):
    check_equal(folder, scenario, 4)


def test_a_lost_process_ends_the_others_and_the_run_resumes_exactly(folder, tmp_path):
    (tmp_path / "kill").touch()
    command = [sys.executable, WORKER, str(tmp_path), "resumed"]
    with launch._free_ports(2) as ports, contextlib.ExitStack() as stack:
        processes = []
        for variables, errors in zip(launch.environments(ports), (subprocess.PIPE, subprocess.DEVNULL)):
            process = subprocess.Popen(command, stderr=errors, text=True, env=environment(**variables))
            stack.callback(process.wait)
            stack.callback(process.kill)
            processes.append(process)
        error = processes[0].communicate(timeout=LIMIT)[1]
        assert processes[1].wait(timeout=LIMIT) == -signal.SIGKILL
    assert processes[0].returncode == 1 and "Process 0 of 2 lost another one of the job" in error
    (tmp_path / "kill").unlink()
    done = run(tmp_path, 2, "resumed")
    assert done.returncode == 0, done.stdout + done.stderr
    whole, resumed = np.load(folder / "resumed-2-0.npz"), np.load(tmp_path / "resumed-2-0.npz")
    for name in whole:
        np.testing.assert_array_equal(resumed[name], whole[name], err_msg=name)

