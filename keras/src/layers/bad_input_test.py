"""Bad input, kind by kind: each refusal names the layer or the argument, and what it received."""
import inspect

import numpy as np
import pytest

import keras
from keras.src import layers

MADE_WITH = {  # the arguments that a layer cannot do without
    **dict.fromkeys(["Dense", "LSTM", "GRU", "SimpleRNN", "LSTMCell", "GRUCell", "SimpleRNNCell"], {"units": 2}),
    **dict.fromkeys(["Embedding", "ReversibleEmbedding"], {"input_dim": 3, "output_dim": 2}),
    **dict.fromkeys(
        [f"{kind}{rank}D{more}" for rank in (1, 2, 3) for kind, more in (("Conv", ""), ("Conv", "Transpose"))]
        + ["SeparableConv1D", "SeparableConv2D", "ConvLSTM1D", "ConvLSTM2D"],
        {"filters": 4, "kernel_size": 2},
    ),
    **dict.fromkeys(["DepthwiseConv1D", "DepthwiseConv2D"], {"kernel_size": 2}),
    **dict.fromkeys(["AdaptiveAveragePooling2D", "AdaptiveMaxPooling1D"], {"output_size": 2}),
    **dict.fromkeys(["Dropout", "SpatialDropout1D", "AlphaDropout", "GaussianDropout"], {"rate": 0.5}),
    **dict.fromkeys(["CategoryEncoding"], {"num_tokens": 3}),
    **dict.fromkeys(["Hashing", "HashedCrossing"], {"num_bins": 3}),
    **dict.fromkeys(["Resizing", "CenterCrop", "RandomCrop"], {"height": 2, "width": 2}),
    **dict.fromkeys(["RandomContrast", "RandomBrightness", "RandomSharpness", "RandomRotation"], {"factor": 0.2}),
    **dict.fromkeys(
        ["MaxPooling1D", "MaxPooling3D", "BatchNormalization", "LayerNormalization"]
        + ["GroupNormalization", "RMSNormalization", "Attention", "AdditiveAttention", "Cropping1D", "Cropping2D"]
        + ["ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "UpSampling1D", "UpSampling2D", "Concatenate", "ReLU"]
        + ["LeakyReLU", "PReLU", "Softmax", "RandomFlip", "RandomGrayscale", "RandomErasing", "TextVectorization"]
        + ["StringLookup", "IntegerLookup", "MelSpectrogram", "ActivityRegularization", "Normalization"],
        {},
    ),
    "AveragePooling2D": {"pool_size": 2},
    "GaussianNoise": {"stddev": 0.5},
    "MultiHeadAttention": {"num_heads": 2, "key_dim": 2},
    "GroupedQueryAttention": {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1},
    "Discretization": {"num_bins": 3},
    "Permute": {"dims": (2, 1)},
    "RepeatVector": {"n": 2},
    "StackedRNNCells": {"cells": []},
    "Bidirectional": {"layer": layers.GRU(2)},
}
SIZES, PARTS = [-1, 0, 1.5, "a"], [-1, 2, "a"]
OUT_OF_RANGE = {  # by argument, whatever layer has it
    **dict.fromkeys(["units", "filters", "input_dim", "output_dim", "num_heads", "key_dim", "head_dim", "n"], SIZES),
    **dict.fromkeys(["num_query_heads", "num_key_value_heads", "fft_length", "num_mel_bins"], SIZES[:2]),
    **dict.fromkeys(["strides", "pool_size", "dilation_rate", "kernel_size", "size", "output_size"], [-1, 0]),
    **dict.fromkeys(["groups", "depth_multiplier", "num_tokens", "sequence_stride", "height", "width"], [-2, "a"]),
    **dict.fromkeys(["rate", "stddev"], PARTS[::2]),
    **dict.fromkeys(["padding", "cropping"], ["x", -1]),
    **dict.fromkeys(["data_format", "interpolation", "fill_mode", "mode", "score_mode", "merge_mode"], ["x"]),
    **dict.fromkeys(["output_mode", "standardize", "split", "use_cudnn"], ["x"]),
    **dict.fromkeys(["axis", "shared_axes"], ["a", 1.5]),
    **dict.fromkeys(["epsilon", "momentum", "max_value", "negative_slope", "threshold"], [-1]),
    "dims": [(0, 1), (1, 1)],
    "num_bins": [-1],
    "factor": ["a", (1, 2, 3)],
    "ngrams": ["a", 0, (0, 2)],
    "output_sequence_length": ["a"],
    **dict.fromkeys(["dropout", "recurrent_dropout"], ["a"]),
    "num_oov_indices": [-1],
    "max_tokens": [-1, 0],
    "vocabulary": [[], [1, 1]],
    "noise_shape": [(0,)],
    "l1": [-1],
    "cells": [3],
}
KINDS_OF_OBJECTS = {"activation", "initializer", "regularizer", "constraint"}
EINSUM = {"equation": "ab,bc->ac", "output_shape": 2}


def rows():
    for name, config in MADE_WITH.items():
        parameters = inspect.signature(getattr(layers, name).__init__).parameters
        for argument in OUT_OF_RANGE.keys() & parameters.keys():
            for value in OUT_OF_RANGE[argument]:
                yield name, {**config, argument: value}, argument


def test_arguments_out_of_range():
    """One test for some 300 refusals; it tells which ones lack."""
    faults = []
    for name, config, argument in rows():
        try:
            getattr(layers, name)(**config)
            faults.append(f"{name}({config}) was made")
        except (ValueError, TypeError, NotImplementedError) as e:
            if f"{argument}" not in str(e) or "Received" not in str(e):
                faults.append(f"{name}({config}): {e}")
    assert not faults, "\n".join(faults)


def test_unknown_objects():
    """Whatever layer has the argument; the error tells the argument, the value, and what is wrong with it."""
    faults, count = [], 0
    for name, config in {"Activation": {"activation": "relu"}, "EinsumDense": EINSUM, **MADE_WITH}.items():
        for argument in inspect.signature(getattr(layers, name).__init__).parameters:
            if argument.rpartition("_")[2] not in KINDS_OF_OBJECTS:
                continue
            for value in ("nope", 3, {"class_name": "Nope", "config": {}}):
                count += 1
                try:
                    getattr(layers, name)(**{**config, argument: value})
                    faults.append(f"{name}({argument}={value}) was made")
                except (ValueError, TypeError) as e:
                    if not str(e).startswith(f"Argument `{argument}` of ") or f"{argument}={value!r}" not in str(e):
                        faults.append(f"{name}({argument}={value}): {e}")
    assert not faults and count > 300, "\n".join(faults)


def test_unknown_class_of_an_activation():
    with pytest.raises(TypeError, match="`activation` of Dense.*'Nope'"):
        layers.Dense(2, activation={"class_name": "Nope", "config": {}})


IMAGES, TEXTS = np.zeros((2, 4, 4, 3), "float32"), np.array([["a"]])
FLAT, STEPS = IMAGES[0, 0], IMAGES[0]
CALLS = {  # what is done, and what the error says of it
    "rank": (lambda: layers.Conv2D(2, 3)(FLAT), "conv2d.*ndim=4"),
    "rank of steps": (lambda: layers.LSTM(2)(FLAT), "lstm.*ndim=3"),
    "size": (lambda: twice(layers.Dense(2), FLAT, FLAT[:, :2]), r"dense.*\(4, 2\)"),
    "window too large": (lambda: layers.Conv2D(2, 9)(IMAGES), r"window is larger.*\(9, 9\)"),
    "sizes that do not broadcast": (lambda: layers.Add()([FLAT, FLAT[:, :2]]), r"\(4, 3\)"),
    "sizes beside the axis": (lambda: layers.Concatenate(0)([FLAT, FLAT[:, :2]]), r"\(4, 3\)"),
    "elements": (lambda: layers.Reshape((5,))(FLAT), "reshape"),
    "channels in groups": (lambda: layers.GroupNormalization(2)(FLAT), "groups=2"),
    "unknown size": (lambda: layers.Dense(2)(keras.Input((None,))), "dense.*None|None.*dense"),
    "one input": (lambda: layers.Add()(FLAT), "add"),
    "a list of one": (lambda: layers.Subtract()([FLAT]), "subtract.*two|subtract.*2"),
    "three inputs": (lambda: layers.Subtract()([FLAT] * 3), "subtract.*two|subtract.*2"),
    "a dict of inputs": (lambda: layers.Attention()({"a": STEPS, "b": STEPS}), "must be called on a list"),
    "a dict to be added": (lambda: layers.Add()({"a": FLAT, "b": FLAT}), "must be called on a list"),
    "no value": (lambda: layers.Attention()(STEPS), "attention"),
    "inputs of a model": (lambda: model_of_two()([FLAT]), "2 input|1 input"),
    "no input": (lambda: layers.Dense(2)(), "inputs"),
    "no build": (lambda: layers.Dense(2).set_weights([FLAT]), "0 arrays for layer 'dense'"),
    "no build, count": (lambda: layers.Dense(2).count_params(), "dense.*built"),
    "not adapted, strings": (lambda: layers.StringLookup()(TEXTS), "string_lookup.*vocabulary"),
    "not adapted, text": (lambda: layers.TextVectorization()(TEXTS), "vocabulary"),
    "not adapted, bins": (lambda: layers.Discretization(num_bins=2)(FLAT), "discretization.*adapt"),
    "duplicates": (lambda: layers.StringLookup(vocabulary=["a", "b", "a"]), r"more than once: \['a'\]"),
    "duplicates later": (lambda: layers.IntegerLookup().set_vocabulary([1, 1]), r"more than once: \[1\]"),
    "duplicates in texts": (lambda: layers.TextVectorization(vocabulary=["a", "a"]), r"more than once: \['a'\]"),
}


def twice(layer, first, second):
    layer(first)
    return layer(second)


def model_of_two():
    a, b = keras.Input((3,)), keras.Input((3,))
    return keras.Model([a, b], layers.Add()([a, b]))


@pytest.mark.parametrize("what", CALLS)
def test_calls(what):
    call, told = CALLS[what]
    with pytest.raises(Exception, match=f"(?is){told}") as caught:
        call()
    assert isinstance(caught.value, (ValueError, TypeError)) or what.startswith("not adapted")
