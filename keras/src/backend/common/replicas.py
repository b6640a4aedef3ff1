"""Losses in a step that several replicas take together, each on its part of the global batch.

The gradients of replicas are added up. So a mean over a replica's samples counts as its part of the global batch
(`state.replica_share`), and what all replicas add up to is the mean over the global batch, whatever the sizes of the
parts.
"""
from keras.src.backend.common.global_state import state


def scale_for_replica(value):
    """A mean over this replica's samples as its part of the mean over the global batch."""
    share = state.replica_share
    return value if share is None else value * share


def unscale_for_replica(value):
    """The mean over this replica's samples again."""
    share = state.replica_share
    return value if share is None else value / share
