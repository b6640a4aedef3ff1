"""Gradients of functions of tensors, and through variables."""
import numpy as np
import pytest

from keras.src import backend, ops

X = np.array([1.0, 2.0, 3.0], "float32")
NEEDS_GRADIENTS = pytest.mark.skipif(backend.backend() == "numpy", reason="numpy: no gradients")


def tensor(x):
    return backend.convert_to_tensor(np.asarray(x, "float32"))


def check(found, expected):
    np.testing.assert_allclose(backend.convert_to_numpy(found), expected, rtol=1e-5)


@NEEDS_GRADIENTS
class TestGradients:
    def test_of_a_tensor(self):
        value, gradient = ops.value_and_grad(lambda x: ops.sum(x * x))(tensor(X))
        check(value, 14)
        check(gradient, 2 * X)

    def test_of_several_arguments(self):
        of_x, of_y = ops.grad(lambda x, y: x * y, argnums=(0, -1))(tensor(2), tensor(3))
        check(of_x, 3)
        check(of_y, 2)

    def test_of_structures(self):
        gradient = ops.grad(lambda p: p["a"] * p["b"][0])({"a": tensor(2), "b": [tensor(5)]})
        check(gradient["a"], 5)
        check(gradient["b"][0], 2)

    def test_with_auxiliary_output(self):
        (value, aux), gradient = ops.value_and_grad(lambda x: (x**2, {"x": x}), has_aux=True)(
            tensor(3)
        )
        check(value, 9)
        check(aux["x"], 3)
        check(gradient, 6)
        gradient, aux = ops.grad(lambda x: (x**2, "note"), has_aux=True)(tensor(3))
        check(gradient, 6)
        assert aux == "note"

    def test_keyword_arguments_are_not_differentiated(self):
        check(ops.grad(lambda x, scale: x * scale)(tensor(1), scale=tensor(7)), 7)

    def test_of_what_the_value_does_not_depend_on(self):
        check(ops.grad(lambda x, y: x * 2, argnums=1)(tensor(1), tensor(X)), np.zeros(3))

    def test_nested(self):
        check(ops.grad(ops.grad(lambda x: x**3))(tensor(2)), 12)

    def test_through_variables(self):
        kernel, frozen = backend.Variable(X), backend.Variable([5.0], trainable=False)

        def loss(x):
            return ops.sum(kernel * x) * ops.sum(frozen.value)

        value, (of_kernel, of_frozen) = ops.value_and_grad(loss, variables=[kernel, frozen])(
            tensor(X)
        )
        check(value, 70)
        check(of_kernel, 5 * X)
        check(of_frozen, [14])

    def test_of_arguments_and_variables(self):
        kernel = backend.Variable(X)
        of_x, of_variables = ops.grad(lambda x: ops.sum(kernel * x), argnums=0, variables=[kernel])(
            tensor(2 * X)
        )
        check(of_x, X)
        check(of_variables[0], 2 * X)

    def test_variables_as_arguments_stand_for_themselves(self):
        kernel = backend.Variable(X)
        check(ops.grad(lambda weights: ops.sum(weights[0] ** 2))([kernel])[0], 2 * X)

    def test_assignments_stay(self):
        kernel, steps = backend.Variable(X), backend.Variable(0.0, trainable=False)

        def loss():
            steps.assign_add(1.0)
            return ops.sum(kernel * steps)

        value, gradient = ops.value_and_grad(loss, variables=[kernel])()
        check(value, 6)
        check(gradient[0], np.ones(3))
        check(steps, 1)

    def test_gradient_penalty(self):
        kernel = backend.Variable(X)

        def penalty():
            slope = ops.grad(lambda x: ops.sum(x * x * kernel))(tensor(np.ones(3)))
            return ops.sum(slope**2)

        check(ops.grad(penalty, variables=[kernel])()[0], 8 * X)

    def test_vjp(self):
        outputs, pull_back = ops.vjp(
            lambda x, y: {"sum": x + y, "product": x * y}, tensor(2), tensor(3)
        )
        check(outputs["product"], 6)
        of_x, of_y = pull_back({"sum": tensor(1), "product": tensor(10)})
        check(of_x, 31)
        check(of_y, 21)
        _, pull_back, aux = ops.vjp(lambda x: (3 * x, x), tensor(X), has_aux=True)
        check(aux, X)
        check(pull_back(tensor(np.ones(3)))[0], np.full(3, 3.0))

    def test_jvp(self):
        value, slope = ops.jvp(ops.sin, (tensor(X),), (tensor(2 * X),))
        check(value, np.sin(X))
        check(slope, 2 * X * np.cos(X))
        _, slope, aux = ops.jvp(lambda x: (x * 2, x), [X], [X], has_aux=True)
        check(slope, 2 * X)
        check(aux, X)

    def test_through_layers(self):
        from keras.src.layers.core.dense import Dense

        layer = Dense(2, kernel_initializer="ones")
        x = tensor([[1, 2, 3]])
        layer(x)
        gradient = ops.grad(lambda: ops.sum(layer(x) ** 2), variables=layer.trainable_variables)()
        check(gradient[0], 12 * X[:, None] * np.ones(2))
        check(gradient[1], [12, 12])
        check(ops.grad(lambda x: ops.sum(layer(x)))(x), [[2, 2, 2]])

    def test_forward_over_reverse(self):
        """The product of a Hessian with a vector."""
        _, product = ops.jvp(ops.grad(lambda x: ops.sum(x**3)), (tensor(X),), (tensor(np.ones(3)),))
        check(product, 6 * X)

    def test_reverse_over_reverse(self):
        _, pull_back = ops.vjp(ops.grad(lambda x: ops.sum(x**3)), tensor(X))
        check(pull_back(tensor(np.ones(3)))[0], 6 * X)

    def test_nested_with_auxiliary_output(self):
        def slope(x):
            value, gradient = ops.value_and_grad(lambda x: (x**3, x), has_aux=True)(x)
            return gradient, value[1]

        gradient, aux = ops.grad(slope, has_aux=True)(tensor(2))
        check(gradient, 12)
        check(aux, 2)

    def test_compiled(self):
        gradient = ops.grad(lambda x: ops.sum(x**2))
        if backend.backend() == "jax":
            import jax

            gradient = jax.jit(gradient)
        elif backend.backend() == "tensorflow":
            import tensorflow as tf

            gradient = tf.function(gradient)
        check(gradient(tensor(X)), 2 * X)

    @pytest.mark.parametrize(
        "call, error, words",
        [
            (lambda: ops.grad(lambda x: x)(tensor(X)), ValueError, "scalar"),
            (lambda: ops.grad(lambda x: x, argnums=1)(tensor(1)), ValueError, "argnums=1"),
            (lambda: ops.grad(lambda x: x, argnums=[tensor(1)])(tensor(1)), TypeError, "`variables`"),
            (lambda: ops.jvp(ops.sin, tensor(1), (tensor(1),)), TypeError, "`primals` of jvp"),
        ],
    )
    def test_bad_input(self, call, error, words):
        with pytest.raises(error, match=words):
            call()


@pytest.mark.skipif(backend.backend() != "numpy", reason="these backends have gradients")
def test_numpy_says_that_it_has_none():
    for call in (
        lambda: ops.grad(lambda x: x)(tensor(1)),
        lambda: ops.vjp(lambda x: x, tensor(1)),
        lambda: ops.jvp(lambda x: x, (tensor(1),), (tensor(1),)),
    ):
        with pytest.raises(NotImplementedError, match="numpy backend"):
            call()
