"""The functions of `tf.keras.backend`, which Keras 2 had and code for it calls: thin covers of TensorFlow's."""
# the names are those of Keras 2
import builtins

import numpy as np

from keras.src.backend import config
from keras.src.backend.common.late import LateModule
from keras.src.utils.module_utils import tensorflow as tf

EXPORTED_TO = "keras._legacy.backend"  # every public function of this file, see tools/generate_namespace.py

_nn = LateModule("keras.src.backend.tensorflow.nn")
_rnn = LateModule("keras.src.backend.tensorflow.rnn")


# Element by element

def abs(x): return tf.abs(x)
def square(x): return tf.square(x)
def sqrt(x): return tf.sqrt(tf.maximum(x, tf.cast(0, x.dtype)))
def exp(x): return tf.exp(x)
def log(x): return tf.math.log(x)
def round(x): return tf.round(x)
def sign(x): return tf.sign(x)
def pow(x, a): return tf.pow(x, a)
def clip(x, min_value, max_value): return tf.clip_by_value(x, *_interval(min_value, max_value))
def sin(x): return tf.sin(x)
def cos(x): return tf.cos(x)
def equal(x, y): return tf.equal(x, y)
def not_equal(x, y): return tf.not_equal(x, y)
def greater(x, y): return tf.greater(x, y)
def greater_equal(x, y): return tf.greater_equal(x, y)
def less(x, y): return tf.less(x, y)
def less_equal(x, y): return tf.less_equal(x, y)
def maximum(x, y): return tf.maximum(x, y)
def minimum(x, y): return tf.minimum(x, y)
def cast(x, dtype): return tf.cast(x, dtype)


def cast_to_floatx(x):
    return tf.cast(x, config.floatx()) if tf.is_tensor(x) else np.asarray(x, dtype=config.floatx())


def _interval(low, high):
    if isinstance(low, (int, float)) and isinstance(high, (int, float)):
        high = builtins.max(low, high)
    return -np.inf if low is None else low, np.inf if high is None else high


# Activations

def elu(x, alpha=1.0): return tf.nn.elu(x) if alpha == 1 else tf.where(x > 0, x, alpha * tf.nn.elu(x))
def softplus(x): return tf.math.softplus(x)
def softsign(x): return tf.math.softsign(x)
def sigmoid(x): return tf.math.sigmoid(x)
def hard_sigmoid(x): return tf.clip_by_value(0.2 * x + 0.5, 0.0, 1.0)
def tanh(x): return tf.tanh(x)
def l2_normalize(x, axis=None): return tf.linalg.l2_normalize(x, axis=axis)
def in_top_k(predictions, targets, k): return tf.math.in_top_k(targets, predictions, k)


def softmax(x, axis=-1):
    if ndim(x) == 1:
        raise ValueError(f"Argument `x` of softmax must have two dimensions or more. Received: shape {x.shape}")
    return tf.nn.softmax(x, axis=axis)


def relu(x, alpha=0.0, max_value=None, threshold=0.0):
    x = tf.convert_to_tensor(x)
    inside = tf.cast(x >= threshold, x.dtype)
    y = inside * x if max_value is None else inside * tf.clip_by_value(x, *_interval(threshold, max_value))
    return y + alpha * (1 - inside) * (x - threshold) if alpha else y


def dropout(x, level, noise_shape=None, seed=None):
    return tf.nn.dropout(x, rate=level, noise_shape=noise_shape, seed=_seed(seed))


# Reductions

def max(x, axis=None, keepdims=False): return tf.reduce_max(x, axis, keepdims)
def min(x, axis=None, keepdims=False): return tf.reduce_min(x, axis, keepdims)
def sum(x, axis=None, keepdims=False): return tf.reduce_sum(x, axis, keepdims)
def prod(x, axis=None, keepdims=False): return tf.reduce_prod(x, axis, keepdims)
def mean(x, axis=None, keepdims=False): return tf.reduce_mean(_counted(x), axis, keepdims)
def var(x, axis=None, keepdims=False): return tf.math.reduce_variance(_counted(x), axis, keepdims)
def std(x, axis=None, keepdims=False): return tf.math.reduce_std(_counted(x), axis, keepdims)
def any(x, axis=None, keepdims=False): return tf.reduce_any(tf.cast(x, tf.bool), axis, keepdims)
def all(x, axis=None, keepdims=False): return tf.reduce_all(tf.cast(x, tf.bool), axis, keepdims)
def argmax(x, axis=-1): return tf.argmax(x, axis)
def argmin(x, axis=-1): return tf.argmin(x, axis)
def cumsum(x, axis=0): return tf.cumsum(x, axis=axis)
def cumprod(x, axis=0): return tf.math.cumprod(x, axis=axis)


def _counted(x):
    return tf.cast(x, config.floatx()) if x.dtype.base_dtype == tf.bool else x


# Shapes

def shape(x): return tf.shape(x)
def ndim(x): return tf.TensorShape(x.shape).rank
def dtype(x): return x.dtype.base_dtype.name
def reshape(x, shape): return tf.reshape(x, shape)
def transpose(x): return tf.transpose(x)
def permute_dimensions(x, pattern): return tf.transpose(x, perm=pattern)
def expand_dims(x, axis=-1): return tf.expand_dims(x, axis)
def squeeze(x, axis): return tf.squeeze(x, [axis])
def flatten(x): return tf.reshape(x, [-1])
def batch_flatten(x): return tf.reshape(x, tf.stack([-1, prod(tf.shape(x)[1:])]))
def concatenate(tensors, axis=-1): return tf.concat([to_dense(x) for x in tensors], axis)
def stack(x, axis=0): return tf.stack(x, axis=axis)
def reverse(x, axes): return tf.reverse(x, [axes] if isinstance(axes, int) else axes)
def gather(reference, indices): return tf.gather(reference, indices)
def one_hot(indices, num_classes): return tf.one_hot(indices, depth=num_classes, axis=-1)
def tile(x, n): return tf.tile(x, [n] if isinstance(n, int) else n)
def repeat_elements(x, rep, axis): return tf.repeat(x, rep, axis=axis)
def temporal_padding(x, padding=(1, 1)): return tf.pad(x, [[0, 0], padding, [0, 0]])


def int_shape(x):
    """The shape of a tensor as a tuple of integers and None; None if it has no shape.

    Args:
        x: Tensor.
    """
    shape = getattr(x, "shape", None)
    return None if shape is None else tuple(shape)


def repeat(x, n):
    if ndim(x) != 2:
        raise ValueError(f"Argument `x` of repeat must have two dimensions. Received: shape {x.shape}")
    return tf.repeat(x[:, None], n, axis=1)


def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None): return _padded(x, padding, data_format)
def spatial_3d_padding(x, padding=((1, 1), (1, 1), (1, 1)), data_format=None): return _padded(x, padding, data_format)


def _padded(x, padding, data_format):
    spatial = [list(pair) for pair in padding]
    if config.standardize_data_format(data_format) == "channels_first":
        return tf.pad(x, [[0, 0], [0, 0], *spatial])
    return tf.pad(x, [[0, 0], *spatial, [0, 0]])


def resize_images(x, height_factor, width_factor, data_format, interpolation="nearest"):
    channels_first = config.standardize_data_format(data_format) == "channels_first"
    x = tf.transpose(x, [0, 2, 3, 1]) if channels_first else x
    size = tf.shape(x)[1:3] * tf.constant([height_factor, width_factor], dtype="int32")
    x = tf.image.resize(x, size, method=interpolation)
    return tf.transpose(x, [0, 3, 1, 2]) if channels_first else x


def resize_volumes(x, depth_factor, height_factor, width_factor, data_format):
    first = 2 if config.standardize_data_format(data_format) == "channels_first" else 1
    for axis, factor in enumerate((depth_factor, height_factor, width_factor), first):
        x = repeat_elements(x, factor, axis)
    return x


# New tensors and variables

def constant(value, dtype=None, shape=None, name=None):
    return tf.constant(value, dtype=dtype or config.floatx(), shape=shape, name=name)


def variable(value, dtype=None, name=None, constraint=None):
    value = tf.cast(to_dense(value), dtype) if tf.is_tensor(value) and dtype else value
    return tf.Variable(value, dtype=dtype or config.floatx(), name=name, constraint=constraint)


def arange(start, stop=None, step=1, dtype="int32"):
    if stop is None and isinstance(start, int) and start < 0:
        start = 0
    numbers = tf.range(start, limit=stop, delta=step)
    return numbers if dtype == "int32" else tf.cast(numbers, dtype)


def zeros(shape, dtype=None, name=None): return variable(tf.zeros(shape, dtype or config.floatx()), dtype, name)
def ones(shape, dtype=None, name=None): return variable(tf.ones(shape, dtype or config.floatx()), dtype, name)
def eye(size, dtype=None, name=None): return variable(tf.eye(size, dtype=dtype or config.floatx()), dtype, name)
def zeros_like(x, dtype=None, name=None): return tf.zeros_like(x, dtype=dtype, name=name)
def ones_like(x, dtype=None, name=None): return tf.ones_like(x, dtype=dtype, name=name)


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return tf.random.normal(shape, mean, stddev, dtype or config.floatx(), _seed(seed))


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    return tf.random.uniform(shape, minval, maxval, dtype or config.floatx(), _seed(seed))


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return tf.random.truncated_normal(shape, mean, stddev, dtype or config.floatx(), _seed(seed))


def random_bernoulli(shape, p=0.0, dtype=None, seed=None):
    dtype = dtype or config.floatx()
    return tf.cast(tf.random.uniform(shape, dtype=dtype, seed=_seed(seed)) <= p, dtype)


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    return variable(random_normal(shape, mean, scale, dtype, seed), dtype, name)


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    return variable(random_uniform(shape, low, high, dtype, seed), dtype, name)


def _seed(seed):
    return np.random.randint(10_000_000) if seed is None else seed


# Values of tensors and variables

def get_value(x): return x.numpy() if tf.is_tensor(x) or isinstance(x, tf.Variable) else x
def eval(x): return get_value(to_dense(x))
def batch_get_value(tensors): return [x.numpy() for x in tensors]
def set_value(x, value): x.assign(np.asarray(value, dtype=x.dtype.name))
def update(x, new_x): return x.assign(new_x)
def update_add(x, increment): return x.assign_add(increment)
def update_sub(x, decrement): return x.assign_sub(decrement)
def moving_average_update(x, value, momentum): return x.assign(x * momentum + value * (1 - momentum))
def count_params(x): return int(np.prod(x.shape.as_list()))
def is_sparse(tensor): return isinstance(tensor, tf.SparseTensor)
def to_dense(tensor): return tf.sparse.to_dense(tensor) if is_sparse(tensor) else tensor
def name_scope(name): return tf.name_scope(name)
def gradients(loss, variables): return tf.compat.v1.gradients(loss, variables)


def batch_set_value(tuples):
    for x, value in tuples:
        set_value(x, value)


def stop_gradient(variables):
    if isinstance(variables, (list, tuple)):
        return [tf.stop_gradient(x) for x in variables]
    return tf.stop_gradient(variables)


# Control flow

def map_fn(fn, elems, name=None, dtype=None): return tf.map_fn(fn, elems, name=name, dtype=dtype)
def foldl(fn, elems, initializer=None, name=None): return tf.foldl(fn, elems, initializer=initializer, name=name)
def foldr(fn, elems, initializer=None, name=None): return tf.foldr(fn, elems, initializer=initializer, name=name)


def switch(condition, then_expression, else_expression):
    if ndim(condition) == 0:
        branches = [b if callable(b) else lambda b=b: b for b in (then_expression, else_expression)]
        return tf.cond(tf.cast(condition, tf.bool), *branches)
    then, otherwise = (b() if callable(b) else b for b in (then_expression, else_expression))
    extra = tf.convert_to_tensor(then).shape.rank - ndim(condition)
    return tf.where(tf.reshape(tf.cast(condition, tf.bool), (*condition.shape, *[1] * extra)), then, otherwise)


def rnn(
    step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None,
    unroll=False, input_length=None, time_major=False, zero_output_for_mask=False,
    return_all_outputs=True,
):
    return _rnn.rnn(
        step_function, inputs, initial_states, go_backwards=go_backwards, mask=mask,
        constants=constants, unroll=unroll, input_length=input_length, time_major=time_major,
        zero_output_for_mask=zero_output_for_mask, return_all_outputs=return_all_outputs,
    )


# Products, convolutions, pooling

def dot(x, y):
    if is_sparse(x):
        return tf.sparse.sparse_dense_matmul(x, y)
    x_rank, y_rank = ndim(x), ndim(y)
    if x_rank is not None and (x_rank > 2 or y_rank > 2):
        return tf.tensordot(x, y, [[x_rank - 1], [builtins.max(y_rank - 2, 0)]])
    return tf.matmul(x, y)


def batch_dot(x, y, axes=None):
    x_rank, y_rank = ndim(x), ndim(y)
    if x_rank < 2 or y_rank < 2:
        raise ValueError(f"batch_dot takes tensors of two dimensions or more. Received: {x.shape} and {y.shape}")
    if axes is None:
        axes = (x_rank - 1, 1 if y_rank == 2 else y_rank - 2)
    a, b = (axes, axes) if isinstance(axes, int) else axes
    letters = iter("bcdefghijklmnopqrstuvwxyz")
    x_letters = ["a", *(next(letters) for _ in range(x_rank - 1))]
    y_letters = ["a", *(next(letters) for _ in range(y_rank - 1))]
    y_letters[b % y_rank] = x_letters[a % x_rank]
    kept = [n for i, n in enumerate(x_letters) if i != a % x_rank]
    kept += [n for i, n in enumerate(y_letters) if i not in (0, b % y_rank)]
    product = tf.einsum(f"{''.join(x_letters)},{''.join(y_letters)}->{''.join(kept)}", x, y)
    return product[:, None] if ndim(product) == 1 else product


def bias_add(x, bias, data_format=None):
    channels_first = config.standardize_data_format(data_format) == "channels_first" and ndim(x) > 2
    if ndim(bias) == 1:
        return x + tf.reshape(bias, [1, -1] + [1] * (ndim(x) - 2)) if channels_first else x + bias
    order = [ndim(bias) - 1, *range(ndim(bias) - 1)]
    return x + (tf.transpose(bias, order) if channels_first else bias)[None]


def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
    shape = [1] * ndim(x)
    shape[axis] = -1
    given = [v if v is None or ndim(v) != 1 else tf.reshape(v, shape) for v in (mean, var, beta, gamma)]
    return tf.nn.batch_normalization(x, *given, epsilon)


def conv1d(x, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    return _nn.conv(x, kernel, strides, padding, config.standardize_data_format(data_format), dilation_rate)


def conv2d(x, kernel, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1)):
    return _nn.conv(x, kernel, strides, padding, config.standardize_data_format(data_format), dilation_rate)


def conv3d(x, kernel, strides=(1, 1, 1), padding="valid", data_format=None, dilation_rate=(1, 1, 1)):
    return _nn.conv(x, kernel, strides, padding, config.standardize_data_format(data_format), dilation_rate)


def conv2d_transpose(
    x, kernel, output_shape, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1)
):
    channels_first = config.standardize_data_format(data_format) == "channels_first"
    sizes = [tf.shape(x)[0] if size is None else size for size in output_shape]
    if channels_first:
        x, sizes = tf.transpose(x, [0, 2, 3, 1]), [sizes[i] for i in (0, 2, 3, 1)]
    y = tf.nn.conv2d_transpose(x, kernel, tf.stack(sizes), strides, padding.upper(), dilations=dilation_rate)
    return tf.transpose(y, [0, 3, 1, 2]) if channels_first else y


def depthwise_conv2d(
    x, depthwise_kernel, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1)
):
    data_format = config.standardize_data_format(data_format)
    return _nn.depthwise_conv(x, depthwise_kernel, strides, padding, data_format, dilation_rate)


def separable_conv2d(
    x, depthwise_kernel, pointwise_kernel, strides=(1, 1), padding="valid", data_format=None,
    dilation_rate=(1, 1),
):
    data_format = config.standardize_data_format(data_format)
    return _nn.separable_conv(
        x, depthwise_kernel, pointwise_kernel, strides, padding, data_format, dilation_rate
    )


def pool2d(x, pool_size, strides=(1, 1), padding="valid", data_format=None, pool_mode="max"):
    return _pooled(x, pool_size, strides, padding, data_format, pool_mode)


def pool3d(x, pool_size, strides=(1, 1, 1), padding="valid", data_format=None, pool_mode="max"):
    return _pooled(x, pool_size, strides, padding, data_format, pool_mode)


def _pooled(x, pool_size, strides, padding, data_format, pool_mode):
    pools = {"max": _nn.max_pool, "avg": _nn.average_pool}
    if pool_mode not in pools:
        raise ValueError(f"Argument `pool_mode` must be 'max' or 'avg'. Received: pool_mode={pool_mode!r}")
    return pools[pool_mode](x, pool_size, strides, padding, config.standardize_data_format(data_format))


# Losses

def binary_crossentropy(target, output, from_logits=False):
    if from_logits:
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=output)
    edge = config.epsilon()
    output = tf.clip_by_value(output, edge, 1.0 - edge)
    return -(target * tf.math.log(output + edge) + (1 - target) * tf.math.log(1 - output + edge))


def binary_focal_crossentropy(
    target, output, apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False
):
    p = tf.sigmoid(output) if from_logits else output
    losses = binary_crossentropy(target, p) * tf.pow(1.0 - (target * p + (1 - target) * (1 - p)), gamma)
    return losses * (target * alpha + (1 - target) * (1 - alpha)) if apply_class_balancing else losses


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    return _nn.categorical_crossentropy(target, output, from_logits=from_logits, axis=axis)


def categorical_focal_crossentropy(target, output, alpha=0.25, gamma=2.0, from_logits=False, axis=-1):
    p = tf.nn.softmax(output, axis=axis) if from_logits else output
    p = p / tf.reduce_sum(p, axis=axis, keepdims=True)
    p = tf.clip_by_value(p, config.epsilon(), 1.0 - config.epsilon())
    return tf.reduce_sum(-target * tf.math.log(p) * alpha * tf.pow(1.0 - p, gamma), axis=axis)


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1, ignore_class=None):
    target = tf.cast(target, tf.int64)
    if ignore_class is None:
        return _nn.sparse_categorical_crossentropy(target, output, from_logits=from_logits, axis=axis)
    counts = target != ignore_class
    safe = tf.where(counts, target, 0)
    losses = _nn.sparse_categorical_crossentropy(safe, output, from_logits=from_logits, axis=axis)
    return tf.where(counts, losses, tf.zeros_like(losses))


def ctc_label_dense_to_sparse(labels, label_lengths):
    inside = tf.sequence_mask(label_lengths, tf.shape(labels)[1])
    places = tf.where(inside)
    return tf.SparseTensor(places, tf.gather_nd(labels, places), tf.shape(labels, out_type=tf.int64))


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    labels = ctc_label_dense_to_sparse(y_true, tf.cast(tf.squeeze(label_length, -1), tf.int32))
    logits = tf.math.log(tf.transpose(y_pred, [1, 0, 2]) + config.epsilon())
    lengths = tf.cast(tf.squeeze(input_length, -1), tf.int32)
    losses = tf.compat.v1.nn.ctc_loss(tf.cast(labels, tf.int32), logits, lengths)
    return tf.expand_dims(losses, 1)


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1):
    logits = tf.math.log(tf.transpose(y_pred, [1, 0, 2]) + config.epsilon())
    lengths = tf.cast(input_length, tf.int32)
    if greedy:
        paths, scores = tf.nn.ctc_greedy_decoder(logits, lengths)
    else:
        paths, scores = tf.nn.ctc_beam_search_decoder(logits, lengths, beam_width, top_paths)
    size = tf.stack([tf.shape(y_pred)[0], tf.shape(y_pred)[1]])
    dense = [tf.SparseTensor(p.indices, p.values, tf.cast(size, tf.int64)) for p in paths]
    return [tf.sparse.to_dense(p, default_value=-1) for p in dense], scores
