"""The settings of AWQ."""
from keras.src.api_export import keras_export
from keras.src.quantizers.calibration_config import CalibrationConfig


@keras_export("keras.quantizers.AWQConfig")
class AWQConfig(CalibrationConfig):
    """Settings of AWQ: inputs that are large in calibration data have their weights scaled up before rounding.

    Of scales `magnitude ** ratio` the ratio with the smallest error is taken from a grid.

    Args:
        dataset: Iterable of strings, or of arrays of token ids, for calibration.
        tokenizer: Function from a string to token ids, or an object with a method `tokenize`. None where `dataset`
            holds ids.
        weight_bits: 4.
        num_samples: Positive integer, how many samples of `dataset` to use. Default 128.
        sequence_length: Positive integer, tokens in a sample. Default 512.
        group_size: Positive integer, how many inputs share a scale; -1 for all. Default 128.
        num_grid_points: Positive integer, how many ratios to try. Default 20.
        quantization_layer_structure: Dict with `"pre_block_layers"`, the layers from ids to the input of the first
            block, and `"sequential_blocks"`, the blocks in their order. Default None: the model's own
            `get_quantization_layer_structure`.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> keras.quantizers.AWQConfig(["some text"], None).dtype_policy_string()
    'awq/4/128'

    Reference: [Lin et al., 2023](https://arxiv.org/abs/2306.00978).
    """

    _fields = ("weight_bits", "num_samples", "sequence_length", "group_size", "num_grid_points")

    def __init__(
        self, dataset, tokenizer, *, weight_bits: int = 4, num_samples: int = 128,
        sequence_length: int = 512, group_size: int = 128, num_grid_points: int = 20,
        quantization_layer_structure: dict = None,
    ):
        super().__init__(dataset, tokenizer, num_samples, sequence_length, group_size, quantization_layer_structure)
        self._check("weight_bits", weight_bits, weight_bits == 4, "4")
        self._check("num_grid_points", num_grid_points, num_grid_points > 0, "a positive integer")
        self.weight_bits = weight_bits
        self.num_grid_points = num_grid_points

    @property
    def mode(self):
        """`"awq"`"""
        return "awq"
