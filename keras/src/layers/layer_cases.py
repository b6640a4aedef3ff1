"""The runner of the layer tables: one row is one layer on one input, checked in every way that applies to it.

    CASES = [case("Dense", X, lambda x, kernel: x @ kernel, units=4, use_bias=False, weights={"kernel": (3, 4)})]

    @parametrize(CASES)
    class TestCore(LayerTests):
        pass
"""
import copy
import dataclasses
import json
import pickle

import numpy as np
import pytest

from keras.src import backend, layers, ops, tree
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.saving import serialization_lib

_HAS_FLOAT64 = backend.backend() != "jax" or backend.core.jax.config.jax_enable_x64
TOLERANCE = {"rtol": 1e-5, "atol": 1e-5}
GRADIENT_TOLERANCE = {"rtol": 5e-3, "atol": 5e-3}
_MERGED = {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Dot"}
_POOLED = {f"{kind}{rank}D" for kind in ("MaxPooling", "AveragePooling", "GlobalAveragePooling") for rank in (1, 2, 3)}
_CONVOLVED = {
    name.format(rank)
    for name in ("Conv{}D", "Conv{}DTranspose", "DepthwiseConv{}D", "SeparableConv{}D")
    for rank in (1, 2, 3)
}
NARROWING = {  # Layers that give float32 in float64, as in 3.15.1, where operations of the backend do.
    "numpy": {
        *("Activation", "ELU", "LeakyReLU", "ReLU", "PReLU", "Softmax", "Attention", "AdditiveAttention", "Dense"),
        *("EinsumDense", "Embedding", "ReversibleEmbedding", "Masking", "UnitNormalization", "Normalization"),
        "RandomGrayscale",
        *(_MERGED | _POOLED | _CONVOLVED),
    },
    "torch": {"Attention", "AdditiveAttention", "Dense", "ReversibleEmbedding", "Maximum", "Minimum"},
}
_SINGLE = {"RandomRotation", "UpSampling2D"}  # angles are drawn in float32; tensorflow resizes in it
MASK = np.array([[True, True, False], [True, False, False]])  # of an input (2, 3, ...)


@dataclasses.dataclass(frozen=True)
class Case:
    """One layer, made and called, and what it must give.

    Attributes:
        name: Name of the class in `keras.layers`.
        inputs: What the call gets: an array, a list of arrays, or a tuple of several arguments.
        expected: Function of the inputs, and of the weights by name, that gives the output; or the output.
        config: The constructor's arguments, by name.
        weights: Names of the weights and their shapes, in the layer's order.
        trained: The same as `expected` for a call with `training=True`; None: not compared.
        call: Further arguments of the call, by name.
        mask: `"same"` or `"none"`: what becomes of a mask of shape (batch, 3) on the input; None: not checked.
        dtype: Dtype of the output; None: float32.
        grad: Boolean, whether gradients in inputs and weights are compared with finite differences of `expected`.
        jit: Boolean, whether the call can be compiled.
        dynamic: Boolean, whether the batch size may be unknown.
        mixed: Boolean, whether the layer also computes in 16 bits, under mixed precision.
        tolerance: Relative tolerance of the value; None: that of float32.
        skip: Mapping from backend to the reason why the row does not apply there.
    """

    name: str
    inputs: object
    expected: object
    config: dict
    weights: dict = dataclasses.field(default_factory=dict)
    trained: object = None
    call: dict = dataclasses.field(default_factory=dict)
    mask: str | None = None
    dtype: str = "float32"
    grad: bool = True
    jit: bool = True
    dynamic: bool = True
    mixed: bool = True
    tolerance: float | None = None
    skip: dict = dataclasses.field(default_factory=dict)

    @property
    def arguments(self):
        return self.inputs if isinstance(self.inputs, tuple) else (self.inputs,)

    def make(self, **more):
        return getattr(layers, self.name)(**{**self.config, **more})

    def oracle(self, arguments, weights, expected=None):
        expected = self.expected if expected is None else expected
        return expected(*arguments, **weights) if callable(expected) else expected

    def __str__(self):
        settings = [f"{k}={_brief(v)}" for k, v in {**self.config, **self.call}.items()]
        return "-".join([self.name, *map(_brief, self.arguments), *settings])


_OPTIONS = {field.name for field in dataclasses.fields(Case)} - {"name", "inputs", "expected", "config"}


def case(name, inputs, expected, **options):
    """A row: the options of `Case` by name; every other name is an argument of the constructor.

    An argument of the constructor that is also an option is given with an underscore after it.
    """
    own = {k: options.pop(k) for k in list(options) if k in _OPTIONS}
    config = {k.removesuffix("_"): v for k, v in options.items()}
    return Case(name, inputs, expected, config, **own)


def parametrize(cases):
    """Decorator of the test class that runs the rows."""
    return pytest.mark.parametrize("case", [pytest.param(c, marks=_marks(c)) for c in cases], ids=str)


def _marks(case):
    reason = case.skip.get(backend.backend())
    return [pytest.mark.skip(reason=f"{backend.backend()}: {reason}")] if reason else []


class LayerTests:
    """What holds for every row; subclasses are parametrized with `case`."""

    def test_value(self, case):
        layer = _built(case)
        arguments = _tensors(case.arguments)
        found = layer(*arguments, **_tensors(case.call))
        weights = _values(layer)
        assert {name: value.shape for name, value in weights.items()} == case.weights
        _compare(found, case.oracle(case.arguments, weights), case)
        assert {backend.standardize_dtype(x.dtype) for x in tree.flatten(found)} == {case.dtype}
        if case.trained is not None:
            found = layer(*arguments, training=True, **_tensors(case.call))
            _compare(found, case.oracle(case.arguments, weights, case.trained), case)

    def test_symbolic_without_computing(self, case, monkeypatch):
        """The shape is known by rule: neither `call` nor the backend's tracing is asked."""
        layer = case.make()
        vars(layer)["call"] = _must_not_run
        for owner in (backend, backend.core):
            monkeypatch.setattr(owner, "compute_output_spec", _must_not_run)
        layer(*_symbols(case.arguments, unknown=case.dynamic), **_symbols(case.call, unknown=case.dynamic))

    def test_symbolic(self, case):
        eager = _built(case)(*_tensors(case.arguments), **_tensors(case.call))
        exact = case.make()(*_symbols(case.arguments, unknown=False), **_symbols(case.call, unknown=False))
        _compare_specs(exact, eager, exact=True)
        if case.dynamic:
            loose = case.make()(*_symbols(case.arguments, unknown=True), **_symbols(case.call, unknown=True))
            _compare_specs(loose, eager, exact=False)
        if not case.call:
            shapes = [tree.map_structure(lambda x: x.shape, argument) for argument in case.arguments]
            shape = case.make().compute_output_shape(*shapes)
            flat = [shape] if not isinstance(eager, (list, tuple)) else shape
            assert [tuple(s) for s in flat] == [tuple(x.shape) for x in tree.flatten(eager)]

    def test_config(self, case):
        """The config, written as JSON, makes an equal layer; so does the public serialization."""
        layer = _built(case)
        written = json.loads(json.dumps(serialization_lib.serialize_keras_object(layer)))
        again = serialization_lib.deserialize_keras_object(written)
        assert type(again) is type(layer)
        assert _as_json(again.get_config()) == _as_json(layer.get_config())
        if not again.built:
            again(*_tensors(case.arguments), **_tensors(case.call))
        again.set_weights(layer.get_weights())
        first = layer(*_tensors(case.arguments), **_tensors(case.call))
        second = again(*_tensors(case.arguments), **_tensors(case.call))
        _compare(second, tree.map_structure(backend.convert_to_numpy, first), case)

    def test_copies(self, case):
        """A deep copy and a pickled layer give what the layer gives."""
        layer = _built(case)
        wanted = tree.map_structure(
            backend.convert_to_numpy, layer(*_tensors(case.arguments), **_tensors(case.call))
        )
        for made in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
            assert made is not layer and type(made) is type(layer)
            _compare(made(*_tensors(case.arguments), **_tensors(case.call)), wanted, case)

    def test_compiled(self, case):
        if not case.jit or backend.backend() in ("numpy", "torch"):
            return
        layer = _built(case)
        found = _compiled(lambda *tensors: layer(*tensors, **_tensors(case.call)), case.arguments, case.dynamic)
        _compare(found, case.oracle(case.arguments, _values(layer)), case)

    def test_gradient(self, case):
        if not case.grad or backend.backend() == "numpy":
            return
        layer = _built(case)
        weights, flat = _values(layer), tree.flatten(case.arguments)
        trained = [v.name for v in layer.trainable_variables]
        points = [x for x in flat if x.dtype.kind == "f"] + [weights[name] for name in trained]
        fixed = {name: value for name, value in weights.items() if name not in trained}

        def split(values):
            """Arguments and weights of the row with `values` in place of its own."""
            values = iter(values)
            arguments = tree.map_structure(lambda x: next(values) if x.dtype.kind == "f" else x, case.arguments)
            return arguments, dict(zip(trained, values))

        shape = np.shape(case.oracle(case.arguments, weights))
        seed = np.linspace(0.5, 1.5, int(np.prod(shape))).reshape(shape)

        def oracle(*values):
            arguments, changed = split(values)
            return np.sum(case.oracle(arguments, {**fixed, **changed}) * seed)

        def loss(*values):
            arguments, changed = split(values)
            others = [v.value for v in layer.non_trainable_variables]
            output, _ = layer.stateless_call(
                [changed[name] for name in trained], others, *_tensors(arguments), **_tensors(case.call)
            )
            return ops.sum(ops.multiply(output, seed.astype("float32")))

        found = _gradients(loss, points)
        wanted = _finite_differences(oracle, [np.array(x, "float64") for x in points])
        for gradient, want in zip(found, wanted):
            np.testing.assert_allclose(gradient, want, **GRADIENT_TOLERANCE)

    def test_mixed_precision(self, case):
        if not case.mixed:
            return
        layer = _built(case, dtype="mixed_bfloat16")
        outputs = layer(*_tensors(case.arguments), **_tensors(case.call))
        assert {backend.standardize_dtype(x.dtype) for x in tree.flatten(outputs)} == {"bfloat16"}
        assert {v.dtype for v in layer.weights} <= {"float32"}

    def test_float64(self, case):
        """In float64 the weights have 64 bits, and so has the output, to its last digits."""
        if case.dtype != "float32" or case.name == "Pipeline" or not _HAS_FLOAT64:
            return
        wide = tree.map_structure(lambda x: x.astype("float64") if x.dtype.kind == "f" else x, case.arguments)
        layer = _built(case, dtype="float64")
        outputs = layer(*_tensors_as_they_are(wide), **_tensors(case.call))
        assert {v.dtype for v in layer.weights} <= {"float64"}
        if case.name not in NARROWING.get(backend.backend(), ()):
            assert {backend.standardize_dtype(x.dtype) for x in tree.flatten(outputs)} == {"float64"}
        tolerance = 1e-4 if backend.backend() in NARROWING or case.name in _SINGLE else 1e-10
        if callable(case.expected):
            wanted = case.oracle(wide, _values(layer))
            for x, y in zip(tree.flatten(outputs), tree.flatten(wanted)):
                np.testing.assert_allclose(backend.convert_to_numpy(x), y, rtol=tolerance, atol=tolerance)

    def test_mask(self, case):
        if case.mask is None:
            return
        layer = case.make()
        inputs = _tensors(case.arguments)
        for x in tree.flatten(inputs):
            backend.set_keras_mask(x, backend.convert_to_tensor(MASK[: x.shape[0]]))
        outputs = layer(*inputs, **_tensors(case.call))
        mask = backend.get_keras_mask(outputs)
        if case.mask == "none":
            assert mask is None
        else:
            np.testing.assert_array_equal(backend.convert_to_numpy(mask), MASK[: outputs.shape[0]])


def _built(case, **more):
    """The row's layer, built, with numbers in every weight."""
    layer = case.make(**more)
    layer(*_tensors(case.arguments), **_tensors(case.call))
    for place, weight in enumerate(layer.weights):
        values = np.random.default_rng(place).uniform(-1, 1, weight.shape)
        weight.assign(np.abs(values) + 0.2 if "variance" in weight.name else values)
    return layer


def _must_not_run(*args, **kwargs):
    raise AssertionError("something is computed to find a shape")


def _values(layer):
    return {v.name: backend.convert_to_numpy(v.value) for v in layer.weights}


def _brief(x):
    if isinstance(x, np.ndarray):
        return f"{x.dtype}{list(x.shape)}".replace(" ", "")
    return "[" + ",".join(map(_brief, x)) + "]" if isinstance(x, (list, tuple)) else str(x)


def _as_json(config):
    return json.loads(json.dumps(serialization_lib.serialize_keras_object(config)))


def _tensors(values):
    return tree.map_structure(
        lambda x: backend.convert_to_tensor(x.copy()) if isinstance(x, np.ndarray) else x, values
    )


def _tensors_as_they_are(values):
    """Tensors of the dtype of their arrays; most conversions narrow float64."""
    return tree.map_structure(lambda x: backend.convert_to_tensor(x, dtype=x.dtype.name), values)


def _symbols(values, unknown):
    def symbol(x):
        if not isinstance(x, np.ndarray):
            return x
        shape = (None, *x.shape[1:]) if unknown else x.shape
        return KerasTensor(shape, dtype=backend.standardize_dtype(x.dtype))

    return tree.map_structure(symbol, values)


def _compare(found, expected, case):
    tolerance = TOLERANCE if case.tolerance is None else {"rtol": case.tolerance, "atol": case.tolerance}
    found, wanted = tree.flatten([found]), tree.flatten([expected])
    assert len(found) == len(wanted)
    for value, want in zip(found, wanted):
        value, want = backend.convert_to_numpy(value), np.asarray(want)
        assert value.shape == want.shape
        np.testing.assert_allclose(value, want, **tolerance)


def _compare_specs(spec, eager, exact):
    """The symbolic output foretells the eager one."""
    specs, outputs = tree.flatten([spec]), tree.flatten([eager])
    assert len(specs) == len(outputs)
    for symbol, output in zip(specs, outputs):
        assert len(symbol.shape) == len(output.shape)
        assert all(a == b or (a is None and not exact) for a, b in zip(symbol.shape, output.shape))
        assert symbol.dtype == backend.standardize_dtype(output.dtype)


def _compiled(call, arguments, dynamic):
    if backend.backend() == "jax":
        import jax

        return jax.jit(call)(*arguments)
    import tensorflow as tf

    def spec(x):
        return tf.TensorSpec((None, *x.shape[1:]) if dynamic else x.shape, x.dtype)

    return tf.function(call, input_signature=tree.map_structure(spec, arguments))(*arguments)


def _gradients(loss, points):
    """Gradients of a scalar function in all its arguments, as arrays."""
    tensors = [backend.convert_to_tensor(x) for x in points]
    if backend.backend() == "jax":
        import jax

        return jax.jit(jax.grad(loss, argnums=tuple(range(len(points)))))(*tensors)
    if backend.backend() == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(tensors)
            value = loss(*tensors)
        return [backend.convert_to_numpy(tf.convert_to_tensor(g)) for g in tape.gradient(value, tensors)]
    tensors = [x.detach().clone().requires_grad_() for x in tensors]
    loss(*tensors).backward()
    return [backend.convert_to_numpy(x.grad) for x in tensors]


def _finite_differences(function, points, step=1e-5):
    """Central differences of a scalar function in each of its arguments."""
    gradients = []
    for place, point in enumerate(points):
        gradient = np.zeros_like(point)
        for index in np.ndindex(point.shape):
            ends = []
            for sign in (1, -1):
                moved = point.copy()
                moved[index] += sign * step
                ends.append(function(*points[:place], moved, *points[place + 1 :]))
            gradient[index] = (ends[0] - ends[1]) / (2 * step)
        gradients.append(gradient)
    return gradients
