"""What backends have in common; the names that other libraries import from here are read from where they stand."""
from keras.src.lazy import attach

_VARIABLES = "keras.src.backend.common.variables"
__getattr__, __dir__, __all__ = attach(
    __name__,
    **dict.fromkeys(["AutocastScope", "get_autocast_scope", "is_float_dtype", "is_int_dtype"], _VARIABLES),
    **dict.fromkeys(["shape_equal", "standardize_dtype"], _VARIABLES),
    KerasVariable=f"{_VARIABLES}:Variable",
    result_type="keras.src.backend.common.dtypes",
    standardize_shape="keras.src.backend.common.keras_tensor",
)
