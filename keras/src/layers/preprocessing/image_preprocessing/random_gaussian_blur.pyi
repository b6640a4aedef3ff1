# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Ints, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer
from typing import Any

class RandomGaussianBlur(PixelwiseLayer):
    factor: Any
    kernel_size: Any
    sigma: Any
    value_range: Any
    def __init__(self, factor: Any = 1.0, kernel_size: Ints = 3, sigma: Any = 1.0, value_range: Any = ..., data_format: DataFormat | None = None, seed: Seed | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., bounding_box_format: str | None = ...) -> None: ...
    def get_random_transformation(self, data: Any, training: bool = True, seed: Seed | None = None) -> Any: ...
    def transform_images(self, images: Any, transformation: Any = None, training: bool = True) -> Any: ...
def __getattr__(name: str) -> Any: ...
