"""Projections that an optimizer applies to a weight after each update."""
from keras.src import backend, ops
from keras.src.api_export import keras_export


@keras_export("keras.constraints.Constraint")
class Constraint:
    """Base class of constraints: callables that map a weight to the weight to be kept.

    A subclass defines `__call__(self, w)`, and `get_config` if it has arguments.

    Example:

    >>> class Halved(keras.constraints.Constraint):
    ...     def __call__(self, w):
    ...         return w / 2
    >>> float(Halved()(keras.ops.array(3.0)))
    1.5
    """

    def __call__(self, w):
        """Projects a weight.

        Args:
            w: Tensor of any shape.

        Returns:
            Tensor of the shape and dtype of `w`.
        """
        return w

    def get_config(self):
        """The arguments of the constructor, as a dict of JSON values."""
        return {}

    @classmethod
    def from_config(cls, config):
        """A constraint from the dict that `get_config` gave.

        Args:
            config: Dict.

        Returns:
            A constraint of this class.
        """
        return cls(**config)


@keras_export(["keras.constraints.MaxNorm", "keras.constraints.max_norm"])
class MaxNorm(Constraint):
    """Shrinks vectors whose L2 norm exceeds `max_value` to that norm.

    Args:
        max_value: Number, the largest norm. Defaults to `2`.
        axis: Integer or list of integers, the axes over which a norm is taken: 0 for the incoming weights of each unit
            of a `Dense` kernel, `[0, 1, 2]` for each filter of a `Conv2D` kernel. Defaults to `0`.

    Reference: Srivastava et al., 2014, https://jmlr.org/papers/v15/srivastava14a.html

    Example:

    >>> w = keras.constraints.MaxNorm(1.0)(keras.ops.array([[3.0], [4.0]]))
    >>> keras.ops.convert_to_numpy(w).round(3).tolist() == np.array([[0.6], [0.8]], "float32").tolist()
    True
    """

    def __init__(self, max_value=2, axis=0):
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w):
        norms = _norms(w, self.axis)
        return _rescaled(w, norms, ops.clip(norms, 0, self.max_value))

    def get_config(self):
        return {"max_value": self.max_value, "axis": self.axis}


@keras_export(["keras.constraints.NonNeg", "keras.constraints.non_neg"])
class NonNeg(Constraint):
    """Sets negative weights to zero.

    Example:

    >>> keras.ops.convert_to_numpy(keras.constraints.NonNeg()(keras.ops.array([-1.0, 2.0]))).tolist()
    [0.0, 2.0]
    """

    def __call__(self, w):
        return ops.relu(w)


@keras_export(["keras.constraints.UnitNorm", "keras.constraints.unit_norm"])
class UnitNorm(Constraint):
    """Gives vectors the L2 norm 1.

    Args:
        axis: Integer or list of integers, the axes over which a norm is taken. Defaults to `0`.

    Example:

    >>> w = keras.constraints.UnitNorm()(keras.ops.array([[3.0], [4.0]]))
    >>> float(keras.ops.round(w[1, 0], 3)) == float(np.float32(0.8))
    True
    """

    def __init__(self, axis=0):
        self.axis = axis

    def __call__(self, w):
        return ops.divide(w, ops.add(backend.epsilon(), _norms(w, self.axis)))

    def get_config(self):
        return {"axis": self.axis}


@keras_export(["keras.constraints.MinMaxNorm", "keras.constraints.min_max_norm"])
class MinMaxNorm(Constraint):
    """Brings the L2 norm of vectors between two bounds, wholly or by a part of the way.

    The new norm is `rate * clip(norm, min_value, max_value) + (1 - rate) * norm`.

    Args:
        min_value: Number, the smallest norm. Defaults to `0.0`.
        max_value: Number, the largest norm. Defaults to `1.0`.
        rate: Float between 0 and 1, the part of the way that is gone at each update. Defaults to `1.0`.
        axis: Integer or list of integers, the axes over which a norm is taken. Defaults to `0`.

    Example:

    >>> w = keras.constraints.MinMaxNorm(max_value=1.0, rate=0.5)(keras.ops.array([[3.0]]))
    >>> float(keras.ops.round(w[0, 0], 3))
    2.0
    """

    def __init__(self, min_value=0.0, max_value=1.0, rate=1.0, axis=0):
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w):
        norms = _norms(w, self.axis)
        bounded = ops.clip(norms, self.min_value, self.max_value)
        if self.rate != 1:
            bounded = ops.add(ops.multiply(self.rate, bounded), ops.multiply(1 - self.rate, norms))
        return _rescaled(w, norms, bounded)

    def get_config(self):
        return {
            "min_value": self.min_value,
            "max_value": self.max_value,
            "rate": self.rate,
            "axis": self.axis,
        }


def _norms(w, axis):
    axis = tuple(axis) if isinstance(axis, list) else axis
    return ops.sqrt(ops.sum(ops.square(w), axis=axis, keepdims=True))


def _rescaled(w, norms, wanted):
    return ops.multiply(w, ops.divide(wanted, ops.add(backend.epsilon(), norms)))
