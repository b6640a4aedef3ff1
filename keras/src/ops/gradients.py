"""Gradients of functions, on every backend that has them: of tensors, and through variables of layers."""
from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.backend.common.variables import Variable


@keras_export("keras.ops.value_and_grad")
def value_and_grad(fun, argnums=None, has_aux=False, variables=None):
    """A function that computes the value of another and its gradient.

    Inside, layers and models are called as anywhere else. What they assign to their variables, such as moving
    averages, stays assigned.

    Args:
        fun: Function that returns a scalar tensor. Its differentiated arguments are structures of float tensors;
            variables among them stand for themselves.
        argnums: Integer or tuple of integers, which positional arguments to differentiate. Default: the first,
            or none when `variables` are given.
        has_aux: Boolean, whether `fun` returns a pair `(value, aux)`; `aux` is any structure, returned as it is.
        variables: List of `keras.Variable` to differentiate with respect to.

    Returns:
        Function of the arguments of `fun`. It returns `(value, gradient)`, or `((value, aux), gradient)`. The
        gradient has the structure of the argument, of the tuple of arguments, or of the list of variables; it
        is a pair `(of arguments, of variables)` where both `argnums` and `variables` are given. It is zero for
        what the value does not depend on.

    Raises:
        NotImplementedError: On the numpy backend.
        ValueError: When called, if the value is no scalar.

    Example:

    >>> value, gradient = keras.ops.value_and_grad(lambda x: x**2)(keras.ops.array(3.0))  # doctest: +SKIP
    >>> float(value), float(gradient)  # doctest: +SKIP
    (9.0, 6.0)
    """
    if argnums is None and variables is None:
        argnums = 0

    def value_and_gradient(*args, **kwargs):
        (value, aux), gradient = _differentiate(fun, argnums, has_aux, variables, args, kwargs)
        return ((value, aux) if has_aux else value), gradient

    return value_and_gradient


@keras_export("keras.ops.grad")
def grad(fun, argnums=None, has_aux=False, variables=None):
    """A function that computes the gradient of another.

    Args:
        fun: Function that returns a scalar tensor.
        argnums: Integer or tuple of integers, which positional arguments to differentiate. Default: the first,
            or none when `variables` are given.
        has_aux: Boolean, whether `fun` returns a pair `(value, aux)`.
        variables: List of `keras.Variable` to differentiate with respect to.

    Returns:
        Function of the arguments of `fun`. It returns the gradient, or `(gradient, aux)`; see `value_and_grad`.

    Raises:
        NotImplementedError: On the numpy backend.
        ValueError: When called, if the value is no scalar.

    Example:

    >>> float(keras.ops.grad(lambda x: x**3)(keras.ops.array(2.0)))  # doctest: +SKIP
    12.0
    """
    if argnums is None and variables is None:
        argnums = 0

    def gradient_of(*args, **kwargs):
        (_, aux), gradient = _differentiate(fun, argnums, has_aux, variables, args, kwargs)
        return (gradient, aux) if has_aux else gradient

    return gradient_of


def _differentiate(fun, argnums, has_aux, variables, args, kwargs):
    """`((value, aux), gradient)`."""
    positions = _positions(argnums, len(args))
    chosen = [args[i] for i in positions]
    leaves = tree.flatten(chosen)
    own = [leaf for leaf in leaves if isinstance(leaf, Variable)]
    tensors = [backend.convert_to_tensor(leaf) for leaf in leaves if not isinstance(leaf, Variable)]
    variables_given = list(variables or ())

    def call(tensors):
        filled = list(args)
        for i, argument in zip(positions, _packed(chosen, leaves, tensors, own)):
            filled[i] = argument
        outputs = fun(*filled, **kwargs)
        value, aux = outputs if has_aux else (outputs, None)
        value = backend.convert_to_tensor(value)
        if tuple(value.shape):
            raise ValueError(
                "Argument `fun` must return a scalar to have a gradient. "
                f"Received: a value of shape {tuple(value.shape)}"
            )
        return value, aux

    value, aux, of_tensors, of_variables = backend.core.value_and_grad(
        call, tensors, own + variables_given
    )
    of_own, of_given = of_variables[: len(own)], of_variables[len(own) :]
    gradients = _packed(chosen, leaves, of_tensors, of_own)
    gradients = gradients[0] if isinstance(argnums, int) else tuple(gradients)
    if variables is None:
        return (value, aux), gradients
    return (value, aux), (of_given if argnums is None else (gradients, of_given))


def _positions(argnums, count):
    """Positions of the differentiated arguments."""
    if argnums is None:
        return []
    positions = [argnums] if isinstance(argnums, int) else list(argnums)
    for i in positions:
        if not isinstance(i, int):
            raise TypeError(
                "Argument `argnums` must be an integer or a sequence of integers; variables go to `variables`. "
                f"Received: {i!r} in argnums"
            )
        if not -count <= i < count:
            raise ValueError(
                f"Argument `argnums` names a positional argument that was not given. "
                f"Received: argnums={argnums} in a call with {count} arguments"
            )
    return [i % count for i in positions]


def _packed(structure, leaves, of_tensors, of_variables):
    """A structure with one list's items in the place of tensors and another's in that of variables."""
    tensors, variables = iter(of_tensors), iter(of_variables)
    flat = [next(variables) if isinstance(leaf, Variable) else next(tensors) for leaf in leaves]
    return tree.pack_sequence_as(structure, flat)


@keras_export("keras.ops.vjp")
def vjp(fun, *primals, has_aux=False):
    """The value of a function, and the function that pulls gradients back through it.

    Args:
        fun: Function of `primals`.
        *primals: Structures of float tensors.
        has_aux: Boolean, whether `fun` returns a pair `(outputs, aux)`.

    Returns:
        Tuple `(outputs, pull_back)`, or `(outputs, pull_back, aux)`. `pull_back(cotangents)` takes a structure like
        the outputs and returns a tuple of structures like `primals`.

    Raises:
        NotImplementedError: On the numpy backend.

    Example:

    >>> value, pull_back = keras.ops.vjp(lambda x: 3 * x, keras.ops.array(2.0))  # doctest: +SKIP
    >>> float(pull_back(keras.ops.array(1.0))[0])  # doctest: +SKIP
    3.0
    """
    primals = tree.map_structure(backend.convert_to_tensor, primals)
    return backend.core.vjp(fun, *primals, has_aux=has_aux)
