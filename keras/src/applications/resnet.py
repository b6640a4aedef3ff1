from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture, kernels
from keras.src.utils.python_utils import given

FILTERS = (64, 128, 256, 512)  # of the four stacks
EPSILON = 1.001e-5


class _Layers:
    """The layers of residual networks, with the axis of their channels."""

    def __init__(self, axis):
        self.axis = axis

    def norm(self, x, name):
        return layers.BatchNormalization(axis=self.axis, epsilon=EPSILON, name=f"{name}_bn")(x)

    def norm_relu(self, x, name):
        return layers.Activation("relu", name=f"{name}_relu")(self.norm(x, name))


def block_v1(make, x, filters, stride, shortcut, name):
    """A bottleneck of which normalization and activation follow each convolution."""
    inputs = x
    if shortcut:
        inputs = layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(x)
        inputs = make.norm(inputs, f"{name}_0")
    x = layers.Conv2D(filters, 1, strides=stride, name=f"{name}_1_conv")(x)
    x = make.norm_relu(x, f"{name}_1")
    x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_2_conv")(x)
    x = make.norm_relu(x, f"{name}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    x = make.norm(x, f"{name}_3")
    x = layers.Add(name=f"{name}_add")([inputs, x])
    return layers.Activation("relu", name=f"{name}_out")(x)


def block_v2(make, x, filters, stride, shortcut, name):
    """A bottleneck of which normalization and activation come before each convolution."""
    before = make.norm_relu(x, f"{name}_preact")
    if shortcut:
        inputs = layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(before)
    else:
        inputs = layers.MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
    x = layers.Conv2D(filters, 1, use_bias=False, name=f"{name}_1_conv")(before)
    x = make.norm_relu(x, f"{name}_1")
    x = layers.ZeroPadding2D(1, name=f"{name}_2_pad")(x)
    x = layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=f"{name}_2_conv")(x)
    x = make.norm_relu(x, f"{name}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    return layers.Add(name=f"{name}_out")([inputs, x])


def resnet(repeats, preact, files, **arguments):
    """Four stacks of bottlenecks, `repeats` in each; `preact` tells the second version from the first."""
    net = Architecture(**arguments)
    make = _Layers(net.channels)
    x = layers.ZeroPadding2D(3, name="conv1_pad")(net.input)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    if not preact:
        x = make.norm_relu(x, "conv1")
    x = layers.ZeroPadding2D(1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)
    for stack, (filters, repeat) in enumerate(zip(FILTERS, repeats, strict=True), 2):
        for i in range(1, repeat + 1):
            name = f"conv{stack}_block{i}"
            if preact:  # the last block of a stack makes the image smaller
                x = block_v2(make, x, filters, 2 if i == repeat and stack < 5 else 1, i == 1, name)
            else:  # the first one does
                x = block_v1(make, x, filters, 2 if i == 1 and stack > 2 else 1, i == 1, name)
    if preact:
        x = make.norm_relu(x, "post")
    return net.model(net.head(x, maximum="max_pool"), files)


@keras_export(
    [
        "keras.applications.resnet50.ResNet50",
        "keras.applications.resnet.ResNet50",
        "keras.applications.ResNet50",
    ]
)
def ResNet50(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="resnet50",
):
    """ResNet50: 50 layers, 25.6 million parameters.

    He and others, Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385.
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

    >>> model = keras.applications.ResNet50(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    return resnet(
        (3, 4, 6, 3),
        False,
        kernels("resnet", "resnet50", "2cb95161c43110f7111970584f804107", "4d473c1dd8becc155b73f8504c6f6626"),
        **given(locals()),
    )


@keras_export(["keras.applications.resnet.ResNet101", "keras.applications.ResNet101"])
def ResNet101(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="resnet101",
):
    """ResNet101: 101 layers, 44.7 million parameters.

    He and others, Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385.
    Images go through this module's `preprocess_input` first.

    Arguments, result and errors are those of `ResNet50`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.ResNet101(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    return resnet(
        (3, 4, 23, 3),
        False,
        kernels("resnet", "resnet101", "f1aeb4b969a6efcfb50fad2f0c20cfc5", "88cf7a10940856eca736dc7b7e228a21"),
        **given(locals()),
    )


@keras_export(["keras.applications.resnet.ResNet152", "keras.applications.ResNet152"])
def ResNet152(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="resnet152",
):
    """ResNet152: 152 layers, 60.4 million parameters.

    He and others, Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385.
    Images go through this module's `preprocess_input` first.

    Arguments, result and errors are those of `ResNet50`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.ResNet152(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    return resnet(
        (3, 8, 36, 3),
        False,
        kernels("resnet", "resnet152", "100835be76be38e30d865e96f2aaae62", "ee4c566cf9a93f14d82f913c2dc6dd0c"),
        **given(locals()),
    )


@keras_export(["keras.applications.resnet50.preprocess_input", "keras.applications.resnet.preprocess_input"])
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to blue, green, red, less the means of ImageNet.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.resnet.preprocess_input(pixel).round(3).tolist()
    [[[-103.939, 10.721, 131.32]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="caffe")


@keras_export(
    [
        "keras.applications.resnet50.decode_predictions",
        "keras.applications.resnet.decode_predictions",
    ]
)
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
