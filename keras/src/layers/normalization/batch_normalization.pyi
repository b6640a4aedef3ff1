# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ConfigDict, ConstraintLike, DType, InitializerLike, NotSymbolic, Policy, RegularizerLike, Shape, Symbolic, Tensor, TensorLike
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.layers.normalization.affine import AffineNormalization
from typing import Any, overload

class BatchNormalization(AffineNormalization):
    axis: Any
    momentum: Any
    epsilon: Any
    moving_mean_initializer: Any
    moving_variance_initializer: Any
    synchronized: bool
    renorm: bool
    renorm_clipping: Any
    renorm_momentum: float
    moving_mean: Any
    moving_variance: Any
    moving_stddev: Any
    renorm_mean: Any
    renorm_stddev: Any
    def __init__(self, axis: Any = ..., momentum: float = 0.99, epsilon: float = 0.001, center: bool = True, scale: Any = True, beta_initializer: InitializerLike = 'zeros', gamma_initializer: InitializerLike = 'ones', moving_mean_initializer: InitializerLike = 'zeros', moving_variance_initializer: InitializerLike = 'ones', beta_regularizer: RegularizerLike | None = None, gamma_regularizer: RegularizerLike | None = None, beta_constraint: ConstraintLike | None = None, gamma_constraint: ConstraintLike | None = None, renorm: bool = False, renorm_clipping: Any = None, renorm_momentum: float = 0.99, synchronized: bool = False, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def build(self, input_shape: Any) -> None: ...
    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any: ...
    def get_config(self) -> ConfigDict: ...
    @overload
    def __call__(self, inputs: NotSymbolic, *args: Any, **kwargs: Any) -> Tensor: ...
    @overload
    def __call__(self, inputs: Symbolic, *args: Any, **kwargs: Any) -> KerasTensor: ...
    @overload
    def __call__(self, inputs: TensorLike, *args: Any, **kwargs: Any) -> Tensor: ...
def __getattr__(name: str) -> Any: ...
