import random

import numpy as np
import pytest

import keras
from keras.src import layers
from keras.src.utils import summary_utils


def text_of(model, **options):
    parts = []
    model.summary(print_fn=parts.append, **{"line_length": 60, **options})
    return "".join(parts)


def chain():
    return keras.Sequential(
        [keras.Input((3,)), layers.Dense(4, name="a"), layers.Dropout(0.5, name="d"), layers.Dense(2, name="b")],
        name="chain",
    )


def branches():
    x = keras.Input((4,), name="x")
    frozen = layers.Dense(3, name="h", trainable=False)
    y = layers.Add(name="sum")([frozen(x), layers.Dense(3, name="skip")(x)])
    return keras.Model(x, layers.Dense(1, name="y")(y), name="branches")


# Tables of Keras 3.15.1.
CHAIN = """\
Model: "chain"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━┓
┃ Layer (type)             ┃ Output Shape      ┃   Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━┩
│ a (Dense)                │ (None, 4)         │        16 │
├──────────────────────────┼───────────────────┼───────────┤
│ d (Dropout)              │ (None, 4)         │         0 │
├──────────────────────────┼───────────────────┼───────────┤
│ b (Dense)                │ (None, 2)         │        10 │
└──────────────────────────┴───────────────────┴───────────┘
 Total params: 26 (104.00 B)
 Trainable params: 26 (104.00 B)
 Non-trainable params: 0 (0.00 B)
"""
BRANCHES = """\
Model: "branches"
┏━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)    ┃ Output Shape ┃ Param # ┃ Connected to  ┃
┡━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ x (InputLayer)  │ (None, 4)    │       0 │ -             │
├─────────────────┼──────────────┼─────────┼───────────────┤
│ h (Dense)       │ (None, 3)    │      15 │ x[0][0]       │
├─────────────────┼──────────────┼─────────┼───────────────┤
│ skip (Dense)    │ (None, 3)    │      15 │ x[0][0]       │
├─────────────────┼──────────────┼─────────┼───────────────┤
│ sum (Add)       │ (None, 3)    │       0 │ h[0][0],      │
│                 │              │         │ skip[0][0]    │
├─────────────────┼──────────────┼─────────┼───────────────┤
│ y (Dense)       │ (None, 1)    │       4 │ sum[0][0]     │
└─────────────────┴──────────────┴─────────┴───────────────┘
 Total params: 34 (136.00 B)
 Trainable params: 19 (76.00 B)
 Non-trainable params: 15 (60.00 B)
"""


@pytest.mark.parametrize(("make", "table"), [(chain, CHAIN), (branches, BRANCHES)])
def test_tables(make, table):
    assert text_of(make()) == table


def test_unbuilt_layers():
    assert "(unbuilt)" in text_of(keras.Sequential([layers.Dense(2, name="a")]))


def test_nested_models_and_trainable_marks():
    outer = keras.Sequential([keras.Input((3,)), chain(), layers.Dense(1, name="top", trainable=False)], name="outer")
    lines = text_of(outer, expand_nested=True, show_trainable=True).splitlines()
    assert any(line.startswith("│    └ a (Dense)") for line in lines)
    assert [line.split("│")[-2].strip() for line in lines if " (D" in line or " (S" in line] == ["Y", "Y", "-", "Y", "N"]


def test_a_column_of_trainable_marks_widens_the_table(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    widths = [len(text_of(chain(), line_length=None, show_trainable=shown).splitlines()[1]) for shown in (False, True)]
    assert widths == [88, 100]


def test_layer_range():
    text = text_of(branches(), layer_range=["h", "sum"])
    assert "skip (Dense)" in text
    assert "y (Dense)" not in text
    for bad in (["h"], ["nothing", "sum"]):
        with pytest.raises(ValueError, match="layer_range"):
            text_of(branches(), layer_range=bad)


def test_optimizer_params_are_counted():
    model = chain()
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    assert "Total params: 80 (" in text_of(model, line_length=100)
    assert "Optimizer params: 54 (" in text_of(model, line_length=100)


def test_printing(capsys):
    chain().summary(line_length=60)
    assert capsys.readouterr().out == CHAIN


def test_a_summary_draws_no_random_numbers():
    model = chain()
    state = random.getstate()
    text_of(model)
    assert random.getstate() == state


@pytest.mark.parametrize(("size", "text"), [(0, "0.00 B"), (1023, "1023.00 B"), (1536, "1.50 KB"), (45.85 * 2**20, "45.85 MB")])
def test_sizes(size, text):
    assert summary_utils.readable_memory_size(size) == text


def test_counting():
    weight = keras.Variable([1.0, 2.0])
    assert summary_utils.count_params([weight, weight]) == 2
    assert summary_utils.weight_memory_size([weight, weight]) == 8


def test_layers_inside_are_connected_to_nothing_of_the_graph():
    x, y = keras.Input((3,)), keras.Input((2,))
    lines = text_of(keras.Model([x, y], layers.Add()([chain()(x), y])), expand_nested=True).splitlines()
    assert [line.split("│")[-2].strip() for line in lines if "└ " in line] == ["-"] * 3


def test_shapes_read_as_in_the_reference():
    x = keras.Input((3,))
    pair = keras.Model(x, [keras.layers.Dense(2)(x), keras.ops.sum(x, axis=1)], name="pair")
    assert "(None) " in text_of(pair) and ",)" not in text_of(pair)

    class Outer(keras.Model):
        def __init__(self):
            super().__init__()
            self.pair = pair

        def call(self, x):
            return self.pair(x)[0]

    model = Outer()
    model(np.ones((4, 3), "float32"))
    assert "((None, 2), (None))" in text_of(model, line_length=100)
