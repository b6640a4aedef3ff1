"""Seconds that `import keras` takes above the framework, and that the first model's names take."""
import statistics
import subprocess
import sys

from harness import backend, report

BUDGET = {"jax": 0.10, "tensorflow": 0.05, "torch": 0.10, "numpy": 0.10}
FRAMEWORK = {"jax": "import jax, jax.numpy", "tensorflow": "import tensorflow", "torch": "import torch", "numpy": "import numpy"}
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
    runs = [
        tuple(map(float, subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()[-2:]))
        for _ in range(5)
    ]
    report("import keras, s above the framework", BUDGET[backend()], statistics.median(r[0] for r in runs), "s")
    both = statistics.median(sum(r) for r in runs)
    report("import keras and the first layer, s above the framework", BUDGET[backend()], both, "s", "not in DESIGN's table")


if __name__ == "__main__":
    main()
