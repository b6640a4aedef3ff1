# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.distillation.distillation_loss import DistillationLoss as DistillationLoss
from keras.src.distillation.distiller import Distiller as Distiller
from keras.src.distillation.distillation_loss import FeatureDistillation as FeatureDistillation
from keras.src.distillation.distillation_loss import LogitsDistillation as LogitsDistillation

__all__ = [
    "DistillationLoss",
    "Distiller",
    "FeatureDistillation",
    "LogitsDistillation",
]
