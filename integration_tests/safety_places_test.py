"""A file is data, continued: nothing leads out of the folder that a file belongs to."""
import io
import os
import pickle
import tarfile
import zipfile

import hostile
import numpy as np
import pytest
from safety_test import good  # noqa: F401 - a fixture

import keras
from keras.src.datasets import cifar, npz_utils
from keras.src.saving import stores
from keras.src.utils import file_utils


def link(name, target, kind=tarfile.SYMTYPE):
    """A member that is a symbolic or hard link."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def hard(name, target):
    return link(name, target, tarfile.LNKTYPE)


TARS = {  # members in their order: a name with the content "x", or a link
    "parent": ["../evil"],
    "parents after a folder": ["a/../../evil"],
    "absolute": ["/tmp/keras_evil"],
    "link to an absolute place": [link("a", "/etc")],
    "link to a parent": [link("a", "..")],
    "file behind a link": [link("a", "/tmp"), "a/keras_evil"],
    "file behind a link to here": [link("a", "."), "a/evil"],
    "links in a chain": [link("a", "."), link("a/b", ".."), "a/b/evil"],
    "links in a longer chain": [link("a", "."), link("b", "a/.."), link("c", "b/.."), "c/evil"],
    "link, then parent": ["deep/er/file", link("a", "deep/er"), link("b", "a/../../.."), "b/evil"],
    "hard link to a parent": [hard("a", "../evil")],
    "hard link to an absolute place": [hard("a", "/etc/passwd")],
    "hard link behind a link": [link("a", "."), hard("b", "a/../../evil")],
    "device": [link("a", "", tarfile.CHRTYPE)],
    "pipe": [link("a", "", tarfile.FIFOTYPE)],
}
ZIPS = {
    "parent": ["../evil"],
    "parents after a folder": ["a/../../evil"],
    "absolute": ["/tmp/keras_evil"],
    "hidden parent": ["./a/./../../evil"],
}
ARCHIVES = [("tar", name) for name in TARS] + [("zip", name) for name in ZIPS]


def write_archive(path, kind, name):
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for member in ["ok.txt", *ZIPS[name]]:
                archive.writestr(member, "x")
        return
    with tarfile.open(path, "w:gz") as archive:
        for member in ["ok.txt", *TARS[name]]:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = 1 if info.isfile() else 0
            archive.addfile(info, io.BytesIO(b"x"))


def files_below(folder):
    return sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)


@pytest.mark.parametrize("where", ["here", "root"])
@pytest.mark.parametrize("kind, name", ARCHIVES)
def test_get_file_extracts_inside_its_folder(kind, name, where, tmp_path, monkeypatch):
    source = tmp_path / "archive.bin"
    write_archive(source, kind, name)
    cache = tmp_path / "cache"
    file_utils.get_file("a.bin", source.as_uri(), cache_dir=cache)
    before = files_below(tmp_path)
    monkeypatch.chdir("/" if where == "root" else tmp_path)
    for options in ({"extract": True}, {"extract": True, "archive_format": kind}):
        with pytest.raises(ValueError, match="not extracted") as error, hostile.harmless(may_write=cache):
            file_utils.get_file("a.bin", source.as_uri(), cache_dir=cache, **options)
        assert len(str(error.value)) > 20
        assert files_below(tmp_path) == before
    assert not os.path.exists("/tmp/keras_evil")


@pytest.mark.parametrize("name", ["..", "x/..", "/..", "../x", "/etc/x", "a/b", "..\\x", "."])
def test_names_for_get_file(name, tmp_path):
    origin = (tmp_path / "x.txt").as_uri()
    for arguments in ({"fname": name, "origin": origin}, {"origin": f"{origin}/{name}"}):
        if "fname" not in arguments and name not in ("..", "x/..", "/..", ".", "..\\x"):
            continue  # the last part of the URL is an ordinary name
        with pytest.raises(ValueError), hostile.harmless(may_write=tmp_path / "cache"):
            keras.utils.get_file(**arguments, cache_dir=tmp_path / "cache")


@pytest.mark.parametrize("path", ["../evil", "a/../../evil", "..\\..\\evil"])
@pytest.mark.parametrize("deed", ["make", "get"])
def test_assets_stay_in_their_folder(path, deed, tmp_path):
    store = stores.DiskIOStore(tmp_path / "assets")
    with pytest.raises(ValueError, match="leads out"), hostile.harmless():
        getattr(store, deed)(path)


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "a/../../evil"])
@pytest.mark.parametrize("kind", [0, 1], ids=["keras", "h5"])
def test_names_of_layers_with_assets(name, kind, good, tmp_path):  # noqa: F811
    config = hostile.sequential(hostile.layer("Dense", units=2, name=name))
    lookup = hostile.sequential(hostile.layer("StringLookup", name=name, vocabulary=["a"]))
    for bad in (config, lookup):
        path = hostile.with_config(good, tmp_path, bad)[kind]
        with pytest.raises(ValueError), hostile.harmless():
            keras.saving.load_model(path)


class Evil:
    """Pickles as a call of `os.system`."""

    def __reduce__(self):
        return os.system, ("true",)


PICKLES = {
    "a call": pickle.dumps(Evil()),
    "a call inside": pickle.dumps({b"data": Evil()}),
    "a class": pickle.dumps(hostile.Alarm),
    "numpy's loader": b"cnumpy\nload\n(S'evil.npy'\ntR.",
    "eval": b"cbuiltins\neval\n(S'1'\ntR.",
    "getattr": b"cbuiltins\ngetattr\n(cos\nS'system'\ntR.",
}


@pytest.mark.parametrize("name", PICKLES)
def test_pickles_in_data_sets(name, tmp_path):
    header = str({"descr": "|O", "fortran_order": False, "shape": (1,)}).encode() + b"\n"
    npy = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + PICKLES[name]
    with zipfile.ZipFile(tmp_path / "data.npz", "w") as archive:
        archive.writestr("x.npy", npy)
    (tmp_path / "batch").write_bytes(PICKLES[name])
    for read, file in ((npz_utils.load_npz, "data.npz"), (cifar.load_batch, "batch")):
        with pytest.raises(ValueError, match="damaged|refused"), hostile.harmless():
            read(tmp_path / file)


def test_honest_pickles_in_data_sets(tmp_path):
    np.savez(tmp_path / "data.npz", x=np.array([[1], [2, 3]], object))
    assert [list(row) for row in npz_utils.load_npz(tmp_path / "data.npz")["x"]] == [[1], [2, 3]]
