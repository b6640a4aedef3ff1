import pytest

import keras
from keras import layers
from keras.src.utils.flops import graph_flops, readable_flops

# layer, input shape, operations: a multiplication and an addition are two
CASES = [
    (lambda: layers.Dense(5), (3,), 2 * 3 * 5 + 5),
    (lambda: layers.Dense(5, use_bias=False), (4, 3), 2 * 4 * 3 * 5),
    (lambda: layers.Conv2D(4, 3, use_bias=False), (8, 8, 3), 2 * 36 * 27 * 4),
    (lambda: layers.Conv2D(4, 3, strides=2, padding="same", groups=2), (8, 8, 2), 2 * 16 * 9 * 4 + 64),
    (lambda: layers.DepthwiseConv2D(3, use_bias=False), (8, 8, 3), 2 * 36 * 27),
    (lambda: layers.Conv2DTranspose(4, 3, use_bias=False), (8, 8, 3), 2 * 64 * 27 * 4),
    (lambda: layers.Conv1D(4, 3, data_format="channels_first", use_bias=False), (3, 8), 2 * 6 * 9 * 4),
    (lambda: layers.EinsumDense("abc,cde->abde", (7, 4, 5)), (7, 3), 2 * 7 * 3 * 20),
    (lambda: layers.LSTM(5, use_bias=False), (7, 3), 2 * 7 * (3 + 5) * 20),
    (lambda: layers.MultiHeadAttention(2, 4, use_bias=False), (7, 3), 2 * 7 * 4 * 24 + 4 * 8 * 49),
    (lambda: layers.BatchNormalization(), (4,), 8),
    (lambda: layers.ReLU(), (4, 2), 8),
    (lambda: layers.MaxPooling2D(2), (4, 4, 3), 12 * 4),
    (lambda: layers.GlobalAveragePooling1D(), (4, 3), 12),
    (lambda: layers.Flatten(), (4, 4), 0),
    (lambda: keras.Sequential([layers.Dense(5, use_bias=False), layers.ReLU()]), (3,), 2 * 15 + 5),
    (lambda: layers.Dense(5), (None, 3), None),
]


@pytest.mark.parametrize("make, shape, expected", CASES)
def test_flops_of_a_layer(make, shape, expected):
    layer, x = make(), keras.Input(shape)
    y = layer(x, x) if isinstance(layer, layers.MultiHeadAttention) else layer(x)
    assert graph_flops(keras.Model(x, y)) == expected


def test_layer_used_twice_counts_twice():
    x, dense = keras.Input((3,)), layers.Dense(3, use_bias=False)
    assert graph_flops(keras.Model(x, dense(dense(x)))) == 36


def test_summary_counts_what_is_inside_other_layers():
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(5, use_bias=False, name="deep")])
    x, lines = keras.Input((3,)), []
    keras.Model(x, inner(x)).summary(print_fn=lines.append, flops=True, expand_nested=True, line_length=79)
    assert "?" not in lines[0] and lines[0].count(" 30 ") == 2 and "Total FLOPs per sample: 30" in lines[0]


def test_readable():
    assert [readable_flops(n) for n in (None, 0, 999, 7_760_000_000)] == ["?", "0", "999", "7.76 G"]


def test_summary_shows_flops_and_shapes_of_a_subclass():
    class Chain(keras.Model):
        def __init__(self):
            super().__init__()
            self.first, self.second = layers.Dense(5, use_bias=False), layers.ReLU()

        def call(self, x):
            return self.second(self.first(x))

    model, lines = Chain(), []
    model.build((None, 3))
    model.summary(print_fn=lines.append, flops=True, line_length=79)
    assert "Total FLOPs per sample: 35" in lines[0] and lines[0].count("(None, 5)") == 2
    assert not model.first._inbound_nodes
