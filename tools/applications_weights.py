"""Weights of one model of each family of applications, written by Keras 3.15.1, loaded here: are the predictions equal?

    python tools/applications_weights.py --reference DIR [--backend jax] [--cache DIR] [FAMILY ...]

The model gets random weights, also in the statistics of its normalizations, and one random image. The reference (a
folder that holds its package `keras`) runs on tensorflow and writes an `.h5` file of the kind that is published, and
its prediction; both stay in the cache for the next backend. Here the file goes in by the argument `weights`. Prints a
line per family; exits with 1 if a prediction differs by more than 1e-5 of its largest number.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import time

import numpy as np

PROJECT = pathlib.Path(__file__).resolve().parents[1]
CACHE = pathlib.Path("~/.cache/keras-applications-weights").expanduser()
TOLERANCE = 1e-5
# the smallest model of each family and the least side of its images
FAMILIES = {
    "MobileNet": 32,
    "MobileNetV2": 32,
    "MobileNetV3Small": 32,
    "VGG16": 32,
    "ResNet50": 32,
    "ResNet50V2": 32,
    "EfficientNetB0": 32,
    "EfficientNetV2B0": 32,
    "DenseNet121": 32,
    "ConvNeXtTiny": 32,
    "Xception": 71,
    "InceptionV3": 75,
    "InceptionResNetV2": 75,
    "NASNetMobile": 32,
}


def build(family, weights):
    import keras

    shape = (FAMILIES[family], FAMILIES[family], 3)
    application = getattr(keras.applications, family)
    return application(weights=weights, input_shape=shape, classes=7, classifier_activation=None)


def random_weights(model):
    """Values for `model.set_weights` that keep the outputs of a deep network of moderate size."""
    rng = np.random.default_rng(0)
    for variable in model.weights:
        size = np.prod(variable.shape[:-1]) if len(variable.shape) > 1 else 100
        values = rng.normal(scale=size**-0.5, size=variable.shape)
        yield np.abs(values) + 0.5 if variable.name in ("gamma", "variance", "moving_variance") else values


def write(family, folder):
    """The reference's side: the model's file, its image and its prediction."""
    model = build(family, None)
    model.set_weights(list(random_weights(model)))
    image = np.random.default_rng(1).uniform(0, 255, (1, *model.input_shape[1:])).astype("float32")
    model.save(folder / f"{family}.h5")
    np.savez(folder / f"{family}.npz", image=image, prediction=model.predict_on_batch(image))


def read(family, folder):
    """Our side: the largest difference of the prediction, as a part of its largest number, and the seconds it took."""
    start, wanted = time.time(), np.load(folder / f"{family}.npz")
    found = build(family, str(folder / f"{family}.h5")).predict_on_batch(wanted["image"])
    difference = np.abs(found - wanted["prediction"]).max() / np.abs(wanted["prediction"]).max()
    return float(difference), time.time() - start


def _run(package, backend, action, families, folder):
    """This file in a process of its own, with the `keras` of the folder `package`."""
    environment = {**os.environ, "PYTHONPATH": str(package), "KERAS_BACKEND": backend}
    command = [sys.executable, __file__, "--action", action, "--cache", str(folder), *families]
    return subprocess.run(command, env=environment, check=False).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--reference", type=pathlib.Path, help="folder with the package `keras` of 3.15.1")
    parser.add_argument("--backend", default=os.environ.get("KERAS_BACKEND", "numpy"))
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE)
    parser.add_argument("--action", choices=["write", "read"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    if options.action == "write":
        for family in options.families:
            write(family, options.cache)
        return 0
    if options.action == "read":
        worst = 0.0
        for family in options.families:
            difference, seconds = read(family, options.cache)
            worst = max(worst, difference)
            print(f"{options.backend:10} {family:18} {difference:.1e}  {seconds:5.1f} s", flush=True)
        return int(not worst <= TOLERANCE)
    missing = [name for name in options.families if not (options.cache / f"{name}.npz").exists()]
    if missing and _run(options.reference, "tensorflow", "write", missing, options.cache):
        return 1
    return _run(PROJECT, options.backend, "read", options.families, options.cache)


if __name__ == "__main__":
    sys.exit(main())
