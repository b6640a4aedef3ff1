"""AWQ for the blocks of a model."""
from keras.src.quantizers.awq import AWQ
from keras.src.quantizers.calibration import calibrate


def awq_quantize(config, quantization_layer_structure, filters=None):
    """Calibrates the layers that wait for it; `config` is an `AWQConfig`, see `calibrate`."""
    calibrate(config, quantization_layer_structure, filters, lambda layer: AWQ(layer, config))
