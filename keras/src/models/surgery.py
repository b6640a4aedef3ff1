"""Changes to models that are built: weights by name, freezing, layers exchanged."""
import re
from typing import NamedTuple

from keras.src import backend, tree
from keras.src.layers.layer import Layer
from keras.src.models.symbolic import symbolic_graph, traced_shapes


class KeyReport(NamedTuple):
    """What `load_state_dict` did not match."""

    missing_keys: list
    unexpected_keys: list


class Surgery:
    """The part of Model that changes a model in place."""

    # Symbols

    @property
    def input(self):
        """The symbolic inputs of a built model, in the structure in which it takes them."""
        return self._symbols()[0]

    @property
    def output(self):
        """The symbolic outputs of a built model, in the structure in which it gives them."""
        return self._symbols()[1]

    def _symbols(self):
        if self.__dict__.get("_symbolic_graph") is None:
            self.__dict__["_symbolic_graph"] = symbolic_graph(self)
        return self._symbolic_graph

    def _traced_shapes(self):
        return traced_shapes(self)

    # Weights by name

    def state_dict(self, *args, **kwargs):
        """The weights by name, in one flat dict.

        On torch this is `torch.nn.Module.state_dict`, with its arguments, names and tensors.

        Returns:
            Dict from the path of each weight, as `"dense/kernel"`, to a NumPy array.

        Example:

        >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="head")])
        >>> sorted(tuple(value.shape) for value in model.state_dict().values())
        [(2,), (3, 2)]
        """
        if hasattr(super(), "state_dict"):
            return super().state_dict(*args, **kwargs)
        return {path: backend.convert_to_numpy(v.value).copy() for path, v in _named_weights(self).items()}

    def load_state_dict(self, state_dict, strict=True, mapping=None, **kwargs):
        """Sets weights from a flat dict, as `state_dict` gives it on any backend.

        On torch a dict with the names of `torch.nn.Module.state_dict` goes to `torch.nn.Module.load_state_dict`.

        Args:
            state_dict: Dict from paths of weights to arrays or tensors.
            strict: Boolean, whether every weight must be given and every name be known. Default True.
            mapping: Dict from names in `state_dict` to names in the model, or a function of a name; what gives None
                is left out. Default None.
            **kwargs: `assign`, for torch.

        Returns:
            A named tuple `(missing_keys, unexpected_keys)`.

        Raises:
            ValueError: If names or shapes do not fit; the message lists each. No weight has been changed then.

        Example:

        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, name="head")])
        >>> model.load_state_dict({"old/kernel": [[3.0]]}, mapping={"old/kernel": "head/kernel"})
        KeyReport(missing_keys=[], unexpected_keys=[])
        """
        state = _renamed(state_dict, mapping)
        weights = _named_weights(self)
        if hasattr(super(), "state_dict") and not any(name in weights for name in state):
            return super().load_state_dict(state, strict=strict, **kwargs)
        report = KeyReport([p for p in weights if p not in state], [n for n in state if n not in weights])
        given = {name: value for name, value in state.items() if name in weights}
        problems = [f"{n}: shape {_shape(v)} given, {weights[n].shape} needed" for n, v in given.items()
                    if _shape(v) != tuple(weights[n].shape)]
        if strict:
            problems += [f"{name}: missing" for name in report.missing_keys]
            problems += [f"{name}: not in the model" for name in report.unexpected_keys]
        if problems:
            raise ValueError(f"The state does not fit model {self.name!r}:\n  " + "\n  ".join(problems))
        for name, value in given.items():
            weights[name].assign(value)
        return report

    # Freezing

    def freeze(self, pattern=None):
        """Makes layers not trainable. Compile again before further training.

        Args:
            pattern: Regular expression that is searched in the paths of layers, as `"encoder/conv1"`; a list of
                these; or a function of a layer. Default None: all layers.

        Returns:
            List of the paths of the layers concerned.

        Raises:
            ValueError: If no layer fits.

        Example:

        >>> model = keras.Sequential([keras.layers.Dense(2, name="body"), keras.layers.Dense(1, name="head")])
        >>> model.freeze("body")
        ['body']
        >>> [layer.trainable for layer in model.layers]
        [False, True]
        """
        return self._set_trainable(pattern, False)

    def unfreeze(self, pattern=None):
        """Makes layers trainable again, and the models around them; see `freeze`.

        Args:
            pattern: As for `freeze`. Default None: all layers.

        Returns:
            List of the paths of the layers concerned.
        """
        return self._set_trainable(pattern, True)

    def _set_trainable(self, pattern, value):
        paths = _layer_paths(self)
        fits = _layer_test(pattern)
        chosen = [(path, chain) for path, chain in paths if fits(path, chain[-1])]
        if not chosen:
            raise ValueError(f"No layer fits {pattern!r}. The layers are: {', '.join(path for path, _ in paths)}")
        for _, chain in chosen:
            chain[-1].trainable = value
            for outer in (self, *chain[:-1]) if value else ():
                outer._trainable = True  # It alone: the other layers inside stay as they are.
        return [path for path, _ in chosen]

    # Layers exchanged

    def replace_layer(self, old, new):
        """Puts a layer in the place of another. All other layers stay, with their weights.

        In a functional model the layers after it are called again. The model must be compiled again before it is
        trained.

        Args:
            old: A layer of the model, or its name.
            new: A `keras.Layer` whose output the following layers take.

        Returns:
            The model itself.

        Raises:
            ValueError: If `old` is no layer of the model, or a layer cannot take what `new` gives.

        Example:

        >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="head")])
        >>> model.replace_layer("head", keras.layers.Dense(5)).output_shape
        (None, 5)
        """
        if not isinstance(new, Layer):
            raise ValueError(f"Argument `new` must be a `keras.Layer`. Received: new={new!r}")
        old = self.get_layer(old) if isinstance(old, str) else old
        if not any(layer is old for layer in self.layers):
            raise ValueError(f"Argument `old` must be a layer of the model, or its name. Received: old={old!r}")
        self._exchange(old, new)
        self.__dict__["_symbolic_graph"] = None
        for layer in self._flatten_layers():
            layer._forget_short_way()
        self._forget_functions()
        self.compiled = False  # The optimizer holds the old layer's variables.
        return self

    def _exchange(self, old, new):
        """Puts `new` wherever an attribute of the model holds `old`; other kinds of models override it."""
        self._tracker.replace_tracked_value("layers", old, new)
        for name, value in list(vars(self).items()):
            if value is old:
                setattr(self, name, new)
            elif isinstance(value, (list, tuple, dict)) and not name.startswith("_"):
                if any(item is old for item in tree.flatten(value)):
                    setattr(self, name, tree.map_structure(lambda item: new if item is old else item, value))


def exchanged_graph(model, old, new):
    """The inputs and outputs of a functional model with `new` called in the place of `old`."""
    inputs = tree.map_structure(lambda x: x, model._inputs_struct)
    return inputs, model._run_through_graph(inputs, lambda operation: new if operation is old else operation)


def _named_weights(model):
    """`{path inside the model: variable}`; of several with one path, the second is called `path.1`."""
    named = {}
    for v in model.weights:
        inside = path = v.path.removeprefix(f"{model.name}/")
        count = 0
        while path in named:
            count += 1
            path = f"{inside}.{count}"
        named[path] = v
    return named


def _renamed(state, mapping):
    if mapping is None:
        return dict(state)
    rename = mapping if callable(mapping) else lambda name: mapping.get(name, name)
    pairs = ((rename(name), value) for name, value in state.items())
    return {name: value for name, value in pairs if name is not None}


def _shape(value):
    if hasattr(value, "shape"):
        return tuple(value.shape)
    return (len(value), *_shape(value[0])) if isinstance(value, (list, tuple)) and value else ()


def _layer_paths(model):
    """Pairs of each layer's path and the chain of layers that leads to it, outer ones first."""
    found, waiting = [], [(layer.name, (layer,)) for layer in model.layers[::-1]]
    while waiting:
        path, chain = waiting.pop()
        found.append((path, chain))
        waiting += [(f"{path}/{layer.name}", (*chain, layer)) for layer in chain[-1]._layers[::-1]]
    return found


def _layer_test(pattern):
    """A function of a layer's path and the layer."""
    if pattern is None:
        return lambda path, layer: True
    if callable(pattern):
        return lambda path, layer: pattern(layer)
    patterns = [pattern] if isinstance(pattern, str) else list(pattern)
    return lambda path, layer: any(re.search(p, path) for p in patterns)
