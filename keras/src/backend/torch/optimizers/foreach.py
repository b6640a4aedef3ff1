"""Elementwise functions over lists of tensors, under the names of the numpy namespace.

Each takes lists, numbers and scalar tensors; with a list among them the result is a list.
"""
import numpy as np
import torch

_LISTS = (list, tuple)


class Group:
    """Variables of one dtype and device that are updated together.

    Args:
        variables: List of `keras.Variable`s.
    """

    def __init__(self, variables):
        self.value = [v._value for v in variables]

    def assign(self, values):
        try:
            torch._foreach_copy_(self.value, values)
        except NotImplementedError:  # of DTensors
            for tensor, value in zip(self.value, values):
                tensor.copy_(value)

    def assign_add(self, values):
        torch._foreach_add_(self.value, values)

    def assign_sub(self, values):
        torch._foreach_sub_(self.value, values)


def add(a, b):
    if isinstance(a, _LISTS):
        return torch._foreach_add(a, b)
    return torch._foreach_add(b, a) if isinstance(b, _LISTS) else a + b


def subtract(a, b):
    if isinstance(a, _LISTS):
        return torch._foreach_sub(a, b)
    if isinstance(b, _LISTS):
        return torch._foreach_add(torch._foreach_neg(b), a)
    return a - b


def multiply(a, b):
    if isinstance(a, _LISTS):
        return torch._foreach_mul(a, b)
    return torch._foreach_mul(b, a) if isinstance(b, _LISTS) else a * b


def divide(a, b):
    if isinstance(a, _LISTS):
        return torch._foreach_div(a, b)
    if isinstance(b, _LISTS):
        return torch._foreach_mul(torch._foreach_reciprocal(b), a)
    return a / b


def maximum(a, b):
    if isinstance(a, _LISTS):
        return torch._foreach_maximum(a, b)
    return torch._foreach_maximum(b, a) if isinstance(b, _LISTS) else max(a, b)


def power(a, b):
    if isinstance(a, _LISTS) or isinstance(b, _LISTS):
        return torch._foreach_pow(a, b)
    return a**b


def square(a):
    return torch._foreach_mul(a, a) if isinstance(a, _LISTS) else a * a


def sqrt(a):
    if isinstance(a, _LISTS):
        return torch._foreach_sqrt(a)
    return a.sqrt() if isinstance(a, torch.Tensor) else np.sqrt(a)


def abs(a):  # the name in the numpy namespace
    return torch._foreach_abs(a) if isinstance(a, _LISTS) else a.__abs__()


def sign(a):
    return torch._foreach_sign(a)


def minimum(a, b):
    if isinstance(a, _LISTS):
        return torch._foreach_minimum(a, b)
    return torch._foreach_minimum(b, a) if isinstance(b, _LISTS) else min(a, b)
