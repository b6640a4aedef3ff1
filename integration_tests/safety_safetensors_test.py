"""A file is data, continued: `.safetensors` files whose headers claim what is not there."""
import json
import struct

import hostile
import pytest
from safety_weights_test import DEEP, refused

import keras


def _safetensors(header, content=b"\0" * 48, length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + content


def _tensor(dtype="F32", shape=(4, 3), begin=0, end=48):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


NAME = "layers/dense/vars/0"
SAFETENSORS = {
    "header longer than the file": _safetensors({}, length=2**40),
    "header of a terabyte": _safetensors(b"{" + b" " * 100, length=2**63),
    "header that is cut off": b"\1\0\0",
    "empty": b"",
    "deep header": _safetensors(DEEP.encode()),
    "no object": _safetensors([1]),
    "entry that is no object": _safetensors({NAME: 1}),
    "shape beyond the bytes": _safetensors({NAME: _tensor(shape=(10**6, 10**6))}),
    "offsets beyond the file": _safetensors({NAME: _tensor(shape=(10**6,), end=4 * 10**6)}),
    "offsets into the header": _safetensors({NAME: _tensor(begin=-48, end=0)}),
    "offsets backwards": _safetensors({NAME: _tensor(begin=48, end=0)}),
    "arrays that share bytes": _safetensors({NAME: _tensor(), "layers/dense/vars/1": _tensor(shape=(3,), end=12)}),
    "bytes of nobody": _safetensors({NAME: _tensor(shape=(3,), end=12)}),
    "fractions": _safetensors({NAME: _tensor(shape=(4, 3.0))}),
    "true as a size": _safetensors({NAME: _tensor(shape=(True, 12))}),
    "unknown dtype": _safetensors({NAME: _tensor("S300000000")}),
    "pickle": _safetensors({NAME: _tensor("O")}),
    "another shape": _safetensors({NAME: _tensor(shape=(3, 4))}),
}


@pytest.mark.parametrize("name", SAFETENSORS)
def test_safetensors(name, tmp_path):
    path = tmp_path / "w.safetensors"
    path.write_bytes(SAFETENSORS[name])
    model = hostile.small_model()
    refused(lambda: model.load_weights(path))
    with pytest.raises(ValueError):
        keras.saving.load_model(path)

