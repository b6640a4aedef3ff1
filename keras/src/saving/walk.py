"""Which objects have state in a file, and under which path."""
import functools
import inspect
import types

from keras.src.backend.common.late import LateModule
from keras.src.saving.keras_saveable import KerasSaveable
from keras.src.utils.background import Background
from keras.src.utils.naming import to_snake_case

_layers = LateModule("keras.src.layers")
_metrics = LateModule("keras.src.metrics")
_optimizers = LateModule("keras.src.optimizers")
_losses = LateModule("keras.src.losses")
_operation = LateModule("keras.src.ops.operation")
_PLAIN = frozenset((bool, int, float, str, bytes, type(None), types.FunctionType, classmethod, staticmethod))
_WEIGHTS = ("embeddings", "kernel")  # properties that compute arrays, of quantized layers from all of their weights
_skipped = {}  # kind of object -> attributes that every object of the kind has


def state_paths(root, path="", visited=None):
    """Every object that may have state, once, with its path: `("layers/dense", <Dense>)`, ...

    The path is made of attribute names. Members of lists, tuples, sets and dicts are named after their class,
    numbered; the lists inside such containers are called `container`. Public attributes come first, each kind in
    alphabetic order; an object is found at its first place only.

    Args:
        root: A layer, model, optimizer or other KerasSaveable, or a container of such.
        path: String, path of the root.
        visited: Set of the ids of objects that are left out, which gets those of the others.

    Yields:
        Pairs of path and object, the root first.
    """
    visit = _visit_container if isinstance(root, (list, tuple, set, dict)) else _visit
    yield from visit(root, path, set() if visited is None else visited)


def _visit(saveable, path, visited):
    if id(saveable) in visited:
        return
    visited.add(id(saveable))
    yield path, saveable
    for attribute, value in walk_saveable(saveable):
        child_path = f"{path}/{attribute}" if path else attribute
        if isinstance(value, KerasSaveable):
            yield from _visit(value, child_path, visited)
        elif isinstance(value, (list, tuple, set, dict)):
            yield from _visit_container(value, child_path, visited)


def _visit_container(container, path, visited, around=()):
    if any(container is other for other in around):  # a container may hold itself
        return
    values = container.values() if isinstance(container, dict) else container
    used = {}
    for value in values:
        if isinstance(value, KerasSaveable):
            name = to_snake_case(type(value).__name__)
        elif isinstance(value, (list, tuple, set, dict)):
            name = "container"
        else:
            continue
        number = used.get(name, 0)
        used[name] = number + 1
        child_path = f"{path}/{name}_{number}" if number else f"{path}/{name}"
        if isinstance(value, KerasSaveable):
            yield from _visit(value, child_path, visited)
        else:
            yield from _visit_container(value, child_path, visited, (*around, container))


def walk_saveable(saveable):
    """Names and values of the attributes in which an object may keep others.

    Args:
        saveable: A KerasSaveable.

    Yields:
        Pairs of name and value.
    """
    kind = saveable._obj_type()
    skipped = _attributes_of_kind(kind)
    own = (name for name, value in vars(saveable).items() if type(value) not in _PLAIN and name not in skipped)
    names = _class_attributes(type(saveable), kind).union(own)
    if kind in ("Sequential", "Functional"):  # what reads these files by order expects the layers first
        yield "layers", saveable.layers
    for name in _public_first(names):
        try:
            value = getattr(saveable, name)
        except Exception:  # a property that does not apply now holds no state either
            continue
        yield name, value


@functools.lru_cache(maxsize=4096)
def _public_first(names):
    return sorted(names, key=lambda name: (name.startswith("_"), name))


@functools.lru_cache(maxsize=4096)
def _class_attributes(cls, kind):
    names = set(dir(cls)) - _attributes_of_kind(kind) - {name for name in _WEIGHTS if _is_of_keras(cls, name)}
    return frozenset(n for n in names if not n.startswith("__") and type(inspect.getattr_static(cls, n)) not in _PLAIN)


def _is_of_keras(cls, name):
    """Whether an attribute of a class is a property of a built-in layer."""
    found = inspect.getattr_static(cls, name, None)
    return isinstance(found, property) and found.fget.__module__.startswith("keras.src.layers.")


def _attributes_of_kind(kind):
    """Names that say nothing about one object, as every object of its kind has them."""
    if kind not in _skipped:
        if kind in ("Operation", "Function"):
            bases = [_operation.Operation()]
        elif kind in ("Layer", "Model", "Functional", "Sequential"):
            bases = [_operation.Operation(), _layers.Layer()]
        elif kind == "Metric":
            bases = [_metrics.Metric(), _metrics.Metric(name="")]
        elif kind == "Optimizer":
            # In a thread of its own, out of scopes in which all processes would have to make its variables together.
            bases = [Background(_optimizers.Optimizer, 1.0).result()]
        elif kind == "Loss":
            bases = [_losses.Loss()]
        else:
            bases = []
        _skipped[kind] = {name for base in bases for name in dir(base)}
        if kind == "Sequential":
            _skipped[kind].add("_functional")  # the chain of the same layers
    return _skipped[kind]
