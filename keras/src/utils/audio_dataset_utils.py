"""Folders of sound files."""
from keras.src.api_export import keras_export
from keras.src.utils.directory_utils import DirectoryReader
from keras.src.utils.module_utils import tensorflow, tensorflow_io


@keras_export("keras.utils.audio_dataset_from_directory")
def audio_dataset_from_directory(
    directory, labels="inferred", label_mode="int", class_names=None, batch_size=32, sampling_rate=None,
    output_sequence_length=None, ragged=False, shuffle=True, seed=None, validation_split=None, subset=None,
    follow_links=False, verbose=True
):
    """A `tf.data.Dataset` of the sounds in the `.wav` files of a folder.

    Args:
        directory: Path of the folder, with one subfolder for each class.
        labels: `"inferred"` from the subfolders, a list of integers in alphabetic order of the paths, or None.
        label_mode: `"int"` for integers, `"categorical"` for one-hot vectors, `"binary"` for floats 0 and 1 of shape
            `(batch, 1)`, or None for no labels, of all files in and below the folder.
        class_names: List of subfolders, whose order gives the classes. Default: all of them, in alphabetic order.
        batch_size: Integer, or None for single sounds.
        sampling_rate: Integer, samples per second to convert to (needs `tensorflow_io`), or None.
        output_sequence_length: Integer, samples to cut or pad each sound to, or None.
        ragged: Boolean, whether sounds and batches are ragged tensors; otherwise shorter sounds are padded with zeros.
        shuffle: Boolean, whether to shuffle; otherwise in alphabetic order.
        seed: Integer for the shuffle. Default: drawn from NumPy's global state.
        validation_split: Float between 0 and 1, share of the files that is kept for validation, or None.
        subset: `"training"`, `"validation"` or `"both"`, with `validation_split`.
        follow_links: Boolean, whether to look into folders that are links.
        verbose: Boolean, whether to say how many files were found.

    Returns:
        `tf.data.Dataset` of floats between -1 and 1 of shape `(batch, samples, channels)`, or pairs of them and labels,
        with the attribute `class_names`; a tuple of two for `subset="both"`.

    Raises:
        ValueError: If an argument is unknown or does not fit the folder.
        ImportError: If TensorFlow is not installed.

    Example:

    >>> import os, wave
    >>> os.makedirs("sounds/tick")
    >>> with wave.open("sounds/tick/1.wav", "wb") as file:
    ...     file.setparams((1, 2, 8000, 0, "NONE", "none"))
    ...     file.writeframes(bytes(20))
    >>> dataset = keras.utils.audio_dataset_from_directory("sounds", verbose=False)
    >>> [x.numpy().shape for x, y in dataset]
    [(1, 10, 1)]
    """
    if ragged and output_sequence_length is not None:
        raise ValueError("Arguments `ragged` and `output_sequence_length` exclude each other.")
    if sampling_rate is not None and not (isinstance(sampling_rate, int) and sampling_rate > 0):
        raise ValueError(f"Argument `sampling_rate` must be a positive integer. Received: {sampling_rate=}")

    def load(path):
        sound = load_dense(path)
        return tensorflow.RaggedTensor.from_tensor(sound) if ragged else sound

    def load_dense(path):
        file = tensorflow.io.read_file(path)
        length = -1 if output_sequence_length is None or sampling_rate is not None else output_sequence_length
        sound, rate = tensorflow.audio.decode_wav(file, desired_samples=length)
        if sampling_rate is None:
            return sound
        sound = tensorflow_io.audio.resample(sound, tensorflow.cast(rate, "int64"), sampling_rate)
        return sound if output_sequence_length is None else _of_length(sound, output_sequence_length)

    reader = DirectoryReader(
        directory, labels, label_mode, class_names, batch_size, shuffle, seed, validation_split, subset, follow_links,
        verbose, (".wav",), load, tf_batch=None if ragged else _padded_batch
    )
    datasets = reader.datasets(subset)
    return tuple(datasets) if subset == "both" else datasets


def _of_length(sound, length):
    sound = sound[:length]
    return tensorflow.pad(sound, [[0, length - tensorflow.shape(sound)[0]], [0, 0]])


def _padded_batch(dataset, batch_size):
    return dataset.padded_batch(batch_size)
