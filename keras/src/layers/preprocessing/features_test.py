"""Normalization, Discretization, CategoryEncoding, Hashing, HashedCrossing: rows of the layer table and named tests."""
import numpy as np
import pytest

import keras
from keras.src import backend, layers
from keras.src.layers.layer_cases import LayerTests, case, parametrize
from keras.src.layers.preprocessing import _adapting
from keras.src.utils import string_hash

X = np.linspace(-1, 1, 6, dtype="float32").reshape(2, 3)
IDS = np.array([[3, 1, 1], [2, 0, 5]], "int32")
COUNTS = np.array([[0, 2, 0, 1], [1, 0, 1, 0]], "float32")  # 5 is out of range
CASES = [
    case("Normalization", X, lambda x: (x - 1) / 2, mean=1.0, variance=4.0, mask="same"),
    case("Normalization", X, lambda x: (x - [1, 2, 3]) / [1, 2, 3], mean=[1.0, 2.0, 3.0], variance=[1.0, 4.0, 9.0]),
    case("Normalization", X, lambda x: x * 2 + 1, mean=1.0, variance=4.0, invert=True, axis=None),
    case("Discretization", X, np.searchsorted([-0.5, 0.2], X, side="right"), bin_boundaries=[-0.5, 0.2],
         dtype="int32", grad=False, mixed=False),
    case("Discretization", X, np.array([[3, 0], [0, 3]]), bin_boundaries=[0.0], output_mode="count", grad=False, mixed=False),
    case("CategoryEncoding", IDS, COUNTS, num_tokens=4, output_mode="count", grad=False, mixed=False),
    case("CategoryEncoding", IDS, COUNTS > 0, num_tokens=4, grad=False, mixed=False),
    case("CategoryEncoding", IDS[:, :1], np.eye(4)[[3, 2]], num_tokens=4, output_mode="one_hot", grad=False, mixed=False),
]


@parametrize(CASES)
class TestFeatures(LayerTests):
    pass


def numpy(x):
    return backend.convert_to_numpy(x)


class Batches(keras.utils.PyDataset):
    """X, row by row, with targets."""

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return X[index : index + 1], X[index : index + 1]


SOURCES = {
    "array": lambda: X,
    "tensor": lambda: keras.ops.convert_to_tensor(X),
    "PyDataset": Batches,
    "generator": lambda: (X[i : i + 1] for i in range(2)),
    "DataFrame": lambda: pytest.importorskip("pandas").DataFrame(X),
    "DataLoader": lambda: pytest.importorskip("torch").utils.data.DataLoader(X),
    "grain": lambda: pytest.importorskip("grain").MapDataset.source(list(X)).batch(1).to_iter_dataset(),
    "tf.data": lambda: pytest.importorskip("tensorflow").data.Dataset.from_tensor_slices(X).batch(1),
}


@pytest.mark.parametrize("source", SOURCES)
def test_adapt_to_any_source(source):
    layer = layers.Normalization()
    layer.adapt(SOURCES[source]())
    np.testing.assert_allclose(numpy(layer.mean), [X.mean(0)], rtol=1e-5)
    np.testing.assert_allclose(numpy(layer(X)), (X - X.mean(0)) / X.std(0), rtol=1e-5)
    layer = layers.Discretization(num_bins=2)
    assert layer.bin_boundaries is None
    layer.adapt(SOURCES[source]())
    np.testing.assert_allclose(layer.bin_boundaries, [np.sort(X.ravel())[2]], rtol=1e-5)


def test_adapt_shows_progress_of_what_takes_long(monkeypatch, capsys):
    monkeypatch.setattr(_adapting, "_SECONDS_BEFORE_PROGRESS", -1)
    for make in (layers.Normalization, lambda: layers.Discretization(num_bins=2)):
        make().adapt(Batches())
        assert "2/2" in capsys.readouterr().out
        make().adapt(X[:1])
        assert not capsys.readouterr().out


@pytest.mark.parametrize("axis,kept", [(-1, (2,)), (1, (1,)), ((1, 2), (1, 2)), (None, ()), (0, (0,))])
def test_normalization_axes(axis, kept):
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    layer = layers.Normalization(axis=axis)
    layer.adapt(x)
    reduced = tuple(i for i in range(3) if i not in kept)
    expected = (x - x.mean(reduced, keepdims=True)) / x.std(reduced, keepdims=True)
    np.testing.assert_allclose(numpy(layer(x)), expected, atol=1e-5)
    assert [w.name for w in layer.weights] == ["mean", "variance", "count"]


@pytest.mark.skipif(backend.backend() == "numpy", reason="numpy does not train")
@pytest.mark.parametrize("config", [{}, {"mean": 1.0, "variance": 4.0}])
def test_normalization_built_while_training_is_traced(config):
    layer = layers.Normalization(**config)
    model = keras.Sequential([layer, layers.Dense(1)])
    model.compile("sgd", "mse")
    model.train_on_batch(X, X[:, :1])
    expected = (X - 1) / 2 if config else X
    np.testing.assert_allclose(backend.convert_to_numpy(layer(X)), expected, rtol=1e-6)


def test_normalization_saved(tmp_path):
    layer = layers.Normalization()
    layer.adapt(X)
    model = keras.Sequential([keras.Input((3,)), layer])
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(loaded.predict(X, verbose=0), model.predict(X, verbose=0))


def test_discretization_summary():
    x = np.random.default_rng(0).normal(size=10_000).astype("float32")
    layer = layers.Discretization(num_bins=4, epsilon=0.01)
    for part in np.split(x, 4):
        layer.update_state(part)
    layer.finalize_state()
    assert layer.summary.shape[1] <= 100
    shares = np.bincount(numpy(layer(x)), minlength=4) / len(x)
    np.testing.assert_allclose(shares, 0.25, atol=0.02)
    clone = layers.Discretization.from_config(layer.get_config())
    assert list(clone.bin_boundaries) == list(layer.bin_boundaries) and clone.num_bins == 4
    # Of 50 numbers in order, every fifth is kept; boundaries lie between them.
    layer = layers.Discretization(num_bins=3, epsilon=0.1)
    layer.adapt(np.arange(50.0))
    np.testing.assert_allclose(layer.bin_boundaries, [14 + 5 / 3, 29 + 10 / 3], rtol=1e-5)


def test_count_weights():
    weights = np.array([[0.5, 1, 2], [3, 4, 5]], "float32")
    found = layers.CategoryEncoding(4, output_mode="count")(IDS, count_weights=weights)
    np.testing.assert_allclose(numpy(found), [[0, 3, 0, 0.5], [4, 0, 3, 0]])


# (arguments, input, bins)
HASHED = [
    ({}, [["A"], ["B"], ["C"], ["D"], ["E"]], [[1], [0], [1], [1], [2]]),
    ({"salt": [133, 137]}, [["A"], ["B"], ["C"], ["D"], ["E"]], [[1], [2], [1], [0], [2]]),
    ({"mask_value": ""}, [["A"], ["B"], [""], ["C"], ["D"]], [[1], [1], [0], [2], [2]]),
    ({}, [True, False], [0, 2]),
    ({}, [1, -22], [int(string_hash.bucket([b"1"], 3)[0]), int(string_hash.bucket([b"-22"], 3)[0])]),
]


@pytest.mark.parametrize("config,inputs,expected", HASHED)
def test_hashing(config, inputs, expected):
    # The figures are those of TensorFlow's documentation of the layer.
    layer = layers.Hashing(3, **config)
    assert numpy(layer(inputs)).tolist() == expected
    assert numpy(layer(np.array(inputs))).tolist() == expected
    tf = pytest.importorskip("tensorflow")
    found = next(iter(tf.data.Dataset.from_tensors(tf.constant(inputs)).map(layer)))
    assert found.numpy().tolist() == expected


def test_hashing_encodings():
    assert numpy(layers.Hashing(3, output_mode="one_hot")([["A"], ["E"]])).tolist() == [[0, 1, 0], [0, 0, 1]]
    assert numpy(layers.Hashing(3, output_mode="count")([["A", "C", "B"]])).tolist() == [[1, 2, 0]]
    assert layers.Hashing(3, output_mode="count").compute_output_shape((None, 4)) == (None, 3)


def test_hashed_crossing():
    features = (np.array(["A", "B", "A", "B", "A"]), np.array([101, 101, 101, 102, 102]))
    layer = layers.HashedCrossing(num_bins=5)
    assert numpy(layer(features)).tolist() == [1, 4, 1, 1, 3]
    assert numpy(layers.HashedCrossing(5, output_mode="one_hot")(features)).argmax(1).tolist() == [1, 4, 1, 1, 3]
    columns = [x[:, None] for x in features]
    assert numpy(layer(columns)).tolist() == [[1], [4], [1], [1], [3]]
    tf = pytest.importorskip("tensorflow")
    found = next(iter(tf.data.Dataset.from_tensors(features).map(lambda a, b: layer((a, b)))))
    assert found.numpy().tolist() == [1, 4, 1, 1, 3]


def test_inside_tf_data():
    tf = pytest.importorskip("tensorflow")
    for row in CASES:
        if row.name == "CategoryEncoding":
            continue  # its integers keep their dtype
        found = next(iter(tf.data.Dataset.from_tensors(row.inputs).map(row.make())))
        assert isinstance(found, tf.Tensor)
        np.testing.assert_allclose(found, row.oracle(row.arguments, {}), rtol=1e-5)


@pytest.mark.parametrize("dtype", ["int32", "float16"])
def test_dtypes_inside_tf_data(dtype):
    tf = pytest.importorskip("tensorflow")
    data = tf.data.Dataset.from_tensor_slices((["A", "B"], [101, 102])).batch(2)
    crossed = next(iter(data.map(lambda a, b: layers.HashedCrossing(5, dtype=dtype)((a, b)))))
    assert crossed.dtype.name == dtype and crossed.numpy().tolist() == [1, 1]
    assert next(iter(data.map(lambda a, b: layers.Hashing(5, dtype="int32")(a)))).dtype == tf.int32


def test_crossed_scalars_are_a_batch_of_one():
    tf = pytest.importorskip("tensorflow")
    layer = layers.HashedCrossing(5, output_mode="one_hot")
    assert numpy(layer(("A", 101))).tolist() == [[0, 1, 0, 0, 0]]
    assert layer.compute_output_shape([(), ()]) == (1, 5)
    data = tf.data.Dataset.from_tensors(("A", 101)).map(lambda a, b: layer((a, b)))
    assert data.element_spec.shape == (1, 5)


@pytest.mark.parametrize("shape", [(0,), (2, 0), (0, 3)])
def test_no_categories(shape):
    tf = pytest.importorskip("tensorflow")
    nothing = np.zeros(shape, "int32")
    for layer in layers.CategoryEncoding(4), layers.Discretization([1.0], output_mode="multi_hot"):
        found = next(iter(tf.data.Dataset.from_tensors(nothing).map(layer)))
        assert found.shape == layer.compute_output_shape(shape) == numpy(layer(nothing)).shape
        assert not found.numpy().any()
    found = next(iter(tf.data.Dataset.from_tensors(nothing).map(layers.Discretization([1.0]))))
    assert found.shape == shape and found.dtype == tf.int32


def test_ragged_and_sparse_categories():
    """What is not there counts for nothing: neither padding nor the zeros of a sparse tensor."""
    tf = pytest.importorskip("tensorflow")
    sparse = tf.sparse.from_dense([[1, 0, 2], [0, 3, 0]])
    ragged = tf.ragged.constant([[1, 2], [3], []])
    in_pipeline = lambda layer, x: next(iter(tf.data.Dataset.from_tensors(x).map(layer)))
    rows = [[0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]]
    for mode in ("multi_hot", "count"):
        layer = layers.CategoryEncoding(4, output_mode=mode)
        assert in_pipeline(layer, sparse).numpy().tolist() == rows[:2]
        assert in_pipeline(layer, ragged).numpy().tolist() == rows
    one_hot = in_pipeline(layers.CategoryEncoding(4, output_mode="one_hot"), ragged)
    assert one_hot.to_list() == [[[0, 1, 0, 0], [0, 0, 1, 0]], [[0, 0, 0, 1]], []]
    weights = tf.ragged.constant([[1.0, 0.5], [3.0], []])
    data = tf.data.Dataset.from_tensors((ragged, weights))
    weighted = next(iter(data.map(lambda x, w: layers.CategoryEncoding(4, output_mode="count")(x, count_weights=w))))
    assert weighted.numpy().tolist() == [[0, 1, 0.5, 0], [0, 0, 0, 3], [0, 0, 0, 0]]
    bins = layers.Discretization([1.5, 2.5])
    assert tf.sparse.to_dense(in_pipeline(bins, sparse)).numpy().tolist() == [[0, 0, 1], [0, 2, 0]]
    bins = layers.Discretization([1.5, 2.5], output_mode="multi_hot")
    assert in_pipeline(bins, ragged).numpy().tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 0]]
    lookup = layers.IntegerLookup(vocabulary=[1, 2], output_mode="one_hot")
    assert in_pipeline(lookup, sparse).numpy().tolist() == [[[0, 1, 0], [0, 0, 0], [0, 0, 1]], [[0] * 3, [1, 0, 0], [0] * 3]]


def test_sparse_vectors_of_hashing_inside_tf_data():
    tf = pytest.importorskip("tensorflow")
    layer = layers.Hashing(3, output_mode="multi_hot", sparse=True)
    found = next(iter(tf.data.Dataset.from_tensors([["A", "B"]]).map(layer)))
    assert isinstance(found, tf.SparseTensor) and tf.sparse.to_dense(found).numpy().tolist() == [[1, 1, 0]]
    if backend.backend() != "tensorflow":
        with pytest.raises(ValueError, match="sparse=True"):
            layer([["A", "B"]])
    else:
        assert layers.HashedCrossing(5, sparse=True).sparse  # has no effect on numbers of bins


def test_categories_are_not_cut_to_32_bits():
    if backend.backend() in ("tensorflow", "torch"):  # numpy and jax have no more
        encoded = layers.CategoryEncoding(4)(np.array([[2**32 + 1, 2]]))
        assert numpy(encoded).tolist() == [[0, 0, 1, 0]]


ERRORS = {
    "mean alone": (lambda: layers.Normalization(mean=1.0), "variance=None"),
    "axis": (lambda: layers.Normalization(axis=5)(X), "axis=\\(5,\\)"),
    "unknown size": (lambda: layers.Normalization()(keras.KerasTensor((None, None))), "known size"),
    "given": (lambda: layers.Normalization(mean=1.0, variance=1.0).adapt(X), "cannot be adapted"),
    "other shape": (lambda: (lambda layer: (layer.adapt(X), layer.adapt(X[:, :2])))(layers.Normalization()), "shape"),
    "no bins": (lambda: layers.Discretization(), "num_bins=None"),
    "both": (lambda: layers.Discretization([0.0], num_bins=2), "num_bins=2"),
    "negative": (lambda: layers.Discretization(num_bins=-1), "num_bins=-1"),
    "unadapted": (lambda: layers.Discretization(num_bins=2)(X), "adapt"),
    "boundaries": (lambda: layers.Discretization([0.0]).adapt(X), "cannot be adapted"),
    "mode": (lambda: layers.Discretization([0.0], output_mode="bogus"), "output_mode='bogus'"),
    "tokens": (lambda: layers.CategoryEncoding(0), "num_tokens=0"),
    "no tokens": (lambda: layers.CategoryEncoding(), "num_tokens=None"),
    "weights": (lambda: layers.CategoryEncoding(4)(IDS, count_weights=IDS), "count_weights"),
    "hashing": (lambda: layers.Hashing(0), "num_bins=0"),
    "salt": (lambda: layers.Hashing(4, salt="a"), "salt='a'"),
    "dtype": (lambda: layers.Hashing(4, dtype="float32"), "integer dtype"),
    "no list": (lambda: layers.HashedCrossing(4)(IDS), "list or tuple"),
    "one": (lambda: layers.HashedCrossing(4)((IDS,)), "at least two"),
    "floats": (lambda: layers.HashedCrossing(4)((IDS[0], X[0])), "integers or strings"),
    "shapes": (lambda: layers.HashedCrossing(4)((IDS[0], IDS[:1, :2])), "one shape"),
    "crossing": (lambda: layers.HashedCrossing(4, output_mode="count"), "output_mode='count'"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors(name):
    action, message = ERRORS[name]
    with pytest.raises(ValueError, match=message):
        action()


def test_progress_is_shown_when_it_takes_long(monkeypatch, capsys):
    from keras.src.layers.preprocessing import _adapting

    monkeypatch.setattr(_adapting, "_SECONDS_BEFORE_PROGRESS", -1)
    layers.StringLookup().adapt(iter([["a"], ["b"], ["c"]]), steps=3)
    assert "3/3" in capsys.readouterr().out


def test_half_precision():
    layer = layers.Discretization([0.0], output_mode="count", dtype="float16")
    assert backend.standardize_dtype(layer(X).dtype) == "float16"
    layer = layers.CategoryEncoding(4, output_mode="count", dtype="mixed_float16")
    found = layer(IDS, count_weights=np.full(IDS.shape, 0.5, "float32"))
    assert backend.standardize_dtype(found.dtype) == "float16"
    np.testing.assert_allclose(numpy(found), COUNTS / 2)
    for layer, inputs, dtype in (
        (layers.HashedCrossing, (IDS[0], IDS[1]), "float16"),
        (layers.Hashing, IDS[0], "float32"),
    ):
        found = layer(4, output_mode="one_hot", dtype="mixed_float16")(inputs)
        assert backend.standardize_dtype(found.dtype) == dtype


def test_normalization_is_built_for_batches_of_any_size():
    """An array gives its own shape; the next batch of an iterable may have another size."""
    x = np.arange(6, dtype="float32").reshape(3, 2)
    for data, shape in ((x, (3, 2)), (iter([x[:2], x[2:]]), (None, 2))):
        layer = layers.Normalization()
        layer.adapt(data)
        assert layer.get_build_config()["input_shape"] == shape


def test_hashing_is_strong_with_a_key():
    assert [layers.Hashing(3, salt=salt).strong_hash for salt in (None, 3, [3, 4])] == [False, True, True]
