"""What models of libraries rely on: arguments that are passed on too far, own files beside the weights."""
import io
import os

import numpy as np

import keras
from keras.src.saving import saving_lib, serialization_lib


class Vocabulary(keras.layers.Layer):
    """As a tokenizer: it reads its file, and asks about safe mode while it does."""

    asked = []

    def save_assets(self, folder):
        with open(os.path.join(folder, "words.txt"), "w") as file:
            file.write("a b")

    def load_assets(self, folder):
        with open(os.path.join(folder, "words.txt")) as file:
            self.asked.append((file.read(), serialization_lib.in_safe_mode()))

    def call(self, x):
        return x


def test_the_archives_own_files_are_read_outside_of_safe_mode(tmp_path):
    model = keras.Sequential([keras.Input((3,)), Vocabulary()])
    model.save(tmp_path / "m.keras")
    keras.models.load_model(tmp_path / "m.keras", custom_objects={"Vocabulary": Vocabulary})
    assert Vocabulary.asked == [("a b", None)]


def test_a_functional_model_leaves_unknown_arguments_alone():
    class Classifier(keras.Model):
        def __init__(self, **kwargs):
            inputs = keras.Input((3,))
            super().__init__(inputs, keras.layers.Dense(1)(inputs), **kwargs)

    model = Classifier(name="net", trainable=False, pooling="gap")
    assert model.name == "net" and not model.trainable


def test_an_input_of_open_size_takes_one_item():
    boxes, labels = keras.Input((None, 5), name="boxes"), keras.Input((None,), dtype="int32", name="labels")
    model = keras.Model({"boxes": boxes, "labels": labels}, keras.ops.sum(boxes, axis=-1))
    assert model({"boxes": np.ones((2, 1, 5), "float32"), "labels": np.zeros((2, 1), "int32")}).shape == (2, 1)


def test_models_go_through_open_files():
    """As SciKeras pickles them."""
    model, file = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)]), io.BytesIO()
    saving_lib.save_model(model, file)
    again = saving_lib.load_model(io.BytesIO(file.getvalue()))
    x = np.ones((1, 3), "float32")
    assert np.array_equal(keras.ops.convert_to_numpy(model(x)), keras.ops.convert_to_numpy(again(x)))
