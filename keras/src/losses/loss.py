"""The base class of losses: conversion, masks, weights and reduction."""
from keras.src import backend, dtype_policies, ops, tree
from keras.src.api_export import keras_export
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.saving.keras_saveable import KerasSaveable
from keras.src.utils.naming import auto_name

REDUCTIONS = (None, "none", "sum", "mean", "sum_over_batch_size", "mean_with_sample_weight")


@keras_export(["keras.Loss", "keras.losses.Loss"])
class Loss(KerasSaveable):
    """Base class of losses.

    A subclass defines `call(self, y_true, y_pred)`, which gives one value per sample; the base class
    converts the inputs, applies masks and sample weights and reduces the values.

    Args:
        name: String. None makes one from the class name. Defaults to None.
        reduction: How the values per sample become the loss: `"sum_over_batch_size"` or `"mean"`: their mean; masked
            values do not count. `"mean_with_sample_weight"`: their weighted mean, divided by the sum of the weights.
            `"sum"`: their sum. `"none"` or None: no reduction. Defaults to `"sum_over_batch_size"`.
        dtype: A dtype name or `keras.DTypePolicy`, for the computation. None means `keras.config.floatx()`.
            Defaults to None.

    Raises:
        ValueError: If `reduction` is unknown.

    Example:

    >>> class Distance(keras.losses.Loss):
    ...     def call(self, y_true, y_pred):
    ...         return keras.ops.max(keras.ops.abs(y_true - y_pred), axis=-1)
    >>> float(Distance()([[0.0, 0.0]], [[1.0, 3.0]]))
    3.0
    """

    # Whether targets are cast to the dtype of the loss. Class numbers are not.
    _casts_targets = True

    def __init__(self, name=None, reduction="sum_over_batch_size", dtype=None):
        self.name = name or auto_name(type(self).__name__)
        self.reduction = standardize_reduction(reduction)
        self._dtype_policy = None if dtype is None else dtype_policies.get(dtype)
        self._dtype = backend.floatx() if dtype is None else self._dtype_policy.compute_dtype

    @property
    def dtype(self):
        """Name of the dtype in which the loss is computed."""
        return self._dtype

    def __call__(self, y_true, y_pred, sample_weight=None):
        """The loss of a batch.

        Args:
            y_true: Tensor of targets, `(batch, ...)`.
            y_pred: Tensor of predictions, `(batch, ...)`.
            sample_weight: Tensor that the values per sample are multiplied by: a scalar, `(batch,)`, or of
                the shape of the values. None weighs all alike. Defaults to None.

        Returns:
            Scalar tensor of dtype `dtype`; the values per sample if `reduction` is `"none"`.
        """
        dtype = self._dtype
        mask = backend.get_keras_mask(y_pred)
        y_true = _converted(y_true, dtype if self._casts_targets else None)
        losses = self.call(y_true, _converted(y_pred, dtype))
        if mask is not None and not mask_fits(mask, losses if getattr(losses, "shape", ()) else sample_weight):
            mask = None
        out_mask = backend.get_keras_mask(losses)
        if mask is None:
            mask = out_mask
        elif out_mask is not None:
            mask = ops.logical_and(mask, out_mask)
        if mask is None and sample_weight is None:
            return reduce_values(_to_tensor(losses, dtype), None, self.reduction)
        return reduce_weighted_values(
            losses, sample_weight=sample_weight, mask=mask, reduction=self.reduction, dtype=dtype
        )

    def call(self, y_true, y_pred):
        """The values per sample. To be defined by a subclass.

        Args:
            y_true: Tensor of targets, `(batch, ...)`.
            y_pred: Tensor of predictions, `(batch, ...)`.

        Returns:
            Tensor, usually `(batch, ...)` less the last axis.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `call(self, y_true, y_pred)`.")

    def get_config(self):
        """The arguments of the constructor, as a dict of JSON values."""
        return {"name": self.name, "reduction": self.reduction}

    @classmethod
    def from_config(cls, config):
        """A loss from the dict that `get_config` gave.

        Args:
            config: Dict.

        Returns:
            A loss of this class.
        """
        return cls(**config)

    def _obj_type(self):
        return "Loss"


def standardize_reduction(reduction):
    """`reduction` itself if it is known, else a `ValueError`."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"Argument `reduction` must be one of {REDUCTIONS}. Received: reduction={reduction!r}.")
    return reduction


def _converted(x, dtype):
    if isinstance(x, (list, tuple, dict)) and not _holds_numbers(x):
        return tree.map_structure(lambda leaf: _to_tensor(leaf, dtype), x)
    return _to_tensor(x, dtype)


def _holds_numbers(x):
    """Whether a list is a tensor in writing, as `[[0.0, 1.0], [1.0, 0.0]]`."""
    while isinstance(x, (list, tuple)) and x:
        x = x[0]
    return isinstance(x, (bool, int, float))


def _to_tensor(x, dtype):
    if isinstance(x, KerasTensor):
        return x if dtype is None else ops.cast(x, dtype)
    return backend.convert_to_tensor(x, dtype)


def squeeze_or_expand_to_same_rank(x1, x2, expand_rank_1=True):
    """Gives two tensors the same rank, where one has a last axis of size 1 too much.

    Args:
        x1: Tensor.
        x2: Tensor.
        expand_rank_1: Boolean, whether a tensor of rank 1 gets the axis instead of the other one losing it.
            Defaults to `True`.

    Returns:
        `(x1, x2)`, unchanged where the ranks agree or differ otherwise.
    """
    rank1, rank2 = len(x1.shape), len(x2.shape)
    if rank1 == rank2 + 1 and x1.shape[-1] == 1:
        if rank2 == 1 and expand_rank_1:
            return x1, ops.expand_dims(x2, axis=-1)
        return ops.squeeze(x1, axis=-1), x2
    if rank2 == rank1 + 1 and x2.shape[-1] == 1:
        if rank1 == 1 and expand_rank_1:
            return ops.expand_dims(x1, axis=-1), x2
        return x1, ops.squeeze(x2, axis=-1)
    return x1, x2


def reduce_weighted_values(
    values, sample_weight=None, mask=None, reduction="sum_over_batch_size", dtype=None
):
    """Weighs, masks and reduces values per sample.

    Args:
        values: Tensor of values per sample.
        reduction: One of `REDUCTIONS`. Defaults to `"sum_over_batch_size"`.
        sample_weight: Tensor of weights, or None. Defaults to None.
        mask: Boolean tensor, `True` where a value counts, or None. Defaults to None.
        dtype: Name of a dtype. None keeps that of `values`. Defaults to None.

    Returns:
        Scalar tensor, or a tensor of values if `reduction` is `"none"`.
    """
    reduction = standardize_reduction(reduction)
    dtype = backend.standardize_dtype(dtype or values.dtype)
    values = _to_tensor(values, dtype)
    if sample_weight is not None:
        sample_weight = _to_tensor(sample_weight, dtype)
    sample_weight = apply_mask(sample_weight, mask, dtype, reduction)
    if sample_weight is not None:
        values, sample_weight = squeeze_or_expand_to_same_rank(values, sample_weight)
        values = ops.multiply(values, sample_weight)
    return reduce_values(values, sample_weight, reduction)


def mask_fits(mask, values):
    """False for values with fewer axes, as of a function of one's own that has reduced the masked steps itself."""
    rank = len(mask.shape) if values is None else len(getattr(values, "shape", ()))
    return rank >= len(mask.shape) or rank > 0 and mask.shape[-1] == 1


def apply_mask(sample_weight, mask, dtype, reduction):
    """Weights that are zero under the mask and, for a mean, make up for what it takes away."""
    if mask is None:
        return sample_weight
    mask = _to_tensor(mask, dtype)
    if reduction in ("mean", "sum_over_batch_size"):
        total = ops.cast(ops.prod(ops.convert_to_tensor(ops.shape(mask), dtype="int32")), dtype)
        mask = ops.multiply(mask, ops.divide(total, ops.add(ops.sum(mask), backend.epsilon())))
    if sample_weight is None:
        return mask
    sample_weight, mask = squeeze_or_expand_to_same_rank(sample_weight, mask)
    return ops.multiply(sample_weight, mask)


def reduce_values(values, sample_weight=None, reduction="sum_over_batch_size"):
    """Values that were weighted already, reduced; `sample_weight` is what `"mean_with_sample_weight"` divides by."""
    shape = tuple(values.shape)
    if reduction is None or reduction == "none" or shape in ((), (0,)):
        return values
    if reduction == "sum" or 0 in shape:
        return ops.sum(values)
    if reduction == "mean_with_sample_weight" and sample_weight is not None:
        return backend.core.scale_for_replica(ops.divide_no_nan(ops.sum(values), ops.sum(sample_weight)))
    mean = ops.mean(values)
    if None in shape:  # The batch of a graph may turn out to be empty; its loss is 0 then, not NaN.
        mean = ops.where(ops.equal(ops.size(values), 0), ops.zeros_like(mean), mean)
    return backend.core.scale_for_replica(mean)


def scale_loss_for_distribution(value):
    """For training loops of one's own: a mean over a replica's samples as its part of that over the global batch."""
    return backend.core.scale_for_replica(value)


def unscale_loss_for_distribution(value):
    """The mean over the replica's samples again."""
    return backend.core.unscale_for_replica(value)
