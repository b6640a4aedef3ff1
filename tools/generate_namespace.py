#!/usr/bin/env python3
"""Writes the public namespace from the `@keras_export` marks in keras/src.

    python tools/generate_namespace.py           write what changed
    python tools/generate_namespace.py --check   write nothing; exit 1 if the disk differs

It reads the source as text (AST), imports nothing, and writes
- `keras/src/_namespace.py`, the table behind every lazy package: name -> module that defines it;
- for every public package `__init__.py` (lazy) and `__init__.pyi` (explicit, for editors and type checkers);
- for every module that defines what is public a stub (`tools/stubs.py`), beside it;
- the same packages once more under `keras/_tf_keras/keras`, which is what `tf.keras` is, with the names
  marked `keras._legacy.*` added.
"""
import argparse
import ast
import os
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import stubs

ROOT = Path(__file__).resolve().parent.parent
MIRROR = "keras._tf_keras."
LEGACY = "keras._legacy."
TYPES = "_types.pyi"  # written by hand
UNKNOWN_NAMES = f"{stubs.HEADER}from typing import Any\n\ndef __getattr__(name: str) -> Any: ...\n"
HEADER = "# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.\n"


class Export(NamedTuple):
    """One mark: a public path, and where its object is."""

    path: str
    module: str
    name: str


def module_name(file, root):
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def source_files(root):
    for file in sorted((root / "keras/src").rglob("*.py")):
        if not file.name.endswith("_test.py") and file.name not in ("_namespace.py", "conftest.py"):
            yield file


def top_level(body):
    """The statements that run when a module is imported, those inside `if` and `try` included."""
    for node in body:
        yield node
        for field in ("body", "orelse", "finalbody"):
            if isinstance(node, (ast.If, ast.Try)):
                yield from top_level(getattr(node, field, []))


def exported_paths(call):
    """The paths in `keras_export(...)`, or None if the node is something else."""
    if not (isinstance(call, ast.Call) and getattr(call.func, "id", None) == "keras_export"):
        return None
    value = ast.literal_eval(call.args[0] if call.args else call.keywords[0].value)
    return [value] if isinstance(value, str) else list(value)


def marks(node):
    """Pairs `(name, paths)` that a statement exports."""
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        for decorator in node.decorator_list:
            yield node.name, exported_paths(decorator) or []
    elif isinstance(node, (ast.Assign, ast.Expr)) and isinstance(node.value, ast.Call):
        paths = exported_paths(node.value.func)  # keras_export(...)(symbol)
        symbol = node.value.args[0] if node.value.args else None
        target = node.targets[0] if isinstance(node, ast.Assign) else symbol
        if paths and isinstance(target, ast.Name):
            yield target.id, paths
    elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "LAZY_EXPORTS":
        for path, name in ast.literal_eval(node.value).items():
            yield name, [path]


def exported_as_a_whole(nodes):
    """Pairs `(package, name)` of a module's public functions, if it says `EXPORTED_TO = "package"`."""
    for node in nodes:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "EXPORTED_TO":
            functions = [n.name for n in nodes if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
            return [(node.value.value, name) for name in functions]
    return []


def operation_class(node):
    """`Mean` of the statement `Mean = mean.operation`, or the name of a public class."""
    if isinstance(node, ast.ClassDef):
        return None if node.name.startswith("_") else node.name
    if isinstance(node, ast.Assign) and getattr(node.value, "attr", None) == "operation":
        return getattr(node.targets[0], "id", None)
    return None


def read_source(root):
    """The modules' statements, the exports, the operation classes as `(name, module)`, and files that do not parse."""
    modules, exports, operations, broken = {}, [], [], []
    for file in source_files(root):
        module = module_name(file, root)
        try:
            nodes = modules[module] = list(top_level(ast.parse(file.read_text(encoding="utf-8")).body))
        except SyntaxError as e:
            broken.append(f"{file}: {e}")
            continue
        exports += [Export(f"{package}.{name}", module, name) for package, name in exported_as_a_whole(nodes)]
        for node in nodes:
            exports += [Export(path, module, name) for name, paths in marks(node) for path in paths]
            if module.startswith("keras.src.ops.") and operation_class(node):
                operations.append((operation_class(node), module))
    return modules, exports, operations, broken


def home(export, name):
    """Where `name` is found, in the notation of `keras.src.lazy`."""
    return export.module if export.name == name else f"{export.module}:{export.name}"


def public_tables(exports):
    """`{package: {name: home}}` of the public packages, and the same of what only `tf.keras` has."""
    public, legacy, problems = defaultdict(dict), defaultdict(dict), []
    for export in exports:
        path, table = export.path, public
        if path.startswith(LEGACY):
            path, table = "keras." + path[len(LEGACY) :], legacy
        package, _, name = path.rpartition(".")
        if table[package].setdefault(name, home(export, name)) != home(export, name):
            problems.append(f"{path} is exported by {table[package][name]} and {export.module}")
    for table in (public, legacy):
        for package in list(table):
            while "." in package:
                package, _, child = package.rpartition(".")
                table[package].setdefault(child, f"{package}.{child}:")
    return public, legacy, problems


def internal_tables(exports, operations, root):
    """`{package: {name: home}}` for the packages in keras/src: what is exported from the modules below each."""
    definitions = {(e.name, e.module) for e in exports} | set(operations)
    packages = {module_name(f, root) for f in source_files(root) if f.name == "__init__.py"}
    homes = defaultdict(lambda: defaultdict(set))
    for name, module in definitions:
        package = module.rpartition(".")[0]
        while package != "keras.src":
            if package in packages:
                homes[package][name].add(module)
            package = package.rpartition(".")[0]
    tables = {}
    for package, names in homes.items():
        # A name with two homes, as `load_data`, belongs to neither. A submodule of the name goes first.
        folder = root / package.replace(".", "/")
        tables[package] = {
            name: modules.pop()
            for name, modules in names.items()
            if len(modules) == 1 and not (folder / f"{name}.py").exists() and not (folder / name).is_dir()
        }
    return tables


def render_table(public, legacy, internal):
    lines = ['"""Where every name of a lazy package is defined."""', HEADER.strip(), "", "NAMESPACE = {"]
    for package, names in sorted((public | internal).items()):
        lines += [f'    "{package}": {{', *_entries(names), "    },"]
    lines += ["}", "", "# What only tf.keras has, besides the public names.", "LEGACY = {"]
    for package, names in sorted(legacy.items()):
        lines += [f'    "{package}": {{', *_entries(names), "    },"]
    lines += ["}", "", "", MIRROR_FUNCTION]
    return "\n".join(lines)


def _entries(names):
    return [f'        "{name}": "{where}",' for name, where in sorted(names.items())]


MIRROR_FUNCTION = f'''def mirror(package):
    """The names of a public package as `tf.keras` shows them: submodules from the mirror, legacy names added."""
    names = NAMESPACE.get(package, {{}}) | LEGACY.get(package, {{}})
    return {{k: "{MIRROR}" + v if v.endswith(":") else v for k, v in names.items()}}
'''

MIRROR_INIT = '''"""{doc}"""
{header}from keras.src._namespace import mirror as _mirror
from keras.src.lazy import attach as _attach

__getattr__, __dir__, __all__ = _attach(__name__, **_mirror("{package}"))
'''

MIRROR_ROOT_INIT = MIRROR_INIT.replace(
    "attach as _attach\n", "attach as _attach\nfrom keras.src.version import __version__\n"
)

LAZY_INIT = '''"""{doc}"""
{header}from keras.src.lazy import attach as _attach

__getattr__, __dir__, __all__ = _attach(__name__)
'''

ROOT_INIT = '''"""{doc}"""
{header}import os as _os

from keras.src.backend import config as _config  # Raises if the chosen backend is not installed.
from keras.src.lazy import attach as _attach
from keras.src.version import __version__

__getattr__, __dir__, __all__ = _attach(__name__)

if _os.environ.get("KERAS_EAGER_IMPORT") == "1":
    from keras.src.eager_import import import_everything as _import_everything

    _import_everything()
'''

DOCS = {
    ROOT_INIT: "Keras: deep learning on jax, tensorflow and torch, inference on numpy as well.",
    LAZY_INIT: "The public names of `{package}`.",
    MIRROR_INIT: "`{package}` as TensorFlow shows it under `tf.keras`.",
    MIRROR_ROOT_INIT: "What `tf.keras` is.",
}


def stub_imports(names, typed_home):
    """The import lines of a `.pyi`, each name from where it is defined."""
    for name, where in sorted(names.items()):
        module, colon, attribute = where.partition(":")
        if colon and not attribute:
            module, _, attribute = module.rpartition(".")
        attribute = attribute or name
        module = typed_home.get((module, attribute), module)
        yield f"from {module} import {attribute} as {name}"


def render_stub(package, names, typed_home):
    """The `.pyi` of a package: every name imported, so that editors and type checkers see all."""
    lines = [HEADER.strip(), *stub_imports(names, typed_home)]
    listed = sorted(names)
    if package == "keras":
        lines.insert(1, "from keras.src.version import __version__ as __version__")
        listed.insert(0, "__version__")
    return "\n".join([*lines, "", "__all__ = [", *(f'    "{name}",' for name in listed), "]", ""])


def render_mirror_stub(package, public_names, names, typed_home):
    """The `.pyi` of a package under `tf.keras`: what is public, but with its own submodules, and what is added."""
    own = {k: v for k, v in names.items() if public_names.get(k) != v}
    lines = [HEADER.strip(), *stub_imports(own, typed_home)]
    if public_names:
        lines.insert(1, f"from {package} import *")
    return "\n".join([*lines, ""])


def typed_homes(exports, root):
    """For the names that `keras.src.backend` takes from the active backend, the base class to show editors."""
    common = {
        (node.name): module_name(file, root)
        for file in sorted((root / "keras/src/backend/common").glob("*.py"))
        if not file.name.endswith("_test.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef))
    }
    return {
        (e.module, e.name): common[e.name]
        for e in exports
        if e.module == "keras.src.backend" and e.name in common
    }


def generate(root):
    """All generated files as `{path: content}`, and what is wrong with the source."""
    modules, exports, operations, problems = read_source(root)
    public, legacy, doubles = public_tables(exports)
    internal = internal_tables(exports, operations, root)
    files = {root / "keras/src/_namespace.py": render_table(public, legacy, internal)}
    stub_homes = typed_homes(exports, root)

    def add(package, template, of, stub):
        doc = DOCS[template].format(package=of)
        folder = root / package.replace(".", "/")
        files[folder / "__init__.py"] = template.format(header=HEADER, doc=doc, package=of)
        files[folder / "__init__.pyi"] = stub

    for package, names in public.items():
        template = ROOT_INIT if package == "keras" else LAZY_INIT
        add(package, template, package, render_stub(package, names, stub_homes))
    for package in sorted(public.keys() | legacy.keys()):
        public_names = public.get(package, {})
        names = public_names | legacy.get(package, {})
        names = {k: MIRROR + v if v.endswith(":") else v for k, v in names.items()}
        template = MIRROR_ROOT_INIT if package == "keras" else MIRROR_INIT
        stub = render_mirror_stub(package, public_names, names, stub_homes)
        add(MIRROR + package, template, package, stub)
    files[root / "keras/_tf_keras/__init__.py"] = f'"""What TensorFlow takes `tf.keras` from."""\n{HEADER}'
    files[root / "keras/py.typed"] = ""
    wanted = {e.module for e in exports} | set(stub_homes.values())
    packages = {module_name(f, root) for f in source_files(root) if f.name == "__init__.py"}
    for module, text in stubs.render(modules, public | internal, packages, wanted).items():
        path = root / module.replace(".", "/")
        files[path / "__init__.pyi" if module in packages else path.with_suffix(".pyi")] = text
    for package in packages & internal.keys() - {"keras.src.backend"}:
        of = package.replace(".src.", ".")
        if of in public:
            file = root / package.replace(".", "/") / "__init__.pyi"
            files[file] = internal_stub(files.get(file, UNKNOWN_NAMES), of)
    return files, problems + doubles


def internal_stub(text, public_package):
    """The `.pyi` of an internal package, from which the names of the public one can be imported, too."""
    first, _, rest = text.partition("\n")
    return f"{first}\nfrom {public_package} import *\n{rest}"


def surplus(files, root):
    """Generated files on disk that nothing asks for any more."""
    source = root / "keras/src"
    for folder, _, names in os.walk(root / "keras"):
        inside = source in (Path(folder), *Path(folder).parents)
        for name in names:
            file = Path(folder, name)
            generated = name.endswith(".pyi") and name != TYPES if inside else name in ("__init__.py", "__init__.pyi")
            if generated and file not in files:
                yield file


def write(file, content):
    """Replaces a file as a whole, so that a process importing it meanwhile never sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.write_text(content, encoding="utf-8")
    os.replace(new, file)


def main(arguments=None, root=ROOT):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare with the disk")
    check = parser.parse_args(arguments).check
    files, problems = generate(root)
    stale = [
        file
        for file, content in files.items()
        if not file.exists() or file.read_text(encoding="utf-8") != content
    ]
    extra = list(surplus(files, root))
    for problem in problems:
        print(f"problem: {problem}", file=sys.stderr)
    for file in stale + extra:
        what = "differs" if check else "written" if file in files else "removed"
        print(f"{what}: {file.relative_to(root)}")
        if not check:
            write(file, files[file]) if file in files else file.unlink()
    print(f"{len(files)} files, {len(stale + extra)} {'differ' if check else 'changed'}")
    return 1 if problems or (check and (stale or extra)) else 0


if __name__ == "__main__":
    sys.exit(main())
