import math

from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.activations.softmax import Softmax
from keras.src.layers.arguments import config_of, positive_integer, set_objects
from keras.src.layers.attention.base_dot_product_attention import BaseDotProductAttention
from keras.src.layers.attention.equations import _build_attention_equation, _build_proj_equation
from keras.src.layers.core.einsum_dense import EinsumDense
from keras.src.layers.regularization.dropout import Dropout


@keras_export("keras.layers.GroupQueryAttention")
class GroupedQueryAttention(BaseDotProductAttention):
    """Multi-head attention in which groups of query heads share a key and a value head.

    Fewer key and value heads need less memory at little loss. With one for each query head this is multi-head
    attention, with a single one multi-query attention.

    Args:
        head_dim: Positive integer, the size of a head.
        num_query_heads: Positive integer, the number of query heads.
        num_key_value_heads: Positive integer that divides it, the number of key and value heads.
        dropout: Number from 0 to 1, the part of the scores that is dropped in training. Default 0.0.
        use_bias: Boolean, whether the projections have biases. Default True.
        sliding_window: Positive integer: a step sees only steps nearer than that. Default None.
        flash_attention: Boolean, whether to use flash attention. Default None, the setting of `keras.config`.
        kernel_initializer: Initializer of the projections' kernels. Default `"glorot_uniform"`.
        bias_initializer: Initializer of their biases. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernels. Default None.
        bias_regularizer: Regularizer of the biases. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        kernel_constraint: Constraint on the kernels. Default None.
        bias_constraint: Constraint on the biases. Default None.
        use_gate: Boolean, whether each head's result is multiplied by a sigmoid of a projection of the query.
            Default False.
        seed: Integer that makes dropout repeatable. Default None.

    Call arguments: those of `MultiHeadAttention`, with inputs `(batch, steps, features)`.

    Output: the query's shape, in the compute dtype; with scores `(batch, heads, query steps, value steps)` also.

    Raises:
        ValueError: If an argument is out of its range, or key and value do not fit together.

    Reference: [Ainslie et al., 2023](https://arxiv.org/abs/2305.13245).

    Example:

    >>> layer = keras.layers.GroupQueryAttention(3, num_query_heads=4, num_key_value_heads=2)
    >>> layer(keras.ops.ones((1, 4, 8)), keras.ops.ones((1, 5, 6))).shape
    (1, 4, 8)
    """

    def __init__(
        self, head_dim, num_query_heads, num_key_value_heads, dropout=0.0, use_bias=True,
        sliding_window=None, flash_attention=None, kernel_initializer="glorot_uniform",
        bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, kernel_constraint=None, bias_constraint=None, use_gate=False,
        seed=None, **kwargs,
    ):
        super().__init__(**kwargs)
        self.head_dim = positive_integer(self, head_dim=head_dim)
        self.num_query_heads = positive_integer(self, num_query_heads=num_query_heads)
        self.num_key_value_heads = positive_integer(self, num_key_value_heads=num_key_value_heads)
        if self.num_query_heads % self.num_key_value_heads:
            raise ValueError(
                "Argument `num_query_heads` of GroupQueryAttention must be a multiple of `num_key_value_heads`. "
                f"Received: num_query_heads={num_query_heads}, num_key_value_heads={num_key_value_heads}"
            )
        self.num_repeats = self.num_query_heads // self.num_key_value_heads
        self.dropout = dropout
        self.sliding_window = sliding_window
        self._set_attention(dropout, sliding_window, flash_attention, 1.0 / math.sqrt(self.head_dim))
        self.use_bias = use_bias
        set_objects(
            self, kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
        )
        self.use_gate = use_gate
        self.seed = seed
        self._attention_axes = (1,)

    def build(self, query_shape, value_shape, key_shape=None):
        key_shape = value_shape if key_shape is None else key_shape
        self._check_shapes(value_shape, key_shape)
        self._query_dense = self._make_heads("query", query_shape, self.num_query_heads)
        self._key_dense = self._make_heads("key", key_shape, self.num_key_value_heads)
        self._gate_dense = None
        if self.use_gate:
            self._gate_dense = self._make_heads("gate", query_shape, self.num_query_heads)
        self._value_dense = self._make_heads("value", value_shape, self.num_key_value_heads)
        self._dot_product_equation, self._combine_equation, _ = _build_attention_equation(4, (1,))
        self._softmax = Softmax(axis=-1, dtype=self.dtype_policy)
        self._dropout_layer = Dropout(rate=self.dropout, dtype=self.dtype_policy, seed=self.seed)
        equation, bias_axes, _ = _build_proj_equation(2, 2, 1)
        self._output_dense = self._make_dense(
            "attention_output", equation, (None, query_shape[-1]), bias_axes
        )
        self._output_dense.build((*query_shape[:-1], self.num_query_heads, self.head_dim))

    def _make_heads(self, name, input_shape, heads):
        """The built projection of an input to a number of heads."""
        equation, bias_axes, _ = _build_proj_equation(2, 1, 2)
        dense = self._make_dense(name, equation, (None, heads, self.head_dim), bias_axes)
        dense.build(input_shape)
        return dense

    def _make_dense(self, name, equation, output_shape, bias_axes):
        return EinsumDense(
            equation,
            output_shape=output_shape,
            bias_axes=bias_axes if self.use_bias else None,
            name=name,
            **self._get_common_kwargs_for_sublayer(),
        )

    def _get_common_kwargs_for_sublayer(self):
        """Arguments of every projection; each gets initializers of its own, so that they differ."""
        return {
            "kernel_regularizer": self.kernel_regularizer,
            "bias_regularizer": self.bias_regularizer,
            "kernel_constraint": self.kernel_constraint,
            "bias_constraint": self.bias_constraint,
            "dtype": self.dtype_policy,
            "kernel_initializer": type(self.kernel_initializer).from_config(
                self.kernel_initializer.get_config()
            ),
            "bias_initializer": type(self.bias_initializer).from_config(self.bias_initializer.get_config()),
        }

    def _to_query_heads(self, x):
        return x if self.num_repeats == 1 else ops.repeat(x, self.num_repeats, axis=2)

    def compute_output_shape(self, query_shape, value_shape, key_shape=None):
        self._check_shapes(value_shape, value_shape if key_shape is None else key_shape)
        return tuple(query_shape)

    def _score_shape(self, query_shape, value_shape):
        return (query_shape[0], self.num_query_heads, query_shape[1], value_shape[1])

    def get_config(self):
        return super().get_config() | config_of(
            self, "head_dim", "num_query_heads", "num_key_value_heads", "use_bias", "use_gate",
            "sliding_window", "dropout", "kernel_initializer", "bias_initializer",
            "kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint",
            "bias_constraint", "seed",
        )
