import io
import zipfile
import zlib

import h5py
import numpy as np
import pytest

import keras
from keras.src.saving import archive, safety
from keras.src.saving.stores import H5IOStore


@pytest.fixture
def written(tmp_path):
    """An archive with weights and a text."""
    path = tmp_path / "a.keras"
    with h5py.File(path, "w", userblock_size=archive.USER_BLOCK) as file:
        file.create_dataset("layers/dense/vars/0", data=np.arange(5000.0))
        file["layers/dense"].attrs["name"] = "dense"
    with archive.archive_around(path, "model.weights.h5") as members:
        members.writestr("config.json", "{}")
    return path


def test_other_programs_see_a_zip_file_with_an_hdf5_file(written, tmp_path):
    with zipfile.ZipFile(written) as members:
        assert members.testzip() is None
        assert set(members.namelist()) == {"model.weights.h5", "config.json"}
        content = members.read("model.weights.h5")
    with h5py.File(tmp_path / "plain.h5", "w") as file:
        file.create_dataset("layers/dense/vars/0", data=np.arange(5000.0))
        file["layers/dense"].attrs["name"] = "dense"
    assert content == (tmp_path / "plain.h5").read_bytes()


def test_hdf5_reads_in_place(written):
    with safety.open_archive(written) as members:
        member = safety.open_member(members, "model.weights.h5")
        assert member.open() == str(written)
        with safety.open_h5(member.open()) as file:
            np.testing.assert_array_equal(file["layers/dense/vars/0"][()], np.arange(5000.0))
            assert file["layers/dense"].attrs["name"] == "dense"
        member.close()


def test_a_member_elsewhere_is_read_through_a_window(written, tmp_path):
    with zipfile.ZipFile(written) as members, zipfile.ZipFile(tmp_path / "b.keras", "w") as others:
        others.writestr("config.json", "{}")
        others.writestr("model.weights.h5", members.read("model.weights.h5"))
    with safety.open_archive(tmp_path / "b.keras") as members:
        member = safety.open_member(members, "model.weights.h5")
        with safety.open_h5(member.open()) as file:
            np.testing.assert_array_equal(file["layers/dense/vars/0"][()], np.arange(5000.0))
        member.close()


def flipped(content):
    content[20000] ^= 1


def pages_swapped(content):
    content[4096:8192], content[8192:12288] = content[8192:12288], content[4096:8192]


def without_sums(content):
    """As other programs write it: the CRC-32 is looked at."""
    content[archive.USER_BLOCK - 200 : archive.USER_BLOCK] = bytes(200)
    content[content.index(b"ek", 30)] ^= 1
    flipped(content)


@pytest.mark.parametrize("damage", [flipped, pages_swapped, without_sums])
def test_a_changed_byte_is_found(written, damage):
    content = bytearray(written.read_bytes())
    damage(content)
    written.write_bytes(content)
    with safety.open_archive(written) as members:
        member = safety.open_member(members, "model.weights.h5")
        with pytest.raises(ValueError, match="checksum"):
            member.check()
        member.close()


def test_a_changed_weight_is_found(tmp_path):
    """HDF5 reads it as any other number: the checksum, which is computed meanwhile, tells."""
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    path = tmp_path / "m.keras"
    model.save(path)
    content = path.read_bytes()
    kernel = model.get_weights()[0].tobytes()
    path.write_bytes(content.replace(kernel, bytes(reversed(kernel))))
    before = model.get_weights()
    for read in (keras.saving.load_model, model.load_weights, keras.saving.KerasFileEditor):
        with pytest.raises(ValueError, match="checksum"):
            read(path)
    np.testing.assert_array_equal(model.get_weights()[0], before[0])


def test_an_archive_in_memory(written):
    with safety.open_archive(io.BytesIO(written.read_bytes())) as members:
        member = safety.open_member(members, "model.weights.h5")
        with safety.open_h5(member.open()) as file:
            assert file["layers/dense/vars/0"].shape == (5000,)


@pytest.mark.parametrize("length", [0, 1, 7, 513, 70_001])
def test_joined_crc32(length):
    content = np.random.default_rng(0).integers(0, 256, 1000 + length).astype("uint8").tobytes()
    first, second = content[:1000], content[1000:]
    assert archive.joined_crc32(zlib.crc32(first), zlib.crc32(second), length) == zlib.crc32(content)


def test_large_arrays_are_summed_up_while_they_are_written(tmp_path):
    path, values = tmp_path / "a.keras", np.random.default_rng(0).random((3, 2**19))
    checksums = archive.ChecksumsOfArrays()
    store = H5IOStore(str(path), mode="w", user_block=archive.USER_BLOCK, checksums=checksums)
    place = store.make("layers/dense")
    place["0"], place["1"], place["2"] = values, values[0, :5], values.T.astype("bfloat16")
    store.make("layers/other")["0"] = values[:2]
    store.close()
    assert [size for _, size, _ in checksums.known] == [values.nbytes, 2**23]
    with archive.archive_around(path, "model.weights.h5", checksums.known) as members:
        members.writestr("config.json", "{}")
    with zipfile.ZipFile(path) as members:
        assert members.testzip() is None
        store = H5IOStore("model.weights.h5", archive=members)
        store.check()
        read = store.get("layers/dense")
        np.testing.assert_array_equal(read["0"], values)
        np.testing.assert_array_equal(read["2"], values.T.astype("bfloat16"))
