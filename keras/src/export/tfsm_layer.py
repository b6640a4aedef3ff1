"""SavedModels of TensorFlow as layers of the tensorflow backend."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.layer import Layer
from keras.src.saving import safety, serialization_lib
from keras.src.utils.module_utils import tensorflow


@keras_export("keras.layers.TFSMLayer")
class TFSMLayer(Layer):
    """A SavedModel of TensorFlow as a layer, as `model.export()` and `tf.saved_model.save()` write it.

    Its variables are weights of the layer, and are trained with the model around it.

    Args:
        filepath: Path of the SavedModel's folder.
        call_endpoint: String, name of the function or of the signature to call. Default `"serve"`.
        call_training_endpoint: String, the one to call in training. Default None: `call_endpoint`.
        trainable: Boolean, whether training updates the variables. Default True.
        name: String without `/`. Default None: `tfsm_layer`, numbered.
        dtype: Name of a dtype, or a dtype policy. Default None: the global policy.

    Raises:
        NotImplementedError: On other backends than tensorflow.
        ValueError: If the SavedModel has no such endpoint.
        OSError: If there is no SavedModel.

    Example (on the tensorflow backend):

    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    >>> model.export("saved", verbose=False)
    >>> layer, x = keras.layers.TFSMLayer("saved"), np.ones((4, 3))
    >>> np.allclose(layer(x), model(x))
    True

    A SavedModel holds code: a file that names one is loaded with `safe_mode=False` only.
    """

    def __init__(
        self, filepath, call_endpoint="serve", call_training_endpoint=None, trainable=True,
        name=None, dtype=None,
    ):
        if backend.backend() != "tensorflow":
            raise NotImplementedError(f"TFSMLayer runs on the tensorflow backend only, not on {backend.backend()}.")
        super().__init__(trainable=trainable, name=name, dtype=dtype)
        self.filepath = str(filepath) if hasattr(filepath, "__fspath__") else filepath
        self.call_endpoint = call_endpoint
        self.call_training_endpoint = call_training_endpoint
        self._saved_model = tensorflow.saved_model.load(self.filepath)
        self._call_function = self._endpoint("call_endpoint", call_endpoint)
        self._training_function = self._call_function
        if call_training_endpoint:
            self._training_function = self._endpoint("call_training_endpoint", call_training_endpoint)
        for variable in self._saved_variables():
            self._track_variable(_adopted(variable))
        self.built = True

    def _endpoint(self, argument, name):
        """The function of the SavedModel under a name."""
        signatures = self._saved_model.signatures
        if callable(getattr(self._saved_model, name, None)):
            return getattr(self._saved_model, name)
        if name not in signatures:
            raise ValueError(
                f"Argument `{argument}` of TFSMLayer must name a function or a signature of the SavedModel, whose "
                f"signatures are {list(signatures)}. Received: {argument}={name!r}"
            )
        signature = signatures[name]
        return lambda inputs, **kwargs: (
            signature(**inputs, **kwargs) if isinstance(inputs, dict) else signature(inputs, **kwargs)
        )

    def _saved_variables(self):
        """The variables of the SavedModel, as it lists them or else as its functions use them."""
        listed = getattr(self._saved_model, "variables", None)
        if listed is None:
            graphs = self._saved_model.signatures.values()
            listed = [v for graph in graphs for v in graph.graph.variables]
        return list({id(v): v for v in listed}.values())

    def call(self, inputs, training=False, **kwargs):
        function = self._training_function if training else self._call_function
        return function(inputs, **kwargs)

    def get_config(self):
        return super().get_config() | config_of(
            self, "filepath", "call_endpoint", "call_training_endpoint"
        )

    @classmethod
    def from_config(cls, config, custom_objects=None, safe_mode=None):
        """The layer that `get_config` described. The SavedModel is read from its path, and its code runs when called.

        Raises:
            ValueError: In safe mode.
        """
        if (serialization_lib.in_safe_mode() if safe_mode is None else safe_mode) is not False:
            raise safety.Refused(
                f"The config of a TFSMLayer names a SavedModel, {config.get('filepath')!r}, which holds code. If you "
                "trust its source, pass `safe_mode=False` or call `keras.config.enable_unsafe_deserialization()`."
            )
        return cls(**serialization_lib.deserialize_arguments(config))


def _adopted(variable):
    """A Keras variable whose storage is a variable of TensorFlow."""
    adopting = backend.Variable(
        "zeros", shape=tuple(variable.shape), dtype=variable.dtype.name,
        trainable=variable.trainable, name=variable.name.replace("/", "_"),
    )
    adopting._initialize(variable)
    return adopting
