"""What no row of a case table compiles: every call is compiled as its backend does it, and gives what it gives eagerly.

Where `oracle` is given, its finite differences are the gradient's. A call that takes NumPy in the place of `keras.ops`
is its own oracle; the differences of a linear one are exact in any case.
"""
import functools

import numpy as np
import pytest
import scipy.linalg

from keras.src import backend, ops, tree
from keras.src._namespace import NAMESPACE
from keras.src.ops import op_cases
from keras.src.ops.bad_input_test import ROWS  # imports every table

R = np.random.default_rng(5)


def floats(*shape):
    return R.uniform(0.5, 2, shape).astype("float32")


F, G, C, V, W = floats(2, 3), floats(2, 3), floats(2, 3, 4), floats(3), floats(5)
M, TALL = floats(3, 3) + 3 * np.eye(3, dtype="float32"), floats(4, 2)
IMAGE, SIGNAL = floats(1, 4, 4, 2), floats(2, 16)
A = np.array([4, 1, 3, 1, 0], "int32")
SEGMENTS = np.array([0, 0], "int32")
SORTED = np.array([0.0, 1.0, 2.0], "float32")


def positive(o, x):
    """A symmetric positive definite matrix of any."""
    return o.add(o.matmul(x, o.transpose(x)), np.eye(3, dtype="float32"))


def spectrum(transform):
    """The oracle of functions of the real and imaginary part."""
    return lambda x, y: [part(transform(x + 1j * y)) for part in (np.real, np.imag)]


# name: call(o, *arrays) where `o` stands for keras.ops, its arrays, an oracle of its gradient (None: it has none)
SELF, LINEAR = "the call with NumPy", "the call itself"
CALLS = {
    "concatenate": (lambda o, x, y: o.concatenate([x, y], axis=1), [F, G], SELF),
    "stack": (lambda o, x, y: o.stack([x, y], axis=1), [F, G], SELF),
    "vstack": (lambda o, x, y: o.vstack([x, y]), [F, G], SELF),
    "hstack": (lambda o, x, y: o.hstack([x, y]), [F, G], SELF),
    "dstack": (lambda o, x, y: o.dstack([x, y]), [F, G], SELF),
    "vsplit": (lambda o, x: o.vsplit(x, 2), [F], SELF),
    "outer": (lambda o, x, y: o.outer(x, y), [V, W], SELF),
    "correlate": (lambda o, x, y: o.correlate(x, y), [W, V], SELF),
    "diagflat": (lambda o, x: o.diagflat(x, 1), [V], SELF),
    "meshgrid": (lambda o, x, y: o.meshgrid(x, y), [V, W], SELF),
    "einsum": (lambda o, x, y: o.einsum("ij,kj->ik", x, y), [F, G], SELF),
    "select": (lambda o, x, y: o.select([x > 1, y > 1], [x, y * 2], 0.0), [F, G], SELF),
    "get_item": (lambda o, x: ops.get_item(x, (0, slice(1, None))), [F], lambda x: x[0, 1:]),
    "solve_triangular": (
        lambda o, a, b: o.solve_triangular(a, b),
        [np.triu(M), V],
        lambda a, b: scipy.linalg.solve_triangular(a, b),
    ),
    "lstsq": (lambda o, a, b: o.lstsq(a, b), [TALL, floats(4)], lambda a, b: np.linalg.lstsq(a, b, None)[0]),
    "cholesky": (lambda o, x: o.cholesky(positive(o, x)), [M], lambda x: np.linalg.cholesky(positive(np, x))),
    "svd": (lambda o, x: o.svd(x, compute_uv=False), [TALL], lambda x: np.linalg.svd(x, compute_uv=False)),
    "qr": (
        lambda o, x: o.abs(o.diagonal(o.qr(x)[1])),
        [TALL],
        lambda x: np.abs(np.diagonal(np.linalg.qr(x)[1])),
    ),
    "eigh": (lambda o, x: o.eigh(positive(o, x))[0], [M], lambda x: np.linalg.eigvalsh(positive(np, x))),
    "eig": (lambda o, x: o.sort(o.abs(o.eig(positive(o, x))[0])), [M], None),
    "lu_factor": (lambda o, x: o.lu_factor(x)[0], [M], lambda x: scipy.linalg.lu_factor(x)[0]),
    "fft": (lambda o, x, y: o.fft((x, y)), [F, G], spectrum(np.fft.fft)),
    "fft2": (lambda o, x, y: o.fft2((x, y)), [F, G], spectrum(np.fft.fft2)),
    "ifft2": (lambda o, x, y: o.ifft2((x, y)), [F, G], spectrum(np.fft.ifft2)),
    "irfft": (lambda o, x, y: o.irfft((x, y)), [F, G], lambda x, y: np.fft.irfft(x + 1j * y)),
    "stft": (lambda o, x: o.stft(x, 8, 4, 8), [SIGNAL], LINEAR),
    "istft": (lambda o, x, y: o.istft((x, y), 8, 4, 8), [floats(2, 3, 5), floats(2, 3, 5)], LINEAR),
    "conv_transpose": (lambda o, x, k: o.conv_transpose(x, k, strides=2), [IMAGE, floats(2, 2, 3, 2)], LINEAR),
    "batch_normalization": (
        lambda o, x, m, v: o.batch_normalization(x, m, v, -1, epsilon=0.1),
        [C, floats(4), floats(4)],
        lambda x, m, v: (x - m) / np.sqrt(v + 0.1),
    ),
    "fold": (lambda o, x: o.fold(x, (4, 4), 2, stride=2), [floats(1, 8, 4)], LINEAR),
    "space_to_depth": (
        lambda o, x: o.space_to_depth(x, 2),
        [IMAGE],
        lambda x: x.reshape(1, 2, 2, 2, 2, 2).transpose(0, 1, 3, 2, 4, 5).reshape(1, 2, 2, 8),
    ),
    "scale_and_translate": (
        lambda o, x: o.image.scale_and_translate(x, (1, 8, 2, 2), [2.0, 0.5], [0.3, 0.1], (1, 2), "linear"),
        [IMAGE],
        LINEAR,
    ),
    "extract_patches_3d": (lambda o, x: o.image.extract_patches_3d(x, 2), [floats(1, 2, 4, 2, 2)], LINEAR),
    "elastic_transform": (lambda o, x: o.image.elastic_transform(x, seed=3), [IMAGE], None),
    "custom_gradient": (lambda o, x: ops.custom_gradient(lambda x: (x * 2, lambda *a, upstream: upstream * 2))(x), [F], None),
    "vectorize": (lambda o, x: ops.vectorize(lambda v: v * 2, signature="(n)->(n)")(x), [F], lambda x: x * 2),
    "grad": (lambda o, x: ops.grad(lambda v: ops.sum(v**3))(x), [F], lambda x: 3 * x**2),
    "value_and_grad": (
        lambda o, x: ops.value_and_grad(lambda v: ops.sum(v**3))(x), [F], lambda x: [np.sum(x**3), 3 * x**2]
    ),
    "vjp": (lambda o, x: ops.vjp(lambda v: v**3, x)[1](x), [F], None),
    "jvp": (lambda o, x: list(ops.jvp(lambda v: v**3, (x,), (x,))), [F], None),
    "crop_images": (lambda o, x: o.image.crop_images(x, 1, 1, 1, 0), [IMAGE], LINEAR),
    "pad_images": (lambda o, x: o.image.pad_images(x, 1, 1, 1, 0), [IMAGE], LINEAR),
    "rearrange": (lambda o, x: o.rearrange(x, "a b -> b a"), [F], LINEAR),
    "copy": (lambda o, x: o.copy(x), [F], LINEAR),
    "cast": (lambda o, x: o.cast(x, "float32"), [F], LINEAR),
    "nan_to_num": (lambda o, x: o.nan_to_num(x), [F], SELF),
    "array": (lambda o, x: o.array(x), [F], LINEAR),
    "convert_to_tensor": (lambda o, x: o.convert_to_tensor(x), [F], LINEAR),
    "saturate_cast": (lambda o, x: o.saturate_cast(x, "float32"), [F], LINEAR),
    "conjugate": (lambda o, x: o.conjugate(x), [F], SELF),
    "view_as_complex": (lambda o, x: o.view_as_real(o.view_as_complex(x)), [TALL], LINEAR),
    "polar": (
        lambda o, r, a: o.view_as_real(o.polar(r, a)), [V, V + 1], lambda r, a: np.stack([r * np.cos(a), r * np.sin(a)], -1)
    ),
    "cond": (lambda o, x: o.cond(o.sum(x) > 0, lambda: x * x, lambda: x), [F], lambda x: x * x),
    "switch": (lambda o, x: o.switch(1, [lambda v: v, lambda v: v * v], x), [F], lambda x: x * x),
    "fori_loop": (lambda o, x: o.fori_loop(0, 2, lambda i, v: v * v, x), [F], lambda x: x**4),
    "map": (lambda o, x: o.map(lambda row: row * row, x), [F], lambda x: x * x),
    "vectorized_map": (lambda o, x: o.vectorized_map(lambda row: row * row, x), [F], lambda x: x * x),
    "associative_scan": (lambda o, x: o.associative_scan(o.add, x), [F], lambda x: np.cumsum(x, 0)),
    "top_k": (lambda o, x: o.top_k(x, 2)[0], [F], lambda x: -np.sort(-x)[:, :2]),
    "segment_max": (lambda o, x: o.segment_max(x, SEGMENTS, 1), [F], lambda x: x.max(0, keepdims=True)),
    "segment_min": (lambda o, x: o.segment_min(x, SEGMENTS, 1), [F], lambda x: x.min(0, keepdims=True)),
    "segment_prod": (lambda o, x: o.segment_prod(x, SEGMENTS, 1), [F], lambda x: x.prod(0, keepdims=True)),
    "cholesky_inverse": (
        lambda o, x: o.cholesky_inverse(o.tril(x)), [M], lambda x: np.linalg.inv(np.tril(x) @ np.tril(x).T)
    ),
    "searchsorted": (lambda o, x: o.searchsorted(SORTED, x), [F], None),
    "argpartition": (lambda o, x: o.sort(o.argpartition(x, 1)[..., :2]), [F], None),
    "histogram": (lambda o, x: o.histogram(x, 3), [W], None),
    "bincount": (lambda o, x: o.bincount(ops.minimum(x, 2), minlength=5), [A], None),
    "unique": (lambda o, x: o.unique(x, True, True, True, True, size=5), [A], None),
    "nonzero": (lambda o, x: o.nonzero(x), [A], None),
    # What is made from nothing, inside of a compiled function.
    "arange": (lambda o, x: x + o.arange(3, dtype="float32"), [V], SELF),
    "empty": (lambda o, x: x + 0 * o.nan_to_num(o.empty((3,))), [V], None),
    "empty_like": (lambda o, x: x + 0 * o.nan_to_num(o.empty_like(x)), [V], None),
    **{name: (lambda o, x, n=name: x * getattr(o, n)(3), [M], SELF) for name in ("eye", "identity", "tri")},
    **{name: (lambda o, x, n=name: x * getattr(o, n)((3,)), [V], SELF) for name in ("ones", "zeros")},
    "full": (lambda o, x: x * o.full((3,), 2.0), [V], SELF),
    **{
        name: (lambda o, x, n=name: x * getattr(o, n)(3), [V], SELF)
        for name in ("bartlett", "blackman", "hamming", "hanning")
    },
    "kaiser": (lambda o, x: x * o.kaiser(3, 2.0), [V], SELF),
    "shape": (lambda o, x: o.reshape(x, o.shape(x)[::-1]), [F], lambda x: x.reshape(3, 2)),
    "size": (lambda o, x: x * ops.cast(o.size(x), "float32"), [F], lambda x: x * 6),
    "ndim": (lambda o, x: x * o.ndim(x), [F], lambda x: x * 2),
    "dtype": (lambda o, x: o.cast(o.cast(x, "int32"), o.dtype(x)), [F], None),
    "is_tensor": (lambda o, x: x if ops.is_tensor(x) else -x, [F], lambda x: x),
}
# Why calls do not compile, by the way of compiling.
ELSEWHERE = {
    **dict.fromkeys(["while_loop", "scan"], "control_flow_test"),
    "convert_to_numpy": "it leaves the compiled function",
}
SIZE = "the size of the result depends on the values"
KERNEL = "XLA has no such kernel on a CPU, and nothing to compose it of"
NOT_COMPILED = {
    "jax": {"nonzero": SIZE},
    "xla": {"eig": KERNEL, "lu_factor": KERNEL, "elastic_transform": "XLA draws other numbers"},
}
BREAKS = {"elastic_transform": "torch refuses to make a `torch.Generator` inside of a graph"}


WITHOUT_GRADIENT = {
    "truth values": [
        "all", "allclose", "any", "equal", "greater", "greater_equal", "in_top_k", "isclose", "isfinite", "isin",
        "isinf", "isnan", "isneginf", "isposinf", "isreal", "less", "less_equal", "logical_and", "logical_not",
        "logical_or", "logical_xor", "not_equal", "signbit",
    ],
    "integers, places and sizes": [
        "argmax", "argmin", "argpartition", "argsort", "bincount", "bitwise_and", "bitwise_invert",
        "bitwise_left_shift", "bitwise_not", "bitwise_or", "bitwise_right_shift", "bitwise_xor", "count_nonzero",
        "ctc_decode", "digitize", "dtype", "gcd", "histogram", "lcm", "left_shift", "matrix_rank", "nanargmax",
        "nanargmin", "nonzero", "right_shift", "searchsorted", "unravel_index",
    ],
    "constants and steps": [
        "empty", "empty_like", "floor_divide", "multi_hot", "nextafter", "one_hot", "ones_like", "stop_gradient", "view",
    ],
    "which elements there are depends on the values": ["unique"],
    "its order is the framework's": ["eig"],
    "the places are drawn": ["elastic_transform"],
    "tested in gradients_test, core_test or control_flow_test": [
        "convert_to_numpy", "custom_gradient", "jvp", "scan", "vjp", "while_loop",
    ],
    "tested with view_as_complex": ["view_as_real"],
}


def names():
    """All public operations, those of images among them."""
    found = set()
    for package in ("keras.ops", "keras.ops.image"):
        homes = {name: home.rpartition(".")[2] for name, home in NAMESPACE[package].items()}
        found |= {name for name, home in homes.items() if ":" not in home and name != home and name[0].islower()}
    return found


def test_every_operation_is_compiled():
    rows = {table.rows[i].name for table in op_cases.Table.all for i in table.to_compile}
    assert ROWS and sorted(names() - rows - set(CALLS) - set(ELSEWHERE)) == []


def test_every_gradient_is_tested():
    rows = {table.rows[i].name for table in op_cases.Table.all for i in table.to_differentiate}
    calls = {name for name, (_, _, oracle) in CALLS.items() if oracle is not None}
    assert sorted(names() - rows - calls - set().union(*WITHOUT_GRADIENT.values())) == []


def compilers(name):
    """The ways in which the backend compiles a function."""
    if backend.backend() == "jax":
        import jax

        ways = {"jax": jax.jit}
    elif backend.backend() == "tensorflow":
        import tensorflow as tf

        ways = {"tensorflow": tf.function, "xla": functools.partial(tf.function, jit_compile=True)}
    elif backend.backend() == "torch":
        ways = {"torch": functools.partial(op_cases._compile_for_torch, graph=name not in BREAKS)}
    else:
        ways = {}
    return {way: compiler for way, compiler in ways.items() if name not in NOT_COMPILED.get(way, ())}


def flat(result):
    return [backend.convert_to_numpy(x) for x in tree.flatten(result)]


@pytest.mark.parametrize("name", CALLS)
def test_compiled(name):
    call, arrays, _ = CALLS[name]
    if backend.backend() == "numpy":
        pytest.skip("numpy: nothing is compiled")
    function = functools.partial(call, ops)
    tensors = [backend.convert_to_tensor(x) for x in arrays]
    wanted = flat(function(*tensors))
    for way, compiler in compilers(name).items():
        for found, want in zip(flat(compiler(function)(*tensors)), wanted, strict=True):
            np.testing.assert_allclose(found, want, rtol=1e-4, atol=1e-5, err_msg=way)


def weighted(o, results):
    return sum(o.sum(o.multiply(x, op_cases._weights(x.shape).astype("float32"))) for x in tree.flatten(results))


def loss_of(name):
    return lambda *tensors: weighted(ops, CALLS[name][0](ops, *tensors))


GRADED = [name for name, (_, _, oracle) in CALLS.items() if oracle is not None]


def gradients(name):
    """Gradients of the loss in every array; on jax all are compiled together, which takes a fraction of the time."""
    if backend.backend() == "jax":
        return _on_jax()[name]
    return op_cases._gradients(loss_of(name), CALLS[name][1])


@functools.cache
def _on_jax():
    import jax

    def everything(arrays):
        return {name: op_cases._gradients(loss_of(name), arrays[name]) for name in GRADED}

    return jax.jit(everything)({name: CALLS[name][1] for name in GRADED})


@pytest.mark.parametrize("name", GRADED)
def test_gradient(name):
    if backend.backend() == "numpy":
        pytest.skip("numpy: no gradients")
    call, arrays, oracle = CALLS[name]
    loss = loss_of(name)
    if oracle is LINEAR:
        values, options = (lambda inputs: float(loss(*map(backend.convert_to_tensor, inputs)))), {"step": 1.0}
    else:
        oracle = functools.partial(call, np) if oracle is SELF else oracle
        values, options = (lambda inputs: weighted(np, oracle(*inputs))), {}
    wide = [x.astype("float32" if oracle is LINEAR else "float64") for x in arrays]
    for place, gradient in enumerate(gradients(name)):
        wanted = op_cases._finite_differences(values, wide, place, **options)
        np.testing.assert_allclose(gradient, wanted, **op_cases.GRADIENT_TOLERANCE)
