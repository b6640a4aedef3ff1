import numpy as np
import pytest

from keras.src import backend, layers, losses, models, optimizers
from keras.src.distillation.distillation_loss import (
    DistillationLoss,
    FeatureDistillation,
    LogitsDistillation,
)
from keras.src.distillation.distiller import Distiller
from keras.src.saving import saving_api, serialization_lib

RNG = np.random.default_rng(0)
A, B = RNG.normal(size=(2, 5, 3)).astype("float32")
X, Y = RNG.normal(size=(8, 4)).astype("float32"), RNG.normal(size=(8, 2)).astype("float32")
trains = pytest.mark.skipif(backend.backend() == "numpy", reason="The numpy backend does not train.")


def net(prefix, units=2, features=4):
    x = layers.Input((features,))
    h = layers.Dense(3, activation="tanh", name=f"{prefix}_h")(x)
    return models.Model(x, layers.Dense(units, name=f"{prefix}_o")(h))


def softmax(x):
    e = np.exp(x)
    return e / e.sum(-1, keepdims=True)


def kl(t, s):
    return (softmax(t) * np.log(softmax(t) / softmax(s))).sum(-1).mean()


LOSSES = [
    (LogitsDistillation(), 9 * kl(A / 3, B / 3)),
    (LogitsDistillation(2.0, losses.KLDivergence()), 4 * kl(A / 2, B / 2)),
    (LogitsDistillation(2.0, "mse"), ((A - B) ** 2).mean() / 4),
    (FeatureDistillation(), ((A - B) ** 2).mean()),
    (FeatureDistillation("mae"), np.abs(A - B).mean()),
]


@pytest.mark.parametrize("loss, expected", LOSSES)
def test_losses(loss, expected):
    found = loss.compute_loss(backend.convert_to_tensor(A), backend.convert_to_tensor(B))
    np.testing.assert_allclose(backend.convert_to_numpy(found), expected, rtol=1e-4)
    config = serialization_lib.serialize_keras_object(loss)
    copy = serialization_lib.deserialize_keras_object(config)
    assert type(copy) is type(loss) and copy.get_config() == loss.get_config()


def test_losses_of_several_outputs():
    mse, mae = ((A - B) ** 2).mean(), np.abs(A - B).mean()
    pairs = {"a": A, "b": B}, {"a": B, "b": A}
    for loss, expected in (({"a": "mse", "b": "mae"}, mse + mae), ({"a": "mse", "b": None}, mse), ("mse", mse)):
        found = FeatureDistillation(loss).compute_loss(*pairs)
        np.testing.assert_allclose(backend.convert_to_numpy(found), expected, rtol=1e-5)
    with pytest.raises(ValueError):
        FeatureDistillation(["mse", "mae"]).compute_loss(*pairs)
    with pytest.raises(ValueError):
        FeatureDistillation().compute_loss([A], [A, B])


def distiller(loss=None, **kwargs):
    return Distiller(net("t"), net("s"), loss or LogitsDistillation(2.0, "mse"), **kwargs)


REFUSED = {
    "temperature=0": lambda: LogitsDistillation(0),
    "temperature='a'": lambda: LogitsDistillation("a"),
    "loss=None": lambda: FeatureDistillation(None),
    "teacher=1": lambda: Distiller(1, net("s"), LogitsDistillation()),
    "student=1": lambda: Distiller(net("t"), 1, LogitsDistillation()),
    "outputs of the same shapes": lambda: Distiller(net("t", 3), net("s"), LogitsDistillation()),
    "inputs of the same shapes": lambda: Distiller(net("t", 2, 5), net("s"), LogitsDistillation()),
    "student_loss_weight=2": lambda: distiller(student_loss_weight=2),
    "1 numbers for 2 losses": lambda: distiller([LogitsDistillation()] * 2, distillation_loss_weights=[1.0]),
    "distillation_losses": lambda: Distiller(net("t"), net("s"), None),
    "Received: 'zz'": lambda: distiller(FeatureDistillation("mse", "zz", "s_h")),
    "Received: loss=None": lambda: distiller().compile(),
}


@pytest.mark.parametrize("message", REFUSED)
def test_refused(message):
    with pytest.raises(ValueError, match=message):
        REFUSED[message]()
    with pytest.raises(NotImplementedError):
        DistillationLoss().compute_loss(A, B)


def test_the_loss_is_the_weighted_sum():
    pair = [LogitsDistillation(2.0, "mse"), FeatureDistillation("mae", "t_h", "s_h")]
    model = distiller(pair, distillation_loss_weights=[0.5, 2.0], student_loss_weight=0.3)
    model.compile("sgd", "mse")
    features = [
        models.Model(one.inputs, one.get_layer(name).output).predict(X, verbose=0)
        for one, name in ((model.teacher, "t_h"), (model.student, "s_h"))
    ]
    teacher, student = model.teacher.predict(X, verbose=0), model.predict(X, verbose=0)
    told = 0.5 * ((teacher - student) ** 2).mean() / 4 + 2 * np.abs(features[0] - features[1]).mean()
    own = ((Y - student) ** 2).mean()
    logs = model.evaluate(X, Y, verbose=0, return_dict=True)
    np.testing.assert_allclose(logs["loss"], 0.3 * own + 0.7 * told, rtol=1e-4)
    np.testing.assert_allclose(logs["student_loss"], own, rtol=1e-4)
    np.testing.assert_allclose(logs["distillation_loss"], told, rtol=1e-4)
    assert logs["total_loss"] == pytest.approx(logs["loss"])


@trains
def test_only_the_student_is_trained(tmp_path):
    model = distiller(student_loss_weight=0.0)
    model.compile(optimizers.SGD(0.1), "mse", metrics=["mae"])
    before = model.teacher.get_weights()
    history = model.fit(X, Y, epochs=3, batch_size=8, verbose=0).history
    assert history["distillation_loss"][-1] < history["distillation_loss"][0]
    assert history["student_loss"] == [0.0] * 3 and "mae" in history
    for old, new in zip(before, model.teacher.get_weights()):
        np.testing.assert_array_equal(new, old)
    model.save(tmp_path / "model.keras")
    copy = saving_api.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(copy.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-5)
    np.testing.assert_allclose(copy.evaluate(X, Y, verbose=0), model.evaluate(X, Y, verbose=0), rtol=1e-5)
    assert not copy.teacher.trainable and copy.student_loss_weight == 0
