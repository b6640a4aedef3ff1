"""InputSpec: what rank, shape and dtype a layer accepts."""
from keras.src import backend, tree
from keras.src.api_export import keras_export


@keras_export(["keras.InputSpec", "keras.layers.InputSpec"])
class InputSpec:
    """What a layer accepts as one of its inputs.

    A layer assigns one, or a nested structure of them, to `self.input_spec`; calls with other inputs then fail with
    a message that names the layer. `None` in a place accepts anything there.

    Args:
        dtype: Name of the dtype. Default None, any.
        shape: Tuple of integers and None, the whole shape. Default None, any.
        ndim: Integer, the exact rank. Default None, any.
        max_ndim: Integer, the largest rank. Default None, any.
        min_ndim: Integer, the smallest rank. Default None, any.
        axes: Dict `{axis: size}`, sizes of single axes. Default None, any.
        allow_last_axis_squeeze: Boolean, whether a last axis of size 1 may be there or be missing. Default False.
        name: String, the key under which the input is passed in a dict. Default None.
        optional: Boolean, whether None may be passed. Default False.

    Raises:
        ValueError: If the arguments contradict each other.
        TypeError: If `axes` is not a dict of integers.

    Example:

    >>> keras.InputSpec(min_ndim=2, axes={-1: 8})
    InputSpec(min_ndim=2, axes={-1: 8})
    """

    def __init__(
        self, dtype=None, shape=None, ndim=None, max_ndim=None, min_ndim=None, axes=None,
        allow_last_axis_squeeze=False, name=None, optional=False,
    ):
        self.dtype = backend.standardize_dtype(dtype) if dtype is not None else None
        self.shape = backend.standardize_shape(shape) if shape is not None else None
        self.ndim = len(self.shape) if shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.name = name
        self.optional = optional
        self.allow_last_axis_squeeze = allow_last_axis_squeeze
        try:
            self.axes = {int(axis): size for axis, size in dict(axes or {}).items()}
        except (ValueError, TypeError) as e:
            raise TypeError(
                f"Argument `axes` of InputSpec must be a dict from axis to size. Received: axes={axes!r}"
            ) from e
        self._check_axes()

    def _check_axes(self):
        rank = self.ndim if self.ndim is not None else self.max_ndim
        if self.axes and rank is not None and max(self.axes) >= rank:
            raise ValueError(
                f"Argument `axes` of InputSpec must name axes below the rank {rank}. Received: axes={self.axes}"
            )

    def __repr__(self):
        shown = {
            "dtype": self.dtype,
            "shape": self.shape,
            "ndim": self.ndim,
            "max_ndim": self.max_ndim,
            "min_ndim": self.min_ndim,
            "axes": self.axes,
        }
        return f"InputSpec({', '.join(f'{k}={v}' for k, v in shown.items() if v)})"

    def get_config(self):
        """The spec as a JSON-ready dict."""
        return {
            "dtype": self.dtype,
            "shape": self.shape,
            "ndim": self.ndim,
            "max_ndim": self.max_ndim,
            "min_ndim": self.min_ndim,
            "axes": self.axes,
            "optional": self.optional,
        }

    @classmethod
    def from_config(cls, config):
        """The spec that `get_config` described."""
        return cls(**config)


def assert_input_compatibility(input_spec, inputs, layer_name):
    """Checks the inputs of a layer against its `input_spec`.

    Args:
        input_spec: An `InputSpec`, a structure of them, or None to accept all.
        inputs: What the layer's first argument holds.
        layer_name: String for the message.

    Raises:
        ValueError: If an input is missing, is no tensor, or has another rank, shape or dtype than allowed.
    """
    if not input_spec:
        return
    specs = _flat_specs(input_spec)
    if isinstance(inputs, dict) and all(getattr(spec, "name", None) for spec in specs):
        values = _values_by_name(specs, inputs)
    else:
        values = tree.flatten(inputs)
    if len(values) != len(specs):
        _raise_wrong_number(specs, values, layer_name)
    for index, (spec, value) in enumerate(zip(specs, values)):
        if spec is not None and not (value is None and spec.optional):
            _check_one(spec, value, index, layer_name)


def _flat_specs(input_spec):
    """The specs in order. `torch.compile` follows lists, but not the tree library into tracked ones."""
    if isinstance(input_spec, (list, tuple)) and all(s is None or isinstance(s, InputSpec) for s in input_spec):
        return [*input_spec]
    return tree.flatten(input_spec)


def _values_by_name(specs, inputs):
    missing = [spec.name for spec in specs if spec.name not in inputs]
    if missing:
        raise ValueError(
            f'Missing data for input "{missing[0]}". Expected a dict with the keys {[s.name for s in specs]}. '
            f"Received: keys {list(inputs)}"
        )
    return [inputs[spec.name] for spec in specs]


def _raise_wrong_number(specs, values, layer_name):
    names = [getattr(spec, "name", None) for spec in specs]
    expected = f"{len(specs)} input(s)"
    if all(names):
        expected += f" with the names {names}"
    shapes = ", ".join(str(getattr(value, "shape", value)) for value in values)
    raise ValueError(f"Layer {layer_name!r} takes {expected}. Received: {len(values)} input(s): {shapes}")


def _check_one(spec, value, index, layer_name):
    shape = getattr(value, "shape", None)
    if shape is None:
        raise ValueError(
            f"Inputs to a layer must be tensors. Received: {value!r} (of type {type(value).__name__}) as input "
            f"{index} of layer {layer_name!r}"
        )
    shape = backend.standardize_shape(shape)
    expected = _mismatch(spec, shape, value)
    if expected:
        named = f" ({spec.name!r})" if spec.name else ""
        raise ValueError(
            f"Input {index}{named} of layer {layer_name!r} is incompatible with the layer. "
            f"Expected {expected}. Received: shape={shape} and dtype={backend.standardize_dtype(value.dtype)}"
        )


def _mismatch(spec, shape, value):
    """What the spec asks for and the input lacks, in words, or None."""
    rank = len(shape)
    if spec.ndim is not None and rank != spec.ndim and not _only_last_axis_differs(spec, shape):
        return f"ndim={spec.ndim}"
    if spec.max_ndim is not None and rank > spec.max_ndim:
        return f"max_ndim={spec.max_ndim}"
    if spec.min_ndim is not None and rank < spec.min_ndim:
        return f"min_ndim={spec.min_ndim}"
    if spec.dtype is not None and backend.standardize_dtype(value.dtype) != spec.dtype:
        return f"dtype={spec.dtype}"
    for axis, size in spec.axes.items():
        if size is not None and not (-rank <= axis < rank and shape[axis] in (size, None)):
            return f"size {size} along axis {axis}"
    if spec.shape is not None and not _shapes_agree(spec, shape):
        return f"shape={spec.shape}"
    return None


def _only_last_axis_differs(spec, shape):
    """Whether the ranks differ by a last axis of size 1 that may be missing on either side."""
    if not spec.allow_last_axis_squeeze or spec.shape is None:
        return False
    longer, shorter = sorted((tuple(spec.shape), tuple(shape)), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and longer[-1] in (1, None)


def _shapes_agree(spec, shape):
    expected = tuple(spec.shape)
    if spec.allow_last_axis_squeeze and len(expected) != len(shape):
        expected = expected[:-1] if expected and expected[-1] == 1 else expected
        shape = shape[:-1] if shape and shape[-1] == 1 else shape
    return len(expected) == len(shape) and all(a == b or None in (a, b) for a, b in zip(expected, shape))
