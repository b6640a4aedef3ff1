# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.layer import Layer
from typing import Any

class Noise(Layer):
    seed: Any
    seed_generator: Any
    def __init__(self, strength: Any, value: Any, seed: Seed, /, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def compute_output_shape(self, input_shape: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
