"""The config of a functional model: its graph as plain values, and the graph from them."""
from keras.src import backend, tree
from keras.src.layers.core.input_layer import InputLayer
from keras.src.ops.function import Function, make_node_key
from keras.src.ops.numpy import GetItem
from keras.src.ops.operation import Operation
from keras.src.saving import safety, serialization_lib


def config_of(model):
    """The config of a Functional.

    Each operation has the list of its calls under `inbound_nodes`; a tensor among their arguments is written as
    `[operation, call, output]`, calls being counted within this model.
    """
    node_numbers = _number_nodes(model)
    operations = []
    for operation in model.operations:
        config = serialization_lib.serialize_keras_object(operation)
        config["name"] = operation.name
        config["inbound_nodes"] = [
            _node_config(node, node_numbers)
            for node in operation._inbound_nodes
            if make_node_key(operation, node.index) in model._nodes and not node.is_input
        ]
        operations.append(config)

    def address(x):
        name, call, output = _address(x, node_numbers)
        return [name, call + _own_calls(x._keras_history.operation), output]

    return {
        "name": model.name,
        "trainable": model.trainable,
        "layers": operations,
        "input_layers": tree.map_structure(address, model._inputs_struct),
        "output_layers": tree.map_structure(address, model._outputs_struct),
    }


def _number_nodes(model):
    """The number of each call among the calls of its operation that belong to the model."""
    numbers = {}
    for operation in model.operations:
        count = 0
        for index in range(len(operation._inbound_nodes)):
            key = make_node_key(operation, index)
            if key in model._nodes:
                numbers[key] = count
                count += 1
    return numbers


def _address(x, node_numbers):
    operation, node_index, tensor_index = x._keras_history
    return [operation.name, node_numbers[make_node_key(operation, node_index)], tensor_index]


def _own_calls(operation):
    """How many calls come before the first one where the ends of a model are written.

    A functional model's making counts as its first call there; among the arguments of calls it does not.
    """
    return int(isinstance(operation, Function))


def _node_config(node, node_numbers):
    def encode(x):
        if not isinstance(x, backend.KerasTensor):
            return serialization_lib.serialize_keras_object(x)
        config = {"shape": x.shape, "dtype": x.dtype, "keras_history": _address(x, node_numbers)}
        return {"class_name": "__keras_tensor__", "config": config}

    arguments = node.arguments
    return {
        "args": tree.map_structure(encode, arguments.args),
        "kwargs": tree.map_structure(encode, arguments.kwargs),
    }


def serialize_node(node, own_nodes=()):
    """The config of one call; calls are counted among those whose keys (`make_node_key`) are in `own_nodes`."""
    histories = [x._keras_history for x in node.input_tensors]
    numbers = {
        make_node_key(operation, index): sum(make_node_key(operation, i) in own_nodes for i in range(index))
        for operation, index, _ in histories
    }
    return _node_config(node, numbers)


# From a config


def deserialize_node(node_data, created_layers):
    """The list and the dict of arguments of a call.

    Args:
        node_data: The config of the call.
        created_layers: Dict from names to operations.

    Raises:
        IndexError: If an argument is the output of a call that was not made yet.
    """
    found = _Graph(created_layers, dict.fromkeys(created_layers, 0))._arguments(node_data, None)
    if found is None:
        raise IndexError(f"The config refers to calls that were not made yet. Received: {node_data}")
    return list(found[0]), found[1]


def graph_of(config, custom_objects=None):
    """The symbolic inputs and outputs of a config: all operations are made and called again.

    Raises:
        ValueError: If the calls refer to tensors that nothing computes.
    """
    operations, waiting = {}, {}
    for data in config["layers"]:
        operation = _operation_of(data, custom_objects)
        name = data.get("name") or operation.name
        operations[name] = operation
        calls = data.get("inbound_nodes") or []
        if calls and not isinstance(operation, InputLayer):
            waiting[name] = list(calls)
    first_nodes = {name: len(operation._inbound_nodes) for name, operation in operations.items()}
    first_nodes.update({name: 0 for name, operation in operations.items() if isinstance(operation, InputLayer)})
    graph = _Graph(operations, first_nodes)
    while waiting:
        waiting = graph.replay(waiting)
    return graph.ends(config["input_layers"]), graph.ends(config["output_layers"])


def _operation_of(data, custom_objects):
    if "module" not in data:  # The notation of Keras 2.
        data = {"module": "keras.layers", "registered_name": data["class_name"], **data}
    operation = serialization_lib.deserialize_keras_object(data, custom_objects=custom_objects)
    if not isinstance(operation, Operation):
        raise ValueError(f"The config of a functional model names something that is no layer: {data}")
    return operation


class _Graph:
    """Operations that are called again.

    Args:
        operations: Dict from names in the config to operations.
        first_nodes: Dict from names to the number of calls that an operation brought along.
    """

    def __init__(self, operations, first_nodes):
        self.operations = operations
        self.first_nodes = first_nodes
        self.made = []  # the outputs of all calls, which keep these alive

    def tensor(self, address):
        """The KerasTensor at `[operation, call, output]`, or None if there is none yet."""
        name, call, output = address[:3]
        operation = self.operations.get(name)
        if operation is None:
            raise ValueError(f"The config refers to an operation that it does not hold: {name!r}")
        index = self.first_nodes[name] + call
        nodes = operation._inbound_nodes
        return nodes[index].outputs[output] if index < len(nodes) else None

    def ends(self, structure):
        """The KerasTensors for the addresses of the inputs or outputs."""
        if _is_address(structure):
            name, call, output = structure[:3]
            return self.tensor([name, call - min(call, _own_calls(self.operations.get(name))), output])
        if isinstance(structure, dict):
            return {key: self.ends(value) for key, value in structure.items()}
        return type(structure)(self.ends(value) for value in structure)

    def replay(self, waiting):
        """Makes all calls whose arguments exist; returns those that still wait."""
        left, made = {}, 0
        for name, calls in waiting.items():
            operation = self.operations[name]
            while calls:
                arguments = self._arguments(calls[0], operation)
                if arguments is None:
                    left[name] = calls
                    break
                args, kwargs = arguments
                _check_call(name, args, kwargs)
                self.made.append(operation(*args, **kwargs))
                del calls[0]
                made += 1
        if not made:
            raise ValueError(f"The calls of these operations cannot be made in any order: {list(left)}")
        return left

    def _arguments(self, call, operation):
        """`(args, kwargs)` of a call, or None if a tensor is missing."""
        if isinstance(call, dict):
            missing = []

            def decode(value):
                return self._decode(value, missing)

            args = tuple(decode(value) for value in call.get("args", ()))
            kwargs = {key: decode(value) for key, value in call.get("kwargs", {}).items()}
            if isinstance(operation, GetItem):  # JSON has no tuples; the key was one.
                args = (args[0], *(tuple(key) if isinstance(key, list) else key for key in args[1:]))
            return None if missing else (args, kwargs)
        tensors = [self.tensor(address) for address in call]  # The notation of Keras 2.
        if any(x is None for x in tensors):
            return None
        kwargs = call[0][3] if len(call[0]) > 3 else {}
        return (tensors[0] if len(tensors) == 1 else tensors,), kwargs

    def _decode(self, value, missing):
        if isinstance(value, dict):
            if value.get("class_name") == "__keras_tensor__":
                x = self.tensor(_address_in(value["config"]))
                if x is None:
                    missing.append(value)
                return x
            if "class_name" in value and "config" in value:
                return serialization_lib.deserialize_keras_object(value)
            return {key: self._decode(item, missing) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            items = [self._decode(item, missing) for item in value]
            return tuple(items) if isinstance(value, tuple) else items
        return value


def _check_call(name, args, kwargs):
    """Replaying a graph calls operations on tensors of that graph, and nothing else.

    Raises:
        ValueError: If no argument is a tensor, or text stands where a tensor belongs.
    """
    if args and isinstance(args[0], backend.KerasTensor):
        return
    if not any(isinstance(x, backend.KerasTensor) for x in tree.flatten((args, kwargs))):
        raise safety.Refused(f"The config calls {name!r} on no tensor of its graph. Received: {args} and {kwargs}")
    if args and isinstance(args[0], str):
        raise safety.Refused(f"The config calls {name!r} on text, where a tensor belongs. Received: {args[0]!r}")


def _address_in(config):
    address = config.get("keras_history")
    if not _is_address(address):
        raise safety.Refused(f"The config refers to a tensor that is none of its graph: {config}")
    return address


def _is_address(value):
    return (
        isinstance(value, (list, tuple))
        and len(value) >= 3
        and isinstance(value[0], str)
        and all(isinstance(part, int) for part in value[1:3])
    )
