"""Penalties on weights, added to the training loss."""
import math

from keras.src import ops
from keras.src.api_export import keras_export


@keras_export(["keras.Regularizer", "keras.regularizers.Regularizer"])
class Regularizer:
    """Base class of regularizers: callables that map a weight to a scalar penalty.

    A subclass defines `__call__(self, x)`, and `get_config` if it is to be saved.

    Example:

    >>> class Cubic(keras.regularizers.Regularizer):
    ...     def __call__(self, x):
    ...         return keras.ops.sum(keras.ops.abs(x) ** 3)
    >>> float(Cubic()(np.array([1.0, -2.0])))
    9.0
    """

    def __call__(self, x):
        """The penalty of a weight.

        Args:
            x: Tensor of any shape.

        Returns:
            Scalar tensor.
        """
        return 0.0

    def get_config(self):
        """The arguments of the constructor, as a dict of JSON values.

        Raises:
            NotImplementedError: If a subclass does not define it.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `get_config()` to be saved.")

    @classmethod
    def from_config(cls, config):
        """A regularizer from the dict that `get_config` gave.

        Args:
            config: Dict.

        Returns:
            A regularizer of this class.
        """
        return cls(**config)


@keras_export(["keras.regularizers.L1L2", "keras.regularizers.l1_l2"])
class L1L2(Regularizer):
    """Sum of both penalties: `l1 * sum(|x|) + l2 * sum(x^2)`.

    Args:
        l1: Float >= 0, the factor of the absolute values. None means 0. Defaults to `0.0`.
        l2: Float >= 0, the factor of the squares. None means 0. Defaults to `0.0`.

    Raises:
        ValueError: If a factor is negative or not a finite number.

    Example:

    >>> float(keras.regularizers.L1L2(l1=1.0, l2=0.5)(np.array([1.0, -2.0])))
    5.5
    """

    def __init__(self, l1=0.0, l2=0.0):
        self.l1 = validate_float_arg(0.0 if l1 is None else l1, "l1")
        self.l2 = validate_float_arg(0.0 if l2 is None else l2, "l2")

    def __call__(self, x):
        if not self.l1:
            return _squares(self.l2, x)
        if not self.l2:
            return _absolutes(self.l1, x)
        return ops.add(_absolutes(self.l1, x), _squares(self.l2, x))

    def get_config(self):
        return {"l1": self.l1, "l2": self.l2}


@keras_export(["keras.regularizers.L1", "keras.regularizers.l1"])
class L1(Regularizer):
    """Penalty on absolute values: `l1 * sum(|x|)`. It drives weights to exact zeros.

    Args:
        l1: Float >= 0. None means the default. Defaults to `0.01`.

    Raises:
        ValueError: If the factor is negative or not a finite number.

    Example:

    >>> float(keras.regularizers.L1(0.5)(np.array([1.0, -2.0])))
    1.5
    """

    def __init__(self, l1=0.01):
        self.l1 = validate_float_arg(0.01 if l1 is None else l1, "l1")

    def __call__(self, x):
        return _absolutes(self.l1, x)

    def get_config(self):
        return {"l1": self.l1}


@keras_export(["keras.regularizers.L2", "keras.regularizers.l2"])
class L2(Regularizer):
    """Penalty on squares: `l2 * sum(x^2)`.

    Args:
        l2: Float >= 0. None means the default. Defaults to `0.01`.

    Raises:
        ValueError: If the factor is negative or not a finite number.

    Example:

    >>> float(keras.regularizers.L2(0.5)(np.array([1.0, -2.0])))
    2.5
    """

    def __init__(self, l2=0.01):
        self.l2 = validate_float_arg(0.01 if l2 is None else l2, "l2")

    def __call__(self, x):
        return _squares(self.l2, x)

    def get_config(self):
        return {"l2": self.l2}


@keras_export(["keras.regularizers.OrthogonalRegularizer", "keras.regularizers.orthogonal_regularizer"])
class OrthogonalRegularizer(Regularizer):
    """Keeps the rows, or the columns, of a matrix orthogonal to each other.

    The penalty is `factor` times the mean over pairs of different rows of `|cos(row_i, row_j)|`.

    Args:
        factor: Float >= 0. Defaults to `0.01`.
        mode: `"rows"` or `"columns"`: which vectors are to be orthogonal. Defaults to `"rows"`.

    Raises:
        ValueError: If `factor` is not a finite number >= 0 or `mode` is something else; at the call, if
            the input is no matrix.

    Example:

    >>> float(keras.regularizers.OrthogonalRegularizer(1.0)(np.array([[1.0, 0.0], [0.0, 2.0]])))
    0.0
    """

    def __init__(self, factor=0.01, mode="rows"):
        self.factor = validate_float_arg(factor, "factor")
        if mode not in ("rows", "columns"):
            raise ValueError(
                f"Argument `mode` of OrthogonalRegularizer must be 'rows' or 'columns'. Received: mode={mode!r}."
            )
        self.mode = mode

    def __call__(self, inputs):
        if len(inputs.shape) != 2:
            raise ValueError(
                "Argument `inputs` of OrthogonalRegularizer must have two axes. "
                f"Received: inputs.shape={tuple(inputs.shape)}."
            )
        vectors = ops.normalize(inputs, axis=1 if self.mode == "rows" else 0)
        if self.mode == "columns":
            vectors = ops.transpose(vectors)
        size = vectors.shape[0]
        cosines = ops.matmul(vectors, ops.transpose(vectors))
        off_diagonal = ops.multiply(cosines, ops.subtract(1.0, ops.eye(size, dtype=cosines.dtype)))
        pairs = size * (size - 1) / 2
        return ops.multiply(self.factor * 0.5 / max(pairs, 1), ops.sum(ops.abs(off_diagonal)))

    def get_config(self):
        return {"factor": self.factor, "mode": self.mode}


def _absolutes(factor, x):
    return ops.multiply(factor, ops.sum(ops.abs(x)))


def _squares(factor, x):
    return ops.multiply(factor, ops.sum(ops.square(x)))


def validate_float_arg(value, name):
    """`value` as a float if it is a finite number that is not negative, else a `ValueError` about `name`."""
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        value = value.item()
    if not isinstance(value, (float, int)) or math.isinf(value) or math.isnan(value) or value < 0:
        raise ValueError(f"Argument `{name}` must be a finite float >= 0. Received: {name}={value!r}.")
    return float(value)
