# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Policy, RegularizerLike, Shape
from keras.src.layers.preprocessing.image_preprocessing.histograms import HistogramLayer
from typing import Any

class ContrastLimitedAdaptiveHistogramEqualization(HistogramLayer):
    value_range: Any
    clip_limit: float
    tile_grid_size: Any
    def __init__(self, value_range: Any = ..., clip_limit: float = 4.0, tile_grid_size: Any = ..., data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., factor: Any = ..., bounding_box_format: str | None = ...) -> None: ...
    def transform_images(self, images: Any, transformation: Any = None, training: bool = True) -> Any: ...
def __getattr__(name: str) -> Any: ...
