"""Loading takes the memory of the model and of one tensor more; saving that of one tensor."""
import gc
import pathlib

import hostile
import numpy as np
import pytest

import keras
from keras import layers

UNITS, DEPTH = 1200, 12  # tensors of 5.5 MB
SLACK = 4 * hostile.MEGABYTE  # the model's objects, and what the allocator rounds up
STATUS = pathlib.Path("/proc/self/status")


def growth(act):
    """By how many bytes the resident memory grew at most while something was done, and the result."""
    gc.collect()
    before = int(STATUS.read_text().partition("VmRSS:")[2].split()[0]) * 1024
    hostile._peak(reset=True)
    result = act()
    return hostile._peak() - before, result


def model_of_many_layers():
    return keras.Sequential([keras.Input((UNITS,)), *(layers.Dense(UNITS, use_bias=False) for _ in range(DEPTH))])


@pytest.mark.skipif(not STATUS.exists(), reason="the system does not tell")
def test_peak_memory(tmp_path):
    largest = UNITS * UNITS * 4
    small = keras.Sequential([keras.Input((2,)), layers.Dense(2, use_bias=False)])
    small.save(tmp_path / "small.keras")
    keras.saving.load_model(tmp_path / "small.keras")  # what is needed once
    model = model_of_many_layers()
    saved, _ = growth(lambda: model.save(tmp_path / "m.keras"))
    assert saved < 1.2 * largest + SLACK
    loaded, again = growth(lambda: keras.saving.load_model(tmp_path / "m.keras"))
    assert loaded < (DEPTH + 1.2) * largest + SLACK
    np.testing.assert_array_equal(again.layers[0].kernel.numpy(), model.layers[0].kernel.numpy())
