# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src.layers.layer import Layer
from typing import Any

class AffineNormalization(Layer):
    center: Any
    scale: Any
    beta_initializer: Any
    gamma_initializer: Any
    beta_regularizer: Any
    gamma_regularizer: Any
    beta_constraint: Any
    gamma_constraint: Any
    gamma: Any
    beta: Any
    def compute_output_shape(self, input_shape: Any) -> Any: ...
def axis_size(layer: Layer, input_shape: Any, axis: Any) -> Any: ...
def unchanged_shape(layer: Layer, input_shape: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
