"""Small helpers around Python itself."""
import base64
import marshal
import types


def default(method):
    """Marks a method as the base class's own, so that `is_default` tells whether it was overridden."""
    method._is_default = True
    return method


def is_default(method):
    """Whether a method carries the mark of `default`."""
    return getattr(method, "_is_default", False)


def given(arguments, without=()):
    """The arguments of a function, from its `locals()`, to pass on by name: `super().__init__(**given(locals()))`.

    `self` and the names in `without` are left out; what `**kwargs` holds stands among the others.
    """
    left_out = ("self", "kwargs", "__class__", *without)
    own = {name: value for name, value in arguments.items() if name not in left_out}
    return own | arguments.get("kwargs", {})


def to_list(x):
    """`x` itself if it is a list, else a list that holds it."""
    return x if isinstance(x, list) else [x]


def is_continuous_axis(axis):
    """Whether axes are neighbours, all counted from the same end: `(1, 2)`, `(-1, -2)`, not `(0, 2)`."""
    if isinstance(axis, int):
        return True
    ordered = sorted(axis)
    if not ordered:
        return True
    same_end = ordered[0] >= 0 or ordered[-1] < 0
    return same_end and ordered == list(range(ordered[0], ordered[0] + len(ordered)))


def func_dump(func):
    """A function as `(base64 text of its byte code, defaults, values of its closure)`."""
    code = base64.encodebytes(marshal.dumps(func.__code__)).decode("ascii")
    closure = tuple(cell.cell_contents for cell in func.__closure__) if func.__closure__ else None
    return code, func.__defaults__, closure


def func_load(code, defaults=None, closure=None, globs=None):
    """A function from what `func_dump` gave. It runs whatever byte code it is given: for trusted text only."""
    if isinstance(code, (tuple, list)):  # The whole dump, as JSON returns it.
        code, defaults, closure = code
        defaults = tuple(defaults) if isinstance(defaults, list) else defaults
    cells = None if closure is None else tuple(types.CellType(value) for value in closure)
    loaded = marshal.loads(base64.b64decode(code))
    name = loaded.co_name
    return types.FunctionType(loaded, globals() if globs is None else globs, name, defaults, cells)


def remove_long_seq(maxlen, seq, label):
    """The sequences shorter than `maxlen`, and their labels."""
    kept = [(s, y) for s, y in zip(seq, label) if len(s) < maxlen]
    return [s for s, _ in kept], [y for _, y in kept]


def removeprefix(x, prefix):
    """`str.removeprefix`, under the name that libraries import."""
    return x.removeprefix(prefix)


def removesuffix(x, suffix):
    """`str.removesuffix`, under the name that libraries import."""
    return x.removesuffix(suffix)


def remove_by_id(lst, value):
    """Removes one very object from a list, where `list.remove` would compare."""
    for index, item in enumerate(lst):
        if item is value:
            del lst[index]
            return


def pythonify_logs(logs):
    """Logs with Python floats where a number can be made of the value; nested logs are merged in."""
    result = {}
    for key, value in sorted((logs or {}).items()):
        if isinstance(value, dict):
            result.update(pythonify_logs(value))
            continue
        try:
            value = float(value)
        except (TypeError, ValueError):
            pass
        result[key] = value
    return result
