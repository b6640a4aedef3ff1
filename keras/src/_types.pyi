# Names of types that the stubs use. Written by hand; for type checkers only, there is nothing to import at run time.
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, TypeAlias

from keras.src.backend.common.keras_tensor import KerasTensor as _KerasTensor
from keras.src.constraints.constraints import Constraint as _Constraint
from keras.src.dtype_policies.dtype_policy import DTypePolicy as _DTypePolicy
from keras.src.initializers.initializer import Initializer as _Initializer
from keras.src.losses.loss import Loss as _Loss
from keras.src.metrics.metric import Metric as _Metric
from keras.src.optimizers.optimizer import Optimizer as _Optimizer
from keras.src.optimizers.schedules.learning_rate_schedule import LearningRateSchedule as _Schedule
from keras.src.random.seed_generator import SeedGenerator as _SeedGenerator
from keras.src.regularizers.regularizers import Regularizer as _Regularizer

# A tensor of the backend in use; only KerasTensor is known before a backend is.
Tensor: TypeAlias = Any
# What becomes one: also NumPy arrays, Variables, numbers and nested lists of them.
TensorLike: TypeAlias = Any
Symbolic: TypeAlias = _KerasTensor | Sequence[_KerasTensor]
NotSymbolic: TypeAlias = float | list[float]
Structure: TypeAlias = Any  # tensors in lists, tuples and dicts
ConfigDict: TypeAlias = dict[str, Any]
Shape: TypeAlias = Sequence[int | None]
Ints: TypeAlias = int | Sequence[int]
Path: TypeAlias = str | PathLike[str]
DType: TypeAlias = Any  # a name, or a dtype object of NumPy or a backend
Policy: TypeAlias = str | _DTypePolicy | ConfigDict
DataFormat: TypeAlias = Literal["channels_last", "channels_first"] | str
Padding: TypeAlias = Literal["valid", "same", "causal"] | str
Interpolation: TypeAlias = Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] | str
Reduction: TypeAlias = Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"] | str | None
Verbose: TypeAlias = Literal["auto", 0, 1, 2] | str | int | bool
ActivationLike: TypeAlias = str | Callable[..., Any]
InitializerLike: TypeAlias = str | _Initializer | type[_Initializer] | Callable[..., Any] | ConfigDict
RegularizerLike: TypeAlias = str | _Regularizer | Callable[..., Any] | ConfigDict
ConstraintLike: TypeAlias = str | _Constraint | Callable[..., Any] | ConfigDict
OptimizerLike: TypeAlias = str | _Optimizer | ConfigDict
LearningRateLike: TypeAlias = float | _Schedule | Callable[[], Any]
LossLike: TypeAlias = str | _Loss | Callable[..., Any]
LossesLike: TypeAlias = LossLike | Sequence[LossLike | None] | Mapping[str, LossLike | None]
MetricLike: TypeAlias = str | _Metric | Callable[..., Any]
MetricsLike: TypeAlias = Sequence[MetricLike | Sequence[MetricLike] | None] | Mapping[str, Any] | MetricLike
Seed: TypeAlias = int | _SeedGenerator
Data: TypeAlias = Any  # arrays, structures of them, datasets, loaders, generators
