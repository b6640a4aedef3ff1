# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.metrics.area_under_curve import AUC as AUC
from keras.src.metrics.accuracy_metrics import Accuracy as Accuracy
from keras.src.metrics.accuracy_metrics import BinaryAccuracy as BinaryAccuracy
from keras.src.metrics.probabilistic_metrics import BinaryCrossentropy as BinaryCrossentropy
from keras.src.metrics.iou_metrics import BinaryIoU as BinaryIoU
from keras.src.metrics.accuracy_metrics import CategoricalAccuracy as CategoricalAccuracy
from keras.src.metrics.probabilistic_metrics import CategoricalCrossentropy as CategoricalCrossentropy
from keras.src.metrics.hinge_metrics import CategoricalHinge as CategoricalHinge
from keras.src.metrics.correlation_metrics import ConcordanceCorrelation as ConcordanceCorrelation
from keras.src.metrics.regression_metrics import CosineSimilarity as CosineSimilarity
from keras.src.metrics.f_score_metrics import F1Score as F1Score
from keras.src.metrics.f_score_metrics import FBetaScore as FBetaScore
from keras.src.metrics.confusion_counts import FalseNegatives as FalseNegatives
from keras.src.metrics.confusion_counts import FalsePositives as FalsePositives
from keras.src.metrics.hinge_metrics import Hinge as Hinge
from keras.src.metrics.iou_metrics import IoU as IoU
from keras.src.metrics.probabilistic_metrics import KLDivergence as KLDivergence
from keras.src.metrics.regression_metrics import LogCoshError as LogCoshError
from keras.src.metrics.reduction_metrics import Mean as Mean
from keras.src.metrics.regression_metrics import MeanAbsoluteError as MeanAbsoluteError
from keras.src.metrics.regression_metrics import MeanAbsolutePercentageError as MeanAbsolutePercentageError
from keras.src.metrics.iou_metrics import MeanIoU as MeanIoU
from keras.src.metrics.reduction_metrics import MeanMetricWrapper as MeanMetricWrapper
from keras.src.metrics.regression_metrics import MeanSquaredError as MeanSquaredError
from keras.src.metrics.regression_metrics import MeanSquaredLogarithmicError as MeanSquaredLogarithmicError
from keras.src.metrics.metric import Metric as Metric
from keras.src.metrics.iou_metrics import OneHotIoU as OneHotIoU
from keras.src.metrics.iou_metrics import OneHotMeanIoU as OneHotMeanIoU
from keras.src.metrics.correlation_metrics import PearsonCorrelation as PearsonCorrelation
from keras.src.metrics.probabilistic_metrics import Poisson as Poisson
from keras.src.metrics.confusion_counts import Precision as Precision
from keras.src.metrics.sensitivity_specificity import PrecisionAtRecall as PrecisionAtRecall
from keras.src.metrics.regression_metrics import R2Score as R2Score
from keras.src.metrics.confusion_counts import Recall as Recall
from keras.src.metrics.sensitivity_specificity import RecallAtPrecision as RecallAtPrecision
from keras.src.metrics.regression_metrics import RootMeanSquaredError as RootMeanSquaredError
from keras.src.metrics.sensitivity_specificity import SensitivityAtSpecificity as SensitivityAtSpecificity
from keras.src.metrics.accuracy_metrics import SparseCategoricalAccuracy as SparseCategoricalAccuracy
from keras.src.metrics.probabilistic_metrics import SparseCategoricalCrossentropy as SparseCategoricalCrossentropy
from keras.src.metrics.accuracy_metrics import SparseTopKCategoricalAccuracy as SparseTopKCategoricalAccuracy
from keras.src.metrics.sensitivity_specificity import SpecificityAtSensitivity as SpecificityAtSensitivity
from keras.src.metrics.hinge_metrics import SquaredHinge as SquaredHinge
from keras.src.metrics.reduction_metrics import Sum as Sum
from keras.src.metrics.accuracy_metrics import TopKCategoricalAccuracy as TopKCategoricalAccuracy
from keras.src.metrics.confusion_counts import TrueNegatives as TrueNegatives
from keras.src.metrics.confusion_counts import TruePositives as TruePositives
from keras.src.metrics.accuracy_metrics import binary_accuracy as binary_accuracy
from keras.src.losses.crossentropy_losses import binary_crossentropy as binary_crossentropy
from keras.src.losses.crossentropy_losses import binary_focal_crossentropy as binary_focal_crossentropy
from keras.src.metrics.accuracy_metrics import categorical_accuracy as categorical_accuracy
from keras.src.losses.crossentropy_losses import categorical_crossentropy as categorical_crossentropy
from keras.src.losses.crossentropy_losses import categorical_focal_crossentropy as categorical_focal_crossentropy
from keras.src.losses.margin_losses import categorical_hinge as categorical_hinge
from keras.src.metrics.correlation_metrics import concordance_correlation as concordance_correlation
from keras.src.metrics import deserialize as deserialize
from keras.src.metrics import get as get
from keras.src.losses.margin_losses import hinge as hinge
from keras.src.losses.regression_losses import huber as huber
from keras.src.losses.crossentropy_losses import kl_divergence as kl_divergence
from keras.src.losses.regression_losses import log_cosh as log_cosh
from keras.src.losses.regression_losses import mean_absolute_error as mean_absolute_error
from keras.src.losses.regression_losses import mean_absolute_percentage_error as mean_absolute_percentage_error
from keras.src.losses.regression_losses import mean_squared_error as mean_squared_error
from keras.src.losses.regression_losses import mean_squared_logarithmic_error as mean_squared_logarithmic_error
from keras.src.metrics.correlation_metrics import pearson_correlation as pearson_correlation
from keras.src.losses.crossentropy_losses import poisson as poisson
from keras.src.metrics import serialize as serialize
from keras.src.metrics.accuracy_metrics import sparse_categorical_accuracy as sparse_categorical_accuracy
from keras.src.losses.crossentropy_losses import sparse_categorical_crossentropy as sparse_categorical_crossentropy
from keras.src.metrics.accuracy_metrics import sparse_top_k_categorical_accuracy as sparse_top_k_categorical_accuracy
from keras.src.losses.margin_losses import squared_hinge as squared_hinge
from keras.src.metrics.accuracy_metrics import top_k_categorical_accuracy as top_k_categorical_accuracy

__all__ = [
    "AUC",
    "Accuracy",
    "BinaryAccuracy",
    "BinaryCrossentropy",
    "BinaryIoU",
    "CategoricalAccuracy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "ConcordanceCorrelation",
    "CosineSimilarity",
    "F1Score",
    "FBetaScore",
    "FalseNegatives",
    "FalsePositives",
    "Hinge",
    "IoU",
    "KLDivergence",
    "LogCoshError",
    "Mean",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanIoU",
    "MeanMetricWrapper",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Metric",
    "OneHotIoU",
    "OneHotMeanIoU",
    "PearsonCorrelation",
    "Poisson",
    "Precision",
    "PrecisionAtRecall",
    "R2Score",
    "Recall",
    "RecallAtPrecision",
    "RootMeanSquaredError",
    "SensitivityAtSpecificity",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
    "SpecificityAtSensitivity",
    "SquaredHinge",
    "Sum",
    "TopKCategoricalAccuracy",
    "TrueNegatives",
    "TruePositives",
    "binary_accuracy",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_accuracy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_hinge",
    "concordance_correlation",
    "deserialize",
    "get",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "pearson_correlation",
    "poisson",
    "serialize",
    "sparse_categorical_accuracy",
    "sparse_categorical_crossentropy",
    "sparse_top_k_categorical_accuracy",
    "squared_hinge",
    "top_k_categorical_accuracy",
]
