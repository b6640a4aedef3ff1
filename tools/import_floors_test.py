import import_floors
import pytest


def test_no_import_climbs():
    assert import_floors.climbing_imports() == []


def test_every_allowance_is_needed_and_has_a_reason():
    for (importer, target), reason in import_floors.ALLOWED.items():
        assert import_floors.floor(target) > import_floors.floor(importer)
        assert len(reason) > 10
    for (module, framework), reason in import_floors.FRAMEWORK_ALLOWED.items():
        assert import_floors.floor(module) and framework in import_floors.FRAMEWORKS and len(reason) > 10


@pytest.mark.parametrize(
    "module, floor",
    [
        ("keras.src.tree.tree_api", 1),
        ("keras.src.backend.common.global_state", 1),
        ("keras.src.backend.common.variables", 2),
        ("keras.src.backend.torch.numpy", 3),
        ("keras.src.backend.torch.trainer", 7),
        ("keras.src.ops.numpy", 4),
        ("keras.src.layers.core.dense", 6),
        ("numpy", None),
    ],
)
def test_floor(module, floor):
    assert import_floors.floor(module) == floor


@pytest.mark.parametrize(
    "path, source, climbs",
    [
        ("ops/core.py", "from keras.src.layers.layer import Layer", True),
        ("ops/core.py", "from keras.src import layers", True),
        ("ops/core.py", "def f():\n    from keras.src import layers", True),
        ("ops/core.py", "from keras.src import tree\nimport numpy", False),
        ("layers/dense.py", "from keras.src import ops, layers", False),
        ("ops/core.py", "import torch", True),
        ("ops/core.py", "def f():\n    from tensorflow import io", True),
        ("backend/torch/core.py", "import torch", False),
        ("backend/torch/core.py", "import jax", True),
        ("ops/core.py", "import keras", True),
    ],
)
def test_what_climbs(tmp_path, path, source, climbs):
    for folder in ("layers", "ops", "tree", "backend/torch"):
        (tmp_path / "keras/src" / folder).mkdir(parents=True)
    (tmp_path / "keras/src" / path).write_text(source)
    assert bool(import_floors.climbing_imports(tmp_path)) == climbs


def test_a_module_without_a_floor_is_an_error():
    with pytest.raises(ValueError, match="has no floor"):
        import_floors.floor("keras.src.newcomer")
