"""Files and folders that are written whole or not at all."""
import contextlib
import ctypes
import os
import pathlib
import shutil
import tempfile

from keras.src.backend.common.global_state import get_global_attribute

_HERE = -100  # for `renameat2`: paths count from the working directory
_EXCHANGE = 2


@contextlib.contextmanager
def replacing(filepath):
    """A path to write to; at the end it takes the place of `filepath`, at once and whole, or is removed."""
    filepath = pathlib.Path(filepath)
    discards = get_global_attribute("discards_files")  # in all but one of the processes that save together
    folder = None if discards else filepath.parent or "."
    handle, temporary = tempfile.mkstemp(prefix=f".{filepath.name}.", suffix=".tmp", dir=folder)
    os.close(handle)
    try:
        yield temporary
        if discards:
            os.remove(temporary)
            return
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, filepath)
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        raise


@contextlib.contextmanager
def replacing_folder(folder):
    """A new folder to write into; at the end it takes the place of `folder`, which may be there, or is removed."""
    folder = pathlib.Path(folder)
    fresh = pathlib.Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield fresh
        os.chmod(fresh, 0o777 & ~_umask())
        if not folder.exists():
            os.replace(fresh, folder)
            return
        if not _exchanged(fresh, folder):  # without such a system call there is a moment without the folder
            former = fresh.with_name(fresh.name + ".old")
            os.replace(folder, former)
            os.replace(fresh, folder)
            fresh = former
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _exchanged(a, b):
    """Lets two paths change places at once, as Linux can; whether it did."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    return rename(_HERE, os.fsencode(a), _HERE, os.fsencode(b), _EXCHANGE) == 0


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
