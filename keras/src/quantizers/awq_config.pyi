# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src.quantizers.calibration_config import CalibrationConfig
from typing import Any

class AWQConfig(CalibrationConfig):
    weight_bits: Any
    num_grid_points: Any
    def __init__(self, dataset: Any, tokenizer: Any, *, weight_bits: int = 4, num_samples: int = 128, sequence_length: int = 512, group_size: int = 128, num_grid_points: int = 20, quantization_layer_structure: dict = None) -> None: ...
    @property
    def mode(self) -> str: ...
def __getattr__(name: str) -> Any: ...
