# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import BaseImagePreprocessingLayer
from typing import Any

class MixingLayer(BaseImagePreprocessingLayer):
    def transform_labels(self, labels: Any, transformation: Any, training: bool = True) -> Any: ...
def __getattr__(name: str) -> Any: ...
