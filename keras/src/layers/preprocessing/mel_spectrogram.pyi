# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ConfigDict, DType, NotSymbolic, Policy, RegularizerLike, Shape, Symbolic, Tensor, TensorLike
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.layers.preprocessing.data_layer import DataLayer
from typing import Any, overload

class MelSpectrogram(DataLayer):
    fft_length: Any
    sequence_stride: Any
    sequence_length: int | None
    window: Any
    sampling_rate: int
    num_mel_bins: Any
    min_freq: float
    max_freq: Any
    power_to_db: bool
    top_db: float
    mag_exp: float
    min_power: float
    ref_power: float
    def __init__(self, fft_length: int = 2048, sequence_stride: int = 512, sequence_length: int | None = None, window: Any = 'hann', sampling_rate: int = 16000, num_mel_bins: int = 128, min_freq: float = 20.0, max_freq: float | None = None, power_to_db: bool = True, top_db: float = 80.0, mag_exp: float = 2.0, min_power: float = 1e-10, ref_power: float = 1.0, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def call(self, inputs: Any) -> Any: ...
    def linear_to_mel_weight_matrix(self, num_mel_bins: int = 20, num_spectrogram_bins: int = 129, sampling_rate: int = 8000, lower_edge_hertz: float = 125.0, upper_edge_hertz: float = 3800.0, dtype: DType = 'float32') -> Any: ...
    def compute_output_shape(self, input_shape: Any) -> Any: ...
    def get_config(self) -> ConfigDict: ...
    @overload
    def __call__(self, inputs: NotSymbolic, *args: Any, **kwargs: Any) -> Tensor: ...
    @overload
    def __call__(self, inputs: Symbolic, *args: Any, **kwargs: Any) -> KerasTensor: ...
    @overload
    def __call__(self, inputs: TensorLike, *args: Any, **kwargs: Any) -> Tensor: ...
def __getattr__(name: str) -> Any: ...
