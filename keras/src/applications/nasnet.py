from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture
from keras.src.backend import name_scope
from keras.src.utils.python_utils import given


def _relu(x, name=None):
    return layers.Activation("relu", name=name)(x)


def _norm(x, net, name):
    return layers.BatchNormalization(
        axis=net.channels_last, momentum=0.9997, epsilon=1e-3, name=name
    )(x)


def _convolution(x, filters, name, size=1, strides=1, padding="same"):
    return layers.Conv2D(
        filters, size, strides=strides, padding=padding, use_bias=False,
        kernel_initializer="he_normal", name=name,
    )(x)


def _separable(x, net, filters, size, name, block, strides=1):
    """Two separable convolutions, activated before and normalized after; the first may make the image smaller."""
    with name_scope(f"block_{block}"), name_scope(f"separable_conv_block_{name}"):
        x = _relu(x)
        if strides == 2:
            pad = imagenet_utils.correct_pad(x, size)
            x = layers.ZeroPadding2D(pad, name=f"separable_conv_1_pad_{name}")(x)
        for i, stride in ((1, strides), (2, 1)):
            if i == 2:
                x = _relu(x)
            x = layers.SeparableConv2D(
                filters, size, strides=stride, padding="same" if stride == 1 else "valid", use_bias=False,
                name=f"separable_conv_{i}_{name}",
            )(x)
            x = _norm(x, net, f"separable_conv_{i}_bn_{name}")
        return x


def _adjusted(before, x, net, filters, cell):
    """`before`, the input of the cell before, with the sides of `x` and `filters` channels."""
    if before is None:
        return x
    side = net.channels % 3 + 1
    if before.shape[side] != x.shape[side]:
        with name_scope("adjust_block"), name_scope(f"adjust_reduction_block_{cell}"):
            return _norm(_halved(before, net, filters, cell), net, f"adjust_bn_{cell}")
    if before.shape[net.channels_last] == filters:
        return before
    with name_scope("adjust_block"), name_scope(f"adjust_projection_block_{cell}"):
        before = _convolution(_relu(before), filters, f"adjust_conv_projection_{cell}")
        return _norm(before, net, f"adjust_bn_{cell}")


def _halved(before, net, filters, cell):
    before = _relu(before, f"adjust_relu_1_{cell}")
    shifted = layers.ZeroPadding2D(((0, 1), (0, 1)))(before)
    shifted = layers.Cropping2D(((1, 0), (1, 0)))(shifted)
    halves = []
    for i, half in ((1, before), (2, shifted)):
        half = layers.AveragePooling2D(1, strides=2, name=f"adjust_avg_pool_{i}_{cell}")(half)
        halves.append(_convolution(half, filters // 2, f"adjust_conv_{i}_{cell}"))
    return layers.Concatenate(axis=net.channels_last)(halves)


def _narrowed(x, net, filters, kind, cell):
    return _norm(
        _convolution(_relu(x), filters, f"{kind}_conv_1_{cell}"), net, f"{kind}_bn_1_{cell}"
    )


def _normal_cell(x, before, net, filters, cell):
    """A cell that leaves the sides as they are; returns its output and its input."""

    def separable(x, size, place):
        return _separable(x, net, filters, size, f"normal_{place}_{cell}", block=place[-1])

    def average(x, place):
        return layers.AveragePooling2D(3, strides=1, padding="same", name=f"normal_{place}_{cell}")(
            x
        )

    p = _adjusted(before, x, net, filters, cell)
    h = _narrowed(x, net, filters, "normal", cell)
    pairs = (
        lambda: (separable(h, 5, "left1"), separable(p, 3, "right1")),
        lambda: (separable(p, 5, "left2"), separable(p, 3, "right2")),
        lambda: (average(h, "left3"), p),
        lambda: (average(p, "left4"), average(p, "right4")),
        lambda: (separable(h, 3, "left5"), h),
    )
    sums = [layers.Add(name=f"normal_add_{i}_{cell}")(pair()) for i, pair in enumerate(pairs, 1)]
    return layers.Concatenate(axis=net.channels_last, name=f"normal_concat_{cell}")([p, *sums]), x


def _reduction_cell(x, before, net, filters, cell):
    """A cell that halves the sides; returns its output and its input."""

    def separable(x, size, place, strides=2):
        block = 5 if place == "left4" else place[-1]  # the name of the published model
        return _separable(x, net, filters, size, f"reduction_{place}_{cell}", block, strides)

    def pooled(kind, x, place, strides=2, padding="valid"):
        return kind(3, strides=strides, padding=padding, name=f"reduction_{place}_{cell}")(x)

    def add(pair, name):
        return layers.Add(name=name and f"reduction_{name}_{cell}")(pair)

    average, maximum = layers.AveragePooling2D, layers.MaxPooling2D
    p = _adjusted(before, x, net, filters, cell)
    h = _narrowed(x, net, filters, "reduction", cell)
    pad = imagenet_utils.correct_pad(h, 3)
    padded = layers.ZeroPadding2D(pad, name=f"reduction_pad_1_{cell}")(h)
    x1 = add([separable(h, 5, "left1"), separable(p, 7, "right1")], "add_1")
    x2 = add([pooled(maximum, padded, "left2"), separable(p, 7, "right2")], "add_2")
    x3 = add([pooled(average, padded, "left3"), separable(p, 5, "right3")], "add3")
    x4 = add([x2, pooled(average, x1, "left4", strides=1, padding="same")], None)
    x5 = add([separable(x1, 3, "left4", strides=1), pooled(maximum, padded, "right5")], "add4")
    name = f"reduction_concat_{cell}"
    return layers.Concatenate(axis=net.channels_last, name=name)([x2, x3, x4, x5]), x


def nasnet(filters, repeats, stem, skip_reduction, net, files):
    """Three stacks of `repeats` normal cells; a reduction cell between them, two in the stem.

    Args:
        filters: Integer, filters of the first stack, doubled with each one.
        repeats: Integer, normal cells of a stack.
        stem: Integer, filters of the first convolution.
        skip_reduction: Boolean, whether a stack's first cell sees the input of the cell before the reduction.
        net: Architecture.
        files: The published weights.
    """
    x = _convolution(net.input, stem, "stem_conv1", size=3, strides=2, padding="valid")
    x = _norm(x, net, "stem_bn1")
    before = None
    for i, part in ((1, 4), (2, 2)):
        with name_scope(f"reduction_A_block_stem_{i}"):
            x, before = _reduction_cell(x, before, net, filters // part, f"stem_{i}")
    for stack in range(3):
        width = filters * 2**stack
        if stack:
            cell = f"reduce_{stack * repeats}"
            with name_scope(f"reduction_A_block_{cell}"):
                x, inputs = _reduction_cell(x, before, net, width, cell)
            before = before if skip_reduction else inputs
        for i in range(repeats):
            cell = stack * repeats + i + (stack > 0)
            with name_scope(f"normal_A_block_{cell}"):
                x, before = _normal_cell(x, before, net, width, cell)
    return net.model(net.head(_relu(x), average=None), files)


FILES = {
    "mobile": (
        "nasnet", "NASNet-mobile.h5", "020fb642bf7360b370c678b08e0adf61", "NASNet-mobile-no-top.h5",
        "1ed92395b5b598bdda52abe5c0dbfd63",
    ),
    "large": (
        "nasnet", "NASNet-large.h5", "11577c9a518f0070763c2b964a382f17", "NASNet-large-no-top.h5",
        "d81d89dc07e6e56530c4e77faddd61b5",
    ),
}


@keras_export(["keras.applications.nasnet.NASNetMobile", "keras.applications.NASNetMobile"])
def NASNetMobile(
    input_shape=None, include_top=True, weights="imagenet", input_tensor=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="nasnet_mobile",
):
    """NASNet-A Mobile: 5.3 million parameters.

    Zoph and others, Learning Transferable Architectures for Scalable Image Recognition,
    https://arxiv.org/abs/1707.07012. Images go through this module's `preprocess_input` first.

    Args:
        input_shape: Tuple of 3 integers, shape of one image, at least 32 pixels high and wide. With the top it
            defaults to 224 x 224 x 3; without, to any height and width.
        include_top: Boolean, whether the model ends in the classifier. Defaults to `True`.
        weights: `"imagenet"` for those of the paper's data set (downloaded), path of a weight file, or None for
            random ones. Defaults to `"imagenet"`.
        input_tensor: KerasTensor to use as the images, or None for a new input.
        pooling: What follows the last block where there is no top: `"avg"`, `"max"` or None for nothing.
        classes: Integer, number of classes; 1000 for pretrained weights. Defaults to 1000.
        classifier_activation: Activation of the top, or None for logits. Defaults to `"softmax"`.
        name: Name of the model.

    Returns:
        A Functional model.

    Raises:
        ValueError: If an argument has a value that the others do not allow.

    Example:

    >>> model = keras.applications.NASNetMobile(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1056)
    """
    net = Architecture(
        size=224,
        flatten=include_top or (input_shape is None and input_tensor is None),
        **given(locals()),
    )
    return nasnet(44, 4, 32, False, net, FILES["mobile"])


@keras_export(["keras.applications.nasnet.NASNetLarge", "keras.applications.NASNetLarge"])
def NASNetLarge(
    input_shape=None, include_top=True, weights="imagenet", input_tensor=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="nasnet_large",
):
    """NASNet-A Large: 88.9 million parameters.

    Zoph and others, Learning Transferable Architectures for Scalable Image Recognition,
    https://arxiv.org/abs/1707.07012. Images go through this module's `preprocess_input` first.

    Arguments, result and errors are those of `NASNetMobile`; with the top
    `input_shape` defaults to 331 x 331 x 3.

    Example:

    >>> model = keras.applications.NASNetLarge(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 4032)
    """
    net = Architecture(
        size=331,
        flatten=include_top or (input_shape is None and input_tensor is None),
        **given(locals()),
    )
    return nasnet(168, 6, 96, True, net, FILES["large"])


@keras_export("keras.applications.nasnet.preprocess_input")
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to -1 to 1.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.nasnet.preprocess_input(pixel).tolist()
    [[[1.0, 0.0, -1.0]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="tf")


@keras_export("keras.applications.nasnet.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
