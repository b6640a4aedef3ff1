#!/usr/bin/env python3
"""Runs the examples in the docstrings of all public objects on the active backend.

    KERAS_BACKEND=torch python tools/run_doctests.py [--prefix keras.layers] [--missing]

Every example starts with `keras` and `np` imported, a seed set and fresh names. Floats are compared to as many
decimals as the docstring shows. `--missing` lists the public objects without an example that runs here. Exit 1 if an
example fails, or if a public object has neither an example nor a reason in WITHOUT_EXAMPLE.
"""
import argparse
import doctest
import fnmatch
import inspect
import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

import keras
from keras.src._namespace import NAMESPACE

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
TRAINING = (".fit(", ".train_on_batch(", ".train_step(", "GradientTape", ".apply_gradients(")
# Public objects whose examples run on some backends only.
ONLY_ON = {
    "keras.export.ExportArchive": ("tensorflow", "jax"),
    "keras.layers.JaxLayer": ("jax", "tensorflow"),
    "keras.layers.TFSMLayer": ("tensorflow",),
    "keras.layers.TorchModuleWrapper": ("torch",),
}
# Patterns of the public objects that have no example, and why.
WITHOUT_EXAMPLE = {
    "keras.applications.*.decode_predictions": "downloads the names of the classes",
    "keras.datasets.*.get_word_index": "downloads the words",
    "keras.datasets.*.load_data": "downloads the data",
    "keras.layers.FlaxLayer": "needs flax, which the test environment does not install",
}
FLOAT = re.compile(r"-?\d+\.\d*(?:e[+-]?\d+)?")
SHAPE = re.compile(r"(?:torch\.Size|TensorShape)\(\[([^\]]*)\]\)")


class Checker(doctest.OutputChecker):
    """Compares floats to the decimals that were written down: 0.8808 accepts 0.8808000087738037.

    Shapes are tuples whatever the framework calls them.
    """

    def check_output(self, want, got, optionflags):
        got = SHAPE.sub(_as_tuple, got)
        if super().check_output(want, got, optionflags):
            return True
        wanted, found = FLOAT.findall(want), FLOAT.findall(got)
        if not wanted or len(wanted) != len(found):
            return False
        same_text = super().check_output(FLOAT.sub("0.0", want), FLOAT.sub("0.0", got), optionflags)
        return same_text and all(map(_is_close, wanted, found))


def _as_tuple(match):
    dimensions = match.group(1)
    return f"({dimensions},)" if dimensions and "," not in dimensions else f"({dimensions})"


def _is_close(wanted, found):
    mantissa, _, exponent = wanted.partition("e")
    tolerance = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return abs(float(wanted) - float(found)) <= max(tolerance, 1e-6 * abs(float(wanted)))


def public_objects(prefix):
    """Pairs `(path, object)`, each object once."""
    seen = set()
    for package in sorted(p for p in NAMESPACE if not p.startswith("keras.src")):
        module = keras if package == "keras" else __import__(package, fromlist=["_"])
        for name in sorted(NAMESPACE[package]):
            path, value = f"{package}.{name}", getattr(module, name)
            if inspect.ismodule(value) or id(value) in seen or not path.startswith(prefix):
                continue
            seen.add(id(value))
            yield path, value


def without_example(objects):
    """The paths with neither an example nor a reason for that, and the reasons that no path needs."""
    missing = [path for path, value in objects if ">>>" not in (value.__doc__ or "")]
    needed = {path: [p for p in WITHOUT_EXAMPLE if fnmatch.fnmatchcase(path, p)] for path in missing}
    unneeded = set(WITHOUT_EXAMPLE).difference(*needed.values())
    return [path for path in missing if not needed[path]], sorted(unneeded)


def examples(path, value):
    """The doctests of an object and of its methods that run on this backend."""
    backend = keras.config.backend()
    if backend not in ONLY_ON.get(path, (backend,)):
        return
    for test in doctest.DocTestFinder(exclude_empty=True).find(value, path, module=False):
        source = "".join(example.source for example in test.examples)
        if test.examples and not (backend == "numpy" and any(call in source for call in TRAINING)):
            yield test


def run(test, runner):
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(1337)
    test.globs.update(keras=keras, np=np)
    runner.run(test)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prefix", default="keras")
    parser.add_argument("--missing", action="store_true")
    arguments = parser.parse_args()
    runner = doctest.DocTestRunner(Checker(), verbose=False, optionflags=OPTIONS)
    objects = dict(public_objects(arguments.prefix))
    missing, folder = [], os.getcwd()
    os.chdir(tempfile.mkdtemp())  # Examples may write files.
    for path, value in objects.items():
        tests = list(examples(path, value))
        if not any(test.name == path for test in tests):
            missing.append(path)
        for test in tests:
            run(test, runner)
    os.chdir(folder)
    if arguments.missing:
        print("\n".join(missing))
    print(
        f"doctests on {keras.config.backend()}: {runner.tries} lines, {runner.failures} failed; "
        f"{len(missing)} public objects have no example that runs here"
    )
    unexplained, _ = without_example(objects.items())
    for path in unexplained:
        print(f"{path} has neither an example nor a reason in tools/run_doctests.py")
    return 1 if runner.failures or unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
