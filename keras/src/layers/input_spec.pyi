# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import ConfigDict, DType, Shape
from typing import Any, Self

class InputSpec:
    dtype: Any
    shape: Any
    ndim: Any
    max_ndim: int | None
    min_ndim: int | None
    name: str | None
    optional: bool
    allow_last_axis_squeeze: Any
    axes: Any
    def __init__(self, dtype: DType | None = None, shape: Shape | int | None = None, ndim: int | None = None, max_ndim: int | None = None, min_ndim: int | None = None, axes: Any = None, allow_last_axis_squeeze: Any = False, name: str | None = None, optional: bool = False) -> None: ...
    def get_config(self) -> ConfigDict: ...
    @classmethod
    def from_config(cls, config: Any) -> Self: ...
def assert_input_compatibility(input_spec: Any, inputs: Any, layer_name: str) -> None: ...
def __getattr__(name: str) -> Any: ...
