"""Every image layer inside pipelines of tf.data and Grain, with labels, boxes and masks, on any backend."""
import numpy as np
import pytest

from keras.src import backend, layers, tree
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)
from keras.src.layers.preprocessing.image_preprocessing.image_layers_test import RANDOM

DATA = {
    "images": np.random.default_rng(0).integers(0, 256, (2, 6, 6, 3)).astype("float32"),
    "labels": np.eye(2, dtype="float32"),
    "segmentation_masks": np.zeros((2, 6, 6, 1), "int32"),
    "bounding_boxes": {
        "boxes": np.array([[[0, 0, 3, 3], [1, 1, 4, 4]]] * 2, "float32"),
        "labels": np.ones((2, 2), "int32"),
    },
}
SIZE = {"height": 4, "width": 4}
LAYERS = RANDOM | {
    "AutoContrast": {},
    "CenterCrop": SIZE,
    "ContrastLimitedAdaptiveHistogramEqualization": {},
    "Equalization": {},
    "MaxNumBoundingBoxes": {"max_number": 3},
    "RandAugment": {"num_ops": 1, "bounding_box_format": "xyxy"},
    "RandomCrop": SIZE,
    "RandomFlip": {},
    "RandomGrayscale": {"factor": 0.5},
    "RandomInvert": {"factor": 0.5},
    "RandomPosterization": {"factor": 3},
    "Resizing": SIZE,
}
COMPILED_SOON = ("MaxNumBoundingBoxes", "RandomBrightness", "RandomFlip", "RandomInvert", "Resizing")
BOXES_OF = {"CutMix": 4, "MixUp": 4, "MaxNumBoundingBoxes": 3}  # of both images, or filled up


def make(name):
    layer = getattr(layers, name)(**LAYERS[name])
    layer.bounding_box_format = "xyxy"  # not all take it as an argument
    return layer


def data_for(batched=True):
    return DATA if batched else tree.map_structure(lambda x: x[0], DATA)


def check(name, outputs, batch):
    """Sizes and dtypes are those of the data, but where the layer is there to change them."""
    side, alone = 4 if LAYERS[name] is SIZE else 6, name == "CutMix" and not batch  # which it leaves alone
    number = 2 if alone else BOXES_OF.get(name, 2)
    shapes = {
        "images": ((side, side, 3), "float32"),
        "labels": ((2,), "float32"),
        "segmentation_masks": ((side, side, 1), None),
        "bounding_boxes": {"boxes": ((number, 4), "float32"), "labels": ((number,), "int32")},
    }
    assert outputs.keys() == data_for().keys()
    for key, wanted in shapes.items():
        for part in wanted if key == "bounding_boxes" and key in outputs else ():
            compare(outputs[key][part], batch, *wanted[part])
        if key != "bounding_boxes":
            compare(outputs[key], batch, *wanted)


def compare(x, batch, shape, dtype):
    assert tuple(x.shape) == (*batch, *shape)
    assert dtype is None or backend.standardize_dtype(x.dtype) == dtype


def test_no_layer_is_missing():
    found = {n: getattr(layers, n) for n in dir(layers)}
    here = {n for n, x in found.items() if isinstance(x, type) and issubclass(x, BaseImagePreprocessingLayer)}
    assert here - {"BaseImagePreprocessingLayer"} == set(LAYERS)


@pytest.mark.parametrize("name", LAYERS)
def test_in_tf_data(name):
    tf = pytest.importorskip("tensorflow")
    (outputs,) = tf.data.Dataset.from_tensors(data_for()).map(make(name))
    assert all(isinstance(x, tf.Tensor) for x in tree.flatten(outputs))
    check(name, outputs, (2,))


@pytest.mark.parametrize("name", LAYERS if backend.backend() != "jax" else COMPILED_SOON)
def test_in_grain(name):
    grain = pytest.importorskip("grain")
    outputs = grain.MapDataset.source([data_for(batched=False)]).map(make(name))[0]
    assert all(backend.is_tensor(x) or isinstance(x, np.ndarray) for x in tree.flatten(outputs))
    check(name, outputs, ())


@pytest.mark.parametrize("name", ["CenterCrop", "RandomRotation", "RandomTranslation", "RandomZoom", "RandomShear", "RandomPerspective"])
def test_sizes_are_known_inside_tf_data(name):
    tf = pytest.importorskip("tensorflow")
    layer = getattr(layers, name)(**LAYERS[name])
    data = tf.data.Dataset.from_tensor_slices(DATA["images"]).batch(2).map(layer)
    assert data.element_spec.shape.as_list() == list(layer.compute_output_shape((None, 6, 6, 3)))


@pytest.mark.parametrize("where", ["eager", "tf.data"])
def test_coordinates_keep_their_precision(where):
    """Images and labels are cast to the compute dtype, boxes are not: float16 has no 2049."""
    boxes = np.array([[[0, 0, 2049, 3]]], "float32")
    data = {"images": DATA["images"][:1], "bounding_boxes": {"boxes": boxes, "labels": np.ones((1, 1), "int32")}}
    layer = layers.RandomBrightness(0.1, bounding_box_format="xyxy", dtype="mixed_float16")
    if where == "eager":
        outputs = layer(tree.map_structure(backend.convert_to_tensor, data))
    else:
        tf = pytest.importorskip("tensorflow")
        outputs = next(iter(tf.data.Dataset.from_tensors(data).map(layer)))
    assert backend.standardize_dtype(outputs["images"].dtype) == "float16"
    found = outputs["bounding_boxes"]["boxes"]
    assert backend.standardize_dtype(found.dtype) == "float32"
    np.testing.assert_array_equal(found.numpy() if where == "tf.data" else backend.convert_to_numpy(found), boxes)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("name", ["RandomRotation", "RandomTranslation", "RandomZoom", "RandomShear", "RandomPerspective"])
def test_what_moves_pixels_gives_the_compute_dtype(name, training):
    images = backend.convert_to_tensor(DATA["images"].astype("uint8"))
    outputs = getattr(layers, name)(**LAYERS[name])(images, training=training)
    assert backend.standardize_dtype(outputs.dtype) == "float32"


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("name, config", [("RandomBrightness", {"factor": 0.2}), ("RandomPosterization", {"factor": 3, "value_range": (0, 1)})])
def test_integers_become_the_compute_dtype_inside_tf_data(name, config, training):
    tf = pytest.importorskip("tensorflow")
    layer = getattr(layers, name)(**config)
    data = tf.data.Dataset.from_tensors(DATA["images"].astype("uint8")).map(lambda x: layer(x, training=training))
    assert data.element_spec.dtype == tf.float32
    assert next(iter(data)).shape == DATA["images"].shape


@pytest.mark.skipif(backend.backend() == "tensorflow", reason="tensorflow: the layer's own generator is a variable of the pipeline")
@pytest.mark.parametrize("name", ["RandomFlip", "RandomErasing", "AugMix", "RandAugment", "RandomCrop"])
def test_layers_made_inside_of_map_work_without_training(name):
    """No variable can be made there; the copy of the generator is made at the first draw only."""
    tf = pytest.importorskip("tensorflow")
    images = tf.data.Dataset.from_tensors(np.ones((2, 8, 8, 3), "float32"))
    found = images.map(lambda x: make(name)(x, training=False))
    assert next(iter(found)).shape[0] == 2
