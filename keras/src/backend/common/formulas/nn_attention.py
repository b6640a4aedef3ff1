"""Attention, composed of a backend's own array functions (`nb` is its `numpy` module)."""
import math

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas.nn_family import softmax as composed_softmax


def operands(nb, query, key, value):
    """The three as tensors of one float dtype.

    Raises:
        ValueError: If they do not fit each other.
    """
    tensors = [nb.convert_to_tensor(x) for x in (query, key, value)]
    dtype = dtypes.promote_float(*(x.dtype for x in tensors))
    check_shapes(*(x.shape for x in tensors))
    return [nb.cast(x, dtype) for x in tensors]


def check_shapes(query, key, value):
    """Raises ValueError unless these are shapes `(batch, steps, heads, size)` that fit."""
    query, key, value = tuple(query), tuple(key), tuple(value)
    received = f"Received: query.shape={query}, key.shape={key}, value.shape={value}"
    if not len(query) == len(key) == len(value) == 4:
        raise ValueError(f"dot_product_attention takes tensors of shape (batch, steps, heads, size). {received}")
    unequal = any(None not in pair and pair[0] != pair[1] for pair in zip(key[:3], value[:3]))
    if unequal or (None not in (query[2], key[2]) and query[2] % key[2]):
        raise ValueError(
            "`key` and `value` must have the same steps and heads, and their heads must divide those of `query`. "
            + received
        )


def check_options(flash_attention, attn_logits_soft_cap):
    """Raises ValueError for what plain attention does not do."""
    if flash_attention:
        raise ValueError("Flash attention is not supported here. Received: flash_attention=True")
    if attn_logits_soft_cap is not None:
        raise ValueError(
            "Argument `attn_logits_soft_cap` is for flash attention on TPU. "
            f"Received: attn_logits_soft_cap={attn_logits_soft_cap}"
        )


def dot_product_attention(
    nb, query, key, value, bias=None, mask=None, scale=None, is_causal=False, softmax=None
):
    """`softmax(query @ key * scale + bias) @ value` for every head, in float32 or wider.

    `softmax` is the backend's own, over the last axis.
    """
    query, key, value = operands(nb, query, key, value)
    dtype = query.dtype
    groups = query.shape[2] // key.shape[2]
    if groups > 1:
        key, value = nb.repeat(key, groups, axis=2), nb.repeat(value, groups, axis=2)
    scale = 1.0 / math.sqrt(query.shape[-1]) if scale is None else scale
    logits = nb.einsum("BTNH,BSNH->BNTS", query, key)
    if dtypes.standardize(dtype) in ("float16", "bfloat16"):
        logits = nb.cast(logits, "float32")
    logits = nb.multiply(logits, scale)
    if bias is not None:
        logits = nb.add(logits, nb.cast(nb.convert_to_tensor(bias), logits.dtype))
    lowest = 0.7 * float(np.finfo("float32").min)  # not infinite: a row without any key stays finite
    for allowed in (mask, _causal(nb, query, key) if is_causal else None):
        if allowed is not None:
            logits = nb.where(nb.cast(nb.convert_to_tensor(allowed), "bool"), logits, lowest)
    weights = nb.cast(composed_softmax(nb, logits) if softmax is None else softmax(logits), dtype)
    return nb.einsum("BNTS,BSNH->BTNH", weights, value)


def _causal(nb, query, key):
    """Which key steps a query step may see: those up to its own."""
    steps = nb.arange(query.shape[1], dtype="int32"), nb.arange(key.shape[1], dtype="int32")
    return nb.greater_equal(nb.expand_dims(steps[0], 1), steps[1])
