"""Variables of TensorFlow made in the short way are those that `tf.Variable` makes."""
import copy

import numpy as np
import pytest

from keras.src import backend

if backend.backend() != "tensorflow":
    pytest.skip("TensorFlow's own variables", allow_module_level=True)

import tensorflow as tf

from keras.src.backend.tensorflow.eager_variables import make_variable


def made_both_ways(value, trainable=True):
    options = {"trainable": trainable, "aggregation": tf.VariableAggregation.MEAN, "name": "kernel"}
    value = tf.constant(value)
    return make_variable(value, dtype=value.dtype, synchronization=None, **options), tf.Variable(value, **options)


@pytest.mark.parametrize("value", [1.5, [True, False], [[1, 2, 3]], ["a", "b"], np.zeros((0, 2), "float16")])
def test_attributes(value):
    with tf.name_scope("outer"):
        ours, theirs = made_both_ways(value, trainable=False)
    assert type(ours) is type(theirs) and set(vars(ours)) == set(vars(theirs))
    for name in ("name", "dtype", "shape", "trainable", "device", "synchronization", "_handle_name"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert ours.aggregation.value == theirs.aggregation.value and repr(ours) == repr(theirs)
    assert ours.handle._handle_data == theirs.handle._handle_data
    assert (ours.handle._id, ours._unique_id) != (theirs.handle._id, theirs._unique_id)


def test_use(tmp_path):
    ours, _ = made_both_ways([1.0, 2.0])
    twin = copy.deepcopy(ours)

    @tf.function
    def step(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(ours * ours * x)
        ours.assign_sub(0.25 * tape.gradient(loss, ours))
        return loss

    assert float(step(tf.ones(2))) == 5.0
    np.testing.assert_allclose(ours.numpy(), [0.5, 1.0])
    np.testing.assert_allclose(twin.numpy(), [1.0, 2.0])
    path = tf.train.Checkpoint(v=ours).save(str(tmp_path / "c"))
    ours.assign([7.0, 7.0])
    tf.train.Checkpoint(v=ours).restore(path).assert_consumed()
    np.testing.assert_allclose(ours.numpy(), [0.5, 1.0])
    with pytest.raises(ValueError, match="shape"):
        ours.assign([1.0, 2.0, 3.0])


def test_others_have_their_say():
    made = []

    def creator(next_creator, **options):
        made.append(options["name"])
        return next_creator(**options)

    with tf.variable_creator_scope(creator):
        backend.Variable([1.0], name="a")
    assert made == ["a"]
    with tf.distribute.MirroredStrategy(["CPU:0"]).scope():
        assert type(backend.Variable([1.0]).value).__name__ != "ResourceVariable"


def test_inside_of_graphs():
    made = []

    @tf.function
    def f(x):
        if not made:
            made.append(backend.Variable("ones", shape=(2,), name="inside"))
        return x * made[0].value

    np.testing.assert_allclose(f(tf.fill(2, 3.0)), [3.0, 3.0])
    with pytest.raises(TypeError, match="out of scope"):
        tf.function(lambda x: make_variable(x, "x", tf.float32, trainable=True))(tf.ones(1))
