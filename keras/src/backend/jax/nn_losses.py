"""Cross-entropies on jax: formulas compiled as one program each, for eager calls."""
import jax

from keras.src.backend import config
from keras.src.backend.common.formulas import nn_losses
from keras.src.backend.jax.core import convert_to_tensor
from keras.src.backend.jax.kernels import NUMPY, adopt


def _program(formula):
    """The formula with `keras.config.epsilon()` among what its program depends on."""

    def run(target, output, epsilon, **static):
        return formula(NUMPY, target, output, **static)

    compiled = jax.jit(run, static_argnames=("epsilon", "from_logits", "axis"))

    def loss(target, output, **static):
        return compiled(convert_to_tensor(target), convert_to_tensor(output), epsilon=config.epsilon(), **static)

    return loss


_binary_crossentropy = _program(nn_losses.binary_crossentropy)
_categorical_crossentropy = _program(nn_losses.categorical_crossentropy)
_sparse_categorical_crossentropy = _program(nn_losses.sparse_categorical_crossentropy)
psnr = adopt(nn_losses.psnr)


def binary_crossentropy(target, output, from_logits=False):
    return _binary_crossentropy(target, output, from_logits=from_logits)


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    return _categorical_crossentropy(target, output, from_logits=from_logits, axis=axis)


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    return _sparse_categorical_crossentropy(target, output, from_logits=from_logits, axis=axis)
