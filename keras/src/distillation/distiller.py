"""Distiller: a model that trains a student on targets and on what a teacher says."""
import numbers

from keras.src import metrics, ops, tree
from keras.src.api_export import keras_export
from keras.src.distillation.distillation_loss import FeatureDistillation
from keras.src.models.model import Model
from keras.src.saving import serialization_lib
from keras.src.trainers.compile_utils import CompileLoss


@keras_export("keras.distillation.Distiller")
class Distiller(Model):
    """Trains a student on the targets and on the outputs of a teacher, which stays as it is.

    `loss = w * student_loss + (1 - w) * sum(weight * distillation_loss)`, with `w = student_loss_weight`. The distiller
    predicts what the student predicts; after training `distiller.student` is the result.

    Args:
        teacher: `keras.Model`, trained. It is set to `trainable=False`.
        student: `keras.Model`. Shapes of inputs and outputs are the teacher's.
        distillation_losses: `keras.distillation.DistillationLoss`, or a list of them.
        distillation_loss_weights: List of numbers, one per loss of a list. Default None: all 1.
        student_loss_weight: Number from 0 to 1. Default 0.5.
        name: String. Default `"distiller"`.
        **kwargs: Further arguments of `keras.Model`.

    Raises:
        ValueError: If an argument is invalid, or the models do not fit each other.

    Example:

    >>> def net(units):
    ...     x = keras.Input((4,))
    ...     return keras.Model(x, keras.layers.Dense(2)(keras.layers.Dense(units)(x)))
    >>> distiller = keras.distillation.Distiller(net(16), net(4), keras.distillation.LogitsDistillation())
    >>> distiller.compile("sgd", "mse")
    >>> [metric.name for metric in distiller.metrics]
    ['loss', 'student_loss', 'distillation_loss', 'total_loss']
    """

    def __init__(
        self, teacher, student, distillation_losses, distillation_loss_weights=None,
        student_loss_weight=0.5, name="distiller", **kwargs,
    ):
        super().__init__(name=name, **kwargs)
        _check_models(teacher, student)
        if not isinstance(student_loss_weight, numbers.Real) or not 0 <= student_loss_weight <= 1:
            raise ValueError(
                "Argument `student_loss_weight` of Distiller must be a number from 0 to 1. "
                f"Received: student_loss_weight={student_loss_weight!r}"
            )
        losses, weights = _losses_and_weights(distillation_losses, distillation_loss_weights)
        for loss in losses:
            loss.validate_model_compatibility(teacher, student)
        teacher.trainable = False
        self.teacher = teacher
        self.student = student
        self.distillation_losses = losses
        self.distillation_loss_weights = weights
        self.student_loss_weight = student_loss_weight
        self.student_loss_tracker = metrics.Mean(name="student_loss")
        self.distillation_loss_tracker = metrics.Mean(name="distillation_loss")
        self.total_loss_tracker = metrics.Mean(name="total_loss")
        self.__dict__["_student_loss"] = None
        # Past `__setattr__`: these models are views of the two that are tracked.
        self.__dict__["_extractors"] = [_extractors_of(loss, teacher, student) for loss in losses]

    def compile(self, optimizer="adam", loss=None, metrics=None, **kwargs):
        """Sets how the student is trained and measured.

        Args:
            optimizer: Optimizer, or its name or config. Default `"adam"`.
            loss: Loss of the student's outputs against the targets, in any form that `Model.compile` takes.
            metrics: Metrics, in any form that `Model.compile` takes. Default None.
            **kwargs: Further arguments of `Model.compile`.

        Raises:
            ValueError: If `loss` is None.
        """
        if loss is None:
            raise ValueError("Argument `loss` of Distiller.compile must be a loss. Received: loss=None")
        names = getattr(self.student, "output_names", None)
        super().compile(optimizer=optimizer, loss=None, metrics=metrics, **kwargs)
        self.__dict__["_student_loss"] = CompileLoss(loss, kwargs.get("loss_weights"), output_names=names)
        self._compile_config["loss"] = loss

    def call(self, inputs, training=None, **kwargs):
        """What the student makes of the inputs."""
        return self.student(inputs, training=training, **kwargs)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """The weighted sum of the student's loss and the distillation losses.

        Args:
            x: Structure of inputs.
            y: Structure of targets, or None for none: the student's loss is then 0.
            y_pred: Structure of the student's outputs. Default None: they are computed.
            sample_weight: Structure of weights of the student's loss, or None.
            training: Boolean, whether it is for training.

        Returns:
            Scalar tensor.
        """
        if y_pred is None:
            y_pred = self(x, training=training)
        weight = self.student_loss_weight
        student_loss = distillation_loss = 0.0
        if weight > 0 and y is not None and self._student_loss is not None:
            student_loss = self._student_loss(y, y_pred, sample_weight)
        if weight < 1:
            distillation_loss = self._distillation_loss(x, y_pred, training)
        total = ops.convert_to_tensor(weight * student_loss + (1 - weight) * distillation_loss)
        self.student_loss_tracker.update_state(student_loss)
        self.distillation_loss_tracker.update_state(distillation_loss)
        self.total_loss_tracker.update_state(total)
        return total

    def _distillation_loss(self, x, y_pred, training):
        teacher_outputs = _constant(self.teacher(x, training=False))
        total = 0.0
        for loss, weight, extractors in zip(
            self.distillation_losses, self.distillation_loss_weights, self._extractors
        ):
            of_teacher, of_student = extractors
            wanted = teacher_outputs if of_teacher is None else _constant(of_teacher(x, training=False))
            given = y_pred if of_student is None else of_student(x, training=training)
            total = total + weight * loss.compute_loss(wanted, given)
        return total

    def get_config(self):
        """The arguments of the constructor, as a dict."""
        serialize = serialization_lib.serialize_keras_object
        return {
            **super().get_config(),
            "teacher": serialize(self.teacher),
            "student": serialize(self.student),
            "distillation_losses": [serialize(loss) for loss in self.distillation_losses],
            "distillation_loss_weights": list(self.distillation_loss_weights),
            "student_loss_weight": self.student_loss_weight,
        }

    @classmethod
    def from_config(cls, config):
        """The distiller that `get_config` described."""
        deserialize = serialization_lib.deserialize_keras_object
        config = dict(config)
        for name in ("teacher", "student"):
            config[name] = deserialize(config[name])
        config["distillation_losses"] = [deserialize(loss) for loss in config["distillation_losses"]]
        return cls(**config)


def _losses_and_weights(losses, weights):
    """The losses and a number for each, as lists."""
    if losses is None:
        raise ValueError(
            "Argument `distillation_losses` of Distiller must be a DistillationLoss or a list of them. "
            "Received: distillation_losses=None"
        )
    if not isinstance(losses, (list, tuple)):
        losses, weights = [losses], None
    weights = [1.0] * len(losses) if weights is None else weights
    if len(weights) != len(losses):
        raise ValueError(
            "Argument `distillation_loss_weights` of Distiller must have one number per loss. "
            f"Received: {len(weights)} numbers for {len(losses)} losses"
        )
    return list(losses), list(weights)


def _check_models(teacher, student):
    for name, model in (("teacher", teacher), ("student", student)):
        if not isinstance(model, Model):
            raise ValueError(f"Argument `{name}` of Distiller must be a keras.Model. Received: {name}={model!r}")
    for what in ("inputs", "outputs"):
        sides = [getattr(model, what, None) for model in (teacher, student)]
        if any(side is None for side in sides):
            continue
        shapes = [[tuple(tensor.shape) for tensor in tree.flatten(side)] for side in sides]
        if shapes[0] != shapes[1]:
            raise ValueError(
                f"Teacher and student of a Distiller must have {what} of the same shapes. "
                f"Received: {shapes[0]} and {shapes[1]}"
            )


def _extractors_of(loss, teacher, student):
    """Models that compute the features that a loss compares; None where it takes the outputs."""
    if not isinstance(loss, FeatureDistillation):
        return None, None
    sides = (teacher, loss.teacher_layer_name), (student, loss.student_layer_name)
    return [
        None if name is None else Model(model.inputs, model.get_layer(name).output, name=f"{model.name}_features")
        for model, name in sides
    ]


def _constant(outputs):
    return tree.map_structure(ops.stop_gradient, outputs)
