"""What recurrent layers do beyond their formulas: cells of one's own, states, masks, dropout, wrappers, compilation."""
import inspect

import numpy as np
import pytest

import keras
from keras.src import backend, layers, ops, tree
from keras.src.layers.rnn.conv_lstm import ConvLSTM, ConvLSTMCell

X = np.random.default_rng(0).uniform(-1, 1, (2, 3, 2)).astype("float32")
H = np.random.default_rng(1).uniform(-1, 1, (2, 2)).astype("float32")
GAPS = np.array([[True, True, False], [False, True, True]])
PADDED = np.array([[True, False, False], [True, True, False]])
trains = pytest.mark.skipif(backend.backend() == "numpy", reason="numpy: no gradients")


def array(x):
    return ops.convert_to_numpy(x)


def check(found, expected, tolerance=1e-5):
    found, expected = tree.flatten(found), tree.flatten(expected)
    assert len(found) == len(expected)
    for a, b in zip(found, expected):
        np.testing.assert_allclose(array(a), array(b), rtol=tolerance, atol=tolerance)


@keras.saving.register_keras_serializable("rnn_test")
class Sum(keras.Layer):
    """A cell that adds up its inputs; its output is twice as wide as its state."""

    state_size = 2
    output_size = 4

    def call(self, inputs, states, training=None):
        total = states[0] + inputs + (1 if training else 0)
        return ops.concatenate([total, total], -1), total


# Cells of one's own


def test_cell_of_ones_own():
    layer = layers.RNN(Sum(), return_sequences=True, return_state=True)
    outputs, state = layer(X)
    total = np.cumsum(X, 1)
    check([outputs, state], [np.concatenate([total, total], -1), total[:, -1]])
    check(layer(X, training=True)[1], total[:, -1] + 3)
    symbolic = layer(keras.Input((None, 2)))
    assert [s.shape for s in symbolic] == [(None, None, 4), (None, 2)]
    again = layers.RNN.from_config(layer.get_config())
    check(again(X), layer(X))


def test_unrolled_and_dynamic_loops_agree():
    for options in ({}, {"unroll": True}, {"go_backwards": True, "unroll": True}):
        reference = X[:, ::-1] if "go_backwards" in options else X
        outputs = layers.RNN(Sum(), return_sequences=True, **options)(X)
        check(outputs[..., :2], np.cumsum(reference, 1))
    inputs = keras.Input((None, 2))
    model = keras.Model(inputs, layers.RNN(Sum(), return_sequences=True)(inputs))
    for steps in (3, 2):
        check(model.predict(X[:, :steps], verbose=0)[..., :2], np.cumsum(X[:, :steps], 1))
    with pytest.raises(ValueError, match="unroll"):
        layers.RNN(Sum(), unroll=True).call(keras.KerasTensor((2, None, 2)))


def test_stacked_cells_are_layers_one_after_the_other():
    stacked = layers.RNN([layers.GRUCell(2), layers.LSTMCell(3)], return_sequences=True, return_state=True)
    output, first, second = stacked(X)
    one = layers.GRU(2, return_sequences=True, return_state=True)
    two = layers.LSTM(3, return_sequences=True, return_state=True)
    two(one(X)[0])
    one.set_weights(stacked.get_weights()[:3])
    two.set_weights(stacked.get_weights()[3:])
    between, h = one(X)
    check([output, first, second], [two(between)[0], [h], two(between)[1:]])
    assert [w.path.split("/")[1:] for w in stacked.weights[::3]] == [
        ["stacked_rnn_cells", "gru_cell", "kernel"],
        ["stacked_rnn_cells", "lstm_cell", "kernel"],
    ]


# The loop of the backend


def test_loop_takes_structures_constants_and_time_major_data():
    def step(x, states):
        total, factor = states
        total = total + x["a"] * factor
        return {"total": total, "b": x["b"]}, [total]

    inputs = {"a": ops.convert_to_tensor(X), "b": ops.convert_to_tensor(2 * X)}
    start, factor = ops.zeros((2, 2)), ops.full((2, 2), 3.0)
    last, outputs, states = backend.rnn(step, inputs, [start], constants=[factor])
    total = 3 * np.cumsum(X, 1)
    check(outputs["total"], total)
    check(outputs["b"], 2 * X)
    check([last["total"], states[0]], [total[:, -1]] * 2)
    inputs = {"a": ops.swapaxes(inputs["a"], 0, 1), "b": ops.swapaxes(inputs["b"], 0, 1)}
    outputs = backend.rnn(step, inputs, [start], constants=[factor], time_major=True)[1]
    check(outputs["total"], np.swapaxes(total, 0, 1))
    outputs = backend.rnn(step, inputs, [start], constants=[factor], time_major=True, return_all_outputs=False)[1]
    check(outputs["total"], np.swapaxes(total, 0, 1)[-1:])


def test_input_length_is_a_mask():
    def step(x, states):
        return states[0] + x, [states[0] + x]

    lengths = ops.convert_to_tensor(np.array([3, 1]))
    last, _, _ = backend.rnn(step, ops.convert_to_tensor(X), [ops.zeros((2, 2))], input_length=lengths)
    check(last, np.stack([X[0].sum(0), X[1, 0]]))


# Masks


RECURRENT = [layers.LSTM, layers.GRU, layers.SimpleRNN, lambda *a, **k: layers.RNN(layers.GRUCell(*a), **k)]


@pytest.mark.parametrize("make", RECURRENT)
def test_outputs_before_the_first_step_are_zero(make):
    """Whatever the initial state and the kind of loop; afterwards a masked step repeats the output before it."""
    layer = make(2, return_sequences=True, return_state=True)
    layer(X)
    start = [ops.convert_to_tensor(H)] * len(layer.get_initial_state(2))
    outputs, *states = layer(X, mask=GAPS, initial_state=start)
    outputs = array(outputs)
    check(outputs[1, 0], np.zeros(2))
    check(outputs[0, 2], outputs[0, 1])
    check(states[0], outputs[:, -1])
    layer.unroll = True
    check(layer(X, mask=GAPS, initial_state=start), [outputs, *states])
    layer.zero_output_for_mask = True
    check(layer(X, mask=GAPS, initial_state=start)[0], outputs * GAPS[..., None])


@pytest.mark.parametrize("mask", [PADDED, PADDED[:, ::-1], GAPS, [[False] * 3, [True] * 3]])
@pytest.mark.parametrize("make", [layers.LSTM, layers.GRU])
def test_native_kernels_equal_the_cell_step_by_step(make, mask):
    """With masks padded right, left, and everywhere."""
    for options in ({"use_bias": False}, {"return_sequences": True, "go_backwards": True}):
        fast = make(3, return_state=True, bias_initializer="glorot_uniform", **options)
        slow = make(3, return_state=True, use_cudnn=False, **options)
        fast(X), slow(X)
        slow.set_weights(fast.get_weights())
        check(fast(X), slow(X))
        check(fast(X, mask=np.array(mask)), slow(X, mask=np.array(mask)))


def test_masks_pass_through():
    x = ops.convert_to_tensor(X)
    backend.set_keras_mask(x, ops.convert_to_tensor(GAPS))
    for layer, masked in {
        layers.LSTM(2): False,
        layers.GRU(2, return_sequences=True): True,
        layers.Bidirectional(layers.GRU(2, return_sequences=True)): True,
        layers.TimeDistributed(layers.Dense(2)): True,
    }.items():
        mask = backend.get_keras_mask(layer(x))
        assert (mask is not None) == masked
        if masked:
            check(mask, GAPS)
    masks = [backend.get_keras_mask(y) for y in layers.GRU(2, return_sequences=True, return_state=True)(x)]
    assert masks[0] is not None and masks[1] is None


# States


@pytest.mark.parametrize("make", [layers.LSTM, lambda n, **k: layers.RNN([layers.GRUCell(n), layers.LSTMCell(n)], **k)])
def test_states_are_kept(make):
    layer = make(2, stateful=True)
    halves = X[:, :2], X[:, 2:]
    layer(halves[0])
    layer.reset_state()
    first, second = (layer(half) for half in halves)
    layer.stateful = False
    check(second, layer(X))
    check(first, layer(halves[0]))
    assert {v.path.split("/")[-1] for v in tree.flatten(layer.states)} == {"rnn_state"}
    assert not any("rnn_state" in w.path for w in layer.weights)
    layer.stateful = True
    layer.reset_state()
    check(layer(halves[0]), first)
    with pytest.raises(ValueError, match="batch size"):
        layer(X[:1])


def test_states_are_kept_from_batch_to_batch_by_predict():
    model = keras.Sequential([keras.Input(batch_shape=(2, 1, 2)), layers.LSTM(2, stateful=True)])
    batches = np.concatenate([X[:, :1], X[:, 1:2]])
    found = model.predict(batches, batch_size=2, verbose=0)
    layer = model.layers[0]
    assert not any("rnn_state" in v.path for v in model._state_group("non_trainable_variables"))
    layer.reset_state()
    check(found, np.concatenate([array(layer(X[:, :1])), array(layer(X[:, 1:2]))]))


@trains
@pytest.mark.parametrize("make", [layers.SimpleRNN, layers.LSTM, lambda n, **k: layers.RNN(layers.GRUCell(n), **k)])
def test_stateful_layers_train(make):
    """The gradient of the second batch is that of a layer which is given the first one's states."""
    y = np.ones((len(X), 1), "float32")
    model = keras.Sequential([keras.Input(batch_shape=X.shape), make(2, stateful=True), layers.Dense(1)])
    first = model.get_weights()
    model.compile(keras.optimizers.SGD(0.0), "mse")
    model.fit(X, y, shuffle=False, verbose=0)
    kept = [array(state) for state in tree.flatten(model.layers[0].states)]
    assert all(np.any(state) for state in kept)
    model.optimizer.learning_rate = 1.0
    model.fit(-X, y, shuffle=False, verbose=0)
    inputs, *states = keras.Input(batch_shape=X.shape), *(keras.Input(batch_shape=s.shape) for s in kept)
    plain = keras.Model([inputs, *states], layers.Dense(1)(make(2)(inputs, initial_state=states)))
    plain.set_weights(first)
    plain.compile(keras.optimizers.SGD(1.0), "mse")
    plain.fit([-X, *kept], y, shuffle=False, verbose=0)
    for one, other in zip(model.get_weights(), plain.get_weights()):
        check(one, other)


def test_stateful_layers_need_a_batch_size():
    with pytest.raises(ValueError, match="batch size"):
        layers.GRU(2, stateful=True)(keras.Input((3, 2)))


def test_initial_state_of_a_model_is_an_input():
    inputs, h, c = keras.Input((3, 2)), keras.Input((2,)), keras.Input((2,))
    model = keras.Model([inputs, h, c], layers.LSTM(2, name="l")(inputs, initial_state=[h, c]))
    found = model.predict([X, H, -H], verbose=0)
    check(found, model.get_layer("l")(X, initial_state=[H, -H]))
    again = keras.Model.from_config(model.get_config())
    again.set_weights(model.get_weights())
    check(again.predict([X, H, -H], verbose=0), found)
    with pytest.raises(ValueError, match="initial_state"):
        layers.LSTM(2)(X, initial_state=[H])


# Dropout


@pytest.mark.parametrize("make", [layers.SimpleRNN, layers.LSTM, layers.GRU])
def test_dropout_is_the_same_at_each_step_and_off_without_training(make):
    plain, dropped = make(2), make(2, dropout=0.5, recurrent_dropout=0.5, seed=1)
    plain(X), dropped(X)
    dropped.set_weights(plain.get_weights())
    check(dropped(X), plain(X))
    cell = dropped.cell
    state = array(cell.seed_generator.state).tolist()
    first = dropped(X, training=True)
    cell.seed_generator.state.assign(state)
    drawn = [cell.get_dropout_mask(ops.ones((2, 2))), cell.get_recurrent_dropout_mask(ops.ones((2, 2)))]
    assert len(tree.flatten(drawn)) == 2 * cell.dropout_mask_count
    h = cell.get_initial_state(batch_size=2)
    for t in range(3):
        output, h = cell(X[:, t], h, training=True)
    check(first, output)
    cell.reset_dropout_mask()
    cell.reset_recurrent_dropout_mask()


# Wrappers


def test_bidirectional_joins_two_layers():
    for mode, join in {
        "sum": np.add,
        "mul": np.multiply,
        "ave": lambda a, b: (a + b) / 2,
        "concat": lambda a, b: np.concatenate([a, b], -1),
    }.items():
        layer = layers.Bidirectional(layers.GRU(2, return_sequences=True), merge_mode=mode)
        found = layer(X)
        forward, backward = array(layer.forward_layer(X)), array(layer.backward_layer(X))
        check(found, join(forward, backward[:, ::-1]))
    both = layers.Bidirectional(layers.LSTM(2, return_state=True), merge_mode=None)
    assert [y.shape for y in both(keras.Input((3, 2)))] == [(None, *y.shape[1:]) for y in both(X)]
    states = [H, -H, 2 * H, -2 * H]
    forward, backward = both.forward_layer(X, initial_state=states[:2]), both.backward_layer(X, initial_state=states[2:])
    check(both(X, initial_state=states), [forward[0], backward[0], *forward[1:], *backward[1:]])


@pytest.mark.parametrize("sequences", [False, True])
def test_bidirectional_leaves_masked_steps_out_or_makes_them_zero(sequences):
    layer = layers.LSTM(2, return_sequences=sequences, zero_output_for_mask=not sequences)
    both = layers.Bidirectional(layer, merge_mode=None)
    assert [half.zero_output_for_mask for half in (both.forward_layer, both.backward_layer)] == [sequences] * 2
    forward, _ = both(X, mask=ops.convert_to_tensor(PADDED))
    expected = array(both.forward_layer(X[:1, :1]))[0]
    check(array(forward)[0], np.concatenate([expected, np.zeros((2, 2))]) if sequences else expected)


def test_bidirectional_takes_weights_and_gives_paths_also_when_loaded():
    weights = [np.full(shape, i, "float32") for i, shape in enumerate([(2, 1), (1, 1), (1,)] * 2)]
    layer = layers.Bidirectional(layers.SimpleRNN(1, name="r"), weights=weights, name="both")
    layer(X)
    check(layer.get_weights(), weights)
    again = layers.deserialize(layers.serialize(layer))
    assert [w.path for w in again.weights] == [w.path for w in layer.weights]
    assert again.weights[3].path == "both/backward_r/simple_rnn_cell/kernel"


def test_time_distributed_is_the_layer_at_each_step():
    class Centre(keras.Layer):
        """Hangs samples together, so that steps cannot be folded into the batch."""

        supports_masking = True

        def call(self, x, mask=None):
            x = x if mask is None else x * ops.cast(mask[:, None], x.dtype)
            return x - ops.mean(x, 0, keepdims=True)

        def compute_output_shape(self, shape):
            return shape

    check(layers.TimeDistributed(Centre())(X), X - X.mean(0))
    masked = X * GAPS[..., None]
    check(layers.TimeDistributed(Centre())(X, mask=GAPS), masked - masked.mean(0))
    dense = layers.TimeDistributed(layers.Dense(4))
    check(dense(X), X @ dense.get_weights()[0])
    assert dense(keras.Input((None, 2))).shape == (None, None, 4)
    batch_norm = layers.TimeDistributed(layers.BatchNormalization(epsilon=0.0))
    check(batch_norm(X, training=True), (X - X.mean(0)) / X.std(0), 1e-3)
    model = keras.Sequential([keras.Input((None, 4, 2)), layers.TimeDistributed(layers.LSTM(2))])
    assert model.predict(np.ones((2, 3, 4, 2)), verbose=0).shape == (2, 3, 2)


# Inside the frameworks


@trains
@pytest.mark.parametrize("make", [layers.LSTM, layers.GRU, lambda n: layers.RNN([layers.GRUCell(n), Sum()])])
def test_layers_compile_and_train_in_the_framework(make):
    """Raw `jax.jit(value_and_grad)`, `tf.function` with XLA, torch autograd: loss and gradients as without compiling."""
    layer = make(2)
    layer(X)
    values = [array(v.value) for v in layer.trainable_variables]

    def loss(weights, x):
        others = [v.value for v in layer.non_trainable_variables]
        return ops.sum(ops.square(layer.stateless_call(weights, others, x)[0]))

    if backend.backend() == "jax":
        import jax

        found = jax.jit(jax.value_and_grad(loss))(values, X)
        expected = jax.value_and_grad(loss)(values, X)
    elif backend.backend() == "tensorflow":
        import tensorflow as tf

        def graded(x):
            with tf.GradientTape() as tape:
                value = ops.sum(ops.square(layer(x)))
            return value, tape.gradient(value, [v.value for v in layer.trainable_variables])

        expected = graded(X)
        spec = [tf.TensorSpec((None, None, 2))]
        check(tf.function(graded, input_signature=spec)(X), expected)
        found = tf.function(graded, jit_compile=True)(X)
    else:
        import torch

        x = torch.tensor(X)
        weights = [torch.tensor(v, requires_grad=True) for v in values]
        total = loss(weights, x)
        total.backward()
        found = [total.detach(), [w.grad for w in weights]]
        step = 1e-2
        moved = [w.detach() - step * w.grad for w in weights]
        change = sum(float((w.grad**2).sum()) for w in weights) * step
        assert float(total.detach() - loss(moved, x)) == pytest.approx(change, rel=0.2)
        expected = found
    check(found, expected)


@trains
def test_dropout_and_masks_train_in_fit():
    tokens = np.array([[1, 2, 0], [3, 0, 0], [1, 1, 1], [2, 3, 0]])
    model = keras.Sequential(
        [
            layers.Embedding(4, 3, mask_zero=True),
            layers.LSTM(2, return_sequences=True, dropout=0.2, recurrent_dropout=0.2),
            layers.GRU(1, dropout=0.1),
        ]
    )
    model.compile("sgd", "mse")
    history = model.fit(tokens, np.ones((4, 1)), epochs=2, batch_size=2, verbose=0).history
    assert np.isfinite(history["loss"]).all()


# Bad input


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: layers.LSTM(0), "units"),
        (lambda: layers.GRUCell(-1), "units"),
        (lambda: layers.SimpleRNN("a"), "units"),
        (lambda: layers.ConvLSTM2D(0, 2), "filters"),
        (lambda: layers.ConvLSTM2D(1, 2, strides=2, dilation_rate=2), "dilation_rate"),
        (lambda: layers.LSTM(2, use_cudnn="x"), "use_cudnn"),
        (lambda: layers.LSTM(2)(X[0]), "ndim"),
        (lambda: layers.RNN(layers.LSTMCell(2))(X[0]), "batch, features"),
        (lambda: layers.RNN(layers.Dense(2)), "state_size"),
        (lambda: layers.RNN(3), "cell"),
        (lambda: layers.StackedRNNCells([3]), "cells"),
        (lambda: layers.Bidirectional(3), "layer"),
        (lambda: layers.Bidirectional(layers.LSTM(2), merge_mode="x"), "merge_mode"),
        (lambda: layers.Bidirectional(layers.LSTM(2), backward_layer=layers.LSTM(2)), "go_backwards"),
        (lambda: layers.TimeDistributed(3), "layer"),
        (lambda: layers.TimeDistributed(layers.Dense(2))(X[0]), "3 axes"),
    ],
)
def test_bad_arguments(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_native_kernel_that_there_is_not():
    if backend.native_ok(keras.activations.tanh, keras.activations.sigmoid, False):
        layers.GRU(2, use_cudnn=True)(X)
    for options in ({"activation": "relu"}, {"reset_after": False}, {"recurrent_dropout": 0.5}, {"unroll": True}):
        with pytest.raises(ValueError, match="use_cudnn"):
            layers.GRU(2, use_cudnn=True, **options)(X)


@pytest.mark.skipif(backend.backend() != "torch", reason="torch.compile")
@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
def test_one_graph_of_torch_compile(kind):
    import torch

    layer, x = getattr(layers, kind)(3), torch.ones(2, 4, 3)
    wanted = layer(x)
    torch.compiler.reset()
    found = torch.compile(layer, backend="eager", fullgraph=True)(x)
    np.testing.assert_allclose(found.detach(), wanted.detach(), atol=1e-5)


def test_a_stacked_cell_with_one_number_as_state_size_has_a_bare_state():
    class Counter(layers.Layer):
        state_size = 5

        def call(self, inputs, states):
            return inputs, [states[0] + 1.0]

    output, first, second = layers.RNN([Counter(), Counter()], return_state=True)(X)
    assert first.shape == second.shape == (X.shape[0], 5)


@pytest.mark.parametrize("make", [layers.SimpleRNNCell, layers.GRUCell])
def test_a_cell_takes_its_one_state_bare(make):
    cell = make(2)
    expected, _ = cell(X[:, 0], [H])
    check(cell(X[:, 0], H), (expected, expected))
    check(cell(X[:, 0], (H,)), (expected, [expected]))
    output, state = cell(keras.KerasTensor((None, 2)), keras.KerasTensor((None, 2)))
    assert state.shape == (None, 2) and state is not output
    assert isinstance(layers.StackedRNNCells([cell])(X[:, 0], [H])[1], list)


def test_state_size_of_a_layer_is_a_list():
    cells = [layers.LSTMCell(2), layers.GRUCell(3)]
    assert layers.GRU(2).state_size == layers.SimpleRNN(2).state_size == layers.RNN(layers.GRUCell(2)).state_size == [2]
    assert layers.LSTM(2).state_size == [2, 2] and layers.RNN(cells).state_size == [[2, 2], 3]


@pytest.mark.parametrize("name", ["SimpleRNN", "LSTM", "GRU"])
def test_activity_regularizers_count(name):
    layer = getattr(layers, name)(2, activity_regularizer="l2")
    layer(np.ones((2, 3, 2), "float32"))
    assert len(layer.losses) == 1


def test_states_have_the_dtype_of_the_layer_not_of_its_cell():
    layer = layers.RNN(layers.SimpleRNNCell(2, dtype="float32"), return_state=True, dtype="mixed_float16")
    outputs = layer(np.ones((2, 3, 2), "float32"))
    assert [backend.standardize_dtype(x.dtype) for x in outputs] == ["float16", "float16"]


def test_cells_may_nest_the_states_that_they_were_given_flat():
    class Pair(layers.Layer):
        state_size, output_size = [2, 2], 2

        def call(self, inputs, states):
            flat = tree.flatten(states)
            return inputs + flat[0], [flat[0] + inputs, [flat[1] + 1.0]]

    x = np.ones((1, 3, 2), "float32")
    outputs = backend.convert_to_numpy(layers.RNN(Pair(), return_sequences=True)(x))
    np.testing.assert_allclose(outputs[0, :, 0], [1.0, 2.0, 3.0])


class SharpConvLSTMCell(ConvLSTMCell):
    def input_conv(self, x, w, b=None, padding="valid"):
        return 2.0 * super().input_conv(x, w, b, padding)

    def recurrent_conv(self, x, w):
        return 0.0 * super().recurrent_conv(x, w)


def test_convolutions_of_a_cell_may_be_ones_own():
    cell = SharpConvLSTMCell(1, 2, 3, padding="same", kernel_initializer="ones", activation="linear")
    x = np.ones((1, 4, 1), "float32")
    cell.build(x.shape)
    h, (_, c) = cell(x, [np.ones((1, 4, 2), "float32"), np.zeros((1, 4, 2), "float32")])
    gate = 1 / (1 + np.exp(-2 * np.array([2.0, 3.0, 3.0, 2.0])))
    np.testing.assert_allclose(array(c)[0, :, 0], gate * 2 * np.array([2.0, 3.0, 3.0, 2.0]), rtol=1e-5)
    biased = array(ConvLSTMCell.input_conv(cell, x, cell.kernel, np.full(8, 5.0, "float32"), padding="valid"))
    np.testing.assert_allclose(biased, np.full((1, 2, 8), 8.0), rtol=1e-6)


def test_arguments_of_the_base_of_convolutional_lstms_stand_in_their_order():
    names = list(inspect.signature(ConvLSTM.__init__).parameters)
    assert names[names.index("bias_regularizer") + 1] == "kernel_constraint"


@pytest.mark.parametrize("data_format, shape", [("channels_last", (2, 3, 5, 6, 1)), ("channels_first", (2, 3, 1, 5, 6))])
def test_a_built_cell_of_conv_lstm_tells_its_sizes(data_format, shape):
    layer = layers.ConvLSTM2D(3, 2, data_format=data_format)
    layer.build(shape)
    cell = layer.cell
    assert (cell.spatial_dims, cell.input_dim, cell.kernel_shape) == ((5, 6), 1, (2, 2, 1, 12))
