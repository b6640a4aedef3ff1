import json
import urllib.request

import numpy as np
import pytest

import keras
from keras.src.callbacks.model_graph import nodes_of
from keras.src.utils.event_file_test import records

trains = pytest.mark.skipif(keras.backend.backend() == "numpy", reason="the numpy backend does not train")


def fit(log_dir, epochs=2, layers=None, **options):
    """A training of three steps per epoch, watched."""
    layers = layers or [keras.Input((6,)), keras.layers.Dense(4, name="a"), keras.layers.Dense(3, name="b")]
    model = keras.Sequential(layers, name="small")
    model.compile("adam", "mse")
    x = np.ones((6, *model.input_shape[1:]), "float32")
    y = np.ones((6, *model.output_shape[1:]))
    board = keras.callbacks.TensorBoard(log_dir, **options)
    model.fit(x, y, batch_size=2, epochs=epochs, verbose=0, validation_data=(x, y), callbacks=[board])
    return model


def events(folder):
    """The bytes of all events of a folder with one event file."""
    (path,) = folder.glob("events.out.tfevents.*.v2")
    return list(records(path))


def count(found, text):
    return sum(text in event for event in found)


@trains
def test_curves_weights_and_graph(tmp_path):
    fit(tmp_path, histogram_freq=2, write_images=True, write_steps_per_second=True, update_freq=2)
    train, validation = events(tmp_path / "train"), events(tmp_path / "validation")
    assert count(train, b"epoch_loss") == count(train, b"epoch_learning_rate") == 2
    assert count(train, b"epoch_steps_per_second") == 2
    assert count(train, b"batch_loss") == count(train, b"batch_steps_per_second") == 3  # steps 2, 4 and 6
    assert count(train, b"small/a/kernel/histogram") == count(train, b"small/b/bias/image") == 1  # epoch 0
    assert count(validation, b"epoch_loss") == count(validation, b"evaluation_loss_vs_iterations") == 2
    (graph,) = [event for event in train if b"graph_keras_model" in event]
    config = json.loads(graph[graph.index(b'{"module"') :])
    assert [layer["config"]["dtype"] for layer in config["config"]["layers"]] == ["float32"] * 3


def test_layers_are_nodes_under_their_models():
    layers = keras.layers
    block = keras.Sequential([layers.Dense(3, name="up"), layers.Dense(4, name="down")], name="block")
    a, b, shared = keras.Input((4,), name="a"), keras.Input((4,), name="b"), layers.Dense(4, name="shared")
    hidden = block(shared(a) + shared(b))
    model = keras.Model([a, b], [layers.Dense(1, name="out")(block(hidden)), hidden])
    nodes = {name: (kind, before) for name, kind, before, _ in nodes_of(model)}
    assert {"a", "b", "block/up", "block/down", "block_1/up", "block_1/down", "out"} < set(nodes)
    assert nodes["out"] == ("Dense", ["block_1/down"]) and nodes["block_1/up"][1] == ["block/down"]
    assert sorted(nodes["shared"][1] + nodes["shared_1"][1]) == ["a", "b"]
    assert nodes_of(model)[-1][3] == [(None, 1)]
    assert nodes_of(keras.Sequential([layers.Dense(2)])) == []


@trains
def test_the_loss_scale_is_shown(tmp_path):
    layers = [keras.Input((6,)), keras.layers.Dense(3, dtype="mixed_float16")]
    model = keras.Sequential(layers)
    model.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(), initial_scale=8.0), "mse")
    board = keras.callbacks.TensorBoard(tmp_path)
    model.fit(np.ones((2, 6), "float32"), np.ones((2, 3)), verbose=0, callbacks=[board])
    assert count(events(tmp_path / "train"), b"epoch_loss_scale") == 1


@trains
def test_what_evaluate_found_can_be_read_at_once(tmp_path):
    model, board = fit(tmp_path / "fit", epochs=1), keras.callbacks.TensorBoard(tmp_path)
    model.evaluate(np.ones((2, 6), "float32"), np.ones((2, 3)), verbose=0, callbacks=[board])
    assert count(events(tmp_path / "train"), b"graph_keras_model") == 1
    assert count(events(tmp_path / "validation"), b"evaluation_loss_vs_iterations") == 1


@trains
def test_nothing_but_curves_by_default(tmp_path):
    fit(tmp_path, write_graph=False)
    assert len(events(tmp_path / "train")) == 1 + 2 * 2  # version, loss and rate of two epochs


@trains
def test_embeddings(tmp_path):
    layers = [keras.Input((2,)), keras.layers.Embedding(3, 2, name="words"), keras.layers.Flatten()]
    model = fit(tmp_path, layers=layers, embeddings_freq=1, embeddings_metadata={"words": "names.tsv"})
    text = (tmp_path / "projector_config.pbtxt").read_text()
    assert 'tensor_path: "words.tsv"' in text and 'metadata_path: "names.tsv"' in text
    table = np.loadtxt(tmp_path / "words.tsv")
    np.testing.assert_allclose(table, keras.ops.convert_to_numpy(model.layers[0].embeddings), rtol=1e-6)
    with pytest.raises(ValueError, match="strange"):
        fit(tmp_path, embeddings_freq=1, embeddings_metadata={"strange": "names.tsv"})


@trains
@pytest.mark.skipif(keras.backend.backend() == "tensorflow", reason="its profiler takes seconds to load")
def test_profile(tmp_path):
    fit(tmp_path, epochs=1, profile_batch=(2, 3))
    assert [path for path in (tmp_path / "plugins" / "profile").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "options", [{"update_freq": "sometimes"}, {"update_freq": 0}, {"profile_batch": -1}, {"profile_batch": (3, 2)}]
)
def test_bad_arguments(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        keras.callbacks.TensorBoard("logs", **options)


@trains
def test_the_real_tensorboard_reads_it(tmp_path):
    accumulator = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator", reason="only looking needs TensorBoard"
    )
    fit(tmp_path)
    found = accumulator.EventAccumulator(str(tmp_path / "train"))
    found.Reload()
    assert {"epoch_loss", "epoch_learning_rate", "keras"} <= set(found.Tags()["tensors"])
    assert [event.step for event in found.Tensors("epoch_loss")] == [0, 1]


@trains
def test_the_pages_of_tensorboard_show_it(tmp_path):
    program = pytest.importorskip("tensorboard.program", reason="only looking needs TensorBoard")
    fit(tmp_path, histogram_freq=1)
    board = program.TensorBoard()
    board.configure(logdir=str(tmp_path), port=0, load_fast="false", reload_interval=0, reload_task="blocking")  # no thread
    address = board.launch()

    def ask(path, read=json.load):
        with urllib.request.urlopen(f"{address}data/{path}", timeout=120) as answer:
            return read(answer)

    assert sorted(ask("runs")) == ["train", "validation"]
    assert "epoch_loss" in ask("plugin/scalars/tags")["train"]
    curve = ask("plugin/scalars/scalars?run=train&tag=epoch_loss")
    assert [step for _, step, _ in curve] == [0, 1] and all(np.isfinite(value) for *_, value in curve)
    assert "small/a/kernel/histogram" in ask("plugin/histograms/tags")["train"]
    for kind in ("conceptual=false", "tag=keras&conceptual=true"):
        graph = ask(f"plugin/graphs/graph?run=train&{kind}", read=lambda answer: answer.read().decode())
        assert graph.count("node {") == 3 and 'a"' in graph and "input:" in graph and "Dense" in graph


@trains
def test_subclasses_decide_about_the_numbers_of_an_epoch(tmp_path):
    class Board(keras.callbacks.TensorBoard):
        def _log_epoch_metrics(self, epoch, logs):
            super()._log_epoch_metrics(epoch, {**logs, "epoch_twice": 2 * epoch})

        def _collect_learning_rate(self, logs):
            return {**super()._collect_learning_rate(logs), "momentum": 0.5}

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((2, 2)), np.ones((2, 1)), epochs=2, verbose=0, callbacks=[Board(tmp_path)])
    found = events(tmp_path / "train")
    assert [count(found, name) for name in (b"epoch_epoch_twice", b"epoch_momentum", b"epoch_learning_rate")] == [2] * 3


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="needs TensorFlow")
def test_tensorflow_writes_beside(tmp_path):
    class Board(keras.callbacks.TensorBoard):
        def on_epoch_end(self, epoch, logs=None):
            for writer in (self._train_writer, self._val_writer):
                with writer.as_default(step=epoch):
                    tf.summary.write("mine", 1.5)
            super().on_epoch_end(epoch, logs)

    import tensorflow as tf

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((2, 2)), np.ones((2, 1)), verbose=0, callbacks=[Board(tmp_path)])
    for folder in ("train", "validation"):
        paths = (tmp_path / folder).glob("events.out.tfevents.*.v2")
        assert sum(count(list(records(path)), b"mine") for path in paths) == 1
