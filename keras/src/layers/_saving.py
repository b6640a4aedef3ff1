"""The config of a layer, and its variables in files."""
import contextlib
import functools

from keras.src import backend, dtype_policies, regularizers
from keras.src.backend.common.late import LateModule

quantization_config = LateModule("keras.src.quantizers.quantization_config")

_MODES = ", ".join(map(repr, dtype_policies.QUANTIZATION_MODES))


class Saving:
    """The part of `Layer` that configs and weight files are made of."""

    _is_quantized = False  # whether the weights are those of a quantization mode

    def get_config(self):
        """The arguments that make an equal layer, as a JSON-ready dict.

        Without a `get_config` of the subclass's own these are the arguments that its constructor was called with.
        """
        automatic = type(self).get_config is Saving.get_config
        config = super().get_config() if automatic else {"name": self.name}
        config["trainable"] = self.trainable
        config["dtype"] = dtype_policies.serialize(self._policy_with_inner_ones())
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = regularizers.serialize(self.activity_regularizer)
        return config

    def _policy_with_inner_ones(self):
        """The policy; where layers inside were quantized, a map that tells theirs, by paths that begin here."""
        policy = self._dtype_policy
        if isinstance(policy, dtype_policies.DTypePolicyMap):
            return policy
        outside = (self.path or self.name).removesuffix(self.name)
        quantized = [layer for layer in self._inner_layers() if layer.path and layer.quantization_mode is not None]
        found = {layer.path.removeprefix(outside): layer._own_policy for layer in quantized}
        return dtype_policies.DTypePolicyMap(policy, found) if found else policy

    def _inner_layers(self):
        """All layers inside, but of models whose configs hold those of their layers."""
        if not self._layers or self._obj_type() in ("Sequential", "Functional"):
            return []
        return self._flatten_layers(include_self=False)

    def _inner_quantization(self):
        """An entry of the build config, by the places of layers inside; paths are other ones in another model."""
        found = {
            str(place): {"dtype": layer._own_policy, "quantization_config": layer._own_quantizers()}
            for place, layer in enumerate(self._inner_layers())
            if layer._is_quantized
        }
        return {"quantized_layers": found} if found else {}

    def _take_inner_quantization(self, settings):
        """Quantizes layers inside that did not get their policies from this one."""
        for place, layer in enumerate(self._inner_layers() if settings else ()):
            if layer.built and str(place) in settings:
                layer._take_quantization(**settings[str(place)])

    def _take_quantization(self, dtype, quantization_config):
        """Layers without a quantized form stay as they are."""

    def save_own_variables(self, store):
        """Writes the layer's own variables, not those of layers inside, as `"0"`, `"1"`, ...

        Args:
            store: Dict-like of arrays.
        """
        for index, variable in enumerate(self._trainable_variables + self._non_trainable_variables):
            store[str(index)] = variable

    def load_own_variables(self, store):
        """Reads what `save_own_variables` wrote.

        Args:
            store: Dict-like of arrays.

        Raises:
            ValueError: If the layer has another number of variables, or is not built.
        """
        self._check_load_own_variables(store)
        for index, variable in enumerate(self._trainable_variables + self._non_trainable_variables):
            variable._take_from(store, str(index))

    def _check_load_own_variables(self, store):
        """Raises ValueError unless the file holds as many variables as the layer has."""
        variables, found = self._trainable_variables + self._non_trainable_variables, len(store.keys())
        if found == len(variables):
            return
        if not variables and not self.built:
            raise ValueError(
                f"Layer {self.name!r} was never built and has no variables yet, while the file holds {found} for it. "
                "Either the `build()` of the layer around it does not build it, or it needs a `build_from_config()` "
                "(with `get_build_config()`) that makes its variables."
            )
        raise ValueError(
            f"Layer {self.name!r} has {len(variables)} variables: {[v.name for v in variables]}. "
            f"Received: {found} variables in the file"
        )

    # Quantization

    @property
    def quantization_mode(self):
        """How the layer is quantized, one of `"int8"`, `"int4"`, `"float8"`, `"gptq"`, `"awq"`, or None."""
        return self._own_policy.quantization_mode

    def quantize(self, mode=None, type_check=True, config=None):
        """Replaces the layer's weights by weights of few bits. Layers that can be quantized implement it.

        Args:
            mode: `"int8"`, `"int4"`, `"float8"`, `"gptq"` or `"awq"`.
            type_check: Boolean, whether subclasses of a layer that can be quantized are refused. Default True.
            config: A `QuantizationConfig`. Default None.

        Raises:
            ValueError: If the layer is not built, the mode is unknown, or arguments contradict each other.
            NotImplementedError: If this layer cannot be quantized.
        """
        mode = quantization_config.validate_and_resolve_config(mode, config).mode
        self._check_quantize_args(mode, self.compute_dtype)
        raise self._not_implemented_error(self.quantize)

    @contextlib.contextmanager
    def _unlocked(self):
        """Lets weights come and go after the layer was built."""
        was_locked = self._tracker.locked
        self._tracker.unlock()
        try:
            yield
        finally:
            if was_locked:
                self._tracker.lock()

    def quantized_build(self, input_shape, mode):
        """Makes the weights of a quantized layer. Layers that can be quantized implement it.

        Args:
            input_shape: Shape of the input.
            mode: The quantization mode.
        """
        raise self._not_implemented_error(self.quantized_build)

    def quantized_call(self, *args, **kwargs):
        """`call` with quantized weights."""
        mode = self.quantization_mode
        call = getattr(self, f"_{mode}_call", None)
        if call is None:
            raise self._quantization_mode_error(mode)
        return call(*args, **kwargs)

    def _check_quantize_args(self, mode, compute_dtype):
        if not self.built:
            raise ValueError(
                f"Only a built layer can be quantized. Layer {self.name!r} (of type {type(self).__name__}) is not "
                "built yet."
            )
        if mode not in dtype_policies.QUANTIZATION_MODES:
            raise ValueError(f"Argument `mode` of `quantize` must be one of {_MODES}. Received: mode={mode!r}")
        if mode == "int8" and compute_dtype == "float16":
            raise ValueError(
                f"A layer that computes in float16 cannot be quantized with mode='int8'. Received: layer {self.name!r}"
            )

    def _not_implemented_error(self, method, message=None):
        error = f"{type(self).__name__} does not implement `{method.__name__}()`."
        return NotImplementedError(error if message is None else f"{error} {message}")

    def _quantization_mode_error(self, mode):
        return NotImplementedError(
            f"{type(self).__name__} has no quantization of this mode. Received: mode={mode!r}"
        )

    # Pure calls

    def stateless_call(
        self, trainable_variables, non_trainable_variables, *args, return_losses=False, **kwargs,
    ):
        """Calls the layer as a pure function of the values of its variables.

        Args:
            trainable_variables: List of tensors, values for `layer.trainable_variables`.
            non_trainable_variables: List of tensors, values for `layer.non_trainable_variables`.
            *args: Positional arguments of the call.
            return_losses: Boolean, whether to return the losses of this call. Default False.
            **kwargs: Keyword arguments of the call.

        Returns:
            Tuple `(outputs, non_trainable_variables)`: the outputs and the new values; with
            `return_losses=True` also the list of losses.

        Raises:
            ValueError: If the layer is not built, or a list has another length than its variables.

        Example:

        >>> layer = keras.layers.Dense(1, kernel_initializer="ones")
        >>> layer.build((None, 2))
        >>> weights = [2 * v for v in layer.trainable_variables]
        >>> outputs, state = layer.stateless_call(weights, [], keras.ops.ones((1, 2)))
        >>> float(outputs[0, 0])
        4.0
        """
        self._check_super_called()
        if not self.built:
            raise ValueError(
                f"`stateless_call()` needs a built layer. {type(self).__name__} {self.name!r} has no variables yet; "
                "build it by calling it on data, or with `build(input_shape)`."
            )
        pairs = self._variable_pairs("trainable_variables", trainable_variables)
        pairs += self._variable_pairs("non_trainable_variables", non_trainable_variables)
        with backend.StatelessScope(state_mapping=pairs, collect_losses=return_losses) as scope:
            outputs = self(*args, **kwargs)
            losses = self.losses if return_losses else None
        state = []
        for variable in self.non_trainable_variables:
            value = scope.get_current_value(variable)
            state.append(value)
        return (outputs, state, losses) if return_losses else (outputs, state)

    def _variable_pairs(self, argument, values):
        variables = getattr(self, argument)
        if len(values) != len(variables):
            raise ValueError(
                f"Argument `{argument}` must hold a value for each of the {len(variables)} {argument} of layer "
                f"{self.name!r}. Received: {len(values)} values"
            )
        return list(zip(variables, values))


def checked_quantize(quantize):
    """A layer's own `quantize`, which gets the mode and its config after they were checked, and may make weights."""

    @functools.wraps(quantize)
    def checked(self, *args, **kwargs):
        if type(self).quantize is not checked:  # called by a subclass's
            return quantize(self, *args, **kwargs)
        _quantize_checked(self, quantize, *args, **kwargs)

    checked._is_checked = True
    return checked


def _quantize_checked(layer, quantize, mode=None, config=None, **kwargs):
    config = quantization_config.validate_and_resolve_config(mode, config)
    layer._check_quantize_args(config.mode, layer.compute_dtype)
    with layer._unlocked():
        quantize(layer, mode=config.mode, config=config, **kwargs)
