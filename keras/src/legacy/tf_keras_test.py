"""`tf.keras` and what only it still has."""
import numpy as np
import pytest

from keras.src import backend

pytestmark = pytest.mark.skipif(backend.backend() != "tensorflow", reason="tf.keras is TensorFlow's")

X = np.arange(6, dtype="float32").reshape(2, 3) + 1
PROBABILITIES = np.array([[0.2, 0.3, 0.5], [0.1, 0.6, 0.3]], dtype="float32")


@pytest.fixture(scope="module")
def tf():
    return pytest.importorskip("tensorflow")


def test_tf_keras_is_this_package(tf):
    import keras

    assert tf.keras.__version__ == keras.__version__
    assert tf.keras.layers.Dense is keras.layers.Dense
    assert tf.keras.__name__ == "keras._tf_keras.keras"
    from tensorflow.keras.layers import Conv2D

    assert Conv2D is keras.layers.Conv2D
    assert tf.losses.MeanSquaredError is keras.losses.MeanSquaredError
    assert tf.keras.losses.MSE is keras.losses.mean_squared_error
    assert tf.keras.metrics.mae is keras.losses.mean_absolute_error


def test_training_with_tf_data(tf):
    data = tf.data.Dataset.from_tensor_slices((X, X[:, :1])).batch(1)
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    assert len(model.fit(data, epochs=2, verbose=0).history["loss"]) == 2


# name: (arguments, expected)
BACKEND = {
    "abs": ((-X,), X),
    "sqrt": ((-X,), 0 * X),
    "square": ((X,), X**2),
    "clip": ((X, 2, 4), np.clip(X, 2, 4)),
    "pow": ((X, 2), X**2),
    "relu": ((X - 3, 0.5, 2.0, 1.0), np.where(X - 3 >= 1, np.minimum(X - 3, 2), 0.5 * (X - 4))),
    "elu": ((X - 3, 2.0), np.where(X > 3, X - 3, 2 * (np.exp(X - 3) - 1))),
    "hard_sigmoid": ((X - 3,), np.clip(0.2 * (X - 3) + 0.5, 0, 1)),
    "softmax": ((X,), np.exp(X) / np.exp(X).sum(-1, keepdims=True)),
    "l2_normalize": ((X, 1), X / np.linalg.norm(X, axis=1, keepdims=True)),
    "sum": ((X, 0), X.sum(0)),
    "mean": ((X > 2, 1), (X > 2).mean(1)),
    "std": ((X, 1, True), X.std(1, keepdims=True)),
    "any": ((X > 5, 1), (X > 5).any(1)),
    "argmax": ((X,), X.argmax(-1)),
    "dot": ((X[None], X.T), (X @ X.T)[None]),
    "batch_dot": ((X, X), (X * X).sum(1, keepdims=True)),
    "batch_flatten": ((X[:, None],), X),
    "permute_dimensions": ((X, (1, 0)), X.T),
    "repeat": ((X, 2), np.repeat(X[:, None], 2, axis=1)),
    "repeat_elements": ((X, 2, 1), np.repeat(X, 2, axis=1)),
    "reverse": ((X, 0), X[::-1]),
    "temporal_padding": ((X[None],), np.pad(X, ((1, 1), (0, 0)))[None]),
    "arange": ((-2,), np.arange(0)),
    "one_hot": (([1, 0], 3), np.eye(3)[[1, 0]]),
    "eye": ((2,), np.eye(2)),
    "random_bernoulli": (((2, 3), 1.0), np.ones((2, 3))),
    "bias_add": ((X, X[0]), X + X[0]),
    "batch_normalization": ((X, X[0], X[1], X[0], X[1], -1, 0.0), (X - X[0]) * np.sqrt(X[1]) + X[0]),
    "binary_crossentropy": ((X > 3, PROBABILITIES), -np.log(np.where(X > 3, PROBABILITIES, 1 - PROBABILITIES))),
    "categorical_crossentropy": ((np.eye(3)[[2, 1]], PROBABILITIES), -np.log([0.5, 0.6])),
    "sparse_categorical_crossentropy": (([2, 1], PROBABILITIES, False, -1, 1), [-np.log(0.5), 0]),
    "resize_images": ((X[None, ..., None], 2, 1, "channels_last"), np.repeat(X, 2, 0)[None, ..., None]),
    "pool2d": ((X[None, ..., None], (2, 2)), X[None, 1:, 1:, None]),
    "conv2d": ((X[None, ..., None], np.ones((2, 3, 1, 1), "float32")), np.full((1, 1, 1, 1), 21)),
}


@pytest.mark.parametrize("name", BACKEND)
def test_backend_function(tf, name):
    arguments, expected = BACKEND[name]
    arguments = [tf.constant(a) if isinstance(a, np.ndarray) else a for a in arguments]
    if name == "binary_crossentropy":
        arguments[0] = tf.cast(arguments[0], "float32")
    if name == "categorical_crossentropy":
        arguments[0] = tf.cast(arguments[0], "float32")
    got = getattr(tf.keras.backend, name)(*arguments)
    np.testing.assert_allclose(np.asarray(got), expected, rtol=1e-5, atol=1e-5)


def test_backend_variables_and_control(tf):
    K = tf.keras.backend
    v = K.variable(X)
    K.set_value(v, 2 * X)
    K.update_sub(v, X)
    np.testing.assert_array_equal(K.get_value(v), X)
    assert K.int_shape(v) == (2, 3) and K.count_params(v) == 6 and K.dtype(v) == "float32"
    assert K.ndim(v) == 2 and K.dot(tf.ones((4, 5, 2)), v).shape == (4, 5, 3)
    assert float(K.switch(tf.constant(False), lambda: 1.0, lambda: 2.0)) == 2
    assert float(K.foldl(lambda a, b: a + b, tf.constant([1.0, 2.0]))) == 3
    last, outputs, _ = K.rnn(lambda x, s: (x + s[0], [x + s[0]]), tf.ones((2, 3, 4)), [tf.zeros((2, 4))])
    assert last.shape == (2, 4) and float(outputs[0, 2, 0]) == 3
    y = tf.one_hot([[0, 1, 2]], 4)
    cost = K.ctc_batch_cost(tf.constant([[0, 1, 2]]), y, tf.constant([[3]]), tf.constant([[3]]))
    assert abs(float(cost[0, 0])) < 1e-3
    paths, _ = K.ctc_decode(y, tf.constant([3]))
    assert paths[0].numpy().tolist() == [[0, 1, 2]]


def test_layers_of_keras_2(tf):
    layers = tf.keras.layers
    assert layers.ThresholdedReLU(2.0)(X).numpy().tolist() == (X * (X > 2)).tolist()
    image = X.reshape(1, 2, 3, 1)
    assert layers.RandomHeight((1, 1))(image, training=True).shape == (1, 4, 3, 1)
    assert layers.RandomWidth((1, 1))(image, training=True).shape == (1, 2, 6, 1)
    assert layers.RandomWidth(0.5)(image, training=False).shape == (1, 2, 3, 1)
    with pytest.raises(ValueError, match="`factor` of RandomHeight"):
        layers.RandomHeight(-0.5)


def test_tokenizer(tf):
    text = tf.keras.preprocessing.text
    tokenizer = text.Tokenizer(num_words=4, oov_token="?")
    tokenizer.fit_on_texts(["The cat.", "the dog, the bird"])
    assert tokenizer.texts_to_sequences(["the cat, bird & fish"]) == [[2, 3, 1, 1]]
    assert tokenizer.sequences_to_texts([[2, 3, 9]]) == ["the cat ?"]
    assert tokenizer.texts_to_matrix(["the the"], "count").tolist() == [[0, 0, 2, 0]]
    again = text.tokenizer_from_json(tokenizer.to_json())
    assert again.get_config() == tokenizer.get_config()
    assert again.texts_to_sequences(["cat"]) == [[3]]


def test_sequences(tf):
    sequence = tf.keras.preprocessing.sequence
    windows = sequence.TimeseriesGenerator(np.arange(6), np.arange(6) * 10, length=2, batch_size=3)
    x, y = windows[1]
    assert len(windows) == 2 and x.tolist() == [[3, 4]] and y.tolist() == [50]
    assert windows.get_config()["length"] == 2
    pairs, labels = sequence.skipgrams([1, 2, 0], 5, negative_samples=0, shuffle=False)
    assert pairs == [[1, 2], [2, 1]] and labels == [1, 1]
    assert np.all(np.diff(sequence.make_sampling_table(9)[1:]) > 0)


def test_image_generator(tf, tmp_path):
    image = tf.keras.preprocessing.image
    x = np.arange(48, dtype="float32").reshape(1, 4, 4, 3)
    turned = image.apply_affine_transform(x[0], theta=90, row_axis=0, col_axis=1, channel_axis=2)
    np.testing.assert_allclose(turned, np.rot90(x[0], 1), atol=1e-4)
    generator = image.ImageDataGenerator(rescale=2.0, validation_split=0.5)
    images, labels = next(generator.flow(np.repeat(x, 4, 0), [0, 1, 0, 1], batch_size=2, subset="training"))
    np.testing.assert_allclose(images, np.repeat(2 * x, 2, 0))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        image.save_img(tmp_path / name / "0.png", x[0])
    files = generator.flow_from_directory(tmp_path, target_size=(2, 2), shuffle=False)
    images, labels = files[0]
    assert images.shape == (2, 2, 2, 3) and labels.tolist() == [[1, 0], [0, 1]]
    with pytest.raises(ValueError, match="`class_mode`"):
        generator.flow_from_directory(tmp_path, class_mode="x")


def test_checkpoints_of_tensorflow(tf, tmp_path):
    def trained(steps):
        model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2), tf.keras.layers.Dense(1)])
        model.compile(tf.keras.optimizers.Adam(), "mse")
        for _ in range(steps):
            model.train_on_batch(X, X[:, :1])
        return model, tf.train.Checkpoint(model=model, extra=tf.keras.Variable(float(steps)))

    model, checkpoint = trained(2)
    path = checkpoint.save(str(tmp_path / "checkpoint"))
    names = [name for name, _ in tf.train.list_variables(path)]
    assert "model/optimizer/_iterations/.ATTRIBUTES/VARIABLE_VALUE" in names  # as Keras 3.15.1 calls it
    other, empty = trained(1)
    empty.restore(path).assert_consumed()
    assert int(other.optimizer.iterations) == 2 and float(empty.extra.numpy()) == 2
    for got, expected in zip(other.optimizer.variables, model.optimizer.variables, strict=True):
        np.testing.assert_array_equal(got.numpy(), expected.numpy())
