import math

import numpy as np

from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, positive_integer
from keras.src.layers.preprocessing.data_layer import DataLayer

_BREAK_HERTZ, _MELS_PER_NEPER = 700.0, 1127.0


@keras_export("keras.layers.MelSpectrogram")
class MelSpectrogram(DataLayer):
    """Turns sound into its mel spectrogram: the power in bands that are equally far apart for the ear.

    The short-time Fourier transform's magnitudes to the power `mag_exp` are summed up in triangular bands whose
    centres are equally spaced on the mel scale `1127 * log(1 + hertz / 700)`, and given in decibels. The layer may
    be used inside `tf.data`, whichever backend is active.

    Args:
        fft_length: Integer, length of the Fourier transform. Default 2048.
        sequence_stride: Integer, samples from a window to the next. Default 512.
        sequence_length: Integer, samples in a window. Default None: `fft_length`.
        window: `"hann"` (default), `"hamming"`, a tensor of `sequence_length` numbers, or None for ones.
        sampling_rate: Integer, samples in a second. Default 16000.
        num_mel_bins: Integer, number of bands. Default 128.
        min_freq: Float, lowest frequency in hertz. Default 20.0.
        max_freq: Float, highest frequency in hertz. Default None: half the sampling rate.
        power_to_db: Boolean, whether to give decibels. Default True.
        top_db: Float, how many decibels below the maximum the least may be. Default 80.0.
        mag_exp: Float, 1.0 for magnitude, 2.0 (default) for power.
        min_power: Float, the least power. Default 1e-10.
        ref_power: Float, the power of 0 decibels. Default 1.0.

    Input: sound of shape `(samples,)` or `(batch, samples)`.
    Output: tensor of shape `(num_mel_bins, frames)` or `(batch, num_mel_bins, frames)`.

    Raises:
        ValueError: If `fft_length` is below `sequence_length`.

    Example:

    >>> keras.layers.MelSpectrogram(fft_length=64, sequence_stride=32, num_mel_bins=8)(np.ones((1, 320))).shape[1:]
    (8, 11)
    """

    def __init__(
        self, fft_length=2048, sequence_stride=512, sequence_length=None, window="hann", sampling_rate=16000,
        num_mel_bins=128, min_freq=20.0, max_freq=None, power_to_db=True, top_db=80.0, mag_exp=2.0, min_power=1e-10,
        ref_power=1.0, **kwargs,
    ):
        super().__init__(**kwargs)
        self.fft_length = positive_integer(self, fft_length=fft_length)
        sequence_length = sequence_length or fft_length
        if fft_length < sequence_length:
            raise ValueError(
                "Argument `fft_length` of MelSpectrogram must not be below `sequence_length`. "
                f"Received: fft_length={fft_length}, sequence_length={sequence_length}"
            )
        self.sequence_stride = positive_integer(self, sequence_stride=sequence_stride)
        self.sequence_length = sequence_length
        self.window = window
        self.sampling_rate = sampling_rate
        self.num_mel_bins = positive_integer(self, num_mel_bins=num_mel_bins)
        self.min_freq = min_freq
        self.max_freq = max_freq or int(sampling_rate / 2)
        self.power_to_db = power_to_db
        self.top_db = top_db
        self.mag_exp = mag_exp
        self.min_power = min_power
        self.ref_power = ref_power

    def call(self, inputs):
        numpy, dtype = self.backend.numpy, self.compute_dtype
        # Half precision has neither the range for powers nor a Fourier transform.
        wide = "float64" if dtype == "float64" else "float32"
        real, imag = self.backend.math.stft(
            self.backend.cast(inputs, wide), sequence_length=self.sequence_length,
            sequence_stride=self.sequence_stride, fft_length=self.fft_length, window=self.window,
            center=True,
        )
        magnitudes = numpy.sqrt(numpy.add(numpy.square(real), numpy.square(imag)))
        powers = numpy.power(magnitudes, self.mag_exp)
        shares = self.linear_to_mel_weight_matrix(
            self.num_mel_bins, self.fft_length // 2 + 1, self.sampling_rate, self.min_freq, self.max_freq, wide
        )
        bands = numpy.matmul(powers, shares)
        bands = numpy.swapaxes(bands, -1, -2)
        return self.backend.cast(self._decibels(bands) if self.power_to_db else bands, dtype)

    def _decibels(self, powers):
        numpy = self.backend.numpy
        decibels = numpy.multiply(numpy.log10(numpy.maximum(powers, self.min_power)), 10.0)
        decibels = numpy.subtract(decibels, 10.0 * math.log10(max(self.ref_power, self.min_power)))
        return numpy.maximum(decibels, numpy.subtract(numpy.max(decibels), self.top_db))

    def linear_to_mel_weight_matrix(
        self, num_mel_bins=20, num_spectrogram_bins=129, sampling_rate=8000, lower_edge_hertz=125.0,
        upper_edge_hertz=3800.0, dtype="float32",
    ):
        """The share of each frequency of a Fourier transform in each mel band.

        Args:
            num_mel_bins: Integer, number of bands. Default 20.
            num_spectrogram_bins: Integer, number of frequencies. Default 129.
            sampling_rate: Integer, samples in a second. Default 8000.
            lower_edge_hertz: Float, where the lowest band begins. Default 125.0.
            upper_edge_hertz: Float, where the highest band ends. Default 3800.0.
            dtype: Dtype of the matrix. Default `"float32"`.

        Returns:
            Tensor of shape `(num_spectrogram_bins, num_mel_bins)`.
        """
        numpy = self.backend.numpy

        def mels(hertz):
            return numpy.multiply(numpy.log(numpy.add(numpy.divide(hertz, _BREAK_HERTZ), 1.0)), _MELS_PER_NEPER)

        ends = mels(self.backend.convert_to_tensor([lower_edge_hertz, upper_edge_hertz], dtype=dtype))
        edges = numpy.linspace(ends[0], ends[1], num_mel_bins + 2, dtype=dtype)
        left, centre, right = edges[:-2], edges[1:-1], edges[2:]
        # The constant part of sound, frequency 0, is in no band.
        frequencies = np.linspace(0.0, sampling_rate / 2, num_spectrogram_bins)[1:, None]
        frequencies = mels(self.backend.convert_to_tensor(frequencies, dtype=dtype))
        # Triangles: from one edge up to the next and down to the one after it.
        rising = numpy.divide(numpy.subtract(frequencies, left), numpy.subtract(centre, left))
        falling = numpy.divide(numpy.subtract(right, frequencies), numpy.subtract(right, centre))
        return numpy.pad(numpy.maximum(numpy.minimum(rising, falling), 0.0), ((1, 0), (0, 0)))

    def compute_output_shape(self, input_shape):
        samples = input_shape[-1]
        if samples is not None:
            # Half a window is put before and after.
            samples += 2 * (self.fft_length // 2)
            samples = (samples - self.fft_length) // self.sequence_stride + 1
        return [*input_shape[:-1], self.num_mel_bins, samples]

    def get_config(self):
        return super().get_config() | config_of(
            self, "fft_length", "sequence_stride", "sequence_length", "window", "sampling_rate",
            "num_mel_bins", "min_freq", "max_freq", "power_to_db", "top_db", "mag_exp", "min_power",
            "ref_power",
        )
