"""CompileLoss and CompileMetrics: what `compile(loss=, metrics=)` says, for any structure of outputs."""
import warnings

from keras.src import backend, ops, tree
from keras.src import losses as losses_module
from keras.src import metrics as metrics_module
from keras.src.backend.common.name_scope import name_scope
from keras.src.losses.loss import Loss
from keras.src.metrics.metric import Metric
from keras.src.metrics.reduction_metrics import Mean, MeanMetricWrapper
from keras.src.trainers import structures
from keras.src.utils.naming import get_object_name

_ACCURACY = ("accuracy", "acc")
_CROSSENTROPY = ("crossentropy", "ce")


def is_binary_or_sparse_categorical(y_true, y_pred):
    """What kind of classification the shapes tell of, as `(is_binary, is_sparse_categorical)`."""
    true_rank, pred_rank = len(y_true.shape), len(y_pred.shape)
    last_true, last_pred = y_true.shape[-1] if true_rank else None, y_pred.shape[-1] if pred_rank else None
    is_binary = last_pred == 1
    is_sparse = true_rank < pred_rank or (last_true == 1 and last_pred is not None and last_pred > 1)
    return is_binary, is_sparse


def _by_kind(y_true, y_pred, binary, sparse, categorical):
    is_binary, is_sparse = is_binary_or_sparse_categorical(y_true, y_pred)
    return binary if is_binary else sparse if is_sparse else categorical


def get_metric(identifier, y_true, y_pred):
    """A metric object from what `compile` takes; `"accuracy"` becomes the one that fits the shapes."""
    if identifier is None or isinstance(identifier, Metric):
        return identifier
    if isinstance(identifier, str) and identifier.lower() in _ACCURACY:
        kinds = ("BinaryAccuracy", "SparseCategoricalAccuracy", "CategoricalAccuracy")
        kinds = [getattr(metrics_module, kind) for kind in kinds]
        return _by_kind(y_true, y_pred, *kinds)(name=identifier)
    metric = metrics_module.get(identifier)
    if isinstance(metric, Metric):
        if isinstance(identifier, str):
            metric.name = identifier
        return metric
    name = identifier if isinstance(identifier, str) else get_object_name(metric)
    metric = MeanMetricWrapper(metric)  # The paths of its variables do not follow the function's name.
    metric.name = "lambda" if name == "<lambda>" else name
    return metric


def get_loss(identifier, y_true, y_pred):
    """A loss object from what `compile` takes; `"crossentropy"` becomes the one that fits the shapes."""
    if identifier is None or isinstance(identifier, Loss):
        return identifier
    if isinstance(identifier, str) and identifier.lower() in _CROSSENTROPY:
        kinds = ("binary_crossentropy", "sparse_categorical_crossentropy", "categorical_crossentropy")
        function = _by_kind(y_true, y_pred, *[getattr(losses_module, kind) for kind in kinds])
    else:
        function = losses_module.get(identifier)
        if isinstance(function, Loss):
            return function
    name = identifier if isinstance(identifier, str) else get_object_name(function)
    return losses_module.losses.LossFunctionWrapper(function, name=name)


def _is_one(spec):
    return spec is None or isinstance(spec, str) or callable(spec)


def _is_config(spec):
    return isinstance(spec, dict) and "class_name" in spec


class CompileLoss(Loss):
    """The losses of all outputs as one.

    Args:
        loss: What `compile` takes: a loss, its name or a function, for every output; or a structure of them.
        loss_weights: Number, or list or dict of numbers, one per loss.
        reduction: Passed on to `Loss`; each loss has its own.
        output_names: Names of the outputs of a functional model, in flat order.

    """

    def __init__(self, loss, loss_weights=None, reduction="sum_over_batch_size", output_names=None):
        super().__init__(name="compile_loss", reduction=reduction)
        self._user_loss = loss
        self._user_loss_weights = loss_weights
        self.output_names = output_names
        self._terms = None  # (output index, loss, weight, metric) per loss
        self._used = None  # the indices of the outputs that have one
        self._outputs = None
        self._structure = None  # of the predictions if there are several
        self._metrics = []
        self.built = False

    @property
    def metrics(self):
        """The running means of the losses of several outputs."""
        return self._metrics

    @property
    def variables(self):
        """Their variables."""
        return [v for metric in self._metrics for v in metric.variables]

    def build(self, y_true, y_pred):
        """Matches the losses with the outputs.

        Args:
            y_true: Structure of targets.
            y_pred: Structure of predictions; symbolic tensors do.

        Raises:
            ValueError: If losses or weights do not fit the outputs.
        """
        outputs = structures.outputs_of(y_pred, self.output_names)
        spec = self._user_loss
        if _is_one(spec) or _is_config(spec):
            losses = [spec] * len(outputs)
        elif not tree.is_nested(y_pred):
            losses = [self._only_loss(spec)]
        else:
            losses = structures.match("loss", spec, y_pred, outputs, lambda part: _is_one(part) or _is_config(part))
        self._used = [output.index for output, loss in zip(outputs, losses) if loss is not None]
        targets = self._targets(y_true, y_pred, outputs)
        predictions = tree.flatten(y_pred)
        weights = self._weights(outputs, len(losses))
        self._terms = []
        for output, loss, weight in zip(outputs, losses, weights):
            loss = get_loss(loss, targets[output.index], predictions[output.index])
            if loss is not None:
                self._terms.append([output.index, loss, weight, None])
        shown = spec if isinstance(spec, dict) else y_pred if _is_one(spec) and not self.output_names else None
        if isinstance(shown, dict) and isinstance(y_pred, dict):  # Shown in the order in which they were given.
            given = {key: place for place, key in enumerate(shown)}
            self._terms.sort(key=lambda term: given.get(outputs[term[0]].path[0], len(given)))
        self._outputs = outputs
        self._structure = y_pred if tree.is_nested(y_pred) else None
        if len(self._terms) > 1:
            with name_scope(self.name):
                for term in self._terms:
                    term[3] = Mean(name=f"{outputs[term[0]].label(term[1].name)}_loss")
            self._metrics.extend(term[3] for term in self._terms)
        self.built = True

    def _only_loss(self, spec):
        found = tree.flatten(spec)
        if len(found) != 1:
            raise ValueError(
                f"Argument `loss` holds {len(found)} losses, but the model has one output. Received: loss={spec}"
            )
        return found[0]

    def _weights(self, outputs, count):
        loss, weights = self._user_loss, self._user_loss_weights
        if not isinstance(weights, (list, tuple, dict)):
            return [weights] * count
        is_one, flat = _is_one(loss) or _is_config(loss), tree.flatten(weights)
        losses = 1 if is_one else len(tree.flatten(loss))
        if losses != len(flat):
            raise ValueError(
                "Argument `loss_weights` must hold one weight per loss. "
                f"Received: {len(flat)} weights for {losses} losses: loss_weights={weights}"
            )
        if isinstance(weights, dict) and set(weights) <= {output.name for output in outputs}:
            return [weights.get(output.name) for output in outputs]
        return flat * count if is_one else flat

    def _targets(self, y_true, y_pred, outputs):
        if not tree.is_nested(y_pred):
            flat = tree.flatten(y_true)
            if len(flat) > 1:
                raise ValueError(
                    "Argument `y` must be one array, as the model has one output. "
                    f"Received: a structure of {len(flat)} arrays, of type {type(y_true).__name__}"
                )
            return flat or [None]
        return structures.aligned("y", y_true, y_pred, outputs, self._used)

    def __call__(self, y_true, y_pred, sample_weight=None):
        """The weighted sum of the losses, a scalar tensor; None if no output has a loss."""
        if not self.built:
            self.build(y_true, y_pred)
        if y_true is None and self._terms:
            raise ValueError(
                "The model was compiled with a loss, which needs targets. Give `y`, or make the loss part of the "
                "model with `add_loss`. Received: y=None"
            )
        if self._structure is None and len(self._terms) == 1:
            _, loss, weight, _ = self._terms[0]
            if isinstance(y_true, (list, tuple, dict)):
                y_true = tree.flatten(y_true)[0]
            if isinstance(sample_weight, (list, tuple, dict)):
                sample_weight = tree.flatten(sample_weight)[0]
            value = loss(y_true, y_pred, sample_weight)
            return value if weight is None else ops.multiply(value, weight)
        return self._several(y_true, y_pred, sample_weight)

    call = __call__

    def _several(self, y_true, y_pred, sample_weight):
        targets = self._targets(y_true, y_pred, self._outputs)
        predictions = tree.flatten(y_pred)
        weights = [None] * len(predictions)
        if sample_weight is not None:
            weights = structures.aligned("sample_weight", sample_weight, y_pred, self._outputs)
        total = None
        for index, loss, weight, metric in self._terms:
            value = loss(targets[index], predictions[index], weights[index])
            value = ops.cast(value, dtype=self.dtype)
            if metric is not None:
                # A running mean over samples, like that of the whole loss, before the weight of this loss.
                count = ops.shape(predictions[index])[0]
                mean = backend.core.unscale_for_replica(backend.core.stop_gradient(value))
                metric.update_state(mean, sample_weight=count)
            if weight is not None:
                value = ops.multiply(value, weight)
            total = value if total is None else ops.add(total, value)
        return total

    def get_config(self):
        raise NotImplementedError("CompileLoss is saved through the model's compile config.")


class CompileMetrics(Metric):
    """The metrics of all outputs as one.

    Args:
        metrics: What `compile` takes: a list of metrics, or a list or dict with metrics per output.
        weighted_metrics: The same for metrics that take sample weights.
        name: String.
        output_names: Names of the outputs of a functional model, in flat order.

    Raises:
        ValueError: If an argument is no list, tuple or dict.
    """

    def __init__(self, metrics, weighted_metrics, name="compile_metric", output_names=None):
        super().__init__(name=name)
        for argument, value in (("metrics", metrics), ("weighted_metrics", weighted_metrics)):
            if value is not None and not isinstance(value, (list, tuple, dict)):
                raise ValueError(
                    f"Argument `{argument}` must be a list, tuple or dict. "
                    f"Received: {argument}={value!r} of type {type(value).__name__}"
                )
        self._user_metrics = metrics
        self._user_weighted_metrics = weighted_metrics
        self.output_names = output_names
        self.built = False
        self._terms = ()  # (output index, metric, name in logs, whether it takes sample weights)

    @property
    def metrics(self):
        """The metrics, the unweighted ones first."""
        return [metric for _, metric, _, _ in self._terms]

    @property
    def variables(self):
        return [v for metric in self.metrics for v in metric.variables]

    def build(self, y_true, y_pred):
        """Matches the metrics with the outputs.

        Args:
            y_true: Structure of targets.
            y_pred: Structure of predictions; symbolic tensors do.
        """
        outputs = structures.outputs_of(y_pred, self.output_names)
        targets, predictions = self._targets(y_true, y_pred, outputs), tree.flatten(y_pred)
        terms, nested = [], structures.are_nested(outputs)
        for argument, spec, weighted in (
            ("metrics", self._user_metrics, False),
            ("weighted_metrics", self._user_weighted_metrics, True),
        ):
            if not spec:
                continue
            for output, wanted in zip(outputs, self._per_output(argument, spec, y_pred, outputs)):
                for identifier in wanted:
                    metric = get_metric(identifier, targets[output.index], predictions[output.index])
                    if metric is not None:
                        prefix = (output.layer if nested else output.name) if len(outputs) > 1 else None
                        terms.append((output.index, metric, prefix, weighted))
        self.__dict__["_terms"] = _with_log_names(terms)
        self.__dict__["_outputs"] = outputs
        self.built = True

    def _per_output(self, argument, spec, y_pred, outputs):
        if len(outputs) == 1:
            return [[m for m in tree.flatten(spec) if m is not None]]
        found = structures.match(argument, spec, y_pred, outputs, lambda part: not isinstance(part, dict))
        return [[m for m in tree.flatten(wanted) if m is not None] for wanted in found]

    def _targets(self, y_true, y_pred, outputs):
        if not tree.is_nested(y_pred):
            return tree.flatten(y_true)
        there = len(tree.flatten(y_true))  # Outputs without a loss may go without targets.
        return structures.aligned("y", y_true, y_pred, outputs, range(there) if there < len(outputs) else None)

    def update_state(self, y_true, y_pred, sample_weight=None, valid=None):
        """Takes in a batch.

        Args:
            y_true: Structure of targets.
            y_pred: Structure of predictions.
            sample_weight: None, a tensor for a single output, or a structure with one per output.
            valid: None, or with a single output a tensor `(batch,)`: weights that all metrics take besides.
        """
        if not self.built:
            self.build(y_true, y_pred)
        single = not isinstance(y_pred, (list, tuple, dict))
        predictions = [y_pred] if single else tree.flatten(y_pred)
        if single and not isinstance(y_true, (list, tuple, dict)):
            targets = [y_true]
        else:
            targets = self._targets(y_true, y_pred, self._outputs)
        weights = None
        if sample_weight is not None:
            weights = tree.flatten(sample_weight) if single else structures.aligned(
                "sample_weight", sample_weight, y_pred, self._outputs
            )
        for index, metric, _, weighted in self._terms:
            weight = weights[index] if weighted and weights is not None else None
            if valid is not None:
                weight = structures.combined(weight, valid)
            if weight is not None:
                metric.update_state(targets[index], predictions[index], sample_weight=weight)
            else:
                metric.update_state(targets[index], predictions[index])

    def reset_state(self):
        for _, metric, _, _ in self._terms:
            metric.reset_state()

    def result(self):
        """Dict of figures by their names in logs.

        Raises:
            ValueError: If no batch was taken in yet.
        """
        if not self.built:
            raise ValueError("The compiled metrics have no results before a first batch. Train or evaluate first.")
        return {name: metric.result() for _, metric, name, _ in self._terms}

    def get_config(self):
        raise NotImplementedError("CompileMetrics is saved through the model's compile config.")

    @classmethod
    def from_config(cls, config):
        raise NotImplementedError("CompileMetrics is restored through the model's compile config.")


class MetricsList(Metric):
    """Metrics of one output as one.

    Args:
        metrics: List of metrics.
        name: String.
        output_name: Name of the output, or None.
    """

    def __init__(self, metrics, name="metrics_list", output_name=None):
        super().__init__(name=name)
        self.metrics = metrics
        self.output_name = output_name

    def update_state(self, y_true, y_pred, sample_weight=None):
        for metric in self.metrics:
            metric.update_state(y_true, y_pred, sample_weight=sample_weight)

    def reset_state(self):
        for metric in self.metrics:
            metric.reset_state()

    def get_result(self):
        """Dict of figures by the names of the metrics."""
        return {metric.name: metric.result() for metric in self.metrics}

    def get_config(self):
        raise NotImplementedError("A MetricsList has no config; its metrics have.")

    @classmethod
    def from_config(cls, config):
        raise NotImplementedError("A MetricsList has no config; its metrics have.")


def get_metrics_list(metrics, y_true, y_pred, output_name=None):
    """A MetricsList of what `compile` takes, a metric or a list of such; None for None."""
    if metrics is None:
        return None
    if not isinstance(metrics, list):
        metrics = [metrics]
    return MetricsList([get_metric(m, y_true, y_pred) for m in metrics], output_name=output_name)


def _with_log_names(terms):
    """Gives each metric its name in logs: the output's name, `weighted_` and a number where it is needed."""
    taken, named = set(), []
    for index, metric, prefix, weighted in terms:
        if metric.name == "loss" or metric.name.startswith("val_"):
            warnings.warn(
                f"The metric {metric.name!r} clashes with a name in the logs: 'loss' is the loss, and 'val_' marks "
                "what was found in validation. Give the metric another `name`.",
                stacklevel=2,
            )
        name = f"{prefix}_{metric.name}" if prefix else metric.name
        if weighted and name in taken:
            name = f"{prefix}_weighted_{metric.name}" if prefix else f"weighted_{metric.name}"
        base, number = name, 1
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        named.append((index, metric, name, weighted))
    return tuple(named)
