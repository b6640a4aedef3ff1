# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import DType, Data, DataFormat, Interpolation, Path, Seed
from keras.src.callbacks.history import History
from typing import Any

class ImageDataGenerator:
    featurewise_std_normalization: bool
    featurewise_center: Any
    samplewise_std_normalization: bool
    samplewise_center: Any
    zca_whitening: Any
    zca_epsilon: Any
    rotation_range: Any
    shear_range: Any
    width_shift_range: Any
    height_shift_range: Any
    brightness_range: Any
    channel_shift_range: Any
    fill_mode: Any
    cval: Any
    interpolation_order: Any
    horizontal_flip: Any
    vertical_flip: Any
    rescale: Any
    preprocessing_function: Any
    data_format: Any
    channel_axis: Any
    row_axis: Any
    col_axis: Any
    dtype: Any
    mean: Any
    std: Any
    zca_whitening_matrix: Any
    zoom_range: Any
    def __init__(self, featurewise_center: bool = False, samplewise_center: bool = False, featurewise_std_normalization: bool = False, samplewise_std_normalization: bool = False, zca_whitening: bool = False, zca_epsilon: float = 1e-06, rotation_range: int = 0, width_shift_range: float = 0.0, height_shift_range: float = 0.0, brightness_range: Any = None, shear_range: float = 0.0, zoom_range: Any = 0.0, channel_shift_range: float = 0.0, fill_mode: str = 'nearest', cval: float = 0.0, horizontal_flip: bool = False, vertical_flip: bool = False, rescale: Any = None, preprocessing_function: Any = None, data_format: DataFormat | None = None, validation_split: float = 0.0, interpolation_order: int = 1, dtype: DType | None = None) -> None: ...
    def flow(self, x: Data, y: Data | None = None, batch_size: int = 32, shuffle: Any = True, sample_weight: Any = None, seed: Seed | None = None, save_to_dir: Any = None, save_prefix: str = '', save_format: str = 'png', ignore_class_split: bool = False, subset: Any = None) -> Any: ...
    def flow_from_directory(self, directory: Path, target_size: Any = ..., color_mode: str = 'rgb', classes: int | None = None, class_mode: str = 'categorical', batch_size: int = 32, shuffle: Any = True, seed: Seed | None = None, save_to_dir: Any = None, save_prefix: str = '', save_format: str = 'png', follow_links: bool = False, subset: Any = None, interpolation: Interpolation = 'nearest', keep_aspect_ratio: bool = False) -> Any: ...
    def flow_from_dataframe(self, dataframe: Any, directory: Path | None = None, x_col: str = 'filename', y_col: str = 'class', weight_col: Any = None, target_size: Any = ..., color_mode: str = 'rgb', classes: int | None = None, class_mode: str = 'categorical', batch_size: int = 32, shuffle: Any = True, seed: Seed | None = None, save_to_dir: Any = None, save_prefix: str = '', save_format: str = 'png', subset: Any = None, interpolation: Interpolation = 'nearest', validate_filenames: bool = True, **kwargs: Any) -> Any: ...
    def standardize(self, x: Data) -> Any: ...
    def get_random_transform(self, img_shape: Any, seed: Seed | None = None) -> Any: ...
    def apply_transform(self, x: Data, transform_parameters: Any) -> Any: ...
    def random_transform(self, x: Data, seed: Seed | None = None) -> Any: ...
    def fit(self, x: Data, augment: bool = False, rounds: int = 1, seed: Seed | None = None) -> History: ...
def __getattr__(name: str) -> Any: ...
