# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import DType
from keras.src.metrics.reduction_metrics import MeanMetricWrapper
from typing import Any

class KLDivergence(MeanMetricWrapper):
    def __init__(self, name: str = 'kl_divergence', dtype: DType | None = None) -> None: ...
class Poisson(MeanMetricWrapper):
    def __init__(self, name: str = 'poisson', dtype: DType | None = None) -> None: ...
class BinaryCrossentropy(MeanMetricWrapper):
    from_logits: bool
    label_smoothing: float
    def __init__(self, name: str = 'binary_crossentropy', dtype: DType | None = None, from_logits: bool = False, label_smoothing: float = 0) -> None: ...
class CategoricalCrossentropy(MeanMetricWrapper):
    from_logits: bool
    label_smoothing: float
    axis: Any
    def __init__(self, name: str = 'categorical_crossentropy', dtype: DType | None = None, from_logits: bool = False, label_smoothing: float = 0, axis: Any = ...) -> None: ...
class SparseCategoricalCrossentropy(MeanMetricWrapper):
    from_logits: bool
    ignore_class: int | None
    axis: Any
    def __init__(self, name: str = 'sparse_categorical_crossentropy', dtype: DType | None = None, from_logits: bool = False, ignore_class: int | None = None, axis: Any = ...) -> None: ...
def __getattr__(name: str) -> Any: ...
