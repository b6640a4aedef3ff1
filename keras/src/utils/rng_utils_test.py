import random
import sys
import types

import numpy as np
import pytest

from keras.src import backend
from keras.src.random import random as keras_random
from keras.src.utils import module_utils, rng_utils


def draws():
    values = [random.random(), np.random.rand()]
    values.append(backend.convert_to_numpy(keras_random.uniform((2,))).tolist())
    if "torch" in sys.modules:
        values.append(sys.modules["torch"].rand(1).item())
    return values


def test_the_same_seed_gives_the_same_numbers():
    rng_utils.set_random_seed(3)
    first = draws()
    second = draws()
    rng_utils.set_random_seed(3)
    assert draws() == first != second
    assert rng_utils.get_random_seed() == 3


def test_pythons_generator_is_seeded():
    rng_utils.set_random_seed(3)
    assert random.random() == random.Random(3).random()
    assert np.random.rand() == np.random.RandomState(3).rand()


def test_tensorflow_gets_the_seed_when_data_sets_import_it_later(monkeypatch):
    seeds = []
    fake = types.SimpleNamespace(random=types.SimpleNamespace(set_seed=seeds.append))
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    monkeypatch.setattr(module_utils.tensorflow, "after_import", None)
    rng_utils.set_random_seed(3)
    assert seeds == []
    module_utils.tensorflow.after_import(fake)
    assert seeds == [3]


@pytest.mark.parametrize("seed", ["a", 1.5, -1, 2**32, None])
def test_bad_seeds(seed):
    with pytest.raises(ValueError, match="seed="):
        rng_utils.set_random_seed(seed)
