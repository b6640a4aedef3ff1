# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Ints, Policy, RegularizerLike, Shape
from keras.src.layers.pooling.base_adaptive_pooling import BaseAdaptiveAveragePooling
from typing import Any

class AdaptiveAveragePooling3D(BaseAdaptiveAveragePooling):
    def __init__(self, output_size: Ints, data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
def __getattr__(name: str) -> Any: ...
