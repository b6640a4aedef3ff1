from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.attention.attention import Attention


@keras_export("keras.layers.AdditiveAttention")
class AdditiveAttention(Attention):
    """Attention with scores `sum(scale * tanh(query + key))`.

    Args:
        use_scale: Boolean, whether to multiply each feature by a learned number. Default True.
        dropout: Number from 0 to 1, the part of the scores that is dropped in training. Default 0.0.

    Call arguments and output: those of `Attention`.

    Raises:
        ValueError: If inputs or masks are no list of two or three.

    Reference: [Bahdanau et al., 2014](https://arxiv.org/abs/1409.0473).

    Example:

    >>> query, value = keras.ops.ones((1, 2, 4)), keras.ops.ones((1, 3, 4))
    >>> keras.layers.AdditiveAttention()([query, value]).shape
    (1, 2, 4)
    """

    def __init__(self, use_scale=True, dropout=0.0, **kwargs):
        super().__init__(use_scale=use_scale, dropout=dropout, **kwargs)

    def build(self, input_shape):
        self._validate_shapes(input_shape)
        self.scale = None
        if self.use_scale:
            size = input_shape[0][-1]
            self.scale = self.add_weight(name="scale", shape=(size,), initializer="glorot_uniform")

    def _calculate_scores(self, query, key):
        sums = ops.tanh(ops.add(ops.expand_dims(query, -2), ops.expand_dims(key, -3)))
        return ops.sum(sums if self.scale is None else ops.multiply(self.scale, sums), axis=-1)

    def get_config(self):
        config = super().get_config()
        del config["score_mode"]
        return config
