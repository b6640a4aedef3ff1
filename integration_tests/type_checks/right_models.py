"""Programs that type checkers must accept: building models. One function is one program."""
from typing import Any

import keras
from keras import layers
from keras.layers import BatchNormalization, Conv2D, Dense


def sequential() -> keras.Sequential:
    model = keras.Sequential([keras.Input((8,)), Dense(16, activation="relu"), Dense(1)], name="mlp")
    model.add(layers.Dropout(0.5))
    return model


def functional() -> keras.Model:
    inputs = keras.Input(shape=(28, 28, 1), name="image")
    x = Conv2D(8, 3, padding="same", activation=keras.activations.gelu)(inputs)
    x = BatchNormalization()(x)
    x = layers.GlobalAveragePooling2D()(x)
    channels: int | None = x.shape[-1]
    print(channels, x.dtype)
    return keras.Model(inputs, Dense(10)(x))


def residual_block(x: keras.KerasTensor, filters: int, padding: str = "same") -> keras.KerasTensor:
    y = layers.SeparableConv2D(filters, (3, 3), padding=padding, use_bias=False)(x)
    y = layers.ReLU(max_value=6.0)(y)
    return layers.Add()([x, y])


def several_inputs_and_outputs() -> keras.Model:
    inputs = {"a": keras.Input((4,)), "b": keras.Input((None, 3), dtype="float32")}
    state = layers.LSTM(5, return_sequences=False)(inputs["b"])
    joined = layers.Concatenate(axis=-1)([inputs["a"], state])
    return keras.Model(inputs, {"y": Dense(1)(joined), "z": Dense(2)(joined)}, name="two_heads")


def recurrent_states() -> Any:
    x = keras.Input((None, 3))
    outputs, h, c = layers.LSTM(4, return_sequences=True, return_state=True)(x)
    return layers.GRU(4)(outputs, initial_state=h), c


def attention(x: keras.KerasTensor) -> Any:
    attended = layers.MultiHeadAttention(num_heads=2, key_dim=8, dropout=0.1)(x, x, use_causal_mask=True)
    return layers.LayerNormalization(epsilon=1e-6)(x + attended)


def arithmetic_on_symbols(x: keras.KerasTensor) -> keras.KerasTensor:
    return keras.ops.relu(2.0 * x[:, 1:] - x[:, :-1]) ** 2


def objects_as_arguments() -> layers.Layer:
    return Dense(
        4,
        kernel_initializer=keras.initializers.HeNormal(seed=1),
        kernel_regularizer=keras.regularizers.L2(1e-4),
        kernel_constraint=keras.constraints.MaxNorm(2),
        dtype=keras.DTypePolicy("mixed_float16"),
        name="objects",
        trainable=False,
    )


def weights(model: keras.Model) -> list[str]:
    dense = model.get_layer("dense")
    dense.trainable = False
    dense.set_weights(dense.get_weights())
    total: int = model.count_params()
    print(total)
    return [v.path for v in model.trainable_variables]


def application() -> keras.Model:
    base = keras.applications.ResNet50(weights=None, include_top=False, input_shape=(64, 64, 3), pooling="avg")
    base.trainable = False
    return keras.Sequential([base, Dense(5, "softmax")])


def clone_and_config(model: keras.Model) -> keras.Model:
    config: dict[str, Any] = model.get_config()
    print(config["name"], model.to_json())
    return keras.models.clone_model(model)
