from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import (
    Architecture,
    one_of,
    rounded_channels,
    shape_of_tensor,
)
from keras.src.utils.python_utils import given

# (expansion, filters, kernel, stride, whether squeezed and excited, activation) of each block
SMALL = (
    (1, 16, 3, 2, True, "relu"),
    (72 / 16, 24, 3, 2, False, "relu"),
    (88 / 24, 24, 3, 1, False, "relu"),
    (4, 40, 5, 2, True, "hard_silu"),
    *((6, 40, 5, 1, True, "hard_silu"),) * 2,
    *((3, 48, 5, 1, True, "hard_silu"),) * 2,
    (6, 96, 5, 2, True, "hard_silu"),
    *((6, 96, 5, 1, True, "hard_silu"),) * 2,
)
LARGE = (
    (1, 16, 3, 1, False, "relu"),
    (4, 24, 3, 2, False, "relu"),
    (3, 24, 3, 1, False, "relu"),
    (3, 40, 5, 2, True, "relu"),
    *((3, 40, 5, 1, True, "relu"),) * 2,
    (6, 80, 3, 2, False, "hard_silu"),
    (2.5, 80, 3, 1, False, "hard_silu"),
    *((2.3, 80, 3, 1, False, "hard_silu"),) * 2,
    *((6, 112, 3, 1, True, "hard_silu"),) * 2,
    (6, 160, 5, 2, True, "hard_silu"),
    *((6, 160, 5, 1, True, "hard_silu"),) * 2,
)
# hashes of the files with and without the top, by size, `minimalistic` and `alpha`
HASHES = {
    ("small", False, 1.0): (
        "8768d4c2e7dee89b9d02b2d03d65d862",
        "d3e8ec802a04aa4fc771ee12a9a9b836",
    ),
    ("small", False, 0.75): (
        "cb65d4e5be93758266aa0a7f2c6708b7",
        "ebdb5cc8e0b497cd13a7c275d475c819",
    ),
    ("small", True, 1.0): (
        "99cd97fb2fcdad2bf028eb838de69e37",
        "cde8136e733e811080d9fcd8a252f7e4",
    ),
    ("large", False, 1.0): (
        "59e551e166be033d707958cf9e29a6a7",
        "07fb09a5933dd0c8eaafa16978110389",
    ),
    ("large", False, 0.75): (
        "765b44a33ad4005b3ac83185abf1d0eb",
        "40af19a13ebea4e2ee0c676887f69a2e",
    ),
    ("large", True, 1.0): (
        "675e7b876c45c57e9e63e6d90a36599c",
        "ec5221f64a2f6d1ef965a614bdae7973",
    ),
}


def _activation(kind):
    return layers.ReLU() if kind == "relu" else layers.Activation(kind)


def _norm(x, net, name):
    return layers.BatchNormalization(
        axis=net.channels_last, epsilon=1e-3, momentum=0.999, name=name
    )(x)


def _convolution(x, filters, name, size=1, strides=1, use_bias=False):
    return layers.Conv2D(
        filters, size, strides=strides, padding="same", use_bias=use_bias, name=name
    )(x)


def _squeeze_excite(inputs, channels, name):
    """`inputs` scaled channel by channel, by a factor that depends on the channels' means."""
    name = f"{name}_squeeze_excite"
    x = layers.GlobalAveragePooling2D(keepdims=True, name=f"{name}_avg_pool")(inputs)
    x = _convolution(x, rounded_channels(channels * 0.25), f"{name}_conv", use_bias=True)
    x = layers.ReLU(name=f"{name}_relu")(x)
    x = _convolution(x, channels, f"{name}_conv_1", use_bias=True)
    x = layers.ReLU(6.0)(x + 3.0) * (1.0 / 6.0)  # hard sigmoid
    return layers.Multiply(name=f"{name}_mul")([inputs, x])


def _block(x, net, expansion, filters, kernel, stride, squeezed, kind, name):
    """An inverted residual with squeeze-and-excitation."""
    inputs, channels = x, x.shape[net.channels_last]
    wide = rounded_channels(channels * expansion)
    if name != "expanded_conv":
        x = _norm(_convolution(x, wide, f"{name}_expand"), net, f"{name}_expand_bn")
        x = _activation(kind)(x)
    depthwise = f"{name}_depthwise"
    if stride > 1:
        x = layers.ZeroPadding2D(imagenet_utils.correct_pad(x, kernel), name=f"{depthwise}_pad")(x)
    padding = "same" if stride == 1 else "valid"
    x = layers.DepthwiseConv2D(
        kernel, strides=stride, padding=padding, use_bias=False, name=depthwise
    )(x)
    x = _activation(kind)(_norm(x, net, f"{depthwise}_bn"))
    if squeezed:
        x = _squeeze_excite(x, wide, name)
    x = _norm(_convolution(x, filters, f"{name}_project"), net, f"{name}_project_bn")
    if stride == 1 and channels == filters:
        return layers.Add(name=f"{name}_add")([inputs, x])
    return x


def _files(net, size, alpha, minimalistic):
    """The published weights, or None where others are asked for."""
    if net.weights != "imagenet":
        return None
    one_of(net.name, (1.0,) if minimalistic else (0.75, 1.0), alpha=alpha)
    kind = "_minimalistic" if minimalistic else ""
    stem = f"weights_mobilenet_v3_{size}{kind}_224_{float(alpha)}_float"
    top, no_top = HASHES[size, bool(minimalistic), float(alpha)]
    return "mobilenet_v3", f"{stem}.h5", top, f"{stem}_no_top_v2.h5", no_top


def mobilenet_v3(size, alpha, minimalistic, dropout_rate, include_preprocessing, **arguments):
    """The blocks of one size, and the layers around them."""
    blocks, last = {"small": (SMALL, 1024), "large": (LARGE, 1280)}[size]
    net = Architecture(**arguments, flatten=False, any_channels=True)
    files = _files(net, size, alpha, minimalistic)
    kind = "relu" if minimalistic else "hard_silu"
    x = net.input
    if include_preprocessing:
        x = layers.Rescaling(1.0 / 127.5, offset=-1.0)(x)
    x = _activation(kind)(_norm(_convolution(x, 16, "conv", 3, 2), net, "conv_bn"))
    for i, (expansion, filters, kernel, stride, squeezed, activation) in enumerate(blocks):
        if minimalistic:
            kernel, squeezed, activation = 3, False, "relu"
        name = f"expanded_conv_{i}" if i else "expanded_conv"
        filters = rounded_channels(filters * alpha)
        x = _block(x, net, expansion, filters, kernel, stride, squeezed, activation, name)
    x = _convolution(x, rounded_channels(x.shape[net.channels_last] * 6), "conv_1")
    x = _activation(kind)(_norm(x, net, "conv_1_bn"))
    if not net.include_top:
        return net.model(net.pooled(x, "avg_pool", "max_pool"), files)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    last = rounded_channels(last * alpha) if alpha > 1.0 else last
    x = _activation(kind)(_convolution(x, last, "conv_2", use_bias=True))
    if dropout_rate > 0:
        x = layers.Dropout(dropout_rate)(x)
    x = layers.Flatten()(_convolution(x, net.classes, "logits", use_bias=True))
    return net.model(layers.Activation(net.activation, name="predictions")(x), files)


@keras_export(["keras.applications.MobileNetV3Small"])
def MobileNetV3Small(
    input_shape=None, alpha=1.0, minimalistic=False, include_top=True, weights="imagenet",
    input_tensor=None, classes=1000, pooling=None, dropout_rate=0.2,
    classifier_activation="softmax", include_preprocessing=True, name="MobileNetV3Small",
):
    """MobileNetV3Small: 2.6 million parameters with `alpha=1.0`.

    Howard and others, Searching for MobileNetV3, https://arxiv.org/abs/1905.02244. Images go in as they are,
    from 0 to 255.

    Args:
        input_shape: Tuple of 3 integers, shape of one image, at least 32 pixels high and wide.
            Defaults to any height and width.
        alpha: Float, factor of the number of filters in each layer. Defaults to 1.0.
        minimalistic: Boolean, whether to leave out squeeze-and-excitation, hard swish and 5 x 5 kernels. Defaults to
            `False`.
        include_top: Boolean, whether the model ends in the classifier. Defaults to `True`.
        weights: `"imagenet"` for those of the paper's data set (downloaded), path of a weight file, or None for
            random ones. Defaults to `"imagenet"`.
        input_tensor: KerasTensor to use as the images, or None for a new input.
        classes: Integer, number of classes; 1000 for pretrained weights. Defaults to 1000.
        pooling: What follows the last block where there is no top: `"avg"`, `"max"` or None for nothing.
        dropout_rate: Float, rate of the dropout before the classifier. Defaults to 0.2.
        classifier_activation: Activation of the top, or None for logits. Defaults to `"softmax"`.
        include_preprocessing: Boolean, whether the model takes images from 0 to 255. Defaults to `True`.
        name: Name of the model.

    Returns:
        A Functional model.

    Raises:
        ValueError: If an argument has a value that the others do not allow.

    Example:

    >>> model = keras.applications.MobileNetV3Small(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 576)
    """
    input_shape = shape_of_tensor(name, input_shape, input_tensor)
    return mobilenet_v3("small", **given(locals()))


@keras_export(["keras.applications.MobileNetV3Large"])
def MobileNetV3Large(
    input_shape=None, alpha=1.0, minimalistic=False, include_top=True, weights="imagenet",
    input_tensor=None, classes=1000, pooling=None, dropout_rate=0.2,
    classifier_activation="softmax", include_preprocessing=True, name="MobileNetV3Large",
):
    """MobileNetV3Large: 5.5 million parameters with `alpha=1.0`.

    Howard and others, Searching for MobileNetV3, https://arxiv.org/abs/1905.02244. Images go in as they are,
    from 0 to 255.

    Arguments, result and errors are those of `MobileNetV3Small`.

    Example:

    >>> model = keras.applications.MobileNetV3Large(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 960)
    """
    input_shape = shape_of_tensor(name, input_shape, input_tensor)
    return mobilenet_v3("large", **given(locals()))


@keras_export("keras.applications.mobilenet_v3.preprocess_input")
def preprocess_input(x, data_format=None):
    """The images as they are: the model has its preprocessing inside.

    Args:
        x: Array or tensor of images, from 0 to 255.
        data_format: Not used.

    Returns:
        `x`.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.mobilenet_v3.preprocess_input(pixel).tolist()
    [[[255.0, 127.5, 0.0]]]
    """
    return x


@keras_export("keras.applications.mobilenet_v3.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
