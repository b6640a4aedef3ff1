from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture, one_of, square_size, trained_size

SIZES = (128, 160, 192, 224)  # of the images with pretrained weights
ALPHAS = {0.25: "2_5", 0.5: "5_0", 0.75: "7_5", 1.0: "1_0"}
# (filters, stride) of each depthwise separable block
BLOCKS = (
    *((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)),
    *((512, 1),) * 5,
    *((1024, 2), (1024, 1)),
)


def _norm_relu(x, net, name):
    x = layers.BatchNormalization(axis=net.channels_last, name=f"{name}_bn")(x)
    return layers.ReLU(6.0, name=f"{name}_relu")(x)


def _block(x, net, filters, stride, depth_multiplier, i):
    """A depthwise convolution and a pointwise one."""
    if stride > 1:
        x = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f"conv_pad_{i}")(x)
    x = layers.DepthwiseConv2D(
        3,
        strides=stride,
        padding="same" if stride == 1 else "valid",
        depth_multiplier=depth_multiplier,
        use_bias=False,
        name=f"conv_dw_{i}",
    )(x)
    x = _norm_relu(x, net, f"conv_dw_{i}")
    x = layers.Conv2D(filters, 1, padding="same", use_bias=False, name=f"conv_pw_{i}")(x)
    return _norm_relu(x, net, f"conv_pw_{i}")


def _top(x, net, dropout):
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Dropout(dropout, name="dropout")(x)
    x = layers.Conv2D(net.classes, 1, padding="same", name="conv_preds")(x)
    x = layers.Reshape((net.classes,), name="reshape_2")(x)
    return layers.Activation(net.activation, name="predictions")(x)


@keras_export(["keras.applications.mobilenet.MobileNet", "keras.applications.MobileNet"])
def MobileNet(
    input_shape=None, alpha=1.0, depth_multiplier=1, dropout=1e-3, include_top=True,
    weights="imagenet", input_tensor=None, pooling=None, classes=1000,
    classifier_activation="softmax", name=None,
):
    """MobileNet: 4.3 million parameters with `alpha=1.0`.

    Howard and others, MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications,
    https://arxiv.org/abs/1704.04861. Images go through this module's `preprocess_input` first.

    Args:
        input_shape: Tuple of 3 integers, shape of one image, at least 32 pixels high and wide. With the top it
            defaults to 224 x 224 x 3; without, to any height and width.
        alpha: Float, factor of the number of filters in each layer. Defaults to 1.0.
        depth_multiplier: Integer, filters per channel of the depthwise convolutions. Defaults to 1.
        dropout: Float, rate of the dropout before the classifier. Defaults to 0.001.
        include_top: Boolean, whether the model ends in the classifier. Defaults to `True`.
        weights: `"imagenet"` for those of the paper's data set (downloaded), path of a weight file, or None for
            random ones. Defaults to `"imagenet"`.
        input_tensor: KerasTensor to use as the images, or None for a new input.
        pooling: What follows the last block where there is no top: `"avg"`, `"max"` or None for nothing.
        classes: Integer, number of classes; 1000 for pretrained weights. Defaults to 1000.
        classifier_activation: Activation of the top, or None for logits. Defaults to `"softmax"`.
        name: Name of the model. Default None: one that tells `alpha` and the size of the images.

    Returns:
        A Functional model.

    Raises:
        ValueError: If an argument has a value that the others do not allow.

    Example:

    >>> model = keras.applications.MobileNet(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1024)
    """
    net = Architecture(
        include_top, weights, input_tensor, input_shape, pooling, classes, classifier_activation,
        name or "MobileNet", size=trained_size(input_shape, SIZES, 224),
    )
    files = None
    if weights == "imagenet":
        one_of("MobileNet", (1,), depth_multiplier=depth_multiplier)
        one_of("MobileNet", tuple(ALPHAS), alpha=alpha)
        size = square_size(net.input_shape, SIZES, 224)
        stem = f"mobilenet_{ALPHAS[alpha]}_{size}_tf"
        files = "mobilenet", f"{stem}.h5", None, f"{stem}_no_top.h5", None
    stem_filters = int(32 * alpha)
    x = layers.Conv2D(stem_filters, 3, strides=2, padding="same", use_bias=False, name="conv1")(
        net.input
    )
    x = _norm_relu(x, net, "conv1")
    for i, (filters, stride) in enumerate(BLOCKS, 1):
        x = _block(x, net, int(filters * alpha), stride, depth_multiplier, i)
    x = _top(x, net, dropout) if include_top else net.pooled(x)
    net.name = name or f"mobilenet_{alpha:0.2f}_{net.height}"
    return net.model(x, files)


@keras_export("keras.applications.mobilenet.preprocess_input")
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to -1 to 1.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.mobilenet.preprocess_input(pixel).tolist()
    [[[1.0, 0.0, -1.0]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="tf")


@keras_export("keras.applications.mobilenet.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
