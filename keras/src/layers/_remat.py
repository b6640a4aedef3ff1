"""Layers whose calls are computed again in the backward pass, as a `RematScope` asks for."""
from keras.src import backend, tree
from keras.src.backend.common.global_state import state


class Rematerializing:
    """The part of `Layer` that trades computation for memory.

    A model that is called by itself leaves it to its layers: computed again as a whole it would need the memory then.
    In a layer that is computed again those inside are not for themselves: torch would keep the results of both.
    """

    _is_model = False

    def rematerialized_call(self, layer_call, *args, **kwargs):
        """`layer_call` as this layer's `RematScope` wants it: recomputed in the backward pass, or as it is.

        Args:
            layer_call: The function to run.
            *args: Its positional arguments.
            **kwargs: Its keyword arguments.

        Returns:
            A function with the same results.
        """
        mode, context = self._remat_mode, state.call_context
        if context is not None:
            alone = self._is_model and context.entry_layer is self
            if context.rematerializes or alone and mode.mode != "list_of_layers":
                return layer_call
        wanted = mode is not None and (
            mode.mode == "full"
            or (mode.mode == "list_of_layers" and self.name in mode.layer_names)
            or (mode.mode == "larger_than" and self._output_size(args, kwargs) > mode.output_size_threshold)
            or (mode.mode == "activations" and getattr(self, "activation", None) is not None)
        )
        if not wanted or not self._is_settled():  # Variables are not made in a part that runs twice.
            return layer_call
        if mode.mode == "activations":
            return self._with_rematerialized_activation(layer_call)
        return backend.core.remat(_alone(layer_call))

    def _output_size(self, args, kwargs):
        outputs = self.compute_output_spec(*_as_keras_tensors(args), **_as_keras_tensors(kwargs))
        return max((_size(x.shape) for x in tree.flatten(outputs)), default=0)

    def _with_rematerialized_activation(self, layer_call):
        def call(*args, **kwargs):
            activation = self.activation
            object.__setattr__(self, "activation", backend.core.remat(activation))
            try:
                return layer_call(*args, **kwargs)
            finally:
                object.__setattr__(self, "activation", activation)

        return call


def _alone(layer_call):
    """A call in which no layers inside are rematerialized."""

    def call(*args, **kwargs):
        context = state.call_context
        if context is None:  # a user's call, past `__call__`
            return layer_call(*args, **kwargs)
        context.rematerializes = True
        try:
            return layer_call(*args, **kwargs)
        finally:
            context.rematerializes = False

    return call


def _as_keras_tensors(structure):
    return tree.map_structure(
        lambda x: backend.KerasTensor(x.shape, dtype=backend.standardize_dtype(x.dtype)) if hasattr(x, "dtype") else x,
        structure,
    )


def _size(shape):
    size = 1
    for n in shape:
        size *= n or 1
    return size
