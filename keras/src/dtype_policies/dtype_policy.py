"""Dtype policies: in which dtype a layer computes, and in which it keeps its weights."""
import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes, global_state

QUANTIZATION_MODES = ("int8", "float8", "int4", "gptq", "awq")

_MIXED = {  # name: (compute dtype, variable dtype)
    "mixed_float16": ("float16", "float32"),
    "mixed_bfloat16": ("bfloat16", "float32"),
}


@keras_export(
    [
        "keras.DTypePolicy",
        "keras.dtype_policies.DTypePolicy",
        "keras.mixed_precision.DTypePolicy",
        "keras.mixed_precision.Policy",
    ]
)
class DTypePolicy:
    """The dtypes of a layer: one to compute in, one to keep weights in.

    A policy named after a dtype uses that dtype for both. `"mixed_float16"` and `"mixed_bfloat16"` compute in
    16 bits and keep weights in `float32`, which trains as fast as 16 bits and as reliably as 32.

    Args:
        name: Name of the policy: a dtype such as `"float32"`, or `"mixed_float16"` or `"mixed_bfloat16"`.
            None stands for the global policy (`keras.config.dtype_policy()`).

    Raises:
        TypeError: If `name` is not a string.
        ValueError: If `name` is no dtype and no mixed policy.

    Example:

    >>> policy = keras.DTypePolicy("mixed_bfloat16")
    >>> policy.compute_dtype, policy.variable_dtype
    ('bfloat16', 'float32')
    >>> keras.layers.Dense(2, dtype=policy).variable_dtype
    'float32'
    """

    _quantization_mode = None

    def __init__(self, name=None):
        if name is None:
            name = dtype_policy()._unquantized_name
        if not isinstance(name, str):
            raise TypeError(
                "Argument `name` of DTypePolicy must be a string such as 'mixed_float16'. "
                f"Received: name={name!r}"
            )
        self._name = name
        self._compute_dtype, self._variable_dtype = _parse_name(name)

    @property
    def name(self):
        """The name of the policy."""
        return self._name

    @property
    def compute_dtype(self):
        """The dtype that inputs are cast to and results have, as a string."""
        return self._compute_dtype

    @property
    def variable_dtype(self):
        """The dtype in which weights are kept, as a string."""
        return self._variable_dtype

    @property
    def quantization_mode(self):
        """One of `"int8"`, `"int4"`, `"float8"`, `"gptq"`, `"awq"`, or None when not quantized."""
        return self._quantization_mode

    @property
    def _unquantized_name(self):
        return self._name

    def convert_input(self, x, autocast, dtype):
        """Makes `x` ready for a layer: arrays become tensors, floats are cast if `autocast`.

        Args:
            x: Anything. Tensors, arrays and `KerasTensor`s are converted; other values are returned as they are.
            autocast: Boolean, whether to cast values of a float dtype.
            dtype: Name of the dtype to cast to.

        Returns:
            `x` as a tensor, in `dtype` if `x` was of a float dtype and `autocast` is true.
        """
        if type(x) is np.ndarray and x.dtype.kind in "USO" and backend.backend() != "tensorflow":
            return x  # strings, for layers that turn them into numbers
        if backend.is_tensor(x):
            return backend.cast(x, dtype) if _needs_cast(x, autocast, dtype) else x
        if isinstance(x, backend.KerasTensor):
            if not _needs_cast(x, autocast, dtype):
                return x
            cast = backend.KerasTensor(x.shape, dtype=dtype, sparse=x.sparse, ragged=x.ragged)
            cast._keras_history = getattr(x, "_keras_history", None)
            return cast
        if hasattr(x, "__array__"):
            return self.convert_input(backend.convert_to_tensor(x), autocast, dtype)
        return x

    def get_config(self):
        """The arguments that make an equal policy, as a JSON-ready dict."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config):
        """The policy that `get_config` described."""
        return cls(**config)

    def __eq__(self, other):
        return type(other) is type(self) and other.get_config() == self.get_config()

    __hash__ = None  # compared by value, as in Keras 3

    def __repr__(self):
        return f'<DTypePolicy "{self._name}">'


@keras_export(["keras.FloatDTypePolicy", "keras.dtype_policies.FloatDTypePolicy"])
class FloatDTypePolicy(DTypePolicy):
    """A policy without quantization: `DTypePolicy` under its older name.

    Args:
        name: Name of the policy. Default None, the global policy.

    Example:

    >>> keras.FloatDTypePolicy("float16").compute_dtype
    'float16'
    """


@keras_export("keras.dtype_policies.QuantizedDTypePolicy")
class QuantizedDTypePolicy(DTypePolicy):
    """A policy of layers whose kernels are kept in few bits.

    Args:
        mode: How the kernel is quantized: `"int8"`, `"int4"`, `"float8"`, `"gptq"` or `"awq"`.
        source_name: Name of the policy that the layer had before, which says what it computes in.
            Default None, the global policy.

    Raises:
        ValueError: If `mode` is not known, or is `"int8"` while the source computes in `float16`
            (products of scales leave its range).

    Example:

    >>> policy = keras.dtype_policies.QuantizedDTypePolicy("int8", "mixed_bfloat16")
    >>> policy.name, policy.compute_dtype, policy.quantization_mode
    ('int8_from_mixed_bfloat16', 'bfloat16', 'int8')
    """

    def __init__(self, mode, source_name=None):
        self._set_up(mode, mode, source_name)

    def _set_up(self, mode, quantization_mode, source_name):
        if quantization_mode not in QUANTIZATION_MODES:
            raise ValueError(
                f"Argument `mode` of {type(self).__name__} must be one of "
                f"{', '.join(map(repr, QUANTIZATION_MODES))}. Received: mode={mode!r}"
            )
        DTypePolicy.__init__(self, source_name)
        self._source_name = self._name
        self._name = f"{mode}_from_{self._source_name}"
        self._mode = mode
        self._quantization_mode = quantization_mode
        if quantization_mode == "int8" and self._compute_dtype == "float16":
            raise ValueError(
                f"Argument `source_name` of {type(self).__name__} must not compute in float16 when "
                f"mode='int8'. Received: source_name={self._source_name!r}"
            )

    @property
    def _unquantized_name(self):
        return self._source_name

    def get_config(self):
        return {"mode": self._mode, "source_name": self._source_name}

    def __repr__(self):
        return f'<{type(self).__name__} "{self._name}">'


@keras_export("keras.dtype_policies.QuantizedFloat8DTypePolicy")
class QuantizedFloat8DTypePolicy(QuantizedDTypePolicy):
    """A policy of layers that multiply in 8-bit floats and scale by a history of largest values.

    Args:
        mode: `"float8"`.
        source_name: Name of the policy before quantization. Default None, the global policy.
        amax_history_length: Integer, how many past steps the scale looks at. Default 1024.

    Raises:
        TypeError: If `amax_history_length` is not an integer.

    Example:

    >>> keras.dtype_policies.QuantizedFloat8DTypePolicy("float8", "float32", 16).amax_history_length
    16
    """

    default_amax_history_length = 1024

    def __init__(self, mode, source_name=None, amax_history_length=1024):
        super().__init__(mode, source_name)
        if not isinstance(amax_history_length, int):
            raise TypeError(
                "Argument `amax_history_length` of QuantizedFloat8DTypePolicy must be an integer. "
                f"Received: amax_history_length={amax_history_length!r}"
            )
        self._amax_history_length = amax_history_length

    @property
    def amax_history_length(self):
        """How many past steps the scale looks at."""
        return self._amax_history_length

    def get_config(self):
        return super().get_config() | {"amax_history_length": self._amax_history_length}


@keras_export("keras.dtype_policies.Int4DTypePolicy")
class Int4DTypePolicy(QuantizedDTypePolicy):
    """A policy of layers with 4-bit kernels that have one scale per block of input features.

    Args:
        mode: `"int4/<block_size>"`; `block_size` is a positive integer, or -1 for one scale per channel.
        source_name: Name of the policy before quantization. Default None, the global policy.

    Raises:
        ValueError: If `mode` has another form.

    Example:

    >>> keras.dtype_policies.Int4DTypePolicy("int4/64", "float32").block_size
    64
    """

    def __init__(self, mode, source_name=None):
        self.mode = "int4"
        (self.block_size,) = _parse_mode(self, mode, "int4", block_size=_size)
        self._set_up(mode, "int4", source_name)


@keras_export("keras.dtype_policies.GPTQDTypePolicy")
class GPTQDTypePolicy(QuantizedDTypePolicy):
    """A policy of layers whose kernels GPTQ quantized.

    Args:
        mode: `"gptq/<weight_bits>/<group_size>"`; 2, 3, 4 or 8 bits, and a positive group size or -1 for the
            whole tensor.
        source_name: Name of the policy before quantization. Default None, the global policy.

    Raises:
        ValueError: If `mode` has another form.

    Reference: [Frantar et al., 2022](https://arxiv.org/abs/2210.17323).

    Example:

    >>> policy = keras.dtype_policies.GPTQDTypePolicy("gptq/4/128", "float32")
    >>> policy.weight_bits, policy.group_size
    (4, 128)
    """

    def __init__(self, mode, source_name=None):
        self.mode = "gptq"
        self.weight_bits, self.group_size = _parse_mode(
            self, mode, "gptq", weight_bits={2, 3, 4, 8}.__contains__, group_size=_size
        )
        self._set_up(mode, "gptq", source_name)


@keras_export("keras.dtype_policies.AWQDTypePolicy")
class AWQDTypePolicy(QuantizedDTypePolicy):
    """A policy of layers whose kernels AWQ quantized.

    Args:
        mode: `"awq/<weight_bits>/<group_size>"`; 4 bits, and a positive group size or -1 for the whole tensor.
        source_name: Name of the policy before quantization. Default None, the global policy.

    Raises:
        ValueError: If `mode` has another form.

    Reference: [Lin et al., 2023](https://arxiv.org/abs/2306.00978).

    Example:

    >>> keras.dtype_policies.AWQDTypePolicy("awq/4/128", "float32").group_size
    128
    """

    def __init__(self, mode, source_name=None):
        self.mode = "awq"
        self.weight_bits, self.group_size = _parse_mode(
            self, mode, "awq", weight_bits={4}.__contains__, group_size=_size
        )
        self._set_up(mode, "awq", source_name)


@keras_export(
    [
        "keras.config.set_dtype_policy",
        "keras.mixed_precision.set_dtype_policy",
        "keras.mixed_precision.set_global_policy",
    ]
)
def set_dtype_policy(policy):
    """Sets the policy of layers that are made without a `dtype`.

    Args:
        policy: A `DTypePolicy`, or the name of one such as `"mixed_bfloat16"`.

    Raises:
        ValueError: If `policy` is neither.

    Example:

    >>> keras.config.set_dtype_policy("mixed_bfloat16")
    >>> keras.layers.Dense(2).compute_dtype
    'bfloat16'
    >>> keras.config.set_dtype_policy("float32")
    """
    if isinstance(policy, str):
        policy = policy_by_name(policy)
    if not isinstance(policy, DTypePolicy):
        raise ValueError(
            "Argument `policy` of set_dtype_policy must be a DTypePolicy or the name of one, such as "
            f"'mixed_float16'. Received: policy={policy!r}"
        )
    global_state.set_global_attribute("dtype_policy", policy)


@keras_export(
    [
        "keras.config.dtype_policy",
        "keras.mixed_precision.dtype_policy",
        "keras.mixed_precision.global_policy",
    ]
)
def dtype_policy():
    """The policy of layers that are made without a `dtype`: the one set, else that of `floatx()`.

    Example:

    >>> keras.config.dtype_policy()
    <DTypePolicy "float32">
    """
    policy = global_state.get_global_attribute("dtype_policy")
    if policy is None:
        policy = DTypePolicy(backend.config.floatx())
        global_state.set_global_attribute("dtype_policy", policy)
    return policy


def policy_by_name(name):
    """The policy of the class that `name` stands for, quantized ones included."""
    if name.startswith(QUANTIZATION_MODES):
        return _get_quantized_dtype_policy_by_str(name)
    return DTypePolicy(name)


def _get_quantized_dtype_policy_by_str(policy):
    """The quantized policy named `"<mode>_from_<source_name>"`."""
    if not isinstance(policy, str):
        raise TypeError(f"Argument `policy` must be a string. Received: policy={policy!r}")
    mode, separator, source_name = policy.partition("_from_")
    if not separator or "_from_" in source_name or not mode.startswith(QUANTIZATION_MODES):
        raise ValueError(
            "A quantized dtype policy is named '<mode>_from_<source_name>', for instance "
            f"'int8_from_float32'. Received: policy={policy!r}"
        )
    if mode.startswith("gptq"):
        return GPTQDTypePolicy(mode, source_name)
    if mode.startswith("awq"):
        return AWQDTypePolicy(mode, source_name)
    if mode.startswith("int4/"):
        return Int4DTypePolicy(mode, source_name)
    if mode == "float8":
        return QuantizedFloat8DTypePolicy(mode, source_name)
    return QuantizedDTypePolicy(mode, source_name)


def _parse_name(name):
    """The compute and the variable dtype of a policy without quantization."""
    if name in _MIXED:
        return _MIXED[name]
    if name in dtypes.ALLOWED_DTYPES or name == "int":
        dtype = backend.standardize_dtype(name)
        return dtype, dtype
    raise ValueError(
        "Argument `name` of DTypePolicy must be 'mixed_float16', 'mixed_bfloat16' or a dtype such as "
        f"'float32'. Received: name={name!r}"
    )


def _size(value):
    return value == -1 or value > 0


def _parse_mode(policy, mode, kind, **parts):
    """The integers in a mode such as `"gptq/4/128"`, each checked by its test in `parts`."""
    form = "/".join([kind, *(f"<{part}>" for part in parts)])
    fields = mode.split("/") if isinstance(mode, str) else []
    try:
        values = [int(field) for field in fields[1:]]
    except ValueError:
        values = []
    if fields[:1] != [kind] or len(values) != len(parts):
        raise ValueError(
            f"Argument `mode` of {type(policy).__name__} must have the form {form!r} with integers. "
            f"Received: mode={mode!r}"
        )
    for (part, test), value in zip(parts.items(), values):
        if not test(value):
            raise ValueError(
                f"Argument `mode` of {type(policy).__name__} has an unsupported {part}, {value}. "
                f"Received: mode={mode!r}"
            )
    return values


def _needs_cast(x, autocast, dtype):
    if not autocast:
        return False
    name = backend.standardize_dtype(x.dtype)
    return name != dtype and name in dtypes.FLOAT_TYPES
