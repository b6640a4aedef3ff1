"""MelSpectrogram and STFTSpectrogram against NumPy's Fourier transform."""
import numpy as np
import pytest

from keras.src import backend, layers
from keras.src.layers.layer_cases import LayerTests, case, parametrize

SOUND = np.random.default_rng(0).uniform(-1, 1, (2, 24)).astype("float32")
STEREO = np.stack([SOUND, SOUND[:, ::-1]], axis=-1)


def frames(x, length, step):
    return np.stack([x[..., i : i + length] for i in range(0, x.shape[-1] - length + 1, step)], axis=-2)


def spectrum(x, length=8, step=4, fft=8, window=None):
    """Fourier transforms of frames of the last axis."""
    window = np.ones(length) if window is None else window
    return np.fft.rfft(frames(x, length, step) * window, fft)


HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(8) / 7)  # symmetric
HAMMING = 0.54 - 0.46 * np.cos(2 * np.pi * np.arange(8) / 8)  # periodic


def flat(x):
    """Mono sound without its axis of channels."""
    return x[..., 0]


def names(x, mode=np.abs, **options):
    return mode(spectrum(flat(x), **options))


def one_sided(x):
    power = np.abs(spectrum(flat(x), window=HANN / HANN.sum())) ** 2
    power[..., 1:-1] *= 2
    return power


def tables():
    density = HANN / np.sqrt((HANN**2).sum())
    both = lambda x: np.concatenate([spectrum(flat(x)).real, spectrum(flat(x)).imag], axis=-1)
    yield "magnitude", lambda x: names(x, window=density), {}
    yield "log", lambda x: np.log(names(x, window=density)), {}
    yield "psd", one_sided, {"scaling": "spectrum"}
    yield "stft", both, {"window": None}
    yield "magnitude", lambda x: names(x, window=HAMMING, fft=16), {
        "window": "hamming", "periodic": True, "scaling": None, "fft_length": 16,
    }
    yield "magnitude", lambda x: names(x, step=8), {"window": None, "frame_step": 8}


def kernels_of(options):
    width = (options.get("fft_length") or 8) // 2 + 1
    return {"real_kernel": (8, 1, width), "imag_kernel": (8, 1, width)}


class TestInitialKernels:
    """The kernels before training give the Fourier transform."""

    @pytest.mark.parametrize("number", range(6))
    def test_value(self, number):
        mode, expected, options = list(tables())[number]
        layer = layers.STFTSpectrogram(mode, frame_length=8, **options)
        found = backend.convert_to_numpy(layer(SOUND[..., None]))
        np.testing.assert_allclose(found, expected(SOUND[..., None]), rtol=1e-3, atol=1e-4)
        assert {w.name: tuple(w.shape) for w in layer.weights} == kernels_of(options)
        assert layer.compute_output_shape((2, 24, 1)) == found.shape
        clone = layers.STFTSpectrogram.from_config(layer.get_config())
        np.testing.assert_allclose(backend.convert_to_numpy(clone(SOUND[..., None])), found, rtol=1e-5)

    @pytest.mark.parametrize("mode,function", [("real", np.real), ("imag", np.imag)])
    def test_parts_have_one_kernel(self, mode, function):
        layer = layers.STFTSpectrogram(mode, frame_length=8, window=None)
        found = backend.convert_to_numpy(layer(SOUND[..., None]))
        np.testing.assert_allclose(found, function(spectrum(SOUND)), atol=1e-5)
        assert [w.name for w in layer.weights] == [f"{mode}_kernel"]


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize("expand_dims", [False, True])
def test_channels(data_format, expand_dims):
    layer = layers.STFTSpectrogram(
        "magnitude", frame_length=8, window=None, data_format=data_format, expand_dims=expand_dims
    )
    last = data_format == "channels_last"
    x = STEREO if last else STEREO.transpose(0, 2, 1)
    found = backend.convert_to_numpy(layer(x))
    expected = np.abs(spectrum(STEREO.transpose(0, 2, 1)))  # (batch, channels, frames, frequencies)
    if expand_dims:
        expected = expected.transpose(0, 2, 3, 1) if last else expected
    elif last:
        expected = expected.transpose(0, 2, 1, 3).reshape(2, 5, 10)
    else:
        expected = expected.transpose(0, 1, 3, 2).reshape(2, 10, 5)
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3)
    assert layer.compute_output_shape(x.shape) == found.shape


def test_same_padding():
    layer = layers.STFTSpectrogram("magnitude", frame_length=8, frame_step=3, padding="same")
    assert tuple(layer(SOUND[..., None]).shape) == layer.compute_output_shape((2, 24, 1)) == (2, 8, 5)


def mel_bands(bins, frequencies, rate, lowest, highest):
    """Triangles on the mel scale."""
    mel = lambda hertz: 1127 * np.log1p(hertz / 700)
    edges = np.linspace(mel(lowest), mel(highest), bins + 2)
    points = mel(np.linspace(0, rate / 2, frequencies))
    bands = [np.interp(points, edges[i : i + 3], [0, 1, 0], left=0, right=0) for i in range(bins)]
    return np.stack(bands, axis=1)


def mel(x, exponent=2.0):
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(16) / 16)
    padded = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(8, 8)], mode="reflect")
    power = np.abs(np.fft.rfft(frames(padded, 16, 4) * hann)) ** exponent
    return np.swapaxes(power @ mel_bands(4, 9, 100, 20.0, 50.0), -1, -2)


def decibels(power, top=80.0, reference=1.0):
    levels = 10 * np.log10(np.maximum(power, 1e-10)) - 10 * np.log10(reference)
    return np.maximum(levels, levels.max() - top)


MEL = {"fft_length": 16, "sequence_stride": 4, "sampling_rate": 100, "num_mel_bins": 4}
CASES = [
    case("MelSpectrogram", SOUND, lambda x: decibels(mel(x)), **MEL, grad=False, mixed=False, tolerance=1e-3),
    case("MelSpectrogram", SOUND[0], lambda x: mel(x, 1.0), **MEL, power_to_db=False, mag_exp=1.0, grad=False,
         mixed=False, dynamic=False, tolerance=1e-3),
    case("MelSpectrogram", SOUND, lambda x: decibels(mel(x), 5.0, 2.0), **MEL, top_db=5.0, ref_power=2.0, grad=False,
         mixed=False, tolerance=1e-3),
]


@parametrize(CASES)
class TestMelSpectrogram(LayerTests):
    pass


def test_mel_weights():
    found = layers.MelSpectrogram().linear_to_mel_weight_matrix(4, 9, 100, 20.0, 50.0)
    np.testing.assert_allclose(backend.convert_to_numpy(found), mel_bands(4, 9, 100, 20.0, 50.0), atol=1e-4)


def test_mel_inside_tf_data():
    tf = pytest.importorskip("tensorflow")
    found = next(iter(tf.data.Dataset.from_tensors(SOUND).map(layers.MelSpectrogram(**MEL))))
    np.testing.assert_allclose(found, decibels(mel(SOUND)), rtol=1e-2, atol=1e-2)


ERRORS = {
    "fft": (lambda: layers.MelSpectrogram(fft_length=4, sequence_length=8), "fft_length=4"),
    "mode": (lambda: layers.STFTSpectrogram(mode="bogus"), "mode='bogus'"),
    "frame_length": (lambda: layers.STFTSpectrogram(frame_length=0), "frame_length=0"),
    "frame_step": (lambda: layers.STFTSpectrogram(frame_length=8, frame_step=9), "frame_step=9"),
    "fft_length": (lambda: layers.STFTSpectrogram(frame_length=8, fft_length=4), "fft_length=4"),
    "scaling": (lambda: layers.STFTSpectrogram(scaling="bogus"), "scaling='bogus'"),
    "padding": (lambda: layers.STFTSpectrogram(padding="bogus"), "padding='bogus'"),
    "rank": (lambda: layers.STFTSpectrogram(frame_length=8)(SOUND), "ndim=3"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors(name):
    action, message = ERRORS[name]
    with pytest.raises(ValueError, match=message):
        action()


def test_half_precision_with_channels_first():
    layer = layers.STFTSpectrogram("magnitude", frame_length=8, data_format="channels_first", dtype="float16")
    found = layer(SOUND[:, None])
    assert backend.standardize_dtype(found.dtype) == "float16"
    assert tuple(found.shape) == (2, 5, 5)


def test_mel_frames_shorter_than_the_transform():
    layer = layers.MelSpectrogram(**MEL, sequence_length=8, window=None, power_to_db=False, max_freq=50)
    window = np.pad(np.ones(8), 4)  # in the middle of a frame of 16
    padded = np.pad(SOUND, [(0, 0), (8, 8)], mode="reflect")
    power = np.abs(np.fft.rfft(frames(padded, 16, 4) * window)) ** 2
    expected = np.swapaxes(power @ mel_bands(4, 9, 100, 20.0, 50.0), -1, -2)
    np.testing.assert_allclose(backend.convert_to_numpy(layer(SOUND)), expected, rtol=1e-3, atol=1e-3)
