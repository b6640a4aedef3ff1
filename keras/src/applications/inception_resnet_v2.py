from keras.src import layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture, kernels
from keras.src.applications.inception_blocks import STEM, branch, convolution, mixed
from keras.src.layers.layer import Layer
from keras.src.utils.python_utils import given

MIXED_5B = (
    ((96, 1),),
    ((48, 1), (64, 5)),
    ((64, 1), (96, 3), (96, 3)),
    ("avg", (64, 1)),
)
BLOCK_35 = (((32, 1),), ((32, 1), (32, 3)), ((32, 1), (48, 3), (64, 3)))
MIXED_6A = (((384, 3, 2),), ((256, 1), (256, 3), (384, 3, 2)), ("max",))
BLOCK_17 = (((192, 1),), ((128, 1), (160, (1, 7)), (192, (7, 1))))
MIXED_7A = (
    ((256, 1), (384, 3, 2)),
    ((256, 1), (288, 3, 2)),
    ((256, 1), (288, 3), (320, 3, 2)),
    ("max",),
)
BLOCK_8 = (((192, 1),), ((192, 1), (224, (1, 3)), (256, (3, 1))))


class CustomScaleLayer(Layer):
    """The sum of two inputs, of which the second is scaled.

    Args:
        scale: Float, factor of the second input.
    """

    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return super().get_config() | {"scale": self.scale}

    def call(self, inputs):
        return inputs[0] + inputs[1] * self.scale


def _residual(x, net, branches, scale, name, activation="relu"):
    """The block's branches, brought to the channels of `x` and added to it."""
    new = mixed(x, net, branches, f"{name}_mixed")
    new = layers.Conv2D(x.shape[net.channels], 1, padding="same", name=f"{name}_conv")(new)
    x = CustomScaleLayer(scale)([x, new])
    return x if activation is None else layers.Activation(activation, name=f"{name}_ac")(x)


@keras_export(
    [
        "keras.applications.inception_resnet_v2.InceptionResNetV2",
        "keras.applications.InceptionResNetV2",
    ]
)
def InceptionResNetV2(
    include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None,
    classes=1000, classifier_activation="softmax", name="inception_resnet_v2",
):
    """InceptionResNetV2: 55.9 million parameters.

    Szegedy and others, Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning,
    https://arxiv.org/abs/1602.07261. Images go through this module's `preprocess_input` first.

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

    >>> model = keras.applications.InceptionResNetV2(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1536)
    """
    net = Architecture(size=299, minimum=75, **given(locals()))
    files = kernels(
        "inception_resnet_v2", "inception_resnet_v2", "e693bd0210a403b3192acc6073ad2e96",
        "d19885ff4a710c122648d3b5c3b684e4",
    )
    x = mixed(branch(net.input, net, STEM), net, MIXED_5B, "mixed_5b")
    for i in range(1, 11):
        x = _residual(x, net, BLOCK_35, 0.17, f"block35_{i}")
    x = mixed(x, net, MIXED_6A, "mixed_6a")
    for i in range(1, 21):
        x = _residual(x, net, BLOCK_17, 0.1, f"block17_{i}")
    x = mixed(x, net, MIXED_7A, "mixed_7a")
    for i in range(1, 10):
        x = _residual(x, net, BLOCK_8, 0.2, f"block8_{i}")
    x = _residual(x, net, BLOCK_8, 1.0, "block8_10", activation=None)
    x = convolution(x, net, 1536, 1, name="conv_7b")
    return net.model(net.head(x, average=None, top="avg_pool"), files)


@keras_export("keras.applications.inception_resnet_v2.preprocess_input")
def preprocess_input(x, data_format=None):
    """Images as the model wants them: to -1 to 1.

    Args:
        x: Array or tensor of images, red, green and blue from 0 to 255. An array of floats is changed in place.
        data_format: `"channels_last"`, `"channels_first"` or None for the configured one.

    Returns:
        An array or tensor of `x`'s shape; integers become floats.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.inception_resnet_v2.preprocess_input(pixel).tolist()
    [[[1.0, 0.0, -1.0]]]
    """
    return imagenet_utils.preprocess_input(x, data_format=data_format, mode="tf")


@keras_export("keras.applications.inception_resnet_v2.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
