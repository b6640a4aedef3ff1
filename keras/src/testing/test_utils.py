"""Data and parameter tables for tests."""
import functools
import itertools

import numpy as np


def get_test_data(train_samples, test_samples, input_shape, num_classes, random_seed=None):
    """A classification problem that is easy to learn: a random point per class, with noise around it.

    Args:
        train_samples: Integer, the number of samples to train on.
        test_samples: Integer, the number of samples to test on.
        input_shape: Tuple, the shape of a sample.
        num_classes: Integer.
        random_seed: Integer, or None for other data each time.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: float32 samples and int64 classes. The training part holds
        `train_samples // num_classes` samples of every class, the test part all others.
    """
    np.random.seed(random_seed)
    count = train_samples + test_samples
    centers = 2 * num_classes * np.random.random((num_classes, *input_shape))
    y = np.append(np.repeat(np.arange(num_classes), count // num_classes), np.arange(count % num_classes))
    x = centers[y] + np.random.normal(size=(count, *input_shape))
    order = np.random.permutation(count)
    classes = [np.random.permutation(order[y[order] == c]) for c in range(num_classes)]
    cut = train_samples // num_classes
    parts = [np.concatenate(part) for part in zip(*((c[:cut], c[cut:]) for c in classes))]
    train, test = (np.random.permutation(part) for part in parts)
    return (x[train].astype("float32"), y[train]), (x[test].astype("float32"), y[test])


def named_product(*args, **kwargs):
    """All combinations of parameters, as dicts for `parameterized.named_parameters`.

    Args:
        *args: Lists of dicts of parameters, each with its part of the name under `"testcase_name"`.
        **kwargs: Lists of values of one parameter; the value itself is its part of the name.

    Returns:
        List of dicts, with the parts of the name joined under `"testcase_name"`, those of `kwargs` in lower case;
        the first parameter changes fastest.
    """
    factors = list(args)
    for name, values in kwargs.items():
        factors.append([{"testcase_name": _part(value), name: value} for value in values])
    products = itertools.product(*reversed(factors))
    return [functools.reduce(_joined, reversed(parts), {}) for parts in products]


def _joined(case, part):
    names = case.get("testcase_name"), part["testcase_name"]
    return case | part | {"testcase_name": "_".join(names) if names[0] else names[1]}


def _part(value):
    return str(getattr(value, "__name__", value)).lower()
