# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.models.model import Model as Model
from keras.src.models.sequential import Sequential as Sequential
from keras.src.models.cloning import clone_model as clone_model
from keras.src.saving.saving_api import load_model as load_model
from keras.src.models.model import model_from_json as model_from_json
from keras.src.saving.saving_api import save_model as save_model

__all__ = [
    "Model",
    "Sequential",
    "clone_model",
    "load_model",
    "model_from_json",
    "save_model",
]
