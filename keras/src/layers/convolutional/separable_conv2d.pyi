# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ActivationLike, ConstraintLike, DType, DataFormat, InitializerLike, Ints, Policy, RegularizerLike, Shape
from keras.src.layers.convolutional.base_separable_conv import BaseSeparableConv
from typing import Any

class SeparableConv2D(BaseSeparableConv):
    def __init__(self, filters: int, kernel_size: Ints, strides: Ints = ..., padding: Any = 'valid', data_format: DataFormat | None = None, dilation_rate: Ints = ..., depth_multiplier: int = 1, activation: ActivationLike | None = None, use_bias: bool = True, depthwise_initializer: InitializerLike = 'glorot_uniform', pointwise_initializer: InitializerLike = 'glorot_uniform', bias_initializer: InitializerLike = 'zeros', depthwise_regularizer: RegularizerLike | None = None, pointwise_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, activity_regularizer: RegularizerLike | None = None, depthwise_constraint: ConstraintLike | None = None, pointwise_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., rank: int = ...) -> None: ...
def __getattr__(name: str) -> Any: ...
