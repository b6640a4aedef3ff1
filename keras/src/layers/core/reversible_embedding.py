from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes, masking
from keras.src.layers.arguments import config_of
from keras.src.layers.core.embedding import Embedding
from keras.src.layers.core.quantization_mixin import operands


@keras_export("keras.layers.ReversibleEmbedding")
class ReversibleEmbedding(Embedding):
    """Embedding that also goes back: from vectors to one score for each of its indices.

    In reverse the output is `inputs @ embeddings.T`, as at the end of a language model.

    Args:
        input_dim: Positive integer, the number of vectors: indices lie in `0 ... input_dim - 1`.
        output_dim: Positive integer, the length of a vector.
        tie_weights: Boolean, whether the way back uses the same vectors, transposed, or a weight of its own.
            Default True.
        embeddings_initializer: Initializer of the vectors. Default `"uniform"`.
        embeddings_regularizer: Regularizer of the vectors. Default None.
        embeddings_constraint: Constraint on the vectors. Default None.
        mask_zero: Boolean, whether index 0 is padding that later layers should skip. Default False.
        reverse_dtype: Dtype to compute scores in. Default None, that of inputs and vectors.
        logit_soft_cap: Number `c`: scores become `c * tanh(scores / c)`, which keeps them within `-c ... c`.
            Default None, no limit.

    Call arguments:
        inputs: Integers of any shape; in reverse, vectors `(..., output_dim)`.
        reverse: Boolean, whether to go back. Default False.

    Output: `(..., output_dim)` in the compute dtype; in reverse `(..., input_dim)`.

    References:
        - [Vaswani et al., 2017](https://arxiv.org/abs/1706.03762), tied weights.
        - [Press & Wolf, 2017](https://arxiv.org/abs/1608.05859).

    Example:

    >>> layer = keras.layers.ReversibleEmbedding(5, 3)
    >>> vectors = layer(keras.ops.array([[0, 4]]))
    >>> layer(vectors, reverse=True).shape
    (1, 2, 5)
    """

    _quantizable = True

    def __init__(
        self, input_dim, output_dim, tie_weights=True, embeddings_initializer="uniform",
        embeddings_regularizer=None, embeddings_constraint=None, mask_zero=False,
        reverse_dtype=None, logit_soft_cap=None, **kwargs,
    ):
        weights = kwargs.pop("weights", None)
        super().__init__(
            input_dim, output_dim, embeddings_initializer=embeddings_initializer,
            embeddings_regularizer=embeddings_regularizer,
            embeddings_constraint=embeddings_constraint, mask_zero=mask_zero, **kwargs,
        )
        self.tie_weights = tie_weights
        self.reverse_dtype = reverse_dtype
        self.logit_soft_cap = logit_soft_cap
        if weights is not None:
            self._build_with(weights)

    def build(self, input_shape=None):
        if self.built:
            return
        super().build(input_shape)
        if not self.tie_weights and self._mode is None:
            self.reverse_embeddings = self.add_weight(
                name="reverse_embeddings",
                shape=(self.output_dim, self.input_dim),
                initializer=self.embeddings_initializer,
            )

    def call(self, inputs, reverse=False):
        if not reverse:
            return super().call(inputs)
        kernel = ops.transpose(self.embeddings) if self.tie_weights else self.reverse_embeddings.value
        if self.reverse_dtype is not None:
            inputs, kernel = ops.cast(inputs, self.reverse_dtype), ops.cast(kernel, self.reverse_dtype)
        return masking.pass_on((inputs,), self._capped(ops.matmul(inputs, kernel)))

    def _capped(self, scores):
        cap = self.logit_soft_cap
        return scores if cap is None else ops.multiply(ops.tanh(ops.divide(scores, cap)), cap)

    def _weight_names(self):
        return ["embeddings"] if self.tie_weights else ["embeddings", "reverse_embeddings"]

    def _make_operands(self, shape):
        name, turned = "reverse_embeddings", shape[::-1]
        reverse = operands.MatrixProduct(name, turned, name, packed_axis=0, zero_dtype="float32", has_index=False)
        self._reverse_operand = reverse
        table = super()._make_operands(shape)
        return table if self.tie_weights else [*table, reverse]

    def quantized_call(self, inputs, reverse=False):
        if not reverse:
            return super().quantized_call(inputs)
        if self.reverse_dtype is not None:
            inputs = ops.cast(inputs, self.reverse_dtype)
        table, reverse = self._operands[0], self._reverse_operand
        if self.tie_weights:
            scores = self._mode.product(self, table, inputs, transposed=reverse)
        else:
            scores = self._mode.product(self, reverse, inputs)
        if self.tie_weights and self.lora_enabled:
            a, b = (ops.transpose(factor) for factor in self._lora_factors)
            scores = ops.add(scores, ops.multiply(self.lora_alpha / self.lora_rank, reverse.low_rank(inputs, b, a)))
        return masking.pass_on((inputs,), self._capped(scores))

    def compute_mask(self, inputs, mask=None):
        is_vectors = "float" in backend.standardize_dtype(inputs.dtype)
        return None if is_vectors else super().compute_mask(inputs, mask)

    def compute_output_shape(self, input_shape, reverse=False):
        if reverse:
            return [*input_shape[:-1], self.input_dim]
        return [*input_shape, self.output_dim]  # a list, as in Keras 3

    def compute_output_spec(self, inputs, reverse=False):
        if not reverse:
            return super().compute_output_spec(inputs)
        dtype = self.reverse_dtype or dtypes.promote(inputs.dtype, self.variable_dtype)
        scores = backend.KerasTensor(self.compute_output_shape(inputs.shape, reverse=True), dtype=dtype)
        return masking.pass_on((inputs,), scores)

    def get_config(self):
        return super().get_config() | config_of(self, "tie_weights", "reverse_dtype", "logit_soft_cap")
