"""Dtype rules: pure, cached functions on dtype names, used by symbolic rules and backends alike.

Promotion follows the lattice of JAX, with Python scalars as weak types. Results have at most 32 bits per part,
`promote("int64", "float64")` is `"float32"`, unless the backend is one that keeps 64 bits. Every rule has three
forms: `rule(dtype)`, `rule.wide(dtype)`, which keeps 64 bits and serves the eager tensors of backends that have
them, and `rule.narrow(dtype)`, which never does. A backend's table line that names a width holds to it; symbolic
results in 64 bits are what the backend gives (`ops/computed_dtypes.py`).
"""
import functools

from keras.src.api_export import keras_export
from keras.src.backend import config

BOOL_TYPES = ("bool",)
INT_TYPES = ("uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64")
FLOAT_TYPES = ("bfloat16", "float16", "float32", "float64")
FLOAT8_TYPES = ("float8_e4m3fn", "float8_e5m2")
COMPLEX_TYPES = ("complex64", "complex128")
WEAK_TYPES = ("int", "float")
ALLOWED_DTYPES = frozenset(
    (*BOOL_TYPES, *INT_TYPES, *FLOAT_TYPES, *FLOAT8_TYPES, *COMPLEX_TYPES, "string")
)
BIT64_TO_BIT32_DTYPE = {
    "int64": "int32",
    "uint64": "uint32",
    "float64": "float32",
    "complex128": "complex64",
}

# Each type and the types just above it; "int" and "float" are the weak types of Python scalars.
_NEXT = {
    "bool": ("int",),
    "int": ("uint8", "int8", "complex64"),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("float",),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("float",),
    "float": ("bfloat16", "float16"),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64", "complex64"),
    "float64": ("complex128",),
    "complex64": ("complex128",),
    "complex128": (),
}

_caches = []


class Rule:
    """A dtype rule with its cache, emptied when `floatx` changes.

    Args:
        body: `body(meet, *dtypes) -> name`, where `meet(*dtypes)` is promotion in the wanted width.
    """

    def __init__(self, body):
        functools.update_wrapper(self, body)
        self.wide = _cached(functools.partial(body, _meet_wide))
        self.narrow = _cached(functools.partial(body, _meet_narrow))
        self._default = self.wide if config.backend() == "tensorflow" else self.narrow

    def __call__(self, *dtypes):
        return self._default(*dtypes)


def _cached(function):
    """`function` with a cache, and marked for `torch.compile` to call it while tracing: names in, a name out."""
    remembered = functools.lru_cache(maxsize=None)(function)
    _caches.append(remembered)

    def rule(*dtypes):
        return remembered(*dtypes)

    rule._dynamo_marked_constant = True  # what `torch.compiler.assume_constant_result` sets, without importing torch
    return rule


@config.on_floatx_change
def _clear_caches():
    for cached in _caches:
        cached.cache_clear()


def on_rules_change(clear):
    """Registers a function that empties a table filled from rules; returns it."""
    return config.on_floatx_change(clear)


def _reachable(dtype):
    found = {dtype}
    for above in _NEXT[dtype]:
        found |= _reachable(above)
    return found


def _type_promotion_lattice():
    """Each type with the list of types just above it."""
    return {dtype: list(above) for dtype, above in _NEXT.items()}


def _make_lattice_upper_bounds():
    """Each type with the set of itself and all types above it."""
    return {dtype: _reachable(dtype) for dtype in _NEXT}


LATTICE_UPPER_BOUNDS = _make_lattice_upper_bounds()


def _least_upper_bound(*dtypes):
    unknown = [d for d in dtypes if d not in LATTICE_UPPER_BOUNDS]
    if unknown:
        raise ValueError(f"There is no type promotion for these dtypes. Received: {unknown} in dtypes={dtypes}")
    common = set.intersection(*(LATTICE_UPPER_BOUNDS[d] for d in dtypes))
    return max(common, key=lambda d: len(LATTICE_UPPER_BOUNDS[d] & common))


def _resolve_weak_type(dtype, precision="32"):
    """The type of `precision` bits of the kind of `dtype`: `"float32"` for `"float"`; booleans stay."""
    name = dtype if dtype in WEAK_TYPES else standardize(dtype)
    if name == "bool":
        return name
    kind = next(kind for kind in ("uint", "int", "complex", "float") if kind in name)
    return (kind if kind != "complex" else "float") + precision


def _respect_weak_type(dtype, weak_type):
    """`"int"`, `"float"` or `"complex"` for a dtype of that kind if it is weak, else the dtype."""
    if not weak_type or dtype in WEAK_TYPES or standardize(dtype) == "bool":
        return dtype
    return next(kind for kind in ("int", "float", "complex") if kind in standardize(dtype))


def _in_lattice(dtype):
    """The name of a dtype in the lattice; Python types stay weak."""
    if dtype is int or dtype is float:
        return dtype.__name__
    name = standardize(dtype)
    if name in FLOAT8_TYPES:
        raise ValueError(f"float8 types do not convert to others by themselves; cast first. Received: dtype={name}")
    if name not in _NEXT:
        raise ValueError(f"There is no type promotion for this dtype. Received: dtype={name!r}")
    return name


def _meet_wide(*dtypes):
    if not dtypes:
        return config.floatx()
    name = _least_upper_bound(*map(_in_lattice, dtypes))
    if name in WEAK_TYPES:  # only scalars: the width of `floatx`
        floatx = config.floatx()
        return floatx if name == "float" else "int" + floatx[-2:]
    return name


def _meet_narrow(*dtypes):
    name = _meet_wide(*dtypes)
    return BIT64_TO_BIT32_DTYPE.get(name, name)


@Rule
def promote(meet, *dtypes):
    """The dtype in which values of several dtypes meet; Python types (`int`, `float`) are weak."""
    return meet(*dtypes)


@keras_export("keras.backend.result_type")
def result_type(*dtypes):
    """The dtype that an operation on values of these dtypes has.

    Args:
        *dtypes: Names of dtypes or Python types. A Python type stands for a scalar, which takes the dtype
            of what it meets.

    Returns:
        Name of a dtype, of at most 32 bits per part but on tensorflow; `floatx()` without arguments.

    Raises:
        ValueError: If a dtype is a float8 type, a string, or not a dtype.

    Example:

    >>> keras.backend.result_type("int32", "float16")
    'float16'
    >>> keras.backend.result_type("int8", int)
    'int8'
    """
    return promote(*dtypes)


_names = {name: name for name in ALLOWED_DTYPES} | {bool: "bool", str: "string", complex: "complex64"}


def standardize(dtype):
    """The name of a dtype given as name, Python type, or framework dtype; None gives `floatx()`."""
    try:
        if not isinstance(dtype, int):  # TensorFlow's dtypes are equal to small integers
            return _names[dtype]
    except (KeyError, TypeError):
        pass
    return _standardize_slowly(dtype)


def _standardize_slowly(dtype):
    if dtype is None or dtype is float:
        return config.floatx()
    if dtype is int or (isinstance(dtype, str) and dtype == "int"):
        return "int64" if config.backend() == "tensorflow" else "int32"
    if isinstance(dtype, str):
        text = dtype
    else:
        text = getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or str(dtype)
    if not isinstance(text, str):
        text = str(dtype)
    name = _names.get(text.removeprefix("torch."))
    if name is None:
        known = ", ".join(sorted(ALLOWED_DTYPES))
        raise ValueError(f"Argument `dtype` must be one of {known}. Received: dtype={dtype!r}")
    if not isinstance(dtype, str) and getattr(dtype, "__hash__", None):
        register_names({dtype: name})
    return name


def register_names(names):
    """Lets a backend name its dtype objects: `{torch.float32: "float32", ...}`.

    TensorFlow's dtypes are remembered on its own backend only: `torch.compile` cannot read a dict with such keys.
    """
    is_tensorflows = any(type(dtype).__module__.startswith("tensorflow") for dtype in names)
    if not is_tensorflows or config.backend() == "tensorflow":
        _names.update(names)


@functools.cache
def _limits(name):
    signed = name[0] == "i"
    size = 2 ** (int(name.strip("uint")) - signed)
    return -size * signed, size - 1


def in_range(number, dtype):
    """A Python number as an integer dtype has it: the nearest one, without fraction. Other dtypes take it as it is."""
    name = standardize(dtype)
    if name not in INT_TYPES:
        return number
    low, high = _limits(name)
    return int(min(max(number, low), high))


@Rule
def same(meet, dtype):
    """Result in the dtype of the argument, 64 bits included."""
    return standardize(dtype)


@Rule
def to_float(meet, dtype):
    """Integers and booleans become `floatx`."""
    return meet(dtype, float)


@Rule
def to_long_float(meet, dtype):
    """As `to_float`, but 64-bit integers become 64-bit floats."""
    return meet("float64") if standardize(dtype) == "int64" else meet(dtype, float)


@Rule
def promote_float(meet, *dtypes):
    """The common dtype, made a float where it is none."""
    return meet(*dtypes, float)


@Rule
def promote_strong(meet, *dtypes):
    """The common dtype, made a float; Python numbers count as the tensors that they would make."""
    return meet(*(standardize(d) if isinstance(d, type) else d for d in dtypes), float)


def to_bool(*dtypes):
    """Result is boolean."""
    return "bool"


@Rule
def mean_rule(meet, dtype):
    """Means of integers and booleans are float32 whatever `floatx` is; floats keep their dtype."""
    name = meet(dtype)
    return "float32" if name in INT_TYPES or name == "bool" else name


@Rule
def sum_rule(meet, dtype):
    """Sums of booleans and of small integers are 32 bits wide."""
    name = meet(dtype)
    if name in ("bool", "int8", "int16"):
        return "int32"
    if name in ("uint8", "uint16"):
        return "int32" if config.backend() == "torch" else "uint32"  # torch has no uint32
    return name


@Rule
def promote_number(meet, *dtypes):
    """The common dtype; booleans count as int32."""
    name = meet(*dtypes)
    return "int32" if name == "bool" else name


_REAL_PART = {"complex64": "float32", "complex128": "float64"}


@Rule
def real_rule(meet, dtype):
    """Complex numbers give the dtype of their parts; the rest stays."""
    name = standardize(dtype)
    return _REAL_PART.get(name, name)


@Rule
def real_to_float(meet, dtype):
    """Complex numbers give the dtype of their parts; integers and booleans become `floatx`."""
    name = meet(dtype, float)
    return _REAL_PART.get(name, name)


@Rule
def matmul_rule(meet, *dtypes):
    """Products of 8-bit integers are summed in 32 bits."""
    if all(standardize(d) == "int8" for d in dtypes):
        return "int32"
    return meet(*dtypes)
