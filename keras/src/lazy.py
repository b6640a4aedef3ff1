"""Lazy packages: a name is imported from its defining module when it is first read."""
import gc
import importlib
import sys
import types

_OPTIMIZERS = ["Adadelta", "Adagrad", "Adam", "Adamax", "AdamW", "Lion", "Nadam", "RMSprop", "SGD"]
# Internal modules of 3.15.1 that others import and that are elsewhere here: {package: {module: {name: home}}}.
FORWARDED = {
    "keras.src.backend.torch.optimizers": {
        "torch_parallel_optimizer": {
            "TorchParallelOptimizer": "keras.src.backend.torch.optimizers.torch_optimizer:TorchOptimizer"
        },
        **{f"torch_{name.lower()}": {name: f"keras.src.optimizers.{name.lower()}"} for name in _OPTIMIZERS},
    },
    "keras.src.export": {
        "saved_model_export_archive": {"SavedModelExportArchive": "keras.src.export.saved_model:ExportArchive"},
        "torch": {"export_torch": "keras.src.export.torch_program"},
    },
    "keras.src.saving": {"orbax_util": {"is_orbax_checkpoint": "keras.src.saving.orbax:is_checkpoint"}},
    "keras.src.trainers.data_adapters": {
        "array_slicing": {"train_validation_split": "keras.src.trainers.data_adapters.array_data_adapter"}
    },
}


def attach(package, **extra):
    """Makes the module hooks of a lazy package.

    The names come from the generated table `keras.src._namespace.NAMESPACE`, where each package maps
    its names to `"module"` (the name is an attribute of that module), `"module:attribute"`, or
    `"module:"` (the name is that module).

    Args:
        package: Name of the package, its `__name__`.
        **extra: Further names of the package and their homes, in the same notation.

    Returns:
        `(__getattr__, __dir__, __all__)` for the package to bind.
    """
    homes = _namespace().get(package, {})
    for name, forwarded in FORWARDED.get(package, {}).items():
        module = sys.modules.setdefault(f"{package}.{name}", types.ModuleType(f"{package}.{name}"))
        module.__getattr__, module.__dir__, module.__all__ = _hooks(module.__name__, forwarded)
    return _hooks(package, homes | extra)


def _hooks(package, homes):
    def __getattr__(name):
        home = homes.get(name)
        if home is None:
            return _submodule(package, name)
        module, _, attribute = home.partition(":")
        value = _import(module)
        if not home.endswith(":"):
            value = getattr(value, attribute or name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__():
        return sorted((homes.keys() | vars(sys.modules[package]).keys()) - {"attach"})

    return __getattr__, __dir__, list(homes)


def _import(name):
    """Imports a module. What modules make stays, so the collector need not go through all objects meanwhile: 0.1 s."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        if collects:
            gc.enable()


def _namespace():
    try:
        from keras.src._namespace import NAMESPACE
    except ModuleNotFoundError as e:
        if e.name != "keras.src._namespace":
            raise
        return {}  # Only while the generator itself builds the table.
    return NAMESPACE


def _submodule(package, name):
    """A module of the package that was not imported yet, as `keras.src.layers.core`."""
    if not name.startswith("_"):
        target = f"{package}.{name}"
        try:
            return _import(target)
        except ModuleNotFoundError as e:
            if e.name != target:
                raise
    raise AttributeError(f"module {package!r} has no attribute {name!r}")
