"""What TensorFlow's checkpoints see of Keras objects: attributes that hold state, under their names.

The names, as `model/_functional/_operations/1/_kernel`, are those of Keras 3.15.1, so that `tf.train.Checkpoint` reads
what it wrote.
"""
import weakref

import tensorflow as tf

from keras.src.backend.common.variables import Variable

Trackable = tf.__internal__.tracking.Trackable

# TensorFlow tells objects apart by identity, so that a list must have the same group each time.
_groups = weakref.WeakKeyDictionary()


class _Group(Trackable):
    """The objects with state inside a list, a tuple or a dict."""

    def __init__(self):
        self.members = {}

    def _trackable_children(self, save_type="checkpoint", **kwargs):
        return self.members


def children(owner, without=()):
    """`{attribute: object}` for the attributes of an object that hold state, but for those named in `without`."""
    groups = _groups.setdefault(owner, {})
    attributes = [(name, value) for name, value in vars(owner).items() if name not in without]
    found = {name: _tracked(value, name, groups) for name, value in attributes}
    return {name: child for name, child in found.items() if child is not None}


def _tracked(value, path, groups):
    if isinstance(value, Variable):
        return value._value
    if isinstance(value, Trackable):
        return value
    if isinstance(value, (list, tuple)):
        items = enumerate(value)
    elif isinstance(value, dict):
        items = value.items()
    else:
        return None
    members = {str(key): _tracked(item, f"{path}/{key}", groups) for key, item in items}
    members = {key: member for key, member in members.items() if member is not None}
    if not members:
        return None
    group = groups.setdefault(path, _Group())
    group.members = members
    return group
