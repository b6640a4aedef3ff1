"""Copies of models with new weights."""
import copy

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.layers.core.input_layer import Input, InputLayer
from keras.src.layers.layer import Layer
from keras.src.metrics.metric import Metric
from keras.src.models.functional import Functional, functional_like_constructor
from keras.src.models.sequential import Sequential
from keras.src.optimizers.schedules.learning_rate_schedule import LearningRateSchedule
from keras.src.saving import serialization_lib
from keras.src.trainers.compilation import compiles_as_models_do


@keras_export("keras.models.clone_model")
def clone_model(
    model, input_tensors=None, clone_function=None, call_function=None, recursive=False, **kwargs,
):
    """A copy of a model: the same architecture with new layers and new weights.

    The copy of a compiled model is compiled alike, with an optimizer and metrics of its own.

    Args:
        model: A `Model`.
        input_tensors: KerasTensors to build the copy on, in the structure of the model's inputs. Default None, new
            ones.
        clone_function: Function from a layer, or an operation of a functional model, to what takes its place. Default
            None: a copy of a layer made from its config, and operations as they are.
        call_function: Function `(layer, *args, **kwargs)` that calls a layer of a functional model. Default None.
        recursive: Boolean, whether to clone models inside layer by layer. Default False, as one layer.
        **kwargs: None are known.

    Returns:
        A `Model`.

    Raises:
        ValueError: If an argument does not go with the kind of the model.

    Example:

    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)], name="m")
    >>> copy = keras.models.clone_model(model)
    >>> copy.name, copy.layers[0] is model.layers[0]
    ('m', False)
    """
    if not isinstance(model, Layer):
        raise ValueError(f"Argument `model` must be a model. Received: {model!r} (of type {type(model).__name__})")
    cache = kwargs.pop("cache", {})
    if kwargs:
        raise ValueError(f"`clone_model` got arguments that it does not know: {list(kwargs)}")
    options = {"call_function": call_function, "recursive": recursive, "cache": cache}
    if isinstance(model, Sequential):
        _refuse_call_function(model, call_function)
        return _compiled_alike(_clone_sequential_model(model, _cached(clone_function, options), input_tensors), model)
    if isinstance(model, Functional) and functional_like_constructor(type(model)):
        clone = _clone_functional_model(model, _cached(clone_function, options), input_tensors, call_function)
        return _compiled_alike(clone, model)
    if input_tensors is not None or clone_function is not None or call_function is not None:
        raise ValueError(
            "Only Sequential and functional models can be cloned layer by layer, as `clone_function`, `call_function` "
            f"and `input_tensors` ask for. Received: model={model!r}"
        )
    return _compiled_alike(_clone_subclass(model), model)


def _refuse_call_function(model, call_function):
    if call_function is not None:
        raise ValueError(
            "Argument `call_function` is for functional models only: a Sequential model has no calls of its own. "
            f"Received: model={model!r} and call_function={call_function!r}"
        )


def _clone_layer(layer):
    """A new layer; operations have no state and may serve several models."""
    return type(layer).from_config(layer.get_config()) if isinstance(layer, Layer) else layer


def _clone_subclass(model):
    """A copy by way of the config, built as the model is; its class need not be registered."""
    config = serialization_lib.serialize_keras_object(model)
    config.pop("compile_config", None)
    return serialization_lib.deserialize_keras_object(
        config, custom_objects={config["registered_name"] or type(model).__name__: type(model)}, safe_mode=False
    )


def _compiled_alike(clone, model):
    """The clone, compiled as its model is; losses and functions are those of the model, registered or not."""
    if not getattr(model, "compiled", False):
        return clone
    if not compiles_as_models_do(type(model)):
        clone.compile_from_config(model.get_compile_config())
        clone.compiled = True
        return clone
    given = dict(model._compile_config)
    for kind in ("metrics", "weighted_metrics"):
        given[kind] = tree.map_structure(_fresh_metric, given[kind])
    given["optimizer"] = _fresh_optimizer(given["optimizer"])
    clone.compile(**given)
    if clone.optimizer is not None and clone.built:
        clone.optimizer.build(clone.trainable_variables)
    return clone


def _fresh_metric(metric):
    if not isinstance(metric, Metric):
        return metric
    fresh = copy.deepcopy(metric)
    fresh.reset_state()
    return fresh


def _fresh_optimizer(optimizer):
    if optimizer is None:
        return None
    config = optimizer.get_config()
    if isinstance(getattr(optimizer, "_learning_rate", None), LearningRateSchedule):
        config["learning_rate"] = optimizer._learning_rate
    return type(optimizer).from_config(config)


def _cached(clone_function, options):
    """`clone_function`, called once for each layer, and on what is inside models if that is wanted."""
    make, cache = clone_function or _clone_layer, options["cache"]

    def clone(layer):
        if id(layer) in cache:
            return cache[id(layer)]
        if options["recursive"] and isinstance(layer, (Sequential, Functional)):
            inner = {} if isinstance(layer, Sequential) else {"call_function": options["call_function"]}
            cloned = clone_model(layer, clone_function=clone_function, recursive=True, cache=cache, **inner)
        else:
            cloned = make(layer)
        cache[id(layer)] = cloned
        return cloned

    return clone


def _clone_sequential_model(model, clone_function, input_tensors=None):
    layers = [clone_function(layer) for layer in model.layers]
    first = model._layers[0] if model._layers else None
    if input_tensors is not None:
        tensors = tree.flatten(input_tensors)
        _check_tensors(tensors, input_tensors)
        if len(tensors) != 1:
            raise ValueError(
                f"Argument `input_tensors` must hold one tensor for a Sequential model. Received: {len(tensors)}"
            )
        source = tensors[0]
        if not isinstance(source._keras_history.operation, InputLayer):
            source = Input(tensor=source, name=f"input_wrapper_for_{source.name}")
        layers.insert(0, source)
    elif isinstance(first, InputLayer):
        layers.insert(0, Input(batch_shape=first.batch_shape, dtype=first.dtype, name=first.name))
    return Sequential(layers, name=model.name, trainable=model.trainable)


def _check_tensors(tensors, given):
    if not all(isinstance(x, backend.KerasTensor) for x in tensors):
        raise ValueError(f"Argument `input_tensors` must hold KerasTensors only. Received: input_tensors={given!r}")


def _clone_functional_model(model, clone_function, input_tensors=None, call_function=None):
    inputs = _inputs_for(model, input_tensors)
    clones = {}

    def operation_fn(operation):
        if id(operation) not in clones:
            clones[id(operation)] = clone_function(operation)
        return clones[id(operation)]

    outputs = model._run_through_graph(tree.flatten(inputs), operation_fn, call_fn=call_function)
    return type(model)(inputs, outputs, name=model.name)


def _inputs_for(model, input_tensors):
    """The inputs of the copy, in the structure of the model's."""
    if input_tensors is None:
        return tree.map_structure(_new_input, model._inputs_struct)
    tensors = tree.flatten(input_tensors)
    _check_tensors(tensors, input_tensors)
    try:
        tree.assert_same_structure(input_tensors, model._inputs_struct)
    except (ValueError, TypeError) as e:
        raise ValueError(
            f"Argument `input_tensors` must have the structure of the model's inputs, {model._inputs_struct}. "
            f"Received: input_tensors={input_tensors}"
        ) from e
    return tree.map_structure(_source_of, input_tensors, model._inputs_struct)


def _new_input(x):
    source = x._keras_history.operation
    return Input(
        batch_shape=x.shape, dtype=x.dtype, sparse=x.sparse, ragged=x.ragged, name=x.name,
        optional=getattr(source, "optional", False),
    )


def _source_of(x, expected):
    if hasattr(x, "_keras_history"):
        return x
    return Input(tensor=x, name=expected._keras_history.operation.name)
