"""The table that `Model.summary()` prints."""
import io
import random
import re
import shutil

from keras.src import tree
from keras.src.utils import dtype_utils, io_utils
from keras.src.utils.flops import layer_flops, readable_flops

_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")
# Where the columns end, as parts of the line.
_CHAIN_POSITIONS = (0.45, 0.80, 1.0)
_GRAPH_POSITIONS = (0.3, 0.56, 0.74, 1.0)
_WITH_TRAINABLE, _WITH_FLOPS = 0.90, 0.86  # which part of the line is left to the others


def count_params(weights):
    """The number of elements of variables.

    Args:
        weights: Iterable of variables; one that occurs twice counts once.

    Returns:
        Integer.
    """
    return sum(_size(weight) for weight in _unique(weights))


def weight_memory_size(weights):
    """The number of bytes that variables take.

    Args:
        weights: Iterable of variables; one that occurs twice counts once.

    Returns:
        Number.
    """
    bits = sum(_size(weight) * dtype_utils.dtype_size(weight.dtype) for weight in _unique(weights))
    return bits / 8


def readable_memory_size(weight_memory_size):
    """A number of bytes in words, as `"1.50 KB"`.

    Args:
        weight_memory_size: Number.

    Returns:
        String.
    """
    size, unit = weight_memory_size, 0
    while size >= 1024 and unit < len(_UNITS) - 1:
        size /= 1024
        unit += 1
    return f"{size:.2f} {_UNITS[unit]}"


def bold_text(x, color=None):
    """Text in bold print, and in one of the terminal's 256 colors, in the notation of rich."""
    return f"[bold][color({color})]{x}[/][/]" if color else f"[bold]{x}[/]"


def highlight_number(x):
    """A number in color, None in another, in the notation of rich."""
    return f"[color(45)]{x}[/]" if x is None else f"[color(34)]{x}[/]"


def highlight_symbol(x):
    """A name in color, in the notation of rich."""
    return f"[color(33)]{x}[/]"


def print_summary(
    model, line_length=None, positions=None, print_fn=None, expand_nested=False,
    show_trainable=False, layer_range=None, flops=False,
):
    """Prints the table of a model's layers; see `Model.summary`.

    Args:
        model: A `Model`.
        line_length: Integer, width of the table. Default None: that of the terminal.
        positions: List of numbers, where the columns end, as parts of the line or in characters. Default None.
        print_fn: Function that gets the text instead of standard output. Default None.
        expand_nested: Boolean, whether to list the layers of models inside. Default False.
        show_trainable: Boolean, whether to show which layers are trainable. Default False.
        layer_range: Two patterns of names, the first and last layer to list. Default None, all.
        flops: Boolean, whether to show how many operations a sample takes. Default False.

    Raises:
        ValueError: If `layer_range` names no layers of the model.
    """
    rows = _Rows(model, expand_nested, show_trainable, flops)
    table = _Table(rows.titles, _ends(rows, line_length, positions))
    first, last = get_layer_index_bound_by_layer_name(rows.layers, layer_range)
    for layer in rows.layers[first:last]:
        for row in rows.of(layer):
            table.add(row)
    footer = _footer(model)
    if flops:
        footer.append(f" Total FLOPs per sample: {readable_flops(rows.total_flops())}")
    text = table.text(_title(model), footer)
    if print_fn is None:
        io_utils.print_msg(text, line_break=False)
    else:
        print_fn(text)


def get_layer_index_bound_by_layer_name(layers, layer_range=None):
    """The places of the first and behind the last layer of a range of names.

    Args:
        layers: List of layers.
        layer_range: Two names or patterns of names, or None for all.

    Returns:
        Tuple of two integers, for slicing `layers`.

    Raises:
        ValueError: If it does not hold two names, or one fits no layer.
    """
    if layer_range is None:
        return 0, len(layers)
    if len(layer_range) != 2:
        raise ValueError(f"Argument `layer_range` must hold two names. Received: layer_range={layer_range}")
    found = []
    for pattern in layer_range:
        places = [place for place, layer in enumerate(layers) if re.match(pattern, layer.name)]
        if not places:
            raise ValueError(
                f"Argument `layer_range` must name layers of the model, which are {[layer.name for layer in layers]}. "
                f"Received: {pattern!r}"
            )
        found.append(places)
    first, last = min(found[0]), max(found[1])
    return min(first, last), max(first, last) + 1


class _Rows:
    """The cells of the table, layer by layer.

    Args:
        model: The model.
        expand_nested: Whether to list the layers of models inside.
        show_trainable: Whether there is a column `Trainable`.
        flops: Whether there is a column `FLOPs`.
    """

    def __init__(self, model, expand_nested, show_trainable, flops=False):
        self.expand_nested = expand_nested
        self.show_trainable = show_trainable
        self.flops = flops
        graph = _graph_of(model)
        # What a symbolic call of a model shows that is no graph itself: `{id(layer): (input shapes, output shapes)}`.
        self.traced = {} if graph or not hasattr(model, "_traced_shapes") else model._traced_shapes()
        self.is_chain = graph is None or _is_chain(graph)
        self.nodes = {id(node) for nodes in graph._nodes_by_depth.values() for node in nodes} if graph else set()
        is_functional = graph is model
        self.layers = list(model.operations) if is_functional else list(model.layers)
        self.titles = ["Layer (type)", "Output Shape", "Param #"]
        if not self.is_chain:
            self.titles.append("Connected to")
        if flops:
            self.titles.append("FLOPs")
        if show_trainable:
            self.titles.append("Trainable")

    def total_flops(self):
        """The sum over the layers, None if that of one is not known."""
        counts = [self._flops_of(layer) for layer in self.layers]
        return None if None in counts else sum(counts)

    def of(self, layer, level=0):
        """The row of a layer, and of the layers inside if these are listed."""
        prefix = "   " * level + "└ " if level else ""
        traced = id(layer) in self.traced and getattr(layer, "output_shape", None) is None
        row = [
            f"{prefix}{layer.name} ({type(layer).__name__})",
            _shape_text(self.traced[id(layer)][1]) if traced else format_layer_shape(layer),
            _params_of(layer),
        ]
        if not self.is_chain:
            row.append(self._origins_of(layer))
        if self.flops:
            row.append(readable_flops(self._flops_of(layer)))
        if self.show_trainable:
            row.append(_trainable_mark(layer))
        rows = [row]
        if self.expand_nested and hasattr(layer, "layers") and layer.layers:
            inside = layer.operations if _graph_of(layer) is layer else layer.layers
            for inner in inside:
                if getattr(inner, "layers", None) is not None or hasattr(inner, "count_params"):
                    rows += self.of(inner, level + 1)
        return rows

    def _nodes_of(self, layer):
        """The calls of a layer, in the graph that is shown if there is one."""
        return [node for node in layer._inbound_nodes if not self.nodes or id(node) in self.nodes]

    def _flops_of(self, layer):
        if id(layer) in self.traced:
            return layer_flops(layer, *self.traced[id(layer)])
        counts = []
        for node in self._nodes_of(layer) or layer._inbound_nodes[-1:]:  # the latter if it is inside another layer
            shapes = [[x.shape for x in tensors] for tensors in (node.input_tensors, node.output_tensors)]
            counts.append(layer_flops(layer, *shapes) if node.input_tensors else 0)
        return sum(counts) if counts and None not in counts else None

    def _origins_of(self, layer):
        origins = []
        for node in self._nodes_of(layer):
            for x in node.input_tensors:
                operation, node_index, tensor_index = x._keras_history
                origins.append(f"{operation.name}[{node_index}][{tensor_index}]")
        return ", ".join(origins) or "-"


class _Table:
    """A table drawn by rich, which is imported here and not before.

    Args:
        titles: List of strings, one for each column.
        ends: List of integers, where the columns end.
    """

    _JUSTIFY = {"Param #": "right", "Trainable": "center", "FLOPs": "right"}

    def __init__(self, titles, ends):
        rich = _import_rich()
        self._escape = rich.markup.escape
        starts = [0, *ends[:-1]]
        columns = [
            rich.table.Column(title, justify=self._JUSTIFY.get(title, "left"), width=max(end - start, 0))
            for title, start, end in zip(titles, starts, ends, strict=True)
        ]
        self._table = rich.table.Table(*columns, width=ends[-1], show_lines=True)

    def add(self, row):
        """Appends a row of strings."""
        self._table.add_row(*(self._escape(cell) for cell in row))

    def text(self, title, footer):
        """The drawing between two texts, as wide as the console at most."""
        console = _import_rich().console.Console(
            highlight=False, force_terminal=False, color_system=None, file=io.StringIO()
        )
        console.print(self._escape(title))
        console.print(self._table)
        for line in footer:
            console.print(self._escape(line))
        return console.file.getvalue()


def _import_rich():
    """The package rich. Its import draws random numbers, which must not shift those of the user's program."""
    state = random.getstate()
    import rich.console
    import rich.markup
    import rich.table

    random.setstate(state)
    return rich


def _ends(rows, line_length, positions):
    """Where the columns end, in characters."""
    if positions is None:
        positions = list(_CHAIN_POSITIONS if rows.is_chain else _GRAPH_POSITIONS)
        for part in [_WITH_FLOPS] * rows.flops + [_WITH_TRAINABLE - 0.05 * rows.flops] * rows.show_trainable:
            positions = [position * part for position in positions] + [1.0]
    if len(positions) < len(rows.titles):
        raise IndexError(
            f"Argument `positions` must hold a number for each of the {len(rows.titles)} columns. "
            f"Received: positions={positions}"
        )
    positions = positions[: len(rows.titles)]
    if line_length is None:
        terminal = shutil.get_terminal_size().columns - 4
        line_length = min(terminal, (88 if rows.is_chain else 108) + 12 * rows.show_trainable)
    if positions[-1] <= 1:
        positions = [int(line_length * position) for position in positions]
    return positions


def format_layer_shape(layer):
    """The output shape of a layer for the table; `?` while it is not known.

    Args:
        layer: A layer or operation.

    Returns:
        String.
    """
    calls = list(layer._inbound_nodes)  # those that are alive
    if calls:
        return _shape_text([x.shape for x in calls[-1].output_tensors])
    build_shapes = getattr(layer, "_build_shapes_dict", None)
    if not build_shapes:
        return "?"
    try:
        shape = getattr(layer, "output_shape", None)
        if shape is None:
            shape = layer.compute_output_shape(**build_shapes)
    except Exception:  # user code that cannot tell
        return "?"
    shape = tree.map_shape_structure(tuple, shape)
    return _as_text(tuple(shape) if isinstance(shape, list) else shape)


def _shape_text(shapes):
    return _as_text(shapes[0] if len(shapes) == 1 else shapes)


def _as_text(shapes):
    """Shapes of one size without the comma that Python writes after it."""
    return str(shapes).replace("'", "").replace(",)", ")")


def _params_of(layer):
    if not hasattr(layer, "count_params"):
        return "0"
    if not layer.built:
        return "0 (unbuilt)"
    return f"{layer.count_params():,}"


def _trainable_mark(layer):
    if not getattr(layer, "weights", None):
        return "-"
    return "Y" if layer.trainable else "N"


def _graph_of(model):
    """The model itself if it is a graph of layers, else None."""
    return model if hasattr(model, "_nodes_by_depth") else None


def _is_chain(graph):
    """Whether a graph goes from one layer to the next, without branches and without a layer used twice."""
    nodes = []
    for same_depth in graph._nodes_by_depth.values():
        if len(same_depth) > 1 or len(same_depth[0].input_tensors) > 1:
            return False
        nodes.extend(same_depth)
    operations = [id(node.operation) for node in nodes]
    return len(operations) == len(set(operations))


def _title(model):
    return f'Model: "{model.name}"'


def _footer(model):
    trainable, frozen = _unique(model.trainable_weights), _unique(model.non_trainable_weights)
    lines = [("Trainable params", trainable), ("Non-trainable params", frozen)]
    every = [*trainable, *frozen]
    if getattr(model, "compiled", False) and model.optimizer is not None and model.optimizer.built:
        optimizer = model.optimizer.variables
        lines.append(("Optimizer params", optimizer))
        every += optimizer
    return [
        f" {label}: {count_params(weights):,} ({readable_memory_size(weight_memory_size(weights))})"
        for label, weights in [("Total params", every), *lines]
    ]


def _unique(weights):
    return list({id(weight): weight for weight in weights}.values())


def _size(weight):
    size = 1
    for n in weight.shape:
        size *= n
    return size
