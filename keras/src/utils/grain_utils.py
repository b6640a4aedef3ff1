"""Samples of Grain as batches of the active backend."""
from keras.src import backend, tree


def make_batch(values):
    """Samples, in any structure, as one batch of tensors.

    Raises:
        ValueError: If there are none.
    """
    if not values:
        raise ValueError(f"Argument `values` must hold at least one sample. Received: values={values}")
    return tree.map_structure(lambda *xs: backend.numpy.stack([backend.convert_to_tensor(x) for x in xs]), *values)


def make_string_batch(values):
    """Texts as one batch: a tensor on the tensorflow backend, elsewhere a tuple."""
    return backend.convert_to_tensor(values, dtype="string") if backend.backend() == "tensorflow" else tuple(values)
