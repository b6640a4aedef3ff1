# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Iterable
from keras.src._types import ConfigDict, DType, Policy, RegularizerLike, Shape
from keras.src.layers.preprocessing.index_lookup import IndexLookup
from typing import Any

class StringLookup(IndexLookup):
    encoding: str
    def __init__(self, max_tokens: int | None = None, num_oov_indices: int = 1, mask_token: str | None = None, oov_token: str = '[UNK]', vocabulary: Any = None, idf_weights: Any = None, invert: bool = False, output_mode: str = 'int', pad_to_max_tokens: bool = False, sparse: bool = False, encoding: str = 'utf-8', name: str | None = None, salt: Any = None, *, dtype: Policy | Any = ..., trainable: bool = ..., autocast: bool = ..., activity_regularizer: RegularizerLike | None = ..., input_shape: Shape = ..., input_dim: int = ..., batch_input_shape: Shape = ..., batch_size: int | None = ..., input_dtype: DType = ..., weights: Iterable[Any] = ..., vocabulary_dtype: Any = ..., oov_method: Any = ...) -> None: ...
    def get_config(self) -> ConfigDict: ...
def __getattr__(name: str) -> Any: ...
