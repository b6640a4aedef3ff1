"""Connectionist temporal classification on tensorflow."""
import tensorflow as tf

from keras.src.backend.common.formulas.nn_ctc import check_loss_shapes, loss_dtype
from keras.src.backend.tensorflow.core import cast, convert_to_tensor


def ctc_loss(target, output, target_length, output_length, mask_index=0):
    target, output = cast(target, "int32"), convert_to_tensor(output)
    target_length, output_length = cast(target_length, "int32"), cast(output_length, "int32")
    check_loss_shapes(target.shape, output.shape, target_length.shape, output_length.shape)
    loss = tf.nn.ctc_loss(
        labels=target,
        logits=cast(output, "float32"),
        label_length=target_length,
        logit_length=output_length,
        blank_index=mask_index,
        logits_time_major=False,
    )
    return cast(loss, loss_dtype(output.dtype.name))
