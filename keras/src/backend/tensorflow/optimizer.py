"""What the optimizers do otherwise on tensorflow."""
import tensorflow as tf

from keras.src import backend
from keras.src.backend.tensorflow import tracking
from keras.src.backend.tensorflow.core import Variable, in_replica
from keras.src.optimizers.base_optimizer import BaseOptimizer


class TFOptimizer(BaseOptimizer, tracking.Trackable):
    """Takes sparse gradients, as those of embeddings are: slices, of which several may belong to one row.

    As in Keras 3.15.1, norms for clipping, clipped values, squares and absolute values are those of the single slices,
    and the sum over a row is taken afterwards. Everything else sees the sum.
    """

    def _trackable_children(self, save_type="checkpoint", **kwargs):
        return tracking.children(self)

    def build(self, variables):
        super().build([_adopted(v) for v in variables])
        for index, variable in enumerate(variables):  # Later calls may name a `tf.Variable` itself.
            self._trainable_variables_indices[id(variable)] = index

    def _checked_variables(self, grads, trainable_variables):
        variables = super()._checked_variables(grads, trainable_variables)
        own = self._trainable_variables
        return [own[self._get_variable_index(v)] if isinstance(v, tf.Variable) else v for v in variables]

    def apply(self, grads, trainable_variables=None):
        grads = self._joined(list(grads))
        if self.gradient_accumulation_steps:
            grads = [tf.convert_to_tensor(g) if _is_sliced(g) else g for g in grads]
        super().apply(grads, trainable_variables)

    def _joined(self, grads):
        """The sums over the replicas of a `tf.distribute` strategy, in a step that runs on several."""
        if self._gradients_come_prepared or not in_replica():
            return grads
        places = [i for i, g in enumerate(grads) if g is not None]
        dense = [tf.convert_to_tensor(grads[i]) for i in places]
        for i, total in zip(places, tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, dense)):
            grads[i] = total
        return grads

    def _map_gradients(self, function, grads):
        values = super()._map_gradients(function, [_values(g) for g in grads])
        return [_like(g, v) for g, v in zip(grads, values)]

    def _clip_gradients(self, grads):
        clipped = super()._clip_gradients([_values(g) for g in grads])
        clipped = [_like(g, v) for g, v in zip(grads, clipped)]
        if self.global_clipnorm:
            return [tf.convert_to_tensor(g) if _is_sliced(g) else g for g in clipped]
        return clipped

    def _namespace_for(self, gradient):
        if not _is_sliced(gradient):
            return super()._namespace_for(gradient)
        summed = tf.convert_to_tensor(gradient)
        return _OfSlices(gradient, summed), summed


class _Adopted(Variable):
    """A `tf.Variable` that was made without Keras, for what treats it as a variable of Keras."""

    def _begin_from_value(self, value, dtype):
        self._dtype, self._shape = value.dtype.name, tuple(value.shape)
        self._initialize(value)
        self._name = self._path = value.name
        self._constraint = value.constraint


def _adopted(variable):
    return _Adopted(variable, name="variable") if isinstance(variable, tf.Variable) else variable


class _OfSlices:
    """`backend.numpy`, where squares and absolute values of the gradient are sums of those of its slices.

    Args:
        slices: The gradient, as `tf.IndexedSlices`.
        summed: The same as a tensor.
    """

    def __init__(self, slices, summed):
        self._slices, self._summed = slices, summed

    def __getattr__(self, name):
        return getattr(backend.numpy, name)

    def square(self, x):
        return self._of_each_slice(backend.numpy.square, x)

    def abs(self, x):
        return self._of_each_slice(backend.numpy.abs, x)

    def _of_each_slice(self, function, x):
        if x is not self._summed:
            return function(x)
        return tf.convert_to_tensor(_like(self._slices, function(self._slices.values)))


def _is_sliced(gradient):
    return isinstance(gradient, tf.IndexedSlices)


def _values(gradient):
    return gradient.values if _is_sliced(gradient) else gradient


def _like(gradient, values):
    """`values`, as slices if `gradient` is."""
    if _is_sliced(gradient):
        return tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
    return values
