from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture, kernels
from keras.src.utils.python_utils import given


def _relu(x, name):
    return layers.Activation("relu", name=f"{name}_act")(x)


def _norm(x, net, name=None):
    return layers.BatchNormalization(axis=net.channels_last, name=name and f"{name}_bn")(x)


def _separable(x, net, filters, name):
    x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False, name=name)(x)
    return _norm(x, net, name)


def _shrinking_block(x, net, filters, block):
    """Two separable convolutions and a pooling, beside a convolution of stride 2."""
    first, last = filters
    side = layers.Conv2D(last, 1, strides=2, padding="same", use_bias=False)(x)
    side = _norm(side, net)
    for i, width in enumerate((first, last), 1):
        name = f"block{block}_sepconv{i}"
        if block > 2 or i > 1:
            x = _relu(x, name)
        x = _separable(x, net, width, name)
    x = layers.MaxPooling2D(3, strides=2, padding="same", name=f"block{block}_pool")(x)
    return layers.Add()([x, side])


def _middle_block(x, net, block):
    inputs = x
    for i in range(1, 4):
        name = f"block{block}_sepconv{i}"
        x = _separable(_relu(x, name), net, 728, name)
    return layers.Add()([x, inputs])


@keras_export(["keras.applications.xception.Xception", "keras.applications.Xception"])
def Xception(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="xception",
):
    """Xception: 22.9 million parameters.

    Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, https://arxiv.org/abs/1610.02357.
    Images go through this module's `preprocess_input` first.

    Args:
        include_top: Boolean, whether the model ends in the classifier. Defaults to `True`.
        weights: `"imagenet"` for those of the paper's data set (downloaded), path of a weight file, or None for
            random ones. Defaults to `"imagenet"`.
        input_tensor: KerasTensor to use as the images, or None for a new input.
        input_shape: Tuple of 3 integers, shape of one image, at least 71 pixels high and wide. With the top it
            defaults to 299 x 299 x 3; without, to any height and width.
        pooling: What follows the last block where there is no top: `"avg"`, `"max"` or None for nothing.
        classes: Integer, number of classes; 1000 for pretrained weights. Defaults to 1000.
        classifier_activation: Activation of the top, or None for logits. Defaults to `"softmax"`.
        name: Name of the model.

    Returns:
        A Functional model.

    Raises:
        ValueError: If an argument has a value that the others do not allow.

    Example:

    >>> model = keras.applications.Xception(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    net = Architecture(size=299, minimum=71, **given(locals()))
    files = kernels(
        "xception", "xception", "0a58e3b7378bc2990ea3b43d5981f1f6",
        "b0042744bf5b25fce3cb969f33bebb97",
    )
    x = net.input
    for i, (filters, stride) in enumerate(((32, 2), (64, 1)), 1):
        conv = f"block1_conv{i}"
        x = layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=conv)(x)
        x = _relu(_norm(x, net, conv), conv)
    for block, filters in enumerate(((128, 128), (256, 256), (728, 728)), 2):
        x = _shrinking_block(x, net, filters, block)
    for block in range(5, 13):
        x = _middle_block(x, net, block)
    x = _shrinking_block(x, net, (728, 1024), 13)
    for i, filters in enumerate((1536, 2048), 1):
        conv = f"block14_sepconv{i}"
        x = _relu(_separable(x, net, filters, conv), conv)
    return net.model(net.head(x, average=None, top="avg_pool"), files)


@keras_export("keras.applications.xception.preprocess_input")
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to -1 to 1.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.xception.preprocess_input(pixel).tolist()
    [[[1.0, 0.0, -1.0]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="tf")


@keras_export("keras.applications.xception.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
