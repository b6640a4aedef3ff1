"""The modes of quantization, one object for each layer that is quantized."""
from keras.src.quantizers.modes.blocks import Int4Blocks
from keras.src.quantizers.modes.calibrated import AWQ, GPTQ
from keras.src.quantizers.modes.float8 import Float8
from keras.src.quantizers.modes.integer import Int4PerChannel, Int8

MODES = {"int8": Int8, "int4": Int4PerChannel, "float8": Float8, "gptq": GPTQ, "awq": AWQ}


def mode_for(name, config, policy):
    """The mode of a layer.

    Args:
        name: `"int8"`, `"int4"`, `"float8"`, `"gptq"` or `"awq"`.
        config: The `QuantizationConfig`, or None: the dtype policy says what it would.
        policy: The layer's `DTypePolicy`.

    Returns:
        A `Mode`, or None if there is none of this name.
    """
    cls = MODES.get(name)
    if cls is Int4PerChannel and getattr(config or policy, "block_size", None) not in (None, -1):
        cls = Int4Blocks
    return cls and cls(config, policy)
