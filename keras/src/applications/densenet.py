from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture, kernels
from keras.src.utils.python_utils import given

EPSILON = 1.001e-5
GROWTH = 32


def _norm_relu(x, axis, norm, relu):
    x = layers.BatchNormalization(axis=axis, epsilon=EPSILON, name=norm)(x)
    return layers.Activation("relu", name=relu)(x)


def _convolution(x, filters, size, name, **options):
    return layers.Conv2D(filters, size, use_bias=False, name=name, **options)(x)


def _dense_layer(x, axis, name):
    """Adds `GROWTH` channels to `x`."""
    new = _norm_relu(x, axis, f"{name}_0_bn", f"{name}_0_relu")
    new = _convolution(new, 4 * GROWTH, 1, f"{name}_1_conv")
    new = _norm_relu(new, axis, f"{name}_1_bn", f"{name}_1_relu")
    new = _convolution(new, GROWTH, 3, f"{name}_2_conv", padding="same")
    return layers.Concatenate(axis=axis, name=f"{name}_concat")([x, new])


def _transition(x, axis, name):
    """Halves the channels and the sides."""
    x = _norm_relu(x, axis, f"{name}_bn", f"{name}_relu")
    x = _convolution(x, x.shape[axis] // 2, 1, f"{name}_conv")
    return layers.AveragePooling2D(2, strides=2, name=f"{name}_pool")(x)


def densenet(repeats, files, **arguments):
    """Four dense blocks of `repeats` layers, with transitions between them."""
    net = Architecture(**arguments)
    axis = net.channels
    x = layers.ZeroPadding2D(3)(net.input)
    x = _convolution(x, 64, 7, "conv1_conv", strides=2)
    x = _norm_relu(x, axis, "conv1_bn", "conv1_relu")
    x = layers.ZeroPadding2D(1)(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)
    for block, repeat in enumerate(repeats, 2):
        for i in range(1, repeat + 1):
            x = _dense_layer(x, axis, f"conv{block}_block{i}")
        if block < 5:
            x = _transition(x, axis, f"pool{block}")
    x = _norm_relu(x, axis, "bn", "relu")
    return net.model(net.head(x, maximum="max_pool"), files)


@keras_export(["keras.applications.densenet.DenseNet121", "keras.applications.DenseNet121"])
def DenseNet121(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="densenet121",
):
    """DenseNet121: 121 layers, 8.1 million parameters.

    Huang and others, Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993.
    Images go through this module's `preprocess_input` first.

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

    >>> model = keras.applications.DenseNet121(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1024)
    """
    return densenet(
        (6, 12, 24, 16),
        kernels("densenet", "densenet121", "9d60b8095a5708f2dcce2bca79d332c7", "30ee3e1110167f948a6b9946edeeb738"),
        **given(locals()),
    )


@keras_export(["keras.applications.densenet.DenseNet169", "keras.applications.DenseNet169"])
def DenseNet169(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="densenet169",
):
    """DenseNet169: 169 layers, 14.3 million parameters.

    Huang and others, Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993.
    Images go through this module's `preprocess_input` first.

    Arguments, result and errors are those of `DenseNet121`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.DenseNet169(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1664)
    """
    return densenet(
        (6, 12, 32, 32),
        kernels("densenet", "densenet169", "d699b8f76981ab1b30698df4c175e90b", "b8c4d4c20dd625c148057b9ff1c1176b"),
        **given(locals()),
    )


@keras_export(["keras.applications.densenet.DenseNet201", "keras.applications.DenseNet201"])
def DenseNet201(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="densenet201",
):
    """DenseNet201: 201 layers, 20.2 million parameters.

    Huang and others, Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993.
    Images go through this module's `preprocess_input` first.

    Arguments, result and errors are those of `DenseNet121`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.DenseNet201(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1920)
    """
    return densenet(
        (6, 12, 48, 32),
        kernels("densenet", "densenet201", "1ceb130c1ea1b78c3bf6114dbdfd8807", "c13680b51ded0fb44dff2d8f86ac8bb1"),
        **given(locals()),
    )


@keras_export("keras.applications.densenet.preprocess_input")
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to 0 to 1, less ImageNet's means, over its standard deviations.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.densenet.preprocess_input(pixel).round(3).tolist()
    [[[2.249, 0.196, -1.804]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="torch")


@keras_export("keras.applications.densenet.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
