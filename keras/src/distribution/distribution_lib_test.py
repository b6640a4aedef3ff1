"""Meshes, layouts and distributions. What they do to a training is in `integration_tests/distribution_test.py`."""
import pathlib

import numpy as np
import pytest

import keras
from keras import distribution as D
from keras.src import backend
from keras.src.distribution import distribution_lib
from keras.src.saving.atomic import replacing

LAYS_OUT = backend.backend() == "jax"  # torch does once there are several processes


def mesh(shape=(2, 2), names=("batch", "model")):
    return D.DeviceMesh(shape, list(names), [f"cpu:{i}" for i in range(int(np.prod(shape)))])


def layout_map():
    found = D.LayoutMap(mesh())
    found["dense.*kernel"] = (None, "model")
    found["dense/bias"] = D.TensorLayout(("model",))
    return found


@pytest.fixture
def one_device():
    return mesh((1, 1))


REFUSED = {
    "as many names as axes": (lambda: D.DeviceMesh((2,), ["a", "b"], ["cpu:0", "cpu:1"]), "axis_names"),
    "as many devices as places": (lambda: D.DeviceMesh((2, 2), ["a", "b"], ["cpu:0"]), "shape"),
    "no shape": (lambda: D.DeviceMesh((), [], []), "shape"),
    "no names": (lambda: D.DeviceMesh((1,), None), "axis_names"),
    "an unknown axis": (lambda: D.TensorLayout(["bogus"], mesh()), "bogus"),
    "an unknown axis of a mesh set later": (lambda: setattr(D.TensorLayout(["bogus"]), "device_mesh", mesh()), "bogus"),
    "a second mesh": (lambda: setattr(D.TensorLayout(["batch"], mesh()), "device_mesh", mesh()), "once"),
    "a layout without mesh": (lambda: D.TensorLayout(["batch"]).backend_layout, "device_mesh"),
    "no mesh": (lambda: D.DataParallel(3), "device_mesh"),
    "no layout map": (lambda: D.ModelParallel(layout_map=3), "layout_map"),
    "an unknown batch axis": (lambda: D.ModelParallel(layout_map=layout_map(), batch_dim_name="bogus"), "bogus"),
    "a string as layout": (lambda: layout_map().__setitem__("x", "model"), "model"),
    "a key set again": (lambda: layout_map().__setitem__("dense.*kernel", (None,)), "once"),
    "two keys for a path": (lambda: [m := layout_map(), m.__setitem__("den.*", (None,)), m["dense/kernel"]], "fits"),
    "a number that is none": (lambda: D.initialize("localhost:1", "two", 0), "two"),
}


@pytest.mark.parametrize("label", REFUSED)
def test_refused(label):
    call, names = REFUSED[label]
    with pytest.raises(ValueError, match=names):
        call()


def test_device_mesh():
    one = mesh()
    assert (one.shape, one.axis_names) == ((2, 2), ["batch", "model"])
    assert one.devices.tolist() == [["cpu:0", "cpu:1"], ["cpu:2", "cpu:3"]]
    assert repr(one) == "<DeviceMesh shape=(2, 2), axis_names=['batch', 'model']>"


PATHS = {  # a key that equals the path comes first; an expression has to fit the whole of it
    "dense/kernel": (None, "model"),
    "dense_1/kernel": (None, "model"),
    "model/dense/kernel": None,
    "dense/kernel/more": None,
    "dense/bias": ("model",),
    "other": None,
}


@pytest.mark.parametrize("path", PATHS)
def test_layout_map(path):
    found = layout_map()
    assert getattr(found[path], "axes", None) == PATHS[path]
    assert (path in found) == (PATHS[path] is not None)


def test_layout_map_is_a_dict():
    found = layout_map()
    assert list(found) == ["dense.*kernel", "dense/bias"] and len(found) == 2
    assert all(layout.device_mesh is found.device_mesh for layout in found.values())
    del found["dense/bias"]
    assert list(found) == ["dense.*kernel"]
    with pytest.raises(KeyError):
        del found["dense/bias"]


class Placed:
    """What a distribution asks of a variable."""

    def __init__(self, path, shape, layout=None):
        self.path, self.shape, self._layout = path, shape, layout


def test_data_parallel():
    one = D.DataParallel(mesh((4,), ["batch"]))
    assert (one.num_model_replicas, one.batch_dim_name, one.auto_shard_dataset) == (4, "batch", True)
    assert one.get_data_layout((8, 3)).axes == ("batch", None)
    assert one.get_data_layout(()).axes == ()
    assert one.get_variable_layout(Placed("dense/kernel", (2, 3))).axes == (None, None)
    own = D.TensorLayout(("batch", None), one.device_mesh)
    assert one.get_variable_layout(Placed("dense/kernel", (2, 3), own)) is own
    assert one.get_tensor_layout("dense/output") is None
    with pytest.warns(UserWarning, match="first axis"):
        assert D.DataParallel(mesh()).num_model_replicas == 2


def test_model_parallel():
    one = D.ModelParallel(layout_map=layout_map())
    assert (one.num_model_replicas, one.batch_dim_name) == (2, "batch")
    assert D.ModelParallel(layout_map=layout_map(), batch_dim_name="model").batch_dim_name == "model"
    assert one.get_data_layout((8, 3, 2)).axes == ("batch", None, None)
    assert one.get_variable_layout(Placed("dense/kernel", (2, 4))).axes == (None, "model")
    assert one.get_variable_layout(Placed("other", (2, 4))).axes == (None, None)
    assert one.get_tensor_layout("other/output") is None
    with pytest.raises(TypeError, match="bogus"):
        D.ModelParallel(layout_map=layout_map(), bogus=1)


def test_scope(one_device):
    assert D.distribution() is None
    one = D.DataParallel(mesh((1,), ["batch"]))
    with one.scope():
        assert D.distribution() is one
    assert D.distribution() is None
    D.set_distribution(one)
    keras.utils.clear_session()
    assert D.distribution() is None


def test_devices():
    assert D.list_devices("cpu")[0] == "cpu:0"
    assert D.get_device_count("cpu") == len(D.list_devices("cpu"))


def test_variables_and_tensors_on_one_device(one_device):
    layout = D.TensorLayout(("batch", None), one_device)
    x = keras.ops.reshape(keras.ops.arange(6.0), (2, 3))
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(D.distribute_tensor(x, layout)), np.arange(6.0).reshape(2, 3))
    symbolic = keras.KerasTensor((2, 3))
    assert D.distribute_tensor(symbolic, layout) is symbolic
    found = D.LayoutMap(one_device)
    found["dense/kernel"] = (None, "model")
    with D.ModelParallel(layout_map=found, batch_dim_name="batch").scope():
        layer = keras.layers.Dense(4, name="dense")
        assert layer(np.ones((2, 3))).shape == (2, 4)
        if LAYS_OUT:
            assert layer.kernel.layout.axes == (None, "model")
            assert layer.bias.layout.axes == (None,)
            assert layer.kernel.value.sharding == layer.kernel.layout.backend_layout


@pytest.mark.skipif(backend.backend() == "numpy", reason="does not train")
def test_a_model_meets_a_distribution_later(one_device):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.ones((4, 3), "float32")
    before = model.evaluate(x, x[:, :1], verbose=0)
    with D.DataParallel(mesh((1,), ["batch"])).scope():
        assert model.evaluate(x, x[:, :1], verbose=0) == pytest.approx(before)
        model.fit(x, x[:, :1], batch_size=3, verbose=0)
    assert model.evaluate(x, x[:, :1], verbose=0) < before


@pytest.mark.skipif(backend.backend() not in ("numpy", "tensorflow"), reason="the others lay out tensors")
def test_set_distribution_warns_where_it_does_nothing():
    with pytest.warns(UserWarning, match="no effect"):
        D.set_distribution(D.DataParallel(mesh((2,), ["batch"])))
    D.set_distribution(None)


@pytest.mark.skipif(not LAYS_OUT, reason="one process of the others holds one device")
def test_a_variable_that_a_layout_does_not_fit():
    layout = D.TensorLayout(("batch", None), mesh((1,), ["batch"]))
    with pytest.raises(ValueError, match="'tall' of shape"):
        keras.Variable(np.ones(3), layout=layout, name="tall")


@pytest.mark.skipif(not LAYS_OUT, reason="the mesh of the others is made of processes")
def test_a_device_that_is_not_there():
    with pytest.raises(ValueError, match="no device 'cpu:999'"):
        D.DeviceMesh((1,), ["batch"], ["cpu:999"]).backend_mesh


def test_no_devices_are_all():
    assert D.DataParallel(devices=[]).device_mesh.devices.tolist() == D.list_devices()


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="TF_CONFIG")
def test_workers_of_tensorflow(monkeypatch):
    library = backend.distribution_lib
    monkeypatch.delenv("TF_CONFIG", raising=False)
    assert (library.num_processes(), library.process_id()) == (1, 0)
    with pytest.raises(ValueError, match="job_addresses"):
        library.initialize(None, 2, 0)
    seeds = set()
    for number in range(2):
        monkeypatch.setenv("TF_CONFIG", "")
        monkeypatch.delenv("TF_CONFIG")
        library.initialize("a:1,b:2", 2, number)
        assert (library.num_processes(), library.process_id()) == (2, number)
        seeds.add(library.broadcast_integer(number))
    assert len(seeds) == 1


def test_initialize_takes_the_environment_and_agrees_on_a_seed(monkeypatch):
    class Library:
        joined = None

        def initialize(self, *args):
            self.joined = args

        num_processes = staticmethod(lambda: 2)
        broadcast_integer = staticmethod(lambda value: 7)

    library = Library()
    monkeypatch.setattr(backend, "distribution_lib", library)
    monkeypatch.setenv("KERAS_DISTRIBUTION_JOB_ADDRESSES", "a:1,b:2")
    monkeypatch.setenv("KERAS_DISTRIBUTION_NUM_PROCESSES", "2")
    keras.utils.clear_session()
    D.initialize(process_id=1)
    assert library.joined == ("a:1,b:2", 2, 1)
    assert keras.src.utils.rng_utils.get_random_seed() == 7
    keras.utils.set_random_seed(3)
    D.initialize("c:1", 3, 0)
    assert library.joined == ("c:1", 3, 0)
    assert keras.src.utils.rng_utils.get_random_seed() == 3


def test_one_writer(monkeypatch, tmp_path):
    for number, text in ((1, "old"), (0, "new")):
        (tmp_path / "file").write_text("old")
        monkeypatch.setattr(distribution_lib, "process_number", lambda number=number: number)
        with distribution_lib.one_writer() as writes, replacing(tmp_path / "file") as temporary:
            pathlib.Path(temporary).write_text("new")
        assert writes == (number == 0)
        assert (tmp_path / "file").read_text() == text
        assert [path.name for path in tmp_path.iterdir()] == ["file"]
