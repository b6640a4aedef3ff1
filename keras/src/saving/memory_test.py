"""Memory for arrays of files, and reading past HDF5."""
import gc
import weakref

import h5py
import numpy as np
import pytest

from keras.src import backend
from keras.src.saving import safety
from keras.src.saving.memory import Memory, Stretch
from keras.src.saving.stores import H5Group, H5IOStore, stretch_of


@pytest.mark.parametrize("shape", [(), (0,), (3,), (5, 7), (300, 300), (1500, 1500)])
def test_arrays_are_aligned_and_apart(shape):
    memory = Memory()
    arrays = [memory.empty(shape, np.dtype("float32")) for _ in range(4)]
    for number, array in enumerate(arrays):
        array[...] = number
    for number, array in enumerate(arrays):
        assert array.shape == shape and array.flags.carray
        assert not array.size or array.ctypes.data % 64 == 0 or array.base is None
        np.testing.assert_array_equal(array, number)


def test_large_arrays_go_alone():
    memory = Memory()
    large, small = memory.empty((1100, 1000), np.dtype("float32")), memory.empty((3,), np.dtype("float32"))
    gone = weakref.ref(large)
    del large
    gc.collect()
    assert gone() is None and small.nbytes == 12


def datasets(path):
    values = np.arange(12.0).reshape(3, 4)
    with h5py.File(path, "w") as file:
        group = file.create_group("a/vars")
        group["native"] = values.astype("float32")
        group["other order"] = values.astype(">f4")
        group["integers"] = values.astype("int8")
        group["boolean"] = values > 5
        group["half"] = values.astype("float16")
        group["scalar"] = np.float64(3)
        group["nothing"] = np.zeros((0, 2), "float32")
        group.create_dataset("chunks", data=values, chunks=(2, 2))
        group.create_dataset("packed", data=values, compression="gzip")
    return values


def test_every_storage_reads_as_h5py_does(tmp_path):
    datasets(tmp_path / "a.h5")
    with h5py.File(tmp_path / "a.h5", "r") as file:
        group = file["a/vars"]
        for stretch in (None, stretch_of(file)):
            ours = H5Group(group, stretch)
            assert sorted(ours.keys()) == sorted(group)
            for name in group:
                np.testing.assert_array_equal(ours[name], group[name][()], err_msg=name)
                assert ours[name].dtype == group[name].dtype and ours.shape(name) == group[name].shape


def test_only_plain_arrays_are_read_past_hdf5(tmp_path):
    datasets(tmp_path / "a.h5")
    with h5py.File(tmp_path / "a.h5", "r") as file:
        stretch, group = stretch_of(file), file["a/vars"]
        past = {name for name in group if safety.StoredArray(group, name, stretch).offset is not None}
    assert {"native", "integers", "half", "scalar"} <= past and not past & {"chunks", "packed", "nothing"}


def test_array_beyond_the_end_of_the_file(tmp_path):
    path = tmp_path / "a.h5"
    datasets(path)
    with open(path, "r+b") as file, h5py.File(path, "r") as h5:
        stretch = Stretch(file.fileno(), start=path.stat().st_size - 8)
        with pytest.raises(ValueError, match="beyond the end"):
            safety.StoredArray(h5["a/vars"], "native", stretch)


def test_overview_leaves_links_to_the_careful_way(tmp_path):
    path = tmp_path / "a.weights.h5"
    datasets(path)
    with h5py.File(path, "r+") as file:
        file["again"] = file["a"]  # a second hard link, which HDF5 does not visit
        file["soft"] = h5py.SoftLink("/a")
    store = H5IOStore(path)
    try:
        assert sorted(store.get("a").keys()) == sorted(store.get("again").keys()) != []
        np.testing.assert_array_equal(store.get("again")["native"], store.get("a")["native"])
        assert not len(store.get("missing"))
        with pytest.raises(ValueError, match="[Ll]ink"):
            store.get("soft")
    finally:
        store.close()


def test_variables_take_over_what_stores_give_away():
    class Store(dict):
        gives_away = True

    memory = Memory()
    array = memory.empty((4,), np.dtype("float32"))
    array[:] = 2
    variable = backend.Variable(np.zeros(4, "float32"))
    variable._take_from(Store({"0": array}), "0")
    np.testing.assert_array_equal(variable.numpy(), 2)
    variable.assign_add(np.ones(4, "float32"))
    np.testing.assert_array_equal(variable.numpy(), 3)


def test_arrays_of_other_mappings_stay_their_owners():
    memory = Memory()
    array = memory.empty((4,), np.dtype("float32"))
    array[:] = 2
    variable = backend.Variable(np.zeros(4, "float32"))
    variable._take_from({"0": array}, "0")
    before = np.array(array)
    variable.assign_add(np.ones(4, "float32"))
    np.testing.assert_array_equal(array, before)
    np.testing.assert_array_equal(variable.numpy(), 3)


def test_stretches_that_are_read_together(tmp_path, monkeypatch):
    data = np.arange(60_000, dtype="int32")
    (tmp_path / "a").write_bytes(b"head" + data.tobytes())
    starts = [40_000, 0, 10, 20, 25, 59_990]  # in any order, side by side, with small gaps and with a large one
    monkeypatch.setattr("keras.src.saving.memory._BUFFERS", 3)
    with open(tmp_path / "a", "rb") as file:
        places = [(4 * start, np.empty((5, 2), "int32")) for start in starts]
        Stretch(file.fileno(), 4).read_all(places)
        for start, (_, array) in zip(starts, places):
            np.testing.assert_array_equal(array.reshape(-1), data[start : start + 10])
        with pytest.raises(ValueError, match="shorter"):
            Stretch(file.fileno(), 4).read_all([(4 * 59_999, np.empty(2, "int32"))])


@pytest.mark.parametrize("limit", [0, 2**27])
def test_reading_ahead_leaves_out_what_nobody_asks_for(tmp_path, monkeypatch, limit):
    monkeypatch.setattr("keras.src.saving.stores._AHEAD", limit)
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for path in ("layers/a", "layers/a/inner", "optimizer", ""):
            file.create_group(f"{path}/vars")["0"] = np.full(100, len(path), "float32")
        file["layers/b/vars"] = h5py.SoftLink("/layers/a/vars")
    store = H5IOStore(tmp_path / "a.h5")
    store.read_ahead(left_out=("optimizer/",))
    assert sorted(store.ahead) == ["", "layers/a", "layers/a/inner"] and (store.reading is not None) == bool(limit)
    for path in ("layers/a", "layers/a/inner", "optimizer", ""):
        first, again = store.get(path)["0"], store.get(path)["0"]
        np.testing.assert_array_equal(first, len(path))
        np.testing.assert_array_equal(again, first)
        assert not np.shares_memory(first, again)
    with pytest.raises(ValueError, match="link"):
        store.get("layers/b")
    store.close()
