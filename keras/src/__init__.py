"""The implementation of Keras. Public names live in `keras`."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    Functional="keras.src.models.functional",
    Input="keras.src.layers.core.input_layer",
    KerasTensor="keras.src.backend.common.keras_tensor",
    Layer="keras.src.layers.layer",
    Model="keras.src.models.model",
    Sequential="keras.src.models.sequential",
)
