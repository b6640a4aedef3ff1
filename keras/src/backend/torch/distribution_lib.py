"""Distribution on the torch backend: processes of one device each, which talk through `torch.distributed`.

All processes divide each batch, whatever the layout of the variables. A variable that a `LayoutMap` divides is a
`DTensor`: each process holds its part of it and of the optimizer's variables, and computes its part of products with
it (`divided.py`).
"""
import atexit
import datetime
import os

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import DeviceMesh as TorchMesh
from torch.distributed.tensor import DTensor, Replicate, Shard
from torch.distributed.tensor import distribute_tensor as distribute

from keras.src import tree
from keras.src.backend.common.global_state import state
from keras.src.backend.common.late import LateModule
from keras.src.backend.torch import core, replicas
from keras.src.backend.torch.divided import DividedVariable
from keras.src.backend.torch.replicas import count as num_processes  # part of the contract
from keras.src.backend.torch.replicas import number as process_id
from keras.src.trainers.compilation import batch_size_of
from keras.src.trainers.runner import is_overridden

_losses = LateModule("keras.src.layers._losses")
SUPPORTS_LAYOUTS = True


def _kind():
    return "gpu" if core.get_device().startswith("cuda") else "cpu"


def list_devices(device_type=None):
    """One device for each process, as `"cpu:0"`."""
    if (device_type or _kind()).lower() != _kind():
        return []
    return [f"{_kind()}:{i}" for i in range(num_processes())]


def get_device_count(device_type=None):
    """How many devices all processes have together."""
    return len(list_devices(device_type))


def initialize(job_addresses, num_processes, process_id):
    """Joins the processes, through nccl on GPUs and gloo on CPUs; what is missing comes from torchrun's environment."""
    number = os.environ.get("WORLD_SIZE") if num_processes is None else num_processes
    rank = os.environ.get("RANK") if process_id is None else process_id
    if number is None:
        raise ValueError(
            "Argument `num_processes` of initialize is missing, and there is no environment variable WORLD_SIZE. Start "
            "the script with `python -m keras.distribution.launch` or `torchrun`. Received: num_processes=None"
        )
    if int(number) == 1 or replicas.is_joined():
        return
    if rank is None:
        raise ValueError("Argument `process_id` of initialize is missing. Received: process_id=None")
    if isinstance(job_addresses, str):
        job_addresses = job_addresses.split(",")
    on_gpu = core.get_device().startswith("cuda")
    if on_gpu:
        local = int(os.environ.get("LOCAL_RANK", rank)) % torch.cuda.device_count()
        torch.cuda.set_device(local)
        core.DEFAULT_DEVICE = f"cuda:{local}"
    dist.init_process_group(
        "nccl" if on_gpu else "gloo",
        init_method=f"tcp://{job_addresses[0]}" if job_addresses else "env://",
        world_size=int(number),
        rank=int(rank),
        timeout=datetime.timedelta(seconds=float(os.environ.get(replicas.TIMEOUT, 300))),
    )
    atexit.register(_leave)


def _leave():
    """Ends the groups' threads: torch aborts a process that ends while they run."""
    if replicas.is_joined():
        dist.destroy_process_group()


def broadcast_integer(value):
    """The first process's value."""
    shared = torch.tensor([value], device=replicas._device())
    replicas.exchange(dist.broadcast, shared, 0)
    return int(shared)


# Layouts


def _to_backend_mesh(device_mesh):
    numbers = [int(name.partition(":")[2] or 0) for name in device_mesh.devices.ravel().tolist()]
    if sorted(numbers) != list(range(num_processes())):
        raise ValueError(
            f"On torch a DeviceMesh must hold the devices of all {num_processes()} processes once, as "
            f"`list_devices()` names them. Received: devices={device_mesh.devices.ravel().tolist()}"
        )
    kind = "cuda" if _kind() == "gpu" else "cpu"
    mesh = torch.tensor(numbers).reshape(tuple(device_mesh.shape))
    return TorchMesh(kind, mesh, mesh_dim_names=tuple(device_mesh.axis_names))


def _to_backend_layout(layout):
    mesh = layout.device_mesh
    axes = layout.axes
    return [Shard(axes.index(name)) if name in axes else Replicate() for name in mesh.axis_names]


def distribute_tensor(tensor, layout):
    """A tensor, the same in every process, as a `DTensor`; as it is in a single process and inside of layers."""
    if not replicas.is_joined() or state.call_context is not None:
        return tensor
    tensor = core.convert_to_tensor(tensor)
    if isinstance(tensor, DTensor):
        return tensor.redistribute(placements=layout.backend_layout)
    return distribute(tensor, layout.device_mesh.backend_mesh, layout.backend_layout)


def distribute_data_input(per_process_batch, layout, batch_dim_name):
    """The `DTensor` of which this process feeds its share of the first dimension."""
    if not replicas.is_joined():
        return per_process_batch
    local = core.convert_to_tensor(per_process_batch)
    return DTensor.from_local(local, layout.device_mesh.backend_mesh, layout.backend_layout)


# Steps


def divide(model, distribution, kind):
    """Makes the steps of a model divide their batches over the processes, or ends that.

    Args:
        model: The model.
        distribution: The Distribution, or None.
        kind: `"train"`, `"test"` or `"predict"`: which steps are about to run.

    Returns:
        The model's Division, or None in a single process.
    """
    division = model.__dict__.get("_division")
    if division is not None and division.distribution is not distribution:
        division.close()
        division = None
    if division is None and distribution is not None and num_processes() > 1:
        division = model.__dict__["_division"] = Division(model, distribution)
    if division is not None and kind == "train":
        division.begin_training()
    return division


class Division:
    """The steps of a model, divided over the processes.

    Args:
        model: The model.
        distribution: The Distribution.
    """

    def __init__(self, model, distribution):
        self.model = model
        self.distribution = distribution
        self.share = None  # of a batch that was read in parts
        self.averager = None
        model.__dict__["_forward"] = self.forward

    def close(self):
        """Gives the model back its own steps."""
        for name in ("_forward", "_division"):
            self.model.__dict__.pop(name, None)
        if self.averager is not None:
            self.averager.close()

    def begin_training(self):
        """All processes begin with the weights of the first one."""
        model = self.model
        variables = [*model.variables, *getattr(model.optimizer, "variables", ())]
        replicas.equalize([v._value for v in variables if not isinstance(v, DividedVariable)])
        if self.averager is not None:
            self.averager.close()
        trained = [v._value for v in model.trainable_variables if not isinstance(v, DividedVariable)]
        self.averager = replicas.Averager(trained)

    def begin_epoch(self):
        """All processes see the data in one order."""
        replicas.equalize_generators()
        others = [v._value for v in self.model.non_trainable_variables if not isinstance(v, DividedVariable)]
        self.versions = [(t, t._version) for t in others if t.is_floating_point()]

    def end_epoch(self):
        """State that layers computed of their shares, as running statistics, becomes the mean over the processes."""
        replicas.average([t for t, version in self.versions if t._version != version])

    def forward(self, x, training):
        """The outputs for the whole batch, of which this process computes its share."""
        share = self.share or replicas.Share.of_whole(batch_size_of(x))
        with share:
            outputs = type(self.model)._forward(self.model, share.take(x), training)
            outputs = share.gather(outputs)
        if _losses.holders:
            for layer in self.model._flatten_layers():
                layer._losses[:] = [share.mean(loss) for loss in layer._losses]
        return outputs

    def step(self, step, kind):
        """A step for the batches that the runner reads."""
        if is_overridden(self.model, f"{kind}_step"):
            return self.custom(step, kind)
        return step if self.distribution.auto_shard_dataset else lambda data: step(self.whole(data))

    def whole(self, data):
        """The batch as steps see it, where each process reads its own share: all of it."""
        data = self._own_part(data)
        share = self.share = replicas.share_of(data)
        parts = list(data) if isinstance(data, tuple) else [data]
        if self._looks_at_inputs():
            return share.gather(data)
        parts[0] = share.spread_out(parts[0])
        parts[1:] = share.gather(parts[1:])
        return tuple(parts) if isinstance(data, tuple) else parts[0]

    def _looks_at_inputs(self):
        return any(is_overridden(self.model, name) for name in ("compute_loss", "compute_metrics"))

    def _own_part(self, data):
        """The rows that are left to this process, where several read the same share."""
        shares = min(self.distribution.num_model_replicas, num_processes())
        readers = num_processes() // shares
        if readers == 1:
            return data
        rows, place = batch_size_of(data), process_id() % readers
        start, stop = rows * place // readers, rows * (place + 1) // readers
        return tree.map_structure(lambda x: x if x is None else x[start:stop], data)

    def custom(self, step, kind):
        """A step that a user wrote, for the rows of this process; its logs are means over the batch."""

        def divided(data):
            if self.distribution.auto_shard_dataset:
                share = replicas.Share.of_whole(batch_size_of(data))
                data = share.take(data)
            else:
                data = self._own_part(data)
                share = replicas.share_of(data)
            with share:
                result = step(data)
            if kind == "predict":
                return share.gather(result)
            if result is None:
                return None
            names = list(result)
            return dict(zip(names, replicas.weighted_sum([float(result[n]) for n in names], share.weight)))

        return divided
