from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.preprocessing._categorical import (
    check_output_mode,
    encoded_shape,
    from_tf,
    is_uneven,
    tf_preprocessing,
)
from keras.src.layers.preprocessing.data_layer import DataLayer
from keras.src.utils import numerical_utils


@keras_export("keras.layers.CategoryEncoding")
class CategoryEncoding(DataLayer):
    """Turns indices of categories into vectors with an entry for each category.

    The number of categories must be known; otherwise use `IntegerLookup` or `StringLookup`. The layer may be used
    inside `tf.data`, whichever backend is active. Indices outside of `[0, num_tokens)` count for nothing.

    Args:
        num_tokens: Integer, number of categories.
        output_mode: `"multi_hot"` (default) for a vector for each sample with ones at its categories; `"count"` for one
            with their numbers; `"one_hot"` for a vector for each index.
        sparse: Boolean, whether to return sparse tensors; jax and tensorflow only. Default False.

    Call arguments:
        inputs: Integers of shape `(batch, indices)`, or `(indices,)` for one sample.
        count_weights: Tensor of the shape of `inputs`: what each index counts, with `output_mode="count"`.

    Output: vectors of shape `(batch, num_tokens)`, with `"one_hot"` of shape `(batch, indices, num_tokens)`, or
    `(batch, num_tokens)` for inputs of shape `(batch, 1)`.

    Raises:
        ValueError: If `num_tokens` is missing or below 1, or `output_mode` is unknown.

    Example:

    >>> keras.layers.CategoryEncoding(4, output_mode="count")([[0, 1, 1], [3, 3, 0]]).tolist()
    [[1.0, 2.0, 0.0, 0.0], [1.0, 0.0, 0.0, 2.0]]
    """

    def __init__(self, num_tokens=None, output_mode="multi_hot", sparse=False, **kwargs):
        super().__init__(**kwargs)
        if output_mode == "binary":  # Keras 2
            output_mode = "multi_hot"
        check_output_mode(self, output_mode, ("count", "one_hot", "multi_hot"))
        if not isinstance(num_tokens, int) or num_tokens < 1:
            raise ValueError(
                "Argument `num_tokens` of CategoryEncoding must be a positive integer. "
                f"Received: num_tokens={num_tokens!r}"
            )
        self.num_tokens = num_tokens
        self.output_mode = output_mode
        self.sparse = sparse
        self._convert_input_args = False

    def compute_output_shape(self, input_shape):
        return encoded_shape(input_shape, self.output_mode, self.num_tokens)

    def compute_output_spec(self, inputs, count_weights=None):
        shape = self.compute_output_shape(inputs.shape)
        return backend.KerasTensor(shape, dtype=self.compute_dtype, sparse=self.sparse)

    def call(self, inputs, count_weights=None):
        if count_weights is not None:
            if self.output_mode != "count":
                raise ValueError(
                    "Argument `count_weights` of CategoryEncoding goes with `output_mode='count'`. "
                    f"Received: output_mode={self.output_mode!r}"
                )
        if is_uneven(inputs):
            vectors = tf_preprocessing.encode(
                inputs, self.output_mode, self.num_tokens, as_sparse=self.sparse, dtype=self.dtype,
                amounts=count_weights,
            )
            return from_tf(vectors)
        if count_weights is not None:
            count_weights = self.backend.convert_to_tensor(count_weights, dtype=self.compute_dtype)
        inputs = self.backend.convert_to_tensor(inputs)
        if not backend.is_int_dtype(inputs.dtype):
            inputs = self.backend.cast(inputs, "int32")
        return numerical_utils.encode_categorical_inputs(
            inputs,
            output_mode=self.output_mode,
            depth=self.num_tokens,
            dtype=self.dtype,
            sparse=self.sparse,
            count_weights=count_weights,
            backend_module=self.backend,
        )

    def get_config(self):
        return super().get_config() | {"num_tokens": self.num_tokens, "output_mode": self.output_mode}
