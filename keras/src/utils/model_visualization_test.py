"""model_to_dot and plot_model."""
import time
from xml.etree import ElementTree

import pytest

import keras
from keras import layers, utils
from keras.src.utils import model_visualization
from keras.src.utils.module_utils import LazyModule

SVG = "{http://www.w3.org/2000/svg}"


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


def test_refuses(monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(model_visualization, "pydot", LazyModule("no_such_module"))
        with pytest.raises(ImportError, match="pydot"):
            utils.model_to_dot(diamond())
        with pytest.raises(ImportError, match="pydot"):
            utils.plot_model(diamond(), tmp_path / "model.dot")
    with pytest.raises(ValueError, match="built"):
        utils.plot_model(keras.Sequential([layers.Dense(1)]))
    pytest.importorskip("pydot")
    with pytest.raises(ValueError, match="bogus"):
        utils.model_to_dot(diamond(), bogus=1)


@pytest.fixture
def without_graphviz(monkeypatch):
    monkeypatch.setattr(model_visualization, "pydot", LazyModule("no_such_module"))


ALL = dict.fromkeys(("show_shapes", "show_dtype", "show_layer_names", "show_layer_activations", "show_trainable"), True)


@pytest.mark.parametrize("rankdir", ["TB", "BT", "LR", "RL"])
def test_svg_without_graphviz(without_graphviz, tmp_path, rankdir, capsys):
    assert utils.plot_model(diamond(), tmp_path / "model.png", rankdir=rankdir, **ALL) is None
    assert "model.svg" in capsys.readouterr().out and not (tmp_path / "model.png").exists()
    root = ElementTree.parse(tmp_path / "model.svg").getroot()
    width, height = float(root.get("width")), float(root.get("height"))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts.count("Output shape: (None, 4)") == 3
    assert {"h (Dense)", "y (Add)", "Activation: relu", "Non-trainable"} <= set(texts)
    assert len([p for p in root.iter(f"{SVG}path") if p.get("marker-end")]) == 4
    boxes = boxes_of(root)
    assert all(x > 0 and x + w < width and y > 0 and y + h < height for x, y, w, h in boxes)
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            assert a[0] >= b[0] + b[2] or b[0] >= a[0] + a[2] or a[1] >= b[1] + b[3] or b[1] >= a[1] + a[3]
    first, last = boxes[0], boxes[-1]
    axis, sign = (0 if rankdir in ("LR", "RL") else 1), (1 if rankdir in ("TB", "LR") else -1)
    assert sign * (last[axis] - first[axis]) > 0


def boxes_of(root):
    """`(x, y, width, height)` of the boxes, in the order in which they are drawn."""
    boxes = []
    for group in root.iter(f"{SVG}g"):
        x, y = map(float, group.get("transform")[len("translate(") : -1].split(","))
        frame = group.find(f"{SVG}rect")
        boxes.append((x, y, float(frame.get("width")), float(frame.get("height"))))
    return boxes


def test_svg_of_expanded_models_and_of_long_edges(without_graphviz, tmp_path):
    utils.plot_model(nested(), tmp_path / "model.svg", expand_nested=True)
    text = (tmp_path / "model.svg").read_text()
    assert "stroke-dasharray" in text and ">inner</text>" in text
    x = keras.Input((3,))
    y = layers.ReLU()(layers.ReLU()(layers.ReLU()(x)))
    utils.plot_model(keras.Model(x, layers.Add()([x, y])), tmp_path / "model.svg")
    root = ElementTree.parse(tmp_path / "model.svg").getroot()
    assert len(list(root.iter(f"{SVG}path"))) - 1 == 3 + 1 + 4 + 3  # the long edge has parts between rows and through them


def test_mermaid(tmp_path):
    utils.plot_model(nested(), tmp_path / "model.mmd", expand_nested=True, show_layer_names=True, rankdir="LR")
    lines = (tmp_path / "model.mmd").read_text().splitlines()
    assert lines[0] == "flowchart LR" and lines.count("    end") == 1
    assert sum("-->" in line for line in lines) == 4 and any('["d (Dense)"]' in line for line in lines)


def test_large_models_are_drawn_and_described_quickly(without_graphviz, tmp_path):
    x = h = keras.Input((3,))
    for _ in range(500):
        h = layers.Add()([layers.ReLU()(h), x])
    model = keras.Model(x, h)
    start = time.process_time()
    utils.plot_model(model, tmp_path / "model.svg", show_shapes=True)
    model.summary(print_fn=lambda text: None)
    assert time.process_time() - start < 30  # 0.5 s on a machine that does nothing else
