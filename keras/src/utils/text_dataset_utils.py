"""Folders of text files."""
from keras.src.api_export import keras_export
from keras.src.utils import file_utils
from keras.src.utils.directory_utils import DirectoryReader
from keras.src.utils.module_utils import tensorflow


@keras_export(["keras.utils.text_dataset_from_directory", "keras.preprocessing.text_dataset_from_directory"])
def text_dataset_from_directory(
    directory, labels="inferred", label_mode="int", class_names=None, batch_size=32, max_length=None, shuffle=True,
    seed=None, validation_split=None, subset=None, follow_links=False, format="tf", verbose=True
):
    """A data set of the texts in the `.txt` files of a folder.

    Args:
        directory: Path of the folder, with one subfolder for each class.
        labels: `"inferred"` from the subfolders, a list of integers in alphabetic order of the paths, or None.
        label_mode: `"int"` for integers, `"categorical"` for one-hot vectors, `"binary"` for floats 0 and 1 of shape
            `(batch, 1)`, or None for no labels, of all files in and below the folder.
        class_names: List of subfolders, whose order gives the classes. Default: all of them, in alphabetic order.
        batch_size: Integer, or None for single texts.
        max_length: Integer, bytes beyond which texts are cut, or None.
        shuffle: Boolean, whether to shuffle; otherwise in alphabetic order.
        seed: Integer for the shuffle. Default: drawn from NumPy's global state.
        validation_split: Float between 0 and 1, share of the files that is kept for validation, or None.
        subset: `"training"`, `"validation"` or `"both"`, with `validation_split`.
        follow_links: Boolean, whether to look into folders that are links.
        format: `"tf"` or `"grain"`, the kind of the data set.
        verbose: Boolean, whether to say how many files were found.

    Returns:
        `tf.data.Dataset` or `grain.IterDataset` of strings, or pairs of strings and labels, with the attribute
        `class_names`; a list of two for `subset="both"`.

    Raises:
        ValueError: If an argument is unknown or does not fit the folder.
        ImportError: If the library of the format is not installed.

    Example:

    >>> import os
    >>> for name in ("bad", "good"):
    ...     os.makedirs(f"reviews/{name}")
    ...     _ = open(f"reviews/{name}/1.txt", "w").write(name)
    >>> dataset = keras.utils.text_dataset_from_directory("reviews", shuffle=False, verbose=False)
    >>> [(x.numpy().tolist(), y.numpy().tolist()) for x, y in dataset]
    [([b'bad', b'good'], [0, 1])]
    """

    def load_tf(path):
        text = tensorflow.io.read_file(path)
        return text if max_length is None else tensorflow.strings.substr(text, 0, max_length)

    def load_numpy(path):
        with file_utils.File(path, "rb") as file:
            return file.read()[:max_length].decode("utf-8", "ignore")

    reader = DirectoryReader(
        directory, labels, label_mode, class_names, batch_size, shuffle, seed, validation_split, subset, follow_links,
        verbose, (".txt",), load_tf, load_numpy, format
    )
    return reader.datasets(subset)
