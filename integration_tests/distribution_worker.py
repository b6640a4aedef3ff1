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
    )
    found = {f"history {name}": values for name, values in history.history.items()}
    found["evaluate"] = model.evaluate(x, y, batch_size=12, verbose=0)
    found["predict"] = model.predict(x, batch_size=12, verbose=0)
    found |= {f"weight {v.path}": v.numpy() for v in model.variables}
    found |= {f"optimizer {i}": v.numpy() for i, v in enumerate(model.optimizer.variables)}
    if BACKEND == "tensorflow" and RANK == 0:  # A worker can save alone, also in the scope of its strategy.
        model.save(os.path.join(folder, f"{KIND}-{COUNT}-alone.keras"))
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


def custom_loop(folder):
    """A loop of one's own over batches that are spread by the framework's means."""
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(3)])
    optimizer, loss = keras.optimizers.Adam(1e-2), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer.build(model.trainable_variables)
    x, y = (array[:24] for array in data())
    loop = loop_over_replicas if BACKEND == "tensorflow" else loop_over_shards
    losses, weights = loop(model, optimizer, loss, x, y)
    return {"losses": losses} | {f"weight {i}": np.asarray(w) for i, w in enumerate(weights)}


def loop_over_replicas(model, optimizer, loss, x, y):
    """`strategy.run`: a loss is a replica's part of that of the global batch, an optimizer adds gradients up."""
    import tensorflow as tf

    replicas = tf.distribute.get_strategy()

    def of_replica(batch):
        with tf.GradientTape() as tape:
            value = loss(batch[1], model(batch[0], training=True))
        optimizer.apply(tape.gradient(value, model.trainable_variables), model.trainable_variables)
        return value

    @tf.function
    def step(batch):
        return replicas.reduce("SUM", replicas.run(of_replica, args=(batch,)), axis=None)

    dataset = tf.data.Dataset.from_tensors((x, y)).unbatch().batch(24).repeat(3)
    batches = replicas.experimental_distribute_dataset(dataset)
    losses = [float(step(batch)) for batch in batches]
    model.compile("sgd", loss)
    few = tf.data.Dataset.from_tensor_slices((x[:9], y[:9])).batch(4)  # the second replica has nothing of the last one
    history = model.fit(replicas.experimental_distribute_dataset(few), epochs=2, verbose=0)
    return losses + history.history["loss"], model.get_weights()


def loop_over_shards(model, optimizer, loss, x, y):
    """`stateless_call` over arrays that `jax.sharding` has spread."""
    import jax

    state = [[v.value for v in group] for group in (model.trainable_variables, optimizer.variables)]
    rest = [v.value for v in model.non_trainable_variables]
    if len(jax.devices()) > 1:
        mesh = jax.sharding.Mesh(jax.devices(), ("batch",))
        spec = jax.sharding.PartitionSpec
        by_rows, whole = (jax.sharding.NamedSharding(mesh, axes) for axes in (spec("batch"), spec()))
        x, y = jax.device_put((x, y), by_rows)
        assert len(x.addressable_shards) == len(jax.devices())
        state, rest = jax.device_put((state, rest), whole)

    def of_weights(weights, x, y):
        logits, _ = model.stateless_call(weights, rest, x, training=True)
        return loss(y, logits)

    @jax.jit
    def step(weights, slots, x, y):
        value, gradients = jax.value_and_grad(of_weights)(weights, x, y)
        return value, *optimizer.stateless_apply(slots, gradients, weights)

    losses = []
    for _ in range(3):
        value, *state = step(*state, x, y)
        losses.append(float(value))
    return losses, state[0]


if __name__ == "__main__":
    scenario, KIND, folder = sys.argv[1:]
    with spread(KIND):
        found = globals()[scenario](folder)
    np.savez(os.path.join(folder, f"{scenario}-{KIND}-{COUNT}-{RANK}.npz"), **found)
