import hashlib
import io
import os
import tarfile
import zipfile

import pytest

from keras.src.utils import file_utils

CONTENT = b"hello"
MD5, SHA256 = hashlib.md5(CONTENT).hexdigest(), hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def origin(tmp_path):
    (tmp_path / "source.txt").write_bytes(CONTENT)
    return f"file://{tmp_path}/source.txt"


def tar_of(path, members):
    """A tar file of `(name, content)` pairs; a content `"-> x"` makes a link to x."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            if content.startswith("-> "):
                info.type, info.linkname = tarfile.SYMTYPE, content[3:]
                archive.addfile(info)
            else:
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content.encode()))
    return path


def zip_of(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def files_below(folder):
    return sorted(
        os.path.relpath(os.path.join(where, name), folder)
        for where, _, names in os.walk(folder)
        for name in names
    )


@pytest.mark.parametrize("hashes", [{}, {"file_hash": SHA256}, {"file_hash": MD5}, {"md5_hash": MD5}])
def test_get_file(tmp_path, origin, hashes):
    path = file_utils.get_file("name.txt", origin, cache_dir=tmp_path / "cache", **hashes)
    assert path == str(tmp_path / "cache/datasets/name.txt")
    assert open(path, "rb").read() == CONTENT


def test_the_name_comes_from_the_origin(tmp_path, origin):
    path = file_utils.get_file(origin=origin, cache_dir=tmp_path, cache_subdir="sub")
    assert path == str(tmp_path / "sub/source.txt")
    assert path == file_utils.get_file(origin=origin + "?v=1", cache_dir=tmp_path, cache_subdir="sub")


def test_a_file_in_the_cache_is_not_downloaded(tmp_path, origin):
    path = file_utils.get_file("a.txt", origin, cache_dir=tmp_path)
    (tmp_path / "source.txt").write_bytes(b"newer")
    get = lambda **options: open(file_utils.get_file("a.txt", origin, cache_dir=tmp_path, **options), "rb").read()
    assert get() == CONTENT
    assert get(file_hash=hashlib.sha256(b"newer").hexdigest()) == b"newer"
    open(path, "wb").write(CONTENT)
    assert get(force_download=True) == b"newer"


def test_a_wrong_hash_leaves_nothing(tmp_path, origin):
    with pytest.raises(ValueError, match="hash"):
        file_utils.get_file("a.txt", origin, cache_dir=tmp_path, file_hash="0" * 64)
    assert os.listdir(tmp_path / "datasets") == []


@pytest.mark.parametrize("name", ["../up.txt", "a/b.txt", "/abs.txt", ".."])
def test_names_with_folders_are_refused(tmp_path, origin, name):
    with pytest.raises(ValueError, match="fname="):
        file_utils.get_file(name, origin, cache_dir=tmp_path)


@pytest.mark.parametrize(
    "arguments, error",
    [
        ({"fname": "x"}, ValueError),
        ({"origin": "file:///"}, ValueError),
        ({"origin": "file:///no/such/file.txt"}, OSError),
    ],
)
def test_bad_origins(tmp_path, arguments, error):
    with pytest.raises(error):
        file_utils.get_file(cache_dir=tmp_path, **arguments)


@pytest.mark.parametrize("option", ["extract", "untar"])
@pytest.mark.parametrize("name, folder, archive", [
    (None, "archive.tar.gz", "archive.tar.gz_archive"), ("data", "data", "data_archive"),
    ("data.tar.gz", "data_extracted", "data.tar.gz"), ("v1.2.tgz", "v1_extracted", "v1.2.tgz"),
])
def test_archives_are_extracted(tmp_path, option, name, folder, archive):
    """Places are the reference's, so that caches serve both."""
    tar_of(tmp_path / "archive.tar.gz", [("folder/x.txt", "1"), ("y.txt", "2")])
    origin = f"file://{tmp_path}/archive.tar.gz"
    for _ in range(2):
        path = file_utils.get_file(name, origin, cache_dir=tmp_path / "cache", **{option: True})
        assert os.path.basename(path) == folder
        assert files_below(path) == ["folder/x.txt", "y.txt"]
        assert sorted(os.listdir(tmp_path / "cache/datasets")) == sorted([folder, archive])


EVIL = [
    ("tar", [("../evil.txt", "x"), ("ok.txt", "1")]),
    ("tar", [("/tmp/keras_evil.txt", "x"), ("ok.txt", "1")]),
    ("tar", [("link", "-> /etc"), ("link/evil.txt", "x"), ("ok.txt", "1")]),
    ("tar", [("link", "-> ../.."), ("ok.txt", "1")]),
    ("zip", [("../evil.txt", "x"), ("ok.txt", "1")]),
    ("zip", [("a/../../evil.txt", "x"), ("ok.txt", "1")]),
]


@pytest.mark.parametrize("kind, members", EVIL)
def test_archives_stay_inside_their_folder(tmp_path, monkeypatch, kind, members):
    archive = (tar_of if kind == "tar" else zip_of)(tmp_path / "archive", members)
    target = tmp_path / "deep/er/out"
    os.makedirs(target)
    before = files_below(tmp_path)
    monkeypatch.chdir("/")  # Where the process stands must not matter.
    with pytest.raises(ValueError, match="leads out|through a link"):
        file_utils.extract_archive(archive, target)
    assert files_below(tmp_path) == before
    assert not os.path.exists("/tmp/keras_evil.txt") and not os.path.exists("/etc/evil.txt")
    assert not os.path.islink(target / "link")


def test_links_inside_are_kept(tmp_path):
    archive = tar_of(tmp_path / "archive", [("ok.txt", "1"), ("link", "-> ok.txt")])
    assert file_utils.extract_archive(archive, tmp_path / "out")
    assert (tmp_path / "out/link").read_text() == "1"


@pytest.mark.parametrize("archive_format, extracted", [("auto", True), ("tar", True), ("zip", False), (None, False)])
def test_archive_formats(tmp_path, archive_format, extracted):
    archive = tar_of(tmp_path / "archive", [("x", "1")])
    assert file_utils.extract_archive(archive, tmp_path / "out", archive_format) == extracted


def test_bad_archive_format(tmp_path):
    with pytest.raises(ValueError, match="archive_format='rar'"):
        file_utils.extract_archive(tmp_path / "x", tmp_path, "rar")


@pytest.mark.parametrize(
    "path, remote",
    [
        ("gs://bucket/x", True),
        ("s3://bucket", True),
        ("/gcs/x", True),
        ("http://host/x", True),
        ("/tmp/x", False),
        ("gcs/x", False),
        ("", False),
    ],
)
def test_is_remote_path(path, remote):
    assert file_utils.is_remote_path(path) == remote


@pytest.mark.parametrize("inside, expected", [("x/y", True), (".", True), ("../x", False), ("/etc", False), ("x/../..", False)])
def test_resolve_sub_path(tmp_path, inside, expected):
    assert (file_utils.resolve_sub_path(tmp_path, inside) is not None) == expected


def test_local_files(tmp_path):
    folder, file = str(tmp_path / "a/b"), str(tmp_path / "a/b/f.txt")
    file_utils.makedirs(folder)
    with file_utils.File(file, "w") as f:
        f.write("text")
    file_utils.copy(file, file_utils.join(folder, "g.txt"))
    assert sorted(file_utils.listdir(folder)) == ["f.txt", "g.txt"]
    assert file_utils.isdir(folder) and file_utils.exists(file)
    file_utils.remove(file)
    file_utils.rmtree(folder)
    assert not file_utils.exists(folder)
    assert file_utils.path_to_string(tmp_path) == str(tmp_path)


@pytest.mark.parametrize("algorithm, file_hash", [("auto", SHA256), ("auto", MD5), ("sha256", SHA256), ("md5", MD5)])
def test_validate_file(tmp_path, algorithm, file_hash):
    (tmp_path / "f").write_bytes(CONTENT)
    assert file_utils.validate_file(tmp_path / "f", file_hash, algorithm)
    assert not file_utils.validate_file(tmp_path / "f", file_hash[::-1], algorithm)
    assert file_utils.hash_file(tmp_path / "f") == SHA256
