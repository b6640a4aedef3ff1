"""The checks behind `TestCase.run_layer_test` and `run_class_serialization_test`."""

import json

import numpy as np

from keras.src import backend, ops, tree
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
        case.assertIsInstance(revived, cls)
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
        if self.expected_mask_shape is not None and self.supports_masking is not True:
            raise ValueError("Argument `expected_mask_shape` of run_layer_test needs `supports_masking=True`.")

    def run(self):
        layer = self.make()
        check_serialization(self.case, layer, self.custom_objects)
        if self.assert_built_after_instantiation:
            self.case.assertTrue(layer.built, f"{self.layer_cls.__name__} has no weights to wait for")
        if self.input_shape is None and self.input_data is None:
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

    def _map_inputs(self, make):
        """`make(shape, dtype)` for every input; a dict with `x_shape` keys becomes keyword arguments."""
        shapes, dtypes = self.input_shape, self.input_dtype
        if isinstance(shapes, dict):
            if isinstance(dtypes, dict):
                return {k.removesuffix("_shape"): make(shape, dtypes[k]) for k, shape in shapes.items()}
            shapes = {k.removesuffix("_shape"): v for k, v in shapes.items()}
        if isinstance(dtypes, (list, tuple)):
            return type(shapes)(make(*pair) for pair in zip(shapes, dtypes, strict=True))
        return tree.map_shape_structure(lambda shape: make(shape, dtypes), shapes)

    def symbolic_inputs(self):
        if self.input_data is not None:
            return tree.map_structure(
                lambda x: backend.KerasTensor(
                    x.shape, backend.standardize_dtype(x.dtype), sparse=self.input_sparse,
                    ragged=self.input_ragged,
                ),
                self.input_data,
            )
        return self._map_inputs(
            lambda shape, dtype: backend.KerasTensor(
                shape, dtype or "float32", sparse=self.input_sparse, ragged=self.input_ragged
            )
        )

    def eager_inputs(self):
        if self.input_data is not None:
            return self.input_data
        return self._map_inputs(self._random_tensor)

    def _random_tensor(self, shape, dtype):
        dtype = dtype or "float32"
        random = np.random.RandomState(1337)
        shape = [2 if d is None else d for d in shape]
        if "int" in dtype:
            values = random.randint(0, 2, size=shape)
        elif dtype == "bool":
            values = random.randint(0, 2, size=shape) > 0
        else:
            values = random.uniform(size=shape)
        if self.input_sparse:
            return _sparse(np.where(random.uniform(size=shape) < 0.5, values, 0).astype(dtype))
        if self.input_ragged:
            return tensorflow.RaggedTensor.from_tensor(ops.convert_to_tensor(values, dtype=dtype))
        return ops.convert_to_tensor(values, dtype=dtype)

    def call(self, layer, inputs):
        if isinstance(inputs, dict) and isinstance(self.input_shape, dict):
            return layer(**inputs, **self.call_kwargs)
        return layer(inputs, **self.call_kwargs)

    # Checks

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
            self.case.assertAllClose(
                output, self.expected_output, tpu_atol=self.tpu_atol, tpu_rtol=self.tpu_rtol
            )

    def _check_state(self, layer):
        self.case.assertTrue(layer.built, "The layer is not built after a call")
        if self.supports_masking is not None:
            self.case.assertEqual(layer.supports_masking, self.supports_masking, "supports_masking")

    def _check_weight_counts(self, layer):
        for name in ("trainable_weights", "non_trainable_weights", "non_trainable_variables"):
            expected = getattr(self, f"expected_num_{name}")
            if expected is not None:
                self.case.assertEqual(len(getattr(layer, name)), expected, f"number of {name}")
        if self.expected_num_seed_generators is not None:
            found = len(_seed_generators(layer))
            self.case.assertEqual(found, self.expected_num_seed_generators, "number of seed generators")

    def _check_output(self, output):
        if self.expected_output_shape is not None:
            found = tree.flatten(tree.map_structure(lambda x: tuple(x.shape), output))
            expected = tree.flatten(tree.map_shape_structure(tuple, self.expected_output_shape))
            expected = [f if e is None else e for e, f in zip(expected, found)] + expected[len(found) :]  # None: any
            self.case.assertEqual(found, expected, "output shapes")
        if self.expected_output_dtype is not None:
            dtypes = [backend.standardize_dtype(x.dtype) for x in tree.flatten(output)]
            expected = [backend.standardize_dtype(d) for d in tree.flatten(self.expected_output_dtype)]
            expected = expected * len(dtypes) if len(expected) == 1 else expected
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
            if backend.is_float_dtype(backend.standardize_dtype(output.dtype)):
                self.case.assertDType(output, symbol.dtype)


def _sparse(values):
    if backend.backend() == "tensorflow":
        return tensorflow.sparse.from_dense(values)
    if backend.backend() == "jax":
        return LazyModule("jax.experimental.sparse").BCOO.fromdense(values)
    raise ValueError(f"The {backend.backend()} backend has no sparse tensors. Received: input_sparse=True")


def _seed_generators(layer):
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
