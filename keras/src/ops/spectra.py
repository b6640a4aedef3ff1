"""Fourier transforms of `keras.ops`. Complex tensors are pairs (real, imaginary) of float tensors."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import math_family
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of
from keras.src.ops.numpy_manipulation import _dtype

op = declare("keras.src.ops.math")


def _extract_sequences(x, sequence_length, sequence_stride):
    shape = shape_of(x)
    count = math_family.frame_count(shape[-1], sequence_length, sequence_stride)
    return KerasTensor((*shape[:-1], count, sequence_length), dtype=_dtype(x))


@keras_export("keras.ops.extract_sequences")
@op(spec=_extract_sequences)
def extract_sequences(x, sequence_length, sequence_stride):
    """Windows of the last axis.

    Args:
        x: Tensor of shape `(..., steps)`.
        sequence_length: Integer, the size of a window.
        sequence_stride: Integer, from the beginning of a window to that of the next.

    Returns:
        Tensor of shape `(..., windows, sequence_length)`.

    Raises:
        ValueError: If no window fits.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.extract_sequences([1, 2, 3, 4], 3, 1)).tolist()
    [[1, 2, 3], [2, 3, 4]]
    """
    return backend.math.extract_sequences(x, sequence_length, sequence_stride)


ExtractSequences = extract_sequences.operation


def _spectral_dtype(x):
    """Transforms of pairs are computed in single precision at least."""
    return "float64" if dtype_of(x) == "float64" else "float32"


def _pair_spec(function, rank):
    def spec(x):
        real, imaginary = math_family.check_pair(x, function, rank)
        shape, dtype = shape_of(real), _spectral_dtype(real)
        return KerasTensor(shape, dtype=dtype), KerasTensor(shape, dtype=dtype)

    return spec


@keras_export("keras.ops.fft")
@op(spec=_pair_spec("fft", 1), name="FFT")
def fft(x):
    """Discrete Fourier transform along the last axis.

    Args:
        x: Pair `(real, imaginary)` of float tensors of one shape.

    Returns:
        Pair `(real, imaginary)` of float tensors of that shape.

    Raises:
        ValueError: If `x` is no such pair.

    Example:

    >>> real, imaginary = keras.ops.fft((keras.ops.array([1.0, 2.0]), keras.ops.zeros(2)))
    >>> keras.ops.convert_to_numpy(real).tolist()
    [3.0, -1.0]
    """
    return backend.math.fft(x)


FFT = fft.operation


@keras_export("keras.ops.fft2")
@op(spec=_pair_spec("fft2", 2), name="FFT2")
def fft2(x):
    """Discrete Fourier transform over the last two axes.

    Args:
        x: Pair `(real, imaginary)` of float tensors of one shape.

    Returns:
        Pair `(real, imaginary)` of float tensors of that shape.

    Raises:
        ValueError: If `x` is no such pair.

    Example:

    >>> real, imaginary = keras.ops.fft2((keras.ops.ones((2, 2)), keras.ops.zeros((2, 2))))
    >>> keras.ops.convert_to_numpy(real).tolist()
    [[4.0, 0.0], [0.0, 0.0]]
    """
    return backend.math.fft2(x)


FFT2 = fft2.operation


@keras_export("keras.ops.ifft2")
@op(spec=_pair_spec("ifft2", 2), name="IFFT2")
def ifft2(x):
    """Inverse of `fft2`.

    Args:
        x: Pair `(real, imaginary)` of float tensors of one shape.

    Returns:
        Pair `(real, imaginary)` of float tensors of that shape.

    Raises:
        ValueError: If `x` is no such pair.

    Example:

    >>> real, imaginary = keras.ops.ifft2((keras.ops.ones((2, 2)), keras.ops.zeros((2, 2))))
    >>> keras.ops.convert_to_numpy(real).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    return backend.math.ifft2(x)


IFFT2 = ifft2.operation


def _rfft(x, fft_length=None):
    math_family.check_fft_length(fft_length, "rfft")
    shape, dtype = shape_of(x), dtypes.to_float(dtype_of(x))
    size = shape[-1] if fft_length is None else fft_length
    shape = (*shape[:-1], None if size is None else size // 2 + 1)
    return KerasTensor(shape, dtype=dtype), KerasTensor(shape, dtype=dtype)


@keras_export("keras.ops.rfft")
@op(spec=_rfft, name="RFFT")
def rfft(x, fft_length=None):
    """Discrete Fourier transform of real numbers along the last axis: the half that determines the other.

    Args:
        x: Tensor of shape `(..., steps)`.
        fft_length: Integer to which the axis is cut or padded with zeros. Default: its size.

    Returns:
        Pair `(real, imaginary)` of float tensors of shape `(..., fft_length // 2 + 1)`.

    Example:

    >>> real, imaginary = keras.ops.rfft([1.0, 2.0, 3.0])
    >>> tuple(real.shape)
    (2,)
    """
    math_family.check_fft_length(fft_length, "rfft")
    return backend.math.rfft(x, fft_length)


RFFT = rfft.operation


def _inverse_length(x, fft_length):
    """Size of the result; of a single frequency there is none. (TensorFlow's kernel would end the process.)"""
    real, _ = math_family.check_pair(x, "irfft")
    size = shape_of(real)[-1]
    if fft_length is None and size is not None:
        fft_length = 2 * (size - 1)
    math_family.check_fft_length(fft_length, "irfft")
    return fft_length


def _irfft(x, fft_length=None):
    fft_length = _inverse_length(x, fft_length)
    return KerasTensor((*shape_of(x[0])[:-1], fft_length), dtype=_spectral_dtype(x[0]))


@keras_export("keras.ops.irfft")
@op(spec=_irfft, name="IRFFT")
def irfft(x, fft_length=None):
    """Inverse of `rfft`.

    Args:
        x: Pair `(real, imaginary)` of float tensors of shape `(..., n)`.
        fft_length: Integer, size of the result's last axis. Default: `2 * (n - 1)`.

    Returns:
        Float tensor of shape `(..., fft_length)`.

    Raises:
        ValueError: If `x` is no such pair, or `fft_length` is not positive.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.irfft(keras.ops.rfft([1.0, 2.0, 3.0, 4.0]))).tolist()
    [1.0, 2.0, 3.0, 4.0]
    """
    return backend.math.irfft(x, _inverse_length(x, fft_length))


IRFFT = irfft.operation


def _stft(x, sequence_length, sequence_stride, fft_length, window="hann", center=True):
    shape, dtype = shape_of(x), dtype_of(x)
    math_family.check_stft(dtype, sequence_length, fft_length, window)
    size = shape[-1]
    if center and size is not None:
        size += fft_length // 2 * 2
    count = math_family.frame_count(size, fft_length, sequence_stride)
    shape = (*shape[:-1], count, fft_length // 2 + 1)
    return KerasTensor(shape, dtype=dtype), KerasTensor(shape, dtype=dtype)


@keras_export("keras.ops.stft")
@op(spec=_stft, name="STFT")
def stft(x, sequence_length, sequence_stride, fft_length, window="hann", center=True):
    """Short-time Fourier transform: `rfft` of weighted windows of the last axis.

    Args:
        x: Float tensor of shape `(..., steps)`.
        sequence_length: Integer, the size of a window.
        sequence_stride: Integer, from the beginning of a window to that of the next.
        fft_length: Integer, to which windows are padded with zeros; not less than `sequence_length`.
        window: `"hann"`, `"hamming"`, None, or a tensor of `sequence_length` weights.
        center: Boolean, whether `x` is padded by reflection, so that windows are centred at their steps.

    Returns:
        Pair `(real, imaginary)` of float tensors of shape `(..., windows, fft_length // 2 + 1)`.

    Raises:
        TypeError: If `x` is not floating-point.
        ValueError: If lengths do not fit, or the window is unknown.

    Example:

    >>> real, imaginary = keras.ops.stft(keras.ops.ones((16,)), 8, 4, 8)
    >>> tuple(real.shape)
    (5, 5)
    """
    return backend.math.stft(x, sequence_length, sequence_stride, fft_length, window, center)


STFT = stft.operation


def _istft(
    x, sequence_length, sequence_stride, fft_length, length=None, window="hann", center=True
):
    real, _ = math_family.check_pair(x, "istft", 2)
    math_family.check_fft_length(fft_length, "istft")
    shape, dtype = shape_of(real), dtype_of(real)
    math_family.check_stft(dtype, sequence_length, fft_length, window)
    if length is None and shape[-2] is not None:
        length = (shape[-2] - 1) * sequence_stride + fft_length
        if center:
            length -= fft_length // 2 * 2
    return KerasTensor((*shape[:-2], length), dtype=dtype)


@keras_export("keras.ops.istft")
@op(spec=_istft, name="ISTFT")
def istft(x, sequence_length, sequence_stride, fft_length, length=None, window="hann", center=True):
    """Inverse of `stft`: windows transformed back, added where they overlap, and divided by their weights.

    Args:
        x: Pair `(real, imaginary)` of float tensors of shape `(..., windows, fft_length // 2 + 1)`.
        sequence_length: Integer, the size of a window.
        sequence_stride: Integer, from the beginning of a window to that of the next.
        fft_length: Integer, the size to which windows were padded.
        length: Integer to which the result is cut or padded. Default: what the windows cover.
        window: `"hann"`, `"hamming"`, None, or a tensor of `sequence_length` weights.
        center: Boolean, whether the windows were centred at their steps.

    Returns:
        Float tensor of shape `(..., length)`.

    Raises:
        ValueError: If lengths do not fit, or the window is unknown.

    Example:

    >>> x = keras.ops.ones((16,))
    >>> tuple(keras.ops.istft(keras.ops.stft(x, 8, 4, 8), 8, 4, 8).shape)
    (16,)
    """
    return backend.math.istft(
        x, sequence_length, sequence_stride, fft_length, length, window, center
    )


ISTFT = istft.operation
