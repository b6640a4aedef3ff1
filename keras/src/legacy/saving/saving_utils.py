"""Models and compile arguments in the notation of `.h5` files."""
from keras.src import backend
from keras.src.legacy.saving import legacy_config
from keras.src.legacy.saving.legacy_config import compile_arguments
from keras.src.saving.serialization_lib import deserialize_keras_object
from keras.src.version import __version__ as keras_version


def model_metadata(model, include_optimizer=True, require_config=True):
    """What a file says of a model besides its weights: a dict of versions, config and compile arguments.

    Args:
        model: Keras model.
        include_optimizer: Boolean, whether to tell the compile arguments.
        require_config: Boolean, whether a model without a config is an error.
    """
    found = {"keras_version": str(keras_version), "backend": backend.backend()}
    try:
        found["model_config"] = legacy_config.model_config(model)
    except NotImplementedError:
        if require_config:
            raise
    if include_optimizer and getattr(model, "compiled", False) and model.optimizer is not None:
        found["training_config"] = legacy_config.training_config(model)
    return found


def compile_args_from_training_config(training_config, custom_objects=None):
    """The arguments of `compile` from what `model_metadata` tells of them."""
    return compile_arguments(training_config, custom_objects)


def model_from_config(config, custom_objects=None):
    """A model from its config.

    Raises:
        TypeError: If it is a list, as Sequential models had them once.
    """
    if isinstance(config, list):
        raise TypeError(f"Argument `config` must be a dict; a list is for Sequential.from_config. Received: {config=}")
    return deserialize_keras_object(legacy_config.with_modules(config, custom_objects), custom_objects=custom_objects)


def try_build_compiled_arguments(model):
    """Matches losses and metrics with the outputs of a functional model, as its first batch would."""
    outputs = getattr(model, "_outputs_struct", None)
    for part in (model._compile_loss, model._compile_metrics) if outputs is not None else ():
        if part is not None and not part.built:
            part.build(outputs, outputs)
