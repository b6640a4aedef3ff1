from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers._call_plan import call_plan
from keras.src.layers.core.wrapper import Wrapper

# Layers whose samples do not depend on each other.
_SAMPLE_BY_SAMPLE = frozenset(
    (
        "Activation", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "BatchNormalization",
        "Bidirectional", "Conv1D", "Conv1DTranspose", "Conv2D", "Conv2DTranspose", "Conv3D",
        "Conv3DTranspose", "Dense", "DepthwiseConv1D", "DepthwiseConv2D", "Dropout", "Embedding", "Flatten",
        "GRU", "GRUCell", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D",
        "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "InputLayer", "LSTM", "LSTMCell",
        "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "ReLU", "Rescaling", "SeparableConv1D",
        "SeparableConv2D", "Sequential", "SimpleRNN", "SimpleRNNCell",
    )
)


@keras_export("keras.layers.TimeDistributed")
class TimeDistributed(Wrapper):
    """Applies a layer to each step of sequences.

    Args:
        layer: The layer.

    Call arguments:
        inputs: Tensor `(batch, steps, ...)`.
        training: Boolean, passed on to the layer. Default None.
        mask: Boolean tensor `(batch, steps)`; a layer that takes a mask gets that of its step. Default None.

    Output: `(batch, steps, ...)`, where `...` is what the layer makes of one step.

    Raises:
        ValueError: If `layer` is no layer, or the inputs have fewer than 3 axes.

    Example:

    >>> layer = keras.layers.TimeDistributed(keras.layers.Conv2D(4, 3))
    >>> layer(keras.ops.ones((2, 5, 8, 8, 3))).shape
    (2, 5, 6, 6, 4)
    """

    def __init__(self, layer, **kwargs):
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def _step_shape(self, input_shape):
        if not isinstance(input_shape, (tuple, list)) or len(input_shape) < 3 or not _is_size(input_shape[0]):
            raise ValueError(
                "Inputs of TimeDistributed must have at least 3 axes, `(batch, steps, ...)`. "
                f"Received: input_shape={input_shape}"
            )
        return (input_shape[0], *input_shape[2:])

    def build(self, input_shape):
        super().build(self._step_shape(input_shape))

    def compute_output_shape(self, input_shape):
        batch, *rest = self.layer.compute_output_shape(self._step_shape(input_shape))
        return (batch, input_shape[1], *rest)

    def call(self, inputs, training=None, mask=None):
        return ops.cast(self._call_steps(inputs, training, mask), self.compute_dtype)

    def _call_steps(self, inputs, training, mask):
        if self._folds(mask, training):
            return self._call_folded(inputs)
        layer, plan = self.layer, call_plan(type(self.layer))
        options = {"training": training} if plan.has_training else {}
        masked = mask is not None and plan.has_mask

        def run(i, x):
            return layer(x, **options, mask=mask[:, i]) if masked else layer(x, **options)

        if inputs.shape[1] is not None:
            steps = enumerate(ops.unstack(inputs, inputs.shape[1], axis=1))
            return ops.stack([run(i, x) for i, x in steps], axis=1)
        outputs = backend.vectorized_map(lambda i: run(i, inputs[:, i]), ops.arange(ops.shape(inputs)[1]))
        return ops.swapaxes(outputs, 0, 1)

    def _folds(self, mask, training):
        """Whether one call on all steps as one batch gives the same.

        It does if all layers treat samples one by one, draw nothing at random, and keep no states and statistics.
        """
        inside = self.layer._flatten_layers()
        if mask is not None and call_plan(type(self.layer)).has_mask:
            return False
        if training and any(layer._seed_generators or layer._non_trainable_variables for layer in inside):
            return False
        return all(_treats_samples_apart(layer) for layer in inside)

    def _call_folded(self, inputs):
        batch, steps = ops.shape(inputs)[:2]
        outputs = self.layer(ops.reshape(inputs, (-1, *inputs.shape[2:])))
        return ops.reshape(outputs, (batch, steps, *outputs.shape[1:]))


def _treats_samples_apart(layer):
    kind = type(layer)
    known = kind.__name__ in _SAMPLE_BY_SAMPLE and kind.__module__.startswith("keras.src.")
    activation = getattr(layer, "activation", None)
    own = activation is None or getattr(activation, "__module__", "").startswith("keras.src.activations")
    return known and own and not getattr(layer, "stateful", False)


def _is_size(size):
    return size is None or isinstance(size, int)
