"""ImageDataGenerator of Keras 2, which only `tf.keras` still has."""
import warnings

import numpy as np

from keras.src.api_export import keras_export
from keras.src.backend import config
from keras.src.legacy.preprocessing.image_functions import (  # noqa: F401 - some are names that others import
    apply_affine_transform,
    apply_brightness_shift,
    apply_channel_shift,
    random_brightness,
    random_channel_shift,
    random_rotation,
    random_shear,
    random_shift,
    random_zoom,
)
from keras.src.legacy.preprocessing.image_iterators import (  # noqa: F401
    DataFrameIterator,
    DirectoryIterator,
    Iterator,
    NumpyArrayIterator,
)


@keras_export("keras._legacy.preprocessing.image.ImageDataGenerator")
class ImageDataGenerator:
    """Batches of images that are changed at random.

    Args:
        featurewise_center, featurewise_std_normalization: Booleans: subtract the data's mean, divide by its deviation,
            both from `fit`. Default False.
        samplewise_center, samplewise_std_normalization: Booleans: the same with each image's own. Default False.
        zca_whitening: Boolean, whether pixels are decorrelated. Default False. `zca_epsilon`: default 1e-6.
        rotation_range, shear_range: Numbers, in degrees. Default 0.
        width_shift_range, height_shift_range: Part of the size if below 1, else pixels, or a list to choose from.
        brightness_range: Pair of factors. Default None.
        zoom_range: Number `z`, for factors from `1 - z` to `1 + z`, or a pair. Default 0.
        channel_shift_range: Number. Default 0.
        fill_mode, cval, interpolation_order: See `apply_affine_transform`.
        horizontal_flip, vertical_flip: Booleans. Default False.
        rescale: Factor applied before the others. Default None.
        preprocessing_function: Function of one image, applied to it before the rest. Default None.
        data_format: `"channels_last"` or `"channels_first"`. Default None: as configured.
        validation_split: Float, the part of the data that is for `subset="validation"`. Default 0.
        dtype: String. Default None: the float type.
    """

    def __init__(
        self, featurewise_center=False, samplewise_center=False,
        featurewise_std_normalization=False, samplewise_std_normalization=False,
        zca_whitening=False, zca_epsilon=1e-6, rotation_range=0, width_shift_range=0.0,
        height_shift_range=0.0, brightness_range=None, shear_range=0.0, zoom_range=0.0,
        channel_shift_range=0.0, fill_mode="nearest", cval=0.0, horizontal_flip=False,
        vertical_flip=False, rescale=None, preprocessing_function=None, data_format=None,
        validation_split=0.0, interpolation_order=1, dtype=None,
    ):
        self.featurewise_std_normalization = featurewise_std_normalization
        self.featurewise_center = featurewise_center or featurewise_std_normalization or zca_whitening
        self.samplewise_std_normalization = samplewise_std_normalization
        self.samplewise_center = samplewise_center or samplewise_std_normalization
        self.zca_whitening, self.zca_epsilon = zca_whitening, zca_epsilon
        self.rotation_range, self.shear_range = rotation_range, shear_range
        self.width_shift_range, self.height_shift_range = width_shift_range, height_shift_range
        self.brightness_range, self.channel_shift_range = brightness_range, channel_shift_range
        self.fill_mode, self.cval, self.interpolation_order = fill_mode, cval, interpolation_order
        self.horizontal_flip, self.vertical_flip = horizontal_flip, vertical_flip
        self.rescale, self.preprocessing_function = rescale, preprocessing_function
        self.data_format = config.standardize_data_format(data_format)
        channels_first = self.data_format == "channels_first"
        self.channel_axis, self.row_axis, self.col_axis = (1, 2, 3) if channels_first else (3, 1, 2)
        if not 0 <= validation_split < 1:
            raise ValueError(
                f"Argument `validation_split` must be in [0, 1). Received: validation_split={validation_split}"
            )
        self._validation_split = validation_split
        self.dtype = dtype or config.floatx()
        self.mean = self.std = self.zca_whitening_matrix = None
        if isinstance(zoom_range, (float, int)):
            zoom_range = [1 - zoom_range, 1 + zoom_range]
        if len(zoom_range) != 2:
            raise ValueError(f"Argument `zoom_range` must be a number or a pair. Received: zoom_range={zoom_range}")
        self.zoom_range = list(zoom_range)

    def flow(self, x, y=None, batch_size=32, shuffle=True, sample_weight=None, seed=None, save_to_dir=None,
             save_prefix="", save_format="png", ignore_class_split=False, subset=None):
        """Batches of arrays; see `NumpyArrayIterator`."""
        return NumpyArrayIterator(
            x, y, self, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight, seed=seed,
            data_format=self.data_format, save_to_dir=save_to_dir, save_prefix=save_prefix, save_format=save_format,
            ignore_class_split=ignore_class_split, subset=subset, dtype=self.dtype,
        )

    def flow_from_directory(self, directory, target_size=(256, 256), color_mode="rgb", classes=None,
                            class_mode="categorical", batch_size=32, shuffle=True, seed=None, save_to_dir=None,
                            save_prefix="", save_format="png", follow_links=False, subset=None, interpolation="nearest",
                            keep_aspect_ratio=False):
        """Batches of image files, one folder for each class; see `DirectoryIterator`."""
        return DirectoryIterator(
            directory, self, target_size=target_size, color_mode=color_mode, classes=classes, class_mode=class_mode,
            batch_size=batch_size, shuffle=shuffle, seed=seed, data_format=self.data_format, save_to_dir=save_to_dir,
            save_prefix=save_prefix, save_format=save_format, follow_links=follow_links, subset=subset,
            interpolation=interpolation, keep_aspect_ratio=keep_aspect_ratio, dtype=self.dtype,
        )

    def flow_from_dataframe(self, dataframe, directory=None, x_col="filename", y_col="class", weight_col=None,
                            target_size=(256, 256), color_mode="rgb", classes=None, class_mode="categorical",
                            batch_size=32, shuffle=True, seed=None, save_to_dir=None, save_prefix="", save_format="png",
                            subset=None, interpolation="nearest", validate_filenames=True, **kwargs):
        """Batches of image files that a data frame lists; see `DataFrameIterator`."""
        return DataFrameIterator(
            dataframe, directory, self, x_col=x_col, y_col=y_col, weight_col=weight_col, target_size=target_size,
            color_mode=color_mode, classes=classes, class_mode=class_mode, batch_size=batch_size, shuffle=shuffle,
            seed=seed, data_format=self.data_format, save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, subset=subset, interpolation=interpolation, dtype=self.dtype,
            validate_filenames=validate_filenames, keep_aspect_ratio=kwargs.get("keep_aspect_ratio", False),
        )

    def standardize(self, x):
        """One image with all that is not random applied; floats are changed in place."""
        if self.preprocessing_function:
            x = self.preprocessing_function(x)
        if self.rescale:
            x *= self.rescale
        if self.samplewise_center:
            x -= np.mean(x, keepdims=True)
        if self.samplewise_std_normalization:
            x /= np.std(x, keepdims=True) + 1e-6
        if self.featurewise_center and self._is_fitted(self.mean, "featurewise_center"):
            x -= self.mean
        if self.featurewise_std_normalization and self._is_fitted(self.std, "featurewise_std_normalization"):
            x /= self.std + 1e-6
        if self.zca_whitening and self._is_fitted(self.zca_whitening_matrix, "zca_whitening"):
            x = np.reshape(x.reshape(1, -1) @ self.zca_whitening_matrix, x.shape)
        return x

    def _is_fitted(self, value, name):
        if value is None:
            warnings.warn(f"ImageDataGenerator with `{name}` needs `.fit(images)` first.", stacklevel=3)
        return value is not None

    def get_random_transform(self, img_shape, seed=None):
        """Parameters of one random change, a dict for `apply_transform`."""
        if seed is not None:
            np.random.seed(seed)
        uniform = np.random.uniform
        theta = uniform(-self.rotation_range, self.rotation_range) if self.rotation_range else 0
        tx = self._random_shift(self.height_shift_range, img_shape[self.row_axis - 1])
        ty = self._random_shift(self.width_shift_range, img_shape[self.col_axis - 1])
        shear = uniform(-self.shear_range, self.shear_range) if self.shear_range else 0
        zx, zy = (1, 1) if self.zoom_range == [1, 1] else uniform(*self.zoom_range, 2)
        flip_horizontal = (np.random.random() < 0.5) * self.horizontal_flip
        flip_vertical = (np.random.random() < 0.5) * self.vertical_flip
        shift = self.channel_shift_range
        channel_shift = uniform(-shift, shift) if shift else None
        brightness = None if self.brightness_range is None else uniform(*self.brightness_range)
        return {
            "theta": theta, "tx": tx, "ty": ty, "shear": shear, "zx": zx, "zy": zy,
            "flip_horizontal": flip_horizontal, "flip_vertical": flip_vertical,
            "channel_shift_intensity": channel_shift, "brightness": brightness,
        }

    def _random_shift(self, spread, size):
        if not np.any(spread):
            return 0
        if isinstance(spread, int):
            shift = np.random.choice(spread) * np.random.choice([-1, 1])
        elif isinstance(spread, float):
            shift = np.random.uniform(-spread, spread)
        else:
            shift = np.random.choice(spread) * np.random.choice([-1, 1])
        return shift * size if np.max(spread) < 1 else shift

    def apply_transform(self, x, transform_parameters):
        """An image changed by the parameters that `get_random_transform` gives."""
        given = transform_parameters.get
        x = apply_affine_transform(
            x, given("theta", 0), given("tx", 0), given("ty", 0), given("shear", 0), given("zx", 1), given("zy", 1),
            row_axis=self.row_axis - 1, col_axis=self.col_axis - 1, channel_axis=self.channel_axis - 1,
            fill_mode=self.fill_mode, cval=self.cval, order=self.interpolation_order,
        )
        if given("channel_shift_intensity") is not None:
            x = apply_channel_shift(x, given("channel_shift_intensity"), self.channel_axis - 1)
        if given("flip_horizontal", False):
            x = np.flip(x, self.col_axis - 1)
        if given("flip_vertical", False):
            x = np.flip(x, self.row_axis - 1)
        if given("brightness") is not None:
            x = apply_brightness_shift(x, given("brightness"), False)
        return x

    def random_transform(self, x, seed=None):
        """An image changed at random."""
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))

    def fit(self, x, augment=False, rounds=1, seed=None):
        """Measures the mean, the deviation and the whitening of images, as far as they are asked for.

        Args:
            x: Array of four dimensions.
            augment: Boolean, whether the images are changed at random before. Default False.
            rounds: Integer, how often. Default 1.
            seed: Integer. Default None.
        """
        x = np.array(x, dtype=self.dtype)
        if x.ndim != 4:
            raise ValueError(f"Argument `x` of fit must have four dimensions. Received: shape {x.shape}")
        if seed is not None:
            np.random.seed(seed)
        if augment:
            x = np.concatenate([np.stack([self.random_transform(image) for image in x]) for _ in range(rounds)])
        axes, shape = (0, self.row_axis, self.col_axis), [1, 1, 1]
        shape[self.channel_axis - 1] = x.shape[self.channel_axis]
        if self.featurewise_center:
            self.mean = np.mean(x, axis=axes).reshape(shape)
            x -= self.mean
        if self.featurewise_std_normalization:
            self.std = np.std(x, axis=axes).reshape(shape)
            x /= self.std + 1e-6
        if self.zca_whitening:
            flat = x.reshape(len(x), -1)
            u, s, _ = np.linalg.svd(flat.T, full_matrices=False)
            inverse = np.sqrt(len(x)) / (s + self.zca_epsilon)
            self.zca_whitening_matrix = (u * inverse) @ u.T
