"""The base class of optimizers: everything but the update rule."""
import math
import warnings

from keras.src import backend, ops
from keras.src.backend.common.name_scope import name_scope
from keras.src.backend.common.stateless_scope import new_values
from keras.src.optimizers.averaging import Averaging
from keras.src.optimizers.gradient_clipping import clip_by_global_norm, global_norm  # noqa: F401 - other libraries do
from keras.src.optimizers.gradient_processing import GradientProcessing
from keras.src.optimizers.persistence import Persistence
from keras.src.optimizers.schedules import learning_rate_schedule
from keras.src.saving.keras_saveable import KerasSaveable
from keras.src.utils.naming import auto_name

LearningRateSchedule = learning_rate_schedule.LearningRateSchedule


class BaseOptimizer(GradientProcessing, Averaging, Persistence, KerasSaveable):
    """Applies gradients to variables. `keras.optimizers.Optimizer` documents the arguments.

    An optimizer of this package defines `_update`, its formula, once for single variables and for groups
    of them. An optimizer written elsewhere overrides `update_step`.
    """

    # What the class adds to the config, beside the arguments of every optimizer.
    _fields = ()
    # Lists of variables kept beside the trainable ones, in their order. Set in `build`.
    _slots = ()

    def __init__(
        self, learning_rate, weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None,
        use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, loss_scale_factor=None,
        gradient_accumulation_steps=None, name=None, **kwargs,
    ):
        if kwargs.pop("decay", None) is not None:
            warnings.warn(
                "Argument `decay` is no longer supported and will be ignored.", stacklevel=2
            )
        if kwargs:
            raise ValueError(f"Argument(s) not recognized by {type(self).__name__}: {kwargs}.")
        self.name = name or auto_name(type(self).__name__)
        self.weight_decay = weight_decay
        self.clipnorm = clipnorm
        self.global_clipnorm = global_clipnorm
        self.clipvalue = clipvalue
        self.use_ema = use_ema
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self.ema_momentum = ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self._check_arguments()

        self.built = False
        self._variables = []
        self._trainable_variables = []
        self._trainable_variables_indices = {}
        self._excluded_from_decay = set()
        self._excluded_from_decay_pattern = None
        self._decay_choices = {}
        self._set_iterations()
        self._set_learning_rate(learning_rate)

    def _check_arguments(self):
        clips = {n: getattr(self, n) for n in ("clipnorm", "clipvalue", "global_clipnorm")}
        if sum(limit is not None for limit in clips.values()) > 1:
            raise ValueError(
                "Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be given. Received: "
                + ", ".join(f"{n}={limit}" for n, limit in clips.items())
            )
        steps = self.gradient_accumulation_steps
        if steps and (not isinstance(steps, int) or steps < 2):
            raise ValueError(
                "Argument `gradient_accumulation_steps` must be an integer >= 2. "
                f"Received: gradient_accumulation_steps={steps}."
            )
        if self.use_ema and not 0 <= self.ema_momentum <= 1:
            raise ValueError(
                f"Argument `ema_momentum` must lie between 0 and 1. Received: ema_momentum={self.ema_momentum}."
            )
        frequency = self.ema_overwrite_frequency
        if self.use_ema and frequency and (not isinstance(frequency, int) or frequency < 1):
            raise ValueError(
                "Argument `ema_overwrite_frequency` must be an integer >= 1 or None. "
                f"Received: ema_overwrite_frequency={frequency}."
            )

    # ------------------------------------------------------------------------------ variables

    def _set_iterations(self):
        with name_scope(self.name, caller=self):
            iterations = backend.Variable(
                0, name="iteration", dtype="int", trainable=False, aggregation="only_first_replica"
            )
        self._track_variable(iterations)
        self._iterations = iterations

    def _track_variable(self, variable):
        self._variables.append(variable)

    def _untrack_variable(self, variable):
        self._variables = [v for v in self._variables if v is not variable]

    @property
    def variables(self):
        """List of the optimizer's own variables: iterations, learning rate and what it keeps of gradients."""
        return self._variables[:]

    @property
    def iterations(self):
        """How many updates were made, an integer variable (a tensor with gradient accumulation)."""
        if self.gradient_accumulation_steps:
            return backend.numpy.floor_divide(self._iterations, self.gradient_accumulation_steps)
        return self._iterations

    @iterations.setter
    def iterations(self, variable):
        if self.built:
            raise RuntimeError("`iterations` cannot be set once the optimizer is built.")
        self._untrack_variable(self._iterations)
        self._variables.insert(0, variable)
        self._iterations = variable

    def build(self, variables):
        """Makes what the optimizer keeps beside each variable.

        Args:
            variables: List of the `keras.Variable`s that will be updated.
        """
        if self.use_ema:
            self._model_variables_moving_average = self.add_optimizer_variables(variables, "average")
        if self.gradient_accumulation_steps:
            self._accumulated_gradients = [
                self.add_variable_from_reference(v, "gradient_accumulator") for v in variables
            ]
        self._trainable_variables = list(variables)
        self._trainable_variables_indices = {id(v): i for i, v in enumerate(variables)}
        self._decay_choices = {}
        self.built = True

    def add_variable(
        self, shape, initializer="zeros", dtype=None, aggregation="none", layout=None, name=None
    ):
        """Makes a variable of the optimizer.

        Args:
            shape: Tuple of integers.
            initializer: An initializer or its name. Defaults to `"zeros"`.
            dtype: Name of a dtype. None means `keras.config.floatx()`. Defaults to None.
            aggregation: How values of several replicas become one. Defaults to `"none"`.
            layout: How the variable is spread over devices, or None. Defaults to None.
            name: String, or None. Defaults to None.

        Returns:
            `keras.Variable`, not trainable.
        """
        with name_scope(self.name, caller=self):
            variable = backend.Variable(
                initializer=initializer, shape=shape, dtype=dtype, trainable=False,
                aggregation=aggregation, layout=layout, name=name,
            )
        self._track_variable(variable)
        return variable

    def add_variable_from_reference(self, reference_variable, name=None, initializer="zeros"):
        """Makes a variable of the shape and dtype of another one.

        Args:
            reference_variable: The `keras.Variable` of the model that it goes with.
            name: String, the end of the new variable's name. None means `"var"`. Defaults to None.
            initializer: An initializer or its name. Defaults to `"zeros"`.

        Returns:
            `keras.Variable`, not trainable.
        """
        path = getattr(reference_variable, "path", None) or reference_variable.name
        return self.add_variable(
            shape=reference_variable.shape,
            initializer=initializer,
            dtype=reference_variable.dtype,
            layout=reference_variable._settled_layout() if isinstance(reference_variable, backend.Variable) else None,
            name=f"{path.replace('/', '_').replace(':', '_')}_{name or 'var'}",
        )

    def add_optimizer_variables(self, trainable_variables, name, initializer="zeros"):
        """Makes one or several variables beside each of a list.

        Args:
            trainable_variables: List of `keras.Variable`s.
            name: String, or a list of strings: what each new variable holds.
            initializer: An initializer or its name, or a list of them, one for each name. Defaults to `"zeros"`.

        Returns:
            List of variables, in the order of `trainable_variables`; a tuple of lists, one for each name,
            if `name` is a list. None stands beside a variable that its gradient overwrites.
        """
        names = [name] if isinstance(name, str) else list(name)
        initializers = initializer if isinstance(initializer, (list, tuple)) else [initializer] * len(names)
        lists = tuple([] for _ in names)
        for variable in trainable_variables:
            for slot, slot_name, slot_initializer in zip(lists, names, initializers):
                if is_overwritten(variable):
                    slot.append(None)
                else:
                    slot.append(self.add_variable_from_reference(variable, slot_name, slot_initializer))
        return lists[0] if isinstance(name, str) else lists

    def _get_variable_index(self, variable):
        return self._trainable_variables_indices[id(variable)]

    def _var_key(self, variable):
        return id(variable)

    def assign(self, variable, value):
        """Sets a variable."""
        variable.assign(value)

    def assign_add(self, variable, value):
        """Adds to a variable."""
        variable.assign_add(value)

    def assign_sub(self, variable, value):
        """Subtracts from a variable."""
        variable.assign_sub(value)

    # -------------------------------------------------------------------------- learning rate

    def _set_learning_rate(self, learning_rate):
        if isinstance(learning_rate, LearningRateSchedule) or callable(learning_rate):
            self._learning_rate = learning_rate
            return
        if isinstance(learning_rate, (bool, str)) or not hasattr(learning_rate, "__float__"):
            raise ValueError(
                "Argument `learning_rate` must be a float, a `LearningRateSchedule` or a callable without "
                f"arguments. Received: learning_rate={learning_rate!r}."
            )
        if math.isnan(float(learning_rate)):
            raise ValueError(f"Argument `learning_rate` must be a number. Received: learning_rate={learning_rate}.")
        with name_scope(self.name, caller=self):
            variable = backend.Variable(
                float(learning_rate), name="learning_rate", dtype=backend.floatx(), trainable=False,
                aggregation="only_first_replica",
            )
        self._track_variable(variable)
        self._learning_rate = variable

    @property
    def learning_rate(self):
        """The learning rate of the next update: a variable, or what the schedule or callable gives.

        A number may be assigned, unless the optimizer was made with a schedule.
        """
        return self._get_current_learning_rate()

    @learning_rate.setter
    def learning_rate(self, learning_rate):
        current = self._learning_rate
        if isinstance(learning_rate, LearningRateSchedule) or callable(learning_rate):
            if isinstance(current, backend.Variable):
                self._untrack_variable(current)
            self._learning_rate = learning_rate
        elif isinstance(current, backend.Variable):
            current.assign(learning_rate)
        else:
            raise TypeError(
                "The learning rate of this optimizer comes from a schedule or a callable, so that no number can "
                f"be assigned. Received: learning_rate={learning_rate}. Make the optimizer with a float instead."
            )

    def _get_current_learning_rate(self):
        rate = self._learning_rate
        if isinstance(rate, LearningRateSchedule):
            return rate(self._iterations)
        if isinstance(rate, backend.Variable):
            return rate
        return rate()

    # ------------------------------------------------------------------------------- applying

    def apply_gradients(self, grads_and_vars):
        """Updates variables, given as pairs.

        Args:
            grads_and_vars: Iterable of `(gradient, variable)`.

        Returns:
            The variable that counts the updates.
        """
        grads, trainable_variables = zip(*grads_and_vars)
        self.apply(grads, trainable_variables)
        return self._iterations

    def apply(self, grads, trainable_variables=None):
        """Updates variables.

        Args:
            grads: List of gradient tensors, one for each variable. None leaves a variable as it is.
            trainable_variables: List of `keras.Variable`s. None means those of `build`. Defaults to None.

        Raises:
            ValueError: If the variables are not those of `build`, or gradients are missing.
        """
        if len(grads) == 0:
            return
        variables = self._checked_variables(grads, trainable_variables)
        rate = None if self.gradient_accumulation_steps else self.learning_rate
        grads, variables = self._filter_empty_gradients(list(grads), list(variables))
        grads, variables = self._overwrite_variables_directly_with_gradients(grads, variables)
        if not grads:
            self._count()
            return
        if self.loss_scale_factor is not None and not self._gradients_come_prepared:
            grads = self._map_gradients(lambda g: ops.divide(g, self.loss_scale_factor), grads)
        if self.gradient_accumulation_steps:
            self._accumulate(grads, variables)
        else:
            self._update_all(grads, variables, rate)
        if self.use_ema:
            self._update_averages()
        for variable in variables:
            if variable.constraint is not None:
                variable.assign(variable.constraint(variable))
        self._count()

    _gradients_come_prepared = False  # whether an optimizer around this one joins and unscales them

    def _joined(self, grads):
        """Gradients of all replicas that take the step together; here there is one."""
        return grads

    def _checked_variables(self, grads, trainable_variables):
        if trainable_variables is None:
            if not self.built:
                raise ValueError(
                    "`apply` needs `trainable_variables`, or a call of `build(trainable_variables)` before."
                )
            if len(grads) != len(self._trainable_variables):
                raise ValueError(
                    f"Argument `grads` must hold one gradient for each of the {len(self._trainable_variables)} "
                    f"variables of the optimizer. Received: {len(grads)} gradients."
                )
            return self._trainable_variables
        if not self.built:
            trainable_variables = list(trainable_variables)
            with name_scope(self.name, caller=self):
                self.build(trainable_variables)
            self.built = True
        for variable in trainable_variables:
            if id(variable) not in self._trainable_variables_indices:
                raise ValueError(
                    f"Unknown variable: {variable}. The optimizer updates the variables that it was built "
                    "with; make a new one for other variables."
                )
        if len(grads) != len(trainable_variables):
            raise ValueError(
                f"Argument `grads` must hold one gradient for each of the {len(trainable_variables)} "
                f"`trainable_variables`. Received: {len(grads)} gradients."
            )
        return trainable_variables

    def _overwrite_variables_directly_with_gradients(self, grads, variables):
        """Assigns gradients to the variables that are meant so, and gives the others."""
        if not any(is_overwritten(v) for v in variables):
            return grads, variables
        kept = []
        for gradient, variable in zip(grads, variables):
            if is_overwritten(variable):
                self._overwrite(gradient, variable)
            else:
                kept.append((gradient, variable))
        return [g for g, _ in kept], [v for _, v in kept]

    def _overwrite(self, gradient, variable):
        if not self.gradient_accumulation_steps:
            variable.assign(gradient)
            return
        # What overwrites are statistics as those of float8: those of a round are joined by their maximum.
        accumulator = self._accumulated_gradients[self._get_variable_index(variable)]
        largest = ops.maximum(gradient, accumulator)

        def update():
            variable.assign(largest)
            accumulator.assign(ops.zeros_like(accumulator))

        self._when(
            self._is_update_step(), update, [variable, accumulator], otherwise=lambda: accumulator.assign(largest)
        )

    def _filter_empty_gradients(self, grads, variables):
        missing = [v.path for g, v in zip(grads, variables) if g is None]
        if not missing:
            return grads, variables
        if len(missing) == len(grads):
            raise ValueError("No gradients: all of argument `grads` are None.")
        warnings.warn(f"There are no gradients for the variables {missing}.", stacklevel=3)
        pairs = [(g, v) for g, v in zip(grads, variables) if g is not None]
        return [g for g, _ in pairs], [v for _, v in pairs]

    def _map_gradients(self, function, grads):
        """`function` of each gradient that is there; it must map sums to sums."""
        return [None if g is None else function(g) for g in grads]

    def _map_derivatives(self, function, grads, variables):
        """The same, leaving alone what takes a variable's place: it is no derivative of the loss."""
        mapped = self._map_gradients(function, grads)
        return [g if is_overwritten(v) else m for g, m, v in zip(grads, mapped, variables)]

    def _update_all(self, grads, variables, learning_rate):
        grads = self._clip_gradients(grads)
        if self.weight_decay is not None:
            self._decay_all([v for v in variables if self._use_weight_decay(v)], learning_rate)
        self._backend_update_step(grads, variables, learning_rate)

    def _backend_update_step(self, grads, trainable_variables, learning_rate):
        for gradient, variable in zip(grads, trainable_variables):
            self.update_step(gradient, variable, learning_rate)

    def update_step(self, gradient, variable, learning_rate):
        """Updates one variable.

        Args:
            gradient: Tensor of the shape of `variable`.
            variable: `keras.Variable`.
            learning_rate: Scalar tensor or variable.
        """
        dtype = variable.dtype
        index = self._get_variable_index(variable)
        xp, gradient = self._namespace_for(gradient)
        self._update(
            xp,
            backend.cast(gradient, dtype),
            variable,
            [slot[index] for slot in self._slots],
            backend.cast(learning_rate, dtype),
            # In bfloat16 a step beyond 256 and a beta of 0.999 would be other numbers.
            backend.cast(backend.numpy.add(self.iterations, 1), "float32" if dtype == "bfloat16" else dtype),
        )

    def _namespace_for(self, gradient):
        """The functions that the formula computes with, and the gradient as a dense tensor."""
        return backend.numpy, gradient

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        """The formula of the optimizer, for one variable or for a group of them.

        Args:
            xp: Namespace of elementwise functions for the values at hand.
            gradient: The gradient.
            variable: What is updated: has `value`, `assign`, `assign_add`, `assign_sub`.
            slots: List of what is kept beside it, of the same kind.
            learning_rate: Scalar in the dtype of the variable.
            step: Scalar, the number of this update, from 1.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `update_step`.")

    def _approach(self, xp, slot, target, rate):
        """`slot += rate * (target - slot)`: a running mean."""
        slot.assign_add(xp.multiply(xp.subtract(target, slot.value), rate))

    def _descend(self, xp, variable, direction, size, rate):
        """`variable -= rate * direction / size`."""
        variable.assign_sub(xp.divide(xp.multiply(direction, rate), size))

    def _beta(self, beta, step):
        """A decay in the dtype of `step`, so that it and its powers are rounded alike."""
        return beta if isinstance(step, int) else backend.cast(beta, step.dtype)

    def _power(self, xp, base, step):
        return xp.power(self._beta(base, step), step)

    def _count(self):
        self._iterations.assign(backend.numpy.add(self._iterations, 1))

    def stateless_apply(self, optimizer_variables, grads, trainable_variables):
        """Computes an update without changing anything.

        Args:
            optimizer_variables: List of tensors, the values of `variables`.
            grads: List of gradients.
            trainable_variables: List of tensors, the values of the variables of `build`.

        Returns:
            `(trainable_variables, optimizer_variables)`: lists of the new values.

        Raises:
            ValueError: If the optimizer is not built, or a list has another length.
        """
        if not self.built:
            raise ValueError(
                "`stateless_apply` needs a built optimizer: call `build(trainable_variables)` before. "
                f"Received: {self.name} of type {type(self).__name__}, not built."
            )
        own, trained = self.variables, self._trainable_variables
        for argument, given, wanted in (
            ("optimizer_variables", optimizer_variables, own),
            ("trainable_variables", trainable_variables, trained),
        ):
            if len(given) != len(wanted):
                raise ValueError(f"Argument `{argument}` must hold {len(wanted)} tensors. Received: {len(given)}.")
        mapping = [*zip(trained, trainable_variables), *zip(own, optimizer_variables)]
        with backend.StatelessScope(state_mapping=mapping) as scope:
            self.apply(grads)
        return new_values(scope, trained), new_values(scope, own)

    def scale_loss(self, loss):
        """The loss times `loss_scale_factor`, to be differentiated in its place.

        Args:
            loss: Scalar tensor.

        Returns:
            Scalar tensor; `loss` itself without a factor.
        """
        return loss if self.loss_scale_factor is None else loss * self.loss_scale_factor

    def _obj_type(self):
        return "Optimizer"


def is_overwritten(variable):
    """Whether a gradient takes the variable's place. A `tf.Variable` cannot ask for it."""
    return getattr(variable, "overwrite_with_gradient", False)
