"""Metrics of right and wrong yes-or-no predictions, at their customary path."""
from keras.src.metrics.area_under_curve import AUC  # noqa: F401
from keras.src.metrics.confusion_counts import (  # noqa: F401
    FalseNegatives,
    FalsePositives,
    Precision,
    Recall,
    TrueNegatives,
    TruePositives,
    _ConfusionMatrixConditionCount,
)
from keras.src.metrics.sensitivity_specificity import (  # noqa: F401
    PrecisionAtRecall,
    RecallAtPrecision,
    SensitivityAtSpecificity,
    SensitivitySpecificityBase,
    SpecificityAtSensitivity,
)
