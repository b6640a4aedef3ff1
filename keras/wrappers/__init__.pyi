# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.wrappers.sklearn_wrapper import SKLearnClassifier as SKLearnClassifier
from keras.src.wrappers.sklearn_wrapper import SKLearnRegressor as SKLearnRegressor
from keras.src.wrappers.sklearn_wrapper import SKLearnTransformer as SKLearnTransformer

__all__ = [
    "SKLearnClassifier",
    "SKLearnRegressor",
    "SKLearnTransformer",
]
