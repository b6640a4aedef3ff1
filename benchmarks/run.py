"""Runs all benchmarks on all backends, one process each, and writes RESULTS.md.

    python benchmarks/run.py [backend ...]

With backends named, the figures are printed and the file is left alone.
"""
import argparse
import atexit
import datetime
import functools
import importlib.metadata
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

from harness import BACKENDS

HERE = pathlib.Path(__file__).parent
PARTS = (
    "import", "calls", "files", "training", "feeding", "layers", "preprocessing", "recurrent", "quantization",
    "distribution",
)
SCRIPTS = [f"bench_{part}.py" for part in PARTS]
HEAD = """# Benchmarks

Keras against raw framework code in the same process: interleaved rounds, medians (`harness.py`).
Budgets are those of the project's design; a figure above its budget is marked **over**. Shared
machines are noisy: figures within a few percent of a budget change sides between runs.

"""


@functools.cache
def environment():
    """Variables of the environment, under which all of Keras is compiled to byte code, as pip does when it installs."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPATH"] = os.pathsep.join([str(HERE.parent), str(HERE)])
    env["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp()
    env["TF_CPP_MIN_LOG_LEVEL"] = "3"
    atexit.register(shutil.rmtree, env["PYTHONPYCACHEPREFIX"], ignore_errors=True)
    subprocess.run([sys.executable, "-m", "compileall", "-q", HERE.parent / "keras"], env=env, check=True)
    return env


def rows(backend, script):
    """The rows that a script prints, or one that says why there are none."""
    env = environment() | {"KERAS_BACKEND": backend}
    done = subprocess.run([sys.executable, HERE / script], env=env, capture_output=True, text=True)
    found = [line.split(" | ")[1:] for line in done.stdout.splitlines() if line.startswith("ROW | ")]
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        found.append([f"{script} failed", "0", "nan", "", last])
    return found


def table(backend):
    """The Markdown section of one backend."""
    lines = [f"## {backend}", "", "| what | budget | here | | |", "|---|---|---|---|---|"]
    for script in SCRIPTS:
        for what, budget, value, unit, note in rows(backend, script):
            over = "" if float(value) <= float(budget) else " **over**"
            lines.append(f"| {what} | {budget} {unit} | {value} {unit} |{over} | {note} |")
            print(backend, *lines[-1:], flush=True)
    return "\n".join(lines) + "\n\n"


def machine():
    """Where and with what the figures were taken."""
    names = ("numpy", "jax", "tensorflow-cpu", "torch", "h5py")
    versions = []
    for name in names:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    where = f"{datetime.date.today()}, {os.cpu_count()} cores, {platform.machine()}"
    return f"{where}, Python {platform.python_version()}; {', '.join(versions)}. Command: `make bench`.\n\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backends", nargs="*", metavar="backend", help=f"{', '.join(BACKENDS)}; all by default")
    named = parser.parse_args().backends
    if not set(named) <= set(BACKENDS):
        parser.error(f"backends are {', '.join(BACKENDS)}. Received: {' '.join(named)}")
    text = HEAD + machine() + "".join(table(backend) for backend in named or BACKENDS)
    if not named:
        (HERE / "RESULTS.md").write_text(text)


if __name__ == "__main__":
    main()
