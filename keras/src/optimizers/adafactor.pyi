# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import LearningRateLike
from keras.src.optimizers.optimizer import Optimizer
from typing import Any

class Adafactor(Optimizer):
    beta_2_decay: float
    epsilon_1: float
    epsilon_2: float
    clip_threshold: float
    relative_step: bool
    def __init__(self, learning_rate: LearningRateLike = 0.001, beta_2_decay: float = ..., epsilon_1: float = 1e-30, epsilon_2: float = 0.001, clip_threshold: float = 1.0, relative_step: bool = True, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any) -> None: ...
    def build(self, var_list: Any) -> None: ...
def __getattr__(name: str) -> Any: ...
