"""Bounding boxes: formats, cutting, moving, anchors, overlap; NumPy box by box is the oracle."""
import math

import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.layers.preprocessing.image_preprocessing.bounding_boxes import (
    converters,
    formats,
    iou,
    validation,
)
from keras.src.layers.preprocessing.image_preprocessing.bounding_boxes.bounding_box import (
    BoundingBox,
)

HEIGHT, WIDTH = 200, 100
BOXES = np.array([[10, 20, 30, 60], [5, 5, 50, 100], [-5, -10, 120, 300]], "float32")
# The first of the boxes in every format, worked out by hand.
FIRST = {
    "xyxy": (10, 20, 30, 60),
    "yxyx": (20, 10, 60, 30),
    "xywh": (10, 20, 20, 40),
    "center_xywh": (20, 40, 20, 40),
    "center_yxhw": (40, 20, 40, 20),
    "rel_xyxy": (0.1, 0.1, 0.3, 0.3),
    "rel_yxyx": (0.1, 0.1, 0.3, 0.3),
    "rel_xywh": (0.1, 0.1, 0.2, 0.2),
    "rel_center_xywh": (0.2, 0.2, 0.2, 0.2),
}


def to_numpy(x):
    return backend.convert_to_numpy(x)


def tensor(x):
    return ops.convert_to_tensor(np.asarray(x, "float32"))


@pytest.mark.parametrize("source", FIRST)
def test_every_format_becomes_every_other(source):
    assert set(FIRST) == set(formats.FORMATS)
    for target, wanted in FIRST.items():
        found = converters.convert_format(tensor([FIRST[source]]), source, target, HEIGHT, WIDTH)
        np.testing.assert_allclose(to_numpy(found), [wanted], rtol=1e-5, atol=1e-6)


def test_convert_format_of_dicts_batches_dtypes_and_symbols():
    found = converters.convert_format({"boxes": tensor(BOXES[None]), "labels": 3}, "XYXY", "xywh", dtype="float16")
    assert found["labels"] == 3
    assert backend.standardize_dtype(found["boxes"].dtype) == "float16"
    np.testing.assert_allclose(to_numpy(found["boxes"])[0, 1], [5, 5, 45, 95])
    symbol = converters.convert_format(backend.KerasTensor((None, None, 4)), "xyxy", "rel_xywh", 10, 10)
    assert symbol.shape == (None, None, 4)


@pytest.mark.parametrize(
    "call, error, part",
    [
        (lambda: converters.convert_format(tensor(BOXES), "bogus", "xyxy"), ValueError, "source='bogus'"),
        (lambda: converters.convert_format(tensor(BOXES), "xyxy", "rel_xyxy"), ValueError, "height=None"),
        (lambda: converters.convert_format(tensor(BOXES[:, :3]), "xyxy", "xywh"), ValueError, "(3, 3)"),
        (lambda: converters.crop(tensor(BOXES), 1, 1, 5, 5, "xywh"), NotImplementedError, "'xywh'"),
        (lambda: converters.clip_to_image_size({"boxes": tensor(BOXES)}), ValueError, "height=None"),
        (
            lambda: converters.encode_box_to_deltas(tensor(BOXES), tensor(BOXES), "xyxy", "xyxy", "xyxy"),
            ValueError,
            "encoding_format",
        ),
        (
            lambda: converters.decode_deltas_to_boxes(
                tensor(BOXES), tensor(BOXES), "xyxy", "xyxy", variance=[1.0, 2.0]
            ),
            ValueError,
            "variance",
        ),
        (lambda: iou.compute_iou(tensor(BOXES[0]), tensor(BOXES), "xyxy"), ValueError, "boxes1.shape=(4,)"),
        (lambda: iou.compute_ciou(tensor(BOXES), tensor(BOXES), "rel_xyxy"), ValueError, "image_shape"),
    ],
)
def test_bad_input_is_named(call, error, part):
    with pytest.raises(error) as caught:
        call()
    assert part in str(caught.value)


def test_clipping_marks_boxes_of_which_nothing_is_left():
    boxes = {"boxes": tensor([[-5, 10, 120, 300], [110, 0, 120, 10]]), "labels": ops.array([4, 5]), "more": 1}
    found = converters.clip_to_image_size(boxes, HEIGHT, WIDTH)
    np.testing.assert_allclose(to_numpy(found["boxes"]), [[0, 10, 100, 200], [100, 0, 100, 10]])
    assert to_numpy(found["labels"]).tolist() == [4, -1] and found["more"] == 1
    relative = converters.clip_to_image_size({"boxes": tensor([[-0.5, 0, 0.5, 2]])}, bounding_box_format="rel_xyxy")
    assert to_numpy(relative["boxes"]).tolist() == [[0, 0, 0.5, 1]]


def test_crop_and_pad():
    cropped = to_numpy(converters.crop(tensor(BOXES), 3, 7, 50, 40))
    np.testing.assert_allclose(cropped, np.clip(BOXES - [7, 3, 7, 3], 0, [40, 50, 40, 50]))
    np.testing.assert_allclose(to_numpy(converters.pad(tensor(BOXES), 3, 7)), BOXES + [7, 3, 7, 3])


@pytest.mark.parametrize("turn", [0.0, 90.0, 30.0])
def test_affine_transform_encloses_the_moved_corners(turn):
    found = converters.affine_transform(
        tensor(BOXES[None]), turn, 0.1, -0.2, 1.5, 0.0, 0.0, HEIGHT, WIDTH, center_x=0.4, center_y=0.6
    )
    middle = np.array([0.4 * (WIDTH - 1), 0.6 * (HEIGHT - 1)])
    angle = math.radians(turn)
    matrix = 1.5 * np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    for box, wanted in zip(to_numpy(found)[0], BOXES):
        x1, y1, x2, y2 = wanted
        corners = np.array([(x, y) for x in (x1, x2) for y in (y1, y2)])
        moved = (corners - middle + [0.1 * (WIDTH - 1), -0.2 * (HEIGHT - 1)]) @ matrix.T + middle
        np.testing.assert_allclose(box, [*moved.min(0), *moved.max(0)], rtol=1e-4, atol=1e-3)


def test_affine_transform_of_a_batch_with_shear():
    turns = tensor([0.0, 45.0])
    zeros, ones = tensor([0.0, 0.0]), tensor([1.0, 1.0])
    boxes = tensor(np.stack([BOXES, BOXES]))
    found = to_numpy(converters.affine_transform(boxes, zeros, zeros, zeros, ones, turns, zeros, 200, 100))
    np.testing.assert_allclose(found[0], BOXES, atol=1e-4)
    x1, y1, x2, y2 = BOXES.T
    wanted = np.stack([x1 + y1 - 99.5, y1, x2 + y2 - 99.5, y2], -1)
    np.testing.assert_allclose(found[1], wanted, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("order", ["center_yxhw", "center_xywh"])
def test_deltas_lead_back_to_the_boxes(order):
    anchors = tensor([[0, 0, 10, 10], [10, 10, 30, 50]])
    boxes = np.array([[1, 2, 12, 9], [12, 8, 33, 55]], "float32")
    variance = [0.1, 0.1, 0.2, 0.2]
    deltas = converters.encode_box_to_deltas(anchors, tensor(boxes), "xyxy", "xyxy", order, variance)
    first = [(6.5 - 5) / 10 / 0.1, (5.5 - 5) / 10 / 0.1, math.log(1.1) / 0.2, math.log(0.7) / 0.2]
    first = first if order == "center_xywh" else [first[1], first[0], first[3], first[2]]
    np.testing.assert_allclose(to_numpy(deltas)[0], first, rtol=1e-4)
    again = converters.decode_deltas_to_boxes({"a": anchors}, {"a": deltas}, "xyxy", "xyxy", order, variance)
    np.testing.assert_allclose(to_numpy(again["a"]), boxes, rtol=1e-4)


def _iou(a, b):
    width = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    height = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    both = width * height
    either = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    return both / either if either else 0.0


def test_iou_of_all_pairs():
    first = np.array([[0, 0, 10, 10], [5, 5, 25, 15], [1, 1, 1, 1]], "float32")
    second = np.array([[1, 2, 12, 9], [12, 8, 33, 55]], "float32")
    wanted = [[_iou(a, b) for b in second] for a in first]
    found = iou.compute_iou(tensor(first), tensor(second), "xyxy")
    np.testing.assert_allclose(to_numpy(found), wanted, rtol=1e-5)
    batch = iou.compute_iou(tensor(first), tensor(np.stack([second, second])), "xyxy")
    np.testing.assert_allclose(to_numpy(batch), [wanted, wanted], rtol=1e-5)
    first[0] = -1
    masked = to_numpy(iou.compute_iou(tensor(first), tensor(second), "xyxy", use_masking=True, mask_val=-7))
    assert (masked[0] == -7).all() and (masked[1:] >= 0).all()
    relative = iou.compute_iou(tensor(second / 50), tensor(second / 50), "rel_xyxy", image_shape=(50, 60, 3))
    np.testing.assert_allclose(np.diag(to_numpy(relative)), [1, 1], rtol=1e-5)


def test_ciou_one_by_one():
    first = np.array([[0, 0, 10, 10], [5, 5, 25, 15]], "float32")
    second = np.array([[1, 2, 12, 9], [5, 5, 25, 15]], "float32")
    distance = (1.5**2 + 0.5**2) / (12**2 + 10**2)
    unlike = 4 / math.pi**2 * (math.atan(11 / 7) - math.atan(1)) ** 2
    overlap = _iou(first[0], second[0])
    wanted = overlap - distance - unlike * unlike / (unlike - overlap + 1)
    found = to_numpy(iou.compute_ciou(tensor(first), tensor(second), "xyxy"))
    np.testing.assert_allclose(found, [wanted, 1.0], rtol=1e-4)
    relative = iou.compute_ciou(tensor(first / 50), tensor(second / 50), "rel_xyxy", image_shape=(50, 50))
    np.testing.assert_allclose(to_numpy(relative), [wanted, 1.0], rtol=1e-4)


def test_densify_adds_empty_boxes():
    lists = {"boxes": [[[1.0, 2, 3, 4]], [[1.0, 2, 3, 4], [5.0, 6, 7, 8]]], "labels": [[1], [2, 3]], "more": 1}
    found = validation.densify_bounding_boxes(lists, is_batched=True)
    assert to_numpy(found["boxes"])[0].tolist() == [[1, 2, 3, 4], [0, 0, 0, 0]] and found["more"] == 1
    assert to_numpy(found["labels"]).tolist() == [[1, -1], [2, 3]]
    whole = {"boxes": tensor(BOXES), "labels": ops.array([1, 2, 3])}
    np.testing.assert_array_equal(to_numpy(validation.densify_bounding_boxes(whole)["boxes"]), BOXES)
    with pytest.raises(ValueError, match="'labels'"):
        validation.densify_bounding_boxes({"boxes": tensor(BOXES)})
    with pytest.raises(ValueError, match="2 labels and 1 boxes"):
        validation.densify_bounding_boxes({"boxes": [[1.0, 2, 3, 4]], "labels": [1, 2]})


def test_densify_of_ragged_tensors():
    if backend.backend() != "tensorflow":
        return
    import tensorflow as tf

    ragged = {
        "boxes": tf.ragged.constant([[[1.0, 2, 3, 4]], [[1.0, 2, 3, 4], [5.0, 6, 7, 8]]], ragged_rank=1),
        "labels": tf.ragged.constant([[1], [2, 3]]),
    }
    found = validation.densify_bounding_boxes(ragged, is_batched=True, max_boxes=3)
    assert found["boxes"].shape == (2, 3, 4)
    assert found["labels"].numpy().tolist() == [[1, -1, -1], [2, 3, -1]]


def test_names_of_places_and_one_object_for_all():
    x = np.arange(4.0)[None]
    boxes = BoundingBox()
    assert ops.convert_to_numpy(boxes.convert_format(x, "xyxy", "yxyx")).tolist() == [[1, 0, 3, 2]]
    assert x[0, formats.XYXY.RIGHT] == 2 and x[0, formats.REL_YXYX.RIGHT] == 3 and x[0, formats.CENTER_XYWH.HEIGHT] == 3
    assert ops.convert_to_numpy(boxes.pad(x, 1, 2)).tolist() == [[2, 2, 4, 4]]
