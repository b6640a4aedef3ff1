"""Model: layers with training, saving and a summary around them."""
import contextlib
import importlib
import inspect
import json

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers.layer import Layer
from keras.src.models._state_tree import StateTree
from keras.src.models.surgery import Surgery
from keras.src.saving import safety, serialization_lib
from keras.src.utils import summary_utils
from keras.src.utils.python_utils import default

_functional = LateModule("keras.src.models.functional")
_saving_api = LateModule("keras.src.saving.saving_api")
_exporters = LateModule("keras.src.export")
_legacy_config = LateModule("keras.src.legacy.saving.legacy_config")
_quantization_config = LateModule("keras.src.quantizers.quantization_config")
_quantizers_utils = LateModule("keras.src.quantizers.utils")
_gptq = LateModule("keras.src.quantizers.gptq_core")
_awq = LateModule("keras.src.quantizers.awq_core")

_TRAINERS = {
    "numpy": "NumpyTrainer",
    "jax": "JAXTrainer",
    "tensorflow": "TensorFlowTrainer",
    "torch": "TorchTrainer",
}
Trainer = getattr(
    importlib.import_module(f"keras.src.backend.{backend.backend()}.trainer"), _TRAINERS[backend.backend()]
)
_CALIBRATED = {"gptq": lambda *args: _gptq.gptq_quantize(*args), "awq": lambda *args: _awq.awq_quantize(*args)}
_EXPORT_FORMATS = ("tf_saved_model", "onnx", "openvino", "litert", "torch")


@keras_export(["keras.Model", "keras.models.Model"])
class Model(Trainer, StateTree, Surgery, Layer):
    """Layers with training, evaluation, saving and a summary around them.

    There are three ways to one: `keras.Model(inputs, outputs)` from symbolic tensors (a functional model), a subclass
    with its own `call`, and `keras.Sequential` for a plain chain of layers.

    Args:
        inputs: KerasTensors in any structure, from `keras.Input`. Only for functional models.
        outputs: KerasTensors in any structure, computed from `inputs`. Only for functional models.
        name: String without `/`. Default None: the class's name in snake case, numbered.
        trainable: Boolean, whether training updates the weights. Default True.
        dtype: Name of a dtype, or a `keras.DTypePolicy`, for subclasses. Default None: the global policy.

    Example:

    >>> x = keras.Input((3,))
    >>> model = keras.Model(x, keras.layers.Dense(2)(x))
    >>> model.compile(optimizer="sgd", loss="mse")
    >>> model.count_params()
    8
    """

    _is_model = True

    def __new__(cls, *args, **kwargs):
        if cls is Model and functional_init_arguments(args, kwargs):
            return _functional.Functional.__new__(_functional.Functional, *args, **kwargs)
        return super().__new__(cls, *args, **kwargs)

    def __init__(self, *args, **kwargs):
        Trainer.__init__(self)
        if functional_init_arguments(args, kwargs) and _functional.Functional not in type(self).__mro__:
            inject_functional_model_class(type(self))
            _functional.Functional.__init__(self, *args, **kwargs)
        else:
            Layer.__init__(self, *args, **kwargs)

    @default
    def call(self, *args, **kwargs):
        raise NotImplementedError(
            f"{type(self).__name__} must implement `call(self, inputs)`, or be made from symbolic inputs and outputs."
        )

    # Layers

    @property
    def layers(self):
        """The layers directly inside the model, a list."""
        return self._flatten_layers(include_self=False, recursive=False)

    @layers.setter
    def layers(self, _):
        raise AttributeError("`Model.layers` is a list made by Keras. Use another name for your attribute.")

    def get_layer(self, name=None, index=None):
        """One of the model's layers.

        Args:
            name: String, the name of the layer. Default None.
            index: Integer, its place in `model.layers`. Default None.

        Returns:
            A `Layer`.

        Raises:
            ValueError: If there is no such layer, or not exactly one argument is given.

        Example:

        >>> model = keras.Sequential([keras.layers.Dense(2, name="head")])
        >>> model.get_layer("head").units
        2
        """
        if (name is None) == (index is None):
            raise ValueError(
                f"`get_layer` takes either the name or the index of a layer. Received: name={name!r} and index={index}"
            )
        layers = self.layers
        if index is not None:
            if len(layers) <= index:
                raise ValueError(f"The model has {len(layers)} layers. Received: index={index}")
            return layers[index]
        for layer in layers:
            if layer.name == name:
                return layer
        raise ValueError(
            f"The model has no layer of this name. It has: {[layer.name for layer in layers]}. Received: name={name!r}"
        )

    def summary(
        self, line_length=None, positions=None, print_fn=None, expand_nested=False,
        show_trainable=False, layer_range=None, flops=False,
    ):
        """Prints the layers, their output shapes and numbers of parameters as a table.

        Args:
            line_length: Integer, width of the table in characters. Default None: that of the terminal.
            positions: List of numbers in (0, 1], where the columns end. Default None: chosen by the kind of model.
            print_fn: Function that gets the text instead of standard output. Default None.
            expand_nested: Boolean, whether to list the layers of models inside. Default False.
            show_trainable: Boolean, whether to show which layers are trainable. Default False.
            layer_range: Two names, or patterns of names: the first and the last layer to list. Default None, all.
            flops: Boolean, whether to show about how many floating-point operations one sample takes, a
                multiplication and an addition counting as two. Default False.
        """
        summary_utils.print_summary(
            self, line_length=line_length, positions=positions, print_fn=print_fn,
            expand_nested=expand_nested, show_trainable=show_trainable, layer_range=layer_range,
            flops=flops,
        )

    # Files

    def save(self, filepath, overwrite=True, zipped=None, **kwargs):
        """Writes the model to a file: architecture, weights, and optimizer state.

        Args:
            filepath: String or path that ends in `.keras` (or `.h5`, the older format).
            overwrite: Boolean, whether to replace a file without asking. Default True.
            zipped: Boolean, whether to write one archive or a directory. Default None, an archive.
            **kwargs: Options of the older format.
        """
        return _saving_api.save_model(self, filepath, overwrite=overwrite, zipped=zipped, **kwargs)

    def save_weights(self, filepath, overwrite=True, max_shard_size=None):
        """Writes the weights to a file.

        Args:
            filepath: String or path that ends in `.weights.h5` (`.weights.json` for several files).
            overwrite: Boolean, whether to replace a file without asking. Default True.
            max_shard_size: Number of gigabytes in one file. Default None, all in one.
        """
        return _saving_api.save_weights(self, filepath, overwrite=overwrite, max_shard_size=max_shard_size)

    def load_weights(self, filepath, skip_mismatch=False, **kwargs):
        """Reads weights from a file into the model.

        Args:
            filepath: String or path: what `save_weights` or `save` wrote.
            skip_mismatch: Boolean, whether to leave layers alone whose weights have other shapes. Default False.
            **kwargs: Options of the older format.
        """
        _saving_api.load_weights(self, filepath, skip_mismatch=skip_mismatch, **kwargs)

    def export(
        self, filepath, format="tf_saved_model", verbose=None, input_signature=None, **kwargs,
    ):
        """Writes the model for inference elsewhere, by programs that need no Keras.

        Args:
            filepath: String or path: a folder for `"tf_saved_model"`, a file that ends in `.onnx`, `.xml`, `.tflite` or
                `.pt2` for the others.
            format: `"tf_saved_model"` (of TensorFlow, with the endpoint `serve`; the default), `"onnx"`,
                `"openvino"`, `"litert"` (on tensorflow and torch) or `"torch"` (of `torch.export`, on torch).
            verbose: Boolean, whether to print where it was written. Default None: yes.
            input_signature: List with one `keras.InputSpec`, or one structure of them, for each positional argument
                of the model. Default None: those of the model, with batches of any size.
            **kwargs: Options of the format's converter: `opset_version` for `"onnx"`, attributes of
                `tf.lite.TFLiteConverter` for `"litert"`, arguments of `torch.export.export` for `"torch"`.

        Raises:
            ValueError: If the format is unknown, the model is not built, or the file has another ending.
            NotImplementedError: On the numpy backend.
            ImportError: If a package of the format is missing.

        Example (on the tensorflow, jax and torch backends):

            model.export("folder")
            tf.saved_model.load("folder").serve(x)
        """
        if format not in _EXPORT_FORMATS:
            raise ValueError(f"Argument `format` must be one of {list(_EXPORT_FORMATS)}. Received: format={format!r}")
        name = "saved_model" if format == "tf_saved_model" else format
        write = getattr(_exporters, f"export_{name}")
        return write(self, filepath, verbose=verbose, input_signature=input_signature, **kwargs)

    def to_json(self, **kwargs):
        """The architecture as a JSON string, for `keras.models.model_from_json`.

        Args:
            **kwargs: Options of `json.dumps`.

        Returns:
            String.
        """
        return json.dumps(serialization_lib.serialize_keras_object(self), **kwargs)

    # Config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The model that `get_config` described.

        Args:
            config: Dict.
            custom_objects: Dict from names to classes that are looked up first. Default None.

        Returns:
            A model of this class, with new weights.

        Raises:
            TypeError: If the constructor does not take what the config holds.
        """
        graph = isinstance(config, dict) and {"name", "layers", "input_layers", "output_layers"} <= config.keys()
        if cls is Model and graph:
            cls = _functional.Functional
        if graph and _functional.functional_like_constructor(cls):
            return _functional.functional_from_config(cls, config, custom_objects=custom_objects)
        config = serialization_lib.deserialize_arguments(config)
        try:
            return cls(**config)
        except TypeError as e:
            raise TypeError(
                f"{cls.__name__} could not be made from its config: {e}. Its `get_config()` must return the arguments "
                f"of its constructor, or it must have its own `from_config()`. Received: config={config}"
            ) from e

    def build_from_config(self, config):
        """Builds the model as `get_build_config` describes it.

        Args:
            config: Dict with the key `"input_shape"` or `"shapes_dict"`; others are ignored.
        """
        if not config or self.built:
            return
        if "shapes_dict" in config:
            self.build(**config["shapes_dict"])
        elif config.get("input_shape") is not None:
            self.build(config["input_shape"])
        self._take_inner_quantization(config.get("quantized_layers"))

    # Quantization

    def quantize(self, mode=None, config=None, filters=None, **kwargs):
        """Replaces the weights of the layers that have a quantized form by weights of few bits.

        Args:
            mode: `"int8"`, `"int4"`, `"float8"`, `"gptq"` or `"awq"`. Default None: that of `config`.
            config: A `QuantizationConfig`. Default None.
            filters: A pattern, a list of patterns, or a function of a layer: which layers to quantize. Default None,
                all that can be.
            **kwargs: `type_check`, a boolean.

        Raises:
            ValueError: If the model is not built, or the mode is unknown.
        """
        type_check = kwargs.pop("type_check", True)
        if kwargs:
            raise ValueError(f"`quantize` got arguments that it does not know: {list(kwargs)}")
        config = _quantization_config.validate_and_resolve_config(mode, config)
        mode = config.mode
        self._check_quantize_args(mode, self.compute_dtype)
        structure = self._layer_structure(config) if mode in _CALIBRATED else None
        # What is calibrated lies in the blocks; other layers would wait for data forever.
        within = [self] if structure is None else structure.get("sequential_blocks", ())
        changed = False
        for layer in (layer for block in within for layer in block._flatten_layers()):
            if layer is self or layer._layers or not _quantizers_utils.should_quantize_layer(layer, filters):
                continue  # Layers that hold layers are quantized layer by layer.
            with contextlib.suppress(NotImplementedError):  # It has no quantized form.
                layer.quantize(mode, type_check=type_check, config=config)
                changed = True
        if structure is not None:
            _CALIBRATED[mode](config, structure, filters)
        if changed:
            self._post_quantize(mode)

    quantize._is_checked = True  # by itself, so that `filters` may stand in third place

    def _layer_structure(self, config):
        """The blocks to calibrate one after the other."""
        structure = config.quantization_layer_structure
        if structure is None:
            structure = self.get_quantization_layer_structure(config.mode)
        if structure is None:
            raise ValueError(
                f"quantize with mode={config.mode!r} must know the order of the model's blocks: pass "
                "`quantization_layer_structure` to the config, or implement `get_quantization_layer_structure()`."
            )
        return structure

    def _post_quantize(self, mode, **kwargs):
        """Called after `quantize`. What was compiled for the old weights is dropped."""
        self.train_function = None
        self.test_function = None
        self.predict_function = None

    def get_quantization_layer_structure(self, mode=None):
        """The order in which layers are quantized one after another, for `"gptq"` and `"awq"`.

        Args:
            mode: The quantization mode. Default None.

        Returns:
            Dict with the keys `"pre_block_layers"` and `"sequential_blocks"`, or None if the model has no such order.
        """
        return

    def _obj_type(self):
        return "Model"


@keras_export("keras.models.model_from_json")
def model_from_json(json_string, custom_objects=None):
    """The model whose architecture a JSON string describes.

    Args:
        json_string: What `Model.to_json` returned, that of Keras 2 included.
        custom_objects: Dict from names to classes that are looked up first. Default None.

    Returns:
        A model with new weights.

    Example:

    >>> model = keras.Sequential([keras.layers.Dense(2)], name="small")
    >>> keras.models.model_from_json(model.to_json()).name
    'small'
    """
    config = safety.read_json(json_string, "Argument `json_string`")
    if not isinstance(config, dict):
        raise ValueError(f"Argument `json_string` must describe one model. Received: {type(config).__name__}")
    if "module" not in config:
        config = _legacy_config.with_modules(config, custom_objects)
    return serialization_lib.deserialize_keras_object(config, custom_objects=custom_objects)


def functional_init_arguments(args, kwargs):
    """Whether a model is being made from inputs and outputs."""
    return len(args) == 2 or (len(args) == 1 and "outputs" in kwargs) or {"inputs", "outputs"} <= kwargs.keys()


def inject_functional_model_class(cls):
    """Puts Functional in the place of Model among the bases of a class whose constructor passes inputs and outputs.

    Returns:
        The class itself, or Functional in the place of Model.
    """
    if cls is Model:
        return _functional.Functional
    if cls is object or not inspect.isclass(cls):
        return object
    if _functional.Functional in cls.__mro__:  # `issubclass` would remember its answer, NNX's classes being abstract
        return cls
    cls.__bases__ = tuple(inject_functional_model_class(base) for base in cls.__bases__)
    return cls
