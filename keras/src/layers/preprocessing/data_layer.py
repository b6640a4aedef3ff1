from keras.src import backend, tree
from keras.src.layers.layer import Layer
from keras.src.utils.backend_utils import DynamicBackend, in_tf_graph

_TENSORFLOW_IS_ACTIVE = backend.backend() == "tensorflow"


class DataLayer(Layer):
    """Base of the layers that may also run inside `tf.data`, whichever backend is active.

    A subclass computes with `self.backend`, which is the active backend in a model and tensorflow inside of a graph
    of TensorFlow, and makes tensors of its settings by `self.convert_weight`.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.backend = DynamicBackend()
        self._allow_non_tensor_positional_args = True

    def __call__(self, inputs, **kwargs):
        if _TENSORFLOW_IS_ACTIVE or not in_tf_graph() or _is_symbolic(inputs):
            return super().__call__(inputs, **kwargs)
        self.backend.set_backend("tensorflow")
        convert, self._convert_input_args = self._convert_input_args, False
        try:
            inputs = tree.map_structure(self._as_tf_tensor, inputs)
            return super().__call__(inputs, **kwargs)
        finally:
            self._convert_input_args = convert
            self.backend.reset()

    def _as_tf_tensor(self, x):
        x = self.backend.convert_to_tensor(x)
        is_float = "float" in backend.standardize_dtype(x.dtype)
        return self.backend.cast(x, self.input_dtype) if self.autocast and is_float else x

    def convert_weight(self, weight):
        """A weight as a tensor of the backend that the layer runs on at the moment."""
        if self.backend.name == backend.backend():
            return weight
        return self.backend.convert_to_tensor(backend.convert_to_numpy(weight))

    def _get_seed_generator(self, backend_name=None):
        """The seed generator for a backend; each backend but the active one has a copy of its own."""
        if backend_name in (None, backend.backend()):
            return self.generator
        copies = self.__dict__.setdefault("_backend_generators", {})
        if backend_name not in copies:
            copies[backend_name] = self.backend.random.SeedGenerator(self.seed, backend=self.backend)
        return copies[backend_name]


def _is_symbolic(inputs):
    return backend.any_symbolic_tensors((inputs,))
