"""Losses and metrics matched to the outputs of a model."""
import functools
import operator

from keras.src import backend, tree


class Output:
    """One tensor among a model's outputs.

    Args:
        index: Position among the flat outputs.
        path: Tuple of dict keys and positions that lead to it; empty if it is the only one.
        name: Its name if it has one: a dict key or the name of the output layer; else None.
        layer: The name of the output layer, or None.
    """

    def __init__(self, index, path, name, layer=None):
        self.index = index
        self.path = path
        self.name = name
        self.layer = layer

    def label(self, fallback):
        """The name in logs, the outer keys before it; `fallback` where it has no name."""
        return "/".join([*map(str, self.path[:-1]), str(self.name if self.name is not None else fallback)])


def outputs_of(y_pred, output_names=None):
    """The `Output`s of a structure of predictions, in flat order."""
    if not tree.is_nested(y_pred):
        return [Output(0, (), None)]
    flat = tree.flatten_with_path(y_pred)
    named = output_names if output_names and len(output_names) == len(flat) else None
    found = []
    for index, (path, _) in enumerate(flat):
        layer = named[index] if named else None
        found.append(Output(index, path, path[-1] if isinstance(path[-1], str) else layer, layer))
    return found


def are_nested(outputs):
    """Whether there are structures inside of the structure of outputs."""
    return any(len(output.path) > 1 for output in outputs)


def match(argument, spec, y_pred, outputs, is_item):
    """What is meant for each output.

    Args:
        argument: Name of the argument, for errors.
        spec: Dict by output name, list in the order of the outputs, or a structure like the outputs.
        y_pred: Structure of predictions.
        outputs: Its `Output`s.
        is_item: Function that says whether a part of `spec` is for one output.

    Returns:
        List with an item or None per output.

    Raises:
        KeyError: If a dict names an output that does not exist.
        ValueError: If the structure fits neither way.
    """
    names, flat = [output.name for output in outputs], not are_nested(outputs)
    if isinstance(spec, dict) and all(name is not None for name in names):
        if flat and set(spec) <= set(names):
            return [spec.get(name) for name in names]
        strangers = sorted(set(map(str, spec)) - set(map(str, names)))
        if flat and strangers:
            kind = KeyError if isinstance(y_pred, dict) and argument == "loss" else ValueError
            raise kind(
                f"Argument `{argument}` names outputs that the model does not have: {strangers}. It has {names}."
            )
    if argument == "loss":
        layers = [output.layer for output in outputs]
        if isinstance(spec, dict) and not isinstance(y_pred, dict) and set(spec) == set(layers):
            return [spec[layer] for layer in layers]
        items = _items(spec, is_item)
        if len(items) == len(outputs) and (list(spec) == items or not isinstance(y_pred, dict)):
            return items
    elif flat and isinstance(spec, (list, tuple)) and len(spec) == len(outputs) and all(map(is_item, spec)):
        return list(spec)
    try:
        if isinstance(spec, (list, tuple)) and len(spec) > len(y_pred):
            raise IndexError(len(spec))
        return [functools.reduce(operator.getitem, output.path, spec) for output in outputs]
    except (KeyError, IndexError, TypeError) as e:
        raise ValueError(
            f"Argument `{argument}` must be a list or dict with an item for each output, or have the "
            f"structure of the outputs: {_shape_of(y_pred)}. Received: {argument}={spec}"
        ) from e


def _items(spec, is_item):
    """The items in lists and tuples, one after the other."""
    if is_item(spec) or not isinstance(spec, (list, tuple)):
        return [spec]
    return [item for part in spec for item in _items(part, is_item)]


def _shape_of(y_pred):
    return tree.map_structure(lambda _: "output", y_pred)


def aligned(argument, values, y_pred, outputs, used=None):
    """Targets or weights, one per output, None where there is none.

    Args:
        argument: `"y"` or `"sample_weight"`, for errors.
        values: A structure like `y_pred`, a dict by output name, or a flat list. One tensor of weights is for all.
        y_pred: Structure of predictions.
        outputs: Its `Output`s.
        used: Places of the outputs that have a use for a value, to which a list of so many belongs. Default None: all.

    Returns:
        List with a tensor or None per output.

    Raises:
        ValueError: If there are other names or another number.
    """
    if argument == "sample_weight" and not tree.is_nested(values):
        return [values] * len(outputs)
    if isinstance(values, dict) and all(output.name in values or output.name is None for output in outputs):
        if all(len(output.path) == 1 and output.name is not None for output in outputs):
            return [values[output.name] for output in outputs]
    if isinstance(values, dict) and isinstance(y_pred, dict) and set(values) < set(y_pred):
        return [values.get(output.name) for output in outputs]
    flat = tree.flatten(values)
    if used is not None and len(flat) == len(used):
        found = dict(zip(used, flat))
        return [found.get(place) for place in range(len(outputs))]
    if len(flat) != len(outputs):
        raise ValueError(
            f"Argument `{argument}` must hold one array for each of the {len(outputs)} outputs of the model, "
            f"{[output.label(output.index) for output in outputs]}. Received {len(flat)} arrays"
        )
    return flat


def combined(sample_weight, weight):
    """The product of given weights, or None, with one weight for each sample."""
    if sample_weight is None:
        return weight
    leaf = tree.flatten(sample_weight)[0]
    return leaf * backend.numpy.reshape(weight, (-1, *[1] * (len(leaf.shape) - 1)))
