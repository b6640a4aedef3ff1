"""Folders of files as data sets: one subfolder for each class."""
import os

import numpy as np

from keras.src import backend
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
    ):
        if format not in ("tf", "grain"):
            raise ValueError(f"Argument `format` must be 'tf' or 'grain'. Received: format={format!r}")
        if label_mode is None:  # then files count that lie in no subfolder, too
            labels = None
        _check(labels, label_mode, class_names, shuffle, seed, validation_split, subset)
        self.load_tf, self.load_numpy, self.format, self.tf_batch = load_tf, load_numpy, format, tf_batch
        self.with_paths = with_paths
        self.batch_size, self.validation_split = batch_size, validation_split
        self.label_mode = None if labels is None else label_mode
        self.seed = np.random.randint(10**6) if shuffle and seed is None else seed if shuffle else None
        self.verbose = verbose
        self.paths, self.labels, self.class_names = index_directory(
            directory, labels, extensions, class_names, shuffle, self.seed, follow_links, verbose
        )
        if self.label_mode == "binary" and len(self.class_names) != 2:
            raise ValueError(f"label_mode='binary' needs 2 classes. There are {len(self.class_names)}.")

    def datasets(self, subset):
        """The data set of a subset, all of it for None, or the list of both."""
        if subset != "both":
            return self._dataset(*self._part(subset), self.seed)
        return [self._dataset(*self._part("training"), self.seed), self._dataset(*self._part("validation"), None)]

    def _part(self, subset):
        split = self.validation_split if subset else None
        return get_training_or_validation_split(self.paths, self.labels, split, subset, self.verbose)

    def _dataset(self, paths, labels, seed):
        if not paths:
            raise ValueError("There are no files of the right kind in the folder, or in this part of it.")
        targets = _targets(labels, self.label_mode, len(self.class_names or ()))
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


def _targets(labels, label_mode, num_classes):
    if label_mode is None:
        return None
    labels = np.asarray(labels)
    if label_mode == "categorical":
        if labels.dtype.kind != "i":
            raise TypeError(f"Argument `labels` must hold integers for label_mode='categorical'. Received: {labels}")
        return np.equal(labels[:, None], np.arange(num_classes)).astype("float32")
    if label_mode == "binary":
        return labels.astype("float32")[:, None]
    return labels.astype({"i": "int32", "f": "float32"}.get(labels.dtype.kind, labels.dtype))


def labels_to_dataset_tf(labels, label_mode, num_classes):
    """Labels as a `tf.data.Dataset` of targets; `label_mode=None` leaves them as they are."""
    return tensorflow.data.Dataset.from_tensor_slices(_targets(labels, label_mode or "int", num_classes))


def labels_to_dataset_grain(labels, label_mode, num_classes):
    """Labels as a `grain.MapDataset` of targets."""
    if label_mode not in _LABEL_MODES[:3]:
        raise ValueError(f"Argument `label_mode` must be one of {_LABEL_MODES[:3]}. Received: {label_mode=}")
    return grain.MapDataset.source(_targets(labels, label_mode, num_classes)).map(backend.convert_to_tensor)


def get_training_or_validation_split(samples, labels, validation_split, subset, verbose=True):
    """Samples and labels of the part `subset`: validation takes the last samples. All of them without a split."""
    if not validation_split:
        return samples, labels
    if subset not in _SUBSETS[:2]:
        raise ValueError(f"Argument `subset` must be one of {_SUBSETS[:2]}. Received: subset={subset!r}")
    cut = len(samples) - int(validation_split * len(samples))
    part = slice(None, cut) if subset == "training" else slice(cut, None)
    if verbose:
        io_utils.print_msg(f"Using {len(samples[part])} files for {subset}.")
    return samples[part], None if labels is None else labels[part]


def _check(labels, label_mode, class_names, shuffle, seed, validation_split, subset):
    if labels not in ("inferred", None) and not isinstance(labels, (list, tuple)):
        raise ValueError(f"Argument `labels` must be 'inferred', a list of integers or None. Received: {labels=}")
    if label_mode not in _LABEL_MODES:
        raise ValueError(f"Argument `label_mode` must be one of {_LABEL_MODES}. Received: label_mode={label_mode!r}")
    if class_names is not None and labels != "inferred":
        raise ValueError(
            "Argument `class_names` goes with labels='inferred' and a `label_mode` only. "
            f"Received: labels={labels!r}, label_mode={label_mode!r}"
        )
    check_validation_split_arg(validation_split, subset, shuffle, seed)


def check_validation_split_arg(validation_split, subset, shuffle, seed):
    """Raises ValueError if the arguments do not say which part of the files is meant."""
    if subset not in (*_SUBSETS, None):
        raise ValueError(f"Argument `subset` must be one of {_SUBSETS}. Received: subset={subset!r}")
    if bool(validation_split) != (subset is not None):
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
    if shuffle and seed is None:
        raise ValueError("With `shuffle` a subset needs a `seed`, so that the subsets do not overlap.")


def index_directory(
    directory, labels, formats, class_names=None, shuffle=True, seed=None, follow_links=False, verbose=True
):
    """The files of a folder.

    Args:
        directory: Path of the folder.
        labels: `"inferred"` from the subfolders, a list of integers, one for each file in order, or None.
        formats: Tuple of endings of the files that count.
        class_names: List of the subfolders in the order of their labels. Default: in alphabetical order.
        shuffle: Boolean.
        seed: Integer for the shuffle.
        follow_links: Boolean, whether to look into folders behind links.
        verbose: Boolean, whether to print how many there are.

    Returns:
        Tuple of the list of paths, their labels, and the names of the classes; the latter are None without labels.
    """
    paths, found, names = _indexed(directory, labels, class_names, tuple(formats), follow_links)
    if verbose:
        classes = f" belonging to {len(names)} classes" if labels is not None else ""
        io_utils.print_msg(f"Found {len(paths)} files{classes}.")
    if shuffle:
        seed = np.random.randint(10**6) if seed is None else seed
        for items in (paths, found) if found is not None else (paths,):
            np.random.RandomState(seed).shuffle(items)
    return paths, found, names


def index_subdirectory(directory, class_indices, follow_links, formats):
    """Paths of the files of a class, relative to the folder of all classes, and the list of their labels."""
    above, name = os.path.split(os.fspath(directory).rstrip("/"))
    paths = [os.path.relpath(p, above or ".") for p in _files_below(directory, formats, follow_links)]
    return paths, [class_indices[name]] * len(paths)


def iter_valid_files(directory, follow_links, formats):
    """Pairs of folder and name of the files in and below a folder."""
    return map(os.path.split, _files_below(directory, formats, follow_links))


def _indexed(directory, labels, class_names, extensions, follow_links):
    """Lists of paths and labels, and the names of the classes."""
    if labels != "inferred":
        paths = _files_below(directory, extensions, follow_links)
        if labels is None:
            return paths, None, None
        if len(labels) != len(paths):
            raise ValueError(f"There are {len(paths)} files in {directory}, but `labels` has {len(labels)} entries.")
        return paths, list(labels), [str(label) for label in sorted(set(labels))]
    folders = sorted(
        name for name in map(_plain, file_utils.listdir(directory))
        if file_utils.isdir(file_utils.join(directory, name)) and not name.startswith(".")
    )
    class_names = folders if class_names is None else class_names
    if not set(class_names) <= set(folders):
        raise ValueError(f"Argument `class_names` must name folders, of {folders}. Received: class_names={class_names}")
    paths, found = [], []
    for label, name in enumerate(class_names):
        files = _files_below(file_utils.join(directory, name), extensions, follow_links)
        paths += files
        found += [label] * len(files)
    return paths, np.asarray(found, "int32"), class_names


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
        folders.append((folder, [p for p in paths if p.lower().endswith(tuple(extensions)) and p not in inner]))
    return [path for _, files in sorted(folders) for path in files]
