"""TensorBoard: event files of a training, written without TensorFlow."""
import json
import logging
import os
import time
import warnings

import numpy as np

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback, reads_lazily
from keras.src.callbacks.model_graph import nodes_of
from keras.src.distribution.distribution_lib import is_writer, process_number
from keras.src.trainers.logs import number
from keras.src.utils.event_file import EventFileWriter
from keras.src.utils.module_utils import tensorflow

_PROJECTOR = "projector_config.pbtxt"


@keras_export("keras.callbacks.TensorBoard")
class TensorBoard(Callback):
    """Writes what TensorBoard shows: curves, distributions of weights, pictures of kernels, the model, a profile.

    The event files lie in `log_dir/train` and `log_dir/validation`. They are written here, whichever backend is active:
    only looking at them needs TensorBoard (`pip install tensorboard`, then `tensorboard --logdir logs`).

    Args:
        log_dir: Path of the folder. Default `"logs"`.
        histogram_freq: Integer, distributions of the weights every so many epochs; 0 for none. Default 0.
        write_graph: Boolean, whether the model's graph is written. Default `True`.
        write_images: Boolean, whether weights are written as pictures along with the distributions. Default `False`.
        write_steps_per_second: Boolean, whether the speed is written. Default `False`.
        update_freq: `"epoch"`, `"batch"`, or an integer: numbers of batches every so many steps. Default `"epoch"`.
        profile_batch: Step, or pair of first and last step, counted from 1 over the whole training, that are profiled
            by the backend's own profiler; 0 for none. Default 0.
        embeddings_freq: Integer, embeddings for the projector every so many epochs; 0 for none. Default 0.
        embeddings_metadata: Path of a file with the names of the rows, or dict from layer names to such paths.

    Raises:
        ValueError: If `update_freq` or `profile_batch` is invalid, or the metadata name a layer that is no embedding.

    Example:

    >>> board = keras.callbacks.TensorBoard("logs", histogram_freq=1)
    """

    def __init__(
        self, log_dir="logs", histogram_freq=0, write_graph=True, write_images=False,
        write_steps_per_second=False, update_freq="epoch", profile_batch=0, embeddings_freq=0,
        embeddings_metadata=None,
    ):
        super().__init__()
        if update_freq not in ("batch", "epoch") and not (isinstance(update_freq, int) and update_freq > 0):
            raise ValueError(
                "Argument `update_freq` of TensorBoard must be 'batch', 'epoch' or a positive integer. "
                f"Received: update_freq={update_freq!r}"
            )
        self.log_dir = str(log_dir)
        self.histogram_freq = histogram_freq
        self.write_graph = write_graph
        self.write_images = write_images
        self.write_steps_per_second = write_steps_per_second
        self.update_freq = 1 if update_freq == "batch" else update_freq
        self.embeddings_freq = embeddings_freq
        self.embeddings_metadata = embeddings_metadata
        self._first_profiled, self._last_profiled = _profiled_steps(profile_batch)
        self._is_profiling = False
        self._global_train_batch = 0
        self._global_test_batch = 0
        self._previous_epoch_iterations = 0
        self._writers = {}

    def _writer(self, name, make=EventFileWriter):
        if (name, make) not in self._writers:
            folder = self.log_dir if is_writer() else os.path.join(self.log_dir, f"process_{process_number()}")
            self._writers[name, make] = make(os.path.join(folder, name))
        return self._writers[name, make]

    @property
    def _train_writer(self):
        """TensorFlow's own writer to `log_dir/train`, for subclasses that write there with `tf.summary`."""
        return self._writer("train", tensorflow.summary.create_file_writer)

    @property
    def _val_writer(self):
        """TensorFlow's own writer to `log_dir/validation`."""
        return self._writer("validation", tensorflow.summary.create_file_writer)

    @property
    def summary(self):
        """The writer of `log_dir/train`; its `scalar`, `histogram`, `images` and `text` add what else is to be seen."""
        return self._writer("train")

    def set_model(self, model):
        """Takes the model; writes its graph and the projector's description."""
        super().set_model(model)
        self._close()
        if self.write_graph:
            self._write_graph(model)
        if self.embeddings_freq:
            self._write_projector(model)

    def _write_graph(self, model):
        nodes = nodes_of(model)
        if not nodes:
            return
        self._writer("train").graph(nodes)
        try:
            config = model.to_json()
        except (NotImplementedError, TypeError, ValueError) as e:
            logging.getLogger(__name__).debug("The model has no config to show: %s", e)
            return
        self._writer("train").keras_model(json.dumps(_with_dtype_names(json.loads(config))))

    # Curves

    def on_train_begin(self, logs=None):
        self._global_train_batch = 0
        self._previous_epoch_iterations = 0

    def on_epoch_begin(self, epoch, logs=None):
        if self.write_steps_per_second:
            self._previous_epoch_iterations = self._iterations()
            self._epoch_start_time = time.time()

    @reads_lazily
    def on_train_batch_begin(self, batch, logs=None):
        self._global_train_batch += 1
        if self.write_steps_per_second:
            self._batch_start_time = time.time()
        if self._global_train_batch == self._first_profiled:
            self._start_profile()

    @reads_lazily
    def on_train_batch_end(self, batch, logs=None):
        if self._is_profiling and self._global_train_batch >= self._last_profiled:
            self._stop_profile()
        if self.update_freq == "epoch" or self._global_train_batch % self.update_freq:
            return
        writer, step = self._writer("train"), self._global_train_batch
        if self.write_steps_per_second:
            writer.scalar("batch_steps_per_second", 1.0 / (time.time() - self._batch_start_time), step)
        for name, value in (logs or {}).items():
            writer.scalar(f"batch_{name}", number(value), step)

    def on_epoch_end(self, epoch, logs=None):
        self._log_epoch_metrics(epoch, logs)
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._log_weights(epoch)
        if self.embeddings_freq and epoch % self.embeddings_freq == 0:
            self._log_embeddings(epoch)
        self._flush()

    def _log_epoch_metrics(self, epoch, logs):
        """Writes the numbers of an epoch: those of the training, and those that begin with `val_`, to their folders."""
        if not logs:
            return
        for name, value in self._collect_learning_rate(logs).items():
            if not name.startswith("val_"):
                self._writer("train").scalar(f"epoch_{name}", number(value), epoch)
        if self.write_steps_per_second:
            speed = self._compute_steps_per_second()
            self._writer("train").scalar("epoch_steps_per_second", speed, epoch)
        for name, value in logs.items():
            if name.startswith("val_"):
                self._writer("validation").scalar(f"epoch_{name.removeprefix('val_')}", number(value), epoch)

    def _compute_steps_per_second(self):
        return (self._iterations() - self._previous_epoch_iterations) / (time.time() - self._epoch_start_time)

    def _collect_learning_rate(self, logs):
        """The logs with the learning rate and, under mixed precision, the factor that the loss is scaled by."""
        optimizer = self._model.optimizer
        found = {"learning_rate": getattr(optimizer, "learning_rate", None)}
        found["loss_scale"] = getattr(optimizer, "dynamic_scale", None)
        return logs | {name: float(backend.convert_to_numpy(v)) for name, v in found.items() if v is not None}

    def _iterations(self):
        return int(backend.convert_to_numpy(self.model.optimizer.iterations))

    def on_test_begin(self, logs=None):
        self._global_test_batch = 0

    def on_test_end(self, logs=None):
        if self._model.optimizer is None or not hasattr(self._model.optimizer, "iterations"):
            return
        step = self._iterations()
        for name, value in (logs or {}).items():
            self._writer("validation").scalar(f"evaluation_{name}_vs_iterations", number(value), step)
        self._flush()

    def on_train_end(self, logs=None):
        if self._is_profiling:
            self._stop_profile()
        self._close()

    def _flush(self):
        for writer in self._writers.values():
            writer.flush()

    def _close(self):
        for writer in self._writers.values():
            writer.close()
        self._writers = {}

    # Weights

    def _log_weights(self, epoch):
        writer = self._writer("train")
        for layer in self.model.layers:
            for weight in layer.weights:
                values, name = backend.convert_to_numpy(weight), weight.path.replace(":", "_")
                writer.histogram(f"{name}/histogram", values, epoch)
                pictures = _pictures(values) if self.write_images else None
                if pictures is not None:
                    writer.images(f"{name}/image", pictures, epoch)

    # Embeddings: a table of numbers as text for each, and a file that names the tables

    def _embedding_layers(self):
        return [layer for layer in self._model.layers if hasattr(layer, "embeddings_initializer")]

    def _write_projector(self, model):
        layers = self._embedding_layers()
        metadata = self.embeddings_metadata
        if isinstance(metadata, str):
            metadata = {layer.name: metadata for layer in layers}
        metadata = dict(metadata or {})
        entries = []
        for layer in layers:
            entry = f'  tensor_name: "{layer.name}"\n  tensor_path: "{layer.name}.tsv"\n'
            if layer.name in metadata:
                entry += f'  metadata_path: "{metadata.pop(layer.name)}"\n'
            entries.append(f"embeddings {{\n{entry}}}\n")
        if metadata:
            raise ValueError(
                "Argument `embeddings_metadata` of TensorBoard names layers that are no Embedding of the model. "
                f"Received: {sorted(metadata)}; the embeddings are {[layer.name for layer in layers]}"
            )
        os.makedirs(self.log_dir, exist_ok=True)
        with open(os.path.join(self.log_dir, _PROJECTOR), "w") as file:
            file.writelines(entries)

    def _log_embeddings(self, epoch):
        self.model  # noqa: B018 - makes the variables current
        for layer in self._embedding_layers():
            path = os.path.join(self.log_dir, f"{layer.name}.tsv")
            np.savetxt(path, backend.convert_to_numpy(layer.embeddings), delimiter="\t")

    # Profile

    def _start_profile(self):
        try:
            backend.trainer.start_profile(self.log_dir)
            self._is_profiling = True
        except Exception as e:  # a profiler that cannot run must not end the training
            warnings.warn(f"The profiler of the {backend.backend()} backend did not start. {e}", stacklevel=3)

    def _stop_profile(self):
        tree.map_structure(np.asarray, [backend.convert_to_numpy(v) for v in self.model.variables[:1]])  # waits for it
        backend.trainer.stop_profile()
        self._is_profiling = False


def _with_dtype_names(config):
    """A model's config with names in place of dtype policies, which TensorBoard cannot read."""
    if isinstance(config, list):
        return [_with_dtype_names(item) for item in config]
    if not isinstance(config, dict):
        return config
    if isinstance(config.get("dtype"), dict):
        config = {**config, "dtype": config["dtype"]["config"].get("name", "float32").removeprefix("mixed_")}
    return {key: _with_dtype_names(value) for key, value in config.items()}


def _profiled_steps(profile_batch):
    """First and last step to profile; 0 for none."""
    steps = profile_batch
    if isinstance(steps, str):
        steps = [part for part in steps.split(",") if part.strip()]
    steps = list(steps) if isinstance(steps, (list, tuple)) else [steps]
    try:
        first, last = int(steps[0]), int(steps[-1])
    except (TypeError, ValueError, IndexError):
        first = last = -1
    if not 0 <= first <= last or len(steps) > 2:
        raise ValueError(
            "Argument `profile_batch` of TensorBoard must be a step, or a pair of first and last step, none of them "
            f"negative. Received: profile_batch={profile_batch!r}"
        )
    return first, last


def _pictures(values):
    """Weights as grey pictures `(pictures, height, width, 1)`, or None for shapes that are no pictures."""
    values = np.squeeze(np.asarray(values, "float32"))
    low, high = values.min(), values.max()
    values = (values - low) / (high - low) if high > low else np.zeros_like(values)
    if values.ndim == 1:
        return values.reshape(1, -1, 1, 1)
    if values.ndim == 2:
        values = values.T if values.shape[0] > values.shape[1] else values
        return values[None, :, :, None]
    if values.ndim == 3:
        return np.moveaxis(values, -1, 0)[..., None]
    return values if values.ndim == 4 and values.shape[-1] in (1, 3, 4) else None
