"""What a `build` of one's own may do with the layers inside."""
import pytest

from keras.src import layers, models, ops


class Outer(layers.Layer):
    """A layer that builds the one inside itself, after its parent's `build`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = layers.Dense(2)

    def build(self, input_shape):
        super().build(input_shape)
        self.seen = self.inner.built
        self.inner.build(input_shape)

    def call(self, x):
        return self.inner(x)


class OuterModel(models.Model):
    def __init__(self):
        super().__init__()
        self.inner = layers.Dense(2)

    def build(self, input_shape):
        super().build(input_shape)
        self.seen = self.inner.built

    def call(self, x):
        return self.inner(x)


@pytest.mark.parametrize("make", [Outer, OuterModel])
def test_the_parents_build_leaves_the_layers_inside_to_an_own_build(make):
    layer = make()
    layer(ops.ones((2, 3)))
    assert layer.seen is False
    assert [w.path.split("/")[-1] for w in layer.weights] == ["kernel", "bias"]


def test_no_shape_builds_nothing_inside():
    class Plain(layers.Layer):
        def __init__(self):
            super().__init__()
            self.inner = layers.Dense(2)

        def call(self, x):
            return self.inner(x)

    layer = Plain()
    with pytest.warns(UserWarning, match="input_shape=None"):
        layer.build(None)
    assert layer.built and not layer.inner.built


def test_a_build_of_several_parameters_names_arguments_of_call():
    class Odd(layers.Layer):
        def build(self, x_shape, other_shape=None):
            pass

        def call(self, x):
            return x

    with pytest.raises(ValueError, match="other_shape"):
        Odd()(ops.ones((2, 3)))
