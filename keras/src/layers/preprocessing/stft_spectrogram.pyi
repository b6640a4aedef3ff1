# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ConfigDict, DType, DataFormat, NotSymbolic, Policy, RegularizerLike, Shape, Symbolic, Tensor, TensorLike
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.layers.layer import Layer
from typing import Any, overload

class STFTSpectrogram(Layer):
    mode: str
    frame_length: int
    frame_step: int | None
    fft_length: int | None
    window: Any
    periodic: bool
    scaling: Any
    padding: Any
    expand_dims: bool
    data_format: Any
    def __init__(self, mode: str = 'log', frame_length: int = 256, frame_step: int | None = None, fft_length: int | None = None, window: Any = 'hann', periodic: bool = False, scaling: Any = 'density', padding: Any = 'valid', expand_dims: bool = False, data_format: DataFormat | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def build(self, input_shape: Any) -> None: ...
    def call(self, inputs: Any) -> Any: ...
    def compute_output_shape(self, input_shape: Any) -> Any: ...
    def get_config(self) -> ConfigDict: ...
    @overload
    def __call__(self, inputs: NotSymbolic, *args: Any, **kwargs: Any) -> Tensor: ...
    @overload
    def __call__(self, inputs: Symbolic, *args: Any, **kwargs: Any) -> KerasTensor: ...
    @overload
    def __call__(self, inputs: TensorLike, *args: Any, **kwargs: Any) -> Tensor: ...
def __getattr__(name: str) -> Any: ...
