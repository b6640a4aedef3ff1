from keras.src import backend, layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture, kernels
from keras.src.utils.python_utils import given

FILTERS = (64, 128, 256, 512)  # of the four stacks
EPSILON = 1.001e-5
WEIGHTS_HASHES = {  # of the files with and without the top
    "resnet50": ("2cb95161c43110f7111970584f804107", "4d473c1dd8becc155b73f8504c6f6626"),
    "resnet101": ("f1aeb4b969a6efcfb50fad2f0c20cfc5", "88cf7a10940856eca736dc7b7e228a21"),
    "resnet152": ("100835be76be38e30d865e96f2aaae62", "ee4c566cf9a93f14d82f913c2dc6dd0c"),
    "resnet50v2": ("3ef43a0b657b3be2300d5770ece849e0", "fac2f116257151a9d068a22e544a4917"),
    "resnet101v2": ("6343647c601c52e1368623803854d971", "c0ed64b8031c3730f411d2eb4eea35b5"),
    "resnet152v2": ("a49b44d1979771252814e80f8ec446f9", "ed17cf2e0169df9d443503ef94b23b33"),
}


def _norm(x, name):
    axis = 1 if backend.image_data_format() == "channels_first" else 3
    return layers.BatchNormalization(axis=axis, epsilon=EPSILON, name=f"{name}_bn")(x)


def _norm_relu(x, name):
    return layers.Activation("relu", name=f"{name}_relu")(_norm(x, name))


def residual_block_v1(x, filters, kernel_size=3, stride=1, conv_shortcut=True, name=None):
    """A bottleneck of which normalization and activation follow each convolution."""
    inputs = x
    if conv_shortcut:
        inputs = layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(x)
        inputs = _norm(inputs, f"{name}_0")
    x = layers.Conv2D(filters, 1, strides=stride, name=f"{name}_1_conv")(x)
    x = _norm_relu(x, f"{name}_1")
    x = layers.Conv2D(filters, kernel_size, padding="same", name=f"{name}_2_conv")(x)
    x = _norm_relu(x, f"{name}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    x = _norm(x, f"{name}_3")
    x = layers.Add(name=f"{name}_add")([inputs, x])
    return layers.Activation("relu", name=f"{name}_out")(x)


def stack_residual_blocks_v1(x, filters, blocks, stride1=2, name=None):
    """`blocks` bottlenecks; the first one has a convolution beside it and the stride."""
    for i in range(1, blocks + 1):
        stride = stride1 if i == 1 else 1
        x = residual_block_v1(x, filters, stride=stride, conv_shortcut=i == 1, name=f"{name}_block{i}")
    return x


def residual_block_v2(x, filters, kernel_size=3, stride=1, conv_shortcut=False, name=None):
    """A bottleneck of which normalization and activation come before each convolution."""
    before = _norm_relu(x, f"{name}_preact")
    if conv_shortcut:
        inputs = layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(before)
    else:
        inputs = layers.MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
    x = layers.Conv2D(filters, 1, use_bias=False, name=f"{name}_1_conv")(before)
    x = _norm_relu(x, f"{name}_1")
    x = layers.ZeroPadding2D(1, name=f"{name}_2_pad")(x)
    x = layers.Conv2D(filters, kernel_size, strides=stride, use_bias=False, name=f"{name}_2_conv")(x)
    x = _norm_relu(x, f"{name}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    return layers.Add(name=f"{name}_out")([inputs, x])


def stack_residual_blocks_v2(x, filters, blocks, stride1=2, name=None):
    """`blocks` bottlenecks; the first one has a convolution beside it, the last one the stride."""
    for i in range(1, blocks + 1):
        stride = stride1 if i == blocks else 1
        x = residual_block_v2(x, filters, stride=stride, conv_shortcut=i == 1, name=f"{name}_block{i}")
    return x


def ResNet(
    stack_fn, preact, use_bias, include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
    pooling=None, classes=1000, classifier_activation="softmax", name="resnet", weights_name=None,
):
    """A residual network of stacks of one's own, between the usual first convolution and the usual head.

    Args:
        stack_fn: Function of the tensor after the first pooling that gives the output of the last stack.
        preact: Boolean, whether normalization and activation come before the convolutions (the second version).
        use_bias: Boolean, whether the first convolution has a bias.
        weights_name: Key of `WEIGHTS_HASHES`, the published weights for `weights="imagenet"`. Defaults to None.

    The other arguments, and the result, are those of `ResNet50`.
    """
    net = Architecture(**given(locals(), ("stack_fn", "preact", "use_bias", "weights_name")))
    x = layers.ZeroPadding2D(3, name="conv1_pad")(net.input)
    x = layers.Conv2D(64, 7, strides=2, use_bias=use_bias, name="conv1_conv")(x)
    if not preact:
        x = _norm_relu(x, "conv1")
    x = layers.ZeroPadding2D(1, name="pool1_pad")(x)
    x = stack_fn(layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x))
    if preact:
        x = _norm_relu(x, "post")
    hashes = WEIGHTS_HASHES.get(weights_name)
    return net.model(net.head(x, maximum="max_pool"), hashes and kernels("resnet", weights_name, *hashes))


def resnet(weights_name, repeats, **arguments):
    """A published architecture: four stacks of bottlenecks, `repeats` in each."""
    preact = weights_name.endswith("v2")
    stack = stack_residual_blocks_v2 if preact else stack_residual_blocks_v1
    strides = (2, 2, 2, 1) if preact else (1, 2, 2, 2)

    def stack_fn(x):
        for i, (filters, repeat, stride) in enumerate(zip(FILTERS, repeats, strides, strict=True), 2):
            x = stack(x, filters, repeat, stride1=stride, name=f"conv{i}")
        return x

    return ResNet(stack_fn, preact, True, weights_name=weights_name, **arguments)


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
    return resnet("resnet50", (3, 4, 6, 3), **given(locals()))


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
    return resnet("resnet101", (3, 4, 23, 3), **given(locals()))


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
    return resnet("resnet152", (3, 8, 36, 3), **given(locals()))


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
