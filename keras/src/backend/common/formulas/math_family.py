"""Segments, rankings, spectra, written once over raw tensors.

`nb` is the backend's `numpy` module, unless a formula says otherwise.
"""
import numpy as np

from keras.src.backend.common import dtypes


def check_segments(data_shape, ids_shape):
    """Refuses segment ids that are no vector along the first axis."""
    if len(ids_shape) != 1:
        raise ValueError(
            "Argument `segment_ids` must have 1 dimension; flatten it, and `data` along its first ones, before. "
            f"Received: segment_ids.shape={tuple(ids_shape)}, data.shape={tuple(data_shape)}"
        )
    if len(data_shape) == 0 or None not in (data_shape[0], ids_shape[0]) and data_shape[0] != ids_shape[0]:
        raise ValueError(
            "Argument `segment_ids` must have one element for each slice along the first axis of `data`. "
            f"Received: segment_ids.shape={tuple(ids_shape)}, data.shape={tuple(data_shape)}"
        )


def segmented(as_tensor, fn):
    """`fn(data, ids, num_segments, sorted)` of checked tensors, with the arguments of the operations on segments."""

    def reduce(data, segment_ids, num_segments=None, sorted=False):
        data, ids = as_tensor(data), as_tensor(segment_ids)
        check_segments(data.shape, ids.shape)
        return fn(data, ids, num_segments, sorted)

    return reduce


def check_fft_length(fft_length, function):
    """Refuses lengths that no Fourier transform has."""
    if isinstance(fft_length, int) and fft_length < 1:
        raise ValueError(f"Argument `fft_length` of {function} must be positive. Received: fft_length={fft_length}")


def logsumexp(nb, x, axis=None, keepdims=False):
    """`log(sum(exp(x)))`, shifted by the maximum so that nothing overflows; exact at infinities."""
    highest = nb.max(x, axis=axis, keepdims=True, initial=float("-inf"))  # of nothing, too
    shift = nb.where(nb.isfinite(highest), highest, nb.zeros_like(highest))
    total = nb.log(nb.sum(nb.exp(x - shift), axis=axis, keepdims=True)) + shift
    return total if keepdims else nb.squeeze(total, _axes(axis, len(x.shape)))


def _axes(axis, ndim):
    if axis is None:
        return tuple(range(ndim))
    return axis if isinstance(axis, int) else tuple(axis)


def in_top_k(nb, targets, predictions, k):
    """Whether fewer than `k` classes score higher than the target; never for targets whose score is NaN."""
    targets, predictions = nb.convert_to_tensor(targets), nb.convert_to_tensor(predictions)
    classes = nb.shape(predictions)[-1]
    known = nb.logical_and(targets >= 0, targets < classes)
    places = nb.where(known, targets, nb.zeros_like(targets))
    scores = nb.take_along_axis(predictions, nb.expand_dims(places, -1), -1)
    higher = nb.sum(nb.cast(predictions > scores, "int32"), -1)
    return nb.logical_and(nb.logical_and(known, nb.logical_not(nb.squeeze(nb.isnan(scores), -1))), higher < k)


def cdist(nb, x, y):
    """Euclidean distances between all rows of two tensors, exactly zero and smooth where rows are equal."""
    check_cdist(x.shape, y.shape)
    difference = nb.expand_dims(x, -2) - nb.expand_dims(y, -3)
    squared = nb.sum(difference * difference, -1)
    zero = squared == 0
    root = nb.sqrt(nb.where(zero, nb.ones_like(squared), squared))
    return nb.where(zero, nb.zeros_like(root), root)


def check_cdist(shape1, shape2):
    """Refuses vectors, and rows of different lengths."""
    if len(shape1) < 2 or len(shape2) < 2:
        raise ValueError(
            "Arguments `x` and `y` of cdist must have 2 dimensions or more. "
            f"Received: x.shape={tuple(shape1)}, y.shape={tuple(shape2)}"
        )
    if None not in (shape1[-1], shape2[-1]) and shape1[-1] != shape2[-1]:
        raise ValueError(
            "Arguments `x` and `y` of cdist must have rows of one length. "
            f"Received: x.shape={tuple(shape1)}, y.shape={tuple(shape2)}"
        )


# Spectra: complex tensors go in and out as pairs (real, imaginary).


def check_pair(x, function, rank=1, as_tensor=None):
    """Refuses what is no pair of tensors of one shape; returns the pair, made tensors by `as_tensor`."""
    if not isinstance(x, (tuple, list)) or len(x) != 2:
        raise ValueError(f"Argument `x` of {function} must be a pair (real, imaginary) of tensors. Received: x={x}")
    real, imaginary = x if as_tensor is None else map(as_tensor, x)
    if tuple(real.shape) != tuple(imaginary.shape):
        raise ValueError(
            f"Argument `x` of {function} must be a pair of tensors of one shape. "
            f"Received: shapes {tuple(real.shape)} and {tuple(imaginary.shape)}"
        )
    if len(real.shape) < rank:
        raise ValueError(
            f"Argument `x` of {function} must have {rank} dimensions or more. Received: shape {tuple(real.shape)}"
        )
    return real, imaginary


def frame_count(size, sequence_length, sequence_stride):
    """How many windows of a length fit into an axis, one every `sequence_stride`.

    Raises:
        ValueError: If not even one does.
    """
    if size is None:
        return None
    if sequence_length < 1 or sequence_stride < 1 or size < sequence_length:
        raise ValueError(
            "Arguments `sequence_length` and `sequence_stride` must be positive, and a sequence must fit into the "
            f"last axis. Received: sequence_length={sequence_length}, sequence_stride={sequence_stride} for an axis "
            f"of size {size}"
        )
    return 1 + (size - sequence_length) // sequence_stride


def frame_positions(count, sequence_length, sequence_stride):
    """For each window, the positions of its elements."""
    return np.arange(count)[:, None] * sequence_stride + np.arange(sequence_length)


def extract_sequences(nb, x, sequence_length, sequence_stride):
    """Windows of the last axis, as a new last axis."""
    count = frame_count(nb.shape(x)[-1], sequence_length, sequence_stride)
    positions = frame_positions(count, sequence_length, sequence_stride).astype("int32")
    return nb.take(x, positions, -1)


def check_stft(dtype, sequence_length, fft_length, window):
    """Refuses what has no short-time Fourier transform."""
    if "float" not in dtype:
        raise TypeError(f"Argument `x` of stft must be floating-point. Received: dtype={dtype}")
    if fft_length < sequence_length:
        raise ValueError(
            "Argument `fft_length` of stft must not be less than `sequence_length`. "
            f"Received: fft_length={fft_length}, sequence_length={sequence_length}"
        )
    if isinstance(window, str):
        if window not in ("hann", "hamming"):
            raise ValueError(
                f"Argument `window` of stft must be 'hann', 'hamming', None or a tensor. Received: window={window!r}"
            )
    elif window is not None and tuple(np.shape(window)) != (sequence_length,):
        raise ValueError(
            "Argument `window` of stft must have one weight for each of the `sequence_length` elements. "
            f"Received: sequence_length={sequence_length}, window.shape={tuple(np.shape(window))}"
        )


def _weights(nb, window, sequence_length, fft_length, dtype):
    """The window, centred in zeros up to `fft_length`."""
    if window is None:
        window = np.ones(sequence_length)
    elif isinstance(window, str):
        angle = 2 * np.pi * np.arange(sequence_length) / sequence_length
        level = 0.5 if window == "hann" else 0.54
        window = level - (1 - level) * np.cos(angle) if sequence_length > 1 else np.ones(1)
    before = (fft_length - sequence_length) // 2
    window = nb.cast(nb.convert_to_tensor(window), dtype)
    return nb.pad(window, ((before, fft_length - sequence_length - before),))


def stft(nb, rfft, x, sequence_length, sequence_stride, fft_length, window="hann", center=True):
    """Fourier transforms of windows along the last axis."""
    x = nb.convert_to_tensor(x)
    check_stft(dtypes.standardize(x.dtype), sequence_length, fft_length, window)
    if center:
        margin = fft_length // 2
        widths = [(0, 0)] * (len(x.shape) - 1) + [(margin, margin)]
        x = nb.pad(x, widths, mode="reflect")
    frames = extract_sequences(nb, x, fft_length, sequence_stride)
    weights = _weights(nb, window, sequence_length, fft_length, x.dtype)
    return rfft(frames * weights, fft_length)


def istft(
    nb, irfft, scatter, x, sequence_length, sequence_stride, fft_length, length=None, window="hann", center=True
):
    """Signals from the Fourier transforms of their overlapping windows."""
    check_fft_length(fft_length, "istft")
    frames = irfft(x, fft_length)
    weights = _weights(nb, window, sequence_length, fft_length, frames.dtype)
    count = frames.shape[-2]
    total = (count - 1) * sequence_stride + fft_length
    positions = frame_positions(count, fft_length, sequence_stride).reshape(-1, 1).astype("int32")

    def overlap(windows):
        """Adds windows up where they overlap."""
        lead = tuple(windows.shape[:-2])
        flat = nb.transpose(nb.reshape(windows, (-1, count * fft_length)))
        summed = nb.transpose(scatter(positions, flat, (total, flat.shape[1])))
        return nb.reshape(summed, (*lead, total))

    signal = overlap(frames * weights)
    power = overlap(nb.broadcast_to(weights * weights, (count, fft_length)))
    # Where no window reaches there is nothing to divide by.
    signal = nb.where(
        power > 1e-11, signal / nb.where(power > 1e-11, power, nb.ones_like(power)), signal
    )
    start = fft_length // 2 if center else 0
    if length is None:
        return signal[..., start : total - start]
    signal = signal[..., start : start + length]
    missing = length - signal.shape[-1]
    if missing > 0:
        signal = nb.pad(signal, [(0, 0)] * (len(signal.shape) - 1) + [(0, missing)])
    return signal


def check_complex_view(shape):
    """Refuses a last dimension that is no pair (real, imaginary)."""
    if not shape or shape[-1] not in (2, None):
        raise ValueError(
            "Argument `x` of view_as_complex must have pairs (real, imaginary) as last dimension. "
            f"Received: x.shape={tuple(shape)}"
        )
