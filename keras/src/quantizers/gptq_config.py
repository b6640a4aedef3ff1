"""The settings of GPTQ."""
from keras.src.api_export import keras_export
from keras.src.quantizers.calibration_config import CalibrationConfig

_BITS = (2, 3, 4, 8)


@keras_export("keras.quantizers.GPTQConfig")
class GPTQConfig(CalibrationConfig):
    """Settings of GPTQ: weights rounded one input after another, each error made good by the inputs after it.

    The inverse of the inputs' second moments, taken from calibration data, says how.

    Args:
        dataset: Iterable of strings, or of arrays of token ids, for calibration.
        tokenizer: Function from a string to token ids, or an object with a method `tokenize`. None where `dataset`
            holds ids.
        weight_bits: 2, 3, 4 or 8. Default 4. Two values of 4 bits share a byte, others take one each.
        num_samples: Positive integer, how many samples of `dataset` to use. Default 128.
        per_channel: Boolean, whether each output has scales of its own. Default True.
        sequence_length: Positive integer, tokens in a sample. Default 512.
        hessian_damping: Float between 0 and 1, which share of their mean is added to the diagonal of the second
            moments. Default 0.01.
        group_size: Positive integer, how many inputs share a scale; -1 for all. Default 128.
        symmetric: Boolean, whether ranges are symmetric around 0. Default False.
        activation_order: Boolean, whether to begin with the inputs of the largest second moment. Default False.
        quantization_layer_structure: Dict with `"pre_block_layers"`, the layers from ids to the input of the first
            block, and `"sequential_blocks"`, the blocks in their order. Default None: the model's own
            `get_quantization_layer_structure`.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> keras.quantizers.GPTQConfig(["some text"], None, group_size=64).dtype_policy_string()
    'gptq/4/64'

    Reference: [Frantar et al., 2022](https://arxiv.org/abs/2210.17323).
    """

    _fields = (
        "weight_bits", "num_samples", "per_channel", "sequence_length", "hessian_damping",
        "group_size", "symmetric", "activation_order",
    )

    def __init__(
        self, dataset, tokenizer, *, weight_bits: int = 4, num_samples: int = 128,
        per_channel: bool = True, sequence_length: int = 512, hessian_damping: float = 0.01,
        group_size: int = 128, symmetric: bool = False, activation_order: bool = False,
        quantization_layer_structure: dict = None,
    ):
        super().__init__(dataset, tokenizer, num_samples, sequence_length, group_size, quantization_layer_structure)
        self._check("weight_bits", weight_bits, weight_bits in _BITS, f"one of {', '.join(map(str, _BITS))}")
        self._check("hessian_damping", hessian_damping, 0 <= hessian_damping <= 1, "between 0 and 1")
        self.weight_bits = weight_bits
        self.per_channel = per_channel
        self.hessian_damping = hessian_damping
        self.symmetric = symmetric
        self.activation_order = activation_order

    @property
    def mode(self):
        """`"gptq"`"""
        return "gptq"
