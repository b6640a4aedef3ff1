"""Optimizers of Keras 2: their configs, and their state."""
import numpy as np

_LOSS_SCALE = ("LossScaleOptimizer", "LossScaleOptimizerV3")
_MODULES = (None, "keras.optimizers", "keras.optimizers.legacy")
_GONE = ("is_legacy_optimizer", "jit_compile")
_SLOTS = {  # name of a slot in files: attributes of today's optimizers, of which each has one at most
    "m": ("_momentums", "momentums", "_m"),
    "momentum": ("_momentums", "momentums"),
    "v": ("_velocities", "_u", "_v"),
    "u": ("_u",),
    "vhat": ("_velocity_hats",),
    "rms": ("_velocities",),
    "velocity": ("_velocities",),
    "mg": ("_average_gradients",),
    "average_gradient": ("_average_gradients",),
    "accumulator": ("_accumulators",),
    "linear": ("_linears",),
    "accum_grad": ("_accumulated_grads",),
    "accumulated_grad": ("_accumulated_grads",),
    "accum_var": ("_accumulated_delta_vars",),
    "accumulated_delta_var": ("_accumulated_delta_vars",),
    "average": ("_model_variables_moving_average",),
    "r": ("_r",),
    "c": ("_c",),
}


def modern(config):
    """An optimizer's config as it is written today."""
    if not isinstance(config, dict) or not isinstance(config.get("config"), dict):
        return config
    name, inner = str(config.get("class_name")).removeprefix("Custom>"), config["config"]
    if config.get("module") not in _MODULES and config.get("registered_name") != f"Custom>{name}":
        return config
    if name in _LOSS_SCALE and "inner_optimizer" in inner:
        kept = {"initial_scale": inner.get("initial_scale"), "dynamic_growth_steps": inner.get("dynamic_growth_steps")}
        inner = {key: value for key, value in kept.items() if value is not None} | {
            "inner_optimizer": modern(inner["inner_optimizer"])
        }
        name = "LossScaleOptimizer"
    inner = {key: value for key, value in inner.items() if key not in _GONE and (key, value) != ("decay", 0.0)}
    kept = {"module": "keras.optimizers", "registered_name": None} if config.get("module") else {}
    return {**kept, "class_name": name, "config": inner}


def by_name(optimizer, names, shapes):
    """Which array of an `.h5` file belongs to which variable of an optimizer.

    Keras 2 named a slot `Adam/m/dense/kernel:0`, its former optimizers (those of `keras.optimizers.legacy`)
    `Adam/dense/kernel/m:0`.

    Args:
        optimizer: A built Keras optimizer.
        names: List of the arrays' names.
        shapes: List of their shapes, in the same order.

    Returns:
        List of pairs of a variable and the array's name, or None if they do not fit.
    """
    slots, pairs = {}, []
    for name, shape in zip(names, shapes):
        first, *parts = name.removesuffix(":0").split("/")
        last = parts[-1] if parts else first
        if last in ("iter", "iteration", "iterations"):
            pairs.append((optimizer.iterations, name))
        elif shape:
            slots.setdefault(parts[0] if parts and parts[0] in _SLOTS else last, []).append((name, shape))
    for slot, found in slots.items():
        variables = _slot(optimizer, slot)
        if variables and not _fit(variables, [shape for _, shape in found]):
            return None
        pairs += zip(variables, [name for name, _ in found])  # no variables: momentum of an optimizer that uses none
    return pairs


def by_place(optimizer, arrays):
    """Which array of a `.keras` file, where they are numbered, belongs to which variable of an optimizer.

    Args:
        optimizer: A built Keras optimizer.
        arrays: List of arrays.

    Returns:
        List of pairs of a variable and an array, or None if they do not fit.
    """
    first, *variables = optimizer.variables
    variables = [v for v in variables if len(v.shape) > 0]  # scalars such as the learning rate were not kept
    found = [array for array in arrays[1:] if array.shape]
    if not arrays or variables and not _fit(variables, [array.shape for array in found]):
        return None
    return [(first, arrays[0]), *zip(variables, found)]


def assign(optimizer, pairs):
    """Gives the variables their values, and those that Keras 2 did not keep what follows from them."""
    for variable, array in pairs:
        variable.assign(array)
    if hasattr(optimizer, "_u_product"):  # of Nadam
        steps = np.arange(1, int(optimizer.iterations) + 1)
        optimizer._u_product.assign(np.prod(optimizer.beta_1 * (1 - 0.5 * 0.96**steps)))


def _slot(optimizer, slot):
    """The variables of a slot that were kept: Adafactor's rows and columns only of matrices."""
    for attribute in _SLOTS.get(slot, ()):
        if getattr(optimizer, attribute, None):
            return [v for v in getattr(optimizer, attribute) if len(v.shape)]
    return []


def _fit(variables, shapes):
    return [tuple(v.shape) for v in variables] == shapes
