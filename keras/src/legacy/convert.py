"""`python -m keras.convert old.h5 new.keras`: models of Keras 2 and 3 from `.h5` to `.keras`, layer by layer."""
import argparse
import sys
import warnings

import numpy as np

from keras.src.legacy.saving import json_utils, old_layers
from keras.src.saving import safety, saving_api


def main(arguments=None):
    """Converts a file and says what became of each layer.

    Args:
        arguments: List of strings. Default: those of the command line.

    Returns:
        Integer, 0 if it was converted, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m keras.convert", description=main.__doc__.splitlines()[0])
    parser.add_argument("source", help="the `.h5` or `.hdf5` file of a whole model")
    parser.add_argument("target", help="the `.keras` file to write")
    parser.add_argument("--no-compile", action="store_true", help="leave out loss, metrics and optimizer")
    parser.add_argument("--unsafe", action="store_true", help="run code that the file holds (lambdas)")
    options = parser.parse_args(arguments)
    try:
        lines = convert(options.source, options.target, not options.no_compile, not options.unsafe)
    except (ValueError, TypeError, OSError) as e:
        print(f"{options.source} was not converted. {e}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


def convert(source, target, compile=True, safe_mode=True):
    """Writes the model of an `.h5` file as a `.keras` file.

    Args:
        source: Path of the `.h5` file.
        target: Path of the `.keras` file.
        compile: Boolean, whether loss, metrics and optimizer are taken over.
        safe_mode: Boolean; `False` allows code from the file to run.

    Returns:
        List of lines that tell what became of each layer.

    Raises:
        ValueError: If the file cannot be read, or what was written does not come back the same.
    """
    if not str(target).endswith(".keras"):
        raise ValueError(f"Argument `target` must end in `.keras`. Received: target={str(target)!r}")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = saving_api.load_model(source, compile=compile, safe_mode=safe_mode)
        saving_api.save_model(model, target)
        again = saving_api.load_model(target, compile=compile, safe_mode=safe_mode)
    _compare(model, again, target)
    notes = _notes(source)
    rows = [_row(layer, notes) for layer in model._flatten_layers(include_self=False)]
    width = max((len(name) for name, _, _ in rows), default=0)
    lines = [f"{source} -> {target}: {type(model).__name__} {model.name!r}"]
    lines += [f"  {name:{width}}  {kind:20}  {what}" for name, kind, what in rows]
    lines.append(f"  compiled: {_compiled(model)}")
    lines += sorted({f"  note: {w.message}" for w in caught if issubclass(w.category, UserWarning)})
    return lines + [f"  {len(again.weights)} weights were read back and are equal"]


def _compare(model, again, target):
    for a, b in zip(model._flatten_layers(), again._flatten_layers(), strict=True):
        if a._layers or getattr(a, "lora_enabled", False):  # files hold the sum of a kernel and its LoRA
            continue
        for before, after in zip(a.get_weights(), b.get_weights(), strict=True):
            if not np.array_equal(before, after):
                raise ValueError(f"The weights of {a.name!r} in {target} are not those of the file.")


def _row(layer, notes):
    weights = layer.weights if not layer._layers else []
    count = f"{len(weights)} weights" if weights else "no weights of its own"
    return layer.name, type(layer).__name__, "; ".join([count, *notes.get(layer.name, ())])


def _compiled(model):
    if not model.compiled:
        return "no"
    optimizer = model.optimizer
    steps = int(optimizer.iterations) if optimizer is not None else 0
    return f"yes, {type(optimizer).__name__} after {steps} steps"


def _notes(source):
    """What is changed in the configs of layers, by their names."""
    with safety.open_h5(source) as file:
        config = json_utils.decode(safety.text_attribute(file, "model_config"))
    notes, pending = {}, [config]
    while pending:
        node = pending.pop()
        if isinstance(node, (dict, list)):
            pending += node.values() if isinstance(node, dict) else node
        if isinstance(node, dict) and isinstance(node.get("config"), dict) and "class_name" in node:
            _, _, changes = old_layers.modern(node["class_name"], node["config"])
            if "batch_input_shape" in node["config"]:
                changes.append("its `batch_input_shape` is the model's input")
            notes.setdefault(node["config"].get("name"), []).extend(changes)
    return notes
