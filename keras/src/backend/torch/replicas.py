"""Processes that hold the same model and divide each batch: what they exchange.

The outputs of all processes are gathered before the loss, so that loss and metrics are those of the whole batch, the
same everywhere, whatever they are. A process gets gradients through its own rows only, times the number of processes;
the mean over the processes is then the gradient of the whole batch.
"""
import os

import torch
import torch.distributed as dist

from keras.src import tree
from keras.src.backend.common import masking

TIMEOUT = "KERAS_DISTRIBUTION_TIMEOUT"  # environment variable: seconds after which a silent process counts as lost

current = None  # the Share of the batch that is being computed, while batches are divided


def is_joined():
    """Whether this process is one of several."""
    return dist.is_available() and dist.is_initialized()


def count():
    """How many processes there are."""
    return dist.get_world_size() if is_joined() else 1


def number():
    """The number of this process."""
    return dist.get_rank() if is_joined() else 0


def gradient_weight(rank=None):
    """How much the gradients of a process (None: this one) count: its part of the batch, where steps see only that."""
    if current is None:
        return 1 / count()
    return current.weight if rank is None else current.sizes[rank] / max(current.rows, 1)


def exchange(collective, *args, **kwargs):
    """Runs a collective operation; RuntimeError that says what happened if another process is gone."""
    try:
        return collective(*args, **kwargs)
    except RuntimeError as e:
        raise RuntimeError(
            f"Process {number()} of {count()} lost another one of the job: it ended, or did not answer for "
            f"{os.environ.get(TIMEOUT, 300)} seconds (environment variable {TIMEOUT}). Start the job again; "
            "`fit(resume=...)` goes on from its last backup."
        ) from e


class Share:
    """Which rows of a batch a process computes.

    Args:
        sizes: List of integers, how many rows each process has.
    """

    def __init__(self, sizes):
        self.sizes = sizes
        self.rows = sum(sizes)
        self.start = sum(sizes[: number()])
        self.own = sizes[number()]

    @classmethod
    def of_whole(cls, rows):
        """Near equal parts of a batch that every process has."""
        ends = [rows * i // count() for i in range(count() + 1)]
        return cls([b - a for a, b in zip(ends, ends[1:])])

    @property
    def weight(self):
        """The part of the batch that is this process's, from 0 to 1."""
        return self.own / max(self.rows, 1)

    def take(self, structure):
        """The own rows of a structure of tensors; a single one, to be left out later, if there are none."""
        start = min(self.start, max(self.rows - 1, 0))
        stop = max(self.start + self.own, start + 1)
        return tree.map_structure(lambda x: x[start:stop] if _has_rows(x, self.rows) else x, structure)

    def gather(self, structure):
        """The rows of all processes, from structures of tensors with the own rows."""
        return tree.map_structure(self._gathered, structure)

    def _gathered(self, x):
        if not _has_rows(x, max(self.own, 1)):
            return x
        whole, mask = _Gather.apply(x, self), masking.get_keras_mask(x)
        if mask is not None:
            masking.set_keras_mask(whole, _Gather.apply(mask, self))
        return whole

    def spread_out(self, structure):
        """The own rows at their place among rows of zeros, for what needs no more than their number."""
        return tree.map_structure(lambda x: self._among_zeros(x) if isinstance(x, torch.Tensor) else x, structure)

    def _among_zeros(self, x):
        whole = x.new_zeros((self.rows, *x.shape[1:]))
        whole[self.start : self.start + self.own] = x
        return whole

    def mean(self, x):
        """The mean over the batch, from means over the own rows."""
        return _Mean.apply(x, self.weight)

    def draw(self, shape, draw):
        """The own rows of `draw(shape)` for the whole batch, if the shape is that of the own rows."""
        if not shape or shape[0] != max(self.own, 1):
            return draw(shape)
        return self.take(draw((self.rows, *shape[1:])))

    def __enter__(self):
        global current
        current = self

    def __exit__(self, *args):
        global current
        current = None


def share_of(structure):
    """The Share of a batch whose rows each process read for itself."""
    own = next((len(x) for x in tree.flatten(structure) if isinstance(x, torch.Tensor)), 0)
    return Share([int(n) for n in _all(torch.tensor([own], device=_device()))])


def _has_rows(x, rows):
    return isinstance(x, torch.Tensor) and x.ndim > 0 and x.shape[0] == rows


def _device():
    return torch.device("cuda", torch.cuda.current_device()) if dist.get_backend() == "nccl" else "cpu"


def _all(x):
    """The tensors of all processes, which have one shape, joined along the first axis."""
    parts = [torch.empty_like(x) for _ in range(count())]
    exchange(dist.all_gather, parts, x)
    return torch.cat(parts)


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, share):
        ctx.share, ctx.local = share, len(x)
        most = max(share.sizes)
        padded = x.new_zeros((most, *x.shape[1:]))
        padded[: share.own] = x[: share.own]
        raw = padded.view(torch.uint8) if padded.ndim > 1 and padded.dtype != torch.bool else padded  # any dtype
        rows = _all(raw.contiguous()).view(x.dtype)
        return torch.cat([rows[most * i : most * i + n] for i, n in enumerate(share.sizes)])

    @staticmethod
    def backward(ctx, gradient):
        share = ctx.share
        own = gradient[share.start : share.start + share.own] * count()
        if share.own < ctx.local:
            own = torch.cat([own, own.new_zeros((ctx.local - share.own, *own.shape[1:]))])
        return own, None


class _Mean(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight):
        ctx.weight = weight
        x = x * weight
        exchange(dist.all_reduce, x)
        return x

    @staticmethod
    def backward(ctx, gradient):
        gradient = gradient.contiguous().clone()
        exchange(dist.all_reduce, gradient)
        return gradient * ctx.weight, None


def _by_dtype(tensors):
    groups = {}
    for tensor in tensors:
        groups.setdefault((tensor.dtype, tensor.device), []).append(tensor)
    return groups.values()


def _flat(tensors):
    return torch.cat([tensor.reshape(-1) for tensor in tensors])


def _unpack(flat, tensors):
    for tensor, part in zip(tensors, flat.split([tensor.numel() for tensor in tensors])):
        tensor.copy_(part.view_as(tensor))


@torch.no_grad()
def equalize(tensors):
    """Gives all processes the first one's values, in place."""
    for group in _by_dtype(tensors):
        flat = _flat(group)
        exchange(dist.broadcast, flat, 0)
        _unpack(flat, group)


@torch.no_grad()
def average(tensors):
    """Gives all processes the mean of their values, in place."""
    for group in _by_dtype(tensors):
        flat = _flat(group)
        exchange(dist.all_reduce, flat)
        _unpack(flat.div_(count()), group)


def weighted_sum(values, weight):
    """Lists of numbers, each process's times its weight, added up over the processes."""
    total = torch.tensor(values, dtype=torch.float64, device=_device()) * weight
    exchange(dist.all_reduce, total)
    return total.tolist()


def equalize_generators():
    """Brings torch's random generators to one state in all processes, so that they see the data in one order."""
    state = torch.get_rng_state().to(_device())
    exchange(dist.broadcast, state, 0)
    torch.set_rng_state(state.cpu())


class Averager:
    """Averages gradients over the processes at the end of every backward pass.

    Args:
        tensors: List of the parameters.
    """

    def __init__(self, tensors):
        self.tensors = tensors
        self._waits = False
        self._handles = [tensor.register_post_accumulate_grad_hook(self._note) for tensor in tensors]

    def _note(self, tensor):
        if not self._waits:
            self._waits = True
            torch.autograd.Variable._execution_engine.queue_callback(self._average)

    @torch.no_grad()
    def _average(self):
        """One sum per dtype; a gradient that no process has stays None."""
        self._waits = False
        weight = gradient_weight()
        for group in _by_dtype(self.tensors):
            gradients = [torch.zeros_like(t) if t.grad is None else t.grad for t in group]
            have = gradients[0].new_tensor([t.grad is not None for t in group])
            flat = torch.cat([_flat(gradients).mul_(weight), have])
            exchange(dist.all_reduce, flat)
            have = flat[-len(group) :].tolist()
            for tensor, gradient, has in zip(group, gradients, have):
                tensor.grad = gradient if has else None
            _unpack(flat[: -len(group)], gradients)

    def close(self):
        """Lets the gradients be."""
        for handle in self._handles:
            handle.remove()
