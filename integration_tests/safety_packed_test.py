"""A file is data, continued: arrays and members that unpack to more than they say, or that share their bytes."""
import copy
import functools
import io
import struct
import zipfile
import zlib

import h5py
import hostile
import numpy as np
import pytest
from safety_test import good  # noqa: F401 - a fixture
from safety_weights_test import ARCHIVE_READERS, READERS, _in_place, refused, spoilt

import keras

UNKNOWN_FILTER = 32004  # HDF5 would look for a library in a folder of plugins


def _piece(content, chunk, filters=(("deflate", 9),), shape=(4, 3)):
    """An edit that puts an array there of which the only piece is packed as told."""

    def make(parent, name):
        options = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        options.set_chunk(chunk)
        for kind, argument in filters:
            if kind == "deflate":
                options.set_deflate(argument)
            else:
                options.set_filter(kind, h5py.h5z.FLAG_OPTIONAL, (argument,))
        space = h5py.h5s.create_simple(shape, (h5py.h5s.UNLIMITED,) * 2)
        made = h5py.h5d.create(parent.id, name.encode(), h5py.h5t.IEEE_F32LE, space, options)
        made.write_direct_chunk((0, 0), content())

    return _in_place(make)


@functools.cache
def _zeros(megabytes, times=1):
    content = bytes(megabytes * 2**20)
    for _ in range(times):
        content = zlib.compress(content)
    return content


def _pairs(parent, name):
    kind = h5py.h5t.array_create(h5py.h5t.NATIVE_INT8, (2,))
    h5py.h5d.create(parent.id, name.encode(), kind, h5py.h5s.create_simple((4, 3)))


PACKED = {
    "a piece far larger than the array": _piece(lambda: _zeros(256), (2**13, 2**13)),
    "a piece that is packed twice": _piece(lambda: _zeros(256, 2), (4, 3), [("deflate", 9)] * 2),
    "a piece that unpacks to more than it is": _piece(lambda: _zeros(256), (512, 500)),
    "a filter that must be looked for": _piece(lambda: bytes(48), (4, 3), [(UNKNOWN_FILTER, 1)]),
    "a filter that says how much it needs": _piece(lambda: bytes(48), (4, 3), [(h5py.h5z.FILTER_LZF, 2**31)]),
    "arrays of arrays": _in_place(_pairs),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PACKED)
def test_packed_arrays(name, reader, good, tmp_path):  # noqa: F811
    kind, read = READERS[reader]
    path = spoilt(good, tmp_path, kind, PACKED[name])
    refused(lambda: read(path))


@pytest.mark.parametrize("reader", ["load_weights", "load_weights of an archive"])
def test_honestly_packed_arrays(reader, good, tmp_path):  # noqa: F811
    """As somebody packs them with h5py."""
    kernel = np.random.default_rng(0).random((4, 3), "float32")
    options = {"chunks": (3, 2), "compression": "gzip", "shuffle": True, "fletcher32": True}
    kind, _ = READERS[reader]
    model = hostile.small_model()
    model.load_weights(
        spoilt(good, tmp_path, kind, _in_place(lambda parent, name: parent.create_dataset(name, data=kernel, **options)))
    )
    np.testing.assert_array_equal(model.get_weights()[0], kernel)


# Bytes that count many times


@pytest.mark.parametrize("kind", ["keras", "weights.h5", "h5"])
def test_layers_that_share_an_array(kind, good, tmp_path):  # noqa: F811
    """A hundred layers of a megabyte: each costs half a kilobyte of file, as HDF5 gives an array many names."""
    model = keras.Sequential([keras.Input((512,)), *(keras.layers.Dense(512, use_bias=False) for _ in range(100))])
    path = tmp_path / f"bad.{kind}"
    if kind == "weights.h5":
        model.save_weights(path)
    else:
        model.save(path)
    names = _kernels(model, kind)

    def edit(file):
        for name in names[1:]:
            del file[name]
            file[name] = file[names[0]]

    if kind == "keras":
        with zipfile.ZipFile(path) as archive:
            content = hostile.edited_h5(archive.read("model.weights.h5"), edit)
        path = hostile.rewritten(path, tmp_path / "worse.keras", {"model.weights.h5": _repacked(content)})
    else:
        path.write_bytes(_repacked(hostile.edited_h5(path.read_bytes(), edit)))
    read = model.load_weights if kind == "weights.h5" else keras.saving.load_model
    assert path.stat().st_size < 2**21
    with pytest.raises(ValueError, match="claim far more bytes"), hostile.harmless(may_write=tmp_path):
        read(path)


def _kernels(model, kind):
    if kind == "h5":
        return [f"model_weights/{layer.name}/{layer.kernel.path}" for layer in model.layers]
    return [f"layers/dense{f'_{i}' if i else ''}/vars/0" for i in range(len(model.layers))]


def _repacked(content):
    """The file without the room that deleted arrays leave."""
    source, target = io.BytesIO(content), io.BytesIO()
    with h5py.File(source) as old, h5py.File(target, "w") as new:
        new.attrs.update(old.attrs)
        h5py.h5o.copy(old.id, b".", new.id, b"all")
        for name in new["all"]:
            new[name] = new["all"][name]
        del new["all"]
    return target.getvalue()


@pytest.mark.parametrize("reader", ARCHIVE_READERS)
def test_members_that_share_their_bytes(reader, good, tmp_path):  # noqa: F811
    """Each entry of the directory costs 70 bytes, and unpacks to 15 MB."""
    path = tmp_path / "bad.keras"
    path.write_bytes((good / "good.keras").read_bytes())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("assets/layers/lookup/part", bytes(15 * 2**20))
        for i in range(1000):
            again = copy.copy(archive.filelist[-1])
            again.filename = f"assets/layers/lookup/part{i}"
            archive.filelist.append(again)
    refused(lambda: ARCHIVE_READERS[reader](path))


@pytest.mark.parametrize("reader", ARCHIVE_READERS)
def test_a_directory_that_counts_from_before_the_file(reader, good, tmp_path):  # noqa: F811
    content = bytearray((good / "good.keras").read_bytes())
    place = content.rindex(b"PK\5\6") + 16
    content[place : place + 4] = struct.pack("<L", struct.unpack("<L", content[place : place + 4])[0] + 100)
    (tmp_path / "bad.keras").write_bytes(content)
    refused(lambda: ARCHIVE_READERS[reader](tmp_path / "bad.keras"))
