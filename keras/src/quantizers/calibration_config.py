"""What the settings of GPTQ and AWQ share."""
from keras.src.quantizers.quantization_config import QuantizationConfig


class CalibrationConfig(QuantizationConfig):
    """Settings of a mode that is calibrated with data. Neither data nor tokenizer are written into configs."""

    _fields = ()

    def __init__(self, dataset, tokenizer, num_samples, sequence_length, group_size, quantization_layer_structure):
        super().__init__()
        for name, value in (("num_samples", num_samples), ("sequence_length", sequence_length)):
            self._check(name, value, value > 0, "a positive integer")
        self._check("group_size", group_size, group_size == -1 or group_size > 0, "a positive integer or -1")
        self.dataset = dataset
        self.tokenizer = tokenizer
        self.num_samples = num_samples
        self.sequence_length = sequence_length
        self.group_size = group_size
        self.quantization_layer_structure = quantization_layer_structure

    def _check(self, name, value, legal, expected):
        if not legal:
            label = f"Argument `{name}` of {type(self).__name__}"
            raise ValueError(f"{label} must be {expected}. Received: {name}={value!r}")

    def dtype_policy_string(self):
        """What the names of dtype policies begin with: mode, bits and group size."""
        return f"{self.mode}/{self.weight_bits}/{self.group_size}"

    def get_config(self):
        """The arguments of the constructor, without data, tokenizer and layers."""
        written = {name: getattr(self, name) for name in self._fields}
        return {"dataset": None, "tokenizer": None, **written, "quantization_layer_structure": None}

    @classmethod
    def from_config(cls, config):
        """The config that `get_config` described."""
        return cls(**config)
