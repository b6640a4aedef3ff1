from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers._call_plan import call_plan
from keras.src.layers.layer import Layer

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.layers.StackedRNNCells")
class StackedRNNCells(Layer):
    """Several cells as one: each takes the output of the one before.

    Args:
        cells: List of cells; see `RNN`.

    Call arguments:
        inputs: Tensor `(batch, ...)`, the inputs of one step.
        states: List with the list of states of each cell.
        training: Boolean, passed on to the cells. Default False.

    Output: tuple of the last cell's output and the list of the cells' new states.

    Raises:
        ValueError: If a cell is none.

    Example:

    >>> cells = keras.layers.StackedRNNCells([keras.layers.GRUCell(2), keras.layers.LSTMCell(3)])
    >>> keras.layers.RNN(cells)(keras.ops.ones((1, 4, 5))).shape
    (1, 3)
    """

    def __init__(self, cells, **kwargs):
        super().__init__(**kwargs)
        self.cells = [check_cell("StackedRNNCells", "cells", cell) for cell in as_list(cells)]

    @property
    def state_size(self):
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self):
        return output_size(self.cells[-1])

    def get_initial_state(self, batch_size=None):
        states = []
        for cell in self.cells:
            make = getattr(cell, "get_initial_state", None)
            if make is not None:
                states.append(as_list(make(batch_size=batch_size)))
            else:
                zeros = zero_states(cell.state_size, batch_size, self.compute_dtype)
                states.append(like(cell.state_size, zeros))
        return states

    def build(self, input_shape):
        for cell in self.cells:
            if isinstance(cell, Layer) and not cell.built:
                cell.build(input_shape)
                cell.built = True
            input_shape = (input_shape[0], output_size(cell))

    def call(self, inputs, states, training=False, **kwargs):
        new_states = []
        for cell, own in zip(self.cells, states):
            options = dict(kwargs)
            if isinstance(cell, Layer) and call_plan(type(cell)).has_training:
                options["training"] = training
            inputs, new = cell(inputs, as_list(own), **options)
            new_states.append(like(own, as_list(new)))
        return inputs, new_states

    def compute_output_spec(self, inputs, states, training=False, **kwargs):
        new_states = []
        for cell, own in zip(self.cells, states):
            inputs, new = cell.compute_output_spec(inputs, own)
            new_states.append(like(own, as_list(new)))
        return inputs, new_states

    def get_config(self):
        cells = [serialization_lib.serialize_keras_object(cell) for cell in self.cells]
        return super().get_config() | {"cells": cells}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        cells = [
            serialization_lib.deserialize_keras_object(cell, custom_objects=custom_objects)
            for cell in config.pop("cells")
        ]
        return cls(cells, **config)


def like(given, states):
    """The states as a list where `given` is one, else the only one."""
    return states if isinstance(given, (list, tuple)) else states[0]


def check_cell(owner, argument, cell):
    """The cell, if it is one."""
    for attribute in ("call", "state_size"):
        if not hasattr(cell, attribute):
            raise ValueError(
                f"Argument `{argument}` of {owner} must be made of cells, layers with `call(inputs, states)` and a "
                f"`state_size`. Received: {cell!r}, which has no `{attribute}`"
            )
    return cell


def as_list(value):
    """The value as a list; alone in it if it is no list or tuple."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def map_sizes(function, state_size):
    """The function's results for each integer of a state size, in plain lists."""
    if isinstance(state_size, (list, tuple)):
        return [map_sizes(function, size) for size in state_size]
    return function(state_size)


def zero_states(state_size, batch_size, dtype):
    """Zeros for a state size, as a list."""
    return as_list(map_sizes(lambda size: ops.zeros((batch_size, size), dtype=dtype), state_size))


def state_specs(state_size, batch_size, dtype):
    """What `zero_states` gives, as symbolic tensors."""
    return as_list(map_sizes(lambda size: backend.KerasTensor((batch_size, size), dtype=dtype), state_size))


def output_size(cell):
    """The size of a cell's output: by default that of its first state."""
    size = getattr(cell, "output_size", None)
    if size is None:
        size = cell.state_size
        while isinstance(size, (list, tuple)):
            size = size[0]
    return size
