"""GPTQ for the blocks of a model."""
from keras.src.quantizers.calibration import calibrate, get_dataloader  # noqa: F401
from keras.src.quantizers.gptq import GPTQ


def gptq_quantize(config, quantization_layer_structure, filters=None):
    """Calibrates the layers that wait for it; `config` is a `GPTQConfig`, see `calibrate`."""
    calibrate(config, quantization_layer_structure, filters, lambda layer: GPTQ(layer, config))
