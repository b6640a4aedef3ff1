"""Every metric, loss, optimizer and other object comes out of a pickle, a copy and a deep copy with its state."""
import copy
import pickle

import numpy as np
import pytest

import keras
from keras import losses, metrics, optimizers

TRAINS = keras.config.backend() != "numpy"
WAYS = {"pickle": lambda x: pickle.loads(pickle.dumps(x)), "deepcopy": copy.deepcopy, "copy": copy.copy}


def classes(package, base, skipped=()):
    found = {name: getattr(package, name) for name in package.__all__ if name[0].isupper()}
    return sorted({c.__name__: c for n, c in found.items() if issubclass(c, base) and n not in skipped}.items())


@keras.saving.register_keras_serializable("pickling")
def mean_error(y, p):
    return keras.ops.mean(keras.ops.abs(y - p), axis=-1)


ARGUMENTS = {
    "MeanMetricWrapper": {"fn": mean_error},
    "MeanIoU": {"num_classes": 3, "sparse_y_pred": True},
    "IoU": {"num_classes": 3, "target_class_ids": [0]},
    "BinaryIoU": {"target_class_ids": [0]},
    "OneHotIoU": {"num_classes": 3, "target_class_ids": [0]},
    "OneHotMeanIoU": {"num_classes": 3},
    "PrecisionAtRecall": {"recall": 0.5},
    "RecallAtPrecision": {"precision": 0.5},
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
    "MeanRelativeError": {"normalizer": [1.0, 2.0, 3.0]},
    "ConcordanceCorrelation": {"axis": -1},
    "PearsonCorrelation": {"axis": -1},
}
ONE_ARGUMENT = ("Mean", "Sum")
SPARSE = ("SparseCategoricalAccuracy", "SparseCategoricalCrossentropy", "SparseTopKCategoricalAccuracy")
ABSTRACT = ("Metric", "Loss", "Optimizer", "LearningRateSchedule", "LossFunctionWrapper")
METRICS = [(n, c) for n, c in classes(metrics, metrics.Metric) if n not in ABSTRACT]
Y = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], "float32")
P = np.array([[0.2, 0.7, 0.1], [0.3, 0.3, 0.4], [0.1, 0.2, 0.7]], "float32")


def update(name, metric):
    if name in ONE_ARGUMENT:
        metric.update_state(P)
    elif name in ("MeanIoU", "IoU"):
        metric.update_state([0, 1, 2], [0, 1, 1])
    else:
        metric.update_state(Y.argmax(-1) if name in SPARSE else Y, P)


def arrays(variables):
    return [keras.ops.convert_to_numpy(v) for v in variables]


def equal(found, expected):
    for a, b in zip(arrays(found), arrays(expected), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name, cls", METRICS, ids=[name for name, _ in METRICS])
def test_metrics(name, cls, way):
    metric = cls(**ARGUMENTS.get(name, {}))
    update(name, metric)
    again = WAYS[way](metric)
    assert metric.variables
    equal(again.variables, metric.variables)
    np.testing.assert_array_equal(*(keras.ops.convert_to_numpy(m.result()) for m in (again, metric)))
    update(name, again)
    update(name, metric)
    np.testing.assert_allclose(*(keras.ops.convert_to_numpy(m.result()) for m in (again, metric)), rtol=1e-6)


LOSSES = [(n, c) for n, c in classes(losses, losses.Loss, ("CTC", "CategoricalGeneralizedCrossEntropy")) if n not in ABSTRACT]


@pytest.mark.parametrize("way", WAYS)
def test_losses(way):
    for name, cls in LOSSES:
        loss = cls()
        targets = Y.argmax(-1) if name in (*SPARSE, "CircleLoss", "Circle") else Y
        found, expected = (keras.ops.convert_to_numpy(x(targets, P)) for x in (WAYS[way](loss), loss))
        np.testing.assert_array_equal(found, expected, err_msg=name)


WRAPPERS = ("LossScaleOptimizer", "MultiOptimizer")
OPTIMIZERS = [(n, c) for n, c in classes(optimizers, optimizers.Optimizer, WRAPPERS) if n not in ABSTRACT]


@pytest.mark.skipif(not TRAINS, reason="numpy: no training")
@pytest.mark.parametrize("way", ["pickle", "deepcopy"])
@pytest.mark.parametrize("name, cls", OPTIMIZERS, ids=[name for name, _ in OPTIMIZERS])
def test_optimizers(name, cls, way):
    variable = keras.Variable(np.ones((2, 3), "float32"), name="v")
    optimizer = cls()
    optimizer.apply([keras.ops.ones((2, 3))], [variable])
    again = WAYS[way](optimizer)
    again.build([variable])  # the slots belong to variables, which are not the optimizer's
    assert int(again.iterations) == 1
    equal(again.variables, optimizer.variables)
    assert again.get_config() == optimizer.get_config()
