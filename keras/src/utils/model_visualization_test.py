"""model_to_dot and plot_model."""
import pytest

import keras
from keras import layers, utils
from keras.src.utils import model_visualization
from keras.src.utils.module_utils import LazyModule


def diamond():
    x = keras.Input((3,), name="x")
    h = layers.Dense(4, activation="relu", name="h")(x)
    k = layers.Dense(4, trainable=False, name="k")(x)
    return keras.Model(x, layers.Add(name="y")([h, k]), name="diamond")


def nested():
    x = keras.Input((4,), name="in")
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="d"), layers.Dense(4, name="e")], name="inner")
    return keras.Model(x, layers.Activation("tanh", name="t")(inner(layers.ReLU(name="r")(x))))


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__(name="own")
        self.dense = layers.Dense(2)

    def call(self, x):
        return self.dense(x)


def graph_of(model, **options):
    """Names of the nodes by cluster, and the edges as pairs of names."""
    pytest.importorskip("pydot")
    graph = utils.model_to_dot(model, **options)
    parts = {"": graph} | {part.get_label(): part for part in graph.get_subgraphs()}
    names = {}
    for part in parts.values():
        for node in part.get_nodes():
            if node.get_name() != "node":
                names[node.get_name()] = node.get_label().split("<b>")[1].split("</b>")[0]
    clusters = {k: [names[n.get_name()] for n in p.get_nodes() if n.get_name() in names] for k, p in parts.items()}
    return clusters, {(names[e.get_source()], names[e.get_destination()]) for e in graph.get_edges()}


def test_graphs():
    assert graph_of(diamond()) == ({"": ["x", "h", "k", "y"]}, {("x", "h"), ("x", "k"), ("h", "y"), ("k", "y")})
    inner_edges = {("in", "r"), ("r", "inner"), ("inner", "t")}
    assert graph_of(nested()) == ({"": ["in", "r", "inner", "t"]}, inner_edges)
    expanded = {("in", "r"), ("r", "d"), ("d", "e"), ("e", "t")}
    assert graph_of(nested(), expand_nested=True) == ({"": ["in", "r", "t"], "inner": ["d", "e"]}, expanded)
    subclassed = Subclassed()
    subclassed.build((None, 3))
    assert graph_of(subclassed) == ({"": ["own"]}, set())


def test_labels():
    pytest.importorskip("pydot")
    text = utils.model_to_dot(
        diamond(), show_shapes=True, show_dtype=True, show_layer_activations=True, show_trainable=True, rankdir="LR"
    ).to_string()
    for part in ("<b>relu</b>", "(None, 3)", "[(None, 4), (None, 4)]", "float32", "Non-trainable", "rankdir=LR"):
        assert part in text, part
    assert "<b>Dense</b>" in utils.model_to_dot(diamond(), show_layer_names=False).to_string()
    assert type(utils.model_to_dot(diamond(), subgraph=True)).__name__ == "Cluster"


def test_dot_files(tmp_path):
    pytest.importorskip("pydot")
    assert utils.plot_model(diamond(), tmp_path / "model.dot") is None
    assert (tmp_path / "model.dot").read_text().startswith("digraph")


@pytest.mark.parametrize("function", [utils.model_to_dot, utils.plot_model])
def test_refuses(function, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(model_visualization, "pydot", LazyModule("no_such_module"))
        with pytest.raises(ImportError, match="pydot"):
            function(diamond())
    pytest.importorskip("pydot")
    with pytest.raises(ValueError, match="built"):
        function(keras.Sequential([layers.Dense(1)]))
    with pytest.raises(ValueError, match="bogus"):
        utils.model_to_dot(diamond(), bogus=1)
