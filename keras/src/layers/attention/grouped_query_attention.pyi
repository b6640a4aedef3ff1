# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ConfigDict, ConstraintLike, DType, InitializerLike, Policy, RegularizerLike, Seed, Shape
from keras.src.layers.attention.base_dot_product_attention import BaseDotProductAttention
from typing import Any

class GroupedQueryAttention(BaseDotProductAttention):
    head_dim: Any
    num_query_heads: Any
    num_key_value_heads: Any
    num_repeats: Any
    dropout: float
    sliding_window: int | None
    use_bias: bool
    kernel_initializer: Any
    bias_initializer: Any
    kernel_regularizer: Any
    bias_regularizer: Any
    activity_regularizer: Any
    kernel_constraint: Any
    bias_constraint: Any
    use_gate: Any
    seed: Seed | None
    def __init__(self, head_dim: int, num_query_heads: int, num_key_value_heads: int, dropout: float = 0.0, use_bias: bool = True, sliding_window: int | None = None, flash_attention: bool | None = None, kernel_initializer: InitializerLike = 'glorot_uniform', bias_initializer: InitializerLike = 'zeros', kernel_regularizer: RegularizerLike | None = None, bias_regularizer: RegularizerLike | None = None, activity_regularizer: RegularizerLike | None = None, kernel_constraint: ConstraintLike | None = None, bias_constraint: ConstraintLike | None = None, use_gate: Any = False, seed: Seed | None = None, *, name: str | None = ..., dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def build(self, query_shape: Any, value_shape: Any, key_shape: Any = None) -> None: ...
    def compute_output_shape(self, query_shape: Any, value_shape: Any, key_shape: Any = None) -> Any: ...
    def get_config(self) -> ConfigDict: ...
def __getattr__(name: str) -> Any: ...
