"""Functions put right where a framework's gradient is NaN although there is one; their values stay as they are.

`nb` is a backend's own `numpy` module, `fn` the framework's function. What must not be
differentiated is kept out of `fn` as well: a `where` around it alone multiplies its NaN by zero.
"""
import math


def logaddexp(nb, fn, x1, x2):
    """Zero beside zero in logarithms: neither has a part in the sum, and so no gradient."""
    nothing = (x1 == -math.inf) & (x2 == -math.inf)
    return nb.where(nothing, -math.inf, fn(nb.where(nothing, 0, x1), x2))


def logsumexp(nb, fn, x, axis=None, keepdims=False):
    """The same for a sum."""
    nothing = x == -math.inf
    total = fn(nb.where(nb.all(nothing, axis, True), 0, x), axis, keepdims)
    return nb.where(nb.all(nothing, axis, keepdims), -math.inf, total)


def arctan2(nb, fn, constant, x1, x2):
    """The origin has no direction: the gradient is zero. `constant` stops gradients."""
    origin = (x1 == 0) & (x2 == 0)
    return nb.where(origin, constant(fn(x1, x2)), fn(x1, nb.where(origin, 1, x2)))


def power(nb, fn, x1, x2):
    """Where base and exponent are zero the power is 1 whatever the base is."""
    return fn(nb.where((x1 == 0) & (x2 == 0), 1, x1), x2)
