"""The call of a layer: bind, cast, check, build, run, finish."""
import contextlib
import importlib

from keras.src import backend, tree
from keras.src.backend.common import masking
from keras.src.backend.common.global_state import get_global_attribute, state
from keras.src.layers import _losses
from keras.src.layers._call_errors import explain
from keras.src.layers._call_plan import call_plan, holds_tensors
from keras.src.layers._remat import Rematerializing
from keras.src.layers.input_spec import assert_input_compatibility
from keras.src.ops.node import record_call
from keras.src.utils.python_utils import default

_native = importlib.import_module(f"keras.src.backend.{backend.backend()}.layer")
TENSOR = _native.TENSOR  # the exact type of a plain eager tensor
signature_of = _native.signature_of  # its shape and dtype, hashable
_PLAIN_VALUES = (type(None), str, bool, int, float)
_MOST_SIGNATURES = 32  # a layer whose inputs take more shapes than this goes the long way for the others


class CallContext:
    """What the running call of an outermost layer tells the layers inside of it.

    Args:
        entry_layer: The outermost layer.
    """

    __slots__ = ("entry_layer", "training", "values", "rematerializes")

    def __init__(self, entry_layer):
        self.entry_layer = entry_layer
        self.training = None
        self.values = {}  # by name, of registered call-context arguments
        self.rematerializes = False  # while a layer runs that is computed again

    def get_value(self, name, default=None):
        """The value of a context argument, `default` if there is none."""
        value = self.training if name == "training" else self.values.get(name)
        return default if value is None else value

    def set_value(self, name, value):
        """Sets a context argument for the layers inside."""
        if name == "training":
            self.training = value
        else:
            self.values = {**self.values, name: value}


class Calling(Rematerializing):
    """The part of `Layer` that runs it."""

    _call_plan = None  # the class's CallPlan, once `call_plan` has made it
    _keeps_masks = False  # True where masks pass although `supports_masking` is False, as 3.15.1 has it
    _only_passes_masks_on = False  # True in a class whose own `compute_mask` gives None for inputs without masks
    _extra_context_args = ()  # names registered besides `training`

    def __call__(self, *args, **kwargs):
        if not kwargs or _add_nothing(kwargs):
            x = args[0] if len(args) == 1 else args
            signature = signature_of(x) if type(x) is TENSOR else _signature_of_several(x, args)
            if (
                signature in self._known_signatures
                and state.autocast_scope is None
                and not (masking.in_use and _has_mask(x))
            ):
                way = self._short_way
                try:
                    return self.call(*args) if way is None else way(self, *args)
                except Exception as e:
                    explain(e, self, args, kwargs)
                    raise
        return self._call_in_full(args, kwargs)

    def _call_in_full(self, args, kwargs):
        self._check_super_called()
        plan = call_plan(type(self))
        given = args
        args, kwargs = self._convert_inputs(args, kwargs)
        symbolic = backend.any_symbolic_tensors(args, kwargs)
        passed = dict(kwargs) if symbolic and not _is_plain(plan, args, kwargs) else None
        context, outer_values = self._enter_context()
        try:
            arguments, kwargs = self._populate_call_arguments(plan, context, args, kwargs)
            if plan.mask_names and (masking.in_use or symbolic):
                self._populate_call_masks(plan, arguments, kwargs)
            first = next(iter(arguments.values()), None)
            self._assert_input_compatibility(first)
            self._maybe_build(plan, arguments)
            with self._call_scopes():
                if symbolic and passed is None:
                    outputs = self.symbolic_call(*args, **kwargs)
                elif symbolic:
                    outputs = self.compute_output_spec(*args, **kwargs)
                    record_call(self, args, {n: passed[n] for n in kwargs if n in passed}, outputs)
                else:
                    run = self._run_call_with_masks if masking.in_use else self._run_call
                    outputs = run(args, kwargs)
            self._finish_call(plan, first, arguments, outputs)
        except Exception as e:
            explain(e, self, args, kwargs)
            raise
        finally:
            self._leave_context(context, outer_values)
        self._open_short_way(plan, given, args, kwargs)
        return outputs

    # Cast

    def _convert_inputs(self, args, kwargs):
        """The arguments with arrays turned into tensors and floats cast to the input dtype."""
        if self._convert_input_args:
            policy, dtype = self.dtype_policy, self.input_dtype

            def convert(value):
                converted = policy.convert_input(value, self.autocast, dtype)
                if masking.in_use and converted is not value:
                    masking.set_keras_mask(converted, masking.get_keras_mask(value))
                return converted

            args = tuple([self._convert_call_argument(value, convert) for value in args])
            kwargs = {name: self._convert_call_argument(value, convert) for name, value in kwargs.items()}
        if not self._allow_non_tensor_positional_args:
            for value in args:
                self._check_positional_argument(value)
        return args, dict(kwargs)

    def _convert_call_argument(self, value, convert):
        if isinstance(value, _PLAIN_VALUES):
            return value
        if isinstance(value, (list, tuple, dict)):
            return tree.map_structure(convert, value)
        if isinstance(value, backend.Variable):
            return convert(value.value)
        return convert(value)

    def _check_positional_argument(self, value):
        for leaf in (value,) if value is None or hasattr(value, "dtype") else tree.flatten(value):
            if leaf is not None and not _is_tensor(leaf):
                raise ValueError(
                    f"Only tensors may be passed to the layer {self.name!r} by position; other arguments of its "
                    f"call go by keyword. Received: {leaf!r} (of type {type(leaf).__name__})"
                )

    # Bind

    def _enter_context(self):
        context = state.call_context
        if context is None:
            context = state.call_context = CallContext(self)
            if _losses.holders and (state.stateless_scope is None or state.stateless_scope.clears_losses):
                self._clear_losses()
        return context, (context.training, context.values)

    def _leave_context(self, context, outer_values):
        context.training, context.values = outer_values
        if context.entry_layer is self:
            state.call_context = None

    def _get_call_context(self):
        """The CallContext of the running call, or None."""
        return state.call_context

    def _populate_call_arguments(self, plan, context, args, kwargs):
        """Binds, and fills in what comes from the context: `(values by name, keyword arguments for call)`."""
        context_names = ("training", *self._extra_context_args)
        aside = {name: kwargs.pop(name) for name in context_names if name in kwargs and name not in plan.names}
        arguments = plan.bind(self, args, kwargs)
        for name in context_names:
            if name in aside:
                context.set_value(name, aside[name])
            elif name in plan.names:
                self._resolve_and_populate_arg(name, plan, context, arguments, kwargs)
        return arguments, kwargs

    def _resolve_and_populate_arg(self, name, plan, context, arguments, kwargs):
        """Finds the value of a context argument: as passed, else of the call around, else the default."""
        if name in arguments:
            value = arguments[name]
        else:
            value = context.get_value(name)
            if value is None:
                value = plan.defaults.get(name)
            if value is None:
                return
            arguments[name] = kwargs[name] = value
        context.set_value(name, value)

    def _populate_call_masks(self, plan, arguments, kwargs):
        """Passes the masks of the tensors on to the call's mask arguments that were not given."""
        inputs = [name for name, value in arguments.items() if name not in plan.mask_names and holds_tensors(value)]
        for name in inputs:
            mask_name = "mask" if len(inputs) == 1 and plan.has_mask else f"{name}_mask"
            if mask_name in plan.names and arguments.get(mask_name) is None:
                arguments[mask_name] = kwargs[mask_name] = _masks_of(arguments[name])

    # Check

    def _assert_input_compatibility(self, first):
        spec = self.input_spec
        if spec:
            assert_input_compatibility(spec, first, layer_name=self.name)

    # Run

    @contextlib.contextmanager
    def _call_scopes(self):
        """The name scope, where names are still given out, and the autocast scope."""
        with contextlib.ExitStack() as stack:
            if not self._is_settled() or _native.in_graph():
                stack.enter_context(self._open_name_scope())
            dtype = self.compute_dtype if self.autocast and self.compute_dtype != self.variable_dtype else None
            outer = state.autocast_scope
            if self.autocast and dtype != (outer.dtype if outer is not None else None):
                stack.enter_context(backend.AutocastScope(dtype if _is_float(dtype) else None))
            yield

    def _run_call_with_masks(self, args, kwargs):
        """A layer of Keras says itself what becomes of masks; in users' layers operations hand them on."""
        own = call_plan(type(self)).users_own
        tensors = tree.flatten([*args, *kwargs.values()]) if own else ()  # torch.compile flattens no dict
        masked = [x for x in tensors if masking.get_keras_mask(x) is not None]
        if not masked and not state.hands_masks_on:
            return self._run_call(args, kwargs)
        with masking.handed_on(masked):
            return self._run_call(args, kwargs)

    def _run_call(self, args, kwargs):
        run = self.call if self.quantization_mode is None else self.quantized_call
        if _native.has_hooks(self):
            run = _native.with_hooks(self)
        if self._remat_mode is not None:
            run = self.rematerialized_call(run, *args, **kwargs)
        distribution = get_global_attribute("distribution")
        if distribution is not None:
            return distribution._with_output_layout(self.path, run(*args, **kwargs))
        return run(*args, **kwargs)

    @default
    def call(self, *args, **kwargs):
        raise NotImplementedError(
            f"{type(self).__name__} must implement `call(self, inputs)`, the computation of the layer."
        )

    # Finish

    def _finish_call(self, plan, first, arguments, outputs):
        """The activity regularizer's losses, and the masks of the outputs."""
        if self.activity_regularizer is not None:
            self._add_activity_losses(outputs)
        if masking.in_use or (plan.own_mask_rule and self.supports_masking):
            previous = arguments.get("mask")
            if previous is None:
                previous = _masks_of(first)
            self._set_mask_metadata(first, outputs, previous)

    def _set_mask_metadata(self, inputs, outputs, previous_mask):
        """Attaches to the outputs the masks that `compute_mask` gives."""
        masked = any(mask is not None for mask in tree.flatten(previous_mask))
        if not masked and not (self.supports_masking and call_plan(type(self)).own_mask_rule):
            return
        flat_outputs = tree.flatten(outputs)
        if all(masking.get_keras_mask(x) is not None for x in flat_outputs):
            return
        if not (self.supports_masking or self._keeps_masks):
            self._warn_of_lost_mask()
            return
        masks = self.compute_mask(inputs, previous_mask)
        if masks is None:
            return
        for x, mask in zip(flat_outputs, tree.flatten(masks)):
            if mask is not None and x is not None and masking.get_keras_mask(x) is None:
                masking.set_keras_mask(x, mask)

    @default
    def compute_mask(self, inputs, previous_mask):
        return previous_mask

    # The short way: a call with eager tensors (or a list of them) that met nothing special last time.

    def _open_short_way(self, plan, given, args, kwargs):
        """Lets calls with such an input skip the steps that had nothing to do in this call."""
        if not self._may_be_short(plan, given):
            return
        # `training` may differ: the short ways take it from the call context.
        if any(name != "training" and value is not plan.defaults.get(name) for name, value in kwargs.items()):
            return
        tensors, x = (given[0], args[0]) if len(given) == 1 else (given, args)
        if type(tensors) is TENSOR:
            signature, unchanged = signature_of(tensors), tensors is x
        else:
            signature = _signature_of_several(tensors, given)
            unchanged = signature is not None and all(a is b for a, b in zip(tensors, x))
        if signature is None or not unchanged or _has_mask(x):
            return
        if self._needs_the_long_way(plan):
            return
        leaf = _run_trained_leaf if plan.has_training else None
        vars(self)["_short_way"] = _run_tree if self._layers else leaf
        vars(self)["_known_signatures"] = self._known_signatures | {signature}

    def _may_be_short(self, plan, given):
        """Whether calls with so many arguments by position have a short way: none of them may be a mask."""
        if len(self._known_signatures) >= _MOST_SIGNATURES:
            return False
        if len(given) == 1:
            return plan.single_input
        return plan.mask_names.isdisjoint(plan.positional[: len(given)])

    def _needs_the_long_way(self, plan):
        return (
            not self.built
            or self.activity_regularizer is not None
            or self._remat_mode is not None
            or self.quantization_mode is not None
            or self._extra_context_args
            or self._losses
            or self.compute_dtype != self.variable_dtype
            or (plan.makes_masks and self.supports_masking)
            or get_global_attribute("distribution") is not None
            or _native.has_hooks(self)
            or not self._is_settled()
        )

    def _is_settled(self):
        """Whether the layer and all layers in it are built, so that a call names nothing new."""
        if not vars(self).get("_settled"):
            settled = self.built and all(layer.built for layer in self._flatten_layers(include_self=False))
            vars(self)["_settled"] = settled
        return self._settled

    # Context arguments

    def _register_call_context_args(self, *names):
        """Makes further arguments travel like `training`: from a call to the layers called inside it.

        Args:
            *names: Strings. A layer receives those that it registered itself and that its `call` takes.
        """
        self._extra_context_args = tuple(dict.fromkeys((*self._extra_context_args, *names)))

    @property
    def _call_context_args(self):
        return {"training", *self._extra_context_args}

    @property
    def _call_has_context_arg(self):
        names = call_plan(type(self)).names
        return {name: name in names for name in ("training", *self._extra_context_args)}

    @property
    def _call_has_training_arg(self):
        return call_plan(type(self)).has_training

    @property
    def _call_has_mask_arg(self):
        return call_plan(type(self)).has_mask

    @property
    def _call_signature(self):
        return call_plan(type(self)).signature

    @property
    def call_signature_parameters(self):
        """Names of the parameters of `call`."""
        return list(call_plan(type(self)).parameters)


def _run_trained_leaf(layer, *args):
    context = state.call_context
    if context is None or context.training is None:
        return layer.call(*args)
    return layer.call(*args, training=context.training)


def _run_tree(layer, *args):
    """A layer with layers inside: they look for `training` in the context."""
    plan = call_plan(type(layer))
    context, outer_values = layer._enter_context()
    try:
        if context.training is None:
            context.training = plan.defaults.get("training")
            return layer.call(*args)
        return layer.call(*args, training=context.training) if plan.has_training else layer.call(*args)
    finally:
        layer._leave_context(context, outer_values)


def _is_plain(plan, args, kwargs):
    """Whether a call has one tensor and nothing else.

    Its node records the mask and `training` that were found, the node of any other call what was passed, as in the
    reference's files.
    """
    if len(args) != 1 or kwargs or (plan.mask_names and not plan.has_mask):
        return False
    return isinstance(args[0], backend.KerasTensor)


def _add_nothing(kwargs):
    """Whether keyword arguments, as graphs record them, say what holds without them: no mask, the call's `training`."""
    for name, value in kwargs.items():
        if name == "training":
            context = state.call_context
            if context is None or value is not context.training:
                return False
        elif name != "mask" or value is not None:
            return False
    return True


def _signature_of_several(value, args):
    """The signatures of plain eager tensors, in a list or as the arguments of a call; None for anything else."""
    if (type(value) is not list and value is not args) or not value:
        return None
    for x in value:
        if type(x) is not TENSOR:
            return None
    signatures = tuple([signature_of(x) for x in value])
    return (None, *signatures) if value is args else signatures


def _has_mask(value):
    if not masking.in_use:
        return False
    if type(value) is list or type(value) is tuple:
        return any(masking.get_keras_mask(x) is not None for x in value)
    return masking.get_keras_mask(value) is not None


def _masks_of(value):
    if hasattr(value, "shape"):
        return masking.get_keras_mask(value)
    return tree.map_structure(masking.get_keras_mask, value)


def _is_tensor(value):
    return isinstance(value, backend.KerasTensor) or backend.is_tensor(value)


def _is_float(dtype):
    return dtype is not None and backend.is_float_dtype(dtype)
