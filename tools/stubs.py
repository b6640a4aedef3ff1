"""Type stubs (`.pyi`) for the modules that define what is public, written beside them.

A stub has the classes and functions of its module with their parameters as the source has them. A type is taken
from the first of: the source's annotation, the table in `tools/stub_types.pyi`, the first word of the parameter's line
under `Args:`, the default. The names of types that are not Python's are in `keras/src/_types.pyi`. Nothing
is imported: the sources are read as syntax trees.
"""
import ast
import builtins
import re
from functools import cached_property
from pathlib import Path

HEADER = "# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.\n"
TYPES = ast.parse(Path(__file__).with_name("stub_types.pyi").read_text(encoding="utf-8"))
ALIASES = "keras.src._types"

# Bases that a module takes from the active backend: what all backends have of them, or nothing.
DYNAMIC = {
    ("keras.src.models.model", "Trainer"): ("keras.src.trainers.trainer", "Trainer"),
    ("keras.src.layers.layer", "BackendLayer"): None,
    ("keras.src.optimizers.optimizer", "BackendOptimizer"): (
        "keras.src.optimizers.base_optimizer",
        "BaseOptimizer",
    ),
}
# These layers, and those derived from them, may answer with several tensors or with structures.
MANY_OUTPUTS = {"RNN", "Wrapper", "MultiHeadAttention", "GroupQueryAttention", "Attention", "Lambda", "Model",
    "Pipeline", "TFSMLayer", "JaxLayer", "TorchModuleWrapper", "Identity", "MaxNumBoundingBoxes", "InputLayer",
    "StackedRNNCells", "SimpleRNNCell", "GRUCell", "LSTMCell", "BaseImagePreprocessingLayer"}
HIDDEN_METHODS = {"__new__", "__init_subclass__", "__setattr__", "__delattr__", "__getattr__", "__reduce__", "__repr__",
    "__str__", "__hash__", "__getstate__", "__setstate__", "__del__", "__dir__", "__deepcopy__", "__array_ufunc__",
    "__array_function__", "__torch_function__", "__jax_array__", "__tf_tensor__", "__eq__", "__ne__"}
KNOWN_CLASSES = ("DTypePolicy", "History", "KerasTensor", "Layer", "Model", "Variable")
IMPORTED = {
    "typing": ("Any", "Literal", "Self", "TypeVar", "overload"),
    "contextlib": ("AbstractContextManager",),
    "collections.abc": ("Callable", "Iterable", "Iterator", "Mapping", "Sequence"),
}
# Attributes that the table types where a base class has them.
INHERITED = {"built", "dtype", "input_spec", "layers", "metrics", "name", "shape", "supports_masking", "trainable"}
# The first parameter of an operation is a tensor or several, symbolic as the result is, except for these.
NOT_TENSORS = frozenset(("cond", "f", "fun", "function", "lower", "pred", "shape", "start"))
FIRST_WORDS = {"boolean": "bool", "integer": "int", "number": "float", "float": "float", "string": "str"}
OTHER_TYPES = {"tuple", "tuples", "list", "lists", "pair", "each", "array", "tensor", "function", "callable"}
OTHER_TYPES |= {"schedule", "schedules", "or"}
ARGUMENT_LINE = re.compile(r"^\s+`?\*{0,2}(\w+)`?: (.*(?:\n\s{8,}.*)*)", re.MULTILINE)


def _annotated(name):
    """`{name: type}` of the class `name` in the table of types."""
    body = next(node.body for node in TYPES.body if isinstance(node, ast.ClassDef) and node.name == name)
    return {node.target.id: ast.unparse(node.annotation) for node in body}


PARAMETERS, RETURNS, LAYER_OPTIONS = map(_annotated, ("PARAMETERS", "RETURNS", "LAYER_OPTIONS"))
OVERRIDES = {
    node.name: node
    for node in TYPES.body
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.isupper()
}


def documented_types(docstring):
    """`{parameter: type}` of the lines under `Args:` that begin with a type's name and offer no other.

    The type is None where something else may be given too, so that the default does not tell the type either.
    """
    found = {}
    for name, text in ARGUMENT_LINE.findall((docstring or "").partition("Args:")[2]):
        sentence = re.sub(r"`[^`]*`", "", text).split(". ")[0].lower()
        words = re.findall(r"[a-z]+", re.sub(r"^(positive|non-negative|optional) ", "", sentence))
        if words and words[0] in FIRST_WORDS and not OTHER_TYPES & set(words):
            found[name] = FIRST_WORDS[words[0]]
        elif (OTHER_TYPES | FIRST_WORDS.keys()) & set(words):
            found[name] = None
    return found


def default_type(default):
    """The type that a default tells."""
    if isinstance(default, ast.Constant) and type(default.value) in (bool, int, float, str):
        return type(default.value).__name__
    return "Any"


def with_none(text, default):
    optional = isinstance(default, ast.Constant) and default.value is None
    return f"{text} | None" if optional and not re.search(r"\bNone\b|^Any$", text) else text


def parameter_type(argument, default, documented):
    name = argument.arg
    if argument.annotation is not None:
        return ast.unparse(argument.annotation)
    unknown = "Any" if name in documented else default_type(default)
    text = PARAMETERS.get(name) or documented.get(name) or unknown
    return with_none(text, default)


def parameters(function, documented, options=None, first=None, bound=False):
    """The parameter list of a stub's function, `bound` if its first is `self` or `cls`.

    `options` are the keyword arguments, `{name: type}`, that its `**kwargs` stand for; `first` is the type of the first
    parameter where an overload fixes it.
    """
    arguments = function.args
    plain = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(plain) - len(arguments.defaults)) + arguments.defaults
    parts = []
    for i, (argument, default) in enumerate(zip(plain, defaults, strict=True)):
        if i == 0 and bound:
            parts.append(argument.arg)
        else:
            text = first if first and i == 0 else parameter_type(argument, default, documented)
            parts.append(_with_default(argument.arg, text, default))
        if arguments.posonlyargs and i == len(arguments.posonlyargs) - 1:
            parts.append("/")
    if arguments.vararg:
        parts.append(f"*{arguments.vararg.arg}: Any")
    elif arguments.kwonlyargs or (arguments.kwarg and options):
        parts.append("*")
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parts.append(_with_default(argument.arg, parameter_type(argument, default, documented), default))
    if arguments.kwarg and options:
        known = {a.arg for a in plain + arguments.kwonlyargs}
        parts += [f"{name}: {text} = ..." for name, text in options.items() if name not in known]
    elif arguments.kwarg:
        parts.append(f"**{arguments.kwarg.arg}: Any")
    return ", ".join(parts)


def _with_default(name, text, default):
    if default is None:
        return f"{name}: {text}"
    plain = isinstance(default, ast.Constant) and not isinstance(default.value, bytes)
    return f"{name}: {text} = {ast.unparse(default) if plain else '...'}"


def own_nodes(function):
    """The nodes of a function without those of functions inside it."""
    pending = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            pending += ast.iter_child_nodes(node)


def own_assignments(method):
    """Pairs `(attribute, value)` of the statements `self.attribute = value` and `set_objects(self, attribute=...)`."""
    for node in ast.walk(method):
        call = node.value if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
        if call is not None and ast.unparse(call.func) == "set_objects" and len(call.args) == 1:  # no prefix
            yield from ((keyword.arg, None) for keyword in call.keywords)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                several = isinstance(target, (ast.Tuple, ast.List))
                for one in target.elts if several else [target]:
                    if isinstance(one, ast.Attribute) and ast.unparse(one.value) == "self":
                        yield one.attr, None if several else node.value


def passed_on(init):
    """The names that a constructor gives to that of its base class itself."""
    for node in ast.walk(init):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".__init__"):
            return {keyword.arg for keyword in node.keywords}
    return set()


def return_type(function, owner=None):
    """What the table says, or what all the `return`s of the function show."""
    if function.returns is not None:
        return ast.unparse(function.returns)
    if function.name in RETURNS:
        return RETURNS[function.name]
    nodes = list(own_nodes(function))
    if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes):
        return "Any"
    values = [node.value for node in nodes if isinstance(node, ast.Return) and node.value is not None]
    if not values:
        return "Any" if any(isinstance(node, ast.Raise) for node in function.body) else "None"
    kinds = {_value_type(value) for value in values}
    return kinds.pop() if len(kinds) == 1 and (owner or "Self" not in kinds) else "Any"


def _value_type(value):
    if isinstance(value, ast.Constant) and isinstance(value.value, (bool, str)):
        return type(value.value).__name__
    if isinstance(value, ast.JoinedStr):
        return "str"
    if isinstance(value, (ast.Compare, ast.UnaryOp)) and isinstance(getattr(value, "op", None), (ast.Not, type(None))):
        return "bool"
    return "Self" if isinstance(value, ast.Name) and value.id == "self" else "Any"


def is_operation_class(node):
    """Whether a statement is as `Mean = mean.operation`."""
    return isinstance(node, ast.Assign) and getattr(node.value, "attr", None) == "operation"


def decorators(function):
    """The names of a function's decorators, with the arguments left out."""
    return [ast.unparse(d.func if isinstance(d, ast.Call) else d) for d in function.decorator_list]


class Sources:
    """The modules of `keras/src`: their classes, functions and imports."""

    def __init__(self, modules, homes, packages):
        self.modules = modules  # {module: list of its top-level statements}
        self.packages = packages  # names of the modules that are packages
        self._homes = homes  # {package: {name: home}} of the lazy packages

    @cached_property
    def classes(self):
        return {
            (module, node.name): node
            for module, nodes in self.modules.items()
            for node in nodes
            if isinstance(node, ast.ClassDef)
        }

    @cached_property
    def _imports(self):
        return {
            module: {
                (alias.asname or alias.name): (node.module, alias.name)
                for node in nodes
                if isinstance(node, ast.ImportFrom) and node.module
                for alias in node.names
            }
            for module, nodes in self.modules.items()
        }

    def resolve(self, module, expression):
        """Where the class that an expression names is defined, as `(module, name)`; None if it is not in Keras."""
        if isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name):
            package, name = self._imports[module].get(expression.value.id, (None, None))
            return self._find(f"{package}.{name}", expression.attr)
        return self._find(module, expression.id) if isinstance(expression, ast.Name) else None

    def _find(self, module, name):
        if (module, name) in DYNAMIC:
            return DYNAMIC[module, name]
        if (module, name) in self.classes:
            return module, name
        imported = self._imports.get(module, {}).get(name)
        if imported:
            return self._find(*imported)
        where = self._homes.get(module, {}).get(name, "")
        home, _, attribute = where.partition(":")
        return self._find(home, attribute or name) if home and home != module else None

    def bases(self, key):
        """The bases of a class: `(module, name)` of those in Keras, None for others."""
        module, _ = key
        return [self.resolve(module, base) for base in self.classes[key].bases]

    def lineage(self, key):
        """The class and all its ancestors in Keras."""
        found = [key]
        for base in self.bases(key):
            if base:
                found += self.lineage(base)
        return found

    @cached_property
    def ancestors(self):
        """The classes that others derive from."""
        return {base for key in self.classes for base in self.bases(key)}

    def with_ancestors(self, modules):
        """These modules and those that define ancestors of their classes."""
        wanted = set(modules)
        for key in self.classes:
            if key[0] in wanted:
                wanted |= {module for module, _ in self.lineage(key)}
        return wanted


class Stub:
    """The text of one module's stub."""

    def __init__(self, sources, module):
        self._sources, self._module, self._imports = sources, module, set()

    def render(self):
        body = []
        for node in self._sources.modules[self._module]:
            if isinstance(node, ast.ClassDef) and self._is_of_interest(node.name):
                body += self._class(node)
            elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                body += self._function(node)
            elif is_operation_class(node) and node.targets[0].id not in IMPORTED["typing"]:
                body.append(f"class {node.targets[0].id}(Operation): ...")
                self._imports.add("from keras.src.ops.operation import Operation")
            elif isinstance(node, ast.ImportFrom) and node.module and self._module in self._sources.packages:
                self._imports |= {f"from {node.module} import {a.name} as {a.asname or a.name}" for a in node.names}
        body.append("def __getattr__(name: str) -> Any: ...")
        text = "\n".join(body)
        return "\n".join([HEADER.strip(), *self._import_lines(text), "", text, ""])

    def _is_of_interest(self, name):
        return not name.startswith("_") or (self._module, name) in self._sources.ancestors

    def _import_lines(self, text):
        words = set(re.findall(r"\w+", text))
        local = {name for module, name in self._sources.classes if module == self._module}
        lines = set(self._imports)
        for module, names in (*IMPORTED.items(), (ALIASES, alias_names())):
            used = sorted((words & set(names)) - local)
            if used:
                lines.add(f"from {module} import {', '.join(used)}")
        for name in KNOWN_CLASSES:
            if name in words - local and not any(line.endswith(f"import {name}") for line in lines):
                lines.add(f"from {KNOWN_HOMES[name]} import {name}")
        tail = ['T = TypeVar("T")'] if "T" in words else []
        if tail:
            lines.add("from typing import TypeVar")
        return sorted(lines) + tail

    def _function(self, node):
        if node.name in OVERRIDES and isinstance(OVERRIDES[node.name], ast.FunctionDef):
            return [ast.unparse(OVERRIDES[node.name])]
        documented = documented_types(ast.get_docstring(node))
        called = decorators(node)
        if "op" in called and node.name not in RETURNS and node.args.args[0].arg not in NOT_TENSORS:
            lines = []
            for given, result in OVERLOADS:
                lines += ["@overload", f"def {node.name}({parameters(node, documented, first=given)}) -> {result}: ..."]
            return lines
        return [f"def {node.name}({parameters(node, documented)}) -> {self._result(node)}: ..."]

    def _result(self, node):
        if self._module.startswith("keras.src.applications.") and node.args.args[:1]:
            if node.args.args[0].arg == "include_top":
                return "Model"
        return return_type(node)

    def _class(self, node):
        key = (self._module, node.name)
        given = OVERRIDES.get(node.name)
        given = given.body if isinstance(given, ast.ClassDef) else []
        hidden = {getattr(n, "name", None) or n.target.id for n in given}
        lines = [f"    {line}" for n in given for line in ast.unparse(n).splitlines()]
        names = {name for _, name in self._sources.lineage(key)}
        documented = documented_types(ast.get_docstring(node))
        for name, text in self._attributes(node, documented).items():
            if name not in hidden:
                lines.append(f"    {name}: {text}")
        if "__getattr__" in {getattr(n, "name", "") for n in node.body} and "Operation" not in names:
            lines.append("    def __getattr__(self, name: str) -> Any: ...")
            lines.append("    def __setattr__(self, name: str, value: Any) -> None: ...")
        for member in node.body:
            if isinstance(member, ast.FunctionDef) and member.name not in hidden | HIDDEN_METHODS:
                lines += self._method(member, documented, names, key)
        methods = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
        if "Layer" in names and "call" in methods and "__call__" not in methods and not names & MANY_OUTPUTS:
            lines += ONE_TENSOR_CALL
        return [f"class {node.name}{self._bases(key)}:" + ("" if lines else " ..."), *lines]

    def _bases(self, key):
        found = []
        for expression, base in zip(self._sources.classes[key].bases, self._sources.bases(key), strict=True):
            if base is None:
                outer = ast.unparse(expression)
                if (self._module, outer) not in DYNAMIC:
                    found.append(outer if outer in dir(builtins) or outer == "NamedTuple" else "Any")
                continue
            found.append(base[1])
            if base[0] != self._module:
                self._imports.add(f"from {base[0]} import {base[1]}")
        if "NamedTuple" in found:
            self._imports.add("from typing import NamedTuple")
        return f"({', '.join(dict.fromkeys(found))})" if found else ""

    def _attributes(self, node, documented):
        """Attributes that the class body, `__init__` or `build` sets: `{name: type}`."""
        found = {}
        for member in node.body:
            if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
                found[member.target.id] = ast.unparse(member.annotation)
            elif isinstance(member, ast.Assign):
                names = [target.id for target in member.targets if isinstance(target, ast.Name)]
                found |= {name: RETURNS.get(name, "Any") for name in names}
            elif isinstance(member, ast.FunctionDef):
                types = self._parameter_types(member, documented)
                for name, value in own_assignments(member):
                    same = isinstance(value, ast.Name) and value.id == name
                    text = types.get(name, "Any") if same else "Any"
                    # The attributes of its own that a layer has are not known from `Layer`.
                    found.setdefault(name, "Any" if text in ("Layer", "Model") else text)
        hidden = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
        hidden |= INHERITED if node.bases else set()
        return {k: v for k, v in found.items() if not k.startswith("_") and k not in hidden}

    def _parameter_types(self, function, documented):
        plain = function.args.args
        defaults = [None] * (len(plain) - len(function.args.defaults)) + function.args.defaults
        return {a.arg: parameter_type(a, d, documented) for a, d in zip(plain, defaults, strict=True)}

    def _options(self, key):
        """What the `**kwargs` of a constructor stand for, `{name: type}`; None if that is not known."""
        names = {name for _, name in self._sources.lineage(key)}
        if "Layer" not in names or "Model" in names:
            return None
        options = {}
        for owner in self._sources.lineage(key):
            node = self._sources.classes[owner]
            init = next((n for n in node.body if getattr(n, "name", "") == "__init__"), None)
            if node.name == "Layer":
                break
            if init is not None:
                documented = documented_types(ast.get_docstring(node))
                given = passed_on(init)
                types = self._parameter_types(init, documented)
                options = {k: v for k, v in {**types, **options}.items() if k not in given and k != "self"}
                if init.args.kwarg is None:
                    return options
        return {**LAYER_OPTIONS, **options}

    def _method(self, member, documented, names, key):
        called = decorators(member)
        private = member.name.startswith("_") and not member.name.endswith("__")
        if private:
            return []
        own = documented if member.name == "__init__" else documented_types(ast.get_docstring(member))
        if any(d in ("property", "cached_property", "functools.cached_property") for d in called):
            return ["    @property", f"    def {member.name}(self) -> {return_type(member, names)}: ..."]
        if any(d.endswith(".setter") for d in called):
            return [f"    @{member.name}.setter", f"    def {member.name}(self, value: Any) -> None: ..."]
        lines = [f"    @{d}" for d in called if d in ("classmethod", "staticmethod")]
        bound = "staticmethod" not in called
        if member.name == "__exit__":
            return ["    def __exit__(self, *args: Any) -> None: ..."]
        options, result = None, return_type(member, names)
        if member.name == "__init__":
            options, result = self._options(key), "None"
        return [*lines, f"    def {member.name}({parameters(member, own, options, bound=bound)}) -> {result}: ..."]


# A checker takes the first overload that fits. What is of no known type must not pass for symbolic, hence the first.
OVERLOADS = (("NotSymbolic", "Tensor"), ("Symbolic", "KerasTensor"), ("TensorLike", "Tensor"))
ONE_TENSOR_CALL = [
    line
    for given, result in OVERLOADS
    for line in (
        "    @overload",
        f"    def __call__(self, inputs: {given}, *args: Any, **kwargs: Any) -> {result}: ...",
    )
]
KNOWN_HOMES = {
    "DTypePolicy": "keras.src.dtype_policies.dtype_policy",
    "History": "keras.src.callbacks.history",
    "KerasTensor": "keras.src.backend.common.keras_tensor",
    "Layer": "keras.src.layers.layer",
    "Model": "keras.src.models.model",
    "Variable": "keras.src.backend.common.variables",
}


def alias_names():
    """The names that `keras/src/_types.pyi` defines."""
    file = Path(__file__).resolve().parent.parent / "keras/src/_types.pyi"
    nodes = ast.parse(file.read_text(encoding="utf-8")).body
    return {getattr(n, "name", None) or n.target.id for n in nodes if isinstance(n, (ast.AnnAssign, ast.ClassDef))}


def render(modules, homes, packages, wanted):
    """`{module: text of its stub}` for the modules in `wanted` and those of their classes' ancestors."""
    sources = Sources(modules, homes, packages)
    return {module: Stub(sources, module).render() for module in sorted(sources.with_ancestors(wanted))}
