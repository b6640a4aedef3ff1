"""Data and parameter tables for tests."""

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
        `(x_train, y_train), (x_test, y_test)`: float32 samples and int64 classes. Both parts hold every class
        equally often, as far as the numbers allow.
    """
    random = np.random.RandomState(random_seed)
    centers = 2 * num_classes * random.random_sample((num_classes, *input_shape))

    def sample(count):
        y = random.permutation(np.arange(count) % num_classes)
        noise = random.normal(size=(count, *input_shape))
        return (centers[y] + noise).astype("float32"), y.astype("int64")

    return sample(train_samples), sample(test_samples)


def named_product(*args, **kwargs):
    """All combinations of parameters, as dicts for `parameterized.named_parameters`.

    Args:
        *args: Lists of dicts of parameters, each with its part of the name under `"testcase_name"`.
        **kwargs: Lists of values of one parameter; the value itself is its part of the name.

    Returns:
        List of dicts, with the parts of the name joined under `"testcase_name"`; the first parameter changes
        fastest.
    """
    factors = list(args)
    for name, values in kwargs.items():
        factors.append([{"testcase_name": _part(value), name: value} for value in values])
    cases = []
    for parts in itertools.product(*reversed(factors)):
        parts = parts[::-1]
        case = {}
        for part in parts:
            case.update(part)
        names = [part["testcase_name"] for part in parts]
        cases.append(case | {"testcase_name": "_".join(name for name in names if name)})
    return cases


def _part(value):
    if value is None or isinstance(value, bool):
        return str(value).lower()
    return getattr(value, "__name__", str(value))
