"""The quantized form of a layer's weights. What is done to them is the matter of `keras.src.quantizers.modes`."""
from keras.src import dtype_policies, ops
from keras.src.backend.common.late import LateModule

modes = LateModule("keras.src.quantizers.modes")
operands = LateModule("keras.src.quantizers.modes.operands")
quantizers = LateModule("keras.src.quantizers")
quantization_config = LateModule("keras.src.quantizers.quantization_config")


class QuantizationMixin:
    """Hands quantization on to a mode, an object that is made when the layer is quantized.

    A class that can be quantized sets `_quantizable = True` (its subclasses do not inherit that), and tells its weights
    by `_make_operands`.
    """

    quantization_config = _mode = None
    _has_bias = False
    _zero_name = None  # name of the zero points of GPTQ and AWQ, where it is a special one

    def _make_operands(self, shape):
        """What the modes know of the weights, the main one first."""
        raise self._not_implemented_error(self.quantized_build)

    def _finish_outputs(self, outputs, bias):
        """What layers of one product do after it: the bias, a variable or a tensor or None, and the activation."""
        if bias is not None:
            outputs = ops.add(outputs, bias.value if bias is self.bias else bias)
        return outputs if self.activation is None else self.activation(outputs)

    # Building and quantizing

    def quantized_build(self, kernel_shape, mode, config=None):
        """Makes the weights of the quantized layer.

        Args:
            kernel_shape: Tuple, the shape of the float weight.
            mode: `"int8"`, `"int4"`, `"float8"`, `"gptq"` or `"awq"`.
            config: A `QuantizationConfig`. Default None: the settings that the name of the dtype policy tells.

        Raises:
            NotImplementedError: If the layer has no quantization of this mode.
        """
        self._set_mode(mode, config, kernel_shape)
        self._build_mode()

    def _set_mode(self, mode, config, kernel_shape):
        chosen = modes.mode_for(mode, config, self._own_policy)
        if chosen is None or self._kernel_name == "embeddings" and not chosen.looks_up:
            raise self._quantization_mode_error(mode)
        self._operands = self._make_operands(tuple(kernel_shape))
        self._mode = chosen

    def _build_mode(self):
        with self._unlocked():
            for operand in self._operands:
                self._mode.build(self, operand)
        self._is_quantized = True

    def quantize(self, mode=None, type_check=True, config=None):
        """Replaces the layer's weights by weights of few bits.

        Args:
            mode: `"int8"`, `"int4"`, `"float8"`, `"gptq"` or `"awq"`. Default None: that of `config`.
            type_check: Boolean, whether subclasses are refused, whose `call` may use the weights in other ways. Default
                True.
            config: A `QuantizationConfig`. Default None, the mode's own.

        Raises:
            ValueError: If the layer is not built or is quantized already, or arguments contradict each other.
            NotImplementedError: If this layer has no quantization, or none of this mode.
        """
        if type_check and "_quantizable" not in vars(type(self)):
            return super().quantize(mode, config=config)  # which raises
        block_size = getattr(self._own_policy, "block_size", None)
        if config is None and mode == "int4" and block_size is not None:  # The dtype policy was set before.
            config = quantization_config.Int4QuantizationConfig(block_size=block_size)
        config = quantization_config.validate_and_resolve_config(mode, config)
        mode = config.mode
        self._check_quantize_args(mode, self.compute_dtype)
        value = self._base_kernel.value
        self._set_mode(mode, config, value.shape)
        self.quantization_config = config
        values = [(operand, getattr(self, operand.attribute).value) for operand in self._operands]
        if not self._mode.keeps_float:
            for operand, _ in values:
                self._drop(operand.attribute)
        self._build_mode()
        if not self._mode.keeps_float:
            for operand, value in values:
                self._assign(self._mode.quantized(operand, value))
        if self._own_policy.quantization_mode is None:
            prefix = self._mode.policy_prefix(config)
            self.dtype_policy = f"{prefix}_from_{self._own_policy.name}"
        self._forget_short_way()

    def _assign(self, values):
        for attribute, value in values.items():
            getattr(self, attribute).assign(value)

    def _drop(self, attribute):
        """Gives up a weight."""
        if hasattr(self, attribute):
            with self._unlocked():
                delattr(self, attribute)

    def _check_quantize_args(self, mode, compute_dtype):
        super()._check_quantize_args(mode, compute_dtype)
        if self._is_quantized:
            raise ValueError(
                f"Layer {self.name!r} is quantized already, with the dtype policy {self._own_policy.name!r}. "
                f"Received: mode={mode!r}"
            )

    # Using

    def quantized_call(self, inputs, training=None):
        """`call` with quantized weights."""
        if self._mode is None:
            raise self._quantization_mode_error(None)
        operand = self._operands[0]
        outputs = self._mode.product(self, operand, inputs, training=training)
        if self.lora_enabled and not self._mode.adapts_itself:
            outputs = ops.add(outputs, self._lora_update(operand, inputs))
        return self._finish_outputs(outputs, None if self.bias is None else self._mode.bias(self))

    def _lora_update(self, operand, inputs):
        a, b = self._lora_factors
        return ops.multiply(self.lora_alpha / self.lora_rank, operand.low_rank(inputs, a.value, b.value))

    def _shown_kernel(self):
        """The weight as its public attribute shows it: with its low-rank update, or the integers that stand for it."""
        if self._mode is None or self._mode.adapts_itself:
            return self._adapted_kernel()
        shown, variable = self._mode.shown(self, self._operands[0]), getattr(self, self._operands[0].attribute, None)
        return variable if variable is not None and shown is variable.value else shown

    def _merged_kernel(self):
        """The quantized weight and its low-rank update as floats."""
        a, b = self._lora_factors
        update = ops.multiply(self.lora_alpha / self.lora_rank, ops.matmul(a, b))
        return ops.add(self._mode.dequantized(self, self._operands[0]), update)

    # Files

    @property
    def variable_serialization_spec(self):
        """Dict from modes to the attributes that files hold, in their order. The key None stands for no mode."""
        names = self._weight_names()
        spec = {None: self._with_bias(names)}
        for mode, cls in modes.MODES.items():
            if cls.looks_up or self._kernel_name != "embeddings":
                attributes = dict.fromkeys(part for name in names for part in cls.spec(name))
                spec[mode] = self._with_bias(list(attributes))
        return spec

    def _weight_names(self):
        return [self._kernel_name]

    def _with_bias(self, attributes):
        """Where the bias stands: after the weight, or before what takes the weight's place."""
        if not self._has_bias:
            return attributes
        place = int(attributes[0] == self._kernel_name)
        return [*attributes[:place], "bias", *attributes[place:]]

    def _saved(self):
        """Dict from attributes to the variables that files hold, in their order."""
        attributes = self.variable_serialization_spec[self.quantization_mode]
        places = {operand.name: operand.attribute for operand in self._operands}
        found = ((name, getattr(self, places.get(name, name), None)) for name in attributes)
        return {places.get(name, name): variable for name, variable in found if variable is not None}

    def _save_quantized(self, store):
        merged = {}
        if self.lora_enabled:
            operand = self._operands[0]
            merged = self._mode.merged(self, operand, self._merged_kernel())
        for place, (attribute, variable) in enumerate(self._saved().items()):
            store[str(place)] = merged.get(attribute, variable)

    def _load_quantized(self, store):
        saved = self._saved()
        if len(store.keys()) != len(saved):
            raise ValueError(
                f"Layer {self.name!r} has {len(saved)} variables to load: {list(saved)}. "
                f"Received: {len(store.keys())} variables in the file"
            )
        for place, variable in enumerate(saved.values()):
            variable.assign(store[str(place)])
        self._mode.loaded(self, self._operands[0])
        if self.lora_enabled:
            for factor in self._lora_factors:
                factor.assign(ops.zeros(factor.shape, factor.dtype))

    def _own_quantizers(self):
        """The config, if it names quantizers that are not the mode's own ones."""
        config = self.quantization_config
        return config if config is not None and quantization_config.has_own_quantizers(config) else None

    def _take_quantization(self, dtype, quantization_config):
        """Makes of a built layer what it were if it had been built with these settings; a file has the values."""
        config = self._read_quantization_config(quantization_config)
        if not self._is_quantized:
            shape, self._dtype_policy = self._base_kernel.shape, dtype_policies.get(dtype)
            self._set_mode(self.quantization_mode, config, shape)
            if not self._mode.made_with_float:
                for operand in self._operands:
                    self._drop(operand.attribute)
            self._build_mode()
            self._forget_short_way()
        elif config is not None:
            self._mode = modes.mode_for(self.quantization_mode, config, self._own_policy)
        self.quantization_config = config or self.quantization_config

    def _read_quantization_config(self, config):
        """The argument `quantization_config`: a `QuantizationConfig`, its config, or None."""
        if config is None:
            return None
        found = quantizers.deserialize(config) if isinstance(config, dict) else config
        if not isinstance(found, quantization_config.QuantizationConfig):
            raise ValueError(
                f"Argument `quantization_config` of {type(self).__name__} must be a QuantizationConfig. "
                f"Received: quantization_config={config!r}"
            )
        return found
