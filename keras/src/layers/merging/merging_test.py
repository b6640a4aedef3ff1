"""Masks of merged inputs, the functions, and what is refused."""
import numpy as np
import pytest

import keras
from keras.src import backend, layers
from keras.src.layers.merging.dot import batch_dot

X = np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]], "float32")
Y = 10 * X
FIRST, SECOND = np.array([[True, False, True]]), np.array([[True, True, False]])


def masked(x, mask):
    x = backend.convert_to_tensor(x.copy())
    if mask is not None:
        backend.set_keras_mask(x, backend.convert_to_tensor(mask))
    return x


def merged(layer, *masks):
    output = layer([masked(x, mask) for x, mask in zip((X, Y), masks)])
    mask = backend.get_keras_mask(output)
    return backend.convert_to_numpy(output), None if mask is None else backend.convert_to_numpy(mask).tolist()


@pytest.mark.parametrize("name", ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"])
def test_a_step_is_masked_where_all_inputs_are(name):
    layer = getattr(layers, name)()
    assert merged(layer, FIRST, SECOND)[1] == [[True, True, True]]
    assert merged(layer, FIRST, None)[1] is None


@pytest.mark.parametrize("name, wanted", [("Multiply", [10, 30, 5]), ("Maximum", [10, 30, 5]), ("Minimum", [1, 30, 5])])
def test_masked_steps_do_not_count(name, wanted):
    output, _ = merged(getattr(layers, name)(), FIRST, SECOND)
    assert output[0, :, 0].tolist() == wanted


def test_concatenated_masks():
    assert merged(layers.Concatenate(axis=1), FIRST, None)[1] == [[True, False, True, True, True, True]]
    assert merged(layers.Concatenate(axis=2), FIRST, SECOND)[1] == [[True, True, True]]


def test_concatenated_masks_in_a_graph_of_unknown_sizes():
    """The mask is an operand of the pooling, so that it is computed on symbols."""
    x, y = keras.Input((None, 2)), keras.Input((None, 2))
    joined = layers.Concatenate(axis=1)([layers.Masking(3.0)(x), y])
    model = keras.Model([x, y], layers.GlobalAveragePooling1D()(joined))
    for count in (1, 2):  # batches
        inputs = [np.repeat([[[1.0, 2.0], [3.0, 3.0]]], count, 0), np.repeat(Y, count, 0)]
        np.testing.assert_allclose(backend.convert_to_numpy(model(inputs)), [[91 / 4, 122 / 4]] * count, rtol=1e-6)


@pytest.mark.parametrize("make", [layers.Add, layers.Concatenate, lambda: layers.Dot(axes=-1)])
def test_calls_without_masks_take_the_short_way(make):
    layer = make()
    inputs = [backend.convert_to_tensor(X), backend.convert_to_tensor(Y)]
    layer(inputs)
    assert layer._known_signatures
    assert backend.get_keras_mask(layer(inputs)) is None


@pytest.mark.parametrize("name, wanted", [
    ("add", X + Y), ("subtract", X - Y), ("multiply", X * Y), ("average", (X + Y) / 2),
    ("maximum", Y), ("minimum", X), ("concatenate", np.concatenate([X, Y], -1)),
    ("dot", np.einsum("bij,bkj->bik", X, Y)),
])
def test_functions(name, wanted):
    found = getattr(layers, name)([backend.convert_to_tensor(X), backend.convert_to_tensor(Y)])
    np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-6)


@pytest.mark.parametrize("call, words", [
    (lambda: layers.Add()([X, X[:, :2]]), "(1, 3, 2)"),
    (lambda: layers.Add()(X), "list of 1 or more tensors"),
    (lambda: layers.Add()([X, np.concatenate([X, X, X])]), "different batch sizes"),
    (lambda: layers.Subtract()([X, X, X]), "exactly 2"),
    (lambda: layers.Concatenate(axis=1)([X, X[..., :1]]), "along the others their shapes must agree"),
    (lambda: layers.Dot(axes=(1, 2, 3)), "Argument `axes` of Dot"),
    (lambda: layers.Dot(axes=1)([X, X[:, :2]]), "which differ in size"),
    (lambda: layers.Add().compute_mask([X, X], [FIRST]), "of one length"),
])
def test_bad_input(call, words):
    with pytest.raises(ValueError) as e:
        call()
    assert words in str(e.value)


@pytest.mark.parametrize(
    "x_shape, y_shape, axes, subscripts",
    [
        ((2, 3), (2, 3), None, "ab,ab->a"),
        ((2, 3, 4), (2, 4, 5), None, "abc,acd->abd"),
        ((2, 3, 4), (2, 4), None, "abc,ac->ab"),
        ((2, 3, 4), (2, 5, 4), 2, "abc,adc->abd"),
        ((2, 3, 4, 5), (2, 5, 6), (-1, 1), "abcd,ade->abce"),
    ],
)
def test_batch_dot(x_shape, y_shape, axes, subscripts):
    random = np.random.default_rng(0)
    x, y = random.normal(size=x_shape).astype("float32"), random.normal(size=y_shape).astype("float32")
    expected = np.einsum(subscripts, x, y)
    expected = expected[:, None] if expected.ndim == 1 else expected
    np.testing.assert_allclose(backend.convert_to_numpy(batch_dot(x, y, axes)), expected, rtol=1e-5, atol=1e-5)
    assert batch_dot(*(keras.KerasTensor((None, *s[1:])) for s in (x_shape, y_shape)), axes).shape == (
        None, *expected.shape[1:]
    )


@pytest.mark.parametrize(
    "x_shape, y_shape, axes", [((3,), (3,), None), ((2, 3), (2, 4), 1), ((2, 3), (3, 3), 1), ((2, 3), (2, 3), (0, 1))]
)
def test_batch_dot_refuses(x_shape, y_shape, axes):
    with pytest.raises(ValueError):
        batch_dot(np.ones(x_shape, "float32"), np.ones(y_shape, "float32"), axes)
