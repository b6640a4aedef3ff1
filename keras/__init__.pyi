# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.version import __version__ as __version__
from keras.src.dtype_policies.dtype_policy import DTypePolicy as DTypePolicy
from keras.src.dtype_policies.dtype_policy import FloatDTypePolicy as FloatDTypePolicy
from keras.src.backend.common.keras_tensor import KerasTensor as KerasTensor
from keras.src.losses.loss import Loss as Loss
from keras.src.regularizers.regularizers import Regularizer as Regularizer
from keras.src.backend.common.remat import RematScope as RematScope
from keras.src.backend.common.stateless_scope import StatelessScope as StatelessScope
from keras.src.backend.common.symbolic_scope import SymbolicScope as SymbolicScope
from keras.src.backend.common.variables import Variable as Variable
from keras import activations as activations
from keras import backend as backend
from keras import config as config
from keras import constraints as constraints
from keras.src.backend import device as device
from keras import dtype_policies as dtype_policies
from keras import layers as layers
from keras import losses as losses
from keras import mixed_precision as mixed_precision
from keras.src.backend.common.name_scope import name_scope as name_scope
from keras import regularizers as regularizers
from keras.src.backend.common.remat import remat as remat
from keras import tree as tree
from keras import utils as utils
from keras.src.version import version as version

__all__ = [
    "__version__",
    "DTypePolicy",
    "FloatDTypePolicy",
    "KerasTensor",
    "Loss",
    "Regularizer",
    "RematScope",
    "StatelessScope",
    "SymbolicScope",
    "Variable",
    "activations",
    "backend",
    "config",
    "constraints",
    "device",
    "dtype_policies",
    "layers",
    "losses",
    "mixed_precision",
    "name_scope",
    "regularizers",
    "remat",
    "tree",
    "utils",
    "version",
]
