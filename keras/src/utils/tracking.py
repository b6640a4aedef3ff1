"""Trackers notice the variables, layers and seed generators that are assigned to an object."""
import functools
from collections import OrderedDict

from keras.src import tree
from keras.src.backend.common import global_state

_ENABLED = "tracking_on"


class Tracker:
    """Sorts assigned values into stores, looking inside lists, tuples, dicts and sets.

    Args:
        config: Dict `{store_name: (predicate, store)}`. A value goes into the first store whose predicate
            accepts it; `store` is a list that the caller owns.
        exclusions: Dict `{store_name: [other_store_name, ...]}`, or None. A value that one of the other
            stores holds already stays out of the store.
    """

    def __init__(self, config, exclusions=None):
        self.config = config
        self.exclusions = exclusions or {}
        self.stored_ids = {name: set() for name in config}
        self.locked = False
        self._lock_violation_msg = None

    def track(self, attr):
        """Stores `attr`, or what it contains, and returns what should be assigned in its place.

        A list, dict or set comes back as a container that tracks later additions as well.
        """
        if not is_tracking_enabled():
            return attr
        for name, (accepts, _) in self.config.items():
            if accepts(attr):
                self._store(name, attr)
                return attr
        if isinstance(attr, tuple):
            items = [self.track(item) for item in attr]
            return type(attr)(*items) if hasattr(attr, "_fields") else type(attr)(items)
        for kind, tracked in _TRACKED:
            if isinstance(attr, kind):
                return tracked(attr, self)
        return attr

    def _store(self, name, value):
        if id(value) in self.stored_ids[name]:
            return
        if any(id(value) in self.stored_ids[other] for other in self.exclusions.get(name, ())):
            return
        self.add_to_store(name, value)

    def untrack(self, value):
        """Removes `value` from the store that holds it, if any does."""
        for name, ids in self.stored_ids.items():
            if id(value) in ids:
                ids.remove(id(value))
                _remove_identical(self.config[name][1], value)

    def lock(self, msg=None):
        """From here on a new value raises a ValueError with the message `msg`."""
        self.locked = True
        if msg is not None:
            self._lock_violation_msg = msg

    def unlock(self):
        """Accepts new values again."""
        self.locked = False

    def add_to_store(self, store_name, value):
        """Appends `value` to a store, whatever the predicates say."""
        if self.locked:
            raise ValueError(self._lock_violation_msg)
        self.config[store_name][1].append(value)
        self.stored_ids[store_name].add(id(value))

    def is_in_store(self, store_name, value):
        """Whether this very object is in the store."""
        return id(value) in self.stored_ids[store_name]

    def replace_tracked_value(self, store_name, old_value, new_value):
        """Puts `new_value` at the place of `old_value` in a store."""
        if not self.is_in_store(store_name, old_value):
            raise ValueError(f"Store '{store_name}' does not hold the value {old_value!r}.")
        store = self.config[store_name][1]
        store[_index_identical(store, old_value)] = new_value
        self.stored_ids[store_name].remove(id(old_value))
        self.stored_ids[store_name].add(id(new_value))


def _index_identical(values, wanted):
    return next(i for i, value in enumerate(values) if value is wanted)


def _remove_identical(values, unwanted):
    del values[_index_identical(values, unwanted)]


def is_tracking_enabled():
    """Whether assigned values are tracked, which they are outside of `DotNotTrackScope`."""
    return global_state.get_global_attribute(_ENABLED, True)


class DotNotTrackScope:
    """Context in which assigned values are not tracked."""

    def __enter__(self):
        self.original_value = is_tracking_enabled()
        global_state.set_global_attribute(_ENABLED, False)

    def __exit__(self, *exc_info):
        global_state.set_global_attribute(_ENABLED, self.original_value)


def no_automatic_dependency_tracking(fn):
    """Decorator for a method that assigns values without having them tracked."""

    @functools.wraps(fn)
    def untracked(*args, **kwargs):
        with DotNotTrackScope():
            return fn(*args, **kwargs)

    return untracked


class _TrackedContainer:
    """What the tracked containers have in common."""

    tracker = None

    def _track(self, value):
        return self.tracker.track(value) if self.tracker else value

    def _untrack(self, value):
        if self.tracker:
            self.tracker.untrack(value)


@tree.register_tree_node_class
class TrackedList(list, _TrackedContainer):
    """List that tracks what is put into it."""

    def __init__(self, values=None, tracker=None):
        self.tracker = tracker
        super().__init__([self._track(v) for v in values or ()])

    def append(self, value):
        self._track(value)
        super().append(value)

    def insert(self, index, value):
        self._track(value)
        super().insert(index, value)

    def extend(self, values):
        super().extend([self._track(v) for v in values])

    def remove(self, value):
        self._untrack(value)
        super().remove(value)

    def pop(self, index=-1):
        value = super().pop(index)
        self._untrack(value)
        return value

    def clear(self):
        for value in self:
            self._untrack(value)
        super().clear()

    def __delitem__(self, index):
        removed = self[index]
        super().__delitem__(index)
        for value in removed if isinstance(index, slice) else (removed,):
            self._untrack(value)

    def tree_flatten(self):
        return list(self), None

    @classmethod
    def tree_unflatten(cls, metadata, children):
        return cls(children)


class _TrackedMapping(_TrackedContainer):
    """What the two tracked dicts have in common; comes before `dict` among their bases."""

    def __init__(self, values=None, tracker=None):
        self.tracker = tracker
        super().__init__()
        self.update(values or ())

    def __setitem__(self, key, value):
        super().__setitem__(key, self._track(value))

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, *args, **kwargs):
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def pop(self, key, *default):
        known = key in self
        value = super().pop(key, *default)
        if known:
            self._untrack(value)
        return value

    def popitem(self):
        key, value = super().popitem()
        self._untrack(value)
        return key, value

    def clear(self):
        for value in self.values():
            self._untrack(value)
        super().clear()


@tree.register_tree_node_class
class TrackedDict(_TrackedMapping, dict):
    """Dict that tracks the values put into it."""

    def tree_flatten(self):
        try:
            keys = sorted(self)
        except TypeError:  # Keys of several types have no order of their own.
            keys = list(self)
        return [self[key] for key in keys], keys, keys

    @classmethod
    def tree_unflatten(cls, keys, values):
        return cls(zip(keys, values))


@tree.register_tree_node_class
class TrackedOrderedDict(_TrackedMapping, OrderedDict):
    """OrderedDict that tracks the values put into it."""

    def tree_flatten(self):
        keys = list(self)
        return list(self.values()), keys, keys

    @classmethod
    def tree_unflatten(cls, keys, values):
        return cls(zip(keys, values))


@tree.register_tree_node_class
class TrackedSet(set, _TrackedContainer):
    """Set that tracks what is put into it."""

    def __init__(self, values=None, tracker=None):
        self.tracker = tracker
        super().__init__([self._track(v) for v in values or ()])

    def add(self, value):
        super().add(self._track(value))

    def update(self, *others):
        for values in others:
            super().update([self._track(v) for v in values])

    def remove(self, value):
        self._untrack(value)
        super().remove(value)

    def discard(self, value):
        if value in self:
            self.remove(value)

    def pop(self):
        value = super().pop()
        self._untrack(value)
        return value

    def clear(self):
        for value in self:
            self._untrack(value)
        super().clear()

    def tree_flatten(self):
        return list(self), None

    @classmethod
    def tree_unflatten(cls, metadata, children):
        return cls(children)


# Subclasses come before their bases.
_TRACKED = ((list, TrackedList), (OrderedDict, TrackedOrderedDict), (dict, TrackedDict), (set, TrackedSet))
