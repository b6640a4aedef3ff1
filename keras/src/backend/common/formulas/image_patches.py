"""Patches of images and volumes, written once over raw tensors; `nb` is the backend's `numpy` module."""
import functools
import math

from keras.src.backend.common import windows


class Patches:
    """The geometry of patches: everything per spatial axis, checked.

    Args:
        rank: Number of spatial axes.
    """

    def __init__(self, rank, size, strides, dilation_rate, padding):
        self.size = windows.per_axis(size, rank, "size")
        self.strides = windows.per_axis(self.size if strides is None else strides, rank, "strides")
        self.dilations = windows.per_axis(dilation_rate, rank, "dilation_rate")
        self.padding = windows.check_padding(padding)

    def output_sizes(self, sizes):
        """How many patches fit along each axis."""
        steps = zip(sizes, self.size, self.strides, self.dilations)
        return tuple(windows.output_size(n, w, s, d, self.padding) for n, w, s, d in steps)

    @property
    def tile(self):
        """Whether patches stand side by side."""
        return self.padding == "valid" and self.strides == self.size and set(self.dilations) == {1}


def extract(nb, images, size, strides, dilation_rate, padding, windows_of=None):
    """Patches of `(batch, *spatial, channels)`, each flattened into channels; see `extract_patches`."""
    rank = len(images.shape) - 2
    geometry = Patches(rank, size, strides, dilation_rate, padding)
    sizes = tuple(nb.shape(images)[1:-1])
    windows.check_fit(images.shape, images.shape[1:-1], geometry.size, geometry.dilations, geometry.padding)
    counts = geometry.output_sizes(sizes)
    if geometry.tile:
        return _tiled(nb, images, geometry, counts)
    amounts = windows.amounts(sizes, geometry.size, geometry.strides, geometry.dilations, geometry.padding)
    if any(map(any, amounts)):
        images = nb.pad(images, [(0, 0), *amounts, (0, 0)])
    return (windows_of or functools.partial(_sliced, nb))(images, geometry, counts)


def _tiled(nb, x, geometry, counts):
    rank = len(counts)
    covered = tuple(slice(0, count * w) for count, w in zip(counts, geometry.size))
    x = x[(slice(None), *covered)]
    batch, channels = nb.shape(x)[0], x.shape[-1]
    x = nb.reshape(x, (batch, *(n for pair in zip(counts, geometry.size) for n in pair), channels))
    # (batch, count, window, count, window, ..., channels): the counts to the front.
    x = nb.transpose(x, (0, *range(1, 2 * rank, 2), *range(2, 2 * rank + 1, 2), 2 * rank + 1))
    return nb.reshape(x, (batch, *counts, math.prod(geometry.size) * channels))


def _sliced(nb, x, geometry, counts):
    """Axis by axis, the last one first, what the places of a window see goes side by side into the channels."""
    steps = zip(counts, geometry.size, geometry.strides, geometry.dilations)
    for axis, (count, window, stride, dilation) in reversed(list(enumerate(steps, 1))):
        before, span = (slice(None),) * axis, (count - 1) * stride + 1
        starts = (k * dilation for k in range(window))
        x = nb.concatenate([x[(*before, slice(start, start + span, stride))] for start in starts], -1)
    return x


def extract_patches(
    nb, images, size, strides=None, dilation_rate=1, padding="valid", data_format=None, windows_of=None
):
    """Patches of images or volumes of either format, single or in a batch; `size` has one entry for each axis.

    `windows_of(x, geometry, counts)` is the backend's own way to overlapping patches of padded images, if it has one.
    """
    rank = len(size)
    single = len(images.shape) == rank + 1
    x = nb.expand_dims(images, 0) if single else images
    first = data_format == "channels_first"
    x = nb.transpose(x, windows.to_channels_last(rank)) if first else x
    x = extract(nb, x, size, strides, dilation_rate, padding, windows_of)
    x = nb.transpose(x, windows.to_channels_first(rank)) if first else x
    return nb.squeeze(x, 0) if single else x
