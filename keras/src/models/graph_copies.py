"""Parts of graphs: their nodes, and copies of them."""
from keras.src import tree
from keras.src.backend import KerasTensor
from keras.src.layers.core.input_layer import InputLayer
from keras.src.ops.function import _Plan as Plan
from keras.src.ops.function import map_graph


def is_input_layer_output(x):
    """Whether a KerasTensor is what an input layer holds."""
    history = getattr(x, "_keras_history", None)
    return history is not None and isinstance(history.operation, InputLayer)


def clone_graph_nodes(inputs, outputs):
    """The part of a graph between tensors, with new inputs in the place of those that are none, and its new outputs."""
    flat_inputs, flat_outputs = tree.flatten(inputs), tree.flatten(outputs)
    _, nodes_by_depth, _, _ = map_graph(flat_inputs, flat_outputs)
    fresh = [x if is_input_layer_output(x) else _input_like(x) for x in flat_inputs]
    values = Plan(flat_inputs, flat_outputs, nodes_by_depth).run(fresh)
    return tree.pack_sequence_as(inputs, fresh), tree.pack_sequence_as(outputs, values)


def _input_like(x):
    return InputLayer(
        batch_shape=x.shape, dtype=x.dtype, sparse=x.sparse, ragged=x.ragged, name=f"{x.name}CLONE"
    ).output


def clone_single_keras_tensor(x):
    """A KerasTensor of the shape and dtype of `x` that belongs to no graph."""
    return KerasTensor(x.shape, dtype=x.dtype, sparse=x.sparse, ragged=x.ragged, name=f"{x.name}_clone")


def clone_keras_tensors(tensors, kt_id_mapping):
    """Copies of KerasTensors, one for each; `kt_id_mapping`, a dict, says by id which there are, and gets the new."""

    def clone(x):
        if not isinstance(x, KerasTensor):
            return x
        if id(x) not in kt_id_mapping:
            kt_id_mapping[id(x)] = clone_single_keras_tensor(x)
        return kt_id_mapping[id(x)]

    return tree.map_structure(clone, tensors)


def find_nodes_by_inputs_and_outputs(inputs, outputs):
    """The nodes between tensors, in the order in which they run."""
    _, nodes_by_depth, _, _ = map_graph(tree.flatten(inputs), tree.flatten(outputs))
    nodes = [node for depth in sorted(nodes_by_depth, reverse=True) for node in nodes_by_depth[depth]]
    ends = {id(x._keras_history.operation) for x in tree.flatten(inputs) if not is_input_layer_output(x)}
    return [node for node in nodes if id(node.operation) not in ends]
