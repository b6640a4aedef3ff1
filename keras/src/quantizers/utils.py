"""Which layers are quantized."""
import re


def should_quantize_layer(layer, filters):
    """Whether `filters` take a layer: None takes all, patterns are looked for in its name, a function is asked.

    Raises:
        ValueError: If `filters` is none of these.
    """
    if filters is None:
        return True
    if callable(filters):
        return bool(filters(layer))
    patterns = [filters] if isinstance(filters, str) else filters
    if not isinstance(patterns, (list, tuple)):
        raise ValueError(
            "Argument `filters` of quantize must be a pattern, a list of patterns or a function of a layer. "
            f"Received: filters={filters!r}"
        )
    return any(re.search(pattern, layer.name) for pattern in patterns)
