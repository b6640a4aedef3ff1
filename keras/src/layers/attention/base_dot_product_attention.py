from keras.src import backend, ops
from keras.src.backend import config as settings
from keras.src.layers.arguments import fraction
from keras.src.layers.layer import Layer


class BaseDotProductAttention(Layer):
    """What attention over projected heads shares: masks, scores and the call.

    A subclass sets, in `__init__`, `_dropout`, `_sliding_window`, `_flash_attention` and `_scale`; in `build`,
    `_query_dense`, `_key_dense`, `_value_dense`, `_gate_dense` (or None), `_output_dense`, `_softmax`,
    `_dropout_layer`, `_attention_axes` and the two equations.
    """

    def _set_attention(self, dropout, sliding_window, flash_attention, scale):
        fraction(self, dropout=dropout)
        if sliding_window is not None and (not isinstance(sliding_window, int) or sliding_window <= 0):
            raise ValueError(
                f"Argument `sliding_window` of {type(self).__name__} must be a positive integer or None. "
                f"Received: sliding_window={sliding_window!r}"
            )
        if flash_attention is None:
            flash_attention = settings.is_flash_attention_enabled()
        if flash_attention and dropout > 0:
            raise ValueError(
                f"Argument `dropout` of {type(self).__name__} must be 0 with flash attention. "
                f"Received: dropout={dropout}"
            )
        self._dropout = dropout
        self._sliding_window = sliding_window
        self._flash_attention = flash_attention
        self._scale = scale
        self.supports_masking = True

    def _check_shapes(self, value_shape, key_shape):
        if tuple(value_shape[1:-1]) != tuple(key_shape[1:-1]):
            raise ValueError(
                f"Layer {self.name!r} needs a value and a key of one shape, features apart. "
                f"Received: value of shape {tuple(value_shape)}, key of shape {tuple(key_shape)}"
            )

    def call(
        self, query, value, key=None, query_mask=None, value_mask=None, key_mask=None,
        attention_mask=None, return_attention_scores=False, training=None, use_causal_mask=False,
    ):
        key = value if key is None else key
        attention_mask = self._compute_attention_mask(
            query, value, query_mask=query_mask, value_mask=value_mask, key_mask=key_mask,
            attention_mask=attention_mask, use_causal_mask=use_causal_mask,
        )
        output, scores = self._compute_attention(
            self._query_dense(query),
            self._to_query_heads(self._key_dense(key)),
            self._to_query_heads(self._value_dense(value)),
            attention_mask,
            training,
            return_attention_scores,
        )
        if self._gate_dense is not None:
            output = ops.multiply(output, ops.sigmoid(self._gate_dense(query)))
        output = self._output_dense(output)
        return (output, scores) if return_attention_scores else output

    def _to_query_heads(self, x):
        """A projected key or value with as many heads as the query."""
        return x

    def _compute_attention(
        self, query, key, value, attention_mask=None, training=None, return_attention_scores=False,
        use_causal_mask=False,
    ):
        """Attention of projected tensors.

        Returns:
            Tuple `(output, scores)`; the scores are None where a fused kernel did the work.
        """
        if self._flash_attention and return_attention_scores:
            raise ValueError(
                f"Layer {self.name!r} uses flash attention, which gives no scores. "
                "Received: return_attention_scores=True"
            )
        rank = len(query.shape)
        if self._dropout == 0 and not return_attention_scores and rank == 4:
            mask = None if attention_mask is None else self._to_score_rank(attention_mask, rank)
            output = ops.dot_product_attention(
                query, key, value, mask=mask, scale=self._scale, flash_attention=self._flash_attention
            )
            return output, None
        scores = ops.einsum(self._dot_product_equation, key, ops.multiply(query, self._scale))
        scores = self._masked_softmax(scores, attention_mask)
        weights = self._dropout_layer(scores, training=training) if self._dropout > 0 else scores
        return ops.einsum(self._combine_equation, weights, value), scores

    def _masked_softmax(self, attention_scores, attention_mask=None):
        if attention_mask is not None:
            attention_mask = self._to_score_rank(attention_mask, len(attention_scores.shape))
        return self._softmax(attention_scores, mask=attention_mask)

    def _to_score_rank(self, mask, rank):
        """The mask with axes of size 1 for the heads and what else the scores have."""
        place = -2 * len(self._attention_axes) - 1
        while len(mask.shape) < rank:
            mask = ops.expand_dims(mask, place)
        return mask

    def _compute_attention_mask(
        self, query, value, query_mask=None, value_mask=None, key_mask=None, attention_mask=None,
        use_causal_mask=False,
    ):
        """All masks in one, `(batch, query steps, value steps)`; None if there is none."""
        masks = [] if attention_mask is None else [ops.cast(attention_mask, "bool")]
        if query_mask is not None:
            masks.append(ops.expand_dims(ops.cast(query_mask, "bool"), -1))
        masks += [ops.expand_dims(ops.cast(m, "bool"), -2) for m in (value_mask, key_mask) if m is not None]
        if use_causal_mask:
            masks.append(self._compute_causal_mask(query, value))
        if self._sliding_window is not None:
            masks.append(self._compute_sliding_window_mask(query, value))
        if not masks:
            return None
        mask = masks[0]
        for other in masks[1:]:
            mask = ops.logical_and(mask, other)
        return mask

    def _compute_causal_mask(self, query, value=None):
        """Boolean `(1, query steps, value steps)`: a step sees itself and earlier ones."""
        rows, columns = _steps(query, value)
        return ops.expand_dims(ops.greater_equal(rows, columns), 0)

    def _compute_sliding_window_mask(self, query, value=None):
        """Boolean `(1, query steps, value steps)`: a step sees those that are near."""
        rows, columns = _steps(query, value)
        near = ops.less(ops.abs(ops.subtract(rows, columns)), self._sliding_window)
        return ops.expand_dims(near, 0)

    def compute_output_spec(
        self, query, value, key=None, query_mask=None, value_mask=None, key_mask=None,
        attention_mask=None, return_attention_scores=False, training=None, use_causal_mask=False,
    ):
        key_shape = None if key is None else key.shape
        shape = self.compute_output_shape(query.shape, value.shape, key_shape)
        output = backend.KerasTensor(shape, dtype=self.compute_dtype)
        if not return_attention_scores:
            return output
        scores = backend.KerasTensor(self._score_shape(query.shape, value.shape), dtype=self.compute_dtype)
        return output, scores


def _steps(query, value):
    value = query if value is None else value
    rows = ops.expand_dims(ops.arange(ops.shape(query)[1], dtype="int32"), 1)
    return rows, ops.expand_dims(ops.arange(ops.shape(value)[1], dtype="int32"), 0)
