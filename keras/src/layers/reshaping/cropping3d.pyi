# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ConfigDict, DType, DataFormat, Policy, RegularizerLike, Shape
from keras.src.layers.reshaping.spatial_resize import BaseCropping
from typing import Any

class Cropping3D(BaseCropping):
    cropping: Any
    def __init__(self, cropping: Any = ..., data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def get_config(self) -> ConfigDict: ...
def __getattr__(name: str) -> Any: ...
