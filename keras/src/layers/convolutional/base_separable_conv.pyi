# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ActivationLike, ConfigDict, ConstraintLike, DType, DataFormat, InitializerLike, Ints, NotSymbolic, Policy, RegularizerLike, Shape, Symbolic, Tensor, TensorLike
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.layers.convolutional.spatial_conv import SpatialConv
from typing import Any, overload

class BaseSeparableConv(SpatialConv):
    depth_multiplier: Any
    filters: Any
    depthwise_initializer: Any
    pointwise_initializer: Any
    depthwise_regularizer: Any
    pointwise_regularizer: Any
    depthwise_constraint: Any
    pointwise_constraint: Any
    depthwise_kernel: Any
    pointwise_kernel: Any
    def __init__(self, rank: int, depth_multiplier: int, filters: int, kernel_size: Ints, strides: Ints = 1, padding: Any = 'valid', data_format: DataFormat | None = None, dilation_rate: Ints = 1, activation: ActivationLike | None = None, use_bias: bool = True, depthwise_initializer: InitializerLike = 'glorot_uniform', pointwise_initializer: InitializerLike = 'glorot_uniform', bias_initializer: InitializerLike = 'zeros', depthwise_regularizer: RegularizerLike | None = None, pointwise_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, activity_regularizer: RegularizerLike | None = None, depthwise_constraint: ConstraintLike | None = None, pointwise_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, trainable: bool = True, name: str | None = None, *, dtype: Policy | Any = ..., autocast: bool = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def build(self, input_shape: Any) -> None: ...
    def call(self, inputs: Any) -> Any: ...
    def compute_output_shape(self, input_shape: Any) -> Any: ...
    def get_config(self) -> ConfigDict: ...
    @overload
    def __call__(self, inputs: NotSymbolic, *args: Any, **kwargs: Any) -> Tensor: ...
    @overload
    def __call__(self, inputs: Symbolic, *args: Any, **kwargs: Any) -> KerasTensor: ...
    @overload
    def __call__(self, inputs: TensorLike, *args: Any, **kwargs: Any) -> Tensor: ...
def __getattr__(name: str) -> Any: ...
