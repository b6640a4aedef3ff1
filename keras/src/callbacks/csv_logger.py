"""CSVLogger: the numbers of each epoch in a table."""
import collections
import csv
import os

import numpy as np

from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback
from keras.src.distribution.distribution_lib import is_writer
from keras.src.utils import file_utils


@keras_export("keras.callbacks.CSVLogger")
class CSVLogger(Callback):
    """Writes the numbers of each epoch to a CSV file.

    Args:
        filename: Path of the file.
        separator: String between the columns. Default `","`.
        append: Boolean, whether lines are added to a file that exists. Default `False`: it is replaced.

    Example:

    >>> table = keras.callbacks.CSVLogger("log.csv")
    """

    def __init__(self, filename, separator=",", append=False):
        super().__init__()
        self.sep = separator
        self.filename = file_utils.path_to_string(filename)
        self.append = append
        self.writer = None
        self.keys = None
        self.append_header = True
        self.csv_file = None

    def on_train_begin(self, logs=None):
        if self.append:
            if file_utils.exists(self.filename):
                with open(self.filename) as file:
                    self.append_header = not bool(len(file.readline()))
            mode = "a"
        else:
            mode = "w"
        if self.csv_file is not None and not self.csv_file.closed:
            self.csv_file.close()
        self.csv_file = open(self.filename if is_writer() else os.devnull, mode, newline="")
        self.writer = None
        self.keys = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.keys is None:
            names = sorted(logs)
            shown = [name for name in names if not name.startswith("val_")]
            # Columns for validation are there from the first line, also if it comes later.
            expected = {f"val_{name}" for name in shown if name in self._metric_names()}
            self.keys = shown + sorted(expected | set(names) - set(shown))
        if self.writer is None:
            self.writer = csv.DictWriter(self.csv_file, fieldnames=["epoch", *self.keys], delimiter=self.sep)
            if self.append_header:
                self.writer.writeheader()
        row = collections.OrderedDict({"epoch": epoch})
        row.update((key, _cell(logs[key]) if key in logs else "NA") for key in self.keys)
        self.writer.writerow(row)
        self.csv_file.flush()

    def _metric_names(self):
        return set(self._model.get_metrics_result()) if self._model is not None else set()

    def on_train_end(self, logs=None):
        if self.csv_file is not None and not self.csv_file.closed:
            self.csv_file.close()
        self.writer = None


def _cell(value):
    """A value as one cell: arrays as a quoted list."""
    if isinstance(value, str) or not hasattr(value, "__iter__") or np.ndim(value) == 0:
        return value
    return f'"[{", ".join(map(str, value))}]"'
