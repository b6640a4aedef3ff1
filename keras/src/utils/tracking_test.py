import collections
import copy

import pytest

from keras.src import tree
from keras.src.utils import tracking

Pair = collections.namedtuple("Pair", "first second")


@pytest.fixture
def stores():
    return {"ints": [], "strings": []}


@pytest.fixture
def tracker(stores):
    return tracking.Tracker(
        {
            "ints": (lambda x: isinstance(x, int), stores["ints"]),
            "strings": (lambda x: isinstance(x, str), stores["strings"]),
        }
    )


def test_values_go_into_the_first_store_that_accepts_them(tracker, stores):
    assert tracker.track(1) == 1
    tracker.track("a")
    tracker.track(1)
    assert tracker.track(2.5) == 2.5
    assert stores == {"ints": [1], "strings": ["a"]}


@pytest.mark.parametrize(
    "value, kind, ints",
    [
        ([1, [2]], tracking.TrackedList, [1, 2]),
        ({"k": 3, "m": [4]}, tracking.TrackedDict, [3, 4]),
        (collections.OrderedDict(a=5), tracking.TrackedOrderedDict, [5]),
        (collections.defaultdict(int, a=6), tracking.TrackedDict, [6]),
        ({7}, tracking.TrackedSet, [7]),
        ((8, (9,)), tuple, [8, 9]),
        (Pair(10, [11]), Pair, [10, 11]),
    ],
)
def test_containers_are_looked_into(tracker, stores, value, kind, ints):
    assert type(tracker.track(value)) is kind
    assert stores["ints"] == ints


def test_list_operations(tracker, stores):
    items = tracker.track([1])
    items.append(2)
    items.extend([3, 4])
    items.insert(0, 5)
    assert stores["ints"] == [1, 2, 3, 4, 5]
    items.remove(2)
    assert items.pop() == 4
    del items[0]
    assert stores["ints"] == [1, 3]
    items.clear()
    assert stores["ints"] == [] and items == []


def test_slice_deletion_forgets_every_item(tracker, stores):
    items = tracker.track([1, 2, 3])
    del items[:2]
    assert stores["ints"] == [3]


def test_dict_operations(tracker, stores):
    items = tracker.track({"a": 1})
    items["b"] = 2
    items.update({"c": 3}, d=4)
    assert items.setdefault("e", 5) == 5
    assert items.setdefault("e", 6) == 5
    assert stores["ints"] == [1, 2, 3, 4, 5]
    assert items.pop("b") == 2
    assert items.pop("absent", None) is None
    assert items.popitem() == ("e", 5)
    assert stores["ints"] == [1, 3, 4]
    items.clear()
    assert stores["ints"] == []


def test_set_operations(tracker, stores):
    items = tracker.track({1})
    items.add(2)
    items.update([3])
    items.remove(1)
    items.discard(2)
    items.discard(99)
    assert stores["ints"] == [3]
    assert items.pop() == 3 and stores["ints"] == []


def test_lock_refuses_new_values_only(tracker, stores):
    kept = tracker.track(["text"])
    tracker.track(1)
    tracker.lock("It is built already.")
    tracker.track(1)
    with pytest.raises(ValueError, match="It is built already."):
        tracker.track(2)
    with pytest.raises(ValueError, match="It is built already."):
        kept.append(3)
    with pytest.raises(ValueError, match="It is built already."):
        tracker.add_to_store("ints", 4)
    assert kept == ["text"]
    tracker.unlock()
    tracker.track(2)
    assert stores["ints"] == [1, 2]


def test_untrack_and_replace(tracker, stores):
    first, second, third = 1000, 2000, 3000
    for value in (first, second):
        tracker.track(value)
    tracker.replace_tracked_value("ints", first, third)
    tracker.untrack(second)
    tracker.untrack("never tracked")
    assert stores["ints"] == [3000]
    assert tracker.is_in_store("ints", third) and not tracker.is_in_store("ints", first)
    with pytest.raises(ValueError, match="does not hold"):
        tracker.replace_tracked_value("ints", first, second)


def test_exclusions():
    first, second = [], []
    tracker = tracking.Tracker(
        {"a": (lambda x: False, first), "b": (lambda x: True, second)}, exclusions={"b": ["a"]}
    )
    tracker.add_to_store("a", 1)
    tracker.track(1)
    tracker.track(2)
    assert (first, second) == ([1], [2])


def test_no_automatic_dependency_tracking(tracker, stores):
    @tracking.no_automatic_dependency_tracking
    def assign(value):
        """Doc."""
        return tracker.track(value)

    assert type(assign([1])) is list
    assert stores["ints"] == [] and assign.__doc__ == "Doc."
    with pytest.raises(ZeroDivisionError), tracking.DotNotTrackScope():
        raise ZeroDivisionError
    assert tracking.is_tracking_enabled()


@pytest.mark.parametrize(
    "value, leaves",
    [
        (tracking.TrackedList([1, [2]]), [1, 2]),
        (tracking.TrackedDict({"b": 1, "a": 2}), [2, 1]),
        (tracking.TrackedOrderedDict([("b", 1), ("a", 2)]), [1, 2]),
        (tracking.TrackedSet([3]), [3]),
    ],
)
def test_tracked_containers_are_tree_nodes(value, leaves):
    assert tree.flatten(value) == leaves
    mapped = tree.map_structure(lambda x: x * 10, value)
    assert type(mapped) is type(value) and tree.flatten(mapped) == [x * 10 for x in leaves]


@pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy])
def test_copies_stay_tracked_containers(tracker, copier):
    items = copier(tracking.TrackedList([1, [2]]))
    assert items == [1, [2]] and type(items) is tracking.TrackedList
    mapping = copier(tracking.TrackedDict({"a": [1]}))
    assert mapping == {"a": [1]} and type(mapping) is tracking.TrackedDict
