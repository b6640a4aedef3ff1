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


def test_a_constructor_may_end_in_building():
    seen = []

    class Plain(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self._build_at_init()

        def _post_build(self):
            seen.append(self.name)

        def call(self, inputs):
            return inputs

    class WithWeights(Plain):
        def build(self, input_shape):
            self.w = self.add_weight((1,))

    plain, with_weights = Plain(name="plain"), WithWeights(name="weights")
    assert plain.built and not with_weights.built and seen == ["plain"]
    with pytest.raises(ValueError):
        plain.add_weight((1,))
    plain(ops.ones((1, 2))), with_weights(ops.ones((1, 2)))
    assert seen == ["plain", "weights"] and len(with_weights.weights) == 1


def test_a_build_that_takes_no_shape_is_repeated_from_the_config():
    class Scale(layers.Layer):
        def build(self):
            self.factor = self.add_weight(shape=(3,), name="factor")

        def call(self, x):
            return x * self.factor

    class AnyShapes(Scale):
        def build(self, **shapes):
            super().build()

    for kind in (Scale, AnyShapes):
        layer, copy = kind(), kind()
        layer(ops.ones((2, 3)))
        assert layer.get_build_config() == {"shapes_dict": {}}
        copy.build_from_config(layer.get_build_config())
        assert copy.built and copy.factor.shape == (3,)


def test_arguments_by_position_come_before_those_by_keyword():
    class Both(layers.Layer):
        def build(self, input_shape):
            self.seen = input_shape

        def call(self, *xs, **others):
            return others["scale"] * xs[0]

    layer = Both()
    layer(ops.ones((2, 3)), ops.ones((2, 4)), scale=ops.ones(()))
    assert layer.seen == ((2, 3), (2, 4))
