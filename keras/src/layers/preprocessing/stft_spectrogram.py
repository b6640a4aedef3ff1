import functools
import math

import numpy as np

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer
from keras.src.utils.module_utils import LazyModule

scipy_signal = LazyModule("scipy.signal", pip_name="scipy")
_MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")
_COSINE_WINDOWS = {"hann": 0.5, "hamming": 0.54}


@keras_export("keras.layers.STFTSpectrogram")
class STFTSpectrogram(Layer):
    """Turns sound into its spectrogram, as a convolution whose kernels can be trained.

    The kernels begin as the waves of a short-time Fourier transform under a window. They are shared by all channels.

    Args:
        mode: `"log"` (default) for the logarithm of the magnitude, `"magnitude"`, `"psd"` for its square, `"real"`,
            `"imag"`, `"angle"`, or `"stft"` for real and imaginary parts one after the other.
        frame_length: Integer, samples in a frame. Default 256.
        frame_step: Integer, samples from a frame to the next, at most `frame_length`. Default None: half of it.
        fft_length: Integer, length of the Fourier transform. Default None: the next power of 2 from `frame_length`.
        window: Name of a window, an array of `frame_length` numbers, or None. Default `"hann"`.
        periodic: Boolean, whether the window is one period of a wave, instead of symmetric. Default False.
        scaling: `"density"` (default) for power per hertz, `"spectrum"` for power, or None.
        padding: `"valid"` (default), or `"same"` for frames that reach over the ends.
        expand_dims: Boolean, whether channels get an axis of their own. Default False: they stand one after the other
            along the frequencies.
        data_format: `"channels_last"` or `"channels_first"`. Default None: `keras.config.image_data_format()`.

    Input: sound of shape `(batch, samples, channels)`, or `(batch, channels, samples)`.
    Output: tensor of shape `(batch, frames, frequencies * channels)` or `(batch, frequencies * channels, frames)`, with
    `expand_dims` `(batch, frames, frequencies, channels)` or `(batch, channels, frames, frequencies)`.

    Raises:
        ValueError: For an unknown mode, padding, scaling or window, or lengths that do not fit together.

    References:
        - [Cheuk et al., 2020](https://doi.org/10.1109/ACCESS.2020.3019084)

    Example:

    >>> keras.layers.STFTSpectrogram("magnitude", frame_length=8)(np.ones((1, 32, 1))).shape[1:]
    (7, 5)
    """

    def __init__(
        self, mode="log", frame_length=256, frame_step=None, fft_length=None, window="hann", periodic=False,
        scaling="density", padding="valid", expand_dims=False, data_format=None, **kwargs,
    ):
        _check("frame_length", frame_length, isinstance(frame_length, int) and frame_length > 0, "a positive integer")
        step_fits = frame_step is None or 1 <= frame_step <= frame_length
        _check("frame_step", frame_step, step_fits, f"from 1 to frame_length={frame_length}, or None")
        fft_fits = fft_length is None or fft_length >= frame_length
        _check("fft_length", fft_length, fft_fits, f"at least frame_length={frame_length}, or None")
        _check("mode", mode, mode in _MODES, f"one of {', '.join(map(repr, _MODES))}")
        _check("padding", padding, padding in ("valid", "same"), "'valid' or 'same'")
        _check("scaling", scaling, scaling in (None, "density", "spectrum"), "'density', 'spectrum' or None")
        if isinstance(window, str):
            _window(window, frame_length, periodic)
        super().__init__(**kwargs)
        self.mode = mode
        self.frame_length = frame_length
        self.frame_step = frame_step
        self._frame_step = frame_step or max(frame_length // 2, 1)
        self.fft_length = fft_length
        self._fft_length = fft_length or 2 ** math.ceil(math.log2(frame_length))
        self.window = window
        self.periodic = periodic
        self.scaling = scaling
        self.padding = padding
        self.expand_dims = expand_dims
        self.data_format = backend.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=3)

    def build(self, input_shape):
        shape = (self.frame_length, 1, self._fft_length // 2 + 1)
        for part in ("real", "imag"):
            if self.mode in ("real", "imag") and self.mode != part:
                continue
            initializer = functools.partial(self._waves, part)
            kernel = self.add_weight(name=f"{part}_kernel", shape=shape, initializer=initializer)
            setattr(self, f"{part}_kernel", kernel)

    def _waves(self, part, shape, dtype=None):
        """The waves of the Fourier transform under the window."""
        window = _window(self.window, self.frame_length, self.periodic)
        if self.window is None:
            pass  # Frames without a window are not scaled.
        elif self.scaling == "density":
            window = window / math.sqrt(np.sum(window**2))
        elif self.scaling == "spectrum":
            window = window / abs(np.sum(window))
        angles = 2 * np.pi / self._fft_length * np.outer(np.arange(shape[0]), np.arange(shape[2]))
        waves = np.cos(angles) if part == "real" else -np.sin(angles)
        return ops.convert_to_tensor((waves * window[:, None])[:, None].astype("float32"), dtype=dtype)

    def call(self, inputs):
        dtype = self.compute_dtype
        x = ops.cast(inputs, dtype)
        if self.data_format == "channels_last":
            x = ops.transpose(x, (0, 2, 1))
        channels, samples = x.shape[1], x.shape[2]
        x = ops.reshape(x, (-1, ops.shape(x)[2] if samples is None else samples, 1))
        parts = [self._convolved(x, part) for part in ("real", "imag") if hasattr(self, f"{part}_kernel")]
        return self._arranged(self._of_mode(*parts), channels)

    def _convolved(self, x, part):
        kernel = ops.cast(getattr(self, f"{part}_kernel"), self.compute_dtype)
        return ops.conv(x, kernel, strides=self._frame_step, padding=self.padding, data_format="channels_last")

    def _of_mode(self, real, imag=None):
        if self.mode in ("real", "imag"):
            return real
        if self.mode == "angle":
            return ops.arctan2(imag, real)
        if self.mode == "stft":
            return ops.concatenate([real, imag], axis=-1)
        power = ops.add(ops.square(real), ops.square(imag))
        if self.mode == "psd":
            return ops.multiply(power, self._sides())
        magnitude = ops.sqrt(ops.maximum(power, backend.epsilon()))
        return ops.log(magnitude) if self.mode == "log" else magnitude

    def _sides(self):
        """How often a frequency stands in the whole transform: all but the first and the middle one stand for two."""
        sides = np.full(self._fft_length // 2 + 1, 2.0, "float32")
        sides[0] = 1.0
        if self._fft_length % 2 == 0:
            sides[-1] = 1.0
        return ops.convert_to_tensor(sides, dtype=self.compute_dtype)

    def _arranged(self, x, channels):
        """From `(batch * channels, frames, frequencies)` to the wanted order of axes."""
        frames, frequencies = x.shape[1], x.shape[2]
        if frames is None:
            frames = ops.shape(x)[1]
        x = ops.reshape(x, (-1, channels, frames, frequencies))
        if self.expand_dims:
            return x if self.data_format == "channels_first" else ops.transpose(x, (0, 2, 3, 1))
        if self.data_format == "channels_first":
            return ops.reshape(ops.transpose(x, (0, 1, 3, 2)), (-1, channels * frequencies, frames))
        return ops.reshape(ops.transpose(x, (0, 2, 1, 3)), (-1, frames, channels * frequencies))

    def compute_output_shape(self, input_shape):
        last = self.data_format == "channels_last"
        batch, samples, channels = input_shape if last else (input_shape[0], input_shape[2], input_shape[1])
        frames = samples
        if samples is not None:
            reach = 1 if self.padding == "same" else self.frame_length
            frames = (samples - reach) // self._frame_step + 1
        frequencies = (self._fft_length // 2 + 1) * (2 if self.mode == "stft" else 1)
        if self.expand_dims:
            return (batch, frames, frequencies, channels) if last else (batch, channels, frames, frequencies)
        width = None if channels is None else frequencies * channels
        return (batch, frames, width) if last else (batch, width, frames)

    def get_config(self):
        return super().get_config() | config_of(
            self, "mode", "frame_length", "frame_step", "fft_length", "window", "periodic",
            "scaling", "padding", "data_format", "expand_dims",
        )


def _check(name, value, is_right, wanted):
    if not is_right:
        raise ValueError(f"Argument `{name}` of STFTSpectrogram must be {wanted}. Received: {name}={value!r}")


def _window(window, length, periodic):
    """The numbers of a window, float64."""
    if window is None:
        return np.ones(length)
    if not isinstance(window, str):
        return np.asarray(backend.convert_to_numpy(window) if backend.is_tensor(window) else window, "float64")
    if window not in _COSINE_WINDOWS:
        return scipy_signal.get_window(window, length, periodic)
    if length == 1:
        return np.ones(1)
    mean = _COSINE_WINDOWS[window]
    places = np.arange(length) / (length if periodic else length - 1)
    return mean - (1 - mean) * np.cos(2 * np.pi * places)
