from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture, kernels
from keras.src.applications.inception_blocks import STEM, branch, mixed
from keras.src.utils.python_utils import given


def _block_35(pooled):
    return (
        ((64, 1),),
        ((48, 1), (64, 5)),
        ((64, 1), (96, 3), (96, 3)),
        ("avg", (pooled, 1)),
    )


def _block_17(filters):
    return (
        ((192, 1),),
        ((filters, 1), (filters, (1, 7)), (192, (7, 1))),
        ((filters, 1), (filters, (7, 1)), (filters, (1, 7)), (filters, (7, 1)), (192, (1, 7))),
        ("avg", (192, 1)),
    )


FORK = [(384, (1, 3)), (384, (3, 1))]
BLOCK_8 = (
    ((320, 1),),
    ((384, 1), FORK),
    ((448, 1), (384, 3), FORK),
    ("avg", (192, 1)),
)
BLOCKS = (
    _block_35(32),
    _block_35(64),
    _block_35(64),
    (((384, 3, 2),), ((64, 1), (96, 3), (96, 3, 2)), ("max",)),
    _block_17(128),
    _block_17(160),
    _block_17(160),
    _block_17(192),
    (
        ((192, 1), (320, 3, 2)),
        ((192, 1), (192, (1, 7)), (192, (7, 1)), (192, 3, 2)),
        ("max",),
    ),
    BLOCK_8,
    BLOCK_8,
)


@keras_export(["keras.applications.inception_v3.InceptionV3", "keras.applications.InceptionV3"])
def InceptionV3(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="inception_v3",
):
    """InceptionV3: 23.9 million parameters.

    Szegedy and others, Rethinking the Inception Architecture for Computer Vision,
    https://arxiv.org/abs/1512.00567. Images go through this module's `preprocess_input` first.

    Args:
        include_top: Boolean, whether the model ends in the classifier. Defaults to `True`.
        weights: `"imagenet"` for those of the paper's data set (downloaded), path of a weight file, or None for
            random ones. Defaults to `"imagenet"`.
        input_tensor: KerasTensor to use as the images, or None for a new input.
        input_shape: Tuple of 3 integers, shape of one image, at least 75 pixels high and wide. With the top it
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

    >>> model = keras.applications.InceptionV3(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    net = Architecture(size=299, minimum=75, **given(locals()))
    files = kernels(
        "inception_v3", "inception_v3", "9a0d58056eeedaa3f26cb7ebd46da564",
        "bcbd6486424b2319ff4ef7d526e38f63",
    )
    x = branch(net.input, net, STEM)
    for i, branches in enumerate(BLOCKS):
        x = mixed(x, net, branches, f"mixed{i}", {1: f"mixed9_{i - 9}"})
    return net.model(net.head(x, average=None, top="avg_pool"), files)


@keras_export("keras.applications.inception_v3.preprocess_input")
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to -1 to 1.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.inception_v3.preprocess_input(pixel).tolist()
    [[[1.0, 0.0, -1.0]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="tf")


@keras_export("keras.applications.inception_v3.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
