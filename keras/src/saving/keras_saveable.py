"""KerasSaveable: what pickles and copies by way of the `.keras` format."""
import io

from keras.src.backend.common.late import LateModule

_saving_lib = LateModule("keras.src.saving.saving_lib")
_registration = LateModule("keras.src.saving.object_registration")
_safety = LateModule("keras.src.saving.safety")
_walk = LateModule("keras.src.saving.walk")
_STATE_OF_ITS_OWN = ("Metric", "Optimizer")  # kinds of which an archive holds no variables, or not all


class KerasSaveable:
    """Base of layers, metrics, optimizers and other objects with weights.

    Pickling and copying write the object as a `.keras` archive and read it back. Classes that Keras does not know are
    pickled beside it by their names, as Python does with every class.
    """

    def _obj_type(self):
        """The kind of object, a word that saved files use."""
        raise NotImplementedError(f"{type(self).__name__} must implement `_obj_type()`.")

    @classmethod
    def _unpickle_model(cls, buffer, classes=None, values=(), built_with=None):
        saveable = _saving_lib._load_model_from_fileobj(buffer, custom_objects=classes, compile=True, safe_mode=False)
        if built_with is not None and not saveable._built:
            saveable._build(*built_with)
        _set_values(saveable, values)
        return saveable

    def __reduce__(self):
        buffer = io.BytesIO()
        _saving_lib._save_model_to_fileobj(self, buffer, "h5")
        keeps_values = self._obj_type() in _STATE_OF_ITS_OWN
        values = [variable.numpy() for variable in self.variables] if keeps_values else []
        built_with = getattr(self, "_built_with", None)  # of metrics that make their variables at the first update
        return self._unpickle_model, (io.BytesIO(buffer.getvalue()), _unknown_classes(self), values, built_with)


def _unknown_classes(root):
    """The classes in an object that neither Keras nor the registry knows, by the names that configs give them."""
    classes = {type(saveable) for _, saveable in _walk.state_paths(root)}
    names = {_registration.get_registered_name(cls): cls for cls in classes if not _safety.is_reachable(cls)}
    return {name: cls for name, cls in names.items() if _registration.get_registered_object(name) is None}


def _set_values(saveable, values):
    """Gives a metric or an optimizer its variables; an optimizer that is yet to be built gets the rest then."""
    for variable, value in zip(saveable.variables if values else (), values):
        if variable.shape == value.shape:
            variable.assign(value)
    if len(values) > len(getattr(saveable, "variables", ())) and saveable._obj_type() == "Optimizer":

        def build(variables):
            del saveable.build
            saveable.build(variables)
            _set_values(saveable, values)

        saveable.build = build
