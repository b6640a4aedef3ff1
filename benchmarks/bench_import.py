"""Seconds that `import keras` takes above the framework, and that the first model's names take."""
import statistics
import subprocess
import sys

from harness import backend, report

BUDGET = {"jax": 0.10, "tensorflow": 0.05, "torch": 0.10, "numpy": 0.10}
FRAMEWORK = {b: f"import {b}" for b in BUDGET} | {"jax": "import jax, jax.numpy"}
SCRIPT = """
import time
{framework}
start = time.perf_counter()
import keras
imported = time.perf_counter()
keras.Sequential, keras.layers.Dense, keras.ops.add
print(imported - start, time.perf_counter() - imported)
"""


def main():
    script = SCRIPT.format(framework=FRAMEWORK[backend()])
    command = [sys.executable, "-c", script]
    outputs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(5)]
    runs = [tuple(map(float, output.split()[-2:])) for output in outputs]
    report("import keras, s above the framework", BUDGET[backend()], statistics.median(r[0] for r in runs), "s")
    both = statistics.median(sum(r) for r in runs)
    note = "not in the design's table"
    report("import keras and the first layer, s above the framework", BUDGET[backend()], both, "s", note)


if __name__ == "__main__":
    main()
