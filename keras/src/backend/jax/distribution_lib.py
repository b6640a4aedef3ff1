"""Distribution on the jax backend: shardings of global arrays, which the compiler follows.

A compiled step means the same over sharded arrays as over whole ones, so laying out variables and batches is all there
is to do. A batch whose size does not divide by the number of replicas is put on every device whole: nothing is padded
or dropped, and the step gives what it gives on one device.
"""
import contextlib
import os

import jax
import numpy as np
from jax.experimental import multihost_utils
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from keras.src import tree

SUPPORTS_LAYOUTS = True
_HEARTBEAT = "KERAS_DISTRIBUTION_TIMEOUT"  # seconds after which a silent process counts as lost


def list_devices(device_type=None):
    """The devices of all processes, as `"cpu:0"`."""
    return [f"{device.platform}:{i}" for i, device in enumerate(_devices(device_type))]


def get_device_count(device_type=None):
    """How many devices all processes have together."""
    return len(_devices(device_type))


def _devices(device_type):
    return jax.devices(device_type and device_type.lower())


def initialize(job_addresses, num_processes, process_id):
    """Joins the processes through `jax.distributed`; on CPUs they talk through gloo."""
    if num_processes == 1:
        return
    if isinstance(job_addresses, str):
        job_addresses = job_addresses.split(",")
    jax.distributed.initialize(
        coordinator_address=job_addresses[0] if job_addresses else None,
        num_processes=num_processes,
        process_id=process_id,
        heartbeat_timeout_seconds=int(os.environ.get(_HEARTBEAT, 100)),
    )
    with _patient_threads():
        jax.local_devices()


@contextlib.contextmanager
def _patient_threads():
    """Threads that start in here take no core from one that computes, they wait for their turn.

    gloo's thread looks again and again for a lock that the computing thread holds. Where a process has one core, it got
    that core when it woke up, and spent 20 ms a step of looking in vain (`benchmarks/bench_distribution.py`).
    """
    if not hasattr(os, "SCHED_BATCH") or os.sched_getscheduler(0) != os.SCHED_OTHER:
        yield
        return
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    try:
        yield
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def num_processes():
    """How many processes there are."""
    return jax.process_count()


def process_id():
    """The number of this process."""
    return jax.process_index()


def broadcast_integer(value):
    """The first process's value."""
    return int(multihost_utils.broadcast_one_to_all(np.int32(value)))


def _to_backend_device(name):
    """The `jax.Device` of a string as `"cpu:0"`: numbers count over all processes."""
    kind, _, index = name.partition(":")
    devices = _devices(kind)
    if int(index or 0) >= len(devices):
        raise ValueError(f"There is no device {name!r}: of this kind there are {len(devices)}.")
    return devices[int(index or 0)]


def _to_backend_mesh(device_mesh):
    devices = [_to_backend_device(name) for name in device_mesh.devices.flatten().tolist()]
    return Mesh(np.array(devices).reshape(device_mesh.shape), tuple(device_mesh.axis_names))


def _to_backend_layout(layout):
    return NamedSharding(layout.device_mesh.backend_mesh, PartitionSpec(*layout.axes))


def distribute_tensor(tensor, layout):
    """A tensor, the same in every process, laid out over devices; inside a compiled function a constraint."""
    sharding = getattr(layout, "backend_layout", layout)
    if isinstance(tensor, jax.core.Tracer):
        return jax.lax.with_sharding_constraint(tensor, sharding)
    if sharding is None or not isinstance(sharding, jax.sharding.Sharding) or sharding.is_fully_addressable:
        return jax.device_put(tensor, sharding)
    if isinstance(tensor, jax.Array) and not tensor.is_fully_addressable:
        return jax.device_put(tensor, sharding)
    array = np.asarray(tensor)  # put part by part: `device_put` would compare the values of all processes
    return jax.make_array_from_callback(array.shape, sharding, lambda index: array[index])


def distribute_variable(variable, value):
    """A value laid out as the variable."""
    try:
        return distribute_tensor(value, variable._layout)
    except ValueError as e:
        raise ValueError(
            f"The variable {variable.path!r} of shape {variable.shape} cannot lie as its layout says: "
            f"{variable._layout}. A mesh axis must divide the dimension that it is given."
        ) from e


def distribute_data_input(per_process_batch, layout, batch_dim_name):
    """The global array of which this process feeds its share of the first dimension."""
    sharding = getattr(layout, "backend_layout", layout)
    if not isinstance(per_process_batch, jax.Array):
        per_process_batch = np.asarray(per_process_batch)
    return jax.make_array_from_process_local_data(sharding, per_process_batch)


def gathered(array):
    """An array that lies on devices of several processes, as a whole NumPy array; all processes must ask for it."""
    return np.asarray(multihost_utils.process_allgather(array, tiled=True))


# What the runner does


def place(variables):
    """Lays out variables that were made before the distribution was set."""
    for variable in variables:
        if variable._layout is None and variable._value is not None:
            variable._settled_layout()
            variable._value = distribute_variable(variable, variable._value)


def distribute_batch(batch, distribution):
    """A batch of arrays laid out: the global batch, or, without `auto_shard_dataset`, this process's share of it."""
    own_share = not distribution.auto_shard_dataset and num_processes() > 1

    def leaf(x):
        layout = distribution.get_data_layout(x.shape)
        if own_share:
            return distribute_data_input(x, layout, distribution.batch_dim_name)
        divides = x.ndim and x.shape[0] % distribution.num_model_replicas == 0
        return distribute_tensor(x, layout.backend_layout if divides else _replicated(distribution))

    return tree.map_structure(lambda x: x if x is None else leaf(x), batch)


def keeping_layouts(step, groups, distribution):
    """A step `(state, data) -> (result, state)` whose new state lies as the variables do.

    With several processes the result is whole in each of them.

    Args:
        step: The function.
        groups: Lists of the variables whose values are the state.
        distribution: The distribution.
    """
    shardings = [[variable._value.sharding for variable in group] for group in groups]
    replicated = _replicated(distribution) if num_processes() > 1 else None

    def kept(state, data):
        result, state = step(state, data)
        state = tuple(
            [jax.lax.with_sharding_constraint(value, sharding) for value, sharding in zip(values, places)]
            for values, places in zip(state, shardings)
        )
        if replicated is not None:
            result = jax.tree.map(lambda x: jax.lax.with_sharding_constraint(x, replicated), result)
        return result, state

    return kept


def _replicated(distribution):
    return NamedSharding(distribution.device_mesh.backend_mesh, PartitionSpec())
