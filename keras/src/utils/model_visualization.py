"""Drawings of models as graphs of their layers."""
import html
import os
import shutil

from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.models.functional import Functional
from keras.src.models.sequential import Sequential
from keras.src.utils import io_utils
from keras.src.utils.module_utils import LazyModule

pydot = LazyModule("pydot")
_OPTIONS = ("show_shapes", "show_dtype", "show_layer_names", "show_layer_activations", "show_trainable")


@keras_export("keras.utils.model_to_dot")
def model_to_dot(
    model, show_shapes=False, show_dtype=False, show_layer_names=True, rankdir="TB", expand_nested=False, dpi=200,
    subgraph=False, show_layer_activations=False, show_trainable=False, splines="ortho", **kwargs
):  # fmt: skip
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
    drawing = _Drawing(dict(zip(_OPTIONS, flags)), expand_nested)
    graph = _cluster(model) if subgraph else pydot.Dot(graph_type="digraph")
    if not subgraph:
        for key, value in {"rankdir": rankdir, "concentrate": True, "dpi": dpi, "splines": splines}.items():
            graph.set(key, value)
        graph.set_node_defaults(shape="record")
    drawing.add_layers(graph, model)
    for source, target in drawing.edges:
        graph.add_edge(pydot.Edge(source, target, penwidth=2))
    return graph


@keras_export("keras.utils.plot_model")
def plot_model(
    model, to_file="model.png", show_shapes=False, show_dtype=False, show_layer_names=False, rankdir="TB",
    expand_nested=False, dpi=200, show_layer_activations=False, show_trainable=False, splines="ortho", **kwargs
):  # fmt: skip
    """Draws a model into a file, by the package `pydot` and the program Graphviz.

    Args:
        model: Built Keras model.
        to_file: Path, whose ending says the format: `.png`, `.svg`, `.pdf`, ... A `.dot` file needs no Graphviz.
        Others: those of `keras.utils.model_to_dot`.

    Returns:
        In a notebook an `IPython.display.Image` of the file, else None.

    Raises:
        ImportError: If `pydot` or Graphviz is not installed.
        ValueError: If the model is not built.

    Example:

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> keras.utils.plot_model(model, "model.png")  # doctest: +SKIP
    """
    if not model.built:
        raise ValueError(f"The model must be built before it is drawn. Received: model={model.name!r}")
    to_file = os.fspath(to_file)
    ending = os.path.splitext(to_file)[1][1:] or "png"
    if not pydot.available or ending != "dot" and not shutil.which("dot"):
        message = (
            "plot_model needs the package pydot (`pip install pydot`) and, but for `.dot` files, the program Graphviz "
            "(https://graphviz.org/download)."
        )
        if not _in_notebook():
            raise ImportError(message)
        return io_utils.print_msg(message)
    graph = model_to_dot(
        model, show_shapes=show_shapes, show_dtype=show_dtype, show_layer_names=show_layer_names, rankdir=rankdir,
        expand_nested=expand_nested, dpi=dpi, show_layer_activations=show_layer_activations,
        show_trainable=show_trainable, splines=splines, **kwargs
    )  # fmt: skip
    graph.write(to_file, format="raw" if ending == "dot" else ending)
    if _in_notebook() and ending not in ("pdf", "dot"):
        from IPython import display  # only notebooks have it

        return display.Image(filename=to_file)
    return None


def _in_notebook():
    try:
        return bool(get_ipython().config.get("IPKernelApp"))  # noqa: F821 - a built-in of notebooks
    except (NameError, AttributeError):
        return False


def _cluster(model):
    return pydot.Cluster(model.name, style="dashed", label=model.name, labeljust="l")


class _Drawing:
    """Puts layers into graphs and gathers the edges between them."""

    def __init__(self, options, expand_nested):
        self.options, self.expand_nested = options, expand_nested
        self.edges = {}

    def add_layers(self, graph, model):
        layers = model.layers if isinstance(model, (Functional, Sequential)) else [model]
        for layer in layers:
            if self._is_expanded(layer):
                inner = _cluster(layer)
                self.add_layers(inner, layer)
                graph.add_subgraph(inner)
            else:
                label = "<" + _label(layer, **self.options) + ">"
                graph.add_node(pydot.Node(_key(layer), label=label, fontname="Helvetica", border=0, margin=0))
        if isinstance(model, Sequential):
            for before, after in zip(layers, layers[1:]):
                self._connect(self._last(before), self._first(after, 0))
        elif isinstance(model, Functional):
            self._connect_graph(model)

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


def _label(layer, show_shapes, show_dtype, show_layer_names, show_layer_activations, show_trainable):
    """A table in Graphviz's notation: the title, the activation, and a row of figures."""
    kind = type(layer).__name__
    cells = []
    if show_shapes:
        inputs = _signature(layer, "input", lambda x: x.shape)
        cells += [] if kind == "InputLayer" else [f"Input shape: <b>{inputs}</b>"]
        cells.append(f"Output shape: <b>{_signature(layer, 'output', lambda x: x.shape)}</b>")
    if show_dtype:
        cells.append(f"Output dtype: <b>{_signature(layer, 'output', lambda x: x.dtype)}</b>")
    if show_trainable and getattr(layer, "weights", None):
        cells.append("<b>Trainable</b>" if layer.trainable else "<b>Non-trainable</b>")
    span = max(len(cells), 1)
    title = f"<b>{html.escape(layer.name)}</b> ({kind})" if show_layer_names else f"<b>{kind}</b>"
    rows = [f'<td colspan="{span}" bgcolor="black"><font point-size="16" color="white">{title}</font></td>']
    activation = getattr(layer, "activation", None)
    if show_layer_activations and activation is not None:
        name = getattr(activation, "name", None) or getattr(activation, "__name__", type(activation).__name__)
        rows.append(f'<td colspan="{span}" bgcolor="white">Activation: <b>{name}</b></td>')
    if cells:
        rows.append("".join(f'<td bgcolor="white">{cell}</td>' for cell in cells))
    rows = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table border="0" cellborder="1" bgcolor="black" cellpadding="10">{rows}</table>'


def _signature(layer, side, read):
    """Shapes or dtypes of a layer's inputs or outputs, `?` if it has no graph or several."""
    try:
        found = tree.map_structure(read, getattr(layer, side))
    except (AttributeError, ValueError):
        return "?"
    return str(found)
