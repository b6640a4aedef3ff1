"""A file is data, continued: weights, archives and JSON that claim, hide or point at more than they hold."""
import io
import json
import os
import stat
import struct
import zipfile

import h5py
import hostile
import numpy as np
import pytest
from safety_test import evil, good  # noqa: F401 - fixtures

import keras

KERNEL = "layers/dense/vars/0"  # in `.keras` and `.weights.h5`
OLD_KERNEL = "model_weights/first/small/first/kernel"  # in `.h5`
HUGE = 10**12
MEMBER = "model.weights.h5"


# Weights: what an HDF5 file may hold at the place of a kernel


def _in_place(make, whole_group=False):
    """An edit that puts something else at the place of the kernel, or of the group that it lies in."""

    def edit(file, path):
        place, _, name = path.rpartition("/")
        if whole_group:
            place, _, name = place.rpartition("/")
        parent = file[place] if place else file
        del parent[name]
        make(parent, name)

    return edit


def _virtual(parent, name):
    layout = h5py.VirtualLayout((4, 3), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (4, 3))
    parent.create_virtual_dataset(name, layout)


def _external(path):
    return lambda parent, name: parent.create_dataset(name, (4, 3), "f4", external=[(path, 0, 48)])


def _claims(shape, dtype="f4", **options):
    return lambda parent, name: parent.create_dataset(name, shape, dtype, **options)


def _zeros_that_unpack(parent, name):
    parent.create_dataset(name, (2**27,), "f4", chunks=(2**22,), compression="gzip", fillvalue=1)
    parent[name][: 2**22] = np.zeros(2**22, "f4")


def _link_at_the_top(link):
    def edit(file, path):
        top = path.partition("/")[0]
        file.move(top, "elsewhere")
        file[top] = link

    return edit


def _many_claims(file, path):
    """A thousand arrays that each claim a megabyte."""
    group = file[path.rpartition("/")[0]]
    for i in range(1000):
        group.create_dataset(f"more{i}", (2**18,), "f4")


HDF5 = {
    "external storage": _in_place(_external("/etc/passwd")),
    "external storage of several files": _in_place(
        lambda parent, name: parent.create_dataset(name, (4, 3), "f4", external=[("/etc/passwd", 0, 24), ("a", 0, 24)])
    ),
    "external link": _in_place(lambda parent, name: parent.__setitem__(name, h5py.ExternalLink("/etc/other.h5", "/x"))),
    "external link to a group": _in_place(
        lambda parent, name: parent.__setitem__(name, h5py.ExternalLink("/etc/other.h5", "/x")), whole_group=True
    ),
    "external link at the top": _link_at_the_top(h5py.ExternalLink("/etc/other.h5", "/x")),
    "soft link": _in_place(lambda parent, name: parent.__setitem__(name, h5py.SoftLink("/layers/dense_1/vars/0"))),
    "soft link to a group": _in_place(
        lambda parent, name: parent.__setitem__(name, h5py.SoftLink("/layers/dense_1/vars")), whole_group=True
    ),
    "soft link at the top": _link_at_the_top(h5py.SoftLink("/elsewhere")),
    "virtual array": _in_place(_virtual),
    "shape without storage": _in_place(_claims((HUGE,), chunks=(2**20,))),
    "shape without storage, in one piece": _in_place(_claims((2**30,))),
    "shape of many axes": _in_place(_claims((2**10, 2**10, 2**10, 2**4), chunks=(1, 1, 2**10, 2**4))),
    "zeros that unpack to far more": _in_place(_zeros_that_unpack),
    "text of a huge size": _in_place(_claims((4, 3), "S300000000", chunks=(1, 1))),
    "bytes of a huge size": _in_place(_claims((4, 3), "V300000000", chunks=(1, 1))),
    "text of any size": _in_place(_claims((4, 3), h5py.string_dtype())),
    "references": _in_place(_claims((4, 3), h5py.ref_dtype)),
    "records": _in_place(_claims((4, 3), np.dtype([("a", "S30")]))),
    "a group instead of an array": _in_place(lambda parent, name: parent.create_group(name)),
}


READERS = {  # name: which file, and what reads it
    "load_model": ("keras", keras.saving.load_model),
    "load_weights of an archive": ("keras", lambda path: hostile.small_model().load_weights(path)),
    "KerasFileEditor of an archive": ("keras", keras.saving.KerasFileEditor),
    "load_weights": ("weights.h5", lambda path: hostile.small_model().load_weights(path)),
    "KerasFileEditor": ("weights.h5", keras.saving.KerasFileEditor),
    "load_model of .h5": ("h5", keras.saving.load_model),
    "load_weights of .h5": ("h5", lambda path: hostile.small_model().load_weights(path)),
    "load_weights by name": ("h5", lambda path: hostile.small_model().load_weights(path, by_name=True)),
}


def spoilt(good, folder, kind, edit):  # noqa: F811
    """A file of a kind whose HDF5 part was edited; its path."""
    source, target = good / f"good.{kind}", folder / f"bad.{kind}"
    if kind == "keras":
        with zipfile.ZipFile(source) as archive:
            content = hostile.edited_h5(archive.read(MEMBER), lambda file: edit(file, KERNEL))
        return hostile.rewritten(source, target, {MEMBER: content})
    kernel = OLD_KERNEL if kind == "h5" else KERNEL
    target.write_bytes(hostile.edited_h5(source.read_bytes(), lambda file: edit(file, kernel)))
    return target


def refused(act, may_write=None, megabytes=64):
    """`act` says why it does not, with a ValueError, and has done nothing by then."""
    with pytest.raises(ValueError) as error, hostile.harmless(megabytes, may_write):
        act()
    assert len(str(error.value)) > 20


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", HDF5)
def test_hdf5(name, reader, good, tmp_path):  # noqa: F811
    kind, read = READERS[reader]
    path = spoilt(good, tmp_path, kind, HDF5[name])
    refused(lambda: read(path))


@pytest.mark.parametrize("reader", [name for name in READERS if "h5" not in name and "name" not in name])
def test_many_claims_add_up(reader, good, tmp_path):  # noqa: F811
    """A thousand arrays that each claim a megabyte of nothing, in a file of 300 KB."""
    kind, read = READERS[reader]
    path = spoilt(good, tmp_path, kind, _many_claims)
    refused(lambda: read(path), megabytes=100)


# A config that declares more than the weights hold

WIDE = [hostile.layer("RepeatVector", n=1), hostile.layer("UpSampling1D", size=10**10), hostile.layer("Flatten")]
DECLARED = {
    "Dense": [hostile.layer("Dense", units=10**9)],
    "Dense after Dense": [hostile.layer("Dense", units=10**5, name="a"), hostile.layer("Dense", units=10**6, name="b")],
    "Embedding": [hostile.layer("Embedding", input_dim=10**9, output_dim=1000)],
    "LSTM": [hostile.layer("Reshape", target_shape=[1, 4]), hostile.layer("LSTM", units=10**6)],
    "stateful LSTM": [
        hostile.layer("Lambda", function=hostile.function("keras.ops", "reshape"), arguments={"newshape": [10**5, 1, 4]}),
        hostile.layer("LSTM", units=10**5, stateful=True),
    ],
    "int8": [hostile.layer("Embedding", input_dim=10**9, output_dim=4, dtype="int8_from_float32")],
    "BatchNormalization": [*WIDE, hostile.layer("BatchNormalization")],
    "Normalization to adapt": [*WIDE, hostile.layer("Normalization")],
    "with an optimizer": [hostile.layer("Dense", units=10**9)],
}


@pytest.mark.parametrize("kind", [0, 1], ids=["keras", "h5"])
@pytest.mark.parametrize("name", DECLARED)
def test_declared_larger_than_stored(name, kind, good, tmp_path):  # noqa: F811
    more = {"compile_config": {"optimizer": "adam", "loss": "mse"}} if "optimizer" in name else {}
    path = hostile.with_config(good, tmp_path, hostile.sequential(*DECLARED[name], **more))[kind]
    refused(lambda: keras.saving.load_model(path))


def test_numbers_given_for_any_width_take_no_memory(good):  # noqa: F811
    config = hostile.sequential(*WIDE, hostile.layer("Normalization", mean=0.0, variance=1.0))
    with hostile.harmless():
        keras.models.model_from_json(json.dumps(config))


# Archives

def _member(name, content=b"x", mode=None, compressed=False):
    """Bytes of a member of a name that Python's writer would not let through."""
    info = zipfile.ZipInfo(name)
    info.filename = name
    info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    if mode is not None:
        info.create_system, info.external_attr = 3, mode << 16
    return info, content


def _bomb(total, members):
    return [_member(f"assets/part{i}", b"\0" * (total // members), compressed=True) for i in range(members)]


ARCHIVES = {
    "absolute name": [_member("/etc/evil")],
    "name above the folder": [_member("../evil")],
    "name above the folder, hidden": [_member("assets/a/../../../evil")],
    "drive letter": [_member("C:/evil")],
    "drive letter and backslash": [_member("C:\\evil")],
    "backslash": [_member("assets\\..\\..\\evil")],
    "network share": [_member("\\\\server\\evil")],
    "link": [_member("assets/link", b"/etc/passwd", stat.S_IFLNK | 0o777)],
    "device": [_member("assets/device", b"", stat.S_IFCHR | 0o666)],
    "pipe": [_member("assets/pipe", b"", stat.S_IFIFO | 0o666)],
    "two configs": [_member("config.json", b"{}")],
    "two weights": [_member("model.weights.h5", b"x")],
    "bomb in one member": _bomb(80 * 2**20, 1),
    "bomb in many members": _bomb(80 * 2**20, 100),
}
ARCHIVE_READERS = {name: read for name, (kind, read) in READERS.items() if kind == "keras"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("reader", ARCHIVE_READERS)
@pytest.mark.parametrize("name", ARCHIVES)
def test_archives(name, reader, good, tmp_path):  # noqa: F811
    path = tmp_path / "bad.keras"
    path.write_bytes((good / "good.keras").read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        for info, content in ARCHIVES[name]:
            archive.writestr(info, content)
    refused(lambda: ARCHIVE_READERS[reader](path))


BOMBS = {  # members that unpack to far more than they take
    "config of spaces": ("config.json", b" " * (30 * 2**20)),
    "config of empty lists": ("config.json", b"[" + b"[]," * (10 * 2**20) + b"1]"),
    "metadata": ("metadata.json", b"[" + b"{}," * (10 * 2**20) + b"1]"),
    "weights": (MEMBER, b"\0" * (80 * 2**20)),
}


@pytest.mark.parametrize("reader", ARCHIVE_READERS)
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_in_the_place_of_a_member(name, reader, good, tmp_path):  # noqa: F811
    member, content = BOMBS[name]
    if member.endswith("json") and "KerasFileEditor" not in reader and (member, reader) != ("config.json", "load_model"):
        pytest.skip("this reader does not look at it")
    path = hostile.rewritten(good / "good.keras", tmp_path / "bad.keras", {member: None})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(*_member(member, content, compressed=True))
    refused(lambda: ARCHIVE_READERS[reader](path), megabytes=16)


def test_huge_json_in_folders(good, tmp_path):  # noqa: F811
    """A sparse file of a gigabyte as config or as index of shards."""
    folder = tmp_path / "model"
    hostile.small_model().save(folder, zipped=False)
    for path in (folder / "config.json", tmp_path / "s.weights.json"):
        with open(path, "wb") as file:
            file.truncate(2**30)
    model = hostile.small_model()
    refused(lambda: keras.saving.load_model(folder), megabytes=16)
    refused(lambda: model.load_weights(tmp_path / "s.weights.json"), megabytes=16)


@pytest.mark.parametrize("reader", ARCHIVE_READERS)
def test_an_archive_that_lies_about_its_sizes(reader, good, tmp_path):  # noqa: F811
    """The directory says 10 bytes, the member unpacks to 40 MB."""
    path = tmp_path / "bad.keras"
    hostile.rewritten(good / "good.keras", path, {MEMBER: None})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(*_member(MEMBER, b"\0" * (40 * 2**20), compressed=True))
        archive.getinfo(MEMBER).file_size = 10
    refused(lambda: ARCHIVE_READERS[reader](path), megabytes=16)


# Npz weights


def _npy(shape, dtype="<f4", content=b"", header=None):
    text = header or repr({"descr": dtype, "fortran_order": False, "shape": shape})
    text = text.encode() + b"\n"
    return b"\x93NUMPY\x02\x00" + struct.pack("<I", len(text)) + text + content


NPZ = {
    "header that claims a terabyte": _npy((10**12,)),
    "header of many axes": _npy((2**20, 2**20, 2**20)),
    "header longer than the file": b"\x93NUMPY\x02\x00" + struct.pack("<I", 2**32 - 1) + b"{",
    "header with huge text": _npy((4, 3), "|S300000000"),
    "header with code": _npy(None, header="__import__('os').system('true')"),
    "header of great depth": _npy(None, header="(" * 5000 + ")" * 5000),
    "pickle": _npy((1,), "|O", b"cos\nsystem\n(S'true'\ntR."),
    "no array at all": b"evil",
}


@pytest.mark.parametrize("reader", ["load_model", "KerasFileEditor"])
@pytest.mark.parametrize("name", NPZ)
def test_npz(name, reader, good, tmp_path):  # noqa: F811
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as npz:
        npz.writestr("layers/dense::0.npy", NPZ[name])
    members = {MEMBER: None, "model.weights.npz": buffer.getvalue()}
    path = hostile.rewritten(good / "good.keras", tmp_path / "bad.keras", members)
    refused(lambda: READERS[reader][1](path))


# JSON

DEEP = "[" * 100_000 + "]" * 100_000
JSON = {
    "deep": DEEP,
    "deep, in a config": '{"class_name": "Sequential", "module": "keras", "config": {"layers": ' + DEEP + "}}",
    "deep objects": '{"config": ' * 50_000 + "1" + "}" * 50_000,
    "not quite so deep": '{"class_name": "Sequential", "module": "keras", "config": {"name": ' + "[" * 900 + "]" * 900 + "}}",
    "models in models": '{"module": "keras", "class_name": "Sequential", "registered_name": null, "config": {"name": "m", "layers": [' * 300
    + "]}}" * 300,
    "wrappers in wrappers": '{"module": "keras.layers", "class_name": "TimeDistributed", "config": {"layer": ' * 300
    + "null" + "}}" * 300,
    "a number of many digits": '{"class_name": "Dense", "module": "keras.layers", "config": {"units": ' + "9" * 100_000 + "}}",
    "no JSON": "evil",
    "no object": "[1, 2]",
}


@pytest.mark.parametrize("reader", ["load_model", "load_model of .h5", "model_from_json"])
@pytest.mark.parametrize("name", JSON)
def test_json(name, reader, good, tmp_path):  # noqa: F811
    text, read = JSON[name], keras.saving.load_model
    path = tmp_path / "bad.keras"
    if reader == "load_model":
        hostile.rewritten(good / "good.keras", path, {"config.json": text})
    elif reader == "model_from_json":
        path, read = text, keras.models.model_from_json
    else:
        path = tmp_path / "bad.h5"
        path.write_bytes(hostile.edited_h5((good / "good.h5").read_bytes(), lambda file: _set_config(file, text)))
    refused(lambda: read(path))


def _set_config(file, text):
    del file.attrs["model_config"]
    file.attrs["model_config"] = text


# Shards

SHARDS = {
    "above the folder": "../other.weights.h5",
    "absolute": "/etc/other.weights.h5",
    "in a folder": "sub/other.weights.h5",
    "backslash": "..\\other.weights.h5",
    "other kind of file": "good.keras",
    "no name": 3,
    "list of names above": ["../other.weights.h5"],
    "empty": "",
}


@pytest.mark.parametrize("name", SHARDS)
def test_shard_index(name, good, tmp_path):  # noqa: F811
    model = hostile.small_model()
    model.save_weights(tmp_path / "s.weights.json", max_shard_size=1)
    index = json.loads((tmp_path / "s.weights.json").read_text())
    index["weight_map"] = dict.fromkeys(index["weight_map"], SHARDS[name])
    (tmp_path / "s.weights.json").write_text(json.dumps(index))
    os.makedirs(tmp_path / "sub")
    refused(lambda: model.load_weights(tmp_path / "s.weights.json"))


def test_shard_that_is_a_link(tmp_path):
    model = hostile.small_model()
    model.save_weights(tmp_path / "s.weights.json", max_shard_size=1)
    (tmp_path / "s_00000.weights.h5").rename(tmp_path / "elsewhere")
    (tmp_path / "s_00000.weights.h5").symlink_to(tmp_path / "elsewhere")
    model.load_weights(tmp_path / "s.weights.json")  # whoever can make links here can read the file, too


def test_deep_shard_index(tmp_path):
    (tmp_path / "s.weights.json").write_text(DEEP)
    model = hostile.small_model()
    refused(lambda: model.load_weights(tmp_path / "s.weights.json"))


@pytest.mark.parametrize("reader", [name for name in READERS if "FileEditor" in name])
def test_a_group_that_holds_itself(reader, good, tmp_path):  # noqa: F811
    kind, read = READERS[reader]
    path = spoilt(good, tmp_path, kind, lambda file, path: file["layers"].__setitem__("again", file["/"]))
    refused(lambda: read(path))


@pytest.mark.parametrize("header", [bytes(16), b"\1\0\0\0\0\0\0\0" + b"\xff" * 8], ids=["none", "all"])
def test_a_heap_without_end(header, good, tmp_path):  # noqa: F811
    """HDF5 itself would walk for ever from an object of no size, or of a size that overflows, to the same object."""
    content = (good / "good.h5").read_bytes()
    place = content.index(b"GCOL") + 16
    path = tmp_path / "bad.h5"
    path.write_bytes(content[:place] + header + content[place + 16 :])
    refused(lambda: keras.saving.load_model(path))


@pytest.mark.parametrize("name", [b"model_config", b"keras_version"])
def test_a_text_that_claims_to_be_long(name, good, tmp_path):  # noqa: F811
    """HDF5 itself takes as much memory as the length says, here 4 GB, before it looks for the text."""
    content = (good / "good.h5").read_bytes()
    place = content.index(name + b"\0")
    heap = content.index(b"GCOL").to_bytes(8, "little")
    length = content.index(heap, place) - 4
    path = tmp_path / "bad.h5"
    path.write_bytes(content[:length] + b"\xff" * 4 + content[length + 4 :])
    refused(lambda: keras.saving.load_model(path))
