# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.version import __version__ as __version__
from keras.src.dtype_policies.dtype_policy import DTypePolicy as DTypePolicy
from keras.src.dtype_policies.dtype_policy import FloatDTypePolicy as FloatDTypePolicy
from keras.src.ops.function import Function as Function
from keras.src.initializers.initializer import Initializer as Initializer
from keras.src.layers.core.input_layer import Input as Input
from keras.src.layers.input_spec import InputSpec as InputSpec
from keras.src.backend.common.keras_tensor import KerasTensor as KerasTensor
from keras.src.layers.layer import Layer as Layer
from keras.src.losses.loss import Loss as Loss
from keras.src.metrics.metric import Metric as Metric
from keras.src.models.model import Model as Model
from keras.src.ops.operation import Operation as Operation
from keras.src.optimizers.optimizer import Optimizer as Optimizer
from keras.src.quantizers.quantizers import Quantizer as Quantizer
from keras.src.regularizers.regularizers import Regularizer as Regularizer
from keras.src.backend.common.remat import RematScope as RematScope
from keras.src.models.sequential import Sequential as Sequential
from keras.src.backend.common.stateless_scope import StatelessScope as StatelessScope
from keras.src.backend.common.symbolic_scope import SymbolicScope as SymbolicScope
from keras.src.backend.common.variables import Variable as Variable
from keras import activations as activations
from keras import applications as applications
from keras import backend as backend
from keras import callbacks as callbacks
from keras import config as config
from keras import constraints as constraints
from keras import datasets as datasets
from keras.src.backend import device as device
from keras import distillation as distillation
from keras import distribution as distribution
from keras import dtype_policies as dtype_policies
from keras import export as export
from keras import initializers as initializers
from keras import layers as layers
from keras import legacy as legacy
from keras import losses as losses
from keras import metrics as metrics
from keras import mixed_precision as mixed_precision
from keras import models as models
from keras.src.backend.common.name_scope import name_scope as name_scope
from keras import ops as ops
from keras import optimizers as optimizers
from keras import preprocessing as preprocessing
from keras import quantizers as quantizers
from keras import random as random
from keras import regularizers as regularizers
from keras.src.backend.common.remat import remat as remat
from keras import saving as saving
from keras import tree as tree
from keras import utils as utils
from keras.src.version import version as version
from keras import visualization as visualization
from keras import wrappers as wrappers

__all__ = [
    "__version__",
    "DTypePolicy",
    "FloatDTypePolicy",
    "Function",
    "Initializer",
    "Input",
    "InputSpec",
    "KerasTensor",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Operation",
    "Optimizer",
    "Quantizer",
    "Regularizer",
    "RematScope",
    "Sequential",
    "StatelessScope",
    "SymbolicScope",
    "Variable",
    "activations",
    "applications",
    "backend",
    "callbacks",
    "config",
    "constraints",
    "datasets",
    "device",
    "distillation",
    "distribution",
    "dtype_policies",
    "export",
    "initializers",
    "layers",
    "legacy",
    "losses",
    "metrics",
    "mixed_precision",
    "models",
    "name_scope",
    "ops",
    "optimizers",
    "preprocessing",
    "quantizers",
    "random",
    "regularizers",
    "remat",
    "saving",
    "tree",
    "utils",
    "version",
    "visualization",
    "wrappers",
]
