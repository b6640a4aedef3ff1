"""Files: saving and loading against writing and reading the same arrays with h5py. First build of a deep model."""
import ctypes
import gc
import os
import statistics
import tempfile
import time

import h5py
import numpy as np
from harness import backend, report

import keras

SAVE_BUDGET, LOAD_BUDGET, LARGE_BUDGET = 1.5, 2, 1.3
LIBC = ctypes.CDLL(None)
BUILD_BUDGET = {"jax": 1.2, "tensorflow": 1.0, "torch": 0.4, "numpy": 0.3}


def deep_convnet():
    """Layers and weight shapes in the manner of ResNet50: 53 convolutions with normalization, 16 sums."""
    keras.utils.clear_session(free_memory=False)
    layers = keras.layers

    def conv(x, filters, size, strides=1, relu=True):
        x = layers.Conv2D(filters, size, strides=strides, padding="same")(x)
        x = layers.BatchNormalization()(x)
        return layers.Activation("relu")(x) if relu else x

    inputs = keras.Input((64, 64, 3))
    x = conv(inputs, 64, 7, strides=2)
    x = layers.MaxPooling2D(2)(x)
    for filters, blocks, strides in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for i in range(blocks):
            s = strides if i == 0 else 1
            shortcut = conv(x, 4 * filters, 1, s, relu=False) if i == 0 else x
            y = conv(conv(x, filters, 1, s), filters, 3)
            y = conv(y, 4 * filters, 1, relu=False)
            x = layers.Activation("relu")(layers.Add()([shortcut, y]))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(1000)(x))


def main():
    keras.ops.convert_to_tensor(1.0)  # the framework itself is not what is timed; layers and operations load below
    start = time.perf_counter()
    model = deep_convnet()
    first = time.perf_counter() - start
    note = f"{len(model.layers)} layers"
    report("first build of ResNet50 in a process, s", BUILD_BUDGET[backend()], first, "s", note)
    if backend() == "numpy":
        return
    files("ResNet50", model, SAVE_BUDGET, LOAD_BUDGET, rounds=7)
    del model
    files("500 MB", large_model(), LARGE_BUDGET, LARGE_BUDGET, rounds=7)


def large_model():
    """32 matrices of 16 MB."""
    keras.utils.clear_session()
    dense = [keras.layers.Dense(2000, use_bias=False) for _ in range(32)]
    return keras.Sequential([keras.Input((2000,)), *dense])


class Plain:
    """The same arrays in the same groups of one HDF5 file, written and read with h5py, and held.

    As here, a new file is written and then takes the place of the old one: writing over a file takes its pages in the
    system's cache again, while a virtual machine has to ask its host for others, which may take five times as long.

    Args:
        model: The model whose arrays they are.
        path: Path of the file.
    """

    def __init__(self, model, path):
        self.path = path
        self.arrays = {
            f"layers/{layer.name}/vars/{i}": np.asarray(weight)
            for layer in model.layers
            for i, weight in enumerate(layer.get_weights())
        }

    def write(self):
        fresh = self.path + ".tmp"
        with h5py.File(fresh, "w") as file:
            for name, array in self.arrays.items():
                file.create_dataset(name, data=array)
        with open(fresh, "rb") as file:
            os.fsync(file.fileno())
        os.replace(fresh, self.path)

    def read(self):
        with h5py.File(self.path, "r") as file:
            return [file[name][()] for name in self.arrays]


def in_turns(raw, ours, rounds):
    """The median of the quotients of both sides' times, and a note with the least times.

    Before each, everything that the one before has left goes back to the system: what is read is held, so neither side
    may get its memory for nothing from the arrays of the last round. The least times are told, too, as in a virtual
    machine the same 500 MB take five times as long where they meet pages that the host has taken back.
    """
    raw(), ours()
    times = [(once(raw), once(ours)) for _ in range(rounds)]
    raw_time, keras_time = map(min, zip(*times))
    least = f"least: raw {raw_time:.3f} s, here {keras_time:.3f} s, {keras_time / raw_time:.2f}"
    return statistics.median(k / r for r, k in times), least


def once(function):
    gc.collect()
    if hasattr(LIBC, "malloc_trim"):
        LIBC.malloc_trim(0)
    start = time.perf_counter()
    result = function()  # held until the clock stops
    seconds = time.perf_counter() - start
    del result
    return seconds


def files(what, model, save_budget, load_budget, rounds):
    """Times saving and loading a model against h5py on the same arrays."""
    with tempfile.TemporaryDirectory() as folder:
        plain, ours = Plain(model, os.path.join(folder, "plain.h5")), os.path.join(folder, "model.keras")
        size = sum(a.nbytes for a in plain.arrays.values()) / 1e6
        ratio, least = in_turns(plain.write, lambda: model.save(ours), rounds)
        report(f"{what}: .keras save against plain h5py, ratio", save_budget, ratio, "x", f"{size:.0f} MB, {least}")
        ratio, least = in_turns(plain.read, lambda: keras.saving.load_model(ours), rounds)
        report(f"{what}: .keras load against plain h5py, ratio", load_budget, ratio, "x", least)


if __name__ == "__main__":
    main()
