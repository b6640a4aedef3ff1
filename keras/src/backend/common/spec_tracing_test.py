"""What `call` may do while its output shape is worked out."""
import numpy as np
import pytest

from keras.src import backend, layers, models, ops

BACKEND = backend.backend()


class Call(layers.Layer):
    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def call(self, x):
        return self.fn(x)


def torch_calls():
    import torch

    return {
        "number": (lambda x: x * x.sum().item(), (None, 3)),
        "branch": (lambda x: x if x.sum() > 0 else -x, (None, 3)),
        "count": (lambda x: torch.nonzero(x), (None, 2)),
        "mask": (lambda x: x[x > 0], (None,)),
        "kernel": (lambda x: torch.bincount(x.long().flatten(), minlength=5), (5,)),
        "device": (lambda x: x + torch.ones(3, device=backend.core.DEFAULT_DEVICE), (None, 3)),
    }


@pytest.mark.skipif(BACKEND != "torch", reason="only torch computes shapes on tensors without values")
@pytest.mark.parametrize("name", ["number", "branch", "count", "mask", "kernel", "device"])
def test_torch_layers_may_ask_for_values(name):
    fn, shape = torch_calls()[name]
    inputs = layers.Input((3,))
    outputs = Call(fn)(inputs)
    assert tuple(outputs.shape) == shape
    x = np.array([[1, 2, 4]], "float32")
    found = models.Model(inputs, outputs)(x)
    np.testing.assert_array_equal(backend.convert_to_numpy(found), backend.convert_to_numpy(fn(ops.convert_to_tensor(x))))


def ctc(x):
    batch = ops.shape(x)[0]
    labels, scores = ops.ones((batch, 2), "int32"), ops.ones((batch, 4, 3)) * x[:, None, :]
    return ops.ctc_loss(labels, scores, ops.full((batch,), 2, "int32"), ops.full((batch,), 4, "int32"))


def test_layers_may_compute_ctc_losses():
    assert tuple(Call(ctc)(layers.Input((3,))).shape) == (None,)


def test_what_is_wrong_stays_wrong():
    with pytest.raises((ValueError, TypeError, RuntimeError)) as caught:
        Call(lambda x: ops.matmul(x, ops.ones((4, 5))))(layers.Input((3,)))
    assert "traced for its output shape" in "".join(caught.value.__notes__)
