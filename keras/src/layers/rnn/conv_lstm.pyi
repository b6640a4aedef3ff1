# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ActivationLike, ConstraintLike, DType, DataFormat, InitializerLike, Ints, NotSymbolic, Policy, RegularizerLike, Seed, Shape, Symbolic, Tensor, TensorLike
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.layers.rnn.gated_cell import GatedCell
from keras.src.layers.rnn.gated_cell import GatedRNN
from typing import Any, overload

class ConvLSTMCell(GatedCell):
    gates: Any
    kernel_size: Any
    strides: Any
    dilation_rate: Any
    padding: Any
    data_format: Any
    state_size: Any
    kernel: Any
    recurrent_kernel: Any
    bias: Any
    def __init__(self, rank: int, filters: int, kernel_size: Ints, strides: Ints = 1, padding: Any = 'valid', data_format: DataFormat | None = None, dilation_rate: Ints = 1, activation: ActivationLike = 'tanh', recurrent_activation: ActivationLike = 'sigmoid', use_bias: bool = True, kernel_initializer: InitializerLike = 'glorot_uniform', recurrent_initializer: InitializerLike = 'orthogonal', bias_initializer: InitializerLike = 'zeros', unit_forget_bias: bool = True, kernel_regularizer: RegularizerLike | None = None, recurrent_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, kernel_constraint: ConstraintLike | None = None, recurrent_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: Seed | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def build(self, input_shape: Any) -> None: ...
    def compute_state_shape(self, input_shape: Any) -> Any: ...
    def get_initial_state(self, batch_size: int | None = None) -> Any: ...
    def call(self, inputs: Any, states: Any, training: bool = False) -> Any: ...
    def compute_output_spec(self, inputs: Any, states: Any, training: bool = False) -> Any: ...
    @overload
    def __call__(self, inputs: NotSymbolic, *args: Any, **kwargs: Any) -> Tensor: ...
    @overload
    def __call__(self, inputs: Symbolic, *args: Any, **kwargs: Any) -> KerasTensor: ...
    @overload
    def __call__(self, inputs: TensorLike, *args: Any, **kwargs: Any) -> Tensor: ...
class ConvLSTM(GatedRNN):
    rank: Any
    filters: Any
    kernel_size: Any
    strides: Any
    padding: Any
    data_format: Any
    dilation_rate: Any
    recurrent_activation: Any
    unit_forget_bias: Any
    seed: Any
    def __init__(self, rank: int, filters: int, kernel_size: Ints, strides: Ints = 1, padding: Any = 'valid', data_format: DataFormat | None = None, dilation_rate: Ints = 1, activation: ActivationLike = 'tanh', recurrent_activation: ActivationLike = 'sigmoid', use_bias: bool = True, kernel_initializer: InitializerLike = 'glorot_uniform', recurrent_initializer: InitializerLike = 'orthogonal', bias_initializer: InitializerLike = 'zeros', unit_forget_bias: bool = True, kernel_regularizer: RegularizerLike | None = None, recurrent_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, activity_regularizer: RegularizerLike | None = None, kernel_constraint: ConstraintLike | None = None, recurrent_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: Seed | None = None, return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False, stateful: bool = False, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., cell: Any = ..., unroll: bool = ..., zero_output_for_mask: bool = ...) -> None: ...
    def get_initial_state(self, batch_size: int) -> Any: ...
    def compute_output_shape(self, sequences_shape: Any, initial_state_shape: Any = None) -> Any: ...
    def compute_mask(self, _: Any, mask: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
