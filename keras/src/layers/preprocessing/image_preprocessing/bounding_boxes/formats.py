"""The ways to write four numbers for a bounding box.

`nb` is a backend's `numpy` module, so that the layers can convert boxes on a backend that is not the active one.
"""

FORMATS = (
    "xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", "rel_xyxy", "rel_yxyx", "rel_xywh",
    "rel_center_xywh",
)


def convert(nb, boxes, source, target, height=None, width=None):
    """Boxes `(..., 4)` of one format in another.

    Args:
        source: Name of the format of `boxes`; see `FORMATS`.
        target: Name of the format of the result.
        height: Height of the images, a number or a tensor that broadcasts to `boxes[..., 0]`. Needed if just one of the
            formats is relative (`rel_`) to the size of the image.
        width: The same for the width.
    """
    source, target = _known("source", source), _known("target", target)
    if source == target:
        return boxes
    corners = _to_corners(source.removeprefix("rel_"), *(boxes[..., i] for i in range(4)))
    if source.startswith("rel_") != target.startswith("rel_"):
        if height is None or width is None:
            raise ValueError(
                f"Arguments `height` and `width` are needed to convert bounding boxes from {source!r} to {target!r}. "
                f"Received: height={height}, width={width}"
            )
        sizes = (width, height, width, height)
        to_pixels = source.startswith("rel_")
        corners = [nb.multiply(x, size) if to_pixels else nb.divide(x, size) for x, size in zip(corners, sizes)]
    return nb.stack(_from_corners(target.removeprefix("rel_"), *corners), axis=-1)


def _known(argument, name):
    lowered = name.lower() if isinstance(name, str) else name
    if lowered not in FORMATS:
        raise ValueError(
            f"Argument `{argument}` of a conversion of bounding boxes must be one of {', '.join(map(repr, FORMATS))}. "
            f"Received: {argument}={name!r}"
        )
    return lowered


def _to_corners(layout, a, b, c, d):
    if layout == "xyxy":
        return a, b, c, d
    if layout == "yxyx":
        return b, a, d, c
    if layout == "xywh":
        return a, b, a + c, b + d
    x, y, w, h = (b, a, d, c) if layout == "center_yxhw" else (a, b, c, d)
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def _from_corners(layout, x1, y1, x2, y2):
    if layout == "xyxy":
        return x1, y1, x2, y2
    if layout == "yxyx":
        return y1, x1, y2, x2
    w, h = x2 - x1, y2 - y1
    if layout == "xywh":
        return x1, y1, w, h
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return (y, x, h, w) if layout == "center_yxhw" else (x, y, w, h)


class XYXY:
    """Where the numbers of `"xyxy"` lie."""

    LEFT, TOP, RIGHT, BOTTOM = range(4)


class REL_XYXY(XYXY):
    """The same in widths and heights of the image."""


class YXYX:
    """Where the numbers of `"yxyx"` lie."""

    TOP, LEFT, BOTTOM, RIGHT = range(4)


class REL_YXYX(YXYX):
    """The same in widths and heights of the image."""


class XYWH:
    """Where the numbers of `"xywh"` lie."""

    X, Y, WIDTH, HEIGHT = range(4)


class REL_XYWH(XYWH):
    """The same in widths and heights of the image."""


class CENTER_XYWH(XYWH):
    """The same, with the middle in the place of a corner."""
