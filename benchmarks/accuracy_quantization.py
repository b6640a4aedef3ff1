"""What each mode of quantization costs in accuracy: a classifier of digits and a small language model of characters.

    KERAS_BACKEND=torch python benchmarks/accuracy_quantization.py train FOLDER    # once: trains and saves both models
    KERAS_BACKEND=numpy python benchmarks/accuracy_quantization.py table FOLDER    # quantizes them on this backend

It uses nothing that Keras 3.15.1 lacks, so that the second command also runs there. The text is the documentation that
comes with Python: docstrings of its standard library.
"""
import importlib
import os
import sys
import warnings

import numpy as np

import keras
from keras import layers, ops, quantizers

warnings.filterwarnings("ignore", category=DeprecationWarning)  # of names in the modules that are read
STEPS, WIDTH, HEADS, LETTERS = 32, 48, 4, "abcdefghijklmnopqrstuvwxyz .,()'_-=0"
MODULES = ("argparse", "ast", "asyncio", "collections", "datetime", "decimal", "email", "functools", "heapq", "inspect",
           "logging", "os", "random", "re", "shutil", "socket", "statistics", "string", "subprocess", "tempfile",
           "threading", "typing", "unittest", "zipfile")


@keras.saving.register_keras_serializable("accuracy")
class Block(layers.Layer):
    """Attention and two dense layers, each beside a residual connection."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.attention = layers.MultiHeadAttention(HEADS, WIDTH // HEADS)
        self.up, self.down = layers.Dense(2 * WIDTH, "gelu"), layers.Dense(WIDTH)
        self.norms = [layers.LayerNormalization(), layers.LayerNormalization()]

    def build(self, shape):
        self.attention.build(shape, shape)
        self.up.build(shape)
        self.down.build((*shape[:-1], 2 * WIDTH))
        for norm in self.norms:
            norm.build(shape)
        self.built = True

    def call(self, x):
        normal = self.norms[0](x)
        x = x + self.attention(normal, normal, use_causal_mask=True)
        return x + self.down(self.up(self.norms[1](x)))

    def compute_output_shape(self, shape):
        return shape


def letters():
    """Numbers of the letters of the text."""
    modules = [importlib.import_module(name) for name in MODULES]
    docs = (getattr(getattr(m, name, None), "__doc__", None) for m in modules for name in sorted(dir(m)))
    text = " ".join(doc for doc in docs if isinstance(doc, str)).lower()
    found = [LETTERS.find(letter) for letter in " ".join(text.split())]
    return np.array([i for i in found if i >= 0], "int32")


def language_data(folder):
    """Windows of the text and the letters that follow: nine tenths to train with, the last tenth to ask."""
    path = os.path.join(folder, "text.npy")  # which modules are there depends on the backend
    if not os.path.exists(path):
        np.save(path, letters())
    text = np.load(path)
    rows = len(text) // STEPS - 1
    x, y = text[: rows * STEPS].reshape(rows, STEPS), text[1 : rows * STEPS + 1].reshape(rows, STEPS)
    cut = rows * 9 // 10
    return (x[:cut], y[:cut]), (x[cut:][:200], y[cut:][:200])


def digits_data():
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    x, y = x.astype("int32"), y.astype("int32")
    return (x[:1200], y[:1200]), (x[1200:], y[1200:])


def train(folder):
    keras.utils.set_random_seed(0)
    scale = layers.Rescaling(1 / 16, name="scale")
    hidden = [layers.Dense(32, "relu", name="first"), layers.Dense(32, "relu", name="second")]
    model = keras.Sequential([keras.Input((64,), dtype="int32"), scale, *hidden, layers.Dense(10)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss)
    model.fit(*digits_data()[0], epochs=12, verbose=0)
    model.save(os.path.join(folder, "digits.keras"))
    inputs = keras.Input((STEPS,), dtype="int32")
    x = layers.Embedding(len(LETTERS), WIDTH, name="embedding")(inputs)
    x = Block(name="block_1")(Block(name="block_0")(x))
    model = keras.Model(inputs, layers.Dense(len(LETTERS), name="head")(layers.LayerNormalization()(x)))
    model.compile(keras.optimizers.Adam(2e-3), loss)
    model.fit(*language_data(folder)[0], epochs=6, verbose=0)
    model.save(os.path.join(folder, "language.keras"))


def calibrated(make, group_size, data, names, first):
    """A function from a model to the config of a mode that rounds the weights of its blocks with data."""

    def config(model):
        structure = {
            "pre_block_layers": [model.get_layer(first)],
            "sequential_blocks": [model.get_layer(name) for name in names],
        }
        return make(
            dataset=list(data[::7]), tokenizer=lambda x: x, num_samples=64, sequence_length=data.shape[1],
            group_size=group_size, quantization_layer_structure=structure,
        )

    return config


def modes(*blocks):
    """Functions from a model to the config of each mode; `blocks` is what `calibrated` needs besides."""
    return {
        "float32": None,
        "int8": lambda model: quantizers.Int8QuantizationConfig(),
        "int4 per channel": lambda model: quantizers.Int4QuantizationConfig(block_size=-1),
        "int4, blocks of 16": lambda model: quantizers.Int4QuantizationConfig(block_size=16),
        "float8": lambda model: quantizers.Float8QuantizationConfig(),
        "gptq": calibrated(quantizers.GPTQConfig, -1, *blocks),
        "gptq, groups of 16": calibrated(quantizers.GPTQConfig, 16, *blocks),
        "awq": calibrated(quantizers.AWQConfig, -1, *blocks),
        "awq, groups of 16": calibrated(quantizers.AWQConfig, 16, *blocks),
    }


def scored(path, config, score):
    model = keras.saving.load_model(path)
    if config is not None:
        model.quantize(config=config(model))
    return score(model)


def table(folder):
    (train_x, _), (x, y) = digits_data()
    (train_text, _), (text, following) = language_data(folder)

    def accuracy(model):
        return np.mean(np.argmax(model.predict(x, verbose=0), -1) == y)

    def loss(model):
        logits = model.predict(text, verbose=0)
        return float(ops.mean(ops.sparse_categorical_crossentropy(following, logits, from_logits=True)))

    configs = modes(train_text, ["block_0", "block_1"], "embedding"), modes(train_x, ["first", "second"], "scale")
    for mode in configs[0]:
        found = (
            scored(os.path.join(folder, "language.keras"), configs[0][mode], loss),
            scored(os.path.join(folder, "digits.keras"), configs[1][mode], accuracy),
        )
        print(f"{keras.backend.backend()} | {mode} | " + " | ".join(f"{value:.4f}" for value in found), flush=True)


if __name__ == "__main__":
    {"train": train, "table": table}[sys.argv[1]](sys.argv[2])
