import json

import pytest

from keras.src.utils.config import Config


def test_reads_and_writes():
    config = Config(a=1, b={"x": 2})
    config.z = 3
    config["y"] = 4
    config.update({"k": 5}, m=6)
    assert (config.a, config["b"], config.get("absent", 7)) == (1, {"x": 2}, 7)
    assert list(config) == ["a", "b", "k", "m", "y", "z"] and len(config) == 6
    assert "a" in config and "absent" not in config
    assert config.pop("z") == 3 and config.pop("z", None) is None
    del config["y"]
    del config.m
    assert config.as_dict() == {"a": 1, "b": {"x": 2}, "k": 5}
    assert json.loads(config.to_json()) == config.as_dict()
    assert list(zip(config.keys(), config.values())) == list(config.items())
    assert repr(config) == "<Config {'a': 1, 'b': {'x': 2}, 'k': 5}>"


@pytest.mark.parametrize(
    "change",
    [
        lambda c: setattr(c, "a", 2),
        lambda c: c.__setitem__("a", 2),
        lambda c: c.pop("a"),
        lambda c: c.update(a=2),
        lambda c: c.__delitem__("a"),
        lambda c: delattr(c, "a"),
    ],
)
def test_frozen(change):
    config = Config(a=1)
    config.freeze()
    assert config.frozen
    with pytest.raises(ValueError, match="frozen"):
        change(config)
    config.unfreeze()
    change(config)
    assert config.as_dict() != {"a": 1}


@pytest.mark.parametrize(
    "read, error",
    [
        (lambda c: c.absent, AttributeError),
        (lambda c: delattr(c, "absent"), AttributeError),
        (lambda c: c["absent"], KeyError),
        (lambda c: c.pop("absent"), KeyError),
    ],
)
def test_missing_settings(read, error):
    with pytest.raises(error, match="absent"):
        read(Config(a=1))


def test_copies_and_pickles():
    import copy
    import pickle

    config = Config(a=[1])
    for other in (copy.deepcopy(config), pickle.loads(pickle.dumps(config))):
        assert other.as_dict() == {"a": [1]} and other is not config
