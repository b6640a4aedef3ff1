"""Training on the tensorflow backend: stateful steps inside a `tf.function`."""
import functools

import tensorflow as tf
from tensorflow.python.framework import func_graph
from tensorflow.python.framework.ops import EagerTensor

from keras.src import tree
from keras.src.backend.tensorflow import data as feed  # noqa: F401 - what the loop feeds to steps
from keras.src.backend.tensorflow import distribution_lib
from keras.src.backend.tensorflow.core import unscale_for_replica
from keras.src.trainers import epoch_iterator
from keras.src.trainers import runner as base_runner
from keras.src.trainers import trainer as base_trainer
from keras.src.trainers.compilation import batch_size_of
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight
from keras.src.tree import tree_api

CustomRunner = base_runner.CustomRunner
JIT_BY_DEFAULT = False
STEPS_ARE_PURE = False  # then variables cannot be made in a step
NEEDS_LOSS = True


class TFEpochIterator(epoch_iterator.EpochIterator):
    """Batches of each epoch as eager tensors."""

    def __init__(self, distribute_strategy=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._distribute_strategy = distribute_strategy


def _in_scope(method):
    """A method that runs in the scope of the model's strategy, if it has one."""

    @functools.wraps(method)
    def wrapped(self, *args, **kwargs):
        if self._strategy is None:
            return method(self, *args, **kwargs)
        with self._strategy.scope():
            return method(self, *args, **kwargs)

    return wrapped


class TensorFlowTrainer(base_trainer.Trainer):
    """Trainer of the tensorflow backend."""

    _strategy = None  # of `tf.distribute`, in whose scope the model was made

    def __init__(self):
        super().__init__()
        if tf.distribute.has_strategy():
            self.__dict__["_strategy"] = tf.distribute.get_strategy()

    fit = _in_scope(base_trainer.Trainer.fit)
    evaluate = _in_scope(base_trainer.Trainer.evaluate)
    predict = _in_scope(base_trainer.Trainer.predict)
    train_on_batch = _in_scope(base_trainer.Trainer.train_on_batch)
    test_on_batch = _in_scope(base_trainer.Trainer.test_on_batch)
    predict_on_batch = _in_scope(base_trainer.Trainer.predict_on_batch)

    def _symbolic_build(self, iterator=None, data_batch=None):
        if data_batch is None and not self._is_ready():
            if self._strategy is not None:
                data_batch = tree.map_structure(distribution_lib.of_one_replica, iterator.first_batch())
            elif hasattr(iterator.data_adapter, "specs"):  # No pass is begun: a shuffle takes another order in each.
                data_batch = iterator.data_adapter.specs()
        super()._symbolic_build(iterator if data_batch is None else None, data_batch)

    @property
    def distribute_strategy(self):
        """The `tf.distribute` strategy in whose scope the model was made, and runs."""
        return self._strategy or tf.distribute.get_strategy()

    @property
    def distribute_reduction_method(self):
        """How the values of replicas are joined."""
        return self.__dict__.get("_distribute_reduction_method", "auto")

    @distribute_reduction_method.setter
    def distribute_reduction_method(self, value):
        self.__dict__["_distribute_reduction_method"] = value

    def train_step(self, data):
        """One training step; to be overridden for a loop of one's own.

        Args:
            data: Tuple `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

        Returns:
            Dict of logs.
        """
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True) if self._call_has_training_arg else self(x)
            loss = self._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=True)
            unscaled_loss = loss
            if self.optimizer is not None:
                loss = self.optimizer.scale_loss(loss)
        self._loss_tracker.update_state(unscale_for_replica(unscaled_loss), sample_weight=batch_size_of(x))
        weights = self.trainable_weights
        if weights and self.optimizer is not None:
            gradients = tape.gradient(loss, [v._value for v in weights])
            self.optimizer.apply(gradients, weights)
        return self.compute_metrics(x, y, y_pred, sample_weight=sample_weight)

    def test_step(self, data):
        """One evaluation step; to be overridden like `train_step`."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self(x, training=False) if self._call_has_training_arg else self(x)
        loss = self._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=False)
        self._loss_tracker.update_state(unscale_for_replica(loss), sample_weight=batch_size_of(x))
        return self.compute_metrics(x, y, y_pred, sample_weight=sample_weight)

    def predict_step(self, data):
        """One prediction step; to be overridden like `train_step`."""
        x, _, _ = unpack_x_y_sample_weight(data)
        return self(x, training=False) if self._call_has_training_arg else self(x)


class Runner(base_runner.Runner):
    """Runs steps as graph functions."""

    GROUPS_MAY_PAY = True

    def build(self):
        model, kind = self.model, self.kind
        self._watched = model.variables
        self._flags = [v._trainable for v in self._watched]
        self._graph = getattr(model, "_functional", None)
        if self.step_function is None or model.__dict__.get(f"{kind}_function") is None:
            self._make_functions()

    def is_current(self):
        """Whether nothing that steps depend on has changed since `build`."""
        attributes = self.model.__dict__
        return (
            attributes.get(f"{self.kind}_function") is not None
            and attributes.get("_functional") is self._graph
            and [v._trainable for v in self._watched] == self._flags
        )

    def _make_functions(self):
        model, kind = self.model, self.kind
        self._fresh = None
        if model._strategy is not None:
            self.step_function = distribution_lib.replicated_step(model, kind, model._strategy)
            model.__dict__[f"{kind}_function"] = self._public_function
            return
        method = base_runner.weakly_bound(model, f"{kind}_step")
        one, many = method, _repeated(method)
        if not model.run_eagerly:
            options = self._options()
            one, many = _Compiled(method, options), tf.function(many, **options)
        self.step_function, self._many = one, many
        model.__dict__[f"{kind}_function"] = self._public_function

    def fresh_step(self, batch):
        """A step that begins with reset metrics, in one graph."""
        if self.model.run_eagerly or self.model._strategy is not None:
            return super().fresh_step(batch)
        if self._fresh is None:
            method, metrics = base_runner.weakly_bound(self.model, f"{self.kind}_step"), self.model.metrics

            def fresh(batch):
                for metric in metrics:
                    metric.reset_state()
                return method(batch)

            self._fresh = _Compiled(fresh, self._options())
        return self._fresh(batch)

    def _options(self):
        return {"jit_compile": bool(self.model.jit_compile), "reduce_retracing": True}

    def _public_function(self, iterator):
        """`train_function` and the like: runs a step on what an iterator yields next."""
        count = self.model.steps_per_execution
        return self.step([next(iterator) for _ in range(1 if count == "auto" else count)])

    def step(self, batches):
        if len(batches) == 1:
            return self.step_function(batches[0])
        if self.kind == "predict":
            outputs = [self.step_function(batch) for batch in batches]
            return tree.map_structure(lambda *parts: tf.concat(parts, axis=0), *outputs)
        shapes = [[leaf.shape for leaf in tree.flatten(batch)] for batch in batches]
        if self.model._strategy is not None or any(shape != shapes[0] for shape in shapes):
            for batch in batches:
                logs = self.step_function(batch)
            return logs
        return self._many(tree.map_structure(lambda *parts: tf.stack(parts), *batches))


class _Compiled:
    """A `tf.function` whose graphs are called past its Python front, which costs more than a small step.

    The graph for a batch is found by the shapes and dtypes of its eager tensors. Batches with anything else in them
    go through the front. `ConcreteFunction._call_flat` and `captured_inputs` are TensorFlow's own, not public.

    Args:
        method: Function of a batch.
        options: Dict of arguments for `tf.function`.
    """

    def __init__(self, method, options):
        self.known, self.graphs = {}, set()
        self.function = tf.function(method, **options)

    def __call__(self, batch):
        leaves, key = (batch, None) if type(batch) is tuple else ((batch,), 0)
        if not all(type(leaf) is EagerTensor for leaf in leaves):
            leaves, key = tree_api._flatten(batch)
            if not all(type(leaf) is EagerTensor for leaf in leaves):
                return self.function(batch)
        signature = (key, *[(leaf._shape_tuple(), leaf._datatype_enum()) for leaf in leaves])
        found = self.known.get(signature)
        if found is None:
            if tf.distribute.has_strategy():
                return self.function(batch)
            concrete = self.function.get_concrete_function(batch)
            self.graphs.add(concrete.graph)  # which may serve several signatures
            found = self.known[signature] = (concrete._call_flat, concrete.captured_inputs)
        call, captured = found
        return call(list(leaves), captured)

    def __del__(self):
        """Takes the graphs apart, which are full of cycles: so they end with the model, not with a collection."""
        if func_graph is None:  # The process ends, and takes everything.
            return
        for graph in self.graphs:
            func_graph.dismantle_func_graph(graph)
            graph.inputs, graph.outputs, graph.structured_outputs = [], [], None
            graph._unfeedable_tensors.clear()
            graph._function_captures = None


def _repeated(method):
    """A step over stacked batches, as a loop in the graph."""

    def many(stacked):
        count = tf.shape(tree.flatten(stacked)[0])[0]
        logs = method(tree.map_structure(lambda part: part[0], stacked))
        for i in tf.range(1, count):
            logs = method(tree.map_structure(lambda part: part[i], stacked))  # noqa: B023 - traced at once
        return logs

    return many


BackendTrainer = TensorFlowTrainer


def start_profile(log_dir):
    """Begins to record what runs, for TensorBoard's profiler."""
    tf.profiler.experimental.start(log_dir)


def stop_profile():
    """Writes what was recorded."""
    tf.profiler.experimental.stop()
