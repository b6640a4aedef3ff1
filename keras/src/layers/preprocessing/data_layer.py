from keras.src import backend, tree
from keras.src.layers.layer import Layer
from keras.src.random.seed_generator import SeedGenerator
from keras.src.utils.backend_utils import DynamicBackend, in_grain_data_pipeline, in_tf_graph

_TENSORFLOW_IS_ACTIVE = backend.backend() == "tensorflow"


class DataLayer(Layer):
    """Base of the layers that may also run inside data pipelines, whichever backend is active.

    Inside a graph of TensorFlow, as in `tf.data`, the layer runs on TensorFlow; inside Grain on the active backend,
    on the CPU. A subclass computes with `self.backend`, which stands for the right one, makes tensors of its weights
    by `self.convert_weight`, and draws random numbers with `self._get_seed_generator(self.backend.name)`.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.backend = DynamicBackend()
        self._allow_non_tensor_positional_args = True

    def __call__(self, inputs, **kwargs):
        if in_tf_graph() and not _TENSORFLOW_IS_ACTIVE and not backend.any_symbolic_tensors((inputs,)):
            return self._call_on_tensorflow(inputs, kwargs)
        if in_grain_data_pipeline() and not in_tf_graph():
            with backend.device_scope("cpu"):
                return super().__call__(inputs, **kwargs)
        return super().__call__(inputs, **kwargs)

    def _call_on_tensorflow(self, inputs, kwargs):
        convert, self._convert_input_args = self._convert_input_args, False
        self.backend.set_backend("tensorflow")
        try:
            return super().__call__(self._as_tf_tensors(inputs), **kwargs)
        finally:
            self.backend.reset()
            self._convert_input_args = convert

    def _as_tf_tensors(self, inputs):
        return tree.map_structure(self._as_tf_tensor, inputs)

    def _as_tf_tensor(self, x):
        x = self.backend.convert_to_tensor(x)
        return self.backend.cast(x, self.input_dtype) if self.autocast and x.dtype.is_floating else x

    def convert_weight(self, weight):
        """A weight as a tensor of the backend that the layer runs on at the moment."""
        if self.backend.name == backend.backend():
            return weight
        return self.backend.convert_to_tensor(backend.convert_to_numpy(weight))

    def _get_seed_generator(self, backend_name=None, at_first_draw=False):
        """The seed generator for a backend, None if the layer has none.

        Each backend but the active one has a copy of its own, which begins with the layer's seed. It has a variable,
        which a layer made inside of `Dataset.map` cannot have: with `at_first_draw` it is made when it is drawn from.
        """
        generator = getattr(self, "generator", None)
        if generator is None or backend_name in (None, backend.backend()):
            return generator
        copies = self.__dict__.setdefault("_backend_generators", {})
        if backend_name not in copies:
            if at_first_draw:
                return _CopyToCome(self, backend_name)
            copies[backend_name] = SeedGenerator(self.seed, backend=DynamicBackend(backend_name))
        return copies[backend_name]


class _CopyToCome(SeedGenerator):
    """Stands for the copy of a layer's generator for another backend until numbers are drawn from it."""

    def __init__(self, layer, backend_name):
        self._layer, self._backend_name = layer, backend_name

    def next(self, ordered=True):
        return self._layer._get_seed_generator(self._backend_name).next(ordered)
