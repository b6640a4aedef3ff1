"""The shape of an einsum, from its subscripts."""
from keras.src.ops.operation_utils import broadcast_shapes


def einsum_shape(subscripts, shapes):
    """Shape of `einsum(subscripts, *operands)` for operands of shapes that may hold None.

    Raises:
        ValueError: If letters, ranks and sizes do not fit.
    """
    inputs, arrow, output = subscripts.replace(" ", "").partition("->")
    terms = inputs.split(",")
    if len(terms) != len(shapes):
        raise ValueError(
            f"Argument `subscripts` of einsum names {len(terms)} operands. "
            f"Received: subscripts={subscripts!r} with {len(shapes)} operands"
        )
    sizes, extra = {}, ()
    for term, shape in zip(terms, shapes):
        letters, middle = _letters_of(term, shape, subscripts)
        extra = broadcast_shapes(extra, middle)
        for letter, size in letters:
            sizes[letter] = _meet(sizes.get(letter, 1), size, letter, subscripts, shapes)
    if not arrow:
        once = sorted(c for c in sizes if inputs.count(c) == 1)
        output = ("..." if "..." in inputs else "") + "".join(once)
    before, dots, after = output.partition("...")
    unknown = set(before + after) - set(sizes)
    if unknown:
        raise ValueError(
            f"Argument `subscripts` of einsum has letters in its result that no operand has: {sorted(unknown)}. "
            f"Received: subscripts={subscripts!r}"
        )
    return (*(sizes[c] for c in before), *(extra if dots else ()), *(sizes[c] for c in after))


def _letters_of(term, shape, subscripts):
    """Pairs (letter, size) of an operand, and the dimensions under its dots."""
    before, dots, after = term.partition("...")
    named = len(before) + len(after)
    if len(shape) < named or not dots and len(shape) != named:
        raise ValueError(
            f"The subscripts {term!r} do not fit an operand of shape {tuple(shape)}. "
            f"Received: subscripts={subscripts!r}"
        )
    end = len(shape) - len(after)
    letters = [*zip(before, shape), *zip(after, shape[end:])]
    return letters, tuple(shape[len(before) : end])


def _meet(known, size, letter, subscripts, shapes):
    if known == size or size == 1:
        return known
    if known in (None, 1):
        return size
    if size is None:
        return known
    raise ValueError(
        f"The letter {letter!r} stands for sizes {known} and {size}. "
        f"Received: subscripts={subscripts!r} with operands of shapes {shapes}"
    )
