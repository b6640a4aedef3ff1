"""Keras models as scikit-learn's estimators."""
import numpy as np

from keras.src.api_export import keras_export
from keras.src.models.cloning import clone_model
from keras.src.models.model import Model

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, TransformerMixin
    from sklearn.utils.multiclass import type_of_target
    from sklearn.utils.validation import check_is_fitted, validate_data
except ImportError:  # The classes exist without scikit-learn, their instances do not.
    validate_data = None
    BaseEstimator = type("BaseEstimator", (), {})
    ClassifierMixin = RegressorMixin = TransformerMixin = type("Mixin", (), {})


class SKLBase(BaseEstimator):
    """What the three wrappers share: `fit` and `predict` of a model that is made, or cloned, for each `fit`."""

    def __init__(self, model, warm_start=False, model_kwargs=None, fit_kwargs=None):
        if validate_data is None:
            raise ImportError(
                f"{type(self).__name__} needs scikit-learn 1.6 or newer. Install it with `pip install -U scikit-learn`."
            )
        self.model = model
        self.warm_start = warm_start
        self.model_kwargs = model_kwargs
        self.fit_kwargs = fit_kwargs

    def fit(self, X, y, **kwargs):
        """Trains a model.

        Args:
            X: Array `(samples, features)`.
            y: Array `(samples,)` of targets.
            **kwargs: Arguments of `Model.fit`, which go before `fit_kwargs`.

        Returns:
            The estimator; `model_` is the trained model, `history_` what `Model.fit` returned.

        Raises:
            ValueError: If the data do not fit.
            RuntimeError: If the model is not compiled with a loss.
        """
        X, y = validate_data(self, X, y)
        y = self._process_target(y, type_of_target(y, raise_unknown=True))
        model = self._get_model(X, y)
        if not model.compiled or not model.loss or not model.optimizer:
            raise RuntimeError(
                f"Argument `model` of {type(self).__name__} must be compiled, with an optimizer and a loss. "
                f"Received: model={model!r}"
            )
        self.history_ = model.fit(X, y, **{**(self.fit_kwargs or {}), **kwargs})
        self.model_ = model
        return self

    def predict(self, X):
        """The model's predictions.

        Args:
            X: Array `(samples, features)`.

        Returns:
            Array `(samples,)` of what `y` was in `fit`.

        Raises:
            sklearn.exceptions.NotFittedError: Before `fit`.
        """
        return self._reverse_process_target(self._outputs(X))

    def _get_model(self, X, y):
        if self.warm_start and hasattr(self, "model_"):
            return self.model_
        if not isinstance(self.model, Model):
            return self.model(X, y, **(self.model_kwargs or {}))
        if self.warm_start:
            return self.model
        return clone_model(self.model)

    def _outputs(self, X):
        check_is_fitted(self, "model_")
        return self.model_.predict(validate_data(self, X, reset=False))

    def _process_target(self, y, kind):
        """Targets as the model is trained on; `kind` is what scikit-learn takes them for."""
        return y.reshape(-1, 1)

    def _reverse_process_target(self, outputs):
        """The model's outputs as targets."""
        return outputs[:, 0] if outputs.ndim == 2 and outputs.shape[1] == 1 else outputs

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.non_deterministic = True
        return tags


@keras_export("keras.wrappers.SKLearnClassifier")
class SKLearnClassifier(ClassifierMixin, SKLBase):
    """A Keras model as a scikit-learn classifier.

    Args:
        model: A compiled `keras.Model`, cloned at each `fit` (new initial weights); or a function
            `model(X, y, **model_kwargs)` that returns one. Targets are one-hot: `y` is `(samples, classes)`.
        warm_start: Boolean, whether `fit` goes on with the model of the last one; the first trains `model` itself, not
            a clone. Default `False`.
        model_kwargs: Dict of arguments of the function `model`. Default None: none.
        fit_kwargs: Dict of arguments of `Model.fit`. Default None: none.

    Attributes:
        model_: The trained model.
        history_: The `keras.callbacks.History` of its training.
        classes_: The labels, in the order of the outputs.

    Example:

    >>> def make_model(X, y, units):
    ...     x = keras.Input((X.shape[1],))
    ...     h = keras.layers.Dense(units, activation="relu")(x)
    ...     model = keras.Model(x, keras.layers.Dense(y.shape[1], activation="softmax")(h))
    ...     model.compile("adam", "categorical_crossentropy")
    ...     return model
    >>> estimator = keras.wrappers.SKLearnClassifier(make_model, model_kwargs={"units": 8}, fit_kwargs={"verbose": 0})
    >>> estimator = estimator.fit(np.eye(3), ["cat", "dog", "cat"])
    >>> estimator.decision_function(np.eye(3)).shape
    1/1 ...
    (3,)
    >>> estimator.classes_.tolist()
    ['cat', 'dog']
    """

    def decision_function(self, X):
        """The model's outputs as scores, in the form that scikit-learn asks for.

        Args:
            X: Array `(samples, features)`.

        Returns:
            Array `(samples, classes)` of the model's outputs; of two classes `(samples,)`: how much greater the second
            output is than the first, so that a positive score stands for `classes_[1]`.
        """
        outputs = self._outputs(X)
        return outputs[:, 1] - outputs[:, 0] if outputs.shape[1] == 2 else outputs

    def _process_target(self, y, kind):
        if kind not in ("binary", "multiclass"):
            raise ValueError(
                "Unknown label type: Argument `y` of SKLearnClassifier must hold classes. Only binary and multiclass "
                f"target types are supported. Received: y of the type {kind!r}"
            )
        self.classes_, index = np.unique(y, return_inverse=True)
        if len(self.classes_) == 1:
            raise ValueError(
                "Argument `y` of SKLearnClassifier must hold more than one class. "
                f"Received: only the class {self.classes_[0]!r}"
            )
        return np.eye(len(self.classes_))[index]

    def _reverse_process_target(self, outputs):
        return self.classes_[outputs.argmax(-1)]

    def _more_tags(self):
        return {"poor_score": True}

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True
        return tags


@keras_export("keras.wrappers.SKLearnRegressor")
class SKLearnRegressor(RegressorMixin, SKLBase):
    """A Keras model as a scikit-learn regressor.

    Args:
        model: A compiled `keras.Model` of one output, cloned at each `fit` (new initial weights); or a function
            `model(X, y, **model_kwargs)` that returns one. `y` is `(samples, 1)` there.
        warm_start: Boolean, whether `fit` goes on with the model of the last one; the first trains `model` itself, not
            a clone. Default `False`.
        model_kwargs: Dict of arguments of the function `model`. Default None: none.
        fit_kwargs: Dict of arguments of `Model.fit`. Default None: none.

    Attributes:
        model_: The trained model.
        history_: The `keras.callbacks.History` of its training.

    Example:

    >>> X, y = np.eye(3), np.array([1.0, 2.0, 3.0])
    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    >>> model.compile(keras.optimizers.SGD(0.5), "mse")
    >>> estimator = keras.wrappers.SKLearnRegressor(model, fit_kwargs={"epochs": 100, "verbose": 0})
    >>> bool(estimator.fit(X, y).score(X, y) > 0.9)
    1/1 ...
    True
    """

    def _more_tags(self):
        return {"poor_score": True}

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.regressor_tags.poor_score = True
        return tags


@keras_export("keras.wrappers.SKLearnTransformer")
class SKLearnTransformer(TransformerMixin, SKLBase):
    """A Keras model as a scikit-learn transformer: the model's outputs are features for what comes next.

    Args:
        model: A compiled `keras.Model`, cloned at each `fit` (new initial weights); or a function
            `model(X, y, **model_kwargs)` that returns one. `y` is `(samples, 1)` there.
        warm_start: Boolean, whether `fit` goes on with the model of the last one; the first trains `model` itself, not
            a clone. Default `False`.
        model_kwargs: Dict of arguments of the function `model`. Default None: none.
        fit_kwargs: Dict of arguments of `Model.fit`. Default None: none.

    Attributes:
        model_: The trained model.
        history_: The `keras.callbacks.History` of its training.

    Example:

    >>> X, y = np.eye(3), np.array([1.0, 2.0, 3.0])
    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    >>> model.compile("adam", "mse")
    >>> estimator = keras.wrappers.SKLearnTransformer(model, fit_kwargs={"verbose": 0})
    >>> estimator.fit(X, y).transform(X).shape
    1/1 ...
    (3, 1)
    """

    def transform(self, X):
        """The model's outputs.

        Args:
            X: Array `(samples, features)`.

        Returns:
            Array `(samples, outputs)`.
        """
        return self._outputs(X)

    def _more_tags(self):
        return {"preserves_dtype": []}

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = []
        return tags
