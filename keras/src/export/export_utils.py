"""What exporters have in common: the specs of a model's inputs, and values to trace with."""
import numpy as np

from keras.src import backend, tree
from keras.src.layers.input_spec import InputSpec
from keras.src.models.functional import Functional
from keras.src.models.sequential import Sequential
from keras.src.utils import io_utils
from keras.src.utils.module_utils import tensorflow

_BATCH, _SIZE = 3, 16  # of what is unknown while a model is traced: strides shall not make 0 or 1 of it
OTHER_SIZE = 23


def get_input_signature(model):
    """The specs of what a built model is called with: one structure of specs for each positional argument.

    Args:
        model: A built `keras.Model` or layer.

    Returns:
        List of structures of `keras.InputSpec`. Sizes of batches are None.

    Raises:
        TypeError: If it is no layer.
        ValueError: If it is not built, or its inputs are not known.
    """
    if not hasattr(model, "_build_shapes_dict"):
        raise TypeError(f"Argument `model` must be a Keras model or layer. Received: {model!r}")
    check_built(model)
    graph = model._functional if isinstance(model, Sequential) else model
    if isinstance(graph, Functional):
        return [tree.map_structure(make_input_spec, graph._inputs_struct)]
    shapes = model._build_shapes_dict
    if not shapes:
        raise ValueError(
            f"The inputs of the model {model.name!r} are not known. Call it on some data first, or pass "
            "`input_signature=[keras.InputSpec(...)]`."
        )
    return [_batched(shape, model.input_dtype) for shape in shapes.values() if shape is not None]


def _batched(shapes, dtype):
    """Specs in the structure of shapes, with batches of any size."""
    if isinstance(shapes, dict):
        return {key: _batched(shape, dtype) for key, shape in shapes.items()}
    if any(isinstance(size, (dict, list, tuple)) for size in shapes):
        return [_batched(shape, dtype) for shape in shapes]
    return InputSpec(shape=(None, *shapes[1:]), dtype=dtype)


def standardize_signature(signature):
    """A signature as users write it: a list with one structure of complete specs for each positional argument.

    Raises:
        TypeError: If it is no list, or holds something that has no shape.
        ValueError: If a spec lacks its shape or dtype.
    """
    if not isinstance(signature, (list, tuple)):
        raise TypeError(
            "Argument `input_signature` must be a list with one spec, or one structure of specs, for each argument. "
            f"Received: input_signature={signature!r}"
        )
    return [tree.map_structure(make_input_spec, argument) for argument in signature]


def make_input_spec(x):
    """The InputSpec of a spec or tensor; the batch of symbolic tensors is of any size."""
    if isinstance(x, np.ndarray) or not (hasattr(x, "shape") and hasattr(x, "dtype")):
        raise TypeError(
            "Argument `input_signature` must hold `keras.InputSpec`s, `tf.TensorSpec`s or symbolic tensors. "
            f"Received: {x!r} (of type {type(x).__name__})"
        )
    if x.shape is None or x.dtype is None:
        raise ValueError(f"The specs in `input_signature` need a shape and a dtype. Received: {x!r}")
    shape = tuple(x.shape)
    if not isinstance(x, InputSpec) and "TensorSpec" not in type(x).__name__:
        shape = (None, *shape[1:])
    return InputSpec(shape=shape, dtype=getattr(x.dtype, "name", x.dtype), name=getattr(x, "name", None))


def convert_spec_to_tensor(spec, replace_none_number=None):
    """A tensor of ones that fits a spec; `replace_none_number` stands for unknown sizes."""
    return backend.numpy.ones([replace_none_number if n is None else n for n in spec.shape], dtype=spec.dtype)


def make_tf_tensor_spec(x, dynamic_batch=False):
    """The `tf.TensorSpec` of a spec or tensor, for batches of any size with `dynamic_batch`."""
    if isinstance(x, tensorflow.TensorSpec):
        return x
    spec = make_input_spec(x)
    shape = (None, *spec.shape[1:]) if dynamic_batch and spec.shape else spec.shape
    return tensorflow.TensorSpec(shape, dtype=spec.dtype, name=spec.name)


def signature_for(model, input_signature):
    """The signature that was given, complete, or else that of the model, which must be built."""
    check_built(model)
    return get_input_signature(model) if input_signature is None else standardize_signature(input_signature)


def names_of(signature):
    """A different name for every spec in a signature, in order."""
    names = []
    for place, argument in enumerate(signature):
        flat = tree.flatten(argument)
        for i, spec in enumerate(flat):
            name = spec.name or (f"args_{place}" if len(flat) == 1 else f"args_{place}_{i}")
            names.append(name if name not in names else f"{name}_{len(names)}")
    return names


def output_names(outputs):
    """A name for every output: its keys where there are dicts, otherwise `output_` and its place."""
    names = []
    for i, (path, _) in enumerate(tree.flatten_with_path(outputs)):
        keyed = path and all(isinstance(key, str) for key in path)
        names.append("_".join(path) if keyed else f"output_{i}")
    return names


def samples(signature, size=_SIZE):
    """Tensors that fit a signature, in its structure; `size` is that of unknown dimensions behind the first."""

    def sample(spec):
        shape = [known if known is not None else size if axis else _BATCH for axis, known in enumerate(spec.shape)]
        return backend.convert_to_tensor(np.zeros(shape), dtype=spec.dtype)

    return tree.map_structure(sample, signature)


def check_built(layer):
    """Raises ValueError if a layer is not built."""
    if not layer.built:
        raise ValueError(
            f"A {type(layer).__name__} must be built before it is exported: call it on some data, or its `build()`. "
            f"Received: {layer.name!r}"
        )


def check_ending(filepath, ending, format):
    """The path as a string.

    Raises:
        ValueError: If it does not end as files of the format do.
    """
    path = str(filepath)
    if not path.endswith(ending):
        raise ValueError(f"Argument `filepath` must end in `{ending}` for the format {format!r}. Received: {path!r}")
    return path


def require(*packages):
    """Raises ImportError, which says how to install it, if a package is missing.

    Args:
        *packages: LazyModules.
    """
    for package in packages:
        if not package.available:
            raise ImportError(package.import_error_msg)


def say_saved(path, verbose):
    """Prints where something was written, unless `verbose` is False or 0."""
    if verbose or verbose is None:
        io_utils.print_msg(f"Saved the exported model to {path!r}.")
