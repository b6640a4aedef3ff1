# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Interpolation, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.preprocessing.image_preprocessing.geometric import GeometricLayer
from typing import Any

class RandomZoom(GeometricLayer):
    height_factor: Any
    height_lower: Any
    height_upper: Any
    width_factor: Any
    width_lower: Any
    width_upper: Any
    def __init__(self, height_factor: Any, width_factor: Any = None, fill_mode: Any = 'reflect', interpolation: Interpolation = 'bilinear', seed: Seed | None = None, fill_value: Any = 0.0, data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., factor: Any = ..., bounding_box_format: str | None = ...) -> None: ...
    def get_random_transformation(self, data: Any, training: bool = True, seed: Seed | None = None) -> Any: ...
    def get_clipped_bbox(self, bounding_boxes: Any, h_end: Any, h_start: Any, w_end: Any, w_start: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
