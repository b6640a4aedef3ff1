"""Building a layer: making its weights when the shapes of its inputs are known."""
import functools
import inspect
import warnings

from keras.src import backend, tree
from keras.src.backend.common.name_scope import current_path
from keras.src.layers._call_plan import build_shapes, call_plan, holds_tensors, shapes_of
from keras.src.layers._saving import checked_quantize
from keras.src.utils.python_utils import default

LOCKED = (
    "New variables and layers cannot be added to a layer that is built already. Make them in `__init__()` or in "
    "`build()`."
)


class Building:
    """The part of `Layer` that makes weights from input shapes."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "build" in vars(cls) and not hasattr(vars(cls)["build"], "_keeps_books"):
            cls.build = _keeping_books(vars(cls)["build"])
        if "quantize" in vars(cls) and not hasattr(vars(cls)["quantize"], "_is_checked"):
            cls.quantize = checked_quantize(vars(cls)["quantize"])

    @default
    def build(self, input_shape):
        self._check_super_called()
        traced = not call_plan(type(self)).own_build and _has_unbuilt_layers(self)
        if traced and not self._build_by_tracing(input_shape):
            warnings.warn(
                f"Layer {self.name!r} (of type {type(self).__name__}) has layers inside that are not built, no "
                "`build()` of its own, and its `call()` could not be traced on symbolic tensors of these shapes. It "
                "counts as built now; the layers inside are built when they are first called. "
                f"Received: input_shape={input_shape}",
                stacklevel=2,
            )
        self.built = True

    def _build_by_tracing(self, input_shape):
        """Builds the layers inside by tracing `call` on symbolic inputs; returns whether that worked."""
        if input_shape is None:
            return False
        plan = call_plan(type(self))
        dtype = self.input_dtype
        inputs = tree.map_shape_structure(lambda shape: backend.KerasTensor(shape, dtype=dtype), input_shape)
        attempts = [((inputs,), {})]
        if isinstance(inputs, dict) and inputs.keys() <= plan.names:
            attempts.append(((), inputs))
        elif isinstance(inputs, (list, tuple)) and len(plan.required) > 1:
            attempts.insert(0, (tuple(inputs), {}))
        return any(self._trace_call(args, kwargs) for args, kwargs in attempts)

    def _trace_call(self, args, kwargs):
        try:
            with self._open_name_scope():
                backend.compute_output_spec(self.call, *args, **kwargs)
        except Exception:  # user code may refuse symbolic tensors in any way
            return False
        return not _has_unbuilt_layers(self)

    def _maybe_build(self, plan, arguments):
        """Builds the layer for its first call."""
        if self.built:
            return
        with backend.AutocastScope(None):
            if plan.own_build or _assigned_build(self):
                self.build(**build_shapes(self, plan, arguments))
            else:
                self._build_by_call(arguments)
        self.built = True

    def _build_by_call(self, arguments):
        """For layers without `build`: their layers are built by tracing this call, if that works."""
        if _has_unbuilt_layers(self):
            tensors = {name: value for name, value in arguments.items() if name in call_plan(type(self)).names}
            self._trace_call((), _as_symbolic(tensors))
        shapes = [shapes_of(value) for value in arguments.values() if holds_tensors(value)]
        self._after_build({"input_shape": shapes[0]} if shapes else None)

    def _after_build(self, shapes):
        """What follows on any way of building; `shapes` are None where a call told none."""
        if shapes is not None:
            self._build_shapes_dict = shapes
        self._settle_path()
        self.built = True
        self._post_build()
        self._lock_state()

    def _build_at_init(self):
        """For the end of a constructor: a layer whose class has no `build` needs none and is built now."""
        if not call_plan(type(self)).own_build:
            self.built = True
            self._post_build()
            self._lock_state()

    def _lock_state(self):
        if not self._tracker.locked:
            self._tracker.lock(msg=LOCKED)

    def _open_name_scope(self):
        """The name scope of this layer; the first one that opens fixes the layer's path."""
        self._settle_path()
        return backend.name_scope(self.name, caller=self, override_parent=self._parent_path)

    def _settle_path(self):
        if self._parent_path is None:
            self._parent_path = current_path()
            self._path = f"{self._parent_path}/{self.name}" if self._parent_path else self.name

    @property
    def path(self):
        """Path of the layer, as `"model/block/dense"`; None before it is built."""
        return self._path

    def get_build_config(self):
        """What `build_from_config` needs: the shapes that the layer was built with, as a dict, or None.

        Example:

        >>> layer = keras.layers.Dense(2)
        >>> layer.build((None, 3))
        >>> layer.get_build_config()
        {'input_shape': (None, 3)}
        """
        shapes = self._build_shapes_dict
        if shapes is None:
            return None
        found = {"input_shape": tuple(shapes.values())[0]} if len(shapes) == 1 else {"shapes_dict": shapes}
        return found | self._inner_quantization()

    def build_from_config(self, config):
        """Builds the layer as `get_build_config` describes it.

        Args:
            config: Dict with the key `"input_shape"` or `"shapes_dict"`, and `"quantized_layers"` where there are such
                inside; others are ignored.
        """
        if not config:
            return
        if "input_shape" in config:
            self.build(config["input_shape"])
        elif "shapes_dict" in config:
            self.build(**config["shapes_dict"])
        self._take_inner_quantization(config.get("quantized_layers"))

    @default
    def compute_output_shape(self, *args, **kwargs):
        raise NotImplementedError(
            f"{type(self).__name__} must implement `compute_output_shape(self, input_shape)` for its output shape "
            "to be known without a call."
        )

    @default
    def compute_output_spec(self, *args, **kwargs):
        plan = call_plan(type(self))
        if not plan.own_output_shape:
            return super().compute_output_spec(*args, **kwargs)
        shapes = self._output_shape_arguments(plan, args, kwargs)
        dtype = self.compute_dtype

        def symbolic(shape):
            return backend.KerasTensor(shape, dtype=dtype)

        return tree.map_shape_structure(symbolic, self.compute_output_shape(**shapes))

    def _output_shape_arguments(self, plan, args, kwargs):
        """The keyword arguments of `compute_output_shape`: one shape, or shapes by the names of call arguments."""
        names = _output_shape_parameters(type(self))
        if len(names) == 1:
            value = args[0] if args else next(iter(kwargs.values()))
            return {names[0]: shapes_of(value)}
        arguments = plan.bind(self, args, kwargs)
        shapes = {f"{name}_shape": shapes_of(value) for name, value in arguments.items() if holds_tensors(value)}
        return {name: shapes[name] for name in names if name in shapes}


@functools.cache
def _output_shape_parameters(layer_class):
    parameters = list(inspect.signature(layer_class.compute_output_shape).parameters.values())[1:]
    return tuple(p.name for p in parameters if p.kind is not p.VAR_KEYWORD and p.kind is not p.VAR_POSITIONAL)


def _keeping_books(build):
    """A class's `build` in the layer's name scope, followed by what follows on building.

    A `build` that calls its parent's opens one scope and is followed up once.
    """
    parameters = list(inspect.signature(build).parameters.values())[1:]
    names = [p.name for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]

    @functools.wraps(build)
    def build_with_books(self, *args, **kwargs):
        if vars(self).get("_is_building"):
            build(self, *args, **kwargs)
            return
        vars(self)["_is_building"] = True
        try:
            with self._open_name_scope():
                build(self, *args, **kwargs)
        finally:
            vars(self)["_is_building"] = False
        shapes = {**dict(zip(names, args)), **kwargs}
        self._after_build({name: shapes[name] for name in names if name in shapes})

    build_with_books._keeps_books = True
    return build_with_books


def _assigned_build(layer):
    """Whether the object has a `build` of its own, set as an attribute."""
    return "build" in vars(layer)


def _has_unbuilt_layers(layer):
    return any(not inner.built for inner in layer._layers)


def _as_symbolic(structure):
    def symbolic(x):
        if isinstance(x, backend.KerasTensor) or not (hasattr(x, "shape") and hasattr(x, "dtype")):
            return x
        return backend.KerasTensor(tuple(x.shape), dtype=backend.standardize_dtype(x.dtype))

    return tree.map_structure(symbolic, structure)


Building.build = _keeping_books(Building.build)
