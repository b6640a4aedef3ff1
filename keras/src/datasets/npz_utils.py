"""Published files that hold pickles, read without running what a pickle may ask for.

The reviews of IMDB and the newswires of Reuters are object arrays in `.npz` files, CIFAR's batches are pickled dicts.
All they consist of is lists, dicts, numbers, bytes and numpy arrays, and nothing else is made here: the few globals
that such pickles name stand for functions of this module, so that not even numpy's own `__setstate__`, which trusts
what it is given, sees the file.
"""
import io
import math
import pickle
import re

import numpy as np

from keras.src.saving import safety

_NO_LIMIT = 2**62
_SIMPLE_DTYPE = re.compile(r"[biufcSU]\d+|O8?")


def load_npz(path):
    """The arrays of an `.npz` file as a dict by name; object arrays may hold lists, numbers, strings and arrays.

    Raises:
        ValueError: If the file is damaged, or a pickle in it names anything else.
    """
    arrays = {}
    with safety.open_archive(path) as archive:
        for name in archive.namelist():
            arrays[name.removesuffix(".npy")] = load_npy_member(archive, name)
    return arrays


def load_npy_member(archive, name):
    """The array of one member `<name>.npy` of an open archive."""
    file = io.BytesIO(safety.read_member(archive, name, _NO_LIMIT))
    read_header = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }.get(np.lib.format.read_magic(file))
    dtype = read_header(file)[2] if read_header else None
    if dtype is not None and dtype.hasobject:
        return load_pickle(file)
    file.seek(0)
    return np.lib.format.read_array(file, allow_pickle=False)


def load_pickle(file):
    """What a pickle of lists, dicts, numbers, strings, bytes and arrays holds, strings of Python 2 as bytes.

    Arrays may be the whole, values of a dict, or elements of an object array.

    Raises:
        ValueError: If it is damaged or names anything else.
    """
    try:
        return _finished(RestrictedUnpickler(file, encoding="bytes").load())
    except Exception as e:
        raise ValueError(f"The file of a data set is damaged, or not what it says it is. {e}") from e


class RestrictedUnpickler(pickle.Unpickler):
    """An unpickler for which only numpy's arrays, dtypes and scalars have a name."""

    def find_class(self, module, name):
        """The function for a global, from the list of those that are allowed."""
        module = module.replace("numpy._core.", "numpy.core.")
        if (module, name) not in _ALLOWED:
            raise ValueError(f"It asks for {module}.{name}, which is refused.")
        return _ALLOWED[module, name]


class _Global:
    """What a pickle calls: it cannot be changed, subclassed or instantiated from there."""

    __slots__ = ("make",)

    def __init__(self, make):
        self.make = make

    def __call__(self, *args):
        return self.make(*args)

    def __setstate__(self, state):
        raise ValueError("It sets the state of a function, which is refused.")


class _Dtype:
    """A dtype while its pickle is read."""

    order = "="

    def __init__(self, name, *_):
        self.name = _text(name)
        if not _SIMPLE_DTYPE.fullmatch(self.name):
            raise ValueError(f"It holds an array of the dtype {self.name!r}.")

    def __setstate__(self, state):
        self.order = _text(state[1])
        if self.order not in "<>|=" or any(part is not None for part in state[2:5]):
            raise ValueError("It holds an array of a structured dtype.")

    def finished(self):
        return np.dtype(self.name).newbyteorder(self.order)


class _Array:
    """An array while its pickle is read."""

    state = None

    def __setstate__(self, state):
        self.state = state

    def finished(self):
        _, shape, dtype, is_fortran, content = self.state
        if dtype.name.startswith("O"):
            array = np.empty(len(content), object)
            for i, value in enumerate(content):
                array[i] = _finished(value)
        else:
            content = content.encode("latin1") if isinstance(content, str) else content
            array = np.frombuffer(content, dtype.finished()).copy()
        if math.prod(shape) != len(array):
            raise ValueError(f"It holds an array of {len(array)} elements for the shape {shape}.")
        return array.reshape(shape, order="F" if is_fortran else "C")


def _finished(value):
    """The array for what stands for it; of a dict, its values."""
    if type(value) is _Array:
        return value.finished()
    return {key: _finished(item) for key, item in value.items()} if type(value) is dict else value


def _text(value):
    return value.decode("latin1") if isinstance(value, bytes) else value


def _scalar(dtype, content):
    return np.frombuffer(content, dtype.finished())[0]


def _encoded(text, encoding):
    """The bytes that Python 3 writes as text where a pickle is for Python 2."""
    if encoding != "latin1":
        raise ValueError(f"It encodes text as {encoding!r}.")
    return text.encode("latin1")


_ALLOWED = {
    ("numpy.core.multiarray", "_reconstruct"): _Global(lambda *_: _Array()),
    ("numpy.core.multiarray", "scalar"): _Global(_scalar),
    ("numpy", "ndarray"): _Global(_Array),
    ("numpy", "dtype"): _Global(_Dtype),
    ("_codecs", "encode"): _Global(_encoded),
}
