"""Distribution on the tensorflow backend: `tf.distribute` strategies.

A model made in the scope of a strategy has a copy on each replica, and its steps run on all of them. The unit is the
global batch, as in `keras.src.distribution`: every worker reads the same data, and each replica takes its part of every
batch, so parts may differ in size. `keras.distribution.set_distribution` lays out nothing here.
"""
import json
import os
import zlib

import tensorflow as tf

from keras.src import tree
from keras.src.backend.common.global_state import state
from keras.src.backend.common.no_layouts import (  # noqa: F401
    SUPPORTS_LAYOUTS,
    _to_backend_layout,
    _to_backend_mesh,
    distribute_data_input,
    distribute_tensor,
)
from keras.src.trainers import runner as base_runner

_CONTEXT = "TF_CONFIG"


def list_devices(device_type=None):
    """The logical devices of this process, as `"cpu:0"`; all GPUs if there are any, else the CPUs."""
    if device_type is None:
        device_type = "gpu" if tf.config.list_logical_devices("GPU") else "cpu"
    devices = tf.config.list_logical_devices(device_type.upper())
    return [":".join(device.name.lower().split(":")[-2:]) for device in devices]


def get_device_count(device_type=None):
    """How many devices this process has."""
    return len(list_devices(device_type))


def initialize(job_addresses, num_processes, process_id):
    """Writes `TF_CONFIG`, which `tf.distribute.MultiWorkerMirroredStrategy` reads, unless it is there."""
    if _CONTEXT not in os.environ and num_processes not in (None, 1):
        if not job_addresses or process_id is None:
            raise ValueError(
                "Arguments `job_addresses` and `process_id` of initialize are needed with several processes. "
                f"Received: job_addresses={job_addresses}, process_id={process_id}"
            )
        addresses = job_addresses.split(",") if isinstance(job_addresses, str) else list(job_addresses)
        task = {"type": "worker", "index": process_id}
        os.environ[_CONTEXT] = json.dumps({"cluster": {"worker": addresses}, "task": task})


def num_processes():
    """How many workers `TF_CONFIG` names."""
    return max(len(_config().get("cluster", {}).get("worker", ())), 1)


def process_id():
    """The number of this worker in `TF_CONFIG`."""
    return _config().get("task", {}).get("index", 0)


def _config():
    return json.loads(os.environ.get(_CONTEXT) or "{}")


def broadcast_integer(value):
    """A number that is the same in all workers, before they are connected: it comes from their addresses."""
    return zlib.crc32(json.dumps(_config()["cluster"], sort_keys=True).encode()) % 2**31


# Steps on replicas


def replicated_step(model, kind, strategy):
    """The model's step as a function of the global batch that runs on all replicas.

    Args:
        model: The model.
        kind: `"train"`, `"test"` or `"predict"`.
        strategy: The strategy in whose scope the model was made.
    """
    method = tf.autograph.experimental.do_not_convert(getattr(model, f"{kind}_step"))
    reads_metrics = not base_runner.is_overridden(model, f"{kind}_step") and base_runner.default_metrics(model)

    def on_replica(part, share):
        # Of this thread: each replica runs in its own.
        state.replica_share = _counted_share(part) if share is None else share
        try:
            return method(part)
        finally:
            state.replica_share = None

    def on_all(parts, shares):
        result = strategy.run(on_replica, args=(parts, shares))
        if kind == "predict":
            return tree.map_structure(lambda x: _joined_rows(strategy, x), result)
        if reads_metrics:
            return model.get_metrics_result()
        return tree.map_structure(lambda x: strategy.reduce("MEAN", x, axis=None), result)

    if not model.run_eagerly:
        on_all = tf.function(on_all, jit_compile=bool(model.jit_compile), reduce_retracing=True, autograph=False)

    def step(batch):
        if any(isinstance(leaf, tf.distribute.DistributedValues) for leaf in tree.flatten(batch)):
            return on_all(batch, None)  # `experimental_distribute_dataset` has divided it
        return on_all(*_parts(strategy, batch))

    return step


def of_one_replica(value):
    """A tensor of a batch that a strategy has divided: the part of a replica of this process."""
    if isinstance(value, tf.distribute.DistributedValues):
        return tf.distribute.get_strategy().experimental_local_results(value)[0]
    return value


def _counted_share(part):
    """The share of the rows that this replica has, counted in all."""
    rows = tf.cast(tf.shape(next(leaf for leaf in tree.flatten(part) if leaf is not None))[0], tf.float32)
    return rows / tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, rows)


def _parts(strategy, batch):
    """The global batch by replica, and each replica's share of its rows."""
    count = strategy.num_replicas_in_sync
    rows = next((int(leaf.shape[0]) for leaf in tree.flatten(batch) if leaf is not None), 0)
    bounds = [rows * i // count for i in range(count + 1)]

    def part(context):
        start, stop = (bounds[context.replica_id_in_sync_group + i] for i in (0, 1))
        return tree.map_structure(lambda leaf: leaf if leaf is None else leaf[start:stop], batch)

    def share(context):
        i = context.replica_id_in_sync_group
        return tf.constant((bounds[i + 1] - bounds[i]) / max(rows, 1), tf.float32)

    make = strategy.experimental_distribute_values_from_function
    return make(part), make(share)


def _joined_rows(strategy, values):
    """What the replicas returned, one after the other, in every worker."""
    if num_processes() > 1:
        return strategy.gather(values, axis=0)
    return tf.concat(strategy.experimental_local_results(values), axis=0)
