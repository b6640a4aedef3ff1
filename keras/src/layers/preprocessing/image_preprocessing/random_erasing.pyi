# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer
from typing import Any

class RandomErasing(PixelwiseLayer):
    factor: Any
    scale: Any
    fill_value: Any
    value_range: Any
    def __init__(self, factor: Any = 1.0, scale: Any = ..., fill_value: Any = None, value_range: Any = ..., seed: Seed | None = None, data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., bounding_box_format: str | None = ...) -> None: ...
    def get_random_transformation(self, data: Any, training: bool = True, seed: Seed | None = None) -> Any: ...
    def transform_images(self, images: Any, transformation: Any = None, training: bool = True) -> Any: ...
def __getattr__(name: str) -> Any: ...
