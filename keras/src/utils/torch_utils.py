"""PyTorch modules as layers of the torch backend."""
import base64
import io

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.layer import Layer
from keras.src.saving import safety, serialization_lib


@keras_export("keras.layers.TorchModuleWrapper")
class TorchModuleWrapper(Layer):
    """A `torch.nn.Module` as a layer; its parameters are weights of the layer.

    A module assigned to an attribute of a layer on the torch backend is wrapped so by itself.

    Args:
        module: A `torch.nn.Module`.
        name: String without `/`. Default None: `torch_module_wrapper`, numbered.
        output_shape: Tuple, the shape of the output; needed in functional models. Default None.
        **kwargs: Arguments of `keras.layers.Layer`.

    Raises:
        ValueError: If `module` is no module that has been initialised, or another backend runs.

    Example (on the torch backend):

    >>> import torch
    >>> layer = keras.layers.TorchModuleWrapper(torch.nn.Linear(3, 2))
    >>> layer(torch.ones(4, 3)).shape
    (4, 2)
    """

    def __init__(self, module, name=None, output_shape=None, **kwargs):
        super().__init__(name=name, **kwargs)
        if backend.backend() != "torch":
            raise ValueError(f"TorchModuleWrapper runs on the torch backend only, not on {backend.backend()}.")
        import torch

        if isinstance(module, torch.nn.modules.lazy.LazyModuleMixin) or not isinstance(module, torch.nn.Module):
            raise ValueError(
                "Argument `module` of TorchModuleWrapper must be a torch.nn.Module whose parameters exist: call a "
                f"lazy one on data first. Received: module={module!r}"
            )
        self.module = module.to(backend.torch.core.get_device())
        self.output_shape = output_shape
        for parameter in module.parameters():
            self._track_variable(
                backend.Variable(initializer=parameter, trainable=parameter.requires_grad)
            )
        self.built = True

    def parameters(self, recurse=True):
        return self.module.parameters(recurse=recurse)

    def _collect_parameters(self):
        """The module holds the parameters."""

    def call(self, *args, training=None, **kwargs):
        if training is not None:
            self.module.train(training)
        if backend.torch.core.get_device() == "meta":
            return self._call_without_storage(args, kwargs)
        return self.module(*args, **kwargs)

    def _call_without_storage(self, args, kwargs):
        """The shapes of the outputs: the module on stand-ins of its parameters and buffers."""
        import torch

        state = [*self.module.named_parameters(), *self.module.named_buffers()]
        stand_ins = {name: torch.empty_like(value, device="meta") for name, value in state}
        return torch.func.functional_call(self.module, stand_ins, args, kwargs)

    def compute_output_shape(self, input_shape):
        if self.output_shape is None:
            return super().compute_output_shape(input_shape)
        return self.output_shape

    def compute_output_spec(self, *args, **kwargs):
        if self.output_shape is None:
            return backend.compute_output_spec(self.call, *args, **kwargs)
        return backend.KerasTensor(self.output_shape, dtype=self.compute_dtype)

    # Files

    def save_own_variables(self, store):
        """Writes the module's state, each entry under its name."""
        for key, value in self.module.state_dict().items():
            store[key] = backend.convert_to_numpy(value)

    def load_own_variables(self, store):
        """Reads the module's state."""
        state = {key: backend.convert_to_tensor(store[key]) for key in store.keys()}
        self.module.load_state_dict(state)

    def get_config(self):
        import torch

        buffer = io.BytesIO()
        torch.save(self.module, buffer)
        module = base64.b64encode(buffer.getvalue()).decode("ascii")
        return {**super().get_config(), "module": module, "output_shape": self.output_shape}

    @classmethod
    def from_config(cls, config, custom_objects=None, safe_mode=None):
        """The layer that `get_config` described. The module is unpickled, which runs code of the file.

        Raises:
            ValueError: In safe mode.
        """
        said = serialization_lib.in_safe_mode() if safe_mode is None else safe_mode
        if said is None or said:
            raise safety.Refused(
                "The config of a TorchModuleWrapper holds a pickled module, and reading it runs code. If you trust "
                "its source, pass `safe_mode=False` or call `keras.config.enable_unsafe_deserialization()`."
            )
        import torch

        config = dict(config)
        buffer = io.BytesIO(base64.b64decode(config.pop("module")))
        return cls(module=torch.load(buffer, weights_only=False), **serialization_lib.deserialize_arguments(config))
