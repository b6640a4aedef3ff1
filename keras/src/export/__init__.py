"""Models as artifacts that run without Keras, and such artifacts as layers."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    export_saved_model="keras.src.export.saved_model",
    export_onnx="keras.src.export.onnx",
    export_openvino="keras.src.export.openvino",
    export_litert="keras.src.export.litert",
    export_torch="keras.src.export.torch_program",
)
