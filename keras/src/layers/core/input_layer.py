"""Input and InputLayer: where the graph of a functional model begins."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.layer import Layer
from keras.src.ops.node import Node


@keras_export("keras.layers.InputLayer")
class InputLayer(Layer):
    """The source of one input of a functional model. `keras.Input` makes one and returns its tensor.

    Args:
        shape: Tuple of integers and None, without the batch axis. Default None; needed unless `batch_shape` or
            `input_tensor` is given.
        batch_size: Integer, the size of the batch axis. Default None, any.
        dtype: Name of the dtype. Default None: `floatx()`.
        sparse: Boolean, whether values are sparse tensors. Default None, no.
        ragged: Boolean, whether values are ragged tensors. Default None, no.
        batch_shape: Tuple with the batch axis, instead of `shape` and `batch_size`. Default None.
        input_tensor: KerasTensor to use instead of a new one. Default None.
        optional: Boolean, whether None may be passed for this input. Default False.
        name: String without `/`. Default None: `input_layer`, `input_layer_1`, ...

    Raises:
        ValueError: If the arguments contradict each other, or the backend has no such tensors.

    Example:

    >>> keras.layers.InputLayer(shape=(3,), name="x").output.shape
    (None, 3)
    """

    def __init__(
        self, shape=None, batch_size=None, dtype=None, sparse=None, ragged=None, batch_shape=None,
        input_tensor=None, optional=False, name=None, **kwargs,
    ):
        super().__init__(name=name)
        if "input_shape" in kwargs:
            shape = kwargs.pop("input_shape")
        if "batch_input_shape" in kwargs:
            batch_shape = kwargs.pop("batch_input_shape")
        if kwargs:
            raise ValueError(f"InputLayer got arguments that it does not know: {kwargs}")
        if input_tensor is not None:
            self._check_tensor(input_tensor, shape, batch_size, dtype, batch_shape)
            batch_shape, dtype = input_tensor.shape, input_tensor.dtype
            sparse, ragged = input_tensor.sparse, input_tensor.ragged
        else:
            batch_shape = _batch_shape(shape, batch_size, batch_shape)
        self._batch_shape = batch_shape
        self._dtype = backend.standardize_dtype(dtype)
        self.sparse = bool(sparse)
        self.ragged = bool(ragged)
        self.optional = optional
        _check_backend(self.sparse, self.ragged)
        if input_tensor is None:
            input_tensor = backend.KerasTensor(
                batch_shape, dtype=self._dtype, sparse=self.sparse, ragged=self.ragged, name=name
            )
        self.built = True
        Node(operation=self, outputs=input_tensor)

    def _check_tensor(self, tensor, shape, batch_size, dtype, batch_shape):
        if not isinstance(tensor, backend.KerasTensor):
            raise ValueError(
                f"Argument `input_tensor` must be a KerasTensor. Received: input_tensor={tensor!r} "
                f"(of type {type(tensor).__name__})"
            )
        given = {
            "shape": (shape, tensor.shape[1:]),
            "batch_size": (batch_size, tensor.shape[0] if tensor.shape else None),
            "batch_shape": (batch_shape, tensor.shape),
            "dtype": (dtype, tensor.dtype),
        }
        for argument, (wanted, found) in given.items():
            wanted = tuple(wanted) if isinstance(wanted, (list, tuple)) else wanted
            if wanted is not None and wanted != found:
                raise ValueError(
                    f"Argument `{argument}` contradicts `input_tensor`, whose {argument} is {found}. "
                    f"Received: {argument}={wanted}"
                )

    def call(self):
        """There is nothing to compute."""

    @property
    def dtype(self):
        """Name of the dtype of the input."""
        return self._dtype

    @property
    def batch_shape(self):
        """Shape of the input with the batch axis."""
        return self._batch_shape

    def get_config(self):
        return config_of(self, "batch_shape", "dtype", "sparse", "ragged", "name", "optional")


def _batch_shape(shape, batch_size, batch_shape):
    if batch_shape is None:
        if shape is None:
            raise ValueError("Argument `shape` is needed for an input. Received: shape=None")
        return backend.standardize_shape((batch_size, *backend.standardize_shape(shape)))
    for argument, value in (("shape", shape), ("batch_size", batch_size)):
        if value is not None:
            raise ValueError(
                f"Arguments `{argument}` and `batch_shape` cannot both be given. "
                f"Received: {argument}={value} and batch_shape={batch_shape}"
            )
    return backend.standardize_shape(batch_shape)


def _check_backend(sparse, ragged):
    for argument, wanted, supported in (
        ("sparse", sparse, backend.SUPPORTS_SPARSE_TENSORS),
        ("ragged", ragged, backend.SUPPORTS_RAGGED_TENSORS),
    ):
        if wanted and not supported:
            raise ValueError(f"The {backend.backend()} backend has no such tensors. Received: {argument}=True")
    if sparse and ragged:
        raise ValueError("An input cannot be sparse and ragged at once. Received: sparse=True and ragged=True")


@keras_export(["keras.layers.Input", "keras.Input"])
def Input(  # the reference's name
    shape=None,
    batch_size=None,
    dtype=None,
    sparse=None,
    ragged=None,
    batch_shape=None,
    name=None,
    tensor=None,
    optional=False,
):
    """Begins a functional model: a symbolic tensor that layers and operations are called on.

    Args:
        shape: Tuple of integers and None, without the batch axis. Default None; needed unless `batch_shape` or
            `tensor` is given.
        batch_size: Integer, the size of the batch axis. Default None, any.
        dtype: Name of the dtype. Default None: `floatx()`.
        sparse: Boolean, whether values are sparse tensors. Default None, no.
        ragged: Boolean, whether values are ragged tensors. Default None, no.
        batch_shape: Tuple with the batch axis, instead of `shape` and `batch_size`. Default None.
        name: String, the name of the input. Default None: `keras_tensor`, numbered.
        tensor: KerasTensor to use instead of a new one. Default None.
        optional: Boolean, whether None may be passed for this input. Default False.

    Returns:
        A `KerasTensor`.

    Raises:
        ValueError: If the arguments contradict each other.

    Example:

    >>> x = keras.Input(shape=(32,))
    >>> model = keras.Model(x, keras.layers.Dense(4)(x))
    >>> model.output_shape
    (None, 4)
    """
    layer = InputLayer(
        shape=shape, batch_size=batch_size, dtype=dtype, sparse=sparse, ragged=ragged,
        batch_shape=batch_shape, name=name, input_tensor=tensor, optional=optional,
    )
    return layer.output
