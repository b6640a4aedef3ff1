# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Policy, RegularizerLike, Shape
from keras.src.layers.reshaping.spatial_resize import BaseCropping
from typing import Any

class Cropping1D(BaseCropping):
    cropping: Any
    def __init__(self, cropping: Any = ..., *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., data_format: DataFormat | None = ...) -> None: ...
def __getattr__(name: str) -> Any: ...
