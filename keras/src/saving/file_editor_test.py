"""KerasFileEditor: what it reads, changes, refuses and tells."""
import numpy as np
import pytest

import keras
from keras import layers


@pytest.fixture
def model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keras.utils.clear_session(free_memory=False)
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dropout(0.5), inner])
    model.save("m.keras")
    model.save_weights("m.weights.h5")
    return model


def shapes(contents, path=""):
    found = {}
    for name, value in contents.items():
        where = f"{path}/{name}" if path else name
        found.update(shapes(value, where) if isinstance(value, dict) else {where: value.shape})
    return found


DENSE = {"layers/dense/0": (3, 4), "layers/dense/1": (4,)}
INNER = {"layers/sequential/layers/dense/0": (4, 2), "layers/sequential/layers/dense/1": (2,)}


@pytest.mark.parametrize("path", ["m.weights.h5", "m.keras"])
def test_reads_nested_objects(model, path, capsys):
    editor = keras.saving.KerasFileEditor(path)
    assert shapes(editor.weights_dict) == DENSE | INNER
    kernel = editor.weights_dict["layers"]["dense"]["0"]
    np.testing.assert_array_equal(kernel, keras.ops.convert_to_numpy(model.weights[0]))
    editor.summary()
    printed = capsys.readouterr().out
    assert path in printed and "├─ 0: shape=(3, 4), dtype=float32" in printed
    if path == "m.keras":
        assert editor.config["class_name"] == "Sequential" and keras.__version__ in printed
    else:
        assert editor.config is None and editor.metadata is None


EDITS = [
    ("rename_object", ("layers/dense", "first"), {"layers/first/0": (3, 4), "layers/first/1": (4,)} | INNER),
    ("rename_object", ("sequential", "s"), DENSE | {k.replace("sequential", "s"): v for k, v in INNER.items()}),
    ("rename_object", ("layers/dense/0", "k"), {"layers/dense/k": (3, 4), "layers/dense/1": (4,)} | INNER),
    ("delete_object", ("sequential",), DENSE),
    ("delete_object", ("layers/dense",), INNER),
    ("add_object", ("layers/extra", {"0": np.ones(5)}), DENSE | INNER | {"layers/extra/0": (5,)}),
    ("add_object", ("extra", {"a": {"0": [1.0]}}), DENSE | INNER | {"extra/a/0": (1,)}),
    ("add_weights", ("layers/dense", {"2": np.ones(5), "1": np.ones(6)}),
     DENSE | INNER | {"layers/dense/2": (5,), "layers/dense/1": (6,)}),
    ("delete_weight", ("layers/dense", "1"), {"layers/dense/0": (3, 4)} | INNER),
]


@pytest.mark.parametrize("method, args, expected", EDITS, ids=lambda v: v if isinstance(v, str) else "")
def test_edits_are_saved(model, method, args, expected):
    editor = keras.saving.KerasFileEditor("m.weights.h5")
    getattr(editor, method)(*args)
    assert shapes(editor.weights_dict) == expected
    editor.save("new.weights.h5")
    assert shapes(keras.saving.KerasFileEditor("new.weights.h5").weights_dict) == expected
    assert shapes(keras.saving.KerasFileEditor("m.weights.h5").weights_dict) == DENSE | INNER


def test_a_renamed_layer_loads_into_another_model(model):
    editor = keras.saving.KerasFileEditor("m.weights.h5")
    editor.delete_object("sequential")
    editor.add_object("layers/dense_1", {"0": np.ones((4, 2)), "1": np.ones(2)})
    editor.resave_weights("new.weights.h5")
    other = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dense(2)])
    other.load_weights("new.weights.h5")
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])
    np.testing.assert_array_equal(other.get_weights()[2], np.ones((4, 2)))


@pytest.mark.parametrize("other, errors, matches", [
    (lambda: None, 0, 4),
    (lambda: keras.Sequential([keras.Input((3,)), layers.Dense(4)]), 1, 2),
    (lambda: keras.Sequential([keras.Input((3,)), layers.Dense(4, use_bias=False), layers.Dense(2)]), 3, 1),
    (lambda: keras.Sequential([keras.Input((3,)), layers.Dense(5)]), 3, 0),
])
def test_compare(model, other, errors, matches, capsys):
    keras.utils.clear_session(free_memory=False)
    result = keras.saving.KerasFileEditor("m.weights.h5").compare(other() or model)
    assert result == {"status": "error" if errors else "success", "error_count": errors, "match_count": matches}
    assert f"{errors or 'fits'}" in capsys.readouterr().out.splitlines()[-1]


WRONG = [
    ("rename_object", ("bogus", "a"), "bogus"),
    ("rename_object", ("dense", "a"), "Several"),
    ("rename_object", ("layers/bogus", "a"), "layers/bogus"),
    ("rename_object", ("layers/dense", "a/b"), "new_name"),
    ("delete_object", ("0",), "Several"),
    ("add_object", ("x/y", {"0": np.ones(1)}), "x"),
    ("add_object", ("x", [np.ones(1)]), "weights"),
    ("add_weights", ("layers/dense", {0: np.ones(1)}), "weights"),
    ("delete_weight", ("layers/dense", "7"), "weight_name='7'"),
    ("delete_weight", ("layers/dense/0", "0"), "no object"),
    ("save", ("new.h5",), "filepath='new.h5'"),
]


@pytest.mark.parametrize("method, args, message", WRONG, ids=lambda v: v if isinstance(v, str) else "")
def test_refuses(model, method, args, message):
    editor = keras.saving.KerasFileEditor("m.weights.h5")
    with pytest.raises(ValueError, match=message):
        getattr(editor, method)(*args)
    assert shapes(editor.weights_dict) == DENSE | INNER


def test_refuses_files(model):
    with pytest.raises(ValueError, match="filepath='m.h5'"):
        keras.saving.KerasFileEditor("m.h5")
    for missing in ("bogus.weights.h5", "bogus.keras"):
        with pytest.raises(FileNotFoundError):
            keras.saving.KerasFileEditor(missing)
