"""Which paths and configs are taken, and the errors about others."""
import json
import zipfile

import numpy as np
import pytest

import keras
from keras import layers
from keras.src.saving import saving_lib


def small():
    return keras.Sequential([keras.Input((2,)), layers.Dense(1)], name="m")


@pytest.mark.filterwarnings("ignore:The `.h5` format")
def test_files_of_hdf5_make_their_folder(tmp_path):
    model = small()
    model.save(tmp_path / "a" / "m.h5", zipped=True)
    model.save_weights(tmp_path / "b" / "m.weights.h5")
    model.save_weights(tmp_path / "c" / "m.weights.json", max_shard_size=1)
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.glob("*/*.[hj]*")) == [
        "a/m.h5", "b/m.weights.h5", "c/m.weights.json", "c/m_00000.weights.h5"
    ]  # fmt: skip
    with pytest.raises(FileNotFoundError):
        model.save(tmp_path / "d" / "m.keras")
    with pytest.warns(UserWarning, match="path decides"):
        model.save(tmp_path / "m.keras", save_format="tf")
    assert zipfile.is_zipfile(tmp_path / "m.keras")
    with pytest.raises(ValueError, match="zipped=False"):
        model.save(tmp_path / "m.h5", zipped=False)


@pytest.mark.parametrize("text", ["", "hello"])
def test_what_is_no_archive(tmp_path, text):
    (tmp_path / "m.keras").write_text(text)
    readers = (keras.saving.load_model, small().load_weights, keras.saving.KerasFileEditor)
    for read in readers:
        with pytest.raises(ValueError, match="whole `.keras` file") as error:
            read(tmp_path / "m.keras")
        assert isinstance(error.value, zipfile.BadZipFile)


@pytest.mark.parametrize("config", [{}, [], "", {"layers": []}, [{"a": 1}], [[]]], ids=str)
def test_what_is_no_config_of_a_sequential(config):
    with pytest.raises(ValueError, match="'name' and 'layers'"):
        keras.Sequential.from_config(config)


@pytest.mark.parametrize("config", [5, None, "nope", [1]], ids=str)
@pytest.mark.parametrize("cls", [keras.Model, keras.losses.MeanSquaredError, keras.optimizers.Adam, layers.Dense])
def test_configs_are_dicts(cls, config):
    with pytest.raises(TypeError):
        cls.from_config(config)


def test_text_that_is_no_json():
    with pytest.raises(json.JSONDecodeError, match="no readable JSON"):
        keras.models.model_from_json("{")
    for config in (5, None, [1]):
        with pytest.raises(TypeError, match="config"):
            keras.optimizers.deserialize(config)


@pytest.mark.parametrize("activation, error", [("relu", ValueError), ({}, ValueError), (5, TypeError), (None, TypeError)])
def test_what_is_no_activation(activation, error):
    with pytest.raises(error, match="callable"):
        keras.activations.serialize(activation)


def test_stores_refuse_what_they_do_not_know(tmp_path):
    for zipped in (True, False):
        with pytest.raises(ValueError, match="weights_format"):
            saving_lib.save_model(small(), tmp_path / "m", weights_format="zip", zipped=zipped)
    for act in (saving_lib.save_weights_only, saving_lib.load_weights_only):
        with pytest.raises(ValueError, match="weights"):
            act(small(), tmp_path / "m.txt")
    with pytest.raises(ValueError, match="mode"):
        saving_lib.H5IOStore(tmp_path / "m.weights.h5", mode="x")
    assert not list(tmp_path.iterdir())


def test_closing_a_sharded_store_ends_writing(tmp_path):
    store = saving_lib.ShardedH5IOStore(tmp_path / "m.weights.json", max_shard_size=1e-6, mode="w")
    for name in ("a", "b", "c"):
        store.make(name)["0"] = np.full((10, 10), ord(name), "float32")
    store.close()
    shards = json.loads((tmp_path / "m.weights.json").read_text())["weight_map"]
    assert shards == {f"/{n}/vars": f"m_0000{i}.weights.h5" for n, i in (("a", 0), ("b", 0), ("c", 1))}
    store = saving_lib.ShardedH5IOStore(tmp_path / "m.weights.json")
    assert [store.get(name)["0"][0, 0] for name in store.keys()] == [97, 98, 99]
    store.close()


@keras.saving.register_keras_serializable("saving_api_test")
class OwnCompile(keras.Sequential):
    def get_compile_config(self):
        return {"mine": 3}

    def compile_from_config(self, config):
        self.found = config


def test_a_model_that_compiles_in_its_own_way_counts_as_compiled(tmp_path):
    model = OwnCompile([keras.Input((2,)), layers.Dense(1)])
    model.save(tmp_path / "m.keras")
    again = keras.saving.load_model(tmp_path / "m.keras")
    assert again.found == {"mine": 3} and again.compiled
    assert not keras.saving.load_model(tmp_path / "m.keras", compile=False).compiled
