# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.losses.crossentropy_losses import BinaryCrossentropy as BinaryCrossentropy
from keras.src.losses.crossentropy_losses import BinaryFocalCrossentropy as BinaryFocalCrossentropy
from keras.src.losses.crossentropy_losses import CTC as CTC
from keras.src.losses.crossentropy_losses import CategoricalCrossentropy as CategoricalCrossentropy
from keras.src.losses.crossentropy_losses import CategoricalFocalCrossentropy as CategoricalFocalCrossentropy
from keras.src.losses.crossentropy_losses import CategoricalGeneralizedCrossEntropy as CategoricalGeneralizedCrossEntropy
from keras.src.losses.margin_losses import CategoricalHinge as CategoricalHinge
from keras.src.losses.margin_losses import Circle as Circle
from keras.src.losses.regression_losses import CosineSimilarity as CosineSimilarity
from keras.src.losses.overlap_losses import Dice as Dice
from keras.src.losses.margin_losses import Hinge as Hinge
from keras.src.losses.regression_losses import Huber as Huber
from keras.src.losses.crossentropy_losses import KLDivergence as KLDivergence
from keras.src.losses.regression_losses import LogCosh as LogCosh
from keras.src.losses.loss import Loss as Loss
from keras.src.losses.regression_losses import MeanAbsoluteError as MeanAbsoluteError
from keras.src.losses.regression_losses import MeanAbsolutePercentageError as MeanAbsolutePercentageError
from keras.src.losses.regression_losses import MeanSquaredError as MeanSquaredError
from keras.src.losses.regression_losses import MeanSquaredLogarithmicError as MeanSquaredLogarithmicError
from keras.src.losses.crossentropy_losses import Poisson as Poisson
from keras.src.losses.crossentropy_losses import SparseCategoricalCrossentropy as SparseCategoricalCrossentropy
from keras.src.losses.margin_losses import SquaredHinge as SquaredHinge
from keras.src.losses.overlap_losses import Tversky as Tversky
from keras.src.losses.crossentropy_losses import binary_crossentropy as binary_crossentropy
from keras.src.losses.crossentropy_losses import binary_focal_crossentropy as binary_focal_crossentropy
from keras.src.losses.crossentropy_losses import categorical_crossentropy as categorical_crossentropy
from keras.src.losses.crossentropy_losses import categorical_focal_crossentropy as categorical_focal_crossentropy
from keras.src.losses.crossentropy_losses import categorical_generalized_cross_entropy as categorical_generalized_cross_entropy
from keras.src.losses.margin_losses import categorical_hinge as categorical_hinge
from keras.src.losses.margin_losses import circle as circle
from keras.src.losses.regression_losses import cosine_similarity as cosine_similarity
from keras.src.losses.crossentropy_losses import ctc as ctc
from keras.src.losses import deserialize as deserialize
from keras.src.losses.overlap_losses import dice as dice
from keras.src.losses import get as get
from keras.src.losses.margin_losses import hinge as hinge
from keras.src.losses.regression_losses import huber as huber
from keras.src.losses.crossentropy_losses import kl_divergence as kl_divergence
from keras.src.losses.regression_losses import log_cosh as log_cosh
from keras.src.losses.regression_losses import mean_absolute_error as mean_absolute_error
from keras.src.losses.regression_losses import mean_absolute_percentage_error as mean_absolute_percentage_error
from keras.src.losses.regression_losses import mean_squared_error as mean_squared_error
from keras.src.losses.regression_losses import mean_squared_logarithmic_error as mean_squared_logarithmic_error
from keras.src.losses.crossentropy_losses import poisson as poisson
from keras.src.losses import serialize as serialize
from keras.src.losses.crossentropy_losses import sparse_categorical_crossentropy as sparse_categorical_crossentropy
from keras.src.losses.margin_losses import squared_hinge as squared_hinge
from keras.src.losses.overlap_losses import tversky as tversky

__all__ = [
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CTC",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalGeneralizedCrossEntropy",
    "CategoricalHinge",
    "Circle",
    "CosineSimilarity",
    "Dice",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "Tversky",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_generalized_cross_entropy",
    "categorical_hinge",
    "circle",
    "cosine_similarity",
    "ctc",
    "deserialize",
    "dice",
    "get",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "poisson",
    "serialize",
    "sparse_categorical_crossentropy",
    "squared_hinge",
    "tversky",
]
