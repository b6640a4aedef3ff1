# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer
from typing import Any

class RandomColorJitter(PixelwiseLayer):
    value_range: Any
    brightness_factor: Any
    contrast_factor: Any
    saturation_factor: Any
    hue_factor: Any
    def __init__(self, value_range: Any = ..., brightness_factor: Any = None, contrast_factor: Any = None, saturation_factor: Any = None, hue_factor: Any = None, seed: Seed | None = None, data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., factor: Any = ..., bounding_box_format: str | None = ...) -> None: ...
    def build(self, input_shape: Any) -> None: ...
    def transform_images(self, images: Any, transformation: Any, training: bool = True) -> Any: ...
def __getattr__(name: str) -> Any: ...
