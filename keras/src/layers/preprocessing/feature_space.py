import numpy as np

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers.core.input_layer import Input
from keras.src.layers.layer import Layer
from keras.src.layers.preprocessing._features import (
    Described,
    as_column,
    check_output_mode,
    column,
    encoder_of,
    needs_adapt,
)
from keras.src.layers.preprocessing.data_layer import DataLayer
from keras.src.layers.preprocessing.discretization import Discretization
from keras.src.layers.preprocessing.hashed_crossing import HashedCrossing
from keras.src.layers.preprocessing.hashing import Hashing
from keras.src.layers.preprocessing.integer_lookup import IntegerLookup
from keras.src.layers.preprocessing.normalization import Normalization
from keras.src.layers.preprocessing.rescaling import Rescaling
from keras.src.layers.preprocessing.string_lookup import StringLookup
from keras.src.utils.naming import auto_name

serialization_lib = LateModule("keras.src.saving.serialization_lib")
saving_lib = LateModule("keras.src.saving.saving_lib")


class Feature(Described):
    """How a feature is preprocessed and encoded.

    Args:
        dtype: Dtype of the raw values.
        preprocessor: Layer.
        output_mode: `"int"`, `"one_hot"` or `"float"`.
    """

    _fields = ("dtype", "preprocessor", "output_mode")

    def __init__(self, dtype, preprocessor, output_mode):
        check_output_mode("a feature", output_mode, ("int", "one_hot", "float"))
        self.dtype = dtype
        self.preprocessor = preprocessor
        self.output_mode = output_mode


class Cross(Described):
    """A cross of features.

    Args:
        feature_names: Tuple of names.
        crossing_dim: Integer, number of bins.
        output_mode: `"int"` or `"one_hot"`.
    """

    _fields = ("feature_names", "crossing_dim", "output_mode")

    def __init__(self, feature_names, crossing_dim, output_mode="one_hot"):
        check_output_mode("a cross", output_mode, ("int", "one_hot"))
        self.feature_names = tuple(feature_names)
        self.crossing_dim = crossing_dim
        self.output_mode = output_mode

    @property
    def name(self):
        """The names of the features, with `_X_` between them."""
        return "_X_".join(self.feature_names)


class TFDIdentity(DataLayer):
    """Gives back its input."""

    def call(self, x):
        return x

    def compute_output_shape(self, input_shape):
        return input_shape


class TFDConcat(DataLayer):
    """Joins tensors along their last axis."""

    def __init__(self, axis, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, xs):
        return self.backend.numpy.concatenate([self.backend.cast(x, self.compute_dtype) for x in xs], axis=self.axis)

    def compute_output_shape(self, input_shape):
        sizes = [shape[self.axis] for shape in input_shape]
        return (*input_shape[0][:-1], None if None in sizes else sum(sizes))


@keras_export("keras.utils.FeatureSpace")
class FeatureSpace(Layer):
    """Preprocesses and encodes the columns of a table.

    Each feature is a name of a kind (`"float"`, `"float_rescaled"`, `"float_normalized"`, `"float_discretized"`,
    `"integer_categorical"`, `"integer_hashed"`, `"string_categorical"`, `"string_hashed"`), or what the methods of
    these names give, or `FeatureSpace.feature(...)` with a layer of one's own. `adapt` learns what features need of
    data. The space may then be called on data, inside `tf.data` too, or be a part of a model between
    `get_inputs()` and `get_encoded_features()`.

    Args:
        features: Dict from name to feature.
        output_mode: `"concat"` (default) for one vector of all features, or `"dict"` for each by itself.
        crosses: List of tuples of names of features to be crossed, or of `FeatureSpace.cross(...)`. Default None.
        crossing_dim: Integer, number of bins of crosses that do not say it. Default 32.
        hashing_dim: Integer, number of bins of hashed features that do not say it. Default 32.
        num_discretization_bins: Integer, number of bins of discretized features that do not say it. Default 32.
        name: String. Default None.

    Call arguments:
        data: Dict from name to values of shape `()`, `(batch,)` or `(batch, 1)`.

    Output: tensor of shape `(batch, size)`, or dict of tensors.

    Raises:
        ValueError: For features or modes that do not exist, and for a call before `adapt` if a feature needs it.

    Example:

    >>> data = {"age": np.array([20.0, 40.0]), "sex": np.array(["f", "m"])}
    >>> space = keras.utils.FeatureSpace({"age": "float_normalized", "sex": "string_categorical"})
    >>> space.adapt(data)
    >>> space(data).tolist()
    [[-1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 1.0, 0.0]]
    """

    def __init__(
        self, features, output_mode="concat", crosses=None, crossing_dim=32, hashing_dim=32,
        num_discretization_bins=32, name=None,
    ):
        super().__init__(name=name)
        if not features:
            raise ValueError(f"Argument `features` of FeatureSpace must not be empty. Received: features={features}")
        check_output_mode("FeatureSpace", output_mode, ("dict", "concat"))
        self._convert_input_args = False
        self._allow_non_tensor_positional_args = True
        self.output_mode = output_mode
        self.crossing_dim = crossing_dim
        self.hashing_dim = hashing_dim
        self.num_discretization_bins = num_discretization_bins
        self.features = {name: self._standardize_feature(name, value) for name, value in features.items()}
        self.crosses = [self._standardize_cross(cross) for cross in crosses or ()]
        self.inputs = {
            name: Input(shape=(1,), dtype=feature.dtype, name=name) for name, feature in self.features.items()
        }
        self.preprocessors = {name: feature.preprocessor for name, feature in self.features.items()}
        self.crossers = {cross.name: HashedCrossing(cross.crossing_dim, name=cross.name) for cross in self.crosses}
        self.one_hot_encoders = {}
        self.concat = None
        self.encoded_features = None
        self._is_adapted = not any(map(needs_adapt, self.preprocessors.values()))

    def _standardize_feature(self, name, feature):
        if isinstance(feature, Feature):
            return feature
        if isinstance(feature, dict):
            return serialization_lib.deserialize_keras_object(feature)
        kinds = {
            "float": self.float,
            "float_rescaled": self.float_rescaled,
            "float_normalized": self.float_normalized,
            "float_discretized": lambda name: self.float_discretized(self.num_discretization_bins, name=name),
            "integer_categorical": self.integer_categorical,
            "integer_hashed": lambda name: self.integer_hashed(self.hashing_dim, name=name),
            "string_categorical": self.string_categorical,
            "string_hashed": lambda name: self.string_hashed(self.hashing_dim, name=name),
        }
        if not isinstance(feature, str) or feature not in kinds:
            raise ValueError(
                f"Argument `features` of FeatureSpace has values of other kinds than {', '.join(kinds)} and Feature. "
                f"Received: {name!r}: {feature!r}"
            )
        return kinds[feature](name=name)

    def _standardize_cross(self, cross):
        if isinstance(cross, dict):
            cross = serialization_lib.deserialize_keras_object(cross)
        elif not isinstance(cross, Cross):
            cross = Cross(cross, crossing_dim=self.crossing_dim)
        unknown = [name for name in cross.feature_names if name not in self.features]
        if unknown:
            raise ValueError(
                f"Argument `crosses` of FeatureSpace names features that do not exist: {unknown}. "
                f"Received: {cross.feature_names}, features={list(self.features)}"
            )
        return cross

    # Kinds of features

    @classmethod
    def cross(cls, feature_names, crossing_dim, output_mode="one_hot"):
        """A cross of features: their combinations, hashed.

        Args:
            feature_names: Tuple of names.
            crossing_dim: Integer, number of bins.
            output_mode: `"one_hot"` (default) or `"int"`.
        """
        return Cross(feature_names, crossing_dim, output_mode=output_mode)

    @classmethod
    def feature(cls, dtype, preprocessor, output_mode):
        """A feature with a layer of one's own.

        Args:
            dtype: Dtype of the raw values.
            preprocessor: Layer.
            output_mode: `"int"`, `"one_hot"` or `"float"`.
        """
        return Feature(dtype, preprocessor, output_mode)

    @classmethod
    def float(cls, name=None):
        """Numbers as they are."""
        name = name or auto_name("float")
        return Feature("float32", TFDIdentity(dtype="float32", name=f"{name}_preprocessor"), "float")

    @classmethod
    def float_rescaled(cls, scale=1.0, offset=0.0, name=None):
        """Numbers multiplied by `scale`, plus `offset`."""
        name = name or auto_name("float_rescaled")
        return Feature("float32", Rescaling(scale=scale, offset=offset, name=f"{name}_preprocessor"), "float")

    @classmethod
    def float_normalized(cls, name=None):
        """Numbers brought to mean 0 and variance 1."""
        name = name or auto_name("float_normalized")
        return Feature("float32", Normalization(axis=-1, name=f"{name}_preprocessor"), "float")

    @classmethod
    def float_discretized(cls, num_bins, bin_boundaries=None, output_mode="one_hot", name=None):
        """Numbers put into bins.

        Args:
            num_bins: Integer, number of bins with equal shares of the data.
            bin_boundaries: List of boundaries, in place of `num_bins`.
            output_mode: `"one_hot"` (default) or `"int"`.
            name: String.
        """
        name = name or auto_name("float_discretized")
        layer = Discretization(num_bins=num_bins, bin_boundaries=bin_boundaries, name=f"{name}_preprocessor")
        return Feature("float32", layer, output_mode)

    @classmethod
    def integer_categorical(cls, max_tokens=None, num_oov_indices=1, output_mode="one_hot", name=None):
        """Integers that stand for categories; see `IntegerLookup`."""
        name = name or auto_name("integer_categorical")
        layer = IntegerLookup(max_tokens, num_oov_indices=num_oov_indices, name=f"{name}_preprocessor")
        return Feature("int32", layer, output_mode)

    @classmethod
    def string_categorical(cls, max_tokens=None, num_oov_indices=1, output_mode="one_hot", name=None):
        """Strings that stand for categories; see `StringLookup`."""
        name = name or auto_name("string_categorical")
        layer = StringLookup(max_tokens, num_oov_indices=num_oov_indices, name=f"{name}_preprocessor")
        return Feature("string", layer, output_mode)

    @classmethod
    def string_hashed(cls, num_bins, output_mode="one_hot", name=None):
        """Strings put into bins by their hash; see `Hashing`."""
        name = name or auto_name("string_hashed")
        return Feature("string", Hashing(num_bins, name=f"{name}_preprocessor"), output_mode)

    @classmethod
    def integer_hashed(cls, num_bins, output_mode="one_hot", name=None):
        """Integers put into bins by their hash; see `Hashing`."""
        name = name or auto_name("integer_hashed")
        return Feature("int32", Hashing(num_bins, name=f"{name}_preprocessor"), output_mode)

    # Adapting

    def adapt(self, dataset):
        """Learns of data what features need.

        Args:
            dataset: Dict of arrays, DataFrame, or an iterable of dicts, as a `tf.data.Dataset` or `PyDataset`; batched
                or not.
        """
        batches = _batches(dataset)
        for name, preprocessor in self.preprocessors.items():
            if needs_adapt(preprocessor):
                preprocessor.adapt(column(batches, name))
        self._is_adapted = True
        self.one_hot_encoders, self.concat, self.encoded_features = {}, None, None
        self.get_encoded_features()
        self.built = True

    def get_inputs(self):
        """The symbolic inputs by name, for a model that takes raw data."""
        self._check_adapted()
        return self.inputs

    def get_encoded_features(self):
        """The symbolic outputs for `get_inputs()`."""
        self._check_adapted()
        if self.encoded_features is None:
            self.encoded_features = self._encode(self.inputs)
        return self.encoded_features

    def _check_adapted(self):
        if not self._is_adapted:
            raise ValueError(f"The FeatureSpace {self.name!r} must learn of data first: call `adapt(dataset)`.")

    # Calling

    def __call__(self, data):
        if not isinstance(data, dict):
            raise ValueError(f"A FeatureSpace is called with a dict of features. Received: {type(data).__name__}")
        self._check_adapted()
        data = {name: _as_values(data[name]) for name in self.features}
        if all(isinstance(x, backend.KerasTensor) for x in data.values()):
            return self._encode(data)
        self.get_encoded_features()  # makes the layers
        is_one = len(next(iter(data.values())).shape) == 0
        encoded = self._encode({name: as_column(x) for name, x in data.items()})
        self.built = True
        return tree.map_structure(lambda x: x[0], encoded) if is_one else encoded

    def call(self, data):
        return self(data)

    def _encode(self, columns):
        values = {name: self.preprocessors[name](x) for name, x in columns.items()}
        crossed = {
            cross.name: self.crossers[cross.name]([values[name] for name in cross.feature_names])
            for cross in self.crosses
        }
        features = {**self.features, **{cross.name: cross for cross in self.crosses}}
        names = [*sorted(values), *sorted(crossed)]
        values |= crossed
        encoded = {name: self._encode_one(name, features[name], values[name]) for name in names}
        if self.output_mode == "dict":
            return encoded
        if self.concat is None:
            self.concat = TFDConcat(axis=-1)
        return self.concat(list(encoded.values()))

    def _encode_one(self, name, feature, x):
        dtype = backend.standardize_dtype(x.dtype)
        if name not in self.one_hot_encoders:
            layer = self.preprocessors.get(name) or self.crossers[name]
            encoder = encoder_of(name, feature, layer, dtype)
            if encoder is not None:
                self.one_hot_encoders[name] = encoder
        if name in self.one_hot_encoders:
            return self.one_hot_encoders[name](x)
        if self.output_mode == "concat" and "int" in dtype and isinstance(x, backend.KerasTensor):
            raise ValueError(
                f"Feature {name!r} has not been encoded and cannot be concatenated; it is of dtype {dtype}. "
                "Use `output_mode='dict'`."
            )
        return x

    # Files

    def get_config(self):
        serialize = serialization_lib.serialize_keras_object
        return {
            "features": serialize(self.features),
            "output_mode": self.output_mode,
            "crosses": [serialize(cross) for cross in self.crosses],
            "crossing_dim": self.crossing_dim,
            "hashing_dim": self.hashing_dim,
            "num_discretization_bins": self.num_discretization_bins,
        }

    @classmethod
    def from_config(cls, config):
        """Makes the feature space that `get_config` described."""
        return cls(**config)

    def get_build_config(self):
        """The shapes that the features' layers were built for."""
        return {name: layer.get_build_config() for name, layer in self.preprocessors.items()}

    def build_from_config(self, config):
        """Builds the features' layers. What they have learnt comes from the file."""
        for name, layer in self.preprocessors.items():
            if not layer.built and config.get(name):
                layer.build_from_config(config[name])
        self._is_adapted = True

    def save(self, filepath):
        """Writes the feature space to a `.keras` file; `keras.saving.load_model` reads it.

        Args:
            filepath: String, path of the file.
        """
        saving_lib.save_model(self, filepath)


def _as_values(x):
    """Lists, scalars and columns of pandas as NumPy arrays, arrays and tensors as they are."""
    return x if hasattr(x, "shape") and not isinstance(x, np.generic) and not hasattr(x, "iloc") else np.asarray(x)


def _batches(dataset):
    """Data that can be gone through several times, as batches."""
    if isinstance(dataset, dict) or hasattr(dataset, "iloc"):  # or a DataFrame of pandas
        return [{name: _as_values(x) for name, x in dataset.items()}]
    if hasattr(dataset, "num_batches") and hasattr(dataset, "__getitem__"):  # a PyDataset
        return [_features_of(dataset[i]) for i in range(dataset.num_batches)]
    if hasattr(dataset, "element_spec"):
        spec = _features_of(dataset.element_spec)
        dataset = dataset.batch(32) if any(len(part.shape) == 0 for part in spec.values()) else dataset
        return _Mapped(dataset)
    return [_features_of(element) for element in dataset]


class _Mapped:
    """A dataset whose elements are only the features."""

    def __init__(self, dataset):
        self._dataset = dataset

    def __iter__(self):
        return map(_features_of, self._dataset)


def _features_of(element):
    features = element[0] if isinstance(element, (tuple, list)) else element
    if not hasattr(features, "keys"):
        raise ValueError(f"A FeatureSpace adapts to dicts of features. Received: {type(features).__name__}")
    return features
