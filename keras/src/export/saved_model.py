"""ExportArchive: SavedModels of TensorFlow with the endpoints that one chooses."""
from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.export import elsewhere, export_utils
from keras.src.layers.layer import Layer
from keras.src.utils import io_utils
from keras.src.utils.module_utils import LazyModule
from keras.src.utils.module_utils import tensorflow as tf

_glue = LateModule(f"keras.src.backend.{backend.backend()}.export")
_tracking = LazyModule("tensorflow.__internal__.tracking", pip_name="tensorflow")
_IN_PROCESS = ("tensorflow", "jax")  # backends whose functions TensorFlow can hold
_DEFAULT_SIGNATURE = "serving_default"


def export_saved_model(model, filepath, verbose=None, input_signature=None, **kwargs):
    """Writes a model as a SavedModel of TensorFlow with the endpoint `serve`.

    Args:
        model: Built `keras.Model`.
        filepath: Path of the folder.
        verbose: Boolean, whether to print where it was written. Default None: yes.
        input_signature: List with one structure of specs for each positional argument of the model. Default None:
            those of the model, with batches of any size.
        **kwargs: Options of `ExportArchive.add_endpoint`.

    Raises:
        ValueError: If the model is not built.
        NotImplementedError: On the numpy backend.
    """
    archive = ExportArchive()
    signature = export_utils.get_input_signature(model) if input_signature is None else input_signature
    archive.track_and_add_endpoint("serve", model, signature, **kwargs)
    archive.write_out(filepath, verbose=True if verbose is None else verbose)


@keras_export("keras.export.ExportArchive")
class ExportArchive:
    """A SavedModel in the making: functions of models, each with a name and the shapes that it takes.

    What it writes runs with TensorFlow alone. On the tensorflow and jax backends it holds any functions of Keras
    objects, on torch whole models, which a process with the tensorflow backend writes.

    Args:
        *args: `format`, a string; `"tf_saved_model"` is the only one.
        **kwargs: The same by name.

    Raises:
        ValueError: If the format is another one.

    Example (on the tensorflow and jax backends):

    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    >>> archive = keras.export.ExportArchive()
    >>> archive.track(model)
    >>> spec = keras.InputSpec(shape=(None, 3), dtype="float32")
    >>> served = archive.add_endpoint("serve", model.call, input_signature=[spec])
    >>> doubled = archive.add_endpoint("double", lambda x: 2 * model(x), input_signature=[spec])
    >>> archive.write_out("archive", verbose=False)
    >>> import tensorflow as tf
    >>> loaded = tf.saved_model.load("archive")
    >>> loaded.double(np.ones((4, 3), "float32")).shape
    (4, 2)
    """

    def __init__(self, *args, **kwargs):
        _check_format(*args, **kwargs)
        self._endpoints = {}  # by name: a `tf.function`, or `(resource, signature)` for another process
        self._tracked = []  # layers
        self._twins = {}  # by id of a Keras variable: `(the variable, the tf.Variable in the SavedModel)`
        self._made_root = None

    @property
    def _root(self):
        """The object of TensorFlow that is saved."""
        if self._made_root is None:
            self._made_root = _tracking.AutoTrackable()
            self._made_root._resources = []
        return self._made_root

    # What is in it

    @property
    def variables(self):
        """The variables of TensorFlow in it, a list."""
        return [twin for _, twin in self._twins.values()]

    @property
    def trainable_variables(self):
        """Those of them that training updates, a list."""
        return [twin for variable, twin in self._twins.values() if variable.trainable]

    @property
    def non_trainable_variables(self):
        """The other ones, a list."""
        return [twin for variable, twin in self._twins.values() if not variable.trainable]

    def track(self, resource):
        """Adds the variables and tables of an object, so that endpoints may use them.

        Args:
            resource: A built layer or model, or a trackable object of TensorFlow.

        Raises:
            ValueError: If it is something else, or a layer that is not built.
            NotImplementedError: On the torch and numpy backends.
        """
        if isinstance(resource, Layer):
            export_utils.check_built(resource)
            _check_in_process("track")
            self._tracked.append(resource)
            for variable in resource.variables:
                self._twin(variable)
        elif isinstance(resource, _tracking.Trackable):
            _check_in_process("track")
            self._root._resources.append(resource)
        else:
            raise ValueError(
                "Argument `resource` must be a Keras layer or model, or a trackable object of TensorFlow. "
                f"Received: {resource!r} (of type {type(resource).__name__})"
            )

    def _twin(self, variable):
        if id(variable) not in self._twins:
            self._twins[id(variable)] = (variable, _glue.twin(variable))
        return self._twins[id(variable)][1]

    # Endpoints

    def add_endpoint(self, name, fn, input_signature=None, **kwargs):
        """Adds a function.

        Args:
            name: String, under which it can be called in the SavedModel.
            fn: Function of tensors that uses nothing but what is tracked. On tensorflow also a `tf.function` that has a
                signature or was called.
            input_signature: List with one structure of specs (`keras.InputSpec`, `tf.TensorSpec`, symbolic tensors)
                for each argument. Default None, for a `tf.function`.
            **kwargs: On jax `is_static` (boolean, whether the function changes no variable; default False, which lets
                it) and `jax2tf_kwargs` (dict, arguments for `jax.experimental.jax2tf.convert`).

        Returns:
            The `tf.function`.

        Raises:
            ValueError: If the name is taken, the signature is missing, or a backend does not know an option.
            NotImplementedError: On the torch and numpy backends.
        """
        _check_in_process("add_endpoint")
        self._check_name(name)
        if input_signature is None and not isinstance(fn, tf.types.experimental.GenericFunction):
            raise ValueError(
                f"Argument `input_signature` is needed where `fn` is no `tf.function`. Received: endpoint {name!r}, "
                f"fn={fn!r}"
            )
        if input_signature is not None:
            signature = export_utils.standardize_signature(input_signature)
            fn = self._graph_function(fn, signature, kwargs)
        elif not _was_traced(fn):
            raise ValueError(
                f"The `tf.function` of endpoint {name!r} has no shapes yet: call it once, or pass `input_signature`."
            )
        setattr(self._root, name, fn)
        self._endpoints[name] = fn
        return fn

    def track_and_add_endpoint(self, name, resource, input_signature, **kwargs):
        """Adds a layer or model with its variables as a function.

        Args:
            name: String, under which it can be called in the SavedModel.
            resource: A built layer or model.
            input_signature: List with one structure of specs for each argument of its call.
            **kwargs: Options of `add_endpoint`.

        Returns:
            The `tf.function`; on torch None.

        Raises:
            ValueError: If the name is taken, or the layer is not built.
            NotImplementedError: On the numpy backend.
        """
        if backend.backend() in _IN_PROCESS:
            self.track(resource)
            return self.add_endpoint(name, resource.__call__, input_signature, **kwargs)
        if backend.backend() == "numpy":
            raise NotImplementedError("SavedModels are not written on the numpy backend.")
        self._check_name(name)
        export_utils.check_built(resource)
        self._endpoints[name] = (resource, export_utils.standardize_signature(input_signature))
        return None

    def add_variable_collection(self, name, variables):
        """Adds a list of variables under a name, as `trainable_variables` is one.

        Args:
            name: String, attribute of the SavedModel.
            variables: List, tuple or set of Keras variables or `tf.Variable`s.

        Raises:
            ValueError: If it is something else.
            NotImplementedError: On the torch and numpy backends.
        """
        if not isinstance(variables, (list, tuple, set)):
            raise ValueError(f"Argument `variables` must be a list. Received: {variables!r}")
        for variable in variables:
            if not isinstance(variable, backend.Variable) and type(variable).__module__.split(".")[0] != "tensorflow":
                raise ValueError(f"Argument `variables` must hold variables. Received: {variable!r} in it")
        _check_in_process("add_variable_collection")
        twins = [self._twin(v) if isinstance(v, backend.Variable) else v for v in variables]
        setattr(self._root, name, twins)

    def _check_name(self, name):
        if name in self._endpoints:
            raise ValueError(f"There is an endpoint {name!r} already: {list(self._endpoints)}")
        if name in ("variables", "trainable_variables", "non_trainable_variables"):
            raise ValueError(f"An endpoint cannot be named {name!r}: SavedModels keep other things there.")

    def _graph_function(self, fn, signature, options):
        """A function of the framework as a `tf.function`."""
        specs = tree.map_structure(lambda spec: tf.TensorSpec(spec.shape, spec.dtype, name=spec.name), signature)
        converted = _glue.as_tf(fn, list(self._twins.values()), signature, **options)

        def endpoint(*args):
            return converted(*args)

        function = tf.function(endpoint, input_signature=specs, autograph=False)
        graph = function.get_concrete_function().graph  # what cannot be traced fails here
        self._root._resources.extend(graph.variables)
        return function

    # Writing

    def write_out(self, filepath, options=None, verbose=True):
        """Writes the SavedModel.

        The first endpoint is also the signature `serving_default`.

        Args:
            filepath: Path of the folder.
            options: A `tf.saved_model.SaveOptions`. Default None, on jax with gradients where jax has them.
            verbose: Boolean, whether to print the endpoints. Default True.

        Raises:
            ValueError: If there is no endpoint.
        """
        if not self._endpoints:
            raise ValueError("There is no endpoint yet. Add one with `add_endpoint()`.")
        path = str(filepath)
        if backend.backend() in _IN_PROCESS:
            self._write(path, options)
        else:
            elsewhere.write_saved_model(self._endpoints, path)
        if verbose:
            io_utils.print_msg(f"Saved the model to {path!r}, with the endpoints {list(self._endpoints)}.")

    def _write(self, path, options):
        root = self._root
        root.variables, root.trainable_variables = self.variables, self.trainable_variables
        root.non_trainable_variables = self.non_trainable_variables
        root._resources.extend(table for layer in self._tracked for table in _glue.tables(layer))
        signatures = {**self._endpoints, _DEFAULT_SIGNATURE: next(iter(self._endpoints.values()))}
        _glue.save(root, path, signatures, options)


def _check_format(format="tf_saved_model"):
    if format != "tf_saved_model":
        raise ValueError(f"Argument `format` of ExportArchive must be 'tf_saved_model'. Received: {format!r}")


def _check_in_process(method):
    if backend.backend() not in _IN_PROCESS:
        hint = " Use `track_and_add_endpoint`." if backend.backend() == "torch" else ""
        raise NotImplementedError(f"`ExportArchive.{method}` does not work on {backend.backend()}.{hint}")


def _was_traced(function):
    return bool(getattr(function, "input_signature", None)) or bool(
        getattr(function, "_list_all_concrete_functions_for_serialization", list)()
    )
