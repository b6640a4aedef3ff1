"""Losses and metrics matched with outputs: names, weights, kinds, errors."""
import numpy as np
import pytest

import keras
from keras.src import backend
from keras.src.trainers import logs as logs_module
from keras.src.trainers.compile_utils import CompileLoss, CompileMetrics, get_metrics_list

ONE = np.array([[1.0], [3.0]], "float32")  # mse 5, mae 2 against zeros
TWO = np.array([[2.0, 0.0], [0.0, 4.0]], "float32")  # mse 5, mae 1.5 against zeros
ZERO1, ZERO2 = np.zeros((2, 1), "float32"), np.zeros((2, 2), "float32")


def loss_of(loss, y_true, y_pred, weights=None, names=None, sample_weight=None):
    compiled = CompileLoss(loss, loss_weights=weights, output_names=names)
    y_true, y_pred, sample_weight = (
        keras.tree.map_structure(lambda x: x if x is None else backend.convert_to_tensor(x), part)
        for part in (y_true, y_pred, sample_weight)
    )
    value = float(backend.convert_to_numpy(compiled(y_true, y_pred, sample_weight)))
    return value, [metric.name for metric in compiled.metrics], [float(m.result()) for m in compiled.metrics]


# loss, targets, predictions, options, value, names of the metrics
LOSSES = {
    "one output": ("mse", ONE, ZERO1, {}, 5.0, []),
    "a list of one": (["mse"], ONE, ZERO1, {}, 5.0, []),
    "a weight": ("mse", ONE, ZERO1, {"weights": 2.0}, 10.0, []),
    "a function": (lambda y, p: abs(y - p), ONE, ZERO1, {}, 2.0, []),
    "sample weights": ("mse", ONE, ZERO1, {"sample_weight": np.array([0.0, 1.0])}, 4.5, []),
    "weights for all outputs": (
        "mse", [ONE, TWO], [ZERO1, ZERO2], {"sample_weight": np.array([0.0, 1.0])}, 8.5, ["mse_loss", "mse_loss"],
    ),
    "one for all": ("mse", [ONE, TWO], [ZERO1, ZERO2], {}, 10.0, ["mse_loss", "mse_loss"]),
    "a list": (["mse", "mae"], [ONE, TWO], [ZERO1, ZERO2], {}, 6.5, ["mse_loss", "mae_loss"]),
    "names of outputs": ("mse", [ONE, TWO], [ZERO1, ZERO2], {"names": ["a", "b"]}, 10.0, ["a_loss", "b_loss"]),
    "a dict by name": ({"b": "mse", "a": "mae"}, [ONE, TWO], [ZERO1, ZERO2], {"names": ["a", "b"]}, 7.0, ["a_loss", "b_loss"]),
    "a dict of outputs": ({"p": "mse", "q": "mae"}, {"p": ONE, "q": TWO}, {"p": ZERO1, "q": ZERO2}, {}, 6.5, ["p_loss", "q_loss"]),
    "no loss for one": ({"p": "mse", "q": None}, {"p": ONE, "q": TWO}, {"p": ZERO1, "q": ZERO2}, {}, 5.0, []),
    "weights by name": ("mse", {"p": ONE, "q": TWO}, {"p": ZERO1, "q": ZERO2}, {"weights": 0.5}, 5.0, ["p_loss", "q_loss"]),
    "targets as a list": ("mse", [ONE, TWO], {"p": ZERO1, "q": ZERO2}, {}, 10.0, ["p_loss", "q_loss"]),
    "nested": ("mse", {"z": [ONE, {"w": TWO}]}, {"z": [ZERO1, {"w": ZERO2}]}, {}, 10.0, ["z/mse_loss", "z/1/w_loss"]),
    "class names": (["MeanSquaredError", "Huber"], [ONE, TWO], [ZERO1, ZERO2], {}, 6.25, ["mean_squared_error_loss", "huber_loss_loss"]),
    "lists in a list": ([["mse"], ["mae"]], [ONE, TWO], [ZERO1, ZERO2], {}, 6.5, ["mse_loss", "mae_loss"]),
    "layers of nested outputs": (
        {"v": "mae", "u": "mse"}, [[ONE, TWO]], [[ZERO1, ZERO2]], {"names": ["u", "v"]}, 6.5, ["0/u_loss", "0/v_loss"],
    ),
    "a list for a tuple in a list": (["mse", "mae"], [(ONE, TWO)], [(ZERO1, ZERO2)], {}, 6.5, ["0/mse_loss", "0/mae_loss"]),
    "a tuple for a dict": (("mse", "mae"), {"p": ONE, "q": TWO}, {"p": ZERO1, "q": ZERO2}, {}, 6.5, ["p_loss", "q_loss"]),
}


@pytest.mark.parametrize("case", LOSSES)
def test_losses(case):
    loss, y_true, y_pred, options, expected, names = LOSSES[case]
    value, found, means = loss_of(loss, y_true, y_pred, **options)
    assert found == names
    np.testing.assert_allclose(value, expected, rtol=1e-6)
    if names:
        scale = options.get("weights", 1.0)
        np.testing.assert_allclose(sum(means) * scale, value, rtol=1e-6)


# loss_weights, losses, outputs in a dict, the sum of 5 and 1.5 with these weights
LOSS_WEIGHTS = {
    "by name": ({"q": 2.0, "p": 4.0}, ["mse", "mae"], True, 23.0),
    "of other names, by position": ({"x": 4.0, "y": 2.0}, ["mse", "mae"], True, 23.0),
    "of names that outputs in a list do not have": ({"x": 4.0, "y": 2.0}, ["mse", "mae"], False, 23.0),
    "nested": ([[4.0], [2.0]], ["mse", "mae"], False, 23.0),
    "one for the one loss of all": ([2.0], "mse", False, 20.0),
    "one of another name for the one loss of all": ({"x": 2.0}, "mse", True, 20.0),
}


@pytest.mark.parametrize("case", LOSS_WEIGHTS)
def test_loss_weights(case):
    weights, losses, in_a_dict, expected = LOSS_WEIGHTS[case]
    y_true, y_pred = ({"p": ONE, "q": TWO}, {"p": ZERO1, "q": ZERO2}) if in_a_dict else ([ONE, TWO], [ZERO1, ZERO2])
    assert abs(loss_of(losses, y_true, y_pred, weights)[0] - expected) < 1e-5


LOSS_ERRORS = {
    "more than there are outputs": (["mse", "mae", "mae"], [ONE, TWO], [ZERO1, ZERO2], {}, ValueError, "loss"),
    "an unknown output": ({"p": "mse", "r": "mae"}, {"p": ONE, "q": TWO}, {"p": ZERO1, "q": ZERO2}, {}, KeyError, "r"),
    "too few": (["mse"], [ONE, TWO], [ZERO1, ZERO2], {}, ValueError, "loss"),
    "too many": (["mse", "mae"], ONE, ZERO1, {}, ValueError, "2 losses"),
    "weights that do not fit": ("mse", ONE, ZERO1, {"weights": [1.0, 2.0]}, ValueError, "2 weights for 1 losses"),
    "targets that lack": ("mse", [ONE], [ZERO1, ZERO2], {}, ValueError, "`y` must hold one array for each"),
    "too many targets": ("mse", [ONE, TWO], ZERO1, {}, ValueError, "`y` must be one array.* structure of 2 arrays"),
    "no targets": ("mse", None, ZERO1, {}, ValueError, "needs targets"),
}


@pytest.mark.parametrize("case", LOSS_ERRORS)
def test_loss_errors(case):
    loss, y_true, y_pred, options, kind, message = LOSS_ERRORS[case]
    with pytest.raises(kind, match=message):
        loss_of(loss, y_true, y_pred, **options)


KINDS = [
    ((2, 1), (2, 1), "BinaryAccuracy", "binary_crossentropy"),
    ((2,), (2, 1), "BinaryAccuracy", "binary_crossentropy"),
    ((2,), (2, 5), "SparseCategoricalAccuracy", "sparse_categorical_crossentropy"),
    ((2, 1), (2, 5), "SparseCategoricalAccuracy", "sparse_categorical_crossentropy"),
    ((2, 5), (2, 5), "CategoricalAccuracy", "categorical_crossentropy"),
    ((2, 3), (2, 3, 5), "SparseCategoricalAccuracy", "sparse_categorical_crossentropy"),
]


@pytest.mark.parametrize("true_shape,pred_shape,metric,loss", KINDS)
def test_what_accuracy_and_crossentropy_mean(true_shape, pred_shape, metric, loss):
    y_true, y_pred = keras.KerasTensor(true_shape), keras.KerasTensor(pred_shape)
    for name in ("accuracy", "acc"):
        compiled = CompileMetrics([name], None)
        compiled.build(y_true, y_pred)
        assert type(compiled.metrics[0]).__name__ == metric and compiled.metrics[0].name == name
    for name in ("crossentropy", "ce"):
        compiled = CompileLoss(name)
        compiled.build(y_true, y_pred)
        assert compiled._terms[0][1].fn.__name__ == loss


def metrics_of(metrics, weighted, y_true, y_pred, names=None, sample_weight=None):
    compiled = CompileMetrics(metrics, weighted, output_names=names)
    y_true, y_pred = keras.tree.map_structure(backend.convert_to_tensor, (y_true, y_pred))
    compiled.update_state(y_true, y_pred, sample_weight)
    return {name: round(float(value), 4) for name, value in compiled.result().items()}


def test_metric_names():
    assert metrics_of(["mse", "mae"], None, TWO, ZERO2) == {"mse": 5.0, "mae": 1.5}
    assert metrics_of([["mse"]], None, TWO, ZERO2) == {"mse": 5.0}
    assert metrics_of({"any": ["mse"]}, None, TWO, ZERO2) == {"mse": 5.0}
    assert metrics_of(["mae", "mae"], None, TWO, ZERO2) == {"mae": 1.5, "mae_1": 1.5}
    weights = backend.convert_to_tensor(np.array([1.0, 0.0], "float32"))
    found = metrics_of(["mae"], ["mae"], TWO, ZERO2, sample_weight=weights)
    assert found == {"mae": 1.5, "weighted_mae": 1.0}
    found = metrics_of(None, [["mae"], ["mae"]], [ONE, TWO], [ZERO1, ZERO2], ["a", "b"], sample_weight=weights)
    assert found == {"a_mae": 1.0, "b_mae": 1.0}


def difference(y_true, y_pred):
    return y_true - y_pred


def test_paths_of_variables():
    keras.backend.clear_session()
    y_true, y_pred = [keras.KerasTensor((2, 1))] * 2, [keras.KerasTensor((2, 1))] * 2
    losses = CompileLoss("mse", output_names=["a", "b"])
    losses.build(y_true, y_pred)
    assert [v.path for v in losses.variables][::2] == ["compile_loss/a_loss/total", "compile_loss/b_loss/total"]
    metrics = CompileMetrics([[difference, "mse"], [difference]], None)
    metrics.build(y_true, y_pred)
    assert [metric.name for metric in metrics.metrics] == ["difference", "mse", "difference"]
    paths = [f"{name}/total" for name in ("mean_metric_wrapper", "mean_squared_error", "mean_metric_wrapper_1")]
    assert [v.path for v in metrics.variables][::2] == paths
    assert metrics_of(["mse", "mae"], None, [TWO, TWO], [ZERO2, ZERO2], ["a", "b"]) == {"a_mse": 5.0, "b_mae": 1.5}
    assert metrics_of([None, ["mae"]], None, [TWO, TWO], [ZERO2, ZERO2]) == {"mae": 1.5}
    assert metrics_of({"q": ["mse", "mae"]}, None, {"p": TWO, "q": TWO}, {"p": ZERO2, "q": ZERO2}) == {
        "q_mse": 5.0, "q_mae": 1.5,
    }
    nested = [[ONE, {"p": TWO}], [ZERO1, {"p": ZERO2}]]  # shown by the names of the output layers, if they have such
    assert metrics_of([["mae"], {"p": "mse"}], None, *nested, ["u", "v"]) == {"u_mae": 2.0, "v_mse": 5.0}
    assert metrics_of([["mae"], {"p": "mae"}], None, *nested) == {"mae": 2.0, "mae_1": 1.5}
    assert list(metrics_of([lambda y, p: y - p], None, TWO, ZERO2)) == ["lambda"]
    for name in ("loss", "val_mae"):
        with pytest.warns(UserWarning, match=f"{name!r} clashes"):
            metrics_of([keras.metrics.MeanAbsoluteError(name=name)], None, TWO, ZERO2)


@pytest.mark.parametrize("nest", [lambda x: {"a": x}, lambda x: [x], lambda x: {"a": {"b": x}}])
@pytest.mark.parametrize("metrics", [["mae"], {"a": "mae"}, {"a": {"b": ["mae"]}}, {"any": "mae"}])
def test_metrics_of_the_only_output_have_no_prefix(nest, metrics):
    assert metrics_of(metrics, None, nest(TWO), nest(ZERO2), ["a"]) == {"mae": 1.5}
    assert metrics_of(None, metrics, nest(TWO), nest(ZERO2), ["a"]) == {"mae": 1.5}


@pytest.mark.parametrize(
    "metrics,y_true,y_pred,message",
    [
        (["mae"], [TWO, TWO], [ZERO2, ZERO2], "item for each output"),
        ({"r": ["mae"]}, {"p": TWO, "q": TWO}, {"p": ZERO2, "q": ZERO2}, "r"),
        (["mae", "mse", "mae"], [TWO, TWO], [ZERO2, ZERO2], "item for each output"),
        (["bogus"], TWO, ZERO2, "bogus"),
    ],
)
def test_metric_errors(metrics, y_true, y_pred, message):
    with pytest.raises(ValueError, match=message):
        metrics_of(metrics, None, y_true, y_pred)


def test_metrics_begin_again():
    compiled = CompileMetrics(["mae"], None)
    with pytest.raises(ValueError, match="first batch"):
        compiled.result()
    compiled.update_state(backend.convert_to_tensor(TWO), backend.convert_to_tensor(ZERO2))
    compiled.reset_state()
    assert [float(v) for v in compiled.variables] == [0.0, 0.0]


class Counted:
    """A value on a device; it counts how often it is read."""

    shape, reads = (), 0

    def __float__(self):
        Counted.reads += 1
        return 0.5


def test_logs_are_read_when_asked():
    Counted.reads = 0
    logs = logs_module.Logs({"b": Counted(), "a": Counted()})
    assert list(logs) == ["a", "b"] and "a" in logs and Counted.reads == 0
    assert logs["a"] == 0.5 and logs["a"] == 0.5 and Counted.reads == 1
    assert dict(logs) == {"a": 0.5, "b": 0.5} and {**logs} == {"a": 0.5, "b": 0.5}
    assert all(type(v) is float for v in dict(logs).values())
    logs.update(c=1.0)
    assert logs.get("c") == 1.0 and logs.get("d") is None and sorted(logs) == ["a", "b", "c"]
    assert logs_module.numbers({"x": np.float32(2.0), "s": "text"}) == {"x": 2.0, "s": "text"}
    nested = {"m": {"mae": np.float32(2.0)}, "loss": 1.0}  # as of `{m.name: m.result() for m in model.metrics}`
    assert logs_module.numbers(nested) == logs_module.Logs(nested) == {"mae": 2.0, "loss": 1.0}


def test_losses_of_a_dict_are_shown_in_its_order():
    for loss, order in (({"b": "mse", "a": "mae"}, "ab"), ("mse", "ba")):  # with one for all, in that of the outputs
        compiled = CompileLoss(loss)
        parts = {name: np.ones((2, 1), "float32") for name in order}
        compiled(parts, parts)
        assert [metric.name for metric in compiled.metrics] == ["b_loss", "a_loss"]


LATE = {  # metrics that make variables with the first batch, and how many outputs they take
    "r2_score": (lambda: keras.metrics.R2Score(), 1),
    "f1_score": (lambda: keras.metrics.F1Score(threshold=0.5), 3),
    "auc": (lambda: keras.metrics.AUC(20, multi_label=True), 3),
}


@pytest.mark.parametrize("metric", LATE)
def test_metrics_that_make_variables_late_add_up_over_batches(metric):
    make, outputs = LATE[metric]
    rng = np.random.default_rng(0)
    x, y = rng.random((8, 4), "float32"), (rng.random((8, outputs)) > 0.5).astype("float32")
    y[:2] = [[0.0], [1.0]]
    scores = []
    for options in ({"batch_size": 4}, {"batch_size": 8}):
        metric = make()
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(outputs, "sigmoid", kernel_initializer="ones")])
        model.compile(loss="mse", metrics=[metric])
        scores.append(model.evaluate(x, y, verbose=0, return_dict=True, **options)[metric.name])
        assert all(np.isfinite(keras.ops.convert_to_numpy(v)).all() for v in metric.variables)
    np.testing.assert_allclose(*scores, rtol=1e-4)


@pytest.mark.skipif(
    keras.backend.backend() in ("numpy", "jax"), reason="numpy does not train; jax wants tensors, as in Keras 3"
)
def test_a_metric_may_hand_out_its_variable():
    class Batches(keras.metrics.Metric):
        def __init__(self):
            super().__init__(name="batches")
            self.count = self.add_variable((), "zeros")

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.count.assign_add(1.0)

        def result(self):
            return self.count

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=[Batches()])
    x = np.ones((6, 1), "float32")
    history = model.fit(x, x, batch_size=2, validation_data=(x[:2], x[:2]), epochs=2, verbose=0).history
    assert history["batches"] == [3.0, 3.0] and history["val_batches"] == [1.0, 1.0]


def test_a_list_of_metrics_of_one_output():
    y_true, y_pred = np.ones((2, 1)), np.array([[0.0], [1.0]])
    metrics = get_metrics_list(["mse", "accuracy"], y_true, y_pred, output_name="a")
    metrics.update_state(y_true, y_pred)
    assert {k: float(v) for k, v in metrics.get_result().items()} == {"mse": 0.5, "accuracy": 0.5}
    assert metrics.output_name == "a" and get_metrics_list(None, y_true, y_pred) is None
    metrics.reset_state()
    assert all(float(v) == 0 for variable in metrics.metrics for v in variable.variables)
