"""The comparison of applications' weights, with this package on both sides."""
import applications_weights as tool
import numpy as np
import pytest

from keras.src import backend


@pytest.mark.filterwarnings("ignore:The `.h5` format")
@pytest.mark.skipif(backend.backend() != "numpy", reason="The same on all backends, and numpy is the fastest.")
def test_a_family_there_and_back(tmp_path):
    tool.write("MobileNet", tmp_path)
    assert tool.read("MobileNet", tmp_path)[0] <= tool.TOLERANCE
    found = dict(np.load(tmp_path / "MobileNet.npz"))
    np.savez(tmp_path / "MobileNet.npz", image=found["image"], prediction=found["prediction"] * 1.001)
    assert tool.read("MobileNet", tmp_path)[0] > tool.TOLERANCE
