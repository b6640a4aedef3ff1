"""Function: a graph of operations between given inputs and outputs, run as a flat list of steps."""
import collections

from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.backend.common import masking
from keras.src.backend.common.global_state import state
from keras.src.backend.common.keras_tensor import KerasTensor, any_symbolic_tensors
from keras.src.ops.node import NO_HISTORY, node_of, tensor_key
from keras.src.ops.operation import Operation


@keras_export("keras.Function")
class Function(Operation):
    """The computation that leads from some symbolic tensors to others, as one operation.

    Args:
        inputs: KerasTensors in any structure.
        outputs: KerasTensors in any structure, computed from `inputs`.
        name: String; by default `function`, `function_1`, ...

    Raises:
        ValueError: If an output cannot be reached from the inputs, or the graph has a cycle.

    Example:

    >>> a, b = keras.KerasTensor((2,)), keras.KerasTensor((2,))
    >>> f = keras.Function([a, b], a * 2 + b)
    >>> keras.ops.convert_to_numpy(f([keras.ops.ones(2), keras.ops.ones(2)])).tolist()
    [3.0, 3.0]
    """

    def __init__(self, inputs, outputs, name=None):
        super().__init__(name=name)
        self._set_graph(inputs, outputs)

    def _set_graph(self, inputs, outputs):
        self._inputs_struct = tree.map_structure(lambda x: x, inputs)
        self._outputs_struct = tree.map_structure(lambda x: x, outputs)
        self._inputs = tree.flatten(inputs)
        self._outputs = tree.flatten(outputs)
        for tensor in self._inputs:
            if getattr(tensor, "_keras_history", None) is None:
                tensor._keras_history = NO_HISTORY
        if not self._inputs:
            raise ValueError("Argument `inputs` of a Function must not be empty. Received: inputs=" + repr(inputs))
        if not self._outputs:
            raise ValueError("Argument `outputs` of a Function must not be empty. Received: outputs=" + repr(outputs))
        graph = map_graph(self._inputs, self._outputs)
        self._nodes, self._nodes_by_depth, self._operations, self._operations_by_depth = graph
        self._plan = _Plan(self._inputs, self._outputs, self._nodes_by_depth)

    @property
    def operations(self):
        """The operations of the graph, inputs first."""
        return self._operations[:]

    @property
    def inputs(self):
        """Flat list of the symbolic inputs."""
        return self._inputs

    @property
    def outputs(self):
        """Flat list of the symbolic outputs."""
        return self._outputs

    def compute_output_spec(self, inputs):
        """KerasTensors in the structure of the outputs, for inputs of perhaps other shapes."""
        self._assert_input_compatibility(inputs)
        if all(a.shape == b.shape and a.dtype == b.dtype for a, b in zip(tree.flatten(inputs), self._inputs)):
            return tree.map_structure(
                lambda x: KerasTensor(x.shape, dtype=x.dtype, sparse=x.sparse, ragged=x.ragged), self._outputs_struct
            )
        if state.graph_steps_left is not None:
            self._count_steps()
        return self._run_through_graph(inputs, operation_fn=lambda operation: operation.compute_output_spec)

    def _count_steps(self):
        state.graph_steps_left -= len(self._plan.steps)
        if state.graph_steps_left < 0:
            raise ValueError(
                "The models inside of models call each other so often that finding their shapes takes long. If you "
                "trust the config, load it with `safe_mode=False`."
            )

    def compute_output_shape(self, input_shape):
        """Shapes in the structure of the outputs.

        Args:
            input_shape: Shapes in the structure of the inputs.
        """
        shapes = iter(_flat_shapes(input_shape))
        specs = tree.map_structure(lambda x: KerasTensor(next(shapes), dtype=x.dtype), self._inputs_struct)
        return tree.map_structure(lambda x: x.shape, self.compute_output_spec(specs))

    def call(self, inputs):
        """Computes the outputs.

        Args:
            inputs: Tensors in the structure of the symbolic inputs.
        """
        self._assert_input_compatibility(inputs)
        return self._run_through_graph(inputs, operation_fn=lambda operation: operation)

    def _run_through_graph(self, inputs, operation_fn, call_fn=None):
        """Walks the plan.

        Args:
            inputs: Values in the structure of the inputs.
            operation_fn: From an operation of the graph to what is called in its place.
            call_fn: `call_fn(operation, *args, **kwargs)`, called with what `operation_fn` gave.
        """
        values = self._plan.run(tree.flatten(inputs), operation_fn, call_fn)
        return tree.pack_sequence_as(self._outputs_struct, values)

    def _assert_input_compatibility(self, inputs):
        try:
            tree.assert_same_structure(inputs, self._inputs_struct)
        except ValueError as e:
            raise ValueError(
                f"{self.name} was called with inputs of another structure than it was made with. "
                f"Expected: {self._inputs_struct}. Received: inputs={inputs}"
            ) from e
        for given, expected in zip(tree.flatten(inputs), self._inputs):
            if not _fits(given.shape, expected.shape):
                raise ValueError(
                    f"{self.name} was called with an incompatible input. Expected shape {expected.shape} for "
                    f"input {expected.name!r}. Received: shape={tuple(given.shape)}"
                )

    def _obj_type(self):
        return "Function"


def _fits(shape, expected):
    return len(shape) == len(expected) and all(a == b or a is None or b is None for a, b in zip(shape, expected))


def _flat_shapes(shapes):
    """The shapes inside a structure of shapes: tuples or lists of integers and None."""
    if isinstance(shapes, (tuple, list)) and all(d is None or isinstance(d, int) for d in shapes):
        return [tuple(shapes)]
    values = shapes.values() if isinstance(shapes, dict) else shapes
    return [flat for shape in values for flat in _flat_shapes(shape)]


# The flat plan


class Step:
    """One call of the plan.

    Attributes: `operation`; `arguments`, its SymbolicArguments; `source`, the slot of the only argument, or None;
    `args` and `kwargs` otherwise, where a function of the slots stands for each argument with tensors in it;
    `targets`, the slots of the outputs; `done`, slots that no later step reads.
    """

    __slots__ = ("operation", "arguments", "source", "args", "kwargs", "slots", "targets", "done", "node")

    def leading_operands(self, slots, count):
        """The values of the first `count` arguments."""
        if self.source is not None:
            return (slots[self.source],)
        readers = [*self.args, *[reader for _, *reader in self.kwargs]][:count]
        return [value if read is None else read(slots) for read, value in readers]


_NESTED = (list, tuple, dict)


class _Plan:
    """A graph as a list of steps over numbered slots.

    Args:
        inputs: Flat list of KerasTensors.
        outputs: Flat list of KerasTensors.
        nodes_by_depth: From `map_graph`.
    """

    def __init__(self, inputs, outputs, nodes_by_depth):
        self.slot_of = {}
        for tensor in inputs:
            self._slot(tensor_key(tensor))
        self.input_slots = [self._slot_of(tensor) for tensor in inputs]
        self.steps = [
            self._step(node)
            for depth in sorted(nodes_by_depth, reverse=True)
            for node in nodes_by_depth[depth]
            if not node.is_input and not all(key in self.slot_of for key in node.output_keys)
        ]
        self.output_slots = [self._slot_of(tensor) for tensor in outputs]
        self._note_last_uses()
        self._lines = [
            (
                step,
                step.operation,
                step.source,
                step.targets[0] if len(step.targets) == 1 else None,
                step.done,
                step.operation._masked_operands,
            )
            for step in self.steps
        ]

    def _slot(self, key):
        return self.slot_of.setdefault(key, len(self.slot_of))

    def _slot_of(self, tensor):
        return self.slot_of[tensor_key(tensor)]

    def _step(self, node):
        step = Step()
        step.node, step.operation, step.arguments = node, node.operation, node.arguments
        single = node.arguments._single_positional_tensor
        step.source = self._slot_of(single) if single is not None else None
        step.slots = [self._slot_of(t) for t in node.arguments.keras_tensors]
        step.args = [self._reader(value) for value in node.arguments.args]
        step.kwargs = [(name, *self._reader(value)) for name, value in node.arguments.kwargs.items()]
        step.targets = [self._slot(key) for key in node.output_keys]
        return step

    def _reader(self, value):
        """`(function of the slots, None)` for an argument with tensors in it, `(None, value)` for others."""
        if isinstance(value, KerasTensor):
            slot = self._slot_of(value)
            return lambda slots: slots[slot], None
        if not any_symbolic_tensors((value,)):
            return None, value
        if type(value) in (list, tuple):
            kind, readers = type(value), [self._reader(item) for item in value]
            return lambda slots: kind([item if read is None else read(slots) for read, item in readers]), None
        if type(value) is dict:
            items = [(key, *self._reader(item)) for key, item in value.items()]
            return lambda slots: {key: item if read is None else read(slots) for key, read, item in items}, None
        slot_of = self.slot_of
        return lambda slots: tree.map_structure(
            lambda x: slots[slot_of[tensor_key(x)]] if isinstance(x, KerasTensor) else x, value
        ), None

    def _note_last_uses(self):
        """Lets go of values as soon as nothing needs them, so that they do not pile up in eager runs."""
        kept = set(self.output_slots)
        for step in reversed(self.steps):
            used = {*step.slots, *step.targets}
            step.done = tuple(used - kept)
            kept |= used

    def run(self, values, operation_fn=None, call_fn=None):
        """Runs all steps on the flat inputs; returns the flat outputs."""
        slots = [None] * len(self.slot_of)
        for slot, value in zip(self.input_slots, values):
            slots[slot] = value
        for step, function, source, target, done, masked in self._lines:
            if operation_fn is not None:
                function = operation_fn(function)
            if source is not None and call_fn is None:
                outputs = function(slots[source])
            else:
                args = [value if read is None else read(slots) for read, value in step.args]
                kwargs = {name: value if read is None else read(slots) for name, read, value in step.kwargs}
                outputs = function(*args, **kwargs) if call_fn is None else call_fn(function, *args, **kwargs)
            if masked and masking.in_use:
                masking.pass_on(step.leading_operands(slots, masked), outputs)
            if target is not None and not isinstance(outputs, _NESTED):
                slots[target] = outputs
            else:
                for slot, value in zip(step.targets, tree.flatten(outputs)):
                    slots[slot] = value
            for slot in done:
                slots[slot] = None
        return [slots[slot] for slot in self.output_slots]


# From tensors to a graph


def make_node_key(op, node_index):
    """A key for one call of an operation."""
    return f"{id(op)}_ib-{node_index}"


def is_input_keras_tensor(x):
    """Whether a KerasTensor is the output of an input layer."""
    node = node_of(x)
    return node is None or node.is_input


def map_graph(inputs, outputs):
    """The graph between inputs and outputs.

    The depth of a node is the length of the longest way from it to an output; all calls of one operation count as
    deep as its deepest one.

    Args:
        inputs: Flat list of KerasTensors.
        outputs: Flat list of KerasTensors.

    Returns:
        Tuple `(node_keys, nodes_by_depth, operations, operations_by_depth)`: a set of keys, a dict from depth to
        nodes, the operations in the order in which they run, and a dict from depth to operations.

    Raises:
        ValueError: If there is a cycle, if an output does not depend on the inputs alone, or if two operations
            have the same name.
    """
    finished, rank, parents = _visit(inputs, outputs)
    depth_of_node, depth_of_operation = _depths(finished, parents)
    for tensor in inputs:
        operation, node_index, _ = tensor._keras_history
        if operation is not None and operation not in depth_of_operation:
            depth_of_operation[operation] = 0
            rank[operation] = -1
            depth_of_node[operation._inbound_nodes[node_index]] = 0
    nodes_by_depth = collections.defaultdict(list)
    for node, depth in depth_of_node.items():
        nodes_by_depth[depth].append(node)
    operations_by_depth = collections.defaultdict(list)
    for operation, depth in depth_of_operation.items():
        operations_by_depth[depth].append(operation)
    operations = []
    for depth in sorted(operations_by_depth, reverse=True):
        operations_by_depth[depth].sort(key=rank.__getitem__)
        operations.extend(operations_by_depth[depth])
    _check_reachable(inputs, outputs, nodes_by_depth)
    _check_names(operations)
    keys = {make_node_key(n.operation, n.index) for n in depth_of_node}
    return keys, dict(nodes_by_depth), operations, dict(operations_by_depth)


def _depths(finished, parents):
    """The depths of nodes and of operations; `finished` has each node after those that it depends on."""
    of_node, of_operation = {}, {}
    for node in reversed(finished):
        depth = max(of_node.get(node, 0), of_operation.get(node.operation, 0))
        of_node[node] = of_operation[node.operation] = depth
        for parent in parents[node]:
            of_node[parent] = max(depth + 1, of_node.get(parent, 0))
    return of_node, of_operation


def _parents(node, ends):
    """Nodes that a node depends on; a node whose outputs are all inputs of the graph depends on none."""
    if node.is_input or all(key in ends for key in node.output_keys):
        return []
    return node.parent_nodes


def _visit(inputs, outputs):
    """Depth-first search from the outputs, without recursion.

    Returns:
        `(finished, rank, parents)`: the nodes, each after those that it depends on, the order in which operations
        were first met, and a dict from each node to those that it depends on.
    """
    finished, rank, parents, done = [], {}, {}, set()
    ends = {tensor_key(t) for t in inputs}
    for output in outputs:
        if not hasattr(output, "_keras_history"):
            raise ValueError(f"An output was not computed from the inputs. Received: {output!r}")
        stack = []
        pending = [node_of(output)] if node_of(output) is not None else []
        while pending or stack:
            if pending:
                node = pending.pop()
                if node in done:
                    continue
                if node in parents:
                    raise ValueError(f"The graph has a cycle at operation {node.operation.name!r}.")
                parents[node] = _parents(node, ends)
                rank.setdefault(node.operation, len(rank))
                stack.append((node, iter(parents[node])))
                continue
            node, rest = stack[-1]
            parent = next(rest, None)
            if parent is not None:
                pending.append(parent)
                continue
            stack.pop()
            done.add(node)
            finished.append(node)
    return finished, rank, parents


def _check_reachable(inputs, outputs, nodes_by_depth):
    known = {tensor_key(t) for t in inputs}
    for depth in sorted(nodes_by_depth, reverse=True):
        for node in nodes_by_depth[depth]:
            missing = [t for t in node.input_tensors if tensor_key(t) not in known]
            if missing and not all(key in known for key in node.output_keys):
                raise ValueError(
                    f"The outputs depend on a tensor that is not among the inputs: {missing[0]!r}, an argument of "
                    f"{node.operation.name!r}."
                )
            known.update(() if node.is_input else node.output_keys)
    for output in outputs:
        if tensor_key(output) not in known:
            raise ValueError(f"An output was not computed from the inputs. Received: {output!r}")


def _check_names(operations):
    counts = collections.Counter(operation.name for operation in operations)
    repeated = [name for name, count in counts.items() if count > 1]
    if repeated:
        raise ValueError(f"All operations of a graph must have different names. These are repeated: {repeated}")

