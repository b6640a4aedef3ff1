"""Decoding of connectionist temporal classification, composed of a backend's own array functions."""
import functools

import numpy as np

from keras.src.backend.common.formulas.nn_family import log_softmax

_NEVER = float("-inf")


def check_decode(inputs, lengths, strategy, beam_width, top_paths):
    """Raises ValueError unless there is such a strategy, and shapes are `(batch, steps, classes)` and `(batch,)`."""
    if strategy == "beam_search" and top_paths > beam_width:
        raise ValueError(
            "Argument `top_paths` must not exceed `beam_width`. "
            f"Received: top_paths={top_paths}, beam_width={beam_width}"
        )
    inputs, lengths = tuple(inputs), tuple(lengths)
    if strategy not in ("greedy", "beam_search"):
        raise ValueError(f'Argument `strategy` must be "greedy" or "beam_search". Received: strategy={strategy}')
    if len(inputs) != 3 or len(lengths) != 1 or None not in (inputs[0], *lengths) and inputs[0] != lengths[0]:
        raise ValueError(
            "Argument `inputs` must have the axes batch, steps and classes, and `sequence_lengths` the batch. "
            f"Received: inputs.shape={inputs}, sequence_lengths.shape={lengths}"
        )


def ctc_decode(
    nb, scan, inputs, sequence_lengths, strategy="greedy", beam_width=100, top_paths=1,
    merge_repeated=True, mask_index=0,
):
    """The likeliest labellings, padded by -1, and their scores."""
    inputs, lengths = nb.convert_to_tensor(inputs), nb.cast(nb.convert_to_tensor(sequence_lengths), "int32")
    check_decode(inputs.shape, lengths.shape, strategy, beam_width, top_paths)
    inputs = nb.cast(inputs, "float32")
    if strategy == "greedy":
        return _greedy(nb, inputs, lengths, merge_repeated, mask_index)
    return _beam(nb, scan, inputs, lengths, beam_width, top_paths, mask_index)


def _greedy(nb, inputs, lengths, merge_repeated, blank):
    """The labelling of the likeliest path."""
    path = nb.cast(nb.argmax(inputs, axis=-1), "int32")
    steps = nb.arange(path.shape[1], dtype="int32")
    valid = nb.less(steps[None], nb.expand_dims(lengths, 1))
    keep = nb.logical_and(valid, nb.not_equal(path, blank))
    if merge_repeated:
        before = nb.pad(path[:, :-1], ((0, 0), (1, 0)), constant_values=-1)
        keep = nb.logical_and(keep, nb.not_equal(path, before))
    order = nb.argsort(nb.where(keep, steps, steps + path.shape[1]), axis=1)  # Those kept go first.
    labels = nb.take_along_axis(nb.where(keep, path, -1), order, axis=1)
    scores = nb.negative(nb.sum(nb.where(valid, nb.max(inputs, axis=-1), 0), axis=1, keepdims=True))
    return labels[None], scores


def _beam(nb, scan, inputs, lengths, width, paths, blank):
    """Prefix search: `labels` (batch, width, steps) and the logarithms of ending in a blank, or in the last label.

    Only one labelling can come twice into a step's candidates: kept, and as its own prefix with its last label.
    """
    batch, steps, classes = inputs.shape
    logs = nb.moveaxis(log_softmax(nb, inputs), 1, 0)
    first = nb.equal(nb.arange(width, dtype="int32"), 0)[None]
    silent = nb.broadcast_to(nb.where(first, 0.0, _NEVER), (batch, width))
    silent = nb.cast(silent, "float32")
    state = (
        nb.full((batch, width, steps), -1, dtype="int32"),
        nb.zeros((batch, width), dtype="int32"),
        silent,
        nb.full_like(silent, _NEVER),
    )

    def step(state, now):
        index, log = now
        moved = _advance(nb, state, log, classes, blank)
        active = nb.less(index, lengths)
        shapes = [(batch,) + (1,) * (len(x.shape) - 1) for x in state]
        return tuple(nb.where(nb.reshape(active, s), new, old) for s, new, old in zip(shapes, moved, state)), None

    (labels, _, silent, sounding), _ = scan(step, state, (nb.arange(steps, dtype="int32"), logs))
    scores = nb.logaddexp(silent, sounding)
    labels = nb.where(nb.isfinite(scores)[..., None], labels, -1)
    order = nb.argsort(nb.negative(scores), axis=1)[:, :paths]
    labels = nb.take_along_axis(labels, nb.broadcast_to(order[..., None], (batch, order.shape[1], steps)), axis=1)
    return nb.moveaxis(labels, 1, 0), nb.take_along_axis(scores, order, axis=1)


@functools.lru_cache
def _multipliers(steps):
    return np.random.default_rng(0).integers(-(2**31), 2**31, (2, steps)).astype("int32")


def _same_labellings(nb, first, second):
    """Which of `(batch, n, steps)` equals which of `(batch, m, steps)`: `(batch, n, m)`.

    Two numbers of 32 bits stand for each labelling: to compare label by label takes `steps` times as long.
    """
    same = True
    for multipliers in _multipliers(first.shape[-1]):
        multipliers = nb.convert_to_tensor(multipliers)
        one, other = (nb.sum(nb.multiply(x + 1, multipliers), axis=-1) for x in (first, second))
        same = nb.logical_and(same, nb.equal(one[:, :, None], other[:, None]))
    return same


def _advance(nb, state, log, classes, blank):
    """The best prefixes after one more step: those there are, and all of them with one more label."""
    labels, sizes, silent, sounding = state
    batch, width, steps = labels.shape
    total = nb.logaddexp(silent, sounding)
    places, symbols = nb.arange(steps, dtype="int32"), nb.arange(classes, dtype="int32")
    at_end = nb.equal(places, sizes[..., None] - 1)
    last = nb.where(nb.greater(sizes, 0), nb.sum(nb.where(at_end, labels, 0), axis=-1), -1)
    # A label like the last one needs a blank between; the blank makes no new prefix.
    again = nb.equal(last[..., None], symbols)
    added = nb.where(again, silent[..., None], total[..., None]) + log[:, None]
    added = nb.where(nb.equal(symbols, blank), _NEVER, added)
    stays = sounding + nb.take_along_axis(log, nb.maximum(last, 0), axis=1)
    # parents[j, i]: prefix i with the last label of prefix j is prefix j.
    same = _same_labellings(nb, nb.where(at_end, -1, labels), labels)
    parents = nb.logical_and(same, nb.equal(sizes[:, :, None], sizes[:, None] + 1))
    parents = nb.logical_and(parents, nb.isfinite(total)[:, :, None])
    index = nb.broadcast_to(nb.maximum(last, 0)[:, None], (batch, width, width))
    gained = nb.swapaxes(nb.take_along_axis(added, index, axis=2), 1, 2)
    gained = nb.max(nb.where(parents, gained, _NEVER), axis=2)
    heirs = nb.cast(nb.swapaxes(parents, 1, 2), "float32")
    taken = nb.greater(nb.matmul(heirs, nb.cast(again, "float32")), 0)
    added = nb.reshape(nb.where(taken, _NEVER, added), (batch, width * classes))
    quiet = nb.concatenate([total + log[:, blank : blank + 1], nb.full_like(added, _NEVER)], axis=1)
    loud = nb.concatenate([nb.logaddexp(stays, gained), added], axis=1)
    best = nb.argsort(nb.negative(nb.logaddexp(quiet, loud)), axis=1)[:, :width]
    grown = nb.greater_equal(best, width)
    source = nb.where(grown, (best - width) // classes, best)
    symbol = nb.cast(nb.where(grown, (best - width) % classes, -1), "int32")
    labels = nb.take_along_axis(labels, nb.broadcast_to(source[..., None], labels.shape), axis=1)
    sizes = nb.take_along_axis(sizes, source, axis=1)
    here = nb.logical_and(grown[..., None], nb.equal(places, sizes[..., None]))
    labels = nb.where(here, symbol[..., None], labels)
    quiet, loud = nb.take_along_axis(quiet, best, axis=1), nb.take_along_axis(loud, best, axis=1)
    return labels, nb.cast(sizes + nb.cast(grown, "int32"), "int32"), quiet, loud
