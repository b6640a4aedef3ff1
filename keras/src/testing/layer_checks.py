"""The checks behind `TestCase.run_layer_test` and `run_class_serialization_test`."""
import functools
import json

import numpy as np

from keras.src import backend, ops, tree
from keras.src.layers.layer import Layer
from keras.src.losses.loss import Loss
from keras.src.models import Model
from keras.src.saving import object_registration, serialization_lib
from keras.src.utils.module_utils import LazyModule, tensorflow


def check_serialization(case, instance, custom_objects=None):
    """Takes an object through `from_config` and through JSON; returns what came back."""
    cls = type(instance)
    with object_registration.CustomObjectScope(custom_objects or {}):
        config = instance.get_config()
        revived = cls.from_config(config)
        case.assertEqual(_as_json(revived.get_config()), _as_json(config), "from_config(get_config())")
        case.assertEqual(_attributes(revived), _attributes(instance), "attributes after from_config")
        serialized = serialization_lib.serialize_keras_object(instance)
        text = json.dumps(serialized)
        revived = serialization_lib.deserialize_keras_object(json.loads(text))
        case.assertEqual(_as_json(revived.get_config()), _as_json(config), "config after JSON")
        case.assertEqual(_attributes(revived), _attributes(instance), "attributes after JSON")
    return revived


def _as_json(config):
    return json.dumps(serialization_lib.serialize_keras_object(config), sort_keys=True, default=str)


def _attributes(instance):
    """The names of what an object holds: an argument that the config forgets may show in them."""
    return sorted(name for name in dir(instance) if not name.startswith("__"))


class LayerChecks:
    """Runs a layer through everything that `run_layer_test` promises. Its arguments are described there."""

    def __init__(self, case, **arguments):
        self.case = case
        self.__dict__.update(arguments)
        self.call_kwargs = self.call_kwargs or {}
        self._check_arguments()

    def _check_arguments(self):
        if self.input_shape is not None and self.input_data is not None:
            raise ValueError("Pass `input_shape` or `input_data` of run_layer_test, not both.")
        if self.expected_output is not None and self.input_data is None:
            raise ValueError("Argument `expected_output` of run_layer_test needs `input_data`.")
        if self.expected_output is not None and self.expected_output_shape is not None:
            raise ValueError("Pass `expected_output` or `expected_output_shape` of run_layer_test, not both.")
        if self.expected_mask_shape is not None and self.supports_masking is not True:
            raise ValueError("Argument `expected_mask_shape` of run_layer_test needs `supports_masking=True`.")

    def run(self):
        layer = self.make()
        if self.supports_masking is not None:
            self.case.assertEqual(layer.supports_masking, self.supports_masking, "supports_masking")
        has_inputs = self.input_shape is not None or self.input_data is not None
        if has_inputs:
            self.check_build()
        check_serialization(self.case, layer, self.custom_objects)
        if not has_inputs:
            return
        self.check_symbolic_call()
        self.check_eager_call()
        if self.run_training_check:
            self.check_training()
        if self.run_mixed_precision_check:
            self.check_mixed_precision()

    def make(self, **more):
        return self.layer_cls(**(self.init_kwargs | more))

    # Inputs

    def symbolic_inputs(self):
        if self.input_data is not None:
            return tree.map_structure(
                lambda x: _symbol(x.shape, backend.standardize_dtype(x.dtype), self.input_sparse, self.input_ragged),
                self.input_data,
            )
        return create_keras_tensors(self.input_shape, self.input_dtype, self.input_sparse, self.input_ragged)

    def eager_inputs(self):
        if self.input_data is not None:
            return self.input_data
        return create_eager_tensors(self.input_shape, self.input_dtype, self.input_sparse, self.input_ragged)

    def call(self, layer, inputs):
        if isinstance(inputs, dict) and isinstance(self.input_shape, dict):
            return layer(**inputs, **self.call_kwargs)
        return layer(inputs, **self.call_kwargs)

    # Checks

    def check_build(self):
        """`build` makes all there is to make: a call adds no weights to it."""
        layer = self.make()
        if self.assert_built_after_instantiation:
            self.case.assertTrue(layer.built, f"{self.layer_cls.__name__} has no weights to wait for")
        inputs = self.eager_inputs()
        shapes = tree.map_structure(lambda x: tuple(x.shape), inputs) if self.input_shape is None else self.input_shape
        if not isinstance(shapes, dict):
            layer.build(shapes)
        elif type(layer).build is not Layer.build:  # The default one takes a single shape.
            layer.build(**shapes)
        else:
            return
        built = _weight_counts(layer)
        self.call(layer, inputs)
        self.case.assertEqual(_weight_counts(layer), built, "weights after a call, and after build")

    def check_symbolic_call(self):
        layer = self.make()
        output = self.call(layer, self.symbolic_inputs())
        for tensor in tree.flatten(output):
            self.case.assertIsInstance(tensor, backend.KerasTensor)
        self._check_state(layer)
        self._check_output(output)
        if self.expected_mask_shape is not None:
            mask = layer.compute_mask(self.symbolic_inputs())
            self.case.assertEqual(tuple(mask.shape), tuple(self.expected_mask_shape), "mask shape")
        self._check_weight_counts(layer)

    def check_eager_call(self):
        layer = self.make()
        output = self.call(layer, self.eager_inputs())
        self._check_state(layer)
        self._check_output(output)
        if self.expected_num_losses is not None:
            self.case.assertEqual(len(layer.losses), self.expected_num_losses, "number of losses")
        if self.expected_output is not None:
            compare = functools.partial(self.case.assertAllClose, tpu_atol=self.tpu_atol, tpu_rtol=self.tpu_rtol)
            tree.map_structure_up_to(output, compare, output, self.expected_output)

    def _check_state(self, layer):
        self.case.assertTrue(layer.built, "The layer is not built after a call")

    def _check_weight_counts(self, layer):
        for kind, found in _weight_counts(layer).items():
            expected = getattr(self, f"expected_num_{kind}")
            if expected is not None:
                self.case.assertEqual(found, expected, f"number of {kind}")

    def _check_output(self, output):
        if self.expected_output_shape is not None:
            found = tree.map_structure(lambda x: tuple(x.shape), output)
            ranks = [tree.map_shape_structure(len, shapes) for shapes in (found, self.expected_output_shape)]
            self.case.assertEqual(*ranks, "structure and ranks of the outputs")
            found, expected = tree.flatten(found), tree.flatten(self.expected_output_shape)
            expected = [f if e is None else e for e, f in zip(expected, found)]  # None: any
            self.case.assertEqual(found, expected, "output shapes")
        if self.expected_output_dtype is not None:
            dtypes = tree.map_structure(lambda x: backend.standardize_dtype(x.dtype), output)
            expected = tree.map_structure(backend.standardize_dtype, self.expected_output_dtype)
            self.case.assertEqual(dtypes, expected, "output dtypes")
        for tensor in tree.flatten(output):
            self.case.assertSparse(tensor, self.expected_output_sparse)
            self.case.assertRagged(tensor, self.expected_output_ragged)

    def check_training(self):
        if backend.backend() == "numpy":
            return  # It does not train.
        inputs = self.eager_inputs()
        model = TrainedModel(self.make(), self)
        output = self.call(self.make(), inputs)
        targets = tree.map_structure(
            lambda x: np.zeros(x.shape, backend.standardize_dtype(x.dtype)), output
        )
        jit = "auto" if not (self.input_sparse or self.input_ragged) else False
        model.compile(optimizer="sgd", loss=_AnyLoss(), jit_compile=jit)
        model.fit(((x, y) for x, y in [(inputs, targets)]), verbose=0)

    def check_mixed_precision(self):
        if backend.backend() == "torch" and backend.core.get_device() == "cpu":
            return  # torch lacks many functions of 16 bits there.
        layer = self.make(dtype="mixed_float16")
        outputs = self.call(layer, self.eager_inputs())
        symbols = self.call(layer, self.symbolic_inputs())
        for weight in layer.weights:
            if backend.is_float_dtype(weight.dtype):
                self.case.assertDType(weight, layer.variable_dtype)
        for output, symbol in zip(tree.flatten(outputs), tree.flatten(symbols)):
            self.case.assertDType(output, symbol.dtype)


def map_shape_dtype_structure(fn, shape, dtype):
    """`fn(shape, dtype)` for every shape of a tuple, list or dict of shapes; a single dtype is that of all."""
    if tree.is_nested(dtype) and isinstance(shape, dict):
        return {name: fn(shape[name], dtype[name]) for name in shape}
    if tree.is_nested(dtype):
        return type(shape)(fn(*pair) for pair in zip(shape, dtype, strict=True))
    return tree.map_shape_structure(lambda s: fn(tuple(s), dtype), shape)


def create_keras_tensors(input_shape, dtype, sparse, ragged):
    """Symbolic tensors of these shapes; those of a dict are named without `_shape`."""
    make = functools.partial(_symbol, sparse=sparse, ragged=ragged)
    return _by_argument(map_shape_dtype_structure(make, input_shape, dtype))


def create_eager_tensors(input_shape, dtype, sparse, ragged):
    """Random tensors of these shapes, the same each time; those of a dict are named without `_shape`."""
    make = functools.partial(_random_tensor, sparse=sparse, ragged=ragged)
    return _by_argument(map_shape_dtype_structure(make, input_shape, dtype))


def _by_argument(tensors):
    if not isinstance(tensors, dict):
        return tensors
    return {name.removesuffix("_shape"): tensor for name, tensor in tensors.items()}


def _symbol(shape, dtype, sparse, ragged):
    return backend.KerasTensor(shape, dtype or "float32", sparse=sparse, ragged=ragged)


def _random_tensor(shape, dtype, sparse, ragged):
    dtype = dtype or "float32"
    random = np.random.RandomState(1337)
    shape = [2 if d is None else d for d in shape]
    if "int" in dtype:
        values = random.randint(0, 2, size=shape)
    elif dtype == "bool":
        values = random.randint(0, 2, size=shape) > 0
    else:
        values = random.uniform(size=shape)
    if sparse:
        return _sparse(np.where(random.uniform(size=shape) < 0.5, values, 0).astype(dtype))
    if ragged:
        return _ragged(ops.convert_to_tensor(values, dtype=dtype))
    return ops.convert_to_tensor(values, dtype=dtype)


def _ragged(tensor):
    if backend.backend() == "tensorflow":
        return tensorflow.RaggedTensor.from_tensor(tensor)
    raise ValueError(f"The {backend.backend()} backend has no ragged tensors. Received: input_ragged=True")


def _sparse(values):
    if backend.backend() == "tensorflow":
        return tensorflow.sparse.from_dense(values)
    if backend.backend() == "jax":
        return LazyModule("jax.experimental.sparse").BCOO.fromdense(values)
    raise ValueError(f"The {backend.backend()} backend has no sparse tensors. Received: input_sparse=True")


def _weight_counts(layer):
    kinds = ("trainable_weights", "non_trainable_weights", "non_trainable_variables")
    return {kind: len(getattr(layer, kind)) for kind in kinds} | {"seed_generators": len(get_seed_generators(layer))}


def get_seed_generators(layer):
    """The seed generators of a layer and of the layers inside it."""
    return [g for part in layer._flatten_layers() for g in part._seed_generators]


class _AnyLoss(Loss):
    """A loss that every structure of outputs has: the sum of its float parts."""

    def call(self, y_true, y_pred):
        return sum(ops.sum(ops.cast(x, "float32")) for x in tree.flatten(y_pred))


class TrainedModel(Model):
    """The layer as a model; `training` reaches it by the context of the call."""

    def __init__(self, layer, checks):
        super().__init__()
        self.layer = layer
        self.checks = checks

    def call(self, inputs, training=None):
        return self.checks.call(self.layer, inputs)
