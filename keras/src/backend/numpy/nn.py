"""Operations of neural networks on numpy: the table of contents."""
# ruff: noqa: F401
from keras.src.backend.numpy.nn_activations import (
    celu,
    elu,
    gelu,
    glu,
    hard_shrink,
    hard_sigmoid,
    hard_silu,
    hard_tanh,
    leaky_relu,
    log_sigmoid,
    log_softmax,
    relu,
    relu6,
    selu,
    sigmoid,
    silu,
    soft_shrink,
    softmax,
    softplus,
    softsign,
    sparse_plus,
    sparse_sigmoid,
    sparsemax,
    squareplus,
    tanh_shrink,
    threshold,
)
from keras.src.backend.numpy.nn_attention import (
    dot_product_attention,
)
from keras.src.backend.numpy.nn_conv import (
    conv,
    conv_transpose,
    depthwise_conv,
    separable_conv,
)
from keras.src.backend.numpy.nn_ctc import (
    ctc_decode,
    ctc_loss,
)
from keras.src.backend.numpy.nn_encoding import (
    multi_hot,
    one_hot,
)
from keras.src.backend.numpy.nn_losses import (
    binary_crossentropy,
    categorical_crossentropy,
    psnr,
    sparse_categorical_crossentropy,
)
from keras.src.backend.numpy.nn_norm import (
    batch_normalization,
    layer_normalization,
    moments,
    normalize,
    normalize_batch,
    rms_normalization,
)
from keras.src.backend.numpy.nn_pool import (
    adaptive_average_pool,
    adaptive_max_pool,
    average_pool,
    max_pool,
)
from keras.src.backend.numpy.nn_space import (
    depth_to_space,
    fold,
    polar,
    space_to_depth,
    unfold,
)
