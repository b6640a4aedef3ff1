"""Parts of graphs, and configs of single calls."""
import keras
from keras.src.models import functional as F


def graph():
    """An input, and the outputs of two layers after it; the first is called once before."""
    x, first = keras.Input((3,), name="in"), keras.layers.Dense(2, name="first")
    first(x)
    inner = first(x)
    return x, inner, keras.layers.ReLU(name="last")(inner)


def test_parts_of_a_graph():
    x, inner, y = graph()
    names = lambda *ends: [node.operation.name for node in F.find_nodes_by_inputs_and_outputs(*ends)]
    assert names(x, y) == ["in", "first", "last"] and names([inner], [y]) == ["last"]
    (fresh,), (end,) = F.clone_graph_nodes([inner], [y])
    assert F.is_input_keras_tensor(fresh) and not F.is_input_keras_tensor(inner)
    assert end._keras_history.operation is y._keras_history.operation and keras.Model(fresh, end).count_params() == 0


def test_copies_of_tensors_belong_to_no_graph():
    x, inner, _ = graph()
    known = {}
    copies = F.clone_keras_tensors({"a": [x, inner], "b": x}, known)
    assert copies["a"][0] is copies["b"] and set(known) == {id(x), id(inner)}
    assert copies["b"].name == "in_clone" and copies["b"].shape == (None, 3)
    assert not hasattr(F.clone_single_keras_tensor(inner), "_keras_history")


def test_the_config_of_a_call():
    x, inner, y = graph()
    last, first = y._keras_history.operation, inner._keras_history.operation
    config = F.serialize_node(last._inbound_nodes[0])
    address = lambda config: config["args"][0]["config"]["keras_history"]
    assert address(config) == ["first", 0, 0]
    assert address(F.serialize_node(last._inbound_nodes[0], {f"{id(first)}_ib-0"})) == ["first", 1, 0]
    args, kwargs = F.deserialize_node(config, {"first": first})
    assert args[0] is first._inbound_nodes[0].outputs[0] and kwargs == {}


def test_an_operation_with_the_arguments_of_its_context():
    dropout, relu = keras.layers.Dropout(0.999, seed=0), keras.layers.ReLU()
    ones = keras.ops.ones((1, 8))
    assert float(keras.ops.sum(F.operation_fn(dropout, training=False)(ones))) == 8
    assert F.operation_fn(relu, training=True) is relu and F.operation_fn(dropout, training=None) is dropout
