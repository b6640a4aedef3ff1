"""Attention on jax: XLA's, or cuDNN's fused kernel for half precision on GPU."""
import jax

from keras.src.backend.common.formulas import nn_attention
from keras.src.backend.config import is_flash_attention_enabled
from keras.src.backend.jax.core import convert_to_tensor
from keras.src.backend.jax.kernels import NUMPY


def dot_product_attention(
    query, key, value, bias=None, mask=None, scale=None, is_causal=False, flash_attention=None,
    attn_logits_soft_cap=None,
):
    nn_attention.check_options(False, attn_logits_soft_cap)
    query, key, value = nn_attention.operands(NUMPY, query, key, value)
    if flash_attention is None:
        flash_attention = is_flash_attention_enabled()
    if value.shape[-1] != query.shape[-1] and not flash_attention:  # jax.nn takes heads of one size only
        return nn_attention.dot_product_attention(NUMPY, query, key, value, bias, mask, scale, is_causal)
    if mask is not None:
        mask = convert_to_tensor(mask, dtype="bool")
    if bias is not None:
        bias = convert_to_tensor(bias, dtype=query.dtype)
    return jax.nn.dot_product_attention(
        query,
        key,
        value,
        bias=bias,
        mask=mask,
        scale=scale,
        is_causal=is_causal,
        implementation="cudnn" if flash_attention else "xla",
    )
