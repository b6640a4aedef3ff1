"""Programs that type checkers must accept: compile, fit, evaluate, save, load."""
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

import keras


def fit(model: keras.Model, x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> list[float]:
    model.compile(optimizer="adam", loss="mse", metrics=["mae", keras.metrics.RootMeanSquaredError()])
    history = model.fit(x, y, batch_size=32, epochs=2, validation_split=0.1, verbose=0, shuffle=True)
    return history.history["loss"]


def compile_with_objects(model: keras.Model) -> None:
    rate = keras.optimizers.schedules.CosineDecay(1e-3, decay_steps=1000, warmup_steps=10, warmup_target=1e-2)
    model.compile(
        optimizer=keras.optimizers.AdamW(learning_rate=rate, weight_decay=1e-4, clipnorm=1.0),
        loss={"y": keras.losses.BinaryCrossentropy(from_logits=True), "z": "mse"},
        loss_weights={"y": 1.0, "z": 0.5},
        metrics={"y": [keras.metrics.AUC()]},
        jit_compile=False,
        run_eagerly=True,
    )


def callbacks(model: keras.Model, data: Any, folder: Path) -> None:
    model.fit(
        data,
        callbacks=[
            keras.callbacks.EarlyStopping("val_loss", patience=3, restore_best_weights=True),
            keras.callbacks.ModelCheckpoint(folder / "best.keras", save_best_only=True, monitor="val_loss"),
            keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.9),
            keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch)),
        ],
        steps_per_epoch=10,
        class_weight={0: 1.0, 1: 2.0},
    )


def generator(model: keras.Model) -> Any:
    def batches() -> Iterator[tuple[Any, Any]]:
        while True:
            yield np.zeros((2, 8)), np.zeros((2, 1))

    model.fit(batches(), steps_per_epoch=3)
    return model.evaluate(batches(), steps=2, return_dict=True)


class Squares(keras.utils.PyDataset):
    def __init__(self, count: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        return np.full((2, 1), index), np.full((2, 1), index**2)


def dataset(model: keras.Model) -> Any:
    return model.predict(Squares(3, workers=2, use_multiprocessing=False), verbose="auto")


def save_and_load(model: keras.Model, folder: Path) -> Any:
    model.save(folder / "model.keras", overwrite=True)
    model.save_weights(str(folder / "model.weights.h5"))
    model.load_weights(folder / "model.weights.h5", skip_mismatch=True)
    return keras.saving.load_model(folder / "model.keras", custom_objects={"f": abs}, compile=False)


def on_batches(model: keras.Model, x: Any, y: Any) -> Any:
    model.stop_training = False
    model.train_on_batch(x, y, class_weight={0: 0.5})
    return model.predict_on_batch(x)


def optimizer_by_hand(variables: list[keras.Variable], gradients: list[Any]) -> int:
    optimizer = keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True)
    optimizer.build(variables)
    optimizer.apply(gradients, variables)
    optimizer.apply_gradients(zip(gradients, variables, strict=True))
    optimizer.learning_rate = 0.01
    return int(optimizer.iterations)


def metrics_by_hand() -> float:
    accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")
    accuracy.update_state([1], [[0.1, 0.9]])
    value = float(accuracy.result())
    accuracy.reset_state()
    return value + float(keras.losses.mean_squared_error([1.0], [2.0]))


def settings() -> tuple[str, str, float]:
    keras.utils.set_random_seed(1)
    keras.config.set_floatx("float32")
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    return keras.config.backend(), keras.backend.image_data_format(), keras.config.epsilon()
