from keras.src import backend, ops, random
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, fraction, one_of
from keras.src.layers.layer import Layer
from keras.src.random.seed_generator import SeedGenerator


@keras_export("keras.layers.Attention")
class Attention(Layer):
    """Attention without projections: `softmax(query @ key.T) @ value`.

    Args:
        use_scale: Boolean, whether to multiply the scores by a learned number. Default False.
        score_mode: `"dot"` for scores `query @ key.T`, or `"concat"` for sums of `tanh(query + key)`. Default `"dot"`.
        dropout: Number from 0 to 1, the part of the scores that is dropped in training. Default 0.0.
        seed: Integer that makes dropout repeatable. Default None.

    Call arguments:
        inputs: List of the query `(batch, query steps, features)`, the value `(batch, value steps, features)` and
            perhaps the key `(batch, value steps, features)`, which is the value otherwise.
        mask: List of boolean tensors or None: the query's mask `(batch, query steps)`, where the output becomes 0, and
            the value's `(batch, value steps)`, which get no attention. Default None.
        training: Boolean, whether to drop scores. Default False.
        return_attention_scores: Boolean, whether to return the scores as well. Default False.
        use_causal_mask: Boolean, whether a step sees only itself and earlier steps. Default False.

    Output: `(batch, query steps, features of the value)` in the compute dtype; with scores
    `(batch, query steps, value steps)` also.

    Raises:
        ValueError: If `score_mode` is unknown, or inputs or masks are no list of two or three.

    Reference: [Luong et al., 2015](https://arxiv.org/abs/1508.04025).

    Example:

    >>> query, value = keras.ops.ones((1, 2, 4)), keras.ops.ones((1, 3, 4))
    >>> keras.layers.Attention()([query, value]).shape
    (1, 2, 4)
    """

    _only_passes_masks_on = True

    def __init__(self, use_scale=False, score_mode="dot", dropout=0.0, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.use_scale = use_scale
        self.score_mode = one_of(self, ("dot", "concat"), score_mode=score_mode)
        self.dropout = fraction(self, dropout=dropout)
        self.seed = seed
        if dropout > 0:
            self.seed_generator = SeedGenerator(seed)
        self.supports_masking = True

    def build(self, input_shape):
        self._validate_shapes(input_shape)
        self.scale = None
        self.concat_score_weight = None
        if self.use_scale:
            self.scale = self.add_weight(name="scale", shape=(), initializer="ones")
        if self.score_mode == "concat":
            self.concat_score_weight = self.add_weight(name="concat_score_weight", shape=(), initializer="ones")

    def _calculate_scores(self, query, key):
        """Scores `(batch, query steps, value steps)`."""
        if self.score_mode == "dot":
            scores = ops.matmul(query, ops.swapaxes(key, -1, -2))
            return scores if self.scale is None else ops.multiply(scores, self.scale)
        sums = ops.add(ops.expand_dims(query, -2), ops.expand_dims(key, -3))
        if self.scale is not None:
            sums = ops.multiply(self.scale, sums)
        return ops.multiply(self.concat_score_weight, ops.sum(ops.tanh(sums), axis=-1))

    def _calculate_score_mask(self, scores, v_mask, use_causal_mask):
        """Boolean mask that broadcasts to the scores, or None."""
        mask = None if v_mask is None else ops.expand_dims(ops.cast(v_mask, "bool"), -2)
        if use_causal_mask:
            steps = ops.shape(scores)[-2:]
            rows = ops.expand_dims(ops.arange(steps[0]), 1)
            causal = ops.expand_dims(ops.greater_equal(rows, ops.arange(steps[1])), 0)
            mask = causal if mask is None else ops.logical_and(mask, causal)
        return mask

    def _apply_scores(self, scores, value, scores_mask=None, training=False):
        """The output, and the scores as probabilities."""
        if scores_mask is not None:
            far = 65504.0 if backend.standardize_dtype(scores.dtype) == "float16" else 1e9
            hidden = ops.cast(ops.logical_not(scores_mask), scores.dtype)
            scores = ops.subtract(scores, ops.multiply(far, hidden))
        weights = ops.softmax(scores, axis=-1)
        if training and self.dropout > 0:
            weights = random.dropout(weights, self.dropout, seed=self.seed_generator)
        return ops.matmul(weights, value), weights

    def call(
        self, inputs, mask=None, training=False, return_attention_scores=False,
        use_causal_mask=False,
    ):
        self._validate_inputs(inputs, mask)
        query, value = inputs[0], inputs[1]
        key = inputs[2] if len(inputs) > 2 else value
        query_mask, value_mask = (mask[0], mask[1]) if mask else (None, None)
        scores = self._calculate_scores(query, key)
        scores_mask = self._calculate_score_mask(scores, value_mask, use_causal_mask)
        output, scores = self._apply_scores(scores, value, scores_mask, training)
        if query_mask is not None:
            output = ops.multiply(output, ops.cast(ops.expand_dims(query_mask, -1), output.dtype))
        return (output, scores) if return_attention_scores else output

    def compute_mask(self, inputs, mask=None):
        self._validate_inputs(inputs, mask)
        return None if mask is None else mask[0]

    def compute_output_shape(self, input_shape):
        query_shape, value_shape = input_shape[0], input_shape[1]
        return (*query_shape[:-1], value_shape[-1])

    def compute_output_spec(
        self, inputs, mask=None, return_attention_scores=False, training=None, use_causal_mask=False
    ):
        shapes = [x.shape for x in inputs]
        output = backend.KerasTensor(self.compute_output_shape(shapes), dtype=self.compute_dtype)
        if not return_attention_scores:
            return output
        scores = backend.KerasTensor((*shapes[0][:-1], shapes[1][-2]), dtype=self.compute_dtype)
        return output, scores

    def _validate_shapes(self, input_shape):
        several = not isinstance(input_shape, dict) and isinstance(input_shape[0], (list, tuple))
        self._validate_inputs(input_shape if several else None)

    def _validate_inputs(self, inputs, mask=None):
        name = type(self).__name__
        if not isinstance(inputs, (list, tuple)) or len(inputs) not in (2, 3):
            raise ValueError(
                f"{name} must be called on a list of query and value, and perhaps key. Received: {inputs}"
            )
        if mask is None:
            return
        if not isinstance(mask, (list, tuple)) or not 2 <= len(mask) <= len(inputs):
            raise ValueError(
                f"Argument `mask` of {name} must be a list of the masks of query and value. Received: mask={mask}"
            )

    def get_config(self):
        return super().get_config() | config_of(self, "use_scale", "score_mode", "dropout", "seed")
