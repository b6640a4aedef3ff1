"""The layers of a model as nodes of a graph, for TensorBoard to draw."""
from keras.src.ops.node import tensor_key


def nodes_of(model):
    """The layers of a model, those of models inside under the model's name.

    Args:
        model: Model; one that is no graph of layers, or is not built, has no nodes.

    Returns:
        List of tuples `(name, class name, names of the nodes before, shapes of the outputs)`.
    """
    nodes = []
    if _graph_of(model) is not None:
        _add_model(nodes, set(), model, "", ())
    return nodes


def _graph_of(model):
    """What holds the calls of a functional or sequential model, or None for another object."""
    graph = getattr(model, "_functional", None) or model
    return graph if hasattr(graph, "_nodes_by_depth") else None


def _add_model(nodes, taken, model, scope, sources):
    """Adds the layers of a model whose inputs come from the nodes `sources`; returns the nodes of its outputs."""
    graph = _graph_of(model)
    names = dict(zip(map(tensor_key, graph.inputs), sources))  # the node that each tensor comes from
    for depth in sorted(graph._nodes_by_depth, reverse=True):
        for node in graph._nodes_by_depth[depth]:
            if node.is_input and sources:
                continue
            layer, before = node.operation, [names[tensor_key(x)] for x in node.input_tensors]
            name = _free(taken, scope + layer.name)
            if _graph_of(layer) is not None:
                after = _add_model(nodes, taken, layer, f"{name}/", before)
            else:
                nodes.append((name, type(layer).__name__, before, [x.shape for x in node.output_tensors]))
                after = [name] * len(node.output_keys)
            names.update(zip(node.output_keys, after))
    return [names[tensor_key(x)] for x in graph.outputs]


def _free(taken, name):
    """A name that no node has yet: a layer may be called several times."""
    count, free = 0, name
    while free in taken:
        count += 1
        free = f"{name}_{count}"
    taken.add(free)
    return free
