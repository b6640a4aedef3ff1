"""Conditions, loops, scans and maps."""
import functools

import numpy as np
import pytest

from keras.src import backend, ops, tree
from keras.src.backend.common.keras_tensor import KerasTensor

F = np.arange(6, dtype="float32").reshape(2, 3) - 2
G = F[::-1].copy() * 2 + 1
V = F[0]


def plain(structure):
    return tree.map_structure(backend.convert_to_numpy, structure)


def check(result, expected):
    result = plain(result)
    tree.assert_same_structure(result, expected)
    for found, wanted in zip(tree.flatten(result), tree.flatten(expected)):
        np.testing.assert_allclose(found, wanted, rtol=1e-6)


def compilers():
    """The ways in which the backend compiles a function."""
    if backend.backend() == "jax":
        import jax

        return [jax.jit]
    if backend.backend() == "tensorflow":
        import tensorflow as tf

        return [tf.function, functools.partial(tf.function, jit_compile=True)]
    if backend.backend() == "torch":
        import torch

        torch.compiler.reset()
        return [functools.partial(torch.compile, backend="eager")]
    return []


def both(function, *arguments):
    """What a function gives, eagerly and compiled."""
    arguments = tree.map_structure(backend.convert_to_tensor, arguments)
    return [function(*arguments), *(compiled(function)(*arguments) for compiled in compilers())]


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_cond(sign):
    def branch(x):
        return ops.cond(ops.sum(x) > 0, lambda: (x + 1, x), lambda: (x - 1, x))

    for result in both(branch, sign * np.ones(3, "float32")):
        check(result, (2 * sign * np.ones(3), sign * np.ones(3)))
    assert ops.cond(True, lambda: "yes", lambda: "no") == "yes"


def test_cond_of_symbols():
    x = KerasTensor((None, 3))
    result = ops.cond(KerasTensor((), "bool"), lambda: {"a": x}, lambda: {"a": x * 2})
    assert result["a"].shape == (None, 3)
    with pytest.raises(ValueError, match="branches of cond"):
        ops.cond(KerasTensor((), "bool"), lambda: x, lambda: KerasTensor((4,)))


@pytest.mark.parametrize("index, expected", [(0, F), (1, -F), (5, -F), (-1, F)])
def test_switch(index, expected):
    branches = [lambda x: x + 0, lambda x: -x]
    for result in both(lambda i, x: ops.switch(i, branches, x), np.int32(index), F):
        check(result, expected)
    assert ops.switch(index, branches, KerasTensor((None, 3))).shape == (None, 3)


def test_switch_needs_functions():
    with pytest.raises(TypeError, match="`branches` of switch"):
        ops.switch(0, [1, 2])


def test_while_loop():
    def loop(x, y):
        return ops.while_loop(lambda x, y: ops.sum(x) < 9, lambda x, y: (x + 1, y * 2), (x, y))

    for result in both(loop, V, np.float32(1)):
        check(result, (V + 4, 16.0))
    check(ops.while_loop(lambda x: x < 10, lambda x: x * 2, 1), 16)
    check(ops.while_loop(lambda x: x < 10, lambda x: x + 1, 0, maximum_iterations=3), 3)
    check(ops.while_loop(lambda x: x > 0, lambda x: (x - 1,), (3,)), (0,))
    check(ops.while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x + i), (0, ops.zeros(2)))[1], np.full(2, 3.0))
    symbols = ops.while_loop(lambda x: ops.sum(x) < 9, lambda x: x + 1, KerasTensor((None, 3)))
    assert symbols.shape == (None, 3)


def test_fori_loop():
    for result in both(lambda x: ops.fori_loop(0, 3, lambda i, x: x * 2.0, x), F):
        check(result, F * 8)
    for result in both(
        lambda x: ops.fori_loop(0, 4, lambda i, pair: (pair[0] + i, pair[1]), (x, x)), np.int32(1)
    ):
        check(result, (7, 1))
    check(ops.fori_loop(2, 2, lambda i, x: x + 1, np.float32(5)), 5.0)
    check(ops.fori_loop(0, 3, lambda i, x: x + i, ops.zeros(2)), np.full(2, 3.0))  # a number meets floats on every backend
    assert ops.fori_loop(0, 3, lambda i, x: x, KerasTensor((None, 3))).shape == (None, 3)


@pytest.mark.parametrize("reverse", [False, True])
def test_scan(reverse):
    def sums(x):
        return ops.scan(lambda c, x: (c + x, c * 1), np.zeros(3, "float32"), x, reverse=reverse)

    order = F[::-1] if reverse else F
    before = np.concatenate([np.zeros((1, 3)), np.cumsum(order, 0)[:-1]])
    for result in both(sums, F):
        check(result, (F.sum(0), before[::-1] if reverse else before))


def test_scan_of_structures():
    def steps(x):
        return ops.scan(
            lambda c, x: (c + x["a"], {"sum": c, "none": x["b"]}), x[0], {"a": x, "b": -x}, unroll=2
        )

    for carry, outputs in both(steps, V):
        check(carry, V[0] + V.sum())
        check(outputs["none"], -V)


def test_scan_without_inputs_or_outputs():
    check(ops.scan(lambda c, _: (c * 2, c), np.float32(1), length=3), (8.0, np.array([1, 2, 4])))
    carry, outputs = ops.scan(lambda c, x: (c + x, None), np.float32(1), V)
    check(carry, 1 + V.sum())
    assert outputs is None


@pytest.mark.skipif(backend.backend() in ("numpy", "torch"), reason="a step that never runs has no outputs there")
def test_scan_of_nothing():
    carry, outputs = ops.scan(lambda c, x: (c + x, c * 2), np.ones(3, "float32"), np.zeros((0, 3), "float32"))
    check((carry, outputs), (np.ones(3), np.zeros((0, 3))))


def test_scan_of_symbols():
    carry, outputs = ops.scan(
        lambda c, x: (c + x, ops.sum(x)), KerasTensor((3,)), KerasTensor((None, 3))
    )
    assert carry.shape == (3,) and outputs.shape == (None,)


@pytest.mark.parametrize(
    "arguments, error, words",
    [
        ({"f": 1, "init": V, "xs": F}, TypeError, "`f` of scan"),
        ({"f": max, "init": V}, ValueError, "`xs` and `length`"),
        ({"f": max, "init": V, "xs": F, "length": 5}, ValueError, "number of steps"),
        ({"f": max, "init": V, "xs": F, "unroll": 0}, ValueError, "`unroll` of scan"),
    ],
)
def test_scan_refuses(arguments, error, words):
    with pytest.raises(error, match=words):
        ops.scan(**arguments)


@pytest.mark.parametrize("size", range(1, 9))
@pytest.mark.parametrize("reverse", [False, True])
def test_associative_scan(size, reverse):
    x = np.arange(1, 2 * size + 1, dtype="float32").reshape(2, size)
    expected = np.cumsum(x[:, ::-1] if reverse else x, 1)
    expected = expected[:, ::-1] if reverse else expected
    check(ops.associative_scan(lambda a, b: a + b, x, reverse=reverse, axis=-1), expected)


def test_associative_scan_of_structures():
    def products(x):
        return ops.associative_scan(lambda a, b: (a[0] + b[0], a[1] * b[1]), (x, x), axis=0)

    for result in both(products, G):
        check(result, (np.cumsum(G, 0), np.cumprod(G, 0)))
    assert ops.associative_scan(ops.maximum, KerasTensor((None, 3)), axis=1).shape == (None, 3)
    with pytest.raises(ValueError, match="one known size"):
        ops.associative_scan(lambda a, b: a, (F, np.zeros((5, 3), "float32")))


@pytest.mark.parametrize("mapped", [lambda *a: ops.map(*a), lambda *a: ops.vectorized_map(*a)])
def test_maps_refuse(mapped):
    with pytest.raises(ValueError, match="first dimension"):
        mapped(lambda pair: pair[0] + pair[1], (F, G[:1]))
    with pytest.raises(ValueError, match="first dimension"):
        mapped(lambda x: x, np.float32(1))
    with pytest.raises(TypeError, match="function"):
        mapped(1, F)


@pytest.mark.parametrize("name", ["map", "vectorized_map"])
def test_maps(name):
    mapped = getattr(ops, name)
    for result in both(lambda x: mapped(lambda row: (row + 1, ops.sum(row)), x), F):
        check(result, (F + 1, F.sum(1)))
    for result in both(lambda x, y: mapped(lambda pair: ops.dot(pair[0], pair[1]), (x, y)), F, G):
        check(result, (F * G).sum(1))
    check(mapped(lambda item: item["a"] * 2, {"a": F}), F * 2)
    assert mapped(lambda row: ops.reshape(row, (-1, 1)), KerasTensor((None, 3))).shape == (None, 3, 1)


def test_gradients_of_loops():
    if backend.backend() == "numpy":
        pytest.skip("numpy: no gradients")

    def loss(x):
        carry, outputs = ops.scan(lambda c, x: (c * x, c + x), np.float32(1), x)
        return carry + ops.sum(outputs)

    x = np.array([2.0, 3.0, 4.0], "float32")
    gradient = ops.grad(loss)(backend.convert_to_tensor(x))
    # carry = x0 x1 x2, outputs = 1 + x0, x0 + x1, x0 x1 + x2
    check(gradient, np.array([12 + 1 + 1 + 3, 8 + 1 + 2, 6 + 1]))


TENSOR_FLOW = {
    "cond": lambda x: ops.cond(ops.sum(x) > 0, lambda: (x + 1, x), lambda: (x - 1, x)),
    "switch": lambda x: ops.switch(ops.cast(ops.sum(x), "int32"), [lambda v: v, lambda v: v * 2, lambda v: v * 3], x),
    "while_loop": lambda x: ops.while_loop(lambda i, v: ops.sum(v) < 50, lambda i, v: (i + 1, v * 2 + 2 * ops.abs(x)), (0, x)),
    "while_loop with a limit": lambda x: ops.while_loop(lambda v: ops.sum(v) < 50, lambda v: v * 2 + 1, x, 2),
    "while_loop over numbers": lambda x: ops.while_loop(lambda i, v: i < 3, lambda i, v: (i + 1, v * 2), (0, x)),
    "fori_loop": lambda x: ops.fori_loop(
        0, ops.cast(ops.sum(ops.abs(x)), "int32"), lambda i, v: v + ops.cast(i, "float32"), x
    ),
    "scan": lambda x: ops.scan(lambda c, v: (ops.cond(v > 0, lambda: c + v, lambda: c), c * v), ops.sum(x), x),
    "map": lambda x: ops.map(lambda v: ops.cond(v > 0, lambda: v * 2, lambda: v), x),
    "associative_scan": lambda x: ops.associative_scan(ops.add, x),
}


@pytest.mark.skipif(backend.backend() != "torch", reason="torch: graphs of torch.compile")
@pytest.mark.parametrize("name", TENSOR_FLOW)
def test_flow_over_tensors_is_one_torch_graph(name):
    import torch

    function = TENSOR_FLOW[name]
    torch.compiler.reset()
    compiled = torch.compile(function, backend="aot_eager", fullgraph=True)
    for sign in (1.0, -1.0):
        x = torch.full((3,), sign, requires_grad=True)
        results = [tree.flatten(call(x)) for call in (function, compiled)]
        check([r.detach() for r in results[1]], [r.detach().numpy() for r in results[0]])
        gradients = [torch.autograd.grad(sum(r.sum() for r in result), x)[0] for result in results]
        np.testing.assert_allclose(gradients[1], gradients[0], rtol=1e-6)
