"""Drawings, element by element, and what plots are made of."""
import numpy as np
import pytest

from keras.src import ops
from keras.src.visualization.draw_bounding_boxes import draw_bounding_boxes
from keras.src.visualization.draw_segmentation_masks import draw_segmentation_masks
from keras.src.visualization.plot_bounding_box_gallery import plot_bounding_box_gallery
from keras.src.visualization.plot_image_gallery import plot_image_gallery
from keras.src.visualization.plot_segmentation_mask_gallery import plot_segmentation_mask_gallery

GRAY = np.full((1, 2, 2, 3), 100.0, "float32")
MASKS = np.array([[[0, 1], [2, -1]]])[..., None]
BOXES = {
    "boxes": np.array([[[2, 3, 8, 9], [1, 1, 4, 4]]], "float32"),
    "labels": np.array([[1, -1]]),
}


def test_masks_of_default_colours():
    """Without `num_classes` 3.15.1 counts one class too few, and raises an error."""
    wanted = [[[[20, 20, 20], [20, 121, 44]], [[21, 223, 69], [100, 100, 100]]]]
    for classes in (None, 3):
        drawn = draw_segmentation_masks(ops.convert_to_tensor(GRAY), ops.convert_to_tensor(MASKS), classes)
        assert drawn.dtype == "uint8"
        np.testing.assert_array_equal(drawn, wanted)


def test_masks_of_own_colours_opaque_and_channels_first():
    colours = {0: (255, 0, 0), 1: (0, 255, 0), 2: (0, 0, 255)}
    wanted = [[[[255, 0, 0], [100, 100, 100]], [[0, 0, 255], [100, 100, 100]]]]
    drawn = draw_segmentation_masks(
        GRAY.transpose(0, 3, 1, 2), MASKS.transpose(0, 3, 1, 2), 3, colours, blend=False, ignore_index=1,
        data_format="channels_first",
    )
    np.testing.assert_array_equal(drawn, wanted)


def test_boxes_and_names():
    pytest.importorskip("PIL")
    images = np.zeros((1, 16, 20, 3), "float32")
    drawn = draw_bounding_boxes(images, BOXES, "xyxy", color=(9, 8, 7), line_thickness=1)
    wanted = np.zeros(images.shape[1:3], bool)
    wanted[3, 2:9] = wanted[9, 2:9] = wanted[3:10, 2] = wanted[3:10, 8] = True
    np.testing.assert_array_equal(drawn[0], wanted[..., None] * [9, 8, 7])
    relative = {**BOXES, "boxes": BOXES["boxes"] / [20, 16, 20, 16]}
    again = draw_bounding_boxes(images, relative, "rel_xyxy", color=(9, 8, 7), line_thickness=1)
    np.testing.assert_array_equal(again, drawn)
    named = draw_bounding_boxes(images, BOXES, "xyxy", {1: "a"}, (9, 8, 7), 1, font_scale=0.6)
    assert (named != drawn).any() and (named[drawn > 0] == drawn[drawn > 0]).all()


BAD = [
    (draw_segmentation_masks, (GRAY[0], MASKS), ValueError, r"images.shape=\(2, 2, 3\)"),
    (draw_segmentation_masks, (GRAY, MASKS.astype("float32")), TypeError, "dtype=float32"),
    (draw_segmentation_masks, (GRAY, MASKS[..., 0]), ValueError, r"segmentation_masks.shape=\(1, 2, 2\)"),
    (draw_segmentation_masks, (GRAY, np.zeros((1, 3, 3, 1), int)), ValueError, "of one size"),
    (draw_bounding_boxes, (GRAY, {"boxes": BOXES["boxes"]}, "xyxy"), ValueError, "'labels'"),
    (draw_bounding_boxes, (GRAY, BOXES, "bogus"), ValueError, "bogus"),
    (plot_image_gallery, (GRAY[0],), ValueError, "rank 4"),
    (plot_image_gallery, (GRAY, [1]), ValueError, "label_map"),
    (plot_image_gallery, (GRAY, None, None, None, None, None, (0, 255), 2, "x.png", True), ValueError, "path"),
]


@pytest.mark.parametrize("function, arguments, error, part", BAD)
def test_bad_input_is_named(function, arguments, error, part):
    pytest.importorskip("PIL")
    pytest.importorskip("matplotlib")
    with pytest.raises(error, match=part):
        function(*arguments)


@pytest.fixture
def pyplot():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as pyplot

    pyplot.close("all")
    yield pyplot
    pyplot.close("all")


def _pictures(pyplot):
    return [np.asarray(axis.images[0].get_array()) for axis in pyplot.gcf().axes if axis.images]


@pytest.mark.parametrize(
    "count, options, shape",
    [(5, {}, (3, 2)), (4, {"rows": 1}, (1, 4)), (4, {"cols": 3}, (2, 3)), (1, {}, (1, 1))],
)
def test_gallery_has_room_for_all_images(pyplot, count, options, shape):
    """3.15.1 leaves images out where their number is no product of two equal numbers."""
    images = np.arange(count, dtype="float32")[:, None, None, None] * np.ones((1, 2, 2, 3))
    plot_image_gallery(images, show=False, scale=3, **options)
    assert pyplot.gcf().get_size_inches().tolist() == [3 * shape[1], 3 * shape[0]]
    assert [int(p[0, 0, 0]) for p in _pictures(pyplot)] == list(range(count))


def test_gallery_titles_values_and_legend(pyplot):
    images = np.array([-1.0, 1.0], "float32")[:, None, None, None] * np.ones((1, 3, 4, 5))
    plot_image_gallery(
        images, ops.array([0, 1]), [1, 1], {0: "a", 1: "b"}, value_range=(-1, 1), show=False,
        legend_handles=[pyplot.Line2D([], [], label="x")], data_format="channels_first",
    )
    titles = [axis.get_title() for axis in pyplot.gcf().axes][:2]
    assert titles == ["Label: a  Pred: b", "Label: b  Pred: b"]
    assert [(p.shape, int(p.max())) for p in _pictures(pyplot)] == [((4, 5, 3), 0), ((4, 5, 3), 255)]
    assert [t.get_text() for t in pyplot.gcf().legends[0].get_texts()] == ["x"]


def test_mask_gallery_stands_in_rows(pyplot):
    images, masks = np.zeros((3, 2, 2, 3), "float32"), np.ones((3, 2, 2, 1), "int32")
    plot_segmentation_mask_gallery(images, 2, y_true=masks, y_pred=masks * 0, alpha=1.0, show=False)
    found = [p[0, 0].tolist() for p in _pictures(pyplot)]
    assert found == [[0, 0, 0], [1, 127, 31], [0, 0, 0]] * 3


def test_box_gallery_draws_both_kinds_and_saves(pyplot, tmp_path):
    pytest.importorskip("PIL")
    images = np.zeros((1, 16, 20, 3), "float32")
    options = {"line_thickness": 1, "legend": True}
    plot_bounding_box_gallery(images, "xyxy", BOXES, {**BOXES, "boxes": BOXES["boxes"] + 1}, show=False, **options)
    (picture,) = _pictures(pyplot)
    assert picture[3, 2].tolist() == [0, 188, 212] and picture[4, 3].tolist() == [255, 235, 59]
    path = tmp_path / "boxes.png"
    plot_bounding_box_gallery(images, "xyxy", BOXES, path=str(path), dpi=20)
    assert path.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="legend_handles"):
        plot_bounding_box_gallery(images, "xyxy", BOXES, legend=True, legend_handles=[])
