"""Set-up of every test run. `KERAS_BACKEND` chooses the backend, `KERAS_TEST_SEED` the seed."""
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # Its rounding differs from run to run.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
# Tests are small: threads that wait for each other cost more than they give. Read when a framework starts.
for _variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

import pytest

import keras

_SEED = int(os.environ.get("KERAS_TEST_SEED", "1337"))


def pytest_report_header(config):
    return f"keras {keras.__version__} on {keras.config.backend()}"


def pytest_collection_modifyitems(config, items):
    if keras.config.backend() != "numpy":
        return
    skip = pytest.mark.skip(reason="numpy: this backend does not train")
    for item in items:
        if item.get_closest_marker("requires_trainable_backend"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def fresh_session():
    """Every test starts with seeded generators and with names that begin again."""
    from keras.src.backend.common import global_state

    global_state.clear_session(free_memory=False)
    keras.utils.set_random_seed(_SEED)
