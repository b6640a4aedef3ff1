"""The variables of a model by the paths under which files keep them."""
from keras.src.layers.layer import Layer
from keras.src.metrics.metric import Metric
from keras.src.optimizers.optimizer import Optimizer
from keras.src.saving import saving_lib
from keras.src.saving.keras_saveable import KerasSaveable


def map_saveable_variables(saveable, store, visited_saveables):
    """Enters the variables of an object, and of all objects in its attributes, into a dict.

    Args:
        saveable: A layer, model, metric or optimizer.
        store: Dict that gets the variables under their paths.
        visited_saveables: Set of ids of objects that were entered already.
    """
    if id(saveable) in visited_saveables:
        return
    visited_saveables.add(id(saveable))
    variables = []
    if isinstance(saveable, Layer):
        variables = saveable._trainable_variables + saveable._non_trainable_variables
    elif isinstance(saveable, (Optimizer, Metric)):
        variables = saveable.variables
    for variable in variables:
        if variable.path in store:
            raise ValueError(f"Two variables have the same path, {variable.path!r}.")
        store[variable.path] = variable
    for _, child in saving_lib._walk_saveable(saveable):
        if isinstance(child, KerasSaveable):
            map_saveable_variables(child, store, visited_saveables)
        elif isinstance(child, (list, dict, tuple, set)):
            map_container_variables(child, store, visited_saveables)


def map_container_variables(container, store, visited_saveables):
    """Enters the variables of the objects in a list, tuple, set or dict.

    Args:
        container: The container.
        store: Dict that gets the variables under their paths.
        visited_saveables: Set of ids of objects that were entered already.
    """
    for item in container.values() if isinstance(container, dict) else container:
        if isinstance(item, KerasSaveable):
            map_saveable_variables(item, store, visited_saveables)
