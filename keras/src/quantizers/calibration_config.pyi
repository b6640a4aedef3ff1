# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import ConfigDict
from keras.src.quantizers.quantization_config import QuantizationConfig
from typing import Any, Self

class CalibrationConfig(QuantizationConfig):
    dataset: Any
    tokenizer: Any
    num_samples: Any
    sequence_length: int
    group_size: Any
    quantization_layer_structure: Any
    def __init__(self, dataset: Any, tokenizer: Any, num_samples: Any, sequence_length: int, group_size: Any, quantization_layer_structure: Any) -> None: ...
    def dtype_policy_string(self) -> str: ...
    def get_config(self) -> ConfigDict: ...
    @classmethod
    def from_config(cls, config: Any) -> Self: ...
def __getattr__(name: str) -> Any: ...
