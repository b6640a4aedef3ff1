"""Export on the jax backend: functions become StableHLO that TensorFlow runs (`XlaCallModule`)."""
import contextlib
import io
import sys
import warnings

from jax.experimental import jax2tf

from keras.src import tree
from keras.src.backend.common.stateless_scope import StatelessScope
from keras.src.backend.jax import core
from keras.src.utils.module_utils import tensorflow as tf


def twin(variable):
    """A new `tf.Variable` with the value of a Keras variable, which stands for it in a SavedModel."""
    name = variable.path.replace("/", "_")
    return tf.Variable(core.convert_to_numpy(variable.value), trainable=variable.trainable, name=name)


def as_tf(fn, twins, signature, is_static=False, jax2tf_kwargs=None, **_):
    """A function of the framework as one of tensors of TensorFlow.

    Args:
        fn: Function of arrays.
        twins: List of pairs of Keras variables and their `tf.Variable`s.
        signature: List with one structure of InputSpecs for each argument.
        is_static: Boolean, whether to leave out what the function writes into variables.
        jax2tf_kwargs: Dict of arguments for `jax2tf.convert`.
    """
    variables, stored = [v for v, _ in twins], [t for _, t in twins]
    changed = []

    def pure(values, *args):
        # Outside of TensorFlow's graph, which layers for data pipelines would take for one of `tf.data`.
        with tf.init_scope(), StatelessScope(list(zip(variables, values))) as scope:
            outputs = fn(*args)
            now = [scope.get_current_value(variable) for variable in variables]
        changed[:] = [i for i, (old, new) in enumerate(zip(values, now)) if old is not new and not is_static]
        return outputs, [now[i] for i in changed]

    options = dict(jax2tf_kwargs or {})
    shapes = options.pop("polymorphic_shapes", None) or _polymorphic_shapes(signature)
    converted = jax2tf.convert(pure, polymorphic_shapes=[None, *shapes], **options)

    def call(*args):
        outputs, updates = converted(stored, *args)
        for i, value in zip(changed, updates):
            stored[i].assign(value)
        return outputs

    return call


def _polymorphic_shapes(signature):
    """The sizes as jax2tf wants them: `batch` for all unknown first ones, a symbol of its own for every other."""
    count = 0

    def describe(spec):
        nonlocal count
        sizes = []
        for axis, size in enumerate(spec.shape):
            if size is None:
                count += axis > 0
                size = "batch" if axis == 0 else f"size_{count}"
            sizes.append(str(size))
        return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"

    return tree.map_structure(describe, signature)


def tables(layer):
    """What a layer holds of TensorFlow: nothing."""
    return []


def save(root, path, signatures, options):
    """Writes a SavedModel, without gradients where jax has none.

    It cannot differentiate convolutions with strides over sizes that are symbols, as those of images of any size.
    """

    def write(gradients):
        choice = options or tf.saved_model.SaveOptions(experimental_custom_gradients=gradients)
        tf.saved_model.save(root, path, signatures, choice)

    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):  # TensorFlow prints the error that is taken care of here
            write(gradients=True)
    except ValueError as e:
        if options is not None or "tracing gradients" not in str(e):
            raise
        reason = "jax has none of strides over images of any size"
        warnings.warn(f"The SavedModel has no gradients: {reason}.", stacklevel=5)
        write(gradients=False)
    else:
        sys.stderr.write(said.getvalue())
