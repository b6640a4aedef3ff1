"""Attention on numpy."""
from keras.src.backend.common.formulas import nn_attention
from keras.src.backend.numpy.kernels import NUMPY


def dot_product_attention(
    query, key, value, bias=None, mask=None, scale=None, is_causal=False, flash_attention=None,
    attn_logits_soft_cap=None,
):
    nn_attention.check_options(flash_attention, attn_logits_soft_cap)
    return nn_attention.dot_product_attention(NUMPY, query, key, value, bias, mask, scale, is_causal)
