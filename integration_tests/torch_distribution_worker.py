"""One process of a distributed run, for `torch_distribution_test.py`: `<this file> FOLDER SCENARIO...`.

A scenario is a function of this module. What it returns is written to `FOLDER/<scenario>-<processes>-<rank>.npz`.
"""
import os
import pathlib
import signal
import sys
from unittest import mock

import numpy as np
import torch

import keras
from keras import layers
from keras.src.backend.torch import divided as divided_variables
from keras.src.backend.torch import divided_products

RANK = int(os.environ.get("RANK", 0))
COUNT = int(os.environ.get("WORLD_SIZE", 1))


def samples(count=23):
    rng = np.random.default_rng(0)
    return rng.normal(size=(count, 6)).astype("float32"), rng.integers(0, 3, count)


def mlp(optimizer, **options):
    """A model without batch statistics or noise: what it computes may not depend on the number of processes."""
    keras.utils.set_random_seed(3)
    hidden = layers.Dense(8, "relu", name="hidden", activity_regularizer="l2", kernel_regularizer="l1")
    model = keras.Sequential([keras.Input((6,)), hidden, layers.Dense(3, "softmax", name="last")])
    model.compile(optimizer, "sparse_categorical_crossentropy", weighted_metrics=["accuracy"], **options)
    return model


def fitted(model, *data, **options):
    """Everything that training, evaluation and prediction give."""
    history = model.fit(*data, verbose=0, **{"batch_size": 8, "epochs": 2} | options)
    found = {f"history {name}": values for name, values in history.history.items()}
    x, y = samples()
    found["evaluate"] = model.evaluate(x, y, batch_size=10, verbose=0)
    found["predict"] = model.predict(x, batch_size=10, verbose=0)
    found |= {f"weight {v.path}": v.numpy() for v in model.variables}
    return found | {f"optimizer {v.path}": v.numpy() for v in model.optimizer.variables}


def data_parallel(**options):
    keras.distribution.set_distribution(keras.distribution.DataParallel(**options) if COUNT > 1 else None)


def model_parallel():
    if COUNT == 1:
        return
    mesh = keras.distribution.DeviceMesh((COUNT // 2, 2), ["batch", "model"])
    layout_map = keras.distribution.LayoutMap(mesh)
    layout_map[".*hidden/kernel"] = (None, "model")
    layout_map[".*hidden/bias"] = ("model",)
    layout_map[".*last/kernel"] = ("model", "batch")  # 3 columns: parts need not be equal
    keras.distribution.set_distribution(keras.distribution.ModelParallel(layout_map=layout_map, batch_dim_name="batch"))


def train_all(make_optimizer, **options):
    x, y = samples()
    weights = np.linspace(0.5, 1.5, len(x), dtype="float32")
    model = mlp(make_optimizer(), **options)
    return fitted(model, x, y, sample_weight=weights, validation_split=0.25), model


# Scenarios


def sgd(folder):
    data_parallel()
    return train_all(lambda: keras.optimizers.SGD(0.1, momentum=0.9, global_clipnorm=0.5), steps_per_execution=2)[0]


def adam(folder):
    data_parallel()
    found, model = train_all(lambda: keras.optimizers.Adam(1e-2))
    x, y = samples(3)
    found["on batch"] = model.train_on_batch(x, y) + model.test_on_batch(x, y)
    model.save(os.path.join(folder, "data.keras"))
    return found | {f"later {v.path}": v.numpy() for v in model.variables}


def model_adam(folder):
    model_parallel()
    found, model = train_all(lambda: keras.optimizers.Adam(1e-2, clipnorm=0.1))
    if COUNT > 1:
        kernel = model.layers[0].kernel
        assert kernel._value.to_local().numel() * 2 == kernel._value.numel() == 48
        assert all(v._value.to_local().numel() * 2 == 48 for v in model.optimizer.variables if v.shape == (6, 8))
    model.save(os.path.join(folder, "model.keras"))
    return found


class Multiplied(torch.utils._python_dispatch.TorchDispatchMode):
    """Notes the shapes that products of matrices see."""

    def __init__(self):
        super().__init__()
        self.shapes = set()

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        if function.overloadpacket in (torch.ops.aten.mm, torch.ops.aten.bmm, torch.ops.aten.addmm):
            self.shapes |= {tuple(x.shape)[-2:] for x in args if isinstance(x, torch.Tensor) and not x.is_meta}
        return function(*args, **kwargs or {})


def products(folder):
    """Each process multiplies by its own part of a weight: of columns, of rows, of the heads of an attention."""
    keras.utils.set_random_seed(3)
    if COUNT > 1:
        mesh = keras.distribution.DeviceMesh((COUNT // 2, 2), ["batch", "model"])
        layout_map = keras.distribution.LayoutMap(mesh)
        layout_map[".*up/kernel"] = (None, "model")
        layout_map[".*down/kernel"] = ("model", None)
        layout_map[".*(query|key|value)/kernel"] = (None, "model", None)
        layout_map[".*attention_output/kernel"] = ("model", None, None)
        parallel = keras.distribution.ModelParallel(layout_map=layout_map, batch_dim_name="batch")
        keras.distribution.set_distribution(parallel)
    inputs = keras.Input((5, 10))
    x = layers.MultiHeadAttention(4, 7)(inputs, inputs)
    x = layers.Dense(10, name="down")(layers.Dense(26, "relu", name="up")(x))
    model = keras.Model(inputs, layers.Dense(1)(layers.Flatten()(x)))
    model.compile(keras.optimizers.SGD(0.1), "mse")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(13, 5, 10)).astype("float32"), rng.normal(size=(13, 1))
    with Multiplied() as multiplied:
        found = dict(model.fit(x, y, batch_size=4, verbose=0).history)
    wide = 26 // min(COUNT, 2), 28 // min(COUNT, 2)  # units, and heads times their size
    assert {(10, wide[0]), (wide[0], 10), (10, wide[1]), (wide[1], 10)} <= multiplied.shapes, multiplied.shapes
    assert COUNT == 1 or not any({26, 28} & set(shape) for shape in multiplied.shapes), multiplied.shapes
    found["one"] = model.predict(x[:1], verbose=0)
    return found | {v.path: v.numpy() for v in model.variables}


def channels_and_rows(folder):
    """Convolutions and look-ups in parts: of output channels, of input channels, of rows, of columns."""
    keras.utils.set_random_seed(3)
    if COUNT > 1:
        mesh = keras.distribution.DeviceMesh((COUNT // 2, 2), ["batch", "model"])
        layout_map = keras.distribution.LayoutMap(mesh)
        layout_map[".*by_rows/embeddings"] = ("model", None)
        layout_map[".*by_columns/embeddings"] = (None, "model")
        layout_map[".*tied/embeddings"] = ("model", "batch")
        layout_map[".*grown/kernel"] = (None, None, "model")  # 5 channels: parts need not be equal
        layout_map[".*shrunk/kernel"] = (None, "model", None)
        layout_map[".*turned/kernel"] = (None, "model", "batch")
        layout_map[".*last/kernel"] = (None, None, None, "model")
        parallel = keras.distribution.ModelParallel(layout_map=layout_map, batch_dim_name="batch")
        keras.distribution.set_distribution(parallel)
    ids = keras.Input((6,), dtype="int32")
    tied = layers.ReversibleEmbedding(9, 4, name="tied")
    x = layers.Embedding(9, 4, name="by_rows")(ids) + layers.Embedding(9, 4, name="by_columns")(ids) + tied(ids)
    x = layers.Conv1D(5, 3, padding="same", strides=2, activation="relu", name="grown")(x)
    x = layers.Conv1D(4, 2, padding="same", dilation_rate=2, name="shrunk")(x)
    x = layers.Conv1DTranspose(4, 3, strides=2, name="turned")(x)
    images = layers.Reshape((7, 2, 2))(x)
    model = keras.Model(ids, [tied(x, reverse=True), layers.Conv2D(2, (3, 2), name="last")(images)])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    rng = np.random.default_rng(0)
    x, y = rng.integers(-2, 9, (13, 6)), [rng.normal(size=(13, 7, 9)), rng.normal(size=(13, 5, 1, 2))]
    with mock.patch.object(divided_products.Divided, "whole", None):  # Nothing here should call it.
        found = dict(model.fit(x, y, batch_size=5, epochs=2, verbose=0).history)
        found["one"] = model.predict(x[:1], verbose=0)[0]
    return found | {v.path: v.numpy() for v in model.variables}


def gathered(folder):
    """Layers that bring a divided weight together for the moment: recurrences, depthwise and grouped convolutions."""
    keras.utils.set_random_seed(3)
    if COUNT > 1:
        mesh = keras.distribution.DeviceMesh((COUNT // 2, 2), ["batch", "model"])
        layout_map = keras.distribution.LayoutMap(mesh)
        layout_map[".*(lstm|gru).*/(recurrent_)?kernel"] = (None, "model")
        layout_map[".*(depthwise|separable).*/.*kernel"] = (None, "model", None)
        layout_map[".*groups/kernel"] = (None, None, "model")
        parallel = keras.distribution.ModelParallel(layout_map=layout_map, batch_dim_name="batch")
        keras.distribution.set_distribution(parallel)
    parts = [
        layers.Conv1D(6, 2, groups=2, name="groups"),
        layers.DepthwiseConv1D(3, name="depthwise"),
        layers.SeparableConv1D(5, 2, name="separable"),
        layers.Bidirectional(layers.LSTM(3, return_sequences=True), name="lstm"),
        layers.GRU(4, name="gru"),
        layers.Dense(1),
    ]
    model = keras.Sequential([keras.Input((9, 4)), *parts])
    model.compile(keras.optimizers.Adam(1e-2), "mse")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(13, 9, 4)).astype("float32"), rng.normal(size=(13, 1))
    found = dict(model.fit(x, y, batch_size=5, epochs=2, verbose=0).history)
    divided = [v.path for v in model.variables if isinstance(v, divided_variables.DividedVariable)]
    assert len(divided) == (0 if COUNT == 1 else 10), divided
    found["one"] = model.predict(x[:1], verbose=0)
    return found | {v.path: v.numpy() for v in model.variables}


def optimizers(folder):
    """Each kind of optimizer on variables in parts."""
    kinds = keras.optimizers
    model_parallel()
    found = {}
    for make in (
        lambda: kinds.Adam(1e-2, amsgrad=True, global_clipnorm=0.05),
        lambda: kinds.SGD(0.1, momentum=0.9, nesterov=True, gradient_accumulation_steps=2),
        lambda: kinds.AdamW(1e-2, use_ema=True, ema_overwrite_frequency=2, weight_decay=0.1),
        lambda: kinds.LossScaleOptimizer(kinds.RMSprop(1e-2, centered=True, clipvalue=0.01)),
        lambda: kinds.Adafactor(1e-2),
        lambda: kinds.ScheduleFreeAdamW(1e-2),
        lambda: kinds.Muon(1e-2),
    ):
        model = mlp(make())
        model.fit(*samples(), batch_size=8, verbose=0)
        found |= {f"{model.optimizer.name} {v.path}": v.numpy() for v in [*model.variables, *model.optimizer.variables]}
    return found


def loaded(folder):
    """Files that were saved under one layout, trained further under the other."""
    found = {}
    for saved, spread in (("data", model_parallel), ("model", data_parallel)):
        spread()
        model = keras.saving.load_model(os.path.join(folder, f"{saved}.keras"))
        found |= {f"{saved} {name}": value for name, value in fitted(model, *samples(), shuffle=False).items()}
    return found


def masked(folder):
    """Padded steps count in no loss, wherever they are; dropout is that of the whole batch."""
    data_parallel()
    keras.utils.set_random_seed(3)
    steps = [layers.Embedding(5, 4, mask_zero=True), layers.LSTM(6, return_sequences=True)]
    model = keras.Sequential([*steps, layers.Dropout(0.3, seed=1), layers.Dense(2)])
    model.compile(keras.optimizers.Adam(1e-2), "mse", metrics=["mae"])
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 5, (13, 3)), rng.normal(size=(13, 3, 2))
    x[:, 0] = 1
    history = model.fit(x, y, batch_size=5, epochs=2, verbose=0)
    return {v.path: v.numpy() for v in model.variables} | history.history


def several_outputs(folder):
    """Inputs, targets and outputs by name, classes with weights, data in a generator and in a DataLoader."""
    data_parallel()
    keras.utils.set_random_seed(3)
    inputs = {"a": keras.Input((6,)), "b": keras.Input((2,))}
    x = layers.concatenate([layers.Dense(4)(inputs["a"]), inputs["b"]])
    outputs = {"p": layers.Dense(1, name="p")(x), "q": layers.Dense(3, "softmax", name="q")(x)}
    model = keras.Model(inputs, outputs)
    model.compile("adam", {"p": "mse", "q": "sparse_categorical_crossentropy"}, loss_weights={"p": 0.5, "q": 2.0})
    x, y = samples()
    x, y = {"a": x, "b": x[:, :2]}, {"p": x[:, :1], "q": y}
    found = dict(model.fit(x, y, batch_size=6, validation_split=0.2, verbose=0).history) | model.predict(x, verbose=0)
    model, (x, y) = mlp("sgd"), samples()
    loader = torch.utils.data.DataLoader(list(zip(x, y)), batch_size=5, shuffle=True)
    generator = ((x[i : i + 5], y[i : i + 5]) for i in range(0, 20, 5))
    found["weighted"] = model.fit(x, y, class_weight={0: 1.0, 1: 2.0, 2: 0.5}, verbose=0).history["loss"]
    found["loader"] = model.fit(loader, verbose=0).history["loss"]
    return found | {"generator": model.fit(generator, shuffle=False, verbose=0).history["loss"]}


def batch_statistics(folder):
    data_parallel()
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((6,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.1), "mae")
    model.fit(*samples(), batch_size=8, epochs=2, verbose=0)
    return {v.path: v.numpy() for v in model.variables}


class OwnStep(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3, kernel_initializer="ones")

    def call(self, x):
        return self.dense(x)

    def train_step(self, data):
        x, y = data
        self.seen.append(len(x))
        self.zero_grad()
        loss = self.compute_loss(x, y, self(x, training=True))
        loss.backward()
        variables = self.trainable_weights
        with torch.no_grad():
            self.optimizer.apply([v.value.grad for v in variables], variables)
        return {"loss": loss.detach()}


def own_step(folder, spread=data_parallel):
    spread()
    keras.utils.set_random_seed(3)
    model = OwnStep()
    model.seen = []
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-2), loss)
    history = model.fit(*samples(), batch_size=8, epochs=2, verbose=0)
    assert COUNT == 1 or max(model.seen) <= 4
    return {"loss": history.history["loss"], "kernel": model.dense.kernel.numpy(), "bias": model.dense.bias.numpy()}


def own_step_in_parts(folder):
    def spread():
        if COUNT > 1:
            mesh = keras.distribution.DeviceMesh((COUNT,), ["model"])
            layout_map = keras.distribution.LayoutMap(mesh)
            layout_map[".*kernel"] = ("model", None)
            keras.distribution.set_distribution(keras.distribution.ModelParallel(layout_map=layout_map))

    return own_step(folder, spread)


class Reader(keras.utils.PyDataset):
    """Batches of 8, of which each process reads some rows."""

    def __init__(self, shares):
        super().__init__()
        self.rows = [(8 * i // shares, 8 * (i + 1) // shares) for i in range(shares)][RANK if shares > 1 else 0]

    def __len__(self):
        return 2

    def __getitem__(self, i):
        x, y = samples(16)
        rows = slice(8 * i + self.rows[0], 8 * i + self.rows[1])
        return x[rows], y[rows]


def own_reader(folder):
    data_parallel(auto_shard_dataset=False)
    model = mlp(keras.optimizers.SGD(0.1))
    history = model.fit(Reader(COUNT), epochs=2, verbose=0, shuffle=False)
    return {"kernel": model.layers[0].kernel.numpy()} | history.history


def by_hand(folder):
    """torch's own DistributedDataParallel around a Keras model."""
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((6,)), layers.Dense(8, "relu"), layers.Dense(3)])
    wrapped = torch.nn.parallel.DistributedDataParallel(model) if COUNT > 1 else model
    optimizer = torch.optim.SGD(wrapped.parameters(), 0.1)
    x, y = samples(16)
    for start in range(0, 16, 8):
        rows = slice(start + 8 * RANK // COUNT, start + 8 * (RANK + 1) // COUNT)
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(wrapped(torch.tensor(x[rows])), torch.tensor(y[rows]))
        loss.backward()
        optimizer.step()
    return {v.path.split("/", 1)[1]: v.numpy() for v in model.variables}


class Die(keras.callbacks.Callback):
    """Kills the process before its eighth step."""

    left = 8

    def on_train_batch_begin(self, batch, logs=None):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


def resumed(folder):
    """A training with backups after every second step, in which the last process dies if the folder says so."""
    data_parallel()
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((6,)), layers.Dense(8, "relu"), layers.Dropout(0.3), layers.Dense(3)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-2), loss, metrics=["accuracy"])
    killing = pathlib.Path(folder, "kill").exists()
    callbacks = [Die()] if killing and RANK == COUNT - 1 else []
    backup = keras.callbacks.BackupAndRestore(os.path.join(folder, "backup"), save_freq=2)
    backed_up = [backup] if pathlib.Path(folder, "kill").exists() or pathlib.Path(folder, "backup").exists() else []
    history = model.fit(*samples(), batch_size=8, epochs=4, verbose=0, callbacks=callbacks + backed_up)
    return {v.path: v.numpy() for v in [*model.variables, *model.optimizer.variables]} | history.history


if __name__ == "__main__":
    folder, *scenarios = sys.argv[1:]
    if COUNT > 1:
        keras.distribution.initialize()
    for scenario in scenarios:
        keras.utils.clear_session()
        found = globals()[scenario](folder)
        np.savez(os.path.join(folder, f"{scenario}-{COUNT}-{RANK}.npz"), **found)
