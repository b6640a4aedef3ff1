import numpy as np
import pytest

import keras
from keras.src import backend, layers

TEXTS = ["The cat, sat!", "a cat ran; a dog SAT", ""]
VOCABULARY = ["the", "cat", "sat", "a"]


def numpy(x):
    return backend.convert_to_numpy(x) if backend.is_tensor(x) else np.asarray(x)


def bracketed(text):
    """A function of the user's: no change."""
    return text


# (arguments, texts, output) with VOCABULARY
VALUES = [
    ({}, TEXTS, [[2, 3, 4, 0, 0, 0], [5, 3, 1, 5, 1, 4], [0] * 6]),
    ({"output_sequence_length": 2}, TEXTS, [[2, 3], [5, 3], [0, 0]]),
    ({"output_sequence_length": 4}, ["the"], [[2, 0, 0, 0]]),
    ({"output_mode": "multi_hot"}, TEXTS, [[0, 1, 1, 1, 0], [1, 0, 1, 1, 1], [0] * 5]),
    ({"output_mode": "count"}, TEXTS, [[0, 1, 1, 1, 0], [2, 0, 1, 1, 2], [0] * 5]),
    ({"output_mode": "count", "max_tokens": 6, "pad_to_max_tokens": True}, ["a"], [[0, 0, 0, 0, 1, 0]]),
    ({"output_mode": "one_hot"}, ["a the", "sat"], [[[0, 0, 0, 0, 1], [0, 1, 0, 0, 0]], [[0, 0, 0, 1, 0], [0] * 5]]),
    ({"standardize": "lower"}, ["The cat, SAT"], [[2, 1, 4]]),
    ({"standardize": "strip_punctuation"}, ["The cat, SAT"], [[1, 3, 1]]),
    ({"standardize": None}, ["the cat,"], [[2, 1]]),
    ({"standardize": bracketed}, ["the cat,"], [[2, 1]]),
    ({"split": "character"}, ["aé", "b a"], [[5, 1, 0], [1, 1, 5]]),
    ({"split": None}, ["cat", "the cat"], [3, 1]),
    ({"split": None}, [["cat", "a"], ["sat", "x"]], [[3, 5], [4, 1]]),
    ({"split": None, "output_sequence_length": 3}, [["cat"], ["x"]], [[3, 0, 0], [1, 0, 0]]),
    ({"split": None, "output_sequence_length": 3}, ["cat", "x"], [3, 1, 0]),
    ({"split": None, "output_mode": "multi_hot"}, ["cat", "x"], [1, 0, 1, 0, 0]),
    ({"split": None, "output_mode": "count"}, [[["cat", "x"], ["x", "x"]]], [[[1, 0, 1, 0, 0], [2, 0, 0, 0, 0]]]),
    ({"split": None, "ngrams": 2}, ["the", "cat"], [2, 3, 1]),
    ({"split": None, "ngrams": 2}, [["the", "cat"], ["x", "sat"]], [[2, 3, 1], [1, 4, 1]]),
    ({}, [[["the"], ["cat sat"]]], [[[2, 0], [3, 4]]]),
    ({"output_sequence_length": 1}, [[["the"], ["cat sat"]]], [[[2], [3]]]),
    ({"ngrams": 2}, ["the cat"], [[2, 3, 1]]),
    ({"ngrams": (2,), "output_mode": "count"}, ["the cat sat"], [[2, 0, 0, 0, 0]]),
    ({}, "the cat", [2, 3]),
    ({"output_mode": "count"}, "the cat", [0, 1, 1, 0, 0]),
    ({}, [["the cat"], ["sat"]], [[2, 3], [4, 0]]),
    ({}, ["\0the\0cat sat"], [[1, 4]]),
]


@pytest.mark.parametrize("config,texts,expected", VALUES)
def test_values(config, texts, expected):
    layer = layers.TextVectorization(vocabulary=VOCABULARY, **config)
    for inputs in (texts, np.array(texts), np.array(texts, dtype=object)):
        assert numpy(layer(inputs)).tolist() == expected
    shape = layer.compute_output_shape(np.shape(texts))
    assert all(size in (None, found) for size, found in zip(shape, np.shape(expected), strict=True) if np.ndim(texts))
    symbolic = layer(keras.KerasTensor((None, *np.shape(texts)[1:]), "string"))
    assert len(symbolic.shape) == max(np.ndim(expected), 1) or not np.ndim(texts)


def test_the_same_in_tf_data():
    tf = pytest.importorskip("tensorflow")
    for config, texts, expected in VALUES:
        if config.get("output_mode") == "one_hot":
            continue
        layer = layers.TextVectorization(vocabulary=VOCABULARY, **config)
        found = next(iter(tf.data.Dataset.from_tensors(tf.constant(texts)).map(layer)))
        assert found.numpy().tolist() == expected, (config, texts)


def test_preprocessing_may_be_overridden():
    tf = pytest.importorskip("tensorflow")

    class Reversed(layers.TextVectorization):
        def _preprocess(self, inputs):
            return tf.reverse(super()._preprocess(inputs).to_tensor(), [1])

    assert numpy(Reversed(vocabulary=VOCABULARY)(["the cat sat"])).tolist() == [[4, 3, 2]]


def test_adapt():
    layer = layers.TextVectorization()
    layer.adapt(TEXTS)
    assert layer.get_vocabulary() == ["", "[UNK]", "sat", "cat", "a", "the", "ran", "dog"]
    assert layer.vocabulary_size() == 8
    assert layer.get_vocabulary(include_special_tokens=False)[0] == "sat"
    layer.adapt(["Ünder É", "ünï"])  # only ASCII letters are lowered
    assert layer.get_vocabulary()[2:] == ["ünï", "Ünder", "É"]
    layer = layers.TextVectorization(max_tokens=3, ngrams=2)
    layer.adapt("a b a b")
    assert layer.get_vocabulary() == ["", "[UNK]", "b"]
    layer = layers.TextVectorization()
    layer.adapt(["x", "y", "z"], batch_size=1, steps=2)
    assert layer.get_vocabulary()[2:] == ["y", "x"]


def test_tf_idf():
    layer = layers.TextVectorization(output_mode="tf_idf")
    layer.adapt(["a b a", "b", "b c"])
    weights = dict(zip("bac", np.log1p([3 / 4, 3 / 2, 3 / 2])))
    expected = [[np.mean(list(weights.values())), weights["b"], weights["a"], 0]]
    np.testing.assert_allclose(numpy(layer(["a b x"])), expected, rtol=1e-6)


def test_adapt_to_tf_data():
    tf = pytest.importorskip("tensorflow")
    for dataset in (tf.data.Dataset.from_tensor_slices(TEXTS), tf.data.Dataset.from_tensor_slices(TEXTS).batch(2)):
        layer = layers.TextVectorization()
        layer.adapt(dataset)
        assert layer.vocabulary_size() == 8


ERRORS = {
    "standardize": (lambda: layers.TextVectorization(standardize="bogus"), ValueError, "standardize='bogus'"),
    "split": (lambda: layers.TextVectorization(split="bogus"), ValueError, "split='bogus'"),
    "mode": (lambda: layers.TextVectorization(output_mode="bogus"), ValueError, "output_mode='bogus'"),
    "ngrams": (lambda: layers.TextVectorization(ngrams="a"), ValueError, "ngrams='a'"),
    "length": (lambda: layers.TextVectorization(output_mode="count", output_sequence_length=3), ValueError, "=3"),
    "max_tokens": (lambda: layers.TextVectorization(max_tokens=0), ValueError, "max_tokens=0"),
    "repeated": (lambda: layers.TextVectorization(vocabulary=["a", "a"]), ValueError, "'a'"),
    "ragged": (lambda: layers.TextVectorization(ragged=True, output_mode="count"), ValueError, "ragged"),
    "columns": (lambda: layers.TextVectorization(vocabulary=["a"])([["a", "b"]]), ValueError, r"\(1, 2\)"),
    "adapt": (lambda: layers.TextVectorization(vocabulary=["a"]).adapt(["b"]), ValueError, "cannot be adapted"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    action, kind, message = ERRORS[case]
    with pytest.raises(kind, match=message):
        action()


@pytest.mark.parametrize("mode", ["int", "tf_idf"])
def test_saved_model(mode, tmp_path):
    layer = layers.TextVectorization(output_mode=mode)
    layer.adapt(TEXTS)
    model = keras.Sequential([keras.Input((), dtype="string"), layer])
    expected = model.predict(np.array(TEXTS), verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(loaded.predict(np.array(TEXTS), verbose=0), expected)


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="only tensorflow has ragged tensors")
def test_ragged():
    layer = layers.TextVectorization(vocabulary=VOCABULARY, ragged=True)
    assert layer(TEXTS).to_list() == [[2, 3, 4], [5, 3, 1, 5, 1, 4], []]
    assert layer("the cat").numpy().tolist() == [2, 3]


def test_a_single_text_as_a_sparse_vector_inside_tf_data():
    tf = pytest.importorskip("tensorflow")
    if backend.backend() != "tensorflow":
        pytest.skip("sparse vectors are for tensorflow")
    layer = layers.TextVectorization(vocabulary=VOCABULARY, output_mode="count", sparse=True)
    found = next(iter(tf.data.Dataset.from_tensor_slices(["the cat the"]).map(layer)))
    assert tf.sparse.to_dense(found).numpy().tolist() == [0, 2, 1, 0, 0]


@pytest.mark.parametrize("options", [{"ngrams": (1, 2)}, {"vocabulary": np.array(["a", "b"])}, {"vocabulary": ("a", "b")}])
def test_tuples_and_arrays_come_back_from_a_file(options, tmp_path):
    layer = layers.TextVectorization(**({"vocabulary": ["a", "b"]} | options))
    keras.Sequential([keras.Input((1,), dtype="string"), layer]).save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras").layers[-1]
    assert numpy(loaded(["a b", "c"])).tolist() == numpy(layer(["a b", "c"])).tolist()
    assert loaded.get_vocabulary() == layer.get_vocabulary() == ["", "[UNK]", "a", "b"]


def test_a_vocabulary_file_may_hold_more_than_max_tokens(tmp_path):
    (tmp_path / "tokens.txt").write_text("a\nb\nc\n")
    options = {"vocabulary": str(tmp_path / "tokens.txt"), "max_tokens": 3}
    layer = layers.TextVectorization(**options)
    loaded = layers.TextVectorization.from_config(layer.get_config())
    assert layer.get_vocabulary() == loaded.get_vocabulary() == ["", "[UNK]", "a", "b", "c"]
    for refused in (options | {"output_mode": "count", "pad_to_max_tokens": True}, options | {"vocabulary": ["a", "b", "c"]}):
        with pytest.raises(ValueError, match="max_tokens"):
            layers.TextVectorization(**refused)
