"""Connectionist temporal classification, composed of a backend's own array functions (Graves et al., 2006).

A path gives one class to each step. Dropping repeated classes and then blanks leaves its labelling. The loss sums the
probabilities of all paths of one labelling by a recursion over the steps; the logarithm's semiring keeps it exact.
"""
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas.math_family import logsumexp
from keras.src.backend.common.formulas.nn_family import log_softmax

_NEVER = float("-inf")
_UNREACHED = -1e5  # Logarithm of 0 that still has a gradient; labels that no path leaves cost about 1e5.


def loss_dtype(output):
    """Dtype of the loss of an `output` of this dtype: half precision does not hold sums over paths."""
    return dtypes.promote_float(output, "float32")


def check_loss_shapes(target, output, *lengths):
    """Raises ValueError unless these are `(batch, labels)`, `(batch, steps, classes)` and `(batch,)` each."""
    target, output = tuple(target), tuple(output)
    if len(target) != 2:
        raise ValueError(f"Argument `target` must have the axes batch and labels. Received: target.shape={target}")
    if len(output) != 3:
        raise ValueError(
            f"Argument `output` must have the axes batch, steps and classes. Received: output.shape={output}"
        )
    shapes = target, output, *map(tuple, lengths)
    if len({shape[:1] for shape in shapes} - {(None,)}) > 1 or any(len(shape) != 1 for shape in shapes[2:]):
        raise ValueError(
            "Arguments `target`, `output`, `target_length` and `output_length` must have one batch size. "
            f"Received shapes: {', '.join(map(str, shapes))}"
        )


def ctc_loss(nb, scan, target, output, target_length, output_length, mask_index=0):
    """Minus the logarithm of the probability of each labelling; `scan` is the backend's."""
    target, output = nb.cast(nb.convert_to_tensor(target), "int32"), nb.convert_to_tensor(output)
    target_length, output_length = (nb.cast(nb.convert_to_tensor(x), "int32") for x in (target_length, output_length))
    check_loss_shapes(target.shape, output.shape, target_length.shape, output_length.shape)
    output = nb.cast(output, "float32")
    states, skips = _states(nb, target, mask_index)
    shape = (*output.shape[:2], states.shape[1])
    emitted = nb.take_along_axis(log_softmax(nb, output), nb.broadcast_to(states[:, None], shape), axis=-1)
    emitted = nb.moveaxis(emitted, 1, 0)

    def step(scores, now):
        index, emission = now
        moved = nb.add(_reach(nb, scores, skips), emission)
        return nb.where(nb.expand_dims(nb.less(index, output_length), 1), moved, scores), None

    # Before the first step the path stands on a state ahead of the first blank: it reaches only the first two.
    places = nb.arange(shape[2], dtype="int32")[None]
    start = nb.where(nb.less(places, 2), emitted[0], _UNREACHED)
    scores, _ = scan(step, start, (nb.arange(1, shape[1], dtype="int32"), emitted[1:]))
    last = nb.expand_dims(nb.multiply(target_length, 2), 1)
    ends = nb.logical_and(nb.less_equal(places, last), nb.greater_equal(places, nb.subtract(last, 1)))
    return nb.negative(logsumexp(nb, nb.where(ends, scores, _NEVER), axis=1))


def _states(nb, target, blank):
    """The labels with blanks around each, and where a path may skip the blank before a label."""
    batch, labels = target.shape
    blanks = nb.full_like(target, blank)
    states = nb.reshape(nb.stack([blanks, target], axis=2), (batch, 2 * labels))
    states = nb.concatenate([states, blanks[:, :1]], axis=1)
    changed = nb.not_equal(states[:, 2:], states[:, :-2])
    skips = nb.logical_and(changed, nb.not_equal(states[:, 2:], blank))
    return states, nb.pad(skips, ((0, 0), (2, 0)))


def _reach(nb, scores, skips):
    """Scores of being in a state after a move: staying, coming from the one before, or over a blank."""
    padded = nb.pad(scores, ((0, 0), (2, 0)), constant_values=_NEVER)
    near = nb.logaddexp(scores, padded[:, 1:-1])
    return nb.logaddexp(near, nb.where(skips, padded[:, :-2], _NEVER))
