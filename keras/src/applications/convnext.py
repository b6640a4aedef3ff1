from keras.src import backend, layers
from keras.src.api_export import keras_export
from keras.src.applications import imagenet_utils
from keras.src.applications.architecture import Architecture
from keras.src.initializers import Constant
from keras.src.layers.layer import Layer
from keras.src.models.sequential import Sequential
from keras.src.utils.python_utils import given

EPSILON = 1e-6
# filters of the first stage, blocks of the third (the others have 3), hashes of the files with and without the top
VARIANTS = {
    "tiny": (
        96,
        9,
        "8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff",
        "d547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1",
    ),
    "small": (
        96,
        27,
        "ce1277d8f1ee5a0ef0e171469089c18f5233860ceaf9b168049cb9263fd7483c",
        "6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab",
    ),
    "base": (
        128,
        27,
        "52cbb006d3dadd03f6e095a8ca1aca47aecdd75acb4bc74bce1f5c695d0086e6",
        "40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45",
    ),
    "large": (
        192,
        27,
        "070c5ed9ed289581e477741d3b34beffa920db8cf590899d6d2c67fba2a198a6",
        "96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd",
    ),
    "xlarge": (
        256,
        27,
        "c1f5ccab661354fc3a79a10fa99af82f0fbf10ec65cb894a3ae0815f17a889ee",
        "de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05",
    ),
}


class LayerScale(Layer):
    """A learned factor for each channel, small in the beginning.

    Touvron and others, Going Deeper with Image Transformers, https://arxiv.org/abs/2103.17239.

    Args:
        init_values: Float, the factors in the beginning.
        projection_dim: Integer, number of channels.
    """

    def __init__(self, init_values, projection_dim, **kwargs):
        super().__init__(**kwargs)
        self.init_values = init_values
        self.projection_dim = projection_dim

    def build(self, input_shape):
        # Without a name, as in Keras 3.15.1, whose `.h5` files call it `variable`.
        self.gamma = self.add_weight(shape=(self.projection_dim,), initializer=Constant(self.init_values))

    def call(self, x):
        return x * self.gamma

    def get_config(self):
        own = {"init_values": self.init_values, "projection_dim": self.projection_dim}
        return super().get_config() | own


def _norm(name=None):
    return layers.LayerNormalization(epsilon=EPSILON, name=name)


def _block(x, filters, name):
    """A depthwise convolution and two layers over the channels, added to `x`."""
    inputs = x
    x = layers.Conv2D(filters, 7, padding="same", groups=filters, name=f"{name}_depthwise_conv")(x)
    x = _norm(f"{name}_layernorm")(x)
    x = layers.Dense(4 * filters, name=f"{name}_pointwise_conv_1")(x)
    x = layers.Activation("gelu", name=f"{name}_gelu")(x)
    x = layers.Dense(filters, name=f"{name}_pointwise_conv_2")(x)
    x = LayerScale(1e-6, filters, name=f"{name}_layer_scale")(x)
    x = layers.Activation("linear", name=f"{name}_identity")(x)
    return inputs + x


def _preprocessed(net):
    if net.input_shape[-1] != 3:
        return net.input
    return layers.Normalization(
        mean=[255 * mean for mean in imagenet_utils.TORCH_MEANS],
        variance=[(255 * deviation) ** 2 for deviation in imagenet_utils.TORCH_DEVIATIONS],
        name=f"{net.name}_prestem_normalization",
    )(net.input)


def _head(x, net):
    if not net.include_top:
        return _norm()(net.pooled(x))
    x = layers.GlobalAveragePooling2D(name=f"{net.name}_head_gap")(x)
    return net.classifier(_norm(f"{net.name}_head_layernorm")(x), f"{net.name}_head_dense")


def convnext(variant, include_preprocessing, **arguments):
    """Four stages of blocks, each of half the sides and twice the filters of the one before."""
    if backend.image_data_format() == "channels_first":
        raise ValueError(
            "ConvNeXt has its channels last. Received: image_data_format='channels_first'. "
            "Call `keras.config.set_image_data_format('channels_last')` first."
        )
    filters, long, *hashes = VARIANTS[variant]
    net = Architecture(**arguments)
    name = net.name
    x = _preprocessed(net) if include_preprocessing else net.input
    for stage, repeats in enumerate((3, 3, long, 3)):
        width = filters * 2**stage
        if stage == 0:
            conv = layers.Conv2D(width, 4, strides=4, name=f"{name}_stem_conv")
            x = Sequential([conv, _norm(f"{name}_stem_layernorm")], name=f"{name}_stem")(x)
        else:
            place = f"{name}_downsampling"
            norm = _norm(f"{place}_layernorm_{stage - 1}")
            conv = layers.Conv2D(width, 2, strides=2, name=f"{place}_conv_{stage - 1}")
            x = Sequential([norm, conv], name=f"{place}_block_{stage - 1}")(x)
        for i in range(repeats):
            x = _block(x, width, f"{name}_stage_{stage}_block_{i}")
    stem = f"convnext_{variant}"
    files = "convnext", f"{stem}.h5", hashes[0], f"{stem}_notop.h5", hashes[1]
    return net.model(_head(x, net), files)


@keras_export(["keras.applications.convnext.ConvNeXtTiny", "keras.applications.ConvNeXtTiny"])
def ConvNeXtTiny(
    include_top=True, include_preprocessing=True, weights="imagenet", input_tensor=None,
    input_shape=None, pooling=None, classes=1000, classifier_activation="softmax",
    name="convnext_tiny",
):
    """ConvNeXtTiny: 28.6 million parameters.

    Liu and others, A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545. Images go in as they are, from
    0 to 255, with the channels last.

    Args:
        include_top: Boolean, whether the model ends in the classifier. Defaults to `True`.
        include_preprocessing: Boolean, whether the model takes images from 0 to 255. Defaults to `True`.
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

    >>> model = keras.applications.ConvNeXtTiny(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 768)
    """
    return convnext("tiny", **given(locals()))


@keras_export(["keras.applications.convnext.ConvNeXtSmall", "keras.applications.ConvNeXtSmall"])
def ConvNeXtSmall(
    include_top=True, include_preprocessing=True, weights="imagenet", input_tensor=None,
    input_shape=None, pooling=None, classes=1000, classifier_activation="softmax",
    name="convnext_small",
):
    """ConvNeXtSmall: 50.2 million parameters.

    Liu and others, A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545. Images go in as they are, from
    0 to 255, with the channels last.

    Arguments, result and errors are those of `ConvNeXtTiny`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.ConvNeXtSmall(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 768)
    """
    return convnext("small", **given(locals()))


@keras_export(["keras.applications.convnext.ConvNeXtBase", "keras.applications.ConvNeXtBase"])
def ConvNeXtBase(
    include_top=True, include_preprocessing=True, weights="imagenet", input_tensor=None,
    input_shape=None, pooling=None, classes=1000, classifier_activation="softmax",
    name="convnext_base",
):
    """ConvNeXtBase: 88.6 million parameters.

    Liu and others, A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545. Images go in as they are, from
    0 to 255, with the channels last.

    Arguments, result and errors are those of `ConvNeXtTiny`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.ConvNeXtBase(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1024)
    """
    return convnext("base", **given(locals()))


@keras_export(["keras.applications.convnext.ConvNeXtLarge", "keras.applications.ConvNeXtLarge"])
def ConvNeXtLarge(
    include_top=True, include_preprocessing=True, weights="imagenet", input_tensor=None,
    input_shape=None, pooling=None, classes=1000, classifier_activation="softmax",
    name="convnext_large",
):
    """ConvNeXtLarge: 197.8 million parameters.

    Liu and others, A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545. Images go in as they are, from
    0 to 255, with the channels last.

    Arguments, result and errors are those of `ConvNeXtTiny`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.ConvNeXtLarge(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 1536)
    """
    return convnext("large", **given(locals()))


@keras_export(["keras.applications.convnext.ConvNeXtXLarge", "keras.applications.ConvNeXtXLarge"])
def ConvNeXtXLarge(
    include_top=True, include_preprocessing=True, weights="imagenet", input_tensor=None,
    input_shape=None, pooling=None, classes=1000, classifier_activation="softmax",
    name="convnext_xlarge",
):
    """ConvNeXtXLarge: 350.2 million parameters.

    Liu and others, A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545. Images go in as they are, from
    0 to 255, with the channels last.

    Arguments, result and errors are those of `ConvNeXtTiny`; with the top
    `input_shape` defaults to 224 x 224 x 3.

    Example:

    >>> model = keras.applications.ConvNeXtXLarge(include_top=False, weights=None, pooling="avg")
    >>> model.output_shape
    (None, 2048)
    """
    return convnext("xlarge", **given(locals()))


@keras_export("keras.applications.convnext.preprocess_input")
def preprocess_input(x, data_format=None):
    """The images as they are: the model has its preprocessing inside.

    Args:
        x: Array or tensor of images, from 0 to 255.
        data_format: Not used.

    Returns:
        `x`.

    Example:

    >>> pixel = np.array([[[255.0, 127.5, 0.0]]])
    >>> keras.applications.convnext.preprocess_input(pixel).tolist()
    [[[255.0, 127.5, 0.0]]]
    """
    return x


@keras_export("keras.applications.convnext.decode_predictions")
def decode_predictions(preds, top=5):
    """The names of the most probable classes: see `keras.applications.imagenet_utils.decode_predictions`."""
    return imagenet_utils.decode_predictions(preds, top=top)
