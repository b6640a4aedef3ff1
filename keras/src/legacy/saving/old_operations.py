"""Calls of TensorFlow's functions in graphs of Keras 2 (`TFOpLambda`, `SlicingOpLambda`) as operations of today."""

_NN, _NUMPY, _MATH, _CORE = (f"keras.src.ops.{name}" for name in ("nn", "numpy", "math", "core"))

_UNARY = {  # names of TensorFlow: class of the operation
    "Abs": "math.abs abs", "Arccos": "math.acos acos", "Arcsin": "math.asin asin", "Arctan": "math.atan atan",
    "Ceil": "math.ceil", "Cos": "math.cos cos", "Cosh": "math.cosh cosh", "Exp": "math.exp exp", "Expm1": "math.expm1",
    "Floor": "math.floor floor", "Isfinite": "math.is_finite", "Isinf": "math.is_inf", "Isnan": "math.is_nan",
    "Log": "math.log", "Log1p": "math.log1p", "LogicalNot": "math.logical_not logical_not",
    "Negative": "math.negative negative __operators__.neg", "Reciprocal": "math.reciprocal",
    "Round": "math.round round", "Sign": "math.sign sign", "Sin": "math.sin sin", "Sinh": "math.sinh sinh",
    "Sqrt": "math.sqrt sqrt", "Square": "math.square square", "Tan": "math.tan tan", "Tanh": "math.tanh tanh nn.tanh",
    "ZerosLike": "zeros_like compat.v1.zeros_like", "OnesLike": "ones_like compat.v1.ones_like",
}
_UNARY_NN = {
    "Relu": "nn.relu", "Relu6": "nn.relu6", "Elu": "nn.elu", "Selu": "nn.selu", "Silu": "nn.silu nn.swish",
    "Sigmoid": "math.sigmoid sigmoid nn.sigmoid", "Softplus": "math.softplus nn.softplus", "Softsign": "nn.softsign",
}
_BINARY = {
    "Add": "math.add add __operators__.add", "Subtract": "math.subtract subtract __operators__.sub",
    "Multiply": "math.multiply multiply __operators__.mul", "TrueDivide": "math.truediv truediv divide math.divide",
    "FloorDivide": "math.floordiv", "Mod": "math.floormod math.mod", "Power": "math.pow pow", "Arctan2": "math.atan2",
    "Maximum": "math.maximum maximum", "Minimum": "math.minimum minimum", "Matmul": "linalg.matmul matmul",
    "Greater": "math.greater greater", "GreaterEqual": "math.greater_equal greater_equal", "Less": "math.less less",
    "LessEqual": "math.less_equal less_equal", "Equal": "math.equal equal __operators__.eq",
    "NotEqual": "math.not_equal not_equal __operators__.ne", "LogicalAnd": "math.logical_and logical_and",
    "LogicalOr": "math.logical_or logical_or", "DivideNoNan": "math.divide_no_nan",
}
_REDUCTIONS = {
    "Mean": "math.reduce_mean", "Sum": "math.reduce_sum", "Max": "math.reduce_max", "Min": "math.reduce_min",
    "Prod": "math.reduce_prod", "Std": "math.reduce_std", "Var": "math.reduce_variance", "All": "math.reduce_all",
    "Any": "math.reduce_any",
}


class _Rule:
    """How a function of TensorFlow is an operation.

    Args:
        module: Module of the operation's class.
        name: Its name.
        tensors: Names of the function's further arguments that are tensors.
        statics: Dict from the names of its other arguments to those of the operation.
        more: Dict of arguments of the operation.
    """

    def __init__(self, module, name, tensors=(), statics=None, more=None):
        self.module, self.name, self.tensors = module, name, tensors
        self.statics, self.more = statics or {}, more or {}


def _rules(module, table, *details):
    return {old: _Rule(module, name, *details) for name, olds in table.items() for old in olds.split()}


_AXIS = {"axis": "axis"}
_RULES = {
    **_rules(_NUMPY, _UNARY),
    **_rules(_NN, _UNARY_NN),
    **_rules(_NUMPY, _BINARY, ("y", "b")),
    **_rules(_NUMPY, _REDUCTIONS, (), {"axis": "axis", "keepdims": "keepdims"}),
    "math.reduce_logsumexp": _Rule(_MATH, "Logsumexp", (), {"axis": "axis", "keepdims": "keepdims"}),
    "math.argmax": _Rule(_NUMPY, "Argmax", (), _AXIS, {"axis": 0}),
    "math.argmin": _Rule(_NUMPY, "Argmin", (), _AXIS, {"axis": 0}),
    "math.cumsum": _Rule(_NUMPY, "Cumsum", (), _AXIS, {"axis": 0}),
    "math.rsqrt": _Rule(_MATH, "Rsqrt"),
    "math.erf": _Rule(_MATH, "Erf"),
    "math.l2_normalize": _Rule(_NN, "Normalize", (), {"axis": "axis", "epsilon": None}),
    "nn.softmax": _Rule(_NN, "Softmax", (), _AXIS),
    "nn.log_softmax": _Rule(_NN, "LogSoftmax", (), _AXIS),
    "nn.leaky_relu": _Rule(_NN, "LeakyRelu", (), {"alpha": "negative_slope"}),
    "nn.gelu": _Rule(_NN, "Gelu", (), {"approximate": "approximate"}, {"approximate": False}),
    "cast": _Rule(_CORE, "Cast", (), {"dtype": "dtype"}),
    "stop_gradient": _Rule(_CORE, "StopGradient"),
    "clip_by_value": _Rule(_NUMPY, "Clip", (), {"clip_value_min": "x_min", "clip_value_max": "x_max"}),
    "concat": _Rule(_NUMPY, "Concatenate", (), _AXIS),
    "stack": _Rule(_NUMPY, "Stack", (), _AXIS),
    "expand_dims": _Rule(_NUMPY, "ExpandDims", (), _AXIS),
    "squeeze": _Rule(_NUMPY, "Squeeze", (), _AXIS),
    "reshape": _Rule(_NUMPY, "Reshape", (), {"shape": "newshape"}),
    "transpose": _Rule(_NUMPY, "Transpose", (), {"perm": "axes", "conjugate": None}),
    "tile": _Rule(_NUMPY, "Tile", (), {"multiples": "repeats"}),
    "repeat": _Rule(_NUMPY, "Repeat", (), {"repeats": "repeats", "axis": "axis"}),
    "gather": _Rule(_NUMPY, "Take", ("indices",), {"axis": "axis", "batch_dims": None}, {"axis": 0}),
    "where": _Rule(_NUMPY, "Where", ("x", "y")),
    "__operators__.getitem": _Rule(_NUMPY, "GetItem", ("slice_spec",)),
}


def modern(data, args, kwargs):
    """The config and the call of the operation for a call of a TensorFlow function.

    Args:
        data: Config of the layer, without its calls.
        args: List of the call's arguments by position, in today's notation.
        kwargs: Dict of those by name.

    Returns:
        Tuple `(data, args)`.

    Raises:
        ValueError: If there is no operation that does the same.
    """
    function = data["config"].get("function", "")
    rule = _RULES.get(function.removeprefix("compat.v1."), _RULES.get(function))
    if rule is None:
        raise _unknown(function, "there is no operation for it")
    kwargs = {key: value for key, value in kwargs.items() if value is not None and key != "name"}
    tensors = [kwargs.pop(key) for key in rule.tensors if key in kwargs]
    if rule.name == "GetItem":
        tensors = [_key(key) for key in tensors]
    statics = dict(rule.more)
    for key, value in kwargs.items():
        if rule.statics.get(key) is not None:
            statics[rule.statics[key]] = value
        elif key not in rule.statics and value is not False:  # `transpose_b=False` and the like say nothing
            raise _unknown(function, f"its argument {key}={value!r} has no counterpart")
    name = data["config"]["name"]
    config = {"module": rule.module, "class_name": rule.name, "registered_name": rule.name, "name": name}
    return {**config, "config": {"name": name, **statics}}, [*args, *tensors]


def _unknown(function, why):
    return ValueError(
        f"The model calls TensorFlow's function tf.{function}, and {why}. Make the model anew with `keras.ops` or a "
        "layer in its place and load the weights alone, or pass `custom_objects={'TFOpLambda': ...}`, a layer that "
        "takes the argument `function`."
    )


def _key(parts):
    """The key of `x[key]`: slices and Ellipsis in today's notation."""
    if isinstance(parts, (list, tuple)):
        return [_key(part) for part in parts]
    if isinstance(parts, dict) and parts.keys() == {"start", "stop", "step"}:
        return {"class_name": "__slice__", "config": parts}
    if parts is Ellipsis or isinstance(parts, dict) and parts.get("class_name") == "__ellipsis__":
        return {"class_name": "__ellipsis__", "config": {}}
    return parts
