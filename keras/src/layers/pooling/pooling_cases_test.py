import itertools

import numpy as np
import pytest

from keras.src import backend, layers
from keras.src.layers.layer_cases import LayerTests, case, parametrize


def distinct(*shape):
    """Values that all differ, so that a largest one has a gradient."""
    return np.random.default_rng(len(shape)).permutation(int(np.prod(shape))).reshape(shape).astype("float32") / 10


SEQUENCE, IMAGE, VOLUME = distinct(2, 3, 4), distinct(1, 5, 4, 2), distinct(1, 4, 2, 4, 2)
STEPS = np.array([[True, True, False], [True, False, False]])


def pool(take, size, strides=None, same=False):
    """Pooling with the channels last, window by window; windows are cut off at the edge."""

    def pooled(x):
        rank = x.ndim - 2
        sizes = np.broadcast_to(size, rank)
        steps = sizes if strides is None else np.broadcast_to(strides, rank)
        counts, starts = [], []
        for n, k, s in zip(x.shape[1:-1], sizes, steps):
            count = -(-n // s) if same else (n - k) // s + 1
            counts.append(count)
            starts.append(max((count - 1) * s + k - n, 0) // 2 if same else 0)
        output = np.empty((x.shape[0], *counts, x.shape[-1]))
        for place in itertools.product(*map(range, counts)):
            begins = [p * s - b for p, s, b in zip(place, steps, starts)]
            window = tuple(slice(max(b, 0), b + k) for b, k in zip(begins, sizes))
            output[(slice(None), *place)] = take(x[(slice(None), *window)], axis=tuple(range(1, rank + 1)))
        return output

    return pooled


def adaptive(take, *sizes):
    def pooled(x):
        output = np.empty((x.shape[0], *sizes, x.shape[-1]))
        for place in itertools.product(*map(range, sizes)):
            window = tuple(
                slice(p * n // m, -(-(p + 1) * n // m)) for p, n, m in zip(place, x.shape[1:-1], sizes)
            )
            output[(slice(None), *place)] = take(x[(slice(None), *window)], axis=tuple(range(1, len(sizes) + 1)))
        return output

    return pooled


def first(function):
    return lambda x: np.moveaxis(function(np.moveaxis(x, 1, -1)), -1, 1)


CASES = [
    case("MaxPooling1D", SEQUENCE, pool(np.max, 2, 1), strides=1),
    case("MaxPooling2D", IMAGE, pool(np.max, 2)),
    case("MaxPooling2D", IMAGE, pool(np.max, (2, 3), (1, 2), True), pool_size=(2, 3), strides=(1, 2), padding="same"),
    case("MaxPooling2D", np.moveaxis(IMAGE, -1, 1), first(pool(np.max, 2)), data_format="channels_first"),
    case("MaxPooling3D", VOLUME, pool(np.max, 2)),
    case("AveragePooling1D", SEQUENCE, pool(np.mean, 2, None, True), pool_size=2, padding="same", mask="none"),
    case("AveragePooling2D", IMAGE, pool(np.mean, 2), pool_size=2),
    case(
        "AveragePooling3D",
        VOLUME,
        pool(np.mean, (1, 2, 3), (1, 2, 2), True),
        pool_size=(1, 2, 3),
        strides=(1, 2, 2),
        padding="same",
    ),
    case("GlobalMaxPooling1D", SEQUENCE, lambda x: x.max(1), mask="none"),
    case("GlobalMaxPooling2D", IMAGE, lambda x: x.max((1, 2), keepdims=True), keepdims=True),
    case("GlobalMaxPooling3D", VOLUME, lambda x: x.max((2, 3, 4)), data_format="channels_first"),
    case("GlobalAveragePooling1D", SEQUENCE, lambda x: x.mean(1)),
    case(
        "GlobalAveragePooling1D",
        SEQUENCE,
        lambda x: np.stack([x[0, :2].mean(0), x[1, 0]]),
        call={"mask": STEPS},
        mask="none",
        dynamic=False,
    ),
    case("GlobalAveragePooling2D", IMAGE, lambda x: x.mean((1, 2))),
    case("GlobalAveragePooling2D", IMAGE, lambda x: x.mean((2, 3), keepdims=True), keepdims=True, data_format="channels_first"),
    case("GlobalAveragePooling3D", VOLUME, lambda x: x.mean((1, 2, 3))),
    case("AdaptiveMaxPooling1D", SEQUENCE, adaptive(np.max, 2), output_size=2),
    case("AdaptiveMaxPooling2D", IMAGE, adaptive(np.max, 2, 3), output_size=(2, 3)),
    case("AdaptiveMaxPooling3D", VOLUME, adaptive(np.max, 2, 1, 2), output_size=(2, 1, 2)),
    case("AdaptiveAveragePooling1D", SEQUENCE, adaptive(np.mean, 2), output_size=2),
    case("AdaptiveAveragePooling2D", IMAGE, adaptive(np.mean, 3, 2), output_size=(3, 2)),
    case("AdaptiveAveragePooling3D", VOLUME, adaptive(np.mean, 2, 2, 3), output_size=(2, 2, 3)),
]


@parametrize(CASES)
class TestPooling(LayerTests):
    pass


@pytest.mark.parametrize(
    "make, error, words",
    [
        (lambda: layers.MaxPooling2D(0), ValueError, "`pool_size`"),
        (lambda: layers.MaxPooling2D(2, padding="bogus"), ValueError, "`padding`"),
        (lambda: layers.MaxPooling1D(2, data_format="bogus"), ValueError, "data_format='bogus'"),
        (lambda: layers.MaxPooling2D(2)(SEQUENCE), ValueError, "ndim=4"),
        (lambda: layers.AdaptiveMaxPooling1D("a"), TypeError, "Argument `output_size` of AdaptiveMaxPooling1D"),
    ],
)
def test_bad_arguments(make, error, words):
    with pytest.raises(error) as e:
        make()
    assert words in str(e.value)


def test_average_pooling_in_half_precision():
    x = np.arange(16, dtype="float16").reshape(1, 2, 2, 2, 2)
    y = layers.AveragePooling3D(2, dtype="float16", data_format="channels_last")(backend.convert_to_tensor(x))
    assert backend.standardize_dtype(y.dtype) == "float16"
    np.testing.assert_allclose(backend.convert_to_numpy(y)[0, 0, 0, 0], [7.0, 8.0])
