"""Files near and far: downloads, hashes, and paths that TensorFlow's gfile reaches."""

import hashlib
import os
import re
import shutil
import tempfile
import urllib.error
import urllib.parse
import warnings

from keras.src.api_export import keras_export
from keras.src.backend import config
from keras.src.utils import io_utils
from keras.src.utils.archive_utils import extract_archive as extract_archive
from keras.src.utils.archive_utils import extract_open_archive as extract_open_archive
from keras.src.utils.archive_utils import filter_safe_tarinfos as filter_safe_tarinfos
from keras.src.utils.archive_utils import filter_safe_zipinfos as filter_safe_zipinfos
from keras.src.utils.archive_utils import is_link_in_dir as is_link_in_dir
from keras.src.utils.archive_utils import resolve_path as resolve_path
from keras.src.utils.archive_utils import resolve_sub_path as resolve_sub_path
from keras.src.utils.module_utils import gfile
from keras.src.utils.progbar import Progbar

_REMOTE = re.compile(r"^(/cns|/cfs|/gcs|/hdfs|/readahead|/placer|/tfhub|[a-z][a-z0-9+.-]*:/)/")
_CHUNK = 1 << 16


def path_to_string(path):
    """The string of a path object; anything else as it is."""
    return os.fspath(path) if isinstance(path, os.PathLike) else path


@keras_export("keras.utils.get_file")
def get_file(
    fname=None, origin=None, untar=False, md5_hash=None, file_hash=None, cache_subdir="datasets",
    hash_algorithm="auto", extract=False, archive_format="auto", cache_dir=None,
    force_download=False,
):
    """Downloads a file unless it is in the cache already, and returns its path.

    A download is written beside its place and moved there when it is complete and its hash is right. Archives
    are extracted into a folder of their own; nothing in them is written outside of it.

    Args:
        fname: Name of the file in the cache, without folders, or None for the last part of `origin`.
        origin: URL of the file.
        untar: Deprecated: use `extract`. Whether to extract the file as a tar archive.
        md5_hash: Deprecated: use `file_hash`. The expected MD5 hash.
        file_hash: String of hex digits, the hash that the file must have. A file in the cache with another one
            is downloaded again.
        cache_subdir: Folder inside the cache. Defaults to `"datasets"`.
        hash_algorithm: `"md5"`, `"sha256"`, or `"auto"` to tell by the length of the hash. Defaults to `"auto"`.
        extract: Boolean, whether to extract the file as an archive: into the folder `name_extracted` for an `fname`
            such as `"name.zip"`, into the folder `fname` if there is no dot in it, and without an `fname` into a folder
            with the name of the file. Defaults to `False`.
        archive_format: `"auto"`, `"tar"`, `"zip"`, a list of them, or None. Defaults to `"auto"`.
        cache_dir: Folder of the cache, or None for `$KERAS_HOME`, else `~/.keras`.
        force_download: Boolean, whether to download it even if it is in the cache. Defaults to `False`.

    Returns:
        String, the path of the file, or of the folder that it was extracted into.

    Raises:
        ValueError: If the name holds a folder, or the hash of the download is another one.

    Example:

    >>> import pathlib
    >>> size = pathlib.Path("here.txt").write_text("text")
    >>> origin = pathlib.Path("here.txt").absolute().as_uri()
    >>> path = keras.utils.get_file("copy.txt", origin, cache_dir=".")
    Downloading data from file:///...here.txt
    4/4 ...
    >>> pathlib.Path(path).read_text()
    'text'
    """
    if origin is None:
        raise ValueError("Argument `origin` of get_file must be a URL. Received: origin=None")
    name = _checked_name(fname, origin)
    folder = os.path.join(cache_dir or _cache_folder(), cache_subdir)
    os.makedirs(folder, exist_ok=True)
    if md5_hash is not None and file_hash is None:
        file_hash, hash_algorithm = md5_hash, "md5"
    target = os.path.join(folder, name)
    archive = target
    if untar or extract:
        archive, target = _places(folder, name, fname is not None)
    if force_download or not _is_in_cache(archive, file_hash, hash_algorithm):
        _download(origin, archive, file_hash, hash_algorithm)
    if untar or extract:
        return _extracted(archive, target, "tar" if untar else archive_format, force_download)
    return target


def _places(folder, name, is_given):
    """Where an archive goes, and the folder that it is extracted into: one of them has the name."""
    if is_given and "." in name:
        return os.path.join(folder, name), os.path.join(folder, name.partition(".")[0] + "_extracted")
    return os.path.join(folder, name + "_archive"), os.path.join(folder, name)


def _checked_name(fname, origin):
    name = path_to_string(fname) or os.path.basename(urllib.parse.urlsplit(origin).path)
    if not name:
        raise ValueError(
            f"The URL does not end in a file name: pass `fname` to get_file. Received: origin={origin!r}"
        )
    if os.path.basename(name) != name or "\\" in name or name in (".", ".."):
        raise ValueError(
            "Argument `fname` of get_file must be a name without folders; use `cache_dir` and `cache_subdir` "
            f"for those. Received: fname={name!r}"
        )
    return name


def _cache_folder():
    home = config.keras_home()
    os.makedirs(home, exist_ok=True)
    return home if os.access(home, os.W_OK) else os.path.join(tempfile.gettempdir(), ".keras")


def _is_in_cache(path, file_hash, algorithm):
    if not os.path.exists(path):
        return False
    if file_hash is None or validate_file(path, file_hash, algorithm):
        return True
    io_utils.print_msg(f"The hash of {path} is not {file_hash}; downloading the file again.")
    return False


def _download(origin, path, file_hash, algorithm):
    from urllib.request import urlopen  # Slow to import, and rarely needed.

    io_utils.print_msg(f"Downloading data from {origin}")
    part = tempfile.NamedTemporaryFile(dir=os.path.dirname(path), delete=False)
    try:
        with part, urlopen(origin) as response:
            _copy_with_progress(response, part)
        if file_hash is not None and not validate_file(part.name, file_hash, algorithm):
            raise ValueError(
                f"The file downloaded from {origin} is incomplete or another one: its hash is not {file_hash}."
            )
        os.replace(part.name, path)
    except urllib.error.URLError as e:
        raise OSError(f"Downloading {origin} failed: {getattr(e, 'code', None)} -- {e.reason}") from e
    finally:
        if os.path.exists(part.name):
            os.remove(part.name)


def _copy_with_progress(response, file):
    size = response.headers.get("Content-Length")
    bar = Progbar(int(size) if size else None, unit_name="byte", interval=0.2)
    done = 0
    while chunk := response.read(_CHUNK):
        file.write(chunk)
        done += len(chunk)
        bar.update(done, finalize=False)
    bar.update(done, finalize=True)


def _extracted(archive, folder, archive_format, again):
    """The folder an archive was extracted into, now or before."""
    if again and os.path.isdir(folder):
        shutil.rmtree(folder)
    if not os.path.isdir(folder) and not extract_archive(archive, folder, archive_format):
        warnings.warn(f"Nothing was extracted: {archive} is no archive.", stacklevel=3)
    return folder


def resolve_hasher(algorithm, file_hash=None):
    """The `hashlib` object of `"sha256"`, `"md5"`, or for `"auto"` of the one a hash of that length comes from."""
    is_sha256 = algorithm == "sha256" or (algorithm == "auto" and len(file_hash or "") == 64)
    return hashlib.sha256() if is_sha256 else hashlib.md5()


def hash_file(fpath, algorithm="sha256", chunk_size=65535):
    """The hash of a file's content, in hex digits."""
    hasher = algorithm if hasattr(algorithm, "update") else resolve_hasher(algorithm)
    with open(fpath, "rb") as file:
        while chunk := file.read(chunk_size):
            hasher.update(chunk)
    return hasher.hexdigest()


def validate_file(fpath, file_hash, algorithm="auto", chunk_size=65535):
    """Whether a file has the hash `file_hash`."""
    return hash_file(fpath, resolve_hasher(algorithm, file_hash), chunk_size) == str(file_hash)


def is_remote_path(filepath):
    """Whether a path is one that only TensorFlow's gfile can open, as `gs://bucket/file`."""
    return bool(_REMOTE.match(str(filepath)))


def _raise_if_no_gfile(path):
    raise ValueError(
        f"The path is remote, and remote paths are opened with TensorFlow, which is not installed. Received: {path}"
    )


def _is_for_gfile(path):
    """Whether gfile must serve the path; an error if it must and cannot."""
    if not is_remote_path(path):
        return False
    return gfile.available or _raise_if_no_gfile(path)


def exists(path):
    """Whether there is a file or folder."""
    return gfile.exists(path) if _is_for_gfile(path) else os.path.exists(path)


def File(path, mode="r"):  # the name that libraries import
    """Opens a file."""
    return gfile.GFile(path, mode=mode) if _is_for_gfile(path) else open(path, mode=mode)


def join(path, *paths):
    """The parts of a path, joined."""
    return gfile.join(path, *paths) if _is_for_gfile(path) else os.path.join(path, *paths)


def isdir(path):
    """Whether there is a folder."""
    return gfile.isdir(path) if _is_for_gfile(path) else os.path.isdir(path)


def remove(path):
    """Removes a file."""
    return gfile.remove(path) if _is_for_gfile(path) else os.remove(path)


def rmtree(path):
    """Removes a folder and what is in it."""
    return gfile.rmtree(path) if _is_for_gfile(path) else shutil.rmtree(path)


def listdir(path):
    """The names in a folder."""
    return gfile.listdir(path) if _is_for_gfile(path) else os.listdir(path)


def copy(src, dst):
    """Copies a file."""
    if _is_for_gfile(src) or _is_for_gfile(dst):
        return gfile.copy(src, dst, overwrite=True)
    return shutil.copy(src, dst)


def makedirs(path):
    """Makes a folder and those above it."""
    return gfile.makedirs(path) if _is_for_gfile(path) else os.makedirs(path)
