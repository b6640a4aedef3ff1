"""Weights in one `.safetensors` file: a header in JSON, and behind it the arrays' bytes.

The file begins with the header's length (8 bytes, lowest first). The header maps names to `{"dtype", "shape",
"data_offsets"}`, offsets being counted from the header's end; under `"__metadata__"` it may hold texts. The format has
no place for code, and no package is needed to read or write it.
"""
import json
import math
import os
import struct

import ml_dtypes
import numpy as np

from keras.src.saving import safety
from keras.src.saving.stores import KeptStore, as_array, joined_name, split_name
from keras.src.version import __version__

_DTYPES = {
    "BOOL": np.dtype("bool"),
    "U8": np.dtype("uint8"),
    "I8": np.dtype("int8"),
    "U16": np.dtype("<u2"),
    "I16": np.dtype("<i2"),
    "F16": np.dtype("<f2"),
    "BF16": np.dtype(ml_dtypes.bfloat16),
    "U32": np.dtype("<u4"),
    "I32": np.dtype("<i4"),
    "F32": np.dtype("<f4"),
    "U64": np.dtype("<u8"),
    "I64": np.dtype("<i8"),
    "F64": np.dtype("<f8"),
    "C64": np.dtype("<c8"),
    "F8_E4M3": np.dtype(ml_dtypes.float8_e4m3fn),
    "F8_E5M2": np.dtype(ml_dtypes.float8_e5m2),
}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}
_LONGEST_HEADER = 100 * 2**20
_ALIGNMENT = 8


class SafetensorsStore(KeptStore):
    """Weights in one file; an array of an object is named by its path, as `layers/dense/vars/0`.

    Args:
        path: Path of the file.
        mode: `"r"` or `"w"`.
    """

    def __init__(self, path, mode="r"):
        self.path, self.mode = path, mode
        self.contents = {}
        if mode == "r":
            self._read()

    def _read(self):
        self.file = open(self.path, "rb")
        try:
            header = _checked_header(self.file, self.path)
        except BaseException:
            self.file.close()
            raise
        for name, entry in header.items():
            place, own = split_name(name)
            self.contents.setdefault(place, _Arrays(self.file))[own] = entry

    def close(self):
        """Ends writing or reading."""
        if self.mode == "w":
            with open(self.path, "wb") as file:
                self._write(file)
        else:
            self.file.close()

    def _write(self, file):
        header = {"__metadata__": {"format": "keras", "keras_version": __version__}}
        arrays, offset = [], 0
        for path, entry in self.contents.items():
            for name, value in entry.items():
                array = as_array(value)
                if array.dtype not in _NAMES:
                    raise ValueError(f"Safetensors files hold no arrays of dtype {array.dtype}, as {path}/{name} is.")
                place = {"dtype": _NAMES[array.dtype], "shape": list(array.shape)}
                header[joined_name(path, name)] = place | {"data_offsets": [offset, offset + array.nbytes]}
                offset += array.nbytes
                arrays.append(value)
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % _ALIGNMENT)
        file.write(struct.pack("<Q", len(text)) + text)
        for value in arrays:  # converted once more, so that no more than one is held at a time
            array = np.ascontiguousarray(as_array(value))
            file.write(memoryview(array.reshape(-1).view("u1")))


class _Arrays(dict):
    """Arrays by name, each read when it is asked for."""

    def __init__(self, file):
        super().__init__()
        self.file = file

    def __getitem__(self, name):
        dtype, shape, start = super().__getitem__(name)
        self.file.seek(start)
        return np.fromfile(self.file, dtype, math.prod(shape)).reshape(shape)

    def items(self):
        return [(name, self[name]) for name in self]

    def values(self):
        return [self[name] for name in self]

    def shape(self, name):
        """Shape of an array, without reading it."""
        return super().__getitem__(name)[1]


def _checked_header(file, path):
    """`{name: (dtype, shape, start)}` of a file, of which every entry was found to fit.

    Raises:
        ValueError: If the file is no safetensors file, or its header claims what is not there.
    """
    size = os.fstat(file.fileno()).st_size
    length = struct.unpack("<Q", file.read(8))[0] if size >= 8 else None
    if length is None or length > min(size - 8, _LONGEST_HEADER):
        raise safety.Unreadable(f"This is no safetensors file: its header is cut off. filepath={str(path)!r}")
    header = safety.read_json(file.read(length), f"The header of {path}")
    if not isinstance(header, dict):
        raise safety.Unreadable(f"The header of {path} must be one object. Received: {type(header).__name__}")
    header.pop("__metadata__", None)
    entries, end = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: _offsets(*item)):
        dtype, shape, (start, stop) = _DTYPES.get(entry.get("dtype")), entry.get("shape"), entry["data_offsets"]
        if dtype is None or not _is_shape(shape):
            raise safety.Refused(f"The array {name!r} of {path} is none of numbers: {entry}")
        if start != end or stop - start != math.prod(shape) * dtype.itemsize or 8 + length + stop > size:
            raise safety.Refused(f"The array {name!r} of {path} claims bytes that are not its own: {entry}")
        entries[name] = (dtype, tuple(shape), 8 + length + start)
        end = stop
    if 8 + length + end != size:
        raise safety.Refused(f"The file {path} holds {size - 8 - length - end} bytes that belong to no array.")
    return entries


def _offsets(name, entry):
    offsets = entry.get("data_offsets") if isinstance(entry, dict) else None
    if not (isinstance(offsets, list) and len(offsets) == 2 and _is_shape(offsets)):
        raise safety.Refused(f"The header of a safetensors file has no place for {name!r}. Received: {entry!r}")
    return offsets


def _is_shape(shape):
    return isinstance(shape, list) and all(type(size) is int and size >= 0 for size in shape)
