# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.constraints.constraints import Constraint as Constraint
from keras.src.constraints.constraints import MaxNorm as MaxNorm
from keras.src.constraints.constraints import MinMaxNorm as MinMaxNorm
from keras.src.constraints.constraints import NonNeg as NonNeg
from keras.src.constraints.constraints import UnitNorm as UnitNorm
from keras.src.constraints import deserialize as deserialize
from keras.src.constraints import get as get
from keras.src.constraints.constraints import MaxNorm as max_norm
from keras.src.constraints.constraints import MinMaxNorm as min_max_norm
from keras.src.constraints.constraints import NonNeg as non_neg
from keras.src.constraints import serialize as serialize
from keras.src.constraints.constraints import UnitNorm as unit_norm

__all__ = [
    "Constraint",
    "MaxNorm",
    "MinMaxNorm",
    "NonNeg",
    "UnitNorm",
    "deserialize",
    "get",
    "max_norm",
    "min_max_norm",
    "non_neg",
    "serialize",
    "unit_norm",
]
