"""The launcher: environments, exit codes, the end of all when one fails."""
import json
import sys
from unittest import mock

import pytest

from keras.src.distribution import launch

SLEEP = "time.sleep(600)"
RUNS = {  # what each process runs -> exit code of the launcher, long before the others have slept
    "assert os.environ['WORLD_SIZE'] == '2'": 0,
    f"sys.exit(3) if rank else {SLEEP}": 3,
    f"{SLEEP} if rank else os.kill(os.getpid(), 9)": 128 + 9,
}


@pytest.mark.parametrize("script", RUNS)
def test_exit_code(script):
    program = f"import os, sys, time; rank = int(os.environ['RANK']); {script}"
    assert launch.launch([sys.executable, "-S", "-c", program], 2, timeout=300) == RUNS[script]


def test_a_killed_process_is_told_and_not_those_that_lost_it(capfd):
    codes = [1, -9, None, 0]  # all seen at once, as where the launcher had to wait for its turn
    processes = [mock.Mock(**{"poll.return_value": code}) for code in codes]
    assert launch._wait(processes, None) == 128 + 9
    assert "process 1 of 4 was ended by signal 9" in capfd.readouterr().err


def test_timeout_and_processes_that_do_not_listen(monkeypatch):
    monkeypatch.setattr(launch, "GRACE", 0.1)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    assert launch.launch([sys.executable, "-S", "-c", deaf], 2, timeout=0.5) == 124


def test_environments():
    first, second = launch.environments([1234, 1235])
    assert first["KERAS_DISTRIBUTION_JOB_ADDRESSES"] == second["KERAS_DISTRIBUTION_JOB_ADDRESSES"]
    assert [e["KERAS_DISTRIBUTION_PROCESS_ID"] for e in (first, second)] == ["0", "1"]
    workers = first["KERAS_DISTRIBUTION_JOB_ADDRESSES"].split(",")
    assert f"{first['MASTER_ADDR']}:{first['MASTER_PORT']}" == workers[0]
    assert workers == ["127.0.0.1:1234", "127.0.0.1:1235"]
    assert json.loads(second["TF_CONFIG"]) == {"cluster": {"worker": workers}, "task": {"type": "worker", "index": 1}}


def test_command_line(tmp_path, capsys):
    script = tmp_path / "script.py"
    script.write_text("import sys; sys.exit(len(sys.argv) - 1)")
    assert launch.main(["--nproc", "1", str(script), "a", "--b"]) == 2
    with pytest.raises(SystemExit):
        launch.main(["--nproc", "0", str(script)])
    assert "--nproc=0" in capsys.readouterr().err
