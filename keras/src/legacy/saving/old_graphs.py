"""Graphs of functional models in the notation of Keras 2 as those of today."""
from keras.src.legacy.saving import old_operations
from keras.src.saving import object_registration

_CALLED_ON_STATES = ("RNN", "LSTM", "GRU", "Bidirectional", "ConvLSTM", "CuDNN", "SimpleRNN")
_FUNCTIONS = ("TFOpLambda", "SlicingOpLambda")
_CONSTANT = "_CONSTANT_VALUE"


def is_old(config):
    """Whether the config of a model describes calls as Keras 2 did."""
    layers = config.get("layers")
    if "input_layers" not in config or not isinstance(layers, list):
        return False
    calls = [call for data in layers for call in data.get("inbound_nodes") or ()]
    return any(not (isinstance(call, dict) and "args" in call) for call in calls)


def modern(config):
    """The config of a functional model, as Keras 2 wrote it, with its calls as they are written today.

    A call was a list of `[layer, call, output, keywords]`; a model that is a layer of another one counted its own
    making as its first call; what `keras.ops` records today were layers that called functions of TensorFlow.

    Args:
        config: Dict with `layers`, `input_layers` and `output_layers`.

    Returns:
        A new dict.

    Raises:
        ValueError: If the graph calls a function for which there is no operation.
    """
    counts = {data.get("name"): len(data.get("inbound_nodes") or ()) for data in config["layers"]}
    shifted = _shifted(config, counts)
    layers = [_modern_layer(data, shifted) for data in config["layers"]]
    functional = {data.get("name") for data in config["layers"] if data["class_name"] in ("Functional", "Model")}
    ends = {key: _end(config[key], shifted - functional) for key in ("input_layers", "output_layers")}
    return {**config, **ends, "layers": layers}


def _end(addresses, shifted):
    """The inputs or outputs of a model; a single one was written as a list.

    Calls of functional models are counted there as in Keras 2.
    """
    found = _with_indices(addresses, shifted)
    return found[0] if len(found) == 1 and isinstance(found, list) else found


def _shifted(config, counts):
    """Names of the layers whose calls are counted from 1."""
    found = set()

    def visit(value):
        if _is_address(value):
            if value[1] and value[1] >= counts.get(value[0], value[1] + 1):
                found.add(value[0])
            value = value[3:]
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
            visit(item)

    visit([data.get("inbound_nodes") for data in config["layers"]])
    visit([config["input_layers"], config["output_layers"]])
    return found


def _is_address(value):
    return (
        isinstance(value, (list, tuple))
        and len(value) in (3, 4)
        and isinstance(value[0], str)
        and all(isinstance(part, int) for part in value[1:3])
    )


def _with_indices(value, shifted):
    """Addresses of tensors, with calls counted from 0."""
    if _is_address(value):
        return [value[0], value[1] - (value[0] in shifted), value[2]]
    if isinstance(value, dict):
        return {key: _with_indices(item, shifted) for key, item in value.items()}
    return [_with_indices(item, shifted) for item in value]


def _modern_layer(data, shifted):
    calls = data.get("inbound_nodes") or []
    if all(isinstance(call, dict) and "args" in call for call in calls):
        return data
    is_function = data["class_name"] in _FUNCTIONS and not object_registration.get_registered_object(data["class_name"])
    pairs = [_modern_call(call, data, shifted) for call in calls]
    if is_function:
        described = [old_operations.modern(data, *pair) for pair in pairs]
        operation = described[0][0]
        return {**operation, "inbound_nodes": [{"args": args, "kwargs": {}} for _, args in described]}
    return {**data, "inbound_nodes": [{"args": args, "kwargs": kwargs} for args, kwargs in pairs]}


def _modern_call(call, data, shifted):
    """The arguments of one call as `(args, kwargs)`."""
    if _is_entry(call):
        call = [call]
        inputs = _argument(call[0], shifted)
    elif isinstance(call, dict):
        inputs = {key: _argument(value, shifted) for key, value in call.items()}
        call = list(call.values())
    else:
        inputs = [_argument(entry, shifted) for entry in call]
    first = call[0] if call else ()
    keywords = first[3] if len(first) > 3 and isinstance(first[3], dict) else {}
    kwargs = {key: _keyword(value, shifted) for key, value in keywords.items()}
    if isinstance(inputs, list) and data["class_name"].startswith(_CALLED_ON_STATES) and len(inputs) > 1:
        inputs, *states = inputs
        kwargs["initial_state"] = states
    if isinstance(inputs, list) and len(inputs) == 1 and data["config"].get("function") not in ("concat", "stack"):
        inputs = inputs[0]
    return [inputs], kwargs


def _is_entry(value):
    return _is_address(value) or (isinstance(value, (list, tuple)) and len(value) > 2 and value[0] == _CONSTANT)


def _argument(entry, shifted):
    """A tensor or a constant that a layer was called on."""
    if not _is_entry(entry):
        return [_argument(item, shifted) for item in entry] if isinstance(entry, (list, tuple)) else entry
    return entry[2] if entry[0] == _CONSTANT else _tensor(entry, shifted)


def _keyword(value, shifted):
    """The value of an argument by name, in which addresses are tensors."""
    if _is_entry(value):
        return _argument(value, shifted)
    if isinstance(value, (list, tuple)):
        return [_keyword(item, shifted) for item in value]
    if isinstance(value, dict):
        return {key: _keyword(item, shifted) for key, item in value.items()}
    return value


def _tensor(address, shifted):
    history = _with_indices(address, shifted)
    return {"class_name": "__keras_tensor__", "config": {"keras_history": history}}
