# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import LearningRateLike
from keras.src.optimizers.optimizer import Optimizer
from typing import Any

class Ftrl(Optimizer):
    learning_rate_power: float
    initial_accumulator_value: float
    l1_regularization_strength: float
    l2_regularization_strength: float
    l2_shrinkage_regularization_strength: float
    beta: Any
    def __init__(self, learning_rate: LearningRateLike = 0.001, learning_rate_power: float = ..., initial_accumulator_value: float = 0.1, l1_regularization_strength: float = 0.0, l2_regularization_strength: float = 0.0, l2_shrinkage_regularization_strength: float = 0.0, beta: Any = 0.0, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any) -> None: ...
    def build(self, var_list: Any) -> None: ...
def __getattr__(name: str) -> Any: ...
