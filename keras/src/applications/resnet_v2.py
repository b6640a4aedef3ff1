from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.resnet import resnet
from keras.src.utils.python_utils import given


@keras_export(["keras.applications.resnet_v2.ResNet50V2", "keras.applications.ResNet50V2"])
def ResNet50V2(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="resnet50v2",
):
    """ResNet50V2: 50 layers, 25.6 million parameters.

    He and others, Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027.
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

    >>> model = keras.applications.ResNet50V2(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    return resnet("resnet50v2", (3, 4, 6, 3), **given(locals()))


@keras_export(["keras.applications.resnet_v2.ResNet101V2", "keras.applications.ResNet101V2"])
def ResNet101V2(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="resnet101v2",
):
    """ResNet101V2: 101 layers, 44.7 million parameters.

    He and others, Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027.
    Images go through this module's `preprocess_input` first.

    Arguments, result and errors are those of `ResNet50V2`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.ResNet101V2(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    return resnet("resnet101v2", (3, 4, 23, 3), **given(locals()))


@keras_export(["keras.applications.resnet_v2.ResNet152V2", "keras.applications.ResNet152V2"])
def ResNet152V2(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="resnet152v2",
):
    """ResNet152V2: 152 layers, 60.4 million parameters.

    He and others, Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027.
    Images go through this module's `preprocess_input` first.

    Arguments, result and errors are those of `ResNet50V2`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.ResNet152V2(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    return resnet("resnet152v2", (3, 8, 36, 3), **given(locals()))


@keras_export("keras.applications.resnet_v2.preprocess_input")
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to -1 to 1.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.resnet_v2.preprocess_input(pixel).tolist()
    [[[1.0, 0.0, -1.0]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="tf")


@keras_export("keras.applications.resnet_v2.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
