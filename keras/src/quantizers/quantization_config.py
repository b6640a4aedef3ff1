"""How a model or a layer is to be quantized."""
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.dtype_policies import QUANTIZATION_MODES
from keras.src.quantizers.quantizers import AbsMaxQuantizer

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.quantizers.QuantizationConfig")
class QuantizationConfig:
    """Base class of quantization configs: a mode, and the quantizers of weights and activations.

    Args:
        weight_quantizer: `Quantizer` of weights. Default None, the mode's own.
        activation_quantizer: `Quantizer` of the inputs of a layer. Default None: they stay floats.

    Example:

    >>> keras.quantizers.Int8QuantizationConfig(activation_quantizer=None).mode
    'int8'
    """

    def __init__(self, weight_quantizer=None, activation_quantizer=None):
        self.weight_quantizer = weight_quantizer
        self.activation_quantizer = activation_quantizer

    @property
    def mode(self):
        """The quantization mode; subclasses implement it."""
        raise NotImplementedError(f"{type(self).__name__} must implement the property `mode`.")

    def get_config(self):
        """The arguments of the constructor as a JSON-ready dict."""
        return {
            name: serialization_lib.serialize_keras_object(getattr(self, name))
            for name in ("weight_quantizer", "activation_quantizer")
        }

    @classmethod
    def from_config(cls, config):
        """The config that `get_config` described."""
        config = dict(config)
        for name in ("weight_quantizer", "activation_quantizer"):
            if isinstance(config.get(name), dict):
                config[name] = serialization_lib.deserialize_keras_object(config[name])
        return cls(**config)

    @staticmethod
    def weight_quantizer_or_default(config, default):
        """The weight quantizer of a config, `default` where it or the config is None."""
        return default if config is None or config.weight_quantizer is None else config.weight_quantizer

    @staticmethod
    def activation_quantizer_or_default(config, default):
        """The activation quantizer of a config, None included; `default` where there is no config."""
        return default if config is None else config.activation_quantizer


def _check_quantizer(config, name, value_range=None):
    """A quantizer of weights or activations must give int8, of weights in 4 bits in their range too."""
    quantizer = getattr(config, name)
    if quantizer is None:
        return
    label = f"Argument `{name}` of {type(config).__name__}"
    if not callable(quantizer) or not hasattr(quantizer, "output_dtype"):
        raise ValueError(f"{label} must be a Quantizer or None. Received: {name}={quantizer!r}")
    if quantizer.output_dtype != "int8":
        raise ValueError(f"{label} must have output_dtype='int8'. Received: output_dtype={quantizer.output_dtype!r}")
    if value_range is not None and tuple(quantizer.value_range) != value_range:
        raise ValueError(
            f"{label} must have value_range={value_range}. Received: value_range={quantizer.value_range}"
        )


@keras_export("keras.quantizers.Int8QuantizationConfig")
class Int8QuantizationConfig(QuantizationConfig):
    """Weights in 8 bits with a scale for each output; inputs in 8 bits too, unless they are to stay floats.

    Args:
        weight_quantizer: `Quantizer` of weights. Default None, by the largest magnitude over the summed axes.
        activation_quantizer: `Quantizer` of inputs. Default: by the largest magnitude of each sample. None: inputs
            stay floats.

    Raises:
        ValueError: If a quantizer's values are not int8.

    Example:

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    >>> model.quantize(config=keras.quantizers.Int8QuantizationConfig(activation_quantizer=None))
    >>> model.layers[0].dtype_policy.name
    'int8_from_float32'
    """

    def __init__(self, weight_quantizer=None, activation_quantizer="default"):
        if activation_quantizer == "default":
            activation_quantizer = AbsMaxQuantizer()
        super().__init__(weight_quantizer, activation_quantizer)
        _check_quantizer(self, "weight_quantizer")
        _check_quantizer(self, "activation_quantizer")

    @property
    def mode(self):
        """`"int8"`"""
        return "int8"


@keras_export("keras.quantizers.Int4QuantizationConfig")
class Int4QuantizationConfig(QuantizationConfig):
    """Weights in 4 bits, two in a byte.

    Args:
        weight_quantizer: `Quantizer` of weights with `value_range=(-8, 7)`. Default None, the mode's own. Only without
            blocks.
        activation_quantizer: `Quantizer` of inputs. Default None: they stay floats. Only without blocks.
        block_size: Positive integer, how many inputs share a scale and a zero point for each output. -1 or None: a
            scale for each output and no zero point. Default 128.

    Raises:
        ValueError: If `block_size` is neither, a quantizer is given with blocks, or its values do not fit.

    Example:

    >>> keras.quantizers.Int4QuantizationConfig(block_size=64).get_config()["block_size"]
    64
    """

    def __init__(self, weight_quantizer=None, activation_quantizer="default", block_size=128):
        if activation_quantizer == "default":
            activation_quantizer = None
        if block_size is not None and block_size != -1 and block_size <= 0:
            raise ValueError(
                "Argument `block_size` of Int4QuantizationConfig must be a positive integer, -1 or None. "
                f"Received: block_size={block_size}"
            )
        super().__init__(weight_quantizer, activation_quantizer)
        self.block_size = block_size
        if block_size not in (None, -1) and (weight_quantizer, activation_quantizer) != (None, None):
            raise ValueError(
                "Blocks have a quantization of their own: with a positive `block_size` Int4QuantizationConfig takes no "
                f"quantizers. Pass block_size=-1, or leave them out. Received: block_size={block_size}"
            )
        _check_quantizer(self, "weight_quantizer", value_range=(-8, 7))
        _check_quantizer(self, "activation_quantizer")

    @property
    def mode(self):
        """`"int4"`"""
        return "int4"

    def get_config(self):
        return super().get_config() | {"block_size": self.block_size}


@keras_export("keras.quantizers.Float8QuantizationConfig")
class Float8QuantizationConfig(QuantizationConfig):
    """Training with inputs, kernels and gradients rounded to 8-bit floats; weights stay as they are.

    Example:

    >>> keras.quantizers.Float8QuantizationConfig().mode
    'float8'
    """

    def __init__(self):
        super().__init__(None, None)

    @property
    def mode(self):
        """`"float8"`"""
        return "float8"

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        return cls()


_DEFAULTS = {
    "int8": Int8QuantizationConfig,
    "int4": Int4QuantizationConfig,
    "float8": Float8QuantizationConfig,
}
_CONFIG_OF_CALIBRATION = {"gptq": "GPTQConfig", "awq": "AWQConfig"}


def validate_and_resolve_config(mode, config):
    """The config that `quantize(mode, config=config)` means.

    Args:
        mode: Name of a mode, or None for that of `config`.
        config: A `QuantizationConfig`, or None for the default one of `mode`. A name counts as the mode.

    Returns:
        A `QuantizationConfig`.

    Raises:
        ValueError: If both are None, the mode is unknown, they contradict each other, or the mode has no default.
    """
    if isinstance(config, str):
        mode, config = config, None
    if config is not None and not isinstance(config, QuantizationConfig):
        raise ValueError(
            f"Argument `config` of quantize must be a QuantizationConfig. Received: config={config!r} "
            f"(of type {type(config).__name__})"
        )
    if mode is None and config is None:
        raise ValueError("quantize needs an argument: `mode` or `config`.")
    _validate_mode(mode)
    if config is None and mode in _CONFIG_OF_CALIBRATION:
        raise ValueError(
            f"quantize with mode={mode!r} needs a `keras.quantizers.{_CONFIG_OF_CALIBRATION[mode]}` in the argument "
            "`config`. Received: config=None"
        )
    if config is None:
        return _DEFAULTS[mode]()
    if mode is not None and mode != config.mode:
        raise ValueError(
            f"`mode` and `config` of quantize differ. Received: mode={mode!r}, config.mode={config.mode!r}"
        )
    return config


def has_own_quantizers(config):
    """Whether a config's quantizers are not those that its mode has by itself."""
    default = _DEFAULTS.get(config.mode, QuantizationConfig)()
    return QuantizationConfig.get_config(config) != QuantizationConfig.get_config(default)


def _validate_mode(mode):
    if mode is not None and mode not in QUANTIZATION_MODES:
        raise ValueError(
            f"Argument `mode` of quantize must be one of {', '.join(map(repr, QUANTIZATION_MODES))}. "
            f"Received: mode={mode!r}"
        )
