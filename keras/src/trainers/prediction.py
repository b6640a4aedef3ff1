"""The outputs of prediction steps, collected."""
import numpy as np

from keras.src import backend, tree


class Collector:
    """A runner of `predict` whose outputs are kept, as NumPy arrays; one step behind, not to wait for the device."""

    kind = "predict"

    def __init__(self, runner):
        self.runner = runner
        self.begin, self.sync = runner.begin, runner.sync
        self.pending = None
        self.parts = []
        self.structure = None

    def step(self, batches):
        outputs = self.runner.step(batches)
        self._settle()
        self.pending = outputs
        return outputs

    def _settle(self):
        if self.pending is None:
            return
        if self.structure is None:
            self.structure = self.pending
            self.parts = [[] for _ in tree.flatten(self.pending)]
        for part, leaf in zip(self.parts, tree.flatten(self.pending)):
            part.append(backend.convert_to_numpy(leaf))
        self.pending = None

    def joined(self):
        """All outputs."""
        self._settle()
        if not self.parts:
            raise ValueError("Argument `x` of `predict()` holds no samples.")
        leaves = [writable(part[0]) if len(part) == 1 else _joined(part) for part in self.parts]
        return tree.pack_sequence_as(self.structure, leaves)


def _joined(parts):
    return np.concatenate(parts, axis=0)


def writable(leaf):
    array = backend.convert_to_numpy(leaf)
    return array if type(array) is not np.ndarray or array.flags.owndata else array.copy()
