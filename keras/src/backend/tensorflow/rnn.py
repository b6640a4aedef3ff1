"""Recurrences on TensorFlow."""
import tensorflow as tf

from keras.src.backend.common.formulas import recurrent
from keras.src.backend.tensorflow import numpy as nb
from keras.src.backend.tensorflow.kernels import adopt


def _scan(step, carry, rows, unroll=False):
    """A loop of the graph; in eager code, where `tf.while_loop` is a loop in Python too, and unrolled, a plain one."""
    if unroll or tf.executing_eagerly():
        return recurrent.eager_loop(nb, tf.unstack, step, carry, rows)
    steps = rows[0].shape[0]
    steps = tf.shape(rows[0])[0] if steps is None else steps
    sources = [_array(x.dtype, x.shape[1:], steps).unstack(x) for x in rows]
    written = [_array(s.dtype, s.shape, steps) for s in _output_specs(step, carry, [x[0] for x in rows])]

    def run(i, carry, written):
        carry, outputs = step(carry, [source.read(i) for source in sources])
        return i + 1, list(carry), [array.write(i, y) for array, y in zip(written, outputs)]

    loop_vars = (tf.constant(0), [tf.convert_to_tensor(x) for x in carry], written)
    _, carry, written = tf.while_loop(lambda i, *_: i < steps, run, loop_vars, maximum_iterations=steps)
    outputs = [array.stack() for array in written]
    for y in outputs:
        y.set_shape([rows[0].shape[0], *y.shape[1:]])
    return carry, outputs


def _array(dtype, shape, steps):
    return tf.TensorArray(dtype, size=steps, element_shape=shape)


def _output_specs(step, carry, row):
    """The specs of what a step gives out, found in a graph that is thrown away."""
    traced = tf.function(lambda: step(carry, row)[1], autograph=False).get_concrete_function()
    return traced.structured_outputs


rnn = adopt(recurrent.rnn, _scan)
lstm = adopt(recurrent.lstm, _scan)
gru = adopt(recurrent.gru, _scan)


def cudnn_ok(*args, **kwargs):
    return False


native_ok = cudnn_ok
