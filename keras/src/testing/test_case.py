"""The base class of tests: comparisons of tensors, and checks that every layer must pass."""
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

from keras.src import backend, tree
from keras.src.backend.common import global_state
from keras.src.testing.layer_checks import LayerChecks, check_serialization
from keras.src.testing.layer_checks import create_eager_tensors as create_eager_tensors
from keras.src.testing.layer_checks import create_keras_tensors as create_keras_tensors
from keras.src.testing.layer_checks import get_seed_generators as get_seed_generators
from keras.src.testing.layer_checks import map_shape_dtype_structure as map_shape_dtype_structure
from keras.src.utils import traceback_utils

try:  # Libraries write `@parameterized.named_parameters` on methods of subclasses, which needs its metaclass.
    from absl.testing.parameterized import TestCase as _BaseTestCase
except ImportError:
    _BaseTestCase = unittest.TestCase


class TestCase(_BaseTestCase):
    """A `unittest.TestCase` whose comparisons take tensors of any backend.

    Every test starts with a fresh session and with whole tracebacks.
    """

    maxDiff = None

    def setUp(self):
        global_state.clear_session(free_memory=False)
        if traceback_utils.is_traceback_filtering_enabled():
            traceback_utils.disable_traceback_filtering()
            self.addCleanup(traceback_utils.enable_traceback_filtering)

    def get_temp_dir(self):
        """A new folder, removed after the test."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def convert_to_numpy(self, x):
        """A tensor as a NumPy array."""
        if isinstance(x, (np.ndarray, np.generic, int, float, bool, str)):
            return np.asarray(x)
        return np.asarray(backend.convert_to_numpy(x) if _is_tensor(x) else _numpy_items(x))

    def assertAllClose(
        self, actual, desired, atol=1e-6, rtol=1e-6, tpu_atol=None, tpu_rtol=None, msg=None
    ):
        """Fails unless all elements are close; the tolerances with `tpu_` apply on a TPU."""
        if uses_tpu():
            atol = atol if tpu_atol is None else tpu_atol
            rtol = rtol if tpu_rtol is None else tpu_rtol
        np.testing.assert_allclose(
            *self._as_arrays(actual, desired), rtol=rtol, atol=atol, err_msg=msg or ""
        )

    def assertNotAllClose(self, x1, x2, atol=1e-6, rtol=1e-6, msg=None):
        """Fails if all elements are close."""
        try:
            self.assertAllClose(x1, x2, atol=atol, rtol=rtol)
        except AssertionError:
            return
        self.fail(f"{msg or 'All elements are close'}. Received: {x1}")

    def assertAlmostEqual(self, actual, desired, decimal=3, tpu_decimal=None, msg=None):
        """Fails unless all elements are equal up to `decimal` places."""
        if uses_tpu() and tpu_decimal is not None:
            decimal = tpu_decimal
        np.testing.assert_almost_equal(
            *self._as_arrays(actual, desired), decimal=decimal, err_msg=msg or ""
        )

    def assertAllEqual(self, actual, desired, msg=None):
        """Fails unless all elements are equal."""
        np.testing.assert_array_equal(*self._as_arrays(actual, desired), err_msg=msg or "")

    def _as_arrays(self, actual, desired):
        return self.convert_to_numpy(actual), self.convert_to_numpy(desired)

    def assertLen(self, iterable, expected_len, msg=None):
        """Fails unless there are `expected_len` items."""
        self.assertEqual(len(iterable), expected_len, msg=msg)

    def assertSparse(self, x, sparse=True):
        """Fails unless `x` is a sparse tensor of the backend (or is not, with `sparse=False`)."""
        self.assertIs(_is_sparse(x), sparse, msg=f"Sparse: {_is_sparse(x)}, expected: {sparse}")

    def assertRagged(self, x, ragged=True):
        """Fails unless `x` is a ragged tensor of the backend (or is not, with `ragged=False`)."""
        self.assertIs(_is_ragged(x), ragged, msg=f"Ragged: {_is_ragged(x)}, expected: {ragged}")

    def assertDType(self, x, dtype, msg=None):
        """Fails unless the dtype of `x` is `dtype`."""
        found, wanted = (backend.standardize_dtype(d) for d in (getattr(x, "dtype", type(x)), dtype))
        self.assertEqual(found, wanted, msg=msg or f"The dtype is {found}, expected: {wanted}")

    def assertFileExists(self, path):
        """Fails unless there is a file at `path`."""
        self.assertTrue(Path(path).is_file(), msg=f"There is no file {path}")

    def run_class_serialization_test(self, instance, custom_objects=None):
        """Takes an object through its config and through JSON; fails unless it comes back the same.

        Args:
            instance: Object with `get_config` and `from_config`.
            custom_objects: Dict of names and classes that are needed to read it.

        Returns:
            The object made from the JSON.
        """
        return check_serialization(self, instance, custom_objects)

    def run_layer_test(
        self, layer_cls, init_kwargs, input_shape=None, input_dtype=None, input_sparse=False,
        input_ragged=False, input_data=None, call_kwargs=None, expected_output_shape=None,
        expected_output_dtype=None, expected_output_sparse=False, expected_output_ragged=False,
        expected_output=None, expected_num_trainable_weights=None,
        expected_num_non_trainable_weights=None, expected_num_non_trainable_variables=None,
        expected_num_seed_generators=None, expected_num_losses=None, supports_masking=None,
        expected_mask_shape=None, custom_objects=None, run_training_check=True,
        run_mixed_precision_check=True, assert_built_after_instantiation=False, tpu_atol=None,
        tpu_rtol=None,
    ):
        """Holds a layer against the contract of layers.

        It is built by its shapes and called, which must add no weights, serialized and read back, called on
        symbolic and on real tensors, trained for a step inside a model, and called under a policy of mixed
        precision. Without `input_shape` and `input_data` it is only serialized.

        Args:
            layer_cls: Class of the layer.
            init_kwargs: Dict of the arguments to make it with.
            input_shape: Shape, list or dict of shapes; a dict with keys such as `"x_shape"` gives the tensors
                of the arguments `x`, ... of `call`.
            input_dtype: Dtype of the inputs, or a dict of them as for `input_shape`. The default is the layer's.
            input_sparse: Boolean, whether the inputs are sparse tensors.
            input_ragged: Boolean, whether the inputs are ragged tensors.
            input_data: Tensor or structure of tensors in place of `input_shape`.
            call_kwargs: Dict of further arguments of the call.
            expected_output_shape: Shape or structure of shapes.
            expected_output_dtype: Dtype or structure of dtypes.
            expected_output_sparse: Boolean.
            expected_output_ragged: Boolean.
            expected_output: Tensor, the output for `input_data`.
            expected_num_trainable_weights: Integer.
            expected_num_non_trainable_weights: Integer.
            expected_num_non_trainable_variables: Integer.
            expected_num_seed_generators: Integer.
            expected_num_losses: Integer, the losses after a call.
            supports_masking: Boolean, expected value of the attribute.
            expected_mask_shape: Shape of the mask of the output.
            custom_objects: Dict of names and classes that are needed to read the layer.
            run_training_check: Boolean, whether to train it for a step.
            run_mixed_precision_check: Boolean, whether to call it in mixed precision.
            assert_built_after_instantiation: Boolean, whether it must be built before any call.
            tpu_atol: Float, absolute tolerance of `expected_output` on a TPU.
            tpu_rtol: Float, relative tolerance of `expected_output` on a TPU.
        """
        arguments = {k: v for k, v in locals().items() if k != "self"}
        LayerChecks(self, **arguments).run()


def _is_tensor(x):
    return backend.is_tensor(x) or isinstance(x, backend.Variable)


def _numpy_items(x):
    return tree.map_structure(
        lambda v: backend.convert_to_numpy(v) if _is_tensor(v) else v, x
    )


def _is_sparse(x):
    if isinstance(x, backend.KerasTensor):
        return bool(x.sparse)
    return type(x).__name__ in ("SparseTensor", "BCOO", "BCSR")


def _is_ragged(x):
    if isinstance(x, backend.KerasTensor):
        return bool(x.ragged)
    return type(x).__name__ == "RaggedTensor"


def _jax_uses(device_type):
    """Whether the active backend is jax on devices of this type. A framework that is not loaded is not loaded here."""
    if backend.backend() != "jax":
        return False
    backend.convert_to_tensor  # noqa: B018 - loads the framework of the active backend
    return sys.modules["jax"].default_backend() == device_type


def _tensorflow_uses(device_type):
    if backend.backend() != "tensorflow":
        return False
    backend.convert_to_tensor  # noqa: B018 - loads the framework of the active backend
    return bool(sys.modules["tensorflow"].config.list_logical_devices(device_type))


def jax_uses_gpu():
    """Whether the backend is jax and runs on a GPU."""
    return _jax_uses("gpu")


def jax_uses_tpu():
    """Whether the backend is jax and runs on a TPU."""
    return _jax_uses("tpu")


def tensorflow_uses_gpu():
    """Whether the backend is tensorflow and has a GPU."""
    return _tensorflow_uses("GPU")


def tensorflow_uses_tpu():
    """Whether the backend is tensorflow and has a TPU."""
    return _tensorflow_uses("TPU")


def torch_uses_gpu():
    """Whether the backend is torch and puts tensors on a GPU."""
    return backend.backend() == "torch" and backend.core.get_device() == "cuda"


def uses_gpu():
    """Whether the backend runs on a GPU."""
    return jax_uses_gpu() or tensorflow_uses_gpu() or torch_uses_gpu()


def uses_tpu():
    """Whether the backend runs on a TPU."""
    return jax_uses_tpu() or tensorflow_uses_tpu()
