import inspect
import types

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers.layer import Layer
from keras.src.ops.operation import Operation
from keras.src.utils import python_utils

safety = LateModule("keras.src.saving.safety")
serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.layers.Lambda")
class Lambda(Layer):
    """A layer made of a function, for experiments. It has no weights.

    A Python lambda is saved as byte code, which runs only in the same Python version and, as it could be anything,
    is loaded only with `safe_mode=False`. Prefer a subclass of `Layer`, or at least a named function that is
    registered by `keras.saving.register_keras_serializable`.

    Args:
        function: Function of the input. It may also take `mask` and `training`.
        output_shape: Shape of the output without the batch axis, as a tuple, or a function of the input's shape.
            Default None: it is found by tracing `function`.
        mask: The mask of the output, or a function of `(inputs, mask)` that returns it. Default None.
        arguments: Dict of further keyword arguments for `function`. Default None.

    Raises:
        TypeError: If `function` is not callable.
        NotImplementedError: In a symbolic call without `output_shape`, if `function` does not run on symbolic tensors.

    Example:

    >>> keras.layers.Lambda(lambda x: x**2)(keras.ops.array([2.0, 3.0])).tolist()
    [4.0, 9.0]
    """

    def __init__(self, function, output_shape=None, mask=None, arguments=None, **kwargs):
        super().__init__(**kwargs)
        if not callable(function):
            raise TypeError(f"Argument `function` of Lambda must be callable. Received: function={function!r}")
        self.arguments = arguments or {}
        self.function = function
        self.mask = mask
        self.supports_masking = mask is not None
        self._output_shape = output_shape
        self._passed_on = _names_taken(function) & {"mask", "training"}

    def call(self, inputs, mask=None, training=None):
        more = dict(self.arguments)
        if "mask" in self._passed_on:
            more["mask"] = mask
        if "training" in self._passed_on:
            more["training"] = training
        return self.function(inputs, **more)

    def compute_mask(self, inputs, mask=None):
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def compute_output_shape(self, input_shape):
        if self._output_shape is None:
            inputs = tree.map_shape_structure(
                lambda shape: backend.KerasTensor(shape, dtype=self.compute_dtype), input_shape
            )
            return tree.map_structure(lambda tensor: tensor.shape, self._trace(inputs))
        if callable(self._output_shape):
            return self._output_shape(input_shape)
        batch = tree.flatten(input_shape)[0]
        given = self._output_shape
        return (batch, *((given,) if isinstance(given, int) else given))

    def compute_output_spec(self, inputs, mask=None, training=None):
        if self._output_shape is None:
            return self._trace(inputs, mask=mask, training=training)
        return super().compute_output_spec(inputs, mask=mask, training=training)

    def _trace(self, inputs, **kwargs):
        try:
            outputs = self._run_symbolically(inputs, **kwargs)
        except ValueError:  # of an operation, which says what was wrong
            raise
        except Exception as e:
            raise self._unknown_shape() from e
        if not all(isinstance(output, backend.KerasTensor) for output in tree.flatten(outputs)):
            raise self._unknown_shape()
        return outputs

    def _unknown_shape(self):
        return NotImplementedError(
            f"Argument `function` of Lambda layer {self.name!r} does not run on symbolic tensors, so that the shape of "
            f"its output is unknown. Give argument `output_shape`. Received: function={self.function}"
        )

    def _run_symbolically(self, inputs, **kwargs):
        if isinstance(self.function, Operation):
            return self.function.compute_output_spec(inputs, **self.arguments)
        if hasattr(self.function, "operation"):  # one of `keras.ops` has a rule: nothing has to be computed
            loose = tree.map_structure(lambda x: backend.KerasTensor(x.shape, x.dtype), inputs)
            return self.function(loose, **self.arguments)
        return backend.compute_output_spec(self.call, inputs, **kwargs)

    def get_config(self):
        config = super().get_config() | {"function": _serialize(self.function)}
        if self._output_shape is not None:
            config["output_shape"] = _serialize(self._output_shape)
        if self.mask is not None:
            config["mask"] = _serialize(self.mask)
        return config | {"arguments": serialization_lib.serialize_keras_object(self.arguments)}

    @classmethod
    def from_config(cls, config, custom_objects=None, safe_mode=None):
        """Makes the layer that `get_config` described; byte code needs `safe_mode=False`."""
        if safe_mode is None:
            safe_mode = serialization_lib.in_safe_mode()
        config = dict(config)
        for name in ("function", "output_shape", "mask"):
            if name in config:
                config[name] = _deserialize(cls, name, config[name], custom_objects, safe_mode)
        if "arguments" in config:
            config["arguments"] = serialization_lib.deserialize_keras_object(
                config["arguments"], custom_objects=custom_objects
            )
        return cls(**config)


def _names_taken(function):
    try:
        return inspect.signature(function).parameters.keys()
    except (TypeError, ValueError):  # some built-in functions have no signature
        return set()


def _serialize(value):
    """A function as byte code if it is a lambda, else by name; other values as they are."""
    if isinstance(value, types.LambdaType) and value.__name__ == "<lambda>":
        code, defaults, closure = python_utils.func_dump(value)
        return {
            "class_name": "__lambda__",
            "config": {"code": code, "defaults": defaults, "closure": closure},
        }
    return serialization_lib.serialize_keras_object(value) if callable(value) else value


def _deserialize(cls, name, config, custom_objects, safe_mode):
    if not isinstance(config, dict):
        return tuple(config) if isinstance(config, list) else config
    if config.get("class_name") != "__lambda__":
        return serialization_lib.deserialize_keras_object(config, custom_objects=custom_objects)
    if safe_mode is not False:
        raise safety.Refused(
            f"The `{name}` of this {cls.__name__} layer is Python byte code, which runs whatever its author wrote "
            "when the model is used. If you trust the source, load it with `safe_mode=False` or call "
            "`keras.config.enable_unsafe_deserialization()`."
        )
    code = config["config"]
    return python_utils.func_load(code["code"], code["defaults"], code["closure"])
