"""Draws, explicit transformations, boxes and masks, tf.data, bad input, and what 3.15.1 does wrong."""
import numpy as np
import pytest

import keras
from keras.src import backend, layers, tree
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)

IMAGES = np.random.default_rng(0).integers(0, 256, (2, 4, 4, 3)).astype("float32")
to_numpy = backend.convert_to_numpy


def arrays(value):
    return tree.map_structure(to_numpy, value)


def tensors(value):
    return tree.map_structure(backend.convert_to_tensor, value)


def boxes(*corners, labels=None):
    labels = np.arange(1, len(corners) + 1, dtype="int32") if labels is None else labels
    return {"boxes": np.array([corners], "float32"), "labels": np.array([labels], "int32")}


# Draws


@pytest.mark.parametrize("shape, drawn", [((2, 4, 4, 3), (2, 1, 1, 1)), ((4, 4, 3), (1, 1, 1))], ids=str)
def test_draws_are_those_of_keras_random(shape, drawn):
    layer = layers.RandomBrightness((-0.25, 0.5), seed=7)
    images = backend.convert_to_tensor(np.zeros(shape, "float32"))
    seed = keras.random.SeedGenerator(7)
    for _ in range(2):
        found = layer.get_random_transformation(images, training=True, seed=layer.generator)["rgb_delta"]
        wanted = keras.random.uniform(drawn, -0.25, 0.5, seed=seed)
        np.testing.assert_allclose(to_numpy(found), to_numpy(wanted) * 255, rtol=1e-6)


RANDOM = {
    "AugMix": {"num_chains": 1, "chain_depth": 1},
    "CutMix": {},
    "MixUp": {"alpha": 1.0},
    "RandAugment": {"num_ops": 1},
    "RandomBrightness": {"factor": 0.5},
    "RandomColorDegeneration": {"factor": 0.5},
    "RandomColorJitter": {"brightness_factor": 0.5, "hue_factor": 0.5},
    "RandomContrast": {"factor": 0.5},
    "RandomElasticTransform": {"factor": (1, 1), "scale": (1, 1)},
    "RandomErasing": {"factor": (1, 1)},
    "RandomGaussianBlur": {"factor": (1, 1)},
    "RandomHue": {"factor": 0.5},
    "RandomPerspective": {"factor": (1, 1)},
    "RandomRotation": {"factor": 0.5},
    "RandomSaturation": {"factor": 0.5},
    "RandomSharpness": {"factor": 0.5},
    "RandomShear": {"x_factor": 0.5},
    "RandomTranslation": {"height_factor": 0.5, "width_factor": 0.5},
    "RandomZoom": {"height_factor": 0.5},
    "Solarization": {"addition_factor": 0.5, "threshold_factor": 0.5},
}


@pytest.mark.parametrize("name", RANDOM)
def test_seeds(name):
    """The same seed gives the same images, also after a round trip; every call draws; inference does nothing."""
    layer = getattr(layers, name)(seed=3, **RANDOM[name])
    clone = type(layer).from_config(layer.get_config())
    given = backend.convert_to_tensor(IMAGES)
    results = []
    for made in (layer, clone):
        keras.utils.set_random_seed(1)  # AugMix chooses by Python's generator.
        results.append([to_numpy(made(given, training=True)) for _ in range(3)])
    np.testing.assert_array_equal(*results)
    assert len({result.tobytes() for result in [IMAGES, *results[0]]}) > 1
    np.testing.assert_array_equal(to_numpy(given), IMAGES)  # 3.15.1 changes it on numpy and torch.
    np.testing.assert_array_equal(to_numpy(layer(given, training=False)), IMAGES)


# Explicit transformations


def hue_turned(x):
    """A third of a turn: red becomes green, green blue."""
    return x[..., [2, 0, 1]]


def contrasted(x):
    mean = x.mean(axis=(1, 2), keepdims=True)
    return np.clip((x - mean) * 1.5 + mean, 0, 255)


TRANSFORMED = [
    ("RandomContrast", {"factor": 0.5}, {"contrast_factor": np.full((2, 1, 1, 1), 1.5)}, contrasted),
    ("RandomHue", {"factor": 0.5}, {"factor": np.full(2, 1 / 3)}, hue_turned),
    ("RandomHue", {"factor": 0.5}, {"factor": np.full(2, -2 / 3)}, hue_turned),
    ("RandomSaturation", {"factor": 0.5}, {"factor": np.zeros(2)}, lambda x: x.max(-1, keepdims=True).repeat(3, -1)),
    ("RandomPosterization", {"factor": 3}, {"shift_factor": np.array([7, 0], "uint8")}, None),
    (
        "MixUp",
        {},
        {"mix_weight": np.array([0.25, 0.5]), "permutation_order": np.array([1, 0])},
        lambda x: np.stack([0.25 * x[0] + 0.75 * x[1], 0.5 * x[1] + 0.5 * x[0]]),
    ),
]


@pytest.mark.parametrize("name, config, transformation, expected", TRANSFORMED)
def test_explicit_transformations(name, config, transformation, expected):
    layer = getattr(layers, name)(**config)
    given = {k: v.astype("float32") if v.dtype == "float64" else v for k, v in transformation.items()}
    found = layer.transform_images(backend.convert_to_tensor(IMAGES), tensors(given), training=True)
    if expected is None:
        wanted = np.stack([IMAGES[0] // 128 * 128, IMAGES[1]])
    else:
        wanted = expected(IMAGES.astype("float64"))
    np.testing.assert_allclose(to_numpy(found), wanted, rtol=1e-4, atol=1e-3)


CUT = [  # layer and transformation that changes nothing by itself
    ("RandomHue", {"factor": 0.5}, {"factor": np.zeros(2)}),
    ("RandomGaussianBlur", {}, {"should_apply_blur": np.zeros(2, "bool"), "blur_factor": np.ones(2)}),
]


@pytest.mark.parametrize("name, config, transformation", CUT)
def test_results_are_cut_to_the_value_range(name, config, transformation):
    """Images that lie beyond it are too, where nothing else changes them."""
    layer = getattr(layers, name)(value_range=(0, 100), **config)
    given = {k: v.astype("float32") if v.dtype == "float64" else v for k, v in transformation.items()}
    found = layer.transform_images(backend.convert_to_tensor(IMAGES), tensors(given), training=True)
    np.testing.assert_allclose(to_numpy(found), IMAGES.clip(0, 100), rtol=1e-4, atol=1e-3)


def test_random_erasing_cuts_its_fill_value_to_the_value_range():
    layer = layers.RandomErasing((1, 1), scale=(1, 1), fill_value=[3.0, -3.0, 0.5], value_range=(0, 1))
    found = to_numpy(layer(backend.convert_to_tensor(IMAGES), training=True))
    np.testing.assert_array_equal(found, np.broadcast_to([1.0, 0.0, 0.5], IMAGES.shape))


def test_random_saturation_stays_in_the_value_range():
    """3.15.1 cuts the saturation, a number in [0, 1], to the range of values: colours become negative."""
    transformation = {"factor": np.full(2, 50.0, "float32")}
    for value_range in ((0, 255), (-1, 1)):
        low, high = value_range
        images = (IMAGES / 255 * (high - low) + low).astype("float32")
        layer = layers.RandomSaturation(0.5, value_range=value_range)
        found = to_numpy(layer.transform_images(backend.convert_to_tensor(images), tensors(transformation)))
        assert low - 1e-4 <= found.min() and found.max() <= high + 1e-4
        np.testing.assert_allclose(found.max(-1), images.max(-1), rtol=1e-4, atol=1e-3)


def test_channels_first_and_other_value_ranges():
    names = ("CutMix", "RandomContrast", "RandomErasing", "RandomHue", "RandomRotation", "RandomSharpness")
    rows = {name: RANDOM[name] for name in names}
    rows.update(AutoContrast={}, Equalization={}, Resizing={"height": 2, "width": 3})
    for name, config in rows.items():
        kind = getattr(layers, name)
        seed = {"seed": 3} if name in RANDOM else {}
        ranged = "value_range" in kind.__init__.__code__.co_varnames
        results = []
        for data_format, value_range in (("channels_last", (0, 255)), ("channels_first", (0, 1))):
            if name == "RandomErasing":  # Its noise is drawn in the images' layout.
                config = {**config, "fill_value": 0.0}
            options = {"data_format": data_format, **({"value_range": value_range} if ranged else {})}
            images = IMAGES if data_format == "channels_last" else IMAGES.transpose(0, 3, 1, 2)
            scale = value_range[1] / 255 if ranged else 1
            keras.utils.set_random_seed(1)
            found = to_numpy(kind(**config, **seed, **options)(backend.convert_to_tensor(images * np.float32(scale))))
            found = found if data_format == "channels_last" else found.transpose(0, 2, 3, 1)
            results.append(found / scale)
        np.testing.assert_allclose(*results, atol=0.05, err_msg=name)


# Labels, boxes and masks move along

MOVING = [
    ("CenterCrop", {"height": 16, "width": 24}),
    ("CenterCrop", {"height": 40, "width": 30}),
    ("RandomCrop", {"height": 20, "width": 22}),
    ("RandomCrop", {"height": 40, "width": 30}),
    ("RandomFlip", {}),
    ("RandomFlip", {"mode": "horizontal"}),
    ("RandomFlip", {"mode": "vertical"}),
    ("RandomPerspective", {"factor": (1, 1), "scale": 0.3}),
    ("RandomRotation", {"factor": 0.1, "fill_mode": "constant"}),
    ("RandomShear", {"x_factor": 0.3, "y_factor": 0.2, "fill_mode": "constant"}),
    ("RandomTranslation", {"height_factor": 0.2, "width_factor": 0.2, "fill_mode": "constant"}),
    ("RandomZoom", {"height_factor": 0.3, "width_factor": 0.2, "fill_mode": "constant"}),
    ("Resizing", {"height": 20, "width": 60}),
    ("Resizing", {"height": 20, "width": 60, "crop_to_aspect_ratio": True}),
    ("Resizing", {"height": 20, "width": 60, "pad_to_aspect_ratio": True}),
]


@pytest.mark.parametrize("name, config", MOVING, ids=str)
@pytest.mark.parametrize("seed", [1, 2])
def test_boxes_and_masks_follow_the_image(name, config, seed):
    """The box of a bright rectangle is where its pixels are found afterwards."""
    seeded = {} if name in ("CenterCrop", "Resizing") else {"seed": seed}
    layer = getattr(layers, name)(bounding_box_format="rel_yxyx", **seeded, **config)
    image = np.zeros((1, 32, 40, 1), "float32")
    image[:, 12:21, 15:27] = 255
    box = boxes((12 / 32, 15 / 40, 21 / 32, 27 / 40))
    data = {"images": image, "segmentation_masks": (image > 0).astype("int32"), "bounding_boxes": box}
    found = arrays(layer(tensors({**data, "labels": np.ones((1, 3), "float32")}), training=True))
    np.testing.assert_array_equal(found["labels"], np.ones((1, 3)))
    height, width = found["images"].shape[1:3]
    top, left, bottom, right = found["bounding_boxes"]["boxes"][0, 0] * [height, width, height, width]
    for seen in (found["images"] > 127, found["segmentation_masks"] > 0):
        rows, columns = np.nonzero(seen[0, ..., 0])
        wanted = [rows.min(), columns.min(), rows.max() + 1, columns.max() + 1]
        np.testing.assert_allclose([top, left, bottom, right], wanted, atol=2.0)
    assert found["bounding_boxes"]["labels"].tolist() == [[1]]


def test_boxes_of_one_image_and_boxes_that_leave_it():
    layer = layers.RandomTranslation((0.0, 0.0), (0.5, 0.5), bounding_box_format="xyxy")
    box = {name: value[0] for name, value in boxes((0, 0, 2, 2), (3, 1, 4, 2)).items()}
    found = arrays(layer(tensors({"images": IMAGES[0], "bounding_boxes": box}), training=True))["bounding_boxes"]
    np.testing.assert_allclose(found["boxes"], [[2, 0, 4, 2], [4, 1, 4, 2]], atol=1e-5)
    assert found["labels"].tolist() == [1, -1]  # Nothing is left of the second.


def test_elastic_masks_move_as_the_images():
    layer = layers.RandomElasticTransform((1, 1), scale=(1, 1), interpolation="nearest", seed=1)
    image = np.random.default_rng(0).integers(0, 256, (1, 16, 16, 1)).astype("float32")
    found = arrays(layer(tensors({"images": image, "segmentation_masks": image}), training=True))
    np.testing.assert_array_equal(found["images"], found["segmentation_masks"])


def test_cut_mix_mixes_labels_by_the_area():
    data = {"images": np.stack([np.zeros((40, 40, 1)), np.ones((40, 40, 1))]).astype("float32")}
    data.update(labels=np.eye(2, dtype="float32"), segmentation_masks=data["images"].astype("int32"))
    for seed in range(4):
        found = arrays(layers.CutMix(seed=seed)(tensors(data), training=True))
        np.testing.assert_array_equal(found["images"], found["segmentation_masks"])
        np.testing.assert_allclose(found["labels"][:, 1], found["images"].mean(axis=(1, 2, 3)), atol=0.06)


def around(pixels):
    """The box around the pixels that are True."""
    rows, columns = np.nonzero(pixels)
    return [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


OBJECTS = np.zeros((2, 24, 24, 1), "float32")  # an image of one object of value 1, one of an object of value 2
OBJECTS[0, 4:14, 6:21], OBJECTS[1, 2:20, 8:12] = 1, 2
AROUND = {"boxes": np.array([[[6, 4, 21, 14]], [[8, 2, 12, 20]]], "float32"), "labels": np.array([[1], [2]], "int32")}


@pytest.mark.parametrize("box_format", ["xyxy", "rel_xyxy"])
def test_cut_mix_boxes_are_around_what_is_seen(box_format):
    part = 24 if box_format == "rel_xyxy" else 1
    data = {"images": OBJECTS, "bounding_boxes": AROUND | {"boxes": AROUND["boxes"] / part}}
    seen = set()
    for seed in range(12):
        found = arrays(layers.CutMix(seed=seed, bounding_box_format=box_format)(tensors(data), training=True))
        for own, image in enumerate(found["images"]):
            values = {1, 2} & set(np.unique(image).astype(int).tolist())
            labels = found["bounding_boxes"]["labels"][own].tolist()
            if labels == [own + 1, own + 1]:
                continue  # mixed with itself
            assert values == set(labels) - {-1}
            seen.add(tuple(labels))
            for label, box in zip(labels, found["bounding_boxes"]["boxes"][own] * part):
                assert label == -1 or np.abs(box - around(image[..., 0] == label)).max() < 1e-3
    assert len(seen) > 2


def test_elastic_boxes_are_around_what_comes_from_them():
    layer = layers.RandomElasticTransform((1, 1), (1, 1), interpolation="nearest", seed=1, bounding_box_format="xyxy")
    found = arrays(layer(tensors({"images": OBJECTS, "bounding_boxes": AROUND}), training=True))
    for image, boxes in zip(found["images"], found["bounding_boxes"]["boxes"]):
        np.testing.assert_allclose(boxes[0], around(image[..., 0] > 0), atol=1e-3)
    assert np.abs(found["bounding_boxes"]["boxes"] - AROUND["boxes"]).max() >= 1
    still = layers.RandomElasticTransform((0, 0), seed=1, bounding_box_format="xyxy")
    one = {"images": OBJECTS[0], "bounding_boxes": {k: v[0] for k, v in AROUND.items()}}
    found = arrays(still(tensors(one), training=True))
    np.testing.assert_allclose(found["bounding_boxes"]["boxes"], AROUND["boxes"][0], atol=1e-3)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize("name", ["CutMix", "MixUp"])
def test_mixing_in_half_precision(name, dtype):
    given = tensors({"images": OBJECTS, "labels": np.eye(2, dtype="float32")})
    found = getattr(layers, name)(seed=1, dtype=dtype)(given, training=True)
    dtypes = [backend.standardize_dtype(found[key].dtype) for key in ("images", "labels")]
    assert dtypes == [dtype, "float32" if name == "MixUp" else dtype]
    np.testing.assert_allclose(backend.convert_to_numpy(backend.cast(found["labels"], "float32")).sum(1), 1, atol=0.01)


def test_mix_up_gives_an_image_the_boxes_of_both():
    layer = layers.MixUp(bounding_box_format="xyxy")
    given = {"boxes": np.arange(16, dtype="float32").reshape(2, 2, 4), "labels": np.array([[1, 2], [3, 4]])}
    swap = tensors({"mix_weight": np.full(2, 0.5, "float32"), "permutation_order": np.array([1, 0])})
    found = arrays(layer.transform_bounding_boxes(tensors(given), swap))
    assert found["labels"].tolist() == [[1, 2, 3, 4], [3, 4, 1, 2]]
    np.testing.assert_array_equal(found["boxes"][0], given["boxes"].reshape(4, 4))


def test_max_num_bounding_boxes():
    layer = layers.MaxNumBoundingBoxes(3, fill_value=-2, bounding_box_format="xyxy")
    layer = type(layer).from_config(layer.get_config())
    for count in (2, 3, 5):
        given = boxes(*[(i, i, i + 1, i + 1) for i in range(count)])
        found = arrays(layer(tensors({"images": IMAGES[:1], "bounding_boxes": given}))["bounding_boxes"])
        kept = min(count, 3)
        np.testing.assert_array_equal(found["boxes"][0, :kept], given["boxes"][0, :kept])
        assert found["labels"].tolist() == [list(range(1, kept + 1)) + [-2] * (3 - kept)]


def test_rand_augment_applies_the_chosen_layers_to_everything():
    layer = layers.RandAugment(seed=1, bounding_box_format="xyxy")
    data = tensors({"images": IMAGES[:1], "segmentation_masks": IMAGES[:1, ..., :1].astype("int32")})
    drawn = layer.get_random_transformation(data, seed=layer.generator)
    drawn["layer_idxes"] = backend.convert_to_tensor(np.array([1, 3], "int32"))
    moved, brighter = layer.random_translation, layer.random_brightness
    wanted = moved.transform_images(data["images"], drawn["transforms"]["random_translation"])
    wanted = brighter.transform_images(wanted, drawn["transforms"]["random_brightness"])
    np.testing.assert_allclose(to_numpy(layer.transform_images(data["images"], drawn)), to_numpy(wanted), rtol=1e-6)
    masks = data["segmentation_masks"]
    wanted = moved.transform_segmentation_masks(masks, drawn["transforms"]["random_translation"])
    np.testing.assert_array_equal(to_numpy(layer.transform_segmentation_masks(masks, drawn)), to_numpy(wanted))


# What 3.15.1 does wrong


def test_random_crop_has_its_shape_at_inference():
    layer = layers.RandomCrop(2, 4)
    assert to_numpy(layer(IMAGES, training=False)).shape == layer.compute_output_shape(IMAGES.shape) == (2, 2, 4, 3)
    np.testing.assert_array_equal(to_numpy(layer(IMAGES, training=False)), IMAGES[:, 1:3])


def test_equalization_looks_at_one_image_alone():
    both = to_numpy(layers.Equalization()(IMAGES))
    np.testing.assert_array_equal(both[1:], to_numpy(layers.Equalization()(IMAGES[1:])))


def test_solarization_threshold_is_in_units_of_the_range():
    layer = layers.Solarization(threshold_factor=(1.0, 1.0), value_range=(0, 1))
    given = IMAGES / np.float32(256)
    np.testing.assert_array_equal(to_numpy(layer(given)), given)


def test_pipeline_shape_and_masks():
    pipeline = layers.Pipeline([layers.Resizing(2, 3), layers.Rescaling(2.0)])
    assert pipeline.compute_output_shape((None, 5, 5, 1)) == (None, 2, 3, 1)
    assert keras.Sequential([keras.Input((5, 5, 1)), pipeline]).output_shape == (None, 2, 3, 1)


def test_in_a_model(tmp_path):
    """A model trains with such layers, which do nothing in `predict`, and can be saved."""
    augmentation = [
        layers.RandomFlip(seed=1),
        layers.RandomRotation(0.1),
        layers.MixUp(alpha=1.0),
        layers.RandomCrop(3, 3),
    ]
    model = keras.Sequential([keras.Input((4, 4, 3)), *augmentation, layers.Flatten(), layers.Dense(1)])
    assert model.output_shape == (None, 1)
    if backend.backend() != "numpy":
        model.compile("sgd", "mse")
        model.fit(IMAGES / 255, np.zeros((2, 1)), verbose=0)
    wanted = model.predict(IMAGES, verbose=0)
    np.testing.assert_allclose(model.predict(IMAGES, verbose=0), wanted, rtol=1e-6)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again.predict(IMAGES, verbose=0), wanted, rtol=1e-5)


# tf.data


@pytest.mark.parametrize("unknown", [False, True], ids=["known sizes", "unknown sizes"])
def test_inside_tf_data(unknown):
    """Labels, boxes and masks too, whatever the backend; also images whose sizes the graph does not know."""
    tf = pytest.importorskip("tensorflow")
    pipeline = layers.Pipeline(
        [
            layers.Resizing(6, 8, crop_to_aspect_ratio=True, bounding_box_format="xyxy"),
            layers.CenterCrop(5, 9, bounding_box_format="xyxy"),
            layers.RandomCrop(4, 4, seed=1, bounding_box_format="xyxy"),
            layers.RandomFlip(seed=1, bounding_box_format="xyxy"),
            layers.RandomRotation(0.1, seed=1, bounding_box_format="xyxy"),
            layers.MixUp(seed=1, bounding_box_format="xyxy"),
        ]
    )
    box = boxes((0, 0, 3, 3), (1, 1, 4, 4))
    data = {"images": IMAGES.astype("uint8"), "labels": np.eye(2, dtype="float32")}
    data["segmentation_masks"] = np.zeros((2, 4, 4, 1), "int32")
    data["bounding_boxes"] = {name: value.repeat(2, 0) for name, value in box.items()}
    dataset = tf.data.Dataset.from_tensors(data)
    if unknown:
        spec = tf.nest.map_structure(lambda s: tf.TensorSpec([None] * len(s.shape), s.dtype), dataset.element_spec)
        for name, channels in (("images", 3), ("segmentation_masks", 1)):
            spec[name] = tf.TensorSpec((None, None, None, channels), spec[name].dtype)
        given = dataset
        dataset = tf.data.Dataset.from_generator(lambda: iter(given), output_signature=spec)
    (found,) = dataset.map(pipeline)
    assert found["images"].shape == (2, 4, 4, 3) and found["images"].dtype == "float32"
    assert found["segmentation_masks"].shape == (2, 4, 4, 1)
    assert found["bounding_boxes"]["boxes"].shape == (2, 4, 4)
    np.testing.assert_allclose(found["labels"].numpy().sum(axis=1), [1, 1], rtol=1e-5)
    assert backend.is_tensor(layers.RandomFlip(seed=1)(IMAGES))


def test_rand_augment_inside_tf_data():
    tf = pytest.importorskip("tensorflow")
    layer = layers.RandAugment(num_ops=1, seed=1)
    found = list(tf.data.Dataset.from_tensors(IMAGES).repeat(3).map(layer))
    assert len({x.numpy().tobytes() for x in found}) == 3  # Drawn when the graph runs.


# The base class


def test_a_layer_of_ones_own():
    class Half(BaseImagePreprocessingLayer):
        _FACTOR_BOUNDS = (0, 1)

        def get_random_transformation(self, data, training=True, seed=None):
            return self.factor[1]

        def transform_images(self, images, transformation, training=True):
            return images * transformation

        def transform_labels(self, labels, transformation, training=True):
            return labels + transformation

    layer = Half(factor=0.5)
    found = arrays(layer(tensors({"images": IMAGES[0], "labels": np.ones(2, "float32")})))
    np.testing.assert_allclose(found["images"], IMAGES[0] / 2)
    np.testing.assert_allclose(found["labels"], [1.5, 1.5])
    with pytest.raises(NotImplementedError):
        layer({"images": IMAGES, "segmentation_masks": IMAGES})


BAD = [
    ("AugMix", {"num_chains": 0}, "num_chains=0"),
    ("CenterCrop", {"height": -1, "width": 2}, "height=-1"),
    ("ContrastLimitedAdaptiveHistogramEqualization", {"tile_grid_size": 3}, "tile_grid_size=3"),
    ("CutMix", {"factor": 5}, "factor"),
    ("Equalization", {"bins": "a"}, "bins='a'"),
    ("MixUp", {"alpha": -1}, "alpha=-1"),
    ("Pipeline", {"layers": 3}, "layers=3"),
    ("RandAugment", {"num_ops": 0}, "num_ops=0"),
    ("RandomBrightness", {"factor": 0.1, "value_range": (0, 1, 2)}, "value_range"),
    ("RandomContrast", {"factor": (0, 2)}, r"factor=\(0, 2\)"),
    ("RandomErasing", {"scale": (1, 2)}, r"scale=\(1, 2\)"),
    ("RandomFlip", {"mode": "bogus"}, "mode='bogus'"),
    ("RandomGaussianBlur", {"kernel_size": 2}, "kernel_size=2"),
    ("RandomGrayscale", {"factor": 2.0}, "factor=2.0"),
    ("RandomPerspective", {"scale": -1}, "scale=-1"),
    ("RandomZoom", {"height_factor": -1}, "height_factor=-1"),
    ("Resizing", {"height": 2, "width": 2, "interpolation": "bogus"}, "interpolation='bogus'"),
    ("Resizing", {"height": 2, "width": 2, "crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True}, "Only one"),
]


@pytest.mark.parametrize("name, config, message", BAD, ids=str)
def test_bad_arguments(name, config, message):
    with pytest.raises(ValueError, match=message):
        getattr(layers, name)(**config)


def test_bad_data():
    layer = layers.RandomFlip()
    with pytest.raises(NotImplementedError, match="fill_mode='bogus'"):
        layers.RandomRotation(0.1, fill_mode="bogus")
    with pytest.raises(ValueError, match=r"shape=\(4, 4\)"):
        layer(IMAGES[0, ..., 0])
    with pytest.raises(ValueError, match="'images'"):
        layer({"labels": IMAGES})
    with pytest.raises(ValueError, match="bounding_box_format"):
        layer(tensors({"images": IMAGES[:1], "bounding_boxes": boxes((0, 0, 1, 1))}))
    with pytest.raises(ValueError, match="'boxes' and 'labels'"):
        layers.RandomFlip(bounding_box_format="xyxy")(tensors({"images": IMAGES, "bounding_boxes": IMAGES}))


@pytest.mark.parametrize("name, arguments", [
    ("RandomTranslation", (0.5, 0.5)), ("RandomZoom", (0.5,)), ("RandomShear", (0.5, 0.5)), ("RandomPerspective", (1.0,)),
    ("RandomHue", (0.5,)),
])
def test_layers_that_give_integers_compute_in_floats(name, arguments):
    make = lambda dtype: getattr(layers, name)(*arguments, seed=1, dtype=dtype)
    found, wanted = (to_numpy(make(dtype)(tensors(IMAGES))) for dtype in ("uint8", "float32"))
    assert found.dtype == "uint8"
    assert np.abs(found.astype("float32") - wanted).max() <= 1.0


def test_images_as_lists():
    found = layers.RandomInvert((1.0, 1.0))(IMAGES.tolist())
    np.testing.assert_allclose(to_numpy(found), 255 - IMAGES)


def test_masks_of_integers_are_padded_with_a_float():
    layer = layers.Resizing(4, 4, pad_to_aspect_ratio=True, fill_value=7.0)
    masks = np.ones((1, 2, 4, 1), "int32")
    outputs = layer(tensors({"images": masks.astype("float32"), "segmentation_masks": masks}))
    assert to_numpy(outputs["segmentation_masks"])[0, :, 0, 0].tolist() == [7, 1, 1, 7]


def test_a_crop_without_a_seed_draws_two():
    """The seed in the config and inside of pipelines is not where its own generator begins, as in the reference."""
    keras.utils.set_random_seed(1)
    layer = layers.RandomCrop(2, 2)
    assert layer.seed == 144272510
    assert int(backend.convert_to_numpy(layer.generator.state.value)[0]) == 611178003
