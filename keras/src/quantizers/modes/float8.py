"""float8: inputs, weights and gradients are rounded to 8-bit floats in training."""
from keras.src import ops
from keras.src.quantizers.modes.mode import Mode, value_of
from keras.src.quantizers.quantizers import (
    FLOAT8_MAX,
    compute_float8_amax_history,
    compute_float8_scale,
    quantize_and_dequantize,
)

_ROUNDED = ("inputs", "kernel", "outputs_grad")
_FORWARD, _BACKWARD = "float8_e4m3fn", "float8_e5m2"  # more digits; more range


class Float8(Mode):
    """Training in float8 with delayed scaling: the scale of a step comes from the magnitudes of the steps before.

    Scales and histories are variables whose gradient is their next value.

    Reference: [Micikevicius et al., 2022](https://arxiv.org/abs/2209.05433).
    """

    keeps_float = made_with_float = adapts_itself = True
    looks_up = False

    def __init__(self, config, policy):
        super().__init__(config, policy)
        self._length = getattr(policy, "amax_history_length", 1024)

    @staticmethod
    def spec(name):
        return [name, *(f"{part}_{kind}" for part in _ROUNDED for kind in ("scale", "amax_history"))]

    def build(self, layer, operand):
        for part in _ROUNDED:
            for kind, shape, initializer in (("scale", (), "ones"), ("amax_history", (self._length,), "zeros")):
                name = f"{part}_{kind}"
                variable = layer.add_weight(
                    name=name, shape=shape, dtype="float32", initializer=initializer,
                    autocast=False, overwrite_with_gradient=True,
                )
                setattr(layer, name, variable)

    def dequantized(self, layer, operand):
        return value_of(layer, operand.attribute)

    shown = dequantized

    def merged(self, layer, operand, value):
        return {operand.attribute: value}

    def bias(self, layer):
        return ops.cast(ops.cast(layer.bias.value, "bfloat16"), layer.compute_dtype)

    def product(self, layer, operand, inputs, transposed=None, training=None):
        dtype = layer.compute_dtype
        weight = ops.cast(layer._adapted_kernel(), dtype)

        def state(part):
            return value_of(layer, f"{part}_scale"), value_of(layer, f"{part}_amax_history")

        inputs = _round_forward(ops.cast(inputs, dtype), *state("inputs"), dtype, training)
        weight = _round_forward(weight, *state("kernel"), dtype, training)
        return _round_backward(operand.forward(inputs, weight), *state("outputs_grad"), dtype)


def _next_state(x, scale, history, dtype):
    """The scale of the next step and the history with `x`."""
    scale = compute_float8_scale(ops.max(history, axis=0), scale, FLOAT8_MAX[dtype])
    return scale, compute_float8_amax_history(x, history)


def _round_forward(x, scale, history, dtype, training):
    """`x` in float8, with a gradient as if it were not rounded."""

    @ops.custom_gradient
    def rounded(x, scale, history):
        state = _next_state(x, scale, history, _FORWARD) if training else (None, None)
        found = quantize_and_dequantize(x, scale, _FORWARD, dtype)

        def grad(*args, upstream=None, variables=None):
            return args[0] if upstream is None else upstream, *state

        return found, grad

    return rounded(x, scale, history)


def _round_backward(x, scale, history, dtype):
    """`x` itself, with its gradient in float8."""

    @ops.custom_gradient
    def unchanged(x, scale, history):
        def grad(*args, upstream=None, variables=None):
            upstream = args[0] if upstream is None else upstream
            state = _next_state(upstream, scale, history, _BACKWARD)
            return quantize_and_dequantize(upstream, scale, _BACKWARD, dtype), *state

        return x, grad

    return unchanged(x, scale, history)
