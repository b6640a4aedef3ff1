"""The numpy backend has no gradients, and says so."""


def _refuse(function):
    raise NotImplementedError(
        f"`keras.ops.{function}` needs gradients, which the numpy backend does not have. "
        "Set KERAS_BACKEND to jax, tensorflow or torch."
    )


def value_and_grad(call, tensors, variables):
    _refuse("value_and_grad")


def vjp(fun, *primals, has_aux=False):
    _refuse("vjp")


def jvp(fun, primals, tangents, has_aux=False):
    _refuse("jvp")
