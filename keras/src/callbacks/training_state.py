"""What a training is besides its weights: its place in the data, random generators, callbacks, running metrics."""
import json
import sys

import numpy as np

from keras.src import backend
from keras.src.backend.common.late import LateModule
from keras.src.random.random_state import random_state, restore_random_state

GROUP = "training_state"  # of the file with the weights
_saving_lib = LateModule("keras.src.saving.saving_lib")


def save(model, filepath, epoch, step):
    """Writes the weights, the optimizer and everything else of a running training into one file, at once and whole.

    Args:
        model: The model, inside `fit`.
        filepath: Path ending in `.weights.h5`.
        epoch: Integer, the epoch that comes next or goes on.
        step: Integer, steps of this epoch that are done.
    """
    run = model._run_of_fit
    iterator = run["iterator"]
    state = {
        "epoch": epoch,
        "step": step,
        "skip": iterator.drawn_batches(step),
        "pass_random": iterator.pass_random,
        "data": iterator.data_state(step),
        "random": random_state(),
        "seeds": [backend.convert_to_numpy(v) for v in _beside_weights(model)],
        "metrics": [backend.convert_to_numpy(v) for v in model.metrics_variables] if step else [],
        "callbacks": [[type(c).__name__, c.get_state()] for c in run["callbacks"].callbacks if hasattr(c, "get_state")],
        "stop_training": bool(model.stop_training),
    }
    _saving_lib.save_weights_only(model, filepath, beside={GROUP: pack(state)})


def _beside_weights(model):
    """Variables that are no weights: the states of the layers' seed generators."""
    weights = {id(v) for v in model.weights}
    return [v for v in model.variables if id(v) not in weights]


class Resumption:
    """Brings a training to where a file left it, in two moments of `fit`.

    Args:
        model: The model.
        filepath: Path of the file; its weights are loaded at once.
    """

    def __init__(self, model, filepath):
        self.model, self.filepath = model, filepath
        model.load_weights(filepath)
        self.state = unpack(_saving_lib.read_beside(filepath, GROUP))

    @property
    def is_exact(self):
        """Whether the file holds more than weights."""
        return self.state is not None

    def begin_training(self, callbacks, iterator):
        """After `on_train_begin`: the callbacks get their states, the data their place.

        Returns:
            Integer, the epoch to go on with; beyond all if the training had been told to stop.
        """
        state = self.state
        self._restore_callbacks(callbacks)
        _assign(_beside_weights(self.model), state["seeds"])
        self.model.__dict__["stop_training"] = state["stop_training"]

        def restore(found):
            restore_random_state(found or state["random"])

        iterator.resume(state["step"], state["skip"], state["pass_random"], restore, state["data"])
        restore(None)
        return sys.maxsize if state["stop_training"] else state["epoch"]

    def begin_epoch(self, callbacks):
        """After `on_epoch_begin` and the reset of the metrics: in an epoch that goes on, takes back what they did."""
        if not self.state["step"]:
            return
        self.model.load_weights(self.filepath)
        self._restore_callbacks(callbacks)
        _assign(_beside_weights(self.model), self.state["seeds"])
        _assign(self.model.metrics_variables, self.state["metrics"])

    def _restore_callbacks(self, callbacks):
        """Callbacks are told apart by their class and their order among those of the class."""
        waiting = list(self.state["callbacks"])
        for callback in callbacks.callbacks:
            found = next((entry for entry in waiting if entry[0] == type(callback).__name__), None)
            if found is not None:
                waiting.remove(found)
                callback.set_state(found[1])


def _assign(variables, values):
    for variable, value in zip(variables, values):
        variable.assign(value)


def pack(state):
    """A nested structure of numbers, strings and arrays as arrays by name, of which `json` describes the structure."""
    arrays = {}

    def leaf(value):
        if isinstance(value, (str, int, float, bool, type(None))):
            return value
        if isinstance(value, np.generic):
            return value.item()
        name = str(len(arrays))
        arrays[name] = backend.convert_to_numpy(value)
        return {"__array__": name}

    text = json.dumps(_mapped(state, leaf))
    return {**arrays, "json": np.frombuffer(text.encode(), "uint8")}


def unpack(arrays):
    """The structure that `pack` packed, or None if there is none."""
    if "json" not in arrays:
        return None

    def hook(value):
        return arrays[value["__array__"]] if "__array__" in value else value

    return json.loads(arrays["json"].tobytes(), object_hook=hook)


def _mapped(value, leaf):
    if isinstance(value, dict):
        return {str(key): _mapped(item, leaf) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mapped(item, leaf) for item in value]
    return leaf(value)
