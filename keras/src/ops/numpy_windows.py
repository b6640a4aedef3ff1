"""Operations of `keras.ops.numpy` that make windows for signals."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare

op = declare("keras.src.ops.numpy")


def _window(x, beta=None):
    """The length is a value, which a symbolic tensor does not have."""
    return KerasTensor((None,), dtype=backend.floatx())


@keras_export(["keras.ops.bartlett", "keras.ops.numpy.bartlett"])
@op(spec=_window)
def bartlett(x):
    """Bartlett window: a triangle that is zero at both ends.

    `w[n] = 1 - |2 n / (N - 1) - 1|` for `n` from 0 to `N - 1`.

    Args:
        x: Integer `N`, number of elements.

    Returns:
        Tensor of shape `(x,)` and dtype `floatx()`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bartlett(3)).tolist()
    [0.0, 1.0, 0.0]
    """
    return backend.numpy.bartlett(x)


Bartlett = bartlett.operation


@keras_export(["keras.ops.blackman", "keras.ops.numpy.blackman"])
@op(spec=_window)
def blackman(x):
    """Blackman window: a sum of cosines that is zero at both ends.

    `w[n] = 0.42 - 0.5 cos(2 pi n / (N - 1)) + 0.08 cos(4 pi n / (N - 1))` for `n` from 0 to `N - 1`.

    Args:
        x: Integer `N`, number of elements.

    Returns:
        Tensor of shape `(x,)` and dtype `floatx()`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.blackman(1)).tolist()
    [1.0]
    """
    return backend.numpy.blackman(x)


Blackman = blackman.operation


@keras_export(["keras.ops.hamming", "keras.ops.numpy.hamming"])
@op(spec=_window)
def hamming(x):
    """Hamming window: a raised cosine that stays above zero.

    `w[n] = 0.54 - 0.46 cos(2 pi n / (N - 1))` for `n` from 0 to `N - 1`.

    Args:
        x: Integer `N`, number of elements.

    Returns:
        Tensor of shape `(x,)` and dtype `floatx()`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.hamming(1)).tolist()
    [1.0]
    """
    return backend.numpy.hamming(x)


Hamming = hamming.operation


@keras_export(["keras.ops.hanning", "keras.ops.numpy.hanning"])
@op(spec=_window)
def hanning(x):
    """Hann window: a raised cosine that is zero at both ends.

    `w[n] = 0.5 - 0.5 cos(2 pi n / (N - 1))` for `n` from 0 to `N - 1`.

    Args:
        x: Integer `N`, number of elements.

    Returns:
        Tensor of shape `(x,)` and dtype `floatx()`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.hanning(3)).tolist()
    [0.0, 1.0, 0.0]
    """
    return backend.numpy.hanning(x)


Hanning = hanning.operation


@keras_export(["keras.ops.kaiser", "keras.ops.numpy.kaiser"])
@op(spec=_window, tensors=2)
def kaiser(x, beta):
    """Kaiser window: `w[n] = I0(beta sqrt(1 - (2 n / (N - 1) - 1)^2)) / I0(beta)`, with a Bessel function `I0`.

    Args:
        x: Integer `N`, number of elements.
        beta: Number: 0 gives a rectangle, greater ones a narrower peak.

    Returns:
        Tensor of shape `(x,)` and dtype `floatx()`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.kaiser(2, 0.0)).tolist()
    [1.0, 1.0]
    """
    return backend.numpy.kaiser(x, beta)


Kaiser = kaiser.operation
