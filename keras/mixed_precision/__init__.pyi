# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.dtype_policies.dtype_policy import DTypePolicy as DTypePolicy
from keras.src.optimizers.loss_scale_optimizer import LossScaleOptimizer as LossScaleOptimizer
from keras.src.dtype_policies.dtype_policy import DTypePolicy as Policy
from keras.src.dtype_policies.dtype_policy import dtype_policy as dtype_policy
from keras.src.dtype_policies.dtype_policy import dtype_policy as global_policy
from keras.src.dtype_policies.dtype_policy import set_dtype_policy as set_dtype_policy
from keras.src.dtype_policies.dtype_policy import set_dtype_policy as set_global_policy

__all__ = [
    "DTypePolicy",
    "LossScaleOptimizer",
    "Policy",
    "dtype_policy",
    "global_policy",
    "set_dtype_policy",
    "set_global_policy",
]
