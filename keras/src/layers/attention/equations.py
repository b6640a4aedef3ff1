"""Einsum equations of attention over any axes."""
import string


def _build_proj_equation(free_dims, bound_dims, output_dims):
    """The equation of a dense projection.

    Args:
        free_dims: Integer, the number of leading axes that stay.
        bound_dims: Integer, the number of axes that are summed over.
        output_dims: Integer, the number of axes that come in their place.

    Returns:
        Tuple `(equation, axes of the bias, rank of the output)`.

    Example:

    >>> _build_proj_equation(2, 1, 2)
    ('abc,cde->abde', 'de', 4)
    """
    letters = string.ascii_lowercase
    free = letters[:free_dims]
    bound = letters[free_dims : free_dims + bound_dims]
    new = letters[free_dims + bound_dims : free_dims + bound_dims + output_dims]
    return f"{free}{bound},{bound}{new}->{free}{new}", new, free_dims + output_dims


def _build_attention_equation(rank, attn_axes):
    """The equations of scores and of their use, for projected tensors `(batch, ..., heads, features)`.

    Args:
        rank: Integer, the number of axes of the projected query, key and value.
        attn_axes: Tuple of integers, the axes that are attended over.

    Returns:
        Tuple `(scores from key and query, output from scores and value, rank of the scores)`.

    Example:

    >>> _build_attention_equation(4, (1,))
    ('aecd,abcd->acbe', 'acbe,aecd->abcd', 4)
    """
    target = string.ascii_lowercase[:rank]
    new = iter(string.ascii_lowercase[rank:])
    source = "".join(next(new) if axis in attn_axes else target[axis] for axis in range(rank))
    kept = "".join(target[axis] for axis in range(rank - 1) if axis not in attn_axes)
    scores = kept + "".join(target[axis] for axis in attn_axes) + "".join(source[axis] for axis in attn_axes)
    return f"{source},{target}->{scores}", f"{scores},{source}->{target}", len(scores)
