"""Variables of which every process holds a part, and products that are computed in parts.

All processes have their own rows of the batch. For a product with a divided weight, the rows of all those who hold its
parts are brought together, each process multiplies them by its part, and sends everybody what belongs to their rows:
where columns are divided the results are put side by side, where the axis that is summed over is, they are added up.
So no process ever has the whole weight. Whatever else is done with it (a convolution, a look-up, a sum) gets the whole,
gathered for the moment.
"""
import contextlib
import math
import string

import torch
import torch.distributed as dist
from torch.distributed.tensor import DTensor, Replicate
from torch.distributed.tensor import distribute_tensor as distribute
from torch.distributed.tensor.experimental import implicit_replication

from keras.src import tree
from keras.src.backend.common.global_state import state
from keras.src.backend.torch import core, replicas


class DividedVariable(core.Variable):
    """A variable of which this process holds a part; what reads `value` gets the whole, or what stands for it."""

    _in_parts = False  # of the class: while an optimizer works on the parts

    @property
    def value(self):
        if DividedVariable._in_parts:
            return self._value
        scope = state.stateless_scope
        scoped = None if scope is None else scope.get_current_value(self)
        return self._maybe_autocast(self._now() if scoped is None else scoped)

    def _now(self):
        if replicas.current is None or self._holders is None:
            return self._gathered()
        return Divided(self._value, self)

    def _gathered(self):
        found = _Whole.apply(self._value)
        if state.call_context is None and self._value.grad is not None:  # A training step may look for it there.
            found.grad = whole(self._value.grad)
        return found

    def _direct_assign(self, value):
        if not isinstance(value, DTensor):
            value = _parts(value.detach(), self._value)
        with torch.no_grad():
            self._value.copy_(value)


def divide_variable(variable, value, layout):
    """Gives a variable its storage: a part of it in each process, if the layout divides it."""
    if not replicas.is_joined() or not any(layout.axes):
        return False
    variable.__class__ = DividedVariable
    parts = distribute(value, layout.device_mesh.backend_mesh, layout.backend_layout)
    variable._value = torch.nn.Parameter(parts, requires_grad=variable._trainable and value.is_floating_point())
    variable._holders = Holders.of(parts)
    return True


@contextlib.contextmanager
def in_parts():
    """Inside it the value of a divided variable is the DTensor, for code that updates it part by part."""
    DividedVariable._in_parts = True
    try:
        with implicit_replication():
            yield
    finally:
        DividedVariable._in_parts = False


def whole(tensor):
    """The whole tensor of one that may be a DTensor or None."""
    return replicas.exchange(tensor.full_tensor) if isinstance(tensor, DTensor) else tensor


def _parts(tensor, like):
    """A tensor that every process has, in parts as another one."""
    mesh = like.device_mesh
    tensor = DTensor.from_local(tensor, mesh, [Replicate()] * mesh.ndim, run_check=False)
    return tensor.redistribute(placements=like.placements)


def parts_of(gradients, variables):
    """Gradients in parts as their variables are, where some of them are whole."""
    return [
        _parts(g, v._value) if isinstance(v, DividedVariable) and type(g) is torch.Tensor else g
        for g, v in zip(gradients, variables)
    ]


class _Whole(torch.autograd.Function):
    """The whole tensor of the parts; of its gradient, the part of the mean over the processes."""

    @staticmethod
    def forward(ctx, parts):
        ctx.parts = parts.detach()
        return whole(parts)

    @staticmethod
    def backward(ctx, gradient):
        gradient = gradient.contiguous().clone().mul_(replicas.gradient_weight())
        replicas.exchange(dist.all_reduce, gradient)
        return _parts(gradient, ctx.parts)


# Products


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
    """

    @staticmethod
    def __new__(cls, parts, variable):
        local = parts._local_tensor
        return torch.Tensor._make_wrapper_subclass(
            cls, parts.shape, dtype=parts.dtype, device=local.device, requires_grad=parts.requires_grad
        )

    def __init__(self, parts, variable):
        self.parts, self.variable = parts, variable

    def whole(self):
        """The whole tensor, from all processes."""
        return self.variable._gathered() if self.parts is self.variable._value else _Whole.apply(self.parts)

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
    holders = operands[1].variable._holders
    rows_lead = x[:1] == outputs[:1] and x[:1] not in weight
    once = all(len(set(term)) == len(term) for term in (x, weight, outputs))
    covered = set(x) <= set(weight + outputs) and set(weight) <= set(x + outputs)
    divided = all((weight[axis] in x) != (weight[axis] in outputs) for axis in holders.axes)
    if rows_lead and once and covered and divided:
        return _Product.apply(operands[0], operands[1].parts, holders, (x, weight, outputs))
    return None


def _to(tensor, *args, **kwargs):
    """Another dtype, part by part."""
    dtype = kwargs.get("dtype", args[0] if args else None)
    if not isinstance(dtype, torch.dtype) or len(args) + len(kwargs) != 1:
        return None
    return Divided(tensor.parts.to(dtype), tensor.variable)


_TERMS = {
    torch.matmul: _matmul, torch.Tensor.matmul: _matmul, torch.Tensor.__matmul__: _matmul, torch.mm: _matmul,
    torch.addmm: _addmm, torch.einsum: _einsum, torch.Tensor.to: _to,
}  # fmt: skip
_ABOUT = frozenset((
    torch.Tensor.shape.__get__, torch.Tensor.dtype.__get__, torch.Tensor.device.__get__, torch.Tensor.ndim.__get__,
    torch.Tensor.requires_grad.__get__, torch.Tensor.is_cpu.__get__, torch.Tensor.layout.__get__, torch.Tensor.dim,
    torch.Tensor.size, torch.Tensor.numel, torch.Tensor.__len__, torch.Tensor.is_floating_point,
    torch.Tensor.is_complex,
))  # fmt: skip


class _Product(torch.autograd.Function):
    """An einsum of the own rows and a weight in parts. What was gathered is not kept for the way back."""

    @staticmethod
    def forward(ctx, x, parts, holders, terms):
        ctx.save_for_backward(x)
        ctx.parts, ctx.holders, ctx.terms = parts.detach(), holders, terms
        ctx.counts = counts = holders.counts(x)
        letters, weight, outputs = terms
        rows = holders.gathered(x, counts)[holders.cut(holders.own, letters, weight)]
        results = torch.einsum(f"{letters},{weight}->{outputs}", rows, ctx.parts._local_tensor)
        sizes = dict(zip(letters + weight, (*x.shape, *parts.shape)))
        ctx.shape = [sizes[letter] for letter in outputs]
        return holders.returned(results, counts, ctx.shape, outputs, weight)

    @staticmethod
    def backward(ctx, upstream):
        (x,), holders, counts = ctx.saved_tensors, ctx.holders, ctx.counts
        letters, weight, outputs = ctx.terms
        local = ctx.parts._local_tensor
        upstream = holders.gathered(upstream, counts)[holders.cut(holders.own, outputs, weight)]
        to_x = to_parts = None
        if ctx.needs_input_grad[0]:
            results = torch.einsum(f"{outputs},{weight}->{letters}", upstream, local)
            to_x = holders.returned(results, counts, x.shape, letters, weight)
        if ctx.needs_input_grad[1]:
            rows = holders.gathered(x, counts)[holders.cut(holders.own, letters, weight)]
            own = upstream.new_tensor([replicas.gradient_weight(rank) for rank in holders.ranks])
            scale = own.repeat_interleave(own.new_tensor(counts, dtype=torch.int64))
            scaled = upstream * scale.view(-1, *[1] * (upstream.ndim - 1))
            gradient = torch.einsum(f"{letters},{outputs}->{weight}", rows, scaled).contiguous()
            for group in holders.others:
                replicas.exchange(dist.all_reduce, gradient, group=group)
            to_parts = _of_local(gradient, ctx.parts)
        return to_x, to_parts, None, None


def _of_local(local, like):
    return DTensor.from_local(
        local, like.device_mesh, like.placements, run_check=False, shape=like.shape, stride=like.stride()
    )
