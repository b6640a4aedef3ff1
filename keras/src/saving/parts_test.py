"""Parts of files and of saving: the functions below `save_model` and `load_model` that other libraries call."""
import json

import h5py
import numpy as np
import pytest

import keras
from keras.src import backend
from keras.src.saving import saving_lib


def test_a_part_of_a_file(tmp_path):
    first, second, other = (keras.layers.Dense(2) for _ in range(3))
    first.build((1, 3)), second.build((1, 3)), other.build((1, 4))
    store = saving_lib.H5IOStore(tmp_path / "w.h5", mode="w")
    saving_lib._save_state(first, store, None, "a/b", set())
    store.close()
    store = saving_lib.H5IOStore(tmp_path / "w.h5", mode="r")
    visited, failed, errors = set(), set(), {}
    saving_lib._load_state(second, store, None, "a/b", visited_saveables=visited)
    assert np.array_equal(*(backend.convert_to_numpy(layer.kernel) for layer in (first, second)))
    assert id(second) in visited
    saving_lib._load_state(other, store, None, "a/b", failed_saveables=failed, error_msgs=errors)
    assert failed == {id(other)} and errors[id(other)][0] is other
    with pytest.raises(ValueError, match="kernel"):
        saving_lib._load_state(other, store, None, "a/b")
    with pytest.raises(ValueError, match="were not loaded"):
        saving_lib._raise_loading_failure(errors)
    with pytest.warns(UserWarning, match="were not loaded"):
        saving_lib._raise_loading_failure(errors, warn_only=True)
    store.close()


def test_containers_as_parts_of_a_file(tmp_path):
    def container(value):
        dense = [keras.layers.Dense(1, kernel_initializer=keras.initializers.Constant(value)) for _ in range(2)]
        for layer in dense:
            layer.build((1, 2))
        return {"a": dense[0], "b": [3, dense[1]]}

    store = saving_lib.H5IOStore(tmp_path / "w.h5", mode="w")
    saving_lib._save_container_state(container(1.0), store, None, "a/b", set())
    store.close()
    assert {k for k in _datasets(tmp_path / "w.h5") if k.endswith("/0")} == {
        "a/b/dense/vars/0", "a/b/container/dense/vars/0"
    }
    store = saving_lib.H5IOStore(tmp_path / "w.h5", mode="r")
    loaded, visited, failed, errors = container(0.0), set(), set(), {}
    saving_lib._load_container_state(loaded, store, None, "a/b", False, visited, failed, errors)
    assert visited == {id(loaded["a"]), id(loaded["b"][1])} and not failed and not errors
    for layer in (loaded["a"], loaded["b"][1]):
        assert backend.convert_to_numpy(layer.kernel).tolist() == [[1.0], [1.0]]
    saving_lib._load_container_state(loaded, store, None, "other", False, set(), failed, errors)
    assert failed == set(errors) == visited
    store.close()


def _datasets(path):
    found = []
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.append(name) if isinstance(item, h5py.Dataset) else None)
    return found


def test_a_list_that_holds_itself(tmp_path):
    layer = keras.layers.Layer()
    layer.parts = [keras.layers.Dense(1)]
    layer.parts.append(layer.parts)
    layer.parts[0].build((1, 2))
    store = saving_lib.H5IOStore(tmp_path / "w.h5", mode="w")
    saving_lib._save_state(layer, store, None, "a", set())
    store.close()
    assert _datasets(tmp_path / "w.h5") == ["a/parts/dense/vars/0", "a/parts/dense/vars/1"]


def test_groups_behind_links_are_refused(tmp_path):
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file.create_group("a/b")
        file["link"], file["array"] = h5py.SoftLink("/a"), np.ones(2)
        assert saving_lib.safe_get_h5_group(file, "a").name == "/a"
        for name in ("link", "array"):
            with pytest.raises(ValueError):
                saving_lib.safe_get_h5_group(file, name)


def test_a_model_as_json():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    config, metadata = saving_lib._serialize_model_as_json(model)
    assert json.loads(metadata)["keras_version"] == keras.__version__
    assert saving_lib._model_from_config(config, None, compile=False, safe_mode=True).count_params() == 3
