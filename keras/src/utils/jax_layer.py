"""Functions of JAX, and modules of Flax, as layers of the jax and tensorflow backends."""
import inspect
import itertools

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.layer import Layer
from keras.src.random.seed_generator import SeedGenerator, draw_seed
from keras.src.saving import serialization_lib
from keras.src.tree.tree_api import is_shape
from keras.src.utils.backend_utils import outside_of_traces
from keras.src.utils.module_utils import LazyModule, jax, tensorflow

jax2tf = LazyModule("jax.experimental.jax2tf", pip_name="jax")
_CALL_ARGUMENTS = ("params", "state", "rng", "inputs", "training")
_INIT_ARGUMENTS = ("rng", "inputs", "training")


@keras_export("keras.layers.JaxLayer")
class JaxLayer(Layer):
    """A pure function of JAX as a layer; its parameters are trainable weights, its state non-trainable ones.

    It runs on the jax backend, and on the tensorflow backend through `jax2tf`. The functions are given what their
    parameters name, of:

    - `params`: pytree of arrays, the trainable weights;
    - `state`: pytree of arrays, the non-trainable weights. A `call_fn` that takes it returns `(outputs, new_state)`,
      the new state with the structure of the old one;
    - `rng`: a key for `jax.random`. In `call_fn` it is None unless the layer trains;
    - `inputs`: array, or pytree of arrays. In `init_fn` they are ones, with size 1 for unknown dimensions;
    - `training`: boolean. In `init_fn` it is True.

    Args:
        call_fn: Function of `inputs` and of any of the others, that returns the outputs.
        init_fn: Function of `rng`, `inputs` and maybe `training` that returns the initial `params`, or
            `(params, state)` if `call_fn` takes a state. Default None: `params` and `state` are given.
        params: Pytree of arrays, the initial parameters. Default None: `init_fn` makes them.
        state: Pytree of arrays, the initial state. Default None.
        seed: Integer that starts the keys for `call_fn`. Default None: a random one.
        native_serialization_platforms: On tensorflow, tuple of the platforms to lower to, of `"cpu"`, `"cuda"`,
            `"rocm"` and `"tpu"`. Default None: the present one.
        **kwargs: Arguments of `keras.layers.Layer`.

    Raises:
        ValueError: If a function takes other arguments, if there are no initial values, or on another backend.
        ImportError: On tensorflow, if jax is not installed.

    Example (on the jax backend):

    >>> import jax
    >>> def init_fn(rng, inputs):
    ...     return {"w": jax.random.normal(rng, (inputs.shape[-1], 2))}
    >>> def call_fn(params, inputs):
    ...     return inputs @ params["w"]
    >>> keras.layers.JaxLayer(call_fn, init_fn)(np.ones((4, 3))).shape
    (4, 2)

    To be loaded from a file the functions must be registered with `keras.saving.register_keras_serializable()`.
    Lambdas are written as byte code, which is loaded with `safe_mode=False` only.
    """

    def __init__(
        self, call_fn, init_fn=None, params=None, state=None, seed=None,
        native_serialization_platforms=None, **kwargs,
    ):
        if backend.backend() not in ("jax", "tensorflow"):
            raise ValueError(
                f"{type(self).__name__} runs on the jax and tensorflow backends only, not on {backend.backend()}."
            )
        jax.initialize()
        super().__init__(**kwargs)
        self.call_fn = call_fn
        self.init_fn = init_fn
        self.native_serialization_platforms = native_serialization_platforms
        self._call_names = _argument_names("call_fn", call_fn, _CALL_ARGUMENTS, required=("inputs",))
        self._init_names = init_fn and _argument_names("init_fn", init_fn, _INIT_ARGUMENTS, required=("inputs",))
        self.seed_generator = SeedGenerator(seed) if "rng" in self._call_names else None
        self._params, self._state = (), ()  # variables, and the structure that they are leaves of
        self._params_structure = self._state_structure = jax.tree_util.tree_structure(None)
        self._converted = {}
        needed = {"params", "state"} & set(self._call_names)
        self._is_initialised = not needed or params is not None or state is not None
        if self._is_initialised:
            self._make_variables(params, state)
        elif init_fn is None:
            raise ValueError(
                f"Arguments `init_fn`, `params` and `state` of {type(self).__name__} are all None, but `call_fn` takes "
                f"`{'` and `'.join(sorted(needed))}`: give initial values or a function that makes them."
            )

    @property
    def params(self):
        """The structure of `params`, with variables as leaves; None before they are made."""
        return jax.tree_util.tree_unflatten(self._params_structure, self._params)

    @property
    def state(self):
        """The structure of `state`, with variables as leaves; None before they are made."""
        return jax.tree_util.tree_unflatten(self._state_structure, self._state)

    # Making the weights

    def build(self, input_shape):
        if self._is_initialised:
            return
        with outside_of_traces():
            initial = self.init_fn(**self._example_arguments(input_shape))
        state = None
        if "state" in self._call_names:
            if not isinstance(initial, tuple) or len(initial) != 2:
                raise ValueError(
                    f"Argument `init_fn` of {type(self).__name__} must return a tuple `(params, state)`, as `call_fn` "
                    f"takes `state`. It returned: {initial!r}"
                )
            initial, state = initial
        self._make_variables(initial, state)
        self._is_initialised = True

    def _example_arguments(self, input_shape):
        shapes, structure = jax.tree_util.tree_flatten(input_shape, is_leaf=is_shape)
        ones = [jax.numpy.ones([1 if size is None else size for size in shape], "float32") for shape in shapes]
        given = {"inputs": jax.tree_util.tree_unflatten(structure, ones), "training": True}
        if "rng" in self._init_names:
            # A pair of uint32 on jax; of int64 on tensorflow, where the reference reads the bits of the first.
            seed = np.asarray(backend.convert_to_numpy(draw_seed(None)))
            given["rng"] = jax.numpy.asarray(seed.view("uint32")[:2])
        return {name: given[name] for name in self._init_names}

    def _make_variables(self, params, state):
        self._params, self._params_structure = self._variables_of(params, trainable=True)
        self._state, self._state_structure = self._variables_of(state, trainable=False)

    def _variables_of(self, values, trainable):
        leaves, structure = jax.tree_util.tree_flatten(values)
        return tuple(self._variable_of(leaf, trainable) for leaf in leaves), structure

    def _variable_of(self, leaf, trainable):
        with outside_of_traces():
            value = backend.convert_to_tensor(leaf if backend.is_tensor(leaf) else np.asarray(leaf))
        dtype = backend.standardize_dtype(value.dtype)
        return self.add_weight(
            shape=tuple(value.shape),
            initializer=lambda shape, dtype: backend.cast(value, dtype),
            dtype=None if backend.is_float_dtype(dtype) else dtype,
            trainable=trainable,
        )

    # Calling

    def call(self, inputs, training=False):
        rng = None
        if training and self.seed_generator is not None:
            rng = backend.cast(self.seed_generator.next(), "uint32")
        run = self._run if backend.backend() == "jax" else self._converted_run(bool(training))
        params, state = [v.value for v in self._params], [v.value for v in self._state]
        outputs, new_state = run(params, state, rng, inputs, bool(training))
        for variable, value in zip(self._state, new_state):
            variable.assign(value)
        return outputs

    def _run(self, params, state, rng, inputs, training):
        """Outputs and leaves of the new state, by JAX."""
        given = {"rng": rng, "inputs": inputs, "training": training}
        given["params"] = jax.tree_util.tree_unflatten(self._params_structure, params)
        given["state"] = jax.tree_util.tree_unflatten(self._state_structure, state)
        outputs = self.call_fn(**{name: given[name] for name in self._call_names})
        if "state" not in self._call_names:
            return outputs, []
        if not isinstance(outputs, tuple) or len(outputs) != 2:
            raise ValueError(
                f"Argument `call_fn` of {type(self).__name__} must return a tuple `(outputs, state)`, as it takes "
                f"`state`. It returned: {outputs!r}"
            )
        outputs, new_state = outputs
        leaves, structure = jax.tree_util.tree_flatten(new_state)
        if structure != self._state_structure:
            raise ValueError(
                f"Argument `call_fn` of {type(self).__name__} must return a state of the structure that it was given, "
                f"{self._state_structure}. It returned: {structure}"
            )
        return outputs, leaves

    def _converted_run(self, training):
        """`_run` as a function of TensorFlow, traced once per signature of its arguments."""
        if training not in self._converted:

            @tensorflow.function(autograph=False)
            def converted(params, state, rng, inputs):
                return jax2tf.convert(
                    lambda *arguments: self._run(*arguments, training),
                    polymorphic_shapes=[None, None, None, _polymorphic_shapes(inputs)],
                    native_serialization_platforms=self.native_serialization_platforms,
                )(params, state, rng, inputs)

            self._converted[training] = lambda *arguments: converted(*arguments[:-1])
        return self._converted[training]

    # Configs

    def get_config(self):
        return {
            **super().get_config(),
            "call_fn": serialization_lib.serialize_keras_object(self.call_fn),
            "init_fn": serialization_lib.serialize_keras_object(self.init_fn),
            "native_serialization_platforms": self.native_serialization_platforms,
        }

    @classmethod
    def from_config(cls, config):
        """The layer that `get_config` described; functions are looked up among the registered ones.

        Raises:
            ValueError: If a function is byte code and unsafe loading was not allowed.
        """
        return cls(**serialization_lib.deserialize_arguments(config))


def _argument_names(argument, function, supported, required):
    """The names of a function's parameters."""
    if not callable(function):
        raise TypeError(f"Argument `{argument}` of JaxLayer must be a function. Received: {argument}={function!r}")
    names = tuple(inspect.signature(function).parameters)
    for name in names:
        if name not in supported:
            raise ValueError(
                f"Argument `{argument}` of JaxLayer must be a function whose parameters are among {list(supported)}. "
                f"Received: a function with the parameter `{name}`"
            )
    for name in required:
        if name not in names:
            raise ValueError(
                f"Argument `{argument}` of JaxLayer must be a function with the parameter `{name}`. "
                f"Received: a function with the parameters {list(names)}"
            )
    return names


def _polymorphic_shapes(inputs):
    """Names for the unknown dimensions: one for the batch, and one for each of the others."""
    count = itertools.count()

    def names(x):
        unknown = ["batch" if axis == 0 else f"d{next(count)}" for axis in range(len(x.shape))]
        sizes = [name if size is None else size for name, size in zip(unknown, x.shape)]
        return "(" + "".join(f"{size}, " for size in sizes) + ")"

    return jax.tree_util.tree_map(names, inputs)


@keras_export("keras.layers.FlaxLayer")
class FlaxLayer(JaxLayer):
    """A `flax.linen` module as a layer.

    Its collection `"params"` holds the trainable weights, all other collections the non-trainable ones. The module is
    called with the inputs, and with `training` if it has a parameter of that name; in training it has a key for the
    random numbers of `"dropout"`.

    Args:
        module: A `flax.linen.Module`.
        method: Function of the module, the inputs and maybe `training`, or name of a method, to call in place of
            `__call__`. Default None: `__call__`.
        variables: Dict of the module's initial variables, as `module.init` returns them. Default None: made when the
            layer is built.
        **kwargs: Arguments of `keras.layers.JaxLayer`, except functions and initial values.

    Raises:
        ValueError: On other backends than jax and tensorflow.
        TypeError: If `module` is no module of Flax.
        ImportError: On tensorflow, if jax is not installed.

    Example (on the jax backend):

        keras.layers.FlaxLayer(flax.linen.Dense(2))(jnp.ones((4, 3))).shape  # (4, 2)

    To be saved with its config the module needs `get_config` and `from_config` methods, and to be registered.
    """

    def __init__(self, module, method=None, variables=None, **kwargs):
        params, state = (None, None) if variables is None else _params_and_state(variables)
        functions = _ModuleFunctions(module, method)
        super().__init__(functions.call, functions.init, params=params, state=state, **kwargs)
        self.module = module
        self.method = method

    def get_config(self):
        return {
            **super(JaxLayer, self).get_config(),  # the functions follow from the module
            "native_serialization_platforms": self.native_serialization_platforms,
            "module": serialization_lib.serialize_keras_object(self.module),
            "method": serialization_lib.serialize_keras_object(self.method),
        }


class _ModuleFunctions:
    """A Flax module as the two functions of a JaxLayer."""

    def __init__(self, module, method):
        if not (hasattr(module, "apply") and hasattr(module, "init")):
            raise TypeError(
                f"Argument `module` of FlaxLayer must be a `flax.linen.Module`. Received: module={module!r}"
            )
        called = getattr(module, method or "__call__") if method is None or isinstance(method, str) else method
        self.module = module
        self.method = method
        self.takes_training = "training" in inspect.signature(called).parameters

    def init(self, rng, inputs, training):
        return _params_and_state(self.module.init({"params": rng, "dropout": rng}, inputs, **self._options(training)))

    def call(self, params, state, rng, inputs, training):
        outputs, new_state = self.module.apply(
            {"params": params, **state},
            inputs,
            rngs=None if rng is None else {"dropout": rng},
            mutable=list(state),
            **self._options(training),
        )
        return outputs, dict(new_state)

    def _options(self, training):
        options = {"training": training} if self.takes_training else {}
        return {**options, "method": self.method}


def _params_and_state(variables):
    state = dict(variables)
    return state.pop("params", {}), state
