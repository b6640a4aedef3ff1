"""Connectionist temporal classification on jax: formulas compiled as one program each, for eager calls."""
from keras.src.backend.common.formulas import nn_ctc, nn_ctc_decode
from keras.src.backend.jax.control_flow import scan
from keras.src.backend.jax.core import convert_to_tensor
from keras.src.backend.jax.kernels import compiled

_loss = compiled(nn_ctc.ctc_loss, scan, static_argnames="mask_index")
_decode = compiled(
    nn_ctc_decode.ctc_decode, scan,
    static_argnames=("strategy", "beam_width", "top_paths", "merge_repeated", "mask_index"),
)


def ctc_loss(target, output, target_length, output_length, mask_index=0):
    tensors = map(convert_to_tensor, (target, output, target_length, output_length))
    return _loss(*tensors, mask_index=mask_index)


def ctc_decode(
    inputs, sequence_lengths, strategy="greedy", beam_width=100, top_paths=1, merge_repeated=True, mask_index=0
):
    return _decode(
        convert_to_tensor(inputs), convert_to_tensor(sequence_lengths), strategy=strategy,
        beam_width=beam_width, top_paths=top_paths, merge_repeated=merge_repeated,
        mask_index=mask_index,
    )
