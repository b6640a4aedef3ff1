# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src.quantizers.calibration_config import CalibrationConfig
from typing import Any

class GPTQConfig(CalibrationConfig):
    weight_bits: Any
    per_channel: Any
    hessian_damping: Any
    symmetric: Any
    activation_order: Any
    def __init__(self, dataset: Any, tokenizer: Any, *, weight_bits: int = 4, num_samples: int = 128, per_channel: bool = True, sequence_length: int = 512, hessian_damping: float = 0.01, group_size: int = 128, symmetric: bool = False, activation_order: bool = False, quantization_layer_structure: dict = None) -> None: ...
    @property
    def mode(self) -> str: ...
def __getattr__(name: str) -> Any: ...
