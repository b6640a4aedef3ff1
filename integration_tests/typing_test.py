"""Type checkers accept type_checks/right_*.py and the examples of the docstrings, and find each mistake in wrong.py."""
import ast
import doctest
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PROGRAMS = sorted((HERE / "type_checks").glob("*.py"))
CHECKERS = {
    "mypy": ["--strict", "--no-error-summary", "--hide-error-context"],
    "pyright": [],
}
FAULT = re.compile(r"(\w+\.py):(\d+):(?:\d+ -)? error\b")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("KERAS_BACKEND") != "numpy", reason="the same on every backend"),
]


def faults(checker, folder, files, options):
    """The places, `(file, line)`, at which a type checker reports an error, and what it says."""
    # Outside the repository, so that Keras is found as an installed package is.
    path = os.pathsep.join([str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", checker, *options, *map(str, files)],
        cwd=folder, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, timeout=300,
    )
    matches = filter(None, map(FAULT.search, done.stdout.splitlines()))
    return {(match[1], int(match[2])) for match in matches}, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_programs(checker, tmp_path):
    pytest.importorskip(checker)
    wrong = (HERE / "type_checks/wrong.py").read_text().splitlines()
    expected = {("wrong.py", i) for i, line in enumerate(wrong, 1) if line.endswith("# wrong")}
    assert len(expected) >= 10
    found, output = faults(checker, tmp_path, PROGRAMS, CHECKERS[checker])
    assert found == expected, output


def docstring_examples():
    """The examples of the public classes and functions, each as the body of a function."""
    parser, parts = doctest.DocTestParser(), ["import keras", "import numpy as np", ""]
    for file in sorted((HERE.parent / "keras/src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                source = "".join(example.source for example in parser.get_examples(ast.get_docstring(node) or ""))
                if source:
                    parts.append(f"def example_{len(parts)}() -> None:  # {file.name}, {node.name}")
                    parts.append(textwrap.indent(source, "    "))
    return "\n".join(parts)


def test_docstring_examples(tmp_path):
    pytest.importorskip("mypy")
    (tmp_path / "examples.py").write_text(docstring_examples())
    options = ["--check-untyped-defs", "--disable-error-code=import-untyped"]  # of tensorflow
    found, output = faults("mypy", tmp_path, ["examples.py"], options)
    assert found == set(), output
    assert "Success" in output
