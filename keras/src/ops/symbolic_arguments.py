"""Arguments of a recorded call, with the symbolic tensors among them."""
from keras.src import tree
from keras.src.backend.common.keras_tensor import KerasTensor


class SymbolicArguments:
    """Arguments of a call, as they were given.

    Args:
        *args: Positional arguments; KerasTensors may be anywhere inside.
        **kwargs: Keyword arguments, likewise.
    """

    def __init__(self, *args, **kwargs):
        self.args = args
        self.kwargs = kwargs
        single = len(args) == 1 and not kwargs and isinstance(args[0], KerasTensor)
        self._single_positional_tensor = args[0] if single else None
        if single:
            self.keras_tensors = [args[0]]
        else:
            self.keras_tensors = [x for x in tree.flatten((args, kwargs)) if isinstance(x, KerasTensor)]

    def convert(self, conversion_fn):
        """`(args, kwargs)` with every KerasTensor put through a function."""

        def convert(x):
            return conversion_fn(x) if isinstance(x, KerasTensor) else x

        return tree.map_structure(convert, (self.args, self.kwargs))

    def fill_in(self, tensor_dict):
        """`(args, kwargs)` with values in the place of KerasTensors.

        Args:
            tensor_dict: Dict from `id` of a KerasTensor to its value; those without an entry stay.
        """
        if self._single_positional_tensor is not None:
            return (tensor_dict[id(self._single_positional_tensor)],), {}
        return self.convert(lambda x: tensor_dict.get(id(x), x))
