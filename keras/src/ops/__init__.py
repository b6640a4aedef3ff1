"""Operations: every exported function of the modules below, under its short name."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    KerasTensor="keras.src.backend.common.keras_tensor",
    any_symbolic_tensors="keras.src.backend.common.keras_tensor",
    backend="keras.src.backend:",
    broadcast_shapes="keras.src.ops.operation_utils",
    reduce_shape="keras.src.ops.operation_utils",
    result_type="keras.src.backend.common.dtypes",
    shape_equal="keras.src.ops.numpy",
    standardize_data_format="keras.src.backend.config",
)
