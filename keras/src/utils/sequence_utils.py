"""Sequences of different lengths in one array."""
import numpy as np

from keras.src.api_export import keras_export
from keras.src.utils import argument_validation

_SIDES = ("pre", "post")


@keras_export(["keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences"])
def pad_sequences(
    sequences, maxlen=None, dtype="int32", padding="pre", truncating="pre", value=0.0
):
    """Brings sequences to one length: shorter ones are filled up, longer ones are cut.

    Args:
        sequences: List of sequences; their items may be arrays of one shape.
        maxlen: Integer, the length, or None for the length of the longest sequence.
        dtype: Dtype of the result. For texts of different lengths use `object`. Defaults to `"int32"`.
        padding: `"pre"` or `"post"`, the end at which a sequence is filled up. Defaults to `"pre"`.
        truncating: `"pre"` or `"post"`, the end at which a sequence is cut. Defaults to `"pre"`.
        value: Number or string to fill up with. Defaults to `0.0`.

    Returns:
        NumPy array of shape `(len(sequences), maxlen, ...)` and the dtype asked for.

    Raises:
        ValueError: If `sequences` is no list of sequences, their items differ in shape, or `value` does not
            fit `dtype`.

    Example:

    >>> keras.utils.pad_sequences([[1], [2, 3, 4]], maxlen=2).tolist()
    [[0, 1], [3, 4]]
    """
    for name, side in (("padding", padding), ("truncating", truncating)):
        argument_validation.validate_string_arg(side, _SIDES, "pad_sequences", name)
    if not hasattr(sequences, "__len__") or not all(hasattr(s, "__len__") for s in sequences):
        raise ValueError(
            "Argument `sequences` of pad_sequences must be a list of sequences. "
            f"Received: sequences={sequences!r}"
        )
    if isinstance(value, str) and dtype is not object and np.dtype(dtype).kind not in "OSU":
        raise ValueError(
            "Argument `value` of pad_sequences is a string and does not fit the dtype; use `dtype=object` for "
            f"texts. Received: value={value!r}, dtype={dtype}"
        )
    if maxlen is None:
        maxlen = max((len(s) for s in sequences), default=0)
    sample_shape = next((np.asarray(s).shape[1:] for s in sequences if len(s)), ())
    result = np.full((len(sequences), maxlen, *sample_shape), value, dtype=dtype)
    for row, sequence in zip(result, sequences):
        if not len(sequence) or not maxlen:
            continue
        kept = np.asarray(sequence[-maxlen:] if truncating == "pre" else sequence[:maxlen], dtype=dtype)
        if kept.shape[1:] != sample_shape:
            raise ValueError(
                f"The items of all sequences must have one shape. Received: {kept.shape[1:]} and {sample_shape}"
            )
        row[slice(len(kept)) if padding == "post" else slice(maxlen - len(kept), None)] = kept
    return result
