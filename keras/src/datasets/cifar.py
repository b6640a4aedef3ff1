"""Batches of CIFAR-10 and CIFAR-100."""
import numpy as np

from keras.src.backend import config
from keras.src.datasets.npz_utils import load_pickle


def load_batch(fpath, label_key="labels"):
    """The images `(n, 3, 32, 32)` and the list of labels in one file.

    Raises:
        ValueError: If the file is damaged, or holds anything but arrays, lists and numbers.
    """
    with open(fpath, "rb") as file:
        batch = load_pickle(file)
    return batch[b"data"].reshape(-1, 3, 32, 32), batch[label_key.encode()]


def load_part(folder, files, label_key, dtype=None):
    """Images of some files in the current data format, and labels `(n, 1)`."""
    batches = [load_batch(f"{folder}/{name}", label_key) for name in files]
    images = np.concatenate([images for images, _ in batches])
    labels = np.concatenate([np.array(labels, dtype) for _, labels in batches])
    if config.image_data_format() == "channels_last":
        images = images.transpose(0, 2, 3, 1)
    return images, labels.reshape(-1, 1)
