"""The data sets, loaded from small files of the published formats by a server on this machine.

The expected orders, splits and replacements are what Keras 3.15.1 makes of the same files.
"""
import functools
import gzip
import hashlib
import http.server
import io
import pickle
import tarfile
import threading

import numpy as np
import pytest

from keras.src.backend import config
from keras.src.datasets import (
    boston_housing,
    california_housing,
    cifar10,
    cifar100,
    fashion_mnist,
    imdb,
    mnist,
    npz_utils,
    reuters,
    sources,
)

TRAIN = [[1, 4, 2], [3, 1, 5, 9], [2, 2], [7, 1, 1, 8, 6]]
TEST = [[5, 1], [2, 3, 4, 10], [1, 6, 2]]
DIGITS = np.arange(3 * 28 * 28, dtype="uint8").reshape(3, 28, 28)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder that is served where the data sets are looked for, with an empty cache; files are trusted as they are."""
    folder = tmp_path / "site"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        monkeypatch.setattr(sources, "STORAGE", url)
        monkeypatch.setattr(sources, "CIFAR", url)
        monkeypatch.setattr(sources, "HASHES", dict.fromkeys(sources.HASHES))
        monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
        yield folder
        server.shutdown()


def lists(rows):
    array = np.empty(len(rows), object)
    array[:] = rows
    return array


def plain(parts):
    return [[array.tolist() for array in part] for part in parts]


def test_mnist(site):
    arrays = {"x_train": DIGITS, "y_train": [1, 2, 3], "x_test": DIGITS[:1], "y_test": [4]}
    np.savez(site / "mnist.npz", **arrays)
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    for found, name in ((x_train, "x_train"), (y_train, "y_train"), (x_test, "x_test"), (y_test, "y_test")):
        np.testing.assert_array_equal(found, arrays[name])


def test_a_file_with_another_hash_is_refused_and_one_in_the_cache_is_not_loaded_again(site, monkeypatch):
    np.savez(site / "mnist.npz", x_train=DIGITS, y_train=[1], x_test=DIGITS, y_test=[1])
    monkeypatch.setitem(sources.HASHES, "mnist.npz", "0" * 64)
    with pytest.raises(ValueError, match="hash"):
        mnist.load_data()
    content = (site / "mnist.npz").read_bytes()
    monkeypatch.setitem(sources.HASHES, "mnist.npz", hashlib.sha256(content).hexdigest())
    mnist.load_data()
    (site / "mnist.npz").unlink()
    assert mnist.load_data()[0][0].shape == DIGITS.shape


def test_fashion_mnist(site):
    for part, count in (("train", 3), ("t10k", 2)):
        with gzip.open(site / f"{part}-images-idx3-ubyte.gz", "wb") as file:
            file.write(bytes(16) + DIGITS[:count].tobytes())
        with gzip.open(site / f"{part}-labels-idx1-ubyte.gz", "wb") as file:
            file.write(bytes(8) + bytes(range(count)))
    (x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
    np.testing.assert_array_equal(x_train, DIGITS)
    np.testing.assert_array_equal(x_test, DIGITS[:2])
    assert y_train.tolist() == [0, 1, 2] and y_test.tolist() == [0, 1] and y_test.dtype == "uint8"


def short(text):
    return b"U" + bytes([len(text)]) + text


def python2_batch(images, **labels):
    """A batch as Python 2 pickled CIFAR's: all strings are `SHORT_BINSTRING`."""
    rows, pixels = len(images), images.tobytes()
    array = (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + short(b"b") + b"\x87R"
        b"(K\x01K" + bytes([rows]) + b"M\x00\x0c\x86cnumpy\ndtype\n" + short(b"u1") + b"K\x00K\x01\x87R"
        b"(K\x03" + short(b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
        b"\x89T" + len(pixels).to_bytes(4, "little") + pixels + b"tb"
    )
    items = b"".join(
        short(key.encode()) + b"](" + b"".join(b"K" + bytes([v]) for v in values) + b"e"
        for key, values in labels.items()
    )
    return b"\x80\x02}(" + short(b"data") + array + items + b"u."


def tar_of(path, members):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_cifar(site, data_format, monkeypatch):
    monkeypatch.setattr(config, "image_data_format", lambda: data_format)
    images = np.random.default_rng(0).integers(0, 256, (2, 3072)).astype("uint8")
    expected = images.reshape(2, 3, 32, 32)
    if data_format == "channels_last":
        expected = np.moveaxis(expected, 1, -1)
    names = [f"data_batch_{i}" for i in range(1, 6)] + ["test_batch"]
    members = {
        f"cifar-10-batches-py/{name}": python2_batch(images + i, labels=[i, 9]) for i, name in enumerate(names)
    }
    tar_of(site / "cifar-10-python.tar.gz", members)
    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    np.testing.assert_array_equal(x_train[4:6], expected + 2)
    np.testing.assert_array_equal(x_test, expected + 5)
    assert y_train.ravel().tolist() == [0, 9, 1, 9, 2, 9, 3, 9, 4, 9]
    assert y_train.shape == (10, 1) and y_train.dtype == y_test.dtype == "uint8"

    batch = {b"data": images, b"fine_labels": [7, 99], b"coarse_labels": [1, 19]}
    tar_of(
        site / "cifar-100-python.tar.gz",
        {f"cifar-100-python/{name}": pickle.dumps(batch, protocol=2) for name in ("train", "test")},
    )
    (x, y), _ = cifar100.load_data()
    np.testing.assert_array_equal(x, expected)
    assert y.tolist() == [[7], [99]] and y.dtype == "int64"
    assert cifar100.load_data("coarse")[1][1].tolist() == [[1], [19]]


def test_cifar100_refuses_another_label_mode():
    with pytest.raises(ValueError, match="label_mode='all'"):
        cifar100.load_data("all")


IMDB = [
    (
        {},
        [[[1, 10, 4, 4, 11, 9], [1, 5, 5], [1, 4, 7, 5], [1, 6, 4, 8, 12]], [0, 1, 0, 1]],
        [[[1, 5, 6, 7, 2], [1, 8, 4], [1, 4, 9, 5]], [0, 1, 1]],
    ),
    (
        {"num_words": 7, "skip_top": 4},
        [[[2, 2, 4, 4, 2, 2], [2, 5, 5], [2, 4, 2, 5], [2, 6, 4, 2, 2]], [0, 1, 0, 1]],
        [[[2, 5, 6, 2, 2], [2, 2, 4], [2, 4, 2, 5]], [0, 1, 1]],
    ),
    (
        {"num_words": 7, "oov_char": None, "start_char": None, "index_from": 0},
        [[[1, 1, 6], [2, 2], [1, 4, 2], [3, 1, 5]], [0, 1, 0, 1]],
        [[[2, 3, 4], [5, 1], [1, 6, 2]], [0, 1, 1]],
    ),
    ({"maxlen": 4, "unknown": 1}, [[[1, 5, 5]], [1]], [[[1, 2, 4]], [1]]),
]


@pytest.mark.parametrize("options, train, test", IMDB)
def test_imdb(site, options, train, test):
    np.savez(
        site / "imdb.npz", x_train=lists(TRAIN), y_train=[0, 1, 1, 0], x_test=lists(TEST), y_test=[1, 0, 1]
    )
    assert plain(imdb.load_data(**options)) == [train, test]
    with pytest.raises(ValueError, match="maxlen=2"):
        imdb.load_data(maxlen=2)


REUTERS = [
    (
        {},
        [[[1, 6, 4, 8, 12], [1, 10, 4, 4, 11, 9], [1, 4, 7, 5], [1, 4, 9, 5], [1, 5, 5]], [1, 3, 0, 6, 2]],
        [[[1, 8, 4], [1, 5, 6, 7, 2]], [4, 5]],
    ),
    (
        {"test_split": 0.5, "seed": 1, "start_char": None, "maxlen": 5},
        [[[4, 9, 5], [5, 5], [6, 4, 8, 12]], [6, 2, 1]],
        [[[4, 7, 5], [8, 4], [5, 6, 7, 2]], [0, 4, 5]],
    ),
]


@pytest.mark.parametrize("options, train, test", REUTERS)
def test_reuters(site, options, train, test):
    np.savez(site / "reuters.npz", x=lists(TRAIN + TEST), y=np.arange(7))
    assert plain(reuters.load_data(**options)) == [train, test]
    with pytest.raises(ValueError, match="maxlen=1"):
        reuters.load_data(maxlen=1)


@pytest.mark.parametrize("module", [imdb, reuters])
def test_word_index(site, module):
    name = module.__name__.rpartition(".")[2]
    (site / f"{name}_word_index.json").write_text('{"the": 1, "caf\u00e9": 2}', encoding="utf-8")
    assert module.get_word_index() == {"the": 1, "café": 2}


def test_label_names():
    names = reuters.get_label_names()
    assert len(names) == 46 and names[0] == "cocoa" and names[-1] == "lead"


def test_housing(site):
    np.savez(site / "boston_housing.npz", x=np.arange(6.0)[:, None], y=np.arange(6))
    expected = [[[[1.0], [0.0], [3.0]], [1, 0, 3]], [[[2.0], [4.0], [5.0]], [2, 4, 5]]]
    assert plain(boston_housing.load_data(test_split=0.5)) == expected
    np.savez(site / "california_housing.npz", x=np.arange(700.0)[:, None], y=np.arange(700))
    for version, sizes in (("large", (560, 140)), ("small", (480, 120))):
        parts = california_housing.load_data(version)
        assert tuple(len(x) for x, _ in parts) == sizes
        assert sorted(y for part in parts for y in part[1]) == list(range(sum(sizes)))
        assert all((x[:, 0] == y).all() for x, y in parts)


@pytest.mark.parametrize("module", [boston_housing, california_housing])
def test_housing_refuses(module):
    with pytest.raises(ValueError, match="test_split=1.0"):
        module.load_data(test_split=1.0)
    with pytest.raises(ValueError, match="version='middle'"):
        california_housing.load_data("middle")


# Pickles


ARRAYS = [
    np.arange(6).reshape(2, 3),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.arange(3, dtype=">i4"),
    np.array([True, False]),
    np.array(["a", "bc"]),
    np.array(3.5, "float32"),
]


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: f"{a.dtype.str}{a.shape}")
def test_arrays_are_read(array, protocol):
    found = npz_utils.load_pickle(io.BytesIO(pickle.dumps(array, protocol)))
    np.testing.assert_array_equal(found, array)
    assert found.dtype == array.dtype and found.flags.f_contiguous == array.flags.f_contiguous


def test_values_are_read():
    value = {b"a": [1, 2.5, None, True, "text"], b"b": lists([np.arange(2), [3, 4]]), b"c": np.float32(2.5)}
    for protocol in (2, 4):
        found = npz_utils.load_pickle(io.BytesIO(pickle.dumps(value, protocol)))
        assert found[b"a"][:4] == [1, 2.5, None, True] and found[b"c"] == 2.5
        assert found[b"b"][0].tolist() == [0, 1] and found[b"b"][1] == [3, 4]


class Calls:
    def __init__(self, function, *args):
        self.reduced = function, args

    def __reduce__(self):
        return self.reduced


ARRAY = pickle.dumps(np.arange(3), 2)
REFUSED = {
    "a call": pickle.dumps(Calls(exec, "raise SystemExit")),
    "a call of numpy": pickle.dumps(Calls(np.load, "file.npy", None, True)),
    "another class": pickle.dumps(threading.Thread),
    "a structured array": pickle.dumps(np.zeros(2, [("a", "i4")])),
    "an object inside of a structure": pickle.dumps(np.zeros(2, [("a", "O")])),
    "another encoding": b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x05\x00\x00\x00zlib_\x86R.",
    "a changed function": b"\x80\x02cnumpy\ndtype\n}X\x04\x00\x00\x00makeK\x01sb.",
    "a subclass": b"\x80\x02cnumpy\nndarray\n)\x81.",
    "an id from elsewhere": b"Pabc\n.",
    "too few elements": ARRAY.replace(b"K\x03\x85", b"K\x09\x85"),
    "half a file": ARRAY[:-9],
    "no pickle": b"text",
    "nothing": b"",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_all_else_is_refused(content):
    with pytest.raises(ValueError, match="data set"):
        npz_utils.load_pickle(io.BytesIO(content))


def test_an_object_array_in_an_npz_file_runs_nothing(tmp_path):
    np.savez(tmp_path / "file.npz", x=lists([Calls(exec, "raise SystemExit")]))
    with pytest.raises(ValueError, match="exec"):
        npz_utils.load_npz(tmp_path / "file.npz")
