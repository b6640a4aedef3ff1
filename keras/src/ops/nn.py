"""Operations of neural networks: the table of contents of `keras.src.ops.nn`."""
# ruff: noqa: F401, I001
from keras.src.ops.nn_activations import (
    Celu, Elu, Gelu, Glu, HardShrink, HardSigmoid, HardSilu, HardTanh, LeakyRelu, LogSigmoid, Relu,
    Relu6, Selu, Sigmoid, Silu, Softplus, SoftShrink, Softsign, SparsePlus, SparseSigmoid,
    Squareplus, TanhShrink, Threshold, celu, elu, gelu, glu, hard_shrink, hard_sigmoid, hard_silu,
    hard_tanh, leaky_relu, log_sigmoid, relu, relu6, selu, sigmoid, silu, soft_shrink, softplus,
    softsign, sparse_plus, sparse_sigmoid, squareplus, tanh_shrink, threshold,
)
from keras.src.ops.nn_attention import (
    DotProductAttention, dot_product_attention,
)
from keras.src.ops.nn_conv import (
    Conv, ConvTranspose, DepthwiseConv, SeparableConv, conv, conv_transpose, depthwise_conv,
    separable_conv,
)
from keras.src.ops.nn_ctc import (
    CTCDecode, CTCLoss, ctc_decode, ctc_loss,
)
from keras.src.ops.nn_encoding import (
    MultiHot, OneHot, multi_hot, one_hot,
)
from keras.src.ops.nn_losses import (
    PSNR, BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy,
    binary_crossentropy, categorical_crossentropy, psnr, sparse_categorical_crossentropy,
)
from keras.src.ops.nn_norm import (
    BatchNorm, LayerNorm, Moments, Normalize, RMSNorm, batch_normalization, layer_normalization,
    moments, normalize, rms_normalization,
)
from keras.src.ops.nn_pool import (
    AdaptiveAveragePool, AdaptiveMaxPool, AveragePool, MaxPool, adaptive_average_pool,
    adaptive_max_pool, average_pool, max_pool,
)
from keras.src.ops.nn_softmax import (
    LogSoftmax, Softmax, Sparsemax, log_softmax, softmax, sparsemax,
)
from keras.src.ops.nn_space import (
    DepthToSpace, Fold, Polar, SpaceToDepth, Unfold, depth_to_space, fold, polar, space_to_depth,
    unfold,
)
