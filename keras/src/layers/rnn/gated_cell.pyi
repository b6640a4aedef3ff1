# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import ConfigDict
from keras.src.layers.layer import Layer
from keras.src.layers.rnn.dropout_rnn_cell import DropoutRNNCell
from keras.src.layers.rnn.rnn import RNN
from typing import Any, Self

class GatedCell(Layer, DropoutRNNCell):
    gates: Any
    units: Any
    implementation: Any
    state_size: Any
    output_size: Any
    seed_generator: Any
    dropout_mask_count: Any
    kernel: Any
    recurrent_kernel: Any
    bias: Any
    def build(self, input_shape: Any) -> None: ...
    def get_initial_state(self, batch_size: int | None = None) -> Any: ...
    def compute_output_spec(self, inputs: Any, states: Any, training: bool = False) -> Any: ...
    def get_config(self) -> ConfigDict: ...
def forget_bias(initializer: Any, units: int) -> Any: ...
def of_cell(name: str) -> Any: ...
class GatedRNN(RNN):
    activation: Any
    use_bias: Any
    kernel_initializer: Any
    recurrent_initializer: Any
    bias_initializer: Any
    kernel_regularizer: Any
    recurrent_regularizer: Any
    bias_regularizer: Any
    kernel_constraint: Any
    recurrent_constraint: Any
    bias_constraint: Any
    dropout: Any
    recurrent_dropout: Any
    def get_config(self) -> ConfigDict: ...
    @classmethod
    def from_config(cls, config: Any) -> Self: ...
class FusedRNN(GatedRNN):
    use_cudnn: Any
    def inner_loop(self, sequences: Any, initial_state: Any, mask: Any, training: bool = False) -> Any: ...
def __getattr__(name: str) -> Any: ...
