"""Layers of the tensorflow backend."""
import tensorflow as tf
from tensorflow.python.framework.ops import EagerTensor  # making one here would start the devices

from keras.src.backend.common.layer_hooks import LayerHooks
from keras.src.backend.common.layer_hooks import no_hooks as has_hooks  # noqa: F401
from keras.src.backend.tensorflow import tracking

TENSOR = EagerTensor  # those of graphs have other classes
_BOOKKEEPING = ("_layers", "_trainable_variables", "_non_trainable_variables")  # what other attributes hold as well


class TFLayer(LayerHooks, tf.__internal__.tracking.AutoTrackable):
    """Variables and layers inside are visible to TensorFlow's checkpoints and SavedModels.

    They are listed when TensorFlow asks for them; assigning an attribute does no bookkeeping of TensorFlow's.
    """

    __setattr__, __delattr__ = object.__setattr__, object.__delattr__

    def _trackable_children(self, save_type="checkpoint", **kwargs):
        if save_type == "checkpoint":
            return tracking.children(self, without=_BOOKKEEPING)
        children = super()._trackable_children(save_type, **kwargs)
        own = [*self._trainable_variables, *self._non_trainable_variables]
        own += [generator.state for generator in self._seed_generators]
        for variable in own:
            children[_free_name(children, variable.name)] = variable._value
        for layer in self._layers:
            children[_free_name(children, layer.name)] = layer
        return children


def _free_name(children, name):
    """`name`, numbered if a child has it already."""
    candidate, count = name, 0
    while candidate in children:
        count += 1
        candidate = f"{name}_{count}"
    return candidate


BackendLayer = TFLayer


def signature_of(x):
    """Shape and dtype of an eager tensor, hashable."""
    return x._shape_tuple(), x._datatype_enum()


def in_graph():
    """Whether a graph is traced whose nodes take names from scopes."""
    return not tf.executing_eagerly()
