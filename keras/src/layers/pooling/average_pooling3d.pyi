# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Ints, Policy, RegularizerLike, Shape
from keras.src.layers.pooling.base_pooling import BasePooling
from typing import Any

class AveragePooling3D(BasePooling):
    def __init__(self, pool_size: Ints, strides: Ints | None = None, padding: Any = 'valid', data_format: DataFormat | None = None, name: str | None = None, *, dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., pool_dimensions: int = ..., pool_mode: Any = ...) -> None: ...
def __getattr__(name: str) -> Any: ...
