"""TextVectorization and image augmentation against plain code in one process: eager, and inside tf.data.

Eager text is compared with Python's `re` and a dict on numpy, jax and torch, whose lookups compute there, and with
`tf.strings` on tensorflow; pipelines with the same TensorFlow operations in a `Dataset.map`.
"""
import re
import string

import numpy as np
from harness import backend, paired, report

import keras
from keras import layers

BUDGET = 1.2
WORDS = [f"word{i}" for i in range(1000)]
R = np.random.default_rng(0)
TEXTS = [" ".join(R.choice(WORDS, 32)).title() + "!" for _ in range(256)]
IMAGES = R.integers(0, 256, (64, 32, 32, 3)).astype("uint8")
LENGTH = 32


def python_text():
    """What the layer does, over a list of strings."""
    table = {word: i + 2 for i, word in enumerate(WORDS)}
    strip = re.compile(f"[{re.escape(string.punctuation)}]")

    def vectorize():
        rows = [[table.get(word, 1) for word in strip.sub("", text.lower()).split()] for text in TEXTS]
        return np.array([row[:LENGTH] + [0] * (LENGTH - len(row)) for row in rows])

    return vectorize


def tensorflow_text():
    """What the layer does, as a function of a string tensor."""
    import tensorflow as tf

    keys = tf.constant(WORDS)
    values = tf.range(2, len(WORDS) + 2, dtype=tf.int64)
    table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, values), 1)
    pattern = f"[{re.escape(string.punctuation)}]"

    def vectorize(texts):
        words = tf.strings.split(tf.strings.regex_replace(tf.strings.lower(texts), pattern, ""))
        return table.lookup(words).to_tensor(shape=(None, LENGTH))

    return vectorize


def drain(dataset):
    """A function that reads all batches."""

    def read():
        for _ in dataset:
            pass

    return read


def compare(what, raw, mine):
    pair = paired(raw, mine, rounds=9, seconds=0.1)
    report(what, BUDGET, pair.ratio, "x", f"raw {pair.raw * 1e3:.2f} ms")


def text():
    layer = layers.TextVectorization(vocabulary=WORDS, output_sequence_length=LENGTH)
    if backend() == "tensorflow":
        import tensorflow as tf

        function, texts = tensorflow_text(), tf.constant(TEXTS)
        compare("TextVectorization, 256 texts, eager, ratio", lambda: function(texts), lambda: layer(texts))
    else:
        texts = np.array(TEXTS)
        compare("TextVectorization, 256 texts, eager, ratio", python_text(), lambda: layer(texts))
    return layer


def pipelines(layer):
    """Both layers traced into `tf.data`, on every backend."""
    import tensorflow as tf

    texts = tf.data.Dataset.from_tensor_slices(TEXTS * 8).batch(256)
    compare("TextVectorization in tf.data, ratio", drain(texts.map(tensorflow_text())), drain(texts.map(layer)))

    def augmented(images):
        images = tf.cast(images, tf.float32) / 255.0
        flip = tf.random.uniform((64, 1, 1, 1)) < 0.5
        images = tf.where(flip, tf.image.flip_left_right(images), images)
        shift = tf.random.uniform((64, 1, 1, 1), -0.2, 0.2)
        images = tf.clip_by_value(images + shift, 0, 1)
        mean = tf.reduce_mean(images, (1, 2), keepdims=True)  # of each channel, as the layer takes it
        return tf.clip_by_value((images - mean) * tf.random.uniform((64, 1, 1, 1), 0.8, 1.2) + mean, 0, 1)

    pipeline = layers.Pipeline(
        [
            layers.Rescaling(1 / 255),
            layers.RandomFlip("horizontal"),
            layers.RandomBrightness(0.2, value_range=(0, 1)),
            layers.RandomContrast(0.2, value_range=(0, 1)),
        ]
    )
    images = tf.data.Dataset.from_tensor_slices(np.concatenate([IMAGES] * 8)).batch(64, drop_remainder=True)
    compare("image augmentation in tf.data, ratio", drain(images.map(augmented)), drain(images.map(pipeline)))


def main():
    keras.utils.set_random_seed(0)
    layer = text()
    try:
        pipelines(layer)
    except ImportError:
        pass  # TensorFlow is not there.


if __name__ == "__main__":
    main()
