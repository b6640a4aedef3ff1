# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ActivationLike, ConstraintLike, DType, DataFormat, InitializerLike, Ints, Policy, RegularizerLike, Shape
from keras.src.layers.convolutional.base_conv_transpose import BaseConvTranspose
from typing import Any

class Conv2DTranspose(BaseConvTranspose):
    def __init__(self, filters: int, kernel_size: Ints, strides: Ints = ..., padding: Any = 'valid', output_padding: Ints | None = None, data_format: DataFormat | None = None, dilation_rate: Ints = ..., activation: ActivationLike | None = None, use_bias: bool = True, kernel_initializer: InitializerLike = 'glorot_uniform', bias_initializer: InitializerLike = 'zeros', kernel_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, activity_regularizer: RegularizerLike | None = None, kernel_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., rank: int = ...) -> None: ...
def __getattr__(name: str) -> Any: ...
