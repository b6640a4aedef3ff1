"""ModelBuilding: layers, losses, metrics and optimizer built from the shapes of a batch."""
import contextlib

from keras.src import backend, tree
from keras.src.trainers.data_adapters import data_adapter_utils
from keras.src.trainers.runner import is_overridden
from keras.src.utils.python_utils import is_default


class ModelBuilding:
    """The part of `Trainer` that builds what is not built yet."""

    def _symbolic_build(self, iterator=None, data_batch=None):
        """Builds what is not built yet - layers, losses, metrics, optimizer - from the shapes of a batch."""
        if self._is_ready():
            if self.optimizer is not None and not self.optimizer.built:
                self.optimizer.build(self.trainable_variables)
            return
        if self.__dict__.get("_symbolically_built"):
            # A compiled loss that an overridden `compute_loss` never calls stays unbuilt. Nothing is left to build,
            # but a pass is opened, as ever: it draws from random generators.
            if iterator is not None:
                iterator.first_batch()
            return
        batch = data_batch if data_batch is not None else iterator.first_batch()
        x, y, sample_weight = data_adapter_utils.unpack_x_y_sample_weight(batch)
        self._build_from(*tree.map_structure(symbol, (x, y, sample_weight)))

    def _is_ready(self):
        """Whether nothing is left to build that a batch is needed for."""
        loss, metrics = self._compile_loss, self._compile_metrics
        return (
            self.built
            and (loss is None or loss.built)
            and (metrics is None or metrics.built)
            and self._layers_are_built()
        )

    def _layers_are_built(self):
        return self.__dict__.get("_layers_ready") or self._all_layers_built()

    def _build_from_inputs(self, x):
        """Builds the layers for prediction."""
        self._output_spec_for(tree.map_structure(symbol, x))
        self._all_layers_built()

    def _output_spec_for(self, x):
        if any(getattr(leaf, "dtype", None) == "string" for leaf in tree.flatten(x)):
            return self.compute_output_spec(x)  # Few backends have tensors of strings to trace with.
        return backend.compute_output_spec(self, x, training=False)

    def _all_layers_built(self):
        ready = all(layer.built for layer in self._flatten_layers())
        self.__dict__["_layers_ready"] = ready
        return ready

    def _build_from(self, x, y, sample_weight):
        """Builds from symbolic tensors."""
        y_pred = None
        loss, metrics = self._compile_loss, self._compile_metrics
        if self._is_never_called():
            self.built = True
        elif not self.built or not self._all_layers_built() or loss is not None or metrics is not None:
            try:
                y_pred = self._output_spec_for(x)
            except Exception as e:
                if self.built and is_overridden(self, "train_step") and not backend.trainer.STEPS_ARE_PURE:
                    return  # What a batch holds is then the step's own affair; the first one builds what is left.
                if self.built:
                    raise
                raise RuntimeError(
                    f"The model {self.name!r} could not be built from the data, because its `call()` fails on "
                    f"symbolic tensors: {type(e).__name__}: {e} Call it on a batch first, or define `build()`."
                ) from e
        if metrics is not None and not metrics.built and y_pred is not None and y is not None:
            metrics.build(y, y_pred)
            if any(map(_may_make_variables, metrics.metrics)):
                backend.compute_output_spec(self.compute_metrics, x, y, y_pred, sample_weight=sample_weight)
        if loss is not None and not loss.built and y_pred is not None:
            if is_overridden(self, "compute_loss"):
                # The compiled loss is built if the user's `compute_loss` uses it; that may need real values.
                with contextlib.suppress(Exception):
                    backend.compute_output_spec(
                        self._compute_loss, x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=False
                    )
            else:
                loss.build(y, y_pred)
        if self.optimizer is not None and not self.optimizer.built:
            self.optimizer.build(self.trainable_variables)
        self._all_layers_built()
        self.__dict__["_symbolically_built"] = True
        self._post_build()

    def _is_never_called(self):
        """Whether the model only holds others, which a step of its own calls."""
        return is_default(type(self).call) and any(
            is_overridden(self, f"{kind}_step") for kind in ("train", "test", "predict")
        )

    def _post_build(self):
        """Called after the model was built from data; may be overridden."""


def _may_make_variables(metric):
    """Whether the first batch may make variables of a metric; those of Keras tell by `_built`."""
    return not getattr(metric, "_built", True) or not type(metric).__module__.startswith("keras.src.metrics")


def symbol(leaf):
    """The symbolic tensor that stands for a batch."""
    if leaf is None:
        return None
    shape = tuple(leaf.shape)
    is_text = getattr(leaf.dtype, "kind", None) in ("U", "S", "O")
    return backend.KerasTensor(shape, dtype="string" if is_text else backend.standardize_dtype(leaf.dtype))
