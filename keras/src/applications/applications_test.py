"""The architectures: parameters counted, one small model of each family run, arguments, weight files, preprocessing."""
import json
import warnings

import numpy as np
import pytest

import keras
from keras.src import backend, layers
from keras.src.applications import architecture, imagenet_utils, resnet
from keras.src.applications.convnext import LayerScale
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer
from keras.src.backend.common.variables import DeferredInitialization
from keras.src.utils import file_utils

# parameters with the top of 1000 classes, as Keras 3.15.1 counts them
PARAMETERS = {
    "Xception": 22_910_480,
    "VGG16": 138_357_544,
    "VGG19": 143_667_240,
    "ResNet50": 25_636_712,
    "ResNet101": 44_707_176,
    "ResNet152": 60_419_944,
    "ResNet50V2": 25_613_800,
    "ResNet101V2": 44_675_560,
    "ResNet152V2": 60_380_648,
    "InceptionV3": 23_851_784,
    "InceptionResNetV2": 55_873_736,
    "MobileNet": 4_253_864,
    "MobileNetV2": 3_538_984,
    "MobileNetV3Small": 2_554_968,
    "MobileNetV3Large": 5_507_432,
    "DenseNet121": 8_062_504,
    "DenseNet169": 14_307_880,
    "DenseNet201": 20_242_984,
    "NASNetMobile": 5_326_716,
    "NASNetLarge": 88_949_818,
    "EfficientNetB0": 5_330_571,
    "EfficientNetB1": 7_856_239,
    "EfficientNetB2": 9_177_569,
    "EfficientNetB3": 12_320_535,
    "EfficientNetB4": 19_466_823,
    "EfficientNetB5": 30_562_527,
    "EfficientNetB6": 43_265_143,
    "EfficientNetB7": 66_658_687,
    "EfficientNetV2B0": 7_200_312,
    "EfficientNetV2B1": 8_212_124,
    "EfficientNetV2B2": 10_178_374,
    "EfficientNetV2B3": 14_467_622,
    "EfficientNetV2S": 21_612_360,
    "EfficientNetV2M": 54_431_388,
    "EfficientNetV2L": 119_027_848,
    "ConvNeXtTiny": 28_589_128,
    "ConvNeXtSmall": 50_223_688,
    "ConvNeXtBase": 88_591_464,
    "ConvNeXtLarge": 197_767_336,
    "ConvNeXtXLarge": 350_196_968,
}
# the smallest of each family, the least side of its images, and the channels at its end
FAMILIES = {
    "Xception": (71, 2048),
    "VGG16": (32, 512),
    "ResNet50": (32, 2048),
    "ResNet50V2": (32, 2048),
    "InceptionV3": (75, 2048),
    "InceptionResNetV2": (75, 1536),
    "MobileNet": (32, 1024),
    "MobileNetV2": (32, 1280),
    "MobileNetV3Small": (32, 576),
    "DenseNet121": (32, 1024),
    "NASNetMobile": (32, 1056),
    "EfficientNetB0": (32, 1280),
    "EfficientNetV2B0": (32, 1280),
    "ConvNeXtTiny": (32, 768),
}
MODES = {
    **dict.fromkeys(("vgg16", "vgg19", "resnet", "resnet50"), "caffe"),
    **dict.fromkeys(("xception", "resnet_v2", "inception_v3", "inception_resnet_v2"), "tf"),
    **dict.fromkeys(("mobilenet", "mobilenet_v2", "nasnet"), "tf"),
    "densenet": "torch",
    **dict.fromkeys(("mobilenet_v3", "efficientnet", "efficientnet_v2", "convnext"), None),
}
only_once = pytest.mark.skipif(
    backend.backend() != "numpy",
    reason="builds graphs only, alike on all backends: numpy is the fastest",
)


class _Stop(BaseException):
    """Ends the construction of a model whose variables shall stay without storage."""


def _deferred(function):
    """What `function` returns, without storage for any variable."""
    found = []
    with pytest.raises(_Stop), DeferredInitialization():
        found.append(function())
        raise _Stop
    return found[0]


def _build(architecture_name, **arguments):
    return getattr(keras.applications, architecture_name)(**{"weights": None, **arguments})


@pytest.fixture
def channels_first():
    before = backend.image_data_format()
    keras.config.set_image_data_format("channels_first")
    yield
    keras.config.set_image_data_format(before)


@only_once
@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters(name):
    assert _deferred(lambda: _build(name).count_params()) == PARAMETERS[name]


def test_every_architecture_is_counted():
    public = {name for name in dir(keras.applications) if name[0].isupper()}
    assert public == set(PARAMETERS)


@only_once
@pytest.mark.parametrize("name", FAMILIES)
def test_without_top(name):
    side, channels = FAMILIES[name]
    shape = (side, side, 3)
    for pooling, rank in ((None, 4), ("avg", 2), ("max", 2)):
        model = _deferred(
            lambda p=pooling: _build(
                name, include_top=False, input_shape=shape, pooling=p, name="own"
            )
        )
        assert model.name == "own"
        assert len(model.output_shape) == rank
        assert model.output_shape[-1] == channels
    with pytest.raises(ValueError, match=f"at least {side} x {side}"):
        _build(name, include_top=False, input_shape=(side, side - 1, 3))


@only_once
@pytest.mark.parametrize("name", [name for name in FAMILIES if name != "ConvNeXtTiny"])
def test_channels_first_have_the_same_weights(name, channels_first):
    side, channels = FAMILIES[name]
    first = _deferred(
        lambda: _build(name, include_top=False, input_shape=(3, side, side), pooling="avg")
    )
    keras.config.set_image_data_format("channels_last")
    last = _deferred(
        lambda: _build(name, include_top=False, input_shape=(side, side, 3), pooling="avg")
    )
    assert [w.shape for w in first.weights] == [w.shape for w in last.weights]
    assert first.output_shape == last.output_shape == (None, channels)


def test_convnext_has_its_channels_last(channels_first):
    with pytest.raises(ValueError, match="channels last"):
        _build("ConvNeXtTiny")


def test_runs_and_reads_weights(tmp_path):
    path = str(tmp_path / "mobile.weights.h5")
    options = {"include_top": False, "input_shape": (32, 32, 3), "alpha": 0.25, "pooling": "avg"}
    model = _build("MobileNet", **options)
    model.save_weights(path)
    again = _build("MobileNet", **options | {"weights": path})
    x = np.random.default_rng(0).random((2, 32, 32, 3)).astype("float32")
    found = backend.convert_to_numpy(again(x))
    assert found.shape == (2, 256)
    np.testing.assert_allclose(found, backend.convert_to_numpy(model(x)), rtol=1e-5)


@pytest.mark.parametrize("layer", [LayerScale(0.1, 3), CustomScaleLayer(0.5)])
def test_own_layers_come_back_from_files(layer):
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(layer))
    assert type(again) is type(layer)
    assert again.get_config() == layer.get_config()


def test_input_tensor_of_a_layer():
    images = layers.Input((32, 32, 3), name="images")
    scaled = layers.Rescaling(1 / 255)(images)
    model = _build("MobileNet", alpha=0.25, input_tensor=scaled, include_top=False)
    assert [layer.name for layer in model.layers[:1]] == ["images"]
    assert model.output_shape == (None, 1, 1, 256)
    model = _build("MobileNetV2", alpha=0.35, input_tensor=scaled, include_top=False)
    assert model.name == "mobilenetv2_0.35_None"  # as in Keras 3.15.1: only `input_shape` gives the height
    with pytest.raises(ValueError, match="one shape"):
        _build("MobileNetV2", input_tensor=images, input_shape=(64, 64, 3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": "nowhere.h5"}, "weights='nowhere.h5'"),
        ({"weights": "imagenet", "classes": 5}, "classes=5"),
        ({"weights": "imagenet", "classifier_activation": "relu"}, "classifier_activation='relu'"),
        ({"weights": "imagenet", "input_shape": (64, 64, 3)}, r"\(224, 224, 3\)"),
        ({"weights": "imagenet", "include_top": False, "input_shape": (64, 64, 1)}, "3 channels"),
        ({"input_shape": (64, 64)}, "three entries"),
        ({"input_shape": (None, None, 3)}, "must be known"),
        ({"input_tensor": np.ones((1, 64, 64, 3))}, "KerasTensor"),
        ({"weights": "imagenet", "include_top": False, "alpha": 0.3}, "alpha=0.3"),
        (
            {"weights": "imagenet", "include_top": False, "depth_multiplier": 2},
            "depth_multiplier=2",
        ),
    ],
)
def test_arguments_are_checked(arguments, message):
    with pytest.raises(ValueError, match=message):
        _build("MobileNet", **arguments)


@only_once
@pytest.mark.parametrize(
    ("name", "arguments", "address", "file_hash"),
    [
        ("VGG16", {}, "tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels.h5",
         "64373286793e3c8b2b4e3219cbf3544b"),
        ("MobileNet", {"alpha": 0.5, "input_shape": (128, 128, 3), "include_top": False},
         "tensorflow/keras-applications/mobilenet/mobilenet_5_0_128_tf_no_top.h5", None),
        ("MobileNetV3Small", {"minimalistic": True},
         "tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_small_minimalistic_224_1.0_float.h5",
         "99cd97fb2fcdad2bf028eb838de69e37"),
        ("EfficientNetB0", {"include_top": False}, "keras-applications/efficientnetb0_notop.h5",
         "50bc09e76180e00e4465e1a485ddc09d"),
    ],
)
def test_published_weights(monkeypatch, name, arguments, address, file_hash):
    asked = {}

    def get_file(name, origin, **options):
        asked.update(options, origin=origin)
        raise _Stop

    monkeypatch.setattr(file_utils, "get_file", get_file)
    with pytest.raises(_Stop), DeferredInitialization():
        _build(name, **{"weights": "imagenet", **arguments})
    assert asked["origin"] == f"{architecture.STORAGE}/{address}"
    assert asked["file_hash"] == file_hash


def test_size_without_published_weights_warns():
    with pytest.warns(UserWarning, match="square images"):
        assert architecture.square_size((96, 128, 3), (128, 224), 224) == 224


@pytest.mark.parametrize("module", MODES)
def test_preprocessing_of_each_module(module):
    x = np.arange(24.0).reshape(1, 2, 4, 3)
    found = getattr(keras.applications, module).preprocess_input(x.copy())
    mode = MODES[module]
    np.testing.assert_allclose(found, x if mode is None else _preprocessed(x, mode))


def _preprocessed(x, mode):
    if mode == "caffe":
        return x[..., ::-1] - np.array([103.939, 116.779, 123.68])
    if mode == "tf":
        return x / 127.5 - 1
    return (x / 255 - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])


@pytest.mark.parametrize("mode", imagenet_utils.MODES)
def test_preprocessing_of_arrays_and_tensors(mode):
    x = np.arange(24).reshape(2, 4, 3)
    wanted = _preprocessed(x, mode)
    preprocess = imagenet_utils.preprocess_input
    for given in (x, backend.convert_to_tensor(x)):
        found = preprocess(given, mode=mode)
        assert backend.standardize_dtype(found.dtype) == "float32"
        np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-5, atol=1e-5)
    first = preprocess(x.transpose(2, 0, 1), data_format="channels_first", mode=mode)
    np.testing.assert_allclose(first.transpose(1, 2, 0), wanted, rtol=1e-5, atol=1e-5)
    symbolic = preprocess(layers.Input((2, 4, 3), dtype="uint8"), mode=mode)
    assert (symbolic.shape, symbolic.dtype) == ((None, 2, 4, 3), "float32")


def test_preprocessing_refuses():
    for wrong in ({"mode": "none"}, {"data_format": "none"}):
        with pytest.raises(ValueError, match="none"):
            imagenet_utils.preprocess_input(np.ones((2, 2, 3)), **wrong)


def test_decode_predictions(monkeypatch, tmp_path):
    path = tmp_path / "index.json"
    path.write_text(json.dumps({str(i): [f"n{i}", f"name {i}"] for i in range(1000)}))
    monkeypatch.setattr(file_utils, "get_file", lambda *args, **kwargs: str(path))
    monkeypatch.setattr(imagenet_utils, "CLASS_INDEX", None)
    scores = np.zeros((1, 1000), "float32")
    scores[0, [7, 3]] = 0.7, 0.3
    found = keras.applications.vgg16.decode_predictions(backend.convert_to_tensor(scores), top=2)
    assert [[row[:2] for row in image] for image in found] == [[("n7", "name 7"), ("n3", "name 3")]]
    np.testing.assert_allclose([row[2] for row in found[0]], [0.7, 0.3])
    with pytest.raises(ValueError, match="1000"):
        imagenet_utils.decode_predictions(np.zeros((1, 3)))


def test_who_warns_of_channels_that_images_do_not_have():
    options = {"input_shape": (64, 64, 5), "weights": None, "include_top": False}
    with pytest.warns(UserWarning, match="1 or 3 channels"):
        keras.applications.MobileNetV2(alpha=0.35, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        keras.applications.MobileNetV3Small(minimalistic=True, **options)


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize("preact", [False, True])
def test_residual_stacks_of_ones_own(preact, data_format):
    version = "v2" if preact else "v1"
    block, stack = (getattr(resnet, f"{kind}_{version}") for kind in ("residual_block", "stack_residual_blocks"))

    def stacks(x):
        x = stack(stack(x, 4, 2, stride1=1, name="conv2"), 8, 2, name="conv3")
        return block(x, 8, kernel_size=3 if preact else 5, stride=2, conv_shortcut=not preact, name="last")

    before = keras.config.image_data_format()
    keras.config.set_image_data_format(data_format)
    try:
        shape = (64, 64, 3) if data_format == "channels_last" else (3, 64, 64)
        model = resnet.ResNet(
            stacks, preact, not preact, weights=None, include_top=False, input_shape=shape, pooling="max", name="mine"
        )
    finally:
        keras.config.set_image_data_format(before)
    assert model.name == "mine" and model.output_shape == (None, 32)
    assert model.count_params() == {False: 18_544, True: 16_016}[preact]  # as Keras 3.15.1 counts them
    names = [layer.name for layer in model.layers]
    assert {"conv2_block1_0_conv", "conv3_block2_3_conv", "last_2_conv"} < set(names)
    assert [layer.strides for layer in model.layers if layer.name.endswith("3_block2_2_conv")] == [
        (2, 2) if preact else (1, 1)
    ]


def test_variable_paths_of_nasnet_name_its_cells():
    model = keras.applications.NASNetMobile(weights=None, include_top=False, input_shape=(32, 32, 3))
    paths = [weight.path for weight in model.weights]
    for path in (
        "stem_conv1/kernel",
        "reduction_A_block_stem_1/block_5/separable_conv_block_reduction_left4_stem_1/"
        "separable_conv_1_reduction_left4_stem_1/depthwise_kernel",
        "reduction_A_block_stem_2/adjust_block/adjust_reduction_block_stem_2/adjust_bn_stem_2/gamma",
        "normal_A_block_1/adjust_block/adjust_projection_block_1/adjust_conv_projection_1/kernel",
        "normal_A_block_1/normal_conv_1_1/kernel",
    ):
        assert path in paths
