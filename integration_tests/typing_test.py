"""Type checkers accept the programs in type_checks/right_*.py and report each mistake in type_checks/wrong.py."""
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent / "type_checks"
CHECKERS = {
    "mypy": ["--strict", "--no-error-summary", "--hide-error-context", "--cache-dir"],
    "pyright": [],
}
FAULT = re.compile(r"(\w+\.py):(\d+):.* error\b|(\w+\.py):(\d+): error")


def faults(checker, folder):
    """The places, `(file, line)`, at which a type checker reports an error, and what it says."""
    # Outside the repository, so that Keras is found as an installed package is.
    options = [*CHECKERS[checker], *([str(folder)] if checker == "mypy" else [])]
    files = sorted(map(str, HERE.glob("*.py")))
    path = os.pathsep.join([str(HERE.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", checker, *options, *files],
        cwd=folder, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    found = {
        (Path(match[1] or match[3]).name, int(match[2] or match[4]))
        for match in map(FAULT.search, done.stdout.splitlines())
        if match
    }
    return found, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("KERAS_BACKEND") != "numpy", reason="the same on every backend")
@pytest.mark.parametrize("checker", CHECKERS)
def test_types(checker, tmp_path):
    pytest.importorskip(checker)
    wrong = (HERE / "wrong.py").read_text().splitlines()
    expected = {("wrong.py", i) for i, line in enumerate(wrong, 1) if line.endswith("# wrong")}
    assert len(expected) >= 10
    found, output = faults(checker, tmp_path)
    assert found == expected, output
