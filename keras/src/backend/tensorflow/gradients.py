"""Gradients, on TensorFlow's tapes."""
import tensorflow as tf

from keras.src import tree
from keras.src.backend.common.formulas.gradient_family import current_values

_ZERO = tf.UnconnectedGradients.ZERO


def value_and_grad(call, tensors, variables):
    """Value, auxiliary output, and gradients with respect to tensors and variables."""
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        inputs = [tf.identity(t) for t in tensors]
        values = current_values(variables)
        tape.watch([*inputs, *values])
        value, aux = call(inputs)
    gradients = tape.gradient(value, [*inputs, *values], unconnected_gradients=_ZERO)
    gradients = [tf.convert_to_tensor(g) for g in gradients]
    return value, aux, gradients[: len(inputs)], gradients[len(inputs) :]


def vjp(fun, *primals, has_aux=False):
    with tf.GradientTape(watch_accessed_variables=False, persistent=True) as tape:
        inputs = tree.map_structure(tf.identity, primals)
        tape.watch(tree.flatten(inputs))
        outputs = fun(*inputs)
        outputs, aux = outputs if has_aux else (outputs, None)
    leaves = tree.flatten(outputs)

    def pull_back(cotangents):
        flat = tape.gradient(
            leaves,
            tree.flatten(inputs),
            output_gradients=[tf.convert_to_tensor(c) for c in tree.flatten(cotangents)],
            unconnected_gradients=_ZERO,
        )
        return tree.pack_sequence_as(inputs, [tf.convert_to_tensor(g) for g in flat])

    return (outputs, pull_back, aux) if has_aux else (outputs, pull_back)


def jvp(fun, primals, tangents, has_aux=False):
    primals, tangents = tuple(primals), tuple(tangents)
    flat, directions = tree.flatten(primals), tree.flatten(tangents)
    with tf.autodiff.ForwardAccumulator(flat, directions) as accumulator:
        outputs = fun(*primals)
        outputs, aux = outputs if has_aux else (outputs, None)
        pushed = tree.map_structure(
            lambda y: accumulator.jvp(y, unconnected_gradients=_ZERO), outputs
        )
    return (outputs, pushed, aux) if has_aux else (outputs, pushed)
