"""Cross-entropies on torch, by its fused functions."""
import torch
import torch.nn.functional as F

from keras.src.backend.common.formulas import nn_losses
from keras.src.backend.torch.kernels import NUMPY, adopt

categorical_crossentropy = adopt(nn_losses.categorical_crossentropy)
psnr = adopt(nn_losses.psnr)
_NO_CLASS = -(2**31)  # what torch is to ignore: nothing that occurs
_MANY = 2**13  # elements, from which on three vectorized kernels take less time than torch's own, which is not


def binary_crossentropy(target, output, from_logits=False):
    target, output = nn_losses.operands(NUMPY, target, output)
    nn_losses.check_shapes(target.shape, output.shape)
    if from_logits:
        return F.binary_cross_entropy_with_logits(output, target, reduction="none")
    output = nn_losses.inside(NUMPY, output)
    if output.numel() < _MANY or output.dtype is not torch.float32:
        return F.binary_cross_entropy(output, target, reduction="none")
    return torch.lerp(torch.log1p(-output), torch.log(output), target).neg()


def _sparse_operands(target, output):
    """Tensors that fit go straight to the kernel."""
    if type(target) is torch.Tensor and type(output) is torch.Tensor and output.dtype is torch.float32:
        if output.ndim and target.shape == output.shape[:-1]:
            return target.to(torch.int64), output
    return nn_losses.sparse_operands(NUMPY, target, output, "int64")


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    target, output = _sparse_operands(target, output)
    if from_logits:
        if output.ndim == 2 and axis in (1, -1):
            return F.cross_entropy(output, target, reduction="none", ignore_index=_NO_CLASS)
        logs = torch.log_softmax(output, axis)
    else:
        logs = torch.log(nn_losses.normalized(NUMPY, output, axis))
    if axis % logs.ndim != logs.ndim - 1:
        logs = logs.movedim(axis, -1)
    rows = logs.reshape(target.numel(), logs.shape[-1])  # torch has no gradient for images with their classes last
    return F.nll_loss(rows, target.reshape(-1), reduction="none", ignore_index=_NO_CLASS).reshape(target.shape)
