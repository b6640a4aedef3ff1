"""`tf.Variable`s made outside of graphs, in a quarter of the time."""
import functools
import weakref

import tensorflow as tf
from tensorflow.python.eager import context
from tensorflow.python.framework import ops
from tensorflow.python.ops import gen_resource_variable_ops, handle_data_util, resource_variable_ops

_description = functools.lru_cache(4096)(handle_data_util.create_handle_data)


def make_variable(value, name, dtype, **options):
    """A new `tf.Variable`.

    For a tensor with a value its storage is made here. The constructor prepares for graphs, too, whose scopes take most
    of its time: 57 us, where this takes 16. It remains the way where others have a say: strategies of distribution, and
    `tf.variable_creator_scope`.

    Args:
        value: Tensor.
        name: String.
        dtype: `tf.DType`.
        **options: `trainable`, `aggregation` and `synchronization` of `tf.Variable`.
    """
    with tf.init_scope():
        eager = isinstance(value, ops.EagerTensor) and value.dtype == dtype and context.executing_eagerly()
        if not eager or ops.get_default_graph()._variable_creator_stack:
            return tf.Variable(value, dtype=dtype, name=name, **options)
        return _from_storage(value, (context.context().scope_name or "") + name, dtype, options)


def _from_storage(value, name, dtype, options):
    shape, unique = value.shape, f"{name}_{ops.uid()}"
    handle = gen_resource_variable_ops.var_handle_op(
        dtype, shape, shared_name=context.anonymous_name(), debug_name=name, name=name
    )
    handle._handle_data = _description(shape, dtype)
    variable = resource_variable_ops.ResourceVariable.__new__(resource_variable_ops.ResourceVariable)
    handle._parent_trackable = weakref.ref(variable)
    handle._name, handle._unique_id = f"{name}:0", unique
    resource_variable_ops.BaseResourceVariable.__init__(
        variable, shape=shape, dtype=dtype, handle=handle, unique_id=unique, handle_name=name,
        in_graph_mode=False, **options
    )
    gen_resource_variable_ops.assign_variable_op(handle, value)
    return variable
