"""Operations of `keras.src.ops.nn`: connectionist temporal classification."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas.nn_ctc import check_loss_shapes, loss_dtype
from keras.src.backend.common.formulas.nn_ctc_decode import check_decode
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of

op = declare("keras.src.ops.nn")


def _loss(target, output, target_length, output_length, mask_index=0):
    check_loss_shapes(*map(shape_of, (target, output, target_length, output_length)))
    batch = shape_of(output)[0]
    batch = shape_of(target)[0] if batch is None else batch
    return KerasTensor((batch,), dtype=loss_dtype(dtype_of(output)))


@keras_export(["keras.ops.ctc_loss", "keras.ops.nn.ctc_loss"])
@op(spec=_loss, tensors=4, name="CTCLoss")
def ctc_loss(target, output, target_length, output_length, mask_index=0):
    """Loss of connectionist temporal classification: labels without known positions against a sequence.

    A path gives each step a class; dropping its repeated classes, and then the blanks, leaves its labels.

    Formula: `-log(sum of the probabilities of all paths that leave target)`

    Args:
        target: Integer tensor `(batch, labels)`: class numbers.
        output: Tensor `(batch, steps, classes)` of logits.
        target_length: Integer tensor `(batch,)`: how many labels of each row count.
        output_length: Integer tensor `(batch,)`: how many steps of each row count.
        mask_index: Integer, the class that is the blank. Default: 0.

    Returns:
        Tensor `(batch,)`, float32 or wider. Labels that no path can leave cost infinity, or a large number.

    Raises:
        ValueError: If the ranks or the batch sizes do not fit.

    Reference: Graves et al., 2006, https://doi.org/10.1145/1143844.1143891

    Example:

    >>> logits = keras.ops.zeros((1, 2, 2))
    >>> loss = keras.ops.ctc_loss(keras.ops.array([[1]]), logits, keras.ops.array([1]), keras.ops.array([2]))
    >>> keras.ops.convert_to_numpy(loss).round(4)  # Three of four paths: -log(3 / 4).
    array([0.2877], dtype=float32)
    """
    return backend.nn.ctc_loss(target, output, target_length, output_length, mask_index)


CTCLoss = ctc_loss.operation


def _decode(
    inputs, sequence_lengths, strategy="greedy", beam_width=100, top_paths=1, merge_repeated=True, mask_index=0
):
    shape = shape_of(inputs)
    check_decode(shape, shape_of(sequence_lengths), strategy, beam_width, top_paths)
    paths = 1 if strategy == "greedy" else top_paths
    labels = KerasTensor((paths, *shape[:2]), dtype="int32")
    return labels, KerasTensor((shape[0], paths), dtype=loss_dtype(dtype_of(inputs)))


@keras_export(["keras.ops.ctc_decode", "keras.ops.nn.ctc_decode"])
@op(spec=_decode, tensors=2, name="CTCDecode")
def ctc_decode(
    inputs, sequence_lengths, strategy="greedy", beam_width=100, top_paths=1, merge_repeated=True, mask_index=0
):
    """Likely labels of a sequence, by the rules of connectionist temporal classification.

    `"greedy"` takes the likeliest class of every step. `"beam_search"` sums over the paths of the likeliest labels.

    Args:
        inputs: Tensor `(batch, steps, classes)` of logits.
        sequence_lengths: Integer tensor `(batch,)`: how many steps of each row count.
        strategy: `"greedy"` or `"beam_search"`. Default: `"greedy"`.
        beam_width: Integer, how many prefixes the beam search keeps. Default: 100.
        top_paths: Integer, how many answers the beam search gives, not above `beam_width`. Default: 1.
        merge_repeated: Boolean, whether the greedy strategy merges repeated classes. Default: True.
        mask_index: Integer, the class that is the blank; None for the last one. Default: 0.

    Returns:
        Tuple of the labels, int32 `(top_paths, batch, steps)`, padded by -1, and the scores `(batch, top_paths)`,
        float32 or wider: minus the sum of the greedy logits, or the logarithms of the probabilities.

    Raises:
        ValueError: If the strategy is unknown, the shapes do not fit or there are more paths than beams.

    Reference: Graves et al., 2006, https://doi.org/10.1145/1143844.1143891

    Example:

    >>> logits = keras.ops.array([[[0.0, 1.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]])
    >>> labels, scores = keras.ops.ctc_decode(logits, keras.ops.array([4]))
    >>> keras.ops.convert_to_numpy(labels).tolist()
    [[[1, 1, -1, -1]]]
    """
    if mask_index is None:
        mask_index = shape_of(inputs)[-1] - 1
    return backend.nn.ctc_decode(
        inputs, sequence_lengths, strategy, beam_width, top_paths, merge_repeated, mask_index
    )


CTCDecode = ctc_decode.operation
