# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import Data, LearningRateLike
from keras.src.optimizers.optimizer import Optimizer
from typing import Any

class Muon(Optimizer):
    exclude_layers: Any
    adam_beta_1: float
    adam_beta_2: float
    adam_weight_decay: float
    epsilon: float
    exclude_embeddings: bool
    muon_a: float
    muon_b: float
    muon_c: float
    adam_lr_ratio: float
    momentum: float
    ns_steps: int
    nesterov: bool
    rms_rate: float
    adam_momentums: Any
    adam_velocities: Any
    def __init__(self, learning_rate: LearningRateLike = 0.001, adam_beta_1: float = 0.9, adam_beta_2: float = 0.999, adam_weight_decay: float = 0.004, epsilon: float = 1e-07, weight_decay: float = 0.004, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str | None = None, exclude_layers: Any = None, exclude_embeddings: bool = True, muon_a: float = 3.4445, muon_b: float = ..., muon_c: float = 2.0315, adam_lr_ratio: float = 1, momentum: float = 0.95, ns_steps: int = 5, nesterov: bool = True, rms_rate: float = 0.2, **kwargs: Any) -> None: ...
    def build(self, var_list: Any) -> None: ...
    def update_step(self, gradient: Any, variable: Any, learning_rate: LearningRateLike) -> None: ...
    def transpose_last_axis(self, X: Any) -> Any: ...
    def lr_adjust(self, x: Data) -> Any: ...
    def zeropower_via_newtonschulz5(self, x: Data, steps: int) -> Any: ...
def __getattr__(name: str) -> Any: ...
