"""The state of an object and of all objects in it, into stores and out of them."""
import fnmatch
import warnings

from keras.src.saving.serialization_lib import SafeModeScope
from keras.src.saving.walk import state_paths


class Selection:
    """Which objects are written or read.

    Args:
        skip: Objects that are left out.
        only: Pattern of paths such as `"layers/dense*"`, or list of patterns. An object is chosen if a pattern fits its
            path in the file, its own `path` or its name, or that of an object around it. Default: all are chosen.
    """

    def __init__(self, skip=None, only=None):
        self.skipped = {id(obj) for obj in skip or ()}
        self.patterns = None if only is None else [only] if isinstance(only, str) else list(only)
        self.chosen = []

    def has(self, path, saveable):
        """Whether an object is chosen; those around it are asked about first."""
        if id(saveable) in self.skipped:
            return False
        if self.patterns is None or path.startswith(tuple(self.chosen)):
            return True
        names = {path, getattr(saveable, "path", None), getattr(saveable, "name", None)}
        fits = any(fnmatch.fnmatchcase(name, p) for name in names if isinstance(name, str) for p in self.patterns)
        if fits:
            self.chosen.append(f"{path}/" if path else "")
        return fits

    def check(self):
        """Raises an error if patterns were given and none fits."""
        if self.patterns and not self.chosen:
            raise ValueError(f"No object of the model fits Argument `only`. Received: only={self.patterns}")


def save_state(root, weights, assets, selection=None, start=()):
    """Writes the variables and assets of every object below `root`.

    Args:
        root: A KerasSaveable.
        weights: A store.
        assets: A store, or None.
        selection: `Selection` of the objects. Default: all.
        start: Path of the root and ids of objects that were visited; see `state_paths`.
    """
    selection = selection or Selection()
    for path, saveable in state_paths(root, *start):
        if not selection.has(path, saveable):
            continue
        if hasattr(saveable, "save_own_variables"):
            name = getattr(saveable, "name", None)
            saveable.save_own_variables(weights.make(path, metadata={"name": name} if name else None))
        if assets is not None and hasattr(saveable, "save_assets"):
            folder = assets.make(path)
            if folder is not None:
                saveable.save_assets(folder)
    selection.check()


def load_state(root, weights, assets, skip_mismatch=False, selection=None, strict=False):
    """Reads what `save_state` wrote.

    Args:
        root: A KerasSaveable.
        weights: A store.
        assets: A store, or None.
        skip_mismatch: Boolean, whether to leave alone what does not fit, with a warning.
        selection: `Selection` of the objects. Default: all.
        strict: Boolean, whether weights of the file that no object takes are a misfit, too.

    Raises:
        ValueError: If something does not fit; the message lists it path by path.
    """
    selection = selection or Selection()
    visited, failed, loaded = load_all(root, weights, assets, selection)
    selection.check()
    if failed or strict or not loaded:
        surplus = [path for path in weights.keys() if path not in visited]
        if failed or surplus:
            _report(root, failed, surplus, weights, skip_mismatch)


def load_part(root, weights, assets, skip_mismatch, start):
    """As `load_state`, for an object whose part of the file is not all of it."""
    _, failed, _ = load_all(root, weights, assets, Selection(), start)
    if failed:
        _report(root, failed, [], weights, skip_mismatch)


def load_all(root, weights, assets, selection, start=()):
    """Reads what fits: the paths, the misfits as `(path, object, error)`, and how many variables the file has."""
    visited, failed, loaded = set(), [], 0
    for path, saveable in state_paths(root, *start):
        visited.add(path)
        if not selection.has(path, saveable):
            continue
        if hasattr(saveable, "load_own_variables"):
            store = weights.get(path)
            loaded += len(store)
            failed += _load_variables(path, saveable, store)
        if assets is not None and hasattr(saveable, "load_assets"):
            folder = assets.get(path)
            if folder is not None:
                with SafeModeScope(None):  # what is read here are the archive's own files: nobody has to be asked
                    saveable.load_assets(folder)
    return visited, failed, loaded


def _load_variables(path, saveable, store):
    """Loads one object; what went wrong as a list of `(path, object, error)`."""
    if not store and not own_variables(saveable):
        return []
    misfit = _first_misfit(saveable, store)
    if misfit is not None:
        return [(path, saveable, misfit)]
    try:
        saveable.load_own_variables(store)
    except (ValueError, KeyError, TypeError) as e:
        return [(path, saveable, e)]
    return []


def own_variables(saveable):
    """The variables that an object itself writes, in the order of the file; None if it has a way of its own."""
    if hasattr(saveable, "_trainable_variables") and hasattr(saveable, "_non_trainable_variables"):
        return [*saveable._trainable_variables, *saveable._non_trainable_variables]
    return list(getattr(saveable, "variables", ()))


def _writes_by_default(saveable):
    return type(saveable).load_own_variables.__module__.startswith("keras.src.layers._")


def _first_misfit(saveable, store):
    """Compares shapes with the file's before anything is read, for objects that load in the default way."""
    if not _writes_by_default(saveable) or not hasattr(store, "shape"):
        return None
    variables = own_variables(saveable)
    if len(variables) != len(store):
        return None  # The object's own check says it better.
    for index, variable in enumerate(variables):
        if str(index) in store and tuple(store.shape(str(index))) != tuple(variable.shape):
            return ValueError(
                f"The file holds shape {tuple(store.shape(str(index)))} for {variable.path!r} of shape "
                f"{tuple(variable.shape)}."
            )
    return None


def _report(root, failed, surplus, weights, skip_mismatch):
    message = _misfit(root, failed, surplus, weights)
    if skip_mismatch:
        warnings.warn(f"Some weights were not loaded, as asked by `skip_mismatch`.\n{message}", stacklevel=5)
        return
    if not failed:
        raise ValueError(message)
    raise ValueError(f"{message}\nFirst error: {failed[0][2]}") from failed[0][2]


def _misfit(root, failed, surplus, weights):
    """What of a file does not fit an object, path by path."""
    lines = []
    for path, saveable, error in failed:
        store, variables = weights.get(path), own_variables(saveable)
        found = {name: _shape(store, name) for name in store.keys()}
        before = len(lines)
        for index, variable in enumerate(variables):
            shape = found.pop(str(index), None)
            if shape is None:
                lines.append(f"  missing      {variable.path} {tuple(variable.shape)}, at {_at(path)}/{index}")
            elif tuple(shape) != tuple(variable.shape):
                lines.append(f"  other shape  {variable.path} {tuple(variable.shape)}, in the file {tuple(shape)}")
        lines += [f"  surplus      {_at(path)}/{name} {tuple(shape)}" for name, shape in found.items()]
        if len(lines) == before:
            lines.append(f"  not loaded   {_at(path)}: {error}")
    for path in surplus:
        store = weights.get(path)
        lines += [f"  surplus      {_at(path)}/{name} {tuple(_shape(store, name))}" for name in store.keys()]
    name = getattr(root, "name", type(root).__name__)
    return f"The weights of the file do not fit {name!r}:\n" + "\n".join(lines)


def _at(path):
    return f"{path}/vars" if path else "vars"


def _shape(store, name):
    return store.shape(name) if hasattr(store, "shape") else store[name].shape
