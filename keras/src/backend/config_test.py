"""Settings: what the setters change, and what `clear_session` takes back."""
import pytest

import keras
from keras import config


@pytest.mark.parametrize("name, value, read", [
    ("epsilon", 1e-4, 1e-4),
    ("floatx", "float16", "float16"),
    ("image_data_format", "Channels_First", "channels_first"),
    ("max_epochs", 3, 3),
    ("max_steps_per_epoch", 7, 7),
])
def test_setters(name, value, read):
    getter, setter = getattr(config, name), getattr(config, f"set_{name}")
    before = getter()
    try:
        setter(value)
        assert getter() == read
    finally:
        setter(before)
    assert getter() == before


@pytest.mark.parametrize("setter", ["set_floatx", "set_image_data_format"])
def test_setters_refuse(setter):
    with pytest.raises(ValueError, match="bogus"):
        getattr(config, setter)("bogus")


def test_flash_attention_until_the_session_is_cleared():
    assert config.is_flash_attention_enabled() is None
    for change, read in [(config.enable_flash_attention, True), (config.disable_flash_attention, False)]:
        change()
        assert config.is_flash_attention_enabled() is read
        keras.utils.clear_session(free_memory=False)
        assert config.is_flash_attention_enabled() is None
