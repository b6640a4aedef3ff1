# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import DType, DataFormat, Interpolation, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.preprocessing.image_preprocessing.geometric import GeometricLayer
from typing import Any

class RandomPerspective(GeometricLayer):
    factor: Any
    scale: Any
    def __init__(self, factor: Any = 1.0, scale: Any = 1.0, interpolation: Interpolation = 'bilinear', fill_value: Any = 0.0, seed: Seed | None = None, data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., bounding_box_format: str | None = ..., fill_mode: Any = ...) -> None: ...
    def get_random_transformation(self, data: Any, training: bool = True, seed: Seed | None = None) -> Any: ...
def __getattr__(name: str) -> Any: ...
