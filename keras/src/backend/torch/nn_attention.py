"""Attention on torch: its fused kernels, which it chooses by device and arguments."""
import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from keras.src.backend.common.formulas import nn_attention
from keras.src.backend.config import is_flash_attention_enabled
from keras.src.backend.torch.core import convert_to_tensor
from keras.src.backend.torch.kernels import NUMPY

_SHORT = 32  # keys


def dot_product_attention(
    query, key, value, bias=None, mask=None, scale=None, is_causal=False, flash_attention=None,
    attn_logits_soft_cap=None,
):
    nn_attention.check_options(False, attn_logits_soft_cap)
    query, key, value = nn_attention.operands(NUMPY, query, key, value)
    added = _added(query, key, bias, mask, is_causal)
    if flash_attention is None:
        flash_attention = is_flash_attention_enabled()

    if added is None and not (is_causal or flash_attention) and _is_short(query, key):
        return _by_products(query, key, value, scale)

    def attend():
        return F.scaled_dot_product_attention(
            query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), attn_mask=added,
            is_causal=is_causal and added is None, scale=scale,
            enable_gqa=query.shape[2] != key.shape[2],
        )

    if not flash_attention:
        return attend().transpose(1, 2)
    with sdpa_kernel(SDPBackend.FLASH_ATTENTION):
        return attend().transpose(1, 2)


def _is_short(query, key):
    """Whether products are faster: those of few keys in training on a CPU, where the fused backward pass is slow."""
    return (
        torch.is_grad_enabled()
        and query.requires_grad
        and query.is_cpu
        and query.dtype is torch.float32
        and not torch.compiler.is_compiling()  # where lengths may be symbols
        and key.shape[1] <= _SHORT
        and query.shape[2] == key.shape[2]
    )


def _by_products(query, key, value, scale):
    scale = query.shape[-1] ** -0.5 if scale is None else scale
    scores = torch.matmul(query.transpose(1, 2) * scale, key.permute(0, 2, 3, 1))
    return torch.matmul(scores.softmax(-1), value.transpose(1, 2)).transpose(1, 2)


def _added(query, key, bias, mask, is_causal):
    """Mask and bias as torch's one argument: numbers that are added to the scores.

    A finite number stands for what is masked, so that a query without any key takes the mean of all values, as on the
    other backends; of a boolean mask torch makes zeros there.
    """
    if mask is None and bias is None:
        return None
    mask = None if mask is None else convert_to_tensor(mask, dtype="bool")
    if is_causal:
        causal = torch.ones(query.shape[1], key.shape[1], dtype=torch.bool, device=query.device).tril()
        mask = causal if mask is None else mask & causal
    bias = torch.zeros_like(mask, dtype=query.dtype) if bias is None else convert_to_tensor(bias).to(query.dtype)
    return bias if mask is None else bias.masked_fill(~mask, torch.finfo(query.dtype).min)
