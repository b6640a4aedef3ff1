"""Callbacks: code that runs at points of training, evaluation and prediction."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(
    __name__, MonitorCallback="keras.src.callbacks.monitor_callback"
)
