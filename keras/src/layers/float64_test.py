"""float64 on jax, which has it only if it is told so when it starts; the tables' `test_float64` covers the others."""
import os
import subprocess
import sys

import pytest

from keras.src import backend

TABLES = ["core/core_cases_test.py", "rnn/rnn_cases_test.py", "normalization/normalization_cases_test.py"]


@pytest.mark.skipif(backend.backend() != "jax", reason="the other backends have float64 at once")
def test_layers_in_64_bits():
    folder = os.path.dirname(__file__)
    tables = [os.path.join(folder, table) for table in TABLES]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", "test_float64", *tables]
    done = subprocess.run(
        command, env=os.environ | {"JAX_ENABLE_X64": "1"}, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
