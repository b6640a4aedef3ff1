"""Node: one call of an operation on symbolic tensors.

Who keeps whom alive, so that a graph is freed when its last user lets go, without the garbage collector: a tensor its
operation, an operation its first call, a call its arguments. Everything else (a call its operation and its outputs,
a layer the calls that follow) is referred to weakly. Further calls of an operation may depend on its first one;
they are kept alive by their outputs. An output that nobody holds is made again when it is asked for.
"""
import collections
import weakref

from keras.src import tree
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.symbolic_arguments import SymbolicArguments


class KerasHistory(collections.namedtuple("KerasHistory", ["operation", "node_index", "tensor_index"])):
    """Where a KerasTensor comes from: which output of which call of which operation."""

    node = None  # the call, where the tensor has to keep it alive


NO_HISTORY = KerasHistory(None, 0, 0)  # of a KerasTensor that was made by hand


class NodeList(list):
    """A list of nodes that keeps the first few of them alive, and drops others when they die.

    Places do not change: what has died leaves its own empty, and counts.

    Args:
        owned: Integer, how many nodes it keeps alive.
    """

    __slots__ = ("owned",)

    def __init__(self, owned):
        super().__init__()
        self.owned = owned

    def append(self, node):
        super().append(node if len(self) < self.owned else weakref.ref(node))

    def __getitem__(self, place):
        found = super().__getitem__(place)
        if isinstance(place, slice):
            return [node for node in map(_node, found) if node is not None]
        return _node(found)

    def __iter__(self):
        return (node for node in map(_node, super().__iter__()) if node is not None)


def _node(entry):
    return entry() if type(entry) is weakref.ref else entry


class Node:
    """One call of an operation: its arguments, its outputs, and the calls that these came from.

    Making a node enters it in the lists of the operations that it connects, and notes on each output where it
    comes from. Together the nodes are the graph of a functional model.

    Args:
        operation: The operation that was called.
        call_args: Tuple, its positional arguments.
        call_kwargs: Dict, its keyword arguments.
        outputs: KerasTensors in any structure.
    """

    __slots__ = ("_operation", "index", "arguments", "_records", "_living", "__weakref__")

    def __init__(self, operation, call_args=None, call_kwargs=None, outputs=None):
        outputs = [outputs] if isinstance(outputs, KerasTensor) else tree.flatten(outputs)
        for tensor in outputs:
            if not isinstance(tensor, KerasTensor):
                raise ValueError(
                    "Every output of an operation on symbolic tensors must be a KerasTensor. "
                    f"Received from {operation.name}: {tensor!r}"
                )
        self._operation = weakref.ref(operation)
        self.arguments = _with_originals(SymbolicArguments(*(call_args or ()), **(call_kwargs or {})))
        for tensor in self.arguments.keras_tensors:
            if tensor._keras_history.operation is not None:
                tensor._keras_history.operation._outbound_nodes.append(self)
        self.index = len(operation._inbound_nodes)
        operation._inbound_nodes.append(self)
        # An output's attributes are the node's as well, so that the output can be made again.
        self._records = [(type(tensor), tensor.__dict__) for tensor in outputs]
        self._living = [weakref.ref(tensor) for tensor in outputs]
        for i, tensor in enumerate(outputs):
            tensor._keras_history = self._history(operation, i)

    def _history(self, operation, tensor_index):
        history = KerasHistory(operation, self.index, tensor_index)
        if self.index:
            history.node = self
        return history

    @property
    def operation(self):
        """The operation that was called. It is kept alive by its tensors and by the models that use it."""
        return self._operation()

    @property
    def parent_nodes(self):
        """The calls that the arguments came from, a list."""
        nodes = map(node_of, self.arguments.keras_tensors)
        return list(dict.fromkeys(node for node in nodes if node is not None))

    @property
    def input_tensors(self):
        """The KerasTensors among the arguments, a list."""
        return self.arguments.keras_tensors

    @property
    def outputs(self):
        """The outputs, a flat list."""
        return [self.output(i) for i in range(len(self._living))]

    output_tensors = outputs

    def output(self, tensor_index):
        """One of the outputs: the tensor that was there if it lives, else one in its place."""
        tensor = self._living[tensor_index]()
        if tensor is None:
            kind, tensor_attributes = self._records[tensor_index]
            tensor = kind.__new__(kind)
            tensor.__dict__ = tensor_attributes
            tensor._keras_history = self._history(self.operation, tensor_index)
            self._living[tensor_index] = weakref.ref(tensor)
        return tensor

    def output_keys(self):
        """The `tensor_key` of each output, a list."""
        return [(id(self.operation), self.index, i) for i in range(len(self._living))]

    @property
    def is_input(self):
        """Whether the node is a source of the graph."""
        return not self.arguments.keras_tensors

    def __repr__(self):
        return f"<Node operation={self.operation.name}, id={id(self)}>"


def node_of(tensor):
    """The call that a tensor came from, or None for one that was made by hand."""
    operation, node_index, _ = tensor._keras_history
    return operation._inbound_nodes[node_index] if operation is not None else None


def tensor_key(tensor):
    """What identifies a tensor of a graph, also if it is made again: its history, or itself if it has none."""
    operation, node_index, tensor_index = tensor._keras_history
    return id(tensor) if operation is None else (id(operation), node_index, tensor_index)


def _original(tensor):
    """The output of which a tensor is a cast copy. A layer casts its inputs itself; its graph begins before."""
    history = getattr(tensor, "_keras_history", None)
    if history is None:
        history = tensor._keras_history = NO_HISTORY
    operation, node_index, tensor_index = history
    return tensor if operation is None else operation._inbound_nodes[node_index].output(tensor_index)


def _with_originals(arguments):
    if all([_original(tensor) is tensor for tensor in arguments.keras_tensors]):
        return arguments
    args, kwargs = arguments.convert(_original)
    return SymbolicArguments(*args, **kwargs)
