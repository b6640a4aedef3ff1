"""Connectionist temporal classification on tensorflow."""
import tensorflow as tf

from keras.src.backend.common.formulas import nn_ctc_decode
from keras.src.backend.common.formulas.nn_ctc import check_loss_shapes, loss_dtype
from keras.src.backend.tensorflow.control_flow import scan
from keras.src.backend.tensorflow.core import cast, convert_to_tensor, in_xla
from keras.src.backend.tensorflow.kernels import NUMPY


def ctc_loss(target, output, target_length, output_length, mask_index=0):
    target, output = cast(target, "int32"), convert_to_tensor(output)
    target_length, output_length = cast(target_length, "int32"), cast(output_length, "int32")
    check_loss_shapes(target.shape, output.shape, target_length.shape, output_length.shape)
    loss = tf.nn.ctc_loss(
        labels=target, logits=cast(output, "float32"), label_length=target_length,
        logit_length=output_length, blank_index=mask_index, logits_time_major=False,
    )
    return cast(loss, loss_dtype(output.dtype.name))


def ctc_decode(
    inputs, sequence_lengths, strategy="greedy", beam_width=100, top_paths=1, merge_repeated=True, mask_index=0
):
    if in_xla():
        return nn_ctc_decode.ctc_decode(
            NUMPY, scan, inputs, sequence_lengths, strategy, beam_width, top_paths, merge_repeated, mask_index
        )
    inputs, lengths = convert_to_tensor(inputs), cast(sequence_lengths, "int32")
    nn_ctc_decode.check_decode(inputs.shape, lengths.shape, strategy, beam_width, top_paths)
    dtype = loss_dtype(inputs.dtype.name)
    logits = tf.transpose(cast(inputs, "float32"), (1, 0, 2))
    if strategy == "greedy":
        paths, scores = tf.nn.ctc_greedy_decoder(logits, lengths, merge_repeated, mask_index)
    else:  # The blank is the last class of the kernel.
        rest = tf.concat([logits[..., :mask_index], logits[..., mask_index + 1 :]], -1)
        logits = tf.concat([rest, logits[..., mask_index : mask_index + 1]], -1)
        paths, scores = tf.nn.ctc_beam_search_decoder(logits, lengths, beam_width, top_paths)
    shape = tf.shape(inputs, out_type="int64")[:2]
    labels = tf.stack([tf.sparse.to_dense(tf.sparse.reset_shape(p, shape), -1) for p in paths])
    if strategy == "beam_search":
        labels = tf.where(labels >= mask_index, labels + 1, labels)
    return cast(labels, "int32"), cast(scores, dtype)
