"""What the tests of safety share: an alarm for what a file must not cause, and the making of hostile files."""
import contextlib
import io
import json
import os
import sys
import tracemalloc
import warnings
import zipfile

import h5py

import keras
from keras import layers

MEGABYTE = 2**20
_RUNNING = ("os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.")
_FORBIDDEN = (*_RUNNING, "socket.", "urllib.", "pickle.", "marshal.")
_WRITING = ("os.mkdir", "os.symlink", "os.link", "os.rename", "os.chmod", "shutil.", "tempfile.")
_alarm = None


class Alarm:
    """Notes what Python's audit events tell of processes, connections, code, and files that are written.

    Args:
        may_write: Path of a folder below which files may be written.
    """

    def __init__(self, may_write=None):
        self.may_write = may_write and str(may_write)
        self.raised = []

    def hear(self, event, arguments):
        if event.startswith(_FORBIDDEN) and not (event == "marshal.loads" and _importing()):
            self.raised.append((event, repr(arguments)[:200]))
        elif event == "import" and arguments[0].startswith("evil"):
            self.raised.append((event, arguments[0]))
        elif event.startswith(_WRITING) or event == "open" and _writes(arguments):
            if self.may_write is None or not str(arguments[0]).startswith(self.may_write):
                self.raised.append((event, repr(arguments)[:200]))


def _importing():
    frame = sys._getframe(2)
    return any("importlib" in f.f_code.co_filename for f in (frame, frame.f_back) if f)


def _writes(arguments):
    path, _, flags = arguments
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) and not str(path).startswith(("/proc", "/dev"))


def _hook(event, arguments):
    if _alarm is not None:
        _alarm.hear(event, arguments)


@contextlib.contextmanager
def harmless(megabytes=64, may_write=None):
    """Whatever is done inside runs no code, writes and fetches nothing, and takes little memory.

    Args:
        megabytes: How much memory may be allocated.
        may_write: Path of a folder below which files may be written.
    """
    global _alarm
    if not getattr(sys, "_keras_test_hook", False):
        sys.addaudithook(_hook)
        sys._keras_test_hook = True
    sys.modules.pop("evil_module", None)
    alarm = Alarm(may_write)
    tracemalloc.start()
    before = _peak(reset=True)
    _alarm = alarm
    try:
        yield
    finally:
        _alarm = None
        traced, grown = tracemalloc.get_traced_memory()[1], _peak() - before
        tracemalloc.stop()
    assert not alarm.raised, alarm.raised
    assert traced < megabytes * MEGABYTE, f"{traced} bytes were allocated"
    assert grown < (megabytes + 200) * MEGABYTE, f"memory grew by {grown} bytes"
    assert "evil_module" not in sys.modules


def _peak(reset=False):
    """The largest resident size of this process, of late; 0 where the system does not tell."""
    try:
        if reset:
            with open("/proc/self/clear_refs", "w") as file:
                file.write("5")
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))
    except OSError:
        return 0


# Good files, to be spoilt


def small_model():
    """Input of 4, Dense layers `first` (3) and `second` (2)."""
    dense = [layers.Dense(3, name="first"), layers.Dense(2, name="second")]
    return keras.Sequential([keras.Input((4,), name="x"), *dense], name="small")


def write_good_files(folder):
    """The small model in every format."""
    model = small_model()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("good.keras", "good.h5"):
            model.save(folder / name)
    model.save_weights(folder / "good.weights.h5")


def rewritten(source, target, members):
    """An archive with some members replaced, added, or left out (None).

    Args:
        source: Path of the archive.
        target: Path of the new one.
        members: Dict from names to bytes, or to None.
    """
    members = dict(members)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = members.pop(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return target


def with_config(good, folder, config):
    """The good files with another config: paths of a `.keras` and of an `.h5` file."""
    archive = rewritten(good / "good.keras", folder / "bad.keras", {"config.json": json.dumps(config).encode()})
    h5 = folder / "bad.h5"
    h5.write_bytes((good / "good.h5").read_bytes())
    with h5py.File(h5, "r+") as file:
        del file.attrs["model_config"]
        file.attrs["model_config"] = json.dumps(config)
    return archive, h5


def edited_h5(content, edit):
    """The bytes of an HDF5 file after `edit(file)`."""
    buffer = io.BytesIO(content)
    with h5py.File(buffer, "r+") as file:
        edit(file)
    return buffer.getvalue()


# Configs


def entry(module, name, config=None, **more):
    """The config of an object."""
    config = {} if config is None else config
    return {"module": module, "class_name": name, "config": config, "registered_name": None} | more


def layer(class_name, /, **config):
    """The config of a layer of Keras."""
    return entry("keras.layers", class_name, config)


def function(module, name):
    """The config of a function."""
    return entry(module, "function", name)


def sequential(*configs, **more):
    """The config of a Sequential model of an input of 4 and these layers."""
    first = layer("InputLayer", batch_shape=[None, 4], dtype="float32", name="x")
    return entry("keras", "Sequential", {"name": "bad", "layers": [first, *configs]}, **more)


def functional(operation, *args, **kwargs):
    """The config of a functional model that calls one operation or layer with these arguments."""
    first = layer("InputLayer", batch_shape=[None, 4], dtype="float32", name="x") | {"name": "x", "inbound_nodes": []}
    called = operation | {"name": "called", "inbound_nodes": [{"args": list(args), "kwargs": kwargs}]}
    ends = {"input_layers": [["x", 0, 0]], "output_layers": [["called", 0, 0]]}
    graph = {"name": "bad", "layers": [first, called], **ends}
    return entry("keras.src.models.functional", "Functional", graph)


TENSOR = {
    "class_name": "__keras_tensor__",
    "config": {"shape": [None, 4], "dtype": "float32", "keras_history": ["x", 0, 0]},
}
