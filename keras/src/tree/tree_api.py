"""The public functions over nested structures, on top of optree's C++ traversal.

A structure is a leaf, or a list, tuple, named tuple, dict, `OrderedDict`, `defaultdict`, deque or an object of
a class that was registered, whose items are structures. Dicts are read in the order of their sorted keys,
ordered dicts in their own. None is a leaf. A subclass of list, tuple or dict is a leaf unless registered.
"""
import functools
import warnings

import optree

from keras.src.api_export import keras_export

_NAMESPACE = "keras"
_flatten = functools.partial(optree.tree_flatten, none_is_leaf=True, namespace=_NAMESPACE)
_is_leaf = functools.partial(optree.tree_is_leaf, none_is_leaf=True, namespace=_NAMESPACE)


def register_tree_node_class(cls):
    """Class decorator: objects with `tree_flatten` and `tree_unflatten(metadata, children)` become nodes."""
    return optree.register_pytree_node_class(cls, namespace=_NAMESPACE)


@keras_export("keras.tree.MAP_TO_NONE")
class MAP_TO_NONE:
    """What a function given to `keras.tree.traverse` returns to put None in the place of its argument.

    Example:

    >>> keras.tree.traverse(lambda x: keras.tree.MAP_TO_NONE if x == 1 else None, [1, 2])
    [None, 2]
    """


@keras_export("keras.tree.is_nested")
def is_nested(structure):
    """Whether a structure is a node (a list, tuple, dict, ...) rather than a leaf.

    Args:
        structure: Any object.

    Returns:
        Boolean.

    Example:

    >>> keras.tree.is_nested([]), keras.tree.is_nested("leaf")
    (True, False)
    """
    return not _is_leaf(structure)


@keras_export("keras.tree.traverse")
def traverse(func, structure, top_down=True):
    """Offers every node and leaf of a structure to a function that may replace it.

    Args:
        func: Callable of one argument. It returns None to keep what it is given (and, top-down, to go on
            inside it), `keras.tree.MAP_TO_NONE` to replace it by None, anything else to replace it.
        structure: Nested structure.
        top_down: Boolean, whether a node is offered before its items, in which case the items of a replaced
            node are not visited. Defaults to `True`.

    Returns:
        The structure with the replacements made.

    Example:

    >>> keras.tree.traverse(lambda x: sum(x) if isinstance(x, tuple) else None, [(1, 2), 5])
    [3, 5]
    """
    if not callable(func):
        raise TypeError(f"Argument `func` of `tree.traverse` must be callable. Received: func={func!r}.")

    def visit(value):
        if top_down:
            result = func(value)
            return visit_items(value) if result is None else _none_if_asked(result)
        value = visit_items(value)
        result = func(value)
        return value if result is None else _none_if_asked(result)

    def visit_items(value):
        if _is_leaf(value):
            return value
        items, spec = _flatten(value, is_leaf=lambda item: item is not value)
        return spec.unflatten(map(visit, items))

    return visit(structure)


def _none_if_asked(result):
    return None if result is MAP_TO_NONE else result


@keras_export("keras.tree.flatten")
def flatten(structure):
    """The leaves of a structure, in order.

    Args:
        structure: Nested structure.

    Returns:
        List of leaves. Dicts contribute their values in the order of the sorted keys.

    Example:

    >>> keras.tree.flatten({"b": [2, None], "a": 1})
    [1, 2, None]
    """
    return _flatten(structure)[0]


@keras_export("keras.tree.flatten_with_path")
def flatten_with_path(structure):
    """The leaves of a structure, each with the keys and indices that lead to it.

    Args:
        structure: Nested structure.

    Returns:
        List of pairs `(path, leaf)`, where `path` is a tuple of dict keys and positions.

    Example:

    >>> keras.tree.flatten_with_path({"b": [2, 3], "a": 1})
    [(('a',), 1), (('b', 0), 2), (('b', 1), 3)]
    """
    paths, leaves, _ = optree.tree_flatten_with_path(
        structure, none_is_leaf=True, namespace=_NAMESPACE
    )
    return list(zip(paths, leaves))


@keras_export("keras.tree.map_structure")
def map_structure(func, *structures, none_is_leaf=True):
    """Applies a function to the leaves of one structure, or to those of several side by side.

    Args:
        func: Callable with as many arguments as there are structures.
        *structures: Nested structures of equal shape. A dict, an `OrderedDict` and a `defaultdict` with the
            same keys count as equal.
        none_is_leaf: Boolean, whether None is given to `func`; if not, None stays as it is. Defaults to `True`.

    Returns:
        The first structure with the results in the place of its leaves.

    Raises:
        ValueError: If there is no structure, or they differ.

    Example:

    >>> keras.tree.map_structure(lambda x, y: x + y, {"a": 1, "b": (2,)}, {"b": (20,), "a": 10})
    {'a': 11, 'b': (22,)}
    """
    if len(structures) == 1:
        leaves, spec = optree.tree_flatten(
            structures[0], none_is_leaf=none_is_leaf, namespace=_NAMESPACE
        )
        return spec.unflatten(map(func, leaves))
    _check_mapped(func, structures)
    leaves, spec = optree.tree_flatten(
        structures[0], none_is_leaf=none_is_leaf, namespace=_NAMESPACE
    )
    columns = [leaves]
    for other in structures[1:]:
        column = spec.flatten_up_to(other)
        if not optree.all_leaves(column, none_is_leaf=none_is_leaf, namespace=_NAMESPACE):
            _raise_different(structures[0], other)
        columns.append(column)
    return spec.unflatten(map(func, *columns))


@keras_export("keras.tree.map_structure_up_to")
def map_structure_up_to(shallow_structure, func, *structures):
    """Applies a function at the leaves of a shallow structure to what other structures hold there.

    Args:
        shallow_structure: Nested structure that the others begin with.
        func: Callable with as many arguments as there are structures.
        *structures: Nested structures, equal to `shallow_structure` or deeper.

    Returns:
        `shallow_structure` with the results in the place of its leaves.

    Raises:
        ValueError: If there is no structure, or one does not begin with `shallow_structure`.

    Example:

    >>> keras.tree.map_structure_up_to({"a": 0, "b": 0}, len, {"a": [1, 2], "b": [3]})
    {'a': 2, 'b': 1}
    """
    _check_mapped(func, structures)
    spec = _flatten(shallow_structure)[1]
    return spec.unflatten(map(func, *(spec.flatten_up_to(s) for s in structures)))


def _check_mapped(func, structures):
    if not callable(func):
        raise TypeError(f"Argument `func` must be callable. Received: func={func!r}.")
    if not structures:
        raise ValueError("Nothing to map over: pass at least one structure after `func`.")


@keras_export("keras.tree.assert_same_structure")
def assert_same_structure(a, b, check_types=None):
    """Raises an error unless two structures have the same nodes, whatever their leaves are.

    Args:
        a: Nested structure.
        b: Nested structure. A dict, an `OrderedDict` and a `defaultdict` with the same keys count as equal;
            a list and a tuple do not (see `keras.tree.assert_same_paths`).
        check_types: Deprecated, has no effect.

    Raises:
        ValueError: If they differ.

    Example:

    >>> keras.tree.assert_same_structure([1, {"a": None}], [2, {"a": "x"}])
    """
    if check_types is not None:
        warnings.warn(
            "`check_types` has no effect any more and will go; to let lists match tuples use "
            "`keras.tree.assert_same_paths`.",
            DeprecationWarning,
            stacklevel=2,
        )
    column = _flatten(a)[1].flatten_up_to(b)
    if not optree.all_leaves(column, none_is_leaf=True, namespace=_NAMESPACE):
        _raise_different(a, b)


def _raise_different(a, b):
    raise ValueError(f"The structures differ: one is nested deeper. Received: {a!r} and {b!r}.")


@keras_export("keras.tree.assert_same_paths")
def assert_same_paths(a, b):
    """Raises an error unless the same paths lead to the leaves of two structures.

    Args:
        a: Nested structure.
        b: Nested structure; a list may stand where the other has a tuple.

    Raises:
        ValueError: If they differ, with the paths that only one of them has.

    Example:

    >>> keras.tree.assert_same_paths([1, (2,)], (1, [2]))
    """
    paths_a, paths_b = (
        set(optree.tree_paths(s, none_is_leaf=True, namespace=_NAMESPACE)) for s in (a, b)
    )
    if paths_a != paths_b:
        raise ValueError(
            "The structures lead to their leaves by different paths. "
            f"Only in `a`: {_sorted(paths_a - paths_b)}. Only in `b`: {_sorted(paths_b - paths_a)}."
        )


def _sorted(paths):
    return sorted(paths, key=repr)


@keras_export("keras.tree.pack_sequence_as")
def pack_sequence_as(structure, flat_sequence):
    """Puts the items of a sequence in the place of a structure's leaves; undoes `keras.tree.flatten`.

    Args:
        structure: Nested structure.
        flat_sequence: Iterable with as many items as `structure` has leaves.

    Returns:
        A structure like `structure` holding the items.

    Raises:
        ValueError: If the numbers differ.

    Example:

    >>> keras.tree.pack_sequence_as({"b": (0, 0), "a": 0}, [1, 2, 3])
    {'b': (2, 3), 'a': 1}
    """
    return _flatten(structure)[1].unflatten(flat_sequence)


@keras_export("keras.tree.lists_to_tuples")
def lists_to_tuples(structure):
    """Turns every list inside a structure into a tuple.

    Args:
        structure: Nested structure.

    Returns:
        The structure with tuples for lists.

    Example:

    >>> keras.tree.lists_to_tuples([1, {"a": [2, 3]}])
    (1, {'a': (2, 3)})
    """
    return traverse(lambda x: tuple(x) if isinstance(x, list) else None, structure, top_down=False)


@keras_export("keras.tree.map_shape_structure")
def map_shape_structure(func, structure):
    """Applies a function to the shapes in a structure; a tuple or list of integers and None is one shape.

    Args:
        func: Callable of one shape.
        structure: Nested structure of shapes.

    Returns:
        The structure with the results in the place of the shapes.

    Example:

    >>> keras.tree.map_shape_structure(len, {"a": (2, 3), "b": [(None, 4, 5), (1,)]})
    {'a': 2, 'b': [3, 1]}
    """
    if not callable(func):
        raise TypeError(f"Argument `func` must be callable. Received: func={func!r}.")
    shapes, spec = _flatten(structure, is_leaf=is_shape)
    return spec.unflatten(map(func, shapes))


def is_shape(value):
    """Whether a value is a list or tuple of sizes, integers and None."""
    return isinstance(value, (list, tuple)) and all(isinstance(d, (int, type(None))) for d in value)
