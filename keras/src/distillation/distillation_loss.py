"""Measures of how far a student is from its teacher."""
import numbers

from keras.src import losses, ops, tree
from keras.src.api_export import keras_export
from keras.src.saving import serialization_lib


@keras_export("keras.distillation.DistillationLoss")
class DistillationLoss:
    """Base of the distillation losses; a subclass has its own `compute_loss`.

    Example:

    >>> class Difference(keras.distillation.DistillationLoss):
    ...     def compute_loss(self, teacher_outputs, student_outputs, **kwargs):
    ...         return keras.ops.mean(keras.ops.abs(teacher_outputs - student_outputs))
    >>> float(Difference().compute_loss(np.ones(2), np.zeros(2)))
    1.0
    """

    def compute_loss(self, teacher_outputs, student_outputs, **kwargs):
        """The loss.

        Args:
            teacher_outputs: Structure of tensors.
            student_outputs: The same structure.
            **kwargs: For subclasses.

        Returns:
            Scalar tensor.
        """
        raise NotImplementedError(f"{type(self).__name__} must have its own compute_loss().")

    def validate_outputs(self, teacher_outputs, student_outputs):
        """Raises a ValueError if the outputs are of two structures."""
        tree.assert_same_structure(teacher_outputs, student_outputs)

    def validate_model_compatibility(self, teacher, student):
        """Raises a ValueError if the loss has no use for these models; to be overridden."""


class _StructuredLoss(DistillationLoss):
    """A distillation loss that has one Keras loss, or a structure of them by output."""

    def __init__(self, loss):
        self.loss = tree.map_structure(lambda one: None if one is None else losses.get(one), loss)
        if not any(one is not None for one in tree.flatten(self.loss)):
            raise ValueError(f"Argument `loss` of {type(self).__name__} must hold a loss. Received: loss={loss!r}")

    def compute_loss(self, teacher_outputs, student_outputs, **kwargs):
        """The sum of the losses of the outputs; one loss for all outputs is their mean.

        Args:
            teacher_outputs: Structure of tensors.
            student_outputs: The same structure.
            **kwargs: Ignored.

        Returns:
            Scalar tensor.

        Raises:
            ValueError: If the structures differ, from each other or from that of `loss`.
        """
        self.validate_outputs(teacher_outputs, student_outputs)
        pairs = list(zip(tree.flatten(teacher_outputs), tree.flatten(student_outputs)))
        if not tree.is_nested(self.loss):
            return sum(self._mean_loss(self.loss, *pair) for pair in pairs) / len(pairs)
        tree.assert_same_structure(self.loss, teacher_outputs)
        each = zip(tree.flatten(self.loss), pairs)
        return sum(self._mean_loss(loss, *pair) for loss, pair in each if loss is not None)

    def _mean_loss(self, loss, teacher, student):
        return ops.mean(loss(teacher, student))

    def get_config(self):
        """The arguments of the constructor, as a dict."""
        return {"loss": serialization_lib.serialize_keras_object(self.loss)}

    @classmethod
    def from_config(cls, config):
        """The object that `get_config` described."""
        return cls(**{**config, "loss": _deserialized(config["loss"])})


def _deserialized(config):
    if isinstance(config, (list, tuple)):
        return [_deserialized(one) for one in config]
    if isinstance(config, dict) and "class_name" not in config:
        return {name: _deserialized(one) for name, one in config.items()}
    return None if config is None else losses.deserialize(config)


@keras_export("keras.distillation.LogitsDistillation")
class LogitsDistillation(_StructuredLoss):
    """A loss between the logits of teacher and student, both divided by a temperature `T`.

    With the Kullback-Leibler divergence the loss is `T**2 * KL(softmax(teacher / T), softmax(student / T))`; its
    gradients do not shrink where the temperature rises. Another loss gets `teacher / T` and `student / T`.

    Args:
        temperature: Positive number; the higher, the more the unlikely classes count. Default 3.0.
        loss: Loss or its name, or a list or dict of them by output, with None for outputs that do not count.
            Default `"kl_divergence"`.

    Raises:
        ValueError: If `temperature` is not a positive number, or there is no loss.

    Example:

    >>> loss = keras.distillation.LogitsDistillation(temperature=2.0)
    >>> float(loss.compute_loss(np.array([[1.0, 2.0]]), np.array([[1.0, 2.0]])))
    0.0

    Reference:
        - [Hinton et al., 2015](https://arxiv.org/abs/1503.02531)
    """

    def __init__(self, temperature=3.0, loss="kl_divergence"):
        if not isinstance(temperature, numbers.Real) or not temperature > 0:
            raise ValueError(
                "Argument `temperature` of LogitsDistillation must be a positive number. "
                f"Received: temperature={temperature!r}"
            )
        self.temperature = temperature
        super().__init__(loss)

    def _mean_loss(self, loss, teacher, student):
        scale = self.temperature
        teacher, student = ops.divide(teacher, scale), ops.divide(student, scale)
        if loss is losses.kl_divergence or isinstance(loss, losses.KLDivergence):
            return ops.mean(loss(ops.softmax(teacher), ops.softmax(student))) * scale**2
        return ops.mean(loss(teacher, student))

    def get_config(self):
        """The arguments of the constructor, as a dict."""
        return {"temperature": self.temperature, **super().get_config()}


@keras_export("keras.distillation.FeatureDistillation")
class FeatureDistillation(_StructuredLoss):
    """A loss between the outputs of a layer of the teacher and one of the student.

    Args:
        loss: Loss or its name, or a list or dict of them by output. Default `"mse"`.
        teacher_layer_name: Name of a layer of the teacher. Default None: its outputs are taken.
        student_layer_name: Name of a layer of the student. Default None: its outputs are taken.

    Raises:
        ValueError: If there is no loss.

    Example:

    >>> loss = keras.distillation.FeatureDistillation("mse", "block5", "block2")
    >>> float(loss.compute_loss(np.ones((2, 3)), np.zeros((2, 3))))
    1.0

    Reference:
        - [Romero et al., 2014](https://arxiv.org/abs/1412.6550)
    """

    def __init__(self, loss="mse", teacher_layer_name=None, student_layer_name=None):
        super().__init__(loss)
        self.teacher_layer_name = teacher_layer_name
        self.student_layer_name = student_layer_name

    def validate_model_compatibility(self, teacher, student):
        """Raises a ValueError if a model has no such layer, or is subclassed and does not give a layer's output."""
        named = (("teacher", teacher, self.teacher_layer_name), ("student", student, self.student_layer_name))
        if self.teacher_layer_name is None and self.student_layer_name is None:
            return
        for role, model, _ in named:
            if getattr(model, "inputs", None) is None:
                raise ValueError(
                    "FeatureDistillation of named layers needs Functional or Sequential models. "
                    f"Received: {role}={model!r}"
                )
        for role, model, name in named:
            if name is not None and name not in [layer.name for layer in model.layers]:
                names = [layer.name for layer in model.layers]
                raise ValueError(
                    f"Argument `{role}_layer_name` must be a layer of the {role}, which has {names}. Received: {name!r}"
                )

    def get_config(self):
        """The arguments of the constructor, as a dict."""
        return {
            **super().get_config(),
            "teacher_layer_name": self.teacher_layer_name,
            "student_layer_name": self.student_layer_name,
        }
