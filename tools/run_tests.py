#!/usr/bin/env python3
"""Runs the tests on several backends, a process each, two at a time.

    python tools/run_tests.py [numpy jax tensorflow torch] [-- PYTEST ARGUMENTS]

Prints one closing line per backend and one for all; exits non-zero if anything failed.
"""
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BACKENDS = ["numpy", "jax", "tensorflow", "torch"]
FOLDERS = ["keras/src", "integration_tests", "benchmarks"]
BACKEND_FREE = ["tools"]  # looks at the source and not at a backend: run once
LIMIT_S = 40 * 60


class Result(NamedTuple):
    backend: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    output: str


def run(backend, arguments):
    """Runs pytest on one backend."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        folders = FOLDERS + BACKEND_FREE if backend == BACKENDS[0] else FOLDERS
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *(arguments or folders)]
        code, output = _execute(command, dict(os.environ, KERAS_BACKEND=backend, PYTHONPATH=str(ROOT)))
        passed, failed, skipped = count(report)
    if code and not failed:  # It broke before or after the tests: that counts as one failure.
        failed = 1
    return Result(backend, passed, failed, skipped, time.monotonic() - start, output)


def _execute(command, environment):
    """The exit code and the output of a command that may take `LIMIT_S` seconds."""
    output = tempfile.TemporaryFile("w+", errors="replace")
    try:
        code = subprocess.run(
            command, cwd=ROOT, env=environment, timeout=LIMIT_S, stdout=output, stderr=subprocess.STDOUT
        ).returncode
    except subprocess.TimeoutExpired:
        output.write(f"\nstopped after {LIMIT_S} s\n")
        code = 124
    output.seek(0)
    return code, output.read()


def count(report):
    """Passed, failed and skipped tests of a JUnit report."""
    if not report.exists():
        return 0, 0, 0
    suite = ElementTree.parse(report).getroot().find("testsuite")
    total, failures, errors, skipped = (
        int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped")
    )
    return total - failures - errors - skipped, failures + errors, skipped


def main():
    chosen, arguments = sys.argv[1:], []
    if "--" in chosen:
        at = chosen.index("--")
        chosen, arguments = chosen[:at], chosen[at + 1 :]
    results = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for result in pool.map(lambda backend: run(backend, arguments), chosen or BACKENDS):
            results.append(result)
            if result.failed:
                print(result.output, flush=True)
            print(f"[{result.backend} finished in {result.seconds:.0f} s]", flush=True)
    for result in results:
        print(
            f"{result.backend}: {result.passed} passed, {result.failed} failed, {result.skipped} skipped"
        )
    totals = [sum(getattr(r, field) for r in results) for field in ("passed", "failed", "skipped")]
    print("{} passed, {} failed, {} skipped".format(*totals))
    return 1 if totals[1] or not totals[0] else 0


if __name__ == "__main__":
    sys.exit(main())
