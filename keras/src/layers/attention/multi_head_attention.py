import math

from keras.src.api_export import keras_export
from keras.src.layers.activations.softmax import Softmax
from keras.src.layers.arguments import config_of, positive_integer, set_objects
from keras.src.layers.attention.base_dot_product_attention import BaseDotProductAttention
from keras.src.layers.attention.equations import _build_attention_equation, _build_proj_equation
from keras.src.layers.core.einsum_dense import EinsumDense
from keras.src.layers.regularization.dropout import Dropout


@keras_export("keras.layers.MultiHeadAttention")
class MultiHeadAttention(BaseDotProductAttention):
    """Attention in several heads: each looks at the value where its query matches the key.

    Query, key and value are projected to `num_heads` vectors each; a head gives
    `softmax(q @ k.T / sqrt(key_dim)) @ v`; the heads together are projected to the output. With the query as the
    value too, this is self-attention.

    Args:
        num_heads: Positive integer, the number of heads.
        key_dim: Positive integer, the size of a head's query and key.
        value_dim: Positive integer, the size of a head's value. Default None, `key_dim`.
        dropout: Number from 0 to 1, the part of the scores that is dropped in training. Default 0.0.
        use_bias: Boolean, whether the projections have biases. Default True.
        output_shape: Integer or tuple, the shape of the output's features. Default None, that of the query's.
        attention_axes: Integer or tuple, the axes that are attended over. Default None: all but batch and features.
        sliding_window: Positive integer: a step sees only steps nearer than that. Default None.
        flash_attention: Boolean, whether to use flash attention. Default None, the setting of `keras.config`.
        kernel_initializer: Initializer of the projections' kernels. Default `"glorot_uniform"`.
        bias_initializer: Initializer of their biases. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernels. Default None.
        bias_regularizer: Regularizer of the biases. Default None.
        activity_regularizer: Regularizer of the projections' outputs. Default None.
        kernel_constraint: Constraint on the kernels. Default None.
        bias_constraint: Constraint on the biases. Default None.
        use_gate: Boolean, whether each head's result is multiplied by a sigmoid of a projection of the query.
            Default False.
        seed: Integer that makes dropout repeatable. Default None.

    Call arguments:
        query: Tensor `(batch, query steps, features)`.
        value: Tensor `(batch, value steps, features)`.
        key: Tensor `(batch, value steps, features)`. Default None, the value.
        query_mask, value_mask, key_mask: Boolean tensors `(batch, steps)`. Default None.
        attention_mask: Boolean tensor `(batch, query steps, value steps)`, true where attention may go. Default None.
        return_attention_scores: Boolean, whether to return the scores as well. Default False.
        training: Boolean, whether to drop scores. Default None.
        use_causal_mask: Boolean, whether a step sees only itself and earlier steps. Default False.

    Output: `(batch, query steps, *output_shape)` in the compute dtype; with scores
    `(batch, heads, query steps, value steps)` also.

    Raises:
        ValueError: If an argument is out of its range, or key and value do not fit together.

    Reference: [Vaswani et al., 2017](https://arxiv.org/abs/1706.03762).

    Example:

    >>> layer = keras.layers.MultiHeadAttention(num_heads=2, key_dim=3)
    >>> layer(keras.ops.ones((1, 4, 8)), keras.ops.ones((1, 5, 6))).shape
    (1, 4, 8)
    """

    def __init__(
        self, num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None,
        attention_axes=None, sliding_window=None, flash_attention=None,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, use_gate=False, seed=None, **kwargs,
    ):
        num_heads = positive_integer(self, num_heads=num_heads)
        key_dim = positive_integer(self, key_dim=key_dim)
        super().__init__(**kwargs)
        self._num_heads = num_heads
        self._key_dim = key_dim
        self._value_dim = self._key_dim if value_dim is None else positive_integer(self, value_dim=value_dim)
        self._set_attention(dropout, sliding_window, flash_attention, 1.0 / math.sqrt(self._key_dim))
        self._use_bias = use_bias
        self._output_shape = (output_shape,) if isinstance(output_shape, (int, str)) else output_shape
        self._output_shape = None if output_shape is None else tuple(self._output_shape)
        self._attention_axes = (attention_axes,) if isinstance(attention_axes, int) else attention_axes
        set_objects(
            self, "_", kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
        )
        self._use_gate = use_gate
        self.seed = seed

    @property
    def num_heads(self):
        """The number of heads."""
        return self._num_heads

    @property
    def key_dim(self):
        """The size of a head's query and key."""
        return self._key_dim

    @property
    def value_dim(self):
        """The size of a head's value."""
        return self._value_dim

    @property
    def dropout(self):
        """The part of the scores that is dropped in training."""
        return self._dropout

    @property
    def use_bias(self):
        """Whether the projections have biases."""
        return self._use_bias

    @property
    def attention_axes(self):
        """The axes that are attended over; None before the layer is built, unless they were given."""
        return self._attention_axes

    @property
    def query_dense(self):
        """The projection of the query."""
        return self._query_dense

    @property
    def key_dense(self):
        """The projection of the key."""
        return self._key_dense

    @property
    def value_dense(self):
        """The projection of the value."""
        return self._value_dense

    @property
    def output_dense(self):
        """The projection of all heads to the output."""
        return self._output_dense

    def build(self, query_shape, value_shape, key_shape=None):
        key_shape = value_shape if key_shape is None else key_shape
        self._check_shapes(value_shape, key_shape)
        rank = len(query_shape)
        self._query_dense = self._make_heads("query", query_shape, self._key_dim)
        self._key_dense = self._make_heads("key", key_shape, self._key_dim)
        self._gate_dense = self._make_heads("gate", query_shape, self._value_dim) if self._use_gate else None
        self._value_dense = self._make_heads("value", value_shape, self._value_dim)
        self._build_attention(rank + 1)
        self._output_dense = self._make_output_dense(
            query_shape, self._get_common_kwargs_for_sublayer(), "attention_output"
        )
        self._output_dense.build((*query_shape[:-1], self._num_heads, self._value_dim))

    def _make_heads(self, name, input_shape, size):
        """The built projection of an input to all heads."""
        equation, bias_axes, rank = _build_proj_equation(len(input_shape) - 1, 1, 2)
        dense = EinsumDense(
            equation,
            output_shape=(None,) * (rank - 3) + (self._num_heads, size),
            bias_axes=bias_axes if self._use_bias else None,
            name=name,
            **self._get_common_kwargs_for_sublayer(),
        )
        dense.build(input_shape)
        return dense

    def _get_common_kwargs_for_sublayer(self):
        """Arguments of every projection; each gets initializers of its own, so that they differ."""
        return {
            "kernel_regularizer": self._kernel_regularizer,
            "bias_regularizer": self._bias_regularizer,
            "activity_regularizer": self._activity_regularizer,
            "kernel_constraint": self._kernel_constraint,
            "bias_constraint": self._bias_constraint,
            "dtype": self.dtype_policy,
            "kernel_initializer": _copy(self._kernel_initializer),
            "bias_initializer": _copy(self._bias_initializer),
        }

    def _make_output_dense(self, query_shape, common_kwargs, name=None):
        features = self._output_shape or (query_shape[-1],)
        equation, bias_axes, rank = _build_proj_equation(len(query_shape) - 1, 2, len(features))
        return EinsumDense(
            equation,
            output_shape=(None,) * (rank - 1 - len(features)) + features,
            bias_axes=bias_axes if self._use_bias else None,
            name=name,
            **common_kwargs,
        )

    def _build_attention(self, rank):
        """Equations, softmax and dropout for projected tensors of a rank."""
        if self._attention_axes is None:
            self._attention_axes = tuple(range(1, rank - 2))
        axes = tuple(self._attention_axes)
        if any(not 0 <= axis < rank - 2 for axis in axes):
            raise IndexError(
                "Argument `attention_axes` of MultiHeadAttention must name axes of the query between batch and "
                f"features. Received: attention_axes={axes}"
            )
        self._dot_product_equation, self._combine_equation, score_rank = _build_attention_equation(rank, axes)
        self._softmax = Softmax(
            axis=tuple(range(score_rank - len(axes), score_rank)), dtype=self.dtype_policy
        )
        self._dropout_layer = Dropout(rate=self._dropout, dtype=self.dtype_policy, seed=self.seed)

    def compute_output_shape(self, query_shape, value_shape, key_shape=None):
        self._check_shapes(value_shape, value_shape if key_shape is None else key_shape)
        return (*query_shape[:-1], *(self._output_shape or query_shape[-1:]))

    def _score_shape(self, query_shape, value_shape):
        axes = tuple(self._attention_axes or range(1, len(query_shape) - 1))
        kept = [size for axis, size in enumerate(query_shape[:-1]) if axis not in axes]
        return (*kept, self._num_heads, *(query_shape[a] for a in axes), *(value_shape[a] for a in axes))

    def get_config(self):
        config = super().get_config() | {
            "num_heads": self._num_heads,
            "key_dim": self._key_dim,
            "value_dim": self._value_dim,
            "dropout": self._dropout,
            "use_bias": self._use_bias,
            "use_gate": self._use_gate,
            "output_shape": self._output_shape,
            "attention_axes": self._attention_axes,
            "sliding_window": self._sliding_window,
            "seed": self.seed,
        }
        private = config_of(
            self, "_kernel_initializer", "_bias_initializer", "_kernel_regularizer",
            "_bias_regularizer", "_activity_regularizer", "_kernel_constraint", "_bias_constraint",
        )
        return config | {name[1:]: value for name, value in private.items()}


def _copy(initializer):
    return type(initializer).from_config(initializer.get_config())
