"""Python generators of batches."""
import itertools

from keras.src.trainers.data_adapters import data_adapter_utils
from keras.src.trainers.data_adapters.data_adapter import DataAdapter


class GeneratorDataAdapter(DataAdapter):
    """Batches from a Python generator, which yields tuples.

    A generator can be read once, so passes share it. As in Keras 3 each pass begins with the first two batches, which
    are read at once and kept, and then goes on where the last one stopped: validation sees these two in every epoch.

    Args:
        generator: Iterator over `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

    Raises:
        ValueError: If it yields nothing, or something other than a tuple.
    """

    is_read_by_turns = True

    def __init__(self, generator):
        self._first = [data_adapter_utils.list_to_tuple(batch) for batch in itertools.islice(generator, 2)]
        self._rest = generator
        if not self._first:
            raise ValueError("Argument `x` is a generator that yields nothing. Received: x=" + repr(generator))
        if not isinstance(self._first[0], tuple):
            raise ValueError(
                "A generator given to a model must yield tuples `(x,)`, `(x, y)` or `(x, y, sample_weight)`. "
                f"Received an item of type {type(self._first[0]).__name__}"
            )

    def batches(self):
        return map(data_adapter_utils.list_to_tuple, itertools.chain(self._first, self._rest))

    def peek(self):
        """The first batch, which stays to be read."""
        return self._first[0]
