"""Blocks of parallel branches, written as tables.

A branch is a tuple of steps: `(filters, size)` a convolution, normalized and activated; `(filters, size, stride)` one
that makes the image smaller, without padding; `"avg"` and `"max"` poolings; a list of two convolutions a fork, whose
ends are concatenated.
"""
from keras.src import layers

STEM = ((32, 3, 2), (32, 3, 1), (64, 3), "max", (80, 1, 1), (192, 3, 1), "max")


def convolution(x, net, filters, size, stride=None, name=None):
    """A convolution without bias, batch normalization without scale, and ReLU."""
    x = layers.Conv2D(
        filters,
        size,
        strides=stride or 1,
        padding="valid" if stride else "same",
        use_bias=False,
        name=name,
    )(x)
    norm = name and f"{name}_bn"
    x = layers.BatchNormalization(axis=net.channels, scale=False, name=norm)(x)
    return layers.Activation("relu", name=name and f"{name}_ac")(x)


def branch(x, net, steps, fork=None):
    """The steps one after the other; `fork` names the end of a fork."""
    for step in steps:
        if step == "avg":
            x = layers.AveragePooling2D(3, strides=1, padding="same")(x)
        elif step == "max":
            x = layers.MaxPooling2D(3, strides=2)(x)
        elif isinstance(step, list):
            ends = [convolution(x, net, *each) for each in step]
            x = layers.Concatenate(axis=net.channels, name=fork)(ends)
        else:
            x = convolution(x, net, *step)
    return x


def mixed(x, net, branches, name, forks=()):
    """The branches side by side, concatenated in a layer of this name."""
    names = dict(forks)
    ends = [branch(x, net, steps, names.get(i)) for i, steps in enumerate(branches)]
    return layers.Concatenate(axis=net.channels, name=name)(ends)
