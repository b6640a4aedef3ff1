"""Symbolic calls of models that are no graphs of layers themselves: what `model.input` and `summary()` need."""
from keras.src import backend, tree
from keras.src.layers.core.input_layer import Input


def symbolic_inputs(model, batch="free"):
    """Symbolic inputs of the shapes with which a model was built.

    Args:
        model: A built model.
        batch: `"free"` for a batch of any size, `"built"` for that with which the model was built.

    Returns:
        Dict of the arguments of `model.call`; None if they are not known.
    """
    shapes = model._build_shapes_dict
    if not model.built or not shapes or not all(shapes.values()):
        return None

    def symbol(shape):
        shape = tuple(shape)
        return Input(batch_shape=(None, *shape[1:]) if batch == "free" else shape, dtype=model.input_dtype)

    inputs = {name: tree.map_shape_structure(symbol, shape) for name, shape in shapes.items()}
    if len(inputs) == 1:
        return {model.call_signature_parameters[0]: next(iter(inputs.values()))}
    return {name.removesuffix("_shape"): x for name, x in inputs.items()}


def symbolic_graph(model):
    """The symbolic inputs and outputs of a model, its `call` run once on symbols.

    Raises:
        AttributeError: If the model is not built, or its `call` takes no symbols.
    """
    inputs = symbolic_inputs(model)
    if inputs is None:
        raise AttributeError(f"Model {model.name!r} has no symbolic inputs yet: it is not built.")
    try:
        outputs = model.call(**inputs)
    except Exception as e:
        raise AttributeError(
            f"Model {model.name!r} has no symbolic inputs and outputs: its `call` fails on symbolic tensors: {e}"
        ) from e
    if not all(isinstance(x, backend.KerasTensor) for x in tree.flatten(outputs)):
        raise AttributeError(f"Model {model.name!r} has no symbolic outputs: its `call` gives other values.")
    return (next(iter(inputs.values())) if len(inputs) == 1 else inputs), outputs


def traced_shapes(model):
    """`{id(layer): (shapes of its inputs, of its outputs)}` of the last call in a symbolic call of the model.

    The call leaves nothing behind. The dict is empty if it fails.
    """
    inputs = symbolic_inputs(model, batch="built")
    if inputs is None:
        return {}
    layers = model._flatten_layers(include_self=False)
    before = [(layer, layer._inbound_nodes, layer._outbound_nodes) for layer in layers]
    for layer in layers:
        layer._inbound_nodes, layer._outbound_nodes = [], []  # of this call alone
    try:
        model.call(**inputs)
        return {id(layer): _shapes(layer._inbound_nodes[-1]) for layer in layers if layer._inbound_nodes}
    except Exception:  # user code that needs values; the shapes stay unknown
        return {}
    finally:
        for layer, inbound, outbound in before:
            layer._inbound_nodes, layer._outbound_nodes = inbound, outbound


def _shapes(node):
    return [x.shape for x in node.input_tensors], [x.shape for x in node.output_tensors]
