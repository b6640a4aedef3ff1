"""Programs that type checkers must accept: subclasses of what Keras offers for that."""
from typing import Any

import keras
from keras import ops
from keras.src import layers as inner_layers
from keras.src import ops as inner_ops


class Linear(keras.layers.Layer):
    def __init__(self, units: int = 32, activation: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="w")
        self.b = self.add_weight((self.units,), "zeros", trainable=True)

    def call(self, inputs: Any, training: bool = False) -> Any:
        return self.activation(ops.matmul(inputs, self.w) + self.b)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "units": self.units}


class Autoencoder(keras.Model):
    def __init__(self, width: int, name: str | None = None) -> None:
        super().__init__(name=name)
        self.encoder = Linear(width, activation="relu")
        self.decoder = keras.layers.Dense(8)

    def call(self, x: Any) -> Any:
        return self.decoder(self.encoder(x))

    @property
    def metrics(self) -> list[Any]:
        return [keras.metrics.Mean(name="loss")]


class Step(keras.Model):
    def train_step(self, data: Any) -> dict[str, Any]:
        x, y = data
        loss = self.compute_loss(x=x, y=y, y_pred=self(x, training=True))
        return {"loss": loss, **{m.name: m.result() for m in self.metrics}}


class Scaled(keras.layers.Dense):
    def call(self, inputs: Any, training: bool | None = None) -> Any:
        return 0.5 * super().call(inputs)


class Cap(keras.constraints.Constraint):
    def __call__(self, w: Any) -> Any:
        return ops.clip(w, -1, 1)


class Pinball(keras.losses.Loss):
    def __init__(self, tau: float = 0.5, name: str = "pinball") -> None:
        super().__init__(name=name, reduction="sum")
        self.tau = tau

    def call(self, y_true: Any, y_pred: Any) -> Any:
        e = y_true - y_pred
        return ops.mean(ops.maximum(self.tau * e, (self.tau - 1) * e), axis=-1)


class Positives(keras.metrics.Metric):
    def __init__(self, name: str = "positives", **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.count = self.add_variable(shape=(), initializer="zeros", name="count")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.count.assign_add(ops.sum(ops.cast(y_pred > 0.5, "float32")))

    def result(self) -> Any:
        return self.count


class Announce(keras.callbacks.Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        print(epoch, (logs or {}).get("loss"), self.model.name)


class Warmup(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step: Any) -> Any:
        return ops.minimum(step / 100, 1.0)

    def get_config(self) -> dict[str, Any]:
        return {}


@keras.saving.register_keras_serializable(package="mine", name="twice")
def twice(x: float) -> float:
    return 2 * x


@keras.utils.register_keras_serializable()
class Kept(keras.regularizers.Regularizer):
    def __call__(self, x: Any) -> Any:
        return ops.sum(ops.square(x))


four: float = twice(2.0)
kept = Kept()


# What libraries import from within is typed as well.


class Doubled(inner_layers.Layer):
    def call(self, x: Any) -> Any:
        return inner_ops.multiply(x, 2.0)


dense: keras.layers.Dense = inner_layers.Dense(3)
