"""StringLookup and IntegerLookup."""
import os
import subprocess
import sys
import zipfile

import numpy as np
import pytest

import keras
from keras.src import backend, layers
from keras.src.utils import string_hash

WORDS = [["a", "b", "c"], ["d", "z", "a"]]
INTEGER = "int64" if backend.backend() in ("tensorflow", "torch") else "int32"


def numpy(x):
    return backend.convert_to_numpy(x) if backend.is_tensor(x) else np.asarray(x)


def bucket(token, count, key=None):
    return int(string_hash.bucket([token.encode()], count, key)[0])


# (layer, arguments, input, output)
VALUES = [
    ("StringLookup", {"vocabulary": ["a", "b", "c"]}, WORDS, [[1, 2, 3], [0, 0, 1]]),
    ("StringLookup", {"vocabulary": ["a", "b"], "mask_token": ""}, ["", "a", "x"], [0, 2, 1]),
    ("StringLookup", {"vocabulary": ["a"], "num_oov_indices": 2}, ["a", "x"], [2, bucket("x", 2)]),
    ("StringLookup", {"vocabulary": ["a"], "num_oov_indices": 9, "salt": 5}, ["x"], [bucket("x", 9, (5, 5))]),
    ("StringLookup", {"vocabulary": ["a", "b"], "num_oov_indices": 0}, ["b", "a"], [1, 0]),
    ("StringLookup", {"vocabulary": ["[UNK]", "a"]}, ["a"], [1]),
    ("StringLookup", {"vocabulary": ["a", "b"], "output_mode": "multi_hot"}, WORDS, [[1, 1, 1], [1, 1, 0]]),
    ("StringLookup", {"vocabulary": ["a"], "output_mode": "one_hot"}, [["a"], ["x"]], [[0, 1], [1, 0]]),
    ("StringLookup", {"vocabulary": ["a"], "output_mode": "one_hot"}, "a", [0, 1]),
    ("StringLookup", {"vocabulary": ["a"], "output_mode": "count", "mask_token": "m"}, ["m", "a", "a"], [0, 2]),
    ("StringLookup", {"vocabulary": ["é"]}, np.array(["é".encode()]), [1]),
    ("StringLookup", {"vocabulary": ["é"], "encoding": "latin-1"}, np.array(["é".encode("latin-1")]), [1]),
    ("StringLookup", {"vocabulary": ["a"]}, np.array(["a", b"a", "x"], dtype=object), [1, 1, 0]),
    ("IntegerLookup", {"vocabulary": [30, 1, 4]}, [[4, 30], [5, 1]], [[3, 1], [0, 2]]),
    ("IntegerLookup", {"vocabulary": [3], "mask_token": 0, "num_oov_indices": 2}, [0, 3, 8, -1], [0, 3, 1, 2]),
    ("IntegerLookup", {"vocabulary": [3], "num_oov_indices": 4, "oov_method": "farmhash"}, [-7], [bucket("-7", 4)]),
    ("IntegerLookup", {"vocabulary": [3, 1], "output_mode": "count", "max_tokens": 5, "pad_to_max_tokens": True}, [1, 1, 2],
     [1, 0, 2, 0, 0]),
    ("IntegerLookup", {"vocabulary": [7], "mask_token": 0, "invert": True}, [[0, 1, 2, 9]], [[0, -1, 7, -1]]),
]


@pytest.mark.parametrize("name,config,inputs,expected", VALUES)
def test_values(name, config, inputs, expected):
    layer = getattr(layers, name)(**config)
    found = layer(inputs)
    assert numpy(found).tolist() == expected
    assert backend.standardize_dtype(found.dtype) == INTEGER
    clone = type(layer).from_config(layer.get_config())
    assert clone.get_config() == layer.get_config()
    assert numpy(clone(np.asarray(inputs))).tolist() == expected
    assert tuple(layer.compute_output_shape(np.shape(inputs))) == np.shape(expected)


def test_tf_idf():
    layer = layers.StringLookup(vocabulary=["a", "b"], output_mode="tf_idf", idf_weights=[0.5, 2.0])
    np.testing.assert_allclose(numpy(layer([["a", "a"], ["b", "x"]])), [[0, 1.0, 0], [1.25, 0, 2.0]])
    layer = layers.StringLookup(output_mode="tf_idf")
    layer.adapt([["b", "b", "a"], ["c", "a", "b"]])
    assert layer.get_vocabulary() == ["[UNK]", "b", "a", "c"]
    # log(1 + documents / (1 + documents with the token)); the mean for the others
    weights = np.log1p([2 / 3, 2 / 3, 2 / 2])
    np.testing.assert_allclose(numpy(layer(["c", "x"])), [weights.mean(), 0, 0, weights[2]], rtol=1e-6)


def test_inverted_strings():
    found = layers.StringLookup(vocabulary=["a", "b"], invert=True)([[1, 2], [0, 7]])
    assert numpy(found).astype(str).tolist() == [["a", "b"], ["[UNK]", "[UNK]"]]


def test_inverted_floats_lose_their_fractions():
    layer = layers.IntegerLookup(vocabulary=[7, 3], invert=True)
    for indices in ([1.0, 0.0, 2.5], np.array([1.0, 0.0, 2.5]), backend.convert_to_tensor([1.0, 0.0, 2.5])):
        assert numpy(layer(indices)).tolist() == [7, -1, 3]


@pytest.mark.parametrize("data", [["b", "a", "b", "c"], np.array([["b", "b"], ["c", "a"]]), iter([["b", "c"], ["b", "a"]])])
def test_adapt(data):
    layer = layers.StringLookup(max_tokens=3)
    layer.adapt(data)
    assert layer.get_vocabulary() == ["[UNK]", "b", "c"]  # of equally frequent ones the last in the alphabet
    assert layer.vocabulary_size() == 3
    assert numpy(layer(["c", "a"])).tolist() == [2, 0]


def test_adapt_anew_and_by_parts():
    layer = layers.IntegerLookup(mask_token=0)
    layer.adapt([9, 9])
    layer.adapt([5, 0, 5, -1, 7])
    assert layer.get_vocabulary() == [0, -1, 5, 7]
    layer.reset_state()
    layer.update_state([1, 2])
    layer.update_state([2])
    layer.finalize_state()
    assert layer.get_vocabulary(include_special_tokens=False) == [2, 1]


def test_set_vocabulary():
    layer = layers.StringLookup(vocabulary=["a"])
    layer.set_vocabulary(["q", "r"])
    assert numpy(layer(["r", "a"])).tolist() == [2, 0]
    assert list(layer.get_config()["vocabulary"]) == ["q", "r"]


def test_vocabulary_file(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("one\ntwo\n", encoding="utf-8")
    layer = layers.StringLookup(vocabulary=str(path))
    assert layer.get_vocabulary() == ["[UNK]", "one", "two"]
    assert list(layer.get_config()["vocabulary"]) == ["one", "two"]  # no path of this machine
    with pytest.raises(ValueError, match="outside of the archive"):
        keras.saving.deserialize_keras_object(
            {"module": "keras.layers", "class_name": "StringLookup", "config": {"vocabulary": str(path)}}
        )


ERRORS = {
    "repeated": (lambda: layers.StringLookup(vocabulary=["a", "a"]), ValueError, "'a'"),
    "empty": (lambda: layers.StringLookup(vocabulary=[]), ValueError, "empty"),
    "numbers": (lambda: layers.StringLookup(vocabulary=[1, 2]), ValueError, "strings"),
    "nested": (lambda: layers.StringLookup(vocabulary=[["a"]]), TypeError, "list of strings"),
    "mask": (lambda: layers.StringLookup(vocabulary=["", "a"], mask_token=""), ValueError, "mask token"),
    "no file": (lambda: layers.StringLookup(vocabulary="/nowhere"), ValueError, "/nowhere"),
    "max_tokens": (lambda: layers.IntegerLookup(max_tokens=1), ValueError, "max_tokens=1"),
    "too long": (lambda: layers.IntegerLookup(vocabulary=[1, 2], max_tokens=2), ValueError, "max_tokens=2"),
    "oov": (lambda: layers.IntegerLookup(num_oov_indices=-1), ValueError, "num_oov_indices=-1"),
    "mode": (lambda: layers.IntegerLookup(output_mode="bogus"), ValueError, "output_mode='bogus'"),
    "inverted": (lambda: layers.StringLookup(invert=True, output_mode="count"), ValueError, "invert"),
    "padding": (lambda: layers.StringLookup(pad_to_max_tokens=True), ValueError, "max_tokens"),
    "weights": (lambda: layers.StringLookup(vocabulary=["a"], idf_weights=[1.0]), ValueError, "idf_weights"),
    "no weights": (lambda: layers.StringLookup(vocabulary=["a"], output_mode="tf_idf"), ValueError, "idf_weights"),
    "salt": (lambda: layers.StringLookup(salt="a"), ValueError, "salt='a'"),
    "integer salt": (lambda: layers.IntegerLookup(salt=1), ValueError, "farmhash"),
    "method": (lambda: layers.IntegerLookup(oov_method="bogus"), ValueError, "oov_method='bogus'"),
    "dtype": (lambda: layers.IntegerLookup(vocabulary_dtype="int32"), ValueError, "vocabulary_dtype='int32'"),
    "adapt": (lambda: layers.StringLookup(vocabulary=["a"]).adapt(["b"]), ValueError, "cannot be adapted"),
    "no strings": (lambda: layers.StringLookup(vocabulary=["a"])([1, 2]), TypeError, "strings"),
    "no integers": (lambda: layers.IntegerLookup(vocabulary=[1])([1.5]), TypeError, "integers"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    action, kind, message = ERRORS[case]
    with pytest.raises(kind, match=message):
        action()


@pytest.mark.parametrize("config,message", [({}, "no vocabulary"), ({"vocabulary": ["b"], "num_oov_indices": 0}, "'a'")])
def test_errors_of_calls(config, message):
    kind = RuntimeError
    if backend.backend() == "tensorflow":
        import tensorflow as tf

        kind = tf.errors.FailedPreconditionError if not config else tf.errors.InvalidArgumentError
    with pytest.raises(kind, match=message):
        layers.StringLookup(**config)(["a"])


@pytest.mark.parametrize("mode", ["int", "count", "tf_idf"])
def test_saved_model(mode, tmp_path):
    lookup = layers.StringLookup(output_mode=mode, name="lookup")
    lookup.adapt(["b", "a", "b", "two\nlines"])
    model = keras.Sequential([keras.Input((2,), dtype="string"), lookup])
    inputs = np.array([["a", "b"], ["x", "two\nlines"]])
    expected = model.predict(inputs, verbose=0)
    model.save(tmp_path / "model.keras")
    assert "assets/layers/string_lookup/vocabulary.txt" in zipfile.ZipFile(tmp_path / "model.keras").namelist()
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert loaded.layers[0].get_vocabulary() == lookup.get_vocabulary()
    np.testing.assert_allclose(loaded.predict(inputs, verbose=0), expected)


def test_shape_is_known_before_assets_are_read():
    layer = layers.StringLookup(output_mode="count")
    layer.adapt(["a", "b"])
    clone = layers.StringLookup.from_config(layer.get_config())
    assert clone.compute_output_shape((None, 1)) == (None, 3)
    assert layers.StringLookup(output_mode="count").compute_output_shape((None, 1)) == (None, None)


def test_models_hand_integers_on_as_floats():
    """As in 3.15.1, a Sequential model that was not told its input's dtype takes floats."""
    model = keras.Sequential([layers.IntegerLookup(vocabulary=[1, 2])])
    assert numpy(model(np.array([[1, 2], [2, 7]]))).tolist() == [[1, 2], [2, 0]]
    assert numpy(model.layers[0](np.array([1.0, 2.9], "float32"))).tolist() == [1, 2]
    with pytest.raises(TypeError, match="integers.*float64"):
        model.layers[0]([1.0, 2.0])


def test_functional_model_of_strings_trains_and_predicts():
    inputs = keras.Input((1,), dtype="string")
    x = layers.StringLookup(vocabulary=["a", "b"])(inputs)
    model = keras.Model(inputs, layers.Flatten()(layers.Embedding(3, 2)(x)))
    texts = np.array([["a"], ["b"], ["x"], ["a"]])
    for batch in (texts, texts.astype(object), np.char.encode(texts)):
        found = model.predict(batch, verbose=0)
        assert found.shape == (4, 2)
        np.testing.assert_array_equal(found[0], found[3])
    if backend.backend() != "numpy":
        model.compile("sgd", "mse")
        loss = model.fit(texts, np.ones((4, 2)), verbose=0, batch_size=2).history["loss"][0]
        assert np.isfinite(loss)


def test_inside_tf_data_and_with_tensors_of_tensorflow():
    tf = pytest.importorskip("tensorflow")
    for name, config, inputs, expected in VALUES:
        layer = getattr(layers, name)(**config)
        dtype = tf.string if name == "StringLookup" else tf.int64
        inputs = tf.constant(np.asarray(inputs).tolist(), dtype)
        found = next(iter(tf.data.Dataset.from_tensors(inputs).map(layer)))
        assert isinstance(found, tf.Tensor)
        assert found.numpy().tolist() == expected
        assert numpy(layer(inputs)).tolist() == expected
    rows = layers.StringLookup(vocabulary=["a", "b"], output_mode="count")(tf.ragged.constant([["a"], ["b", "x"]]))
    assert numpy(rows).tolist() == [[0, 1, 0], [1, 0, 1]]


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="only tensorflow has ragged and sparse tensors")
def test_ragged_and_sparse():
    import tensorflow as tf

    layer = layers.StringLookup(vocabulary=["a", "b"])
    assert layer(tf.ragged.constant([["a"], ["b", "x"]])).to_list() == [[1], [2, 0]]
    layer.get_config()
    sparse = layers.StringLookup(vocabulary=["a", "b"], output_mode="count", sparse=True)([["a", "a"], ["b", "x"]])
    assert tf.sparse.to_dense(sparse).numpy().tolist() == [[0, 2, 0], [1, 0, 1]]


@pytest.mark.skipif(backend.backend() == "tensorflow", reason="the backend itself needs TensorFlow")
def test_works_without_tensorflow():
    code = (
        "import sys; sys.modules['tensorflow'] = None\n"
        "import numpy as np, keras\n"
        "L = keras.layers\n"
        "text = L.TextVectorization(); text.adapt(np.array(['a b', 'b'])); text(['b a'])\n"
        "assert L.Hashing(3)(['A', 'B', 'C']).tolist() == [1, 0, 1]\n"
        "twice = L.TextVectorization(standardize=np.char.upper, split=None, vocabulary=['A'])\n"
        "assert np.asarray(twice(['a'])).tolist() == [2]\n"
        "space = keras.utils.FeatureSpace({'f': 'string_categorical'}); space.adapt({'f': np.array(['a'])})\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ, timeout=120)


def test_scalars_with_a_mask_token():
    layer = layers.StringLookup(vocabulary=["a"], mask_token="m", output_mode="multi_hot")
    assert [backend.convert_to_numpy(layer(np.array(x))).tolist() for x in ("a", "m", "z")] == [[0, 1], [0, 0], [1, 0]]


def test_strings_of_tensorflow_give_indices_of_tensorflow():
    tf = pytest.importorskip("tensorflow")
    layer = layers.StringLookup(vocabulary=["a", "b"])
    indices = layer(tf.constant(["b", "z"]))
    assert isinstance(indices, tf.Tensor) and indices.dtype == tf.int64 and indices.numpy().tolist() == [2, 0]
    assert layer(tf.ragged.constant([["b", "z"], ["a"]])).to_list() == [[2, 0], [1]]
    inverse = layers.IntegerLookup(vocabulary=[7], invert=True)
    assert tf.data.Dataset.from_tensors([1]).map(inverse).element_spec.dtype == tf.int64
    tokens = layers.StringLookup(vocabulary=["a", "b"], invert=True)(tf.constant([2.0, 0.0]))
    assert tokens.numpy().tolist() == [b"b", b"[UNK]"]
