"""The launcher: environments, exit codes, the end of all when one fails."""
import json
import sys

import pytest

from keras.src.distribution import launch

RUNS = {  # what each process runs -> exit code of the launcher, in well under the 60 seconds that others sleep
    "import os; assert os.environ['WORLD_SIZE'] == '2'": 0,
    "import os, sys, time; sys.exit(3) if os.environ['RANK'] == '1' else time.sleep(60)": 3,
    "import os, time; os.kill(os.getpid(), 9) if os.environ['RANK'] == '0' else time.sleep(60)": 128 + 9,
}


@pytest.mark.parametrize("script", RUNS)
def test_exit_code(script):
    assert launch.launch([sys.executable, "-S", "-c", script], 2, timeout=30) == RUNS[script]


def test_timeout_and_processes_that_do_not_listen(monkeypatch):
    monkeypatch.setattr(launch, "GRACE", 0.1)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    assert launch.launch([sys.executable, "-S", "-c", deaf], 2, timeout=0.5) == 124


def test_environments():
    first, second = launch.environments(2)
    assert first["KERAS_DISTRIBUTION_JOB_ADDRESSES"] == second["KERAS_DISTRIBUTION_JOB_ADDRESSES"]
    assert [e["KERAS_DISTRIBUTION_PROCESS_ID"] for e in (first, second)] == ["0", "1"]
    workers = first["KERAS_DISTRIBUTION_JOB_ADDRESSES"].split(",")
    assert f"{first['MASTER_ADDR']}:{first['MASTER_PORT']}" == workers[0]
    assert json.loads(second["TF_CONFIG"]) == {"cluster": {"worker": workers}, "task": {"type": "worker", "index": 1}}


def test_command_line(tmp_path, capsys):
    script = tmp_path / "script.py"
    script.write_text("import sys; sys.exit(len(sys.argv) - 1)")
    assert launch.main(["--nproc", "1", str(script), "a", "--b"]) == 2
    with pytest.raises(SystemExit):
        launch.main(["--nproc", "0", str(script)])
    assert "--nproc=0" in capsys.readouterr().err
