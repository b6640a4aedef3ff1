"""Formats that another backend writes: a new process with that backend loads the model and exports it.

The model travels as a `.keras` file, and with it the modules that define its custom classes, which the other process
imports.
"""
import contextlib
import importlib
import os
import pickle
import subprocess
import sys
import tempfile

from keras.src import saving
from keras.src.saving import object_registration

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def write_saved_model(endpoints, filepath):
    """Writes models as a SavedModel by the tensorflow backend.

    Args:
        endpoints: Dict from names to pairs of a model and its signature.
        filepath: Path of the folder.
    """
    models = [model for model, _ in endpoints.values()]
    signatures = {name: signature for name, (_, signature) in endpoints.items()}
    run("tensorflow", models, _write_saved_model, os.path.abspath(filepath), signatures)


def _write_saved_model(models, filepath, signatures):
    from keras.src.export.saved_model import ExportArchive

    archive = ExportArchive()
    for model, (name, signature) in zip(models, signatures.items()):
        archive.track_and_add_endpoint(name, model, signature)
    archive.write_out(filepath, verbose=False)


def export(model, backend_name, filepath, input_signature, **kwargs):
    """Exports a model by another backend.

    Args:
        model: Built `keras.Model`.
        backend_name: String.
        filepath: Path.
        input_signature: List with one structure of InputSpecs for each argument.
        **kwargs: Further arguments of `Model.export`.
    """
    options = {**kwargs, "input_signature": input_signature, "verbose": False}
    run(backend_name, [model], _export, os.path.abspath(filepath), options)


def _export(models, filepath, options):
    models[0].export(filepath, **options)


def run(backend_name, models, function, *args):
    """Calls `function(models, *args)` in a process with another backend, which loads the models.

    Raises:
        ImportError: If the other process lacks a package.
        RuntimeError: If it fails otherwise; the message is that of its error.
    """
    with tempfile.TemporaryDirectory() as folder:
        for i, model in enumerate(models):
            saving.save_model(model, os.path.join(folder, f"{i}.keras"))
        customs = sorted({custom for model in models for custom in _custom_classes(model)})
        modules = sorted({cls.__module__ for cls in object_registration.GLOBAL_CUSTOM_OBJECTS.values()})
        job = {"models": len(models), "customs": customs, "modules": modules, "call": (function, args)}
        with open(os.path.join(folder, "job"), "wb") as file:
            pickle.dump(job, file)
        paths = os.pathsep.join([_ROOT, *filter(None, sys.path)])
        env = {**os.environ, "KERAS_BACKEND": backend_name, "PYTHONPATH": paths}
        command = [sys.executable, "-c", f"from {__name__} import work; work({folder!r})"]
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        if done.returncode:
            _raise_as_here(folder, done.stderr, backend_name)


def _raise_as_here(folder, text, backend_name):
    """Raises what the other process failed with."""
    message = f"The export by the {backend_name} backend, in a process of its own, failed: "
    try:
        with open(os.path.join(folder, "error"), encoding="utf-8") as file:
            kind, _, reason = file.read().partition("\n")
    except FileNotFoundError:
        raise RuntimeError(message + text[-2000:]) from None
    error = {"ImportError": ImportError, "ValueError": ValueError, "NotImplementedError": NotImplementedError}
    raise error.get(kind, RuntimeError)(f"{message}{kind}: {reason}")


def _custom_classes(model):
    """The classes of layers that are not Keras's: pairs of their module and name.

    Raises:
        ValueError: If another process cannot import one.
    """
    customs = set()
    for cls in {type(layer) for layer in model._flatten_layers()}:
        module, name = cls.__module__, cls.__qualname__
        if module == "__main__" or "<locals>" in name:
            raise ValueError(
                f"This export is made by another process, which cannot import the class {name} from {module!r}. "
                "Define it at the top of a module of its own."
            )
        if module.split(".")[0] != "keras":
            customs.add((module, name))
    return customs


def work(folder):
    """The other process: loads the models of a job and does it."""
    try:
        _do_job(folder)
    except Exception as e:
        kind = "ImportError" if isinstance(e, ImportError) else type(e).__name__
        with open(os.path.join(folder, "error"), "w", encoding="utf-8") as file:
            file.write(f"{kind}\n{e}")
        raise


def _do_job(folder):
    with open(os.path.join(folder, "job"), "rb") as file:  # written by the process that started this one
        job = pickle.load(file)
    for module in job["modules"]:
        with contextlib.suppress(ImportError):  # The models may need nothing of it; what they need, loading misses.
            importlib.import_module(module)
    customs = {}
    for module, name in job["customs"]:
        value = importlib.import_module(module)
        for part in name.split("."):
            value = getattr(value, part)
        customs[value.__name__] = value
    paths = [os.path.join(folder, f"{i}.keras") for i in range(job["models"])]
    models = [saving.load_model(path, customs, compile=False, safe_mode=False) for path in paths]
    function, args = job["call"]
    function(models, *args)
