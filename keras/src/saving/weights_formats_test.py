"""Files of weights alone: every format, parts of models, and what is left when writing fails."""
import json
import zipfile

import numpy as np
import pytest

import keras
from keras import layers
from keras.src.saving import saving_lib

ENDINGS = (".weights.h5", ".weights.npz", ".npz", ".weights.safetensors", ".safetensors", ".weights.json", ".keras")
GIGABYTE = 1024**3


def small_model(units=3, names=("first", "second"), dtype=None):
    """Layers `first` and `second` in a model called `small`."""
    hidden = [layers.Dense(units if i == 0 else 2, name=name, dtype=dtype) for i, name in enumerate(names)]
    return keras.Sequential([keras.Input((4,)), *hidden], name="small")


def save(model, path, **options):
    """Writes a file whose kind follows from the path."""
    if path.suffix == ".keras":
        model.save(path)
    else:
        shard = {"max_shard_size": 60 / GIGABYTE} if path.suffix == ".json" else {}
        keras.saving.save_weights(model, path, **shard, **options)


def assert_same_weights(a, b):
    for x, y in zip(a.get_weights(), b.get_weights(), strict=True):
        np.testing.assert_array_equal(np.asarray(x, "float32"), np.asarray(y, "float32"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_round_trip(ending, tmp_path):
    model = small_model()
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    model.optimizer.iterations.assign(7)
    path = tmp_path / f"w{ending}"
    save(model, path)
    other = small_model()
    other.compile("adam", "mse")
    other.optimizer.build(other.trainable_variables)
    other.load_weights(path)
    assert_same_weights(model, other)
    assert int(other.optimizer.iterations) == 7


@pytest.mark.parametrize("ending", ENDINGS[:-2:2])
@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "float64"])
def test_dtypes(ending, dtype, tmp_path):
    model, other = small_model(dtype=dtype), small_model(dtype=dtype)
    save(model, tmp_path / f"w{ending}")
    other.load_weights(tmp_path / f"w{ending}")
    assert_same_weights(model, other)


def test_npz_archives_come_back(tmp_path):
    model = small_model()
    saving_lib.save_model(model, tmp_path / "m.keras", weights_format="npz")
    assert "model.weights.npz" in zipfile.ZipFile(tmp_path / "m.keras").namelist()
    assert_same_weights(model, keras.saving.load_model(tmp_path / "m.keras"))
    other = small_model()
    other.load_weights(tmp_path / "m.keras")
    assert_same_weights(model, other)


def test_safetensors_of_the_package(tmp_path):
    """What we write, the package reads, and the other way round."""
    package = pytest.importorskip("safetensors.numpy")
    model, path = small_model(), tmp_path / "w.safetensors"
    save(model, path)
    found = package.load_file(path)
    assert sorted(found) == [f"layers/{layer}/vars/{i}" for layer in ("dense", "dense_1") for i in (0, 1)]
    np.testing.assert_array_equal(found["layers/dense/vars/0"], model.get_weights()[0])
    package.save_file({name: array + 1 for name, array in found.items()}, path, {"of": "the package"})
    other = small_model()
    other.load_weights(path)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0] + 1)


def test_safetensors_bytes(tmp_path):
    """The layout of the format, by hand."""
    model, path = small_model(), tmp_path / "w.safetensors"
    save(model, path)
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    begin, end = header["layers/dense/vars/1"]["data_offsets"]
    assert header["layers/dense/vars/1"] == {"dtype": "F32", "shape": [3], "data_offsets": [48, 60]}
    assert header["__metadata__"]["format"] == "keras" and (8 + length) % 8 == 0
    np.testing.assert_array_equal(
        np.frombuffer(content, "<f4", 3, 8 + length + begin), model.layers[0].bias.numpy()
    )
    assert end - begin == 12 and len(content) == 8 + length + 4 * model.count_params()


# Shards


def test_shards(tmp_path):
    model = small_model()
    model.save_weights(tmp_path / "s.weights.h5", max_shard_size=50 / GIGABYTE)
    index = json.loads((tmp_path / "s.weights.json").read_text())
    shards = ["s_00000.weights.h5", "s_00001.weights.h5"]
    assert index == {
        "metadata": {"total_size": 92.0},
        "weight_map": {"/layers/dense/vars": shards, "/layers/dense_1/vars": shards[1]},
    }
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s.weights.json", *shards]
    other = small_model()
    other.load_weights(tmp_path / "s.weights.json")
    assert_same_weights(model, other)


def test_a_weight_larger_than_a_shard(tmp_path):
    with pytest.raises(ValueError, match="takes 48 bytes.*max_shard_size"):
        small_model().save_weights(tmp_path / "s.weights.json", max_shard_size=40 / GIGABYTE)
    assert not list(tmp_path.iterdir())


def test_new_shards_replace_the_former_ones_at_once(tmp_path, monkeypatch):
    path, model = tmp_path / "s.weights.json", small_model()
    save(model, path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    other = small_model()
    monkeypatch.setattr(other.layers[1], "save_own_variables", lambda store: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(other, path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    third = small_model()
    save(third, path)
    assert len(list(tmp_path.iterdir())) == len(before)
    other.load_weights(path)
    assert_same_weights(third, other)


# Parts


@pytest.mark.parametrize(
    "only, loaded",
    [
        ("layers/dense", ["first"]),
        ("layers/dense_*", ["second"]),
        ("first", ["first"]),
        (["first", "second"], ["first", "second"]),
        ("f*", ["first"]),
        ("layers*", ["first", "second"]),
    ],
)
@pytest.mark.parametrize("ending", [".weights.h5", ".safetensors"])
def test_parts_by_pattern(only, loaded, ending, tmp_path):
    model, other = small_model(), small_model()
    keras.saving.save_weights(model, tmp_path / f"all{ending}")
    other.load_weights(tmp_path / f"all{ending}", only=only)
    keras.saving.save_weights(model, tmp_path / f"part{ending}", only=only)
    third = small_model()
    third.load_weights(tmp_path / f"part{ending}", only=only)
    for name in ("first", "second"):
        for target in (other, third):
            same = np.array_equal(model.get_layer(name).get_weights()[0], target.get_layer(name).get_weights()[0])
            assert same == (name in loaded)


def test_a_pattern_that_fits_nothing(tmp_path):
    model = small_model()
    with pytest.raises(ValueError, match="only=\\['third'\\]"):
        keras.saving.save_weights(model, tmp_path / "w.weights.h5", only="third")
    assert not list(tmp_path.iterdir())


def test_objects_to_skip(tmp_path):
    model, other = small_model(), small_model()
    keras.saving.save_weights(model, tmp_path / "w.weights.h5", objects_to_skip=[model.layers[0]])
    before = other.layers[0].get_weights()[0]
    other.load_weights(tmp_path / "w.weights.h5", objects_to_skip=[other.layers[0]])
    np.testing.assert_array_equal(other.layers[0].get_weights()[0], before)
    np.testing.assert_array_equal(other.layers[1].get_weights()[0], model.layers[1].get_weights()[0])


# What does not fit


def test_strict_counts_what_is_left_over(tmp_path):
    small_model(names=("first", "second", "third")).save_weights(tmp_path / "w.weights.h5")
    model = small_model()
    model.load_weights(tmp_path / "w.weights.h5")
    with pytest.raises(ValueError, match=r"surplus +layers/dense_2/vars/0 \(2, 2\)"):
        model.load_weights(tmp_path / "w.weights.h5", strict=True)


def test_the_report_names_every_path(tmp_path):
    small_model(names=("first", "second", "third")).save_weights(tmp_path / "w.weights.h5")
    with pytest.raises(ValueError) as error:
        small_model(5).load_weights(tmp_path / "w.weights.h5")
    for line in (
        "other shape  small/first/kernel (4, 5), in the file (4, 3)",
        "other shape  small/first/bias (5,), in the file (3,)",
        "other shape  small/second/kernel (5, 2), in the file (3, 2)",
        "surplus      layers/dense_2/vars/0 (2, 2)",
    ):
        assert line in str(error.value)


@pytest.mark.parametrize("ending", ENDINGS)
def test_skip_mismatch_loads_the_rest(ending, tmp_path):
    model, other = small_model(), small_model()
    save(model, tmp_path / f"w{ending}")
    other.layers[0].kernel._shape = (4, 9)  # stands for a layer of another size
    before = other.layers[0].get_weights()[1]
    with pytest.warns(UserWarning, match="other shape +small/first/kernel"):
        other.load_weights(tmp_path / f"w{ending}", skip_mismatch=True)
    np.testing.assert_array_equal(other.layers[0].get_weights()[1], before)
    np.testing.assert_array_equal(other.layers[1].get_weights()[0], model.layers[1].get_weights()[0])


@pytest.mark.parametrize(
    "options, part",
    [({"by_name": True}, "by_name"), ({"bogus": 1}, "bogus")],
)
def test_arguments_of_load_weights(options, part, tmp_path):
    with pytest.raises(ValueError, match=part):
        small_model().load_weights(tmp_path / "missing.weights.h5", **options)


@pytest.mark.parametrize("path", ["w.txt", "w.keras", "w.h5"])
def test_endings_of_save_weights(path, tmp_path):
    with pytest.raises(ValueError, match="filepath"):
        small_model().save_weights(tmp_path / path)
    with pytest.raises(ValueError, match="zipped"):
        small_model().save(tmp_path / "m.keras", zipped=False)
