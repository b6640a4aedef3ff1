#!/usr/bin/env python3
"""Holds the imports inside keras/src against the floors: a module imports from its own floor or below.

    python tools/import_floors.py        prints the imports that climb; exit 1 if there are any

Imports inside functions count. So do the frameworks: they are imported under `backend/<name>/` only, and in
the few files named after them.
"""
import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FLOORS = {  # The longest prefix that fits a module decides.
    1: """lazy api_export _namespace version tree backend.config backend.common.global_state
          utils.naming utils.tracking utils.python_utils utils.io_utils utils.module_utils
          utils.argument_validation utils.background utils.traceback_utils""",
    2: "backend.common saving.object_registration saving.keras_saveable saving.object_kinds utils.progbar",
    3: """backend saving.archive saving.memory saving.refusals saving.safe_archive saving.safe_hdf5 saving.safety
          saving.serialization_lib""",
    4: "ops utils.dtype_utils utils.numerical_utils utils.backend_utils utils.rng_utils utils.string_hash",
    5: "losses metrics activations initializers regularizers constraints dtype_policies random",
    6: """layers optimizers quantizers distribution
          utils.summary_utils utils.flops utils.event_file utils.file_utils utils.archive_utils utils.sequence_utils""",
    7: "trainers callbacks",
    8: "models saving",
    9: "utils testing applications export wrappers distillation visualization legacy datasets eager_import",
}
GLUE = ("data", "trainer", "steps", "layer", "optimizer", "optimizers", "export", "distribution_lib")  # of backends
FRAMEWORKS = ("jax", "tensorflow", "torch")

# (importing module, imported module): why it may climb.
_OPTIMIZER = "The public base class of optimizers is the common one joined to the backend's glue."
ALLOWED = {
    ("keras.src.optimizers.optimizer", "keras.src.backend.jax.optimizer"): _OPTIMIZER,
    ("keras.src.optimizers.optimizer", "keras.src.backend.tensorflow.optimizer"): _OPTIMIZER,
    ("keras.src.optimizers.optimizer", "keras.src.backend.torch.optimizers.torch_optimizer"): _OPTIMIZER,
}

# (module outside of backend/<name>/, framework): why it may import it.
_DATA = "Its subject is the framework's own data pipeline; imported when such data are asked for."
FRAMEWORK_ALLOWED = {
    ("keras.src.trainers.data_adapters.conversions", "tensorflow"): _DATA,
    ("keras.src.trainers.data_adapters.conversions", "torch"): _DATA,
    ("keras.src.trainers.data_adapters.tf_dataset_adapter", "tensorflow"): _DATA,
    ("keras.src.trainers.data_adapters.torch_data_loader_adapter", "torch"): _DATA,
    ("keras.src.utils.torch_utils", "torch"): "Its subject: modules of torch inside of Keras models.",
    ("keras.src.saving.safety", "tensorflow"): "Reads type specs, which only exist with TensorFlow.",
}
TESTING = ("_test.py", "_cases.py", "conftest.py")


def floor(module):
    """The floor of a module, None for one outside of keras.src."""
    name = module.removeprefix("keras.src.")
    if name == module:
        return None
    parts = name.split(".")
    if parts[0] == "backend" and parts[1:2] != ["common"] and set(parts[2:]) & set(GLUE):
        return 7
    fitting = [
        (len(prefix), number)
        for number, prefixes in FLOORS.items()
        for prefix in prefixes.split()
        if name == prefix or name.startswith(prefix + ".")
    ]
    if not fitting:
        raise ValueError(f"{module} has no floor: give it one in {__file__}")
    return max(fitting)[1]


def is_module(name, root):
    path = root / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").exists()


def imported_modules(file, root):
    """Pairs `(line, module)` for every import statement of a file, wherever it stands."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                is_own = node.module.startswith("keras") and is_module(inner, root)
                yield node.lineno, inner if is_own else node.module


def climbing_imports(root=ROOT):
    """One line of text for every import that breaks the rule."""
    found = []
    for file in sorted((root / "keras/src").rglob("*.py")):
        if file.name.endswith(TESTING):
            continue
        module = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        if module == "keras.src":
            continue
        for line, target in imported_modules(file, root):
            where = f"{file.relative_to(root)}:{line}"
            if target.split(".")[0] in FRAMEWORKS:
                framework = target.split(".")[0]
                at_home = f".backend.{framework}." in module + "."
                if not at_home and (module, framework) not in FRAMEWORK_ALLOWED:
                    found.append(f"{where}: imports {framework} outside of backend/{framework}/")
            elif target.split(".")[0] == "keras" and not target.startswith("keras.src"):
                found.append(f"{where}: imports {target}; inside keras.src import from keras.src")
            elif target.startswith("keras.src.") and (module, target) not in ALLOWED:
                here, there = floor(module), floor(target)
                if there > here:
                    found.append(f"{where}: {module} (floor {here}) imports {target} (floor {there})")
    return found


def main():
    found = climbing_imports()
    print("\n".join(found + [f"{len(found)} imports climb"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
