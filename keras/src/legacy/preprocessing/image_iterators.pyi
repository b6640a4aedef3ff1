# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import DType, Data, DataFormat, Interpolation, Path, Seed
from keras.src.trainers.data_adapters.py_dataset_adapter import PyDataset
from typing import Any, Self

class Iterator(PyDataset):
    white_list_formats: Any
    n: Any
    batch_size: Any
    shuffle: Any
    seed: Any
    batch_index: Any
    total_batches_seen: Any
    lock: Any
    index_array: Any
    index_generator: Any
    def __init__(self, n: Any, batch_size: int, shuffle: Any, seed: Seed, **kwargs: Any) -> None: ...
    def __len__(self) -> Any: ...
    def __getitem__(self, idx: Any) -> Any: ...
    def on_epoch_end(self) -> None: ...
    def reset(self) -> None: ...
    def __iter__(self) -> Self: ...
    def __next__(self) -> Any: ...
class NumpyArrayIterator(Iterator):
    x: Any
    x_misc: Any
    y: Any
    sample_weight: Any
    image_data_generator: Any
    data_format: Any
    save_to_dir: Any
    save_prefix: Any
    save_format: Any
    def __init__(self, x: Data, y: Data, image_data_generator: Any, batch_size: int = 32, shuffle: Any = False, sample_weight: Any = None, seed: Seed | None = None, data_format: DataFormat | None = None, save_to_dir: Any = None, save_prefix: str = '', save_format: str = 'png', subset: Any = None, ignore_class_split: bool = False, dtype: DType | None = None) -> None: ...
class _FileIterator(Iterator):
    allowed_class_modes: Any
    image_data_generator: Any
    target_size: Any
    color_mode: Any
    class_mode: Any
    data_format: Any
    image_shape: Any
    save_to_dir: Any
    save_prefix: Any
    save_format: Any
    subset: Any
    interpolation: Any
    keep_aspect_ratio: Any
    def __init__(self, image_data_generator: Any, target_size: Any, color_mode: Any, class_mode: Any, data_format: DataFormat, save_to_dir: Any, save_prefix: Any, save_format: Any, subset: Any, interpolation: Interpolation, keep_aspect_ratio: Any, dtype: DType) -> None: ...
class DirectoryIterator(_FileIterator):
    directory: Path
    class_indices: Any
    filenames: Any
    classes: Any
    samples: Any
    num_classes: Any
    filepaths: Any
    labels: Any
    sample_weight: Any
    def __init__(self, directory: Path, image_data_generator: Any, target_size: Any = ..., color_mode: Any = 'rgb', classes: int | None = None, class_mode: Any = 'categorical', batch_size: int = 32, shuffle: Any = True, seed: Seed | None = None, data_format: DataFormat | None = None, save_to_dir: Any = None, save_prefix: str = '', save_format: str = 'png', follow_links: bool = False, subset: Any = None, interpolation: Interpolation = 'nearest', keep_aspect_ratio: bool = False, dtype: DType | None = None) -> None: ...
class DataFrameIterator(_FileIterator):
    allowed_class_modes: Any
    directory: Any
    filenames: Any
    samples: Any
    class_indices: Any
    classes: Any
    filepaths: Any
    labels: Any
    sample_weight: Any
    def __init__(self, dataframe: Any, directory: Path | None = None, image_data_generator: Any = None, x_col: str = 'filename', y_col: str = 'class', weight_col: Any = None, target_size: Any = ..., color_mode: str = 'rgb', classes: int | None = None, class_mode: Any = 'categorical', batch_size: int = 32, shuffle: Any = True, seed: Seed | None = None, data_format: DataFormat | None = None, save_to_dir: Any = None, save_prefix: str = '', save_format: str = 'png', subset: Any = None, interpolation: Interpolation = 'nearest', keep_aspect_ratio: bool = False, dtype: DType = 'float32', validate_filenames: bool = True) -> None: ...
def __getattr__(name: str) -> Any: ...
