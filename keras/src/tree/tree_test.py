import collections

import pytest

from keras.src import tree

Pair = collections.namedtuple("Pair", "first second")
OrderedDict = collections.OrderedDict


class ListSubclass(list):
    pass


STRUCTURES = [  # structure, leaves, paths
    (1, [1], [()]),
    (None, [None], [()]),
    ("text", ["text"], [()]),
    ([], [], []),
    ({}, [], []),
    ([1, [2, None]], [1, 2, None], [(0,), (1, 0), (1, 1)]),
    ((1, (2,)), [1, 2], [(0,), (1, 0)]),
    ({"b": 1, "a": [2, 3]}, [2, 3, 1], [("a", 0), ("a", 1), ("b",)]),
    (OrderedDict([("b", 1), ("a", 2)]), [1, 2], [("b",), ("a",)]),
    (collections.defaultdict(list, {"z": 1, "y": 2}), [2, 1], [("y",), ("z",)]),
    (Pair(1, [2]), [1, 2], [(0,), (1, 0)]),
    (collections.deque([1, 2]), [1, 2], [(0,), (1,)]),
    ({1, 2}, [{1, 2}], [()]),
    (ListSubclass([1]), [ListSubclass([1])], [()]),
    ({1: 1, "a": 2}, [1, 2], [(1,), ("a",)]),
]


@pytest.mark.parametrize("structure, leaves, paths", STRUCTURES)
def test_flatten_and_pack(structure, leaves, paths):
    assert tree.flatten(structure) == leaves
    assert tree.flatten_with_path(structure) == list(zip(paths, leaves))
    packed = tree.pack_sequence_as(structure, leaves)
    assert packed == structure and type(packed) is type(structure)
    if isinstance(structure, dict):
        assert list(packed) == list(structure)
    assert tree.is_nested(structure) == (paths != [()])
    assert tree.map_structure(lambda x: x, structure) == structure
    assert tree.traverse(lambda x: None, structure) == structure
    tree.assert_same_structure(structure, packed)
    tree.assert_same_paths(structure, packed)


@pytest.mark.parametrize("flat", [[1], [1, 2, 3]])
def test_pack_wants_as_many_items_as_leaves(flat):
    with pytest.raises(ValueError):
        tree.pack_sequence_as([0, 0], flat)


def test_map_several_structures():
    add = lambda *xs: sum(xs)
    assert tree.map_structure(add, [1, (2,)], [10, (20,)], [100, (200,)]) == [111, (222,)]
    mapped = tree.map_structure(add, OrderedDict([("b", 1), ("a", 2)]), {"a": 20, "b": 10})
    assert mapped == OrderedDict([("b", 11), ("a", 22)]) and isinstance(mapped, OrderedDict)


def test_none_is_a_leaf_on_demand():
    seen = lambda *xs: xs
    assert tree.map_structure(seen, [None, 1], [2, None]) == [(None, 2), (1, None)]
    assert tree.map_structure(seen, [None, 1], none_is_leaf=False) == [None, (1,)]
    with pytest.raises(ValueError):
        tree.map_structure(seen, [None, 1], [2, 3], none_is_leaf=False)
    with pytest.raises(ValueError):
        tree.map_structure(seen, [2, 3], [None, 1], none_is_leaf=False)


DIFFERENT = [
    ([1, 2], (1, 2)),
    ([1, 2], [1]),
    ([1, [2]], [1, 2]),
    ([1, 2], [1, [2]]),
    ({"a": 1}, {"b": 1}),
    ((1, 2), Pair(1, 2)),
    ([1], None),
]


@pytest.mark.parametrize("a, b", DIFFERENT)
def test_different_structures(a, b):
    with pytest.raises(ValueError):
        tree.map_structure(lambda x, y: x, a, b)
    with pytest.raises(ValueError):
        tree.assert_same_structure(a, b)


@pytest.mark.parametrize(
    "a, b, same",
    [
        ([1, (2,)], (1, [2]), True),
        ((1, 2), Pair(1, 2), True),
        ([None], [1], True),
        ([], {}, True),
        ([1, 2], [1], False),
        ([1], {"a": 1}, False),
    ],
)
def test_assert_same_paths(a, b, same):
    if same:
        tree.assert_same_paths(a, b)
    else:
        with pytest.raises(ValueError, match="Only in"):
            tree.assert_same_paths(a, b)


def test_check_types_is_deprecated():
    with pytest.warns(DeprecationWarning):
        tree.assert_same_structure([1], [2], check_types=False)


def test_map_structure_up_to():
    seen = lambda *xs: xs
    assert tree.map_structure_up_to({"a": 0}, seen, {"a": [1, 2]}, {"a": 5}) == {"a": ([1, 2], 5)}
    assert tree.map_structure_up_to([None, 0], seen, [[1], None]) == [([1],), (None,)]
    with pytest.raises(ValueError):
        tree.map_structure_up_to([[0]], seen, [1])


@pytest.mark.parametrize(
    "call",
    [
        lambda: tree.map_structure(3, [1], [2]),
        lambda: tree.map_structure_up_to([1], 3, [1]),
        lambda: tree.traverse(3, [1]),
        lambda: tree.map_shape_structure(3, [1]),
    ],
)
def test_a_function_is_needed(call):
    with pytest.raises(TypeError, match="func"):
        call()


@pytest.mark.parametrize(
    "call",
    [lambda: tree.map_structure(len), lambda: tree.map_structure_up_to([1], len)],
)
def test_a_structure_is_needed(call):
    with pytest.raises(ValueError, match="at least one structure"):
        call()


def test_traverse_order_and_pruning():
    structure = {"b": [1], "a": Pair(2, 3)}
    down, up = [], []
    tree.traverse(down.append, structure)
    tree.traverse(up.append, structure, top_down=False)
    assert down == [structure, Pair(2, 3), 2, 3, [1], 1]
    assert up == [2, 3, Pair(2, 3), 1, [1], structure]
    pruned = tree.traverse(lambda x: "cut" if isinstance(x, tuple) else None, structure)
    assert pruned == {"b": [1], "a": "cut"} and list(pruned) == ["b", "a"]


def test_map_to_none():
    function = lambda x: tree.MAP_TO_NONE if x == 1 else None
    for top_down in (True, False):
        assert tree.traverse(function, [1, 2], top_down=top_down) == [None, 2]


def test_lists_to_tuples():
    assert tree.lists_to_tuples([1, {"a": [2, [3]]}, Pair([4], 5)]) == (
        1,
        {"a": (2, (3,))},
        Pair((4,), 5),
    )


@pytest.mark.parametrize(
    "structure, expected",
    [
        ((1, None), "S"),
        ([1, 2], "S"),
        ([(1, None), (2, 3)], ["S", "S"]),
        ({"x": (1, 2), "y": [1, (3,)]}, {"x": "S", "y": ["S", "S"]}),
        ((), "S"),
    ],
)
def test_map_shape_structure(structure, expected):
    assert tree.map_shape_structure(lambda shape: "S", structure) == expected


def test_register_tree_node_class():
    @tree.register_tree_node_class
    class Box:
        def __init__(self, item):
            self.item = item

        def tree_flatten(self):
            return (self.item,), None

        @classmethod
        def tree_unflatten(cls, metadata, children):
            return cls(*children)

    assert tree.flatten([Box({"a": 1}), 2]) == [1, 2]
    assert tree.map_structure(lambda x: x + 1, Box(1)).item == 2
