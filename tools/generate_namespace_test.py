import ast

import generate_namespace
import pytest


@pytest.fixture
def tree(tmp_path):
    """A small source tree with every form of a mark."""
    files = {
        "__init__.py": "",
        "layers/__init__.py": "",
        "layers/dense.py": """
            @keras_export(["keras.layers.Dense", "keras.Dense"])
            class Dense:
                pass
        """,
        "losses/__init__.py": """
            @keras_export("keras.losses.get")
            def get(name):
                pass
        """,
        "losses/losses.py": """
            @keras_export(["keras.losses.mean_squared_error", "keras.losses.mse", "keras._legacy.losses.MSE"])
            def mean_squared_error(y_true, y_pred):
                pass
            huber = keras_export("keras.losses.huber")(make("huber"))
            keras_export("keras.losses.hinge")(hinge)
        """,
        "losses/losses_test.py": '@keras_export("keras.losses.not_this")\nclass NotThis: pass',
        "ops/__init__.py": "",
        "ops/numpy.py": "Mean = mean.operation\nclass Add(Operation): pass\nclass _Hidden: pass",
        "datasets/__init__.py": "",
        "datasets/a.py": '@keras_export("keras.datasets.a.load_data")\ndef load_data(): pass',
        "datasets/b.py": '@keras_export("keras.datasets.b.load_data")\ndef load_data(): pass',
        "backend/__init__.py": 'LAZY_EXPORTS = {"keras.Variable": "Variable"}',
        "backend/common/__init__.py": "",
        "backend/common/variables.py": "class Variable: pass",
    }
    import textwrap

    for name, text in files.items():
        file = tmp_path / "keras/src" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text))
    return tmp_path


@pytest.fixture
def namespace(tree):
    assert generate_namespace.main([], root=tree) == 0
    values = {}
    exec((tree / "keras/src/_namespace.py").read_text(), values)
    return values


def test_public_tables(namespace):
    table = namespace["NAMESPACE"]
    assert table["keras.layers"] == {"Dense": "keras.src.layers.dense"}
    assert table["keras"]["Dense"] == "keras.src.layers.dense"
    assert table["keras"]["layers"] == "keras.layers:"
    assert table["keras"]["Variable"] == "keras.src.backend"
    assert table["keras.losses"] == {
        "get": "keras.src.losses",
        "hinge": "keras.src.losses.losses",
        "huber": "keras.src.losses.losses",
        "mean_squared_error": "keras.src.losses.losses",
        "mse": "keras.src.losses.losses:mean_squared_error",
    }


def test_internal_tables(namespace):
    table = namespace["NAMESPACE"]
    assert table["keras.src.layers"] == {"Dense": "keras.src.layers.dense"}
    assert set(table["keras.src.losses"]) == {"hinge", "huber", "mean_squared_error"}
    assert table["keras.src.ops"] == {"Mean": "keras.src.ops.numpy", "Add": "keras.src.ops.numpy"}
    assert table.get("keras.src.datasets", {}) == {}


def test_mirror(namespace):
    names = namespace["mirror"]("keras.losses")
    assert names["MSE"] == "keras.src.losses.losses:mean_squared_error"
    assert "MSE" not in namespace["NAMESPACE"]["keras.losses"]
    assert namespace["mirror"]("keras")["losses"] == "keras._tf_keras.keras.losses:"


def test_stubs(tree, namespace):
    stub = (tree / "keras/losses/__init__.pyi").read_text()
    assert "from keras.src.losses.losses import mean_squared_error as mse\n" in stub
    root = (tree / "keras/__init__.pyi").read_text()
    assert "from keras.src.backend.common.variables import Variable as Variable\n" in root
    assert "from keras import losses as losses\n" in root
    mirror = (tree / "keras/_tf_keras/keras/losses/__init__.pyi").read_text()
    assert "from keras.losses import *\n" in mirror and " as MSE\n" in mirror and " as mse\n" not in mirror
    for file in (tree / "keras").rglob("*.pyi"):
        ast.parse(file.read_text())
    assert (tree / "keras/py.typed").exists()


def test_check_finds_what_is_stale(tree, namespace, capsys):
    assert generate_namespace.main(["--check"], root=tree) == 0
    (tree / "keras/src/layers/dense.py").write_text('@keras_export("keras.layers.Other")\nclass Other: pass')
    (tree / "keras/gone").mkdir()
    (tree / "keras/gone/__init__.py").write_text("")
    assert generate_namespace.main(["--check"], root=tree) == 1
    assert "keras/gone/__init__.py" in capsys.readouterr().out
    assert generate_namespace.main([], root=tree) == 0
    assert not (tree / "keras/gone/__init__.py").exists()
    assert generate_namespace.main(["--check"], root=tree) == 0


@pytest.mark.parametrize(
    "source, problem",
    [
        ('@keras_export("keras.layers.Dense")\nclass Another: pass', "is exported by"),
        ("class Broken(:", "invalid syntax"),
    ],
)
def test_problems_are_reported(tree, capsys, source, problem):
    (tree / "keras/src/layers/second.py").write_text(source)
    assert generate_namespace.main([], root=tree) == 1
    assert problem in capsys.readouterr().err


def test_the_namespace_on_disk_is_current():
    assert generate_namespace.main(["--check"]) == 0
