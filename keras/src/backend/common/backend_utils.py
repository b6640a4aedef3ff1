"""Small rules that several backends share."""


def canonicalize_axis(axis, ndim):
    """`axis` counted from the front.

    Raises:
        ValueError: If it is out of range.
    """
    if not -ndim <= axis < ndim:
        raise ValueError(f"Argument `axis` is out of range for a tensor of {ndim} dimensions. Received: axis={axis}")
    return axis + ndim if axis < 0 else axis


def canonicalize_axes(axes, ndim):
    """Axes given as None (all), an integer or a sequence, as a sorted tuple counted from the front."""
    if axes is None:
        return tuple(range(ndim))
    axes = (axes,) if isinstance(axes, int) else axes
    return tuple(sorted(canonicalize_axis(axis, ndim) for axis in axes))
