"""Node: one call of an operation on symbolic tensors."""
import collections

from keras.src import tree
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.symbolic_arguments import SymbolicArguments

KerasHistory = collections.namedtuple("KerasHistory", ["operation", "node_index", "tensor_index"])
KerasHistory.__doc__ = "Where a KerasTensor comes from: which output of which call of which operation."

NO_HISTORY = KerasHistory(None, 0, 0)  # of a KerasTensor that was made by hand


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

    def __init__(self, operation, call_args=None, call_kwargs=None, outputs=None):
        self.operation = operation
        self.arguments = _with_originals(SymbolicArguments(*(call_args or ()), **(call_kwargs or {})))
        self.outputs = [outputs] if isinstance(outputs, KerasTensor) else tree.flatten(outputs)
        for tensor in self.outputs:
            if not isinstance(tensor, KerasTensor):
                raise ValueError(
                    "Every output of an operation on symbolic tensors must be a KerasTensor. "
                    f"Received from {operation.name}: {tensor!r}"
                )
        self.parent_nodes = []
        for tensor in self.arguments.keras_tensors:
            if getattr(tensor, "_keras_history", None) is None:
                tensor._keras_history = NO_HISTORY
            history = tensor._keras_history
            if history.operation is None:
                continue
            parent = history.operation._inbound_nodes[history.node_index]
            parent.operation._outbound_nodes.append(self)
            if parent not in self.parent_nodes:
                self.parent_nodes.append(parent)
        operation._inbound_nodes.append(self)
        index = len(operation._inbound_nodes) - 1
        for i, tensor in enumerate(self.outputs):
            tensor._keras_history = KerasHistory(operation, index, i)

    @property
    def input_tensors(self):
        """The KerasTensors among the arguments, a list."""
        return self.arguments.keras_tensors

    @property
    def output_tensors(self):
        """The outputs, a flat list."""
        return self.outputs

    @property
    def is_input(self):
        """Whether the node is a source of the graph."""
        return not self.arguments.keras_tensors

    def __repr__(self):
        return f"<Node operation={self.operation.name}, id={id(self)}>"


def _original(tensor):
    """The output of which a tensor is a cast copy. A layer casts its inputs itself; its graph begins before."""
    operation, node_index, tensor_index = getattr(tensor, "_keras_history", None) or NO_HISTORY
    return tensor if operation is None else operation._inbound_nodes[node_index].outputs[tensor_index]


def _with_originals(arguments):
    if all(_original(tensor) is tensor for tensor in arguments.keras_tensors):
        return arguments
    args, kwargs = arguments.convert(_original)
    return SymbolicArguments(*args, **kwargs)
