# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src.layers.layer import Layer
from typing import Any

class SpatialConv(Layer):
    rank: Any
    kernel_size: Any
    strides: Any
    dilation_rate: Any
    padding: Any
    data_format: Any
    use_bias: Any
    activation: Any
    bias_initializer: Any
    bias_regularizer: Any
    bias_constraint: Any
    bias: Any
def __getattr__(name: str) -> Any: ...
