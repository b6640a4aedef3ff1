import itertools

import numpy as np
import pytest

from keras.src import backend, layers, ops
from keras.src.layers.layer_cases import LayerTests, case, parametrize


def uniform(*shape):
    return np.random.default_rng(len(shape)).uniform(-1, 1, shape).astype("float32")


SEQUENCE, IMAGE, VOLUME = uniform(2, 6, 2), uniform(1, 5, 4, 2), uniform(1, 3, 4, 3, 2)


def same_padding(size, kernel, stride, dilation):
    total = max((-(-size // stride) - 1) * stride + (kernel - 1) * dilation + 1 - size, 0)
    return total // 2, total - total // 2


def conv(x, kernel, strides=1, padding="valid", dilation=1, groups=1):
    """Convolution with the channels last, as a sum over the points of the window."""
    rank = x.ndim - 2
    strides, dilation = (np.broadcast_to(v, rank).tolist() for v in (strides, dilation))
    if padding == "same":
        pads = [same_padding(*v) for v in zip(x.shape[1:-1], kernel.shape, strides, dilation)]
        x = np.pad(x, [(0, 0), *pads, (0, 0)])
    sizes = [
        (n - (k - 1) * d - 1) // s + 1 for n, k, s, d in zip(x.shape[1:-1], kernel.shape, strides, dilation)
    ]
    output = np.zeros((x.shape[0], *sizes, kernel.shape[-1]))
    inputs, outputs = kernel.shape[-2], kernel.shape[-1] // groups
    for point in itertools.product(*map(range, kernel.shape[:rank])):
        window = tuple(
            slice(p * d, p * d + (n - 1) * s + 1, s) for p, d, n, s in zip(point, dilation, sizes, strides)
        )
        seen = x[(slice(None), *window)]
        for g in range(groups):
            mine = slice(g * outputs, (g + 1) * outputs)
            output[..., mine] += seen[..., g * inputs : (g + 1) * inputs] @ kernel[point][:, mine]
    return output


def transposed(x, kernel, strides=1, padding="valid", extra=0):
    """Transposed convolution: each input point adds the kernel times its value to the output."""
    rank = x.ndim - 2
    strides = np.broadcast_to(strides, rank).tolist()
    full = [(n - 1) * s + max(k, s) + extra for n, k, s in zip(x.shape[1:-1], kernel.shape, strides)]
    output = np.zeros((x.shape[0], *full, kernel.shape[-2]))
    for point in itertools.product(*map(range, kernel.shape[:rank])):
        places = tuple(slice(p, p + (n - 1) * s + 1, s) for p, n, s in zip(point, x.shape[1:-1], strides))
        output[(slice(None), *places)] += x @ kernel[point].T
    if padding == "same":
        for axis, (n, k, s) in enumerate(zip(x.shape[1:-1], kernel.shape, strides), 1):
            before = max(k - s, 0) // 2
            output = np.take(output, range(before, before + n * s), axis)
    return output


def depthwise(x, kernel, **options):
    channels = range(kernel.shape[-2])
    return np.concatenate([conv(x[..., c : c + 1], kernel[..., c : c + 1, :], **options) for c in channels], -1)


def channels_first(x):
    return np.moveaxis(x, -1, 1)


CASES = [
    case(
        "Conv1D",
        SEQUENCE,
        lambda x, kernel, bias: conv(x, kernel) + bias,
        filters=3,
        kernel_size=2,
        weights={"kernel": (2, 2, 3), "bias": (3,)},
    ),
    case(
        "Conv1D",
        SEQUENCE,
        lambda x, kernel: np.maximum(conv(x, kernel, 2, "same"), 0),
        filters=4,
        kernel_size=3,
        strides=2,
        padding="same",
        activation="relu",
        use_bias=False,
        weights={"kernel": (3, 2, 4)},
    ),
    case(
        "Conv1D",
        SEQUENCE,
        lambda x, kernel, bias: conv(np.pad(x, ((0, 0), (4, 0), (0, 0))), kernel, dilation=2) + bias,
        filters=2,
        kernel_size=3,
        padding="causal",
        dilation_rate=2,
        weights={"kernel": (3, 2, 2), "bias": (2,)},
    ),
    case(
        "Conv2D",
        IMAGE,
        lambda x, kernel, bias: conv(x, kernel, (2, 1), "same") + bias,
        filters=3,
        kernel_size=(3, 2),
        strides=(2, 1),
        padding="same",
        weights={"kernel": (3, 2, 2, 3), "bias": (3,)},
    ),
    case(
        "Conv2D",
        IMAGE,
        lambda x, kernel, bias: conv(x, kernel, groups=2) + bias,
        filters=4,
        kernel_size=2,
        groups=2,
        weights={"kernel": (2, 2, 1, 4), "bias": (4,)},
    ),
    case(
        "Conv2D",
        channels_first(IMAGE),
        lambda x, kernel, bias: channels_first(conv(np.moveaxis(x, 1, -1), kernel) + bias),
        filters=3,
        kernel_size=2,
        data_format="channels_first",
        weights={"kernel": (2, 2, 2, 3), "bias": (3,)},
    ),
    case(
        "Conv2D",
        IMAGE,
        lambda x, kernel, bias, lora_kernel_a, lora_kernel_b: conv(x, kernel + lora_kernel_a @ lora_kernel_b) + bias,
        filters=3,
        kernel_size=2,
        lora_rank=2,
        weights={"kernel": (2, 2, 2, 3), "bias": (3,), "lora_kernel_a": (2, 2, 2, 2), "lora_kernel_b": (2, 3)},
    ),
    case(
        "Conv3D",
        VOLUME,
        lambda x, kernel, bias: conv(x, kernel) + bias,
        filters=2,
        kernel_size=(1, 2, 2),
        weights={"kernel": (1, 2, 2, 2, 2), "bias": (2,)},
    ),
    case(
        "Conv1DTranspose",
        SEQUENCE,
        lambda x, kernel, bias: transposed(x, kernel) + bias,
        filters=3,
        kernel_size=2,
        weights={"kernel": (2, 3, 2), "bias": (3,)},
    ),
    case(
        "Conv2DTranspose",
        IMAGE,
        lambda x, kernel, bias: transposed(x, kernel, 2, "same") + bias,
        filters=3,
        kernel_size=(3, 2),
        strides=2,
        padding="same",
        weights={"kernel": (3, 2, 3, 2), "bias": (3,)},
    ),
    case(
        "Conv3DTranspose",
        VOLUME,
        lambda x, kernel: transposed(x, kernel),
        filters=2,
        kernel_size=2,
        use_bias=False,
        weights={"kernel": (2, 2, 2, 2, 2)},
    ),
    case(
        "DepthwiseConv1D",
        SEQUENCE,
        lambda x, kernel, bias: depthwise(x, kernel, strides=2, padding="same") + bias,
        kernel_size=3,
        strides=2,
        padding="same",
        depth_multiplier=2,
        weights={"kernel": (3, 2, 2), "bias": (4,)},
    ),
    case(
        "DepthwiseConv2D",
        IMAGE,
        lambda x, kernel, bias: depthwise(x, kernel) + bias,
        kernel_size=2,
        weights={"kernel": (2, 2, 2, 1), "bias": (2,)},
    ),
    case(
        "SeparableConv1D",
        SEQUENCE,
        lambda x, depthwise_kernel, pointwise_kernel, bias: (
            depthwise(x, depthwise_kernel) @ pointwise_kernel[0] + bias
        ),
        filters=3,
        kernel_size=2,
        weights={"depthwise_kernel": (2, 2, 1), "pointwise_kernel": (1, 2, 3), "bias": (3,)},
    ),
    case(
        "SeparableConv2D",
        IMAGE,
        lambda x, depthwise_kernel, pointwise_kernel: (
            depthwise(x, depthwise_kernel, strides=2, padding="same") @ pointwise_kernel[0, 0]
        ),
        filters=3,
        kernel_size=2,
        strides=2,
        padding="same",
        depth_multiplier=2,
        use_bias=False,
        weights={"depthwise_kernel": (2, 2, 2, 2), "pointwise_kernel": (1, 1, 4, 3)},
    ),
]


@parametrize(CASES)
class TestConvolutions(LayerTests):
    pass


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: layers.Conv2D(0, 2), "Argument `filters` of Conv2D must be a positive integer. Received: filters=0"),
        (lambda: layers.Conv2D(2, (2, 2, 2)), "`kernel_size`"),
        (lambda: layers.Conv1D(2, 2, strides=0), "`strides`"),
        (lambda: layers.Conv2D(2, 2, padding="causal"), "`padding`"),
        (lambda: layers.Conv2D(2, 2, strides=2, dilation_rate=2), "cannot both be greater than 1"),
        (lambda: layers.Conv1D(3, 2, groups=2), "must be a multiple of `groups`"),
        (lambda: layers.Conv1D(4, 2, groups=2).build((None, 5, 3)), "must be a multiple of"),
        (lambda: layers.Conv2D(2, 2).build((None, 5, 5, None)), "size of the channels axis"),
        (lambda: layers.Conv1D(2, 5).build((None, 3, 1)), "3"),
        (lambda: layers.Conv2D(2, 2)(IMAGE[0]), "min_ndim=4"),
        (lambda: layers.Conv2DTranspose(2, 2, strides=2, output_padding=3), "Argument `output_padding`"),
        (lambda: layers.DepthwiseConv2D(2, depth_multiplier=0), "Argument `depth_multiplier`"),
    ],
)
def test_bad_arguments(make, words):
    with pytest.raises(ValueError) as e:
        make()
    assert words in str(e.value)


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize(
    "name, x, options",
    [
        ("Conv1D", SEQUENCE, {"padding": "same"}),
        ("Conv2D", IMAGE, {"strides": 2}),
        ("Conv3D", VOLUME, {"padding": "same"}),
        ("SeparableConv2D", IMAGE, {}),
        ("Conv2DTranspose", IMAGE, {"strides": 2, "padding": "same"}),
        ("Conv1DTranspose", SEQUENCE, {"strides": 4}),  # longer than what inputs contribute to
        ("Conv3DTranspose", VOLUME, {"strides": 2, "output_padding": 1}),
    ],
)
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_bias_reaches_every_place(name, x, options, data_format, dtype):
    """Also where a kernel takes it along, and where nothing but the bias is."""
    if data_format == "channels_first":
        x = np.moveaxis(x, -1, 1)
    bias = np.array([1.0, 2.0, -3.0])
    layer = getattr(layers, name)(3, 2, data_format=data_format, dtype=dtype, **options)
    bare = backend.convert_to_numpy(ops.cast(layer(x), "float32"))
    layer.bias.assign(bias)
    found = backend.convert_to_numpy(ops.cast(layer(x), "float32"))
    wanted = bare + (bias if data_format == "channels_last" else bias.reshape(3, *(1,) * (x.ndim - 2)))
    np.testing.assert_allclose(found, wanted, atol=1e-5 if dtype == "float32" else 0.03)
