"""Random numbers from a `torch.Generator` made for every draw."""
import functools

import torch

from keras.src.backend.common import dtypes, seeding
from keras.src.backend.torch import replicas
from keras.src.backend.torch.core import convert_to_tensor, get_device, to_torch_dtype


def _generator(seed):
    """A generator that begins at the sum of the two halves of the seed; none where only shapes are computed."""
    if get_device() == "meta":
        return None
    first, second = seeding.draw_seed(seed).tolist()
    return torch.Generator(get_device()).manual_seed(first + second)


def take_seed(state, ordered):
    """The seed for one draw, a copy as variables change in place, and the state after it."""
    state = state.detach().clone()
    step = torch.tensor([0, 1], dtype=state.dtype, device=state.device) if ordered else None
    return state, seeding.advance(state, step, ordered)


def _float_dtype(dtype):
    return to_torch_dtype(dtypes.standardize(dtype))


def _parameter(value, shape):
    """A parameter of a distribution, at least in float32, spread over the shape to be drawn."""
    return torch.broadcast_to(convert_to_tensor(value, dtype="float32"), tuple(shape)).contiguous()


def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return torch.normal(
        mean, stddev, size=tuple(shape), dtype=_float_dtype(dtype), device=get_device(), generator=_generator(seed)
    )


def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    drawn = torch.rand(tuple(shape), dtype=_float_dtype(dtype), device=get_device(), generator=_generator(seed))
    return drawn.mul_(maxval - minval).add_(minval)


def randint(shape, minval, maxval, dtype="int32", seed=None):
    return torch.randint(
        minval, maxval, tuple(shape), dtype=to_torch_dtype(dtype), device=get_device(), generator=_generator(seed)
    )


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Of four draws for every element, the first that lies within two standard deviations."""
    drawn = torch.empty((*shape, 4), dtype=_float_dtype(dtype), device=get_device())
    drawn.normal_(generator=_generator(seed))
    first = ((drawn > -2) & (drawn < 2)).max(-1, keepdim=True).indices
    return drawn.gather(-1, first).squeeze(-1).mul_(stddev).add_(mean)


def categorical(logits, num_samples, dtype="int32", seed=None):
    probabilities = torch.softmax(convert_to_tensor(logits), dim=-1)
    drawn = torch.multinomial(probabilities, num_samples, replacement=True, generator=_generator(seed))
    return drawn.to(to_torch_dtype(dtype))


def _noise(inputs, rate, shape):
    """What `torch.nn.functional.dropout` multiplies with; it draws in the order in which the inputs lie in memory."""
    order = sorted(range(inputs.ndim), key=inputs.stride, reverse=True)
    ones = inputs.new_ones([shape[i] for i in order]).permute([order.index(i) for i in range(inputs.ndim)])
    return torch.nn.functional.dropout(ones, rate)


def dropout(inputs, rate, noise_shape=None, seed=None):
    inputs = convert_to_tensor(inputs)
    if rate >= 1.0:
        return torch.zeros_like(inputs)
    if noise_shape is None and seeding.is_unseeded(seed) and inputs.is_floating_point():
        # Draws from torch's own generator, as the reference does.
        if replicas.current is None:
            return torch.nn.functional.dropout(inputs, rate)
        return inputs * replicas.current.draw(inputs.shape, functools.partial(_noise, inputs, rate))
    keep = 1.0 - rate
    draw = functools.partial(torch.rand, device=inputs.device, generator=_generator(seed))
    shape = seeding.noise_shape(inputs.shape, noise_shape)
    drawn = draw(shape) if replicas.current is None else replicas.current.draw(shape, draw)
    return torch.where(drawn < keep, inputs / keep, 0.0)


def shuffle(x, axis=0, seed=None):
    """Orders the entries along the axis by random keys, each place of the axes before it on its own."""
    x = convert_to_tensor(x)
    axis = axis % max(x.ndim, 1)
    keys = torch.rand(x.shape[: axis + 1], device=x.device, generator=_generator(seed))
    order = keys.argsort(axis).reshape(*keys.shape, *(1,) * (x.ndim - axis - 1))
    return x.gather(axis, order.expand(x.shape))


def gamma(shape, alpha, dtype=None, seed=None):
    drawn = torch._standard_gamma(_parameter(alpha, shape), generator=_generator(seed))
    return drawn.to(_float_dtype(dtype))


def binomial(shape, counts, probabilities, dtype=None, seed=None):
    counts, probabilities = _parameter(counts, shape), _parameter(probabilities, shape)
    if counts.is_meta:  # There is no such kernel where only shapes are computed.
        return counts.to(_float_dtype(dtype))
    return torch.binomial(counts, probabilities, generator=_generator(seed)).to(_float_dtype(dtype))


def beta(shape, alpha, beta, dtype=None, seed=None):
    """The first share of a Dirichlet draw over two."""
    concentration = torch.stack([_parameter(alpha, shape), _parameter(beta, shape)], -1)
    if concentration.is_meta:
        return concentration[..., 0].to(_float_dtype(dtype))
    drawn = torch._sample_dirichlet(concentration, generator=_generator(seed))[..., 0]
    return drawn.to(_float_dtype(dtype))
