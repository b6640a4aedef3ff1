"""CallPlan: what a layer class's `call` takes, read from its signature once."""
import inspect

from keras.src import tree
from keras.src.utils.python_utils import is_default

_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


class CallPlan:
    """The parameters of `call`, prepared for binding, masks, training and building.

    Args:
        layer_class: Subclass of `Layer`.
    """

    def __init__(self, layer_class):
        self.layer_class = layer_class
        parameters = list(inspect.signature(layer_class.call).parameters.values())[1:]
        self.signature = inspect.Signature(parameters)
        self.parameters = {p.name: p for p in parameters}
        self.positional = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        named = [p for p in parameters if p.kind not in _VARIADIC]
        self.names = frozenset(p.name for p in named)
        self.required = tuple(p.name for p in named if p.default is p.empty)
        self.defaults = {p.name: p.default for p in named if p.default is not p.empty}
        self.more_positional = next((p.name for p in parameters if p.kind is p.VAR_POSITIONAL), None)
        self.more_keywords = any(p.kind is p.VAR_KEYWORD for p in parameters)
        self.has_training = "training" in self.names
        self.has_mask = "mask" in self.names
        self.mask_names = frozenset(n for n in self.names if n == "mask" or n.endswith("_mask"))
        self.single_input = len(self.required) <= 1 and bool(self.positional or self.more_positional)
        self.own_mask_rule = not is_default(layer_class.compute_mask)
        self.makes_masks = self.own_mask_rule and not _only_passes_masks_on(layer_class)
        self.users_own = not str(getattr(layer_class.call, "__module__", "")).startswith("keras.src.")
        self.own_build = not is_default(layer_class.build)
        self.build_parameters = _named(layer_class.build)[1:]
        self.own_output_shape = not is_default(layer_class.compute_output_shape)

    def bind(self, layer, args, kwargs):
        """The values by parameter name, in the order of the signature.

        Raises:
            TypeError: If the arguments do not fit the signature.
        """
        bound = dict(zip(self.positional, args))
        if len(args) > len(self.positional):
            if not self.more_positional:
                self._raise_misfit(layer, args, kwargs)
            bound[self.more_positional] = args[len(self.positional) :]
        for name, value in kwargs.items():
            if name in bound or (name not in self.names and not self.more_keywords):
                self._raise_misfit(layer, args, kwargs)
            bound[name] = value
        for name in self.required:
            if name not in bound:
                self._raise_misfit(layer, args, kwargs)
        return bound

    def _raise_misfit(self, layer, args, kwargs):
        try:
            self.signature.bind(*args, **kwargs)
        except TypeError as e:
            reason = str(e)
        else:
            reason = "the arguments do not fit"
        raise TypeError(
            f"{type(layer).__name__}.call{self.signature} of layer {layer.name!r} got other arguments: {reason}"
        )


def call_plan(layer_class):
    """The CallPlan of a class, made at the first request."""
    plan = layer_class._call_plan
    if plan is None or plan.layer_class is not layer_class:  # None, or a parent's
        plan = layer_class._call_plan = CallPlan(layer_class)
    return plan


def build_shapes(layer, plan, arguments):
    """The keyword arguments for `build`: shapes of the call's tensors by parameter of `build`.

    A `build` of one parameter gets the shape of the first argument. One of several gets for each parameter
    `<name>_shape` the shape of the call argument `<name>`.

    Raises:
        ValueError: If a parameter of a `build` of several has another name.
    """
    parameters = plan.build_parameters if "build" not in vars(layer) else _named(layer.build)
    shapes = {f"{name}_shape": shapes_of(value) for name, value in arguments.items() if holds_tensors(value)}
    if len(parameters) == 1:
        return {parameters[0]: next(iter(shapes.values()), None)}
    known = {f"{name}_shape" for name in (*plan.names, *arguments)}
    for name in parameters:
        if name not in known:
            raise ValueError(
                f"A `build()` of several parameters takes shapes by the names of the arguments of `call()`: "
                f"`build(self, query_shape, value_shape)` for `call(self, query, value)`. "
                f"Received: parameter {name!r} of {type(layer).__name__}.build()"
            )
    return {name: shapes[name] for name in parameters if name in shapes}


def _only_passes_masks_on(layer_class):
    """Whether the class that wrote `compute_mask` says so of it: a subclass's own one may make masks."""
    writer = next(cls for cls in layer_class.__mro__ if "compute_mask" in vars(cls))
    return vars(writer).get("_only_passes_masks_on", False)


def _named(function):
    """Names of a function's parameters, those of `*args` and `**kwargs` left out."""
    return [p.name for p in inspect.signature(function).parameters.values() if p.kind not in _VARIADIC]


def holds_tensors(value):
    """Whether a call argument is a tensor, symbolic or not, or a structure with one in it."""
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return True
    if isinstance(value, (list, tuple, dict)):
        return any(holds_tensors(leaf) for leaf in tree.flatten(value))
    return False


def shapes_of(value):
    """The shapes of the tensors in a call argument, in its structure."""
    if hasattr(value, "shape"):
        return static_shape(value)
    return tree.map_structure(static_shape, value)


def static_shape(tensor):
    """Tuple of the sizes known when the layer is built, None for the others; None for what is no tensor."""
    shape = getattr(tensor, "shape", None)
    if shape is None:
        return None
    if getattr(shape, "rank", 0) is None:  # A tf.Tensor of unknown rank.
        return None
    return tuple(size if size is None or isinstance(size, int) else _known(size) for size in shape)


def _known(size):
    try:
        return int(size)
    except Exception:  # a symbolic size of jax or torch
        return None
