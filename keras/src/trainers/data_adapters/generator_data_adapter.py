"""Python generators of batches."""
import itertools

from keras.src.trainers.data_adapters import data_adapter_utils
from keras.src.trainers.data_adapters.data_adapter import DataAdapter


class GeneratorDataAdapter(DataAdapter):
    """Batches from a Python generator, which yields tuples.

    A generator can be read once, so all passes share it: a new pass goes on where the last one stopped.

    Args:
        generator: Iterator over `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

    Raises:
        ValueError: If it yields nothing, or something other than a tuple.
    """

    is_read_by_turns = True

    def __init__(self, generator):
        first = next(generator, None)
        if first is None:
            raise ValueError("Argument `x` is a generator that yields nothing. Received: x=" + repr(generator))
        first = data_adapter_utils.list_to_tuple(first)
        if not isinstance(first, tuple):
            raise ValueError(
                "A generator given to a model must yield tuples `(x,)`, `(x, y)` or `(x, y, sample_weight)`. "
                f"Received an item of type {type(first).__name__}"
            )
        self._first = first
        self._rest = itertools.chain([first], generator)

    def batches(self):
        return map(data_adapter_utils.list_to_tuple, self._rest)

    def peek(self):
        """The first batch, which stays to be read."""
        return self._first


