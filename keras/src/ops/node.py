"""Node: one call of an operation on symbolic tensors.

Who keeps whom alive, so that a graph is freed when its last user lets go, without the garbage collector: a tensor its
operation, an operation the record of its first call, a record the arguments. A Node is a view of operation and record
that is made when it is asked for. Further calls of an operation may depend on its first one; their records are kept
alive by their outputs. A record refers to its outputs weakly: one that nobody holds is made again when it is asked for.
"""
import collections
import weakref

from keras.src import tree
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.symbolic_arguments import SymbolicArguments


class KerasHistory(collections.namedtuple("KerasHistory", ["operation", "node_index", "tensor_index"])):
    """Where a KerasTensor comes from: which output of which call of which operation."""

    record = None  # of the call, which the tensor keeps alive


NO_HISTORY = KerasHistory(None, 0, 0)  # of a KerasTensor that was made by hand


class NodeList(list):
    """A list of nodes that keeps the records of the first few of them alive, and drops others when they die.

    Places do not change: what has died leaves its own empty, and counts.

    Args:
        owned: Integer, how many records it keeps alive.
    """

    __slots__ = ("owned",)

    def __init__(self, owned):
        super().__init__()
        self.owned = owned

    def append(self, node):
        self.append_record(node._record)

    def append_record(self, record):
        super().append(record if len(self) < self.owned else weakref.ref(record))

    def __getitem__(self, place):
        found = super().__getitem__(place)
        if isinstance(place, slice):
            return [node for node in map(_node, found) if node is not None]
        return _node(found)

    def __iter__(self):
        return (node for node in map(_node, super().__iter__()) if node is not None)


def _node(entry):
    record = entry() if type(entry) is weakref.ref else entry
    return record.node() if record is not None else None


class _Record:
    """What is known of a call.

    Attributes: `operation`, a weak reference; `index`, the number of the call; `arguments`; `attributes`, of each
    output its class and its `__dict__`, which is the output's own; `keys`, the `tensor_key` of each; `outputs` and
    `view`, weak references.
    """

    __slots__ = ("operation", "index", "arguments", "attributes", "keys", "outputs", "view", "__weakref__")

    def node(self):
        node, operation = self.view and self.view(), self.operation()
        return Node.view_of(self, operation) if node is None and operation is not None else node

    def history(self, operation, tensor_index):
        history = KerasHistory(operation, self.index, tensor_index)
        history.record = self
        return history

    def output(self, tensor_index):
        tensor = self.outputs[tensor_index]()
        if tensor is None:
            kind, attributes = self.attributes[tensor_index]
            tensor = kind.__new__(kind)
            tensor.__dict__ = attributes
            tensor._keras_history = self.history(self.operation(), tensor_index)
            self.outputs[tensor_index] = weakref.ref(tensor)
        return tensor


def record_call(operation, args, kwargs, outputs):
    """What making a `Node` does, for calls of which nobody wants to see the node yet."""
    outputs = [outputs] if isinstance(outputs, KerasTensor) else tree.flatten(outputs)
    for tensor in outputs:
        if not isinstance(tensor, KerasTensor):
            raise ValueError(
                "Every output of an operation on symbolic tensors must be a KerasTensor. "
                f"Received from {operation.name}: {tensor!r}"
            )
    record = _Record()
    record.view = None
    record.operation = weakref.ref(operation)
    record.index = len(operation._inbound_nodes)
    record.arguments = _with_originals(SymbolicArguments(*args, **kwargs))
    record.attributes = [(type(tensor), tensor.__dict__) for tensor in outputs]
    record.outputs = [weakref.ref(tensor) for tensor in outputs]
    record.keys = [(id(record), i) for i in range(len(outputs))]
    for tensor in record.arguments.keras_tensors:
        if tensor._keras_history.operation is not None:
            _enter(tensor._keras_history.operation._outbound_nodes, record)
    _enter(operation._inbound_nodes, record)
    for i, tensor in enumerate(outputs):
        tensor._keras_history = record.history(operation, i)
    return record


def _enter(nodes, record):
    if type(nodes) is NodeList:
        nodes.append_record(record)
    else:  # A list that was put in its place, to see the calls of a while.
        nodes.append(record.node())


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

    __slots__ = ("operation", "_record", "__weakref__")

    def __init__(self, operation, call_args=None, call_kwargs=None, outputs=None):
        self.operation = operation
        self._record = record_call(operation, call_args or (), call_kwargs or {}, outputs)
        self._record.view = weakref.ref(self)

    @classmethod
    def view_of(cls, record, operation):
        """The node of a call that is recorded already."""
        node = cls.__new__(cls)
        node.operation, node._record = operation, record
        record.view = weakref.ref(node)
        return node

    @property
    def index(self):
        """The number of the call among the calls of the operation."""
        return self._record.index

    @property
    def arguments(self):
        """The arguments of the call, a SymbolicArguments."""
        return self._record.arguments

    @property
    def parent_nodes(self):
        """The calls that the arguments came from, a list."""
        nodes = map(node_of, self.input_tensors)
        return list(dict.fromkeys(node for node in nodes if node is not None))

    @property
    def input_tensors(self):
        """The KerasTensors among the arguments, a list."""
        return self._record.arguments.keras_tensors

    @property
    def outputs(self):
        """The outputs, a flat list. One that nobody held is made again."""
        return [self._record.output(i) for i in range(len(self._record.outputs))]

    output_tensors = outputs

    @property
    def output_keys(self):
        """The `tensor_key` of each output, a list."""
        return self._record.keys

    @property
    def is_input(self):
        """Whether the node is a source of the graph."""
        return not self.input_tensors

    def __repr__(self):
        return f"<Node operation={self.operation.name}, id={id(self)}>"


def node_of(tensor):
    """The call that a tensor came from, or None for one that was made by hand."""
    record = _record_of(tensor._keras_history)
    return record.node() if record is not None else None


def tensor_key(tensor):
    """What identifies a tensor of a graph, also if it is made again: its history, or itself if it has none."""
    history = tensor._keras_history
    record = _record_of(history)
    return id(tensor) if record is None else record.keys[history.tensor_index]


def _record_of(history):
    operation, node_index, _ = history
    if history.record is None and operation is not None:  # The history was written by somebody else.
        return operation._inbound_nodes[node_index]._record
    return history.record


def _original(tensor):
    """The output of which a tensor is a cast copy. A layer casts its inputs itself; its graph begins before."""
    history = getattr(tensor, "_keras_history", None)
    if history is None:
        history = tensor._keras_history = NO_HISTORY
    record = _record_of(history)
    return tensor if record is None else record.output(history.tensor_index)


def _with_originals(arguments):
    if all(_original(tensor) is tensor for tensor in arguments.keras_tensors):
        return arguments
    args, kwargs = arguments.convert(_original)
    return SymbolicArguments(*args, **kwargs)
