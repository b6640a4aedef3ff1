# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ActivationLike, ConstraintLike, DType, DataFormat, InitializerLike, Ints, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.rnn.conv_lstm import ConvLSTM
from typing import Any

class ConvLSTM2D(ConvLSTM):
    def __init__(self, filters: int, kernel_size: Ints, strides: Ints = 1, padding: Any = 'valid', data_format: DataFormat | None = None, dilation_rate: Ints = 1, activation: ActivationLike = 'tanh', recurrent_activation: ActivationLike = 'sigmoid', use_bias: bool = True, kernel_initializer: InitializerLike = 'glorot_uniform', recurrent_initializer: InitializerLike = 'orthogonal', bias_initializer: InitializerLike = 'zeros', unit_forget_bias: bool = True, kernel_regularizer: RegularizerLike | None = None, recurrent_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, activity_regularizer: RegularizerLike | None = None, kernel_constraint: ConstraintLike | None = None, recurrent_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: Seed | None = None, return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False, stateful: bool = False, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., cell: Any = ..., unroll: bool = ..., zero_output_for_mask: bool = ..., rank: int = ...) -> None: ...
def __getattr__(name: str) -> Any: ...
