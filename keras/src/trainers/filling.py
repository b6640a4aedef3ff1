"""Filling up: an incomplete batch gets copies of a sample that do not count, so that it has the shape of the others.

Then one compiled step serves a whole pass. It is exact where a model treats each sample by itself, and where losses
and metrics can leave samples out by a weight of zero; elsewhere the incomplete batch is a second shape to compile for.
"""
import typing

import numpy as np

from keras.src import backend, tree
from keras.src.losses.function_wrapper import LossFunctionWrapper
from keras.src.metrics.reduction_metrics import MeanMetricWrapper
from keras.src.trainers import structures
from keras.src.trainers.runner import is_overridden

_LAYERS = "keras.src.layers."
# Packages and modules of layers that never mix samples, axes, masks and activations aside.
_APART = ("activations", "attention", "convolutional", "merging", "pooling", "reshaping", "rnn")
_APART_TOO = (
    "core.dense", "core.einsum_dense", "core.embedding", "core.identity", "core.input_layer",
    "core.reversible_embedding", "normalization.group_normalization", "normalization.layer_normalization",
    "normalization.rms_normalization", "normalization.unit_normalization",
)
_MIXING_LOSSES = ("Circle", "Dice", "Tversky")
_WEIGHTED_METRICS = ("area_under_curve", "confusion_counts", "sensitivity_specificity")  # besides weighted means
_HOOKS = ("compute_loss", "compute_metrics", "get_metrics_result", "compute_loss_and_updates")
_CALLS = ("__call__", "call", "stateless_call")


class Filled(typing.NamedTuple):
    """A batch of full size and the number of its samples that count, the first ones."""

    data: typing.Any
    count: typing.Any


def fill(data, size):
    """A batch of at most `size` samples as a `Filled`."""
    count = tree.flatten(data)[0].shape[0]
    if count < size:
        data = tree.map_structure(lambda leaf: leaf if leaf is None else _longer(leaf, size), data)
    return Filled(data, np.float32(count))


def _longer(leaf, size):
    leaf = np.asarray(leaf)
    return np.concatenate([leaf, np.repeat(leaf[:1], size - len(leaf), axis=0)])


class Counted:
    """Weights for a filled batch: of what counts for metrics, and of the same for a mean over all samples.

    Args:
        size: Integer, the samples of the batch.
        count: Scalar tensor, how many of them count.
    """

    def __init__(self, size, count):
        self.count = count
        self.valid = backend.cast(backend.numpy.arange(size) < count, "float32")
        self._share = self.valid * (size / count)

    def for_loss(self, sample_weight, y_pred):
        """Weights with which the mean over all samples is that over those that count."""
        if sample_weight is None:  # A loss has values for all axes of the outputs but one.
            return backend.numpy.reshape(self._share, (-1, *[1] * (len(tree.flatten(y_pred)[0].shape) - 2)))
        return structures.combined(sample_weight, self._share)


def is_exact(model, kind):
    """Whether incomplete batches of this model may be filled up.

    Args:
        model: The model, built and for `"train"` and `"test"` compiled.
        kind: `"train"`, `"test"` or `"predict"`.
    """
    if any(is_overridden(model, name) for name in (f"{kind}_step", *_HOOKS)):
        return False
    if not all(_is_ours(getattr(type(model), name)) for name in _CALLS):
        return False
    if not all(_is_apart(layer, kind == "train") for layer in _parts(model)):
        return False
    if kind == "predict":
        return True
    ranks = [len(output.shape) for output in _graph(model).outputs]
    if len(ranks) != 1 or ranks[0] < 2 or _has_masks(model):
        return False
    return _loss_is_weighted(model) and _metrics_are_weighted(model, ranks[0])


def _graph(model):
    return getattr(model, "_functional", None) or model


def _parts(model):
    """The operations of a functional model, those of inner ones in their place; None for what is none."""
    functional = _graph(model)
    if not type(functional).__module__.startswith("keras.src.models.functional"):
        return [None]
    found = []
    for operation in functional.operations:
        is_model = type(operation).__module__.startswith("keras.src.models.")
        found.extend(_parts(operation) if is_model else [operation])
    return found


def _is_apart(layer, training):
    """Whether a layer treats each sample by itself."""
    module = type(layer).__module__
    if not module.startswith(_LAYERS) or getattr(layer, "stateful", False):
        return False
    name = module.removeprefix(_LAYERS)
    package = name.partition(".")[0]
    if package == "regularization":
        return not name.endswith("activity_regularization") and (not training or getattr(layer, "rate", 1) == 0)
    if package not in _APART and name not in _APART_TOO:
        return False
    if training and any(getattr(layer, rate, 0) for rate in ("dropout", "recurrent_dropout")):
        return False  # what is drawn for a sample depends on their number
    inner = layer._flatten_layers(include_self=False, recursive=False)
    if layer.activity_regularizer is not None or not all(_is_apart(one, training) for one in inner):
        return False
    activation = getattr(layer, "activation", None)
    return (activation is None or _is_ours(activation)) and _spares_samples(getattr(layer, "axis", -1))


def _spares_samples(axis):
    """Whether an axis, or several, cannot be that of the samples."""
    axes = axis if isinstance(axis, (list, tuple)) else [axis]
    return all(axis == -1 or axis is not None and axis > 0 for axis in axes)


def _is_ours(found):
    return (getattr(found, "__module__", None) or type(found).__module__).startswith("keras.src.")


def _has_masks(model):
    return any(getattr(layer, "mask_zero", False) for layer in model._flatten_layers())


def _loss_is_weighted(model):
    loss = model._compile_loss
    if loss is None or not loss.built or len(loss._terms) != 1 or model._get_own_metrics():
        return False
    loss = loss._terms[0][1]
    return (
        isinstance(loss, LossFunctionWrapper)
        and _is_ours(loss.fn)
        and type(loss).__name__ not in _MIXING_LOSSES
        and loss.reduction in ("sum_over_batch_size", "mean")
        and loss._fn_kwargs.get("ignore_class") is None
        and _spares_samples(loss._fn_kwargs.get("axis", -1))
    )


def _metrics_are_weighted(model, rank):
    metrics = [] if model._compile_metrics is None else model._compile_metrics.metrics
    return all(_metric_is_weighted(metric, rank) for metric in metrics)


def _metric_is_weighted(metric, rank):
    """Whether a metric leaves samples out by weights `(batch,)`, of outputs of this rank."""
    module = type(metric).__module__.removeprefix("keras.src.metrics.")
    if not isinstance(metric, MeanMetricWrapper):
        return module in _WEIGHTED_METRICS and rank == 2
    spares = module != "correlation_metrics" and _spares_samples(metric._fn_kwargs.get("axis", -1))
    return spares and _is_ours(type(metric)) and _is_ours(metric._fn)
