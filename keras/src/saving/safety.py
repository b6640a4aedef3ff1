"""What a file may name. Every reader asks here; the rule is an allow-list."""
import builtins
import importlib
import io
import json
import math
import mmap
import os
import re
import stat
import struct
import types
import zipfile
import zlib

import ml_dtypes
import numpy as np

from keras.src._namespace import NAMESPACE
from keras.src.api_export import export_path
from keras.src.backend.common import dtypes
from keras.src.backend.common.late import LateModule
from keras.src.saving.archive import StoredMember
from keras.src.saving.keras_saveable import KerasSaveable

h5py = LateModule("h5py")  # 50 ms, and only files need it

# Public packages whose classes and functions are parts of models.
_CLASS_PACKAGES = (
    "keras",
    "keras.constraints",
    "keras.distillation",
    "keras.dtype_policies",
    "keras.initializers",
    "keras.layers",
    "keras.losses",
    "keras.metrics",
    "keras.mixed_precision",
    "keras.models",
    "keras.optimizers",
    "keras.optimizers.schedules",
    "keras.quantizers",
    "keras.random",
    "keras.regularizers",
    "keras.utils",  # its classes only: FeatureSpace and the like are layers
)
_FUNCTION_PACKAGES = (
    "keras.activations",
    "keras.constraints",
    "keras.initializers",
    "keras.losses",
    "keras.metrics",
    "keras.ops",
    "keras.regularizers",
)
_MODELLING_PACKAGES = {*_CLASS_PACKAGES, *_FUNCTION_PACKAGES} - {"keras.utils"}
_SHARD = re.compile(r"[^/\\:\0]+\.weights\.h5")
_SIZED_TEXT = re.compile(r"[<>=|]?[SUVaO]\d*$")
_NOT_MODELLING = {"get", "serialize", "deserialize"}  # functions of these packages that act on configs
_INTERNAL = "keras.src."
_INTERNAL_PACKAGES = tuple(
    f"{_INTERNAL}{name}"
    for name in (
        "applications",
        "constraints",
        "distillation",
        "dtype_policies",
        "initializers",
        "layers",
        "losses",
        "metrics",
        "models",
        "ops",
        "optimizers",
        "quantizers",
        "random",
        "regularizers",
    )
)


class Unreadable(OSError, ValueError):
    """A file is empty, cut off or of another kind."""


class Refused(ValueError):
    """What a file asks for is not done, for safety."""


class Foreign(Refused, TypeError):
    """A config names a class or function of another module that nobody has registered."""


def public_home(cls):
    """`(module, class_name)` by which a config names a class: its public path where it has one."""
    path = export_path(cls)
    if path is not None:
        module, _, name = path.rpartition(".")
        return module, name
    module = cls.__module__
    return (None if module in ("builtins", "__main__") else module), cls.__name__


def is_public(cls):
    """Whether a class has a public path."""
    return export_path(cls) is not None


def is_reachable(cls):
    """Whether a config may name a class by the place where it lies in Keras."""
    return is_public(cls) or cls.__module__.startswith(_INTERNAL_PACKAGES)


def allowed_object(module, name, kind):
    """A class or function of Keras that configs may name, or None if Keras has none of this name there.

    Args:
        module: The config's `module`, such as `"keras.layers"`, `"keras.src.ops.numpy"` or `"builtins"`.
        name: The name in it.
        kind: `"class"` or `"function"`.

    Raises:
        ValueError: If the name exists but is not a part of models.
    """
    if not isinstance(name, str) or not name.isidentifier():
        return None
    if kind == "function":
        return _allowed_function(name)
    if not isinstance(module, str):
        return None
    if module in _CLASS_PACKAGES or module.startswith(_INTERNAL_PACKAGES):
        found = _attribute(module, name)
    elif module == "keras" or module.startswith("keras."):
        found = _attribute(module, name)
        if found is not None:
            raise _refused(module, name)
        return None
    else:
        return None
    if found is None and module.startswith("keras"):
        raise ValueError(f"{module}.{name} does not exist, or is no part of a model. Update Keras if it is newer.")
    if not _is_modelling_class(found):
        raise _refused(module, name)
    return found


def _attribute(module, name):
    """`module.name`, only if the module belongs to Keras."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def _allowed_function(name):
    if name in _NOT_MODELLING or name.startswith("_"):
        return None
    for package in _FUNCTION_PACKAGES:
        found = getattr(importlib.import_module(package), name, None)
        if isinstance(found, types.FunctionType):
            return found
    return None


def _is_modelling_class(found):
    """Whether instances of a class are made from configs: it says so by its methods and stems from Keras."""
    if not isinstance(found, type) or not found.__module__.startswith("keras.src."):
        return False
    return issubclass(found, KerasSaveable) or hasattr(found, "from_config") and hasattr(found, "get_config")


def _refused(module, name):
    return Refused(
        f"A config may not name {module}.{name}: it is no layer, model, loss, metric, optimizer, initializer, "
        "operation or other part of a model. Only such parts and registered custom objects are made from files."
    )


def not_found(module, name, kind):
    """The error about a class or function that is neither Keras's nor registered.

    Args:
        module: The config's `module`.
        name: The name in it.
        kind: `"class"` or `"function"`.
    """
    advice = (
        "If it is your own, register it with `@keras.saving.register_keras_serializable()` in a module that is "
        "imported before loading, or pass it in `custom_objects`."
    )
    if module in (None, "builtins", "__main__") and not _is_known_elsewhere(name):
        return TypeError(f"The {kind} {name!r} of a config was not found. {advice}")
    return Foreign(
        f"A config names the {kind} {name!r} of the module {module!r}, which is not registered. Nothing is imported or "
        f"called for a file. {advice}"
    )


def _is_known_elsewhere(name):
    """Whether Python or Keras has something of this name that is no part of models."""
    homes = {package for package, names in NAMESPACE.items() if name in names}
    return hasattr(builtins, str(name)) or bool(homes) and homes.isdisjoint(_MODELLING_PACKAGES)


def checked_dtype(dtype):
    """The name of a numeric dtype of Keras; other dtype strings, such as huge string types, are refused."""
    try:
        name = dtypes.standardize(dtype) if isinstance(dtype, str) else None
    except ValueError:
        name = None
    if name is None or name == "string":
        raise Refused(f"A config may only hold arrays of numbers. Received: dtype={dtype!r}")
    return name


def refuse_sized_text(config):
    """Looks at the `dtype` of a constructor's arguments.

    Raises:
        ValueError: If it is a text type of NumPy with a size, of which each element takes that many bytes.
    """
    dtype = config.get("dtype")
    if isinstance(dtype, str) and _SIZED_TEXT.match(dtype):
        raise Refused(f"A config may not name a dtype of sized text or bytes. Received: dtype={dtype!r}")


def type_spec(module, name, parts):
    """A TensorFlow type spec, one of the three kinds that describe model inputs."""
    if not module.startswith("tensorflow.") or name not in ("TensorSpec", "SparseTensorSpec", "RaggedTensorSpec"):
        raise Refused(f"A config may not name the type spec {module}.{name}.")
    import tensorflow as tf  # The subject is TensorFlow; such configs exist only with it.

    shape, dtype, *rest = parts
    return getattr(tf, name)(tf.TensorShape(shape), tf.as_dtype(checked_dtype(dtype)), *rest[:0])


# Files. Nothing is allocated, written or followed before it was looked at.

MAX_JSON_BYTES = 256 * 2**20
_EXPANSION = 64  # how many times larger than its storage an array or member may be ...
_FLOOR = 2**20  # ... beyond this many bytes
_LARGEST_ARCHIVE_RATIO = 16
_MOST_NAMES = 2**16
_HEAP = b"GCOL\1\0\0\0"
_DEEPEST_GROUP = 100


def open_h5(path_or_io):
    """An HDF5 file for reading.

    Raises:
        Unreadable: If it is not an HDF5 file.
        FileNotFoundError: If there is no file.
    """
    try:
        return h5py.File(path_or_io, "r")
    except FileNotFoundError:
        raise
    except OSError as e:
        raise Unreadable(f"This is no readable HDF5 file. {e}. Received: filepath={str(path_or_io)!r}") from e


def _child(group, name):
    """The low-level id of a member of a group, or None; only hard links are followed."""
    key = name.encode()
    kind = _link_kinds(group).get(key)
    if kind is None:
        return None
    if kind != h5py.h5l.TYPE_HARD:
        raise Refused(
            f"The file holds a link at {group.name}/{name}. Soft and external links of HDF5 are not followed."
        )
    return h5py.h5o.open(group.id, key)


def _link_kinds(group):
    """The kind of each link in a group that is read, found at once: asking HDF5 name by name takes three times longer."""
    kinds = vars(group).get("_keras_link_kinds")
    if kinds is None:
        kinds = group._keras_link_kinds = {}
        group.id.links.iterate(lambda name, info: kinds.__setitem__(name, info.type), info=True)
    return kinds


def checked_group(file, path):
    """The group at a path reached over hard links only, or None if there is none."""
    group = file
    for name in path.split("/"):
        found = _child(group, name)
        if not isinstance(found, h5py.h5g.GroupID):
            return None
        group = h5py.Group(found)
    return group


def check_depth(path):
    """Refuses groups in groups without end, as links to a group around make them."""
    if path.count("/") > _DEEPEST_GROUP:
        raise Refused("The groups of the file are nested too deeply, or one of them holds itself.")


def checked_dataset(group, name):
    """A dataset of a group, of which the array lies in this file and is no larger than its storage tells.

    Raises:
        ValueError: If it is a link, external, virtual, no array of numbers, or far larger than what is stored.
    """
    found = _child(group, name)
    if not isinstance(found, h5py.h5d.DatasetID) or found.shape is None:
        raise ValueError(f"The file holds no array at {_place(group, name)}.")
    options = found.get_create_plist()
    if options.get_layout() == h5py.h5d.VIRTUAL or options.get_external_count():
        raise Refused(f"The array at {_place(group, name)} lies in other files. Such arrays are not read.")
    dtype = found.dtype
    if not _is_number(dtype):
        raise Refused(f"The array at {_place(group, name)} does not hold numbers. Its dtype is {dtype}.")
    claimed = math.prod(found.shape) * dtype.itemsize
    if claimed > _FLOOR:
        stored = found.get_storage_size()
        if claimed > _EXPANSION * stored:
            raise Refused(
                f"The array at {_place(group, name)} claims {claimed} bytes, but {stored} are stored. It is not read."
            )
    return h5py.Dataset(found)


def _place(group, name):
    return repr(f"{group.name}/{name}")


def _is_number(dtype):
    """Whether a dtype is one of numbers, or of the raw bytes in which floats of 8 and 16 bits are written."""
    if dtype.kind == "V":
        return dtype.names is None and dtype.itemsize == 2
    return dtype.kind in "biufc" and not dtype.hasobject


class Allowance:
    """Limits how much memory the arrays of one file take together.

    Args:
        size: Bytes of the file.
    """

    def __init__(self, size):
        self.left = max(64 * _FLOOR, _EXPANSION * size)

    def take(self, array):
        """Notes an array.

        Raises:
            ValueError: If the arrays are far larger than the file.
        """
        self.left -= array.nbytes
        if self.left < 0:
            raise Refused("The arrays of the file claim far more bytes than the file has. It is not read.")


def text_attribute(group, name):
    """A text of a group's attributes, or None if there is none.

    Raises:
        ValueError: If it is no text, or too long.
    """
    texts = _texts(group, name, 1)
    if texts is not None and len(texts) != 1:
        raise ValueError(f"The attribute {name!r} of {group.name} must be one text. It has {len(texts)}.")
    return None if texts is None else texts[0]


def names_attribute(group, name):
    """A list of names of a group's attributes, or None; a long one lies in `<name>0`, `<name>1`, ...

    Raises:
        ValueError: If it holds something else.
    """
    names = _texts(group, name, _MOST_NAMES)
    part = 0
    while (more := _texts(group, f"{name}{part}", _MOST_NAMES)) is not None:
        names = (names or []) + more
        part += 1
    return names


def _texts(group, name, most):
    if name not in group.attrs:
        return None
    attribute = group.attrs.get_id(name)
    count = int(np.prod(attribute.shape, dtype="int64"))
    if not count:
        return []
    if attribute.dtype.kind not in "SUO" or h5py.check_string_dtype(attribute.dtype) is None:
        raise ValueError(f"The attribute {name!r} of {group.name} must hold text. Its dtype is {attribute.dtype}.")
    if count > most or count * attribute.dtype.itemsize > MAX_JSON_BYTES:
        raise ValueError(f"The attribute {name!r} of {group.name} is too long: {count} texts.")
    if h5py.check_string_dtype(attribute.dtype).length is None:
        _check_heaps(group.file)
    values = np.asarray(group.attrs[name], dtype=object).reshape(-1)
    return [value.decode("utf-8") if isinstance(value, bytes) else str(value) for value in values]


def _check_heaps(file):
    """Looks at the heaps in which HDF5 keeps texts of any length.

    HDF5 walks from object to object by their sizes, and never ends at one that says to take no space.

    Raises:
        ValueError: If one does.
    """
    if file.driver != "sec2" or not file.id.get_filesize():
        return
    with mmap.mmap(file.id.get_vfd_handle(), 0, access=mmap.ACCESS_READ) as memory:
        start = memory.find(_HEAP)
        while start >= 0:
            end = min(start + int.from_bytes(memory[start + 8 : start + 16], "little"), len(memory))
            place = start + 16
            while place + 16 <= end:
                index, size = struct.unpack("<HxxxxxxQ", memory[place : place + 16])
                step = 16 + -(-size // 8) * 8 if index else size
                if not step:
                    raise Unreadable("This is no readable HDF5 file. The heap of its texts is damaged.")
                place += step
            start = memory.find(_HEAP, start + 4)


def open_archive(path):
    """A `.keras` archive for reading.

    Raises:
        ValueError: If it is no zip file, or its members have unsafe or repeated names or add up to far more than
            the file's size.
    """
    try:
        archive = zipfile.ZipFile(path, "r")
    except (zipfile.BadZipFile, OSError) as e:
        name = getattr(path, "name", path)
        raise ValueError(
            f"This is no whole `.keras` file (a zip archive). {e}. Received: filepath={str(name)!r}"
        ) from e
    try:
        _check_members(archive, path)
    except ValueError:
        archive.close()
        raise
    return archive


def _check_members(archive, path):
    names = [info.filename for info in archive.infolist()]
    repeated = {name for name in names if names.count(name) > 1} if len(set(names)) != len(names) else ()
    if repeated:
        raise Refused(f"The archive {path} has several members of one name: {sorted(repeated)}")
    for info in archive.infolist():
        name = info.filename
        parts = name.replace("\\", "/").split("/")
        if name.startswith("/") or "\\" in name or ".." in parts or ":" in parts[0] or "\0" in name:
            raise Refused(f"The archive {path} has a member with an unsafe name: {name!r}")
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused(f"The archive {path} has a member that is a link or a device: {name!r}")
    total = sum(info.file_size for info in archive.infolist())
    packed = sum(info.compress_size for info in archive.infolist())
    if total > max(64 * _FLOOR, _LARGEST_ARCHIVE_RATIO * packed):
        raise Refused(f"The archive {path} holds {packed} bytes that claim to unpack to {total}. It is not read.")


def read_member(archive, name, limit=MAX_JSON_BYTES):
    """The bytes of a small member.

    Raises:
        ValueError: If there is no such member, it is damaged, or larger than `limit`.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise ValueError(f"The archive has no member {name!r}; it was not written by Keras.") from None
    if info.file_size > limit:
        raise Refused(f"The member {name!r} is too large: {info.file_size} bytes, where {limit} are allowed.")
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as e:
        raise ValueError(f"The member {name!r} of the archive is damaged. {e}") from e


def read_json(text, what):
    """JSON of limited depth.

    Raises:
        ValueError: If it is no JSON, or too deep.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as e:
        raise ValueError(f"{what} is no readable JSON. {type(e).__name__}: {e}") from e


def open_member(archive, name):
    """A large member as a file of its own: checked in the background if it is stored plainly, else unpacked in memory.

    Returns:
        An object with `open()`, which gives what `open_h5` reads, and `close()`.

    Raises:
        ValueError: If there is no such member, or it is damaged.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise ValueError(f"The archive has no member {name!r}; it was not written by Keras.") from None
    on_disk = isinstance(archive.fp, io.BufferedIOBase) and not isinstance(archive.fp, io.BytesIO)
    if on_disk and info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1:
        return StoredMember(archive, info)
    return _UnpackedMember(read_member(archive, name, limit=info.file_size))


class _UnpackedMember:
    """A member in memory."""

    def __init__(self, content):
        self.content = content

    def open(self):
        return io.BytesIO(self.content)

    def close(self):
        self.content = None


def inside(folder, path):
    """`folder/path`, which must not lead out of the folder.

    Raises:
        ValueError: If it would.
    """
    root = os.path.realpath(folder)
    target = os.path.realpath(os.path.join(root, path.replace("\\", "/").lstrip("/")))
    if target != root and not target.startswith(root.rstrip(os.sep) + os.sep):
        raise Refused(f"The path {path!r} leads out of the folder of its file.")
    return target


def extract_assets(archive, prefix, folder):
    """Writes the files directly under `prefix` of an archive into a folder."""
    prefix = prefix.rstrip("/") + "/"
    for info in archive.infolist():
        name = info.filename.removeprefix(prefix)
        if not info.filename.startswith(prefix) or not name or info.is_dir():
            continue
        target = inside(folder, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(read_member(archive, info.filename))


def shard_map(path):
    """The weight map of sharded weights, whose shards all lie beside it.

    Raises:
        ValueError: If the file is malformed or names other files.
    """
    index = read_json(path.read_text(), f"The file {path}")
    weight_map = index.get("weight_map") if isinstance(index, dict) else None
    if not isinstance(weight_map, dict):
        raise ValueError(f"The file {path} has no `weight_map`.")
    for shards in weight_map.values():
        for shard in shards if isinstance(shards, list) else [shards]:
            if not isinstance(shard, str) or not _SHARD.fullmatch(shard):
                raise Refused(f"The file {path} names a shard that is no file of weights beside it: {shard!r}")
    return weight_map


def read_npz(path, archive=None):
    """Arrays of an `.npz` file, by name. Pickled members are refused.

    Raises:
        ValueError: If the file is malformed or a member claims far more than is stored.
    """
    file = io.BytesIO(read_member(archive, str(path), 2**62)) if archive is not None else path
    contents = {}
    with open_archive(file) as npz:
        for info in npz.infolist():
            array = _read_npy(read_member(npz, info.filename, 2**62), info.filename)
            array = array.view(ml_dtypes.bfloat16) if array.dtype == "V2" else array
            contents[info.filename.removesuffix(".npy")] = array
    return contents


def _read_npy(content, name):
    """The array of a member of an `.npz` file; its header is compared with what follows it first."""
    file = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(file)
        shape, fortran_order, dtype = _NPY_HEADERS[version](file)
    except (ValueError, KeyError, TypeError, SyntaxError, RecursionError, MemoryError) as e:
        raise Refused(f"The member {name!r} is no array of numbers. {type(e).__name__}: {e}") from e
    if dtype.hasobject or not _is_number(dtype):
        raise Refused(f"The member {name!r} does not hold numbers but {dtype}. Pickles are never read.")
    if math.prod(shape) * dtype.itemsize != len(content) - file.tell():
        raise Refused(f"The member {name!r} claims the shape {shape}, but holds {len(content) - file.tell()} bytes.")
    return np.frombuffer(content, dtype, offset=file.tell()).reshape(shape, order="F" if fortran_order else "C")


_NPY_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
