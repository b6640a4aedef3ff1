from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, positive_integer, set_objects
from keras.src.layers.core.kernel_mixin import KernelMixin
from keras.src.layers.core.quantization_mixin import operands
from keras.src.layers.layer import Layer

_INDEX_DTYPES = frozenset(("int32", "int64", "uint8", "uint16", "uint32", "int8", "int16"))


@keras_export("keras.layers.Embedding")
class Embedding(KernelMixin, Layer):
    """Looks up a vector for each integer: `embeddings[inputs]`.

    Args:
        input_dim: Positive integer, the number of vectors: inputs lie in `0 ... input_dim - 1`.
        output_dim: Positive integer, the length of a vector.
        embeddings_initializer: Initializer of the vectors. Default `"uniform"`.
        embeddings_regularizer: Regularizer of the vectors. Default None.
        embeddings_constraint: Constraint on the vectors. Default None.
        mask_zero: Boolean, whether 0 is padding that later layers should skip. Default False.
        weights: The vectors to begin with, an array of shape `(input_dim, output_dim)` or a list of that one
            array. Default None.
        lora_rank: Positive integer: freeze the vectors and train an update of this rank instead (LoRA). Default
            None, no update.
        lora_alpha: Number, strength of that update. Default None, which stands for `lora_rank`.
        quantization_config: Settings for `quantize`. Default None.

    Input: integers of any shape. Output: `(..., output_dim)` in the compute dtype.

    Raises:
        ValueError: If `input_dim` or `output_dim` is not a positive integer.

    Example:

    >>> keras.layers.Embedding(5, 3)(keras.ops.array([[0, 4], [1, 1]])).shape
    (2, 2, 3)
    """

    _quantizable = True
    _kernel_name = "embeddings"

    def __init__(
        self, input_dim, output_dim, embeddings_initializer="uniform", embeddings_regularizer=None,
        embeddings_constraint=None, mask_zero=False, weights=None, lora_rank=None, lora_alpha=None,
        quantization_config=None, **kwargs,
    ):
        kwargs.pop("input_length", None)  # Keras 2 had it
        input_dim = positive_integer(self, input_dim=input_dim)
        output_dim = positive_integer(self, output_dim=output_dim)
        super().__init__(**kwargs)
        self.input_dim = input_dim
        self.output_dim = output_dim
        set_objects(
            self,
            embeddings_initializer=embeddings_initializer,
            embeddings_regularizer=embeddings_regularizer,
            embeddings_constraint=embeddings_constraint,
        )
        self.mask_zero = mask_zero
        self.supports_masking = mask_zero
        self.autocast = False
        self.quantization_config = self._read_quantization_config(quantization_config)
        self._set_lora(lora_rank, lora_alpha)
        if weights is not None:
            self._build_with(weights)

    def _build_with(self, weights):
        """Builds the layer with the vectors given to the constructor."""
        self.build()
        self._build_shapes_dict = {}  # so that a copy, which gets no `weights`, is built too
        self.set_weights(weights if isinstance(weights, list) else [weights])

    def build(self, input_shape=None):
        if self.built:
            return
        self._add_kernel((self.input_dim, self.output_dim))
        self._finish_build()

    @property
    def embeddings(self):
        """The vectors, `(input_dim, output_dim)`; with LoRA the update is in them."""
        return self._shown_kernel()

    def call(self, inputs):
        inputs = _as_indices(inputs)
        outputs = ops.take(self._embeddings.value, inputs, axis=0)
        if self.lora_enabled:
            a, b = self._lora_factors
            update = ops.matmul(ops.take(a, inputs, axis=0), b)
            outputs = ops.add(outputs, ops.multiply(self.lora_alpha / self.lora_rank, update))
        dtype = self.compute_dtype
        return outputs if dtype == self._embeddings.dtype else ops.cast(outputs, dtype)

    def _make_operands(self, shape):
        return [operands.RowTable("embeddings", shape)]

    def quantized_build(self, embeddings_shape, mode, config=None):
        super().quantized_build(embeddings_shape, mode, config)

    def quantized_call(self, inputs, training=None):
        inputs, operand = _as_indices(inputs), self._operands[0]
        outputs = self._mode.rows(self, operand, inputs)
        return ops.add(outputs, self._lora_update(operand, inputs)) if self.lora_enabled else outputs

    def compute_mask(self, inputs, mask=None):
        return ops.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape):
        return (*input_shape, self.output_dim)

    def compute_output_spec(self, inputs):
        return backend.KerasTensor(
            self.compute_output_shape(inputs.shape),
            dtype=self.compute_dtype,
            ragged=inputs.ragged,
        )

    def get_config(self):
        config = super().get_config()
        config |= config_of(
            self, "input_dim", "output_dim", "embeddings_initializer", "embeddings_regularizer",
            "activity_regularizer", "embeddings_constraint", "mask_zero", "quantization_config",
        )
        return config | self._lora_config()


def _as_indices(inputs):
    return inputs if backend.standardize_dtype(inputs.dtype) in _INDEX_DTYPES else ops.cast(inputs, "int32")
