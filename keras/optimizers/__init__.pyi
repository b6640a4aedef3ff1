# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.optimizers.adam import Adam as Adam
from keras.src.optimizers.adamw import AdamW as AdamW
from keras.src.optimizers.optimizer import Optimizer as Optimizer
from keras.src.optimizers.sgd import SGD as SGD
from keras.src.optimizers import deserialize as deserialize
from keras.src.optimizers import get as get
from keras.optimizers import legacy as legacy
from keras.optimizers import schedules as schedules
from keras.src.optimizers import serialize as serialize

__all__ = [
    "Adam",
    "AdamW",
    "Optimizer",
    "SGD",
    "deserialize",
    "get",
    "legacy",
    "schedules",
    "serialize",
]
