"""The base class of metrics: what accumulates over batches."""
from keras.src import backend, dtype_policies
from keras.src.api_export import keras_export
from keras.src.backend.common.name_scope import name_scope
from keras.src.saving.keras_saveable import KerasSaveable
from keras.src.utils.naming import auto_name
from keras.src.utils.tracking import Tracker


@keras_export(["keras.Metric", "keras.metrics.Metric"])
class Metric(KerasSaveable):
    """Base class of metrics.

    A subclass makes its variables in `__init__` with `add_variable`, adds to them in `update_state` and
    computes the figure in `result`.

    Args:
        dtype: A dtype name or `keras.DTypePolicy`, for the computation. None means `keras.config.floatx()`.
            Defaults to None.
        name: String. None makes one from the class name. Defaults to None.

    Example:

    >>> class Largest(keras.metrics.Metric):
    ...     def __init__(self, name="largest"):
    ...         super().__init__(name=name)
    ...         self.largest = self.add_variable((), "zeros", name="largest")
    ...     def update_state(self, values):
    ...         self.largest.assign(keras.ops.maximum(self.largest, keras.ops.max(values)))
    ...     def result(self):
    ...         return self.largest
    >>> metric = Largest()
    >>> metric.update_state(np.array([1.0, 5.0]))
    >>> metric.update_state(np.array([3.0]))
    >>> float(metric.result())
    5.0
    """

    def __init__(self, dtype=None, name=None):
        self.name = name or auto_name(type(self).__name__)
        self._dtype_policy = dtype_policies.get(dtype or backend.floatx())
        self._dtype = self._dtype_policy.compute_dtype
        self._metrics = []
        self._variables = []
        self._tracker = Tracker(
            {
                "variables": (lambda x: isinstance(x, backend.Variable), self._variables),
                "metrics": (lambda x: isinstance(x, Metric), self._metrics),
            }
        )

    @property
    def dtype(self):
        """Name of the dtype in which the metric is computed."""
        return self._dtype

    def reset_state(self):
        """Sets all variables to zero."""
        for v in self.variables:
            v.assign(backend.numpy.zeros(v.shape, dtype=v.dtype))

    def update_state(self, *args, **kwargs):
        """Takes in a batch. To be defined by a subclass."""
        raise NotImplementedError(f"{type(self).__name__} must define `update_state(...)`.")

    def result(self):
        """The figure over all batches since the last reset: a scalar tensor, or a dict of them.

        To be defined by a subclass.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `result()`.")

    def merge_state(self, metrics):
        """Takes in what other metrics have seen, as over other parts of the data.

        The variables are added up. A metric that accumulates in another way, as by a maximum, overrides this.

        Args:
            metrics: Iterable of metrics of the same class, made with the same arguments. They stay as they are.

        Raises:
            ValueError: If a metric is of another class or its variables have other shapes.

        Example:

        >>> whole, part = keras.metrics.Mean(), keras.metrics.Mean()
        >>> whole.update_state([1.0, 2.0])
        >>> part.update_state([6.0])
        >>> whole.merge_state([part])
        >>> float(whole.result())
        3.0
        """
        metrics = list(metrics)
        shapes = [v.shape for v in self.variables]
        for metric in metrics:
            if type(metric) is not type(self) or [v.shape for v in metric.variables] != shapes:
                raise ValueError(
                    f"Argument `metrics` must hold metrics like {self.name!r}, a {type(self).__name__} with variables "
                    f"of the shapes {shapes}. Received: {metric!r} of type {type(metric).__name__}."
                )
        for metric in metrics:
            for variable, other in zip(self.variables, metric.variables):
                variable.assign(backend.numpy.add(variable.value, other.value))

    def stateless_update_state(self, metric_variables, *args, **kwargs):
        """Takes in a batch without changing the metric.

        Args:
            metric_variables: List of tensors, the values of `variables`.
            *args: Arguments of `update_state`.
            **kwargs: Arguments of `update_state`.

        Returns:
            List of tensors, the new values of `variables`.

        Raises:
            ValueError: If `metric_variables` has another length than `variables`.

        Example:

        >>> mean = keras.metrics.Mean()
        >>> values = mean.stateless_update_state([v.value for v in mean.variables], [1.0, 3.0])
        >>> float(mean.stateless_result(values)), float(mean.result())
        (2.0, 0.0)
        """
        with self._scope(metric_variables) as scope:
            self.update_state(*args, **kwargs)
        return _values(scope, self.variables)

    def stateless_result(self, metric_variables):
        """The figure from given values of the variables.

        Args:
            metric_variables: List of tensors, the values of `variables`.

        Returns:
            What `result` gives.
        """
        with self._scope(metric_variables):
            return self.result()

    def stateless_reset_state(self):
        """The values of the variables after a reset, as a list of tensors."""
        with backend.StatelessScope() as scope:
            self.reset_state()
        return _values(scope, self.variables)

    def _scope(self, values):
        variables = self.variables
        if len(values) != len(variables):
            raise ValueError(
                f"Argument `metric_variables` must hold one tensor for each of the {len(variables)} variables "
                f"of the metric '{self.name}'. Received: a list of {len(values)}."
            )
        return backend.StatelessScope(state_mapping=list(zip(variables, values)))

    def add_variable(self, shape, initializer, dtype=None, aggregation="sum", name=None):
        """Makes a variable of the metric.

        Args:
            shape: Tuple of integers.
            initializer: An initializer or its name.
            dtype: Name of a dtype. None means `keras.config.floatx()`. Defaults to None.
            aggregation: How values of several replicas become one: `"sum"`, `"mean"` or
                `"only_first_replica"`. Defaults to `"sum"`.
            name: String, or None. Defaults to None.

        Returns:
            `keras.Variable`, not trainable.
        """
        with name_scope(self.name.replace("/", ">"), caller=self):
            variable = backend.Variable(
                initializer=initializer, shape=shape, dtype=dtype, trainable=False,
                aggregation=aggregation, synchronization="on_read", name=name,
            )
        self._tracker.add_to_store("variables", variable)
        return variable

    def add_weight(self, shape=(), initializer=None, dtype=None, name=None):
        """Makes a variable of the metric; `add_variable` with defaults.

        Args:
            shape: Tuple of integers. Defaults to `()`.
            initializer: An initializer or its name. None means zeros. Defaults to None.
            dtype: Name of a dtype. None means `keras.config.floatx()`. Defaults to None.
            name: String, or None. Defaults to None.

        Returns:
            `keras.Variable`, not trainable.
        """
        return self.add_variable(shape=shape, initializer=initializer or "zeros", dtype=dtype, name=name)

    @property
    def variables(self):
        """List of the variables of this metric and of the metrics it holds."""
        variables = list(self._variables)
        for metric in self._metrics:
            variables.extend(metric.variables)
        return variables

    def __call__(self, *args, **kwargs):
        """Takes in a batch and gives the figure so far.

        Args:
            *args: Arguments of `update_state`.
            **kwargs: Arguments of `update_state`.

        Returns:
            What `result` gives.
        """
        self.update_state(*args, **kwargs)
        return self.result()

    def get_config(self):
        """The arguments of the constructor, as a dict of JSON values."""
        return {"name": self.name, "dtype": self.dtype}

    @classmethod
    def from_config(cls, config):
        """A metric from the dict that `get_config` gave.

        Args:
            config: Dict.

        Returns:
            A metric of this class.
        """
        return cls(**config)

    def _obj_type(self):
        return "Metric"

    def __setattr__(self, name, value):
        tracker = self.__dict__.get("_tracker")
        super().__setattr__(name, value if tracker is None else tracker.track(value))

    def __repr__(self):
        return f"<{type(self).__name__} name={self.name}>"


def _values(scope, variables):
    values = []
    for v in variables:
        value = scope.get_current_value(v)
        values.append(v if value is None else value)
    return values
