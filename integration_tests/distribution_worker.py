"""One process of a distributed run, for `distribution_test.py`: `distribution_worker.py SCENARIO KIND FOLDER`.

KIND is how variables and data are spread: `none`, `data` or `model`. Each process writes what it found to
`FOLDER/<scenario>-<kind>-<processes>-<rank>.npz`.
"""
import contextlib
import os
import signal
import sys

import numpy as np

import keras

BACKEND = keras.backend.backend()
RANK = int(os.environ.get("RANK", 0))
COUNT = int(os.environ.get("WORLD_SIZE", 1))


def spread(kind):
    """Joins the processes; returns a scope in which models are spread in this way."""
    if COUNT > 1:
        keras.distribution.initialize()
    if kind == "none":
        return contextlib.nullcontext()
    if BACKEND == "tensorflow":
        return strategy().scope()
    if kind == "data":
        return keras.distribution.DataParallel().scope()
    mesh = keras.distribution.DeviceMesh((keras.distribution.get_device_count() // 2, 2), ["batch", "model"])
    layout_map = keras.distribution.LayoutMap(mesh)
    layout_map["(.*/)?hidden/kernel"] = (None, "model")
    layout_map["(.*/)?hidden/bias"] = ("model",)
    layout_map["(.*/)?last/kernel"] = ("model", None)
    layout_map["(.*/)?hidden/output"] = ("batch", "model")
    return keras.distribution.ModelParallel(layout_map=layout_map, batch_dim_name="batch").scope()


def strategy():
    import tensorflow as tf

    if COUNT > 1:
        return tf.distribute.MultiWorkerMirroredStrategy()
    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    return tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])


def make_model():
    """On jax a step is the same on many devices as on one; copies of a model have their own noise and statistics."""
    layers = keras.layers
    whole = [layers.BatchNormalization(), layers.Dropout(0.2)] if BACKEND == "jax" else []
    hidden = layers.Dense(8, "relu", name="hidden", kernel_regularizer="l2", activity_regularizer="l2")
    model = keras.Sequential([keras.Input((6,)), hidden, *whole, layers.Dense(3, "softmax", name="last")])
    model.compile(keras.optimizers.Adam(1e-2), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def data():
    rng = np.random.default_rng(0)
    return rng.normal(size=(27, 6)).astype("float32"), rng.integers(0, 3, 27)


class Kill(keras.callbacks.Callback):
    """Kills the last process in the middle of the second epoch."""

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        if self.epoch == 1 and RANK == COUNT - 1:
            os.kill(os.getpid(), signal.SIGKILL)


def train(folder, callbacks=(), resume=None):
    """Training, evaluation and prediction: 21 and 27 samples in batches of 12, so that the last ones do not divide."""
    keras.utils.set_random_seed(3)
    model = make_model()
    x, y = data()
    weights = np.linspace(0.5, 1.5, len(x), dtype="float32")
    history = model.fit(
        x, y, batch_size=12, epochs=2, sample_weight=weights, validation_split=0.25, verbose=0,
        callbacks=list(callbacks), resume=resume,
    )  # fmt: skip
    found = {f"history {name}": values for name, values in history.history.items()}
    found["evaluate"] = model.evaluate(x, y, batch_size=12, verbose=0)
    found["predict"] = model.predict(x, batch_size=12, verbose=0)
    found |= {f"weight {v.path}": v.numpy() for v in model.variables}
    found |= {f"optimizer {i}": v.numpy() for i, v in enumerate(model.optimizer.variables)}
    model.save(os.path.join(folder, f"{KIND}-{COUNT}-{RANK}.keras"))  # in all: parts of values may have to be gathered
    return found


def interrupted(folder):
    """`train`, of which a process is killed if there is no backup yet."""
    backup = os.path.join(folder, "backup")
    kill = [] if os.path.exists(backup) else [Kill()]
    return train(folder, kill, keras.callbacks.BackupAndRestore(backup, save_freq=1))


def load(folder):
    """What `train` saved, evaluated under another layout."""
    model = keras.saving.load_model(os.path.join(folder, os.environ["SAVED"]))
    x, y = data()
    found = {"evaluate": model.evaluate(x, y, batch_size=12, verbose=0)}
    return found | {f"optimizer {i}": v.numpy() for i, v in enumerate(model.optimizer.variables)}


if __name__ == "__main__":
    scenario, KIND, folder = sys.argv[1:]
    with spread(KIND):
        found = globals()[scenario](folder)
    np.savez(os.path.join(folder, f"{scenario}-{KIND}-{COUNT}-{RANK}.npz"), **found)
