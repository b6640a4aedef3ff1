"""Operations of neural networks against NumPy, SciPy and naive loops."""
import itertools
import math

import numpy as np
import pytest
import scipy.special

from keras.src import backend, ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(7)


def floats(*shape, low=-2.0, high=2.0):
    return R.uniform(low, high, shape).astype("float32")


X = np.array([-8.0, -2.5, -0.75, -0.2, 0.3, 0.75, 2.5, 8.0], "float32")
BATCH = floats(2, 4)
CUBE = floats(2, 3, 4)
INTEGERS = np.array([[3, -2, 0], [7, 5, -6]], "int32")
expit = scipy.special.expit


def softmax(x, axis=-1):
    return scipy.special.softmax(x, axis)


def sparsemax(x, axis=-1):
    """By bisection on the threshold, unlike the code under test."""
    low, high = x.min(axis, keepdims=True) - 1, x.max(axis, keepdims=True)
    for _ in range(60):
        middle = (low + high) / 2
        above = np.maximum(x - middle, 0).sum(axis, keepdims=True) > 1
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.maximum(x - low, 0)


def gelu(x, approximate=True):
    if approximate:
        return x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2
    return x * scipy.special.ndtr(x)


ACTIVATIONS = [
    case("relu", [X], lambda x: np.maximum(x, 0), grad=True),
    case("relu", [INTEGERS], lambda x: np.maximum(x, 0), dtype="int32"),
    case("relu6", [X], lambda x: np.clip(x, 0, 6), grad=True),
    case("sigmoid", [X], expit, grad=True),
    case("sigmoid", [INTEGERS], expit, dtype="float32"),
    case("sigmoid", [X.astype("float16")], expit, dtype="float16", tolerance=1e-3),
    case("sparse_sigmoid", [X], lambda x: np.clip((x + 1) / 2, 0, 1), grad=True),
    case("softplus", [X], lambda x: np.logaddexp(x, 0), grad=True),
    case("softsign", [X], lambda x: x / (1 + np.abs(x)), grad=True),
    case("soft_shrink", [X], lambda x, threshold: np.sign(x) * np.maximum(np.abs(x) - threshold, 0), threshold=0.6),
    case("sparse_plus", [X], lambda x: np.where(x < -1, 0, np.where(x > 1, x, (x + 1) ** 2 / 4)), grad=True),
    case("silu", [X], lambda x: x * expit(x), grad=True),
    case("squareplus", [X], lambda x, b: (x + np.sqrt(x**2 + b)) / 2, b=2, grad=True),
    case("log_sigmoid", [X], lambda x: -np.logaddexp(-x, 0), grad=True),
    case("leaky_relu", [X], lambda x, negative_slope: np.where(x > 0, x, negative_slope * x), negative_slope=0.3, grad=True),
    case("hard_sigmoid", [X], lambda x: np.clip(x / 6 + 0.5, 0, 1), grad=True),
    case("hard_silu", [X], lambda x: x * np.clip(x / 6 + 0.5, 0, 1), grad=True),
    case("elu", [X], lambda x, alpha: np.where(x > 0, x, alpha * np.expm1(x)), alpha=0.7, grad=True),
    case("selu", [X], lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(x)), grad=True),
    case("gelu", [X], gelu, grad=True),
    case("gelu", [X], gelu, approximate=False, grad=True),
    case("celu", [X], lambda x, alpha: np.where(x > 0, x, alpha * np.expm1(x / alpha)), alpha=1.5, grad=True),
    case("glu", [CUBE], lambda x, axis=-1: x[..., :2] * expit(x[..., 2:]), grad=True),
    case("tanh_shrink", [X], lambda x: x - np.tanh(x), grad=True),
    case("hard_tanh", [X], lambda x: np.clip(x, -1, 1), grad=True),
    case("hard_shrink", [X], lambda x, threshold: np.where(np.abs(x) > threshold, x, 0), threshold=0.6, grad=True),
    case("threshold", [X], lambda x, threshold, default_value: np.where(x > threshold, x, default_value),
         threshold=0.5, default_value=9.0),
    case("softmax", [CUBE], softmax, grad=True),
    case("softmax", [CUBE], softmax, axis=1),
    case("softmax", [CUBE], lambda x, axis: softmax(x, tuple(axis)), axis=[0, 2], dynamic=False),
    case("softmax", [CUBE], softmax, axis=None),
    case("softmax", [INTEGERS], softmax, dtype="float32"),
    case("log_softmax", [CUBE], lambda x: scipy.special.log_softmax(x, -1), grad=True),
    case("log_softmax", [CUBE], lambda x, axis: scipy.special.log_softmax(x, tuple(axis)), axis=[0, 2], dynamic=False),
    case("sparsemax", [BATCH], sparsemax, grad=True),
    case("sparsemax", [CUBE], sparsemax, axis=1),
]


@parametrize(ACTIVATIONS)
class TestActivations(OperationTests):
    pass


# Convolutions and pooling, by loops over places


def same_amounts(size, window, stride, dilation):
    total = max((math.ceil(size / stride) - 1) * stride + (window - 1) * dilation + 1 - size, 0)
    return total // 2, total - total // 2


def padded(x, window, strides, dilations, padding, fill=0.0):
    rank = x.ndim - 2
    if padding == "causal":
        amounts = [((window[0] - 1) * dilations[0], 0)]
    elif padding == "same":
        amounts = [same_amounts(*sizes) for sizes in zip(x.shape[1:-1], window, strides, dilations)]
    else:
        amounts = [(0, 0)] * rank
    return np.pad(x, [(0, 0), *amounts, (0, 0)], constant_values=fill)


def spread(value, rank):
    return (value,) * rank if isinstance(value, int) else tuple(value)


def places(x, window, strides, dilations):
    """Index of each step and the patch there, `(batch, *window, channels)`."""
    steps = [range((n - (w - 1) * d - 1) // s + 1) for n, w, s, d in zip(x.shape[1:-1], window, strides, dilations)]
    for step in itertools.product(*steps):
        where = [slice(i * s, i * s + (w - 1) * d + 1, d) for i, w, s, d in zip(step, window, strides, dilations)]
        yield step, x[(slice(None), *where)]


def gather(found, batch, rank):
    shape = [max(step[i] for step, _ in found) + 1 for i in range(rank)]
    out = np.zeros((batch, *shape, found[0][1].shape[-1]))
    for step, value in found:
        out[(slice(None), *step)] = value
    return out


def conv(x, kernel, strides=1, padding="valid", data_format="channels_last", dilation_rate=1):
    if data_format == "channels_first":
        last = conv(np.moveaxis(x, 1, -1), kernel, strides, padding, "channels_last", dilation_rate)
        return np.moveaxis(last, -1, 1)
    rank = x.ndim - 2
    strides, dilations, window = spread(strides, rank), spread(dilation_rate, rank), kernel.shape[:rank]
    x = padded(x, window, strides, dilations, padding)
    groups = x.shape[-1] // kernel.shape[-2]
    outputs = np.split(kernel, groups, -1)

    def at(patch):
        pieces = zip(np.split(patch, groups, -1), outputs)
        return np.concatenate([np.tensordot(p, k, rank + 1) for p, k in pieces], -1)

    return gather([(step, at(patch)) for step, patch in places(x, window, strides, dilations)], len(x), rank)


def depthwise_conv(x, kernel, strides=1, padding="valid", data_format="channels_last", dilation_rate=1):
    flat = kernel.reshape(*kernel.shape[:-2], 1, -1)
    return conv(x, flat, strides, padding, data_format, dilation_rate)


def separable_conv(x, depthwise, pointwise, **options):
    between = depthwise_conv(x, depthwise, **options)
    return conv(between, pointwise, data_format=options.get("data_format", "channels_last"))


def pool(reduce, fill):
    def run(x, pool_size, strides=None, padding="valid", data_format="channels_last"):
        if data_format == "channels_first":
            return np.moveaxis(run(np.moveaxis(x, 1, -1), pool_size, strides, padding), -1, 1)
        rank = x.ndim - 2
        window = spread(pool_size, rank)
        strides = window if strides is None else spread(strides, rank)
        ones = (1,) * rank
        wide = padded(x.astype("float64"), window, strides, ones, padding, fill)
        axes = tuple(range(1, rank + 1))
        return gather([(step, reduce(p, axes)) for step, p in places(wide, window, strides, ones)], len(x), rank)

    return run


max_pool, average_pool = pool(np.max, -np.inf), pool(np.nanmean, np.nan)


def adaptive(reduce):
    def run(x, output_size):
        for axis, n in enumerate(spread(output_size, x.ndim - 2), 1):
            bounds = [(i * x.shape[axis] // n, -(-(i + 1) * x.shape[axis] // n)) for i in range(n)]
            x = np.stack([reduce(np.take(x, range(a, b), axis), axis) for a, b in bounds], axis)
        return x

    return run


LINE, IMAGE, VOLUME = floats(2, 7, 3), floats(1, 6, 5, 2), floats(1, 4, 4, 4, 2)
FIRST = floats(1, 2, 6, 5)
TIES = np.round(floats(1, 6, 6, 1))
LOOSE = {"tolerance": 1e-4}
KERNEL = {"tolerance": 1e-4, "dynamic": False}  # the sizes of a kernel are known
POOLS = [
    case("max_pool", [LINE], max_pool, pool_size=2, grad=True),
    case("max_pool", [IMAGE], max_pool, pool_size=2, padding="same", grad=True),
    case("max_pool", [IMAGE], max_pool, pool_size=(2, 3), strides=(1, 2), grad=True),
    case("max_pool", [IMAGE], max_pool, pool_size=2, strides=3, padding="same"),
    case("max_pool", [VOLUME], max_pool, pool_size=2, grad=True),
    case("max_pool", [FIRST], max_pool, pool_size=2, data_format="channels_first"),
    case("max_pool", [INTEGERS[..., None]], max_pool, pool_size=2, dtype="int32"),
    case("average_pool", [LINE], average_pool, pool_size=2, grad=True),
    case("average_pool", [IMAGE], average_pool, pool_size=2, padding="same", grad=True),
    case("average_pool", [IMAGE], average_pool, pool_size=(2, 3), strides=1, padding="same", grad=True),
    case("average_pool", [VOLUME], average_pool, pool_size=2),
    case("average_pool", [FIRST], average_pool, pool_size=3, padding="same", data_format="channels_first"),
    case("adaptive_max_pool", [IMAGE], adaptive(np.max), output_size=(4, 2)),
    case("adaptive_max_pool", [LINE], adaptive(np.max), output_size=3),
    case("adaptive_average_pool", [IMAGE], adaptive(np.mean), output_size=(4, 2), grad=True),
    case("adaptive_average_pool", [VOLUME], adaptive(np.mean), output_size=(2, 1, 3)),
]
CONVOLUTIONS = [
    case("conv", [LINE, floats(3, 3, 2)], conv, grad=True, **KERNEL),
    case("conv", [LINE, floats(3, 3, 2)], conv, padding="causal", dilation_rate=2, **KERNEL),
    case("conv", [IMAGE, floats(3, 2, 2, 3)], conv, padding="same", strides=(2, 1), grad=True, **KERNEL),
    case("conv", [IMAGE, floats(3, 3, 2, 3)], conv, padding="same", dilation_rate=2, **KERNEL),
    case("conv", [LINE, floats(3, 3, 2)], conv, padding="causal", strides=2, dilation_rate=2, **KERNEL),
    case("conv", [IMAGE, floats(2, 2, 2, 3)], conv, padding="same", strides=2, dilation_rate=(2, 1), **KERNEL),
    case("conv", [IMAGE, floats(2, 2, 1, 4)], conv, grad=True, **KERNEL),
    case("conv", [VOLUME, floats(2, 2, 2, 2, 1)], conv, strides=2, padding="same", **KERNEL),
    case("conv", [FIRST, floats(3, 3, 2, 3)], conv, padding="same", data_format="channels_first", grad=True, **KERNEL),
    case("depthwise_conv", [LINE, floats(3, 3, 2)], depthwise_conv, padding="same", **KERNEL),
    case("depthwise_conv", [IMAGE, floats(3, 2, 2, 2)], depthwise_conv, grad=True, **KERNEL),
    case("depthwise_conv", [IMAGE, floats(3, 3, 2, 1)], depthwise_conv, strides=(1, 2), padding="same", **KERNEL),
    case("depthwise_conv", [IMAGE, floats(2, 2, 2, 1)], depthwise_conv, dilation_rate=2, padding="same", **KERNEL),
    case("depthwise_conv", [IMAGE, floats(2, 2, 2, 1)], depthwise_conv, strides=2, dilation_rate=2, **KERNEL),
    case("depthwise_conv", [FIRST, floats(3, 3, 2, 2)], depthwise_conv, data_format="channels_first", **KERNEL),
    case("separable_conv", [IMAGE, floats(3, 3, 2, 2), floats(1, 1, 4, 3)], separable_conv, padding="same", **KERNEL),
    case("separable_conv", [LINE, floats(2, 3, 2), floats(1, 6, 2)], separable_conv, strides=2, **KERNEL),
]


@parametrize(POOLS + CONVOLUTIONS)
class TestWindows(OperationTests):
    pass


def test_operands_meet_in_one_dtype():
    half = ops.cast(IMAGE, "float16")
    result = ops.conv(half, floats(2, 2, 2, 3))
    assert backend.standardize_dtype(result.dtype) == "float32"
    assert ops.conv(KerasTensor(IMAGE.shape, "float16"), KerasTensor((2, 2, 2, 3))).dtype == "float32"
    result = ops.batch_normalization(ops.cast(BATCH, "float16"), MEAN, VARIANCE, axis=-1)
    assert backend.standardize_dtype(result.dtype) == "float16"


def test_unknown_sizes_stay_unknown():
    image, kernel = KerasTensor((None, None, 8, 3)), KerasTensor((3, 3, 3, 5))
    assert ops.conv(image, kernel, strides=2).shape == (None, None, 3, 5)
    assert ops.depthwise_conv(image, kernel, padding="same").shape == (None, None, 8, 15)
    assert ops.conv_transpose(image, KerasTensor((3, 3, 5, 3)), strides=2).shape == (None, None, 17, 5)
    assert ops.max_pool(image, 2).shape == (None, None, 4, 3)


def test_max_pool_gradient_goes_to_the_first_of_equal_maxima():
    if backend.backend() != "jax":
        pytest.skip(f"{backend.backend()}: its own kernel decides")
    import jax

    def wanted():
        gradient = np.zeros_like(TIES)
        for i, j in itertools.product(range(3), range(3)):
            window = TIES[0, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2, 0]
            a, b = np.unravel_index(window.argmax(), (2, 2))
            gradient[0, 2 * i + a, 2 * j + b, 0] = 1
        return gradient

    found = jax.grad(lambda x: ops.sum(ops.max_pool(x, 2)))(TIES)
    np.testing.assert_array_equal(np.asarray(found), wanted())


TRANSPOSED = list(itertools.product([1, 2, 3], [2, 3, 4], ["valid", "same"], [None, 0, 1], [1, 2]))


@pytest.mark.parametrize("stride, window, padding, extra, dilation", TRANSPOSED)
def test_conv_transpose_is_the_adjoint_of_conv(stride, window, padding, extra, dilation):
    """`<conv(y), x> = <y, conv_transpose(x)>`, the convolution padding as much as the other crops."""
    if extra is not None and (extra >= stride or dilation > 1):
        pytest.skip("all: more output padding than the stride has no meaning")
    x, kernel = floats(1, 4, 2), floats(window, 3, 2)
    options = {"strides": stride, "padding": padding, "output_padding": extra, "dilation_rate": dilation}
    found = backend.convert_to_numpy(ops.conv_transpose(x, kernel, **options))
    span = (window - 1) * dilation + 1
    if extra is None:
        size = 4 * stride + (max(span - stride, 0) if padding == "valid" else 0)
    else:
        size = 3 * stride + span + extra - (span // 2 * 2 if padding == "same" else 0)
    assert found.shape == (1, size, 3)
    assert ops.conv_transpose(KerasTensor(x.shape), KerasTensor(kernel.shape), **options).shape == found.shape
    if -(-size // stride) != 4 and padding == "same":
        return  # No convolution with "same" has this one as its adjoint.
    y = floats(1, size, 3)
    forward = conv(y, kernel, stride, padding, dilation_rate=dilation)[:, :4]
    np.testing.assert_allclose(np.sum(forward * x), np.sum(y * found), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name, kernel", [("conv", (2, 2, 2, 3)), ("conv_transpose", (2, 2, 3, 2))])
def test_data_formats_agree(name, kernel):
    kernel = floats(*kernel)
    last = getattr(ops, name)(np.moveaxis(FIRST, 1, -1), kernel, strides=2, padding="same")
    first = getattr(ops, name)(FIRST, kernel, strides=2, padding="same", data_format="channels_first")
    last, first = backend.convert_to_numpy(last), backend.convert_to_numpy(first)
    np.testing.assert_allclose(np.moveaxis(first, 1, -1), last, atol=1e-5)


# Normalization


def batch_normalization(x, mean, variance, axis=-1, epsilon=1e-3):
    return (x - mean) / np.sqrt(variance + epsilon)


def layer_normalization(x, gamma=None, beta=None, axis=-1, epsilon=1e-7):
    axis = tuple(axis) if isinstance(axis, list) else axis
    centered = x - x.mean(axis, keepdims=True)
    result = centered / np.sqrt((centered**2).mean(axis, keepdims=True) + epsilon)
    result = result if gamma is None else result * gamma
    return result if beta is None else result + beta


def rms_normalization(x, scale=None, axis=-1, epsilon=1e-7):
    axis = tuple(axis) if isinstance(axis, list) else axis
    result = x / np.sqrt((x**2).mean(axis, keepdims=True) + epsilon)
    return result if scale is None else result * scale


def normalize(x, axis=-1, order=2):
    return x / (np.abs(x) ** order).sum(axis, keepdims=True) ** (1 / order)


def moments(x, axes, keepdims=False):
    axes = tuple(axes) if isinstance(axes, list) else axes
    return x.mean(axes, keepdims=keepdims), x.var(axes, keepdims=keepdims)


MEAN, VARIANCE, GAIN, SHIFT = floats(4), floats(4, low=0.1), floats(4), floats(4)
NORMS = [
    case("moments", [CUBE], moments, axes=[0, 1]),
    case("moments", [CUBE], moments, axes=[1], keepdims=True),
    case("moments", [INTEGERS], moments, axes=[1], dtype="float32"),
    case("layer_normalization", [CUBE, GAIN, SHIFT], layer_normalization, dynamic=False),
    case("layer_normalization", [CUBE], layer_normalization, grad=True),
    case("layer_normalization", [CUBE], layer_normalization, axis=1),
    case("layer_normalization", [CUBE], layer_normalization, axis=[1, 2], epsilon=0.1),
    case("rms_normalization", [CUBE, GAIN], rms_normalization, dynamic=False, grad=True),
    case("rms_normalization", [CUBE, np.float32(2)], rms_normalization),
    case("rms_normalization", [CUBE], rms_normalization, axis=[1, 2]),
    case("normalize", [CUBE], normalize, grad=True),
    case("normalize", [CUBE], normalize, axis=1, order=1),
    case("normalize", [np.abs(INTEGERS) + 1], normalize, dtype="float32"),
    case("normalize", [CUBE], normalize, order=3),
]


@parametrize(NORMS)
class TestNormalization(OperationTests):
    pass


def test_batch_normalization():
    found = ops.batch_normalization(CUBE, MEAN, VARIANCE, axis=-1, offset=SHIFT, scale=GAIN, epsilon=0.01)
    wanted = batch_normalization(CUBE, MEAN, VARIANCE, epsilon=0.01) * GAIN + SHIFT
    np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-4, atol=1e-5)
    found = ops.batch_normalization(np.moveaxis(CUBE, -1, 1), MEAN, VARIANCE, axis=1)
    wanted = np.moveaxis(batch_normalization(CUBE, MEAN, VARIANCE), -1, 1)
    np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-4, atol=1e-5)
    symbol = ops.batch_normalization(KerasTensor((None, 3, 4)), MEAN, VARIANCE, axis=-1)
    assert symbol.shape == (None, 3, 4)
    config = symbol._keras_history.operation.get_config()
    assert {k: config[k] for k in ("axis", "epsilon")} == {"axis": -1, "epsilon": 1e-3}
    with pytest.raises(ValueError, match="mean"):
        ops.batch_normalization(KerasTensor((None, 3, 5)), MEAN, VARIANCE, axis=-1)


@pytest.mark.parametrize("shape, axis", [((4, 3, 2, 5), -1), ((4, 5, 3), 1), ((6, 5), -1), ((1, 5), 1)])
@pytest.mark.parametrize("affine", [True, False])
def test_normalize_batch(shape, axis, affine):
    """What BatchNormalization trains with: normalized by the batch's own mean and (whole) variance."""
    x, scale, shift = floats(*shape), floats(5), floats(5)
    axes = tuple(i for i in range(len(shape)) if i != axis % len(shape))
    mean, variance = x.mean(axes), x.var(axes)
    flat = np.moveaxis(x, axis, -1)
    wanted = (flat - mean) / np.sqrt(variance + 1e-3)
    wanted = np.moveaxis(wanted * scale + shift if affine else wanted, -1, axis)
    options = {"offset": shift, "scale": scale} if affine else {}
    found = backend.nn.normalize_batch(backend.convert_to_tensor(x), axis, **options, epsilon=1e-3)
    for result, expected in zip(found, (wanted, mean, variance)):
        np.testing.assert_allclose(backend.convert_to_numpy(result), expected, rtol=1e-4, atol=1e-5)


# Losses, encodings, attention, space


def probabilities(*shape):
    return softmax(floats(*shape)).astype("float32")


def inside(p):
    return np.clip(p, 1e-7, 1 - 1e-7)


def binary_crossentropy(target, output, from_logits=False):
    p = inside(expit(output) if from_logits else output)
    return -(target * np.log(p) + (1 - target) * np.log(1 - p))


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    p = softmax(output, axis) if from_logits else inside(output / output.sum(axis, keepdims=True))
    return -(target * np.log(p)).sum(axis)


def sparse_categorical_crossentropy(target, output, from_logits=False):
    if target.ndim == output.ndim:
        target = target[..., 0]
    return categorical_crossentropy(np.eye(output.shape[-1])[target], output, from_logits)


def attention(query, key, value, bias=None, mask=None, is_causal=False):
    groups = query.shape[2] // key.shape[2]
    key, value = np.repeat(key, groups, 2), np.repeat(value, groups, 2)
    scores = np.einsum("btnh,bsnh->bnts", query, key) / math.sqrt(query.shape[-1])
    scores = scores if bias is None else scores + bias
    if is_causal:
        mask = np.tri(query.shape[1], key.shape[1], dtype=bool)
    scores = scores if mask is None else np.where(mask, scores, -1e30)
    return np.einsum("bnts,bsnh->btnh", softmax(scores), value)


def depth_to_space(x, block_size):
    n, h, w, c = x.shape
    out = np.zeros((n, h * block_size, w * block_size, c // block_size**2), x.dtype)
    for i, j in itertools.product(range(block_size), range(block_size)):
        start = (i * block_size + j) * out.shape[-1]
        out[:, i::block_size, j::block_size] = x[..., start : start + out.shape[-1]]
    return out


def unfold(x, kernel_size):
    h, w = kernel_size
    columns = [
        x[:, :, i : i + h, j : j + w].reshape(len(x), -1)
        for i in range(x.shape[2] - h + 1)
        for j in range(x.shape[3] - w + 1)
    ]
    return np.stack(columns, -1)


YES, ONE_HOT = (floats(2, 4) > 0).astype("float32"), np.eye(4, dtype="float32")[[2, 0]]
IDS = np.array([2, 0], "int32")
QUERY, KEYS, FEW = floats(2, 3, 4, 2), floats(2, 5, 4, 2), floats(2, 5, 2, 2)
MASK = R.random((2, 4, 3, 5)) < 0.7
MASK[..., 0] = True
REST = [
    case("binary_crossentropy", [YES, probabilities(2, 4)], binary_crossentropy, **LOOSE),
    case("binary_crossentropy", [YES, BATCH], binary_crossentropy, from_logits=True, **LOOSE),
    case("categorical_crossentropy", [ONE_HOT, probabilities(2, 4)], categorical_crossentropy),
    case("categorical_crossentropy", [ONE_HOT, BATCH], categorical_crossentropy, from_logits=True),
    case("categorical_crossentropy", [ONE_HOT, probabilities(2, 4)], categorical_crossentropy, axis=0, dynamic=False),
    case("sparse_categorical_crossentropy", [IDS, probabilities(2, 4)], sparse_categorical_crossentropy),
    case("sparse_categorical_crossentropy", [IDS[:, None], BATCH], sparse_categorical_crossentropy, from_logits=True),
    case("psnr", [BATCH, BATCH * 0.9], lambda a, b, max_val: 10 * np.log10(max_val**2 / np.mean((a - b) ** 2)), max_val=2.0),
    case("one_hot", [IDS], np.eye(4)[IDS], num_classes=4, dtype="float32"),
    case("one_hot", [IDS], np.eye(4)[IDS].T, num_classes=4, axis=0, dtype_="int32", dtype="int32", dynamic=False),
    case("one_hot", [np.array([-1, 1], "int32")], [[0, 0], [0, 1]], num_classes=2),
    case("multi_hot", [np.array([[0, 9], [-1, 1]], "int32")], [[1, 0], [0, 1]], num_classes=2, dtype_="bool", dtype="bool"),
    case("one_hot", [IDS], np.zeros((2, 0)), num_classes=0, jit=False),
    case("multi_hot", [np.array([[0, 2], [1, 1]], "int32")], [[1, 0, 1], [0, 1, 0]], num_classes=3, dtype="float32"),
    case("dot_product_attention", [QUERY, KEYS, KEYS], attention, grad=True, **LOOSE),
    case("dot_product_attention", [QUERY, FEW, FEW], attention, **LOOSE),
    case("dot_product_attention", [QUERY, QUERY, QUERY], attention, is_causal=True, **LOOSE),
    case("dot_product_attention", [QUERY, KEYS, KEYS, floats(2, 4, 3, 5), MASK], attention, **LOOSE),
    case("depth_to_space", [floats(2, 2, 3, 8)], depth_to_space, block_size=2),
    case("unfold", [floats(1, 2, 4, 3)], unfold, kernel_size=[2, 3], dynamic=False),
    case("polar", [floats(3, low=0), floats(3)], lambda r, a: r * np.exp(1j * a), dtype="complex64"),
]


@parametrize(REST)
class TestRest(OperationTests):
    pass


def test_a_query_without_keys_takes_the_mean_of_all_values():
    found = ops.dot_product_attention(QUERY, KEYS, KEYS, mask=MASK & False)
    expected = attention(QUERY, KEYS, KEYS, mask=MASK & False)
    np.testing.assert_allclose(backend.convert_to_numpy(found), expected, rtol=1e-5, atol=1e-6)


def test_space_to_depth_and_fold_invert():
    x = floats(2, 4, 6, 3)
    there = ops.depth_to_space(ops.space_to_depth(x, 2), 2)
    np.testing.assert_array_equal(backend.convert_to_numpy(there), x)
    images = floats(1, 2, 4, 6)
    back = ops.fold(ops.unfold(images, 2, stride=2), (4, 6), 2, stride=2)
    np.testing.assert_allclose(backend.convert_to_numpy(back), images, atol=1e-6)
    counted = ops.fold(ops.unfold(np.ones((1, 1, 4, 4), "float32"), 3, padding=1), 4, 3, padding=1)
    assert backend.convert_to_numpy(counted)[0, 0].tolist() == [[4, 6, 6, 4], [6, 9, 9, 6], [6, 9, 9, 6], [4, 6, 6, 4]]


SYMBOLS = {
    "conv": lambda: ops.conv(KerasTensor((None, 8, 8, 3)), KerasTensor((3, 3, 4, 2))),
    "inputs.shape": lambda: ops.conv(KerasTensor((None, 2, 2, 3)), KerasTensor((3, 3, 3, 2))),
    "padding": lambda: ops.conv(LINE, floats(3, 3, 2), padding="bogus"),
    "pool_size": lambda: ops.max_pool(IMAGE, (2, 2, 2)),
    "empty": lambda: ops.average_pool(IMAGE, 7),
    "so the output": lambda: ops.unfold(FIRST, 7),
    "data_format": lambda: ops.conv(LINE, floats(3, 3, 2), data_format="bogus"),
    "`strides`": lambda: ops.max_pool(LINE, 2, strides=0),
    "kernel.shape": lambda: ops.conv(BATCH, floats(3, 3, 2)),
    "out of range": lambda: ops.softmax(BATCH, axis=2),
    "`axis`": lambda: ops.layer_normalization(BATCH, axis=4),
    "`mean`": lambda: ops.batch_normalization(BATCH, MEAN[:3], VARIANCE[:3], axis=-1),
    "axis=5": lambda: ops.batch_normalization(BATCH, MEAN, VARIANCE, axis=5),
    "one shape": lambda: ops.psnr(BATCH, CUBE, 1.0),
    "output_size": lambda: ops.adaptive_max_pool(LINE, 0),
    "target": lambda: ops.binary_crossentropy(floats(2, 3), floats(2, 4)),
    "output": lambda: ops.sparse_categorical_crossentropy(KerasTensor((2, 3)), KerasTensor((2, 4))),
    "num_classes": lambda: ops.multi_hot(IDS),
    "order": lambda: ops.normalize(BATCH, order=0),
    "block_size": lambda: ops.depth_to_space(IMAGE, 1),
    "even": lambda: ops.glu(CUBE, axis=1),
    "query.shape": lambda: ops.dot_product_attention(QUERY, KEYS, CUBE),
}


@pytest.mark.parametrize("message", SYMBOLS)
def test_bad_arguments_are_named(message):
    with pytest.raises(ValueError, match=message if message != "conv" else "channels"):
        SYMBOLS[message]()


@pytest.mark.skipif(backend.backend() in ("numpy", "torch"), reason=f"{backend.backend()}: no sparse tensors")
def test_sparse_one_hot():
    sparse = ops.one_hot(IDS, 4, sparse=True)
    assert backend.is_tensor(sparse)
    dense = backend.convert_to_tensor(sparse, sparse=False)
    np.testing.assert_array_equal(backend.convert_to_numpy(dense), np.eye(4)[IDS])


def test_flash_attention():
    """On torch the framework's kernel runs on a CPU too; elsewhere there is none without a GPU."""
    if backend.backend() == "torch":
        found = ops.dot_product_attention(QUERY, QUERY, QUERY, is_causal=True, flash_attention=True)
        np.testing.assert_allclose(
            backend.convert_to_numpy(found), attention(QUERY, QUERY, QUERY, is_causal=True), rtol=1e-4, atol=1e-5
        )
    elif not accelerated():
        with pytest.raises((ValueError, RuntimeError)):
            ops.dot_product_attention(QUERY, QUERY, QUERY, flash_attention=True)


def accelerated():
    if backend.backend() != "jax":
        return False
    import jax

    return jax.default_backend() != "cpu"


@pytest.mark.skipif(backend.backend() == "tensorflow", reason="its kernels give the shape of their input")
@pytest.mark.parametrize("groups", [1, 2])
def test_convolution_of_no_samples(groups):
    x, kernel = np.zeros((0, 5, 2), "float32"), np.zeros((3, 2 // groups, 4), "float32")
    assert ops.conv(x, kernel).shape == (0, 3, 4)
    assert ops.separable_conv(x, np.zeros((3, 2, 1), "float32"), np.zeros((1, 2, 3), "float32")).shape == (0, 3, 3)
