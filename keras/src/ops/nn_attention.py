"""Operations of `keras.src.ops.nn`: attention."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas.nn_attention import check_options, check_shapes
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of

op = declare("keras.src.ops.nn")


def _attention(
    query, key, value, bias=None, mask=None, scale=None, is_causal=False, flash_attention=None,
    attn_logits_soft_cap=None,
):
    check_options(False, attn_logits_soft_cap)
    check_shapes(shape_of(query), shape_of(key), shape_of(value))
    dtype = dtypes.promote_float(dtype_of(query), dtype_of(key), dtype_of(value))
    return KerasTensor((*shape_of(query)[:3], shape_of(value)[3]), dtype=dtype)


@keras_export(["keras.ops.dot_product_attention", "keras.ops.nn.dot_product_attention"])
@op(spec=_attention, tensors=6)
def dot_product_attention(
    query, key, value, bias=None, mask=None, scale=None, is_causal=False, flash_attention=None,
    attn_logits_soft_cap=None,
):
    """Means of values, weighted by how well keys fit queries.

    Formula: `softmax(query @ key * scale + bias) @ value`, for every head

    Args:
        query: Tensor of shape `(batch, steps, heads, size)`.
        key: Tensor of shape `(batch, key_steps, key_heads, size)`; `key_heads` divides `heads`, and each key
            head serves as many query heads.
        value: Tensor of shape `(batch, key_steps, key_heads, value_size)`.
        bias: Tensor that broadcasts to `(batch, heads, steps, key_steps)`, added to the scores.
        mask: Boolean tensor of such a shape; False leaves a key out.
        scale: Float that multiplies the scores. Default: `1 / sqrt(size)`.
        is_causal: Boolean, whether a step sees no later steps.
        flash_attention: Boolean, whether to insist on a fused kernel; None leaves it to
            `keras.config.enable_flash_attention` and the backend.
        attn_logits_soft_cap: Float; only for flash attention on TPU.

    Returns:
        Tensor of shape `(batch, steps, heads, value_size)`, of the float dtype in which the three meet.

    Raises:
        ValueError: If the shapes do not fit, or an option is not supported by the backend.

    Reference: [Vaswani et al., 2017](https://arxiv.org/abs/1706.03762).

    Example:

    >>> x = keras.ops.ones((1, 4, 2, 3))
    >>> keras.ops.dot_product_attention(x, x, x).shape == (1, 4, 2, 3)
    True
    """
    return backend.nn.dot_product_attention(
        query, key, value, bias=bias, mask=mask, scale=scale, is_causal=is_causal,
        flash_attention=flash_attention, attn_logits_soft_cap=attn_logits_soft_cap,
    )


DotProductAttention = dot_product_attention.operation
