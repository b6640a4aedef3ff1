"""Connectionist temporal classification against sums over all paths."""
import itertools

import numpy as np
import pytest
import scipy.special

from keras.src import backend, ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(11)
LOGITS = R.normal(size=(3, 5, 3)).astype("float32")
TARGET = np.array([[1, 1], [2, 1], [2, 0]], "int32")
LABELS = np.array([2, 2, 1], "int32")
STEPS = np.array([5, 4, 3], "int32")


def labelling(path, blank, merge=True):
    """What a path leaves: repeats merged, then blanks dropped."""
    runs = [c for c, _ in itertools.groupby(path)] if merge else path
    return tuple(c for c in runs if c != blank)


def totals(logits, blank):
    """Probability of every labelling, summed path by path."""
    probabilities, sums = scipy.special.softmax(logits, -1), {}
    for path in itertools.product(range(logits.shape[1]), repeat=len(logits)):
        key = labelling(path, blank)
        sums[key] = sums.get(key, 0) + np.prod([row[c] for row, c in zip(probabilities, path)])
    return sums


def loss(target, output, target_length, output_length, mask_index=0):
    rows = zip(target, output, target_length, output_length)
    return np.array([-np.log(totals(o[:steps], mask_index)[tuple(t[:n])]) for t, o, n, steps in rows])


def padded(labels, size):
    return [*labels, *[-1] * (size - len(labels))]


def greedy(inputs, lengths, merge_repeated=True, mask_index=0):
    rows = [padded(labelling(x[:n].argmax(-1), mask_index, merge_repeated), x.shape[0]) for x, n in zip(inputs, lengths)]
    return np.array([rows]), np.array([[-x[:n].max(-1).sum()] for x, n in zip(inputs, lengths)])


def beams(inputs, lengths, strategy, top_paths=1, mask_index=0):
    """The likeliest of all labellings; a wide beam prunes none."""
    best = [
        sorted(totals(x[:n], mask_index).items(), key=lambda pair: -pair[1])[:top_paths]
        for x, n in zip(inputs, lengths)
    ]
    labels = [[padded(row[i][0], inputs.shape[1]) for row in best] for i in range(top_paths)]
    return np.array(labels), np.log([[p for _, p in row] for row in best])


CASES = [
    case("ctc_loss", [TARGET, LOGITS, LABELS, STEPS], loss, grad=True, dtype="float32", tolerance=1e-5),
    case("ctc_loss", [TARGET % 2, LOGITS, LABELS // 2, STEPS], loss, mask_index=2, tolerance=1e-5),
    case("ctc_loss", [TARGET, LOGITS, LABELS * 0, STEPS], loss, tolerance=1e-5),
    case("ctc_decode", [LOGITS, STEPS], greedy, dtype=("int32", "float32")),
    case("ctc_decode", [LOGITS, STEPS], greedy, merge_repeated=False),
    case("ctc_decode", [LOGITS, STEPS], greedy, mask_index=2),
    case("ctc_decode", [LOGITS, STEPS], lambda x, n, mask_index: greedy(x, n, True, x.shape[-1] - 1), mask_index=None),
    case("ctc_decode", [LOGITS, STEPS], beams, strategy="beam_search", top_paths=2, tolerance=1e-5),
    case("ctc_decode", [LOGITS, STEPS], beams, strategy="beam_search", top_paths=3, mask_index=1, tolerance=1e-5),
]


@parametrize(CASES)
class TestCTC(OperationTests):
    pass


BAD = {
    "target": lambda: ops.ctc_loss(TARGET[0], LOGITS, LABELS, STEPS),
    "output": lambda: ops.ctc_loss(TARGET, LOGITS[0], LABELS, STEPS),
    "batch size": lambda: ops.ctc_loss(KerasTensor((2, 2), "int32"), KerasTensor((3, 5, 3)), LABELS, STEPS),
    "strategy": lambda: ops.ctc_decode(LOGITS, STEPS, strategy="bogus"),
    "top_paths": lambda: ops.ctc_decode(LOGITS, STEPS, strategy="beam_search", beam_width=2, top_paths=3),
    "sequence_lengths": lambda: ops.ctc_decode(LOGITS, STEPS[:2]),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_shapes_are_named(message):
    with pytest.raises(ValueError, match=message):
        BAD[message]()


def test_unknown_batch_takes_the_known_one():
    shape = ops.ctc_loss(KerasTensor((2, 2), "int32"), KerasTensor((None, 5, 3)), LABELS[:2], STEPS[:2]).shape
    assert shape == (2,)


def test_half_precision_widens():
    result = ops.ctc_loss(TARGET, LOGITS.astype("float16"), LABELS, STEPS)
    assert backend.standardize_dtype(result.dtype) == "float32"
    np.testing.assert_allclose(backend.convert_to_numpy(result), loss(TARGET, LOGITS, LABELS, STEPS), rtol=1e-2)
