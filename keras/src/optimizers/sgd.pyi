# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import LearningRateLike
from keras.src.optimizers.optimizer import Optimizer
from typing import Any

class SGD(Optimizer):
    momentum: float
    nesterov: bool
    momentums: Any
    def __init__(self, learning_rate: LearningRateLike = 0.01, momentum: float = 0.0, nesterov: bool = False, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any) -> None: ...
    def build(self, variables: Any) -> None: ...
def __getattr__(name: str) -> Any: ...
