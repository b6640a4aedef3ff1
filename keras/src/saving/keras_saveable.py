"""KerasSaveable: what pickles and copies by way of the `.keras` format."""
import io

from keras.src.backend.common.late import LateModule

_saving_lib = LateModule("keras.src.saving.saving_lib")


class KerasSaveable:
    """Base of layers, metrics, optimizers and other objects with weights.

    Pickling and copying write the object as a `.keras` archive and read it back.
    """

    def _obj_type(self):
        """The kind of object, a word that saved files use."""
        raise NotImplementedError(f"{type(self).__name__} must implement `_obj_type()`.")

    @classmethod
    def _unpickle_model(cls, buffer):
        return _saving_lib._load_model_from_fileobj(buffer, custom_objects=None, compile=True, safe_mode=False)

    def __reduce__(self):
        buffer = io.BytesIO()
        _saving_lib._save_model_to_fileobj(self, buffer, "h5")
        return self._unpickle_model, (io.BytesIO(buffer.getvalue()),)
