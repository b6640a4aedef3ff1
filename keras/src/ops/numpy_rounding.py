"""Operations of `keras.src.ops.numpy`: rounding and complex parts."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.ops.declare import declare, elementwise

op = declare("keras.src.ops.numpy")


@keras_export(["keras.ops.ceil", "keras.ops.numpy.ceil"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def ceil(x):
    """Smallest whole number not below each element.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.ceil([-1.5, 1.2]))
    array([-1.,  2.], dtype=float32)
    """
    return backend.numpy.ceil(x)


Ceil = ceil.operation


@keras_export(["keras.ops.floor", "keras.ops.numpy.floor"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def floor(x):
    """Largest whole number not above each element.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.floor([-1.5, 1.2]))
    array([-2.,  1.], dtype=float32)
    """
    return backend.numpy.floor(x)


Floor = floor.operation


@keras_export(["keras.ops.trunc", "keras.ops.numpy.trunc"])
@op(spec=elementwise(dtypes.same))
def trunc(x):
    """Each element without its fractional part.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.trunc([-1.5, 1.2]))
    array([-1.,  1.], dtype=float32)
    """
    return backend.numpy.trunc(x)


Trunc = trunc.operation


@keras_export(["keras.ops.round", "keras.ops.numpy.round"])
@op(spec=elementwise(dtypes.same, sparse=True))
def round(x, decimals=0):
    """Elements rounded to a number of decimals, halves to the even neighbour.

    Formula: `round(x * 10 ** decimals) / 10 ** decimals`

    Args:
        x: Tensor of any shape.
        decimals: Number of decimals to keep; negative: rounds left of the point. Defaults to `0`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.round([0.5, 1.5, 2.25]))
    array([0., 2., 2.], dtype=float32)
    """
    return backend.numpy.round(x, decimals=decimals)


Round = round.operation


@keras_export(["keras.ops.real", "keras.ops.numpy.real"])
@op(spec=elementwise(dtypes.real_rule, sparse=True))
def real(x):
    """Real part of each element.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, of the real dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.real([1.0, 2.0]))
    array([1., 2.], dtype=float32)
    """
    return backend.numpy.real(x)


Real = real.operation


@keras_export(["keras.ops.imag", "keras.ops.numpy.imag"])
@op(spec=elementwise(dtypes.real_rule, sparse=True))
def imag(x):
    """Imaginary part of each element; 0 for real numbers.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, of the real dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.imag([1.0, 2.0]))
    array([0., 0.], dtype=float32)
    """
    return backend.numpy.imag(x)


Imag = imag.operation


@keras_export(["keras.ops.conj", "keras.ops.numpy.conj"])
@op(spec=elementwise(dtypes.same, sparse=True))
def conj(x):
    """Complex conjugate; real numbers stay.

    Formula: `real(x) - i * imag(x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.conj([1.0, 2.0]))
    array([1., 2.], dtype=float32)
    """
    return backend.numpy.conj(x)


Conj = conj.operation


@keras_export(["keras.ops.conjugate", "keras.ops.numpy.conjugate"])
@op(spec=elementwise(dtypes.same, sparse=True))
def conjugate(x):
    """Complex conjugate: another name of `keras.ops.conj`.

    Formula: `real(x) - i * imag(x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.conjugate([1.0, 2.0]))
    array([1., 2.], dtype=float32)
    """
    return backend.numpy.conjugate(x)


Conjugate = Conj.recorded_as = conjugate.operation


@keras_export(["keras.ops.angle", "keras.ops.numpy.angle"])
@op(spec=elementwise(dtypes.real_to_float))
def angle(x):
    """Angle of each complex number with the positive real axis, in radians.

    Formula: `atan2(imag(x), real(x))`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, of the real dtype; integers and booleans become `floatx`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.angle([1.0, -1.0])).round(4)
    array([0.    , 3.1416], dtype=float32)
    """
    return backend.numpy.angle(x)


Angle = angle.operation
