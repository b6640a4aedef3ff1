"""One-hot and multi-hot vectors on torch."""
import torch

from keras.src.backend.common.formulas import nn_encoding
from keras.src.backend.torch.core import to_torch_dtype
from keras.src.backend.torch.kernels import NUMPY
from keras.src.backend.torch.numpy_arrays import as_tensor

_INTEGERS = (torch.int32, torch.int64)  # which number any classes


def one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    nn_encoding.refuse_sparse(sparse)
    x = as_tensor(x)
    if axis != -1 or x.dtype not in _INTEGERS:
        return nn_encoding.one_hot(NUMPY, x, num_classes, axis, dtype)
    classes = torch.arange(num_classes, dtype=x.dtype, device=x.device)
    return (x.unsqueeze(-1) == classes).to(to_torch_dtype(dtype))


def multi_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    nn_encoding.refuse_sparse(sparse)
    return nn_encoding.multi_hot(NUMPY, one_hot, x, num_classes, axis, dtype)
