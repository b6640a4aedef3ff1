import numpy as np

from keras.src.layers.layer_cases import LayerTests, case, parametrize

X = np.random.default_rng(3).uniform(-1, 1, (2, 3, 2)).astype("float32")
ROWS = np.random.default_rng(4).uniform(-1, 1, (1, 2, 3, 2)).astype("float32")
IMAGES = np.random.default_rng(5).uniform(-1, 1, (1, 2, 2, 2, 3)).astype("float32")
GAPS = np.array([[True, True, False], [False, True, True]])


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def loop(step, x, states, mask=None, backwards=False):
    """Outputs `(batch, steps, ...)` and last states of a cell `step(x, states) -> states` whose output is the first."""
    outputs, last = [], np.zeros_like(states[0])
    numbers = range(x.shape[1])
    for t in reversed(numbers) if backwards else numbers:
        new = step(x[:, t], states)
        keep = np.ones(len(x), bool) if mask is None else mask[:, t]
        keep = keep.reshape(-1, *[1] * (new[0].ndim - 1))
        states = [np.where(keep, a, b) for a, b in zip(new, states)]
        last = np.where(keep, new[0], last)
        outputs.append(last)
    return np.stack(outputs, 1), states


def zeros(x, units, count=1):
    return [np.zeros((len(x), units))] * count


def simple_rnn(x, kernel, recurrent_kernel, bias):
    step = lambda x, s: [np.tanh(x @ kernel + s[0] @ recurrent_kernel + bias)]
    return loop(step, x, zeros(x, kernel.shape[1]))[0][:, -1]


def lstm_states(gates, c, act=np.tanh, gate=sigmoid):
    i, f, g, o = np.split(gates, 4, -1)
    c = gate(f) * c + gate(i) * act(g)
    return [gate(o) * act(c), c]


def lstm(x, kernel, recurrent_kernel, bias=0.0, **options):
    step = lambda x, s: lstm_states(x @ kernel + s[0] @ recurrent_kernel + bias, s[1])
    return loop(step, x, zeros(x, kernel.shape[1] // 4, 2), **options)


def gru(x, kernel, recurrent_kernel, bias=((0.0,), (0.0,)), **options):
    def step(x, s):
        z, r, g = np.split(x @ kernel + bias[0], 3, -1)
        h_z, h_r, h_g = np.split(s[0] @ recurrent_kernel + bias[1], 3, -1)
        z = sigmoid(z + h_z)
        return [z * s[0] + (1 - z) * np.tanh(g + sigmoid(r + h_r) * h_g)]

    return loop(step, x, zeros(x, kernel.shape[1] // 3), **options)


def gru_with_reset_before(x, kernel, recurrent_kernel, bias):
    relu, hard = lambda v: np.maximum(v, 0), lambda v: np.clip(v / 6 + 0.5, 0, 1)

    def step(x, s):
        z, r, g = np.split(x @ kernel + bias, 3, -1)
        u_z, u_r, u_g = np.split(recurrent_kernel, 3, -1)
        z, r = hard(z + s[0] @ u_z), hard(r + s[0] @ u_r)
        return [z * s[0] + (1 - z) * relu(g + (r * s[0]) @ u_g)]

    return loop(step, x, zeros(x, kernel.shape[1] // 3))[0][:, -1]


def convolve_rows(x, kernel, pad=0):
    x = np.pad(x, ((0, 0), (0, pad), (0, 0)))
    windows = np.stack([x[:, i : i + len(kernel)] for i in range(x.shape[1] - len(kernel) + 1)], 1)
    return np.einsum("bijc,jcf->bif", windows, kernel)


def conv_lstm_rows(x, kernel, recurrent_kernel, bias):
    def step(x, s):
        return lstm_states(convolve_rows(x, kernel) + convolve_rows(s[0], recurrent_kernel, 1) + bias, s[1])

    return loop(step, x, [np.zeros((1, 2, 1))] * 2)[0][:, -1]


def conv_lstm_of_points(x, kernel, recurrent_kernel, axes):
    """With windows of one point and no bias; channels last."""
    kernel, recurrent_kernel = (k.reshape(k.shape[-2:]) for k in (kernel, recurrent_kernel))
    step = lambda x, s: lstm_states(x @ kernel + s[0] @ recurrent_kernel, s[1])
    return loop(step, x, [np.zeros((*x.shape[:1], *x.shape[2 : 2 + axes], 1))] * 2)


def channels_first(x, kernel, recurrent_kernel):
    outputs, _ = conv_lstm_of_points(np.moveaxis(x, 2, -1), kernel, recurrent_kernel, 2)
    return np.moveaxis(outputs, -1, 2)


LSTM_WEIGHTS = {"kernel": (2, 8), "recurrent_kernel": (2, 8), "bias": (8,)}
GRU_WEIGHTS = {"kernel": (2, 6), "recurrent_kernel": (2, 6), "bias": (2, 6)}
CASES = [
    case(
        "SimpleRNN",
        X,
        simple_rnn,
        units=2,
        weights={"kernel": (2, 2), "recurrent_kernel": (2, 2), "bias": (2,)},
        mask="none",
    ),
    case("LSTM", X, lambda x, **w: lstm(x, **w)[0][:, -1], units=2, weights=LSTM_WEIGHTS, mask="none"),
    case(
        "LSTM",
        X,
        lambda x, **w: lstm(x, **w, mask=GAPS, backwards=True)[0],
        units=2,
        return_sequences=True,
        go_backwards=True,
        call={"mask": GAPS},
        weights=LSTM_WEIGHTS,
    ),
    case(
        "LSTM",
        X,
        lambda x, **w: (lambda outputs, states: (outputs, *states))(*lstm(x, **w)),
        units=2,
        use_bias=False,
        unroll=True,
        return_sequences=True,
        return_state=True,
        weights={"kernel": (2, 8), "recurrent_kernel": (2, 8)},
        grad=False,
        jit=False,
    ),
    case(
        "GRU", X, lambda x, **w: gru(x, **w)[0], units=2, return_sequences=True, weights=GRU_WEIGHTS, mask="same"
    ),
    case(
        "GRU",
        X,
        lambda x, **w: gru(x, **w, mask=GAPS)[0] * GAPS[..., None],
        units=2,
        return_sequences=True,
        zero_output_for_mask=True,
        call={"mask": GAPS},
        weights=GRU_WEIGHTS,
        grad=False,
        jit=False,
    ),
    case(
        "GRU",
        X,
        gru_with_reset_before,
        units=2,
        reset_after=False,
        activation="relu",
        recurrent_activation="hard_sigmoid",
        weights={"kernel": (2, 6), "recurrent_kernel": (2, 6), "bias": (6,)},
    ),
    case(
        "ConvLSTM1D",
        ROWS,
        conv_lstm_rows,
        filters=1,
        kernel_size=2,
        weights={"kernel": (2, 2, 4), "recurrent_kernel": (2, 1, 4), "bias": (4,)},
        dynamic=False,
    ),
    case(
        "ConvLSTM2D",
        IMAGES,
        channels_first,
        filters=1,
        kernel_size=1,
        data_format="channels_first",
        use_bias=False,
        return_sequences=True,
        weights={"kernel": (1, 1, 2, 4), "recurrent_kernel": (1, 1, 1, 4)},
        mixed=False,
        grad=False,
        jit=False,
    ),
    case(
        "ConvLSTM3D",
        IMAGES[..., None],
        lambda x, **w: (lambda outputs, s: (outputs[:, -1], *s))(*conv_lstm_of_points(x, **w, axes=3)),
        filters=1,
        kernel_size=1,
        use_bias=False,
        return_state=True,
        weights={"kernel": (1, 1, 1, 1, 4), "recurrent_kernel": (1, 1, 1, 1, 4)},
        mixed=False,
        grad=False,
        jit=False,
    ),
]


@parametrize(CASES)
class TestRecurrent(LayerTests):
    pass
