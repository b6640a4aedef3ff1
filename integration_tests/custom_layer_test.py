"""One custom layer inside a Keras model and inside hand-written loops of each framework."""
import numpy as np
import pytest
from custom_layer import (
    STEPS,
    UNITS,
    VOCABULARY,
    TokenAndPositionEmbedding,
    expected_output,
    make_data,
    make_layer,
)

import keras
from keras import ops

STEPS_OF_TRAINING, LEARNING_RATE = 60, 0.5


def only_on(*backends):
    return pytest.mark.skipif(
        keras.config.backend() not in backends,
        reason=f"{keras.config.backend()}: the loop is written in {' or '.join(backends)}",
    )


def mean_squared_error(targets, outputs):
    return ops.mean(ops.sum(ops.square(outputs - targets), axis=-1))


def assert_learned(losses, layer, tokens):
    """Raw and Keras loops all bring the loss well down, and leave the layer usable."""
    assert losses[-1] < 0.3 * losses[0]
    result = ops.convert_to_numpy(layer(tokens))
    np.testing.assert_allclose(result, expected_output(layer, tokens), atol=1e-5)


def test_weights_exist_before_the_first_call():
    layer = make_layer()
    assert [w.path.rpartition("/")[2] for w in layer.weights] == ["token_vectors", "position_vectors"]
    assert [tuple(w.shape) for w in layer.weights] == [(VOCABULARY, UNITS), (STEPS, UNITS)]


def test_forward():
    layer, (tokens, _) = make_layer(), make_data()
    np.testing.assert_allclose(
        ops.convert_to_numpy(layer(tokens)), expected_output(layer, tokens), atol=1e-6
    )


def test_symbolic_call():
    output = make_layer()(keras.KerasTensor((None, STEPS), dtype="int32"))
    assert output.shape == (None, STEPS, UNITS) and output.dtype == "float32"


def test_in_a_keras_model(tmp_path):
    if keras.config.backend() == "numpy":
        pytest.skip("numpy: this backend does not train")
    tokens, targets = make_data()
    layer = make_layer()
    model = keras.Sequential([keras.layers.Input((STEPS,), dtype="int32"), layer])
    model.compile(keras.optimizers.SGD(LEARNING_RATE * UNITS), loss="mse")
    losses = model.fit(tokens, targets, epochs=STEPS_OF_TRAINING, batch_size=16, verbose=0).history["loss"]
    assert_learned(losses, layer, tokens)


@only_on("jax")
def test_in_a_jax_loop():
    import jax

    layer, (tokens, targets) = make_layer(), make_data()
    layer.build(tokens.shape)

    def loss_of(trainable, non_trainable):
        outputs, non_trainable = layer.stateless_call(trainable, non_trainable, tokens)
        return mean_squared_error(targets, outputs), non_trainable

    @jax.jit
    def step(trainable, non_trainable):
        (loss, non_trainable), gradients = jax.value_and_grad(loss_of, has_aux=True)(
            trainable, non_trainable
        )
        trainable = [w - LEARNING_RATE * g for w, g in zip(trainable, gradients)]
        return loss, trainable, non_trainable

    trainable = [v.value for v in layer.trainable_variables]
    non_trainable = [v.value for v in layer.non_trainable_variables]
    losses = []
    for _ in range(STEPS_OF_TRAINING):
        loss, trainable, non_trainable = step(trainable, non_trainable)
        losses.append(float(loss))
    for variable, value in zip(layer.trainable_variables, trainable):
        variable.assign(value)
    assert_learned(losses, layer, tokens)


@only_on("tensorflow")
@pytest.mark.parametrize("jit_compile", [False, True])
def test_in_a_tensorflow_loop(jit_compile):
    import tensorflow as tf

    layer, (tokens, targets) = make_layer(), make_data()

    @tf.function(jit_compile=jit_compile)
    def step():
        with tf.GradientTape() as tape:
            loss = mean_squared_error(targets, layer(tokens))
        variables = layer.trainable_variables
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            gradient = tf.convert_to_tensor(gradient)
            variable.assign(variable - LEARNING_RATE * gradient)
        return loss

    losses = [float(step()) for _ in range(STEPS_OF_TRAINING)]
    assert_learned(losses, layer, tokens)


@only_on("torch")
@pytest.mark.parametrize("compiled", [False, True])
def test_in_a_torch_loop(compiled):
    import torch

    layer, (tokens, targets) = make_layer(), make_data()
    tokens_tensor, targets = torch.from_numpy(tokens), torch.from_numpy(targets)
    parameters = list(layer.parameters())
    assert len(parameters) == 2
    optimizer = torch.optim.SGD(parameters, lr=LEARNING_RATE)

    def loss_of(x, y):
        return mean_squared_error(y, layer(x))

    if compiled:
        loss_of = torch.compile(loss_of, fullgraph=True, backend="aot_eager")  # Inductor needs a C++ compiler.
    losses = []
    for _ in range(STEPS_OF_TRAINING):
        optimizer.zero_grad()
        loss = loss_of(tokens_tensor, targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert_learned(losses, layer, tokens)


@only_on("torch")
def test_in_a_torch_module():
    import torch

    layer, (tokens, _) = make_layer(), make_data()
    module = torch.nn.Sequential(layer, torch.nn.Linear(UNITS, 2))
    assert len(list(module.parameters())) == 4
    module(torch.from_numpy(tokens)).sum().backward()
    assert all(p.grad is not None for p in module.parameters())


def test_config_round_trip():
    class WithConfig(TokenAndPositionEmbedding):
        def get_config(self):
            sizes = {"max_length": STEPS, "vocabulary": VOCABULARY, "units": UNITS}
            return super().get_config() | sizes

    layer = WithConfig(STEPS, VOCABULARY, UNITS, name="embedding")
    revived = WithConfig.from_config(layer.get_config())
    assert revived.name == "embedding" and len(revived.weights) == 2
