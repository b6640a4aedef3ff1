"""The outputs of prediction steps, collected."""
from collections import deque

import numpy as np

from keras.src import backend, tree

_AHEAD = 8  # steps that may run on the device before the oldest output is waited for


class Collector:
    """A runner of `predict` whose outputs are kept as NumPy arrays, some steps behind the device.

    Args:
        runner: The runner of the steps.
    """

    kind = "predict"

    def __init__(self, runner):
        self.runner = runner
        self.prepare, self.begin, self.sync = runner.prepare, runner.begin, runner.sync
        self.waiting = deque()
        self.structure = None
        self.parts = []

    def step(self, batches):
        """Runs prediction steps; returns their outputs."""
        outputs = self.runner.step(batches)
        self.waiting.append(outputs)
        if len(self.waiting) > _AHEAD:
            self._keep(self.waiting.popleft())
        return outputs

    def _keep(self, outputs):
        if self.structure is None:
            self.structure = outputs
            self.parts = [[] for _ in tree.flatten(outputs)]
        leaves = tree.flatten(outputs) if isinstance(outputs, (list, tuple, dict)) else (outputs,)
        for part, leaf in zip(self.parts, leaves):
            part.append(backend.convert_to_numpy(leaf))

    def joined(self):
        """All outputs.

        Raises:
            ValueError: If there was no batch.
        """
        while self.waiting:
            self._keep(self.waiting.popleft())
        if not self.parts:
            raise ValueError("Argument `x` of `predict()` holds no samples.")
        leaves = [writable(part[0]) if len(part) == 1 else np.concatenate(part, axis=0) for part in self.parts]
        return tree.pack_sequence_as(self.structure, leaves)


def writable(leaf):
    """A tensor as a NumPy array of its own memory."""
    array = backend.convert_to_numpy(leaf)
    return array if type(array) is not np.ndarray or array.flags.owndata else array.copy()
