"""On torch images stay as they lie: channels-last layers see them through permuted views, forward and backward."""
import numpy as np
import pytest

import keras
from keras.src import backend, layers

pytestmark = pytest.mark.skipif(backend.backend() != "torch", reason="only torch's kernels take channels first")
COPIES = {"clone", "contiguous", "copy_", "_to_copy"}


def copied_images(run, smallest):
    """Shapes of the tensors of at least `smallest` elements that are copied while `run()` is running."""
    from torch.utils._python_dispatch import TorchDispatchMode

    class Copies(TorchDispatchMode):
        def __init__(self):
            super().__init__()
            self.shapes = []

        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            if function.overloadpacket.__name__ in COPIES and args[0].numel() >= smallest:
                self.shapes.append(tuple(args[0].shape))
            return function(*args, **(kwargs or {}))

    with Copies() as seen:
        run()
    return seen.shapes


@pytest.mark.parametrize("training", [False, True])
def test_convnets_copy_no_images(training):
    model = keras.Sequential(
        [
            keras.Input((16, 16, 3)),
            layers.Conv2D(4, 3, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Conv2D(4, 3, activation="relu"),
            layers.AveragePooling2D(2),
            layers.DepthwiseConv2D(2, padding="same"),
            layers.SeparableConv2D(4, 1),
            layers.GlobalAveragePooling2D(),
            layers.Dense(2),
        ]
    )
    images = backend.convert_to_tensor(np.random.default_rng(0).normal(size=(64, 16, 16, 3)).astype("float32"))
    smallest = 64 * 3 * 3 * 4  # the last images; weights have fewer elements

    def run():
        outputs = model(images, training=training)
        if training:
            outputs.sum().backward()

    assert max(int(np.prod(w.shape)) for w in model.weights) < smallest
    assert copied_images(run, smallest) == []


def test_the_count_sees_copies():
    images = backend.convert_to_tensor(np.zeros((2, 4, 4, 3), "float32"))
    assert copied_images(lambda: images.permute(0, 3, 1, 2).contiguous(), 1) == [(2, 3, 4, 4)]
