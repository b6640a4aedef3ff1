"""Export on the tensorflow backend: functions of Keras objects are functions of TensorFlow as they are."""
import tensorflow as tf


def twin(variable):
    """The `tf.Variable` that stands for a Keras variable in a SavedModel: its own."""
    return variable._value


def as_tf(fn, twins, signature, **options):
    """A function of the framework as one of tensors of TensorFlow.

    Raises:
        ValueError: If there are options of another backend.
    """
    other = [name for name in ("jax2tf_kwargs", "is_static") if name in options]
    if other:
        raise ValueError(f"These options are for the jax backend, not for tensorflow: {other}")
    return fn


def tables(layer):
    """What a layer and the layers inside hold of TensorFlow besides variables: the tables of lookups."""
    found = []
    for part in layer._flatten_layers():
        values = [*vars(part).values(), getattr(vars(part).get("_tf_table"), "_table", None)]
        found += [value for value in values if isinstance(value, tf.saved_model.experimental.TrackableResource)]
    return found


def save(root, path, signatures, options):
    """Writes a SavedModel."""
    tf.saved_model.save(root, path, signatures, options)
