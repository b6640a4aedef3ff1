import math

from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture
from keras.src.applications.efficientnet import (
    DROP_RATE,
    convolution,
    depthwise_convolution,
    dropped_and_added,
    norm,
    norm_silu,
    squeeze_excite,
    top,
)
from keras.src.initializers import Constant
from keras.src.utils.python_utils import given

MOMENTUM = 0.9
FUSED_STAGES = 3  # the first ones, without depthwise convolutions
# (filters, repeats, expansion, stride of the first) of each stage
STAGES = {
    "b": (
        (16, 1, 1, 1),
        (32, 2, 4, 2),
        (48, 2, 4, 2),
        (96, 3, 4, 2),
        (112, 5, 6, 1),
        (192, 8, 6, 2),
    ),
    "s": (
        (24, 2, 1, 1),
        (48, 4, 4, 2),
        (64, 4, 4, 2),
        (128, 6, 4, 2),
        (160, 9, 6, 1),
        (256, 15, 6, 2),
    ),
    "m": (
        (24, 3, 1, 1),
        (48, 5, 4, 2),
        (80, 5, 4, 2),
        (160, 7, 4, 2),
        (176, 14, 6, 1),
        (304, 18, 6, 2),
        (512, 5, 6, 1),
    ),
    "l": (
        (32, 4, 1, 1),
        (64, 7, 4, 2),
        (96, 7, 4, 2),
        (192, 10, 4, 2),
        (224, 19, 6, 1),
        (384, 25, 6, 2),
        (640, 7, 6, 1),
    ),
}
# stages, filters of the stem, factors of width and depth, size of the images, hashes with and without the top
VARIANTS = {
    "b0": ("b", 32, 1.0, 1.0, 224, "21ecbf6da12460d5c40bb2f29ceb2188", "893217f2bb855e2983157299931e43ff"),
    "b1": ("b", 32, 1.0, 1.1, 240, "069f0534ff22adf035c89e2d9547a9dc", "0e80663031ca32d657f9caa404b6ec37"),
    "b2": ("b", 32, 1.1, 1.2, 260, "424e49f28180edbde1e94797771950a7", "1dfe2e7a5d45b6632553a8961ea609eb"),
    "b3": ("b", 32, 1.2, 1.4, 300, "1f1fc43bd98a6e4fd8fdfd551e02c7a0", "f6abf7b5849ac99a89b50dd3fd532856"),
    "s": ("s", 24, 1.0, 1.0, 384, "e1d88a8495beba45748fedd0cecbe016", "af0682fb74e8c54910f2d4393339c070"),
    "m": ("m", 24, 1.0, 1.0, 480, "a3bf6aa3276309f4fc6a34aa114c95cd", "1b8dc055df72dde80d614482840fe342"),
    "l": ("l", 32, 1.0, 1.0, 480, "27e6d408b53c7ebc868fefa357689935", "b0b66b5c863aef5b46e8608fe1711615"),
}


def _eights(channels):
    """`channels` to the next multiple of eight, which here may be more than a tenth lower."""
    return int(channels + 4) // 8 * 8


def _fused_block(x, net, filters, expansion, stride, name):
    """A convolution that widens, where there is expansion, and one that narrows."""
    if expansion > 1:
        wide = x.shape[net.channels] * expansion
        x = convolution(x, wide, 3, f"{name}_expand_conv", strides=stride)
        x = norm_silu(x, net, f"{name}_expand_", MOMENTUM)
        x = convolution(x, filters, 1, f"{name}_project_conv")
        return norm(x, net, f"{name}_project_", MOMENTUM)
    x = convolution(x, filters, 3, f"{name}_project_conv", strides=stride)
    return norm_silu(x, net, f"{name}_project_", MOMENTUM)


def _depthwise_block(x, net, filters, expansion, stride, name):
    """An inverted bottleneck with squeeze-and-excitation."""
    channels = x.shape[net.channels]
    x = convolution(x, channels * expansion, 1, f"{name}_expand_conv")
    x = norm_silu(x, net, f"{name}_expand_", MOMENTUM)
    x = depthwise_convolution(x, 3, f"{name}_dwconv2", stride)
    x = norm_silu(x, net, f"{name}_", MOMENTUM)
    x = squeeze_excite(x, net, max(1, channels // 4), name)
    x = convolution(x, filters, 1, f"{name}_project_conv")
    return norm(x, net, f"{name}_project_", MOMENTUM)


def _preprocessed(net, standardized):
    """Images from 0 to 255 as the variant was trained on them."""
    if not (standardized and net.input_shape[net.channels - 1] == 3):
        return layers.Rescaling(1.0 / 128.0, offset=-1)(net.input)
    mean = list(imagenet_utils.TORCH_MEANS)
    variance = [deviation**2 for deviation in imagenet_utils.TORCH_DEVIATIONS]
    x = layers.Rescaling(1.0 / 255.0)(net.input)
    return layers.Normalization(mean=mean, variance=variance, axis=net.channels)(x)


def efficientnet_v2(variant, include_preprocessing, **arguments):
    """The stages of one variant, and the layers around them."""
    family, stem, width, depth, size, *hashes = VARIANTS[variant]
    net = Architecture(**arguments, size=size)
    x = _preprocessed(net, family == "b") if include_preprocessing else net.input
    x = convolution(x, _eights(stem * width), 3, "stem_conv", strides=2)
    x = norm_silu(x, net, "stem_", MOMENTUM)
    repeats = [math.ceil(depth * stage[1]) for stage in STAGES[family]]
    total, done = sum(stage[1] for stage in STAGES[family]), 0  # of the unscaled variant
    for i, (filters, _, expansion, stride) in enumerate(STAGES[family]):
        filters = _eights(filters * width)
        block = _fused_block if i < FUSED_STAGES else _depthwise_block
        for j in range(repeats[i]):
            name = f"block{i + 1}{chr(ord('a') + j)}"
            inputs = x
            x = block(x, net, filters, expansion, 1 if j else stride, name)
            if x.shape == inputs.shape and (j or stride == 1):
                x = dropped_and_added(x, inputs, DROP_RATE * done / total, name)
            done += 1
    x = convolution(x, _eights(1280 * width), 1, "top_conv")
    x = norm_silu(x, net, "top_", MOMENTUM)
    name = f"efficientnetv2-{variant}"
    files = "efficientnet_v2", f"{name}.h5", hashes[0], f"{name}_notop.h5", hashes[1]
    return net.model(top(x, net, 0.2, bias_initializer=Constant(0.0)), files)


@keras_export(["keras.applications.efficientnet_v2.EfficientNetV2B0", "keras.applications.EfficientNetV2B0"])
def EfficientNetV2B0(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", include_preprocessing=True,
    name="efficientnetv2-b0",
):
    """EfficientNetV2B0: 7.2 million parameters.

    Tan and Le, EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298.
    Images go in as they are, from 0 to 255.

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
        include_preprocessing: Boolean, whether the model takes images from 0 to 255. Defaults to `True`.
        name: Name of the model.

    Returns:
        A Functional model.

    Raises:
        ValueError: If an argument has a value that the others do not allow.

    Example:

    >>> model = keras.applications.EfficientNetV2B0(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1280)
    """
    return efficientnet_v2("b0", **given(locals()))


@keras_export(["keras.applications.efficientnet_v2.EfficientNetV2B1", "keras.applications.EfficientNetV2B1"])
def EfficientNetV2B1(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", include_preprocessing=True,
    name="efficientnetv2-b1",
):
    """EfficientNetV2B1: 8.2 million parameters.

    Tan and Le, EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298.
    Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetV2B0`; with the top
    `input_shape` defaults to 240 x 240 x 3.

    Example:

    >>> model = keras.applications.EfficientNetV2B1(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1280)
    """
    return efficientnet_v2("b1", **given(locals()))


@keras_export(["keras.applications.efficientnet_v2.EfficientNetV2B2", "keras.applications.EfficientNetV2B2"])
def EfficientNetV2B2(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", include_preprocessing=True,
    name="efficientnetv2-b2",
):
    """EfficientNetV2B2: 10.2 million parameters.

    Tan and Le, EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298.
    Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetV2B0`; with the top
    `input_shape` defaults to 260 x 260 x 3.

    Example:

    >>> model = keras.applications.EfficientNetV2B2(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1408)
    """
    return efficientnet_v2("b2", **given(locals()))


@keras_export(["keras.applications.efficientnet_v2.EfficientNetV2B3", "keras.applications.EfficientNetV2B3"])
def EfficientNetV2B3(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", include_preprocessing=True,
    name="efficientnetv2-b3",
):
    """EfficientNetV2B3: 14.5 million parameters.

    Tan and Le, EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298.
    Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetV2B0`; with the top
    `input_shape` defaults to 300 x 300 x 3.

    Example:

    >>> model = keras.applications.EfficientNetV2B3(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1536)
    """
    return efficientnet_v2("b3", **given(locals()))


@keras_export(["keras.applications.efficientnet_v2.EfficientNetV2S", "keras.applications.EfficientNetV2S"])
def EfficientNetV2S(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", include_preprocessing=True,
    name="efficientnetv2-s",
):
    """EfficientNetV2S: 21.6 million parameters.

    Tan and Le, EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298.
    Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetV2B0`; with the top
    `input_shape` defaults to 384 x 384 x 3.

    Example:

    >>> model = keras.applications.EfficientNetV2S(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1280)
    """
    return efficientnet_v2("s", **given(locals()))


@keras_export(["keras.applications.efficientnet_v2.EfficientNetV2M", "keras.applications.EfficientNetV2M"])
def EfficientNetV2M(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", include_preprocessing=True,
    name="efficientnetv2-m",
):
    """EfficientNetV2M: 54.4 million parameters.

    Tan and Le, EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298.
    Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetV2B0`; with the top
    `input_shape` defaults to 480 x 480 x 3.

    Example:

    >>> model = keras.applications.EfficientNetV2M(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1280)
    """
    return efficientnet_v2("m", **given(locals()))


@keras_export(["keras.applications.efficientnet_v2.EfficientNetV2L", "keras.applications.EfficientNetV2L"])
def EfficientNetV2L(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", include_preprocessing=True,
    name="efficientnetv2-l",
):
    """EfficientNetV2L: 119.0 million parameters.

    Tan and Le, EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298.
    Images go in as they are, from 0 to 255.

    Arguments, result and errors are those of `EfficientNetV2B0`; with the top
    `input_shape` defaults to 480 x 480 x 3.

    Example:

    >>> model = keras.applications.EfficientNetV2L(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1280)
    """
    return efficientnet_v2("l", **given(locals()))


@keras_export("keras.applications.efficientnet_v2.preprocess_input")
def preprocess_input(x, data_format=None):
    """The images as they are: the model has its preprocessing inside.

    Args:
        x: Array or tensor of images, from 0 to 255.
        data_format: Not used.

    Returns:
        `x`.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.efficientnet_v2.preprocess_input(pixel).tolist()
    [[[255.0, 127.5, 0.0]]]
    """
    return x


@keras_export("keras.applications.efficientnet_v2.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
