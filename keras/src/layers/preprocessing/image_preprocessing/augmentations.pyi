# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Interpolation, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import BaseImagePreprocessingLayer
from typing import Any

class AugmentationPolicy(BaseImagePreprocessingLayer):
    value_range: Any
    factor: Any
    interpolation: Any
    def __init__(self, value_range: Any, factor: Any, interpolation: Interpolation, seed: Seed, data_format: DataFormat, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., bounding_box_format: str | None = ...) -> None: ...
    def build(self, input_shape: Any) -> None: ...
    def transform_labels(self, labels: Any, transformation: Any, training: bool = True) -> Any: ...
def __getattr__(name: str) -> Any: ...
