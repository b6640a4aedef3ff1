"""The variables of a layer: adding, listing, freezing, reading and writing them."""
import numpy as np

from keras.src import backend, constraints, initializers, regularizers


class Variables:
    """The part of `Layer` that has weights."""

    _kept_states = ()  # variables of a stateful recurrent layer: part of its state, but not of its files

    def add_weight(
        self, *args, shape=None, initializer=None, dtype=None, trainable=True, autocast=True,
        regularizer=None, constraint=None, aggregation="none", overwrite_with_gradient=False,
        name=None,
    ):
        """Makes a variable that belongs to this layer.

        Args:
            *args: The shape may be given by position, and the initializer after it.
            shape: Tuple of integers. Default `()`, a scalar.
            initializer: Initializer, name or config of one, function of shape and dtype, or an array-like to start
                from. Default None: `"glorot_uniform"` for floats, `"zeros"` otherwise.
            dtype: Name of the dtype. Default None: the layer's variable dtype.
            trainable: Boolean, whether training updates it. Default True.
            autocast: Boolean, whether it is read in the compute dtype inside `call`. Default True.
            regularizer: Function of the variable that gives a loss, or the name of one. Default None.
            constraint: Function applied to the value after each update, or the name of one. Default None.
            aggregation: How replicas are joined: None, `"none"`, `"mean"`, `"sum"` or `"only_first_replica"`.
            overwrite_with_gradient: Boolean, whether the gradient takes the variable's place. Default False.
            name: String without `/`. Default None: `variable`, `variable_1`, ...

        Returns:
            A `keras.Variable`.

        Raises:
            ValueError: If an argument is invalid, or if the layer is built already.

        Example:

        >>> layer = keras.layers.Layer(name="scale")
        >>> layer.add_weight(shape=(3,), initializer="ones", name="factor").path
        'scale/factor'
        """
        self._check_super_called()
        if args:
            shape, initializer = _positional(args, shape, initializer)
        shape = () if shape is None else shape
        dtype = backend.standardize_dtype(dtype) if dtype is not None else self.variable_dtype
        if initializer is None:
            initializer = "glorot_uniform" if backend.is_float_dtype(dtype) else "zeros"
        if not backend.is_tensor(initializer) and not hasattr(initializer, "__array__"):
            initializer = initializers.get(initializer)
        # Before the layer is built, this does not settle where it lies.
        with backend.name_scope(self.name, caller=self, override_parent=self._parent_path):
            variable = backend.Variable(
                initializer if callable(initializer) else _checked_value(initializer, shape),
                shape=shape,
                dtype=dtype,
                trainable=trainable,
                autocast=autocast,
                aggregation=aggregation,
                name=name,
            )
        if regularizer is not None:
            variable.regularizer = regularizers.get(regularizer)
        if constraint is not None:
            variable.constraint = constraints.get(constraint)
        variable.overwrite_with_gradient = overwrite_with_gradient
        self._track_variable(variable)
        return variable

    def add_variable(
        self, shape, initializer, dtype=None, trainable=True, autocast=True, regularizer=None,
        constraint=None, name=None,
    ):
        """Makes a variable that belongs to this layer; see `add_weight`.

        Args:
            shape: Tuple of integers.
            initializer: Initializer, or the name of one.
            dtype: Name of the dtype. Default None: the layer's variable dtype.
            trainable: Boolean. Default True.
            autocast: Boolean. Default True.
            regularizer: Function of the variable, or the name of one. Default None.
            constraint: Function of the value, or the name of one. Default None.
            name: String without `/`. Default None.

        Returns:
            A `keras.Variable`.
        """
        return self.add_weight(
            shape=shape, initializer=initializer, dtype=dtype, trainable=trainable,
            autocast=autocast, regularizer=regularizer, constraint=constraint, name=name,
        )

    def _track_variable(self, variable):
        store = "trainable_variables" if variable.trainable else "non_trainable_variables"
        if self._tracker.locked:
            raise ValueError(self._tracker._lock_violation_msg)
        self._tracker.add_to_store(store, variable)
        if not self.trainable:
            variable.trainable = False
        self._post_track_variable(variable)

    def _untrack_variable(self, variable):
        locked = self._tracker.locked
        self._tracker.unlock()
        self._tracker.untrack(variable)
        if locked:
            self._tracker.lock()
        self._post_untrack_variable(variable)

    # Lists

    def _collect_variables(self, with_seeds):
        """Own variables, then those of the layers inside, each once."""
        collected, seen = [], set()
        for layer in self._layers_in_order():
            own = layer._trainable_variables + layer._non_trainable_variables
            if with_seeds:
                own = own + [generator.state for generator in layer._seed_generators]
            for variable in own:
                if id(variable) not in seen:
                    seen.add(id(variable))
                    collected.append(variable)
        return collected

    @property
    def variables(self):
        """All variables of the layer and the layers inside: weights and states of random seeds; no metrics."""
        return self._collect_variables(with_seeds=True)

    @property
    def weights(self):
        """The variables that `get_weights` and files hold: all but states of random seeds."""
        return self._collect_variables(with_seeds=False)

    @property
    def trainable_variables(self):
        """The variables that training updates; empty if the layer is not trainable."""
        return [v for v in self.variables if v.trainable] if self.trainable else []

    @property
    def non_trainable_variables(self):
        """The variables that training leaves to the layer itself; with the states that stateful layers keep."""
        own = [v for v in self.variables if not v.trainable] if self.trainable else self.variables
        return own + [state for layer in self._layers_in_order() for state in layer._kept_states]

    @property
    def trainable_weights(self):
        """The weights that training updates; empty if the layer is not trainable."""
        return [v for v in self.weights if v.trainable] if self.trainable else []

    @property
    def non_trainable_weights(self):
        """The weights that training does not update."""
        return [v for v in self.weights if not v.trainable] if self.trainable else self.weights

    @property
    def metrics(self):
        """Metrics assigned to the layer or to layers inside."""
        return [metric for layer in self._layers_in_order() for metric in layer._metrics]

    @property
    def metrics_variables(self):
        """The variables of `metrics`."""
        return [variable for metric in self.metrics for variable in metric.variables]

    @property
    def trainable(self):
        """Boolean, whether training updates the layer's weights. Setting it sets it on all layers inside."""
        return self._trainable

    @trainable.setter
    def trainable(self, value):
        value = bool(value)
        self._trainable = value
        for variable in self._trainable_variables:
            variable.trainable = value
        for layer in self._layers:
            layer.trainable = value

    # Values

    def get_weights(self):
        """The values of `weights`, a list of NumPy arrays."""
        # Copies: on torch and numpy the arrays would change with the variables.
        return [np.array(backend.convert_to_numpy(variable)) for variable in self.weights]

    def set_weights(self, weights):
        """Sets the values of `weights`.

        Args:
            weights: List of arrays, of the order and shapes that `get_weights` returns.

        Raises:
            ValueError: If their number or a shape differs.
        """
        variables = self.weights
        if len(weights) != len(variables):
            raise ValueError(
                f"Argument `weights` must hold {len(variables)} arrays for layer {self.name!r}. "
                f"Received: {len(weights)} arrays"
            )
        for variable, value in zip(variables, weights):
            shape = getattr(value, "shape", None)
            if shape is not None and tuple(shape) != tuple(variable.shape):
                raise ValueError(
                    f"Argument `weights` must hold an array of shape {tuple(variable.shape)} for the weight "
                    f"{variable.path!r} of layer {self.name!r}. Received: shape={tuple(shape)}"
                )
        for variable, value in zip(variables, weights):
            variable.assign(value)

    def count_params(self):
        """The number of elements of all weights, an integer.

        Raises:
            ValueError: If the layer is not built.
        """
        if not self.built:
            raise ValueError(
                f"Layer {self.name!r} must be built before its parameters can be counted. Call it on data, or "
                "`layer.build(input_shape)`."
            )
        total = 0
        for variable in self.weights:
            size = 1
            for n in variable.shape:
                size *= n
            total += size
        return total


def _positional(args, shape, initializer):
    """`shape` and `initializer` from the arguments given by position."""
    if isinstance(args[0], str):
        raise ValueError(
            f"Argument `name` of `add_weight` must be passed by keyword. Received: add_weight({args[0]!r}, ...)"
        )
    if len(args) > 2:
        raise ValueError(
            f"`add_weight` takes at most the shape and the initializer by position. Received: {len(args)} arguments"
        )
    return args[0], args[1] if len(args) == 2 else initializer


def _checked_value(value, shape):
    """An initial value, compared with the shape that was asked for."""
    if tuple(value.shape) != tuple(shape):
        raise ValueError(
            f"Argument `initializer` of `add_weight` must have the shape {tuple(shape)}. "
            f"Received: an array of shape {tuple(value.shape)}"
        )
    return value
