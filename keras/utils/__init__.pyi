# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.utils.config import Config as Config
from keras.src.saving.object_registration import CustomObjectScope as CustomObjectScope
from keras.src.layers.preprocessing.feature_space import FeatureSpace as FeatureSpace
from keras.src.utils.progbar import Progbar as Progbar
from keras.src.trainers.data_adapters.py_dataset_adapter import PyDataset as PyDataset
from keras.src.trainers.data_adapters.py_dataset_adapter import PyDataset as Sequence
from keras.src.utils.image_utils import array_to_img as array_to_img
from keras.src.utils.audio_dataset_utils import audio_dataset_from_directory as audio_dataset_from_directory
from keras.utils import bounding_boxes as bounding_boxes
from keras.src.backend.common.global_state import clear_session as clear_session
from keras.src.saving.object_registration import CustomObjectScope as custom_object_scope
from keras.src.saving.serialization_lib import deserialize_keras_object as deserialize_keras_object
from keras.src.utils.io_utils import disable_interactive_logging as disable_interactive_logging
from keras.src.utils.io_utils import enable_interactive_logging as enable_interactive_logging
from keras.src.saving.object_registration import get_custom_objects as get_custom_objects
from keras.src.utils.file_utils import get_file as get_file
from keras.src.saving.object_registration import get_registered_name as get_registered_name
from keras.src.saving.object_registration import get_registered_object as get_registered_object
from keras.src.ops.operation_utils import get_source_inputs as get_source_inputs
from keras.src.utils.image_dataset_utils import image_dataset_from_directory as image_dataset_from_directory
from keras.src.utils.image_utils import img_to_array as img_to_array
from keras.src.utils.io_utils import is_interactive_logging_enabled as is_interactive_logging_enabled
from keras.src.backend.common.keras_tensor import is_keras_tensor as is_keras_tensor
from keras.utils import legacy as legacy
from keras.src.utils.image_utils import load_img as load_img
from keras.src.utils.model_visualization import model_to_dot as model_to_dot
from keras.src.utils.numerical_utils import normalize as normalize
from keras.src.trainers.data_adapters.data_adapter_utils import pack_x_y_sample_weight as pack_x_y_sample_weight
from keras.src.utils.sequence_utils import pad_sequences as pad_sequences
from keras.src.utils.model_visualization import plot_model as plot_model
from keras.src.saving.object_registration import register_keras_serializable as register_keras_serializable
from keras.src.utils.image_utils import save_img as save_img
from keras.src.saving.serialization_lib import serialize_keras_object as serialize_keras_object
from keras.src.utils.rng_utils import set_random_seed as set_random_seed
from keras.src.utils.dataset_utils import split_dataset as split_dataset
from keras.src.backend.common.variables import standardize_dtype as standardize_dtype
from keras.src.utils.text_dataset_utils import text_dataset_from_directory as text_dataset_from_directory
from keras.src.utils.timeseries_dataset_utils import timeseries_dataset_from_array as timeseries_dataset_from_array
from keras.src.utils.numerical_utils import to_categorical as to_categorical
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight as unpack_x_y_sample_weight

__all__ = [
    "Config",
    "CustomObjectScope",
    "FeatureSpace",
    "Progbar",
    "PyDataset",
    "Sequence",
    "array_to_img",
    "audio_dataset_from_directory",
    "bounding_boxes",
    "clear_session",
    "custom_object_scope",
    "deserialize_keras_object",
    "disable_interactive_logging",
    "enable_interactive_logging",
    "get_custom_objects",
    "get_file",
    "get_registered_name",
    "get_registered_object",
    "get_source_inputs",
    "image_dataset_from_directory",
    "img_to_array",
    "is_interactive_logging_enabled",
    "is_keras_tensor",
    "legacy",
    "load_img",
    "model_to_dot",
    "normalize",
    "pack_x_y_sample_weight",
    "pad_sequences",
    "plot_model",
    "register_keras_serializable",
    "save_img",
    "serialize_keras_object",
    "set_random_seed",
    "split_dataset",
    "standardize_dtype",
    "text_dataset_from_directory",
    "timeseries_dataset_from_array",
    "to_categorical",
    "unpack_x_y_sample_weight",
]
