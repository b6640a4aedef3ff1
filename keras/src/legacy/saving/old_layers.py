"""Layers of Keras 2 as the layers of today that compute the same."""

_NEW_CLASSES = {  # former class: class of today, further arguments, other names of arguments
    "SyncBatchNormalization": ("BatchNormalization", {}, {}),  # `synchronized` is for training, on some backends
    "ThresholdedReLU": ("ReLU", {}, {"theta": "threshold"}),
    "LeakyReLU": ("LeakyReLU", {}, {"alpha": "negative_slope"}),
    "BatchNormalizationV1": ("BatchNormalization", {}, {}),
    "CuDNNLSTM": ("LSTM", {}, {}),  # their weights: `old_weights`
    "CuDNNGRU": ("GRU", {"reset_after": True}, {}),
    "GroupedQueryAttention": ("GroupQueryAttention", {}, {}),  # so it is written in `.h5` files of Keras 3
}
_HARD_SIGMOID = {"module": "builtins", "class_name": "function", "config": "hard_sigmoid_of_keras_2"}
_LOST = ("LocallyConnected1D", "LocallyConnected2D")
_GONE = {  # arguments that are gone: the values with which they said nothing; None: whatever the value
    "time_major": (False, None),
    "virtual_batch_size": (None,),
    "fused": (True, False, None),
    "adjustment": (None,),
    "input_length": None,  # the length is part of the input's shape
    "batch_input_shape": None,  # so is this one
    "rng_type": None,
}
_GONE_FROM = {  # the same by the beginning or end of the class's name
    "SpatialDropout": {"trainable": None, "noise_shape": (None,)},
    "Depthwise": {"groups": (1,)},
    "Separable": {"groups": (1,), "kernel_initializer": None, "kernel_regularizer": None, "kernel_constraint": None},
    "MultiHeadAttention": dict.fromkeys(("query_shape", "key_shape", "value_shape", "softmax_robust_masking")),
    "Discretization": {"trainable": None},
    "Transpose": {"groups": (1,)},
}


def is_renamed(layer):
    """Whether the class of a layer's config has another name today."""
    name = layer["class_name"]
    return name in _NEW_CLASSES and _NEW_CLASSES[name][0] != name


def modern(name, config, of_keras_2=False):
    """The class and the arguments of today for a layer of a former version.

    Args:
        name: Name of the class.
        config: Dict of its arguments.
        of_keras_2: Boolean, whether names of functions mean what they did before Keras 3.

    Returns:
        Tuple `(name, config, notes)`; the notes say in words what was changed.

    Raises:
        ValueError: If there is no such layer any more.
    """
    if name in _LOST:
        raise ValueError(
            f"The layer {config.get('name')!r} is a {name}, which Keras 3 does not have. Pass a layer of your own that "
            f"takes its arguments, as `custom_objects={{{name!r}: ...}}`."
        )
    notes = []
    new_name, more, names = _NEW_CLASSES.get(name, (name, {}, {}))
    if new_name != name:
        notes.append(f"{name} is {new_name} now")
    config = more | {names.get(key, key): _plain(value) for key, value in config.items()}
    if new_name == "BatchNormalization" and isinstance(config.get("axis"), (list, tuple)):
        (config["axis"],) = config["axis"]
    notes += [f"`{old}` is `{new}` now" for old, new in names.items() if new in config]
    gone = dict(_GONE)
    for part, arguments in _GONE_FROM.items():
        if name.startswith(part) or name.endswith(part):
            gone |= arguments
    for key in [key for key in config if key in gone]:
        if gone[key] is None or config[key] in gone[key]:
            notes.append(f"`{key}={config.pop(key)}` is left out")
    if of_keras_2:
        for key in [key for key, value in config.items() if value == "hard_sigmoid" and key.endswith("activation")]:
            config[key] = dict(_HARD_SIGMOID)
            notes.append(f"`{key}`, the hard sigmoid of Keras 2, keeps its slope of 0.2")
    return new_name, _modern_lambda(config) if name == "Lambda" else config, notes


def _modern_lambda(config):
    """Byte code in today's notation, which is read with `safe_mode=False` only; names as those of functions."""
    config = dict(config)
    config.pop("module", None)
    config.pop("output_shape_module", None)
    for key in ("function", "output_shape"):
        kind, value = config.pop(f"{key}_type", None), config.get(key)
        if value is None:
            config.pop(key, None)
        elif kind == "lambda" and isinstance(value, (list, tuple)) and len(value) == 3:
            code = dict(zip(("code", "defaults", "closure"), value))
            config[key] = {"class_name": "__lambda__", "config": code}
        elif kind == "function" and isinstance(value, str):
            config[key] = {"class_name": "function", "module": "builtins", "config": value}
    return config


def _plain(value):
    """A number or list that Keras 2.2 and before wrote as an array."""
    is_array = isinstance(value, dict) and value.keys() == {"type", "value"} and value["type"] == "ndarray"
    return value["value"] if is_array else value
