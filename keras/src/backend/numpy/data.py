"""What the training loop feeds to a step on the numpy backend."""
from keras.src.trainers.data_adapters.conversions import to_numpy as batch  # noqa: F401
from keras.src.trainers.data_adapters.rows import (  # noqa: F401
    READS_AHEAD,
    READS_LIKE_TF_DATA,
    after_pass,
    before_pass,
)
from keras.src.trainers.data_adapters.rows import NumpyOrder as Order  # noqa: F401
from keras.src.trainers.data_adapters.rows import numpy_rows as rows  # noqa: F401
