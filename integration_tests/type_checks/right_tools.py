"""Programs that type checkers must accept: operations, random numbers, preprocessing, utilities."""
from typing import Any

import numpy as np

import keras
from keras import ops, random


def eager_operations() -> Any:
    x = ops.ones((2, 3), dtype="float32")
    y = ops.concatenate([x, ops.zeros_like(x)], axis=0)
    return ops.softmax(ops.matmul(y, ops.transpose(y)), axis=-1)


def results_of_unknown_tensors(x):  # type: ignore[no-untyped-def]
    y = keras.layers.Dense(3)(ops.relu(x))
    print(y.numpy(), ops.concatenate([x, y]).cpu(), keras.layers.Add()([x, y]).tolist())
    symbolic: keras.KerasTensor = keras.layers.Dense(3)(ops.relu(keras.Input((2,))))
    return symbolic.shape


def several_results(x: Any) -> Any:
    values, indices = ops.top_k(x, k=2)
    mean, variance = ops.moments(x, axes=[0, 1])
    q, r = ops.qr(x)
    return values, indices, mean, variance, q, r, ops.split(x, 2, axis=1)


def shapes(x: keras.KerasTensor) -> keras.KerasTensor:
    x = ops.reshape(x, (-1, 4))
    x = ops.expand_dims(x, axis=1)
    return ops.mean(x, axis=(0, 1), keepdims=True)


def control_flow(x: Any) -> Any:
    y = ops.cond(ops.sum(x) > 0, lambda: x, lambda: -x)
    return ops.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, a * 2), (0, y))


def numbers(seed: int) -> Any:
    generator = random.SeedGenerator(seed)
    return random.normal((2, 2), mean=0.0, stddev=1.0, seed=generator) + random.uniform((2, 2), seed=seed)


def variable() -> Any:
    v = keras.Variable(np.zeros((2, 3)), dtype="float32", trainable=False, name="v")
    v.assign_add(np.ones((2, 3)))
    rows: int = v.shape[0]
    return rows * v.numpy() + (v * 2.0) @ np.ones((3, 1))


def text(samples: list[str]) -> list[str]:
    vectorize = keras.layers.TextVectorization(max_tokens=100, output_mode="int", output_sequence_length=8)
    vectorize.adapt(samples)
    words: list[str] = vectorize.get_vocabulary()
    return words


def images(folder: str) -> Any:
    data = keras.utils.image_dataset_from_directory(folder, image_size=(64, 64), batch_size=8, label_mode="int")
    augment = keras.Sequential([keras.layers.RandomFlip("horizontal"), keras.layers.RandomRotation(0.1)])
    return data, augment, keras.utils.load_img("cat.png", target_size=(8, 8))


def utilities(model: keras.Model) -> str:
    labels = keras.utils.to_categorical([0, 1, 2], num_classes=3)
    padded = keras.utils.pad_sequences([[1], [2, 3]], maxlen=4, padding="post")
    print(labels.shape, padded.shape)
    keras.utils.plot_model(model, to_file="model.svg", show_shapes=True)
    model.summary(expand_nested=True, print_fn=print)
    return keras.utils.get_file("weights.h5", origin="http://localhost/weights.h5", file_hash="0")


def structures(tree: dict[str, Any]) -> list[Any]:
    doubled = keras.tree.map_structure(lambda x: 2 * x, tree)
    return keras.tree.flatten(doubled)


def data_sets() -> Any:
    (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
    return x.astype("float32") / 255, y, x_test, y_test


def scopes() -> None:
    with keras.device("cpu:0"), keras.name_scope("block"):
        keras.layers.Dense(1)
    with keras.saving.custom_object_scope({"f": abs}):
        keras.activations.get("relu")
