"""Numbers in rows: ranges, grids and windows, written once over a backend's `numpy` module (`nb`)."""
import math

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.config import floatx


def range_dtype(*bounds):
    """The dtype of `arange` between bounds which are numbers or arrays."""
    return dtypes.promote(*(getattr(b, "dtype", None) or type(b) for b in bounds if b is not None))


def is_empty(start, stop, step):
    """Whether a range of numbers runs away from its end: it is empty, where frameworks may refuse it."""
    numbers = all(isinstance(b, (int, float)) for b in (start, stop, step))
    return numbers and step and (stop - start) * step < 0


def logspace(nb, start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0):
    """Numbers spaced evenly on a logarithmic scale: `base ** linspace(start, stop)`."""
    exponents = nb.linspace(start, stop, num, endpoint, False, None, axis)
    values = nb.convert_to_tensor(base, exponents.dtype) ** exponents
    return nb.cast(values, dtype or span_dtype(start, stop))


def span_dtype(start, stop):
    """The dtype of `linspace` and its kin: a float dtype that holds both bounds."""
    return dtypes.promote_float(
        *(getattr(b, "dtype", None) or _weak_type(b) for b in (start, stop))
    )


def _weak_type(value):
    return type(value) if isinstance(value, (bool, int, float, complex)) else float


def _is_number(value):
    return isinstance(value, (bool, int, float))


def linspace(nb, start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    """`num` evenly spaced numbers from `start` to `stop`, along a new axis."""
    dtype = span_dtype(start, stop) if dtype is None else dtypes.standardize(dtype)
    steps = num - 1 if endpoint else num
    if _is_number(start) and _is_number(stop):
        values = np.linspace(start, stop, num, endpoint)
        step = (stop - start) / steps if steps > 0 else math.nan
        values = nb.convert_to_tensor(values.astype("float32") if "16" in dtype else values, dtype)
        return (values, step) if retstep else values
    compute = span_dtype(start, stop)
    start, stop = nb.convert_to_tensor(start, compute), nb.convert_to_tensor(stop, compute)
    width = (stop - start) / max(steps, 1)
    rank = max(len(start.shape), len(stop.shape))
    positions = nb.reshape(nb.arange(num, dtype=compute), (num,) + (1,) * rank)
    values = start + positions * width
    if endpoint and num > 1:
        end = stop + nb.zeros_like(values[-1])
        values = nb.concatenate([values[:-1], end[None]], 0)
    values = nb.cast(nb.moveaxis(values, 0, axis), dtype)
    return (values, width) if retstep else values


def geomspace(nb, start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """`num` numbers from `start` to `stop` with a constant ratio, along a new axis."""
    dtype = span_dtype(start, stop) if dtype is None else dtypes.standardize(dtype)
    if _is_number(start) and _is_number(stop):
        values = np.geomspace(start, stop, num, endpoint)
        return nb.convert_to_tensor(values.astype("float32") if "16" in dtype else values, dtype)
    compute = span_dtype(start, stop)
    start, stop = nb.convert_to_tensor(start, compute), nb.convert_to_tensor(stop, compute)
    rank = max(len(start.shape), len(stop.shape))
    exponents = linspace(nb, 0.0, 1.0, num, endpoint, dtype=compute)
    values = start * (stop / start) ** nb.reshape(exponents, (num,) + (1,) * rank)
    return nb.cast(nb.moveaxis(values, 0, axis), dtype)


def meshgrid(nb, *x, indexing="xy"):
    """Coordinate arrays from coordinate vectors."""
    vectors = [nb.ravel(a) for a in x]
    places = list(range(len(vectors)))
    if indexing == "xy" and len(places) > 1:
        places[:2] = 1, 0
    shape = [0] * len(vectors)
    for place, vector in zip(places, vectors):
        shape[place] = nb.shape(vector)[0]
    column = [(1,) * p + (-1,) + (1,) * (len(places) - 1 - p) for p in places]
    return [nb.broadcast_to(nb.reshape(v, c), shape) for v, c in zip(vectors, column)]


def check_indexing(indexing):
    """Refuses an order of axes that `meshgrid` does not know."""
    if indexing not in ("xy", "ij"):
        raise ValueError(f"Argument `indexing` of meshgrid must be 'xy' or 'ij'. Received: indexing={indexing!r}")


# Windows: their length is a number, so that they are made on the host.


def _window(nb, values):
    return nb.convert_to_tensor(values, floatx())


def bartlett(nb, x):
    """A triangle."""
    return _window(nb, np.bartlett(int(x)))


def blackman(nb, x):
    """A sum of three cosines."""
    return _window(nb, np.blackman(int(x)))


def hamming(nb, x):
    """A raised cosine that does not reach zero."""
    return _window(nb, np.hamming(int(x)))


def hanning(nb, x):
    """A raised cosine."""
    return _window(nb, np.hanning(int(x)))


def kaiser(nb, x, beta):
    """A Bessel function of a half circle."""
    return _window(nb, np.kaiser(int(x), float(beta)))
