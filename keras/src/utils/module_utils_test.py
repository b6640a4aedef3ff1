import importlib
import sys

import numpy as np
import pytest

from keras.src import backend, lazy
from keras.src.utils.module_utils import LazyModule


def test_a_module_is_imported_when_it_is_used():
    sys.modules.pop("wave", None)
    lazy = LazyModule("wave")
    assert lazy.available and repr(lazy) == "LazyModule(wave)"
    assert "wave" not in sys.modules
    with pytest.raises(AttributeError):
        lazy.__wrapped__  # Probing does not import.
    assert "wave" not in sys.modules
    assert lazy.Wave_read is sys.modules["wave"].Wave_read


def test_who_imports_first_runs_what_is_due_after_it():
    seen = []
    for module, times in (("wave", 1), ("os", 0)):
        sys.modules.pop("wave", None)
        lazy = LazyModule(module)
        lazy.after_import = seen.append
        lazy.initialize()
        assert seen == [lazy.module] * times
        seen.clear()


def test_numpys_generator_does_not_notice_an_import(tmp_path, monkeypatch):
    (tmp_path / "draws_while_loading.py").write_text("import numpy\nnumpy.random.rand()\n")
    monkeypatch.syspath_prepend(tmp_path)
    np.random.seed(3)
    LazyModule("draws_while_loading").initialize()
    assert np.random.rand() == np.random.RandomState(3).rand()


@pytest.mark.parametrize("name", ["os.path", "collections.abc", "os.environ"])
def test_submodules_and_attributes(name):
    lazy = LazyModule(name)
    lazy.initialize()
    assert lazy.module is not None


@pytest.mark.parametrize("package", [p for p in lazy.FORWARDED if "torch" not in p or backend.backend() == "torch"])
def test_forwarded_modules(package):
    for module, names in lazy.FORWARDED[package].items():
        for name in names:
            assert callable(getattr(importlib.import_module(f"{package}.{module}"), name))


def test_missing_modules():
    lazy = LazyModule("no_such_module", pip_name="some-package")
    assert not lazy.available
    with pytest.raises(ImportError, match="pip install some-package"):
        lazy.attribute
    with pytest.raises(ImportError, match="my message"):
        LazyModule("no_such_module", import_error_msg="my message").initialize()


# names that packages hold besides the public ones, and that code imports from there
INTERNAL = {
    "keras.src": ["Functional", "Input", "KerasTensor", "Layer", "Model", "Sequential"],
    "keras.src.saving": ["custom_object_scope"],
    "keras.src.utils": ["default", "is_default", "removeprefix", "removesuffix"],
    "keras.src.ops": ["KerasTensor", "any_symbolic_tensors", "broadcast_shapes", "reduce_shape", "result_type"],
    "keras.src.layers.merging.dot": ["batch_dot"],
    "keras.src.legacy.preprocessing.image": ["Iterator", "random_rotation", "random_shift", "random_zoom"],
    "keras.src.losses.losses": ["convert_binary_labels_to_hinge"],
}


@pytest.mark.parametrize("module", INTERNAL)
def test_internal_names(module):
    assert all(callable(getattr(importlib.import_module(module), name)) for name in INTERNAL[module])
