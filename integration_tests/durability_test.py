"""Saving is atomic: whatever ends a save, the former file or the new one is whole."""
import os
import pathlib
import random
import resource
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import keras
from keras import layers
from keras.src.saving import stores

UNITS = 400  # 3 MB, which takes a few milliseconds to write: long enough to be hit
KILLS = int(os.environ.get("KERAS_TEST_KILLS", "3"))  # of each kind of file
KINDS = (".keras", ".weights.h5", ".h5", ".safetensors", ".weights.json", ".npz", "")
SAVER = """
import sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")
sys.path.insert(0, {tests!r})
import durability_test as test
model = test.model_of(0.0)
test.save(model, {path!r})
print("ready", flush=True)
value = 0.0
while True:
    value = 1.0 - value
    for weight in model.weights:
        weight.assign(np.full(weight.shape, value, "float32"))
    test.save(model, {path!r})
"""


STEPS = """
import sys, warnings
import numpy as np
warnings.simplefilter("ignore")
sys.path.insert(0, {tests!r})
import durability_test as test
import keras
model = test.model_of(0.0)
model.compile("sgd", "mse")
callback = keras.callbacks.OrbaxCheckpoint({path!r}, save_on_background=bool({first!r} % 2))
callback.set_model(model)
for step in range({first!r}, 10**9):
    for weight in model.weights:
        weight.assign(np.full(weight.shape, step, "float32"))
    callback.on_epoch_end(step, {{}})
    callback.wait_until_finished()
    print(step, flush=True)
"""


def model_of(value):
    """A model of which every weight has one value."""
    model = keras.Sequential([keras.Input((UNITS,)), *(layers.Dense(UNITS) for _ in range(5))], name="m")
    for weight in model.weights:
        weight.assign(np.full(weight.shape, value, "float32"))
    return model


def save(model, path):
    """Writes a model or its weights, as the path says."""
    path = str(path)
    if path.endswith((".keras", ".h5")) and not path.endswith(".weights.h5"):
        model.save(path)
    elif path.endswith((".h5", ".safetensors", ".json", ".npz")):
        shard = {"max_shard_size": 1 / 512} if path.endswith(".json") else {}
        keras.saving.save_weights(model, path, **shard)
    else:
        model.save(path, zipped=False)


def the_one_value(path):
    """The value of all weights of a file, which must be the same."""
    path = str(path)
    if path.endswith((".weights.h5", ".safetensors", ".json", ".npz")):
        model = model_of(0.5)
        model.load_weights(path)
    else:
        model = keras.saving.load_model(path)
    found = {float(v) for w in model.get_weights() for v in np.unique(w)}
    assert len(found) == 1, f"a mixture of saves: {found}"
    return found.pop()


def killed(path, moment, code=SAVER, **values):
    """Starts a process that saves again and again, and kills it that many seconds after its first save.

    Returns:
        The lines that it said.
    """
    code = code.format(tests=str(pathlib.Path(__file__).parent), path=str(path), **values)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline().split()
            assert said, "no first save"
            time.sleep(moment)
        finally:
            process.kill()
        return said + process.stdout.read().split()


@pytest.mark.skipif(keras.config.backend() != "numpy", reason="one backend will do: starting others takes longer")
@pytest.mark.filterwarnings("ignore:The `.h5` format", "ignore:The file holds no compile")
@pytest.mark.parametrize("kind", KINDS)
def test_kill(kind, tmp_path):
    """`KERAS_TEST_KILLS=50` is the long run."""
    moments = random.Random(kind)
    for _ in range(KILLS):
        killed(tmp_path / f"m{kind}", moments.uniform(0, 0.2))
        assert the_one_value(tmp_path / f"m{kind}") in (0.0, 1.0)


@pytest.mark.skipif(keras.config.backend() != "numpy", reason="one backend will do: starting others takes longer")
def test_kill_of_checkpoints(tmp_path):
    """Training goes on after each kill from the last whole step, which is the last that was said or the one after."""
    pytest.importorskip("orbax.checkpoint")
    moments, step = random.Random("orbax"), -1
    for _ in range(KILLS):
        said = killed(tmp_path / "c", moments.uniform(0, 0.5), STEPS, first=step + 1)
        step = int(the_one_value(tmp_path / "c"))
        assert int(said[-1]) <= step <= int(said[-1]) + 1


@pytest.fixture
def full_disk():
    """Files may not grow beyond a megabyte, as on a disk that is nearly full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def fill():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, limits[1]))

    yield fill
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, handler)


def tree(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
@pytest.mark.filterwarnings("ignore:The `.h5` format", "ignore:The file holds no compile")
@pytest.mark.parametrize("kind", KINDS)
def test_full_disk(kind, tmp_path, full_disk):
    path = tmp_path / f"m{kind}"
    save(model_of(0.0), path)
    before = tree(tmp_path)
    other = model_of(1.0)
    full_disk()
    with pytest.raises(OSError):
        save(other, path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    assert tree(tmp_path) == before
    assert the_one_value(path) == 0.0


@pytest.mark.parametrize("kind", [".keras", ".weights.h5"])
def test_saving_from_several_threads(kind, tmp_path):
    """The last one wins; nothing is mixed."""
    models = [model_of(float(i)) for i in range(2)]
    threads = [threading.Thread(target=save, args=(model, tmp_path / f"m{kind}")) for model in models]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert the_one_value(tmp_path / f"m{kind}") in (0.0, 1.0)
    assert os.listdir(tmp_path) == [f"m{kind}"]


AT_EXIT = """
import atexit, sys, threading
sys.path.insert(0, {tests!r})
import durability_test as test
model = test.model_of(1.0)
def save(path, ended=lambda: None):
    ended()
    test.save(model, path)
    assert test.the_one_value(path) == 1.0
atexit.register(save, {path!r} + "/exit.keras")
threading.Thread(target=save, args=({path!r} + "/thread.keras", threading.main_thread().join)).start()
"""


def test_saving_while_python_ends(tmp_path):
    """In a thread that goes on after the main one, and from `atexit`: no pool takes work any more."""
    code = AT_EXIT.format(tests=str(pathlib.Path(__file__).parent), path=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert not done.returncode and "Error" not in done.stderr, done.stderr
    assert sorted(os.listdir(tmp_path)) == ["exit.keras", "thread.keras"]


def test_an_interrupted_save_leaves_no_remains(tmp_path, monkeypatch):
    path = tmp_path / "m.keras"
    save(model_of(0.0), path)

    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(stores.H5Group, "_write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(model_of(1.0), path)
    monkeypatch.undo()
    assert os.listdir(tmp_path) == ["m.keras"] and the_one_value(path) == 0.0
