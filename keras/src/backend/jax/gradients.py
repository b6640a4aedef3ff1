"""Gradients, on JAX."""
import jax

from keras.src.backend.common.formulas.gradient_family import PureCall, current_values


def value_and_grad(call, tensors, variables):
    """Value, auxiliary output, and gradients with respect to tensors and variables."""
    pure = PureCall(call, variables)
    (value, (aux, assigned)), (of_tensors, of_variables) = jax.value_and_grad(
        pure, argnums=(0, 1), has_aux=True
    )(tensors, current_values(variables))
    pure.assign(assigned)
    return value, aux, of_tensors, of_variables


def vjp(fun, *primals, has_aux=False):
    return jax.vjp(fun, *primals, has_aux=has_aux)


def jvp(fun, primals, tangents, has_aux=False):
    return jax.jvp(fun, tuple(primals), tuple(tangents), has_aux=has_aux)
