import math

from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture, rounded_channels
from keras.src.initializers import VarianceScaling
from keras.src.utils.python_utils import given

# (kernel, filters, repeats, expansion, stride of the first) of each stage of B0
STAGES = (
    (3, 16, 1, 1, 1),
    (3, 24, 2, 6, 2),
    (5, 40, 2, 6, 2),
    (3, 80, 3, 6, 2),
    (5, 112, 3, 6, 1),
    (5, 192, 4, 6, 2),
    (3, 320, 1, 6, 1),
)
# factors of width and depth, size of the images, rate of the dropout, hashes of the files with and without the top
VARIANTS = {
    "b0": (1.0, 1.0, 224, 0.2, "902e53a9f72be733fc0bcb005b3ebbac", "50bc09e76180e00e4465e1a485ddc09d"),
    "b1": (1.0, 1.1, 240, 0.2, "1d254153d4ab51201f1646940f018540", "74c4e6b3e1f6a1eea24c589628592432"),
    "b2": (1.1, 1.2, 260, 0.3, "b15cce36ff4dcbd00b6dd88e7857a6ad", "111f8e2ac8aa800a7a99e3239f7bfb39"),
    "b3": (1.2, 1.4, 300, 0.3, "ffd1fdc53d0ce67064dc6a9c7960ede0", "af6d107764bb5b1abb91932881670226"),
    "b4": (1.4, 1.8, 380, 0.4, "18c95ad55216b8f92d7e70b3a046e2fc", "ebc24e6d6c33eaebbd558eafbeedf1ba"),
    "b5": (1.6, 2.2, 456, 0.4, "ace28f2a6363774853a83a0b21b9421a", "38879255a25d3c92d5e44e04ae6cec6f"),
    "b6": (1.8, 2.6, 528, 0.5, "165f6e37dce68623721b423839de8be5", "9ecce42647a20130c1f39a5d4cb75743"),
    "b7": (2.0, 3.1, 600, 0.5, "8c03f828fec3ef71311cd463b6759d99", "cbcfe4450ddf6f3ad90b1b398090fe4a"),
}
DROP_RATE = 0.2  # with which the last block is left out
DEVIATIONS = (0.229, 0.224, 0.225)  # of ImageNet's channels


def kernel_initializer():
    return VarianceScaling(2.0, mode="fan_out", distribution="truncated_normal")


def convolution(x, filters, size, name, strides=1, padding="same", **options):
    return layers.Conv2D(
        filters, size, strides=strides, padding=padding, kernel_initializer=kernel_initializer(),
        name=name, **{"use_bias": False, **options},
    )(x)


def depthwise_convolution(x, size, name, strides, padding="same"):
    return layers.DepthwiseConv2D(
        size, strides=strides, padding=padding, use_bias=False,
        depthwise_initializer=kernel_initializer(), name=name,
    )(x)


def norm(x, net, name, momentum=0.99):
    return layers.BatchNormalization(axis=net.channels, momentum=momentum, name=f"{name}bn")(x)


def norm_silu(x, net, name, momentum=0.99):
    x = norm(x, net, name, momentum)
    return layers.Activation("silu", name=f"{name}activation")(x)


def squeeze_excite(inputs, net, filters, name):
    """`inputs` scaled channel by channel, by a factor that depends on the channels' means."""
    channels = inputs.shape[net.channels]
    x = layers.GlobalAveragePooling2D(name=f"{name}_se_squeeze")(inputs)
    x = layers.Reshape(net.shape(1, 1, channels), name=f"{name}_se_reshape")(x)
    x = convolution(x, filters, 1, f"{name}_se_reduce", activation="silu", use_bias=True)
    x = convolution(x, channels, 1, f"{name}_se_expand", activation="sigmoid", use_bias=True)
    return layers.Multiply(name=f"{name}_se_excite")([inputs, x])


def dropped_and_added(x, inputs, rate, name):
    """The residual connection; whole images of `x` are left out at `rate` in training."""
    if rate > 0:
        x = layers.Dropout(rate, noise_shape=(None, 1, 1, 1), name=f"{name}_drop")(x)
    return layers.Add(name=f"{name}_add")([x, inputs])


def top(x, net, dropout, **options):
    """The classifier, or what `pooling` asks for."""
    if not net.include_top:
        return net.pooled(x, "avg_pool", "max_pool")
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    x = layers.Dropout(dropout, name="top_dropout")(x)
    initializer = VarianceScaling(1 / 3, mode="fan_out", distribution="uniform")
    return net.classifier(x, kernel_initializer=initializer, **options)


def _block(x, net, kernel, filters, expansion, stride, rate, name):
    """An inverted residual with squeeze-and-excitation."""
    inputs, channels = x, x.shape[net.channels]
    if expansion > 1:
        x = convolution(x, channels * expansion, 1, f"{name}_expand_conv")
        x = norm_silu(x, net, f"{name}_expand_")
    padding = "same"
    if stride > 1:
        pad = imagenet_utils.correct_pad(x, kernel)
        x, padding = layers.ZeroPadding2D(pad, name=f"{name}_dwconv_pad")(x), "valid"
    x = depthwise_convolution(x, kernel, f"{name}_dwconv", stride, padding)
    x = norm_silu(x, net, f"{name}_")
    x = squeeze_excite(x, net, max(1, channels // 4), name)
    x = convolution(x, filters, 1, f"{name}_project_conv")
    x = norm(x, net, f"{name}_project_")
    if stride == 1 and channels == filters:
        return dropped_and_added(x, inputs, rate, name)
    return x


def _preprocessed(net):
    x = layers.Rescaling(1.0 / 255.0)(net.input)
    x = layers.Normalization(axis=net.channels)(x)
    if net.weights == "imagenet":  # they were trained on images over the roots of the deviations
        x = layers.Rescaling([1.0 / math.sqrt(deviation) for deviation in DEVIATIONS])(x)
    return x


def efficientnet(variant, **arguments):
    """The stages, with width, depth and size scaled together."""
    width, depth, size, dropout, *hashes = VARIANTS[variant]
    net = Architecture(**arguments, size=size)
    x = _preprocessed(net)
    x = layers.ZeroPadding2D(imagenet_utils.correct_pad(x, 3), name="stem_conv_pad")(x)
    x = convolution(x, rounded_channels(32 * width), 3, "stem_conv", strides=2, padding="valid")
    x = norm_silu(x, net, "stem_")
    repeats = [math.ceil(depth * stage[2]) for stage in STAGES]
    total, done = sum(repeats), 0
    for i, (kernel, filters, _, expansion, stride) in enumerate(STAGES):
        filters = rounded_channels(filters * width)
        for j in range(repeats[i]):
            name = f"block{i + 1}{chr(ord('a') + j)}"
            rate = DROP_RATE * done / total
            x = _block(x, net, kernel, filters, expansion, 1 if j else stride, rate, name)
            done += 1
    x = convolution(x, rounded_channels(1280 * width), 1, "top_conv")
    x = norm_silu(x, net, "top_")
    stem = f"efficientnet{variant}"
    files = "", f"{stem}.h5", hashes[0], f"{stem}_notop.h5", hashes[1]
    return net.model(top(x, net, dropout), files)


@keras_export(["keras.applications.efficientnet.EfficientNetB0", "keras.applications.EfficientNetB0"])
def EfficientNetB0(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="efficientnetb0",
):
    """EfficientNetB0: 5.3 million parameters.

    Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
    https://arxiv.org/abs/1905.11946. Images go in as they are, from 0 to 255.

    Args:
        include_top: Boolean, whether the model ends in the classifier. Defaults to `True`.
        weights: `"imagenet"` for those of the paper's data set (downloaded), path of a weight file, or None for
            random ones. Defaults to `"imagenet"`.
        input_tensor: KerasTensor to use as the images, or None for a new input.
        input_shape: Tuple of 3 integers, shape of one image, at least 32 pixels high and wide. With the top it
            defaults to 224 x 224 x 3; without, to any height and width.
        pooling: What follows the last block where there is no top: `"avg"`, `"max"` or None for nothing.
        classes: Integer, number of classes; 1000 for pretrained weights. Defaults to 1000.
        classifier_activation: Activation of the top, or None for logits. Defaults to `"softmax"`.
        name: Name of the model.

    Returns:
        A Functional model.

    Raises:
        ValueError: If an argument has a value that the others do not allow.

    Example:

    >>> model = keras.applications.EfficientNetB0(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1280)
    """
    return efficientnet("b0", **given(locals()))


@keras_export(["keras.applications.efficientnet.EfficientNetB1", "keras.applications.EfficientNetB1"])
def EfficientNetB1(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="efficientnetb1",
):
    """EfficientNetB1: 7.9 million parameters.

    Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
    https://arxiv.org/abs/1905.11946. Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetB0`; with the top
    `input_shape` defaults to 240 x 240 x 3.

    Example:

    >>> model = keras.applications.EfficientNetB1(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1280)
    """
    return efficientnet("b1", **given(locals()))


@keras_export(["keras.applications.efficientnet.EfficientNetB2", "keras.applications.EfficientNetB2"])
def EfficientNetB2(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="efficientnetb2",
):
    """EfficientNetB2: 9.2 million parameters.

    Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
    https://arxiv.org/abs/1905.11946. Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetB0`; with the top
    `input_shape` defaults to 260 x 260 x 3.

    Example:

    >>> model = keras.applications.EfficientNetB2(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1408)
    """
    return efficientnet("b2", **given(locals()))


@keras_export(["keras.applications.efficientnet.EfficientNetB3", "keras.applications.EfficientNetB3"])
def EfficientNetB3(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="efficientnetb3",
):
    """EfficientNetB3: 12.3 million parameters.

    Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
    https://arxiv.org/abs/1905.11946. Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetB0`; with the top
    `input_shape` defaults to 300 x 300 x 3.

    Example:

    >>> model = keras.applications.EfficientNetB3(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1536)
    """
    return efficientnet("b3", **given(locals()))


@keras_export(["keras.applications.efficientnet.EfficientNetB4", "keras.applications.EfficientNetB4"])
def EfficientNetB4(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="efficientnetb4",
):
    """EfficientNetB4: 19.5 million parameters.

    Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
    https://arxiv.org/abs/1905.11946. Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetB0`; with the top
    `input_shape` defaults to 380 x 380 x 3.

    Example:

    >>> model = keras.applications.EfficientNetB4(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1792)
    """
    return efficientnet("b4", **given(locals()))


@keras_export(["keras.applications.efficientnet.EfficientNetB5", "keras.applications.EfficientNetB5"])
def EfficientNetB5(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="efficientnetb5",
):
    """EfficientNetB5: 30.6 million parameters.

    Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
    https://arxiv.org/abs/1905.11946. Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetB0`; with the top
    `input_shape` defaults to 456 x 456 x 3.

    Example:

    >>> model = keras.applications.EfficientNetB5(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    return efficientnet("b5", **given(locals()))


@keras_export(["keras.applications.efficientnet.EfficientNetB6", "keras.applications.EfficientNetB6"])
def EfficientNetB6(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="efficientnetb6",
):
    """EfficientNetB6: 43.3 million parameters.

    Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
    https://arxiv.org/abs/1905.11946. Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetB0`; with the top
    `input_shape` defaults to 528 x 528 x 3.

    Example:

    >>> model = keras.applications.EfficientNetB6(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2304)
    """
    return efficientnet("b6", **given(locals()))


@keras_export(["keras.applications.efficientnet.EfficientNetB7", "keras.applications.EfficientNetB7"])
def EfficientNetB7(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="efficientnetb7",
):
    """EfficientNetB7: 66.7 million parameters.

    Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
    https://arxiv.org/abs/1905.11946. Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetB0`; with the top
    `input_shape` defaults to 600 x 600 x 3.

    Example:

    >>> model = keras.applications.EfficientNetB7(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2560)
    """
    return efficientnet("b7", **given(locals()))


@keras_export("keras.applications.efficientnet.preprocess_input")
def preprocess_input(x, data_format=None):
    """The images as they are: the model has its preprocessing inside.

    Args:
        x: Array or tensor of images, from 0 to 255.
        data_format: Not used.

    Returns:
        `x`.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.efficientnet.preprocess_input(pixel).tolist()
    [[[255.0, 127.5, 0.0]]]
    """
    return x


@keras_export("keras.applications.efficientnet.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
