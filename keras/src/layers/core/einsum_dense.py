import copy
import operator
import os
import re
import string

from keras.src import backend, initializers, ops
from keras.src.api_export import keras_export
from keras.src.layers._calling import TENSOR
from keras.src.layers.arguments import config_of, set_objects
from keras.src.layers.core.kernel_mixin import KernelMixin
from keras.src.layers.core.quantization_mixin import operands
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer


@keras_export("keras.layers.EinsumDense")
class EinsumDense(KernelMixin, Layer):
    """Dense layer over any axes: `activation(einsum(equation, inputs, kernel) + bias)`.

    Args:
        equation: Einsum equation of the form `"ab,bc->ac"`, with the first letter as the batch axis. An ellipsis
            stands for more axes, before (`"...x,xy->...y"`) or after (`"ab...,bc->ac..."`) the others.
        output_shape: Integer or tuple, the output's shape without the batch axis and without the axes of an
            ellipsis. None stands for an axis whose size is that of the input, or not known.
        activation: Function or name of one. Default None: linear.
        bias_axes: String of the output's axes that the bias has, for instance `"c"`. Default None: no bias.
        kernel_initializer: Initializer of the kernel. Default `"glorot_uniform"`, with the kernel axes that are
            summed over as its inputs.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        lora_rank: Positive integer: freeze the kernel and train an update of this rank instead (LoRA). Default
            None, no update.
        lora_alpha: Number, strength of that update. Default None, which stands for `lora_rank`.
        gptq_unpacked_column_size: Integer, kept by GPTQ quantization. Default None.
        quantization_config: Settings for `quantize`. Default None.

    Output: as the equation says, in the compute dtype.

    Raises:
        ValueError: When built, if equation, `output_shape`, `bias_axes` and input shape do not fit together.

    Example:

    >>> layer = keras.layers.EinsumDense("abc,cd->abd", output_shape=(None, 5), bias_axes="d")
    >>> layer(keras.ops.ones((2, 3, 4))).shape
    (2, 3, 5)
    """

    _only_passes_masks_on = True
    _quantizable = _has_bias = True
    _zero_name = "zero_point"

    def __init__(
        self, equation, output_shape, activation=None, bias_axes=None,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, kernel_constraint=None, bias_constraint=None, lora_rank=None,
        lora_alpha=None, gptq_unpacked_column_size=None, quantization_config=None, **kwargs,
    ):
        super().__init__(**kwargs)
        self.equation = equation
        self.partial_output_shape = _checked_sizes(output_shape)
        self.bias_axes = bias_axes
        set_objects(
            self, activation=activation, kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
        )
        self.gptq_unpacked_column_size = gptq_unpacked_column_size
        self.quantization_config = self._read_quantization_config(quantization_config)
        self._kept_axes = _kept_axes(equation)
        self.supports_masking = False
        self._keeps_masks = self._kept_axes > 1
        self._set_lora(lora_rank, lora_alpha)

    def build(self, input_shape):
        kernel_shape, bias_shape, self.full_output_shape, summed, kept = self._shapes(input_shape)
        self._input_rank = len(input_shape)
        self._kept_axes = _kept_axes(self.equation, len(input_shape))
        given = self.kernel_initializer
        self.kernel_initializer = _with_axes(given, summed, kept)
        self._add_kernel(tuple(kernel_shape))
        self.kernel_initializer = given
        self.bias = None
        if bias_shape is not None:
            self.bias = self.add_weight(
                name="bias", shape=tuple(bias_shape), initializer=self.bias_initializer,
                regularizer=self.bias_regularizer, constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(ndim=len(input_shape))
        self._finish_build()

    def _shapes(self, input_shape):
        try:
            found = _analyze_einsum_string(
                self.equation, self.bias_axes, tuple(input_shape), self.partial_output_shape
            )
        except ValueError as e:
            raise ValueError(f"{e} In the layer {self.name!r} with equation={self.equation!r}") from e
        letters = self.equation.partition(",")[0]
        if "..." not in letters and len(letters) != len(input_shape):
            raise ValueError(
                f"The equation of {self.name!r} has {len(letters)} axes in its input. "
                f"Received: equation={self.equation!r}, input_shape={tuple(input_shape)}"
            )
        return found

    @property
    def kernel(self):
        """The kernel as `call` uses it; with LoRA the update is in it."""
        return self._shown_kernel()

    def call(self, inputs, training=None):
        kernel = self._adapted_kernel() if self.lora_enabled else self._kernel.value
        if self.bias is None or type(inputs) is not TENSOR:
            return self._finish_outputs(ops.einsum(self.equation, inputs, kernel), self.bias)
        outputs = backend.numpy.einsum_affine(self.equation, inputs, kernel, self.bias.value)
        return outputs if self.activation is None else self.activation(outputs)

    def _make_operands(self, shape):
        return [operands.EinsumOperand("kernel", shape, self.equation, self._input_rank)]

    def compute_mask(self, inputs, previous_mask):
        if previous_mask is None or len(previous_mask.shape) > self._kept_axes:
            return None
        return previous_mask

    def compute_output_shape(self, input_shape):
        return tuple(self._shapes(input_shape)[2])

    def get_config(self):
        config = super().get_config() | {"output_shape": self.partial_output_shape}
        config |= config_of(
            self, "equation", "activation", "bias_axes", "kernel_initializer", "bias_initializer",
            "kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint",
            "bias_constraint", "quantization_config",
        )
        if self.quantization_mode == "gptq" and self._mode is not None:
            self.gptq_unpacked_column_size = self._operands[0].matrix_shape[1]
        if self.gptq_unpacked_column_size:
            config["gptq_unpacked_column_size"] = self.gptq_unpacked_column_size
        return config | self._lora_config()


def _checked_sizes(output_shape):
    """`output_shape` as a tuple."""
    try:
        sizes = (output_shape,) if isinstance(output_shape, int) else tuple(output_shape)
        legal = all(size is None or operator.index(size) > 0 for size in sizes)
    except TypeError:
        legal = False
    if not legal:
        raise ValueError(
            "Argument `output_shape` of EinsumDense must be a positive integer or a tuple of positive integers and "
            f"None. Received: output_shape={output_shape!r}"
        )
    return sizes


def _with_axes(initializer, summed, kept):
    """A copy of a variance scaling initializer that counts fans by what the equation does with each axis."""
    if not isinstance(initializer, initializers.VarianceScaling) or initializer.input_axes is not None:
        return initializer
    initializer = copy.copy(initializer)
    initializer.input_axes, initializer.output_axes = summed, kept
    return initializer


_FORMS = (  # equation, which side its ellipsis is on
    (re.compile(r"([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)"), None),
    (re.compile(r"\.\.\.([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)"), "left"),
    (re.compile(r"([a-zA-Z]+)\.\.\.,([a-zA-Z]+)->([a-zA-Z]+)\.\.\."), "right"),
)


def _kept_axes(equation, rank=None):
    """How many leading axes of the input an equation leaves in their places, so that a mask of them holds.

    Without the rank, an ellipsis in front counts as two: batch and steps.
    """
    for form, ellipsis in _FORMS:
        match = form.fullmatch(str(equation))
        if match:
            inputs, _, outputs = match.groups()
            shared = len(os.path.commonprefix([inputs, outputs]))
            if ellipsis != "left":
                return shared
            return shared + (2 if rank is None else rank - len(inputs))
    return 0


def _analyze_einsum_string(equation, bias_axes, input_shape, output_shape):
    """What an einsum equation means for given shapes.

    Args:
        equation: String such as `"abc,cd->abd"`.
        bias_axes: String of the output's axes that the bias has, or None.
        input_shape: Tuple, the batch axis included.
        output_shape: Tuple without batch axis and ellipsis; None takes any size.

    Returns:
        Lists: the kernel's shape, the bias's shape (or None), the whole output's shape, the kernel's axes that
        are summed over, and its axes that are in the output.
    """
    for form, ellipsis in _FORMS:
        match = form.fullmatch(equation)
        if match:
            return _analyze_terms(*match.groups(), ellipsis, bias_axes, input_shape, output_shape)
    raise _wrong_form(equation)


def _wrong_form(equation):
    return ValueError(
        "Argument `equation` of EinsumDense must have the form 'ab,bc->ac', '...ab,bc->...ac' or 'ab...,bc->ac...'. "
        f"Received: equation={equation!r}"
    )


def _analyze_terms(inputs, kernel, outputs, ellipsis, bias_axes, input_shape, output_shape):
    more = len(input_shape) - len(inputs)  # axes that the ellipsis stands for
    if ellipsis == "left":
        full = [input_shape[0], *input_shape[1:more], *output_shape]
        shift = more
    else:
        full = [input_shape[0], *output_shape, *input_shape[len(input_shape) - max(more, 0) :]]
        shift = 0
    input_sizes = {letter: input_shape[shift + i] for i, letter in enumerate(inputs) if shift + i < len(input_shape)}
    output_sizes = {letter: full[shift + i] for i, letter in enumerate(outputs) if shift + i < len(full)}
    for letter, size in output_sizes.items():
        if letter not in input_sizes and letter not in kernel:
            raise ValueError(
                f"The axis {letter!r} of the output {outputs!r} is neither in the input {inputs!r} nor in the "
                f"kernel {kernel!r}."
            )
        if letter in input_sizes and size is not None and size != input_sizes[letter]:
            raise ValueError(
                f"The axis {letter!r} has size {input_sizes[letter]} in the input and {size} in the output. "
                f"Received: input_shape={input_shape}, output_shape={output_shape}"
            )
    sizes = output_sizes | input_sizes
    for letter in kernel:
        if letter not in sizes:
            raise ValueError(
                f"The axis {letter!r} of the kernel {kernel!r} is neither in the input {inputs!r} nor in the "
                f"output {outputs!r}."
            )
    bias_shape = _bias_shape(bias_axes, outputs, output_sizes, more if ellipsis == "right" else 0)
    summed = [i for i, letter in enumerate(kernel) if letter not in outputs]
    kept = [i for i, letter in enumerate(kernel) if letter in outputs]
    return [sizes[letter] for letter in kernel], bias_shape, full, summed, kept


def _bias_shape(bias_axes, outputs, output_sizes, trailing):
    """The bias's shape: it spans the output from its first axis on, with size 1 where it has none."""
    if not bias_axes:
        return None
    for letter in bias_axes:
        if letter not in outputs:
            raise ValueError(
                f"Argument `bias_axes` of EinsumDense must name axes of the output {outputs!r}. "
                f"Received: bias_axes={bias_axes!r}"
            )
    first = min(outputs.index(letter) for letter in bias_axes)
    shape = [output_sizes[letter] if letter in bias_axes else 1 for letter in outputs[first:]]
    return shape + [1] * trailing


def _analyze_quantization_info(equation, input_shape):
    """How inputs and kernel are laid along the output of an einsum, for libraries that quantize layers themselves.

    Args:
        equation: String such as `"abc,cd->abd"`.
        input_shape: Tuple, the batch axis included.

    Returns:
        A tuple of ten: the axes that are summed over, the permutations that follow the output, the axes to expand
        and those to squeeze after that (each for inputs and kernel in turn), the equation of the gradient of the
        inputs, and the inverse of the kernel's permutation.
    """
    inputs, kernel, outputs = _without_ellipsis(equation, len(input_shape))
    summed, order, expanded, squeezed = zip(_along(inputs, outputs), _along(kernel, outputs))
    inverse = sorted(range(len(kernel)), key=order[1].__getitem__)
    return *summed, *order, *expanded, *squeezed, f"{outputs},{kernel}->{inputs}", inverse


def _without_ellipsis(equation, rank):
    """The terms of an equation, with letters that it does not use in the place of its ellipsis."""
    matches = [(form.fullmatch(equation), ellipsis) for form, ellipsis in _FORMS]
    match, ellipsis = next((found for found in matches if found[0]), (None, None))
    if match is None:
        raise _wrong_form(equation)
    inputs, kernel, outputs = match.groups()
    free = [letter for letter in string.ascii_uppercase if letter not in equation]
    more = "".join(free[: rank - len(inputs)]) if ellipsis else ""
    if ellipsis == "left":
        return more[::-1] + inputs, kernel, more[::-1] + outputs
    return inputs + more, kernel, outputs + more


def _along(term, outputs):
    """Axes of a term that are summed, its order along the output, the output's axes that it lacks, axes too many."""
    summed = [i for i, letter in enumerate(term) if letter not in outputs]
    missing = [i for i, letter in enumerate(outputs) if letter not in term]
    order = [term.index(letter) for letter in outputs if letter in term]
    for n, axis in enumerate(summed):
        order.insert(missing[min(n, len(missing) - 1)] if missing else len(order), axis)
    return summed, order, missing[len(summed) :], summed[len(missing) :]
