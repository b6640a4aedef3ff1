"""Looking into files of weights, and changing them."""
import contextlib
import os

import numpy as np

from keras.src.api_export import keras_export
from keras.src.saving import safety
from keras.src.saving.atomic import replacing
from keras.src.saving.state import save_state
from keras.src.saving.stores import H5IOStore, NpzIOStore
from keras.src.utils.io_utils import print_msg

_SEPARATOR = "─" * 21


@keras_export("keras.saving.KerasFileEditor")
class KerasFileEditor:
    """Shows, compares and edits the weights of a `.keras` or `.weights.h5` file.

    The weights are held in `weights_dict`: nested dicts of objects, such as
    `{"layers": {"dense": {"0": kernel, "1": bias}}}`. Objects are named by their path (`"layers/dense"`) or, where
    it occurs only once, by their name alone (`"dense"`). The file itself is not touched; `save` writes a new one.

    Args:
        filepath: Path of the file. Of a `.keras` file `metadata` and `config` hold the parts that are not weights.

    Raises:
        ValueError: If the file has another extension or is no such file.
        FileNotFoundError: If there is no file.

    Example:

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    >>> model.save_weights("old.weights.h5")
    >>> editor = keras.saving.KerasFileEditor("old.weights.h5")
    Weights in 'old.weights.h5'
    >>> editor.rename_object("dense", "head")
    >>> editor.delete_weight("head", "1")
    >>> editor.summary()
    Weights in 'old.weights.h5'
      > layers
          └─ head
              └─ 0: shape=(2, 3), dtype=float32
    >>> editor.save("new.weights.h5")
    """

    def __init__(self, filepath):
        self.filepath = os.fspath(filepath)
        self.metadata = self.config = self.model = None
        if self.filepath.endswith(".keras"):
            self._read_archive()
        elif self.filepath.endswith(".weights.h5"):
            self.weights_dict = _nested(H5IOStore(self.filepath, mode="r"), os.path.getsize(self.filepath))
        else:
            raise ValueError(
                "Argument `filepath` of KerasFileEditor must end in `.keras` or `.weights.h5`. "
                f"Received: filepath={self.filepath!r}"
            )
        print_msg(self._title())

    def _read_archive(self):
        with open(self.filepath, "rb") as file, safety.open_archive(file) as archive:
            self.metadata, self.config = (
                safety.read_json(safety.read_member(archive, name), f"The member {name!r}")
                for name in ("metadata.json", "config.json")
            )
            h5 = "model.weights.h5" in archive.namelist()
            store = H5IOStore("model.weights.h5", archive) if h5 else NpzIOStore("model.weights.npz", archive)
            self.weights_dict = _nested(store, os.path.getsize(self.filepath))

    def _title(self):
        title = f"Weights in {self.filepath!r}"
        if self.metadata:
            title += f", of Keras {self.metadata.get('keras_version')}, {self.metadata.get('date_saved')}"
        return title

    def summary(self):
        """Prints the objects of the file, with the shape and dtype of every weight."""
        lines = [self._title()]
        for name, value in self.weights_dict.items():
            lines.append(f"  > {name}{_described(value)}")
            lines += _tree_lines(value, " " * 6)
        print_msg("\n".join(lines))

    def compare(self, reference_model):
        """Compares the weights with those of a model, and prints what differs.

        Args:
            reference_model: A built model.

        Returns:
            Dict with `"status"` (`"success"`, or `"error"` if something differs), `"error_count"` and
            `"match_count"`, the number of weights that the file and the model have alike.
        """
        store = _References()
        save_state(reference_model, store, None)
        comparison = _Comparison()
        comparison.compare(_nested(store), self.weights_dict, "")
        errors, matches = len(comparison.errors), comparison.matches
        verdict = (
            f"{errors} error{'s' if errors > 1 else ''}: the file does not fit the model"
            if errors
            else f"The file fits the model: {matches} weights match"
        )
        print_msg("\n".join([self._title(), *comparison.errors, _SEPARATOR, verdict]))
        return {"status": "error" if errors else "success", "error_count": errors, "match_count": matches}

    def rename_object(self, object_name, new_name):
        """Gives an object another name at the same place.

        Args:
            object_name: Path of the object, or its name.
            new_name: The new name, not a path. An object that had it is replaced.

        Raises:
            ValueError: If there is no such object, there are several, or the new name is a path.
        """
        if "/" in new_name:
            raise ValueError(f"Argument `new_name` must be a name and no path. Received: new_name={new_name!r}")
        parent, name = self._find(object_name)
        parent[new_name] = parent.pop(name)

    def delete_object(self, object_name):
        """Removes an object and all that is in it.

        Args:
            object_name: Path of the object, or its name.

        Raises:
            ValueError: If there is no such object, or there are several.
        """
        parent, name = self._find(object_name)
        del parent[name]

    def add_object(self, object_path, weights):
        """Adds an object.

        Args:
            object_path: Path of the new object; what stands before its name must be there.
            weights: Dict from names of weights (`"0"`, `"1"`, ...) to arrays, or to such dicts.

        Raises:
            ValueError: If the place is not there, or `weights` is no dict.
        """
        weights = _checked_weights(weights)
        place, _, name = object_path.rpartition("/")
        parent = self._place(place)
        if parent is None:
            raise ValueError(f"There is no object {place!r} to add to. Received: object_path={object_path!r}")
        parent[name] = weights

    def delete_weight(self, object_name, weight_name):
        """Removes a weight of an object.

        Args:
            object_name: Path of the object, or its name.
            weight_name: Name of the weight, such as `"0"`.

        Raises:
            ValueError: If there is no such object or weight.
        """
        weights = self._object(object_name)
        if weight_name not in weights:
            raise ValueError(
                f"The object {object_name!r} has no weight of this name, but {list(weights)}. "
                f"Received: weight_name={weight_name!r}"
            )
        del weights[weight_name]

    def add_weights(self, object_name, weights):
        """Adds weights to an object, or replaces those of the same name.

        Args:
            object_name: Path of the object, or its name.
            weights: Dict from names of weights (`"0"`, `"1"`, ...) to arrays.

        Raises:
            ValueError: If there is no such object, or `weights` is no dict.
        """
        weights = _checked_weights(weights)
        self._object(object_name).update(weights)

    def save(self, filepath):
        """Writes the weights, as they are now, to a file that `load_weights` reads.

        Args:
            filepath: Path that ends in `.weights.h5`.

        Raises:
            ValueError: If it has another extension.
        """
        filepath = os.fspath(filepath)
        if not filepath.endswith(".weights.h5"):
            raise ValueError(f"Argument `filepath` must end in `.weights.h5`. Received: filepath={filepath!r}")
        with replacing(filepath) as temporary, contextlib.closing(H5IOStore(temporary, mode="w")) as store:
            _write(store, "", self.weights_dict)

    def resave_weights(self, filepath):
        """The same as `save`."""
        self.save(filepath)

    def _find(self, name):
        """The dict in which an object or weight lies, and its name there. Paths start at the top."""
        place, _, leaf = name.rpartition("/")
        parent = self._place(place)
        if parent is not None and leaf in parent:
            return parent, leaf
        found = [] if place else list(_parents(self.weights_dict, name))
        if len(found) != 1:
            problem = "Several objects have this name: give a path" if found else "There is no such object"
            raise ValueError(f"{problem}; see `summary()`. Received: {name!r}")
        return found[0], name

    def _place(self, path):
        """The object at a path, or None."""
        place = self.weights_dict
        for name in path.split("/") if path else ():
            place = place.get(name) if isinstance(place, dict) else None
        return place if isinstance(place, dict) else None

    def _object(self, name):
        parent, leaf = self._find(name)
        if not isinstance(parent[leaf], dict):
            raise ValueError(f"{name!r} is a weight and no object.")
        return parent[leaf]


class _References:
    """A store that only takes note of the variables themselves."""

    def __init__(self):
        self.contents = {}

    def make(self, path, metadata=None):
        return self.contents.setdefault(path, {})

    def keys(self):
        return self.contents.keys()

    def get(self, path):
        return self.contents[path]

    def close(self):
        pass


class _Comparison:
    """Counts weights that match, and describes those that do not."""

    def __init__(self):
        self.errors, self.matches = [], 0

    def compare(self, expected, found, path):
        for name, value in expected.items():
            where = f"{path}/{name}"
            if name not in found:
                self._lacking(where, value, "the file")
            elif isinstance(value, dict) and isinstance(found[name], dict):
                self.compare(value, found[name], where)
            elif np.shape(value) == np.shape(found[name]) and not isinstance(found[name], dict):
                self.matches += 1
            else:
                self.errors.append(f"  {where}: {_kind(value)} in the model, {_kind(found[name])} in the file")
        for name, value in found.items():
            if name not in expected:
                self._lacking(f"{path}/{name}", value, "the model")

    def _lacking(self, where, value, place):
        self.errors.append(f"  {where}: not in {place}; {_kind(value)}")


def _kind(value):
    return f"an object with {list(value)}" if isinstance(value, dict) else f"shape {tuple(np.shape(value))}"


def _nested(store, size=None):
    """The arrays of a store as nested dicts; of a file of `size` bytes they take no more memory than is likely."""
    root = {}
    allowance = safety.Allowance(size) if size is not None else None
    with contextlib.closing(store):
        for path in store.keys():
            arrays = store.get(path)
            place = root
            for name in path.split("/") if arrays and path else ():
                place = place.setdefault(name, {})
            for name in arrays.keys():
                place[name] = arrays[name]
                if allowance is not None:
                    allowance.take(place[name].nbytes)
    return root


def _write(store, path, contents):
    arrays = {name: value for name, value in contents.items() if not isinstance(value, dict)}
    if arrays:
        group = store.make(path)
        for name, value in arrays.items():
            group[name] = value
    for name, value in contents.items():
        if isinstance(value, dict):
            _write(store, f"{path}/{name}" if path else name, value)


def _parents(contents, name):
    """All dicts in which something has a name."""
    if name in contents:
        yield contents
    for value in contents.values():
        if isinstance(value, dict):
            yield from _parents(value, name)


def _checked_weights(weights):
    if not isinstance(weights, dict) or not all(isinstance(name, str) for name in weights):
        raise ValueError(
            "Argument `weights` must be a dict from names of weights ('0', '1', ...) to arrays. "
            f"Received: weights={weights!r}"
        )
    return {k: _checked_weights(v) if isinstance(v, dict) else np.asarray(v) for k, v in weights.items()}


def _described(value):
    return "" if isinstance(value, dict) else f": shape={value.shape}, dtype={value.dtype}"


def _tree_lines(value, indent):
    if not isinstance(value, dict):
        return
    for number, (name, child) in enumerate(value.items(), 1):
        last = number == len(value)
        yield f"{indent}{'└' if last else '├'}─ {name}{_described(child)}"
        yield from _tree_lines(child, indent + ("    " if last else "│   "))
