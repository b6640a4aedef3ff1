import numpy as np
import pytest

import keras
from keras.src import backend, layers
from keras.src.layers.preprocessing.feature_space import FeatureSpace

DATA = {
    "age": np.array([20.0, 40.0, 20.0, 40.0], "float32"),
    "sex": np.array(["f", "m", "m", "m"]),
    "job": np.array([7, 9, 7, 8]),
}


def numpy(x):
    return backend.convert_to_numpy(x)


def space(**config):
    return FeatureSpace({"age": "float_normalized", "sex": "string_categorical", "job": "integer_categorical"}, **config)


def test_concatenated_in_alphabetic_order():
    features = space(crosses=[("sex", "job")], crossing_dim=5)
    features.adapt(DATA)
    found = numpy(features(DATA))
    assert found.shape == (4, 1 + 4 + 3 + 5)
    np.testing.assert_allclose(found[:, 0], [-1, 1, -1, 1])
    assert found[:, 1:5].argmax(1).tolist() == [1, 2, 1, 3]
    assert found[:, 5:8].argmax(1).tolist() == [2, 1, 1, 1]
    ids = [np.array([2, 1, 1, 1]), np.array([1, 2, 1, 3])]
    assert found[:, 8:].argmax(1).tolist() == numpy(layers.HashedCrossing(5)(ids)).tolist()
    one = numpy(features({name: values[1] for name, values in DATA.items()}))
    np.testing.assert_allclose(one, found[1])
    assert features.get_encoded_features().shape == (None, 13)


def test_dict_and_kinds():
    x = np.array([0.0, 0.4, 1.0, 2.0], "float32")
    features = FeatureSpace(
        {
            "a": FeatureSpace.float(),
            "b": FeatureSpace.float_rescaled(scale=2.0, offset=1.0),
            "c": FeatureSpace.float_discretized(None, bin_boundaries=[0.5, 1.5], output_mode="int"),
            "d": FeatureSpace.integer_hashed(3, output_mode="int"),
            "e": FeatureSpace.string_hashed(3),
            "f": FeatureSpace.feature("float32", layers.Rescaling(-1.0), "float"),
        },
        output_mode="dict",
    )
    found = features({"a": x, "b": x, "c": x, "d": [1, 2, 3, 4], "e": ["A", "B", "C", "D"], "f": x})
    found = {name: numpy(value) for name, value in found.items()}
    np.testing.assert_allclose(found["a"][:, 0], x)
    np.testing.assert_allclose(found["b"][:, 0], 2 * x + 1)
    assert found["c"][:, 0].tolist() == [0, 0, 1, 2]
    assert found["d"].shape == (4, 1)
    assert found["e"].argmax(1).tolist() == [1, 0, 1, 1]
    np.testing.assert_allclose(found["f"][:, 0], -x)


def test_saved_and_loaded(tmp_path):
    features = space()
    features.adapt(DATA)
    features.save(tmp_path / "space.keras")
    loaded = keras.saving.load_model(tmp_path / "space.keras")
    np.testing.assert_allclose(numpy(loaded(DATA)), numpy(features(DATA)))


def test_in_a_model():
    features = space()
    features.adapt([DATA, DATA])
    model = keras.Model(features.get_inputs(), layers.Dense(1)(features.get_encoded_features()))
    assert model.predict({name: x[:, None] for name, x in DATA.items()}, verbose=0).shape == (4, 1)


def test_in_tf_data():
    tf = pytest.importorskip("tensorflow")
    dataset = tf.data.Dataset.from_tensor_slices(DATA)
    for source in (dataset, dataset.batch(2), dataset.batch(2).map(lambda x: (x, x["age"]))):
        features = space()
        features.adapt(source)
        found = np.concatenate([x.numpy() for x in dataset.batch(2).map(features)])
        np.testing.assert_allclose(found, numpy(features(DATA)), rtol=1e-6)


ERRORS = {
    "empty": (lambda: FeatureSpace({}), "empty"),
    "kind": (lambda: FeatureSpace({"f": "bogus"}), "'bogus'"),
    "mode": (lambda: FeatureSpace({"f": "float"}, output_mode="bogus"), "bogus"),
    "cross": (lambda: FeatureSpace({"f": "float"}, crosses=[("f", "g")]), "'g'"),
    "unadapted": (lambda: FeatureSpace({"f": "float_normalized"})({"f": np.ones(2)}), "adapt"),
    "no dict": (lambda: FeatureSpace({"f": "float"})(np.ones(2)), "dict"),
    "concat": (
        lambda: FeatureSpace({"f": FeatureSpace.integer_hashed(3, output_mode="int")})({"f": np.ones(2, "int32")}),
        "output_mode='dict'",
    ),
    "one_hot": (
        lambda: FeatureSpace({"f": FeatureSpace.feature("float32", layers.Rescaling(1.0), "one_hot")})({"f": np.ones(2)}),
        "integers",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    action, message = ERRORS[case]
    with pytest.raises(ValueError, match=message):
        action()


def test_bins_that_few_data_leave_out_have_their_place_in_the_encoding():
    for feature, width in (("float_discretized", 32), (FeatureSpace.float_discretized(7), 7)):
        space = FeatureSpace({"a": feature}, output_mode="dict")
        space.adapt({"a": np.array([0.1, 0.5, 2.0])})
        assert space({"a": 0.5})["a"].shape == (width,)


def test_data_without_names_are_refused():
    with pytest.raises(ValueError, match="dicts of features"):
        FeatureSpace({"a": "float_normalized"}).adapt(np.ones(3))
