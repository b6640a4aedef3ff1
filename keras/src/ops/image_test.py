"""Tables of the image operations; NumPy, SciPy, colorsys and Pillow are the oracles."""
import colorsys
import dataclasses

import numpy as np
import pytest
import scipy.ndimage

from keras.src import backend, ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops import op_cases
from keras.src.ops.op_cases import OperationTests, parametrize
from keras.src.random.seed_generator import SeedGenerator

R = np.random.default_rng(2)
X = R.uniform(0, 1, (2, 5, 4, 3)).astype("float32")
ONE = X[0]
FIRST = np.ascontiguousarray(X.transpose(0, 3, 1, 2))
U8 = R.integers(0, 256, (2, 5, 4, 3)).astype("uint8")
HALF = X.astype("float16")
VOLUME = R.uniform(0, 1, (1, 4, 4, 4, 2)).astype("float32")
MOVES = np.array([[1, 0.1, -1, -0.1, 1, 0.5, 0, 0], [0.9, 0, 0.2, 0.3, 1.1, -1, 0.02, 0.05]], "float32")
AT = np.array([[0.0, 1.5, 4.0, -1.2, 7.3], [0.5, 2.0, 3.2, 0.1, -2.6]], "float32")


@dataclasses.dataclass(frozen=True)
class ImageCase(op_cases.Case):
    """A row of an operation in `keras.ops.image`."""

    @property
    def function(self):
        return getattr(ops.image, self.name)


def case(name, inputs, expected, **options):
    row = op_cases.case(name, inputs, expected, **options)
    return ImageCase(**{field.name: getattr(row, field.name) for field in dataclasses.fields(row)})


# Resizing


def _keys(x, a=-0.5):
    x = abs(x)
    if x < 1:
        return (a + 2) * x**3 - (a + 3) * x**2 + 1
    return a * (x**3 - 5 * x**2 + 8 * x - 4) if x < 2 else 0.0


def _lanczos(radius):
    return lambda x: np.sinc(x) * np.sinc(x / radius) if abs(x) < radius else 0.0


KERNELS = {
    "bilinear": lambda x: max(1 - abs(x), 0),
    "linear": lambda x: max(1 - abs(x), 0),
    "bicubic": _keys,
    "cubic": _keys,
    "lanczos3": _lanczos(3),
    "lanczos5": _lanczos(5),
}


def _matrix(kernel, old, new, scale, translation=0.0, antialias=False):
    """Row by row the weights of the old elements in each new one, worked out number by number."""
    rows = []
    for i in range(new):
        place = (i + 0.5 - translation) / scale - 0.5
        width = max(1 / scale, 1.0) if antialias else 1.0
        row = np.array([kernel((place - j) / width) for j in range(old)], "float64")
        rows.append(row / row.sum() if -0.5 <= place <= old - 0.5 else row * 0)
    return np.array(rows)


def _resized(x, size, interpolation="bilinear", antialias=False, data_format="channels_last", **options):
    last = data_format == "channels_last"
    for axis, new in zip((-3, -2) if last else (-2, -1), size):
        old = x.shape[axis]
        if interpolation == "nearest":
            x = np.take(x, [int((i + 0.5) * old / new) for i in range(new)], axis)
        else:
            weights = _matrix(KERNELS[interpolation], old, new, new / old, antialias=antialias)
            x = np.moveaxis(np.tensordot(x, weights, ((axis,), (1,))), -1, axis)
    return x


def _scaled(x, output_shape, scale, translation, spatial_dims, method, antialias=True):
    for axis, s, t in zip(spatial_dims, scale, translation):
        weights = _matrix(KERNELS[method], x.shape[axis], output_shape[axis], s, t, antialias)
        x = np.moveaxis(np.tensordot(x, weights, ((axis,), (1,))), -1, axis)
    return x


def _rounded(oracle):
    """The oracle for integers."""

    def rounded(x, *rest, **options):
        return np.clip(np.round(oracle(x.astype("float64"), *rest, **options)), 0, 255)

    return rounded


SCALE, SHIFT = np.array([2.0, 0.5], "float32"), np.array([0.3, -0.2], "float32")
OWN_CUBIC = {"torch": "its cubic kernel has a = -3/4 where nothing is smoothed", "tensorflow": "it looks its weights up"}
RESIZING = [
    case("resize", [X], _resized, size=(3, 6), grad=True, dtype="float32"),
    case("resize", [ONE], _resized, size=(3, 6), interpolation="nearest"),
    case("resize", [U8], _resized, size=(7, 3), interpolation="nearest", dtype="uint8"),
    case("resize", [FIRST], _resized, size=(7, 3), data_format="channels_first"),
    case("resize", [X], _resized, size=(3, 2), antialias=True, tolerance=1e-5),
    case("resize", [X], _resized, size=(7, 3), interpolation="bicubic", tolerance=1e-5, skip=OWN_CUBIC),
    case("resize", [X], _resized, size=(3, 2), interpolation="bicubic", antialias=True, tolerance=2e-3),
    case("resize", [X], _resized, size=(3, 2), interpolation="lanczos3", tolerance=1e-5),
    case("resize", [X], _resized, size=(7, 3), interpolation="lanczos5", antialias=True, tolerance=1e-5),
    case("resize", [HALF], _resized, size=(3, 6), dtype="float16", tolerance=2e-3),
    case("resize", [X], _resized(X[:, 0:4], (2, 2)), size=(2, 2), crop_to_aspect_ratio=True),
    case(
        "resize",
        [X],
        _resized(np.pad(X, [(0, 0), (0, 0), (3, 3), (0, 0)], constant_values=0.5), (3, 6)),
        size=(3, 6),
        pad_to_aspect_ratio=True,
        fill_value=0.5,
    ),
    case("scale_and_translate", [ONE, (4, 6, 3), SCALE, SHIFT], _scaled, spatial_dims=(0, 1), method="linear", grad=False, dynamic=False, jit=False, tolerance=1e-5),
    case("scale_and_translate", [X, (2, 8, 2, 3), SCALE, SHIFT], _scaled, spatial_dims=(1, 2), method="cubic", antialias=False, dynamic=False, tolerance=1e-4, jit=False),
    case("scale_and_translate", [ONE, (9, 2, 3), SCALE, SHIFT], _scaled, spatial_dims=(0, 1), method="lanczos5", dynamic=False, tolerance=1e-4, jit=False),
    case("crop_images", [X], X[:, 1:4, 2:3], top_cropping=1, left_cropping=2, bottom_cropping=1, right_cropping=1),
    case("crop_images", [FIRST], FIRST[:, :, 2:4, 0:3], bottom_cropping=1, left_cropping=0, target_height=2, target_width=3, data_format="channels_first"),
    case("crop_images", [ONE], ONE[1:3], top_cropping=1, target_height=2, left_cropping=0, right_cropping=0, dynamic=False),
    case("pad_images", [X], np.pad(X, [(0, 0), (1, 0), (0, 2), (0, 0)]), top_padding=1, left_padding=0, bottom_padding=0, right_padding=2),
    case("pad_images", [U8], np.pad(U8, [(0, 0), (1, 1), (2, 0), (0, 0)]), bottom_padding=1, right_padding=0, target_height=7, target_width=6, dtype="uint8"),
]

# Sampling

MODES = {"constant": "grid-constant", "nearest": "nearest", "wrap": "grid-wrap", "mirror": "mirror", "reflect": "reflect"}


def _mapped(x, coordinates, order, fill_mode="constant", fill_value=0):
    return scipy.ndimage.map_coordinates(
        x, coordinates, order=order, mode=MODES[fill_mode], cval=fill_value, prefilter=False
    )


def _projected(x, transforms, interpolation="bilinear", fill_mode="constant", fill_value=0, data_format=None):
    images = np.atleast_1d(x) if x.ndim == 4 else x[None]
    transforms = np.broadcast_to(np.reshape(transforms, (-1, 8)), (len(images), 8))
    rows, columns = np.mgrid[: images.shape[1], : images.shape[2]]
    result = np.empty(images.shape)
    for i, (a0, a1, a2, b0, b1, b2, c0, c1) in enumerate(transforms):
        depth = c0 * columns + c1 * rows + 1
        at = [(b0 * columns + b1 * rows + b2) / depth, (a0 * columns + a1 * rows + a2) / depth]
        for c in range(images.shape[3]):
            order = ["nearest", "bilinear"].index(interpolation)
            result[i, ..., c] = _mapped(images[i, ..., c].astype("float64"), at, order, fill_mode, fill_value)
    return result if x.ndim == 4 else result[0]


def _homography(start, end):
    rows, values = [], []
    for (to_x, to_y), (x, y) in zip(start, end):
        rows += [[x, y, 1, 0, 0, 0, -x * to_x, -y * to_x], [0, 0, 0, x, y, 1, -x * to_y, -y * to_y]]
        values += [to_x, to_y]
    return np.linalg.solve(np.array(rows, "float64"), values)


def _seen(x, start, end, **options):
    transforms = [_homography(s, e) for s, e in zip(start.reshape(-1, 4, 2), end.reshape(-1, 4, 2))]
    return _projected(x, np.array(transforms), **options)


START = np.array([[0, 0], [0, 3], [3, 0], [3, 3]], "float32")
END = np.array([[0.1, 1], [0, 3], [3.5, 0.2], [3, 2]], "float32")
TURN = np.array([0, 1, 0.25, 1, 0, 0.5, 0, 0], "float32")
SMOOTH = np.array([[1.01, 0.1, -0.63, -0.1, 1.03, 0.47, 0.01, 0.02]], "float32")  # meets no element exactly
KERNEL = {"tensorflow": "its kernel wraps and reflects only once"}
SAMPLING = [
    case("map_coordinates", [ONE[..., 0], AT + 0.3], _mapped, order=1, grad=True, dynamic=False, dtype="float32"),
    *(case("map_coordinates", [ONE[..., 0], AT], _mapped, order=o, fill_mode=m, fill_value=2.0, dynamic=False) for m in MODES for o in (0, 1)),
    case("map_coordinates", [U8[0, ..., 0], AT], _rounded(_mapped), order=1, dynamic=False, dtype="uint8"),
    case("map_coordinates", [ONE, np.ones((3, 2, 2), "float32") * 1.25], _mapped, order=1, dynamic=False),
    case("affine_transform", [X, SMOOTH], _projected, grad=True, dtype="float32", tolerance=1e-4),
    case("affine_transform", [X, MOVES], _projected, tolerance=1e-4),
    case("affine_transform", [X, MOVES[0]], _projected, fill_value=0.5, tolerance=1e-4, dynamic=False),
    case("affine_transform", [ONE, TURN], _projected, interpolation="nearest", fill_mode="nearest", tolerance=1e-4, dynamic=False),
    case("affine_transform", [X, MOVES], _projected, fill_mode="reflect", tolerance=1e-4),
    case("affine_transform", [X, MOVES], _projected, fill_mode="mirror", tolerance=1e-4),
    case("affine_transform", [X, MOVES], _projected, fill_mode="wrap", tolerance=1e-4, skip=KERNEL),
    case("affine_transform", [U8, MOVES], _rounded(_projected), dtype="uint8"),
    case("affine_transform", [HALF, MOVES], _projected, dtype="float16", tolerance=2e-3),
    case("affine_transform", [FIRST, MOVES], lambda x, m, data_format: _projected(X, m).transpose(0, 3, 1, 2), data_format="channels_first", tolerance=1e-4),
    case("perspective_transform", [X, START, END + 0.07], _seen, grad=True, dynamic=False, tolerance=1e-3, dtype="float32"),
    case("perspective_transform", [X, np.stack([START, START]), np.stack([END, START])], _seen, fill_value=0.5, tolerance=1e-3),
    case("perspective_transform", [ONE, START, END], _seen, interpolation="nearest", dynamic=False),
    case("elastic_transform", [np.full((1, 4, 4, 1), 0.5, "float32")], 0.5 * np.ones((1, 4, 4, 1)), seed=1, jit=False, tolerance=1e-4),
    case("elastic_transform", [FIRST], FIRST, alpha=0.0, seed=1, data_format="channels_first", jit=False, tolerance=1e-5),
    case("elastic_transform", [U8[0]], U8[0], alpha=0.0, seed=1, dtype="uint8", jit=False, dynamic=False),
]

# Colours, filters, patches


def _per_pixel(function):
    def oracle(x, data_format="channels_last"):
        last = x if data_format == "channels_last" else np.moveaxis(x, -3, -1)
        flat = np.array([function(*map(float, pixel)) for pixel in last.reshape(-1, 3)]).reshape(last.shape)
        return flat if data_format == "channels_last" else np.moveaxis(flat, -1, -3)

    return oracle


def _gray(x):
    return (x.astype("float64") * [0.2989, 0.5870, 0.1140]).sum(-1, keepdims=True)


def _taps(size, sigma):
    weights = np.exp(-0.5 * ((np.arange(size) - (size - 1) / 2) / sigma) ** 2)
    return weights / weights.sum()


def _blurred(x, kernel_size=(3, 3), sigma=(1.0, 1.0), data_format="channels_last"):
    x_axis, y_axis = (-2, -3) if data_format == "channels_last" else (-1, -2)
    for axis, size, s in zip((x_axis, y_axis), kernel_size, sigma):
        x = scipy.ndimage.correlate1d(x.astype("float64"), _taps(size, s), axis=axis, mode="constant")
    return x


def _edges(x, data_format="channels_last"):
    mode = {"numpy": "nearest", "tensorflow": "mirror"}.get(backend.backend(), "constant")
    axes = (-3, -2) if data_format == "channels_last" else (-2, -1)
    return np.stack(
        [
            scipy.ndimage.correlate1d(
                scipy.ndimage.correlate1d(x, [-1, 0, 1], axis=along, mode=mode), [1, 2, 1], axis=across, mode=mode
            )
            for along, across in (axes, axes[::-1])
        ],
        -1,
    )


def _similar(x, y, max_val=1.0, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03):
    window = np.outer(*[_taps(filter_size, filter_sigma)] * 2)
    scores = []
    for a, b in zip(x.astype("float64"), y.astype("float64")):
        found = []
        for i in range(a.shape[0] - filter_size + 1):
            for j in range(a.shape[1] - filter_size + 1):
                for c in range(a.shape[2]):
                    p, q = (v[i : i + filter_size, j : j + filter_size, c] for v in (a, b))
                    p0, q0 = (window * p).sum(), (window * q).sum()
                    spread = (window * (p - p0) ** 2).sum() + (window * (q - q0) ** 2).sum()
                    shared = (window * (p - p0) * (q - q0)).sum()
                    c1, c2 = (k1 * max_val) ** 2, (k2 * max_val) ** 2
                    found.append((2 * p0 * q0 + c1) * (2 * shared + c2) / ((p0**2 + q0**2 + c1) * (spread + c2)))
        scores.append(np.mean(found))
    return np.array(scores)


def _patches(x, size, strides=None, dilation_rate=1, padding="valid"):
    size = (size,) * (x.ndim - 2) if isinstance(size, int) else size
    strides = size if strides is None else (strides,) * len(size)
    spans = [(n - 1) * dilation_rate + 1 for n in size]
    if padding == "same":
        missing = [max((-(-n // s) - 1) * s + w - n, 0) for n, s, w in zip(x.shape[1:-1], strides, spans)]
        x = np.pad(x, [(0, 0), *((m // 2, m - m // 2) for m in missing), (0, 0)])
    counts = [(n - w) // s + 1 for n, w, s in zip(x.shape[1:-1], spans, strides)]
    result = np.empty((len(x), *counts, int(np.prod(size)) * x.shape[-1]), x.dtype)
    for place in np.ndindex(*counts):
        window = tuple(slice(p * s, p * s + w, dilation_rate) for p, s, w in zip(place, strides, spans))
        result[(slice(None), *place)] = x[(slice(None), *window)].reshape(len(x), -1)
    return result


OTHER = R.uniform(0, 1, X.shape).astype("float32")
FILTERS = [
    case("rgb_to_grayscale", [X], _gray, grad=True, dtype="float32"),
    case("rgb_to_grayscale", [U8], lambda x: np.floor(_gray(x)), dtype="uint8"),
    case("rgb_to_grayscale", [FIRST], np.moveaxis(_gray(X), -1, 1), data_format="channels_first"),
    case("rgb_to_grayscale", [X[..., :1]], X[..., :1]),
    case("rgb_to_hsv", [X], _per_pixel(colorsys.rgb_to_hsv), grad=True, dtype="float32", tolerance=1e-5),
    case("rgb_to_hsv", [np.round(ONE)], _per_pixel(colorsys.rgb_to_hsv), dynamic=False),
    case("rgb_to_hsv", [FIRST], _per_pixel(colorsys.rgb_to_hsv), data_format="channels_first", tolerance=1e-5),
    case("hsv_to_rgb", [X], _per_pixel(colorsys.hsv_to_rgb), grad=True, dtype="float32", tolerance=1e-5),
    case("hsv_to_rgb", [np.round(ONE)], _per_pixel(colorsys.hsv_to_rgb), dynamic=False),
    case("hsv_to_rgb", [HALF], _per_pixel(colorsys.hsv_to_rgb), dtype="float16", tolerance=3e-3),
    case("gaussian_blur", [X], _blurred, grad=True, dtype="float32", kernel_size=(5, 3), sigma=(1.5, 0.5), tolerance=1e-5),
    case("gaussian_blur", [FIRST], _blurred, data_format="channels_first", kernel_size=(5, 3), sigma=(1.5, 0.5), tolerance=1e-5),
    case("gaussian_blur", [ONE], _blurred, kernel_size=(7, 5), dynamic=False, tolerance=1e-5),
    case("gaussian_blur", [U8], _rounded(_blurred), dtype="uint8"),
    case("sobel_edges", [X], _edges, grad=True, dtype="float32", tolerance=1e-5),
    case("sobel_edges", [FIRST], _edges, data_format="channels_first", tolerance=1e-5),
    case("ssim", [X, OTHER], _similar, filter_size=3, grad=True, dtype="float32", tolerance=1e-4),
    case("ssim", [X, X], [1, 1], filter_size=4, max_val=2.0, k1=0.1, k2=0.2, tolerance=1e-4),
    case("ssim", [ONE, OTHER[0]], _similar(X, OTHER, filter_size=3)[0], filter_size=3, dynamic=False, tolerance=1e-4),
    case("extract_patches", [X], _patches, size=2, grad=True, dtype="float32"),
    case("extract_patches", [X], _patches, size=(2, 3), strides=1, dilation_rate=1, padding="same"),
    case("extract_patches", [U8], _patches, size=2, strides=2, dilation_rate=2, dtype="uint8"),
    case("extract_patches", [FIRST], np.moveaxis(_patches(X, 2), -1, 1), size=2, data_format="channels_first"),
    case("extract_patches", [ONE], _patches(X, 2)[0], size=2, dynamic=False),
    case("extract_patches_3d", [VOLUME], _patches, size=2, jit=False),
    case("extract_patches_3d", [VOLUME], _patches, size=(2, 3, 1), strides=1, dilation_rate=1, padding="same", jit=False),
]


@parametrize(RESIZING)
class TestResizing(OperationTests):
    pass


@parametrize(SAMPLING)
class TestSampling(OperationTests):
    pass


@parametrize(FILTERS)
class TestFilters(OperationTests):
    pass


def test_every_operation_has_a_row():
    names = {row.name for row in RESIZING + SAMPLING + FILTERS}
    assert names == {name for name in dir(ops.image) if name[0].islower() and callable(getattr(ops.image, name))}


# What does not fit the tables


@pytest.mark.parametrize(
    "size, interpolation, antialias",
    [((9, 7), "bilinear", False), ((3, 2), "bilinear", True), ((3, 2), "bicubic", True), ((3, 2), "lanczos3", True)],
)
def test_resize_is_pillows(size, interpolation, antialias):
    Image = pytest.importorskip("PIL.Image")
    methods = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos3": Image.LANCZOS}
    wanted = np.asarray(Image.fromarray(X[0, ..., 0]).resize(size[::-1], methods[interpolation]))
    found = ops.image.resize(X[0, ..., :1], size, interpolation, antialias, data_format="channels_last")
    np.testing.assert_allclose(backend.convert_to_numpy(found)[..., 0], wanted, rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
def test_resize_takes_sizes_that_are_tensors(interpolation):
    size = ops.convert_to_tensor([3, 7])
    found, expected = (ops.image.resize(X, s, interpolation) for s in ((size[0], size[1]), (3, 7)))
    np.testing.assert_array_equal(ops.convert_to_numpy(found), ops.convert_to_numpy(expected))


@pytest.mark.parametrize(
    "function, arguments",
    [
        ("resize", {"size": (3, 3)}),
        ("affine_transform", {"transform": MOVES}),
        ("gaussian_blur", {}),
        ("rgb_to_hsv", {}),
        ("hsv_to_rgb", {}),
        ("rgb_to_grayscale", {}),
        ("elastic_transform", {"seed": 1}),
    ],
)
def test_brain_floats_stay_brain_floats(function, arguments):
    """numpy: 3.15.1 loses the dtype or the result of some of these."""
    call = getattr(ops.image, function)
    found = call(ops.cast(X, "bfloat16"), **arguments, data_format="channels_last")
    wanted = call(ops.cast(ops.cast(X, "bfloat16"), "float32"), **arguments, data_format="channels_last")
    assert backend.standardize_dtype(found.dtype) == "bfloat16"
    found, wanted = (backend.convert_to_numpy(ops.cast(x, "float32")) for x in (found, wanted))
    tolerance = 0.5 if function == "elastic_transform" else 2e-2
    np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=tolerance)


def test_affine_transform_leaves_its_arguments_alone():
    """torch: 3.15.1 changes `transform` in place."""
    transform = ops.convert_to_tensor(MOVES)
    ops.image.affine_transform(X, transform, data_format="channels_last")
    np.testing.assert_array_equal(backend.convert_to_numpy(transform), MOVES)


def test_elastic_transform_follows_its_seed():
    """torch: 3.15.1 draws from the global generator whatever the seed."""
    draw = lambda seed: backend.convert_to_numpy(ops.image.elastic_transform(X, 3.0, 1.0, seed=seed))
    np.testing.assert_array_equal(draw(1), draw(1))
    assert np.abs(draw(1) - draw(2)).max() > 1e-3
    generator = SeedGenerator(1)
    assert np.abs(draw(generator) - draw(generator)).max() > 1e-3


def test_channels_do_not_mix_in_a_blur():
    """jax, torch: 3.15.1 blurs channels-last images across their channels."""
    alone = np.zeros((1, 4, 4, 3), "float32")
    alone[..., 1] = 1
    blurred = backend.convert_to_numpy(ops.image.gaussian_blur(alone, data_format="channels_last"))
    assert (blurred[..., [0, 2]] == 0).all() and (blurred[..., 1] > 0).all()


def test_crop_and_pad_of_symbols_with_unknown_sizes():
    unknown = KerasTensor((None, None, None, 3))
    options = {"data_format": "channels_last"}
    assert ops.image.pad_images(unknown, 1, 1, 1, 1, **options).shape == (None, None, None, 3)
    found = ops.image.crop_images(unknown, 1, 1, target_height=4, target_width=5, **options)
    assert found.shape == (None, 4, 5, 3)
    with pytest.raises(ValueError, match="needs `target_height`"):
        ops.image.crop_images(unknown, 1, 1, 1, 1, **options)


def test_sizes_that_a_graph_does_not_know():
    if backend.backend() != "tensorflow":
        return
    import tensorflow as tf

    calls = {
        "crop": lambda x: ops.image.resize(x, (4, 5), crop_to_aspect_ratio=True),
        "pad": lambda x: ops.image.resize(x, (4, 9), pad_to_aspect_ratio=True),
        "double": lambda x: ops.image.resize(x, (2 * ops.shape(x)[1], ops.shape(x)[2])),
        "affine": lambda x: ops.image.affine_transform(x, MOVES[0]),
        "elastic": lambda x: ops.image.elastic_transform(x, seed=1),
        "patches": lambda x: ops.image.extract_patches(x, 2, strides=1),
        "blur": ops.image.gaussian_blur,
        "edges": ops.image.sobel_edges,
        "crop_images": lambda x: ops.image.crop_images(x, 1, 1, 1, 1),
        "pad_images": lambda x: ops.image.pad_images(x, 1, 1, 1, 1),
    }
    for name, call in calls.items():
        compiled = tf.function(call, input_signature=[tf.TensorSpec((None, None, None, 3))], autograph=False)
        np.testing.assert_allclose(compiled(X), call(X), rtol=1e-5, atol=1e-6, err_msg=name)


BAD = [
    ("resize", (X, 3), TypeError, "size=3"),
    ("resize", (X, (3, 0)), ValueError, r"size=\(3, 0\)"),
    ("resize", (X, (3, 3), "bogus"), ValueError, "interpolation='bogus'"),
    ("resize", (X, (3, 3), "bilinear", False, True, True), ValueError, "crop_to_aspect_ratio"),
    ("resize", (X[0, 0], (3, 3)), ValueError, r"images.shape=\(4, 3\)"),
    ("resize", (X, (3, 3), "bilinear", False, False, False, "constant", 0.0, "bogus"), ValueError, "data_format"),
    ("affine_transform", (X, MOVES, "bogus"), ValueError, "interpolation='bogus'"),
    ("affine_transform", (X, MOVES, "nearest", "bogus"), ValueError, "fill_mode='bogus'"),
    ("affine_transform", (X, MOVES[:, :7]), ValueError, r"transform.shape=\(2, 7\)"),
    ("perspective_transform", (X, START[:3], END), ValueError, r"start_points.shape=\(3, 2\)"),
    ("elastic_transform", (X, 1.0, 1.0, "bogus"), ValueError, "interpolation='bogus'"),
    ("map_coordinates", (X, AT, 1), ValueError, r"coordinates.shape=\(2, 5\)"),
    ("map_coordinates", (X[0, ..., 0], AT, 2), ValueError, "order=2"),
    ("gaussian_blur", (X, 3), TypeError, "kernel_size=3"),
    ("rgb_to_hsv", (U8,), ValueError, "images.dtype=uint8"),
    ("hsv_to_rgb", (X[..., :2],), ValueError, r"images.shape=\(2, 5, 4, 2\)"),
    ("rgb_to_grayscale", (X[..., :2],), ValueError, r"images.shape=\(2, 5, 4, 2\)"),
    ("sobel_edges", (ONE,), ValueError, r"images.shape=\(5, 4, 3\)"),
    ("ssim", (X, ONE), ValueError, r"image2.shape=\(5, 4, 3\)"),
    ("extract_patches", (VOLUME, 2), ValueError, "rank"),
    ("extract_patches", (X, "ab"), TypeError, "size='ab'"),
    ("extract_patches", (X, 7), ValueError, "larger than the input"),
    ("extract_patches", (X, 2, None, 1, "bogus"), ValueError, "padding='bogus'"),
    ("crop_images", (X, 1, 1), ValueError, "exactly two"),
    ("crop_images", (X, 3, 0, 3, 0), ValueError, "target_height=-1"),
    ("pad_images", (X, -1, 0, 0, 0), ValueError, "top_padding=-1"),
    ("scale_and_translate", (ONE, (4, 6, 3), SCALE, SHIFT, (0, 1), "bogus"), ValueError, "method='bogus'"),
]


@pytest.mark.parametrize("name, arguments, error, part", BAD)
def test_bad_input_is_named(name, arguments, error, part):
    with pytest.raises(error, match=part):
        getattr(ops.image, name)(*arguments)


def test_map_coordinates_rounds_halves_away_from_zero():
    x = np.array([[-3, 2], [-4, 3]], "int32")
    at = np.array([[0.5, 0.5, 0.25], [0.0, 1.0, 1.0]], "float32")
    assert ops.convert_to_numpy(ops.image.map_coordinates(x, at, 1)).tolist() == [-4, 3, 2]
