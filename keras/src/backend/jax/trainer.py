"""Training on the jax backend: pure compiled steps over a state that the runner owns and donates."""
import jax
import numpy as np

from keras.src.backend.common.global_state import get_global_attribute
from keras.src.backend.common.late import LateModule
from keras.src.backend.common.stateless_scope import StatelessScope
from keras.src.backend.jax import data as feed  # noqa: F401 - what the loop feeds to steps
from keras.src.backend.jax import steps
from keras.src.trainers import epoch_iterator, filling
from keras.src.trainers import runner as base_runner
from keras.src.trainers import trainer as base_trainer
from keras.src.trainers.compilation import batch_size_of
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight
from keras.src.trainers.data_adapters.rows import refuse_strings

_distribution_lib = LateModule("keras.src.backend.jax.distribution_lib")
JIT_BY_DEFAULT = True
# Where the donated groups of a state begin and end. Several threads may predict at once, so nothing is donated there.
_DONATED = {"train": (0, 3), "test": (1, 2), "predict": (1, 1)}
STEPS_ARE_PURE = True  # then variables cannot be made in a step
NEEDS_LOSS = False
# On CPUs XLA takes barriers away early, and merges what is computed again for gradients with the first computation.
_KEEP_BARRIERS = {"xla_disable_hlo_passes": "cse_barrier_expander"}


class JAXEpochIterator(epoch_iterator.EpochIterator):
    """Batches of each epoch; jax dispatches steps ahead, so the next batch is prepared while one runs."""


class JAXTrainer(base_trainer.Trainer):
    """Trainer of the jax backend."""

    _counted = None  # while a step over a filled batch is traced: which samples count

    def compute_loss_and_updates(
        self, trainable_variables, non_trainable_variables, metrics_variables, x, y, sample_weight,
        training=False, optimizer_variables=None,
    ):
        """The loss as a pure function, to be differentiated.

        Args:
            trainable_variables: List of values of `trainable_variables`.
            non_trainable_variables: List of values of `non_trainable_variables`.
            metrics_variables: List of values of `metrics_variables`.
            x: Structure of inputs.
            y: Structure of targets.
            sample_weight: Structure of weights, or `None`.
            training: Boolean.
            optimizer_variables: List of values of the optimizer's variables: scales the loss.

        Returns:
            Tuple `(loss, (unscaled_loss, y_pred, non_trainable_variables, metrics_variables))`.
        """
        variables = (self.trainable_variables, self.non_trainable_variables, self.metrics_variables)
        values = (trainable_variables, non_trainable_variables, metrics_variables)
        with steps.scope_over(variables, values) as scope:
            kwargs = {"training": training} if self._call_has_training_arg else {}
            y_pred = self(x, **kwargs)
            if self._counted is not None:
                sample_weight = self._counted.for_loss(sample_weight, y_pred)
            loss = self._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=training)
        _, non_trainable_variables, metrics_variables = steps.values_after(scope, variables, values)
        unscaled_loss = loss
        if training and self.optimizer is not None:
            mapping = list(zip(self.optimizer.variables, optimizer_variables or ()))
            with StatelessScope(state_mapping=mapping):
                loss = self.optimizer.scale_loss(loss)
        return loss, (unscaled_loss, y_pred, non_trainable_variables, metrics_variables)

    def _update_metrics_variables(self, metrics_variables, unscaled_loss, x, y, y_pred, sample_weight):
        """Takes a batch into the metrics; returns the logs and the new values."""
        variables = (self.metrics_variables,)
        with steps.scope_over(variables, (metrics_variables,)) as scope:
            counted = self._counted
            if counted is None:
                self._loss_tracker.update_state(unscaled_loss, sample_weight=batch_size_of(x))
                logs = self.compute_metrics(x, y, y_pred, sample_weight)
            else:
                self._loss_tracker.update_state(unscaled_loss, sample_weight=counted.count)
                if self._compile_metrics is not None:
                    self._compile_metrics.update_state(y, y_pred, sample_weight, valid=counted.valid)
                logs = self.get_metrics_result()
        return logs, steps.values_after(scope, variables, (metrics_variables,))[0]

    def train_step(self, state, data):
        """One training step as a pure function; to be overridden for a loop of one's own.

        An override may also be written in the stateful way of the other backends, as `train_step(self, data)`.

        Args:
            state: Tuple of lists of values: of the trainable variables, the others, the optimizer's, the metrics'.
            data: Tuple `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

        Returns:
            Tuple of the dict of logs and the new state.
        """
        trainable, non_trainable, optimizer_variables, metrics_variables = state
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        gradient = jax.value_and_grad(self.compute_loss_and_updates, has_aux=True)
        (_, (loss, y_pred, non_trainable, metrics_variables)), gradients = gradient(
            trainable, non_trainable, metrics_variables, x, y, sample_weight,
            training=True, optimizer_variables=optimizer_variables,
        )
        if trainable and self.optimizer is not None:
            trainable, optimizer_variables = self._apply_gradients(gradients, trainable, optimizer_variables)
        logs, metrics_variables = self._update_metrics_variables(metrics_variables, loss, x, y, y_pred, sample_weight)
        return logs, (trainable, non_trainable, optimizer_variables, metrics_variables)

    def _apply_gradients(self, gradients, trainable, optimizer_variables):
        """One update; the trained variables may be fewer than those that the optimizer was built for."""
        optimizer, variables = self.optimizer, self.trainable_variables
        if len(variables) == len(optimizer._trainable_variables):
            return optimizer.stateless_apply(optimizer_variables, gradients, trainable)
        groups, values = (variables, optimizer.variables), (trainable, optimizer_variables)
        with steps.scope_over(groups, values) as scope:
            optimizer.apply(gradients, variables)
        return steps.values_after(scope, groups, values)

    def test_step(self, state, data):
        """One evaluation step as a pure function; to be overridden like `train_step`.

        Args:
            state: Tuple of lists of values: of the trainable variables, the others, the metrics'.
            data: Tuple `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

        Returns:
            Tuple of the dict of logs and the new state.
        """
        trainable, non_trainable, metrics_variables = state
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        _, (loss, y_pred, non_trainable, metrics_variables) = self.compute_loss_and_updates(
            trainable, non_trainable, metrics_variables, x, y, sample_weight, training=False
        )
        logs, metrics_variables = self._update_metrics_variables(metrics_variables, loss, x, y, y_pred, sample_weight)
        return logs, (trainable, non_trainable, metrics_variables)

    def predict_step(self, state, data):
        """One prediction step as a pure function; to be overridden like `train_step`.

        Args:
            state: Tuple of lists of values: of the trainable variables, the others.
            data: Tuple that begins with the inputs.

        Returns:
            Tuple of the outputs and the new state.
        """
        trainable, non_trainable = state
        x, _, _ = unpack_x_y_sample_weight(data)
        kwargs = {"training": False} if self._call_has_training_arg else {}
        outputs, non_trainable = self.stateless_call(trainable, non_trainable, x, **kwargs)
        return outputs, (trainable, non_trainable)

    def jax_state_sync(self):
        """Gives the variables the values that they have by now; needed before they are read inside an epoch."""
        runner = self.__dict__.get("_active_runner")
        if runner is not None:
            runner.sync()

    _sync_state = jax_state_sync


class Runner(base_runner.Runner):
    """Owns the values of the variables between `begin` and `sync`, and gives their buffers away at each step."""

    state = None
    synced = True
    GROUPS_MAY_PAY = True
    _metric_start = None
    _distribution = None
    _full = None  # the size that incomplete batches of the running pass are filled up to
    _may_fill = None  # whether they may be
    _group = None  # the number of batches that the step over several is compiled for
    _unexplored = False  # whether the step is a stateful one of the user's that has not run yet

    def build(self):
        model, kind = self.model, self.kind
        self.groups = [model.trainable_variables, model.non_trainable_variables]
        if kind == "train":
            self.groups.append(steps.optimizer_variables(model))
        if kind != "predict":
            self.groups.append(model.metrics_variables)
        self._watched = model.variables
        self._flags = [v._trainable for v in self._watched]
        self._graph = getattr(model, "_functional", None)
        self._settle_distribution()
        if self.step_function is None or model.__dict__.get(f"{kind}_function") is None:
            self._make_functions()

    def _settle_distribution(self):
        """Lays out what the distribution did not see being made; another distribution makes other steps."""
        distribution = get_global_attribute("distribution")
        if distribution is not None:
            for group in self.groups:
                _distribution_lib.place(group)
        if distribution is not self._distribution:
            self.step_function, self._distribution = None, distribution

    def is_current(self):
        """Whether nothing that steps depend on has changed since `build`."""
        attributes = self.model.__dict__
        return (
            attributes.get(f"{self.kind}_function") is not None
            and get_global_attribute("distribution") is self._distribution
            and attributes.get("_functional") is self._graph
            and [v._trainable for v in self._watched] == self._flags
        )

    def _make_functions(self):
        model, kind = self.model, self.kind
        step = steps.as_pure(model, kind, self)
        self._unexplored = steps.is_stateful(model, getattr(model, f"{kind}_step"), kind)
        if self._distribution is not None:
            step = _distribution_lib.keeping_layouts(step, self.groups, self._distribution)
        one = steps.in_parts(steps.counting(step, model))
        many = steps.scanned(one)
        if model.jit_compile and not model.run_eagerly:
            options = _KEEP_BARRIERS if jax.default_backend() == "cpu" else None
            one, many = (jax.jit(run, donate_argnums=1, compiler_options=options) for run in (one, many))
        self.step_function, self._many = one, many
        model.__dict__[f"{kind}_function"] = self._public_function

    def _public_function(self, state, iterator):
        """`train_function` and the like: runs steps over an iterator, passing the state."""
        for batch in iterator:
            logs, state = self._call(self.step_function, tuple(state), batch)
        return logs, state

    def _call(self, function, state, data):
        """Runs a compiled step; only the middle part of the state is donated.

        Weights that come through unchanged stay with the variables, and metrics may hold their start, which is used
        again.
        """
        start, stop = _DONATED[self.kind]
        kept = state[:start]
        result, rest = function(kept, state[start:stop], state[stop:], data)
        return result, kept + rest

    def reset_metrics(self):
        start = self._metric_start
        if start is None:
            self.model.reset_metrics()
            if base_runner.resets_to_zero(self.model):
                self._metric_start = [v._value for v in self.groups[-1]]
            return
        for variable, value in zip(self.groups[-1], start):
            variable._value = value

    def prepare(self, adapter):
        if adapter.has_partial_batch and adapter.num_batches > 1 and self.model.jit_compile:
            if self._may_fill is None:
                self._may_fill = filling.is_exact(self.model, self.kind)
            if self._may_fill and self._distribution is None:
                self._full = adapter.batch_size

    def begin(self):
        self._full = None
        self._take_over()

    def _take_over(self):
        self.model.__dict__["_active_runner"] = self
        self.state = tuple([[v._value for v in group] for group in self.groups])
        self.synced = False

    def step(self, batches):
        if self._unexplored:
            self._explore(batches[0])
        if self.synced:
            self._take_over()
        if len(batches) > 1:
            return self._several(batches)
        batch = batches[0]
        full = self._full  # read once: another thread may begin a pass
        if full is not None:
            batch = filling.fill(batch, full)
            if self.kind == "predict":
                return self._predict_filled(*batch, full)
        return self._one(batch)

    def _one(self, batch):
        if self._distribution is not None:
            batch = _distribution_lib.distribute_batch(batch, self._distribution)
        try:
            result, self.state = self._call(self.step_function, self.state, batch)
        except TypeError as e:  # Compiled calls take no strings.
            refuse_strings(batch, e)
            raise
        return result

    def _predict_filled(self, data, count, full):
        """The outputs for the samples that count; the step is that for batches of full size."""
        outputs = self._one(data)
        if count < full:
            outputs = jax.tree.map(lambda output: np.asarray(output)[: int(count)], outputs)
        return outputs

    def _explore(self, batch):
        """Traces a stateful step once: what it makes is made then, such as the slots of optimizers."""
        self.sync()
        with StatelessScope():
            jax.eval_shape(getattr(self.model, f"{self.kind}_step"), batch)
        self._unexplored = False
        self.build()

    def _several(self, batches):
        """One call for all batches where they have the same shapes; prediction and the rest of a pass go singly."""
        if self.kind == "predict":
            outputs = [self.step([batch]) for batch in batches]
            return jax.tree.map(lambda *parts: np.concatenate(parts), *outputs)
        if self._full is not None:
            batches = [filling.fill(batch, self._full) for batch in batches]
        shapes = [jax.tree.map(np.shape, batch) for batch in batches]
        self._group = self._group or len(batches)
        if self._distribution is not None or len(batches) != self._group or any(shape != shapes[0] for shape in shapes):
            for batch in batches:
                logs = self._one(batch)
            return logs
        stacked = jax.tree.map(lambda *parts: np.stack(parts), *batches)
        logs, self.state = self._call(self._many, self.state, stacked)
        return logs

    def sync(self):
        if self.synced:
            return
        groups = zip(self.groups, self.state)
        if self.kind != "train":
            next(groups)
        for variables, values in groups:
            for variable, value in zip(variables, values):
                variable._value = value
        self.synced = True

    def wait(self):
        jax.block_until_ready(self.state)


class CustomRunner(Runner):
    """Steps by a function of the user's, in an overridden `make_train_function` and the like."""

    GROUPS_MAY_PAY = False

    reset_metrics = base_runner.Runner.reset_metrics  # the user's function may donate what it is given

    def prepare(self, adapter):
        """The user's function gets batches as they are."""

    def _make_functions(self):
        getattr(self.model, f"make_{self.kind}_function")()
        self.step_function = getattr(self.model, f"{self.kind}_function")

    def step(self, batches):
        if self.synced:
            self.begin()
        result, self.state = self.step_function(self.state, iter(batches))
        return result


BackendTrainer = JAXTrainer


def start_profile(log_dir):
    """Begins to record what runs, for TensorBoard's profiler."""
    jax.profiler.start_trace(log_dir)


def stop_profile():
    """Writes what was recorded."""
    jax.profiler.stop_trace()
