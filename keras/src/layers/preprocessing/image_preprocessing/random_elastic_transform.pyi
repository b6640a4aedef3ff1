# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Interpolation, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import BaseImagePreprocessingLayer
from typing import Any

class RandomElasticTransform(BaseImagePreprocessingLayer):
    factor: Any
    scale: Any
    interpolation: Any
    fill_mode: Any
    fill_value: Any
    value_range: Any
    supports_jit: Any
    def __init__(self, factor: Any = 1.0, scale: Any = 1.0, interpolation: Interpolation = 'bilinear', fill_mode: Any = 'reflect', fill_value: Any = 0.0, value_range: Any = ..., seed: Seed | None = None, data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., bounding_box_format: str | None = ...) -> None: ...
    def get_random_transformation(self, data: Any, training: bool = True, seed: Seed | None = None) -> Any: ...
    def get_elastic_transform_params(self, height: Any, width: Any, factor: Any) -> Any: ...
    def transform_images(self, images: Any, transformation: Any, training: bool = True) -> Any: ...
    def transform_labels(self, labels: Any, transformation: Any, training: bool = True) -> Any: ...
def __getattr__(name: str) -> Any: ...
