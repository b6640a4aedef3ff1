"""Initializers that draw nothing: constants, identity, the Fourier transform."""
import math

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.initializers.initializer import Initializer

_serialization = LateModule("keras.src.saving.serialization_lib")


@keras_export(["keras.initializers.Constant", "keras.initializers.constant"])
class Constant(Initializer):
    """Every element is `value`.

    Args:
        value: Number, or array that broadcasts to the shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.initializers.Constant(0.5)((2,))).tolist()
    [0.5, 0.5]
    """

    def __init__(self, value=0.0):
        self.value = value

    def __call__(self, shape, dtype=None):
        dtype = backend.standardize_dtype(dtype)
        value = backend.convert_to_tensor(self.value, dtype=dtype)
        return backend.numpy.full(np.broadcast_shapes(value.shape, tuple(shape)), value, dtype=dtype)

    def get_config(self):
        return {"value": _serialization.serialize_keras_object(self.value)}

    @classmethod
    def from_config(cls, config):
        return cls(**{name: _serialization.deserialize_keras_object(value) for name, value in config.items()})


@keras_export(["keras.initializers.Zeros", "keras.initializers.zeros"])
class Zeros(Initializer):
    """Every element is zero.

    Example:

    >>> keras.ops.convert_to_numpy(keras.initializers.Zeros()((2,))).tolist()
    [0.0, 0.0]
    """

    def __call__(self, shape, dtype=None):
        return backend.numpy.zeros(shape, dtype=backend.standardize_dtype(dtype))


@keras_export(["keras.initializers.Ones", "keras.initializers.ones"])
class Ones(Initializer):
    """Every element is one.

    Example:

    >>> keras.ops.convert_to_numpy(keras.initializers.Ones()((2,))).tolist()
    [1.0, 1.0]
    """

    def __call__(self, shape, dtype=None):
        return backend.numpy.ones(shape, dtype=backend.standardize_dtype(dtype))


@keras_export(
    [
        "keras.initializers.Identity",
        "keras.initializers.IdentityInitializer",
        "keras.initializers.identity",
    ]
)
class Identity(Initializer):
    """The identity matrix times `gain`; only for weights of rank 2.

    Args:
        gain: Number on the diagonal.

    Example:

    >>> keras.ops.convert_to_numpy(keras.initializers.Identity()((2, 2))).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """

    def __init__(self, gain=1.0):
        self.gain = gain

    def __call__(self, shape, dtype=None):
        if len(shape) != 2:
            raise ValueError(f"The initializer Identity is for shapes of rank 2. Received: shape={tuple(shape)}")
        eye = np.eye(*shape) * self.gain
        return backend.convert_to_tensor(eye, dtype=backend.standardize_dtype(dtype))

    def get_config(self):
        return {} if self.gain == 1.0 else {"gain": self.gain}  # the reference forgets the gain


@keras_export(["keras.initializers.STFT", "keras.initializers.STFTInitializer", "keras.initializers.stft"])
class STFT(Initializer):
    """Kernels of a short-time Fourier transform, for a convolution over `(batch, steps, 1)`.

    Filter `k` is `cos(2 pi k t / size)` (or `-sin`) times the window, where `size` is the smallest transform that
    has that many frequencies. Meant for weights of shape `(frame_length, 1, size // 2 + 1)`.

    Args:
        side: `"real"` for cosines or `"imag"` for negative sines.
        window: Name of a window that `scipy.signal.get_window` knows, an array of `frame_length` values, or None.
        scaling: `"density"` to divide by the root of the window's energy, `"spectrum"` by its sum, or None.
        periodic: Boolean, whether the window is periodic instead of symmetric.

    Raises:
        ValueError: If `side` or `scaling` is something else.

    Example:

    >>> kernel = keras.initializers.STFT("real", window=None, scaling=None)((4, 1, 3))
    >>> keras.ops.convert_to_numpy(kernel)[:, 0, 2].round(3)
    array([ 1., -1.,  1., -1.], dtype=float32)
    """

    def __init__(self, side="real", window="hann", scaling="density", periodic=False):
        if side not in ("real", "imag"):
            raise ValueError(f"Argument `side` of STFT must be 'real' or 'imag'. Received: side={side!r}")
        if scaling not in ("density", "spectrum", None):
            raise ValueError(
                f"Argument `scaling` of STFT must be 'density', 'spectrum' or None. Received: scaling={scaling!r}"
            )
        self.side = side
        self.window = window
        self.scaling = scaling
        self.periodic = periodic

    def __call__(self, shape, dtype=None):
        if len(shape) != 3:
            raise ValueError(
                "The initializer STFT is for shapes (frame_length, 1, frequencies). "
                f"Received: shape={tuple(shape)}"
            )
        frame_length, _, frequencies = shape
        size = max(2 * (frequencies - 1), 1)
        time = np.arange(frame_length, dtype="float32").reshape(-1, 1, 1)
        frequency = np.arange(frequencies, dtype="float32") / np.float32(size)
        angles = backend.convert_to_tensor(np.float32(-2 * math.pi) * time * frequency)
        waves = backend.numpy.cos(angles) if self.side == "real" else backend.numpy.sin(angles)
        window, scale = self._window(frame_length)
        waves = backend.numpy.multiply(waves, window.reshape(-1, 1, 1))
        return backend.cast(backend.numpy.divide(waves, scale), backend.standardize_dtype(dtype))

    def _window(self, length):
        """The window in float32, and the number that divides it."""
        window = self.window
        if window is None:
            values = np.ones(length)
        elif isinstance(window, (str, tuple)):
            from scipy.signal import get_window  # the only user of SciPy's signal package

            values = get_window(window, length, fftbins=self.periodic)
        else:
            values = backend.convert_to_numpy(window)
        values = np.asarray(values, "float32")
        energy = {"density": np.sum(values**2), "spectrum": np.sum(values) ** 2}.get(self.scaling, 1.0)
        return values, float(np.sqrt(np.float32(energy)))

    def get_config(self):
        return {"side": self.side, "window": self.window, "periodic": self.periodic, "scaling": self.scaling}
