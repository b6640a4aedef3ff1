# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ConfigDict, DType, Policy, RegularizerLike, Shape
from keras.src.layers.preprocessing.index_lookup import IndexLookup
from typing import Any

class IntegerLookup(IndexLookup):
    def __init__(self, max_tokens: int | None = None, num_oov_indices: int = 1, mask_token: int | None = None, oov_token: int = ..., vocabulary: Any = None, vocabulary_dtype: str = 'int64', idf_weights: Any = None, invert: bool = False, output_mode: str = 'int', sparse: bool = False, pad_to_max_tokens: bool = False, oov_method: str = 'floormod', salt: Any = None, name: str | None = None, *, dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ...) -> None: ...
    def get_config(self) -> ConfigDict: ...
def __getattr__(name: str) -> Any: ...
