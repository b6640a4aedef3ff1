"""Operations of `keras.src.ops.nn`: connectionist temporal classification."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas.nn_ctc import check_loss_shapes, loss_dtype
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
