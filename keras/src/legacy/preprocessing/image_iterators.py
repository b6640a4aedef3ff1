"""The iterators over images that ImageDataGenerator of Keras 2 makes."""
import os
import threading
import warnings

import numpy as np

from keras.src.api_export import keras_export
from keras.src.backend import config
from keras.src.trainers.data_adapters.py_dataset_adapter import PyDataset
from keras.src.utils import io_utils
from keras.src.utils.image_utils import array_to_img, img_to_array, load_img

FORMATS = ("png", "jpg", "jpeg", "bmp", "ppm", "tif", "tiff")
CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}


@keras_export("keras._legacy.preprocessing.image.Iterator")
class Iterator(PyDataset):
    """Batches of indices, endlessly, and by number as a PyDataset; subclasses make data of them.

    Args:
        n: Integer, number of samples.
        batch_size: Integer.
        shuffle: Boolean.
        seed: Integer or None.
    """

    white_list_formats = FORMATS

    def __init__(self, n, batch_size, shuffle, seed, **kwargs):
        super().__init__(**kwargs)
        self.n, self.batch_size, self.shuffle, self.seed = n, batch_size, shuffle, seed
        self.batch_index = self.total_batches_seen = 0
        self.lock = threading.Lock()
        self.index_array = None
        self.index_generator = self._flow_index()

    def _set_index_array(self):
        self.index_array = np.random.permutation(self.n) if self.shuffle else np.arange(self.n)

    def _set_seed(self):
        if self.seed is not None:
            np.random.seed(self.seed + self.total_batches_seen)
        self.total_batches_seen += 1

    def __len__(self):
        return -(-self.n // self.batch_size)

    def __getitem__(self, idx):
        if idx >= len(self):
            raise ValueError(f"There are {len(self)} batches. Received: idx={idx}")
        self._set_seed()
        if self.index_array is None:
            self._set_index_array()
        return self._get_batches_of_transformed_samples(
            self.index_array[self.batch_size * idx : self.batch_size * (idx + 1)]
        )

    def on_epoch_end(self):
        self._set_index_array()

    def reset(self):
        """Begins anew."""
        self.batch_index = 0

    def _flow_index(self):
        self.reset()
        while True:
            self._set_seed()
            if self.batch_index == 0:
                self._set_index_array()
            start = self.batch_index * self.batch_size % self.n if self.n else 0
            self.batch_index = self.batch_index + 1 if self.n > start + self.batch_size else 0
            yield self.index_array[start : start + self.batch_size]

    def __iter__(self):
        return self

    def __next__(self):
        with self.lock:
            indices = next(self.index_generator)
        return self._get_batches_of_transformed_samples(indices)

    def _get_batches_of_transformed_samples(self, index_array):
        raise NotImplementedError(f"{type(self).__name__} does not say what its batches are.")

    def _save(self, batch, indices):
        """Writes images to `save_to_dir`, if one is given."""
        for index, image in zip(indices, batch, strict=True) if self.save_to_dir else ():
            number = np.random.randint(10_000_000)
            name = f"{self.save_prefix}_{index}_{number}.{self.save_format}"
            array_to_img(image, self.data_format, scale=True).save(os.path.join(self.save_to_dir, name))


@keras_export("keras._legacy.preprocessing.image.NumpyArrayIterator")
class NumpyArrayIterator(Iterator):
    """Batches of images from arrays.

    Args:
        x: Array of four dimensions, or a tuple of it and arrays (or a list of them) that go along unchanged.
        y: Array of labels, or None.
        image_data_generator: The ImageDataGenerator that changes images.
        subset: `"training"` or `"validation"`, see `validation_split` there. Default None: all data.
        ignore_class_split: Boolean, whether the two subsets may have different classes. Default False.
    """

    def __init__(self, x, y, image_data_generator, batch_size=32, shuffle=False, sample_weight=None, seed=None,
                 data_format=None, save_to_dir=None, save_prefix="", save_format="png", subset=None,
                 ignore_class_split=False, dtype=None):
        x, others = (x[0], x[1]) if isinstance(x, (tuple, list)) else (x, [])
        others = [np.asarray(v) for v in (others if isinstance(others, list) else [others])]
        for name, value in (("y", y), ("sample_weight", sample_weight), *(("x[1]", v) for v in others)):
            if value is not None and len(x) != len(value):
                raise ValueError(f"`x` and `{name}` must be equally long. Received: {len(x)} and {len(value)}")
        if subset is not None:
            part, rest = _subset(subset, len(x), image_data_generator._validation_split)
            if y is not None and not ignore_class_split and not np.array_equal(np.unique(y[part]), np.unique(y[rest])):
                raise ValueError("Training and validation subsets have different classes; shuffle the data first.")
            x, others = x[part], [v[part] for v in others]
            y, sample_weight = (None if v is None else v[part] for v in (y, sample_weight))
        self.dtype = dtype or config.floatx()
        self.x = np.asarray(x, dtype=self.dtype)
        self.x_misc, self.y = others, None if y is None else np.asarray(y)
        if self.x.ndim != 4:
            raise ValueError(f"Argument `x` must have four dimensions. Received: shape {self.x.shape}")
        self.sample_weight = None if sample_weight is None else np.asarray(sample_weight)
        self.image_data_generator = image_data_generator
        self.data_format = config.standardize_data_format(data_format)
        self.save_to_dir, self.save_prefix, self.save_format = save_to_dir, save_prefix, save_format
        super().__init__(len(x), batch_size, shuffle, seed)

    def _get_batches_of_transformed_samples(self, index_array):
        change = self.image_data_generator
        images = np.zeros((len(index_array), *self.x.shape[1:]), dtype=self.dtype)
        for i, j in enumerate(index_array):
            parameters = change.get_random_transform(self.x[j].shape)
            images[i] = change.standardize(change.apply_transform(self.x[j].astype(self.dtype), parameters))
        self._save(images, index_array)
        inputs = [images, *(v[index_array] for v in self.x_misc)] if self.x_misc else images
        if self.y is None:
            return inputs
        weights = () if self.sample_weight is None else (self.sample_weight[index_array],)
        return (inputs, self.y[index_array], *weights)


def _subset(subset, count, validation_split):
    """The slice of a subset and that of the other."""
    if subset not in ("training", "validation"):
        raise ValueError(f"Argument `subset` must be 'training' or 'validation'. Received: subset={subset!r}")
    edge = int(count * validation_split)
    parts = slice(0, edge), slice(edge, None)
    return parts if subset == "validation" else parts[::-1]


class _FileIterator(Iterator):
    """Batches of images from files. Subclasses set `filepaths`, `labels` and `sample_weight`."""

    allowed_class_modes = {"categorical", "binary", "sparse", "input", None}

    def __init__(self, image_data_generator, target_size, color_mode, class_mode, data_format, save_to_dir, save_prefix,
                 save_format, subset, interpolation, keep_aspect_ratio, dtype):
        if color_mode not in CHANNELS:
            raise ValueError(
                f"Argument `color_mode` must be one of {', '.join(CHANNELS)}. Received: color_mode={color_mode!r}"
            )
        if class_mode not in self.allowed_class_modes:
            raise ValueError(
                f"Argument `class_mode` must be one of {self.allowed_class_modes}. Received: class_mode={class_mode!r}"
            )
        self.image_data_generator = image_data_generator
        self.target_size, self.color_mode, self.class_mode = tuple(target_size), color_mode, class_mode
        self.data_format = config.standardize_data_format(data_format)
        channels = CHANNELS[color_mode]
        channels_last = self.data_format == "channels_last"
        self.image_shape = (*self.target_size, channels) if channels_last else (channels, *self.target_size)
        self.save_to_dir, self.save_prefix, self.save_format = save_to_dir, save_prefix, save_format
        self.subset, self.interpolation, self.keep_aspect_ratio = subset, interpolation, keep_aspect_ratio
        self.dtype = dtype or config.floatx()

    def _get_batches_of_transformed_samples(self, index_array):
        change = self.image_data_generator
        images = np.zeros((len(index_array), *self.image_shape), dtype=self.dtype)
        for i, j in enumerate(index_array):
            with load_img(
                self.filepaths[j], color_mode=self.color_mode, target_size=self.target_size,
                interpolation=self.interpolation, keep_aspect_ratio=self.keep_aspect_ratio,
            ) as file:
                x = img_to_array(file, data_format=self.data_format)
            images[i] = change.standardize(change.apply_transform(x, change.get_random_transform(x.shape)))
        self._save(images, index_array)
        targets = self._targets(images, index_array)
        if targets is None:
            return images
        weights = () if self.sample_weight is None else (self.sample_weight[index_array],)
        return (images, targets, *weights)

    def _targets(self, images, index_array):
        if self.class_mode is None:
            return None
        if self.class_mode == "input":
            return images.copy()
        labels = [self.labels[i] for i in index_array]
        if self.class_mode == "categorical":
            targets = np.zeros((len(labels), len(self.class_indices)), dtype=self.dtype)
            for row, label in zip(targets, labels, strict=True):
                row[label] = 1.0
            return targets
        return np.array(labels, dtype=self.dtype)


@keras_export("keras._legacy.preprocessing.image.DirectoryIterator")
class DirectoryIterator(_FileIterator):
    """Batches of image files, one folder for each class.

    Args:
        directory: Path.
        image_data_generator: The ImageDataGenerator that changes images.
        target_size: Pair of integers. Default `(256, 256)`.
        color_mode: `"rgb"`, `"rgba"` or `"grayscale"`. Default `"rgb"`.
        classes: List of the folders' names. Default None: all of them, sorted.
        class_mode: `"categorical"`, `"binary"`, `"sparse"`, `"input"` (the images themselves) or None.
        subset: `"training"` or `"validation"`. Default None: all data.
    """

    def __init__(self, directory, image_data_generator, target_size=(256, 256), color_mode="rgb", classes=None,
                 class_mode="categorical", batch_size=32, shuffle=True, seed=None, data_format=None, save_to_dir=None,
                 save_prefix="", save_format="png", follow_links=False, subset=None, interpolation="nearest",
                 keep_aspect_ratio=False, dtype=None):
        super().__init__(image_data_generator, target_size, color_mode, class_mode, data_format, save_to_dir,
                         save_prefix, save_format, subset, interpolation, keep_aspect_ratio, dtype)
        self.directory = directory
        if not classes:
            classes = sorted(entry.name for entry in os.scandir(directory) if entry.is_dir())
        self.class_indices = {name: i for i, name in enumerate(classes)}
        self.filenames, labels = [], []
        for name, label in self.class_indices.items():
            files = _image_files(os.path.join(directory, name), directory, follow_links)
            if subset is not None:
                files = files[_subset(subset, len(files), image_data_generator._validation_split)[0]]
            self.filenames += files
            labels += [label] * len(files)
        self.classes = np.array(labels, dtype="int32")
        self.samples, self.num_classes = len(self.filenames), len(classes)
        self._filepaths = [os.path.join(directory, name) for name in self.filenames]
        io_utils.print_msg(f"Found {self.samples} images belonging to {self.num_classes} classes.")
        Iterator.__init__(self, self.samples, batch_size, shuffle, seed)

    filepaths = property(lambda self: self._filepaths, doc="Paths of the files.")
    labels = property(lambda self: self.classes, doc="Numbers of the files' classes.")
    sample_weight = property(lambda self: None, doc="None: files of a folder have no weights.")


def _image_files(folder, root, follow_links):
    """The image files below a folder, sorted folder by folder, as paths from `root`."""
    found = []
    for path, _, names in sorted(os.walk(folder, followlinks=follow_links)):
        files = [name for name in sorted(names) if name.lower().endswith(FORMATS)]
        found += [os.path.relpath(os.path.join(path, name), root) for name in files]
    return found


class DataFrameIterator(_FileIterator):
    """Batches of image files that a data frame lists.

    Args:
        dataframe: pandas DataFrame with the columns below.
        directory: Path that file names are relative to. Default None: they are whole.
        image_data_generator: The ImageDataGenerator that changes images.
        x_col, y_col, weight_col: Names of the columns of files, of labels (or a list of names) and of weights.
        class_mode: As for `DirectoryIterator`, or `"raw"` and `"multi_output"`: the columns as they are.
        validate_filenames: Boolean, whether missing files are left out with a warning. Default True.
    """

    allowed_class_modes = {"binary", "categorical", "input", "multi_output", "raw", "sparse", None}

    def __init__(self, dataframe, directory=None, image_data_generator=None, x_col="filename", y_col="class",
                 weight_col=None, target_size=(256, 256), color_mode="rgb", classes=None, class_mode="categorical",
                 batch_size=32, shuffle=True, seed=None, data_format=None, save_to_dir=None, save_prefix="",
                 save_format="png", subset=None, interpolation="nearest", keep_aspect_ratio=False, dtype="float32",
                 validate_filenames=True):
        super().__init__(image_data_generator, target_size, color_mode, class_mode, data_format, save_to_dir,
                         save_prefix, save_format, subset, interpolation, keep_aspect_ratio, dtype)
        frame = dataframe.copy()
        self.directory = directory or ""
        if validate_filenames:
            frame = self._existing(frame, x_col)
        classified = class_mode in ("categorical", "binary", "sparse")
        if classified:
            self.class_indices, frame = _classes_of(frame, y_col, classes, class_mode)
        if subset is not None:
            frame = frame[_subset(subset, len(frame), image_data_generator._validation_split)[0]]
        self.filenames = frame[x_col].tolist()
        self._filepaths = [os.path.join(self.directory, name) for name in self.filenames]
        self._sample_weight = frame[weight_col].to_numpy() if weight_col else None
        self.samples = len(self.filenames)
        if classified:
            number = self.class_indices.get
            self.classes = [number(v) if isinstance(v, str) else [number(w) for w in v] for v in frame[y_col]]
        elif class_mode == "multi_output":
            self._columns = [np.array(frame[name].tolist()) for name in y_col]
        elif class_mode == "raw":
            self._columns = frame[y_col].to_numpy()
        of_classes = f" belonging to {len(self.class_indices)} classes" if classified else ""
        io_utils.print_msg(f"Found {self.samples} validated image filenames{of_classes}.")
        Iterator.__init__(self, self.samples, batch_size, shuffle, seed)

    def _existing(self, frame, x_col):
        paths = frame[x_col].map(lambda name: os.path.join(self.directory, name))
        known = paths.map(lambda path: path.lower().endswith(FORMATS) and os.path.isfile(path))
        if not known.all():
            warnings.warn(f"{(~known).sum()} file names of column {x_col!r} are no image files.", stacklevel=4)
        return frame[known]

    def _targets(self, images, index_array):
        if self.class_mode == "multi_output":
            return tuple(column[index_array] for column in self._columns)
        return self._columns[index_array] if self.class_mode == "raw" else super()._targets(images, index_array)

    filepaths = property(lambda self: self._filepaths, doc="Paths of the files.")
    labels = property(lambda self: self.classes, doc="Numbers of the files' classes.")
    sample_weight = property(lambda self: self._sample_weight, doc="Weights of the files, or None.")


def _classes_of(frame, y_col, classes, class_mode):
    """`{class: number}`, and the rows whose labels are among `classes`."""
    rows = [[v] if isinstance(v, str) else list(v) for v in frame[y_col]]
    if class_mode != "categorical" and any(len(row) > 1 for row in rows):
        raise ValueError(f'Column {y_col!r} must hold one string per row where `class_mode` is {class_mode!r}.')
    if classes:
        wanted = set(classes)
        rows = [[v for v in row if v in wanted] for row in rows]
        kept = [bool(row) for row in rows]
        frame = frame[kept].assign(**{y_col: [row for row in rows if row]})
    names = list(classes) if classes else sorted({v for row in rows for v in row})
    if class_mode == "binary" and len(names) != 2:
        raise ValueError(f"`class_mode='binary'` needs two classes. Received: {names}")
    if class_mode != "categorical":
        frame = frame.assign(**{y_col: [row[0] for row in rows if row]})
    return {name: i for i, name in enumerate(names)}, frame
