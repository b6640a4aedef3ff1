"""Products with tensors of which every process holds a part, computed in parts.

All processes have their own rows of the batch. For a product with a divided weight, the rows of all those who hold its
parts are brought together, each process multiplies them by its part, and sends everybody what belongs to their rows:
where columns are divided the results are put side by side, where the axis that is summed over is, they are added up.
So no process ever has the whole weight. Products are those of matrices, einsums, convolutions and look-ups of rows (a
sum over the rows of a table, of which a process has some). Whatever else is done with a divided tensor gets the whole,
gathered for the moment.
"""
import copy
import math
import string

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.distributed.tensor import DTensor, Replicate

from keras.src import tree
from keras.src.backend.torch import replicas


def whole(tensor):
    """The whole tensor of one that may be a DTensor or None."""
    return replicas.exchange(tensor.full_tensor) if isinstance(tensor, DTensor) else tensor


def divided_as(tensor, like):
    """A tensor that every process has, in parts as another one."""
    mesh = like.device_mesh
    tensor = DTensor.from_local(tensor, mesh, [Replicate()] * mesh.ndim, run_check=False)
    return tensor.redistribute(placements=like.placements)


class Whole(torch.autograd.Function):
    """The whole tensor of the parts; of its gradient, the part of the mean over the processes."""

    @staticmethod
    def forward(ctx, parts):
        ctx.parts = parts.detach()
        return whole(parts)

    @staticmethod
    def backward(ctx, gradient):
        gradient = gradient.contiguous().clone().mul_(replicas.gradient_weight())
        replicas.exchange(dist.all_reduce, gradient)
        return divided_as(gradient, ctx.parts)


class Holders:
    """The processes that together hold a tensor once, and what each of them holds.

    Args:
        parts: A DTensor.
        group: Their process group.
        divided: List, the axes of the mesh along which the tensor is divided.
    """

    def __init__(self, parts, group, divided):
        mesh = parts.device_mesh
        self.group = group
        self.ranks = dist.get_process_group_ranks(group)
        self.own = self.ranks.index(dist.get_rank())
        self.others = [mesh.get_group(i) for i in range(mesh.ndim) if i not in divided]
        self.axes = [parts.placements[i].dim for i in divided]
        self.bounds = [self._bounds(parts, rank, divided) for rank in self.ranks]

    def permuted(self, order):
        """The holders of the tensor with its axes in another order."""
        found = copy.copy(self)
        found.axes = [order.index(axis) for axis in self.axes]
        found.bounds = [{order.index(axis): part for axis, part in bounds.items()} for bounds in self.bounds]
        return found

    @classmethod
    def of(cls, parts):
        """The holders of a DTensor; None where there is no process group that is just them."""
        mesh = parts.device_mesh
        divided = [i for i, placement in enumerate(parts.placements) if placement.is_shard()]
        if len(divided) == 1:
            return cls(parts, mesh.get_group(divided[0]), divided)
        return cls(parts, dist.group.WORLD, divided) if len(divided) == mesh.ndim else None

    @staticmethod
    def _bounds(parts, rank, divided):
        """Dict from axes of the tensor to the slices that a process holds."""
        mesh, found = parts.device_mesh, {}
        place = (mesh.mesh == rank).nonzero()[0].tolist()
        for i in divided:
            axis = parts.placements[i].dim
            step = -(-parts.shape[axis] // mesh.size(i))
            found[axis] = slice(*(min(step * (place[i] + j), parts.shape[axis]) for j in (0, 1)))
        return found

    def cut(self, member, letters, weight):
        """An index for a tensor with these axes: what goes with the part that a member holds of the weight."""
        by_letter = {weight[axis]: bounds for axis, bounds in self.bounds[member].items()}
        return tuple(by_letter.get(letter, slice(None)) for letter in letters)

    def counts(self, x):
        """How many rows each member has."""
        own = torch.tensor([len(x)], device=x.device)
        found = [torch.empty_like(own) for _ in self.ranks]
        replicas.exchange(dist.all_gather, found, own, group=self.group)
        return [int(n) for n in found]

    def gathered(self, x, counts):
        """The rows of all members."""
        padded = x.new_zeros((max(counts), *x.shape[1:]))
        padded[: len(x)] = x
        found = [torch.empty_like(padded) for _ in self.ranks]
        replicas.exchange(dist.all_gather, found, padded, group=self.group)
        return torch.cat([rows[:n] for rows, n in zip(found, counts)])

    def returned(self, results, counts, shape, letters, weight):
        """The own rows, of shape `shape`, from results for the rows of all, of which each member has its part."""
        rows = counts[self.own]
        places = [self.cut(member, letters, weight) for member in range(len(self.ranks))]
        blocks = [[len(range(size)[part]) for part, size in zip(place, shape)] for place in places]
        received = [math.prod(block) for block in blocks]
        sent = [n * math.prod(results.shape[1:]) for n in counts]
        found = results.new_empty(sum(received))
        replicas.exchange(
            dist.all_to_all_single, found, results.reshape(-1), received, sent, group=self.group
        )
        whole = results.new_zeros((rows, *shape[1:]))
        for place, block, values in zip(places, blocks, found.split(received)):
            whole[place] += values.view(block)
        return whole


class Divided(torch.Tensor):
    """Stands for a tensor of which each process holds a part: products with it are computed in parts.

    Args:
        parts: A DTensor.
        variable: The DividedVariable whose value it is.
        holders: The Holders of the parts.
    """

    @staticmethod
    def __new__(cls, parts, variable, holders):
        local = parts._local_tensor
        return torch.Tensor._make_wrapper_subclass(
            cls, parts.shape, dtype=parts.dtype, device=local.device, requires_grad=parts.requires_grad
        )

    def __init__(self, parts, variable, holders):
        self.parts, self.variable, self.holders = parts, variable, holders

    def whole(self):
        """The whole tensor, from all processes."""
        return self.variable._gathered() if self.parts is self.variable._value else Whole.apply(self.parts)

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if function in _ABOUT:
            with torch._C.DisableTorchFunctionSubclass():
                return function(*args, **kwargs)
        terms = _TERMS[function](*args, **kwargs) if function in _TERMS else None
        if terms is not None:
            return terms
        args, kwargs = tree.map_structure(lambda x: x.whole() if type(x) is cls else x, (args, kwargs))
        return function(*args, **kwargs)

    @classmethod
    def __torch_dispatch__(cls, function, types, args=(), kwargs=None):
        """What reaches it past torch's functions, below the gradients, which would be lost."""
        raise NotImplementedError(
            f"{function} cannot take a weight of which each process holds a part. "
            "Leave the variable out of the LayoutMap."
        )


# What torch's functions do with a Divided; None where that cannot be done in parts.


def _to(tensor, *args, **kwargs):
    """Another dtype, part by part."""
    dtype = kwargs.get("dtype", args[0] if args else None)
    if not isinstance(dtype, torch.dtype) or len(args) + len(kwargs) != 1:
        return None
    return Divided(tensor.parts.to(dtype), tensor.variable, tensor.holders)


def _permute(tensor, *order):
    order = order[0] if len(order) == 1 else order
    return Divided(tensor.parts.permute(order), tensor.variable, tensor.holders.permuted(list(order)))


def _matmul(x, weight):
    if type(weight) is not Divided or type(x) is Divided or x.ndim < 2 or weight.ndim != 2:
        return None
    letters = string.ascii_lowercase[: x.ndim]
    return _einsum(f"{letters},{letters[-1]}z->{letters[:-1]}z", x, weight)


def _addmm(bias, x, weight):
    product = _matmul(x, weight)
    return None if product is None else product + bias


def _einsum(equation, *operands):
    """The product, if its terms are such that each process can compute its part of it; else None."""
    inputs, _, outputs = equation.replace(" ", "").partition("->")
    if len(operands) != 2 or "." in equation or type(operands[1]) is not Divided or type(operands[0]) is Divided:
        return None
    x, weight = inputs.split(",")
    rows_lead = x[:1] == outputs[:1] and x[:1] not in weight
    once = all(len(set(term)) == len(term) for term in (x, weight, outputs))
    covered = set(x) <= set(weight + outputs) and set(weight) <= set(x + outputs)
    divided = all((weight[axis] in x) != (weight[axis] in outputs) for axis in operands[1].holders.axes)
    if rows_lead and once and covered and divided:
        return _in_parts(Einsum(x, weight, outputs), *operands)
    return None


def _conv(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _convolution(x, weight, bias, groups, stride, padding, dilation, False, 0)


def _conv_transpose(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _convolution(x, weight, bias, groups, stride, padding, dilation, True, output_padding)


def _convolution(x, weight, bias, groups, *options):
    """Options are those of `torch.convolution`, integers or one for each spatial axis."""
    rank = weight.ndim - 2
    if type(weight) is not Divided or type(x) is Divided or groups != 1 or x.ndim != rank + 2:
        return None
    if any(isinstance(option, str) for option in options) or max(weight.holders.axes) > 1:
        return None
    options = [[option] * rank if type(option) is int else option for option in options]
    found = _in_parts(Convolution(rank, *options), x, weight)
    return found if bias is None else found + bias.reshape(-1, *[1] * rank)


def _look_up(table, indices):
    if type(table) is not Divided or not isinstance(indices, torch.Tensor) or type(indices) is Divided:
        return None
    if indices.ndim == 0 or indices.dtype == torch.bool or table.ndim != 2:
        return None
    lowest, highest = torch.aminmax(indices) if indices.numel() else (0, 0)
    if indices.device.type == "cpu" and not -len(table) <= lowest <= highest < len(table):
        raise IndexError(f"Indices of a table of {len(table)} rows lie between {lowest} and {highest}")
    return _in_parts(LookUp(indices.ndim), torch.where(indices < 0, indices + len(table), indices), table)


_TERMS = {
    torch.matmul: _matmul, torch.Tensor.matmul: _matmul, torch.Tensor.__matmul__: _matmul, torch.mm: _matmul,
    torch.addmm: _addmm, torch.einsum: _einsum, torch.Tensor.to: _to, torch.permute: _permute,
    torch.Tensor.permute: _permute, torch.embedding: _look_up, torch.Tensor.__getitem__: _look_up,
    F.conv1d: _conv, F.conv2d: _conv, F.conv3d: _conv, F.conv_transpose1d: _conv_transpose,
    F.conv_transpose2d: _conv_transpose, F.conv_transpose3d: _conv_transpose,
}
_ABOUT = frozenset((
    torch.Tensor.shape.__get__, torch.Tensor.dtype.__get__, torch.Tensor.device.__get__, torch.Tensor.ndim.__get__,
    torch.Tensor.requires_grad.__get__, torch.Tensor.is_cpu.__get__, torch.Tensor.layout.__get__, torch.Tensor.dim,
    torch.Tensor.size, torch.Tensor.numel, torch.Tensor.__len__, torch.Tensor.is_floating_point,
    torch.Tensor.is_complex,
))


# Kinds of products. `letters` stand for axes: of the rows, the weight, the results. Where an axis is divided that the
# weight shares with the results, these are put side by side, else they are added up. `bounds` are the slices of the
# weight's axes that are here.


class Einsum:
    """The einsum of rows and a weight."""

    def __init__(self, rows, weight, results):
        self.letters = rows, weight, results

    def results(self, rows, local, bounds):
        return torch.einsum("{},{}->{}".format(*self.letters), rows, local)

    def gradients(self, upstream, rows, local, bounds, scaled, wanted):
        x, weight, results = self.letters
        to_rows = torch.einsum(f"{results},{weight}->{x}", upstream, local) if wanted[0] else None
        to_local = torch.einsum(f"{x},{results}->{weight}", rows, scaled) if wanted[1] else None
        return to_rows, to_local


class Convolution:
    """A convolution, divided along its channels, with the options of `torch.convolution`."""

    def __init__(self, rank, *options):
        kernel = "io" if options[3] else "oi"
        self.letters = "ni" + "abc"[:rank], kernel + "xyz"[:rank], "no" + "def"[:rank]
        self.options = options

    def results(self, rows, local, bounds):
        return torch.convolution(rows, local, None, *self.options, 1)

    def gradients(self, upstream, rows, local, bounds, scaled, wanted):
        def gradient(upstream, *mask):
            return torch.ops.aten.convolution_backward(upstream, rows, local, None, *self.options, 1, mask)

        to_rows = gradient(upstream, True, False, False)[0] if wanted[0] else None
        return to_rows, gradient(scaled, False, True, False)[1] if wanted[1] else None


class LookUp:
    """The rows of a table at some indices; nothing at those that belong to another process."""

    def __init__(self, rank):
        letters = string.ascii_lowercase[:rank]
        self.letters = letters, "yz", f"{letters}z"

    def _own(self, indices, local, bounds):
        first = bounds[0].start if 0 in bounds else 0
        indices = (indices - first).long()
        here = (indices >= 0) & (indices < len(local))
        return indices.where(here, 0), here.unsqueeze(-1)

    def results(self, indices, local, bounds):
        if not len(local):
            return local.new_zeros((*indices.shape, local.shape[1]))
        indices, here = self._own(indices, local, bounds)
        return torch.embedding(local, indices) * here

    def gradients(self, upstream, indices, local, bounds, scaled, wanted):
        if not wanted[1]:
            return None, None
        indices, here = self._own(indices, local, bounds)
        gradient = torch.zeros_like(local)
        if len(local):
            gradient.index_add_(0, indices.reshape(-1), (scaled * here).reshape(-1, local.shape[1]))
        return None, gradient


def _in_parts(kind, x, weight):
    return _Product.apply(x, weight.parts, weight.holders, kind)


class _Product(torch.autograd.Function):
    """A product of the own rows and a weight in parts. What was gathered is not kept for the way back."""

    @staticmethod
    def forward(ctx, x, parts, holders, kind):
        ctx.save_for_backward(x)
        ctx.parts, ctx.holders, ctx.kind = parts.detach(), holders, kind
        ctx.counts = counts = holders.counts(x)
        letters, weight, outputs = kind.letters
        rows = holders.gathered(x, counts)[holders.cut(holders.own, letters, weight)]
        results = kind.results(rows, ctx.parts._local_tensor, holders.bounds[holders.own])
        sizes = {**dict(zip(outputs, results.shape)), **dict(zip(weight, parts.shape)), outputs[0]: len(x)}
        return holders.returned(results, counts, [sizes[letter] for letter in outputs], outputs, weight)

    @staticmethod
    def backward(ctx, upstream):
        (x,), holders, counts, kind = ctx.saved_tensors, ctx.holders, ctx.counts, ctx.kind
        letters, weight, outputs = kind.letters
        wanted = ctx.needs_input_grad[:2]
        upstream = holders.gathered(upstream, counts)[holders.cut(holders.own, outputs, weight)]
        rows = holders.gathered(x, counts)[holders.cut(holders.own, letters, weight)]
        own = upstream.new_tensor([replicas.gradient_weight(rank) for rank in holders.ranks])
        scale = own.repeat_interleave(own.new_tensor(counts, dtype=torch.int64))
        scaled = upstream * scale.view(-1, *[1] * (upstream.ndim - 1))
        bounds, local = holders.bounds[holders.own], ctx.parts._local_tensor
        to_x, to_parts = kind.gradients(upstream, rows, local, bounds, scaled, wanted)
        if to_x is not None:
            to_x = holders.returned(to_x, counts, x.shape, letters, weight)
        if to_parts is not None:
            to_parts = to_parts.contiguous()
            for group in holders.others:
                replicas.exchange(dist.all_reduce, to_parts, group=group)
            to_parts = _of_local(to_parts, ctx.parts)
        return to_x, to_parts, None, None


def _of_local(local, like):
    return DTensor.from_local(
        local, like.device_mesh, like.placements, run_check=False, shape=like.shape, stride=like.stride()
    )
