"""What `import keras` does, seen from new processes."""
import os
import subprocess
import sys

import pytest

import keras

FRAMEWORKS = "('jax', 'tensorflow', 'torch')"


def run(program, **environment):
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), **environment)
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)


def passes(program, **environment):
    done = run(program, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_loads_neither_framework_nor_layers():
    loaded = passes(
        "import sys, keras\n"
        f"print([m for m in sys.modules if m in {FRAMEWORKS} or m.startswith('keras.src.layers')"
        " or m in ('h5py', 'rich', 'scipy', 'requests', 'absl')])"
    )
    assert loaded == "[]"


def test_only_the_active_framework_is_loaded():
    show = f"print(sorted(m for m in {FRAMEWORKS} if m in sys.modules))"
    # TensorFlow 2.21 itself imports jax where it is installed: what the framework brings along counts as active.
    alone = passes(f"import sys, {keras.config.backend()}\n{show}")
    loaded = passes(
        "import sys, keras\n"
        "model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])\n"
        "model.get_config(), keras.saving.serialize_keras_object(model)\n"
        "model(keras.ops.ones((1, 2)))\n"
        + show
    )
    assert loaded == alone


def test_names_of_layers_load_no_files_and_start_no_device():
    passes(
        "import gc, sys, keras\n"
        "keras.Sequential, keras.layers.Dense, keras.ops.add\n"
        "assert gc.isenabled() and ('h5py' in sys.modules) <= ('tensorflow' in sys.modules)\n"
        "bridge = sys.modules.get('jax._src.xla_bridge')\n"
        "assert bridge is None or not bridge.backends_are_initialized()\n"
        "gc.disable()\n"
        "keras.layers.Conv2D\n"
        "assert not gc.isenabled()"
    )


@pytest.mark.parametrize("name", ["numpi", "openvino"])
def test_an_unknown_backend(name):
    done = run("import keras", KERAS_BACKEND=name)
    assert "ImportError" in done.stderr.splitlines()[-1] and name in done.stderr


def test_a_backend_that_is_not_installed():
    hide = (
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'torch' else find(name, *a)\n"
    )
    done = run(hide + "import keras", KERAS_BACKEND="torch")
    assert "ImportError" in done.stderr and "pip install torch" in done.stderr


def test_names_are_attributes_after_their_first_use():
    passes(
        "import keras\n"
        "assert 'Model' not in vars(keras) and 'Model' in dir(keras)\n"
        "assert keras.Model is keras.models.Model and 'Model' in vars(keras)\n"
        "from keras import layers\n"
        "assert layers is keras.layers\n"
        "import keras.src.layers as internal\n"
        "assert internal.Dense is layers.Dense"
    )


def test_star_imports():
    passes(
        "from keras import *\n"
        "from keras.layers import *\n"
        "from keras.src.ops import *\n"
        "Sequential, layers, Dense, mean, Mean"
    )


def test_eager_import():
    passes("import keras; assert 'Dense' in vars(keras.layers)", KERAS_EAGER_IMPORT="1")


def test_what_tensorflow_shows():
    passes(
        "import keras._tf_keras.keras as tf_keras, keras\n"
        "assert tf_keras.__version__ == keras.__version__\n"
        "assert tf_keras.layers.Dense is keras.layers.Dense\n"
        "assert tf_keras.layers.__name__ == 'keras._tf_keras.keras.layers'"
    )


@pytest.mark.parametrize("module", [keras, keras.layers, keras.ops, keras.ops.numpy, keras.tree])
def test_only_public_names_are_listed(module):
    helpers = {"attach", "mirror", "os", "sys"}
    assert not helpers & set(dir(module))
    assert set(module.__all__) <= set(dir(module))


def test_an_unknown_name():
    with pytest.raises(AttributeError, match="has no attribute 'Dens'"):
        keras.layers.Dens
    with pytest.raises(ImportError):
        from keras.layers import Dens  # noqa: F401
