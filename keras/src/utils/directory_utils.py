"""Folders of files as data sets: one subfolder for each class."""
import os

import numpy as np

from keras.src.utils import file_utils, io_utils
from keras.src.utils.module_utils import grain, tensorflow

_LABEL_MODES = ("int", "categorical", "binary", None)
_SUBSETS = ("training", "validation", "both")


class DirectoryReader:
    """The files of a folder with their labels, checked, shuffled, and made into data sets.

    Args:
        extensions: Tuple of endings of the files that count.
        load_tf: Function from a path tensor to the tensor of a sample, for `tf.data`.
        load_numpy: Function from a path to the array of a sample, for Grain, or None.
        format: `"tf"` or `"grain"`.
        tf_batch: Function `(dataset, batch_size)` that makes batches. Default: `dataset.batch`.
        with_paths: Boolean, whether data sets get the attribute `file_paths`.
        Others: those of `keras.utils.image_dataset_from_directory`.
    """

    def __init__(
        self, directory, labels, label_mode, class_names, batch_size, shuffle, seed, validation_split, subset,
        follow_links, verbose, extensions, load_tf, load_numpy=None, format="tf", tf_batch=None, with_paths=False
    ):  # fmt: skip
        if format not in ("tf", "grain"):
            raise ValueError(f"Argument `format` must be 'tf' or 'grain'. Received: format={format!r}")
        _check(labels, label_mode, class_names, shuffle, seed, validation_split, subset)
        self.load_tf, self.load_numpy, self.format, self.tf_batch = load_tf, load_numpy, format, tf_batch
        self.with_paths = with_paths
        self.batch_size, self.validation_split = batch_size, validation_split
        self.label_mode = None if labels is None else label_mode
        self.seed = np.random.randint(10**6) if shuffle and seed is None else seed if shuffle else None
        self.verbose = verbose
        self.paths, self.labels, self.class_names = _indexed(directory, labels, class_names, extensions, follow_links)
        if self.label_mode == "binary" and len(self.class_names) != 2:
            raise ValueError(f"label_mode='binary' needs 2 classes. There are {len(self.class_names)}.")
        if verbose:
            classes = f" belonging to {len(self.class_names)} classes" if labels is not None else ""
            io_utils.print_msg(f"Found {len(self.paths)} files{classes}.")
        if self.seed is not None:
            for items in (self.paths, self.labels):
                np.random.RandomState(self.seed).shuffle(items)

    def datasets(self, subset):
        """The data set of a subset, all of it for None, or the list of both."""
        if subset != "both":
            return self._dataset(*self._part(subset), self.seed)
        return [self._dataset(*self._part("training"), self.seed), self._dataset(*self._part("validation"), None)]

    def _part(self, subset):
        """Paths and labels of a part: validation takes the last files."""
        if subset is None:
            return self.paths, self.labels
        cut = len(self.paths) - int(self.validation_split * len(self.paths))
        part = slice(None, cut) if subset == "training" else slice(cut, None)
        paths, labels = self.paths[part], self.labels[part]
        if self.verbose:
            io_utils.print_msg(f"Using {len(paths)} files for {subset}.")
        return paths, labels

    def _dataset(self, paths, labels, seed):
        if not paths:
            raise ValueError("There are no files of the right kind in the folder, or in this part of it.")
        targets = self._targets(labels)
        if self.format == "grain":
            return self._grain_dataset(paths, targets)
        tf = tensorflow
        dataset = tf.data.Dataset.from_tensor_slices(paths).map(self.load_tf, num_parallel_calls=tf.data.AUTOTUNE)
        if targets is not None:
            dataset = tf.data.Dataset.zip((dataset, tf.data.Dataset.from_tensor_slices(targets)))
        if seed is not None:  # another order in each epoch
            dataset = dataset.shuffle(1024 if self.batch_size is None else 8 * self.batch_size, seed=seed)
        if self.batch_size is not None:
            batch = self.tf_batch or type(dataset).batch
            dataset = batch(dataset, self.batch_size)
        return self._described(dataset.prefetch(tf.data.AUTOTUNE), paths)

    def _grain_dataset(self, paths, targets):
        load = self.load_numpy
        take = lambda i: load(paths[i]) if targets is None else (load(paths[i]), targets[i])
        dataset = grain.MapDataset.source(range(len(paths))).map(take).to_iter_dataset()
        return self._described(dataset if self.batch_size is None else dataset.batch(self.batch_size), paths)

    def _described(self, dataset, paths):
        dataset.class_names = None if self.label_mode is None else self.class_names
        if self.with_paths:
            dataset.file_paths = paths
        return dataset

    def _targets(self, labels):
        labels = np.asarray(labels)
        if self.label_mode is None:
            return None
        if self.label_mode == "categorical":
            return np.eye(len(self.class_names), dtype="float32")[labels]
        if self.label_mode == "binary":
            return labels.astype("float32")[:, None]
        return labels.astype("int32") if labels.dtype.kind == "i" else labels


def _check(labels, label_mode, class_names, shuffle, seed, validation_split, subset):
    if labels not in ("inferred", None) and not isinstance(labels, (list, tuple)):
        raise ValueError(f"Argument `labels` must be 'inferred', a list of integers or None. Received: {labels=}")
    if label_mode not in _LABEL_MODES:
        raise ValueError(f"Argument `label_mode` must be one of {_LABEL_MODES}. Received: label_mode={label_mode!r}")
    if class_names and labels != "inferred":
        raise ValueError(f"Argument `class_names` goes with labels='inferred' only. Received: labels={labels!r}")
    if (validation_split is None) != (subset is None):
        raise ValueError(
            "Arguments `validation_split` and `subset` go together. "
            f"Received: validation_split={validation_split}, subset={subset!r}"
        )
    if subset is None:
        return
    if not 0 < validation_split < 1:
        raise ValueError(
            f"Argument `validation_split` must lie between 0 and 1. Received: validation_split={validation_split}"
        )
    if subset not in _SUBSETS:
        raise ValueError(f"Argument `subset` must be one of {_SUBSETS}. Received: subset={subset!r}")
    if shuffle and seed is None:
        raise ValueError("With `shuffle` a subset needs a `seed`, so that the subsets do not overlap.")


def _indexed(directory, labels, class_names, extensions, follow_links):
    """Lists of paths and labels, and the names of the classes."""
    if labels != "inferred":
        paths = _files_below(directory, extensions, follow_links)
        if labels is None:
            return paths, [0] * len(paths), []
        if len(labels) != len(paths):
            raise ValueError(f"There are {len(paths)} files in {directory}, but `labels` has {len(labels)} entries.")
        return paths, list(labels), [str(label) for label in sorted(set(labels))]
    folders = sorted(
        name for name in map(_plain, file_utils.listdir(directory))
        if file_utils.isdir(file_utils.join(directory, name)) and not name.startswith(".")
    )  # fmt: skip
    if class_names and not set(class_names) <= set(folders):
        raise ValueError(f"Argument `class_names` must name folders, of {folders}. Received: class_names={class_names}")
    class_names = class_names or folders
    paths, found = [], []
    for label, name in enumerate(class_names):
        files = _files_below(file_utils.join(directory, name), extensions, follow_links)
        paths += files
        found += [label] * len(files)
    return paths, found, class_names


def _plain(name):
    return name.rstrip("/")  # gfile writes folders with a slash


def _files_below(directory, extensions, follow_links):
    """Paths of the files in a folder and the folders below, folder by folder."""
    folders, pending = [], [directory]
    while pending:
        folder = pending.pop()
        names = [_plain(name) for name in file_utils.listdir(folder)]
        paths = [file_utils.join(folder, name) for name in sorted(names)]
        inner = [path for path in paths if file_utils.isdir(path)]
        pending += [path for path in inner if follow_links or not os.path.islink(path)]
        folders.append((folder, [p for p in paths if p.lower().endswith(extensions) and p not in inner]))
    return [path for _, files in sorted(folders) for path in files]
