import os
import subprocess
import sys

import numpy as np
import pytest

from keras.src import backend
from keras.src.utils import backend_utils


def test_dynamic_backend():
    dynamic = backend_utils.DynamicBackend()
    assert dynamic.name == backend.backend()
    assert dynamic.numpy is backend.numpy
    dynamic.set_backend("numpy")
    assert dynamic.name == "numpy"
    assert isinstance(dynamic.convert_to_tensor([1.0]), np.ndarray)
    np.testing.assert_array_equal(dynamic.numpy.add(np.ones(2), 1.0), [2.0, 2.0])
    dynamic.reset()
    assert dynamic.name == backend.backend()
    with pytest.raises(ValueError, match="backend='none such'"):
        dynamic.set_backend("none such")


def test_in_tf_graph():
    assert not backend_utils.in_tf_graph()
    with backend_utils.TFGraphScope():
        assert backend_utils.in_tf_graph()
    assert not backend_utils.in_tf_graph()


def test_in_tf_function():
    if backend.backend() != "tensorflow":
        pytest.skip("tensorflow: asks what TensorFlow traces")
    import tensorflow as tf

    seen = []
    tf.function(lambda: seen.append(backend_utils.in_tf_graph()))()
    assert seen == [True]


def test_not_in_a_grain_pipeline():
    assert not backend_utils.in_grain_data_pipeline()


def test_set_backend_loads_keras_again():
    program = (
        "import keras, numpy as np, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "keras.config.set_backend('numpy')\n"
        "assert keras.backend.backend() == 'numpy'\n"
        "import sys; assert sys.modules['keras'] is keras\n"
        "assert type(keras.ops.add(1.0, 2.0)).__module__ == 'numpy'\n"
    )
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)


def test_set_backend_refuses_what_is_not_there():
    with pytest.raises(ValueError, match="none such"):
        backend_utils.set_backend("none such")
