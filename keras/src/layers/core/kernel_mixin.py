"""A layer with one large weight, which can be quantized and which low-rank factors can adapt (LoRA)."""
from keras.src import initializers, ops
from keras.src.layers.arguments import positive_integer
from keras.src.layers.core.quantization_mixin import QuantizationMixin


class KernelMixin(QuantizationMixin):
    """What layers built around one large weight share: that weight, and its low-rank adaptation.

    With LoRA the weight `W` is frozen and two thin factors are trained in its place: the layer computes with
    `W + alpha / rank * (A @ B)`. Files hold the merged weight, so they load into a layer without LoRA too.

    A subclass names its weight in `_kernel_name`, calls `_set_lora` in `__init__` and `_add_kernel` in `build`,
    and computes with `_adapted_kernel()`.

    Reference: [Hu et al., 2021](https://arxiv.org/abs/2106.09685).
    """

    _kernel_name = "kernel"
    lora_enabled = False

    def _set_lora(self, lora_rank, lora_alpha):
        self.lora_rank = lora_rank
        self.lora_alpha = lora_rank if lora_alpha is None else lora_alpha

    def _add_kernel(self, shape):
        """Makes the weight; initializer, regularizer and constraint are the attributes of its name."""
        self._kernel_shape = shape
        mode = self.quantization_mode
        if mode is not None:
            self.quantized_build(shape, mode, self.quantization_config)
            if not self._mode.made_with_float:
                return
        name = self._kernel_name
        weight = self.add_weight(
            name=name, shape=shape, initializer=getattr(self, f"{name}_initializer"),
            regularizer=getattr(self, f"{name}_regularizer"),
            constraint=getattr(self, f"{name}_constraint"),
        )
        setattr(self, f"_{name}", weight)

    def _finish_build(self):
        self.built = True
        if self.lora_rank:
            self.enable_lora(self.lora_rank, self.lora_alpha)

    @property
    def _base_kernel(self):
        try:
            return getattr(self, f"_{self._kernel_name}")
        except AttributeError:
            raise AttributeError(
                f"Layer {self.name!r} has no `{self._kernel_name}` yet: build it first, by `layer.build(input_shape)`."
            ) from None

    @property
    def _lora_factors(self):
        name = self._kernel_name
        return getattr(self, f"lora_{name}_a"), getattr(self, f"lora_{name}_b")

    def _adapted_kernel(self):
        """The weight to compute with."""
        if not self.lora_enabled:
            return self._base_kernel
        a, b = self._lora_factors
        return ops.add(self._base_kernel, ops.multiply(self.lora_alpha / self.lora_rank, ops.matmul(a, b)))

    def enable_lora(self, rank, lora_alpha=None, a_initializer="he_uniform", b_initializer="zeros"):
        """Freezes the kernel and trains two low-rank factors in its place.

        Args:
            rank: Positive integer, the rank of the update.
            lora_alpha: Number, the strength of the update: it is scaled by `lora_alpha / rank`. Default None,
                which stands for `rank`.
            a_initializer: Initializer of the first factor. Default `"he_uniform"`.
            b_initializer: Initializer of the second factor. Default `"zeros"`, which leaves the layer as it was.

        Raises:
            ValueError: If the layer is not built, has a constraint on its kernel, or has LoRA already.
        """
        name = self._kernel_name
        if getattr(self, f"{name}_constraint"):
            raise ValueError(
                f"LoRA does not go together with a constraint on the weight it updates. "
                f"Received: {name}_constraint={getattr(self, f'{name}_constraint')!r}"
            )
        if not self.built:
            raise ValueError(f"Layer {self.name!r} must be built before LoRA is enabled.")
        if self.lora_enabled:
            raise ValueError(f"Layer {self.name!r} has LoRA already, of rank {self.lora_rank}.")
        if self._mode is not None and not self._mode.is_ready(self):
            raise NotImplementedError(f"Layer {self.name!r} must be calibrated before LoRA is enabled.")
        rank = positive_integer(self, rank=rank)
        shape = self._kernel_shape
        with self._unlocked():
            self._add_factor("a", (*shape[:-1], rank), a_initializer)
            self._add_factor("b", (rank, shape[-1]), b_initializer)
        if self._mode is None or self._mode.adapts_itself:
            self._base_kernel.trainable = False
        self.lora_enabled = True
        self._set_lora(rank, lora_alpha)

    def _add_factor(self, suffix, shape, initializer):
        name = self._kernel_name
        factor = self.add_weight(
            name=f"lora_{name}_{suffix}", shape=shape, initializer=initializers.get(initializer),
            regularizer=getattr(self, f"{name}_regularizer"),
        )
        setattr(self, f"lora_{name}_{suffix}", factor)

    def save_own_variables(self, store):
        """Writes the weights, the kernel with its low-rank update merged in."""
        if self._mode is not None:
            return self._save_quantized(store)
        if not self.lora_enabled:
            return super().save_own_variables(store)
        for place, variable in enumerate(self._variables_without_lora()):
            merged = variable is self._base_kernel
            store[str(place)] = self._adapted_kernel() if merged else variable

    def load_own_variables(self, store):
        """Reads the weights; a low-rank update starts again from nothing."""
        if self._mode is not None:
            return self._load_quantized(store)
        if not self.lora_enabled:
            return super().load_own_variables(store)
        variables = self._variables_without_lora()
        if len(store.keys()) != len(variables):
            raise ValueError(
                f"Layer {self.name!r} has {len(variables)} variables to load, but the file holds "
                f"{len(store.keys())} for it."
            )
        for place, variable in enumerate(variables):
            variable.assign(store[str(place)])
        for factor in self._lora_factors:
            factor.assign(ops.zeros(factor.shape, factor.dtype))

    def _variables_without_lora(self):
        factors = self._lora_factors
        own = self._trainable_variables + self._non_trainable_variables
        return [v for v in own if not any(v is factor for factor in factors)]

    def _lora_config(self):
        return {"lora_rank": self.lora_rank, "lora_alpha": self.lora_alpha} if self.lora_rank else {}
