"""One process of a distributed run, for `distribution_test.py`: `distribution_worker.py SCENARIO KIND FOLDER`.

KIND is how variables and data are spread: `none`, `data` or `model`. Each process writes what it found to
`FOLDER/KIND-<number of processes>-<rank>.npz`.
"""
import os
import sys

import numpy as np

import keras

RANK = int(os.environ.get("RANK", 0))


def spread(kind):
    """Joins the processes and sets the distribution of this kind."""
    if "RANK" in os.environ:
        keras.distribution.initialize()
    devices = keras.distribution.list_devices()
    if kind == "data":
        keras.distribution.set_distribution(keras.distribution.DataParallel())
    elif kind == "model":
        mesh = keras.distribution.DeviceMesh((len(devices) // 2, 2), ["batch", "model"])
        layout_map = keras.distribution.LayoutMap(mesh)
        layout_map[".*hidden.*kernel"] = (None, "model")
        layout_map[".*hidden.*bias"] = ("model",)
        layout_map[".*last.*kernel"] = ("model", None)
        keras.distribution.set_distribution(
            keras.distribution.ModelParallel(layout_map=layout_map, batch_dim_name="batch")
        )


def make_model():
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((6,)), layers.Dense(8, "relu", name="hidden"), layers.BatchNormalization(),
         layers.Dropout(0.2), layers.Dense(3, "softmax", name="last")]
    )  # fmt: skip
    model.compile(keras.optimizers.Adam(1e-2), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def data():
    rng = np.random.default_rng(0)
    return rng.normal(size=(27, 6)).astype("float32"), rng.integers(0, 3, 27)


def train(kind, folder):
    """Training, evaluation and prediction: 27 samples in batches of 12, so that the last one divides by nothing."""
    keras.utils.set_random_seed(3)
    model = make_model()
    x, y = data()
    weights = np.linspace(0.5, 1.5, len(x), dtype="float32")
    history = model.fit(x, y, batch_size=12, epochs=2, sample_weight=weights, verbose=0, validation_split=0.25)
    found = {f"history {name}": values for name, values in history.history.items()}
    found["evaluate"] = model.evaluate(x, y, batch_size=12, verbose=0)
    found["predict"] = model.predict(x, batch_size=12, verbose=0)
    found |= {f"weight {v.path}": v.numpy() for v in model.variables}
    found |= {f"optimizer {v.path}": v.numpy() for v in model.optimizer.variables}
    model.save(os.path.join(folder, f"{kind}.keras"))
    return found


def load(kind, folder):
    """Loads what `train` saved under another layout."""
    model = keras.saving.load_model(os.path.join(folder, f"{os.environ['SAVED']}.keras"))
    x, y = data()
    found = {"evaluate": model.evaluate(x, y, batch_size=12, verbose=0)}
    return found | {f"optimizer {v.path}": v.numpy() for v in model.optimizer.variables}


if __name__ == "__main__":
    scenario, kind, folder = sys.argv[1:]
    spread(kind)
    found = globals()[scenario](kind, folder)
    processes = os.environ.get("WORLD_SIZE", "1")
    np.savez(os.path.join(folder, f"{kind}-{processes}-{RANK}.npz"), **found)
