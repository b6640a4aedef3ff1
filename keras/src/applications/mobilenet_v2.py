from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import (
    Architecture,
    one_of,
    rounded_channels,
    shape_of_tensor,
    square_size,
    trained_size,
)

SIZES = (96, 128, 160, 192, 224)  # of the images with pretrained weights
ALPHAS = (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)
# (expansion, filters, repeats, stride of the first) of the inverted residuals
BLOCKS = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


def _norm(x, net, name):
    return layers.BatchNormalization(
        axis=net.channels_last, epsilon=1e-3, momentum=0.999, name=name
    )(x)


def _pointwise(x, filters, name, padding="same"):
    return layers.Conv2D(filters, 1, padding=padding, use_bias=False, name=name)(x)


def _block(x, net, expansion, filters, stride, name):
    """An inverted residual: wider, depthwise convolution, narrower without activation."""
    inputs, channels = x, x.shape[net.channels_last]
    if expansion > 1:
        x = _norm(_pointwise(x, expansion * channels, f"{name}_expand"), net, f"{name}_expand_BN")
        x = layers.ReLU(6.0, name=f"{name}_expand_relu")(x)
    if stride > 1:
        x = layers.ZeroPadding2D(imagenet_utils.correct_pad(x, 3), name=f"{name}_pad")(x)
    padding = "same" if stride == 1 else "valid"
    depthwise = f"{name}_depthwise"
    x = layers.DepthwiseConv2D(3, strides=stride, use_bias=False, padding=padding, name=depthwise)(
        x
    )
    x = layers.ReLU(6.0, name=f"{depthwise}_relu")(_norm(x, net, f"{depthwise}_BN"))
    x = _norm(_pointwise(x, filters, f"{name}_project"), net, f"{name}_project_BN")
    if channels == filters and stride == 1:
        return layers.Add(name=f"{name}_add")([inputs, x])
    return x


def _blocks(x, net, alpha):
    i = 0
    for expansion, filters, repeats, stride in BLOCKS:
        for repeat in range(repeats):
            name = f"block_{i}" if i else "expanded_conv"
            width = rounded_channels(int(filters * alpha))
            x = _block(x, net, expansion, width, 1 if repeat else stride, name)
            i += 1
    return x


@keras_export(["keras.applications.mobilenet_v2.MobileNetV2", "keras.applications.MobileNetV2"])
def MobileNetV2(
    input_shape=None, alpha=1.0, include_top=True, weights="imagenet", input_tensor=None,
    pooling=None, classes=1000, classifier_activation="softmax", name=None,
):
    """MobileNetV2: 3.5 million parameters with `alpha=1.0`.

    Sandler and others, MobileNetV2: Inverted Residuals and Linear Bottlenecks,
    https://arxiv.org/abs/1801.04381. Images go through this module's `preprocess_input` first.

    Args:
        input_shape: Tuple of 3 integers, shape of one image, at least 32 pixels high and wide. With the top it
            defaults to 224 x 224 x 3; without, to any height and width.
        alpha: Float, factor of the number of filters in each layer. Defaults to 1.0.
        include_top: Boolean, whether the model ends in the classifier. Defaults to `True`.
        weights: `"imagenet"` for those of the paper's data set (downloaded), path of a weight file, or None for
            random ones. Defaults to `"imagenet"`.
        input_tensor: KerasTensor to use as the images, or None for a new input.
        pooling: What follows the last block where there is no top: `"avg"`, `"max"` or None for nothing.
        classes: Integer, number of classes; 1000 for pretrained weights. Defaults to 1000.
        classifier_activation: Activation of the top, or None for logits. Defaults to `"softmax"`.
        name: Name of the model. Default None: one that tells `alpha` and the height of the images by `input_shape`.

    Returns:
        A Functional model.

    Raises:
        ValueError: If an argument has a value that the others do not allow.

    Example:

    >>> model = keras.applications.MobileNetV2(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1280)
    """
    of_tensor = input_shape is None and input_tensor is not None
    input_shape = shape_of_tensor("MobileNetV2", input_shape, input_tensor)
    net = Architecture(
        include_top, weights, input_tensor, input_shape, pooling, classes, classifier_activation,
        name or "MobileNetV2", size=trained_size(input_shape, SIZES, 224),
    )
    files = None
    if weights == "imagenet":
        one_of("MobileNetV2", ALPHAS, alpha=alpha)
        size = square_size(net.input_shape, SIZES, 224)
        stem = f"mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{float(alpha)}_{size}"
        files = "mobilenet_v2", f"{stem}.h5", None, f"{stem}_no_top.h5", None
    first = rounded_channels(32 * alpha)
    x = layers.Conv2D(first, 3, strides=2, padding="same", use_bias=False, name="Conv1")(net.input)
    x = layers.ReLU(6.0, name="Conv1_relu")(_norm(x, net, "bn_Conv1"))
    x = _blocks(x, net, alpha)
    x = _pointwise(x, rounded_channels(1280 * max(alpha, 1.0)), "Conv_1", padding="valid")
    x = layers.ReLU(6.0, name="out_relu")(_norm(x, net, "Conv_1_bn"))
    side = (224 if include_top else None) if of_tensor else net.height
    net.name = name or f"mobilenetv2_{alpha:0.2f}_{side}"
    return net.model(net.head(x, average=None), files)


@keras_export("keras.applications.mobilenet_v2.preprocess_input")
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to -1 to 1.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.mobilenet_v2.preprocess_input(pixel).tolist()
    [[[1.0, 0.0, -1.0]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="tf")


@keras_export("keras.applications.mobilenet_v2.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
