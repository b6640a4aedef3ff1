# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ActivationLike, ConstraintLike, DType, InitializerLike, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.rnn.gated_cell import FusedRNN
from keras.src.layers.rnn.gated_cell import GatedCell
from typing import Any

class GRUCell(GatedCell):
    gates: Any
    def __init__(self, units: int, activation: ActivationLike = 'tanh', recurrent_activation: ActivationLike = 'sigmoid', use_bias: bool = True, kernel_initializer: InitializerLike = 'glorot_uniform', recurrent_initializer: InitializerLike = 'orthogonal', bias_initializer: InitializerLike = 'zeros', kernel_regularizer: RegularizerLike | None = None, recurrent_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, kernel_constraint: ConstraintLike | None = None, recurrent_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, dropout: float = 0.0, recurrent_dropout: float = 0.0, reset_after: Any = True, seed: Seed | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def call(self, inputs: Any, states: Any, training: bool = False) -> Any: ...
class GRU(FusedRNN):
    units: Any
    recurrent_activation: Any
    seed: Any
    reset_after: Any
    def __init__(self, units: int, activation: ActivationLike = 'tanh', recurrent_activation: ActivationLike = 'sigmoid', use_bias: bool = True, kernel_initializer: InitializerLike = 'glorot_uniform', recurrent_initializer: InitializerLike = 'orthogonal', bias_initializer: InitializerLike = 'zeros', kernel_regularizer: RegularizerLike | None = None, recurrent_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, activity_regularizer: RegularizerLike | None = None, kernel_constraint: ConstraintLike | None = None, recurrent_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: Seed | None = None, return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False, stateful: bool = False, unroll: bool = False, reset_after: Any = True, use_cudnn: str = 'auto', *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., cell: Any = ..., zero_output_for_mask: bool = ...) -> None: ...
def __getattr__(name: str) -> Any: ...
