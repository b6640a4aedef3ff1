"""Files of models: round trips, the reference's layout, damaged and hostile files, atomic writes."""
import io
import json
import os
import zipfile

import h5py
import numpy as np
import pytest

import keras
from keras import layers
from keras.src.saving import saving_lib, stores

CAN_TRAIN = keras.config.backend() != "numpy"


def data(n=8):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, 4)).astype("float32"), rng.normal(size=(n, 2)).astype("float32")


def small_model(units=3, depth=1):
    keras.utils.clear_session(free_memory=False)
    hidden = [layers.Dense(units, activation="relu") for _ in range(depth)]
    return keras.Sequential([keras.Input((4,)), *hidden, layers.Dense(2)])


def functional_model():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    shared = layers.Dense(3, name="shared")
    x = layers.Concatenate()([shared(a), shared(b)])
    x = keras.ops.mean(x * 2.0 + 1, axis=-1, keepdims=True)
    return keras.Model([a, b], [x, layers.BatchNormalization()(x)])


@keras.saving.register_keras_serializable("saving_test")
class Nested(keras.Model):
    """Layers in lists and dicts, and variables of its own."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.blocks = [layers.Dense(3), layers.Dense(3)]
        self.heads = {"x": layers.Dense(2), "y": {"z": layers.Dense(2)}}
        self.scale = self.add_weight(shape=(1,), initializer="ones", name="scale")

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return self.heads["x"](x) + self.heads["y"]["z"](x) * self.scale


def predictions(model, inputs):
    outputs = model.predict(inputs, verbose=0)
    return outputs if isinstance(outputs, list) else [outputs]


def assert_same(model, again, inputs):
    for a, b in zip(predictions(model, inputs), predictions(again, inputs)):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def test_sequential_round_trip(tmp_path):
    model, (x, _) = small_model(), data()
    model.save(tmp_path / "m.keras")
    assert_same(model, keras.saving.load_model(tmp_path / "m.keras"), x)
    model.save_weights(tmp_path / "m.weights.h5")
    with h5py.File(tmp_path / "m.weights.h5") as file:
        assert "_functional" not in file


def test_functional_round_trip(tmp_path):
    model, (x, _) = functional_model(), data()
    model.save(tmp_path / "m.keras")
    again = keras.saving.load_model(tmp_path / "m.keras")
    assert_same(model, again, [x, x])
    assert [layer.name for layer in again.layers] == [layer.name for layer in model.layers]


def test_layers_of_a_functional_subclass_come_first(tmp_path):
    class Early(keras.Model):
        def __init__(self):
            x, early = keras.Input((3,)), layers.Dense(2)
            super().__init__(x, early(x))
            self.early = early

    Early().save_weights(tmp_path / "m.weights.h5")
    with h5py.File(tmp_path / "m.weights.h5") as file:
        assert "layers/dense/vars/0" in file and "early" not in file


def test_subclassed_round_trip(tmp_path):
    model, (x, _) = Nested(), data()
    model(x)
    model.save(tmp_path / "m.keras")
    assert_same(model, keras.saving.load_model(tmp_path / "m.keras"), x)
    with zipfile.ZipFile(tmp_path / "m.keras") as archive:
        file = h5py.File(io.BytesIO(archive.read("model.weights.h5")))
        assert sorted(file["heads"]) == ["container", "dense"]
        assert sorted(file["blocks"]) == ["dense", "dense_1"]
        assert list(file["vars"]) == ["0"]


def test_folder_round_trip(tmp_path):
    model, (x, _) = small_model(), data()
    model.save(tmp_path / "m", zipped=False)
    assert sorted(os.listdir(tmp_path / "m")) == ["config.json", "metadata.json", "model.weights.h5"]
    assert_same(model, keras.saving.load_model(tmp_path / "m"), x)


@pytest.mark.skipif(not CAN_TRAIN, reason="numpy: no training")
def test_training_goes_on_with_the_optimizers_state(tmp_path):
    model, (x, y) = small_model(), data()
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=2, verbose=0, shuffle=False)
    model.save(tmp_path / "m.keras")
    again = keras.saving.load_model(tmp_path / "m.keras")
    for a, b in zip(model.optimizer.variables, again.optimizer.variables):
        np.testing.assert_allclose(keras.ops.convert_to_numpy(a), keras.ops.convert_to_numpy(b))
    first = model.fit(x, y, epochs=2, verbose=0, shuffle=False).history
    second = again.fit(x, y, epochs=2, verbose=0, shuffle=False).history
    np.testing.assert_allclose(first["loss"], second["loss"], rtol=1e-5)
    assert list(first) == list(second)


def test_weights_round_trip_and_shards(tmp_path):
    model, (x, _) = small_model(), data()
    model.save_weights(tmp_path / "m.weights.h5")
    again = small_model()
    again.load_weights(tmp_path / "m.weights.h5")
    assert_same(model, again, x)
    model.save_weights(tmp_path / "s.weights.json", max_shard_size=5e-8)
    assert len(list(tmp_path.glob("s_*.weights.h5"))) > 1
    third = small_model()
    third.load_weights(tmp_path / "s.weights.json")
    assert_same(model, third, x)


def test_bfloat16_weights_come_back_to_the_bit(tmp_path):
    layer = layers.Dense(3, dtype="bfloat16")
    layer.build((None, 4))
    store = stores.H5IOStore(tmp_path / "a.h5", mode="w")
    layer.save_own_variables(store.make("x"))
    store.close()
    with h5py.File(tmp_path / "a.h5") as file:
        assert file["x/vars/0"].attrs["dtype"] == "bfloat16"
    store = stores.H5IOStore(tmp_path / "a.h5")
    np.testing.assert_array_equal(store.get("x")["0"], keras.ops.convert_to_numpy(layer.kernel))
    store.close()


def test_groups_of_weights_tell_their_layers_names(tmp_path):
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="first"), layers.Dense(1, name="größer")], name="m")
    model.save_weights(tmp_path / "m.weights.h5")
    with h5py.File(tmp_path / "m.weights.h5") as file:
        groups = ["vars", "layers/dense/vars", "layers/dense_1/vars"]
        assert [file[group].attrs["name"] for group in groups] == ["m", "first", "größer"]


def test_loading_draws_no_weights(tmp_path, monkeypatch):
    model = small_model()
    model.save(tmp_path / "m.keras")
    drawn = []
    original = keras.initializers.GlorotUniform.__call__

    def spy(self, *args, **kwargs):
        drawn.append(args)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(keras.initializers.GlorotUniform, "__call__", spy)
    again = keras.saving.load_model(tmp_path / "m.keras")
    again.predict(data()[0], verbose=0)
    assert not drawn


# What does not fit


def test_mismatch_is_listed_path_by_path(tmp_path):
    small_model(3, depth=2).save_weights(tmp_path / "m.weights.h5")
    other = small_model(5, depth=3)
    with pytest.raises(ValueError) as error:
        other.load_weights(tmp_path / "m.weights.h5")
    text = str(error.value)
    assert "other shape  sequential/dense/kernel (4, 5), in the file (4, 3)" in text
    assert "missing      sequential/dense_3/kernel" in text
    with pytest.warns(UserWarning, match="other shape"):
        other.load_weights(tmp_path / "m.weights.h5", skip_mismatch=True)


def test_surplus_is_listed(tmp_path):
    small_model(3, depth=3).save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(ValueError, match="surplus"):
        small_model(5, depth=1).load_weights(tmp_path / "m.weights.h5")


@pytest.mark.parametrize("name", ["empty.keras", "cut.keras", "text.keras", "foreign.keras", "missing.keras", "a.txt"])
def test_files_that_are_no_models(tmp_path, name):
    small_model().save(tmp_path / "good.keras")
    whole = (tmp_path / "good.keras").read_bytes()
    (tmp_path / "empty.keras").write_bytes(b"")
    (tmp_path / "cut.keras").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.keras").write_text("no model")
    (tmp_path / "a.txt").write_text("no model")
    with zipfile.ZipFile(tmp_path / "foreign.keras", "w") as archive:
        archive.writestr("something", "else")
    with pytest.raises(ValueError):
        keras.saving.load_model(tmp_path / name)


def rewritten(source, target, **members):
    """Copies an archive with some members replaced (None: left out)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = members.pop(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
        for name, content in members.items():
            new.writestr(name, content)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a\\evil", "a/../../evil", "C:/evil"])
def test_unsafe_member_names(tmp_path, name):
    small_model().save(tmp_path / "m.keras")
    rewritten(tmp_path / "m.keras", tmp_path / "bad.keras", **{name: "x"})
    if "\\" in name:  # Python's writer turns these into slashes: put the backslash back, in both places
        raw = (tmp_path / "bad.keras").read_bytes()
        (tmp_path / "bad.keras").write_bytes(raw.replace(b"a/evil", b"a\\evil"))
    with pytest.raises(ValueError, match="unsafe name"):
        keras.saving.load_model(tmp_path / "bad.keras")


def test_bomb_of_members(tmp_path):
    small_model().save(tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("assets/bomb", b"\0" * (100 * 2**20))
    with pytest.raises(ValueError, match="unpack"):
        keras.saving.load_model(tmp_path / "m.keras")


def test_damaged_weights_are_noticed(tmp_path):
    small_model().save(tmp_path / "m.keras")
    raw = bytearray((tmp_path / "m.keras").read_bytes())
    kernel = raw.rfind(b"OHDR") if b"OHDR" in raw else len(raw) // 2
    raw[kernel] ^= 0xFF
    (tmp_path / "m.keras").write_bytes(raw)
    with pytest.raises(ValueError):
        keras.saving.load_model(tmp_path / "m.keras")


def h5_with(path, edit):
    small_model().save_weights(path)
    with h5py.File(path, "a") as file:
        del file["layers/dense/vars/0"]
        edit(file)


def _external(file):
    file.create_dataset("layers/dense/vars/0", (4, 3), "f4", external=[("/etc/passwd", 0, 48)])


def _soft(file):
    file["layers/dense/vars/0"] = h5py.SoftLink("/layers/dense_1/vars/0")


def _external_link(file):
    file["layers/dense/vars/0"] = h5py.ExternalLink("other.h5", "/x")


def _virtual(file):
    layout = h5py.VirtualLayout((4, 3), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (4, 3))
    file.create_virtual_dataset("layers/dense/vars/0", layout)


def _huge(file):
    file.create_dataset("layers/dense/vars/0", (10**6, 10**5), "f4", chunks=(1000, 1000))


def _text(file):
    file.create_dataset("layers/dense/vars/0", data=np.full((4, 3), b"abc"))


@pytest.mark.parametrize("edit", [_external, _soft, _external_link, _virtual, _huge, _text])
def test_hostile_hdf5(tmp_path, edit):
    h5_with(tmp_path / "m.weights.h5", edit)
    with pytest.raises(ValueError):
        small_model().load_weights(tmp_path / "m.weights.h5")


def test_shard_index_names_files_beside_it_only(tmp_path):
    model = small_model()
    model.save_weights(tmp_path / "s.weights.json", max_shard_size=1)
    index = json.loads((tmp_path / "s.weights.json").read_text())
    index["weight_map"] = dict.fromkeys(index["weight_map"], "../other.weights.h5")
    (tmp_path / "s.weights.json").write_text(json.dumps(index))
    with pytest.raises(ValueError, match="shard"):
        model.load_weights(tmp_path / "s.weights.json")


def test_deep_json_is_refused(tmp_path):
    small_model().save(tmp_path / "m.keras")
    rewritten(tmp_path / "m.keras", tmp_path / "bad.keras", **{"config.json": "[" * 100000 + "]" * 100000})
    with pytest.raises(ValueError, match="JSON"):
        keras.saving.load_model(tmp_path / "bad.keras")


# Writing


def test_failed_save_leaves_the_former_file(tmp_path, monkeypatch):
    model, path = small_model(), tmp_path / "m.keras"
    model.save(path)
    before = path.read_bytes()

    def fail(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(saving_lib, "save_state", fail)
    with pytest.raises(OSError, match="No space"):
        model.save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["m.keras"]


@pytest.mark.parametrize("path", ["m.bar", "m"])
def test_wrong_endings(tmp_path, path):
    with pytest.raises(ValueError, match="filepath"):
        small_model().save(tmp_path / path)
    with pytest.raises(ValueError, match="filepath"):
        small_model().save_weights(tmp_path / path)
    with pytest.raises(ValueError, match="filepath"):
        small_model().load_weights(tmp_path / path)


def test_unknown_arguments(tmp_path):
    with pytest.raises(ValueError, match="bogus"):
        small_model().save(tmp_path / "m.keras", bogus=1)


def test_weights_of_unbuilt_models(tmp_path):
    model = keras.Sequential([layers.Dense(2)])
    with pytest.raises(ValueError, match="not built"):
        model.save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(FileNotFoundError):
        small_model().load_weights(tmp_path / "missing.weights.h5")


def test_optimizers_of_files_written_on_torch():
    """Keras on torch writes the module of its torch optimizers, which other backends do not have."""
    config = {"module": "keras.src.backend.torch.optimizers.torch_adam", "class_name": "Adam", "registered_name": "Adam"}
    for read in (keras.saving.deserialize_keras_object, keras.optimizers.deserialize):
        assert read({**config, "config": {"learning_rate": 0.25}}).get_config()["learning_rate"] == 0.25


def test_calls_of_a_model_at_the_end_are_counted_from_one():
    """`output_layers` counts the making of a functional model as a call; arguments of calls do not."""
    x = keras.Input((2,))
    inner = keras.Model(x, keras.layers.Dense(2)(x), name="inner")
    x = keras.Input((2,))
    model = keras.Model(x, [inner(x), inner(inner(x))])
    config = model.get_config()
    assert config["output_layers"] == [["inner", 1, 0], ["inner", 3, 0]]
    again = keras.Model.from_config(config)
    again.set_weights(model.get_weights())
    data = np.ones((1, 2), "float32")
    for found, expected in zip(again.predict(data, verbose=0), model.predict(data, verbose=0), strict=True):
        np.testing.assert_array_equal(found, expected)
    last = keras.Model(x, inner(x))
    by_zero = {**last.get_config(), "output_layers": ["inner", 0, 0]}
    assert keras.Model.from_config(by_zero).output_shape == (None, 2)


def test_nadam_of_files_before_keras_3_10():
    """There the product of the momenta stood in front of the moments."""
    optimizer, variable = keras.optimizers.Nadam(), keras.Variable(np.ones((2, 3), "float32"))
    optimizer.build([variable])
    state = [np.array(3), np.array(0.5), np.array(0.25), np.ones((2, 3)), np.full((2, 3), 2.0)]
    optimizer.load_own_variables({str(i): value for i, value in enumerate(state)})
    assert [int(optimizer.iterations), float(optimizer.learning_rate), float(optimizer._u_product)] == [3, 0.5, 0.25]
    assert float(keras.ops.sum(optimizer._velocities[0])) == 12
