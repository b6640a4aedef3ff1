# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import Path
from keras.src.layers.layer import Layer
from keras.src.models.model import Model
from typing import Any
from typing import NamedTuple

def model_to_dot(model: Model, show_shapes: bool = False, show_dtype: bool = False, show_layer_names: bool = True, rankdir: Any = 'TB', expand_nested: bool = False, dpi: int = 200, subgraph: bool = False, show_layer_activations: bool = False, show_trainable: bool = False, splines: str = 'ortho', **kwargs: Any) -> Any: ...
def plot_model(model: Model, to_file: Path = 'model.png', show_shapes: bool = False, show_dtype: bool = False, show_layer_names: bool = False, rankdir: str = 'TB', expand_nested: bool = False, dpi: int = 200, show_layer_activations: bool = False, show_trainable: bool = False, splines: str = 'ortho', **kwargs: Any) -> Any: ...
class LayerGraph:
    expand_nested: bool
    layers: Any
    edges: Any
    items: Any
    def __init__(self, model: Model, expand_nested: bool = False) -> None: ...
class Box(NamedTuple):
    kind: str
    activation: str
    cells: list
def box_of(layer: Layer, show_shapes: Any, show_dtype: Any, show_layer_names: Any, show_layer_activations: Any, show_trainable: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
