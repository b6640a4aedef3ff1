"""Tables of segments, rankings, special functions and spectra."""
import numpy as np
import pytest
import scipy.signal
import scipy.spatial.distance
import scipy.special

from keras.src import backend, ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(2)
F = R.uniform(-2, 2, (2, 3)).astype("float32")
G = R.uniform(-2, 2, (2, 3)).astype("float32")
C = R.uniform(-2, 2, (2, 3, 4)).astype("float32")
P = R.uniform(-0.9, 0.9, (2, 3)).astype("float32")
W = R.uniform(-2, 2, 4).astype("float32")
TALL = R.uniform(-2, 2, (4, 2)).astype("float32")
SIGNAL = R.uniform(-2, 2, (2, 16)).astype("float32")
IDS, MIXED = np.array([0, 0, 1, 2], "int32"), np.array([2, 0, 2, 1], "int32")
N = np.array([[3, -2, 0], [7, 5, -6]], "int32")
M = R.uniform(-1, 1, (3, 3))
PD = np.stack([M @ M.T + np.eye(3), np.eye(3) * 2]).astype("float32")


def _lse(x, axis=None, keepdims=False):
    return scipy.special.logsumexp(x, axis=axis, keepdims=keepdims)


SPECIAL = [
    case("erf", [F], scipy.special.erf, grad=True, dtype="float32"),
    case("erf", [N], scipy.special.erf(N), dtype="float32"),
    case("erf", [F.astype("float16")], scipy.special.erf, dtype="float16", tolerance=2e-3),
    case("erfc", [F], scipy.special.erfc, grad=True),
    case("erfinv", [P], scipy.special.erfinv, grad=True, tolerance=1e-4),
    case("rsqrt", [np.abs(F)], lambda x: 1 / np.sqrt(x), grad=True),
    case("rsqrt", [np.abs(N[1:])], 1 / np.sqrt(np.abs(N[1:])), dtype="float32"),
    case("logsumexp", [F], _lse, grad=True, dtype="float32"),
    case("logsumexp", [C], _lse, axis=(0, 2), keepdims=True, tolerance=1e-5),
    case("logsumexp", [C], _lse, axis=-1, grad=True),
    case("logsumexp", [N], _lse, dtype="float32"),
    case("logsumexp", [F.astype("float16")], _lse, dtype="float16", tolerance=2e-3),
    case("logsumexp", [np.zeros((0, 3), "float32")], np.full(3, -np.inf), axis=0),
    case("logsumexp", [np.array([-np.inf, -np.inf, 1e4], "float32")], 1e4, jit=False),
    case("logdet", [PD], lambda x: np.linalg.slogdet(x)[1], tolerance=1e-4),
    case("cdist", [F, G], scipy.spatial.distance.cdist, grad=True, dtype="float32"),
    case("cdist", [np.float32([[np.nan, 1], [1, 2]]), np.float32([[1, 2]])], [[np.nan], [0]]),
    case("cdist", [C, C], np.sqrt(((C[:, :, None] - C[:, None]) ** 2).sum(-1)), tolerance=1e-5),
]


def _segments(reduce, empty):
    def oracle(data, segment_ids, num_segments=None, sorted=False):
        count = segment_ids.max() + 1 if num_segments is None else num_segments
        parts = [data[segment_ids == i] for i in range(count)]
        return np.stack(
            [reduce(p, axis=0) if len(p) else np.full(data.shape[1:], empty) for p in parts]
        )

    return oracle


SEGMENTS = [
    case(f"segment_{name}", [data, ids], _segments(reduce, empty), num_segments=count, jit=count is not None, dynamic=count is not None, grad=name == "sum")
    for name, reduce, empty in [
        ("sum", np.sum, 0),
        ("max", np.max, -np.inf),
        ("min", np.min, np.inf),
        ("prod", np.prod, 1),
    ]
    for data, ids, count in [(W, IDS, None), (TALL, MIXED, 4), (W, MIXED, 2)]
] + [case("segment_sum", [N[0], IDS[:3]], [1, 0], dtype="int32", jit=False, dynamic=False)]


def _top_k(x, k):
    order = np.argsort(-x, -1, kind="stable")[..., :k]
    return np.take_along_axis(x, order, -1), order


INFINITE = np.float32([[np.inf, 1, 2], [-np.inf, 1, 2], [1, np.nan, 2], [-np.inf] * 3])  # masked classes are so
RANKINGS = [
    case("top_k", [C], _top_k, k=2, dtype=("float32", "int32")),
    case("top_k", [N], _top_k, k=3, dtype=("int32", "int32")),
    *(
        case("top_k", [np.float32([[*range(8)] * 4, [*range(32)]]) % n], _top_k, k=3, skip={"torch": "ties in any order"})
        for n in (32, 7)
    ),
    case("in_top_k", [np.array([0, 2], "int32"), F], lambda t, p, k: [(row > row[i]).sum() < k for i, row in zip(t, p)], k=1, dtype="bool"),
    case("in_top_k", [np.array([0, 2], "int32"), F], lambda t, p, k: [(row > row[i]).sum() < k for i, row in zip(t, p)], k=2),
    case("in_top_k", [np.array([0, 2, 1, 2], "int32"), INFINITE], [True, True, False, True], k=1),
    case("in_top_k", [np.array([1, 5], "int32"), F], lambda t, p, k: [(p[0] > p[0, 1]).sum() < k, False], k=2),
]


def _windows(x, sequence_length, sequence_stride):
    return np.lib.stride_tricks.sliding_window_view(x, sequence_length, -1)[
        ..., ::sequence_stride, :
    ]


SEQUENCES = [
    case("extract_sequences", [SIGNAL], _windows, sequence_length=4, sequence_stride=2, grad=True),
    case("extract_sequences", [SIGNAL], _windows, sequence_length=5, sequence_stride=3),
    case("rfft", [SIGNAL], lambda x: (np.fft.rfft(x).real, np.fft.rfft(x).imag), tolerance=1e-4),
    case("rfft", [SIGNAL], lambda x, fft_length: (np.fft.rfft(x, fft_length).real, np.fft.rfft(x, fft_length).imag), fft_length=6, tolerance=1e-4),
    case("view_as_complex", [TALL], lambda x: x[..., 0] + 1j * x[..., 1], dtype="complex64"),
    case("view_as_real", [TALL[:, 0] + 1j * TALL[:, 1]], TALL, dtype="float32"),
]


@parametrize(SPECIAL + SEGMENTS + RANKINGS + SEQUENCES)
class TestMath(OperationTests):
    pass


def arrays(results):
    return [backend.convert_to_numpy(r) for r in results]


@pytest.mark.parametrize("name", ["fft", "fft2", "ifft2"])
def test_complex_transforms(name):
    expected = getattr(np.fft, name)(F + 1j * G)
    real, imaginary = arrays(getattr(ops, name)((F, G)))
    np.testing.assert_allclose(real, expected.real, atol=1e-5)
    np.testing.assert_allclose(imaginary, expected.imag, atol=1e-5)
    specs = getattr(ops, name)((KerasTensor((None, 3)), KerasTensor((None, 3))))
    assert [s.shape for s in specs] == [(None, 3)] * 2


@pytest.mark.parametrize("fft_length", [None, 4, 7])
def test_irfft(fft_length):
    result = backend.convert_to_numpy(ops.irfft((F, G), fft_length))
    np.testing.assert_allclose(result, np.fft.irfft(F + 1j * G, fft_length), atol=1e-5)
    assert ops.irfft((KerasTensor((2, 3)), KerasTensor((2, 3))), fft_length).shape == result.shape


STFT = [
    (1, 1, 1, None, False),
    (8, 4, 8, "hann", True),
    (6, 3, 8, "hann", True),
    (8, 4, 8, "hamming", False),
    (8, 2, 8, None, True),
    (6, 3, 8, None, True),
    (1, 1, 1, None, False),
    (8, 4, 8, np.linspace(0.5, 1.0, 8).astype("float32"), True),
]


@pytest.mark.parametrize("length, stride, fft_length, window, center", STFT)
def test_stft_and_back(length, stride, fft_length, window, center):
    real, imaginary = ops.stft(SIGNAL, length, stride, fft_length, window, center)
    weights = scipy.signal.get_window(window, length) if isinstance(window, str) else window
    weights = np.ones(length) if weights is None else weights
    before = (fft_length - length) // 2
    weights = np.pad(weights, (before, fft_length - length - before))
    x = np.pad(SIGNAL, ((0, 0), (fft_length // 2,) * 2), mode="reflect") if center else SIGNAL
    expected = np.fft.rfft(_windows(x, fft_length, stride) * weights)
    np.testing.assert_allclose(backend.convert_to_numpy(real), expected.real, atol=1e-4)
    np.testing.assert_allclose(backend.convert_to_numpy(imaginary), expected.imag, atol=1e-4)
    specs = ops.stft(KerasTensor(SIGNAL.shape), length, stride, fft_length, window, center)
    assert specs[0].shape == expected.shape
    again = backend.convert_to_numpy(
        ops.istft((real, imaginary), length, stride, fft_length, 16, window, center)
    )
    assert again.shape == SIGNAL.shape
    # At the ends of a signal that was not padded no window reaches far.
    inner = slice(None) if center else slice(4, 12)
    np.testing.assert_allclose(again[:, inner], SIGNAL[:, inner], atol=1e-4)


def test_istft_of_fft_length_1():
    """Frames of one sample are the signal; 3.15.1 gives nothing, or an error."""
    signal = np.arange(5, dtype="float32")[None]
    found = ops.istft((signal[..., None], np.zeros((1, 5, 1), "float32")), 1, 1, 1)
    np.testing.assert_allclose(backend.convert_to_numpy(found), signal)


def test_half_precision_of_stft():
    for dtype in ("float16", "bfloat16"):
        found = ops.stft(backend.convert_to_tensor(SIGNAL, dtype=dtype), 8, 4, 8)
        wanted = ops.stft(SIGNAL, 8, 4, 8)
        for a, b, c in zip(found, wanted, ops.stft(KerasTensor(SIGNAL.shape, dtype), 8, 4, 8)):
            assert backend.standardize_dtype(a.dtype) == c.dtype == dtype
            a = backend.convert_to_numpy(ops.cast(a, "float32"))
            np.testing.assert_allclose(a, backend.convert_to_numpy(b), atol=0.1)


def test_the_gradient_of_distances_is_finite_where_rows_are_equal():
    if backend.backend() == "numpy":
        pytest.skip("numpy: no gradients")
    gradient = ops.grad(lambda x: ops.sum(ops.cdist(x, x)))(backend.convert_to_tensor(F))
    assert np.isfinite(backend.convert_to_numpy(gradient)).all()


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: ops.segment_sum(TALL, F), ValueError, "1 dimension"),
        (lambda: ops.segment_max(TALL, IDS[:3]), ValueError, "one element for each slice"),
        (lambda: ops.top_k(F, 4), ValueError, "`k` of top_k"),
        (lambda: ops.top_k(KerasTensor((2, 3)), -1), ValueError, "`k` of top_k"),
        (lambda: ops.in_top_k(IDS, F, 1), ValueError, "`targets` of in_top_k"),
        (lambda: ops.rfft(F, 0), ValueError, "`fft_length` of rfft"),
        (lambda: ops.irfft((F, F), -1), ValueError, "`fft_length` of irfft"),
        (lambda: ops.logsumexp(F, axis=2), ValueError, "axis"),
        (lambda: ops.irfft((F[:, :1], F[:, :1])), ValueError, "fft_length"),  # TensorFlow's kernel ends the process
        (lambda: ops.istft((F[:, :1], F[:, :1]), 0, 1, 0), ValueError, "fft_length"),
        (lambda: ops.erf(np.array(["a"])), (ValueError, TypeError), "a|str|U"),
        (lambda: ops.extract_sequences(SIGNAL, 20, 1), ValueError, "must fit"),
        (lambda: ops.fft(F), ValueError, "pair"),
        (lambda: ops.fft((F, C)), ValueError, "one shape"),
        (lambda: ops.stft(N, 2, 1, 2), TypeError, "floating-point"),
        (lambda: ops.stft(SIGNAL, 8, 4, 6), ValueError, "fft_length"),
        (lambda: ops.stft(SIGNAL, 8, 4, 8, window="bogus"), ValueError, "bogus"),
        (lambda: ops.view_as_complex(F), ValueError, "real, imaginary"),
        (lambda: ops.cdist(F, W), ValueError, "2 dimensions"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
