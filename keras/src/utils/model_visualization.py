"""Drawings of models as graphs of their layers."""
import html
import os
import shutil
from typing import NamedTuple

from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.models.functional import Functional
from keras.src.models.sequential import Sequential
from keras.src.utils import io_utils, svg_drawing
from keras.src.utils.module_utils import LazyModule

pydot = LazyModule("pydot")
_OPTIONS = ("show_shapes", "show_dtype", "show_layer_names", "show_layer_activations", "show_trainable")


@keras_export("keras.utils.model_to_dot")
def model_to_dot(
    model, show_shapes=False, show_dtype=False, show_layer_names=True, rankdir="TB", expand_nested=False, dpi=200,
    subgraph=False, show_layer_activations=False, show_trainable=False, splines="ortho", **kwargs
):
    """A model as a graph in the DOT language, by the package `pydot`.

    Args:
        model: Built Keras model.
        show_shapes: Boolean, whether to show the shapes of inputs and outputs.
        show_dtype: Boolean, whether to show the dtypes of outputs.
        show_layer_names: Boolean, whether to show names besides classes.
        rankdir: `"TB"`, from top to bottom, or `"LR"`, from left to right.
        expand_nested: Boolean, whether to draw the layers of nested models.
        dpi: Integer, dots per inch.
        subgraph: Boolean, whether the result is a `pydot.Cluster`, a part of another graph.
        show_layer_activations: Boolean, whether to show the activations of layers that have one.
        show_trainable: Boolean, whether to show what is trainable.
        splines: String, how edges are drawn: `"ortho"`, `"curved"`, `"line"`, ...

    Returns:
        `pydot.Dot` or `pydot.Cluster`.

    Raises:
        ImportError: If `pydot` is not installed.
        ValueError: If the model is not built.

    Example:

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> graph = keras.utils.model_to_dot(model)  # doctest: +SKIP
    """
    if not pydot.available:
        raise ImportError("model_to_dot needs the package pydot. Install it with `pip install pydot`.")
    if not model.built:
        raise ValueError(f"The model must be built before it is drawn. Received: model={model.name!r}")
    if kwargs:
        raise ValueError(f"model_to_dot got arguments that it does not know: {list(kwargs)}")
    flags = (show_shapes, show_dtype, show_layer_names, show_layer_activations, show_trainable)
    drawing = LayerGraph(model, expand_nested)
    graph = _cluster(model) if subgraph else pydot.Dot(graph_type="digraph")
    if not subgraph:
        for key, value in {"rankdir": rankdir, "concentrate": True, "dpi": dpi, "splines": splines}.items():
            graph.set(key, value)
        graph.set_node_defaults(shape="record")
    _add_to_dot(graph, drawing.items, dict(zip(_OPTIONS, flags)))
    for source, target in drawing.edges:
        graph.add_edge(pydot.Edge(source, target, penwidth=2))
    return graph


@keras_export("keras.utils.plot_model")
def plot_model(
    model, to_file="model.png", show_shapes=False, show_dtype=False, show_layer_names=False, rankdir="TB",
    expand_nested=False, dpi=200, show_layer_activations=False, show_trainable=False, splines="ortho", **kwargs
):
    """Draws a model into a file, by the package `pydot` and the program Graphviz if both are installed.

    Otherwise Keras draws an SVG itself; where `to_file` names another format, it has the same name and ends in `.svg`.

    Args:
        model: Built Keras model.
        to_file: Path, whose ending says the format: `.png`, `.svg`, `.pdf`, ... A `.dot` file needs pydot only, a
            `.mmd` file (a flowchart for Mermaid) neither.
        Others: those of `keras.utils.model_to_dot`.

    Returns:
        In a notebook an `IPython.display.Image` or `SVG` of the file, else None.

    Raises:
        ImportError: If `pydot` is not installed and a `.dot` file is wanted.
        ValueError: If the model is not built.

    Example:

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> keras.utils.plot_model(model, "model.png")  # doctest: +SKIP
    """
    if not model.built:
        raise ValueError(f"The model must be built before it is drawn. Received: model={model.name!r}")
    to_file = os.fspath(to_file)
    base, dotted = os.path.splitext(to_file)
    ending = dotted[1:] or "png"
    if ending == "mmd" or ending != "dot" and not (pydot.available and shutil.which("dot")):
        flags = (show_shapes, show_dtype, show_layer_names, show_layer_activations, show_trainable)
        graph = LayerGraph(model, expand_nested)
        boxes = {key: box_of(layer, **dict(zip(_OPTIONS, flags))) for key, layer in graph.layers.items()}
        return _draw_alone(graph, boxes, base, ending, rankdir)
    graph = model_to_dot(
        model, show_shapes=show_shapes, show_dtype=show_dtype, show_layer_names=show_layer_names, rankdir=rankdir,
        expand_nested=expand_nested, dpi=dpi, show_layer_activations=show_layer_activations,
        show_trainable=show_trainable, splines=splines, **kwargs
    )
    graph.write(to_file, format="raw" if ending == "dot" else ending)
    if _in_notebook() and ending not in ("pdf", "dot"):
        from IPython import display  # only notebooks have it

        return display.Image(filename=to_file)
    return None


def _draw_alone(graph, boxes, base, ending, rankdir):
    """Writes what Keras draws without Graphviz."""
    if ending == "mmd":
        text = svg_drawing.mermaid(graph, boxes, rankdir)
    else:
        text = svg_drawing.svg(graph, boxes, rankdir)
        if ending != "svg":
            io_utils.print_msg(
                f"pydot and Graphviz are not both installed; the drawing is in {base}.svg instead of {base}.{ending}."
            )
            ending = "svg"
    with open(f"{base}.{ending}", "w", encoding="utf-8") as file:
        file.write(text)
    if _in_notebook() and ending == "svg":
        from IPython import display  # only notebooks have it

        return display.SVG(data=text)
    return None


def _in_notebook():
    try:
        return bool(get_ipython().config.get("IPKernelApp"))  # a built-in of notebooks
    except (NameError, AttributeError):
        return False


def _cluster(model):
    return pydot.Cluster(model.name, style="dashed", label=model.name, labeljust="l")


def _add_to_dot(graph, items, options):
    for item in items:
        if isinstance(item, tuple):
            model, inside = item
            inner = _cluster(model)
            _add_to_dot(inner, inside, options)
            graph.add_subgraph(inner)
        else:
            label = "<" + _label(box_of(item, **options)) + ">"
            graph.add_node(pydot.Node(_key(item), label=label, fontname="Helvetica", border=0, margin=0))


class LayerGraph:
    """What a drawing of a model shows.

    Args:
        model: Built model.
        expand_nested: Boolean, whether the layers of models inside are shown.

    Attributes:
        items: List of layers, and for each expanded model a tuple `(model, items)`.
        layers: Dict from keys to the layers that are shown.
        edges: Dict whose keys are pairs of keys.
    """

    def __init__(self, model, expand_nested=False):
        self.expand_nested = expand_nested
        self.layers, self.edges = {}, {}
        self.items = self._items_of(model)

    def _items_of(self, model):
        layers = model.layers if isinstance(model, (Functional, Sequential)) else [model]
        items = []
        for layer in layers:
            if self._is_expanded(layer):
                items.append((layer, self._items_of(layer)))
            else:
                self.layers[_key(layer)] = layer
                items.append(layer)
        if isinstance(model, Sequential):
            for before, after in zip(layers, layers[1:]):
                self._connect(self._last(before), self._first(after, 0))
        elif isinstance(model, Functional):
            self._connect_graph(model)
        return items

    def _connect_graph(self, model):
        for nodes in model._nodes_by_depth.values():
            for node in nodes:
                for place, tensor in enumerate(node.arguments.keras_tensors):
                    producer, _, position = tensor._keras_history
                    if producer is not None and producer is not node.operation:
                        self._connect(self._last(producer, position), self._first(node.operation, place))

    def _connect(self, source, target):
        self.edges[_key(source), _key(target)] = None

    def _is_expanded(self, layer):
        return self.expand_nested and isinstance(layer, (Functional, Sequential))

    def _first(self, layer, place):
        """The layer that takes the input at a place of a possibly expanded model."""
        if not self._is_expanded(layer):
            return layer
        if isinstance(layer, Sequential):
            return self._first(layer.layers[0], place)
        return layer.inputs[place]._keras_history.operation

    def _last(self, layer, position=0):
        """The layer that gives an output of a possibly expanded model."""
        if not self._is_expanded(layer):
            return layer
        if isinstance(layer, Sequential):
            return self._last(layer.layers[-1], position)
        producer, _, inner = layer.outputs[position]._keras_history
        return self._last(producer, inner)


def _key(layer):
    return str(id(layer))


class Box(NamedTuple):
    """What is written about one layer."""

    name: str  # empty if it is not shown
    kind: str
    activation: str
    cells: list  # pairs of a label, perhaps empty, and a value


def box_of(layer, show_shapes, show_dtype, show_layer_names, show_layer_activations, show_trainable):
    """The `Box` of a layer."""
    kind, cells = type(layer).__name__, []
    if show_shapes:
        inputs = _signature(layer, "input", lambda x: x.shape)
        cells += [] if kind == "InputLayer" else [("Input shape: ", inputs)]
        cells.append(("Output shape: ", _signature(layer, "output", lambda x: x.shape)))
    if show_dtype:
        cells.append(("Output dtype: ", _signature(layer, "output", lambda x: x.dtype)))
    if show_trainable and getattr(layer, "weights", None):
        cells.append(("", "Trainable" if layer.trainable else "Non-trainable"))
    activation, name = getattr(layer, "activation", None), ""
    if show_layer_activations and activation is not None:
        name = getattr(activation, "name", None) or getattr(activation, "__name__", type(activation).__name__)
    return Box(layer.name if show_layer_names else "", kind, name, cells)


def _label(box):
    """A table in Graphviz's notation: the title, the activation, and a row of figures."""
    span = max(len(box.cells), 1)
    title = f"<b>{html.escape(box.name)}</b> ({box.kind})" if box.name else f"<b>{box.kind}</b>"
    rows = [f'<td colspan="{span}" bgcolor="black"><font point-size="16" color="white">{title}</font></td>']
    if box.activation:
        rows.append(f'<td colspan="{span}" bgcolor="white">Activation: <b>{box.activation}</b></td>')
    if box.cells:
        rows.append("".join(f'<td bgcolor="white">{label}<b>{value}</b></td>' for label, value in box.cells))
    rows = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table border="0" cellborder="1" bgcolor="black" cellpadding="10">{rows}</table>'


def _signature(layer, side, read):
    """Shapes or dtypes of a layer's inputs or outputs, `?` if it has no graph or several."""
    try:
        found = tree.map_structure(read, getattr(layer, side))
    except (AttributeError, ValueError):
        return "?"
    return str(found)
